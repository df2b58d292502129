"""Work lists of stale texts: the passages that translate what changed, and what was done."""

from __future__ import annotations

from collections.abc import Callable

from provrepo.align.changed_units import changed_units
from provrepo.align.units import trimmed, units
from provrepo.errors import Purged
from provrepo.passages import Range
from provrepo.reading.aligning.alignments import Alignments, contents
from provrepo.reading.status.checks import Checks
from provrepo.reading.status.stale_passages import (
    CHECKED,
    CONFIRM,
    STALE,
    PassageChange,
    StalePassage,
    StalePassages,
    Untranslated,
)
from provrepo.reading.status.staleness import Bases, Stale
from provrepo.reading.status.status import newest_versions
from provrepo.reading.status.translated_changes import (
    NEIGHBOUR,
    NewUnit,
    OvertakenUnit,
    TranslatedChanges,
)
from provrepo.store import read
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion


def worklists(
    database: Database,
    reference: str | None,
    begin: Callable[[int], object] = lambda total: None,  # noqa: ARG005
    tick: Callable[[int], object] = lambda steps: None,  # noqa: ARG005
) -> tuple[StalePassages, ...]:
    """Return the work lists of stale texts. See `ReadOnlyRepository.stale_passages`."""
    with database.snapshot():
        latest = newest_versions(database, reference)
        bases = Bases(database, latest)
        lists = Worklists(database, bases)
        by_reference = {version.reference: version for version in latest}
        stale_texts = bases.stale(latest)
        begin(len(stale_texts))
        passages_of_texts: list[StalePassages] = []
        for stale in stale_texts:
            passages_of_texts.append(lists.of(by_reference[stale.reference], stale))
            tick(1)
        return tuple(passages_of_texts)


class Worklists:
    """What makes work lists of stale texts."""

    def __init__(self, database: Database, bases: Bases) -> None:
        self._database = database
        self._alignments = Alignments(database)
        self._changes = TranslatedChanges(database, bases, self._alignments)

    def of(self, version: StoredVersion, stale: Stale) -> StalePassages:
        """Return the work list of a stale text, of which ``version`` is the newest version."""
        try:
            return self._readable(version, stale)
        except Purged as error:
            return StalePassages(
                version.reference, 0, (), (), stale.command, stale.after, str(error)
            )

    def _readable(self, version: StoredVersion, stale: Stale) -> StalePassages:
        (content,) = contents(self._database, version)
        ranges = units(content)
        reached = self._changes.reaching(version)
        touched = _Touched(self._database, version)
        checks = Checks(self._database, version)
        by_unit = {unit: dict(changes) for unit, changes in reached.changes.items()}
        untranslated: list[Untranslated] = []
        beside: dict[int, dict[OvertakenUnit, float]] = {}
        for item in reached.new:
            places = self._translations(item, version, touched)
            for translation in places:
                by_unit.setdefault(translation, {})[item.change] = 0.5
            if not places:
                untranslated.append(Untranslated(shown(item.change), item.after_unit))
                beside.setdefault(max(1, item.after_unit), {})[item.change] = NEIGHBOUR
        passages = []
        # Where nothing else changed, what stands beside a new unit may hold some of it already.
        for unit, changes in sorted((by_unit or beside).items()):
            if not 1 <= unit <= len(ranges):
                continue
            place = trimmed(content, ranges[unit - 1])
            passages.append(
                StalePassage(
                    unit,
                    place,
                    content[slice(*place)],
                    _state(unit, place, changes, touched, checks),
                    max(changes.values()),
                    tuple(shown(change, likely) for change, likely in changes.items()),
                )
            )
        nothing = "what changed reaches none of its passages: read it as a whole"
        return StalePassages(
            version.reference,
            len(ranges),
            tuple(passages),
            tuple(untranslated),
            stale.command,
            stale.after,
            "" if passages or untranslated else nothing,
        )

    def _translations(
        self, item: NewUnit, version: StoredVersion, touched: _Touched
    ) -> tuple[int, ...]:
        """Return the units that were written since and may translate what is new in the basis."""
        new_units = touched.since(item.change)
        if not new_units:
            return ()
        alignment = self._alignments.of(item.change.newer, version)
        translations = alignment.translations(item.change.newer_units[0], least=0.2)
        return tuple(unit for unit in translations if unit in new_units)


class _Touched:
    """Which units of a text its own later versions changed."""

    def __init__(self, database: Database, version: StoredVersion) -> None:
        self._database, self._version = database, version
        row = read.find_text(database, version.document, version.text)
        self._history = read.history(database, row.row) if row else []
        self._since: dict[str, frozenset[int]] = {}

    def since(self, change: OvertakenUnit) -> frozenset[int]:
        """Return the units that changed after the basis began to have other words."""
        earlier = [
            version
            for version in self._history
            if version.sequence < change.newer.sequence and "content" not in version.purged
        ]
        if not earlier:
            return frozenset()
        before = max(earlier, key=lambda version: version.record.number)
        if before.record.content not in self._since:
            self._since[before.record.content] = self._changed(before)
        return self._since[before.record.content]

    def _changed(self, before: StoredVersion) -> frozenset[int]:
        now, then = contents(self._database, self._version, before)
        return frozenset(change.unit for change in changed_units(now, then).changes)


def _state(
    unit: int,
    place: Range,
    changes: dict[OvertakenUnit, float],
    touched: _Touched,
    checks: Checks,
) -> str:
    if all(checks.cover(place, change) for change in changes):
        return CHECKED
    if any(unit in touched.since(change) for change in changes):
        return CONFIRM
    return STALE


def shown(change: OvertakenUnit, likely: float = 1.0) -> PassageChange:
    """Return a change as it is shown, its versions by their references."""
    return PassageChange(
        change.superseded.reference,
        change.newer.reference,
        change.unit,
        change.newer_units,
        change.before,
        change.after,
        change.kinds,
        likely,
    )
