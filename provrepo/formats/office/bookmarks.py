"""The bookmarks by which an office file that provrepo wrote says what is what in it.

A name that begins with an underscore is hidden from the lists of Word. All of them survive that a
colleague edits the file, splits its paragraphs and saves it in Word or LibreOffice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

PASSAGE, NOTE, END = "_provrepo_", "_provrepo_note_", "_provrepo_end"
"""How the names begin of a passage and of the sign of its note; the one where the text ends."""

_PASSAGE = re.compile(rf"{PASSAGE}([1-9][0-9]{{0,8}})")
_NOTE = re.compile(rf"{NOTE}([1-9][0-9]{{0,8}})")


def number(names: Iterable[str]) -> int:
    """Return the number of the note that a story is, by the bookmarks in it; 0 for none of ours."""
    return next((int(match[1]) for name in names if (match := _NOTE.fullmatch(name))), 0)


def passage(name: str) -> int:
    """Return the number of the note whose passage a bookmark is; 0 for another bookmark."""
    match = _PASSAGE.fullmatch(name)
    return int(match[1]) if match else 0


def ends_text(name: str) -> bool:
    """Return whether a bookmark stands where the text ends."""
    return name == END
