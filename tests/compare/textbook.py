"""What the textbook's table says is the least that a script has to delete and insert."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

Size = tuple[int, int, int]


def rank(token: str) -> int:
    """Return 0 for a word or a symbol, 1 for punctuation, 2 for white space."""
    if token.isspace():
        return 2
    category = unicodedata.category(token[0])
    return 0 if token[0].isalnum() or category[0] == "M" or category in ("So", "Sc", "Co") else 1


def least(left: Sequence[str], right: Sequence[str]) -> Size:
    """Return how many words, marks and blanks are deleted and inserted at least, in that order.

    No script has fewer words; of those with as few words none has fewer marks; and so on.
    """
    row: list[Size] = [(0, 0, 0)] * (len(right) + 1)
    for token in left:
        corner = (0, 0, 0)
        number = rank(token)
        for column, candidate in enumerate(right, 1):
            above = row[column]
            best = max(above, row[column - 1])
            if token == candidate:
                words, marks, blanks = corner
                equal = words + (number == 0), marks + (number == 1), blanks + (number == 2)
                best = max(best, equal)
            row[column] = best
            corner = above
    ranks = [*map(rank, left), *map(rank, right)]
    words, marks, blanks = (ranks.count(number) - 2 * row[-1][number] for number in range(3))
    return words, marks, blanks
