"""Find the rows and cells of an OpenDocument table, and whether each cell is one line."""

from __future__ import annotations

from collections.abc import Container, Iterator
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.formats.element_tree import children, whole_number

_SEVERAL_LINES = ("table:table", "text:line-break", "draw:text-box")
_ROWS = ("table:table-header-rows", "table:table-rows", "table:table-row-group")
_CELLS = ("table:table-cell", "table:covered-table-cell")
_MOST_ALIKE = 100
"""How often a cell may stand beside itself; the number is an attribute, which may say anything."""

PARAGRAPHS = ("text:p", "text:h")


def rows(element: Element) -> Iterator[Element]:
    """Yield the rows of a table, also those in groups."""
    for inner in element:
        if inner.tag == "table:table-row":
            yield inner
        elif inner.tag in _ROWS:
            yield from rows(inner)


def cells(row: Element) -> list[Element]:
    """Return the cells of a row; one that stands for several is there as often."""
    return [
        cell
        for cell in children(row, *_CELLS)
        for _ in range(min(whole_number(cell.get("table:number-columns-repeated"), 1), _MOST_ALIKE))
    ]


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


_IN_DELETED_ROWS = frozenset(
    "table:table-row table:table-cell table:covered-table-cell text:p text:h text:span text:s "
    "text:soft-page-break text:change text:change-start text:change-end".split()
)


def is_deleted(row: Element, deletions: Container[str]) -> bool:
    """Return whether tracked changes deleted all that a row holds: then the row is gone, too.

    ``deletions`` are the changes that are deletions, by their ids. A row that nobody has touched is
    none, nor is one with a note, a picture or a comment in it.
    """
    if any(inner.tag not in _IN_DELETED_ROWS for inner in row.iter()):
        return False
    marks = [inner for inner in row.iter() if inner.get("text:change-id") in deletions]
    begun = sum(mark.tag == "text:change-start" for mark in marks)
    ended = sum(mark.tag == "text:change-end" for mark in marks)
    return bool(marks) and begun == ended and not _remaining(row, deletions).strip()


def _remaining(element: Element, deletions: Container[str]) -> str:
    """Return the characters of an element that do not stand between the marks of a deletion."""
    parts: list[str] = []
    deleting = False

    def walk(part: Element) -> None:
        nonlocal deleting
        is_mark = part.get("text:change-id") in deletions
        if is_mark and part.tag in ("text:change-start", "text:change-end"):
            deleting = part.tag == "text:change-start"
        for text, inner in ((part.text, None), *((child.tail, child) for child in part)):
            if inner is not None:
                walk(inner)
            if text and not deleting:
                parts.append(text)

    walk(element)
    return "".join(parts)


def _without_notes(element: Element) -> str:
    """Return the characters of a paragraph without those of its notes."""
    parts = [element.text or ""]
    for inner in element:
        if inner.tag not in ("text:note", "office:annotation"):
            parts.append(_without_notes(inner))
        parts.append(inner.tail or "")
    return "".join(parts)
