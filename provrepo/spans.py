"""Styled text: what the library hands to whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text and the name of its style.

    ``style`` is one of the names that a renderer knows, or empty for plain text: ``deleted``,
    ``inserted``, ``moved-from``, ``moved-to``, ``before``, ``after``, ``elided``, ``found``,
    ``heading``, ``italic``, ``bold``, ``small-caps``, ``underline``, ``superscript``,
    ``subscript``; where
    styles nest, their names are divided by a blank.
    The text is raw: it may hold brackets, control characters and any script, and whoever sends it
    to a terminal, a web page or a markup language escapes it for that place.
    """

    text: str
    style: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the span as JSON."""
        return {"text": self.text, "style": self.style}
