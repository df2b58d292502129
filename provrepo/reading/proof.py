"""Checkpoints of the ledger, and receipts that prove a version to be in it."""

from __future__ import annotations

from provrepo.errors import NotProved
from provrepo.reading import lookup, versions
from provrepo.receipt import Receipt
from provrepo.store import ledger, read
from provrepo.store.checkpoint import Checkpoint
from provrepo.store.database import Database


def checkpoint(database: Database) -> Checkpoint:
    """Return the size and the root of the ledger now. Raises Damaged."""
    with database.snapshot():
        return _checkpoint(database, ledger.size(database))


def prove(database: Database, reference: str, given: Checkpoint | None) -> Receipt:
    """Return the receipt of a version. See `Repository.prove`."""
    with database.snapshot():
        stored = lookup.version(database, reference)
        size = ledger.size(database)
        wanted = _checkpoint(database, min(given.size, size) if given else size)
        if given and given != wanted:
            raise NotProved(
                f"the checkpoint of {given.size} records of {given.origin} is none "
                f"of this ledger, which has {size} records of {wanted.origin}"
            )
        if stored.sequence >= wanted.size:
            raise NotProved(
                f"{versions.view(database, stored).reference} is newer than the checkpoint: it is "
                f"record {stored.sequence}, the checkpoint has {wanted.size} records"
            )
        proof = ledger.inclusion(database, stored.sequence, wanted.size)
    return Receipt(stored.record.canonical(), stored.sequence, tuple(proof), wanted)


def _checkpoint(database: Database, size: int) -> Checkpoint:
    return Checkpoint(read.origin(database), size, ledger.root(database, size))
