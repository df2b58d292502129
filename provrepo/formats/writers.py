"""The writers of files: one a format, each the way out that a reader is the way in.

A writer is handed a version (`provrepo.formats.exported.ExportedVersion`) and returns bytes, always
the same for the same version. It knows no clock, no user and no file system.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import PurePath
from typing import NamedTuple

from provrepo.errors import InputError, InvalidValue
from provrepo.formats.draft import counted
from provrepo.formats.exported import Column, ExportedVersion
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
    """Return the format that a file's name tells. Raises InputError where it tells none."""
    suffix = PurePath(path).suffix.lower()
    if suffix not in SUFFIXES:
        listed = ", ".join(FORMATS)
        raise InputError(path, f"its suffix is that of no format; name it: --format {listed}")
    return SUFFIXES[suffix]


def write(version: ExportedVersion, form: str, changed_since: str | None = None) -> Written:
    """Return a version as a file of the format ``form``, one of `FORMATS`.

    With ``changed_since``, the content of another version, what was changed is marked, in one of
    `OF_CHANGES`. Raises InvalidValue for a format that cannot do that.
    """
    if changed_since is None:
        return Written(data(version, form), _replaced(version, form))
    _check(form, OF_CHANGES, "tracked changes")
    written: bytes = import_module(_MODULES[form]).write_changes(version, changed_since)
    return Written(written, _replaced(version, form))


def data(version: ExportedVersion, form: str) -> bytes:
    """Return the bytes of `write` alone, for whom nothing is to be said besides."""
    written: bytes = import_module(_MODULES[form]).write(version)
    return written


def write_facing(columns: Sequence[Column], form: str) -> Written:
    """Return two texts side by side, as a file of the format ``form``, one of `OF_TWO`.

    Raises InvalidValue for another format.
    """
    _check(form, OF_TWO, "two texts side by side")
    written: bytes = import_module(_MODULES[form]).write_facing(columns)
    warnings = [_replaced(column.version, form) for column in columns]
    return Written(written, tuple(warning for each in warnings for warning in each))


def _check(form: str, forms: Sequence[str], what: str) -> None:
    if form not in forms:
        raise InvalidValue("format", form, f"{what} can be written as {', '.join(forms)}")


_MODULES = {
    "docx": "provrepo.formats.office.docx_writer",
    "odt": "provrepo.formats.office.odt_writer",
    "tei": "provrepo.formats.tei.writer",
    "markdown": "provrepo.formats.plain.markdown_writer",
    "html": "provrepo.formats.plain.html_writer",
    "text": "provrepo.formats.plain.text_writer",
}
"""The module of each format, imported when the first such file is written."""


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
