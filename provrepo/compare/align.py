"""Aligning two texts: what was replaced by what, how much, and how little it could have been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from provrepo.compare.anchors import Pairs, line_anchors
from provrepo.compare.ends import without_equal_ends
from provrepo.compare.lcs import Matches
from provrepo.compare.sequence import AFFORDABLE, in_common, match
from provrepo.compare.tokens import lines, tokens

# A line that stands once on each side and has this many characters is taken as the same line.
_ANCHOR_LENGTH = 24
# Equal lines that make up less than this share of a stretch are equal by chance.
_CHANCE = 1 / 8
# A script so much larger than its bound makes the fixed lines doubtful, if lines changed places or
# if it is longer than this share of the texts' characters; in texts of fewer characters than this,
# any excess does.
_POOR = 1.01
_MUCH = 1 / 30
_SMALL = 40_000
# Cells of the table that this may cost: about half a second.
_AGAIN = 1_500_000_000


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


class _Script:
    """What was found in one stretch: its gaps, and the tokens in which they lie."""

    def __init__(self) -> None:
        self.gaps: list[Gap] = []
        self.edits = 0
        self.left: list[str] = []
        self.right: list[str] = []
        self.lines_fixed = False
        self.lines_moved = False

    def lower_bound(self) -> int:
        """Count each token's surplus on one side over the other: no script can do with less.

        Tokens of equal stretches balance, so that they need not be counted.
        """
        return len(self.left) + len(self.right) - 2 * in_common(self.left, self.right)

    def add(self, other: _Script) -> None:
        """Take over what was found in the next stretch."""
        self.gaps.extend(other.gaps)
        self.edits += other.edits
        self.left.extend(other.left)
        self.right.extend(other.right)

    def add_tokens(
        self, before: str, after: str, stretch: Gap, affordable: int = AFFORDABLE
    ) -> None:
        """Match the next stretch by tokens."""
        row, last, column, stop = stretch
        if row < last and column < stop:
            row, last, column, stop = without_equal_ends(before, after, stretch)
        left = tokens(before[row:last]) if row < last else []
        right = tokens(after[column:stop]) if column < stop else []
        self.left += left
        self.right += right
        self.edits += len(left) + len(right)
        pairs = match(left, right, affordable) if left and right else Matches([], [])
        if not pairs.rows:
            if left or right:
                self.gaps.append(Gap(row, last, column, stop))
            return
        self.edits -= 2 * len(pairs.rows)
        starts = list(accumulate(map(len, left), initial=row))
        places = list(accumulate(map(len, right), initial=column))
        self.gaps += _gaps(starts, places, pairs)


def _gaps(starts: list[int], places: list[int], pairs: Matches) -> Iterator[Gap]:
    """Yield what lies between matched tokens, which begin at ``starts`` and ``places``."""
    ranges = (
        (starts[i], starts[last], places[j], places[stop])
        for i, last, j, stop in _unmatched(pairs, len(starts) - 1, len(places) - 1)
    )
    # For hundreds of thousands, the class's own constructor takes three times as long.
    return map(partial(tuple.__new__, Gap), ranges)


def align(before: str, after: str) -> Alignment:
    """Align two texts token by token.

    ``edits`` counts the tokens deleted and inserted. ``lower_bound`` is proven: no script can do
    with fewer.
    """
    # The same pair gives the same script in either direction, mirrored.
    if (len(before), before) > (len(after), after):
        gaps, edits, lower_bound = align(after, before)
        return Alignment(tuple(Gap(c, d, a, b) for a, b, c, d in gaps), edits, lower_bound)
    if before == after:
        return Alignment((), 0, 0)
    whole = Gap(*without_equal_ends(before, after, (0, len(before), 0, len(after))))
    script = _by_lines(before, after, whole)
    lower_bound = script.lower_bound()
    if _is_doubtful(script, lower_bound, len(before) + len(after)):
        again = _Script()
        again.add_tokens(before, after, whole, _AGAIN)
        if again.edits < script.edits:
            script = again
    return Alignment(tuple(script.gaps), script.edits, lower_bound)


def _is_doubtful(script: _Script, lower_bound: int, characters: int) -> bool:
    """Tell whether to match all again by tokens: some fixed lines may be the wrong ones."""
    if not script.lines_fixed or script.edits == lower_bound:
        return False
    if characters <= _SMALL:
        return True
    much = script.lines_moved or script.edits > _MUCH * characters
    return much and script.edits > _POOR * lower_bound


def _by_lines(before: str, after: str, stretch: Gap) -> _Script:
    """Fix long lines that stand once on each side, then match the windows between them."""
    left = _Lines(before, stretch.before_start, stretch.before_end)
    right = _Lines(after, stretch.after_start, stretch.after_end)
    script = _Script()
    fixed, script.lines_moved = line_anchors(left.lines, right.lines, _ANCHOR_LENGTH)
    script.lines_fixed = bool(fixed)
    for i, last, j, stop in _windows(left.lines, right.lines, fixed):
        whole = Gap(left.starts[i], left.starts[last], right.starts[j], right.starts[stop])
        if i == last or j == stop or (last - i == 1 and stop - j == 1):
            script.add_tokens(before, after, whole)
        else:
            script.add(_window(before, after, left.part(i, last), right.part(j, stop)))
    return script


class _Lines:
    """The lines of a stretch of text, and where they start."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.lines = lines(text[start:end])
        self.starts = list(accumulate(map(len, self.lines), initial=start))

    def part(self, first: int, last: int) -> _Part:
        return _Part(self.lines[first:last], self.starts[first : last + 1])


class _Part(NamedTuple):
    lines: list[str]
    starts: list[int]


def _windows(
    left: Sequence[str], right: Sequence[str], fixed: Pairs
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the ranges of lines between fixed ones and the equal neighbours of these."""
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


def _window(before: str, after: str, left: _Part, right: _Part) -> _Script:
    """Match by lines; if that cannot be shown to be minimal, by tokens."""
    whole = Gap(left.starts[0], left.starts[-1], right.starts[0], right.starts[-1])
    pairs = match(left.lines, right.lines)
    matched = sum(len(left.lines[i]) for i in pairs.rows)
    script = _Script()
    if matched < _CHANCE * (whole.before_end - whole.before_start):
        script.add_tokens(before, after, whole)
        return script
    for i, last, j, stop in _unmatched(pairs, len(left.lines), len(right.lines)):
        gap = Gap(left.starts[i], left.starts[last], right.starts[j], right.starts[stop])
        script.add_tokens(before, after, gap)
    if script.edits == script.lower_bound():
        return script
    again = _Script()
    again.add_tokens(before, after, whole)
    return again if again.edits < script.edits else script


def _unmatched(pairs: Matches, rows: int, columns: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the ranges between matched items."""
    i = j = 0
    for row, column in zip(pairs.rows, pairs.columns, strict=True):
        if row > i or column > j:
            yield i, row, j, column
        i, j = row + 1, column + 1
    if rows > i or columns > j:
        yield i, rows, j, columns
