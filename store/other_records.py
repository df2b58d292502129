"""Appending records that are no versions, one at a time: events, and records of unknown formats."""

from __future__ import annotations

from typing import Any

from provrepo.store import event_rows, ledger
from provrepo.store.canonical import canonical, digest
from provrepo.store.database import Transaction, column_seconds
from provrepo.store.records import Event


def append_event(transaction: Transaction, event: Event) -> int:
    """Append an event within a transaction and return its sequence number.

    Whether it is as its name asks is for the caller to see to: `provrepo.store.events`.
    """
    data = event.canonical()
    sequence = ledger.append_records(transaction, [(digest(data), data)])
    transaction.insert("event", event_columns(sequence, event))
    names = event_rows.named(event.data, event.targets)
    event_rows.add(transaction, event_rows.rows_of(transaction, [(sequence, names)]))
    return sequence


def append_opaque(transaction: Transaction, data: bytes) -> int:
    """Append a record of an unknown format within a transaction; return its sequence number."""
    sequence = ledger.append_records(transaction, [(digest(data), data)])
    transaction.insert("opaque", {"sequence": [sequence], "data": [data]})
    return sequence


def first_rows(transaction: Transaction, event: Event) -> None:
    """Add the rows of the event with which a copy begins; its ledger is to follow."""
    transaction.insert("record", {"sequence": [0], "digest": [bytes.fromhex(event.id)]})
    transaction.insert("event", event_columns(0, event))


def event_columns(sequence: int, event: Event) -> dict[str, list[Any]]:
    """Return the row of an event, as columns."""
    return {
        "sequence": [sequence],
        "event": [event.event],
        "data": [canonical(event.data).decode()],
        "targets": [canonical(list(event.targets)).decode()],
        "message": [event.message],
        "recorded": [column_seconds(event.recorded)],
    }
