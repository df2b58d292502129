"""Styled spans on a screen: colours through Rich on a terminal, marks in plain text elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from provrepo.cli import output
from provrepo.spans import Span

RICH_STYLES = {
    "deleted": "red strike",
    "inserted": "green underline",
    "before": "red",
    "after": "green",
    "moved-from": "magenta strike",
    "moved-to": "magenta underline",
    "elided": "dim",
    "found": "bold yellow",
    "heading": "bold",
    "italic": "italic",
    "bold": "bold",
    "underline": "underline",
}
MARKS = {
    "deleted": ("[-", "-]"),
    "inserted": ("{+", "+}"),
    "moved-from": ("[<", "<]"),
    "moved-to": ("{>", ">}"),
    "found": ("{=", "=}"),
}
"""What surrounds a span where there is no colour: the marks of `git diff --word-diff`, and ours."""


def write(spans: Iterable[Span], *, lines: bool = True) -> None:
    """Write spans of raw text and a line feed to stdout: coloured or marked, and escaped.

    Without ``lines`` it is one line, whatever the text holds: its line ends are shown.
    """
    if not output.colour():
        output.line("".join(_marked(span, lines=lines) for span in spans).removesuffix("\n"))
        return
    from rich.console import Console
    from rich.text import Text

    # A Text is never read as markup, so brackets in it are only brackets.
    text = Text()
    for span in spans:
        text.append(output.escape(span.text, lines=lines), _rich_style(span.style))
    ended = "" if text.plain.endswith("\n") else "\n"
    Console(file=sys.stdout, highlight=False, soft_wrap=True).print(text, end=ended)


def _rich_style(names: str) -> str:
    """Return Rich's style for the styles of a span, which are separated by blanks."""
    return " ".join(RICH_STYLES[name] for name in names.split() if name in RICH_STYLES)


def write_cells(spans: Iterable[Span]) -> None:
    """Write one line of a table whose columns count cells.

    A control character takes one cell, so it is shown as one; marks are in the spans already.
    """
    colour = output.colour()
    write([Span(_one_cell(span.text), span.style if colour else "") for span in spans])


def _one_cell(text: str) -> str:
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if output.escape(char) != char else char for char in text
    )


def _marked(span: Span, *, lines: bool) -> str:
    before, after = MARKS.get(span.style, ("", ""))
    return f"{before}{output.escape(span.text, lines=lines)}{after}"
