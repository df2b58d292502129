"""The ledger: laws of the tree, and that what is stored of it is enough and small."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

import provrepo
from provrepo.store import ledger, merkle, survey
from provrepo.store.database import Database
from provrepo.store.errors import Damaged

SIZES = st.integers(1, 70)


def leaf(index: int) -> bytes:
    """Return the leaf of this number."""
    return f"leaf {index}".encode()


def complete(level: int, position: int) -> bytes:
    """Return the hash of a complete subtree over those leaves, straight from its definition."""
    if level == 0:
        return merkle.leaf_hash(leaf(position))
    return merkle.node_hash(
        complete(level - 1, 2 * position), complete(level - 1, 2 * position + 1)
    )


@given(st.integers(0, 70))
def test_the_growing_edge_has_the_root_of_the_definition(size: int) -> None:
    """Pushed leaf by leaf, the tree has the root that RFC 9162 §2.1.1 defines."""
    frontier = merkle.Frontier()
    for index in range(size):
        list(frontier.push(merkle.leaf_hash(leaf(index))))
    assert frontier.root() == merkle.root(size, complete)
    assert [(node.level, node.position) for node in frontier.nodes] == merkle.peaks(size)


@given(SIZES)
def test_an_independent_implementation_has_the_same_roots_and_proofs(size: int) -> None:
    """The trees are those that pymerkle makes."""
    other = pymerkle.InmemoryTree(algorithm="sha256")
    for index in range(size):
        other.append_entry(leaf(index))
    assert other.get_root() == merkle.root(size, complete)
    path = other.prove_inclusion(size, size).path[1:]
    assert path == merkle.inclusion(size - 1, size, complete)


@given(SIZES, st.data())
def test_each_leaf_is_proved_and_no_other(size: int, data: st.DataObject) -> None:
    """A proof holds for its leaf, at its place, in its tree, and for nothing else."""
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1))
    root, proof = merkle.root(size, complete), merkle.inclusion(index, size, complete)
    hashed = merkle.leaf_hash(leaf(index))
    assert merkle.is_included(hashed, index, size, proof, root)
    if other != index:
        assert not merkle.is_included(hashed, other, size, proof, root)
        assert not merkle.is_included(merkle.leaf_hash(leaf(other)), index, size, proof, root)
    assert not merkle.is_included(hashed, index, size, [*proof, root], root)
    if proof:
        step = data.draw(st.integers(0, len(proof) - 1))
        assert not merkle.is_included(
            hashed, index, size, [*proof[:step], root, *proof[step + 1 :]], root
        )


@given(SIZES, st.data())
def test_growth_is_proved_and_a_rewritten_tree_is_not(size: int, data: st.DataObject) -> None:
    """A tree is consistent with its beginnings, and with no other tree of that size."""
    old = data.draw(st.integers(1, size))
    proof = merkle.consistency(old, size, complete)
    first, second = merkle.root(old, complete), merkle.root(size, complete)
    assert merkle.is_consistent(old, size, first, second, proof)

    def rewritten(level: int, position: int) -> bytes:
        if level == 0 and position == old - 1:
            return merkle.leaf_hash(b"something else")
        if level == 0:
            return complete(0, position)
        return merkle.node_hash(
            rewritten(level - 1, 2 * position), rewritten(level - 1, 2 * position + 1)
        )

    changed, other = merkle.root(size, rewritten), merkle.consistency(old, size, rewritten)
    assert not merkle.is_consistent(old, size, first, changed, other)
    assert not merkle.is_consistent(old, size, first, changed, proof)


def test_there_is_no_proof_of_nothing() -> None:
    """A leaf that is not there and a tree that is larger cannot be proved."""
    with pytest.raises(ValueError, match="no leaf 3"):
        merkle.inclusion(3, 3, complete)
    with pytest.raises(ValueError, match="grow"):
        merkle.consistency(4, 3, complete)


@pytest.fixture
def grown(tmp_path: Path) -> Path:
    """Return the path of a repository with 40 records."""
    path = tmp_path / "grown.db"
    with provrepo.create(path) as repository:
        for number in range(39):
            repository.ingest(b"%d" % number, document="a", text="transcription:en")
    return path


def opened(path: Path) -> Database:
    """Return the database of a repository."""
    return provrepo.open(path)._database  # noqa: SLF001


def test_what_is_stored_proves_every_record_in_every_tree(grown: Path) -> None:
    """Roots, inclusion and consistency of all sizes come out of what the ledger keeps."""
    database = opened(grown)
    records = dict(survey.records(database, 0, 100))
    hashes = [merkle.leaf_hash(records[index].canonical()) for index in range(40)]
    roots = {}
    frontier = merkle.Frontier()
    for index, one in enumerate(hashes):
        list(frontier.push(one))
        roots[index + 1] = frontier.root()
    assert ledger.size(database) == 40
    for size in range(1, 41):
        root = ledger.root(database, size)
        assert root == roots[size]
        for index in range(0, size, 3):
            proof = ledger.inclusion(database, index, size)
            assert merkle.is_included(hashes[index], index, size, proof, root)
        proof = ledger.consistency(database, size, 40)
        assert merkle.is_consistent(size, 40, root, ledger.root(database, 40), proof)
    database.close()


def test_the_ledger_stays_small(grown: Path) -> None:
    """Small subtrees are stored only at the right edge: 40 = 32 + 8 records take four rows."""
    database = opened(grown)
    rows = database.rows("SELECT level, position FROM ledger ORDER BY 1, 2")
    assert rows == [(3, 4), (4, 0), (4, 1), (5, 0)]
    database.close()


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        ("UPDATE ledger SET hash = zeroblob(32) WHERE level = 5", "records 0–31"),
        ("UPDATE ledger SET hash = zeroblob(32) WHERE level = 3", "records 32–39"),
        ("DELETE FROM ledger WHERE level = 4 AND position = 1", "records 16–31"),
        ("UPDATE ledger SET position = 7 WHERE level = 3", "records 32–39"),
        ("INSERT INTO ledger VALUES (0, 40, zeroblob(32))", "level 0, position 40"),
        (
            "DELETE FROM version WHERE sequence = 39; DELETE FROM record WHERE sequence = 39",
            "level 3, position 4",
        ),
    ],
)
def test_a_damaged_ledger_is_found(grown: Path, damage: str, place: str) -> None:
    """What does not fit the records is reported, with the records that it stands for."""
    with sqlite3.connect(grown) as connection:
        connection.executescript(damage)
    with provrepo.open(grown) as repository:
        found = {one.place for one in repository.verify() if one.code == "ledger"}
    assert place in found


def test_a_record_changed_together_with_its_id_does_not_fit_the_ledger(grown: Path) -> None:
    """Who rewrites a record and its id has to rewrite the tree as well."""
    with sqlite3.connect(grown) as connection:
        connection.execute("UPDATE version SET message = 'forged' WHERE sequence = 39")
    database = opened(grown)
    forged = dict(survey.records(database, 39, 40))[39]
    database.close()
    with sqlite3.connect(grown) as connection:
        connection.execute(
            "UPDATE record SET digest = ? WHERE sequence = 39", (bytes.fromhex(forged.id),)
        )
    with provrepo.open(grown) as repository:
        found = [(one.code, one.place) for one in repository.verify()]
    assert found == [("ledger", "records 32–39")]


def test_writing_on_a_ledger_without_its_edge_is_refused(grown: Path) -> None:
    """Where the right edge is gone nothing is appended, as it could not be proved."""
    with sqlite3.connect(grown) as connection:
        connection.execute("DELETE FROM ledger WHERE level = 3")
    with provrepo.open(grown) as repository, pytest.raises(Damaged, match="right edge"):
        repository.ingest(b"new", document="a", text="transcription:en")
