"""Anchors: things that stand once on each side, and the heaviest set of them in the same order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from itertools import pairwise

from provrepo.compare.tokens import tokens


def anchors(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return index pairs of equal items, each once on each side, rising on both sides.

    Among all rising choices it is a longest one.
    """
    pairs = _pairs(before, after)
    return pairs if _is_rising(pairs) else _heaviest(pairs, [1] * len(pairs))


def line_anchors(
    before: Sequence[str], after: Sequence[str], least: int
) -> tuple[list[tuple[int, int]], bool]:
    """Return index pairs of equal lines, each once on each side, rising on both sides.

    Only lines of at least ``least`` characters count; among all rising choices it is one with the
    most tokens. Also tell whether there was a choice: whether some lines have changed places.
    """
    left = [line if len(line) >= least else "" for line in before]
    right = [line if len(line) >= least else "" for line in after]
    pairs = _pairs(left, right)
    if _is_rising(pairs):
        return pairs, False
    return _heaviest(pairs, [len(tokens(before[place])) for place, _ in pairs]), True


def _pairs(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[tuple[int, int]]:
    places = _once(before)
    return sorted(
        (place, index)
        for item, index in _once(after).items()
        if item and index >= 0 and (place := places.get(item, -1)) >= 0
    )


def _once(items: Sequence[Hashable]) -> dict[Hashable, int]:
    """Return the index of each item that occurs once, and -1 for those that occur more often."""
    places: dict[Hashable, int] = {}
    for index, item in enumerate(items):
        places[item] = -1 if item in places else index
    return places


def _is_rising(pairs: list[tuple[int, int]]) -> bool:
    return all(left[1] < right[1] for left, right in pairwise(pairs))


def _heaviest(pairs: list[tuple[int, int]], weights: list[int]) -> list[tuple[int, int]]:
    """Choose by a longest increasing subsequence with weights.

    J. W. Hunt, T. G. Szymanski: A fast algorithm for computing longest common subsequences,
    Communications of the ACM 20 (1977); that unique lines make good anchors is B. Cohen's
    patience diff.
    """
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
