"""Write XML as text: characters and attributes escaped, elements put together."""

from __future__ import annotations

from functools import cache

from provrepo.formats.shown import NOT_IN_XML, REPLACEMENT

_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_VALUE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def escape(text: str) -> str:
    """Return the characters of a text as an element holds them; U+FFFD for what XML lacks."""
    if text.isprintable() and not ("&" in text or "<" in text or ">" in text):
        return text  # as nearly all words do, and asking is many times as quick as replacing
    return NOT_IN_XML.sub(REPLACEMENT, text).translate(_IN_TEXT)


def element(name: str, content: str = "", /, **attributes: str | None) -> str:
    """Return an element; ``content`` is markup already, attributes that are None are left out.

    A keyword ``w_val`` is the attribute ``w:val``; further underscores stay.
    """
    written = "".join(
        f' {_attribute(key)}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _value(value: str) -> str:
    if value.isprintable() and not ("&" in value or "<" in value or '"' in value):
        return value
    return NOT_IN_XML.sub(REPLACEMENT, value).translate(_IN_VALUE)


@cache
def _attribute(keyword: str) -> str:
    return keyword.replace("_", ":", 1).replace("_", "-")
