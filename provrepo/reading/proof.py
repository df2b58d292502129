"""Checkpoints of the ledger, and receipts that prove a version or an event to be in it."""

from __future__ import annotations

from provrepo.errors import NotProved
from provrepo.reading import lookup
from provrepo.receipt import Receipt
from provrepo.store import ledger, read
from provrepo.store.checkpoint import Checkpoint
from provrepo.store.database import Database


def checkpoint(database: Database) -> Checkpoint:
    """Return the size and the root of the ledger now. Raises Damaged."""
    with database.snapshot():
        return _checkpoint(database, ledger.size(database))


def prove(database: Database, reference: str, given: Checkpoint | None) -> Receipt:
    """Return the receipt of a version, an event or another record. See `Repository.prove`."""
    with database.snapshot():
        index, record = lookup.placed_record(database, reference)
        size = ledger.size(database)
        wanted = _checkpoint(database, min(given.size, size) if given else size)
        if given and given != wanted:
            raise NotProved(
                f"the checkpoint of {given.size} records of {given.origin} is none "
                f"of this ledger, which has {size} records of {wanted.origin}"
            )
        if index >= wanted.size:
            raise NotProved(
                f"{reference} is newer than the checkpoint: it is record {index}, the checkpoint "
                f"has {wanted.size} records"
            )
        proof = ledger.inclusion(database, index, wanted.size)
    return Receipt(record, index, tuple(proof), wanted)


def _checkpoint(database: Database, size: int) -> Checkpoint:
    return Checkpoint(read.origin(database), size, ledger.root(database, size))
