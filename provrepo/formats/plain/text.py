"""The reader of plain text and Markdown, with front matter.

==============================  ===================================================
in the file                     in the version
==============================  ===================================================
the characters                  the content, untouched: a BOM, CRLF and blanks stay
front matter                    not in the content; its keys are:
``document``, ``text``          the document's key and the text's name
``based_on``, ``agents``        a reference or a list; ``NAME:ROLE`` or a list
``activity, message, created``  as the flags of the same names
any other key                   a field of the citation metadata
==============================  ===================================================

A file that provrepo wrote is known by its last line: `provrepo.formats.plain.returned`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import PurePath
from typing import Any, NoReturn

from provrepo.errors import InputError
from provrepo.formats.draft import STANDARD_INPUT, Draft, Reading, decode
from provrepo.store.canonical import digest
from provrepo.store.contents import Content
from provrepo.store.records import IngestedFile
from provrepo.store.rules import base_name

MEDIA_TYPES = {
    "": ("text", "text/plain"),
    ".txt": ("text", "text/plain"),
    ".text": ("text", "text/plain"),
    ".md": ("markdown", "text/markdown"),
    ".markdown": ("markdown", "text/markdown"),
}

PIN_LENGTH = 600
"""How many characters at the end of a file are looked at for the pin that provrepo writes."""

FENCES = ("+++", "---", "\ufeff+++", "\ufeff---")
"""How a text begins that may have front matter."""

PROVENANCE = ("document", "text", "based_on", "agents", "activity", "message", "created")
"""The keys of front matter that are about the version; all others are citation metadata."""

_IMAGE_SUFFIXES = frozenset(".bmp .gif .heic .jp2 .jpeg .jpg .jpx .png .tif .tiff .webp".split())
"""How the names of images end, in lower case."""

_NAMED = {
    ".doc": "a Word document",
    ".docx": "a Word document",
    ".odt": "an OpenDocument text",
    ".fodt": "an OpenDocument text",
    ".pdf": "a PDF document",
    ".rtf": "a document in RTF",
    ".epub": "an EPUB",
    ".zip": "a zip archive",
    **dict.fromkeys(_IMAGE_SUFFIXES, "an image"),
}
"""What files with these endings should be; where they come to this reader, they are not."""


def refuse_damaged(path: str) -> None:
    """Raise InputError where a file, whose bytes are no text, is called like one that has none."""
    if name := _NAMED.get(PurePath(base_name(path)).suffix.lower()):
        raise InputError(path, f"is named like {name}, but is none; is it damaged?") from None


def is_image_name(path: str) -> bool:
    """Return whether a file is called like an image."""
    return PurePath(base_name(path)).suffix.lower() in _IMAGE_SUFFIXES


def _refuse(data: bytes, path: str, suffix: str, encoding: str | None) -> NoReturn:
    """Raise InputError for a file whose name says that it is something else than a text."""
    text_name = PurePath(base_name(path)).with_suffix(".txt")
    if not data:
        raise InputError(path, "is empty")
    if suffix not in _NAMED:
        decode(data, path, encoding)
        raise InputError(path, f"{suffix} files are not read; save it as plain text (.txt or .md)")
    try:
        decode(data, path, encoding)
    except InputError:
        refuse_damaged(path)
    raise InputError(
        path, f"is plain text that is called {_NAMED[suffix]}; name it {text_name}, and it is read"
    )


def read(data: bytes, path: str, reading: Reading) -> tuple[Draft]:
    """Return the draft that a text file's bytes make.

    ``path`` is the file's, or ``-`` for standard input. Raises InputError where the bytes are no
    text, or the front matter is wrong.
    """
    encoding = reading.encoding
    name = base_name(path)
    kind = "" if path == STANDARD_INPUT else PurePath(name).suffix.lower()
    if kind not in MEDIA_TYPES:
        _refuse(data, path, kind, encoding)
    content = decode(data, path, encoding)
    if "provrepo " in content[-PIN_LENGTH:] and (back := _read_back(content, data, kind, name)):
        return (back,)
    table: Mapping[str, Any] = {}
    if content.startswith(FENCES):
        from provrepo.formats.plain import front_matter

        table, content = front_matter.split(content, path)
    if not content:
        raise InputError(path, "is empty" if not data else "has nothing after its front matter")
    hashed = Content(content)
    unchanged = hashed.data == data  # UTF-8 without front matter, as most files are
    reader, media_type = MEDIA_TYPES[kind]
    file = IngestedFile(
        name="stdin" if path == STANDARD_INPUT else name,
        media_type=media_type,
        reader=reader if encoding is None else f"{reader} encoding={encoding}",
        sha256=hashed.digest if unchanged else digest(data),
    )
    if unchanged:
        return (Draft(content, file, hashed=hashed),)
    metadata = _FrontMatter(table, path)
    draft = Draft(
        content=content,
        file=file,
        file_bytes=data,
        document=metadata.text("document"),
        text=metadata.text("text"),
        based_on=metadata.texts("based_on"),
        agents=metadata.texts("agents") or (),
        activity=metadata.text("activity"),
        message=metadata.text("message"),
        created=metadata.text("created"),
        fields={field: value for field, value in table.items() if field not in PROVENANCE},
        hashed=hashed,
    )
    return (draft,)


def _read_back(content: str, data: bytes, kind: str, name: str) -> Draft | None:
    """Return the draft of a file that provrepo wrote itself; None for any other."""
    from provrepo.formats.plain.returned import read_back

    reader, media_type = MEDIA_TYPES[kind]
    return read_back(content, data, IngestedFile(name, media_type, reader, digest(data)))


def is_text_name(path: str) -> bool:
    """Return whether a file has a name that a plain text or Markdown file has."""
    return path == STANDARD_INPUT or PurePath(path).suffix.lower() in MEDIA_TYPES


class _FrontMatter:
    """The part of the front matter that is about the version, with its types checked."""

    def __init__(self, table: Mapping[str, Any], path: str) -> None:
        self.table, self.path = table, path

    def text(self, field: str) -> str | None:
        """Return a field's text; None without it. A date need not be quoted, nor a year."""
        value = self.table.get(field)
        if isinstance(value, datetime) and value.tzinfo:
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        if isinstance(value, date) or (isinstance(value, int) and field == "created"):
            return str(value)
        if value is not None and not isinstance(value, str):
            raise InputError(self.path, f"{field} in its front matter must be a text in quotes")
        return value

    def texts(self, field: str) -> tuple[str, ...] | None:
        """Return the texts of a field that may be a list; None without it."""
        value = self.table.get(field)
        listed = [value] if isinstance(value, str) else value
        if listed is None:
            return None
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            raise InputError(self.path, f"{field} in its front matter must be a text or a list")
        return tuple(listed)
