"""Parsing XML that may be hostile: no entities, no other file, no bottomless nesting.

A document type declaration is accepted, since much EpiDoc and hOCR has one, but what it points to
is never read. Where it stands the named characters of HTML (``&nbsp;``) are known. Whatever
declares entities is refused: they can be made to expand without end, or to read other files (XML
1.0 §4). Comments and processing instructions are no text and are left out.
"""

from __future__ import annotations

import codecs
import pyexpat
import re
from html.entities import html5
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder

from provrepo.errors import InputError, InvalidValue
from provrepo.formats.plain.decoding import text_encoding

DEEPEST = 200
"""How deep elements may be nested, so that who walks the tree may do so by recursion."""

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
    return _Parser(path).tree(in_utf8(data, path))


def root_name(data: bytes) -> str | None:
    """Return the name of the root element, ``{URI}local``; None where there is none in sight."""
    try:
        text = in_utf8(data, "")
    except InputError:
        return None
    found: list[str] = []
    parser = _expat()

    def start(tag: str, _attributes: object) -> None:
        found.append(tag)
        raise StopIteration

    def doctype(name: str, *_details: object) -> None:
        found.append(name)

    def declared(*_details: object) -> None:
        raise StopIteration  # before anything can be expanded

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = declared
    try:
        for place in range(0, len(text), _CHUNK):
            parser.Parse(text[place : place + _CHUNK], False)
    except StopIteration:
        return written(found[-1])
    except pyexpat.ExpatError:
        pass
    return None


def written(tag: str) -> str:
    """Return expat's name ``URI}local`` as ElementTree writes it, ``{URI}local``."""
    return "{" + tag if "}" in tag else tag


def in_utf8(data: bytes, path: str) -> bytes:
    """Return an XML document's bytes in UTF-8, decoded as its first bytes and its declaration say.

    A document that declares UTF-16 in single bytes is taken for UTF-8, as HTML does it. Raises
    InputError where the bytes do not fit.
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


def _expat() -> pyexpat.XMLParserType:
    # The encoding named here goes before the declared one.
    parser = pyexpat.ParserCreate("utf-8", "}")
    parser.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_NEVER)
    return parser


class _Parser:
    """One parse: expat's events into ElementTree's builder, watched over."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.builder = TreeBuilder()
        self.depth = 0
        self.has_doctype = False
        self.names: dict[str, str] = {}
        self.expat = _expat()
        self.expat.buffer_text = True
        self.expat.buffer_size = _CHUNK
        self.expat.UseForeignDTD(True)  # so that entities nobody declared are reported, not refused
        self.expat.StartElementHandler = self.start
        self.expat.EndElementHandler = self.end
        self.expat.CharacterDataHandler = self.builder.data
        self.expat.StartDoctypeDeclHandler = self.doctype
        self.expat.EntityDeclHandler = self.declared
        self.expat.SkippedEntityHandler = self.skipped

    def tree(self, data: bytes) -> Element:
        try:
            self.expat.Parse(data, True)
        except pyexpat.ExpatError as error:
            reason = pyexpat.ErrorString(error.code) or "it cannot be read"
            self.refuse(f"is not well-formed XML: {reason}", error.lineno, error.offset)
        return self.builder.close()

    def refuse(self, message: str, line: int | None = None, column: int | None = None) -> NoReturn:
        line = self.expat.CurrentLineNumber if line is None else line
        column = self.expat.CurrentColumnNumber if column is None else column
        raise InputError(self.path, f"{message} (line {line}, column {column + 1})")

    def name(self, tag: str) -> str:
        if tag not in self.names:
            self.names[tag] = written(tag)
        return self.names[tag]

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            self.refuse(f"has elements nested more than {DEEPEST} deep")
        named = {self.name(name): value for name, value in attributes.items()}
        self.builder.start(self.name(tag), named)

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.builder.end(self.name(tag))

    def doctype(self, *_details: object) -> None:
        self.has_doctype = True

    def declared(self, name: str, *_details: object) -> None:
        self.refuse(
            f"declares the entity “{name}”, which is not accepted; where you trust the file, write "
            "entities out: xmllint --noent --dropdtd FILE"
        )

    def skipped(self, name: str, is_parameter: bool) -> None:
        if is_parameter:
            return
        character = html5.get(f"{name};") if self.has_doctype else None
        if character is None:
            self.refuse(f"is not well-formed XML: the entity &{name}; is not known")
        self.builder.data(character)
