"""The side-by-side view: both texts in columns, wrapped to the width of the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from types import MappingProxyType

from provrepo.compare.changes import in_reading_order
from provrepo.compare.result import Diff
from provrepo.compare.views.context import ELIDED
from provrepo.compare.views.steps import spans_of
from provrepo.compare.views.wrapping import cells, wrapped
from provrepo.spans import Span

BETWEEN = " │ "

Cell = list[Span]


def side_by_side(
    diff: Diff,
    *,
    width: int,
    context: int | None,
    labels: tuple[str, str] | None = None,
    marks: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> list[list[Span]]:
    """Return the lines of a two-column view, each as spans, no line wider than ``width`` cells.

    Styles are those of the inline view. ``marks`` is what to put before and after the text of a
    style where no colour tells it; the columns make room for it. ``labels`` name the two texts
    above the columns. A line of both texts is a row; a row without change that is more than
    ``context`` rows from a change is left out, None keeps all.
    Wide characters take two cells, combining ones none; whoever prints a control character has to
    print one cell for it.
    """
    column = max(2, (width - len(BETWEEN)) // 2)
    rows = rows_of(diff)
    changed = [
        number
        for number, cells_of_row in enumerate(rows)
        if any(span.style for cell in cells_of_row for span in cell)
    ]
    shown = set(range(len(rows)))
    if context is not None:
        shown = {
            near
            for number in changed
            for near in range(number - context, number + context + 1)
            if 0 <= near < len(rows)
        }
    lines: list[list[Span]] = []
    if labels is not None:
        left, right = (wrapped([Span(label, "heading")], column) for label in labels)
        lines += beside(left, right, column)
        lines.append([Span("─" * column + BETWEEN + "─" * column)])
    last = -1
    for number in sorted(shown):
        if number != last + 1:
            lines.append([ELIDED])
        last = number
        left, right = (wrapped(_marked(cell, marks), column) for cell in rows[number])
        lines += beside(left, right, column)
    if last + 1 < len(rows):
        lines.append([ELIDED])
    return lines


def beside(left: list[Cell], right: list[Cell], column: int) -> Iterator[list[Span]]:
    """Yield the lines of two cells beside each other."""
    empty: Cell = []
    for left_line, right_line in zip_longest(left, right, fillvalue=empty):
        used = sum(cells(span.text) for span in left_line)
        yield [*left_line, Span(" " * (column - used) + BETWEEN), *right_line]


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
