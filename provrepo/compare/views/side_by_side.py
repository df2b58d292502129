"""The side-by-side view: both texts in columns, wrapped to the width of the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from itertools import zip_longest
from types import MappingProxyType

from provrepo.compare.changes import Diff
from provrepo.compare.tokens import tokens
from provrepo.spans import Span

_BETWEEN = " │ "
_ELIDED = Span("…", "elided")

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
            lines.append([_ELIDED])
        last = number
        left, right = (_wrapped(_marked(cell, marks), column) for cell in rows[number])
        none: Cell = []
        for one, other in zip_longest(left, right, fillvalue=none):
            used = sum(cells(span.text) for span in one)
            lines.append([*one, Span(" " * (column - used) + _BETWEEN), *other])
    if last + 1 < len(rows):
        lines.append([_ELIDED])
    return lines


def cells(text: str) -> int:
    """Return the number of terminal cells that ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


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
    for step in diff.steps():
        both(diff.before[row : step.before_start], diff.after[column : step.after_start])
        deleted, inserted = ("moved-from", "moved-to") if step.moved else ("deleted", "inserted")
        _add(rows[-1][0], diff.before[step.before_start : step.before_end], deleted)
        _add(rows[-1][1], diff.after[step.after_start : step.after_end], inserted)
        row, column = step.before_end, step.after_end
    both(diff.before[row:], diff.after[column:])
    return rows


def _add(cell: Cell, text: str, style: str) -> None:
    if text:
        cell.append(Span(text, style))


def _marked(cell: Cell, marks: Mapping[str, tuple[str, str]]) -> Cell:
    return [
        Span(text.join(marks[style]), style) if style in marks else Span(text, style)
        for text, style in cell
    ]


def _wrapped(cell: Cell, width: int) -> list[list[Span]]:
    """Break a cell into lines of at most ``width`` cells, between tokens where that can be."""
    lines: list[list[Span]] = [[]]
    used = 0
    for text, style in cell:
        for number, part in enumerate(text.split("\n")):
            if number:
                lines.append([])
                used = 0
            for token in tokens(part):
                size = cells(token)
                if used and used + size > width:
                    lines.append([])
                    used = 0
                    if token.isspace() and not style:
                        continue
                for piece in _pieces(token, width) if size > width else [token]:
                    if used and used + cells(piece) > width:
                        lines.append([])
                        used = 0
                    lines[-1].append(Span(piece, style))
                    used += cells(piece)
    return [_joined(line) for line in lines]


def _pieces(token: str, width: int) -> list[str]:
    """Cut a token that is wider than the column, never before a combining mark."""
    pieces = [""]
    for character in token:
        if pieces[-1] and _cells(character) and cells(pieces[-1]) + _cells(character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _joined(line: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in line:
        if joined and joined[-1].style == span.style:
            joined[-1] = Span(joined[-1].text + span.text, span.style)
        else:
            joined.append(span)
    return joined
