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

from provrepo.align.band import Band

Bag = Counter[str]
"""The keys of a unit (`provrepo.align.keys`), each with how often the unit has it."""

WEIGHTS = {"n": 1.0, "p": 0.6, "c": 0.7, "w": 1.0, "s": 0.5, "y": 1.0}
"""What the first letter of a key says it is worth: see `provrepo.align.keys`."""

NEARBY = 4
"""How many units before and after are counted to tell what chance would give."""
_LITTLE = 0.4
_DEVIATION = 2 * math.sqrt(2)


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

    def shared(self, top: int, bottom: int, left: int, right: int) -> float:
        """Return what the units from ``top`` to before ``bottom`` share with those of the target.

        Those go from ``left`` to before ``right``. The rectangle lies in the band.
        """
        lower, upper = self._sums[bottom + NEARBY], self._sums[top + NEARBY]
        below, above = self._offsets[bottom + NEARBY], self._offsets[top + NEARBY]
        return (
            lower[right - below] - lower[left - below] - upper[right - above] + upper[left - above]
        )

    def deviation(self, top: int, bottom: int, left: int, right: int, observed: float) -> float:
        """Return how much more two stretches share than chance would give, in deviations.

        ``observed`` is what they share (`shared`).
        """
        sums, offsets = self._sums, self._offsets
        upper, lower = sums[top + NEARBY], sums[bottom + NEARBY]
        first, last = sums[top], sums[bottom + 2 * NEARBY]
        above, below = offsets[top + NEARBY], offsets[bottom + NEARBY]
        before, after = offsets[top], offsets[bottom + 2 * NEARBY]
        near, far = left - NEARBY, right + NEARBY
        total = last[far - after] - last[near - after] - first[far - before] + first[near - before]
        if total <= 0:
            return 0.0
        row = lower[far - below] - lower[near - below] - upper[far - above] + upper[near - above]
        column = (
            last[right - after] - last[left - after] - first[right - before] + first[left - before]
        )
        return deviation(observed, row * column / total)


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
    # Sums of differences may be a little less than nothing: by far less than `_LITTLE`.
    return _DEVIATION * (math.sqrt(observed + _LITTLE) - math.sqrt(expected + _LITTLE))


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
