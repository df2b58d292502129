"""What a newer provrepo writes: kept as bytes, proved, verified, copied, and named as unknown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.receipt import check
from provrepo.store import ledger, merkle, objects, rules
from provrepo.store.engines import connect
from provrepo.store.other_records import append_event, append_opaque
from provrepo.store.records import Event
from tests.conftest import CommandLine

RECORDS = (
    b'{"format":"provrepo/2","summary":"\\u0000 [new]"}',
    b"\xff\x00 no JSON at all",
    b'["no","object"]',
)


ADOPTED = Event("adopt", {"agents": [{"by": "nobody"}]}, "", "2030-01-01T00:00:00Z", ("x",))
"""An event of a name that this provrepo does not know, with data and targets that it could not."""


@pytest.fixture
def newer(url: str) -> Iterator[provrepo.Repository]:
    """Return a repository in which a newer provrepo has written, too."""
    with provrepo.create(url) as made:
        made.ingest(b"one", document="a", text="transcription:en")
    database = connect(url)
    with database.transaction() as transaction:
        for data in RECORDS:
            append_opaque(transaction, data)
        append_event(transaction, ADOPTED)
    database.close()
    with provrepo.open(url) as repository:
        repository.ingest(b"two", document="a", text="transcription:en")
        yield repository


def test_they_are_kept_proved_and_verified(newer: provrepo.Repository) -> None:
    """Each byte is there, the ledger has it as a leaf, and work goes on around it."""
    assert list(newer.verify()) == []
    assert newer.unknown_formats() == {"provrepo/2": 1, "": 2}
    assert [one.record.number for one in newer.history("a")] == [2, 1]
    database = newer._database  # noqa: SLF001
    checkpoint = newer.checkpoint()
    for index, data in enumerate(RECORDS, 2):
        assert newer.record(hashlib.sha256(data).hexdigest()) == data
        proof = ledger.inclusion(database, index, checkpoint.size)
        leaf = merkle.leaf_hash(data)
        assert merkle.is_included(leaf, index, checkpoint.size, proof, checkpoint.root)
    assert newer.unknown_events() == {"adopt": 1}
    assert objects.event(database, 5) == ADOPTED
    assert newer.record(ADOPTED.id) == ADOPTED.canonical()
    assert check(newer.prove(ADOPTED.id)).reference == "adopt event of 2030-01-01"
    assert newer.status().texts == 1


def test_a_version_that_follows_them_can_be_proved_and_copied(
    newer: provrepo.Repository, tmp_path: object
) -> None:
    """Nothing is lost on the way to another database."""
    newer.prove("a@v2")
    made = newer.copy_to(f"{tmp_path}/copy.db")
    assert made == newer.checkpoint()
    with provrepo.open(f"{tmp_path}/copy.db") as copy:
        assert copy.unknown_formats() == newer.unknown_formats()
        assert copy.unknown_events() == newer.unknown_events()
        assert list(copy.verify(made)) == []


def test_their_ids_are_answered_with_what_they_are(newer: provrepo.Repository) -> None:
    """A reader is told the format, and that nothing is lost."""
    identity = hashlib.sha256(RECORDS[0]).hexdigest()
    with pytest.raises(errors.NotFound, match="format “provrepo/2”, which this provrepo does not"):
        newer.version(identity)
    with pytest.raises(errors.NotFound, match="it is an event, adopt"):
        newer.version(ADOPTED.id)
    with pytest.raises(errors.NotFound):
        newer.record("0" * 64)


@pytest.mark.parametrize("known", ["provrepo/1", "provrepo-event/1"])
def test_nothing_known_can_be_hidden_among_them(url: str, known: str) -> None:
    """A record that this provrepo knows, kept as bytes, is damage: it would be in no history."""
    with provrepo.create(url) as repository:
        database = repository._database  # noqa: SLF001
        with database.transaction() as transaction:
            append_opaque(transaction, json.dumps({"format": known}).encode())
        (finding,) = repository.verify()
        assert (finding.code, finding.place) == ("record", "record 1")


def test_a_text_of_a_reserved_kind_is_read(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer provrepo may know editions; this one reads and copies them, and writes none."""
    with provrepo.create(url) as repository:
        with monkeypatch.context() as newer:
            newer.setattr(rules, "KINDS", (*rules.KINDS, "edition"))
            newer.setattr(rules, "RESERVED_KINDS", ())
            newer.setitem(rules.FIRST_ACTIVITY, "edition", "revise")
            said = Changes(fields={"title": "T"})
            repository.ingest(b"both", said, document="a", text="edition:en")
        rules.text.cache_clear()  # what a newer provrepo allowed
        repository.ingest(b"one", document="a", text="transcription:en")
        assert repository.content("a/edition:en") == "both"
        assert repository.content("a/edition") == "both"
        assert len(repository.history("a/edition:en@v1")) == 1
        assert [str(one.record.text) for one in repository.document("a").texts] == [
            "edition:en",
            "transcription:en",
        ]
        assert repository.cite(["a/edition"])
        assert repository.status().documents == 1
        assert list(repository.verify()) == []
        with pytest.raises(errors.InvalidValue, match="reserved"):
            repository.ingest(b"new", document="a", text="edition:en")
        with pytest.raises(errors.InvalidValue, match="reserved"):
            repository.revise("a/edition", Changes(fields={"title": "x"}))


def test_the_commands_say_so(newer: provrepo.Repository, url: str, run: CommandLine) -> None:
    """`verify` names the formats, `show --record` prints the bytes."""
    done = run("verify", "--repo", url)
    assert done.returncode == 0
    assert "records of the format “provrepo/2”".encode() in done.stdout
    assert "events named “adopt”, which this provrepo does not know: 1".encode() in done.stdout
    assert run("status", "--repo", url).stdout.count(b"does not know") == 3
    for command in ("verify", "status"):
        counts = json.loads(run(command, "--json", "--repo", url).stdout)
        assert counts["unknown_formats"] == {"provrepo/2": 1, "": 2}
        assert counts["unknown_events"] == {"adopt": 1}
    identity = hashlib.sha256(RECORDS[0]).hexdigest()
    assert run("show", identity, "--record", "--repo", url).stdout == RECORDS[0]
    refused = run("show", identity, "--repo", url)
    assert (refused.returncode, refused.stderr.count(b"\n")) == (2, 1)
    assert newer.keys() == ["a"]
