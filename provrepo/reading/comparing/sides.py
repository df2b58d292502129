"""What an argument of a comparison names: a version, or a file that needs no repository."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from provrepo.compare.sequence import match
from provrepo.errors import InvalidReference, NotFound, Purged
from provrepo.formats.draft import Draft, FileNote
from provrepo.reading import lookup
from provrepo.reading.files import is_file_argument, read_draft
from provrepo.store import objects
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.records import Anchor, Note, Notes

# The kind and language that a file's name says, as in `cable.translation.en.docx`.
_NAMED = re.compile(r"\.(?:transcription|translation)\.([A-Za-z0-9-]+)\.")

_SUFFIXES = frozenset(
    ".txt .text .md .markdown .docx .doc .odt .fodt .rtf .xml .html .htm .hocr .zip .pdf".split()
)
"""How the names of files end, where somebody names one that is not there."""


class Side(NamedTuple):
    """One side of a comparison: its name and content, its language where that is known.

    ``stored`` is the version, ``draft`` what was read of a file; one of them is None. ``purged`` is
    set where the content was removed; ``content`` is empty then.
    """

    name: str
    content: str
    language: str
    stored: StoredVersion | None = None
    draft: Draft | None = None
    purged: Purged | None = None

    @property
    def cautions(self) -> tuple[str, ...]:
        """What the reader of a file left out or doubts."""
        warnings = self.draft.warnings if self.draft else ()
        return tuple(f"{self.name}: {warning}" for warning in warnings)


def is_missing_file(argument: str) -> bool:
    """Return whether an argument can only mean a file, as no key begins like this."""
    return isinstance(argument, str) and argument.startswith(("./", "../", "/"))


def all_files(arguments: Iterable[str | bytes]) -> bool:
    """Return whether arguments can be nothing but files, so that no repository is needed."""
    return all(
        isinstance(argument, bytes) or is_file_argument(argument) or is_missing_file(argument)
        for argument in arguments
    )


def file_side(argument: str | bytes) -> Side:
    """Read a file that holds one text, by whatever reader knows it. Raises InputError, NotFound.

    It is named by its path, or given as its bytes.
    """
    if isinstance(argument, bytes):
        draft = read_draft(argument)
        return Side("standard input", draft.content, draft.language or "", draft=draft)
    if not is_file_argument(argument):
        raise NotFound("file", argument)
    draft = read_draft(argument)
    named = _NAMED.search(Path(argument).name)
    language = (draft.text or "").partition(":")[2].partition(":")[0] or draft.language
    return Side(argument, draft.content, language or (named[1] if named else ""), draft=draft)


def side(database: Database, argument: str) -> Side:
    """Return what one argument of a comparison names.

    Raises InvalidReference, NotFound, Purged, or InputError for a file that cannot be read.
    """
    named_side = kept_side(database, argument)
    if named_side.purged is not None:
        raise named_side.purged
    return named_side


def kept_side(database: Database, argument: str) -> Side:
    """Return what `side` does, also of a version whose content was purged."""
    if is_file_argument(argument) or is_missing_file(argument):
        return file_side(argument)
    try:
        version = lookup.version(database, argument)
    except (NotFound, InvalidReference):
        if not _is_called_like_a_file(argument):
            raise
        raise NotFound("file and no document", argument) from None
    content, purged = "", None
    try:
        content = objects.content(database, version.record.content)
    except Purged as error:
        purged = error
    language = version.record.text.language
    return Side(version.reference, content, language, stored=version, purged=purged)


def _is_called_like_a_file(argument: object) -> bool:
    """Return whether a name that is neither a file's nor a version's was meant as a file's."""
    return isinstance(argument, str) and PurePath(argument).suffix.lower() in _SUFFIXES


def notes_of_files(
    database: Database | None, sides: tuple[Side, Side]
) -> tuple[Notes, Notes] | None:
    """Return the notes that two sides, of which one is a file, hold themselves.

    Files number their notes anew, so those that say the same, and between these those at the same
    place in the order, get one id. None where one of the files can carry no notes.
    """
    if any(side.draft is not None and side.draft.notes is None for side in sides):
        return None
    texts = {note.text for side in sides if side.draft for note in side.draft.notes or ()}
    old, new = (_notes(database, side, texts) for side in sides)
    pairs = match([note.text for note in old], [note.text for note in new])
    numbered: tuple[list[Note], list[Note]] = [], []
    places = [*zip(*pairs, strict=True), (len(old), len(new))]
    i = j = number = 0
    for row, column in places:
        # What lies between equal notes was edited, added or removed.
        while i < row or j < column:
            number += 1
            if i < row:
                numbered[0].append(_with_id(old[i], number))
                i += 1
            if j < column:
                numbered[1].append(_with_id(new[j], number))
                j += 1
        if row < len(old):
            number += 1
            numbered[0].append(_with_id(old[row], number))
            numbered[1].append(_with_id(new[column], number))
            i, j = row + 1, column + 1
    return Notes.of(numbered[0]), Notes.of(numbered[1])


def _with_id(note: Note, number: int) -> Note:
    return Note(str(number), note.text, "", "", "", (), note.anchor)


def _notes(database: Database | None, side: Side, texts: set[str]) -> Sequence[Note]:
    """Return the notes of one side; of a version those from its file, and those of ``texts``."""
    if side.draft is not None:
        return [
            Note("", note.text, "", "", "", (), _anchor(side.content, note))
            for note in side.draft.notes or ()
        ]
    if database is None or side.stored is None:
        return []
    notes = objects.notes(database, side.stored.record.notes).notes
    return [note for note in notes if note.origin == "file" or note.text in texts]


def _anchor(content: str, note: FileNote) -> Anchor | None:
    if note.start is None or note.end is None:
        return None
    return Anchor(content[note.start : note.end], "", "", note.start, note.end)
