"""Anchors: things that stand once on each side, and the heaviest set of them in the same order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise


def anchors(
    before: Sequence[str], after: Sequence[str], weight: Callable[[str], int], least: int = 1
) -> list[tuple[int, int]]:
    """Return index pairs of equal items, each once on each side, rising on both sides.

    Only items of at least ``least`` characters count. Among all rising choices the one of greatest
    total ``weight`` is taken: a longest increasing subsequence with weights (J. W. Hunt,
    T. G. Szymanski, Communications of the ACM 20, 1977; unique lines are B. Cohen's patience diff).
    """
    places = _once(before, least)
    pairs = sorted(
        (place, index)
        for item, index in _once(after, least).items()
        if index >= 0 and (place := places.get(item, -1)) >= 0
    )
    if all(left[1] < right[1] for left, right in pairwise(pairs)):
        return pairs
    return _heaviest(pairs, [weight(before[place]) for place, _ in pairs])


def _once(items: Sequence[str], least: int) -> dict[str, int]:
    """Return the index of each item that occurs once, and -1 for those that occur more often."""
    places: dict[str, int] = {}
    for index, item in enumerate(items):
        if len(item) >= least:
            places[item] = -1 if item in places else index
    return places


def _heaviest(pairs: list[tuple[int, int]], weights: list[int]) -> list[tuple[int, int]]:
    # The frontier: chains by the position of their last item; a later end is kept only if heavier.
    ends: list[int] = []
    totals: list[int] = []
    chains: list[int] = []
    previous = [-1] * len(pairs)
    for number, (_, end) in enumerate(pairs):
        at = bisect_left(ends, end)
        total = weights[number]
        if at:
            total += totals[at - 1]
            previous[number] = chains[at - 1]
        stop = at
        while stop < len(ends) and totals[stop] <= total:
            stop += 1
        ends[at:stop] = [end]
        totals[at:stop] = [total]
        chains[at:stop] = [number]
    chosen = []
    number = chains[-1]
    while number >= 0:
        chosen.append(pairs[number])
        number = previous[number]
    chosen.reverse()
    return chosen
