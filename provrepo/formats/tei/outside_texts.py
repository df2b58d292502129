"""Find what stands in a TEI file outside of the elements that its texts are made of."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from provrepo.formats.tei.tree import without_notes

_AROUND = ("text", "body", "group")
_OF_NOTES = ("note", "endnote", "footnote", "annotation", "comment", "apparatus", "anmerkung")
"""How the types of sections begin that hold notes on the document."""


def outside_texts(root: Element, used: set[Element]) -> Iterator[Element | str]:
    """Yield what has words and is part of no text: outermost elements, and names of bare words.

    ``used`` are the elements that texts were made of; without any, everything in the body of the
    document is outside. The header is no part of this.
    """
    if root in used:
        return
    around, header = {root}, root.find("teiHeader")
    around.update(_outwards(root, used))
    if not used:
        around.update(element for element in root.iter() if element.tag in _AROUND)
    pending = [root]
    while pending:
        element = pending.pop()
        for words in (element.text, *(child.tail for child in element)):
            if (words or "").strip():
                yield f"words directly in {element.tag}"
        for child in element:
            if child in around:
                pending.append(child)
            elif child not in used and child is not header and without_notes(child).strip():
                yield child  # one with notes alone has no words: they find their own places


def _outwards(root: Element, used: set[Element]) -> Iterator[Element]:
    """Yield every element that one of ``used`` stands in."""
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in used:
        outer = parents.get(element)
        while outer is not None:
            yield outer
            outer = parents.get(outer)


def counted_name(outside: Element | str) -> str:
    """Return the name by which something outside of all texts is counted."""
    if isinstance(outside, str):
        return outside
    return f"div type={outside.get('type', '')}" if outside.tag == "div" else outside.tag


def notes_of_its_own(outside: Element) -> list[Element]:
    """Return the notes in an element that is left out which are about that and nothing else.

    Those in a section of notes are about the document: it is called so, or has no words besides
    but its heading.
    """
    if _is_of_notes(outside):
        return []
    notes: list[Element] = []
    for child in outside:
        if child.tag == "note":
            notes.append(child)
        else:
            notes += notes_of_its_own(child)
    return notes


def _is_of_notes(element: Element) -> bool:
    if element.tag in ("standOff", "noteGrp"):
        return True
    if element.tag not in ("div", "list", "back", "front", "listAnnotation"):
        return False
    kind = element.get("type", "").lower()
    if kind.startswith(_OF_NOTES):
        return True
    words = [child for child in element if child.tag != "note" and without_notes(child).strip()]
    bare = [element.text, *(child.tail for child in element)]
    return not any((text or "").strip() for text in bare) and all(
        child.tag in ("head", "label") for child in words
    )
