"""The ledger in the database: an append-only Merkle tree over all records in commit order.

A leaf is a record's canonical bytes. Of the tree only what makes appending and
proving cheap is stored: the complete subtrees of `BLOCK` levels and more, and those at its right
edge. What lies below is hashed again from the records where a proof needs it, so that the ledger
takes one row of 32 bytes for every eight records.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from provrepo.store import merkle, survey
from provrepo.store.database import Database, Remembered, Transaction
from provrepo.store.errors import Damaged
from provrepo.store.merkle import Frontier, Node

if TYPE_CHECKING:
    from provrepo.store.checkpoint import Checkpoint

BLOCK = 4
"""Subtrees of 2**BLOCK records and more are stored for good, smaller ones while they grow."""


def append_records(transaction: Transaction, records: Sequence[tuple[str, bytes]]) -> int:
    """Give records, each an id and bytes, their places in the ledger; return the first place."""
    first = transaction.remembered.edge[0] if transaction.is_alone else 0
    if not first:
        transaction.hold_ledger()
        first = int(transaction.value("SELECT coalesce(max(sequence), -1) + 1 FROM record"))
    rows = [(sequence, bytes.fromhex(name)) for sequence, (name, _) in enumerate(records, first)]
    transaction.insert_rows("record", ("sequence", "digest"), rows)
    append(transaction, first, [data for _, data in records])
    return first


def append(transaction: Transaction, size: int, records: Iterable[bytes]) -> None:
    """Add the canonical bytes of records to a ledger of ``size`` records, within a transaction.

    Takes time in proportion to the records and to the logarithm of ``size``. Raises Damaged where
    the right edge is missing.
    """
    before = _frontier(transaction, size)
    frontier = Frontier(before)
    completed = [node for record in records for node in frontier.push(merkle.leaf_hash(record))]
    edge = set(frontier.nodes)
    # What was at the edge and was joined are its smallest subtrees: all up to some level. Of that
    # level and those below nothing else is stored, and larger ones are stored for good.
    joined = [node.level for node in before if node.level < BLOCK and node not in edge]
    if joined:
        transaction.run("DELETE FROM ledger WHERE level <= ?", (max(joined),))
    added = [node for node in completed if node.level >= BLOCK or node in edge]
    transaction.insert_rows("ledger", Node._fields, added)
    no_notes, _, state = transaction.remembered
    transaction.remembered = Remembered(no_notes, (frontier.size, frontier.nodes), state)


def _frontier(transaction: Transaction, size: int) -> Sequence[Node]:
    if transaction.remembered.edge[0] == size:
        return transaction.remembered.edge[1]
    places = merkle.peaks(size)
    if not places:
        return []
    conditions = " OR ".join(["level = ? AND position = ?"] * len(places))
    rows = transaction.rows(
        f"SELECT level, position, hash FROM ledger WHERE {conditions}",
        tuple(number for place in places for number in place),
    )
    hashes = {(level, position): stored for level, position, stored in rows}
    if set(hashes) != set(places):
        raise Damaged(f"the right edge of the ledger of {size} records is missing")
    return [Node(*place, hashes[place]) for place in places]


def is_stored(level: int, position: int, size: int) -> bool:
    """Return whether a ledger of ``size`` records stores this subtree."""
    if level >= BLOCK:
        return (position + 1) << level <= size
    return bool(size >> level & 1) and position == (size >> level) - 1


def renew_first(database: Database, transaction: Transaction) -> None:
    """Hash again all that stands over record 0, which a copy has as its own."""
    stored = _Stored(database)
    below: bytes | None = None
    for (level,) in transaction.rows("SELECT level FROM ledger WHERE position = 0 ORDER BY level"):
        if level <= BLOCK or below is None:
            renewed = stored.hashed(level, 0)
        else:
            renewed = merkle.node_hash(below, stored.complete(level - 1, 1))
        transaction.run(
            "UPDATE ledger SET hash = ? WHERE level = ? AND position = 0", (renewed, level)
        )
        below = renewed
    # Some of what stands at the right edge may have been hashed again.
    transaction.remembered = transaction.remembered._replace(edge=(0, ()))


def size(database: Database) -> int:
    """Return the number of records."""
    row = database.row("SELECT max(sequence) + 1 FROM record")
    return int(row[0] or 0) if row else 0


def root(database: Database, size: int) -> bytes:
    """Return the root over the first ``size`` records. Raises Damaged."""
    return merkle.root(size, _Stored(database).complete)


def checkpoint(database: Database, size: int) -> Checkpoint:
    """Return the checkpoint of the ledger's first ``size`` records. Raises Damaged."""
    from provrepo.store.checkpoint import Checkpoint

    return Checkpoint(survey.origin(database), size, root(database, size))


def inclusion(database: Database, index: int, size: int) -> list[bytes]:
    """Return the proof that record ``index`` is among the first ``size``. Raises Damaged."""
    return merkle.inclusion(index, size, _Stored(database).complete)


def consistency(database: Database, old: int, new: int) -> list[bytes]:
    """Return the proof that the ledger of ``old`` records grew to that of ``new``.

    Raises Damaged.
    """
    return merkle.consistency(old, new, _Stored(database).complete)


class _Stored:
    """The complete subtrees of a repository's ledger, read or hashed again as they are needed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._leaves: dict[int, bytes] = {}

    def complete(self, level: int, position: int) -> bytes:
        """Return the hash of a complete subtree. Raises Damaged where a record is missing."""
        if level >= BLOCK:
            row = self._database.row(
                "SELECT hash FROM ledger WHERE level = ? AND position = ?", (level, position)
            )
            if row is None or not isinstance(row[0], bytes):
                raise Damaged(f"ledger {level}/{position} is missing")
            return row[0]
        return self.hashed(level, position)

    def hashed(self, level: int, position: int) -> bytes:
        """Return the hash of a complete subtree, made again out of what lies below it."""
        if level == 0:
            return self._leaf(position)
        return merkle.node_hash(
            self.complete(level - 1, 2 * position), self.complete(level - 1, 2 * position + 1)
        )

    def _leaf(self, index: int) -> bytes:
        if index not in self._leaves:
            start = index >> BLOCK << BLOCK
            for sequence, record in survey.records(self._database, start, start + (1 << BLOCK)):
                self._leaves[sequence] = merkle.leaf_hash(record.canonical())
        if index not in self._leaves:
            raise Damaged(f"record {index} is missing")
        return self._leaves[index]
