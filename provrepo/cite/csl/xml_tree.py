"""A small XML tree that knows its line numbers, read with expat.

``xml.etree`` keeps no line numbers and takes several milliseconds to import; error messages need
the first and a command that prints one note cannot spare the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from provrepo import hardened_xml
from provrepo.errors import StyleError
from provrepo.hardened_xml import DEEPEST, XmlFault

LARGEST = 4 << 20
"""How many bytes a style or a locale may have; the largest in use has 250,000."""
MOST_ELEMENTS = 20_000
"""How many elements it may have; the largest in use has 3,600."""
LONGEST_VALUE = 2000
"""How many characters an attribute or a text may have; the longest in use has 210."""
_REFERENCE = re.compile(r"&#(x?)((?<=x)[0-9A-Fa-f]{1,6}|\d{1,7});")


TEXT_CASES = (
    *("none", "lowercase", "uppercase", "capitalize-first", "capitalize-all", "sentence", "title"),
)
"""The values of text-case (CSL 1.0.2, "Text-case")."""
_PRINTED = frozenset({"single", "multiple", "term"})
"""Elements whose text is printed."""


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
        unvisited = [self]
        while unvisited:
            element = unvisited.pop()
            yield element
            unvisited.extend(reversed(element.children))

    def error(self, message: str) -> StyleError:
        """Return an error that names this element's place."""
        return StyleError(message, file=self.file, line=self.line, element=self.tag)


def read_xml(path: Path) -> bytes:
    """Return the bytes of a style or locale, as far as `parse` needs them to refuse too many."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _character(match: re.Match[str]) -> str:
    """Return the character of a numeric reference, or the reference where there is none."""
    code = int(match[2], 16) if match[1] else int(match[2])
    exists = 0 < code < 0xD800 or 0xDFFF < code < 0x110000
    return chr(code) if exists else match[0]


def parse(source: bytes | str, file: str) -> Element:
    """Read an XML document; ``file`` is the name for error messages.

    Namespace prefixes are dropped. A document that declares entities is refused: no style needs
    them, and they can be made to expand without end.

    Raises StyleError where the document is not well-formed.
    """
    if len(source) > LARGEST:
        raise StyleError(f"is larger than {LARGEST >> 20} MB, as no style or locale is", file=file)
    tree = _Tree(file)
    try:
        hardened_xml.parse(tree.parser, source)
    except XmlFault as fault:
        raise StyleError(fault.reason, file=file, line=fault.line) from None
    return tree.root[0]


class _Tree:
    """Builds the tree out of what the parser meets, and refuses what no style or locale has."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: list[Element] = []
        self._open: list[Element] = []
        self._count = 0
        self.parser = hardened_xml.parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise self._refused(f"has more than {MOST_ELEMENTS:,} elements")
        if len(self._open) > DEEPEST:
            raise self._refused("is nested too deep")
        case = attributes.get("text-case")
        if case and case not in TEXT_CASES:
            raise self._refused(f"text-case={case!r} is none of {', '.join(TEXT_CASES)}", tag)
        for name, value in attributes.items():
            if len(value) > LONGEST_VALUE:
                raise self._refused(f"{name} has more than {LONGEST_VALUE:,} characters", tag)
            if "&#" in value:
                # Some editors of styles escape a reference twice.
                attributes[name] = _REFERENCE.sub(_character, value)
        element = Element(
            tag.rpartition(":")[2], attributes, self.parser.CurrentLineNumber, self.file
        )
        (self._open[-1].children if self._open else self.root).append(element)
        self._open.append(element)

    def _end(self, _tag: str) -> None:
        element = self._open.pop()
        if len(element.text) > LONGEST_VALUE and element.tag in _PRINTED:
            raise element.error(f"has more than {LONGEST_VALUE:,} characters")

    def _text(self, data: str) -> None:
        self._open[-1].text += data

    def _refused(self, reason: str, tag: str = "") -> StyleError:
        return StyleError(reason, file=self.file, line=self.parser.CurrentLineNumber, element=tag)
