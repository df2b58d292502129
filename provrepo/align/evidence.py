"""How much two stretches of units have in common, compared with what chance would give nearby.

What they share is the sum of the weights of the keys that a unit of the one and a unit of the other
have in common. Were the keys strewn about at random, it would be the sum of its row times the sum
of its column over the total; and as each passage has its own subject, chance is counted among the
units nearby, not in the whole text. The difference is measured in standard deviations of a Poisson
count (Anscombe 1948: twice the square root makes them alike for all counts).
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate, chain
from operator import add
from typing import NamedTuple

from provrepo.align.band import Band

Bag = Counter[str]
"""The keys of a unit (`provrepo.align.keys`), each with how often the unit has it."""

WEIGHTS = {"n": 1.0, "p": 0.6, "c": 0.7, "w": 1.0, "s": 0.5, "y": 1.0}
"""What the first letter of a key says it is worth: see `provrepo.align.keys`."""

NEARBY = 4
"""How many units before and after are counted to tell what chance would give."""
LITTLE = 0.4
"""What is added before a square root is taken: sums of differences may be just below nothing."""
DEVIATION = 2 * math.sqrt(2)
"""By how many standard deviations square roots of sums differ for each unit."""


@cache
def often(count: int) -> float:
    """Return what a key counts that a unit has ``count`` times."""
    return 1 + math.log(count)


def weights(source: Sequence[Bag], target: Sequence[Bag]) -> dict[str, float]:
    """Return the weight of each key that both texts have: the rarer, the more it says."""
    first = Counter(key for bag in source for key in bag)
    second = Counter(key for bag in target for key in bag)
    return {
        key: WEIGHTS[key[0]]
        * min(math.log1p(len(source) / count), math.log1p(len(target) / second[key]))
        for key, count in first.items()
        if key in second
    }


class Evidence:
    """What the units near the diagonal share, summed so that any rectangle costs four look-ups.

    Around all units there is a margin of `NEARBY` in which nothing is shared, so that whoever asks
    what is near a unit need not ask where the text ends.
    """

    def __init__(
        self,
        source: Sequence[Bag],
        target: Sequence[Bag],
        by_key: Mapping[str, float],
        band: Band,
    ) -> None:
        # Whoever asks about units near a place asks about those around them, too.
        lag, lead = band.longest + 2 * NEARBY, band.longest + NEARBY
        lows = [0] * (lag + NEARBY) + band.lows
        last = len(band.highs) - 1
        self._offsets = [low - 2 * NEARBY for low in lows[: len(source) + 1 + 2 * NEARBY]]
        ends = [
            band.highs[min(max(row + lead, 0), last)] + NEARBY
            for row in range(-NEARBY, len(source) + 1 + NEARBY)
        ]
        self._sums = self._summed(source, _places(target, by_key), by_key, ends)

    def _summed(
        self,
        source: Sequence[Bag],
        places: Mapping[str, tuple[list[int], list[float]]],
        by_key: Mapping[str, float],
        ends: Sequence[int],
    ) -> list[array[float]]:
        """Return for each row the sums of all that is above it and to the left."""
        sums = [array("d", [0.0]) * (ends[0] - self._offsets[0] + 1)]
        for number in range(1, len(ends)):
            row, offset = number - 1 - NEARBY, self._offsets[number]
            cells = [0.0] * (ends[number] - offset)
            if 0 <= row < len(source):
                _fill(cells, offset, source[row], places, by_key)
            shift, above = offset - self._offsets[number - 1], sums[-1]
            beyond = [above[-1]] * (len(cells) + 1 + shift - len(above))
            totals = accumulate(cells, initial=0.0)
            sums.append(array("d", map(add, chain(above[shift:], beyond), totals)))
        return sums

    def rows(self, top: int, bottom: int) -> Rows:
        """Return the sums that tell what the units from ``top`` to before ``bottom`` share."""
        sums, offsets = self._sums, self._offsets
        before, upper = top, top + NEARBY
        lower, after = bottom + NEARBY, bottom + 2 * NEARBY
        return Rows(
            sums[upper], offsets[upper], sums[lower], offsets[lower],
            sums[before], offsets[before], sums[after], offsets[after],
        )  # fmt: skip


class Rows(NamedTuple):
    """Sums above and below some units of the source, and `NEARBY` before and after them.

    Each sum is that of all to the left of a unit of the target, from the unit that the number after
    it names. A rectangle costs four of them, and `Lattice` looks at so many that it takes them from
    here itself.
    """

    upper: array[float]
    above: int
    lower: array[float]
    below: int
    first: array[float]
    before: int
    last: array[float]
    after: int


def _fill(
    cells: list[float],
    offset: int,
    bag: Bag,
    places: Mapping[str, tuple[list[int], list[float]]],
    by_key: Mapping[str, float],
) -> None:
    """Write into the cells of a row what its unit shares with each of the target."""
    end = offset + len(cells)
    for key, count in bag.items():
        if key not in places:
            continue
        columns, worths = places[key]
        worth = by_key[key] * often(count)
        for place in range(bisect_left(columns, offset), len(columns)):
            column = columns[place]
            if column >= end:
                break
            cells[column - offset] += worth * worths[place]


def deviation(observed: float, expected: float) -> float:
    """Return how far an observed sum is from an expected one, in deviations."""
    return DEVIATION * (math.sqrt(observed + LITTLE) - math.sqrt(expected + LITTLE))


def _places(
    bags: Sequence[Bag], by_key: Mapping[str, float]
) -> dict[str, tuple[list[int], list[float]]]:
    places: dict[str, tuple[list[int], list[float]]] = {}
    for number, bag in enumerate(bags):
        for key, count in bag.items():
            if key in by_key:
                columns, worths = places.setdefault(key, ([], []))
                columns.append(number)
                worths.append(often(count))
    return places
