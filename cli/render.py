"""Styled spans on a screen: colours through Rich on a terminal, marks in plain text elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from provrepo.cli import output
from provrepo.spans import Span

RICH_STYLES = {
    "deleted": "red strike",
    "inserted": "green underline",
    "moved": "magenta",
    "elided": "dim",
    "heading": "bold",
    "italic": "italic",
    "bold": "bold",
}
MARKS = {"deleted": ("[-", "-]"), "inserted": ("{+", "+}")}
"""What surrounds a span where there is no colour: the marks of `git diff --word-diff`."""


def write(spans: Iterable[Span]) -> None:
    """Write spans of raw text and a line feed to stdout, with colours or marks, controls shown."""
    if not output.colour():
        output.line("".join(_marked(span) for span in spans).removesuffix("\n"))
        return
    from rich.console import Console
    from rich.text import Text

    # A Text is never read as markup, so brackets in it are only brackets.
    text = Text()
    for span in spans:
        text.append(output.escape(span.text, lines=True), RICH_STYLES.get(span.style))
    ended = "" if text.plain.endswith("\n") else "\n"
    Console(file=sys.stdout, highlight=False, soft_wrap=True).print(text, end=ended)


def _marked(span: Span) -> str:
    before, after = MARKS.get(span.style, ("", ""))
    return f"{before}{output.escape(span.text, lines=True)}{after}"
