"""Anchors: items that stand once on each side, and what lies between those in the same order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import accumulate, compress, count, pairwise
from typing import TypeVar

from provrepo.compare.tokens import tokens

Pairs = list[tuple[int, int]]
Item = TypeVar("Item", bound=Hashable)


def anchors(before: Sequence[Item], after: Sequence[Item]) -> Pairs:
    """Return index pairs of equal items, each once on each side, rising on both sides.

    Among all rising choices it is a longest one.
    """
    rows = dict(zip(before, range(len(before)), strict=True))
    columns = dict(zip(after, range(len(after)), strict=True))
    both = _single(before) & _single(after)
    pairs = sorted(zip(map(rows.__getitem__, both), map(columns.__getitem__, both), strict=True))
    return pairs if _is_rising(pairs) else _heaviest(pairs, [1] * len(pairs))


def line_anchors(before: Sequence[str], after: Sequence[str], least: int) -> tuple[Pairs, Pairs]:
    """Return index pairs of equal lines, each once on each side: those in order, and those moved.

    Only lines of at least ``least`` characters count. Those in order rise on both sides; among all
    rising choices it is one with the most tokens.
    """
    both = _single(line for line in before if len(line) >= least)
    if both:
        both &= _single(line for line in after if len(line) >= least)
    rows = [row for row, line in enumerate(before) if line in both]
    columns = {line: column for column, line in enumerate(after) if line in both}
    pairs = [(row, columns[before[row]]) for row in rows]
    if _is_rising(pairs):
        return pairs, []
    fixed = _heaviest(pairs, [len(tokens(before[row])) for row, _ in pairs])
    return fixed, sorted(set(pairs).difference(fixed))


class Lines:
    """The lines, or sentences, of a stretch of text that begins at ``start``, and their places.

    Line ``n`` is ``text[starts[n]:starts[n + 1]]``.
    """

    def __init__(self, start: int, lines: list[str]) -> None:
        self.lines = lines
        self.starts = list(accumulate(map(len, lines), initial=start))

    def part(self, first: int, last: int) -> Lines:
        """Return the lines from number ``first`` up to, not including, ``last``."""
        return Lines(self.starts[first], self.lines[first:last])


def windows(
    left: Sequence[str], right: Sequence[str], fixed: Pairs
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the ranges of lines that differ between fixed ones.

    The equal neighbours of a fixed line belong to it, so that no window begins or ends with a line
    that both sides have there.
    """
    i = j = 0
    for row, column in [*fixed, (len(left), len(right))]:
        last, stop = row, column
        while last > i and stop > j and left[last - 1] == right[stop - 1]:
            last, stop = last - 1, stop - 1
        while i < last and j < stop and left[i] == right[j]:
            i, j = i + 1, j + 1
        if i < last or j < stop:
            yield i, last, j, stop
        i, j = row + 1, column + 1


def meetings(
    left: Sequence[Item], right: Sequence[Item], but: Item | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the places of items that stand once on each side, in the order of the left one.

    The item ``but`` does not count.
    """
    both = set(left)
    both.intersection_update(right)
    if but is not None:
        both.discard(but)
    once = _single(filter(both.__contains__, left)) & _single(filter(both.__contains__, right))
    are_left, are_right = (bytes(map(once.__contains__, side)) for side in (left, right))
    columns = dict(zip(compress(right, are_right), compress(count(), are_right), strict=True))
    rows = compress(count(), are_left)
    return zip(rows, map(columns.__getitem__, compress(left, are_left)), strict=True)


def _single(items: Iterable[Item]) -> set[Item]:
    """Return the items that occur once."""
    return {item for item, number in Counter(items).items() if number == 1}


def _is_rising(pairs: Pairs) -> bool:
    return all(left[1] < right[1] for left, right in pairwise(pairs))


def _heaviest(pairs: Pairs, weights: list[int]) -> Pairs:
    """Return the heaviest rising choice of ``pairs``, which are sorted by their first index.

    A longest increasing subsequence with weights. J. W. Hunt, T. G. Szymanski: A fast algorithm
    for computing longest common subsequences, Communications of the ACM 20 (1977); that unique
    lines make good anchors is B. Cohen's patience diff.
    """
    # The frontier: for each end the heaviest chain that ends there. Invariant: ends and totals both
    # rise, since a chain that ends later without being heavier can never be the better one to
    # extend; so the best chain to extend is the one before the first end that is not lower.
    ends: list[int] = []
    totals: list[int] = []
    chains: list[int] = []
    previous = [-1] * len(pairs)
    for number, (_, end) in enumerate(pairs):
        place = bisect_left(ends, end)
        total = weights[number]
        if place:
            total += totals[place - 1]
            previous[number] = chains[place - 1]
        stop = place
        while stop < len(ends) and totals[stop] <= total:
            stop += 1
        ends[place:stop] = [end]
        totals[place:stop] = [total]
        chains[place:stop] = [number]
    chosen = []
    number = chains[-1]
    while number >= 0:
        chosen.append(pairs[number])
        number = previous[number]
    chosen.reverse()
    return chosen
