"""Write the paragraphs of a file that provrepo wrote itself: every one of them is in the content.

In any other office file an empty paragraph is layout, and so are blanks at the end of one. Here a
paragraph stands for a stretch of the content, and what parts two of them is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from provrepo.formats.draft import FileNote
from provrepo.formats.office.paragraphs import Losses, ParagraphBuilder


class LineBuilder(ParagraphBuilder):
    """A content made of paragraphs, which ``separator`` parts, nothing added and nothing dropped.

    A page that a paragraph begins is a form feed, but for the first one: programs let that one
    begin a page of themselves.
    """

    def __init__(self, losses: Losses, separator: str) -> None:
        super().__init__(losses)
        self._separator = separator
        self._begun = False
        self._inside = False
        self._continued = False
        self._page_due = False
        self._page_within = False
        self._in_row = False
        self.signs: dict[int, int] = {}
        """Where the signs of the notes stand whose numbers are known."""

    def note(self, note: FileNote, *, ahead: bool = False) -> None:
        """Keep a note that stands here, on the word before it, and where its sign is."""
        if note.number:
            self.signs.setdefault(note.number, self.length)
        super().note(note, ahead=ahead)

    def story(self) -> ParagraphBuilder:
        """Return a builder for a note or comment of the same file."""
        return LineBuilder(self.losses, "\n")

    @property
    def words(self) -> str:
        """The words of a note: without the blank after its number; empty where it has none."""
        return self.content.removeprefix(" ") if self.content.strip() else ""

    @property
    def content(self) -> str:
        """All that was written."""
        return "".join(self._parts)

    def line(self) -> None:
        """Do nothing: paragraphs alone end lines here."""

    def paragraph(self) -> None:
        """Do nothing: a paragraph is parted from the one before it when it begins."""

    def begin_block(self) -> None:
        """Do nothing: a table's rows are paragraphs."""

    def begin_paragraph(
        self,
        label: str = "",
        *,
        item: bool = False,  # noqa: ARG002 - as any builder is called
        quotation: bool = False,  # noqa: ARG002
    ) -> None:
        """Begin a paragraph, after its number or bullet where somebody gave it one."""
        if self._in_row:
            return
        if not self._continued:
            if self._begun:
                self.verbatim(self._separator)
                self.verbatim("\f" * self._page_due)
            self._page_due = False
        self._begun, self._inside, self._continued = True, True, False
        self.verbatim(label)

    def end_paragraph(self, *, joined: bool = False) -> None:
        """End the paragraph; ``joined`` where the next one continues it."""
        if not self._in_row:
            self._inside, self._continued = False, joined
            self._page_due = self._page_due or self._page_within
            self._page_within = False

    def write(self, text: str) -> None:
        """Write characters of the paragraph as they are."""
        self.verbatim("\f" * self._page_within + text)
        self._page_within = False

    def last_blank(self) -> None:
        """Keep a blank at the end of a paragraph."""
        self.write(" ")

    def page_break(self) -> None:
        """Begin a new page: within this paragraph, or with the next one if nothing follows here."""
        if self._inside:
            self._page_within = True
        else:
            self._page_due = True

    def table_row(
        self, cells: Sequence[Element], lines: Sequence[int], walk: Callable[[Element], None]
    ) -> None:
        """Write a row of a table that somebody put in: a line, or paragraph by paragraph."""
        if max(lines, default=0) > 1:
            for cell in cells:
                walk(cell)
            return
        self.begin_paragraph()
        self._in_row = True
        for number, cell in enumerate(cells):
            self.verbatim("\t" if number else "")
            walk(cell)
        self._in_row = False
        self.end_paragraph()
