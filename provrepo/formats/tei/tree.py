"""A TEI document as a tree with plain names, and what all parts of the reader ask of it.

Elements of TEI are named without their namespace, ``p``; those of other vocabularies keep theirs,
``{URI}math``. So TEI P4 and files without a namespace are read by the same code: ``id`` and
``lang`` count as ``xml:id`` and ``xml:lang``, ``div1`` … ``div7`` as ``div``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from provrepo.formats import file_metadata

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

_BREAKS = ("lb", "pb", "cb", "gb", "milestone")
_NUMBERED = re.compile(r"div[0-7]")


def plainly_named(root: Element) -> Element:
    """Return ``root`` with the names of its elements made plain, in place."""
    for element in root.iter():
        name = element.tag.removeprefix(TEI)
        element.tag = "div" if _NUMBERED.fullmatch(name) else name
        for old, new in (("id", ID), ("lang", LANGUAGE)):
            if old in element.attrib and new not in element.attrib:
                element.set(new, element.attrib.pop(old))
    return root


def words(element: Element | None) -> str:
    """Return an element's characters with single blanks; empty for None.

    A line or a page that begins within it is a blank, unless ``break="no"`` says otherwise. What
    `dropped` yields is not among them.
    """
    if element is None:
        return ""
    pieces = _pieces(element) if len(element) else (element.text or "",)
    return " ".join("".join(pieces).split())


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    skipped = _skipped(element)
    for inner in element:
        if inner not in skipped:
            yield " " if inner.tag in _BREAKS and inner.get("break") != "no" else ""
            yield from _pieces(inner)
        if element.tag != "choice":
            yield inner.tail or ""


def _skipped(element: Element) -> list[Element]:
    """Return the elements directly in one whose words do not stand where it is written plainly.

    Its notes; of a ``choice`` all but the correction, the regular or the full form, or the first.
    """
    if element.tag != "choice":
        return element.findall("note")
    plain = [inner for tag in ("corr", "reg", "expan") for inner in element.findall(tag)]
    chosen = next((inner for inner in (*plain, *element) if not is_blank(inner)), None)
    return [inner for inner in element if inner is not chosen]


def dropped(element: Element) -> Iterator[Element]:
    """Yield what is in an element and has words, but none in `words`: notes and readings."""
    skipped = _skipped(element)
    yield from (inner for inner in skipped if not is_blank(inner))
    for inner in element:
        if inner not in skipped:
            yield from dropped(inner)


def without_notes(element: Element) -> str:
    """Return the characters of an element, with their white space and without its notes."""
    inside = ("" if inner.tag == "note" else without_notes(inner) for inner in element)
    tails = (inner.tail or "" for inner in element)
    return (element.text or "") + "".join(map(str.__add__, inside, tails))


def is_blank(element: Element) -> bool:
    """Return whether an element has no characters but white space."""
    return not any(piece.strip() for piece in element.itertext())


def language(element: Element) -> str | None:
    """Return the language that an element itself states, as a tag of BCP 47; None without one."""
    return tag_of(element.get(LANGUAGE, ""))


def tag_of(written: str) -> str | None:
    """Return a language as a well-formed tag of BCP 47, ``en`` for ``eng``; else None."""
    return file_metadata.language(written)


def same_language(tag: str, other: str) -> bool:
    """Return whether two tags are of one language, whatever script or country they add."""
    return tag.partition("-")[0] == other.partition("-")[0]


def pointers(element: Element, name: str) -> Iterator[str]:
    """Yield the ids in this document that an attribute points to, such as ``target="#a #b"``."""
    for pointer in element.get(name, "").split():
        if pointer.startswith("#") and len(pointer) > 1:
            yield pointer[1:]


def identified(root: Element) -> dict[str, Element]:
    """Return the elements by their ``xml:id``; the first where several have the same."""
    by_id: dict[str, Element] = {}
    for element in root.iter():
        identity = element.get(ID)
        if identity:
            by_id.setdefault(identity, element)
    return by_id
