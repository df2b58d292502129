"""The reader of PAGE XML (PRImA, versions 2010 to 2019; Transkribus, eScriptorium, OCR-D).

================================  ===========================================================
in the file                       in the version
================================  ===========================================================
``ReadingOrder``                  the order of the regions: ordered groups by ``@index``,
                                  unordered ones as written; then the regions it does not name;
                                  without it ``readingOrder {index:…}`` in ``@custom``
``TextLine``                      a line, by ``@index`` or ``readingOrder`` where all have it
``TextEquiv``                     of several the one with the lowest ``@index``, else with the
                                  highest ``@conf``, else the first; ``Unicode`` before
                                  ``PlainText``
no text on a line                 its words parted by blanks, or their glyphs
no text on any line, or in a      the region's own ``TextEquiv``, or that of the table
region in it
``TableRegion``                   a table: ``TableCell`` or regions with ``TableCellRole``
``Metadata``                      ``LastChange``, else ``Created``: the version's ``created``;
                                  ``Creator`` and the processing steps of recognition: agents,
                                  transcribers; a creator whose name is a program's is software
``@primaryLanguage``              the language; English names such as German are known
``@imageFilename``                the page
images, graphics, charts …        left out, counted
other readings; text that stands  left out, counted; but not levels that repeat the one that is
in no line or table; ``Comments`` read
================================  ===========================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.errors import InputError
from provrepo.formats import file_metadata, xml
from provrepo.formats.draft import Draft, Reading
from provrepo.formats.element_tree import child, children, content, shorten
from provrepo.formats.pages.recognised_page import Page, draft

MEDIA_TYPE = "application/vnd.prima.page+xml"

_PICTURED = {
    "ImageRegion": "images",
    "GraphicRegion": "graphics",
    "LineDrawingRegion": "line drawings",
    "ChartRegion": "charts",
    "MathsRegion": "formulas",
    "ChemRegion": "formulas",
    "MusicRegion": "music",
    "MapRegion": "maps",
    "AdvertRegion": "advertisements",
}
_INDEX = re.compile(r"readingOrder\s*\{[^}]*index\s*:\s*([0-9]{1,9})")
_PROGRAM = re.compile(
    r"(?i)[0-9]|transkribus|ocr|tesseract|kraken|escriptorium|aletheia|larex|calamari|loghi|"
    r"pylaia|htr|eynollah|abbyy|finereader|page"
)
_RECOGNITION = re.compile(r"(?i)recognition/(?:text-recognition|ocr|htr)|text-?recognition")
_TEXTS = ("Unicode", "PlainText")
_LETTERS = re.compile(r"\w")
_ROLES = ("Roles", "TableCellRole")


def read(data: bytes, path: str, _reading: Reading) -> tuple[Draft]:
    """Return the draft of one page, from a PAGE XML file's bytes.

    Raises InputError where they are not well-formed or have no page.
    """
    root = shorten(xml.parse(data, path), lambda _: "")
    layout = child(root, "Page")
    if root.tag != "PcGts" or layout is None:
        raise InputError(path, "is XML but no PAGE: a PcGts element with a Page is wanted")
    return draft([_Layout(layout, child(root, "Metadata")).page], data, path, "page", MEDIA_TYPE)


class _Layout:
    """One Page element on its way to its lines."""

    def __init__(self, element: Element, metadata: Element | None) -> None:
        self.page = Page(name=element.get("imageFilename") or None)
        self.page.add_language(element.get("primaryLanguage"))
        self._provenance(metadata)
        self._order = list(_ordered(child(element, "ReadingOrder")))
        self._listed = set(self._order)
        self._done: set[int] = set()
        self._taken: set[int] = set()  # what has its words in the page
        self._regions(element)
        self._leave_out(element)

    def _provenance(self, metadata: Element | None) -> None:
        dates = (content(child(metadata, name)) for name in ("LastChange", "Created"))
        self.page.created = next(filter(None, map(file_metadata.instant, dates)), None)
        if content(child(metadata, "Comments")).strip():
            self.page.left_out["comments on the file"] += 1
        creator = " ".join(content(child(metadata, "Creator")).split())
        if _PROGRAM.search(creator):
            self.page.add_software(creator)
        elif by := file_metadata.agent(creator, "transcriber"):
            self.page.agents.append(by)
        for step in children(metadata, "MetadataItem"):
            if step.get("type") == "processingStep" and _RECOGNITION.search(step.get("name", "")):
                versions = (
                    label.get("value")
                    for label in step.iter("Label")
                    if label.get("type") == "ocrd/core/version" or label.get("type") == "version"
                )
                self.page.add_software(step.get("value"), next(versions, None))

    def _regions(self, page: Element) -> None:
        regions = {one.get("id"): one for one in page.iter() if one.tag.endswith("Region")}
        for name in self._order:
            if name in regions:
                self._region(regions[name])
            else:
                self.page.left_out["references to regions that are not there"] += 1
        for one in _in_order(_below(page)):
            self._region(one)

    def _region(self, element: Element) -> None:
        """Take a region once, with those in it that the reading order does not name."""
        if id(element) in self._done:
            return
        self._done.add(id(element))
        if element.tag in _PICTURED:
            self.page.left_out[_PICTURED[element.tag]] += 1
        if element.tag == "TableRegion":
            self._table(element)
            return
        self.page.add_region(self._lines(element))
        for one in _in_order(_below(element)):
            if one.get("id") not in self._listed:
                self._region(one)

    def _lines(self, element: Element) -> list[str]:
        """Return the lines of a region or a cell; its own text where they have none."""
        self.page.add_language(element.get("primaryLanguage"))
        lines = _in_order(list(children(element, "TextLine")))
        written = [self._line(line) for line in lines]
        if any(map(str.strip, written)) or any(_has_text(one) for one in _below(element)):
            return written  # its own text repeats what is in it
        return self._own_lines(element) or written

    def _own_lines(self, element: Element) -> list[str]:
        """Return the lines of a region's own text."""
        own = self._taken_from(element)
        if own.strip():
            self._confidence(element)
        return own.strip("\n").split("\n") if own.strip() else []

    def _line(self, line: Element) -> str:
        words = list(children(line, "Word"))
        for word in words:
            self._confidence(word)
        self.page.lines.add(_confidence(line))
        return self._taken_from(line) or " ".join(filter(None, map(self._word, words)))

    def _word(self, word: Element) -> str:
        return self._taken_from(word) or "".join(map(self._taken_from, children(word, "Glyph")))

    def _taken_from(self, element: Element) -> str:
        """Return the text of a region, line, word or glyph; "" where it has none."""
        text = _equivalent(element)
        if text:
            self._taken.add(id(element))
        return text

    def _leave_out(self, element: Element, *, told: bool = False) -> bool:
        """Count text that no level has brought into the page; ``told`` where one above has.

        Returns whether the element, or one in it, is in the page.
        """
        here = id(element) in self._taken
        inside = [self._leave_out(one, told=told or here) for one in element]
        readings = [one for one in children(element, "TextEquiv") if _reading(one).strip()]
        if here:
            other = {_reading(one) for one in readings} - {_equivalent(element)}
            if other:
                self.page.left_out["other readings"] += len(other)
        elif readings and not told and not any(inside):
            self.page.left_out[f"text of {element.tag}"] += 1
        elif readings and element.tag.endswith("Region") and not told:
            self._compare(element)
        return here or any(inside)

    def _compare(self, element: Element) -> None:
        """Count a region whose own text has more letters than the lines that are read for it."""
        lines = "".join(map(_equivalent_below, element))
        if len(_LETTERS.findall(_equivalent(element))) > len(_LETTERS.findall(lines)):
            self.page.left_out["regions whose own text is longer than that of their lines"] += 1

    def _confidence(self, element: Element) -> None:
        (self.page.words if element.tag == "Word" else self.page.lines).add(_confidence(element))

    def _table(self, table: Element) -> None:
        """Take the cells by row and column; cells without a place follow as regions."""
        rows: dict[int, dict[int, list[str]]] = {}
        others: list[Element] = []
        for one in table:
            place = _cell(one)
            if place is None:
                unlisted = one.get("id") not in self._listed
                others += [one] if one.tag.endswith("Region") and unlisted else []
                continue
            self._done.add(id(one))
            rows.setdefault(place[0], {}).setdefault(place[1], []).extend(self._cell_lines(one))
        if not any(_has_text(one) for one in table if one.tag != "TextEquiv"):
            self.page.add_region(self._own_lines(table))
        columns = sorted({column for row in rows.values() for column in row})
        self.page.add_table(
            [[rows[row].get(column, []) for column in columns] for row in sorted(rows)]
        )
        for one in _in_order(others):
            self._region(one)

    def _cell_lines(self, cell: Element) -> list[str]:
        lines = self._lines(cell)
        for inner in _in_order(_below(cell)):
            self._done.add(id(inner))
            lines += self._cell_lines(inner)
        return [line for line in lines if line.strip()]


def _below(element: Element) -> list[Element]:
    return [one for one in element if one.tag.endswith("Region")]


def _ordered(group: Element | None) -> Iterator[str]:
    """Yield the regions that a group of the reading order names, in their order."""
    members = [] if group is None else list(group)
    if group is not None and group.tag.startswith("Ordered"):
        members.sort(key=lambda one: _whole(one.get("index"), len(members)))
    for one in members:
        if reference := one.get("regionRef"):
            yield reference
        yield from _ordered(one)


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else default


def _in_order(elements: Sequence[Element]) -> list[Element]:
    """Return lines or regions by their indices; as they are written where one has none."""
    places = []
    for one in elements:
        match = _INDEX.search(one.get("custom", ""))
        places.append(_whole(one.get("index") or (match[1] if match else None), -1))
    if -1 in places:
        return list(elements)
    return [one for _, one in sorted(zip(places, elements, strict=True), key=lambda pair: pair[0])]


def _cell(element: Element) -> tuple[int, int] | None:
    """Return the row and column of a table's cell; None for what has none."""
    role = child(element, *_ROLES)
    if role is not None:
        return _whole(role.get("rowIndex"), 0), _whole(role.get("columnIndex"), 0)
    if element.tag == "TableCell":
        return _whole(element.get("row"), 0), _whole(element.get("col"), 0)
    return None


def _chosen(element: Element) -> Element | None:
    """Return the reading that counts among several (TextEquiv/@index, @conf)."""
    readings = list(children(element, "TextEquiv"))
    indexed = [one for one in readings if _whole(one.get("index"), -1) >= 0]
    if indexed:
        return min(indexed, key=lambda one: _whole(one.get("index"), 0))
    return max(readings, key=_sureness, default=None)


def _sureness(reading: Element) -> float:
    try:
        value = float(reading.get("conf", ""))
    except ValueError:
        return -1.0
    return value if 0 <= value <= 1 else -1.0


def _confidence(element: Element) -> str | None:
    chosen = _chosen(element)
    return None if chosen is None else chosen.get("conf")


def _equivalent(element: Element) -> str:
    """Return the text of a region, line, word or glyph; "" where it has none."""
    return _reading(_chosen(element))


def _reading(equivalent: Element | None) -> str:
    return content(child(equivalent, "Unicode")) or content(child(equivalent, "PlainText"))


def _equivalent_below(element: Element) -> str:
    """Return the text of an element, or of those in it; without what parts them."""
    return _equivalent(element) or "".join(map(_equivalent_below, element))


def _has_text(element: Element) -> bool:
    return any(content(one).strip() for one in element.iter() if one.tag in _TEXTS)
