"""The readers of files: one a format, and how a file's format is recognised by its bytes.

A reader is a module with a function ``read`` (see `Reader`). It knows nothing of the others and
nothing of this module. To add a format, add its row to `MODULES`, and to `recognise` what tells its
files from others.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

from provrepo.errors import InputError, NoText, ProvrepoError, ReaderFault
from provrepo.formats.draft import Draft, Reading

if TYPE_CHECKING:
    from provrepo.formats.zip_members import ZipMembers

Reader = Callable[[bytes, str, Reading], tuple[Draft, ...]]
"""Makes drafts of a file's bytes and its path: for messages, and its base name for the record."""

MODULES = {
    "text": "provrepo.formats.plain.text",
    "tei": "provrepo.formats.tei.reader",
    "docx": "provrepo.formats.office.docx",
    "odt": "provrepo.formats.office.odt",
    "page": "provrepo.formats.pages.page_xml",
    "alto": "provrepo.formats.pages.alto",
    "hocr": "provrepo.formats.pages.hocr",
    "pages": "provrepo.formats.pages.joined",
}
"""The module of each format that `recognise` names, imported when the first such file comes."""


def reader_of(format_name: str) -> Reader:
    """Return the reader of a format, such as ``tei``."""
    reader: Reader = import_module(MODULES[format_name]).read
    return reader


def drafts_in(data: bytes, path: str, reading: Reading) -> tuple[Draft, ...]:
    """Read the bytes of the file ``path``, one draft for each text in it.

    Raises InputError, with advice, where no reader reads such a file, and for a damaged one. This
    is the boundary of all readers: whatever else one raises is this file's own affair, and becomes
    its ReaderFault.
    """
    try:
        return reader_of(recognise(data, path))(data, path, reading)
    except ProvrepoError:
        raise
    except Exception as error:
        raise ReaderFault(path, error) from error


_TEI_NAMESPACE = "http://www.tei-c.org/ns/1.0"

_MARKUP_SUFFIXES = (".xml", ".hocr", ".html", ".htm", ".xhtml")
_EXAMINED = 20
"""How many files with markup in a zip are examined for pages."""

_AS_TEXT = "save it as plain text (.txt, UTF-8)"
_IN_OFFICE = "open it in LibreOffice or Word and save it as .docx or .odt"

_IMAGE = "is an image; transcribe it first"
_ARCHIVE = "is an archive; unpack it and ingest the files in it"
_SOUND = "is audio, video or an image; transcribe it first"
_AUDIO = "is audio; transcribe it first"
_PROGRAM = "is a program, not a text"

# Files without a text that are common in folders of texts, and what a count of them calls them.
_NO_TEXTS = {_IMAGE: "images", _SOUND: "images or recordings", _AUDIO: "recordings"}

# First bytes of files that no reader reads, and the advice on what to do with such a file.
_REFUSED = (
    (rb"%PDF-", "is a PDF; take its text out first, for example: pdftotext -layout FILE.pdf"),
    (rb"\{\\rtf", f"is RTF; {_IN_OFFICE}, or run: pandoc -t plain FILE.rtf"),
    (rb"\xd0\xcf\x11\xe0", f"is an old office document; {_IN_OFFICE}"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|\0\0\0\x0cjP  ", _IMAGE),
    (rb"BM.{4}\0\0\0\0|RIFF.{4}(WEBP|WAVE|AVI )|.{4}ftyp", _SOUND),
    (rb"ID3[\x02-\x04]|OggS\0|fLaC\0|\xff[\xfb\xf3\xf2]", _AUDIO),
    (rb"AT&TFORM", "is a DjVu; take its text out first, for example: djvutxt FILE.djvu"),
    (rb"SQLite format 3\0", "is a database; to use it as the repository write --repo"),
    (rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|.{257}ustar[\0 ]", _ARCHIVE),
    (rb"\x1f\x8b", "is compressed; unpack it first: gunzip FILE.gz"),
    (rb"BZh[1-9]1AY&SY", "is compressed; unpack it first: bunzip2 FILE.bz2"),
    (rb"\xfd7zXZ\0", "is compressed; unpack it first: unxz FILE.xz"),
    (rb"\x28\xb5\x2f\xfd", "is compressed; unpack it first: unzstd FILE.zst"),
    (rb"PK\x05\x06", "is an empty zip archive"),
    (rb"\x7fELF|MZ[\x90\0]|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe", _PROGRAM),
)

_ANY_REFUSED = re.compile(b"|".join(b"(?:%b)" % beginning for beginning, _ in _REFUSED), re.DOTALL)

_OFFICE = (
    ("word/", "docx", ""),
    ("xl/", "", "is a spreadsheet; save each sheet as .csv or as plain text (.txt, UTF-8)"),
    ("ppt/", "", f"is a presentation; {_AS_TEXT}"),
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_REFUSED_MEDIA_TYPES = (
    (_OPEN_DOCUMENT, f"is an office document, but no text; {_AS_TEXT}"),
    (b"application/epub", "is an e-book; run: pandoc -t plain FILE.epub"),
)


def recognise(data: bytes, path: str) -> str:
    """Return the name of a file's format, such as ``tei``; ``text`` for what looks like no other.

    The names are those of `provrepo.formats.readers.MODULES`. Raises InputError, with advice, for
    what no reader reads, and its subclass NoText for what holds no text by its nature.
    """
    if _ANY_REFUSED.match(data):  # one pattern, since this is asked of every file
        advice = next(advice for sign, advice in _REFUSED if re.match(sign, data, re.DOTALL))
        if advice in _NO_TEXTS:
            raise NoText(path, advice, _NO_TEXTS[advice])
        raise InputError(path, advice)
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, path)
    if data[:1].isalnum():  # as most texts begin
        return "text"
    start = _start(data)
    if not start.startswith("<"):
        return "text"
    if re.match(r"<(!doctype\s+html|html)\b", _after_prolog(start), re.IGNORECASE):
        return _html(data, path)
    return _marked_up(data, path, declared=start.startswith("<?xml"))


def _after_prolog(start: str) -> str:
    """Return what follows the XML declaration, comments and white space of a file's start."""
    remainder = start
    while True:
        end = "?>" if remainder.startswith("<?") else "-->" if remainder.startswith("<!--") else ""
        if not end or end not in remainder:
            return remainder
        remainder = remainder.partition(end)[2].lstrip(" \t\r\n")


def _start(data: bytes) -> str:
    """Return a file's first characters, without white space before them.

    Markup is ASCII, so dropping the NUL bytes of UTF-16 is enough to see it.
    """
    head = data[:2000].removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head[:4]:
        head = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")
    return head.decode("latin-1").lstrip(" \t\r\n")


def _html(data: bytes, path: str) -> str:
    """Return ``hocr`` for what an OCR program wrote; other HTML is refused, also our own pages."""
    if re.search(
        rb"class\s*=\s*[\"']?ocr_page|name\s*=\s*[\"']?ocr-system", data.replace(b"\0", b"")
    ):
        return "hocr"
    if b'<meta name="dcterms.isVersionOf"' in data and b"<main" in data:
        raise InputError(
            path,
            "is a page for readers that provrepo export wrote, and is not read again; export the "
            "version as docx, odt, tei, markdown or text where it is to be edited",
        )
    raise InputError(
        path, f"is HTML, but not of an OCR program (hOCR); {_AS_TEXT}, or run: pandoc -t plain FILE"
    )


def _marked_up(data: bytes, path: str, *, declared: bool) -> str:
    """Return the format of what begins with ``<``: XML by its root, otherwise a text."""
    from provrepo.formats import xml

    root = xml.root_name(data)
    if root is None:
        if declared or _suffix(path) == ".xml":
            xml.parse(data, path)  # says what is wrong, and where
        return "text"
    namespace, _, local = root.rpartition("}")
    if namespace == "{" + _TEI_NAMESPACE or local in ("TEI", "teiCorpus", "TEI.2"):
        return "tei"
    if local == "document" and "opendocument" in namespace:
        return "odt"
    if local == "PcGts":
        return "page"
    if local == "alto":
        return "alto"
    if local == "mets":
        raise NoText(path, "is a list of files (METS), no text; name the files", "METS files")
    if local == "trpDocMetadata":
        raise NoText(
            path, "is what Transkribus says of a document, no text", "Transkribus metadata"
        )
    if declared or namespace or _suffix(path) == ".xml":
        raise InputError(
            path,
            f"is XML with the root element <{local}>, of which no reader is known (TEI, PAGE and "
            "ALTO are read); convert it to TEI, or save its text as .txt",
        )
    return "text"


def _suffix(path: str) -> str:
    return PurePath(path).suffix.lower()


def _zipped(data: bytes, path: str) -> str:
    """Return the format of a zip file, by the names in it."""
    from provrepo.formats.zip_members import ZipMembers

    members = ZipMembers(data, path)
    is_office = "[Content_Types].xml" in members
    media_type = members.beginning("mimetype", 100) if "mimetype" in members else b""
    if not is_office and not media_type and _holds_pages(members):
        return "pages"
    if media_type.startswith(_OPEN_DOCUMENT + b"text"):
        return "odt"
    for beginning, advice in _REFUSED_MEDIA_TYPES:
        if media_type.startswith(beginning):
            raise InputError(path, advice)
    if is_office:
        for folder, format_name, advice in _OFFICE:
            if any(name.startswith(folder) for name in members.names):
                if advice:
                    raise InputError(path, advice)
                return format_name
    raise InputError(path, "is a zip archive; unpack it and ingest the files in it")


def _holds_pages(members: ZipMembers) -> bool:
    """Return whether one of the first files with markup in a zip is a page of OCR.

    Only some are looked at, since a zip of ten thousand web pages is to be refused at once.
    """
    marked_up = [name for name in members.names if _suffix(name) in _MARKUP_SUFFIXES]
    for name in marked_up[:_EXAMINED]:
        beginning = members.beginning(name, 65536)
        try:
            if recognise(beginning, name) in ("page", "alto", "hocr"):
                return True
        except InputError:
            pass  # METS, perhaps, which lists the pages
    return False
