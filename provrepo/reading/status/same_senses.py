"""What editors said of the versions of a text: that a correction concerns no translation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.reading.versions import responsible
from provrepo.store import event_queries
from provrepo.store.database import Database
from provrepo.store.errors import InvalidValue
from provrepo.store.event_data import SameAs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provrepo.agents import Contribution
    from provrepo.store.read import StoredVersion


@dataclass(frozen=True, slots=True, repr=False)
class SenseStatement:
    """That a version says the same to translators as an earlier one of its text; or no longer.

    ``number`` is that of the earlier version and ``reference`` names it. ``holds`` is False where
    it was taken back. ``by`` are those who said so, ``recorded`` when, ``message`` why; ``event``
    is the id of the event.
    """

    number: int
    reference: str
    holds: bool
    by: tuple[Contribution, ...]
    recorded: str
    message: str
    event: str

    def __repr__(self) -> str:
        return f"<SenseStatement {self.in_words}>"

    @property
    def in_words(self) -> str:
        """It in one line: ``the same as v1 for translations, by Mei Tan, 2026-11-24: a slip``."""
        claim = "the same as" if self.holds else "no longer the same as"
        who = ", ".join(maker.named for maker in self.by)
        by = f", by {who}" if who else ""
        why = f": {self.message}" if self.message else ""
        return f"{claim} v{self.number} for translations{by}, {self.recorded[:10]}{why}"

    def as_json(self) -> dict[str, Any]:
        """Return the statement as JSON output shows it (docs/cli.md)."""
        return {
            "reference": self.reference,
            "holds": self.holds,
            "by": [maker.as_json() for maker in self.by],
            "recorded": self.recorded,
            "message": self.message,
            "event": self.event,
        }


def of_text(
    database: Database, row: int, versions: Sequence[StoredVersion]
) -> dict[str, tuple[SenseStatement, ...]]:
    """Return what was said of the versions of the text with this row, by the later one's id.

    In commit order; what was taken back is there as well, for that is its history.
    """
    by_id = {stored.id: stored for stored in versions}
    statements: dict[str, tuple[SenseStatement, ...]] = {}
    for stored in event_queries.about_text(database, row, "same-as"):
        try:
            said_of = SameAs.of(stored.event)
        except InvalidValue:  # not as its name asks: verification names it
            continue
        pair = [by_id[version] for version in said_of.versions if version in by_id]
        if len(pair) < 2:
            continue
        earlier, later = sorted(pair, key=lambda version: version.record.number)
        statement = SenseStatement(
            earlier.record.number,
            earlier.reference,
            said_of.holds,
            responsible(database, said_of.agents),
            stored.event.recorded,
            stored.event.message,
            stored.id,
        )
        statements[later.id] = (*statements.get(later.id, ()), statement)
    return statements
