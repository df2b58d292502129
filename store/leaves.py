"""The leaves of the ledger: all records in their order, each checked against its id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from provrepo.store import objects, read, unknown
from provrepo.store.canonical import digest
from provrepo.store.checkpoint import Checkpoint
from provrepo.store.database import Database
from provrepo.store.errors import Damaged
from provrepo.store.merkle import Frontier, leaf_hash
from provrepo.store.read import StoredVersion
from provrepo.store.records import Event, Opaque, VersionRecord


class Leaf(NamedTuple):
    """A record at its place in the ledger: its id, and its canonical bytes.

    ``version`` is what else is stored of it, where it is a version.
    """

    place: int
    id: str
    record: VersionRecord | Event | Opaque
    data: bytes
    version: StoredVersion | None

    @property
    def hash(self) -> bytes:
        """Its hash in the tree."""
        return leaf_hash(self.data)


def leaves(database: Database, reached: Checkpoint, rows: int) -> Iterator[Leaf]:
    """Yield the leaves of the ledger up to a checkpoint, read page by page, ``rows`` at once.

    Raises Damaged where one is missing or is not what was stored, and at the end where the
    checkpoint is not that of the records.
    """
    tree = Frontier()
    for start in range(0, reached.size, rows):
        stop = min(start + rows, reached.size)
        placed = dict(_page(database, start, stop))
        for index in range(start, stop):
            if index not in placed:
                raise Damaged(f"record {index} is missing")
            leaf = placed[index]
            if (got := digest(leaf.data)) != leaf.id:
                what = f"record {index} is not what was stored"
                raise Damaged(what, expected=leaf.id, got=got)
            tree.push(leaf.hash)
            yield leaf
    if tree.root() != reached.root:
        raise Damaged("the ledger is not that of the records")


def _page(database: Database, start: int, stop: int) -> Iterator[tuple[int, Leaf]]:
    bounds = (start, stop)
    versions = {
        version.sequence: version
        for version in read.versions(database, "v.sequence >= ? AND v.sequence < ?", bounds)
    }
    for index, name in database.rows(
        "SELECT sequence, digest FROM record WHERE sequence >= ? AND sequence < ?", bounds
    ):
        version = versions.get(index)
        if version is not None:
            record: VersionRecord | Event | Opaque | None = version.record
        else:
            record = objects.event(database, index) or unknown.record(database, index)
        if record is not None:
            yield index, Leaf(index, name.hex(), record, record.canonical(), version)


def agents(database: Database) -> list[str]:
    """Return the digests of all agents that were not purged, sorted."""
    rows = database.rows("SELECT digest FROM agent WHERE name IS NOT NULL")
    return sorted(name.hex() for (name,) in rows)


def has_agent(database: Database, name: str) -> bool:
    """Return whether an agent is here, also one that was purged."""
    return bool(database.rows("SELECT 1 FROM agent WHERE digest = ?", (bytes.fromhex(name),)))


def signatures(database: Database) -> list[str]:
    """Return the digests of all signatures that were not purged, sorted."""
    rows = database.rows("SELECT digest FROM object WHERE kind = 'signature' AND size > 0")
    return sorted(name.hex() for (name,) in rows)


def of_document(database: Database, key: str, rows: int) -> Iterator[Leaf]:
    """Yield the versions of a document, by its key of today, in the order of the ledger."""
    last = -1
    while versions := read.versions(
        database, "d.key = ? AND v.sequence > ?", (key, last), order=f"v.sequence LIMIT {int(rows)}"
    ):
        for version in versions:
            last = version.sequence
            record = version.record
            yield Leaf(last, version.id, record, record.canonical(), version)
