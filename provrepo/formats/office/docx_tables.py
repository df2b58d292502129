"""Find the rows and cells of a Word table, and whether each cell is one line."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

_TRANSPARENT = ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo")


def through(element: Element, name: str) -> Iterator[Element]:
    """Yield the rows of a table, or the cells of a row, also where controls are around them."""
    for inner in element:
        if inner.tag == name:
            yield inner
        elif inner.tag in _TRANSPARENT:
            yield from through(inner, name)


_SEVERAL_LINES = frozenset("w:tbl w:br w:cr w:txbxContent".split())


def lines(cell: Element) -> int:
    """Return how many lines a cell's text has: 0, 1, or for several any number from 2."""
    if any(inner.tag in _SEVERAL_LINES for inner in cell.iter()):
        return 2
    return sum(map(_has_text, cell.iter("w:p")))


def _has_text(paragraph: Element) -> bool:
    return any(
        inner.tag == "w:sym" or (inner.tag in ("w:t", "m:t") and (inner.text or "").strip())
        for inner in paragraph.iter()
    )
