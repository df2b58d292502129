"""The second pass: units that stand elsewhere in the translation.

What the first pass paired with nothing, because order is kept there, is compared with all that is
left on the other side. A pair is made where two units have far more in common than chance would
give, and each has more with the other one than with anything else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from provrepo.align.evidence import Bag, deviation, often
from provrepo.align.result import UnitPair
from provrepo.align.shapes import Row

_SURE = 2.5
"""In deviations above chance: what chance brings together has less than two."""
_MARGIN = 1.5
"""By how many deviations a pair beats every other pair that either unit could make."""
_LENGTHS = 3.0
"""How many times longer than its translation, by the texts' ratio, a unit that moved may be."""
_MANY = 400
"""How many of the units left on a side are compared, from the first on."""


def moved_pairs(
    pairs: Sequence[UnitPair], rows: tuple[Row, Row], by_key: Mapping[str, float]
) -> list[UnitPair]:
    """Return ``pairs``, those of units that moved made one of two halves."""
    left = [pair for pair in pairs if not pair.target and not pair.pinned][:_MANY]
    right = [pair for pair in pairs if not pair.source and not pair.pinned][:_MANY]
    if not left or not right:
        return list(pairs)
    matches = _matches(
        [pair.source[0] - 1 for pair in left],
        [pair.target[0] - 1 for pair in right],
        rows,
        by_key,
    )
    result = list(pairs)
    for source, target, likelihood in matches:
        result = [
            pair
            for pair in result
            if pair.pinned
            or (pair.source, pair.target) not in (((source + 1,), ()), ((), (target + 1,)))
        ]
        result.append(UnitPair((source + 1,), (target + 1,), likelihood, moved=True))
    return result


def _matches(
    left: Sequence[int], right: Sequence[int], rows: tuple[Row, Row], by_key: Mapping[str, float]
) -> list[tuple[int, int, float]]:
    source_total, target_total = _totals(rows[0].bags, by_key), _totals(rows[1].bags, by_key)
    total = sum(by_key[key] * worth * target_total[key] for key, worth in source_total.items())
    ratio = (sum(rows[1].sizes) or 1) / (sum(rows[0].sizes) or 1)
    source_sums = {unit: _against(rows[0].bags[unit], target_total, by_key) for unit in left}
    target_sums = {unit: _against(rows[1].bags[unit], source_total, by_key) for unit in right}
    common = _common(left, right, rows, by_key)
    scores: dict[tuple[int, int], float] = {}
    for (source, target), observed in common.items():
        size, target_size = rows[0].sizes[source] * ratio, rows[1].sizes[target]
        if max(size, target_size) <= _LENGTHS * min(size, target_size) + 20:
            expected = source_sums[source] * target_sums[target] / total
            scores[source, target] = deviation(observed, expected)
    rivals = _Rivals(scores)
    return [
        (source, target, min(0.95, score / (score + _SURE)))
        for (source, target), score in scores.items()
        if score >= _SURE and score >= _MARGIN + rivals.of(source, target)
    ]


def _common(
    left: Sequence[int], right: Sequence[int], rows: tuple[Row, Row], by_key: Mapping[str, float]
) -> dict[tuple[int, int], float]:
    """Return what each two units share, where that is anything."""
    holders: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for target in right:
        for key, count in rows[1].bags[target].items():
            if key in by_key:
                holders[key].append((target, often(count)))
    common: defaultdict[tuple[int, int], float] = defaultdict(float)
    for source in left:
        for key, count in rows[0].bags[source].items():
            if key in holders:
                worth = by_key[key] * often(count)
                for target, target_worth in holders[key]:
                    common[source, target] += worth * target_worth
    return common


class _Rivals:
    """The highest score that either of two units has with any other one."""

    def __init__(self, scores: Mapping[tuple[int, int], float]) -> None:
        self._scores = scores
        # The two best of each unit: whoever is not the first has the first for a rival.
        self._best: defaultdict[tuple[int, int], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for pair, score in scores.items():
            for side in (0, 1):
                best = self._best[side, pair[side]]
                best[:] = sorted((*best, score))[1:]

    def of(self, source: int, target: int) -> float:
        score = self._scores[source, target]
        both = self._best[0, source], self._best[1, target]
        return max(second if score == first else first for second, first in both)


def _totals(bags: Sequence[Bag], by_key: Mapping[str, float]) -> dict[str, float]:
    totals = dict.fromkeys(by_key, 0.0)
    for bag in bags:
        for key, count in bag.items():
            if key in by_key:
                totals[key] += often(count)
    return totals


def _against(bag: Bag, totals: Mapping[str, float], by_key: Mapping[str, float]) -> float:
    return sum(
        by_key[key] * often(count) * totals[key] for key, count in bag.items() if key in by_key
    )
