"""Tampering with reviews: rows edited, moved, dropped and doubled, and an approval forged."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import provrepo
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.store.checkpoint import Checkpoint
from tests.conftest import NOON

ADA, BOB = "Ada Sample:reviewer", "Bob:reviewer"


def said(agent: str, message: str) -> Changes:
    """Return who says something, and why."""
    return Changes(agents=(agent,), message=message)


def begin(path: Path) -> None:
    """Make a repository with two versions each of two texts."""
    with provrepo.create(path, clock=fixed_clock(NOON), origin="example.edu/t") as repository:
        for text in ("translation:en", "translation:de"):
            for content in (b"one", b"two"):
                repository.ingest(content, document="a", text=text)


def go_on(path: Path, *, forged: bool = False) -> Checkpoint:
    """Review them; an approval of the second version is ``forged`` among the others."""
    with provrepo.open(path, clock=fixed_clock(NOON)) as repository:
        repository.set_policy(approvals=1, publish="approved")
        repository.review("a/en@v1", "approved", said(ADA, "fine"))
        if forged:
            repository.review("a/en@v2", "approved", said(ADA, "fine, too"))
        repository.review("a/en@v2", "submitted", said(BOB, "please"))
        repository.review("a/en@v1", "published", said(BOB, "out"))
        repository.review("a/de@v1", "returned", said(BOB, "no"), quotes="one")
        return repository.checkpoint()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of the repository."""
    path = tmp_path_factory.mktemp("reviews") / "x.db"
    begin(path)
    go_on(path)
    return path.read_bytes()


# Records 1 to 4 are the versions en v1, en v2, de v1, de v2; 5 is the policy; the reviews are
# 6 (approved), 7 (submitted), 8 (published), 9 (returned).
OTHER_TARGET = (
    "UPDATE event SET targets = '[\"' || (SELECT lower(hex(digest)) FROM record "
    "WHERE sequence = 2) || '\"]' WHERE sequence = 6"
)
OTHER_ROW = "UPDATE event_target SET record = 2 WHERE sequence = 6"
TAMPERINGS = {
    "a submission becomes an approval": (
        "UPDATE event SET data = replace(data, 'submitted', 'approved') WHERE sequence = 7",
    ),
    "a return becomes an approval": (
        "UPDATE event SET data = replace(replace(data, 'returned', 'approved'), '[[0,3]]', 'null') "
        "WHERE sequence = 9",
    ),
    "an approval of another version": (OTHER_TARGET,),
    "an approval of another version, with its row": (OTHER_TARGET, OTHER_ROW),
    "the row alone": (OTHER_ROW,),
    "the row alone, to another text": ("UPDATE event_target SET record = 4 WHERE sequence = 6",),
    "other words": ("UPDATE event SET message = 'fine.' WHERE sequence = 6",),
    "another reviewer": ("UPDATE event_agent SET agent_id = agent_id + 1 WHERE sequence = 6",),
    "another policy": (
        "UPDATE event SET data = replace(data, '\"approvals\":1', '\"approvals\":0') "
        "WHERE sequence = 5",
    ),
    "a review less": (
        "DELETE FROM event_target WHERE sequence = 6",
        "DELETE FROM event_agent WHERE sequence = 6",
        "DELETE FROM event WHERE sequence = 6",
        "DELETE FROM record WHERE sequence = 6",
    ),
    "the last one less": (
        "DELETE FROM event_target WHERE sequence = 9",
        "DELETE FROM event_agent WHERE sequence = 9",
        "DELETE FROM event WHERE sequence = 9",
        "DELETE FROM record WHERE sequence = 9",
    ),
    "two in the other order": (
        "UPDATE event SET sequence = -1 WHERE sequence = 6",
        "UPDATE event SET sequence = 6 WHERE sequence = 7",
        "UPDATE event SET sequence = 7 WHERE sequence = -1",
    ),
    "two in the other order, with their records": tuple(
        f"UPDATE {table} SET sequence = {after} WHERE sequence = {before}"  # noqa: S608 - ours
        for table in ("record", "event", "event_target", "event_agent")
        for before, after in ((6, -1), (7, 6), (-1, 7))
    ),
    "one twice": (
        "INSERT INTO record VALUES (10, randomblob(32))",
        "INSERT INTO event SELECT 10, event, data, targets, message, recorded FROM event "
        "WHERE sequence = 6",
        "INSERT INTO event_target SELECT 10, position, record FROM event_target WHERE sequence = 6",
        "INSERT INTO event_agent SELECT 10, position, agent_id, role FROM event_agent "
        "WHERE sequence = 6",
    ),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_it_is_named_and_nothing_is_approved_by_it(whole: bytes, tmp_path: Path, what: str) -> None:
    """`verify` names it; until somebody does, no version has a state that nobody gave it."""
    path = tmp_path / "tampered.db"
    path.write_bytes(whole)
    connection = sqlite3.connect(path, isolation_level=None)
    before = connection.total_changes
    for statement in TAMPERINGS[what]:
        connection.execute(statement)
    assert connection.total_changes >= before + len(TAMPERINGS[what]), "nothing was changed"
    connection.close()
    given: dict[str, set[str | None]] = {
        "a/translation:en@v1": {None, "approved", "published"},
        "a/translation:en@v2": {None, "submitted"},
        "a/translation:de@v1": {None, "returned"},
        "a/translation:de@v2": {None},
    }
    with provrepo.open(path) as repository:
        found = list(repository.verify())
        assert found
        assert {one.code for one in found} <= {
            "event", "record", "sequence", "ledger", "database", "unreferenced"}  # fmt: skip
        for reference, states in given.items():
            assert repository.state(reference).state in states, reference


def test_a_forged_approval_does_not_fit_an_earlier_checkpoint(tmp_path: Path) -> None:
    """Who writes the whole history anew makes one that is sound by itself, and another one."""
    begun = tmp_path / "begun.db"
    begin(begun)
    kept = {}
    for name, forged in (("honest", False), ("forged", True)):
        path = tmp_path / f"{name}.db"
        path.write_bytes(begun.read_bytes())
        kept[name] = go_on(path, forged=forged)
    with provrepo.open(tmp_path / "forged.db") as repository:
        assert repository.state("a/en@v2").approved
        assert list(repository.verify()) == []
        assert [one.code for one in repository.verify(kept["honest"])] == ["checkpoint"]
    with provrepo.open(tmp_path / "honest.db") as repository:
        assert list(repository.verify(kept["honest"])) == []
