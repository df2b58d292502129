"""Element trees with short names: ``w:p`` for ``{http://…/main}p``, whatever prefix a file uses.

A format that has had several namespaces (transitional and strict, versions, none) is read as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml


def shorten(root: Element, prefix: Callable[[str], str]) -> Element:
    """Rename all elements and attributes in place, and return ``root``.

    ``prefix`` gives the short prefix of a namespace, "" for none. Names without a namespace stay.
    """
    known: dict[str, str] = {}

    def short(name: str) -> str:
        if name not in known:
            uri, _, local = name[1:].rpartition("}") if name[0] == "{" else ("", "", name)
            chosen = prefix(uri) if uri else ""
            known[name] = f"{chosen}:{local}" if chosen else local
        return known[name]

    for element in root.iter():
        element.tag = short(element.tag)
        attributes = {short(name): value for name, value in element.attrib.items()}
        element.attrib.clear()
        element.attrib.update(attributes)
    return root


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child of that name, of that child the next, and so on; None without one."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if one.tag == name), None)
    return element


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the children of these names."""
    if element is not None:
        yield from (one for one in element if one.tag in names)


def content(element: Element | None) -> str:
    """Return all characters in an element, "" without one."""
    return "" if element is None else "".join(element.itertext())
