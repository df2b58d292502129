"""Blocks: what differs between two texts once the lines or sentences that moved are taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby, pairwise, zip_longest
from typing import NamedTuple

from provrepo.compare.anchors import Lines, line_anchors, windows
from provrepo.compare.edit_script import SMALL, Gap

_MANY_MOVED = 2_000
"""Where more runs of units than this changed places, the text was sorted anew."""


class Block(NamedTuple):
    """A stretch to be compared by tokens, or one whose text came from or went to another place."""

    stretch: Gap
    moved: bool


def blocks(before: str, after: str, cut: Callable[[str], list[str]], least: int) -> Iterator[Block]:
    """Yield what differs between two texts, in order, the units that changed places taken out.

    ``cut`` cuts a text into units that end between tokens, such as lines. Those of at least
    ``least`` characters that stand once on each side are recognised elsewhere. Nothing is yielded
    where the result could not be used: where no unit kept its place, where none moved in a long
    text, and where more moved than a reader could follow.
    """
    left, right = Lines(0, cut(before)), Lines(0, cut(after))
    fixed, moved = line_anchors(left.lines, right.lines, least)
    breaks = sum(row + 1 != i or column + 1 != j for (row, column), (i, j) in pairwise(moved))
    if not fixed or breaks > _MANY_MOVED:
        return
    if not moved and len(before) + len(after) > SMALL:
        return
    moved_rows, moved_columns = {row for row, _ in moved}, {column for _, column in moved}
    for i, last, j, stop in windows(left.lines, right.lines, fixed):
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


def _runs_without(left_out: set[int], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges between numbers that are left out."""
    for is_left_out, run in groupby(range(first, last), left_out.__contains__):
        if not is_left_out:
            numbers = [*run]
            yield numbers[0], numbers[-1] + 1
