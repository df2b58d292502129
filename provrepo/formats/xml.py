"""Parse an XML file into a tree of ElementTree's, by the limits of `provrepo.hardened_xml`.

What a document type declaration points to is never read; where one stands, the named characters of
HTML (``&nbsp;``) are known nevertheless. Comments and processing instructions are no text and are
left out.
"""

from __future__ import annotations

import codecs
import pyexpat
import re
from html.entities import html5
from xml.etree.ElementTree import Element, TreeBuilder

from provrepo import hardened_xml
from provrepo.errors import InputError, InvalidValue
from provrepo.formats.draft import text_encoding
from provrepo.hardened_xml import DEEPEST, EntityDeclared, XmlFault

_ENTITY_ADVICE = "; where you trust the file, write entities out: xmllint --noent --dropdtd FILE"

# XML 1.0, appendix F: the first bytes of a document without an encoding declaration.
_BEGINNINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z][\w.:-]*)[\"']")
_LEADING = re.compile(rb"\A(?:\xef\xbb\xbf)?[ \t\r\n]+(?=<\?xml\s)")  # a common slip, and harmless
_CHUNK = 65536


def parse(data: bytes, path: str) -> Element:
    """Return the root element of an XML document; ``path`` is its name for messages.

    Tags and attributes in a namespace are written ``{URI}local``, as ElementTree does. Raises
    InputError, with line and column, where it is not well-formed, declares entities, uses one that
    is not known, is nested more than `DEEPEST` deep, or is not in its declared encoding.
    """
    document = as_utf8(data, path)
    try:
        return _TreeParser().tree(document)
    except XmlFault as fault:
        advice = _ENTITY_ADVICE if isinstance(fault, EntityDeclared) else ""
        place = f"(line {fault.line}, column {fault.column})"
        raise InputError(path, f"{fault.reason}{advice} {place}") from None


def root_name(data: bytes) -> str | None:
    """Return the name of the root element, ``{URI}local``; None where there is none in sight.

    Of a document that declares entities it is the name in the document type.
    """
    try:
        document = as_utf8(data, "")
    except InputError:
        return None
    names: list[str] = []
    expat = _expat()

    def start(tag: str, _attributes: object) -> None:
        names.append(tag)
        raise StopIteration  # nothing more is wanted of what may be a large file

    def doctype(name: str, *_details: object) -> None:
        names.append(name)

    expat.StartElementHandler = start
    expat.StartDoctypeDeclHandler = doctype
    try:
        for place in range(0, len(document), _CHUNK):
            expat.Parse(document[place : place + _CHUNK], False)
    except (StopIteration, EntityDeclared):
        return _in_braces(names[-1])
    except pyexpat.ExpatError:
        pass
    return None


def _expat() -> pyexpat.XMLParserType:
    return hardened_xml.parser("utf-8", "}")


def _in_braces(tag: str) -> str:
    """Return expat's name ``URI}local`` as ElementTree writes it, ``{URI}local``."""
    return "{" + tag if "}" in tag else tag


def as_utf8(data: bytes, path: str) -> bytes:
    """Return an XML document's bytes in UTF-8, decoded as its first bytes or its declaration say.

    Python decodes rather than expat, which knows four encodings only. A document that declares
    UTF-16 in single bytes is taken for UTF-8, as HTML does it. Raises InputError where the bytes do
    not fit.
    """
    name = next((name for mark, name in _BEGINNINGS if data.startswith(mark)), None)
    if name is None:
        declared = _DECLARED.match(data[:1000].lstrip())
        name = declared[1].decode().lower() if declared else "utf-8"
        if name.startswith(("utf-16", "utf-32", "utf16", "ucs-2")):
            name = "utf-8"
    try:
        encoding = text_encoding(name)
        text = data.decode(encoding)
        return _LEADING.sub(b"", data if encoding == "utf-8" else text.encode())
    except InvalidValue:
        raise InputError(
            path, f"declares the encoding {name}, which Python does not know"
        ) from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            path,
            f"is not {name.upper()}, as it says it is: byte 0x{data[error.start]:02X} at offset "
            f"{error.start} (line {line})",
        ) from None
    except UnicodeError as error:
        raise InputError(path, f"is not {name.upper()}, as it says it is: {error}") from None


class _TreeParser:
    """One parse: expat's events into ElementTree's builder."""

    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self.depth = 0
        self.has_doctype = False
        self.names: dict[str, str] = {}
        self.expat = _expat()
        self.expat.buffer_size = _CHUNK
        self.expat.UseForeignDTD(True)  # so that entities nobody declared are reported, not refused
        self.expat.StartElementHandler = self.start
        self.expat.EndElementHandler = self.end
        self.expat.CharacterDataHandler = self.builder.data
        self.expat.StartDoctypeDeclHandler = self.doctype
        self.expat.SkippedEntityHandler = self.skipped

    def tree(self, data: bytes) -> Element:
        hardened_xml.parse(self.expat, data)
        return self.builder.close()

    def name(self, tag: str) -> str:
        if tag not in self.names:
            self.names[tag] = _in_braces(tag)
        return self.names[tag]

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise hardened_xml.too_deep(self.expat)
        named = {self.name(name): value for name, value in attributes.items()}
        self.builder.start(self.name(tag), named)

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.builder.end(self.name(tag))

    def doctype(self, *_details: object) -> None:
        self.has_doctype = True

    def skipped(self, name: str, _is_parameter: bool) -> None:
        """Write one of HTML's named characters, which the document type would have declared."""
        character = html5.get(f"{name};") if self.has_doctype else None
        if character is None:
            raise XmlFault(
                f"is not well-formed XML: the entity &{name}; is not known",
                *hardened_xml.place(self.expat),
            )
        self.builder.data(character)
