"""Expat, set up for XML that may be hostile: no entities, no other file, no bottomless nesting.

Everything in provrepo that parses XML takes its parser from here, so that the limits are the same
for a transcription in TEI, a part of a Word file and a citation style.

=================================  ===============================================================
in the document                    what happens
=================================  ===============================================================
a declaration of an entity         refused: entities can be made to expand without end, or to read
                                   other files (XML 1.0 §4)
an external document type          accepted, since much EpiDoc and hOCR has one, and never read
elements deeper than `DEEPEST`     to be refused by the handler that opens them, see `too_deep`
an encoding that nobody knows      refused, as is one of several bytes a character (Shift JIS):
                                   expat knows UTF-8 and UTF-16 itself, and any of single bytes
anything that is not well-formed   refused, with its place
=================================  ===============================================================

This module knows no tree. Its callers build their own out of expat's events, because a text needs
what ElementTree offers, while a citation style needs line numbers and a start within milliseconds,
which importing ElementTree would spend.
"""

from __future__ import annotations

import pyexpat

DEEPEST = 200
"""How deep elements may be nested, so that whoever walks the tree may do so by recursion.

Real documents stay below a few dozen; Python's own limit is 1,000 frames, of which a walk may take
several for each element.
"""


_OF_EXPAT = frozenset({"UTF-8", "UTF-16", "UTF-16BE", "UTF-16LE", "ISO-8859-1", "US-ASCII"})


class XmlFault(Exception):
    """A document that is refused: ``reason`` continues a sentence that begins with its name.

    ``line`` and ``column`` say where, both counted from 1.
    """

    def __init__(self, reason: str, line: int, column: int) -> None:
        self.reason, self.line, self.column = reason, line, column
        super().__init__(f"{reason} (line {line}, column {column})")


class EntityDeclared(XmlFault):
    """A document that declares an entity."""


def parser(encoding: str | None = None, separator: str | None = None) -> pyexpat.XMLParserType:
    """Return a new expat parser that raises EntityDeclared for any declaration of an entity.

    ``encoding``, such as ``utf-8``, overrules what the document declares. With a ``separator``,
    such as ``}``, names in a namespace are ``URI}local``; without one they keep their prefixes.
    """
    expat = pyexpat.ParserCreate(encoding, separator)
    expat.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_NEVER)
    expat.buffer_text = True  # one event for a run of characters, not one for each line of it

    def declared(name: str, *_details: object) -> None:
        raise EntityDeclared(f"declares the entity “{name}”, which is not accepted", *place(expat))

    def begun(_version: str, name: str | None, _standalone: int) -> None:
        if encoding is None and name is not None and not _is_known(name):
            raise XmlFault(
                f"declares the encoding “{name}”, which cannot be read; save it as UTF-8",
                *place(expat),
            )

    expat.EntityDeclHandler = declared
    expat.XmlDeclHandler = begun
    return expat


def _is_known(encoding: str) -> bool:
    """Return whether expat, or Python for it, reads an encoding of that name."""
    if encoding.upper() in _OF_EXPAT:
        return True
    if "escape" in encoding.lower():
        return False  # of Python's own: no encoding that a file is saved in
    try:
        # As pyexpat asks for it; what it raises here, it would raise in the middle of parsing.
        return len(bytes(range(256)).decode(encoding, "replace")) == 256
    except (LookupError, ValueError):
        return False


def parse(expat: pyexpat.XMLParserType, document: bytes | str) -> None:
    """Parse a whole document. Raises XmlFault where it is not well-formed."""
    if isinstance(document, str):
        expat.XmlDeclHandler = None  # it was decoded: what it declares is of no account
    try:
        expat.Parse(document, True)
    except UnicodeEncodeError:
        raise XmlFault("holds half a surrogate pair, which is no character", 1, 1) from None
    except pyexpat.ExpatError as error:
        reason = pyexpat.ErrorString(error.code) or "it cannot be read"
        raise XmlFault(
            f"is not well-formed XML: {reason}", error.lineno, error.offset + 1
        ) from None


def too_deep(expat: pyexpat.XMLParserType) -> XmlFault:
    """Return the fault of an element that is opened within `DEEPEST` others."""
    return XmlFault(f"has elements nested more than {DEEPEST} deep", *place(expat))


def place(expat: pyexpat.XMLParserType) -> tuple[int, int]:
    """Return the line and the column, counted from 1, of the event that is being handled."""
    return expat.CurrentLineNumber, expat.CurrentColumnNumber + 1
