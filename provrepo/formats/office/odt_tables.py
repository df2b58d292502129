"""The rows of an OpenDocument table, and whether a cell is one line."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

_PARTING = ("table:table", "text:line-break", "draw:text-box")
_ROWS = ("table:table-header-rows", "table:table-rows", "table:table-row-group")
PARAGRAPHS = ("text:p", "text:h")


def rows(element: Element) -> Iterator[Element]:
    """Yield the rows of a table, also those in groups."""
    for one in element:
        if one.tag == "table:table-row":
            yield one
        elif one.tag in _ROWS:
            yield from rows(one)


def lines(cell: Element) -> int:
    """Return how many lines a cell's text has; more than one may be told as two."""
    count = 0
    for one in cell:
        if one.tag in _PARTING:
            return 2
        if one.tag in ("text:note", "office:annotation"):
            continue
        below = lines(one)
        if one.tag in PARAGRAPHS and not below:
            below = int(bool(_own(one).strip()))
        count += below
    return count


def _own(element: Element) -> str:
    """Return the characters of a paragraph without those of its notes."""
    parts = [element.text or ""]
    for one in element:
        if one.tag not in ("text:note", "office:annotation"):
            parts.append(_own(one))
        parts.append(one.tail or "")
    return "".join(parts)
