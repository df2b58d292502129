"""What stands in a TEI file beside the elements that its texts are made of."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from provrepo.formats.tei.tree import without_notes

_AROUND = ("text", "body", "group")


def beside(root: Element, used: set[Element]) -> Iterator[Element | str]:
    """Yield what has words and is part of no text: outermost elements, and bare words.

    ``used`` are the elements that texts were made of; where there are none, all that the body of
    the document holds is beside. The header is not meant.
    """
    if root in used:
        return
    around, header = {root}, root.find("teiHeader")
    for element in _outwards(root, used):
        around.add(element)
    if not used:
        around.update(one for one in root.iter() if one.tag in _AROUND)
    waiting = [root]
    while waiting:
        element = waiting.pop()
        for words in (element.text, *(child.tail for child in element)):
            if (words or "").strip():
                yield f"words directly in {element.tag}"
        for child in element:
            if child in around:
                waiting.append(child)
            elif child not in used and child is not header and without_notes(child).strip():
                yield child  # notes find their places by themselves


def _outwards(root: Element, used: set[Element]) -> Iterator[Element]:
    """Yield every element that one of ``used`` stands in."""
    parents = {child: one for one in root.iter() for child in one}
    for element in used:
        outer = parents.get(element)
        while outer is not None:
            yield outer
            outer = parents.get(outer)


def named_beside(found: Element | str) -> str:
    """Return the name by which something that is left out is counted."""
    if isinstance(found, str):
        return found
    return f"div type={found.get('type', '')}" if found.tag == "div" else found.tag
