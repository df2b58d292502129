"""Aligning two texts: what was replaced by what, how much, and how little it could have been."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from provrepo.compare.anchors import anchors
from provrepo.compare.sequence import match
from provrepo.compare.tokens import lines, tokens

# A line that stands once on each side and has this many characters is taken as the same line.
_ANCHOR_LENGTH = 24


class Gap(NamedTuple):
    """A stretch that the alignment replaces: half-open ranges in code points of the two texts."""

    before_start: int
    before_end: int
    after_start: int
    after_end: int


class Alignment(NamedTuple):
    """The gaps in order, at least one equal token between any two; and the size of the script."""

    gaps: tuple[Gap, ...]
    edits: int
    lower_bound: int


def align(before: str, after: str) -> Alignment:
    """Align two texts token by token.

    ``edits`` counts the tokens deleted and inserted. ``lower_bound`` is proven: no script can do
    with fewer. It counts each token's surplus on one side over the other; tokens of equal stretches
    balance and need not be counted.
    """
    # The same pair gives the same script in either direction, mirrored.
    if (len(before), before) > (len(after), after):
        gaps, edits, lower_bound = align(after, before)
        return Alignment(tuple(Gap(c, d, a, b) for a, b, c, d in gaps), edits, lower_bound)
    if before == after:
        return Alignment((), 0, 0)
    gaps_found: list[Gap] = []
    surplus: Counter[str] = Counter()
    edits = 0
    for gap in _line_gaps(before, after):
        left = tokens(before[gap.before_start : gap.before_end])
        right = tokens(after[gap.after_start : gap.after_end])
        surplus.update(left)
        surplus.subtract(right)
        pairs = match(left, right) if left and right else []
        edits += len(left) + len(right) - 2 * len(pairs)
        gaps_found.extend(_token_gaps(gap, left, right, pairs))
    return Alignment(tuple(gaps_found), edits, sum(map(abs, surplus.values())))


def _token_gaps(
    gap: Gap, left: Sequence[str], right: Sequence[str], pairs: list[tuple[int, int]]
) -> Iterator[Gap]:
    before = list(accumulate(map(len, left), initial=gap.before_start))
    after = list(accumulate(map(len, right), initial=gap.after_start))
    i = j = 0
    for row, column in [*pairs, (len(left), len(right))]:
        if row > i or column > j:
            yield Gap(before[i], before[row], after[j], after[column])
        i, j = row + 1, column + 1


def _line_gaps(before: str, after: str) -> Iterator[Gap]:
    """Yield the stretches between equal lines."""
    start = _line_start(before, _common_prefix(before, after))
    suffix = _common_suffix(before, after, min(len(before), len(after)) - start)
    end = _line_end(before, len(before) - suffix)
    shift = len(after) - len(before)
    left = list(lines(before[start:end]))
    right = list(lines(after[start : end + shift]))
    before_offsets = list(accumulate(map(len, left), initial=start))
    after_offsets = list(accumulate(map(len, right), initial=start))
    i = j = 0
    for row, column in [*anchors(left, right, len, _ANCHOR_LENGTH), (len(left), len(right))]:
        last, stop = row, column
        while last > i and stop > j and left[last - 1] == right[stop - 1]:
            last, stop = last - 1, stop - 1
        while i < last and j < stop and left[i] == right[j]:
            i, j = i + 1, j + 1
        if i < last or j < stop:
            yield Gap(
                before_offsets[i], before_offsets[last], after_offsets[j], after_offsets[stop]
            )
        i, j = row + 1, column + 1


def _common_prefix(before: str, after: str) -> int:
    low, high = 0, min(len(before), len(after))
    while low < high:
        middle = (low + high + 1) // 2
        if before.startswith(after[low:middle], low):
            low = middle
        else:
            high = middle - 1
    return low


def _common_suffix(before: str, after: str, longest: int) -> int:
    low, high = 0, longest
    while low < high:
        middle = (low + high + 1) // 2
        if before.endswith(after[len(after) - middle : len(after) - low], 0, len(before) - low):
            low = middle
        else:
            high = middle - 1
    return low


def _line_start(text: str, end: int) -> int:
    """Return the last place before ``end`` where a line's white space ends, a token's start."""
    separator = "\n" if "\n" in text else " "
    while end > 0 and (end := text.rfind(separator, 0, end - 1) + 1) > 0:
        if not text[end].isspace():
            return end
    return 0


def _line_end(text: str, start: int) -> int:
    """Return the first place after ``start`` where a line's white space ends."""
    separator = "\n" if "\n" in text else " "
    while (start := text.find(separator, start) + 1) > 0:
        if start < len(text) and not text[start].isspace():
            return start
    return len(text)
