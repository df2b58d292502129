"""The reviews of a text: who said what of which version, when, why, and whether it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.errors import Purged, on_one_line
from provrepo.reading import lookup
from provrepo.reading.versions import responsible
from provrepo.reference import parse
from provrepo.store import objects, read, survey
from provrepo.store import reviews as followed_reviews

if TYPE_CHECKING:
    from provrepo.agents import Contribution
    from provrepo.store.database import Database
    from provrepo.store.read import StoredVersion
    from provrepo.store.reviews import Judged


@dataclass(frozen=True, slots=True)
class ReviewedPassage:
    """A passage that a review points at: code points of the content, half-open, and its words.

    ``text`` is None where the content was purged.
    """

    start: int
    end: int
    text: str | None

    def as_json(self) -> dict[str, Any]:
        """Return the passage as JSON output shows it (docs/cli.md)."""
        return {"start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True, repr=False)
class ReviewEntry:
    """What somebody said of one exact version.

    ``state`` is ``submitted``, ``returned``, ``approved``, ``published`` or ``checked``;
    ``reference`` the version, ``event`` the id of the event and ``place`` its place in the ledger.
    ``against`` is the version of its basis that it was read beside, None where nobody said one.
    ``passages`` are those complained of, or checked. ``signature`` is the digest of its signature.
    ``refused`` says why it counts for nothing, None where it counts.
    """

    reference: str
    state: str
    by: tuple[Contribution, ...]
    recorded: str
    message: str
    event: str
    place: int
    against: str | None = None
    passages: tuple[ReviewedPassage, ...] = ()
    signature: str | None = None
    refused: str | None = None

    def __repr__(self) -> str:
        return f"<ReviewEntry {self.reference} {self.in_words}>"

    @property
    def in_words(self) -> str:
        """Return it in one line: ``approved by Ada Sample, 2026-11-24, beside … (signed): why``."""
        who = ", ".join(maker.named for maker in self.by)
        by = f" by {who}" if who else ""
        beside = f", beside {self.against}" if self.against else ""
        signed = " (signed)" if self.signature else ""
        void = f" (counts for nothing: {self.refused})" if self.refused else ""
        why = f": {on_one_line(self.message, 200)}" if self.message else ""
        return f"{self.state}{by}, {self.recorded[:10]}{beside}{signed}{void}{why}"

    def as_json(self) -> dict[str, Any]:
        """Return the review as JSON output shows it (docs/cli.md)."""
        return {
            "reference": self.reference,
            "state": self.state,
            "by": [maker.as_json() for maker in self.by],
            "recorded": self.recorded,
            "message": self.message,
            "event": self.event,
            "place": self.place,
            "against": self.against,
            "passages": [passage.as_json() for passage in self.passages],
            "signature": self.signature,
            "counts": self.refused is None,
            "refused": self.refused,
        }


def reviews(database: Database, reference: str) -> list[ReviewEntry]:
    """Return the reviews of a version, or of all versions of a text. See `Repository.reviews`."""
    parsed = parse(reference)
    named_version = "@" in reference or parsed.identity is not None
    text = lookup.text_of_any(database, reference)
    followed = followed_reviews.of_text(database, text.row)
    if followed is None:
        return []
    versions = {stored.id: stored for stored in read.history(database, text.row)}
    if named_version:
        chosen = lookup.version(database, reference)
        versions = {chosen.id: chosen}
    judged_of_text = [
        judged
        for version, standing in followed.standings.items()
        if version in versions
        for judged in standing.reviews
    ]
    judged_of_text.sort(key=lambda judged: judged.stored.sequence)
    return [entry(database, judged, versions[judged.review.version]) for judged in judged_of_text]


def entry(database: Database, judged: Judged, stored: StoredVersion) -> ReviewEntry:
    """Return a review of a version as people read it."""
    event, review = judged.stored.event, judged.review
    return ReviewEntry(
        stored.reference,
        review.state,
        responsible(database, review.agents),
        event.recorded,
        event.message,
        judged.stored.id,
        judged.stored.sequence,
        _named(database, review.against),
        passages(database, judged, stored),
        review.signature,
        judged.refused,
    )


def _named(database: Database, version: str | None) -> str | None:
    if version is None:
        return None
    stored = survey.by_ids(database, [version]).get(version)
    return stored.reference if stored else version


def passages(
    database: Database, judged: Judged, stored: StoredVersion
) -> tuple[ReviewedPassage, ...]:
    """Return the passages that a review of a version points at, with their words."""
    if not judged.review.passages:
        return ()
    try:
        content: str | None = objects.content(database, stored.record.content)
    except Purged:
        content = None
    return tuple(
        ReviewedPassage(start, end, None if content is None else content[start:end])
        for start, end in judged.review.passages
    )
