"""The hits of a search as an HTML page of their own, without script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from provrepo.compare.views.escaping import shown
from provrepo.search.context import FOUND
from provrepo.spans import Span

_STYLE = """
:root { color-scheme: light dark; --line: #8888; }
body { background: Canvas; color: CanvasText; font: 1rem/1.6 serif; margin: 2rem auto;
  max-width: 75rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: start;
  vertical-align: top; }
th { font: .85rem sans-serif; overflow-wrap: anywhere; }
th + th { min-width: 4rem; }
td { unicode-bidi: plaintext; overflow-wrap: anywhere; width: 60%; }
mark { color: inherit; background: #fc02; border-bottom: 2px solid; }
.control { font: .75em monospace; border: 1px solid var(--line); }
@media screen and (max-width: 40rem) {
  thead { display: none; }
  table, tbody, tr, td { display: block; }
  tr { border-bottom: 1px solid var(--line); padding: .3rem 0; }
  td { width: auto; }
  th, td { border: 0; padding: .1rem .3rem; }
}
@media print { body { margin: 0; max-width: none; } tr { break-inside: avoid; } }
"""


class Row(NamedTuple):
    """A hit: the reference of its version, where it is in that, its language, and its context."""

    reference: str
    where: str
    language: str
    context: Sequence[Span]


def as_html(query: str, rows: Sequence[Row], *, has_more: bool = False) -> str:
    """Return a page with the hits of a query, which says where there are more than these."""
    count = "1 hit" if len(rows) == 1 else f"{len(rows):,} hits"
    if has_more:
        count += "; there are more"
    body = "\n".join(map(_row, rows))
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{shown(query, marked=False)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        "<body><main>\n"
        f"<h1>{shown(query)}</h1>\n<p>{count}</p>\n<table>\n"
        '<thead><tr><th scope="col">Version</th><th scope="col">Place</th>'
        '<th scope="col">Context</th></tr></thead>\n'
        f"<tbody>\n{body}\n</tbody>\n</table>\n</main></body>\n</html>\n"
    )


def _row(row: Row) -> str:
    context = "".join(map(_span, row.context))
    return (
        f'<tr><th scope="row">{shown(row.reference)}</th><th scope="row">{shown(row.where)}</th>'
        f'<td lang="{escape(row.language, quote=True)}">{context}</td></tr>'
    )


def _span(span: Span) -> str:
    return f"<mark>{shown(span.text)}</mark>" if span.style == FOUND else shown(span.text)
