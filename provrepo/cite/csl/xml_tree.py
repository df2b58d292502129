"""A small XML tree that knows its line numbers, read with expat.

``xml.etree`` keeps no line numbers and takes several milliseconds to import; error messages need
the first and a command that prints one note cannot spare the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provrepo import hardened_xml
from provrepo.errors import StyleError
from provrepo.hardened_xml import DEEPEST, XmlFault

_REFERENCE = re.compile(r"&#(x?)((?<=x)[0-9A-Fa-f]{1,6}|\d{1,7});")


class Element:
    """An element: its local name, attributes, child elements, own text and line."""

    __slots__ = ("attributes", "children", "file", "line", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str], line: int, file: str) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element] = []
        self.text = ""
        self.line = line
        self.file = file

    def get(self, name: str, default: str = "") -> str:
        """Return the attribute ``name``, or ``default``."""
        return self.attributes.get(name, default)

    def find(self, tag: str) -> Element | None:
        """Return the first child named ``tag``."""
        for child in self.children:
            if child.tag == tag:
                return child
        return None

    def walk(self) -> Iterator[Element]:
        """Yield this element and all that it contains, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def error(self, message: str) -> StyleError:
        """Return an error that names this element's place."""
        return StyleError(message, file=self.file, line=self.line, element=self.tag)


def _character(match: re.Match[str]) -> str:
    """Return the character of a numeric reference, or the reference where there is none."""
    code = int(match[2], 16) if match[1] else int(match[2])
    return chr(code) if 0 < code < 0x110000 else match[0]


def parse(source: bytes | str, file: str) -> Element:
    """Read an XML document; ``file`` is the name for error messages.

    Namespace prefixes are dropped. A document that declares entities is refused: no style needs
    them, and they can be made to expand without end.

    Raises StyleError where the document is not well-formed.
    """
    parser = hardened_xml.parser()
    root: list[Element] = []
    open_elements: list[Element] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(open_elements) > DEEPEST:
            raise StyleError("is nested too deep", file=file, line=parser.CurrentLineNumber)
        for name, value in attributes.items():
            if "&#" in value:
                # Some editors of styles escape a reference twice.
                attributes[name] = _REFERENCE.sub(_character, value)
        element = Element(tag.rpartition(":")[2], attributes, parser.CurrentLineNumber, file)
        (open_elements[-1].children if open_elements else root).append(element)
        open_elements.append(element)

    def end(_tag: str) -> None:
        open_elements.pop()

    def text(data: str) -> None:
        open_elements[-1].text += data

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        hardened_xml.parse(parser, source)
    except XmlFault as fault:
        raise StyleError(fault.reason, file=file, line=fault.line) from None
    return root[0]
