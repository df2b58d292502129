"""Blocks: what differs between two texts once the lines or sentences that moved are taken out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise, zip_longest
from typing import NamedTuple

from provrepo.compare.anchors import Lines, line_anchors, windows
from provrepo.compare.edit_script import SMALL, Gap
from provrepo.passages import Range

_MANY_MOVED = 2_000
"""Where more runs of units than this changed places, the text was sorted anew."""


class Units(NamedTuple):
    """The texts before and after, each cut into pieces that are the text again if joined.

    ``wrapped`` says that one is the same as another with other white space in it.
    """

    before: list[str]
    after: list[str]
    wrapped: bool = False


class Block(NamedTuple):
    """A stretch to be compared by tokens, or one whose text came from or went to another place."""

    stretch: Gap
    moved: bool


def blocks(before: str, after: str, units: Units, least: int) -> Iterator[Block]:
    """Yield what differs between two texts, in order, the units that changed places taken out.

    ``units`` are both texts cut between tokens, such as into lines. Those of at least
    ``least`` characters that stand once on each side are recognised elsewhere. Nothing is yielded
    where the result could not be used: where no unit kept its place, where none moved in a long
    text, and where more moved than a reader could follow.
    """
    left, right = Lines(0, units.before), Lines(0, units.after)
    keys, new_keys = left.lines, right.lines
    if units.wrapped:
        keys, new_keys = ([" ".join(unit.split()) for unit in side] for side in (keys, new_keys))
    fixed, moved = line_anchors(keys, new_keys, least)
    breaks = sum(row + 1 != i or column + 1 != j for (row, column), (i, j) in pairwise(moved))
    if not fixed or breaks > _MANY_MOVED:
        return
    if not moved and len(before) + len(after) > SMALL:
        return
    moved_rows, moved_columns = {row for row, _ in moved}, {column for _, column in moved}
    wrapped = [
        (row, row + 1, column, column + 1)
        for row, column in fixed
        if left.lines[row] != right.lines[column]
    ]
    for i, last, j, stop in sorted([*windows(left.lines, right.lines, fixed), *wrapped]):
        # Within a window, what stayed on either side is paired in order, run by run; what left and
        # what arrived comes before each pair, and after the last one.
        stayed = [
            *zip_longest(
                _runs_without(moved_rows, i, last),
                _runs_without(moved_columns, j, stop),
            ),
            (None, None),
        ]
        for rows, columns in stayed:
            row, row_end = rows or (last, last)
            column, column_end = columns or (stop, stop)
            if i < row:
                place = right.starts[j]
                yield Block(Gap(left.starts[i], left.starts[row], place, place), moved=True)
            if j < column:
                place = left.starts[row]
                yield Block(Gap(place, place, right.starts[j], right.starts[column]), moved=True)
            if row < row_end or column < column_end:
                stretch = Gap(
                    left.starts[row],
                    left.starts[row_end],
                    right.starts[column],
                    right.starts[column_end],
                )
                yield Block(stretch, moved=False)
            i, j = row_end, column_end


def in_units(text: str, ranges: Iterable[Range]) -> list[str]:
    """Cut ``text`` where each of its paragraphs or sentences begins."""
    starts = [start for start, _ in ranges if start]
    return [text[start:end] for start, end in pairwise([0, *starts, len(text)])]


def _runs_without(left_out: set[int], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges between numbers that are left out."""
    for is_left_out, run in groupby(range(first, last), left_out.__contains__):
        if not is_left_out:
            numbers = [*run]
            yield numbers[0], numbers[-1] + 1
