"""Walk element trees by short names: ``w:p`` for ``{http://…/main}p``, whatever prefix a file uses.

A format that has had several namespaces (transitional and strict, versions, none) is then read as
one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml


def shorten(root: Element, prefix: Callable[[str], str]) -> Element:
    """Rename all elements and attributes in place, and return ``root``.

    ``prefix`` returns the short prefix of a namespace, such as ``w``; "" leaves the bare name.
    Names without a namespace stay.
    """
    short_names: dict[str, str] = {}  # a large file has few names, each ten thousand times

    def short(name: str) -> str:
        if name not in short_names:
            uri, _, local = name[1:].rpartition("}") if name[0] == "{" else ("", "", name)
            chosen = prefix(uri) if uri else ""
            short_names[name] = f"{chosen}:{local}" if chosen else local
        return short_names[name]

    for element in root.iter():
        element.tag = short(element.tag)
        attributes = {short(name): value for name, value in element.attrib.items()}
        element.attrib.clear()
        element.attrib.update(attributes)
    return root


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child that ``path`` leads to, step by step; None where a step fails.

    ``child(paragraph, "w:pPr", "w:pStyle")`` is the style within the properties of a paragraph.
    """
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if inner.tag == name), None)
    return element


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the children that have one of the names; nothing for None."""
    if element is not None:
        yield from (inner for inner in element if inner.tag in names)


def content(element: Element | None) -> str:
    """Return all characters in an element, "" for None."""
    return "" if element is None else "".join(element.itertext())


def whole_number(written: str | None, default: int, *, signed: bool = False) -> int:
    """Return an attribute of one to nine digits as a number, anything else as ``default``.

    Nine digits are more than any list or table has, and keep hostile files from making numbers that
    take long to count to. With ``signed`` a minus may stand before them.
    """
    pattern = r"-?[0-9]{1,9}" if signed else r"[0-9]{1,9}"
    return int(written) if written and re.fullmatch(pattern, written) else default
