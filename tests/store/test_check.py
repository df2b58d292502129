"""Verification names what is damaged, whatever was changed behind the program's back."""

from __future__ import annotations

import contextlib
import gc
import shutil
import sqlite3
from pathlib import Path

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """Return the path of a repository with every kind of thing in it."""
    path = tmp_path / "whole.db"
    with provrepo.create(path) as repository:
        source = tmp_path / "a.transcription.zh.txt"
        source.write_bytes("外交部".encode("gb18030"))
        changes = Changes(agents=("Wang:transcriber",), fields={"title": "A"})
        repository.ingest(source, changes, encoding="gb18030")
        based = Changes(
            based_on=("a/transcription:zh",), agents=("Li <li@example.org>:translator",)
        )
        repository.ingest(b"Foreign Ministry " * 50, based, document="a", text="translation:en")
        repository.add_note("a/transcription:zh", NoteDraft("A note", quote="交"))
    return path


def findings(path: Path) -> dict[str, str]:
    """Return what verification finds, the places by their codes."""
    with provrepo.open(path) as repository:
        return {one.code: f"{one.place} {one.message}" for one in repository.verify()}


def test_a_whole_repository_has_no_findings(stored: Path) -> None:
    """What was stored through the front door verifies."""
    assert findings(stored) == {}


@pytest.mark.parametrize(
    ("damage", "code", "place"),
    [
        ("UPDATE content SET data = zeroblob(length(data)) WHERE id = 2", "content", "content "),
        ("UPDATE content SET data = x'00' WHERE id = 1", "content", "content "),
        ("UPDATE content SET codec = 7", "content", "unknown codec"),
        ("UPDATE content SET size = size + 1", "content", "bytes"),
        ("UPDATE object SET data = x'00' WHERE kind = 'notes'", "notes", "notes "),
        ("UPDATE object SET data = x'00' WHERE kind = 'citation'", "citation", "citation "),
        ("UPDATE object SET data = x'00' WHERE kind = 'file'", "file", "file "),
        ("DELETE FROM object WHERE kind = 'file'", "file", "not here"),
        ("UPDATE agent SET name = 'Somebody else' WHERE id = 1", "agent", "agent "),
        ("UPDATE version SET message = 'changed' WHERE sequence = 1", "record", "a/transcription"),
        ("UPDATE version SET created = '1900' WHERE sequence = 2", "record", "translation:en@v1"),
        ("UPDATE version SET recorded = 1 WHERE sequence = 3", "record", "transcription:zh@v2"),
        ("UPDATE version SET file_name = 'b' WHERE sequence = 1", "record", "transcription:zh@v1"),
        ("UPDATE version_agent SET role = 'editor'", "record", "a/"),
        ("DELETE FROM version_agent", "record", "a/"),
        ("UPDATE version_basis SET label = 'x'", "record", "translation:en@v1"),
        ("UPDATE version_basis SET version = zeroblob(32)", "basis", "00000000"),
        ("UPDATE document SET key = 'b'", "record", "b/"),
        ("UPDATE text SET language = 'fr' WHERE language = 'en'", "record", "translation:fr"),
        ('UPDATE event SET data = \'{"origin":"x"}\'', "record", "event 0"),
        ("UPDATE event SET event = 'other'", "sequence", "init"),
        ("UPDATE version SET number = 5 WHERE sequence = 3", "number", "the last is v5"),
        ("DELETE FROM version WHERE sequence = 3", "record", "record 3"),
        ("DELETE FROM record WHERE sequence = 2", "sequence", "record 2"),
        ("DELETE FROM content", "database", "content"),
        (
            "INSERT INTO content VALUES (99, zeroblob(32), 0, 0, NULL, 0, x'')",
            "unreferenced",
            "0000",
        ),
    ],
)
def test_each_damage_is_found_and_named(stored: Path, damage: str, code: str, place: str) -> None:
    """A row changed or deleted in the file is found, with its code and its place."""
    with sqlite3.connect(stored) as connection:
        connection.execute(damage)
    found = findings(stored)
    assert code in found
    assert place in found[code]


def test_a_damaged_content_is_never_printed(stored: Path) -> None:
    """Reading a content checks its digest: what was changed raises instead of being shown."""
    with sqlite3.connect(stored) as connection:
        connection.execute("UPDATE content SET data = x'616263', codec = 0, size = 3")
    with provrepo.open(stored) as repository, pytest.raises(errors.Damaged) as caught:
        repository.content("a/transcription:zh")
    assert caught.value.expected != caught.value.got


def test_pages_overwritten_with_noise_are_findings_and_no_crash(stored: Path) -> None:
    """A file whose pages are noise is reported, however much of it SQLite can still read."""
    whole = stored.read_bytes()
    for page in range(1, len(whole) // 4096):
        stored.write_bytes(whole[: page * 4096] + b"\xa5" * 4096 + whole[(page + 1) * 4096 :])
        with contextlib.suppress(errors.ProvrepoError):  # it may be refused when it is opened
            assert findings(stored)


def test_a_file_cut_short_is_reported(stored: Path) -> None:
    """A truncated database is an error or a finding, never a traceback."""
    whole = stored.read_bytes()
    for size in range(512, len(whole), 4096):
        stored.write_bytes(whole[:size])
        with contextlib.suppress(errors.ProvrepoError):
            assert findings(stored)


TABLES = (
    *("record", "content", "object", "agent", "document", "text", "version", "version_agent"),
    *("version_basis", "event", "withdrawal", "former_key", "ledger", "opaque"),
    *("event_target", "event_agent", "former_text"),
)
ODD = ("'text'", "x'ff'", "NULL", "1.5", "-9223372036854775808", "CAST(x'ff' AS TEXT)")


@pytest.mark.parametrize(
    "table", ["record", *(pytest.param(name, marks=pytest.mark.slow) for name in TABLES[1:])]
)
def test_a_table_that_is_none_is_a_finding_and_no_crash(
    stored: Path, tmp_path: Path, table: str
) -> None:
    """Gone, a view, another table, one of odd values: whatever stands there, it is reported."""
    with sqlite3.connect(stored) as connection:
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    replaced = [None, "TABLE", "VIEW", "TABLE"]
    queries = ["", "SELECT 1 AS a", "SELECT * FROM away", "SELECT * FROM away"]
    for number, name in enumerate(names):
        odd = ODD[(number + len(table)) % len(ODD)]
        columns = ", ".join(f"{odd} AS {one}" if one == name else one for one in names)
        replaced.append("TABLE")
        queries.append(f"SELECT {columns} FROM away")
    for kind, query in zip(replaced, queries, strict=True):
        path = tmp_path / "replaced.db"
        path.write_bytes(stored.read_bytes())
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA legacy_alter_table = ON")
        connection.execute(f"ALTER TABLE {table} RENAME TO away")
        if kind:
            connection.execute(f"CREATE {kind} {table} AS {query}")
        connection.close()
        assert findings(path), query
        with provrepo.open(path) as repository:
            list(repository.verify(quick=True))


def test_a_log_that_is_gone_or_noise_is_no_crash(stored: Path, tmp_path: Path) -> None:
    """What a killed process left in the log is lost with it, but what is there is whole."""
    with provrepo.open(stored) as repository:
        repository.ingest(b"later", document="a", text="translation:en")
        for log in (None, b"", b"noise" * 5000):
            folder = tmp_path / str(len(log or b"") + bool(log is None))
            folder.mkdir()
            shutil.copy(stored, folder / "x.db")
            if log is not None:
                (folder / "x.db-wal").write_bytes(log)
            assert findings(folder / "x.db") == {}


@pytest.mark.parametrize("threshold", [0, 700, 10**6])
def test_the_garbage_collector_is_as_the_application_set_it(stored: Path, threshold: int) -> None:
    """Verification puts it off for a while at most, and never where it is switched off."""
    before = gc.get_threshold()
    try:
        gc.set_threshold(threshold, 11, 12)
        assert findings(stored) == {}
        assert gc.get_threshold() == (threshold, 11, 12)
    finally:
        gc.set_threshold(*before)
