"""An alignment in two columns, wrapped to the width of a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from provrepo.align.result import Alignment
from provrepo.align.views.rows import rows_of
from provrepo.compare.views.side_by_side import cells, wrapped
from provrepo.spans import Span

_BETWEEN = " │ "


def columns(alignment: Alignment, *, width: int, sentences: bool = False) -> Iterator[list[Span]]:
    """Yield the lines of a two-column view, each as spans, no line wider than ``width`` cells.

    Above each pair stand the numbers of its units, and how sure it is. Whoever prints a control
    character has to print one cell for it.
    """
    column = max(2, (width - len(_BETWEEN)) // 2)
    for row in rows_of(alignment, sentences=sentences):
        yield [Span(f"{row.label}  ({', '.join(row.marks)})", "heading")]
        left, right = (wrapped([Span(text)], column) for text in (row.source, row.target))
        empty: list[Span] = []
        for left_line, right_line in zip_longest(left, right, fillvalue=empty):
            used = sum(cells(span.text) for span in left_line)
            yield [*left_line, Span(" " * (column - used) + _BETWEEN), *right_line]
