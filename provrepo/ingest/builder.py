"""Building a draft's content out of marked-up text: its notes with their places, what is left out.

White space in markup is layout, so it is folded here: runs of it are one blank, none stands at the
beginning or the end of a line. What a reader writes with `TextBuilder.line` or `paragraph` stays.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from provrepo.ingest.draft import FileNote

_SPACE = re.compile(r"[ \t\r\n]+")
_WORD = re.compile(r"\S+")


class TextBuilder:
    """A content that grows piece by piece; offsets are code points of `content`."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blank = False  # a blank that stands between what was and what will be written
        self._break = 0  # line ends that are to come before what will be written
        self._notes: list[FileNote] = []
        self._left_out: Counter[str] = Counter()

    @property
    def length(self) -> int:
        """The number of code points written; where the next word will begin, or before a break."""
        return self._length

    def text(self, text: str) -> None:
        """Write running text from markup, its white space folded."""
        for number, piece in enumerate(_SPACE.split(text)):
            if number:
                self._blank = True
            if piece:
                self.verbatim(piece)

    def verbatim(self, text: str) -> None:
        """Write characters as they are, after the blank or the line ends that are due."""
        if not text:
            return
        due = ""
        if self._length:
            due = "\n" * self._break or " " * self._blank
        self._parts += [due, text]
        self._length += len(due) + len(text)
        self._blank, self._break = False, 0

    def line(self) -> None:
        """End the line; nothing happens at the very beginning, or where it has ended."""
        self._break, self._blank = max(self._break, 1), False

    def paragraph(self) -> None:
        """End the paragraph: a blank line stands before what follows."""
        self._break, self._blank = 2, False

    def join(self) -> None:
        """Take back a blank or line end that is due: what follows belongs to the same word."""
        self._break, self._blank = 0, False

    def note(self, note: FileNote) -> None:
        """Keep a note that stands at the present place: it is put on the word before it.

        At the beginning of the content it is put on the word after it.
        """
        self._notes.append(replace(note, start=self._length, end=None))

    def note_on(self, note: FileNote, start: int, end: int) -> None:
        """Keep a note on the passage from ``start`` to ``end``, perhaps blank at its edges."""
        self._notes.append(replace(note, start=start, end=end))

    def leave_out(self, what: str) -> None:
        """Count something that has no place in a text, by its name."""
        self._left_out[what] += 1

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was left out, each kind with its number; empty where nothing was."""
        if not self._left_out:
            return ()
        counted = ", ".join(f"{name} ({count})" for name, count in sorted(self._left_out.items()))
        return (f"left out: {counted}",)

    @property
    def content(self) -> str:
        """All that was written, with a line end after the last line."""
        written = "".join(self._parts)
        return written + "\n" if written else ""

    @property
    def notes(self) -> tuple[FileNote, ...]:
        """The notes with their places in `content`."""
        content = self.content
        return tuple(_placed(note, content) for note in self._notes)


def _placed(note: FileNote, content: str) -> FileNote:
    """Return ``note`` on the words that it belongs to; on the whole version without any."""
    start = note.start or 0
    passage = content[start : note.end] if note.end is not None else ""
    if passage.strip():
        lead = len(passage) - len(passage.lstrip())
        return replace(note, start=start + lead, end=start + lead + len(passage.strip()))
    line = content.rfind("\n", 0, start) + 1
    before = list(_WORD.finditer(content, line, start)) or list(_WORD.finditer(content, 0, start))
    found = before[-1] if before else _WORD.search(content, start)
    if found is None:
        return replace(note, start=None, end=None)
    return replace(note, start=found.start(), end=found.end())
