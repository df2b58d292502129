"""A formatted citation or bibliography entry."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from provrepo.cite.csl.flatten import Token
from provrepo.spans import Span

_SPAN_STYLES = {
    ("font-style", "italic"): "italic",
    ("font-style", "oblique"): "italic",
    ("font-weight", "bold"): "bold",
    ("font-variant", "small-caps"): "small-caps",
    ("text-decoration", "underline"): "underline",
    ("vertical-align", "sup"): "superscript",
    ("vertical-align", "sub"): "subscript",
}
"""The formatting of CSL that a span can have, and the name of its style there."""
_OWN_LINE = ("block", "indent")
"""Display blocks that begin on a line of their own."""


class Citation:
    """What a citation or an entry prints.

    ``tokens`` are the text and its formatting, which `render` turns into an output format;
    ``ids`` the items cited, in the order printed; ``rendered_variables`` the CSL variables that
    the style printed in it.
    """

    __slots__ = ("ids", "rendered_variables", "tokens")

    def __init__(
        self, tokens: list[Token], ids: tuple[str, ...], rendered_variables: frozenset[str]
    ) -> None:
        self.tokens = tokens
        self.ids = ids
        self.rendered_variables = rendered_variables

    @property
    def spans(self) -> tuple[Span, ...]:
        """The text as styled spans; where styles nest, their names are divided by a blank."""
        spans: list[Span] = []
        state: list[tuple[str, str]] = []
        for token in self.tokens:
            if token.kind in ("open", "close"):
                if token.mark[0] != "display":
                    _change(state, token)
                elif token.mark[1] in _OWN_LINE:
                    spans.append(Span("\n"))
                elif token.mark[1] == "left-margin" and token.kind == "close":
                    # The number of an entry stands apart from it.
                    spans.append(Span("" if spans and spans[-1].text.endswith(" ") else " "))
                continue
            spans.append(Span(token.value, _style_of(state) if state else ""))
        return tuple(_joined(spans))

    @property
    def text(self) -> str:
        """The text without formatting."""
        return "".join(span.text for span in self.spans).strip()

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Citation({self.text!r})"


def _style_of(state: list[tuple[str, str]]) -> str:
    return " ".join(_SPAN_STYLES[mark] for mark in dict(state).items() if mark in _SPAN_STYLES)


def _joined(spans: list[Span]) -> Iterator[Span]:
    """Yield spans, those of one style that follow one another as one."""
    for style, run in groupby(spans, lambda span: span.style):
        yield Span("".join(span.text for span in run), style)


def _change(state: list[tuple[str, str]], token: Token) -> None:
    """Open or close formatting in the list of what is in force."""
    if token.kind == "open":
        state.append(token.mark)
        return
    assert state[-1] == token.mark  # nodes nest, and so do their tokens
    state.pop()
