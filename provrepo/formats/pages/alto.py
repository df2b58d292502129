"""The reader of ALTO (Library of Congress, versions 1 to 4, with any namespace or none).

================================  ===========================================================
in the file                       in the version
================================  ===========================================================
``TextBlock``                     a region; in the order of ``ReadingOrder`` (4.3), else of
                                  ``@IDNEXT``, else as written
margins and ``PrintSpace``        top and left margin, print space, right and bottom margin
``TextLine``                      a line: ``String/@CONTENT`` as printed, ``SP`` a blank,
                                  ``HYP/@CONTENT`` as it is; on a line without any ``SP`` the
                                  strings are parted by blanks; ``SUBS_CONTENT`` is not used, and
                                  counted where it is the expansion of an abbreviation;
                                  a ``HYP`` without content is counted, as no sign stands for it
``NamedEntityTag``                left out, counted where something refers to it
several ``Page`` elements         parted by a form feed
``@WC``                           the mean confidence, in the message
``@LANG``                         the language of most blocks
``processingSoftware``            agents, ``NAME VERSION:transcriber:software``
``processingDateTime``            ``created``, the latest
``fileName`` of the image         the page, else ``@PHYSICAL_IMG_NR``; what it is based on
illustrations, drawings           left out, counted
``ALTERNATIVE``; strings that     left out, counted
stand in no line of a block
================================  ===========================================================
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.errors import InputError
from provrepo.formats import file_metadata, xml
from provrepo.formats.draft import Draft, Reading
from provrepo.formats.element_tree import child, children, content, shorten
from provrepo.formats.pages.recognised_page import Line, Page, draft_of_pages

MEDIA_TYPE = "application/xml"

_SPACES = ("TopMargin", "LeftMargin", "PrintSpace", "RightMargin", "BottomMargin")
_PICTURED = {"Illustration": "illustrations", "GraphicalElement": "graphical elements"}


def read(data: bytes, path: str, reading: Reading) -> tuple[Draft]:
    """Return the draft of the page, or pages, in an ALTO file's bytes.

    Raises InputError where they are not well-formed XML or have no page.
    """
    return draft_of_pages(pages_in(data, path, reading), data, path, "alto", MEDIA_TYPE)


def pages_in(data: bytes, path: str, _reading: Reading) -> list[Page]:
    """Return the pages in an ALTO file's bytes. Raises as `read` does."""
    root = shorten(xml.parse(data, path), lambda _: "")
    layouts = list(children(child(root, "Layout"), "Page"))
    if root.tag.lower() != "alto" or not layouts:
        raise InputError(path, "is XML but no ALTO: it needs an alto element with a Page")
    order = [
        reference
        for group in children(root, "ReadingOrder")
        for element in group.iter("ElementRef")
        if (reference := element.get("REF"))
    ]
    pages = [_page(layout, order) for layout in layouts]
    entities = {entity.get("ID") for entity in root.iter("NamedEntityTag")}
    for page, layout in zip(pages, layouts, strict=True):
        named = (name for part in layout.iter() for name in part.get("TAGREFS", "").split())
        page.left_out["named entities"] += sum(name in entities for name in named)
    _describe(pages[0], root)
    return pages


def _describe(page: Page, root: Element) -> None:
    """Take over what the file says of its image and of the programs that made it."""
    description = child(root, "Description")
    image = content(child(description, "sourceImageInformation", "fileName")).strip()
    page.name = posixpath.basename(image.replace("\\", "/")) or page.name
    page.image = image or None
    dates = []
    for section in children(description, "OCRProcessing", "Processing"):
        dates += [content(date) for date in section.iter("processingDateTime")]
        steps = [section, *section.iter("ocrProcessingStep")]
        for software in (used for step in steps for used in children(step, "processingSoftware")):
            names = (content(child(software, f"software{part}")) for part in ("Name", "Version"))
            page.add_software(*names)
    page.created = max(filter(None, map(file_metadata.instant, dates)), default=None)


def _page(layout: Element, order: list[str]) -> Page:
    page = Page(name=layout.get("PHYSICAL_IMG_NR") or None)
    spaces = (space for name in _SPACES for space in children(layout, name))
    blocks = [block for space in spaces for block in _blocks(space)]
    read = 0
    for block in _in_order(layout, blocks, order):
        if block.tag in _PICTURED:
            page.left_out[_PICTURED[block.tag]] += 1
            continue
        page.add_language(block.get("LANG") or block.get("language"))
        lines = list(children(block, "TextLine"))
        read += sum(1 for line in lines for _ in children(line, "String"))
        page.add_region([Line.noted(_line(line, page), (), line) for line in lines])
    if loose := sum(1 for _ in layout.iter("String")) - read:
        page.left_out["strings outside of lines and blocks"] += loose
    return page


def _blocks(space: Element) -> Iterator[Element]:
    """Yield the blocks in a part of the page; a composed block yields those in it."""
    for element in space:
        if element.tag == "ComposedBlock":
            yield from _blocks(element)
        elif element.tag == "TextBlock" or element.tag in _PICTURED:
            yield element


def _in_order(layout: Element, blocks: list[Element], order: list[str]) -> list[Element]:
    """Return the blocks in reading order, each once, whatever circles the references make.

    ``order`` is what the file's ``ReadingOrder`` names. Without one, chains of ``IDNEXT`` are
    followed from the blocks that begin one. All blocks come last, so that one that nothing names,
    or that only a circle leads to, is not lost.
    """
    by_name = {block.get("ID"): block for block in blocks}
    followers = {block.get("IDNEXT") for block in blocks}
    chain_starts: list[Element] = []
    if order:
        # What is named is a block, one that is composed of others, or a line of one.
        named = {block.get("ID"): list(_blocks(block)) for block in layout.iter("ComposedBlock")}
        named |= {line.get("ID"): [block] for block in blocks for line in block.iter("TextLine")}
        named |= {name: [block] for name, block in by_name.items()}
        chain_starts += (block for name in order for block in named.get(name, ()))
    chain_starts += (block for block in blocks if block.get("ID") not in followers)
    chain_starts += blocks
    ordered: dict[int, Element] = {}
    for start in chain_starts:
        block: Element | None = start
        while block is not None and id(block) not in ordered:
            ordered[id(block)] = block
            block = None if order else by_name.get(block.get("IDNEXT", ""))
    return list(ordered.values())


def _line(line: Element, page: Page) -> str:
    """Return the text of a line, and take over the confidences of its words."""
    strings = list(children(line, "String"))
    for string in strings:
        page.words.add(string.get("WC"))
        if string.get("SUBS_TYPE") == "Abbreviation" and string.get("SUBS_CONTENT", "").strip():
            page.left_out["expansions of abbreviations"] += 1
        if "CONTENT" not in string.attrib:
            page.left_out["strings without content"] += 1
        for _ in children(string, "ALTERNATIVE"):
            page.left_out["other readings"] += 1
    # Some programs write no SP at all and mean a blank between any two strings.
    has_blanks = child(line, "SP") is not None
    written = ""
    for element in line:
        if element.tag == "String":
            blank = " " if written and not has_blanks else ""
            written += blank + element.get("CONTENT", "")
        elif element.tag == "SP":
            written += " "
        elif element.tag == "HYP":
            written += element.get("CONTENT", "")
            if not element.get("CONTENT"):
                page.left_out["hyphens without a sign"] += 1
    return written
