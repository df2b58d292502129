"""Build a draft's content out of marked-up text: words, breaks, brackets, and notes in place.

White space in markup is layout, so it is folded here: a run of it is one blank, and a line neither
begins nor ends with one. What a reader writes with `TextBuilder.line` or `paragraph` stays.
Brackets that a reader opens and closes stand close to the words in them; without words they vanish.

Everything between two words is decided late. A blank, line end or bracket is only remembered when
it comes, and written before the next word, since what follows may overrule it: a paragraph swallows
a blank, a closing tag before a comma swallows it too. So `TextBuilder.length` never counts what is
due, and a note is put on its words at the end, when all of them are there.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from unicodedata import east_asian_width

from provrepo.formats.draft import FileNote, counted
from provrepo.interventions import CLOSING, OPENING

_SPACE = re.compile(r"[ \t\r\n]+")
_WORD = re.compile(r"\S+")
_OPENING, _CLOSING = OPENING + "({<`“", CLOSING + ")}>´”"
"""The signs that readers put around words, pair by pair: brackets, Leiden's insertions, quotes."""


class TextBuilder:
    """A content that grows piece by piece; offsets are in code points of `content`.

    Where a bracket ``merged[1]`` is followed at once by ``merged[0]``, both are left out: the
    Leiden conventions write ``[abc...]``, not ``[abc][...]``.
    """

    def __init__(self, merged: str = "") -> None:
        self._parts: list[str] = []
        self._length = 0
        self._merged = merged
        self._blank = False  # a blank is due before what will be written
        self._break = 0  # the number of line ends that are due; they replace the blank
        self._joined = False  # white space before what will be written is dropped
        self._opening: list[str] = []  # brackets that stand before what will be written
        self._closing = ""  # brackets that stand after what was written
        self._notes: list[tuple[FileNote, bool]] = []
        self._left_out: Counter[str] = Counter()

    @property
    def length(self) -> int:
        """The number of code points written, without blanks, breaks and brackets that are due."""
        return self._length

    @property
    def end(self) -> int:
        """The same with the brackets that close what was written: they stand directly after it."""
        return self._length + len(self._closing)

    def text(self, text: str) -> None:
        """Write running text from markup, its white space folded."""
        folded = _SPACE.sub(" ", text)
        if folded[:1] == " ":
            self._blank = not self._joined
        words = folded.strip(" ")
        if words:
            self.verbatim(words)
            self._blank = folded[-1] == " "

    def verbatim(self, text: str) -> None:
        """Write characters as they are, after the blank, line ends and brackets that are due."""
        if not text:
            return
        due = ""
        if self._length:
            due = "\n" * self._break or " " * self._blank
        opening = "".join(self._opening)
        # Two brackets meet: one is closed here, and the next is opened with nothing between.
        if self._merged and not due and f"{self._closing[-1:]}{opening[:1]}" == self._merged[::-1]:
            self._closing, opening = self._closing[:-1], opening[1:]
        self._write(self._closing + due + opening + text)
        self._opening, self._closing = [], ""
        self._blank, self._break, self._joined = False, 0, False

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def open(self, bracket: str) -> None:
        """Open a bracket before the next word, close to it."""
        self._opening.append(bracket)

    def close(self, bracket: str) -> None:
        """Close a bracket after the last word; without a word in it, it is never written."""
        if self._opening:
            self._opening.pop()
        else:
            self._closing += bracket

    def line(self) -> None:
        """End the line; nothing happens at the very beginning, or where the line has ended."""
        self._break, self._blank, self._joined = max(self._break, 1), False, False

    def paragraph(self) -> None:
        """End the paragraph: a blank line stands before what follows."""
        self._break, self._blank, self._joined = 2, False, False

    def cell(self) -> None:
        """Begin another cell of a table's row, after a tab and without a blank."""
        self._blank = False
        self.verbatim("\t")
        self._joined = True

    def close_up(self, following: str) -> None:
        """Take back a blank that is due, where ``following`` begins with a comma or full stop.

        Typists of markup leave blanks at the end of an element: ``<name>Wang </name>, who``. Dots
        that are an ellipsis, ``..`` or ``. .``, keep their blank.
        """
        if following[:1] in tuple(",.;:)") and following[:2] != ".." and following[:3] != ". .":
            self._blank = False

    def join(self) -> None:
        """Take back a blank or line end that is due: what follows belongs to the same word."""
        self._break, self._blank, self._joined = 0, False, True

    def join_in_line(self) -> None:
        """Take back a blank that is due, but no line end: what follows belongs to the same word."""
        if not self._break:
            self.join()

    def note(self, note: FileNote, *, ahead: bool = False) -> None:
        """Keep a note that stands here, on the word before it.

        At the beginning of the content, or where it stands ``ahead``, it is on the word after it.
        """
        self._notes.append((replace(note, start=self._length, end=None), ahead))

    def note_on(self, note: FileNote, start: int, end: int) -> None:
        """Keep a note on the passage from ``start`` to ``end``; blanks at its edges are cut off."""
        self._notes.append((replace(note, start=start, end=end), False))

    def leave_out(self, what: str) -> None:
        """Count something that has no place in a text, by its name."""
        self._left_out[what] += 1

    def leave_out_as(self, aside: TextBuilder) -> None:
        """Count also what a builder left out that wrote something aside, such as a note."""
        self._left_out += aside.left_out

    @property
    def left_out(self) -> Counter[str]:
        """How often each thing was left out so far, by its name."""
        return self._left_out

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was left out, each kind with its number; empty where nothing was."""
        if not self._left_out:
            return ()
        return (f"left out: {counted(self._left_out)}",)

    @property
    def content(self) -> str:
        """All that was written, with a line end after the last line."""
        written = "".join(self._parts) + self._closing
        return written + "\n" if written else ""

    @property
    def notes(self) -> tuple[FileNote, ...]:
        """The notes with their places in `content`."""
        content = self.content
        return tuple(_placed(note, content, ahead) for note, ahead in self._notes)


def _placed(note: FileNote, content: str, ahead: bool) -> FileNote:
    """Return ``note`` on the words that it belongs to; on the whole version without any."""
    start = note.start or 0
    passage = content[start : note.end] if note.end is not None else ""
    # Closing brackets that were due at the passage's start belong to the words before it.
    words = passage.strip().lstrip(_CLOSING + " \n")
    if words:
        begin = content.index(words, start)
        return _on(note, content, begin, begin + len(words))
    before, after = _word_before(content, start), _WORD.search(content, start)
    if after is not None and (ahead or before is None):
        before = after.span()
    if before is None:
        return replace(note, start=None, end=None)
    return _on(note, content, *_with_gap(content, *before))


def _on(note: FileNote, content: str, start: int, end: int) -> FileNote:
    """Return ``note`` on a passage, stretched over the closing brackets of those opened in it."""
    while content[end : end + 1] in tuple(_CLOSING):
        opening = _OPENING[_CLOSING.index(content[end])]
        if content.count(opening, start, end) <= content.count(content[end], start, end):
            break
        end += 1
    return replace(note, start=start, end=end)


def _with_gap(content: str, start: int, end: int) -> tuple[int, int]:
    """Return the place of a whole bracket, such as ``[- - -]``, for one of the signs in it.

    A passage with a letter or digit in it stays as it is.
    """
    if any(map(str.isalnum, content[start:end])):
        return start, end
    closed = end if content[end - 1 : end] == "]" else end + 1
    if content[closed - 1 : closed] != "]":
        return start, end
    opened = content.rfind("[", content.rfind("\n", 0, end) + 1, end)
    return (start, end) if opened < 0 else (min(opened, start), closed)


def _word_before(content: str, place: int) -> tuple[int, int] | None:
    """Return where the last word before ``place`` begins and ends; None where there is none.

    Scripts without blanks between words (Chinese, Japanese) are written in wide characters: each of
    them counts as a word, with the punctuation after it.
    """
    while place and content[place - 1].isspace():
        place -= 1
    start, lettered = place, False
    while start and not content[start - 1].isspace():
        character = content[start - 1]
        wide = character.isalnum() and east_asian_width(character) in "WF"
        if wide and lettered:
            break
        start -= 1
        if wide:
            break
        lettered = lettered or character.isalnum()
    return (start, place) if start < place else None
