"""The side-by-side view: both texts in columns, wrapped to the width of the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import zip_longest
from types import MappingProxyType

from provrepo.compare.changes import in_reading_order
from provrepo.compare.result import Diff
from provrepo.compare.tokens import tokens
from provrepo.compare.views.context import ELIDED
from provrepo.compare.views.steps import spans_of
from provrepo.spans import Span

_BETWEEN = " │ "

Cell = list[Span]


def side_by_side(
    diff: Diff,
    *,
    width: int,
    context: int | None,
    marks: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> list[list[Span]]:
    """Return the lines of a two-column view, each as spans, no line wider than ``width`` cells.

    Styles are those of the inline view. ``marks`` is what to put before and after the text of a
    style where no colour tells it; the columns make room for it. A line of both texts is a row; a
    row without change that is more than ``context`` rows from a change is left out, None keeps all.
    Wide characters take two cells, combining ones none; whoever prints a control character has to
    print one cell for it.
    """
    column = max(2, (width - len(_BETWEEN)) // 2)
    rows = rows_of(diff)
    changed = [number for number, (left, right) in enumerate(rows) if left != right]
    shown = set(range(len(rows)))
    if context is not None:
        shown = {
            near
            for number in changed
            for near in range(number - context, number + context + 1)
            if 0 <= near < len(rows)
        }
    lines: list[list[Span]] = []
    last = -1
    for number in sorted(shown):
        if number != last + 1:
            lines.append([ELIDED])
        last = number
        left, right = (wrapped(_marked(cell, marks), column) for cell in rows[number])
        empty: Cell = []
        for left_line, right_line in zip_longest(left, right, fillvalue=empty):
            used = sum(cells(span.text) for span in left_line)
            lines.append([*left_line, Span(" " * (column - used) + _BETWEEN), *right_line])
    if last + 1 < len(rows):
        lines.append([ELIDED])
    return lines


def cells(text: str) -> int:
    """Return the number of terminal cells that ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


@lru_cache(maxsize=8192)
def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def rows_of(diff: Diff) -> list[tuple[Cell, Cell]]:
    """Return the cells of each row; a new row begins after each line feed that both texts have."""
    rows: list[tuple[Cell, Cell]] = [([], [])]

    def both(before: str, after: str) -> None:
        # Ignored changes make the two differ: they are shown where they stand, without style.
        if before != after:
            _add(rows[-1][0], before, "")
            _add(rows[-1][1], after, "")
            return
        for number, line in enumerate(before.split("\n")):
            if number:
                rows.append(([], []))
            _add(rows[-1][0], line, "")
            _add(rows[-1][1], line, "")

    row = column = 0
    for step in in_reading_order(diff.changes, diff.moves):
        both(diff.before[row : step.before_start], diff.after[column : step.after_start])
        for cell, spans in zip(rows[-1], spans_of(diff, step), strict=True):
            cell.extend(spans)
        row, column = step.before_end, step.after_end
    both(diff.before[row:], diff.after[column:])
    return rows


def _add(cell: Cell, text: str, style: str) -> None:
    if text:
        cell.append(Span(text, style))


def _marked(cell: Cell, marks: Mapping[str, tuple[str, str]]) -> Cell:
    return [
        Span(span.text.join(marks[span.style]), span.style) if span.style in marks else span
        for span in cell
    ]


def wrapped(cell: Cell, width: int) -> list[list[Span]]:
    """Break a cell into lines of at most ``width`` cells, between tokens where that can be."""
    column = _Column(width)
    for span in cell:
        for number, part in enumerate(span.text.split("\n")):
            if number:
                column.end_line(span.style)
            for token in tokens(part):
                column.add(token, span.style)
        column.end_run(span.style)
    return column.lines


class _Column:
    """Lines that are being filled; tokens of one style are gathered before they become a span."""

    def __init__(self, width: int) -> None:
        self.lines: list[list[Span]] = [[]]
        self._width = width
        self._used = 0
        self._run: list[str] = []

    def end_run(self, style: str) -> None:
        if self._run:
            self.lines[-1].append(Span("".join(self._run), style))
            self._run.clear()

    def end_line(self, style: str) -> None:
        self.end_run(style)
        self.lines.append([])
        self._used = 0

    def add(self, token: str, style: str) -> None:
        size = cells(token)
        if self._used and self._used + size > self._width:
            self.end_line(style)
            if token.isspace() and not style:
                return
        if size <= self._width:
            self._run.append(token)
            self._used += size
            return
        for piece in _pieces(token, self._width):
            if self._used:
                self.end_line(style)
            self._run.append(piece)
            self._used = cells(piece)


def _pieces(token: str, width: int) -> Iterator[str]:
    """Cut a token that is wider than the column, never before a combining mark."""
    start = used = 0
    for place, character in enumerate(token):
        size = _cells(character)
        if used and size and used + size > width:
            yield token[start:place]
            start, used = place, 0
        used += size
    yield token[start:]
