"""Which units of a translation translate something that changed since, through relay translations.

From each version that a text was made from, and that has newer words, the changed units are
followed by the alignments down to the text itself. Where an alignment is not sure, all that may be
meant is followed: nothing that changed is called fresh.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from provrepo.align import Alignment
from provrepo.align.changed_units import ChangedUnits, changed_units, words_of
from provrepo.align.units import units
from provrepo.passages import Range, paragraphs
from provrepo.reading.aligning.alignments import Alignments, contents
from provrepo.reading.status import sameness
from provrepo.reading.status.sameness import Pair
from provrepo.reading.status.staleness import Bases
from provrepo.store import read
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion

LEAST, _LEAST_OF_LINES = 0.04, 0.08
"""What is as likely as that to translate a changed unit is looked at.

Where as many lines face each other, only their lengths may tell which belong together, and what
they say of a neighbour is mostly chance.
"""
_UNSURE = 0.5
_DEEPEST = 100
"""How long a chain of translations made from translations is followed."""
NEIGHBOUR = 0.1
"""How likely what stands beside is to be meant where a changed unit has no translation."""


@dataclass(frozen=True, slots=True, eq=False)
class OvertakenUnit:
    """A unit of what a text is based on, and what it says now.

    ``superseded`` and ``newer`` are the versions, ``unit`` the number of the unit in the former and
    ``newer_units`` those in the latter; 0 and none where it did not exist before, or does not now.
    ``kinds`` are the classes of the change (`provrepo.compare.kinds`, and ``moved``).
    """

    superseded: StoredVersion
    newer: StoredVersion
    unit: int
    newer_units: tuple[int, ...]
    before: str
    after: str
    kinds: tuple[str, ...]


class NewUnit(NamedTuple):
    """A unit that a basis did not have before, and the unit of the text after which it belongs."""

    change: OvertakenUnit
    after_unit: int


class Reached(NamedTuple):
    """The changes that reach the units of a version, by unit, each with how likely it does."""

    changes: Mapping[int, Mapping[OvertakenUnit, float]]
    new: tuple[NewUnit, ...]


class TranslatedChanges:
    """What changed in all that texts are based on, followed to their units."""

    def __init__(self, database: Database, bases: Bases, alignments: Alignments) -> None:
        self._database, self._bases, self._alignments = database, bases, alignments
        self._stated = sameness.stated_steps(database)
        self._own: dict[tuple[str, str], Reached] = {}

    def reaching(self, version: StoredVersion) -> Reached:
        """Return the changes that reach the units of a version. Raises Purged.

        Of the versions of a text the nearest counts, as it took up what was known of the older
        ones; unless nothing else is left that could have changed.
        """
        text = str(version.text_key)
        nearest = self._reaching(version, frozenset([text]), text, _text_of)
        if nearest.changes or nearest.new:
            return nearest
        return self._reaching(version, frozenset([version.id]), text, _id_of)

    def _reaching(
        self,
        version: StoredVersion,
        passed: frozenset[str],
        text: str,
        named: Callable[[StoredVersion], str],
    ) -> Reached:
        """Return what reaches a version by ways that pass nothing twice, as ``named`` names it."""
        changes: defaultdict[int, dict[OvertakenUnit, float]] = defaultdict(dict)
        new: list[NewUnit] = []
        for base in self._bases.made_from(version):
            leads_back = str(base.text_key) == text or named(base) in passed
            if leads_back or len(passed) > _DEEPEST or not self._bases.reaches(base):
                continue
            for basis, reached in self._reaching_basis(base, passed, text, named):
                way = _Way(self._alignments.of(basis, version))
                for unit, of_unit in reached.changes.items():
                    for target, likelihood in way.followed(unit).items():
                        for change, likely in of_unit.items():
                            both = max(likelihood * likely, changes[target].get(change, 0.0))
                            changes[target][change] = both
                new += [NewUnit(item.change, way.last_of(item.after_unit)) for item in reached.new]
        return Reached(changes, tuple(new))

    def _reaching_basis(
        self,
        base: StoredVersion,
        passed: frozenset[str],
        text: str,
        named: Callable[[StoredVersion], str],
    ) -> Iterator[tuple[StoredVersion, Reached]]:
        """Yield what reaches the units of a basis: its own changes, and those from farther up."""
        pair = self._bases.overtaken(base)
        if pair is not None:
            since = self._since(pair)
            ids = since.version.id, since.newer.id
            if ids not in self._own:
                self._own[ids] = self._changed(since)
            yield since.version, self._own[ids]
        farther = self._reaching(base, passed | {named(base)}, text, named)
        if farther.changes or farther.new:
            yield base, farther

    def _changed(self, pair: Pair) -> Reached:
        before, after = contents(self._database, *pair)
        changed = changed_units(before, after)
        changes = {
            change.unit: {
                OvertakenUnit(
                    pair.version,
                    pair.newer,
                    change.unit,
                    change.after,
                    words_of(before, changed.before_units, (change.unit,)),
                    after[slice(*change.stretch)].strip()
                    if change.stretch
                    else words_of(after, changed.after_units, change.after),
                    change.kinds,
                ): 1.0
            }
            for change in changed.changes
        }
        new = tuple(
            NewUnit(
                OvertakenUnit(
                    pair.version,
                    pair.newer,
                    0,
                    (unit,),
                    "",
                    words_of(after, changed.after_units, (unit,)),
                    ("text",),
                ),
                preceding,
            )
            for unit, preceding in changed.new
        )
        if not changes and not new and before != after:
            changes = _anywhere(pair, changed)
        return Reached(changes, new)

    def _since(self, pair: Pair) -> Pair:
        """Return from where to where a basis changed in a sense that translations follow.

        Editors may have said that a version is the same as the one that a text was made from, or as
        the newest: then the change lies between those.
        """
        steps = self._stated.get(pair.version.text_key)
        if not steps:
            return pair
        row = read.find_text(self._database, pair.version.document, pair.version.text)
        history = read.history(self._database, row.row) if row else []
        joined = sameness.with_form_steps(self._database, steps, pair.contents)
        between = [
            version
            for version in sorted(history, key=lambda stored: stored.record.number)
            if pair.version.record.number <= version.record.number <= pair.newer.record.number
            and version.withdrawal is None
            and not version.purged
        ]
        first, last = pair
        for version in between:
            if sameness.joined(joined, pair.version.record.content, version.record.content):
                first = version
        for version in reversed(between):
            if version.record.number <= first.record.number:
                break
            if sameness.joined(joined, pair.newer.record.content, version.record.content):
                last = version
        return Pair(first, last)


def _anywhere(pair: Pair, changed: ChangedUnits) -> dict[int, dict[OvertakenUnit, float]]:
    """Return that every unit may have changed, where no one can be named that did."""
    return {
        unit: {OvertakenUnit(pair.version, pair.newer, unit, (), "", "", ("text",)): 1.0}
        for unit in range(1, len(changed.before_units) + 1)
    }


def _text_of(version: StoredVersion) -> str:
    return str(version.text_key)


def _id_of(version: StoredVersion) -> str:
    return version.id


def least_likely(alignment: Alignment) -> float:
    """Return how likely a unit has to be to translate another one if it is to be looked at."""
    counts = len(alignment.source_units), len(alignment.target_units)
    sides = zip((alignment.source, alignment.target), counts, strict=True)
    in_lines = all(count > len(list(paragraphs(text))) for text, count in sides)
    return _LEAST_OF_LINES if in_lines and counts[0] == counts[1] else LEAST


class _Way:
    """An alignment followed from the units of the basis to those of the translation.

    Both are counted as `units` counts them in a text by itself, which may be finer than the units
    of the alignment are.
    """

    def __init__(self, alignment: Alignment) -> None:
        self._pairs = alignment.pairs
        self._likely: defaultdict[int, dict[int, float]] = defaultdict(dict)
        least = least_likely(alignment)
        for link in alignment.links:
            if link.likelihood >= least:
                self._likely[link.source][link.target] = link.likelihood
        for pair in alignment.pairs:
            for unit in pair.source:
                for target in pair.target:
                    likely = max(self._likely[unit].get(target, 0.0), pair.confidence, LEAST)
                    self._likely[unit][target] = likely
        self._to_aligned = _renumbered(units(alignment.source), alignment.source_units)
        self._from_aligned = _renumbered(alignment.target_units, units(alignment.target))

    def followed(self, unit: int) -> dict[int, float]:
        """Return the units that may translate a unit, and how likely each does.

        Where it may have none, what translates its neighbours may hold some of it.
        """
        likely: dict[int, float] = {}
        for aligned in self._to_aligned.get(unit, ()):
            of_unit = dict(self._likely.get(aligned, {}))
            if sum(of_unit.values()) < _UNSURE:
                for target in self._beside(aligned):
                    of_unit.setdefault(target, NEIGHBOUR)
            for target, likelihood in of_unit.items():
                for place in self._from_aligned[target]:
                    likely[place] = max(likelihood, likely.get(place, 0.0))
        return likely

    def _beside(self, unit: int) -> Iterator[int]:
        """Yield the last unit that translates what comes before, and the first after."""
        translated = [pair for pair in self._pairs if pair.source and pair.target]
        yield from [pair.target[-1] for pair in translated if pair.source[-1] < unit][-1:]
        yield from [pair.target[0] for pair in translated if pair.source[0] > unit][:1]

    def last_of(self, unit: int) -> int:
        """Return the last unit that translates a unit or what comes before it, 0 for none."""
        aligned = max(self._to_aligned.get(unit, ()), default=0)
        targets = [
            place
            for pair in self._pairs
            if pair.source and pair.source[0] <= aligned and not pair.moved
            for target in pair.target
            for place in self._from_aligned[target]
        ]
        return max(targets, default=0)


def _renumbered(ranges: Sequence[Range], divided: Sequence[Range]) -> dict[int, tuple[int, ...]]:
    """Return which of the ranges ``divided`` each of ``ranges`` overlaps, all by numbers from 1."""
    if len(ranges) == len(divided):
        return {number: (number,) for number in range(1, len(ranges) + 1)}
    starts = [start for start, _ in divided]
    return {
        number: tuple(range(bisect_right(starts, start), bisect_left(starts, end) + 1))
        for number, (start, end) in enumerate(ranges, 1)
    }
