"""Paragraphs of office files: what Word and OpenDocument text have in common.

========================  ===================================================================
in the file               in the content
========================  ===================================================================
paragraphs                parted by a blank line; an empty paragraph adds none
items of a list           each on its line, after its number or bullet and a blank
white space in the text   as it is, also at the beginning and the end of a paragraph
a line break              a line end; at the end of a paragraph nothing
a page break              U+000C FORM FEED before the first character of the page
a table                   a row a line, cells parted by TAB; where a cell of the row has
                          several lines, each cell's paragraphs one after the other
a ruby text               its base, and the reading after it in parentheses
========================  ===================================================================
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.formats.draft import FileNote
from provrepo.formats.text_builder import TextBuilder

_BLANK = " \t\n"


@dataclass(slots=True)
class Losses:
    """What of a file does not stand in its draft as it stood there, each kind with its number."""

    left_out: Counter[str] = field(default_factory=Counter)
    plainly: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    changed_by: Counter[str] = field(default_factory=Counter)

    def change(self, what: str, author: str | None) -> None:
        """Count one tracked change that is read as if it were accepted."""
        self.changes[what] += 1
        self.changed_by[" ".join((author or "").split()) or "someone unnamed"] += 1

    @property
    def warnings(self) -> tuple[str, ...]:
        """One sentence for each kind of loss; empty where there is none."""
        told = (
            (self.left_out, "left out: {}"),
            (self.plainly, "written plainly: {}"),
            (
                self.changes,
                f"tracked changes read as if accepted: {{}}; made by {_counted(self.changed_by)}",
            ),
        )
        return tuple(words.replace("{}", _counted(counts), 1) for counts, words in told if counts)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))


class ParagraphBuilder(TextBuilder):
    """A content made of paragraphs whose white space is kept.

    ``losses`` counts what is left out, for several builders together: a text and its notes.
    """

    def __init__(self, losses: Losses) -> None:
        super().__init__()
        self.losses = losses
        self._held = ""  # white space that is written only before something visible
        self._label = ""
        self._visible = False  # something visible stands in this paragraph
        self._was_item = False
        self._goes_on = False  # the mark of the paragraph before was deleted
        self._page = False
        self._row = False
        self._homeless: list[FileNote] = []

    def leave_out(self, what: str) -> None:
        """Count something that has no place in a text, by its name."""
        self.losses.left_out[what] += 1

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was left out, or is written in another way."""
        return self.losses.warnings

    def begin_paragraph(self, label: str = "", *, item: bool = False) -> None:
        """Begin a paragraph with a ``label``, its number; as the ``item`` of a list, or not."""
        if not self._row and not self._goes_on:
            if item and self._was_item:
                self.line()
            else:
                self.paragraph()
            self._held = ""
        self._label = "" if self._goes_on else label
        self._visible, self._was_item = False, item

    def end_paragraph(self, *, joined: bool = False) -> None:
        """End the paragraph; ``joined`` where the next one goes on in it."""
        self._label = ""
        if joined:
            self._goes_on = self._goes_on or self._visible
            return
        if (self._visible or self._goes_on) and not self._row:
            self.verbatim(self._held.partition("\n")[0])
        self._held, self._was_item = "", self._was_item and self._visible
        self._goes_on = False
        if not self._row:
            self.line()

    def write(self, text: str) -> None:
        """Write characters of the paragraph, white space as it is."""
        shown = text.rstrip(_BLANK)
        if not shown:
            self._held += text
            return
        feed = "\f" if self._page and self.length else ""
        self.verbatim(feed + self._label + self._held + shown)
        self._held, self._label = text[len(shown) :], ""
        self._visible, self._page = True, False

    def page_break(self) -> None:
        """Let what follows begin a page."""
        if self._visible:
            self.line()
            self._held = ""
        self._page = True

    def note_nowhere(self, note: FileNote) -> None:
        """Keep a note of which the file does not say where it belongs: on the whole version."""
        self._homeless.append(note)

    def notes_within(self, other: ParagraphBuilder) -> None:
        """Keep the notes of a note that was just written, such as a footnote's own, beside it."""
        for note in other.notes:
            self.note(replace(note, start=None, end=None))

    @property
    def notes(self) -> tuple[FileNote, ...]:
        """The notes with their places in `content`, those on the whole version first."""
        return (*self._homeless, *super().notes)

    def table_row(
        self, cells: Sequence[Element], lines: Sequence[int], walk: Callable[[Element], None]
    ) -> None:
        """Write a row of a table; ``lines`` tells how many lines of text each of its cells has."""
        if max(lines, default=0) > 1:
            self.losses.plainly["table rows cell by cell"] += 1
            for cell in cells:
                self.begin_block()
                walk(cell)
            self.begin_block()
            return
        self._row = any(lines)
        if self._row:
            self._finish()
            self.line()
        for number, cell in enumerate(cells):
            if number and self._row:
                self._held = self._label = ""
                self.verbatim("\t")
            walk(cell)
        if self._row:
            self._finish()
            self._row = False
            self.line()

    def begin_block(self) -> None:
        """Part what follows from the paragraph before, such as a table."""
        self._finish()
        self.paragraph()

    def _finish(self) -> None:
        self._held = self._label = ""
        self._goes_on = self._was_item = False
