"""What somebody checked: passages of a translation that are still right beside a newer basis.

A check is of one exact version (docs/format.md, `review`). For a later version it counts where the
passage is surely the same; for a later version of the basis, where what was read is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from provrepo.align.changed_units import changed_units
from provrepo.compare.kept import kept_places
from provrepo.errors import Purged
from provrepo.passages import Range
from provrepo.reading import lookup
from provrepo.reading.aligning.alignments import contents
from provrepo.reading.status.translated_changes import OvertakenUnit
from provrepo.store import event_queries, survey
from provrepo.store.database import Database
from provrepo.store.errors import InvalidValue
from provrepo.store.event_data import Review
from provrepo.store.read import StoredVersion


class Check(NamedTuple):
    """Passages of the version at hand that were read beside a version of its basis."""

    places: tuple[Range, ...]
    against: StoredVersion


class Checks:
    """The checks of a text that count for one version of it."""

    def __init__(self, database: Database, version: StoredVersion) -> None:
        self._database = database
        self._checks = list(self._counting(version))
        self._differing: dict[tuple[str, str], frozenset[int]] = {}

    def cover(self, place: Range, change: OvertakenUnit) -> bool:
        """Return whether a passage was checked against what its basis says after a change."""
        return any(
            check.against.text_key == change.newer.text_key
            and any(start <= place[0] and place[1] <= end for start, end in check.places)
            and self._says_the_same(check.against, change)
            for check in self._checks
        )

    def _says_the_same(self, against: StoredVersion, change: OvertakenUnit) -> bool:
        """Return whether the version that was read has the changed units as they are now."""
        ids = against.record.content, change.newer.record.content
        if ids[0] == ids[1]:
            return True
        if not change.newer_units:
            return against.record.number >= change.newer.record.number
        if ids not in self._differing:
            try:
                read_then, now = contents(self._database, against, change.newer)
            except Purged:
                return False
            changed = changed_units(now, read_then)
            self._differing[ids] = frozenset(item.unit for item in changed.changes)
        return not self._differing[ids] & set(change.newer_units)

    def _counting(self, version: StoredVersion) -> Iterator[Check]:
        statements = []
        row = lookup.text(self._database, str(version.text_key)).row
        for stored in event_queries.about_text(self._database, row, "review"):
            try:
                statement = Review.of(stored.event)
            except InvalidValue:  # not as its name asks: verification names it
                continue
            if statement.state == "checked" and statement.passages and statement.against:
                statements.append(statement)
        ids = {v for s in statements for v in (s.version, s.against or "")}
        versions = survey.by_ids(self._database, ids)
        for statement in statements:
            checked = versions.get(statement.version)
            against = versions.get(statement.against or "")
            if checked and against:
                places = self._places(statement, checked, version)
                if places:
                    yield Check(places, against)

    def _places(
        self, statement: Review, checked: StoredVersion, version: StoredVersion
    ) -> tuple[Range, ...]:
        passages: list[Range] = [(span.start, span.end) for span in statement.passages or ()]
        if checked.record.content == version.record.content:
            return tuple(passages)
        if checked.record.number > version.record.number:
            return ()
        try:
            before, after = contents(self._database, checked, version)
        except Purged:
            return ()
        places = kept_places(before, after, passages)
        return tuple(
            (place, place + end - start)
            for place, (start, end) in zip(places, passages, strict=True)
            if place is not None
        )
