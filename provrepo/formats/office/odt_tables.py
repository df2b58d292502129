"""Find the rows of an OpenDocument table, and whether each cell is one line."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

_SEVERAL_LINES = ("table:table", "text:line-break", "draw:text-box")
_ROWS = ("table:table-header-rows", "table:table-rows", "table:table-row-group")
PARAGRAPHS = ("text:p", "text:h")


def rows(element: Element) -> Iterator[Element]:
    """Yield the rows of a table, also those in groups."""
    for inner in element:
        if inner.tag == "table:table-row":
            yield inner
        elif inner.tag in _ROWS:
            yield from rows(inner)


def lines(cell: Element) -> int:
    """Return how many lines a cell's text has: 0, 1, or for several any number from 2."""
    count = 0
    for element in cell:
        if element.tag in _SEVERAL_LINES:
            return 2
        if element.tag in ("text:note", "office:annotation"):
            continue
        below = lines(element)
        if element.tag in PARAGRAPHS and not below:
            below = int(bool(_without_notes(element).strip()))
        count += below
    return count


def _without_notes(element: Element) -> str:
    """Return the characters of a paragraph without those of its notes."""
    parts = [element.text or ""]
    for inner in element:
        if inner.tag not in ("text:note", "office:annotation"):
            parts.append(_without_notes(inner))
        parts.append(inner.tail or "")
    return "".join(parts)
