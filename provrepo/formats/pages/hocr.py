"""The reader of hOCR (hOCR 1.2; Tesseract, OCRopus, kraken …), written as XHTML or as HTML.

================================  ===========================================================
in the file                       in the version
================================  ===========================================================
``ocr_page``                      a page; several are parted by a form feed
``ocr_line, ocrx_line,            a line each, white space folded; words without anything between
ocr_header, ocr_footer,           them are parted by blanks
ocr_caption, ocr_textfloat``
``ocr_par, ocr_carea`` …          lines of different paragraphs are parted by a blank line
``x_wconf``                       the mean confidence, in the message
``meta name="ocr-system"``        an agent, ``NAME VERSION:transcriber:software``
``lang``                          the language of most paragraphs or lines, else of the document
``image`` of the page             the draft's ``page``
pictures, drawings; words outside left out, counted
of lines and of pages
================================  ===========================================================

A file that is well-formed XML is read as XML, any other as HTML, by the standard library's parser.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder  # files are parsed by provrepo.formats.xml

from provrepo.errors import InputError
from provrepo.formats import xml
from provrepo.formats.draft import Draft, Reading, decode
from provrepo.formats.element_tree import shorten
from provrepo.formats.pages.recognised_page import Page, draft_of_pages
from provrepo.hardened_xml import DEEPEST

MEDIA_TYPE = "text/html"

_LINES = frozenset("ocr_line ocrx_line ocr_header ocr_footer ocr_caption ocr_textfloat".split())
_PARTS = frozenset("ocr_par ocr_carea ocrx_block ocr_column".split())
_PICTURED = {
    "ocr_image": "images",
    "ocr_photo": "images",
    "ocr_linedrawing": "line drawings",
    "ocr_graphic": "graphics",
}
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_UNSEEN = frozenset("head script style title".split())
_LONGEST_TAG = 10_000
"""The longest tag that is read: where a longer one seems to begin, a quotation mark is missing."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)


def read(data: bytes, path: str, reading: Reading) -> tuple[Draft]:
    """Return the draft of the page, or pages, in an hOCR file's bytes.

    Raises InputError where there is no ``ocr_page``, or the bytes are in no known encoding.
    """
    root = _tree(data, path, reading.encoding)
    elements, loose = _pages(root)
    if not elements:
        raise InputError(path, "is HTML but no hOCR: it needs an element of class ocr_page")
    holders = _holders(root)
    pages = [_page(element, holders) for element in elements]
    if loose:
        pages[0].left_out["passages outside of pages"] += loose
    for meta in root.iter("meta"):
        if meta.get("name") == "ocr-system":
            pages[0].add_software(meta.get("content"))
    if not any(page.languages for page in pages):
        pages[0].add_language(root.get("lang") or root.get("xml:lang"))
    return draft_of_pages(pages, data, path, "hocr", MEDIA_TYPE)


def _tree(data: bytes, path: str, encoding: str | None) -> Element:
    """Return the root element; ``encoding`` overrules what HTML declares, not what XML does."""
    try:
        root = xml.parse(data, path)
    except InputError:
        declared = _CHARSET.search(data[:4096])
        text = decode(data, path, encoding or (declared[1].decode() if declared else None))
        return _Document(path).tree(text)
    return shorten(root, lambda uri: "xml" if uri.endswith("XML/1998/namespace") else "")


class _Document(HTMLParser):
    """HTML into a tree, as much of it as hOCR needs: an element ends at its end tag, or the end."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.builder = TreeBuilder()
        self.open: list[str] = []

    def tree(self, text: str) -> Element:
        self.root = self.builder.start("html", {})
        try:
            self.feed(text)
            if len(self.rawdata) > _LONGEST_TAG:
                # The parser keeps what it cannot end. Closing it would make it look for the end
                # of each tag in all that follows, which takes quadratic time.
                line, column = self.getpos()
                raise InputError(
                    self.path,
                    "is neither well-formed XML nor HTML: a tag or comment has no end (line "
                    f"{line}, column {column + 1})",
                )
            self.close()
        except AssertionError:  # what the parser raises for a declaration that it does not know
            raise InputError(self.path, "is neither well-formed XML nor HTML") from None
        while self.open:
            self.builder.end(self.open.pop())
        self.builder.end("html")
        return self.builder.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.root.attrib.update((name, value or "") for name, value in attrs)
            return
        if len(self.open) >= DEEPEST:
            raise InputError(self.path, f"has elements nested more than {DEEPEST} deep")
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self.open:
            closed = self.open.pop()
            self.builder.end(closed)
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def _classes(element: Element) -> frozenset[str]:
    return frozenset(element.get("class", "").split())


def _property(element: Element, name: str) -> str | None:
    """Return a property of the ``title`` attribute, without quotes (hOCR 1.2 §3)."""
    match = re.search(
        rf"(?:^|;)\s*{name}\s+(?:\"([^\"]*)\"|'([^']*)'|([^;]*))", element.get("title", "")
    )
    spellings = match.groups() if match else ()
    return next((value.strip() for value in spellings if value is not None), None)


def _pages(root: Element) -> tuple[list[Element], int]:
    """Return the outermost pages, and the number of passages outside of all pages."""
    pages: list[Element] = []
    loose = 0
    pending = [root]
    while pending:
        element = pending.pop()
        if "ocr_page" in _classes(element):
            pages.append(element)
        elif element.tag not in _UNSEEN:
            loose += _loose(element)
            pending += reversed(element)
    return pages, loose


def _loose(element: Element) -> int:
    """Return how many passages of words stand directly in an element."""
    passages = (element.text, *(inner.tail for inner in element))
    return sum(bool((passage or "").strip()) for passage in passages)


def _page(element: Element, holders: set[Element]) -> Page:
    image = _property(element, "image") or ""
    number = _property(element, "ppageno")
    page = Page(name=posixpath.basename(image.replace("\\", "/")) or number or None)
    part: int | None = None
    lines: list[str] = []
    for line, parent in _lines(element, id(element), page, holders):
        if parent != part:
            page.add_region(lines)
            part, lines = parent, []
        lines.append(_text(line))
    page.add_region(lines)
    return page


def _lines(
    element: Element, part: int, page: Page, holders: set[Element]
) -> Iterator[tuple[Element, int]]:
    """Yield the lines in an element, each with the id of the paragraph that it stands in.

    ``part`` is that id for lines directly in the element; ``holders`` are the elements to descend
    into. What is no holder is a line, even without its class, so that no words are lost.
    """
    if loose := _loose(element):
        page.left_out["passages outside of lines"] += loose
    for inner in element:
        if inner.tag in _UNSEEN:
            continue
        kinds = _classes(inner)
        for kind in kinds & _PICTURED.keys():
            page.left_out[_PICTURED[kind]] += 1
        if kinds & (_LINES | _PARTS):
            page.add_language(inner.get("lang") or inner.get("xml:lang"))
        paragraph = id(inner) if kinds & _PARTS else part
        if inner in holders:
            yield from _lines(inner, paragraph, page, holders)
        elif kinds & (_LINES | _PARTS) or "".join(inner.itertext()).strip():
            for word in inner.iter():
                page.words.add(_property(word, "x_wconf"), most=100)
            yield inner, paragraph


def _holders(root: Element) -> set[Element]:
    """Return the elements that have lines or paragraphs in them."""
    holders: set[Element] = set()
    pending: list[tuple[Element, tuple[Element, ...]]] = [(root, ())]
    while pending:
        element, around = pending.pop()
        if _classes(element) & (_LINES | _PARTS):
            holders.update(around)
            around = ()  # these are holders already, whatever else is in the element
        pending += [(child, (*around, element)) for child in element]
    return holders


def _text(line: Element) -> str:
    """Return a line's text; words written without any white space between them get blanks."""
    words = [
        "".join(element.itertext()) for element in line.iter() if "ocrx_word" in _classes(element)
    ]
    whole = " ".join("".join(line.itertext()).split())
    if len(words) > 1 and whole == "".join(word.strip() for word in words):
        return " ".join(" ".join(words).split())
    return whole
