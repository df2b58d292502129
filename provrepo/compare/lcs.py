"""The longest common subsequence of two token lists: exact, by bit-parallel dynamic programming.

M. Crochemore, C. S. Iliopoulos, Y. J. Pinzon, J. F. Reid: A fast and practical bit-vector algorithm
for the longest common subsequence problem, Information Processing Letters 80 (2001); in the form of
H. Hyyrö: Bit-parallel LCS-length computation revisited, AWOCA 2004. Python's integers are the bit
vectors. Memory beyond a limit is avoided as in D. S. Hirschberg: A linear space algorithm for
computing maximal common subsequences, Communications of the ACM 18 (1975).

In the textbook's table, cell (i, j) is the length of a longest common subsequence of the first i
tokens of one list and the first j of the other. Along a row it grows by 0 or 1 with each column. So
a row is one integer with a bit for each column: clear where the length grows, set where it does not
(Crochemore's V). One row follows from the one above by an addition, whose carries do the work of
the textbook's inner loop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

_KEPT_BITS = 1 << 28
"""Bits of rows that are kept for the trace-back: 32 MB."""

# Rows after which the bits that were carried too far are cut off: each row carries at most one, and
# cutting copies the whole integer.
_CARRIES = 64
# With this few different tokens among many, the integers are made from strings of digits.
_FEW = 32
# For this few tokens, the integers are made from single bits that are kept ready.
_SHORT = 1024


class Matches(NamedTuple):
    """Indices of equal items: ``rows[n]`` of the first list and ``columns[n]`` of the second.

    Two lists of numbers, since a million pairs would keep the garbage collector busy.
    """

    rows: list[int]
    columns: list[int]

    def add(self, matches: Matches, row: int, column: int) -> None:
        """Take over what was matched in lists that begin at ``row`` and ``column``."""
        self.rows.extend([row + place for place in matches.rows] if row else matches.rows)
        self.columns.extend(
            [column + place for place in matches.columns] if column else matches.columns
        )

    def unmatched(self, rows: int, columns: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield the ranges between matched items of lists of ``rows`` and ``columns`` items."""
        i = j = 0
        for row, column in zip(self.rows, self.columns, strict=True):
            if row > i or column > j:
                yield i, row, j, column
            i, j = row + 1, column + 1
        if rows > i or columns > j:
            yield i, rows, j, columns


def longest_common_subsequence(
    before: Sequence[str], after: Sequence[str], kept_bits: int = _KEPT_BITS
) -> Matches:
    """Return the indices of a longest common subsequence, in order.

    Time is proportional to ``len(before) * len(after) / 64``. A table of more than ``kept_bits``
    cells is divided, so that memory is bounded.
    """
    if len(before) * len(after) <= kept_bits:
        return _trace(before, after)
    # Hirschberg: a best path through the table crosses its middle row somewhere. The lengths of the
    # upper half from the start and of the lower half from the end tell where, and need no row but
    # their last one; then the two quarters that the path goes through are tables of their own.
    matches = Matches([], [])
    stack = [(0, len(before), 0, len(after))]
    while stack:
        first, last, start, end = stack.pop()
        rows, columns = last - first, end - start
        if not rows or not columns:
            continue
        if rows * columns <= kept_bits or rows == 1:
            matches.add(_trace(before[first:last], after[start:end]), first, start)
            continue
        middle = first + rows // 2
        cut = start + _split(before[first:middle], before[middle:last], after[start:end])
        # The upper one is on top of the stack: matches are added in order.
        stack.append((middle, last, cut, end))
        stack.append((first, middle, start, cut))
    return matches


def _trace(before: Sequence[str], after: Sequence[str]) -> Matches:
    """Fill the table row by row, keep the rows, and walk back from its corner."""
    masks = _masks(after)
    full = (1 << len(after)) - 1
    vector = full
    table = []
    for start in range(0, len(before), _CARRIES):
        # Each addition carries at most one bit beyond the last column, where nobody looks.
        vector &= full
        for token in before[start : start + _CARRIES]:
            mask = masks.get(token)
            if mask is not None:
                hit = vector & mask
                vector = (vector + hit) | (vector - hit)
            table.append(vector)
    rows: list[int] = []
    columns: list[int] = []
    row, column = len(before) - 1, len(after) - 1
    while row >= 0 and column >= 0:
        # Two equal tokens may always be matched. Else a set bit says that the subsequence does not
        # grow with this column, a clear one that it grew here in a row before.
        if before[row] == after[column]:
            rows.append(row)
            columns.append(column)
            row -= 1
            column -= 1
        elif table[row] >> column & 1:
            column -= 1
        else:
            row -= 1
    rows.reverse()
    columns.reverse()
    return Matches(rows, columns)


def _split(upper: Sequence[str], lower: Sequence[str], after: Sequence[str]) -> int:
    """Return the column where a best path crosses from ``upper`` to ``lower``."""
    down = _last_row(upper, after)
    up = _last_row(lower[::-1], after[::-1])
    best = length = up.count("0")
    cut = 0
    # Going right by one column, the upper part gains what its row says and the lower one loses.
    for column, (gained, lost) in enumerate(zip(reversed(down), up, strict=True), 1):
        length += (gained == "0") - (lost == "0")
        if length > best:
            best, cut = length, column
    return cut


def _last_row(before: Sequence[str], after: Sequence[str]) -> str:
    """Return the last row, highest column first, a "0" where the subsequence grows."""
    masks = _masks(after)
    full = (1 << len(after)) - 1
    vector = full
    for token in before:
        mask = masks.get(token)
        if mask is not None:
            hit = vector & mask
            vector = ((vector + hit) | (vector - hit)) & full
    return f"{vector:0{len(after)}b}"


def _masks(tokens: Sequence[str]) -> dict[str, int]:
    """Return for each token the integer that has a bit set wherever the token stands.

    Three ways, since setting bits one by one in a long integer copies it each time.
    """
    different = set(tokens)
    if len(different) <= _FEW and len(tokens) > _FEW * len(different):
        return _dense_masks(tokens, different)
    masks: dict[str, int] = {}
    if len(tokens) <= _SHORT:
        for token, bit in zip(tokens, _bits(), strict=False):
            masks[token] = masks.get(token, 0) | bit
        return masks
    places_of: dict[str, list[int]] = {}
    for place, token in enumerate(tokens):
        places_of.setdefault(token, []).append(place)
    size = len(tokens) // 8 + 1
    for token, places in places_of.items():
        if len(places) == 1:
            masks[token] = 1 << places[0]
        else:
            row = bytearray(size)
            for place in places:
                row[place >> 3] |= 1 << (place & 7)
            masks[token] = int.from_bytes(row, "little")
    return masks


@cache
def _bits() -> list[int]:
    return [1 << place for place in range(_SHORT)]


def _dense_masks(tokens: Sequence[str], different: set[str]) -> dict[str, int]:
    """Return the masks of few tokens: each list as digits 0 and 1, which C makes and reads."""
    codes = {token: code for code, token in enumerate(different)}
    coded = bytes(map(codes.__getitem__, reversed(tokens)))
    masks = {}
    for token, code in codes.items():
        digits = bytearray(b"0" * _FEW)
        digits[code] = ord("1")
        masks[token] = int(coded.translate(bytes(digits).ljust(256)), 2)
    return masks
