"""Which reader a file needs: recognised by what its bytes say, not by its name."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePath

from provrepo.errors import InputError, NoText
from provrepo.formats.draft import Draft, Reading

Reader = Callable[[bytes, str, Reading], tuple[Draft, ...]]
"""Makes drafts of a file's bytes, its path (for messages, and its base name for the record)."""

STANDARD_INPUT = "-"
"""The path of bytes that have no name."""

TEI = "http://www.tei-c.org/ns/1.0"

_AS_TEXT = "save it as plain text (.txt, UTF-8)"
_IN_OFFICE = "open it in LibreOffice or Word and save it as .docx or .odt"

_IMAGE = "is an image; transcribe it first"
_ARCHIVE = "is an archive; unpack it and ingest the files in it"
_SOUND = "is audio, video or an image; transcribe it first"
_AUDIO = "is audio; transcribe it first"
_PROGRAM = "is a program, not a text"

# What stands beside texts in many a folder, and what to call it.
_BESIDE = {_IMAGE: "images", _SOUND: "images or recordings", _AUDIO: "recordings"}

# What the first bytes of a file that no reader reads look like, and what to do with it.
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

_ANY_REFUSED = re.compile(b"|".join(b"(?:%b)" % one for one, _ in _REFUSED), re.DOTALL)

_OFFICE = (
    ("word/", "docx", ""),
    ("xl/", "", "is a spreadsheet; save each sheet as .csv or as plain text (.txt, UTF-8)"),
    ("ppt/", "", f"is a presentation; {_AS_TEXT}"),
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_ARCHIVED = (
    (_OPEN_DOCUMENT, f"is an office document, but no text; {_AS_TEXT}"),
    (b"application/epub", "is an e-book; run: pandoc -t plain FILE.epub"),
)


def reader(data: bytes, path: str) -> Reader:
    """Return the reader for a file. Raises InputError, with advice, where there is none."""
    return _read(recognise(data, path))


def drafts_in(data: bytes, path: str, reading: Reading) -> tuple[Draft, ...]:
    """Read the bytes of the file ``path``. Raises InputError."""
    return reader(data, path)(data, path, reading)


# READERS: one case a format, whose module is imported only when it is needed.
def _read(name: str) -> Reader:
    match name:
        case "tei":
            from provrepo.formats.tei import reader

            return reader.read
        case "docx":
            from provrepo.formats.office import docx

            return docx.read
        case "odt":
            from provrepo.formats.office import odt

            return odt.read
        case "page":
            from provrepo.formats.pages import page

            return page.read
        case "alto":
            from provrepo.formats.pages import alto

            return alto.read
        case "hocr":
            from provrepo.formats.pages import hocr

            return hocr.read
        case "pages":
            from provrepo.formats.pages import joined

            return joined.read
        case _:
            from provrepo.formats.plain import text

            return text.read


def recognise(data: bytes, path: str) -> str:
    """Return the name of a file's format: ``tei``, ``docx`` … or ``text`` where it is no other.

    Raises InputError, with advice, for what no reader reads.
    """
    if _ANY_REFUSED.match(data):
        for beginning, advice in _REFUSED:
            if re.match(beginning, data, re.DOTALL):
                if advice in _BESIDE:
                    raise NoText(path, advice, _BESIDE[advice])
                raise InputError(path, advice)
    if data.startswith(b"PK\x03\x04"):
        return _archived(data, path)
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
    rest = start
    while True:
        end = "?>" if rest.startswith("<?") else "-->" if rest.startswith("<!--") else None
        if end is None or end not in rest:
            return rest
        rest = rest.partition(end)[2].lstrip(" \t\r\n")


def _start(data: bytes) -> str:
    """Return the first characters of a file, as far as they are ASCII, without white space."""
    head = data[:2000].removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head[:4]:
        head = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")
    return head.decode("latin-1").lstrip(" \t\r\n")


def _html(data: bytes, path: str) -> str:
    if re.search(
        rb"class\s*=\s*[\"']?ocr_page|name\s*=\s*[\"']?ocr-system", data.replace(b"\0", b"")
    ):
        return "hocr"
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
    if namespace == "{" + TEI or local in ("TEI", "teiCorpus", "TEI.2"):
        return "tei"
    if local == "document" and "opendocument" in namespace:
        return "odt"
    if local == "PcGts":
        return "page"
    if local == "alto":
        return "alto"
    if local == "mets":
        raise NoText(path, "is a list of files (METS), no text; name the files", "METS files")
    if declared or namespace or _suffix(path) == ".xml":
        raise InputError(
            path,
            f"is XML with the root element <{local}>, of which no reader is known (TEI, PAGE and "
            "ALTO are read); convert it to TEI, or save its text as .txt",
        )
    return "text"


def _suffix(path: str) -> str:
    return PurePath(path).suffix.lower()


_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


def _archived(data: bytes, path: str) -> str:
    """Return the format of a zip file, by the names in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            kind = _start_of(archive, "mimetype", 100) if "mimetype" in names else b""
            joined = "[Content_Types].xml" not in names and not kind and _holds_pages(archive)
    except _ZIP_ERRORS as error:
        raise InputError(path, f"is a damaged zip archive: {error}") from None
    if joined:
        return "pages"
    if kind.startswith(_OPEN_DOCUMENT + b"text"):
        return "odt"
    for beginning, advice in _ARCHIVED:
        if kind.startswith(beginning):
            raise InputError(path, advice)
    if "[Content_Types].xml" in names:
        for folder, name, advice in _OFFICE:
            if any(one.startswith(folder) for one in names):
                if advice:
                    raise InputError(path, advice)
                return name
    raise InputError(path, "is a zip archive; unpack it and ingest the files in it")


def _start_of(archive: zipfile.ZipFile, name: str, length: int) -> bytes:
    with archive.open(name) as file:
        return file.read(length)


_LOOKED_AT = 20


def _holds_pages(archive: zipfile.ZipFile) -> bool:
    """Tell whether one of the first files with markup in an archive is a page of OCR."""
    looked = 0
    for name in archive.namelist():
        if _suffix(name) in (".xml", ".hocr", ".html", ".htm", ".xhtml"):
            looked += 1
            try:
                if recognise(_start_of(archive, name, 65536), name) in ("page", "alto", "hocr"):
                    return True
            except InputError:
                pass  # METS, perhaps, which lists the pages
            if looked == _LOOKED_AT:
                break
    return False
