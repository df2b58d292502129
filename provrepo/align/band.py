"""Where a pair of units may stand: anywhere in short texts, in long ones near what is alike."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class Band(NamedTuple):
    """For each number of units of the source, between which numbers of the target it may end.

    ``lows`` and ``highs`` never go down, begin with 0, and end with the length of the target.
    ``longest`` is how many units the longest bead has on a side.
    """

    lows: list[int]
    highs: list[int]
    longest: int


def everywhere(rows: int, columns: int, longest: int) -> Band:
    """Return the band that leaves nothing out."""
    return Band([0] * (rows + 1), [columns] * (rows + 1), longest)


def corridor(path: Sequence[tuple[int, int]], width: int, longest: int) -> Band:
    """Return the band of what is ``width`` units or less from a path through all units."""
    rows, columns = path[-1]
    return _widened(_line(path, rows), [width] * (rows + 1), columns, longest)


def _line(corners: Sequence[tuple[int, int]], rows: int) -> list[tuple[int, int]]:
    """Return for each number of rows the lowest and the highest column on a line of corners."""
    spans: list[tuple[int, int]] = [(0, 0)] * (rows + 1)
    last = -1
    for (row, column), (following, next_column) in pairwise(corners):
        for place in range(row, following + 1):
            share = (place - row) / (following - row) if following > row else 1.0
            middle = round(column + share * (next_column - column))
            if following == row:
                middle = next_column
            low = min(spans[place][0], column) if place == last else middle
            spans[place] = (low, max(middle, spans[place][1] if place == last else middle))
        last = following
    return spans


def _widened(
    spans: Sequence[tuple[int, int]], widths: Sequence[int], columns: int, longest: int
) -> Band:
    lows = [max(0, low - width) for (low, _), width in zip(spans, widths, strict=True)]
    highs = [min(columns, high + width) for (_, high), width in zip(spans, widths, strict=True)]
    lows[0], highs[-1] = 0, columns
    for place in range(len(lows) - 2, -1, -1):
        lows[place] = min(lows[place], lows[place + 1])
    for place in range(1, len(highs)):
        highs[place] = max(highs[place], highs[place - 1])
        # Where the band is steep, its rows still have to touch.
        highs[place - 1] = max(highs[place - 1], lows[place])
    return Band(lows, highs, longest)
