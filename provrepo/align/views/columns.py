"""An alignment in two columns, wrapped to the width of a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from provrepo.align.result import Alignment
from provrepo.align.views.rows import rows_of
from provrepo.compare.views.side_by_side import BETWEEN, beside
from provrepo.compare.views.wrapping import wrapped
from provrepo.spans import Span


def columns(alignment: Alignment, *, width: int, sentences: bool = False) -> Iterator[list[Span]]:
    """Yield the lines of a two-column view, each as spans, no line wider than ``width`` cells.

    Above each pair stand the numbers of its units, and how sure it is. Whoever prints a control
    character has to print one cell for it.
    """
    column = max(2, (width - len(BETWEEN)) // 2)
    for row in rows_of(alignment, sentences=sentences):
        yield [Span(f"{row.label}  ({', '.join(row.marks)})", "heading")]
        left, right = (wrapped([Span(text)], column) for text in (row.source, row.target))
        yield from beside(left, right, column)
