"""Write the paragraphs of office files: what Word and OpenDocument text have in common.

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

from provrepo.formats.draft import FileNote, counted
from provrepo.formats.text_builder import TextBuilder

_BLANK = " \t\n"


@dataclass(slots=True)
class Losses:
    """What does not stand in a draft as it stood in the file, each kind with its count.

    ``plainly`` counts what is in the content in a plainer form, such as a formula.
    """

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
        sentences = (
            (self.left_out, "left out: {}"),
            (self.plainly, "written plainly: {}"),
            (
                self.changes,
                f"tracked changes read as if accepted: {{}}; made by {counted(self.changed_by)}",
            ),
        )
        return tuple(
            words.replace("{}", counted(counts), 1) for counts, words in sentences if counts
        )


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
        self._page = False  # a page break is due before something visible
        self._row = False  # within a row that is written as one line
        self._homeless: list[FileNote] = []
        self._quotation: int | None = None  # where a block quotation begins that is being written
        self._quotations: list[tuple[int, int]] = []

    def leave_out(self, what: str) -> None:
        """Count something that has no place in a text, by its name, such as ``pictures``."""
        self.losses.left_out[what] += 1

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was left out, or is written in another way."""
        return self.losses.warnings

    def story(self) -> ParagraphBuilder:
        """Return a builder for a note or comment of the same file."""
        return ParagraphBuilder(self.losses)

    @property
    def words(self) -> str:
        """The words of a note that was written with this builder."""
        return self.content.strip()

    def begin_paragraph(
        self, label: str = "", *, item: bool = False, quotation: bool = False
    ) -> None:
        """Begin a paragraph; ``label`` is its number or bullet, ``item`` whether it is in a list.

        The label waits for something visible, so that an empty item writes nothing. ``quotation``
        tells whether the paragraph is set apart as one.
        """
        self._quotation = self.length if quotation else None
        if not self._row and not self._goes_on:
            if item and self._was_item:
                self.line()
            else:
                self.paragraph()
            self._held = ""
        self._label = "" if self._goes_on else label
        self._visible, self._was_item = False, item

    def end_paragraph(self, *, joined: bool = False) -> None:
        """End the paragraph; ``joined`` where the next one continues it."""
        self._label = ""
        if self._quotation is not None and self.length > self._quotation:
            self._quotations.append((self._quotation, self.length))
        self._quotation = None
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
        """Write characters of the paragraph, with their white space as it is.

        White space at the end is held back: it is written where something visible follows.
        """
        shown = text.rstrip(_BLANK)
        if not shown:
            self._held += text
            return
        feed = "\f" if self._page and self.length else ""
        self.verbatim(feed + self._label + self._held + shown)
        self._held, self._label = text[len(shown) :], ""
        self._visible, self._page = True, False

    def last_blank(self) -> None:
        """Drop the blank that a format has at the end of a paragraph."""

    def page_break(self) -> None:
        """Begin a new page with what follows."""
        if self._visible:
            self.line()
            self._held = ""
        self._page = True

    def note_nowhere(self, note: FileNote) -> None:
        """Keep a note on the whole version, because the file does not say where it belongs.

        A place that it has is one in the note or comment around it, and means nothing here.
        """
        self._homeless.append(replace(note, start=None, end=None))

    def notes_within(self, noted: ParagraphBuilder) -> None:
        """Keep the notes within a note that was just written, such as a footnote's own, beside it.

        ``noted`` is what the note was written with.
        """
        for note in noted.notes:
            self.note(replace(note, start=None, end=None))

    @property
    def block_quotations(self) -> tuple[tuple[int, int], ...]:
        """The ranges of `content` that are paragraphs set apart as quotations."""
        return tuple(self._quotations)

    @property
    def notes(self) -> tuple[FileNote, ...]:
        """The notes with their places in `content`, those on the whole version first."""
        return (*self._homeless, *super().notes)

    def table_row(
        self, cells: Sequence[Element], lines: Sequence[int], walk: Callable[[Element], None]
    ) -> None:
        """Write a row of a table; ``lines`` are the numbers of lines of text in its cells.

        A row whose cells have a line each is one line. Otherwise each cell is a block of its own,
        since tabs between texts of several lines would leave no row to be seen.
        """
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
        """Begin something that stands apart from the paragraph before it, such as a table."""
        self._finish()
        self.paragraph()

    def _finish(self) -> None:
        """Forget what is due within the paragraph that ends here."""
        self._held = self._label = ""
        self._goes_on = self._was_item = False
