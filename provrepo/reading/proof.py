"""Checkpoints of the ledger, and receipts that prove a version or an event to be in it."""

from __future__ import annotations

from provrepo.errors import Ambiguous, Damaged, InvalidReference, InvalidValue, NotFound, NotProved
from provrepo.reading import lookup
from provrepo.receipt import Receipt
from provrepo.store import event_queries, ledger, reviews, survey
from provrepo.store.checkpoint import Checkpoint
from provrepo.store.database import Database


def checkpoint(database: Database) -> Checkpoint:
    """Return the size and the root of the ledger now. Raises Damaged."""
    with database.snapshot():
        return ledger.checkpoint(database, ledger.size(database))


def as_checkpoint(checkpoint: object) -> Checkpoint | None:
    """Return a checkpoint that a caller hands in, or None; else raise InvalidValue."""
    if checkpoint is None or isinstance(checkpoint, Checkpoint):
        return checkpoint
    rule = "a Checkpoint is expected, as provrepo.receipt.read_checkpoint returns it"
    raise InvalidValue("checkpoint", repr(checkpoint), rule)


def prove(
    database: Database, reference: str | int, earlier: Checkpoint | None, event: str | None = None
) -> Receipt:
    """Return the receipt of a version, an event or another record. See `Repository.prove`.

    ``earlier`` is a checkpoint that was kept, to which the receipt is to lead; None for the present
    one.
    """
    earlier = as_checkpoint(earlier)
    with database.snapshot():
        size = ledger.size(database)
        index, record = _record(database, reference, event, size)
        # The one that this ledger had when it had as many records, which must be the one kept.
        reached = ledger.checkpoint(database, min(earlier.size, size) if earlier else size)
        if earlier and earlier != reached:
            raise NotProved(
                f"the checkpoint of {earlier.size} records of {earlier.origin} is not one "
                f"of this ledger, which has {size} records of {reached.origin}"
            )
        if index >= reached.size:
            raise NotProved(
                f"{_named(reference)} is newer than the checkpoint: it is record {index}, the "
                f"checkpoint has {reached.size} records"
            )
        proof = ledger.inclusion(database, index, reached.size)
    return Receipt(record, index, tuple(proof), reached)


def prove_reviews(database: Database, reference: str, earlier: Checkpoint | None) -> list[Receipt]:
    """Return the receipts of the reviews of a version. See `Repository.prove_reviews`."""
    version = lookup.version(database, reference)
    with database.snapshot():
        followed = reviews.of_version(database, version.id)
        places = [judged.stored.sequence for judged in followed.of(version.id).reviews]
    if not places:
        raise NotFound("review of", version.reference)
    reached = as_checkpoint(earlier) or checkpoint(database)
    return [prove(database, place, reached) for place in places]


def _record(
    database: Database, reference: str | int, event: str | None, size: int
) -> tuple[int, bytes]:
    """Return place and canonical bytes of a record named by a reference, or by its place."""
    if event is not None:
        return _event(database, reference, event)
    if isinstance(reference, str):
        return lookup.placed_record(database, reference)
    if not isinstance(reference, int) or isinstance(reference, bool):
        rule = "a reference is expected, or a record's place in the ledger"
        raise InvalidReference(repr(reference), rule)
    if not 0 <= reference < size:
        raise NotFound("record", str(reference), hint=f"the ledger has records 0 to {size - 1}")
    records = dict(survey.records(database, reference, reference + 1))
    if reference not in records:
        raise Damaged(f"record {reference} is missing")
    return reference, records[reference].canonical()


def _event(database: Database, reference: str | int, name: str) -> tuple[int, bytes]:
    """Return place and canonical bytes of the event called ``name`` about a version."""
    if not isinstance(reference, str) or not isinstance(name, str):
        raise InvalidValue("event", repr(name), "name an event, and the version that it is about")
    version = lookup.version(database, reference)
    # Not by the rows of what events are about, which a repository of schema 1 has not.
    events = [stored for stored in event_queries.named(database, name)
              if version.id in stored.event.targets]  # fmt: skip
    if not events:
        hint = "`provrepo dump` shows all events"
        raise NotFound("event", f"{name} about {version.reference}", hint=hint)
    if len(events) > 1:
        ids = [stored.id[:12] for stored in events]
        raise Ambiguous("event", f"{name} about {version.reference}", ids)
    return events[0].sequence, events[0].event.canonical()


def _named(reference: str | int) -> str:
    return reference if isinstance(reference, str) else f"record {reference}"
