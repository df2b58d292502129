"""What has happened to each document: its versions and the events about them, as one digest each.

Two digests of a document that are the same mean that nothing was added to it in between.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from provrepo.store.database import Database

EVERYWHERE = ("purge", "policy", "rename", "retext")
"""The events that may concern documents which they do not name as targets."""


def digests(database: Database) -> dict[str, str]:
    """Return for each document, by key, a digest over the places of its versions and events."""
    marks: dict[str, list[str]] = {}
    for key, sequence, event in database.rows(
        "SELECT d.key, v.sequence, w.event FROM document d JOIN text t ON t.document_id = d.id "
        "JOIN version v ON v.text_id = t.id LEFT JOIN withdrawal w ON w.sequence = v.sequence "
        "ORDER BY v.sequence"
    ):
        marks.setdefault(key, []).append(f"{sequence}/{event}")
    for key, sequence in database.rows(
        "SELECT d.key, e.sequence FROM event_target e JOIN version v ON v.sequence = e.record "
        "JOIN text t ON t.id = v.text_id JOIN document d ON d.id = t.document_id "
        "ORDER BY e.sequence"
    ):
        marks[key].append(f"e{sequence}")
    return {
        key: hashlib.sha256(" ".join(places).encode()).hexdigest() for key, places in marks.items()
    }


def everywhere(database: Database) -> int:
    """Return the place of the last event that may concern any document, -1 without one."""
    return _last(database, EVERYWHERE)


def last_purge(database: Database) -> int:
    """Return the place of the last event by which anything was purged, -1 without one."""
    return _last(database, ("purge",))


def purged_documents(database: Database, start: int) -> set[str]:
    """Return the keys of the documents named where anything was purged, from a place on."""
    rows = database.rows(
        "SELECT DISTINCT d.key FROM event e JOIN event_target x ON x.sequence = e.sequence "
        "JOIN version v ON v.sequence = x.record JOIN text t ON t.id = v.text_id "
        "JOIN document d ON d.id = t.document_id WHERE e.event = 'purge' AND e.sequence >= ?",
        (start,),
    )
    return {key for (key,) in rows}


def _last(database: Database, events: Sequence[str]) -> int:
    rows = database.among("SELECT sequence FROM event WHERE event", events)
    return max((int(sequence) for (sequence,) in rows), default=-1)
