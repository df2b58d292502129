"""The events of a repository: all of a name, those about a version, those that name an agent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from provrepo.store import objects, rules
from provrepo.store.database import Database, column_number, column_values
from provrepo.store.records import Event
from provrepo.store.survey import bounds


class StoredEvent(NamedTuple):
    """An event as it is stored: its place in the ledger, its id, and its record."""

    sequence: int
    id: str
    event: Event


def about(database: Database, version: str, *names: str) -> list[StoredEvent]:
    """Return the events that have a version, or another record, as a target, in commit order.

    Those with one of the ``names``, or all of them where none is given.
    """
    return _events(
        database,
        "e.sequence IN (SELECT t.sequence FROM event_target t JOIN record x "
        "ON x.sequence = t.record WHERE x.digest = ?)",
        (bytes.fromhex(version),),
        names,
    )


def about_text(database: Database, row: int, *names: str) -> list[StoredEvent]:
    """Return the events about versions of the text with this row, in commit order."""
    return _events(
        database,
        "e.sequence IN (SELECT t.sequence FROM version v JOIN event_target t "
        "ON t.record = v.sequence WHERE v.text_id = ?)",
        (row,),
        names,
    )


def about_documents(database: Database, first: str, last: str, *names: str) -> list[StoredEvent]:
    """Return the events about versions of documents with keys from ``first`` to ``last``."""
    return _events(
        database,
        # In this order: the documents of a page are few, and what was said of others is not read.
        "e.sequence IN (SELECT t.sequence FROM document d CROSS JOIN text x CROSS JOIN version v "
        "CROSS JOIN event_target t WHERE d.key >= ? AND d.key <= ? AND x.document_id = d.id "
        "AND v.text_id = x.id AND t.record = v.sequence)",
        (first, last),
        names,
    )


def by_agent(database: Database, agent: str, *names: str) -> list[StoredEvent]:
    """Return the events that name an agent, given by digest, in commit order."""
    return _events(
        database,
        "e.sequence IN (SELECT a.sequence FROM event_agent a JOIN agent g ON g.id = a.agent_id "
        "WHERE g.digest = ?)",
        (bytes.fromhex(agent),),
        names,
    )


def named(database: Database, *names: str) -> list[StoredEvent]:
    """Return all events with one of the ``names``, in commit order."""
    return _events(database, "1 = 1", (), names)


def last(database: Database, name: str, before: int | None = None) -> StoredEvent | None:
    """Return the last event of a name, or the last one before the record number ``before``."""
    events = _events(
        database,
        "e.sequence = (SELECT max(sequence) FROM event WHERE event = ? AND sequence < ?)",
        (name, 2**62 if before is None else before),
        (),
    )
    return events[0] if events else None


def by_prefix(database: Database, prefix: str, limit: int = 10) -> list[StoredEvent]:
    """Return up to ``limit`` events whose ids begin with these lower-case hex digits."""
    return _events(database, "r.digest BETWEEN ? AND ?", bounds(prefix), ())[:limit]


def unknown_names(database: Database) -> dict[str, int]:
    """Return how many events there are of each name that this provrepo does not know.

    They are kept, hashed, proved and copied as any event; what they mean is not known here.
    """
    counts = database.rows("SELECT event, count(*) FROM event GROUP BY event ORDER BY event")
    return {str(name): count for name, count in counts if name not in rules.EVENTS}


def _events(
    database: Database, where: str, parameters: Sequence[Any], names: Sequence[str]
) -> list[StoredEvent]:
    of_name = f" AND e.event IN ({', '.join('?' * len(names))})" if names else ""
    rows = database.rows(
        f"{database.absent}SELECT e.sequence, r.digest, e.event, e.data, e.message, e.recorded, "
        "e.targets FROM event e JOIN record r USING (sequence) "
        f"WHERE {where}{of_name} ORDER BY e.sequence",
        (*parameters, *names),
    )
    with column_values("an event"):
        return [
            StoredEvent(column_number(sequence), digest.hex(), objects.event_of(sequence, row))
            for sequence, digest, *row in rows
        ]
