"""The ``xml:id`` by which a TEI file that provrepo wrote says which note is which."""

from __future__ import annotations

import re

_PASSAGE, _NOTE = "provrepo-passage-", "provrepo-note-"
_NUMBER = re.compile(rf"({_PASSAGE}|{_NOTE})([1-9]\d{{0,8}})", re.ASCII)


def passage_id(number: int) -> str:
    """Return the id of the anchor where the passage of a note begins."""
    return f"{_PASSAGE}{number}"


def note_id(number: int) -> str:
    """Return the id of a note."""
    return f"{_NOTE}{number}"


def number_of_passage(identity: str) -> int:
    """Return the number of the note whose passage begins at an element; 0 for another element."""
    match = _NUMBER.fullmatch(identity)
    return int(match[2]) if match and match[1] == _PASSAGE else 0


def number_of_note(identity: str) -> int:
    """Return the number of a note; 0 for one that is not ours."""
    match = _NUMBER.fullmatch(identity)
    return int(match[2]) if match and match[1] == _NOTE else 0
