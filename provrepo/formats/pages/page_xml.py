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
``@imageFilename``                the page, and what the version is based on
``@custom`` of lines              markup by the convention, and notes: `line_tags`; of regions
                                  comments alone, the rest is counted
``@comments``                     editorial notes on the line, the region or its table
images, graphics, charts …        left out, counted
other readings; text that stands  left out, counted; but not the levels that only repeat the one
in no line or table; ``Comments`` that is read
================================  ===========================================================
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.errors import InputError
from provrepo.formats import file_metadata, xml
from provrepo.formats.draft import CONVENTIONS, Draft, FileNote, Reading
from provrepo.formats.element_tree import child, children, content, shorten, whole_number
from provrepo.formats.pages.line_tags import comments, tagged, tags
from provrepo.formats.pages.recognised_page import Line, Page, draft_of_pages

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
_LAST = 10**9
"""The place of a member of an ordered group that has no index."""


def read(data: bytes, path: str, reading: Reading) -> tuple[Draft]:
    """Return the draft of one page, from a PAGE XML file's bytes.

    Raises InputError where they are not well-formed XML or have no page.
    """
    is_usual = reading.convention == CONVENTIONS[0]
    reader = "page" if is_usual else f"page convention={reading.convention}"
    pages = pages_in(data, path, reading)
    return draft_of_pages(pages, data, path, reader, MEDIA_TYPE, carries_notes=True)


def pages_in(data: bytes, path: str, reading: Reading) -> list[Page]:
    """Return the page of a file's bytes, in a list as ALTO has several. Raises as `read` does."""
    root = shorten(xml.parse(data, path), lambda _: "")
    layout = child(root, "Page")
    if root.tag != "PcGts" or layout is None:
        raise InputError(path, "is XML but no PAGE: it needs a PcGts element with a Page")
    return [_Layout(layout, child(root, "Metadata"), reading.convention).page]


class _Layout:
    """One ``Page`` element, whose regions and lines are taken into `page` in reading order.

    PAGE repeats its text on every level: a region has the text of its lines, a line that of its
    words. The lines are what is read. ``_taken`` remembers each element whose text went in, so that
    afterwards text that stands on no level that was read can be counted as left out.
    """

    def __init__(self, element: Element, metadata: Element | None, convention: str) -> None:
        image = element.get("imageFilename") or None
        self.page = Page(name=image, image=image)
        self._convention = convention
        self.page.add_language(element.get("primaryLanguage"))
        self._provenance(metadata)
        self._order = list(_ordered(child(element, "ReadingOrder")))
        self._listed = set(self._order)
        self._visited: set[int] = set()  # regions and cells
        self._taken: set[int] = set()
        self._regions(element)
        self._leave_out(element)

    def _provenance(self, metadata: Element | None) -> None:
        """Take over when, by whom and by which programs the page was transcribed."""
        dates = (content(child(metadata, name)) for name in ("LastChange", "Created"))
        self.page.created = next(filter(None, map(file_metadata.instant, dates)), None)
        if content(child(metadata, "Comments")).strip():
            self.page.left_out["comments on the file"] += 1
        # Programs write their own name where the schema wants a person's.
        creator = " ".join(content(child(metadata, "Creator")).split())
        if _PROGRAM.search(creator):
            self.page.add_software(creator)
        elif person := file_metadata.agent(creator, "transcriber"):
            self.page.agents.append(person)
        for step in children(metadata, "MetadataItem"):
            if step.get("type") == "processingStep" and _RECOGNITION.search(step.get("name", "")):
                versions = (
                    label.get("value")
                    for label in step.iter("Label")
                    if label.get("type") == "ocrd/core/version" or label.get("type") == "version"
                )
                self.page.add_software(step.get("value"), next(versions, None))

    def _regions(self, page: Element) -> None:
        """Take over all regions: those that the reading order names, then the others."""
        regions = {
            element.get("id"): element for element in page.iter() if element.tag.endswith("Region")
        }
        for name in self._order:
            if name in regions:
                self._region(regions[name])
            else:
                self.page.left_out["references to regions that are not there"] += 1
        for region in _in_order(_below(page)):
            self._region(region)

    def _region(self, element: Element) -> None:
        """Take over a region once, with those in it that the reading order does not name."""
        if id(element) in self._visited:
            return
        self._visited.add(id(element))
        if element.tag in _PICTURED:
            self.page.left_out[_PICTURED[element.tag]] += 1
        first = len(self.page.regions)
        names = (tag.name for tag in tags("", element.get("custom", "")))
        counts = Counter(f"tag {name} of a region" for name in names if name != "comment")
        self.page.left_out += counts
        if element.tag == "TableRegion":
            self._table(element)
        else:
            self.page.add_region(self._lines(element))
        for remark in _remarks(element):
            self.page.add_remark(remark, first)
        if element.tag == "TableRegion":
            return
        for region in _in_order(_below(element)):
            if region.get("id") not in self._listed:
                self._region(region)

    def _lines(self, element: Element) -> list[str]:
        """Return the lines of a region or a cell; the region's own text where no line has any."""
        self.page.add_language(element.get("primaryLanguage"))
        lines = _in_order(list(children(element, "TextLine")))
        customs = ["", *(line.get("custom", "") for line in lines), ""]
        written = [
            self._line(line, customs[place], customs[place + 2]) for place, line in enumerate(lines)
        ]
        if any(map(str.strip, written)) or any(map(_has_text, _below(element))):
            return written  # its own text repeats what is in it
        return self._own_lines(element) or written

    def _own_lines(self, element: Element) -> list[str]:
        """Return the lines of a region's own text."""
        text = self._taken_from(element)
        if text.strip():
            self._confidence(element)
        return text.strip("\n").split("\n") if text.strip() else []

    def _line(self, line: Element, before: str, after: str) -> str:
        """Return a line; ``before`` and ``after`` are what the lines around it have in `custom`."""
        words = list(children(line, "Word"))
        for word in words:
            self._confidence(word)
        self.page.lines.add(_confidence(line))
        of_line = self._taken_from(line)
        written = of_line or " ".join(filter(None, map(self._word, words)))
        custom = line.get("custom", "")
        if of_line:
            text, notes, left_out = tagged(written, custom, self._convention, before, after)
        else:  # its tags are placed in a text that it does not have
            text, notes = written, ()
            left_out = Counter(f"tag {tag.name}" for tag in tags(written, custom))
        self.page.left_out += left_out
        on_the_line = (replace(remark, start=0, end=len(text)) for remark in _remarks(line))
        return Line.noted(text, (*notes, *on_the_line), line)

    def _word(self, word: Element) -> str:
        return self._taken_from(word) or "".join(map(self._taken_from, children(word, "Glyph")))

    def _taken_from(self, element: Element) -> str:
        """Return the text of a region, line, word or glyph, and remember it as taken."""
        text = _equivalent(element)
        if text:
            self._taken.add(id(element))
        return text

    def _leave_out(self, element: Element, *, taken_above: bool = False) -> bool:
        """Count text of an element, and of those in it, that is in the page on no level.

        ``taken_above`` says whether an element around it was taken. Returns whether the element, or
        one in it, was.
        """
        taken = id(element) in self._taken
        taken_below = [
            self._leave_out(inner, taken_above=taken_above or taken) for inner in element
        ]
        readings = [each for each in children(element, "TextEquiv") if _reading(each).strip()]
        if taken:
            unread = {_reading(each) for each in readings} - {_equivalent(element)}
            if unread:
                self.page.left_out["other readings"] += len(unread)
        elif readings and not taken_above and not any(taken_below):
            self.page.left_out[f"text of {element.tag}"] += 1
        elif readings and element.tag.endswith("Region") and not taken_above:
            self._compare(element)
        return taken or any(taken_below)

    def _compare(self, element: Element) -> None:
        """Count a region whose own text has more letters than the lines read in its place."""
        lines = "".join(map(_equivalent_below, element))
        if len(_LETTERS.findall(_equivalent(element))) > len(_LETTERS.findall(lines)):
            self.page.left_out["regions whose own text is longer than that of their lines"] += 1

    def _confidence(self, element: Element) -> None:
        (self.page.words if element.tag == "Word" else self.page.lines).add(_confidence(element))

    def _table(self, table: Element) -> None:
        """Take over the cells by row and column; regions without a place follow the table."""
        rows: dict[int, dict[int, list[str]]] = {}
        regions: list[Element] = []
        for element in table:
            place = _cell(element)
            if place is None:
                unlisted = element.get("id") not in self._listed
                regions += [element] if element.tag.endswith("Region") and unlisted else []
                continue
            self._visited.add(id(element))
            row, column = place
            rows.setdefault(row, {}).setdefault(column, []).extend(self._cell_lines(element))
        if not any(_has_text(element) for element in table if element.tag != "TextEquiv"):
            self.page.add_region(self._own_lines(table))
        columns = sorted({column for row in rows.values() for column in row})
        self.page.add_table(
            [[rows[row].get(column, []) for column in columns] for row in sorted(rows)]
        )
        for region in _in_order(regions):
            self._region(region)

    def _cell_lines(self, cell: Element) -> list[str]:
        """Return the lines of a cell that have text, with those of regions in it."""
        lines = self._lines(cell)
        for inner in _in_order(_below(cell)):
            self._visited.add(id(inner))
            lines += self._cell_lines(inner)
        return [line for line in lines if line.strip()]


def _remarks(element: Element) -> Iterator[FileNote]:
    """Yield what somebody wrote of a region or line, or of its text, as notes not yet placed."""
    if element.tag != "TextLine":
        yield from (FileNote(text, "editorial") for text in comments(element.get("custom", "")))
    for commented in (element, *children(element, "TextEquiv")):
        if remark := commented.get("comments", "").strip():
            yield FileNote(remark, "editorial")


def _below(element: Element) -> list[Element]:
    """Return the regions directly in an element."""
    return [inner for inner in element if inner.tag.endswith("Region")]


def _ordered(group: Element | None) -> Iterator[str]:
    """Yield the ids of the regions that a group of the reading order names, in their order."""
    members = [] if group is None else list(group)
    if group is not None and group.tag.startswith("Ordered"):
        members.sort(key=lambda member: whole_number(member.get("index"), _LAST))
    for member in members:
        if reference := member.get("regionRef"):
            yield reference
        yield from _ordered(member)


def _in_order(elements: Sequence[Element]) -> list[Element]:
    """Return lines or regions by their indices; as they are written where one has none.

    Lines that somebody added later have no index, and where they belong cannot be said.
    """
    places = []
    for element in elements:
        match = _INDEX.search(element.get("custom", ""))
        places.append(whole_number(element.get("index") or (match[1] if match else None), -1))
    if -1 in places:
        return list(elements)
    pairs = sorted(zip(places, elements, strict=True), key=lambda pair: pair[0])
    return [element for _, element in pairs]


def _cell(element: Element) -> tuple[int, int] | None:
    """Return the row and column of a table's cell; None for an element that is no cell."""
    role = child(element, *_ROLES)
    if role is not None:
        return whole_number(role.get("rowIndex"), 0), whole_number(role.get("columnIndex"), 0)
    if element.tag == "TableCell":
        return whole_number(element.get("row"), 0), whole_number(element.get("col"), 0)
    return None


def _chosen(element: Element) -> Element | None:
    """Return the reading that counts among several: by ``@index``, else by ``@conf``."""
    readings = list(children(element, "TextEquiv"))
    indexed = [reading for reading in readings if whole_number(reading.get("index"), -1) >= 0]
    if indexed:
        return min(indexed, key=lambda reading: whole_number(reading.get("index"), 0))
    return max(readings, key=_sureness, default=None)


def _sureness(reading: Element) -> float:
    """Return a reading's confidence; -1, below all of them, where it states none."""
    try:
        value = float(reading.get("conf", ""))
    except ValueError:
        return -1.0
    return value if 0 <= value <= 1 else -1.0


def _confidence(element: Element) -> str | None:
    """Return the confidence of the reading that counts, as it is written."""
    chosen = _chosen(element)
    return None if chosen is None else chosen.get("conf")


def _equivalent(element: Element) -> str:
    """Return the text of a region, line, word or glyph; "" where it has none."""
    return _reading(_chosen(element))


def _reading(equivalent: Element | None) -> str:
    return content(child(equivalent, "Unicode")) or content(child(equivalent, "PlainText"))


def _equivalent_below(element: Element) -> str:
    """Return the text of an element, else of those in it, with nothing between them."""
    return _equivalent(element) or "".join(map(_equivalent_below, element))


def _has_text(element: Element) -> bool:
    return any(content(inner).strip() for inner in element.iter() if inner.tag in _TEXTS)
