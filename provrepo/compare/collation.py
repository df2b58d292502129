"""Collating two or more texts: one apparatus of all their readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from reprlib import repr as shortened
from typing import Any

from provrepo.compare.changes import Step, in_reading_order
from provrepo.compare.comparison import diff
from provrepo.compare.result import Diff


@dataclass(frozen=True, slots=True, repr=False)
class Segment:
    """A stretch and how each witness reads it; an empty reading is an omission."""

    readings: tuple[str, ...]

    def __repr__(self) -> str:
        if self.agreed:
            return f"<Segment, all read {shortened(self.readings[0])}>"
        return f"<Segment {' | '.join(map(shortened, self.readings))}>"

    @property
    def agreed(self) -> bool:
        """Whether all witnesses read the same."""
        return len(set(self.readings)) == 1

    def groups(self) -> list[tuple[str, tuple[int, ...]]]:
        """Return each different reading with the numbers of its witnesses, from 0."""
        groups: dict[str, list[int]] = {}
        for witness, reading in enumerate(self.readings):
            groups.setdefault(reading, []).append(witness)
        return [(reading, tuple(witnesses)) for reading, witnesses in groups.items()]

    def as_json(self) -> dict[str, Any]:
        """Return the readings as JSON, in the order of the witnesses."""
        return {"agreed": self.agreed, "readings": list(self.readings)}


@dataclass(frozen=True, slots=True, repr=False)
class Collation:
    """Segments in order: the readings of one witness, joined, are its text.

    ``withdrawn`` is why each witness was withdrawn from its repository, None where it was not;
    empty where nobody said it.
    """

    witnesses: tuple[str, ...]
    segments: tuple[Segment, ...]
    withdrawn: tuple[str | None, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The witnesses as readers see them: with *withdrawn* where one was."""
        reasons = self.withdrawn or (None,) * len(self.witnesses)
        return tuple(
            witness if reason is None else f"{witness} (withdrawn)"
            for witness, reason in zip(self.witnesses, reasons, strict=True)
        )

    @property
    def cautions(self) -> tuple[str, ...]:
        """Which witnesses were withdrawn, and why, as sentences."""
        return tuple(
            f"{witness} was withdrawn: {reason}"
            for witness, reason in zip(self.witnesses, self.withdrawn, strict=False)
            if reason is not None
        )

    def __repr__(self) -> str:
        places = sum(not segment.agreed for segment in self.segments)
        differ = f"{places} place differs" if places == 1 else f"{places} places differ"
        return f"<Collation of {', '.join(map(shortened, self.witnesses))}: {differ}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: a table of the places where the witnesses differ."""
        from provrepo.compare.views.notebook import collation

        return collation(self.labels, [segment.readings for segment in self.segments])

    def as_json(self) -> dict[str, Any]:
        """Return the apparatus as JSON; each segment has a reading for each of ``witnesses``."""
        return {
            "witnesses": list(self.witnesses),
            "segments": [segment.as_json() for segment in self.segments],
            "withdrawn": list(self.withdrawn),
        }


def collate(texts: Sequence[str], witnesses: Sequence[str]) -> Collation:
    """Collate ``texts`` against the first of them.

    ``witnesses`` are their names. Raises InvalidValue for fewer than two texts, or if there is
    not one name for each.
    """
    if len(texts) < 2 or len(texts) != len(witnesses):
        from provrepo.errors import InvalidValue

        rule = f"a collation needs two or more texts and a name for each; there are {len(texts)}"
        raise InvalidValue("witnesses", ", ".join(witnesses), rule)
    return _collation([diff(texts[0], text) for text in texts[1:]], witnesses)


def collation_of(comparison: Diff, before: str, after: str) -> Collation:
    """Return a comparison as a collation of two witnesses, which are named before and after."""
    return _collation([comparison], (before, after))


def _collation(comparisons: Sequence[Diff], witnesses: Sequence[str]) -> Collation:
    base = comparisons[0].before
    steps = [
        in_reading_order(comparison.changes + comparison.ignored, comparison.moves)
        for comparison in comparisons
    ]
    segments: list[Segment] = []
    place = 0
    # For each witness the number of its next step, and by how much its text is ahead of the base:
    # between steps the texts are equal, so that a place of the base plus the lead is its place.
    following = [0] * len(steps)
    lead = [0] * len(steps)
    for start, end in _joined(steps):
        if place < start:
            segments.append(Segment((base[place:start],) * len(witnesses)))
        readings = [base[start:end]]
        for number, own_steps in enumerate(steps):
            first = start + lead[number]
            while (
                following[number] < len(own_steps)
                and own_steps[following[number]].before_end <= end
            ):
                step = own_steps[following[number]]
                lead[number] = step.after_end - step.before_end
                following[number] += 1
            readings.append(comparisons[number].after[first : end + lead[number]])
        segments.append(Segment(tuple(readings)))
        place = end
    if place < len(base):
        segments.append(Segment((base[place:],) * len(witnesses)))
    return Collation(tuple(witnesses), tuple(segments))


def _joined(steps: Sequence[Sequence[Step]]) -> list[tuple[int, int]]:
    """Return the ranges of the base that any witness changes, those that overlap or touch as one.

    So each step of each witness lies in exactly one range.
    """
    ranges = sorted((step.before_start, step.before_end) for row in steps for step in row)
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
