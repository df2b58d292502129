"""What a text was last returned for, and which of the passages still stand in a later version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.errors import Purged, on_one_line
from provrepo.reading.reviews import reviews
from provrepo.store import objects

if TYPE_CHECKING:
    from provrepo.reading.reviews.reviews import ReviewEntry
    from provrepo.reading.reviews.states import States
    from provrepo.store.database import Database
    from provrepo.store.read import StoredVersion


@dataclass(frozen=True, slots=True, repr=False)
class Complaint:
    """The ``review`` by which a version was returned, as it concerns a later one.

    ``standing`` are those of its passages whose words still stand in the version ``reference``.
    """

    review: ReviewEntry
    reference: str
    standing: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Complaint {self.review.reference} {self.review.in_words}>"

    @property
    def in_words(self) -> tuple[str, ...]:
        """The return and each of its passages, a line each."""
        number = self.reference.rpartition("@")[2]
        lines = [f"{self.review.reference.rpartition('@')[2]} was {self.review.in_words}"]
        for passage in self.review.passages:
            words = "[purged]" if passage.text is None else on_one_line(passage.text, 100)
            stands = "still stands" if passage.text in self.standing else "no longer stands"
            # In the version that was returned it does, which need not be said.
            later = f" ({stands} in {number})" if self.review.reference != self.reference else ""
            lines.append(f"    “{words}”{later}")
        return tuple(lines)

    def as_json(self) -> dict[str, Any]:
        """Return the complaint as JSON output shows it (docs/cli.md)."""
        return {"review": self.review.as_json(), "standing": list(self.standing)}


def last_complaint(database: Database, states: States, stored: StoredVersion) -> Complaint | None:
    """Return what the text of a version was last returned for; None where that is settled.

    It is where the same or a later version was approved since.
    """
    judged_returns = [
        (judged, reviewed)
        for reviewed in states.reviewed(stored.text_key)
        for judged in states.standing(reviewed).reviews
        if judged.review.state == "returned" and reviewed.record.number <= stored.record.number
    ]
    if not judged_returns:
        return None
    judged, returned = max(judged_returns, key=lambda pair: pair[0].stored.sequence)
    for reviewed in states.reviewed(stored.text_key):
        standing = states.standing(reviewed)
        place = standing.deciding.stored.sequence if standing.deciding else 0
        is_later = reviewed.record.number >= returned.record.number
        if is_later and standing.is_approved and place > judged.stored.sequence:
            return None
    entry = reviews.entry(database, judged, returned)
    return Complaint(entry, stored.reference, _standing(database, entry, stored))


def _standing(database: Database, entry: ReviewEntry, stored: StoredVersion) -> tuple[str, ...]:
    texts = [passage.text for passage in entry.passages if passage.text]
    if not texts:
        return ()
    try:
        content = objects.content(database, stored.record.content)
    except Purged:
        return ()
    return tuple(text for text in texts if text in content)
