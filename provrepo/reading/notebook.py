"""HTML fragments for notebooks: whatever comes from a repository is escaped, and nothing is loaded.

Their style stands in their elements, so that they change nothing else on the page that shows them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from provrepo.compare.views.escaping import shown

if TYPE_CHECKING:
    from provrepo.compare.records import RecordDiff

_CELL = "padding: 0 1em 0 0; text-align: start; vertical-align: top"
_TEXT = "white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext"
_TINTS = {"del": "#d003", "ins": "#0a03"}


def table(heading: str, rows: Iterable[tuple[str, str]]) -> str:
    """Return a heading and a table of names and values; a row without a value is left out."""
    body = "".join(
        f'<tr><th scope="row" style="{_CELL}">{shown(name)}</th>'
        f'<td style="{_CELL}; white-space: pre-wrap">{shown(value)}</td></tr>'
        for name, value in rows
        if value
    )
    return f"<div>{_heading(heading)}<table>{body}</table></div>"


def headed(heading: str, fragment: str, cautions: Iterable[str] = ()) -> str:
    """Return a heading, what a reader should know before, and a fragment of HTML below it."""
    paragraphs = "".join(f"<p>{shown(caution)}</p>" for caution in cautions)
    return f"<div>{_heading(heading)}{paragraphs}{fragment}</div>"


def record_tables(record: RecordDiff, labels: tuple[str, str]) -> str:
    """Return a table for each kind of difference between two versions besides their texts."""
    from provrepo.compare.views.notebook import fragment
    from provrepo.compare.views.record_html import record_parts
    from provrepo.compare.views.record_words import TITLES

    parts = record_parts(record, labels)
    return fragment("".join(f"{_heading(TITLES[name])}{table}" for name, table in parts.items()))


def running_text(heading: str, stretches: Iterable[tuple[str, str, str]]) -> str:
    """Return a heading and a text.

    Each stretch is its words, the element that marks them (``del``, ``ins``, ``span``; an empty
    string for none) and what a reader is told who points at them.
    """
    text = "".join(_marked(words, element, title) for words, element, title in stretches)
    return f'<div>{_heading(heading)}<div dir="auto" style="{_TEXT}">{text}</div></div>'


def _heading(words: str) -> str:
    return f"<p><strong>{shown(words)}</strong></p>"


def _marked(words: str, element: str, title: str) -> str:
    if not element:
        return shown(words)
    tint = f' style="background: {_TINTS[element]}; color: inherit"' if element in _TINTS else ""
    return f'<{element} title="{shown(title, marked=False)}"{tint}>{shown(words)}</{element}>'
