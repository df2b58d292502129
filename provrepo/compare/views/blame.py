"""The HTML view of blame: the text, each stretch marked with the version that established it."""

from __future__ import annotations

from collections.abc import Sequence

from provrepo.compare.views.html import page
from provrepo.compare.views.markup import shown

_STYLE = """
table + .text { margin-top: 1rem; }
.from { border-bottom: 2px solid var(--line); } .from sup { font: .65rem sans-serif; }
.from:nth-of-type(even) { background: #8881; }
"""


def blame_as_html(stretches: Sequence[tuple[str, str, str]], *, title: str) -> str:
    """Return a page with a text and a table of the versions that its words are from.

    Each stretch is its text, a short name of the version (``v2``) and a description of it (date
    and agents). Joined, the stretches are the text. Everything is escaped.
    """
    legend = {name: description for _, name, description in stretches}
    rows = "".join(
        f'<tr id="{shown(name)}"><th scope="row">{shown(name)}</th>'
        f"<td>{shown(description)}</td></tr>"
        for name, description in sorted(legend.items(), key=lambda item: (len(item[0]), item[0]))
    )
    text = "".join(
        f'<span class="from" title="{shown(f"{name}: {description}", marked=False)}">'
        f'<sup><a href="#{shown(name)}">{shown(name)}</a></sup>{shown(words)}</span>'
        for words, name, description in stretches
    )
    table = '<table><thead><tr><th scope="col">Version</th><th scope="col">By</th></tr></thead>'
    return page(
        title, f'{table}<tbody>{rows}</tbody></table><div class="text">{text}</div>', _STYLE
    )
