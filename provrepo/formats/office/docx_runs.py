"""Runs, notes and paragraphs of WordprocessingML, for a document with styles of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.formats.element_tree import child, children
from provrepo.formats.office.docx_splices import escaped, written_text
from provrepo.formats.office.docx_styles import value
from provrepo.spans import Span

_PROPERTIES = {
    "italic": ("i", ""),
    "bold": ("b", ""),
    "small-caps": ("smallCaps", ""),
    "underline": ("u", "single"),
    "superscript": ("vertAlign", "superscript"),
    "subscript": ("vertAlign", "subscript"),
}


@dataclass(frozen=True, slots=True)
class NoteStyles:
    """The ids of a document's own styles for notes and entries; empty where it has none."""

    text: str
    reference: str
    entry: str


def note_styles(styles: Element | None) -> NoteStyles:
    """Return the styles of a document by the names that Word gives them in every language."""
    ids = {
        (style.get("w:type", ""), value(child(style, "w:name")).lower()): style.get("w:styleId", "")
        for style in children(styles, "w:style")
    }
    return NoteStyles(
        ids.get(("paragraph", "footnote text"), ""),
        ids.get(("character", "footnote reference"), ""),
        ids.get(("paragraph", "bibliography"), ""),
    )


class Writer:
    """Writes elements with the prefix of a part."""

    def __init__(self, prefix: str, styles: NoteStyles) -> None:
        self._prefix, self._styles = prefix, styles

    def _element(self, name: str, setting: str = "", attribute: str = "val") -> bytes:
        pair = f' {self._prefix}{attribute}="{setting}"' if setting else ""
        return f"<{self._prefix}{name}{pair}/>".encode()

    def _wrapped(self, name: str, *content: bytes) -> bytes:
        inside = b"".join(content)
        tag = f"{self._prefix}{name}".encode()
        return b"<%s>%s</%s>" % (tag, inside, tag) if inside else b""

    def runs(self, spans: Sequence[Span], properties: bytes = b"") -> bytes:
        """Return styled text as runs; ``properties`` is the ``w:rPr`` of the text around."""
        return b"".join(self._run(span, properties) for span in spans if span.text)

    def _run(self, span: Span, properties: bytes) -> bytes:
        inside = re.sub(rb"^<[^>]*>|</[^>]*>$", b"", properties) if b"</" in properties else b""
        for style in span.style.split():
            name, setting = _PROPERTIES.get(style, ("", ""))
            if not name:
                continue
            tag = f"{self._prefix}{name}".encode()
            inside = re.sub(rb"<%s(?:\s[^>]*)?/>" % re.escape(tag), b"", inside)
            inside += self._element(name, setting)
        content = b"".join(
            self._breaks(part) if part in ("\n", "\t") else written_text(self._prefix, part)
            for part in re.split(r"([\n\t])", span.text)
        )
        return self._wrapped("r", self._wrapped("rPr", inside), content)

    def _breaks(self, sign: str) -> bytes:
        return self._element("br" if sign == "\n" else "tab")

    def reference(self, identity: int) -> bytes:
        """Return the run that refers to a footnote."""
        properties = self._wrapped("rPr", self._reference_properties())
        return self._wrapped(
            "r", properties, self._element("footnoteReference", str(identity), "id")
        )

    def _reference_properties(self) -> bytes:
        if self._styles.reference:
            return self._element("rStyle", _attribute(self._styles.reference))
        return self._element("vertAlign", "superscript")

    def footnote(self, identity: int, spans: Sequence[Span]) -> bytes:
        """Return a footnote."""
        style = self._styles.text
        properties = self._element("pStyle", _attribute(style)) if style else b""
        mark = self._wrapped(
            "r", self._wrapped("rPr", self._reference_properties()), self._element("footnoteRef")
        )
        paragraph = self._wrapped(
            "p", self._wrapped("pPr", properties), mark, self.runs((Span(" "), *spans))
        )
        tag = f"{self._prefix}footnote".encode()
        return b'<%s %sid="%d">%s</%s>' % (tag, self._prefix.encode(), identity, paragraph, tag)

    def entry(self, spans: Sequence[Span]) -> bytes:
        """Return an entry of the bibliography as a paragraph."""
        if self._styles.entry:
            properties = self._element("pStyle", _attribute(self._styles.entry))
        else:
            pairs = f'{self._prefix}left="720" {self._prefix}hanging="720"'
            properties = f"<{self._prefix}ind {pairs}/>".encode()
        return self._wrapped("p", self._wrapped("pPr", properties), self.runs(spans))


def new_footnotes(namespace: str, notes: bytes) -> bytes:
    """Return a part with footnotes, and with the lines that Word draws above them."""
    separators = "".join(
        f'<w:footnote w:type="{name}" w:id="{number}">'
        f"<w:p><w:r><w:{name}/></w:r></w:p></w:footnote>"
        for number, name in ((-1, "separator"), (0, "continuationSeparator"))
    )
    head = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:footnotes xmlns:w="{namespace}">{separators}'
    )
    return head.encode() + notes + b"</w:footnotes>"


def _attribute(text: str) -> str:
    return escaped(text).decode().replace('"', "&quot;")
