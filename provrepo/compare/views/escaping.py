"""Text as HTML shows it: nothing of it is markup, and no control character is sent."""

from __future__ import annotations

import re
from html import escape

from provrepo.directions import REORDERING

# Control characters, and others that nobody sees or that reorder what follows: shown by name,
# never sent.
_CONTROL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff{REORDERING}]")


_SPECIAL = re.compile(f"[&<>\"'\ud800-\udfff]|{_CONTROL.pattern}")


def shown(text: str, *, marked: bool = True) -> str:
    """Escape text; ``marked`` shows control characters in an element of their own."""
    if _SPECIAL.search(text) is None:
        return text
    # A surrogate alone is no text that could be written to a file.
    whole = text.encode("utf-8", "replace").decode()
    return with_controls_named(escape(whole, quote=True), marked=marked)


def words_shown(text: str) -> str:
    """Escape text that stands between the tags of elements, never in an attribute.

    There quotation marks and ``>`` stand for themselves: the page of a text with many of them is a
    third smaller.
    """
    if _SPECIAL.search(text) is None:
        return text
    whole = text.encode("utf-8", "replace").decode().replace("&", "&amp;").replace("<", "&lt;")
    return with_controls_named(whole)


def with_controls_named(html: str, *, marked: bool = True) -> str:
    """Return HTML, of which no attribute holds a control character, with these shown by name."""

    def control(match: re.Match[str]) -> str:
        name = f"U+{ord(match.group()):04X}"
        return f'<span class="control">{name}</span>' if marked else name

    return _CONTROL.sub(control, html)
