"""What a reader goes by and what it makes: how a file is read, its bytes as text, its draft."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from provrepo.errors import InputError, InvalidValue, Undecodable
from provrepo.store import rules
from provrepo.store.records import IngestedFile

STANDARD_INPUT = "-"
"""The path of bytes that have no name."""

# The marks of UTF-32 begin with those of UTF-16, so they are looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKED = tuple(mark for mark, _ in _MARKS)

# Python counts these among text encodings, but no file is written in them.
_NO_FILES = ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")

_SHIFTS = (b"\x1b", b"+", b"~{")
"""What begins other characters in encodings that are written in ASCII."""

CONVENTIONS = ("chicago", "leiden", "plain")
"""How a reader writes markup that plain text has no letters for, such as a supplied word."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read, where the user may choose.

    ``encoding`` is that of a plain text, such as ``gb18030``; None leaves it to the file.
    ``convention`` is one of `CONVENTIONS`; raises InvalidValue for another. ``language`` is the tag
    of a text whose file does not tell its language.
    """

    encoding: str | None = None
    convention: str = CONVENTIONS[0]
    language: str | None = None

    def __post_init__(self) -> None:
        if self.convention not in CONVENTIONS:
            rules.one_of("convention", self.convention, CONVENTIONS)


@dataclass(frozen=True, slots=True)
class FileNote:
    """A note that stands in a file. ``agents`` are written ``NAME:ROLE``.

    ``start`` and ``end`` bound its passage in code points of the draft's content, ``end`` excluded;
    both are None for a note on the whole version. ``label`` is what readers of the file know it by:
    ``footnote 3``; empty where the file does not number its notes. ``number`` is the place, from 1,
    of a note that stood among those of the version that provrepo wrote the file from; else 0.
    """

    text: str
    kind: str = "original"
    language: str = "und"
    agents: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    label: str = field(default="", compare=False)
    number: int = field(default=0, compare=False)

    def moved(self, by: int) -> FileNote:
        """Return the note that many code points further on; one on the whole version as it is."""
        if self.start is None or self.end is None:
            return self
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """What a file that provrepo wrote says of the version that it was written from.

    ``version`` is its id. All else is for a repository that does not have this version:
    ``citation`` is its CSL-JSON item, and where nobody has edited the file, ``agents`` made it,
    written ``NAME:ROLE``, and ``activity``, ``message`` and ``created`` say what, why and when.
    """

    version: str
    citation: Mapping[str, Any] | None = None
    agents: tuple[str, ...] = ()
    activity: str | None = None
    message: str | None = None
    created: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A version to be. What the file does not say is None or empty: flags or inheritance supply it.

    ``file`` is None where the content was not read from a file.
    ``document``, ``text`` and ``based_on`` are as written in the file, not yet looked up. A file
    that does not say what kind of text it holds may still state its ``language`` (BCP 47), and
    ``kind`` is what files of its format hold unless somebody says otherwise.
    ``fields`` is citation metadata by CSL variable, in plain spellings or CSL-JSON. ``file_bytes``
    are those of the ingested file where they differ from the content's UTF-8. ``notes`` is None
    for formats that cannot carry notes; an empty tuple says that there are no notes any more.
    ``creators`` are those whom the file's own properties call so: who typed it, but perhaps also
    who wrote the document. ``is_titled`` says that the title in ``fields`` is one of these
    properties, too.
    ``source`` is the index, among the drafts of one file, of the draft that this one is based on.
    ``page`` is the name of the one page of a text that the draft is. ``block_quotations`` are the
    ranges of the content that the file sets apart as quotations, which only a manuscript's citing
    depends on: no version keeps them.
    ``warnings`` say what the reader left out, counted, and what it doubts. ``hashed`` is what a
    reader of our own has computed already: the content with its digest. ``origin`` is set where
    provrepo wrote the file itself, whoever has worked on it since.
    """

    content: str
    file: IngestedFile | None = None
    file_bytes: bytes | None = None
    document: str | None = None
    text: str | None = None
    language: str | None = None
    kind: str | None = None
    based_on: tuple[str, ...] | None = None
    source: int | None = None
    agents: tuple[str, ...] = ()
    activity: str | None = None
    message: str | None = None
    created: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[FileNote, ...] | None = None
    page: str | None = None
    block_quotations: tuple[tuple[int, int], ...] = field(default=(), compare=False, repr=False)
    creators: tuple[str, ...] = ()
    is_titled: bool = False
    warnings: tuple[str, ...] = ()
    hashed: object = field(default=None, compare=False, repr=False)
    origin: FileOrigin | None = None

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.file.name if self.file else "this text"

    @property
    def ingested(self) -> IngestedFile:
        """The file that the content was read from, for a draft that a reader made."""
        assert self.file is not None, "a reader's draft has a file"
        return self.file


def counted(counts: Counter[str]) -> str:
    """Return names with their counts, as warnings list them: ``images (2), maps (1)``."""
    return ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))


def decode(data: bytes, path: str, encoding: str | None = None) -> str:
    """Return the characters of ``data``, nothing normalised, a BOM kept as U+FEFF.

    No encoding is guessed: a wrong guess would be kept, hashed and cited before anybody saw it.
    ``encoding`` is any name that Python knows, such as ``big5``. Without it a BOM decides, and
    bytes without a BOM must be UTF-8. Raises Undecodable with the offset of the first byte that
    does not fit, InputError for a NUL character and for encodings that are written in ASCII
    (ISO-2022, UTF-7), InvalidValue for an encoding that Python does not
    know.
    """
    if encoding is not None:
        chosen = text_encoding(encoding)
    elif data.startswith(_MARKED):
        chosen = marked_encoding(data)
    else:
        chosen = "utf-8"
    try:
        text = data.decode(chosen)
        if chosen != "utf-8":
            text.encode()  # some codecs let lone surrogates through, which are no characters
    except UnicodeDecodeError as error:
        from provrepo.formats.likely_encodings import likely_encodings

        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start] if error.start < len(data) else 0
        likely = _wide(data) if encoding is None and b"\0" in data else ""
        possible = () if likely else likely_encodings(data)
        raise Undecodable(path, chosen.upper(), error.start, byte, line, likely, possible) from None
    except UnicodeError as error:
        raise InputError(path, f"is not {chosen}: {error}") from None
    if encoding is None and any(sign in data for sign in _SHIFTS) and data.isascii():
        from provrepo.formats.in_ascii import advice, encoding_in_ascii

        if (named := encoding_in_ascii(data)) is not None:
            raise InputError(path, f"is {named.upper()}, not UTF-8; {advice(named)}")
    zero = text.find("\0")
    if zero >= 0:
        line = text.count("\n", 0, zero) + 1
        likely = _wide(data)
        raise InputError(
            path,
            f"has a NUL character at character {zero} (line {line}), so it is no text; if it is "
            f"{likely[:6].upper()}, say so: --encoding {likely}",
        )
    return text


def _wide(data: bytes) -> str:
    """Return which UTF-16 or UTF-32 bytes with NUL among them may be."""
    for name in ("utf-32-le", "utf-32-be"):
        try:
            data.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    # Of the two bytes of a character the one that tells its script varies less; that of blanks and
    # line ends is zero.
    first, second = ((len({*half}), -half.count(0)) for half in (data[::2], data[1::2]))
    return "utf-16-be" if first < second else "utf-16-le"


def marked_encoding(data: bytes) -> str:
    """Return Python's name of the encoding that a BOM says, UTF-8 without one."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")


def text_encoding(encoding: str) -> str:
    """Return Python's name of an encoding. Raises InvalidValue where it knows no such encoding."""
    rule = "Python knows no such text encoding; try utf-8, utf-16-le, gb18030, big5 or windows-1251"
    try:
        codec = codecs.lookup(encoding)
    except (LookupError, ValueError):
        raise InvalidValue("encoding", encoding, rule) from None
    if not getattr(codec, "_is_text_encoding", True) or codec.name in _NO_FILES:
        raise InvalidValue("encoding", encoding, rule)
    return codec.name
