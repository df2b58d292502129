"""Which version of a text ``@approved`` and ``@published`` select."""

from __future__ import annotations

from provrepo.store import reviews, survey
from provrepo.store.database import Database
from provrepo.store.read import StoredText, StoredVersion


def is_usable(stored: StoredVersion) -> bool:
    """Return whether a version can be shown as approved: neither withdrawn nor purged."""
    return not stored.withdrawal and "content" not in stored.purged


def newest(database: Database, text: StoredText, state: str) -> StoredVersion | None:
    """Return the newest version of a text that is ``approved`` or ``published``, if any is.

    Never one that was withdrawn, purged, or returned since. One that was published counts as
    approved only where it was approved, too.
    """
    followed = reviews.of_text(database, text.row)
    if followed is None:
        return None
    chosen = [
        version
        for version, standing in followed.standings.items()
        if (standing.is_approved if state == "approved" else standing.is_published)
    ]
    versions = survey.by_ids(database, chosen).values()
    usable = [stored for stored in versions if is_usable(stored)]
    return max(
        (stored for stored in usable if stored.text_key == text.text_key),
        key=lambda stored: stored.record.number,
        default=None,
    )
