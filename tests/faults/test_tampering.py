"""Tampering: every column of every table, rows dropped, swapped and cut off, and single bytes."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import provrepo
from provrepo import errors
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from provrepo.store.other_records import append_opaque
from tests.conftest import NOON
from tests.seeds import seed
from tests.store.sample import say_everything


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a repository with rows in every table and every column."""
    folder = tmp_path_factory.mktemp("whole")
    with provrepo.create(folder / "x.db", clock=fixed_clock(NOON)) as repository:
        source = folder / "a.transcription.zh.trad.txt"
        source.write_bytes("外交部 [1961]".encode("gb18030"))
        said = Changes(
            agents=("Wang <w@example.org>:transcriber", "Kim:editor"),
            fields={"title": "A"},
            message="first",
        )
        repository.ingest(source, said, encoding="gb18030")
        based = Changes(
            based_on=("a/zh", "label:film", "https://example.org/x", "sha256:" + "ab" * 32),
            agents=("Li:translator",),
        )
        repository.ingest(b"Foreign Ministry " * 50, based, document="a", text="translation:en")
        repository.add_note("a/zh", NoteDraft("A note", quote="交"))
        for number in range(30):
            repository.ingest(b"%d" % number, document="b", text="translation:en")
        for number in range(10):
            words = " ".join(str(one * one) for one in range(300)).replace("99", str(number))
            repository.ingest(words.encode(), document="long", text="transcription:en")
        repository.withdraw("b@v3", "wrong")
        repository.withdraw("b@v4", "wrong")
        repository.purge("b@v5", "no permission")
        repository.rename("b", "c")
        repository.rename("a", "d")
        repository.ingest(b"last", document="c", text="translation:en")
        say_everything(repository, "d", "c", "long")
        with repository._database.transaction() as transaction:  # noqa: SLF001
            append_opaque(transaction, b'{"format":"provrepo/2"}')
        assert list(repository.verify()) == []
    return (folder / "x.db").read_bytes()


def findings(path: Path) -> list[tuple[str, str]]:
    """Return code and place of all that verification finds."""
    with provrepo.open(path) as repository:
        return [(one.code, one.place) for one in repository.verify()]


def tampered(folder: Path, whole: bytes, *statements: str) -> list[tuple[str, str]]:
    """Run statements on a copy of the repository, and return what verification finds."""
    path = folder / "tampered.db"
    path.write_bytes(whole)
    connection = sqlite3.connect(path, isolation_level=None)
    changes = connection.total_changes
    for statement in statements:
        connection.execute(statement)
    assert connection.total_changes > changes, "the statement changed nothing"
    connection.close()
    return findings(path)


# By table and column: the codes of which one must be reported, and a part of the place.
COLUMNS: dict[str, tuple[set[str], str]] = {
    "record.sequence": ({"sequence", "database"}, "record"),
    "record.digest": ({"record"}, "event 0"),
    "content.id": ({"database", "record"}, ""),
    "content.digest": ({"content"}, "content"),
    "content.size": ({"content"}, "content"),
    "content.codec": ({"content"}, "content"),
    "content.data": ({"content"}, "content"),
    "content.base_id": ({"content", "database"}, ""),
    "content.place": ({"content"}, "content"),
    "object.id": ({"database", "record"}, ""),
    "object.kind": ({"database", "notes", "citation", "file"}, ""),
    "object.digest": ({"file", "notes", "citation"}, ""),
    "object.size": ({"file", "notes", "citation"}, ""),
    "object.codec": ({"file", "notes", "citation"}, ""),
    "object.data": ({"file", "notes", "citation"}, ""),
    "agent.id": ({"database", "record"}, ""),
    "agent.digest": ({"agent"}, "agent"),
    "agent.name": ({"agent", "event"}, "agent"),
    "agent.identifier": ({"agent"}, "agent"),
    "agent.type": ({"agent"}, "agent"),
    "agent.nonce": ({"agent"}, "agent"),
    "document.id": ({"database", "record"}, ""),
    "document.key": ({"event"}, "event"),
    "text.id": ({"database", "record"}, ""),
    "text.document_id": ({"database", "record"}, ""),
    "text.kind": ({"record"}, "@v"),
    "text.language": ({"record"}, "@v"),
    "text.label": ({"record"}, "@v"),
    "version.sequence": ({"record", "database"}, ""),
    "version.text_id": ({"record", "database"}, ""),
    "version.number": ({"number", "record"}, ""),
    "version.content_id": ({"record", "database"}, ""),
    "version.notes_id": ({"record", "database"}, ""),
    "version.citation_id": ({"record", "database"}, ""),
    "version.activity": ({"record"}, "@v"),
    "version.created": ({"record"}, "@v"),
    "version.recorded": ({"record"}, "@v"),
    "version.message": ({"record"}, "@v"),
    "version.software": ({"record"}, "@v"),
    "version.file_name": ({"record"}, "@v"),
    "version.file_media_type": ({"record"}, "@v"),
    "version.file_reader": ({"record"}, "@v"),
    "version.file_digest": ({"record"}, "@v"),
    "version_agent.sequence": ({"record", "database"}, ""),
    "version_agent.position": ({"record"}, "record"),
    "version_agent.agent_id": ({"record", "database"}, ""),
    "version_agent.role": ({"record"}, "@v"),
    "version_basis.sequence": ({"record", "database"}, ""),
    "version_basis.position": ({"record"}, "record"),
    "version_basis.version": ({"record"}, "@v"),
    "version_basis.label": ({"record"}, "@v"),
    "version_basis.uri": ({"record"}, "@v"),
    "version_basis.sha256": ({"record"}, "@v"),
    "event.sequence": ({"record", "database"}, ""),
    "event.event": ({"record"}, "event"),
    "event.data": ({"record"}, "event"),
    "event.targets": ({"record"}, "event"),
    "event.message": ({"record"}, "event"),
    "event.recorded": ({"record"}, "event"),
    "event_target.sequence": ({"event"}, "event"),
    "event_target.position": ({"event"}, "event"),
    "event_target.record": ({"event"}, "event"),
    "event_agent.sequence": ({"event"}, "event"),
    "event_agent.position": ({"event"}, "event"),
    "event_agent.agent_id": ({"event"}, "event"),
    "event_agent.role": ({"event"}, "event"),
    "former_text.text_id": ({"event"}, "event"),
    "former_text.until": ({"event"}, "event"),
    "former_text.kind": ({"event"}, "event"),
    "former_text.language": ({"event"}, "event"),
    "former_text.label": ({"event"}, "event"),
    "opaque.sequence": ({"record", "database"}, ""),
    "opaque.data": ({"record"}, "record"),
    "withdrawal.sequence": ({"event"}, "event"),
    "withdrawal.event": ({"event"}, "event"),
    "former_key.document_id": ({"event", "database"}, ""),
    "former_key.until": ({"event", "database"}, ""),
    "former_key.key": ({"event", "record"}, ""),
    "ledger.level": ({"ledger"}, ""),
    "ledger.position": ({"ledger"}, ""),
    "ledger.hash": ({"ledger"}, "record"),
}


def columns(whole: bytes, folder: Path) -> dict[str, list[tuple[str, str, bool]]]:
    """Return name, type and nullability of the columns by table."""
    path = folder / "columns.db"
    path.write_bytes(whole)
    with sqlite3.connect(path) as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return {
            table: [
                (name, kind, not required)
                for _, name, kind, required, _, _ in connection.execute(
                    f"PRAGMA table_info({table})"
                )
            ]
            for (table,) in tables.fetchall()
        }


def test_the_table_names_every_column(whole: bytes, tmp_path: Path) -> None:
    """No column of the schema is left out below."""
    found = {
        f"{table}.{name}" for table, rows in columns(whole, tmp_path).items() for name, _, _ in rows
    }
    assert found == set(COLUMNS)


def other_values(kind: str, nullable: bool) -> list[str]:
    """Return SQL expressions, with ``{}`` for the column, that make another value of its type."""
    changed = {
        "INTEGER": ["{} + 1000", "-{} - 1"],
        "TEXT": ["{} || 'x'"],
        "BLOB": [
            "CASE WHEN length({0}) THEN substr({0}, 2) ELSE x'00' END",
            "CAST({} || x'00' AS BLOB)",
        ],
    }[kind]
    return [*changed, *(["NULL"] if nullable else [])]


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_of_every_table_counts(whole: bytes, tmp_path: Path, column: str) -> None:
    """One value of one row changed: reported with its code and its place."""
    table, _, name = column.partition(".")
    codes, place = COLUMNS[column]
    (kind, nullable) = next(
        (kind, nullable)
        for found, kind, nullable in columns(whole, tmp_path)[table]
        if found == name
    )
    for expression in other_values(kind, nullable):
        value = expression.format(name, name)
        # One row of those that have a value, the first by the table's own order.
        row = (
            f"({name}) IN (SELECT {name} FROM {table} WHERE {name} IS NOT NULL AND {name} <> '' "
            "LIMIT 1)"
            if kind != "BLOB"
            else f"{name} IN (SELECT {name} FROM {table} WHERE {name} <> x'' LIMIT 1)"
        )
        found = tampered(
            tmp_path, whole, f"UPDATE OR IGNORE {table} SET {name} = {value} WHERE {row}"
        )
        assert {code for code, _ in found} & codes, (expression, found)
        assert any(place in where for code, where in found if code in codes), (expression, found)


TABLES = sorted({column.partition(".")[0] for column in COLUMNS})


@pytest.mark.parametrize("table", TABLES)
def test_a_dropped_row_is_reported(whole: bytes, tmp_path: Path, table: str) -> None:
    """Whichever row of whichever table is deleted, first, middle or last, it is missed."""
    path = tmp_path / "count.db"
    path.write_bytes(whole)
    with sqlite3.connect(path) as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        key = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[5]]
    assert count
    for place in sorted({0, count // 2, count - 1}):
        chosen = f"SELECT {', '.join(key)} FROM {table} LIMIT 1 OFFSET {place}"
        found = tampered(
            tmp_path, whole, f"DELETE FROM {table} WHERE ({', '.join(key)}) IN ({chosen})"
        )
        assert found, f"row {place}"


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (
            # Two versions in each other's place.
            [
                "UPDATE version SET content_id = -1 WHERE sequence = 6",
                "UPDATE version SET content_id = (SELECT content_id FROM version "
                "WHERE sequence = 7) WHERE sequence = 6",
                "UPDATE version SET content_id = (SELECT id FROM content ORDER BY id LIMIT 1) "
                "WHERE sequence = 7",
            ],
            "record",
        ),
        (
            # Two records in each other's place in the order, with their digests.
            [
                "CREATE TEMP TABLE two AS SELECT * FROM record WHERE sequence IN (6, 7)",
                "UPDATE record SET digest = zeroblob(32) WHERE sequence = 6",
                "UPDATE record SET digest = (SELECT digest FROM two WHERE sequence = 6) "
                "WHERE sequence = 7",
                "UPDATE record SET digest = (SELECT digest FROM two WHERE sequence = 7) "
                "WHERE sequence = 6",
            ],
            "record",
        ),
        (
            # Two agents under each other's digest.
            ["UPDATE version_agent SET position = 1 - position + 10 WHERE sequence = 1"],
            "record",
        ),
        (
            # The newest record cut off, with all that belongs to it.
            [
                "DELETE FROM version WHERE sequence = (SELECT max(sequence) FROM record)",
                "DELETE FROM record WHERE sequence = (SELECT max(sequence) FROM record)",
            ],
            "ledger",
        ),
        (["DELETE FROM record WHERE sequence > 20"], "ledger"),
        (["DELETE FROM ledger"], "ledger"),
        (["DELETE FROM event WHERE sequence > 0"], "record"),
        (["DELETE FROM version", "DELETE FROM text", "DELETE FROM document"], "record"),
    ],
)
def test_swapped_and_truncated_rows_are_reported(
    whole: bytes, tmp_path: Path, statements: list[str], code: str
) -> None:
    """Rows in each other's place, and ends cut off, are found."""
    found = tampered(tmp_path, whole, *statements)
    assert code in {one for one, _ in found}


def readings(path: Path) -> list[Callable[[provrepo.Repository], object]]:
    """Return everything that can be read of the repository."""
    with provrepo.open(path) as repository:
        ids = [one.id for key in ("c", "d/zh", "d/en") for one in repository.history(key)]
    reads: list[Callable[[provrepo.Repository], object]] = [
        lambda repository: [one.as_json() for one in repository.documents()],
        lambda repository: repository.status().as_json(),
        lambda repository: str(repository.checkpoint()),
    ]
    for identity in ids:
        reads += [
            lambda repository, one=identity: repository.version(one).as_json(),  # type: ignore[misc]
            lambda repository, one=identity: repository.content(one),  # type: ignore[misc]
            lambda repository, one=identity: repository.notes(one).canonical(),  # type: ignore[misc]
            lambda repository, one=identity: repository.citation(one),  # type: ignore[misc]
            lambda repository, one=identity: str(repository.prove(one)),  # type: ignore[misc]
        ]
    return reads


def outcome(
    read: Callable[[provrepo.Repository], object], repository: provrepo.Repository
) -> object:
    """Return what a read gives: a value, or an error of ours."""
    try:
        return read(repository)
    except errors.ProvrepoError as error:
        return type(error)


def flipped(whole: bytes, folder: Path, flips: int, chosen: int) -> None:
    """Flip one bit of one byte at a time; each is reported, or every read is as it was."""
    chance = random.Random(chosen)  # noqa: S311 - replays with its seed
    path = folder / "flipped.db"
    path.write_bytes(whole)
    reads = readings(path)
    with provrepo.open(path) as repository:
        before = [outcome(read, repository) for read in reads]
    for number in range(flips):
        place, bit = chance.randrange(len(whole)), chance.randrange(8)
        changed = bytearray(whole)
        changed[place] ^= 1 << bit
        path.write_bytes(changed)
        said = f"seed {chosen}, flip {number}: byte {place}, bit {bit}"
        try:
            with provrepo.open(path) as repository:
                if not list(repository.verify()):
                    assert [outcome(read, repository) for read in reads] == before, said
                else:
                    for read in reads:  # they may fail, with an error of ours
                        outcome(read, repository)
        except errors.ProvrepoError:
            continue  # refused when it was opened
        except Exception as error:
            raise AssertionError(said) from error


def test_some_flipped_bits(whole: bytes, tmp_path: Path) -> None:
    """Ten random bits."""
    flipped(whole, tmp_path, 10, seed())


@pytest.mark.slow
def test_a_thousand_flipped_bits(whole: bytes, tmp_path: Path) -> None:
    """A thousand random bits."""
    flipped(whole, tmp_path, 1000, seed())
