"""Cutting off what two stretches of text have in common at their ends, between tokens.

Most of a revised text is equal, and what is cut off need not be cut into tokens. But a cut through
a token would make tokens that the texts do not have; and whether a token begins at a place must be
known from the characters beside it, since to know it exactly would mean to tokenise after all. So a
cut goes back to the nearest place where a token surely begins.
"""

from __future__ import annotations

from provrepo.interventions import BRACKETS

# Characters with which a token begins, whatever stands before them. Not all of them: a full stop
# may belong to 4.701 and an apostrophe to don't.
_OPENERS = frozenset(BRACKETS + '<>"(){}:;!?/=«»“”…。，、；：？！')

Range = tuple[int, int, int, int]


def without_equal_ends(before: str, after: str, stretch: Range) -> Range:
    """Return ``stretch`` less its common beginning and end, never cutting through a token.

    A stretch is a half-open range of code points of each text.
    """
    row, last, column, stop = stretch
    common = 0
    if row < last and column < stop and before[row] == after[column]:
        common = _prefix(before, row, last, after, column, stop)
    while common and not (
        token_begins(before, row + common, last) and token_begins(after, column + common, stop)
    ):
        common -= 1
    row, column = row + common, column + common
    common = 0
    if row < last and column < stop and before[last - 1] == after[stop - 1]:
        common = _suffix(before, row, last, after, column, stop)
    while common and not (
        token_begins(before, last - common, last) and token_begins(after, stop - common, stop)
    ):
        common -= 1
    return row, last - common, column, stop - common


def _prefix(before: str, row: int, last: int, after: str, column: int, stop: int) -> int:
    """Return how many characters two stretches share at their beginning.

    Slices are compared, by doubling steps and then by halving, since comparing two strings takes C
    a thousandth of the time that a loop over their characters takes here.
    """
    low, high = 0, min(last - row, stop - column)
    step = 64
    while low < high:
        # Doubling steps first, while step is not 0: most stretches differ early.
        middle = min(high, low + step) if step else (low + high + 1) // 2
        if before.startswith(after[column + low : column + middle], row + low):
            low = middle
            step *= 2
        else:
            high = middle - 1
            step = 0
    return low


def _suffix(before: str, row: int, last: int, after: str, column: int, stop: int) -> int:
    """Return how many characters two stretches share at their end, found as in `_prefix`."""
    low, high = 0, min(last - row, stop - column)
    step = 64
    while low < high:
        middle = min(high, low + step) if step else (low + high + 1) // 2
        if before.endswith(after[stop - middle : stop - low], 0, last - low):
            low = middle
            step *= 2
        else:
            high = middle - 1
            step = 0
    return low


def token_begins(text: str, place: int, end: int) -> bool:
    """Return whether a token surely begins at ``place``; ``end`` is the end of the stretch."""
    if place == end:
        return True
    following = text[place]
    if following in _OPENERS or "\u4e00" <= following <= "\u9fff":
        return True
    return place > 0 and text[place - 1].isspace() != following.isspace()
