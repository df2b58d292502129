"""A part of a Word document that is changed in places, all its other bytes left as they are.

Parsing and writing XML anew would change a document all over: prefixes, entities, the order of
attributes. Here the parser tells where each run of text stands, and the bytes are cut there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from provrepo import hardened_xml
from provrepo.errors import InputError
from provrepo.hardened_xml import DEEPEST, XmlFault

NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""The namespaces of WordprocessingML, transitional and strict (ECMA-376)."""

_TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_DECLARED = re.compile(rb"(<\?xml\s[^>]*?encoding\s*=\s*[\"'])[A-Za-z][\w.:-]*([\"'])")
_SIGNS = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    "softHyphen": "\N{SOFT HYPHEN}",
}  # fmt: skip
_OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Piece(NamedTuple):
    """One ``w:t``: its place in the paragraph's text, its bytes, and the run around it."""

    start: int
    text: str
    first: int
    last: int
    run: Run

    @property
    def end(self) -> int:
        """Where its text ends in the paragraph's."""
        return self.start + len(self.text)


@dataclass(slots=True)
class Run:
    """A ``w:r``: where it begins, its tag and its ``w:rPr``, both as they are written."""

    first: int
    tag: bytes
    properties: bytes = b""


@dataclass(slots=True, eq=False)
class Paragraph:
    """A paragraph: its text, with a sign for whatever else stands among it.

    ``note`` is the id of the note that it is in. ``references`` are the notes that it refers to,
    each with its place, its kind and its id. One in a text box ``is_boxed``.
    """

    note: str = ""
    is_boxed: bool = False
    style: str = ""
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    references: list[tuple[int, str, str]] = field(default_factory=list)


class Edit(NamedTuple):
    """Characters ``start`` to ``end`` of a paragraph, for which runs are written instead."""

    start: int
    end: int
    runs: bytes


class SplicedPart:
    """A part of a document: its paragraphs, and where something can be added.

    ``data`` is in UTF-8. ``prefix`` is what names of WordprocessingML have in it, such as ``w:``.
    ``content_end`` is where the root or the body ends, before the properties of its last section.
    Raises InputError where it is not well-formed.
    """

    def __init__(self, data: bytes, path: str) -> None:
        self.data = data
        self.paragraphs: list[Paragraph] = []
        self.notes: dict[str, str] = {}
        self.content_end = self.root_end = len(data)
        self.prefix, self.namespace = "w:", NAMESPACES[0]
        try:
            _Walk(self).parse()
        except XmlFault as fault:
            place = f"(line {fault.line}, column {fault.column})"
            raise InputError(path, f"{fault.reason} {place}") from None

    def spliced(
        self, edits: Iterable[tuple[Paragraph, Edit]], added: bytes = b"", *, at_root: bool = False
    ) -> bytes:
        """Return the part with its edits, and with ``added`` at the end of its content."""
        by_paragraph: dict[Paragraph, list[Edit]] = {}
        for paragraph, edit in edits:
            by_paragraph.setdefault(paragraph, []).append(edit)
        cuts = [
            cut
            for paragraph, changes in by_paragraph.items()
            for cut in _cuts(self.data, paragraph, sorted(changes), self.prefix)
        ]
        if added:
            end = self.root_end if at_root else self.content_end
            cuts.append((end, end, added))
        parts: list[bytes] = []
        place = 0
        for first, last, written in sorted(cuts, key=lambda cut: cut[:2]):
            parts += (self.data[place:first], written)
            place = last
        return b"".join((*parts, self.data[place:]))


def in_utf8(document: bytes) -> bytes:
    """Return a document that was decoded to UTF-8 with a declaration that says so."""
    return _DECLARED.sub(rb"\1UTF-8\2", document, count=1)


def escaped(text: str) -> bytes:
    """Return a text for the content of an element; what is no character of XML is left out."""
    text = _NO_CHARACTER.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def written_text(prefix: str, text: str) -> bytes:
    """Return a ``w:t`` whose blanks count."""
    name = f"{prefix}t".encode()
    return b'<%s xml:space="preserve">%s</%s>' % (name, escaped(text), name) if text else b""


def _cuts(
    data: bytes, paragraph: Paragraph, edits: Sequence[Edit], prefix: str
) -> Iterator[tuple[int, int, bytes]]:
    """Yield the bytes to replace, and by what: the pieces of text that the edits touch."""
    closing = f"</{prefix}r>".encode()
    passed = 0
    for piece in paragraph.pieces:
        while passed < len(edits) and edits[passed].end <= piece.start:
            passed += 1
        last = passed
        while last < len(edits) and edits[last].start < piece.end:
            last += 1
        touching = edits[passed:last]
        if not touching:
            continue
        opening = piece.run.tag + piece.run.properties
        is_alone = (
            data[piece.run.first : piece.first] == opening
            and data[piece.last : piece.last + len(closing)] == closing
        )
        parts: list[bytes] = []
        text_left, place = "", piece.start
        for edit in touching:
            text_left += paragraph.text[place : max(place, edit.start)]
            if edit.start >= piece.start and edit.runs:
                before = written_text(prefix, text_left)
                if is_alone:
                    parts += (opening + before + closing if text_left else b"", edit.runs)
                else:
                    parts += (before, closing, edit.runs, opening)
                text_left = ""
            place = max(place, min(edit.end, piece.end))
        text_left += paragraph.text[place : piece.end]
        after = written_text(prefix, text_left)
        if is_alone:  # no run is left without a text
            parts.append(opening + after + closing if text_left else b"")
            yield piece.run.first, piece.last + len(closing), b"".join(parts)
        else:
            yield piece.first, piece.last, b"".join((*parts, after))


class _Open(NamedTuple):
    name: str
    first: int


class _Walk:
    """One parse: expat's events into paragraphs."""

    def __init__(self, part: SplicedPart) -> None:
        self._part = part
        self._expat = hardened_xml.parser("utf-8")
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._characters
        self._opened: list[_Open] = []
        self._paragraphs: list[Paragraph] = []
        self._runs: list[Run] = []
        self._texts: list[str] | None = None
        self._keeps_blanks = False
        self._note = ""
        self._boxes = self._deleted = 0

    def parse(self) -> None:
        hardened_xml.parse(self._expat, self._part.data)

    def _tag_end(self, first: int) -> int:
        match = _TAG.match(self._part.data, first)
        return match.end() if match else first

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        first = self._expat.CurrentByteIndex
        if not self._opened:
            self._root(attributes)
        if len(self._opened) >= DEEPEST:
            raise hardened_xml.too_deep(self._expat)
        prefix = self._part.prefix
        name = qualified.removeprefix(prefix) if qualified.startswith(prefix) else f"?{qualified}"
        parent = self._opened[-1].name if self._opened else ""
        self._opened.append(_Open(name, first))
        if name == "p":
            self._paragraphs.append(Paragraph(self._note, self._boxes > 0))
            self._part.paragraphs.append(self._paragraphs[-1])
        elif name == "r":
            self._runs.append(Run(first, self._part.data[first : self._tag_end(first)]))
        elif name == "t" and parent == "r" and not self._deleted:
            self._texts = []
            self._keeps_blanks = attributes.get("xml:space") == "preserve"
        elif parent == "r" and not self._deleted:
            self._sign(name, attributes.get(f"{prefix}id", ""))
        elif name == "sectPr" and parent == "body":
            self._part.content_end = first
        else:
            self._enter(name, attributes)

    def _enter(self, name: str, attributes: dict[str, str]) -> None:
        """Keep what is said of the paragraphs to come, or of the one that is open."""
        prefix = self._part.prefix
        if name in ("footnote", "endnote"):
            self._note = attributes.get(f"{prefix}id", "")
            self._part.notes[self._note] = attributes.get(f"{prefix}type", "normal")
        elif name == "txbxContent":
            self._boxes += 1
        elif name in ("del", "moveFrom"):
            self._deleted += 1
        elif name == "pStyle" and self._paragraphs:
            self._paragraphs[-1].style = attributes.get(f"{prefix}val", "")

    def _sign(self, name: str, identity: str) -> None:
        """Keep the place of something in a run that is no text."""
        if not self._paragraphs or name == "rPr":
            return
        paragraph = self._paragraphs[-1]
        if name in ("footnoteReference", "endnoteReference"):
            paragraph.references.append((len(paragraph.text), name[:-9], identity))
        paragraph.text += _SIGNS.get(name, _OBJECT)

    def _characters(self, text: str) -> None:
        if self._texts is not None:
            self._texts.append(text)

    def _end(self, _qualified: str) -> None:
        name, first = self._opened.pop()
        place = self._expat.CurrentByteIndex
        data = self._part.data
        # Of an empty element there is one tag, at which both events are.
        tag_end = self._tag_end(first)
        last = tag_end if data[tag_end - 2 : tag_end] == b"/>" else data.find(b">", place) + 1
        if name == "t" and self._texts is not None:
            self._text(first, last)
        elif name == "rPr" and self._opened and self._opened[-1].name == "r":
            self._runs[-1].properties = data[first:last]
        elif name == "r":
            self._runs.pop()
        elif name == "p":
            self._paragraphs.pop()
        elif name in ("footnote", "endnote"):
            self._note = ""
        elif name == "txbxContent":
            self._boxes -= 1
        elif name in ("del", "moveFrom"):
            self._deleted -= 1
        elif name == "body" and self._part.content_end == len(data):
            self._part.content_end = place
        if not self._opened:
            self._part.root_end = place

    def _text(self, first: int, last: int) -> None:
        text = "".join(self._texts or ()).replace("\n", " ").replace("\r", " ")
        self._texts = None
        if not self._keeps_blanks:
            text = text.strip(" \t")
        if self._paragraphs and self._runs and text:
            paragraph = self._paragraphs[-1]
            piece = Piece(len(paragraph.text), text, first, last, self._runs[-1])
            paragraph.pieces.append(piece)
            paragraph.text += text

    def _root(self, attributes: dict[str, str]) -> None:
        """Keep the prefix of WordprocessingML, as the root declares it."""
        for name, uri in attributes.items():
            if uri in NAMESPACES and name.startswith("xmlns:"):
                self._part.prefix, self._part.namespace = f"{name[6:]}:", uri
