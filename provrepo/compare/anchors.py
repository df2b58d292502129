"""Anchors: things that stand once on each side, and the heaviest set of them in the same order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from provrepo.compare.tokens import tokens

Pairs = list[tuple[int, int]]
Item = TypeVar("Item", bound=Hashable)


def anchors(before: Sequence[Item], after: Sequence[Item]) -> Pairs:
    """Return index pairs of equal items, each once on each side, rising on both sides.

    Among all rising choices it is a longest one.
    """
    left = dict(zip(before, range(len(before)), strict=True))
    right = dict(zip(after, range(len(after)), strict=True))
    both = _single(before) & _single(after)
    pairs = sorted(zip(map(left.__getitem__, both), map(right.__getitem__, both), strict=True))
    return pairs if _is_rising(pairs) else _heaviest(pairs, [1] * len(pairs))


def line_anchors(before: Sequence[str], after: Sequence[str], least: int) -> tuple[Pairs, bool]:
    """Return index pairs of equal lines, each once on each side, rising on both sides.

    Only lines of at least ``least`` characters count; among all rising choices it is one with the
    most tokens. Also tell whether there was a choice: whether some lines have changed places.
    """
    both = _single(line for line in before if len(line) >= least)
    if both:
        both &= _single(line for line in after if len(line) >= least)
    left = [place for place, line in enumerate(before) if line in both]
    index = {line: place for place, line in enumerate(after) if line in both}
    pairs = [(place, index[before[place]]) for place in left]
    if _is_rising(pairs):
        return pairs, False
    return _heaviest(pairs, [len(tokens(before[place])) for place, _ in pairs]), True


def _single(items: Iterable[Item]) -> set[Item]:
    """Return the items that occur once."""
    return {item for item, count in Counter(items).items() if count == 1}


def _is_rising(pairs: Pairs) -> bool:
    return all(left[1] < right[1] for left, right in pairwise(pairs))


def _heaviest(pairs: Pairs, weights: list[int]) -> Pairs:
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
