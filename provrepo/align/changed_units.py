"""Which units of a text another version of it says differently, and which of its own are new.

The comparison of the two versions (`provrepo.compare`) is asked word for word. What differs in form
alone, such as a line that was broken, changes no unit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from provrepo.align.units import trimmed, units
from provrepo.compare import Diff, diff
from provrepo.compare.changes import Step, in_reading_order
from provrepo.compare.form import FORM_KINDS
from provrepo.passages import Range

MOVED = "moved"


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A unit of the text before that the text after says differently.

    ``unit`` is its number from 1, ``after`` are the numbers of the units after that have its words
    or stand in their place: none where it is gone. ``kinds`` are the classes of what changed.
    ``stretch`` is what the unit says in the text after, where it shares a unit there with others
    that it was joined with; None where all of those units is its own.
    """

    unit: int
    after: tuple[int, ...]
    kinds: tuple[str, ...]
    stretch: Range | None = None


@dataclass(frozen=True, slots=True)
class ChangedUnits:
    """How the units of two versions of a text stand to each other.

    ``new`` are the numbers of units after that have nothing of the text before, each with the
    number of the unit before which it follows, 0 at the beginning.
    """

    before_units: tuple[Range, ...]
    after_units: tuple[Range, ...]
    changes: tuple[UnitChange, ...]
    new: tuple[tuple[int, int], ...]


def changed_units(before: str, after: str) -> ChangedUnits:
    """Return which units of ``before`` changed in ``after``, and which of ``after`` are new."""
    return _Compared(before, after).result()


class _Run(NamedTuple):
    """Words that both texts have: where they begin, and how many code points they are."""

    before: int
    after: int
    length: int


class _Side:
    def __init__(self, text: str) -> None:
        self.text = text
        self.units = units(text)
        self._starts = [start for start, _ in self.units]

    def at(self, place: int) -> int:
        """Return the number, from 1, of the unit at a place."""
        return max(1, bisect_right(self._starts, place))

    def neighbours(self) -> dict[tuple[str, str], list[int]]:
        """Return the words of each two units that follow each other, with the first's numbers."""
        words = [self.text[slice(*unit)].strip() for unit in self.units]
        numbers: dict[tuple[str, str], list[int]] = {}
        for number, both in enumerate(pairwise(words), 1):
            numbers.setdefault(both, []).append(number)
        return numbers

    def holding(self, start: int, end: int) -> Iterator[int]:
        """Yield the numbers, from 1, of the units that have words of a range."""
        number = max(0, bisect_right(self._starts, start) - 1)
        while number < len(self.units) and self.units[number][0] < end:
            first, last = self.units[number]
            if self.text[max(first, start) : min(last, end)].strip():
                yield number + 1
            number += 1


class _Compared:
    def __init__(self, before: str, after: str) -> None:
        self._before, self._after = _Side(before), _Side(after)
        compared = diff(before, after)
        self._steps = in_reading_order(compared.changes + compared.ignored, compared.moves)
        self._kinds: defaultdict[int, dict[str, None]] = defaultdict(dict)
        self._places: defaultdict[int, set[int]] = defaultdict(set)
        self._holders: defaultdict[int, set[int]] = defaultdict(set)
        for run in _runs(compared, self._steps):
            self._keep(run)
        self._new: set[int] = set()
        within_moves = (change for move in compared.moves for change in move.changes)
        for change in (*compared.changes, *within_moves):
            if change.kind not in FORM_KINDS:
                deleted = change.before_start, change.before_end
                self._change(deleted, (change.after_start, change.after_end), change.kind)
        for move in compared.moves:
            for unit in self._before.holding(move.before_start, move.before_end):
                self._kinds[unit][MOVED] = None
            # What it was put into has words now that it had not.
            for place in self._after.holding(move.after_start, move.after_end):
                for unit in self._holders[place]:
                    self._kinds[unit][MOVED] = None
        for unit in self._exchanged():
            self._kinds[unit][MOVED] = None

    def _exchanged(self) -> Iterator[int]:
        """Yield the units that changed places with a neighbour.

        A shortest script moves the one of the two, or where units repeat, even others.
        """
        neighbours, neighbours_after = self._before.neighbours(), self._after.neighbours()
        for (first, second), numbers in neighbours.items():
            turned = second, first
            fewer = len(numbers) > len(neighbours_after.get((first, second), ()))
            more = len(neighbours_after.get(turned, ())) > len(neighbours.get(turned, ()))
            if fewer and more and first != second:
                for number in numbers:
                    yield from (number, number + 1)

    def _keep(self, run: _Run) -> None:
        """Note which units after have words of which units before."""
        for unit in self._before.holding(run.before, run.before + run.length):
            start, end = self._before.units[unit - 1]
            first = max(start, run.before) - run.before + run.after
            last = min(end, run.before + run.length) - run.before + run.after
            for place in self._after.holding(first, last):
                self._places[unit].add(place)
                self._holders[place].add(unit)

    def _change(self, deleted: Range, inserted: Range, kind: str) -> None:
        lost_from = list(self._before.holding(*deleted)) if deleted[0] < deleted[1] else []
        for unit in lost_from:
            self._kinds[unit][kind] = None
        gone = [unit for unit in lost_from if not self._places[unit]]
        written_in = list(self._after.holding(*inserted)) if inserted[0] < inserted[1] else []
        for place in written_in:
            if self._holders[place]:
                for unit in self._holders[place]:
                    self._kinds[unit][kind] = None
            elif lost_from:
                for unit in gone or lost_from:
                    self._places[unit].add(place)
            else:
                self._new.add(place)
        self._join(lost_from, deleted[1], kind)
        if not lost_from and not written_in and self._before.units:
            # White space that is no form, as between a comma and a word.
            self._kinds[self._before.at(deleted[0])][kind] = None

    def _join(self, lost_from: Sequence[int], place: int, kind: str) -> None:
        """Note that a unit changed which goes on with what is left of the one before it."""
        following = self._before.at(place)
        if lost_from and following == lost_from[-1] + 1:
            begins = self._before.units[following - 1][0] == place
            if begins and self._places[following] & self._places[lost_from[-1]]:
                self._kinds[following][kind] = None

    def result(self) -> ChangedUnits:
        changes = [
            UnitChange(
                unit, tuple(sorted(self._places[unit])), tuple(kinds), self._stretch(unit, kinds)
            )
            for unit, kinds in sorted(self._kinds.items())
        ]
        new = [(place, self._preceding(place)) for place in sorted(self._new)]
        return ChangedUnits(
            tuple(self._before.units), tuple(self._after.units), tuple(changes), tuple(new)
        )

    def _stretch(self, unit: int, kinds: Collection[str]) -> Range | None:
        shared = any(len(self._holders[place]) > 1 for place in self._places[unit])
        if not shared or MOVED in kinds:
            return None
        start, end = trimmed(self._before.text, self._before.units[unit - 1])
        stretch = self._after_start(start), self._after_end(end)
        return stretch if stretch[0] < stretch[1] else None

    def _after_start(self, place: int) -> int:
        """Return from where on the text after has what begins at a place of the text before."""
        before = after = 0
        for step in self._steps:
            if step.before_end > place or step.before_start == place:
                if step.before_start <= place:
                    return step.after_start
                break
            before, after = step.before_end, step.after_end
        return after + place - before

    def _after_end(self, place: int) -> int:
        """Return until where the text after has what ends at a place of the text before.

        What was put between two units ends the first one.
        """
        before = after = 0
        for step in self._steps:
            if step.before_start > place:
                break
            deleted = self._before.text[step.before_start : step.before_end]
            if step.before_start == place and deleted.strip():
                return step.after_start
            if step.before_end >= place:
                return step.after_end
            before, after = step.before_end, step.after_end
        return after + place - before

    def _preceding(self, place: int) -> int:
        """Return the last unit before of which a unit precedes a new one."""
        for earlier in range(place - 1, 0, -1):
            if self._holders[earlier]:
                return max(self._holders[earlier])
        return 0


def _runs(compared: Diff, steps: Iterable[Step]) -> Iterator[_Run]:
    """Yield what both texts have, moved passages included."""
    before = after = 0
    for step in steps:
        if step.before_start > before:
            yield _Run(before, after, step.before_start - before)
        before, after = step.before_end, step.after_end
    if before < len(compared.before):
        yield _Run(before, after, len(compared.before) - before)
    for move in compared.moves:
        place, target = move.before_start, move.after_start
        for change in move.changes:
            if change.before_start > place:
                yield _Run(place, target, change.before_start - place)
            place, target = change.before_end, change.after_end
        if move.before_end > place:
            yield _Run(place, target, move.before_end - place)


def words_of(text: str, ranges: Sequence[Range], numbers: Sequence[int]) -> str:
    """Return the words of units of a text, by their numbers from 1, with blank lines between."""
    parts = (text[slice(*trimmed(text, ranges[number - 1]))].strip() for number in numbers)
    return "\n\n".join(parts)
