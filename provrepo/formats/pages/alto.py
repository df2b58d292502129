"""The reader of ALTO (Library of Congress, versions 1 to 4, with any namespace or none).

================================  ===========================================================
in the file                       in the version
================================  ===========================================================
``TextBlock``                     a region; in the order of ``ReadingOrder`` (4.3), else of
                                  ``@IDNEXT``, else as written
margins and ``PrintSpace``        top and left margin, print space, right and bottom margin
``TextLine``                      a line: ``String/@CONTENT`` as printed, ``SP`` a blank,
                                  ``HYP/@CONTENT`` as it is; strings without any ``SP`` on the
                                  line are parted by blanks; ``SUBS_CONTENT`` is not used
several ``Page`` elements         parted by a form feed
``@WC``                           the mean confidence, in the message
``@LANG``                         the language of most blocks
``processingSoftware``            agents, ``NAME VERSION:transcriber:software``
``processingDateTime``            ``created``, the latest
``fileName`` of the image         the page, else ``@PHYSICAL_IMG_NR``
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
from provrepo.formats.pages.recognised_page import Page, draft

MEDIA_TYPE = "application/xml"

_SPACES = ("TopMargin", "LeftMargin", "PrintSpace", "RightMargin", "BottomMargin")
_PICTURED = {"Illustration": "illustrations", "GraphicalElement": "graphical elements"}


def read(data: bytes, path: str, _reading: Reading) -> tuple[Draft]:
    """Return the draft of the page, or pages, in an ALTO file's bytes.

    Raises InputError where they are not well-formed or have no page.
    """
    root = shorten(xml.parse(data, path), lambda _: "")
    layouts = list(children(child(root, "Layout"), "Page"))
    if root.tag.lower() != "alto" or not layouts:
        raise InputError(path, "is XML but no ALTO: an alto element with a Page is wanted")
    order = [
        reference
        for group in children(root, "ReadingOrder")
        for one in group.iter("ElementRef")
        if (reference := one.get("REF"))
    ]
    pages = [_page(layout, order) for layout in layouts]
    _describe(pages[0], root)
    return draft(pages, data, path, "alto", MEDIA_TYPE)


def _describe(page: Page, root: Element) -> None:
    """Take what the file says of its image and of the programs that made it."""
    description = child(root, "Description")
    image = content(child(description, "sourceImageInformation", "fileName")).strip()
    page.name = posixpath.basename(image.replace("\\", "/")) or page.name
    dates = []
    for section in children(description, "OCRProcessing", "Processing"):
        dates += [content(one) for one in section.iter("processingDateTime")]
        steps = [section, *section.iter("ocrProcessingStep")]
        for software in (one for step in steps for one in children(step, "processingSoftware")):
            names = (content(child(software, f"software{part}")) for part in ("Name", "Version"))
            page.add_software(*names)
    page.created = max(filter(None, map(file_metadata.instant, dates)), default=None)


def _page(layout: Element, order: list[str]) -> Page:
    page = Page(name=layout.get("PHYSICAL_IMG_NR") or None)
    blocks = [one for name in _SPACES for space in children(layout, name) for one in _parts(space)]
    taken = 0
    for block in _in_order(layout, blocks, order):
        if block.tag in _PICTURED:
            page.left_out[_PICTURED[block.tag]] += 1
            continue
        page.add_language(block.get("LANG") or block.get("language"))
        lines = list(children(block, "TextLine"))
        taken += sum(1 for one in lines for _ in children(one, "String"))
        page.add_region([_line(line, page) for line in lines])
    if loose := sum(1 for _ in layout.iter("String")) - taken:
        page.left_out["strings outside of lines and blocks"] += loose
    return page


def _parts(space: Element) -> Iterator[Element]:
    """Yield the blocks in a part of the page, those of composed blocks one by one."""
    for one in space:
        if one.tag == "ComposedBlock":
            yield from _parts(one)
        elif one.tag == "TextBlock" or one.tag in _PICTURED:
            yield one


def _in_order(layout: Element, blocks: list[Element], order: list[str]) -> list[Element]:
    """Return the blocks in reading order, each once, whatever circles the references make."""
    by_name = {one.get("ID"): one for one in blocks}
    followers = {one.get("IDNEXT") for one in blocks}
    begun: list[Element | None] = []
    if order:
        # What is named is a block, one that is composed of others, or a line of one.
        named = {one.get("ID"): list(_parts(one)) for one in layout.iter("ComposedBlock")}
        named |= {line.get("ID"): [one] for one in blocks for line in one.iter("TextLine")}
        named |= {name: [one] for name, one in by_name.items()}
        begun += (one for name in order for one in named.get(name, ()))
    begun += (one for one in blocks if one.get("ID") not in followers)
    begun += blocks
    found: dict[int, Element] = {}
    for first in begun:
        one = first
        while one is not None and id(one) not in found:
            found[id(one)] = one
            one = None if order else by_name.get(one.get("IDNEXT", ""))
    return list(found.values())


def _line(line: Element, page: Page) -> str:
    strings = list(children(line, "String"))
    for one in strings:
        page.words.add(one.get("WC"))
        if "CONTENT" not in one.attrib:
            page.left_out["strings without content"] += 1
        for _ in children(one, "ALTERNATIVE"):
            page.left_out["other readings"] += 1
    parted = child(line, "SP") is not None
    written = ""
    for one in line:
        if one.tag == "String":
            blank = " " if written and not parted else ""
            written += blank + one.get("CONTENT", "")
        elif one.tag == "SP":
            written += " "
        elif one.tag == "HYP":
            written += one.get("CONTENT", "")
    return written
