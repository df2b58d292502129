"""What a file's name says: ``KEY.KIND.LANG[.LABEL].EXT``, or with folders above it.

========================================  ==================================================
path                                      is
========================================  ==================================================
``KEY.KIND.LANG[.LABEL].EXT``             a version of that text, in any folder
``KEY/KIND.LANG[.LABEL].EXT``             the same; the folder is the document
``KEY.KIND.LANG[.LABEL]/NAME.EXT``        a page of that text; the folder is the text
``KEY/KIND.LANG[.LABEL]/NAME.EXT``        the same
``KEY.EXT``                               a file that says itself which text it is, or of which
                                          the user says it
========================================  ==================================================
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import NamedTuple

from provrepo.errors import InputError, InvalidValue
from provrepo.formats.filename import base_name
from provrepo.store import rules
from provrepo.store.records import Text

_KINDS = tuple(f"{kind}." for kind in rules.KINDS)
_SPLIT = re.compile(rf"(?s)(.*)\.({'|'.join(rules.KINDS)})\.(.*)")


class FileName(NamedTuple):
    """The parts of a name that tells where a file belongs, not yet checked.

    ``name`` is what messages call it, ``tail`` what follows the kind: ``LANG[.LABEL].EXT``.
    """

    name: str
    key: str
    kind: str
    tail: str

    def document(self) -> str:
        """Return the document's key. Raises InputError, which suggests one, if it is not valid."""
        try:
            return rules.key(self.key)
        except InvalidValue as error:
            from provrepo.reference import suggest_key

            suggestion = suggest_key(self.key) or "KEY"
            raise InputError(self.name, f"{error}; name it: --document {suggestion}") from None

    def text(self) -> Text:
        """Return the text. Raises InputError where language, label or file type are missing."""
        text = _text(self.kind, self.tail)
        if isinstance(text, Text):
            return text
        raise InputError(self.name, f"{text} or name the text: --text {self.kind}:LANGUAGE")


@lru_cache(maxsize=256)  # many files have few texts
def _text(kind: str, tail: str) -> Text | str:
    """Return the text that the end of a name tells, or in words what is wrong with that."""
    parts = tail.split(".")
    if not 2 <= len(parts) <= 3 or not all(parts):
        return (
            f"after .{kind}. comes a language, then perhaps a label, then the file type, as in "
            f"KEY.{kind}.en.txt;"
        )
    try:
        label = rules.label(parts[1]) if len(parts) == 3 else None
        return Text(kind, rules.language(parts[0]), label)
    except InvalidValue as error:
        return f"{error};"


def split(name: str) -> FileName | None:
    """Split a base name at its last ``.transcription.`` or ``.translation.``; None without one."""
    return _split(name, name)


def of_path(path: str) -> FileName | None:
    """Return what a path says: the name of the file, else those of the folders above it."""
    file_name = of_file(path)
    if file_name is not None:
        return file_name
    folder_name = of_folder(os.path.dirname(path))  # noqa: PTH120 - of many paths, and fast
    return folder_name._replace(name=path) if folder_name else None


def of_file(path: str) -> FileName | None:
    """Return what a file's own name says, with that of the folder as the document's key."""
    name = base_name(path)
    if name.startswith(_KINDS):
        kind, _, tail = name.partition(".")
        return FileName(path, _document(os.path.dirname(path)), kind, tail)  # noqa: PTH120
    return _split(name, path)


@lru_cache(maxsize=2048)  # each file is asked about several times
def _split(name: str, path: str) -> FileName | None:
    match = _SPLIT.fullmatch(name)
    return FileName(path, *match.groups()) if match else None


def of_folder(folder: str) -> FileName | None:
    """Return what a folder's name says, ``KEY.KIND.LANG[.LABEL]``; None where it is another."""
    return _of_folder(os.path.abspath(folder))  # noqa: PTH100


@lru_cache(maxsize=16)
def _of_folder(folder: str) -> FileName | None:
    folder_name = of_file(folder)
    if folder_name is None:
        return None
    # A folder has no file type; with one its name is read by the same rules as a file's.
    folder_name = folder_name._replace(tail=f"{folder_name.tail}.pages")
    try:
        folder_name.text()
    except InputError:
        return None
    return folder_name


def _document(folder: str) -> str:
    """Return the name of a folder that is a document."""
    return base_name(os.path.abspath(folder))  # noqa: PTH100


def key_of(path: str) -> str | None:
    """Return the key that a file's name makes, as ``Letter 1.txt`` makes ``letter-1``; or None."""
    from provrepo.reference import suggest_key

    return suggest_key(_stem(base_name(path))) or None


def _stem(name: str) -> str:
    """Return a file's name without its type: ``p.ryl.1.12.xml`` is ``p.ryl.1.12``."""
    before, _, suffix = name.rpartition(".")
    # What follows the last dot may be part of the key: ``p.ryl.1.12`` has no type.
    return before if before and suffix[:1].isalpha() and len(suffix) <= 8 else name


@lru_cache(maxsize=1000)
def parse_text(written: str) -> Text:
    """Read a text's full name, ``KIND:LANGUAGE[:LABEL]``. Raises InvalidValue."""
    parts = written.split(":")
    if not 2 <= len(parts) <= 3:
        raise InvalidValue(
            "text",
            written,
            "write KIND:LANGUAGE[:LABEL], such as transcription:zh or translation:en",
        )
    label = rules.label(parts[2]) if len(parts) == 3 else None
    return Text(rules.kind(parts[0]), rules.language(parts[1]), label)
