"""An alignment as a page: both texts facing, pair by pair."""

from __future__ import annotations

from html import escape

from provrepo.align.result import Alignment
from provrepo.align.views.rows import rows_of
from provrepo.compare.views.escaping import shown
from provrepo.compare.views.html import page

_STYLE = """
.facing th:first-child, .facing td:first-child { width: 8rem; font: .8rem sans-serif; }
.facing .unsure td:first-child { color: var(--del); font-weight: bold; }
"""
_UNSURE = 0.9


def as_html(alignment: Alignment, *, labels: tuple[str, str], sentences: bool = False) -> str:
    """Return a page with both texts facing, which needs nothing else.

    ``labels`` name the two. Everything from the texts is escaped.
    """
    rows = []
    for row in rows_of(alignment, sentences=sentences):
        name = ' class="unsure"' if row.confidence < _UNSURE else ""
        cells = "".join(
            f'<td lang="{escape(tag, quote=True)}"><p class="text">{shown(text)}</p></td>'
            for tag, text in zip(alignment.languages, (row.source, row.target), strict=True)
        )
        about = f"{shown(row.label)}<br>{shown(', '.join(row.marks))}"
        rows.append(f"<tr{name}><td>{about}</td>{cells}</tr>")
    head = "".join(f'<th scope="col">{shown(label)}</th>' for label in ("Units", *labels))
    table = f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return page(" = ".join(labels), f'<table class="facing">{table}</table>', _STYLE)
