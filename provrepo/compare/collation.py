"""Collating two or more texts: one apparatus of all their readings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from provrepo.compare.changes import Diff
from provrepo.compare.comparison import diff


class Segment(NamedTuple):
    """A stretch and how each witness reads it; an empty reading is an omission."""

    readings: tuple[str, ...]

    @property
    def agreed(self) -> bool:
        """Whether all witnesses read the same."""
        return len(set(self.readings)) == 1

    def groups(self) -> list[tuple[str, tuple[int, ...]]]:
        """Return each different reading with the numbers of its witnesses, from 0."""
        found: dict[str, list[int]] = {}
        for witness, reading in enumerate(self.readings):
            found.setdefault(reading, []).append(witness)
        return [(reading, tuple(witnesses)) for reading, witnesses in found.items()]


class Collation(NamedTuple):
    """Segments in order: the readings of one witness, joined, are its text."""

    witnesses: tuple[str, ...]
    segments: tuple[Segment, ...]


def collate(texts: Sequence[str], witnesses: Sequence[str]) -> Collation:
    """Collate ``texts`` against the first of them.

    ``witnesses`` are their names. Raises ValueError for fewer than two texts, or if there is not
    one name for each.
    """
    if len(texts) < 2 or len(texts) != len(witnesses):
        msg = f"A collation needs two or more texts and a name for each, not {len(texts)} texts"
        raise ValueError(f"{msg} and {len(witnesses)} names.")
    return _collation([diff(texts[0], other) for other in texts[1:]], witnesses)


def collation_of(comparison: Diff, before: str, after: str) -> Collation:
    """Return a comparison as a collation of two witnesses, which are named before and after."""
    return _collation([comparison], (before, after))


def _collation(comparisons: Sequence[Diff], witnesses: Sequence[str]) -> Collation:
    base = comparisons[0].before
    steps = [comparison.steps(everything=True) for comparison in comparisons]
    ranges = sorted((step[0], step[1]) for found in steps for step in found)
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    segments: list[Segment] = []
    place = 0
    used = [0] * len(steps)
    shifts = [0] * len(steps)
    for start, end in joined:
        if place < start:
            segments.append(Segment((base[place:start],) * len(witnesses)))
        readings = [base[start:end]]
        for number, found in enumerate(steps):
            first = start + shifts[number]
            while used[number] < len(found) and found[used[number]].before_end <= end:
                step = found[used[number]]
                shifts[number] = step.after_end - step.before_end
                used[number] += 1
            readings.append(comparisons[number].after[first : end + shifts[number]])
        segments.append(Segment(tuple(readings)))
        place = end
    if place < len(base):
        segments.append(Segment((base[place:],) * len(witnesses)))
    return Collation(tuple(witnesses), tuple(segments))
