"""Records of formats that this provrepo does not know, which it keeps as they are."""

from __future__ import annotations

from collections import Counter

from provrepo.store.database import Database
from provrepo.store.records import Opaque
from provrepo.store.survey import bounds


def record(database: Database, sequence: int) -> Opaque | None:
    """Return the record with this sequence number where its format is not known."""
    data = database.value("SELECT data FROM opaque WHERE sequence = ?", (sequence,))
    return Opaque(data) if isinstance(data, bytes) else None


def by_prefix(database: Database, prefix: str) -> Opaque | None:
    """Return a record of an unknown format whose id begins with these lower-case hex digits."""
    data = database.value(
        "SELECT o.data FROM opaque o JOIN record r USING (sequence) "
        "WHERE r.digest BETWEEN ? AND ? LIMIT 1",
        bounds(prefix),
    )
    return Opaque(data) if isinstance(data, bytes) else None


def formats(database: Database) -> dict[str, int]:
    """Return how many records there are of each format that this provrepo does not know."""
    return Counter(
        Opaque(data).format if isinstance(data, bytes) else ""
        for (data,) in database.rows("SELECT data FROM opaque ORDER BY sequence")
    )
