"""The writers of files: one a format, each the way out that a reader is the way in.

A writer is handed a version (`provrepo.formats.exported.ExportedVersion`) and returns bytes, always
the same for the same version. It knows no clock, no user and no file system.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import NamedTuple

from provrepo.errors import InvalidValue
from provrepo.formats.draft import counted
from provrepo.formats.exported import ExportedVersion
from provrepo.formats.shown import replaced, shown

FORMATS = ("docx", "odt", "tei", "markdown", "html", "text")
"""What a version can be written as."""

SUFFIXES: Mapping[str, str] = {
    ".docx": "docx",
    ".odt": "odt",
    ".xml": "tei",
    ".tei": "tei",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".text": "text",
}
"""The format that a file's name tells, by its suffix."""

BINARY = ("docx", "odt")
"""The formats that no terminal can show."""

OF_CHANGES, OF_TWO = ("docx",), ("docx", "odt", "html")
"""The formats that can show what was changed, and two texts side by side."""


class Written(NamedTuple):
    """A file that was written, and what whoever asked for it should know."""

    data: bytes
    warnings: tuple[str, ...] = ()


def format_of(path: str) -> str:
    """Return the format that a file's name tells. Raises InvalidValue where it tells none."""
    suffix = PurePath(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise InvalidValue(
            "format of", path, f"name it: --format {', '.join(FORMATS)}; or a suffix such as .docx"
        )
    return SUFFIXES[suffix]


def write(version: ExportedVersion, form: str) -> Written:
    """Return a version as a file of the format ``form``, one of `FORMATS`."""
    return Written(_WRITERS[form](version), _replaced(version, form))


def _docx(version: ExportedVersion) -> bytes:
    from provrepo.formats.office.docx_writer import write as write_docx

    return write_docx(version)


def _odt(version: ExportedVersion) -> bytes:
    from provrepo.formats.office.odt_writer import write as write_odt

    return write_odt(version)


def _tei(version: ExportedVersion) -> bytes:
    from provrepo.formats.tei.writer import write as write_tei

    return write_tei(version)


def _markdown(version: ExportedVersion) -> bytes:
    from provrepo.formats.plain.markdown_writer import write as write_markdown

    return write_markdown(version)


def _html(version: ExportedVersion) -> bytes:
    from provrepo.formats.plain.html_writer import write as write_html

    return write_html(version)


def _text(version: ExportedVersion) -> bytes:
    from provrepo.formats.plain.text_writer import write as write_text

    return write_text(version)


_WRITERS: Mapping[str, Callable[[ExportedVersion], bytes]] = {
    "docx": _docx,
    "odt": _odt,
    "tei": _tei,
    "markdown": _markdown,
    "html": _html,
    "text": _text,
}


def _replaced(version: ExportedVersion, form: str) -> tuple[str, ...]:
    """Return what to say of characters that the format cannot show."""
    if form in ("markdown", "text"):
        return ()
    feeds = "anywhere" if form == "tei" else "line"
    counts: Counter[str] = Counter()
    for text in (version.content, *(noted.note.text for noted in version.notes)):
        counts += replaced(text, shown(text, feeds=feeds))
    if not counts:
        return ()
    return (f"written as U+FFFD, as the format has no such characters: {counted(counts)}",)
