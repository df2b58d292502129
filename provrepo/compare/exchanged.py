"""Phrases of two groups of witnesses that stand in exchanged places, and the word between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provrepo.compare.tokens import is_word

LONG = 16
"""Longer passages are rather moved than exchanged: the longer of the two is to be aligned."""

# This share of the side with more words stands on the other one: the rest was added to it.
_SHARED = 1 / 3


def exchanged_around(
    left: Sequence[Mapping[str, int]], right: Sequence[Mapping[str, int]]
) -> tuple[int, int] | None:
    """Return the places of the word around which two phrases are exchanged; None if none are.

    What both sides begin or end with does not count. All words of the one side before the word have
    to stand after it on the other, and all after it before; of the side with more words, a third.
    """
    start = 0
    shorter = min(len(left), len(right))
    while start < shorter and left[start].keys() & right[start].keys():
        start += 1
    end = 0
    while end < shorter - start and left[-1 - end].keys() & right[-1 - end].keys():
        end += 1
    left, right = left[start : len(left) - end], right[start : len(right) - end]
    if not 3 <= len(left) <= LONG or not 3 <= len(right) <= LONG:
        return None
    rows = [_words(keys) for keys in left]
    columns = [_words(keys) for keys in right]
    # The word itself, and at least one that it is exchanged with.
    if len(set[str]().union(*rows) & set[str]().union(*columns)) < 2:
        return None
    best: tuple[float, int, int] | None = None
    for row, words in enumerate(rows):
        for column, more_words in enumerate(columns):
            if words & more_words:
                shared = _exchanged(rows, columns, row, column)
                if shared and (best is None or shared > best[0]):
                    best = shared, row, column
    return best and (start + best[1], start + best[2])


def _exchanged(
    rows: Sequence[set[str]], columns: Sequence[set[str]], row: int, column: int
) -> float:
    """Return how much of both sides is exchanged around a word; 0 where it is too little."""
    shares: list[float] = []
    for part, other in (
        (rows[:row], columns[column + 1 :]),
        (rows[row + 1 :], columns[:column]),
        (columns[:column], rows[row + 1 :]),
        (columns[column + 1 :], rows[:row]),
    ):
        # Most are no exchange, which the first share tells.
        shares.append(_share(part, other))
        if shares[-1] < _SHARED:
            return 0
    of_rows, of_columns = min(shares[:2]), min(shares[2:])
    return of_rows + of_columns if max(of_rows, of_columns) == 1 else 0


def _share(part: Sequence[set[str]], other: Sequence[set[str]]) -> float:
    """Return which part of the words stands in ``other``: 0 where there are none."""
    all_words: set[str] = set().union(*other)
    words = [column for column in part if column]
    return sum(not all_words.isdisjoint(column) for column in words) / max(1, len(words))


def _words(keys: Mapping[str, int]) -> set[str]:
    return {key for key in keys if key and is_word(key)}
