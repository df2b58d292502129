"""A dump: another program makes the whole history of its lines again, and finds the same root."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from provrepo.store import dump, events
from provrepo.store.canonical import canonical
from provrepo.store.other_records import append_opaque
from tests.conftest import CommandLine
from tests.store.sample import AT, say_everything

Value = dict[str, Any]

# A record of a format to come is any bytes: the last three are no line that could stand by itself.
UNKNOWN = (
    b'{"format":"provrepo/2","key":"\xf0\x9f\x93\x84"}',
    b'{"format":"provrepo/2",\n"pretty":true}',
    b'{"format":"provrepo-dump/1","kind":"record"}',
    b"\xff no JSON",
)


@pytest.fixture
def archive(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with everything that a record can name, and with gaps from purges."""
    said = Changes(agents=("Wang <w@example.org>:transcriber",), fields={"title": "A [copy]"})
    source = "外交部 [1961]".encode("gb18030")
    repository.ingest(source, said, document="a", text="transcription:zh", encoding="gb18030")
    repository.ingest(
        b"Foreign Ministry", Changes(agents=("Li:translator",)), document="a", text="translation:en"
    )
    repository.add_note("a/zh", NoteDraft("A note", quote="交"))
    chance = random.Random(1)  # noqa: S311 - replays with its seed
    words = [f"word{number}" for number in range(3000)]
    for number in range(12):
        words[chance.randrange(3000)] = f"changed{number}"
        repository.ingest(" ".join(words).encode(), document="long", text="transcription:en")
    repository.ingest(b"to be removed", document="b", text="transcription:en")
    repository.ingest(b"other", document="b", text="transcription:en")
    repository.withdraw("long@v3", "wrong")
    repository.purge("b@v1", "no permission")
    repository.purge(None, "asked for it", agent="Li")
    repository.ingest(b"short", document="c", text="transcription:en")
    repository.rename("c", "d")
    say_everything(repository, "a", "long", "d")
    with repository._database.transaction() as transaction:  # noqa: SLF001
        for data in UNKNOWN:
            append_opaque(transaction, data)
    return repository


def dumped(repository: provrepo.Repository, *, named: bool) -> list[bytes]:
    """Return the lines of a dump."""
    lines: list[bytes] = []
    checkpoint = repository.dump(lines.append, named=named)
    assert checkpoint == repository.checkpoint()
    assert all(line.endswith(b"\n") and line.count(b"\n") == 1 for line in lines)
    return lines


# Another program's view, from docs/format.md alone


def leaf(line: bytes) -> bytes | None:
    """Return the canonical bytes of the record that a line stands for; None for other lines."""
    value = json.loads(line)
    if value["format"] != "provrepo-dump/1":
        return line[:-1]
    return base64.b64decode(value["base64"]) if value["kind"] == "record" else None


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of RFC 9162, by its definition in section 2.1.1."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1
    while 2 * split < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + root(leaves[:split]) + root(leaves[split:])).digest()


def named_objects(lines: Sequence[bytes]) -> dict[tuple[str, str], bytes | None]:
    """Return the bytes of each object by kind and digest, None where they were purged."""
    result: dict[tuple[str, str], bytes | None] = {}
    for line in lines:
        value = json.loads(line)
        if value["format"] != "provrepo-dump/1" or value["kind"] == "record":
            continue
        assert (value["kind"], value["sha256"]) not in result, "it stands there twice"
        if "base64" in value:
            result[value["kind"], value["sha256"]] = base64.b64decode(value["base64"])
        else:
            text = value["text"]
            result[value["kind"], value["sha256"]] = None if text is None else text.encode()
    return result


def wanted(record: Value) -> set[tuple[str, str]]:
    """Return what a version or an event names, by kind and digest."""
    agents = record.get("agents") or record.get("data", {}).get("agents") or []
    names = {("agent", agent["agent"]) for agent in agents}
    if record["format"] == "provrepo/1":
        names |= {("content", record["content"]), ("notes", record["notes"])}
        names |= {("citation", record["citation"])} if record["citation"] else set()
        file = record["file"]
        names |= (
            {("file", file["sha256"])} if file and file["sha256"] != record["content"] else set()
        )
    if record.get("event") == "review" and record["data"]["signature"]:
        names.add(("signature", record["data"]["signature"]))
    return names


def test_another_program_finds_the_root_in_the_records(archive: provrepo.Repository) -> None:
    """Line n is leaf n − 1: hashed as RFC 9162 says they give the root, each its record's id."""
    lines = dumped(archive, named=False)
    leaves = [data for line in lines if (data := leaf(line)) is not None]
    checkpoint = archive.checkpoint()
    assert len(leaves) == len(lines) == checkpoint.size
    assert root(leaves) == checkpoint.root
    assert {archive.version(f"long@v{number}").id for number in range(1, 13)} <= {
        hashlib.sha256(data).hexdigest() for data in leaves
    }
    assert leaves[-4:] == list(UNKNOWN)
    assert lines[-4] == UNKNOWN[0] + b"\n"  # what can stand as a line does


def test_the_whole_history_can_be_made_again(archive: provrepo.Repository) -> None:
    """Everything that a record names is there once with the bytes of its digest, or was purged."""
    lines = dumped(archive, named=True)
    size = archive.checkpoint().size
    assert lines[:size] == dumped(archive, named=False)
    named = named_objects(lines)
    records = [json.loads(line) for line in lines[: size - len(UNKNOWN)]]
    purged = {
        (one["kind"], one["sha256"])
        for record in records
        if record.get("event") == "purge"
        for one in record["data"]["purged"]
    }
    assert {name for name, data in named.items() if data is None} == purged
    assert {kind for kind, _ in named} == {
        *("agent", "content", "notes", "citation", "file", "signature", "checkpoint")
    }
    for (_, digest), data in named.items():
        assert data is None or hashlib.sha256(data).hexdigest() == digest
    for record in records:
        assert wanted(record) <= named.keys()
    (last,) = (data for (kind, _), data in named.items() if kind == "checkpoint")
    assert last == str(archive.checkpoint()).encode()
    for number in range(1, 13):
        content = archive.content(f"long@v{number}").encode()
        assert named["content", hashlib.sha256(content).hexdigest()] == content


def test_every_line_is_canonical_json(archive: provrepo.Repository) -> None:
    """So a line has one form, and two dumps of the same state are equal to the byte."""
    lines = dumped(archive, named=True)
    unknown = len(UNKNOWN)
    size = archive.checkpoint().size
    for line in (*lines[: size - unknown], *lines[size:]):
        assert canonical(json.loads(line)) + b"\n" == line
    assert dumped(archive, named=True) == lines


def test_little_is_held_at_a_time(
    archive: provrepo.Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long the history, a query returns a page, and contents of a few megabytes."""
    monkeypatch.setattr(dump, "ROWS", 7)
    monkeypatch.setattr(dump, "BYTES", 50_000)
    database = archive._database  # noqa: SLF001
    rows, asked, longest = database.rows, 0, 0

    def counted(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        nonlocal asked, longest
        result = rows(sql, parameters)
        asked += 1
        if "FROM event WHERE event = 'purge'" not in sql:  # which grows with purges only
            longest = max(longest, len(result))
            weight = (
                sum(row[4] for row in result) if "base_id FROM content WHERE id BET" in sql else 0
            )
            assert weight <= 50_000 or len(result) == 1
        return result

    monkeypatch.setattr(database, "rows", counted)
    lines: list[bytes] = []
    archive.dump(lines.append, named=True)
    assert longest <= 14, "at most a page, and the agents and bases of its versions"
    assert asked > len(lines) // 7


def test_what_is_damaged_is_not_dumped(tmp_path: Path) -> None:
    """A dump of something else than what was stored would be taken for the history."""
    for statement, message in (
        ("UPDATE version SET message = 'x'", "record 1 is not what was stored"),
        ("DELETE FROM version", "record 16 is missing"),
        ("UPDATE content SET data = x'00'", "content"),
        ("UPDATE object SET data = x'00'", "notes"),
        ("UPDATE agent SET name = 'x'", "agent"),
        ("UPDATE ledger SET hash = zeroblob(32)", "the ledger is not that of the records"),
        ("DELETE FROM ledger", "ledger"),
    ):
        path = tmp_path / "x.db"
        path.unlink(missing_ok=True)
        with provrepo.create(path) as repository:
            made_by = Changes(agents=("Ada:transcriber",))
            for number in range(16):  # from 16 records on the ledger keeps what it has hashed
                text = b"%d" % number
                repository.ingest(text, made_by, document="a", text="transcription:en")
        with sqlite3.connect(path) as connection:
            connection.execute(statement)
        connection.close()
        with provrepo.open(path) as repository, pytest.raises(errors.Damaged, match=message):
            repository.dump(lambda _: None, named=True)


def test_the_command_prints_the_lines(tmp_path: Path, run: CommandLine) -> None:
    """`provrepo dump` in a pipe gives what the library gives; damage ends it with one line."""
    run("init", "--origin", "example.edu/[t]")
    (tmp_path / "a.transcription.zh.txt").write_bytes("外交部 [x]\x1b".encode())
    run("ingest", "a.transcription.zh.txt")
    with provrepo.open(tmp_path / "provrepo.db") as repository:
        for arguments, named in ((["dump"], False), (["dump", "--named"], True)):
            done = run(*arguments)
            assert (done.returncode, done.stderr) == (0, b"")
            assert done.stdout == b"".join(dumped(repository, named=named))
    with sqlite3.connect(tmp_path / "provrepo.db") as connection:
        connection.execute("UPDATE version SET message = 'x'")
    connection.close()
    refused = run("dump")
    assert (refused.returncode, refused.stderr.count(b"\n")) == (1, 1)


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path, process: CommandLine) -> None:
    """`provrepo dump | head -1` ends quietly."""
    process("init")
    with provrepo.open(tmp_path / "provrepo.db") as repository:
        for number in range(300):
            text = b"%d %s" % (number, b"x" * 1000)
            repository.ingest(text, document="a", text="transcription:en")
    command = f"{sys.executable} -m provrepo dump --named | head -1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, capture_output=True, timeout=60, check=False
    )
    assert (done.stdout.count(b"\n"), done.stderr) == (1, b"")


# Receipts by place


def test_every_record_is_proved_by_its_place(archive: provrepo.Repository) -> None:
    """An event needs no id: its place in the ledger, which the lines of a dump count, is enough."""
    lines = dumped(archive, named=False)
    for place, line in enumerate(lines):
        receipt = archive.prove(place)
        assert (receipt.index, receipt.record) == (place, leaf(line))
    for wrong in (-1, len(lines)):
        with pytest.raises(
            errors.NotFound, match=f"no record {wrong}; the ledger has records 0 to"
        ):
            archive.prove(wrong)
    for wrong_type in (True, None, 1.0):
        with pytest.raises(errors.InvalidValue, match="a record's place in the ledger"):
            archive.prove(wrong_type)  # type: ignore[arg-type]


def test_several_events_of_a_name_are_listed(archive: provrepo.Repository) -> None:
    """Each of the ids that the error names has its receipt; one event needs no id."""
    version = archive.version("long@v1").id
    other, database = archive.version("long@v2").id, archive._database  # noqa: SLF001
    events.same_as(database, version, other, AT, holds=False)
    with pytest.raises(errors.Ambiguous, match="same-as about long/transcription:en@v1") as caught:
        archive.prove(version, event="same-as")
    first, second = (archive.prove(identity) for identity in caught.value.candidates)
    assert first.index < second.index
    align = archive.prove("a/translation:en", event="align")
    assert b'"event":"align"' in align.record
    assert archive.prove(align.index) == align
    with pytest.raises(errors.InvalidValue, match="the version that it is about"):
        archive.prove(align.index, event="align")


def test_events_are_proved_on_the_command_line(tmp_path: Path, run: CommandLine) -> None:
    """A withdrawal, a purge and a renaming, by place and by id, with a receipt for each."""
    run("init")
    for name in ("a", "b"):
        (tmp_path / f"{name}.transcription.en.txt").write_text(name)
        run("ingest", f"{name}.transcription.en.txt")
    run("withdraw", "a", "--reason", "the wrong [cable]")
    run("purge", "b", "--reason", "no permission")
    run("rename", "b", "c")
    lines = run("dump").stdout.splitlines()
    events = {3: "withdraw", 4: "purge", 5: "rename"}
    for place, event in events.items():
        identity = hashlib.sha256(lines[place]).hexdigest()
        by_place, by_id = run("prove", "--place", str(place)), run("prove", identity[:12])
        assert by_place.stdout == by_id.stdout
        (tmp_path / "r.tlog-proof").write_bytes(by_place.stdout)
        checked = run("receipt", "r.tlog-proof")
        assert checked.stdout.startswith(f"proved: {event} event of ".encode())
    assert run("prove", "a@v1", "--event", "withdraw").stdout == run("prove", "--place", "3").stdout
    assert run("prove", "c@v1", "--event", "purge").stdout == run("prove", "--place", "4").stdout
    missing = run("prove", "a@v1", "--event", "purge")
    assert (missing.returncode, missing.stderr.count(b"\n")) == (2, 1)
    assert b"no event purge about a/transcription:en@v1" in missing.stderr
    for wrong in ([], ["a@v1", "--place", "3"], ["--place", "3", "--event", "withdraw"]):
        refused = run("prove", *wrong)
        assert (refused.returncode, refused.stderr.count(b"\n")) == (2, 1)
        assert b"--place" in refused.stderr
