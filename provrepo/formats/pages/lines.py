"""Where the lines of a text stand on their pages: read from the ingested file, PAGE or ALTO.

================================  ===========================================================
PAGE                              ``TextLine/Coords``, ``Baseline``, as ``@points`` or ``Point``
ALTO                              ``Shape/Polygon``, else the box of ``HPOS VPOS WIDTH HEIGHT``;
                                  ``BASELINE``
================================  ===========================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.errors import InputError
from provrepo.formats.draft import Reading
from provrepo.formats.element_tree import child
from provrepo.formats.pages import alto, joined, page_xml
from provrepo.formats.pages.recognised_page import PAGE_BREAK, Page
from provrepo.formats.zip_members import ZipMembers

Points: TypeAlias = tuple[tuple[int, int], ...]
_PAGES_IN = {"page": page_xml.pages_in, "alto": alto.pages_in}
_POINT = re.compile(r"(-?\d+(?:\.\d+)?)[,\s]+(-?\d+(?:\.\d+)?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a text and where it stands on its page.

    ``start`` and ``end`` bound it in code points of the version's content, ``end`` excluded.
    ``image`` is the page's as the file names it, ``id`` the line's there. ``outline`` and
    ``baseline`` are points of the image in pixels from its upper left corner, ``(x, y)``; empty
    where the file has none.
    """

    start: int
    end: int
    image: str | None
    id: str | None
    outline: Points = ()
    baseline: Points = ()

    def as_json(self) -> dict[str, Any]:
        """Return the line as JSON has it, points as ``[x, y]``."""
        return {
            **asdict(self),
            "outline": [list(point) for point in self.outline],
            "baseline": [list(point) for point in self.baseline],
        }


def lines_in(data: bytes, path: str, reading: Reading) -> tuple[str, tuple[PageLine, ...]]:
    """Return the content that pages make, and its lines that have an element of the file.

    ``data`` are the bytes of a PAGE or ALTO file, or of a zip of them. Raises InputError for any
    other.
    """
    contents: list[str] = []
    lines: list[PageLine] = []
    length = 0
    for page in _pages(data, path, reading):
        start = length + (len(PAGE_BREAK) if contents else 0)
        lines += _lines(page, start)
        contents.append(page.content)
        length = start + len(page.content)
    return PAGE_BREAK.join(contents), tuple(lines)


def _pages(data: bytes, path: str, reading: Reading) -> Iterator[Page]:
    if not data.startswith(b"PK\x03\x04"):
        pages_in = _PAGES_IN.get(joined.page_format(data) or "")
        if pages_in is None:
            raise InputError(path, "is no PAGE or ALTO, so it does not say where lines stand")
        yield from pages_in(data, path, reading)
        return
    for name, member in joined.members(ZipMembers(data, path)):
        pages_in = _PAGES_IN.get(joined.page_format(member) or "")
        if pages_in is not None:
            yield from pages_in(member, f"{path}: {name}", reading)


def _lines(page: Page, offset: int) -> Iterator[PageLine]:
    for start, line in page.placed_lines:
        element: Element | None = getattr(line, "element", None)
        if element is not None:
            yield PageLine(
                offset + start,
                offset + start + len(line),
                page.image,
                element.get("id") or element.get("ID"),
                _outline(element),
                _baseline(element),
            )


def _outline(line: Element) -> Points:
    coordinates = child(line, "Coords")
    if coordinates is not None:
        return _points(coordinates)
    polygon = child(line, "Shape", "Polygon")
    if polygon is not None:
        return _parsed(polygon.get("POINTS", ""))
    box = [_number(line.get(name, "")) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")]
    if None in box:
        return ()
    left, top, width, height = (value or 0 for value in box)
    right, bottom = left + width, top + height
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _baseline(line: Element) -> Points:
    baseline = child(line, "Baseline")
    return _points(baseline) if baseline is not None else _parsed(line.get("BASELINE", ""))


def _points(element: Element) -> Points:
    """Return the points of an element: of ``@points``, or as the version of 2010 has them."""
    listed = " ".join(f"{point.get('x')},{point.get('y')}" for point in element.iter("Point"))
    return _parsed(element.get("points") or listed)


def _parsed(written: str) -> Points:
    return tuple((round(float(x)), round(float(y))) for x, y in _POINT.findall(written))


def _number(written: str) -> int | None:
    return round(float(written)) if re.fullmatch(r"-?\d+(\.\d+)?", written, re.ASCII) else None
