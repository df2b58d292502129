"""The readers: which module reads which format. To add a format, add its row here.

A reader is a module with a function ``read`` (see `Reader`). It knows nothing of the others and
nothing of this table. What tells its files from others is in `provrepo.formats.recognise`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from provrepo.formats.draft import Draft, Reading
from provrepo.formats.recognise import recognise

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

    Raises InputError, with advice, where no reader reads such a file, and for a damaged one.
    """
    reader: Reader = import_module(MODULES[recognise(data, path)]).read
    return reader(data, path, reading)
