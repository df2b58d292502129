"""Walk through a TEI text and write its characters; what becomes of each element.

======================================  ========================================================
in the file                             in the text
======================================  ========================================================
white space                             layout: one blank, or none at the edges of a line and
                                        between the end of an element and a comma or stop
``p ab head lg sp epigraph div`` …      a paragraph: a blank line before and after
``l item row addrLine stage`` …         a line of its own
``lb``                                  a new line; with ``break="no"`` nothing: the word goes on,
                                        as with ``type="worddiv"`` in older files
``gap unit="line"``                     a line of its own, in the convention ``leiden``
``pb cb gb milestone``                  a blank, left out and counted; with ``break="no"`` nothing
``w`` directly after ``w``              a blank between, but for ``part``, ``join`` and an elision
``list``                                a line an ``item``, after the ``label`` before it
``bibl``                                in the line; in ``listBibl`` a line of its own
``cit``                                 a paragraph; within one, with a ``quote`` in the line, in it
``table``                               a line a ``row``, its ``cell`` parted by tabs
``opener closer address postscript``    a paragraph, a line each ``dateline salute signed`` … in it
``quote``                               in the line; a paragraph in ``div``, with paragraphs or
                                        verse in it, or with ``rend="block…"``
``q said quote soCalled``               as they stand; “ ” where the header says that the marks were
                                        taken out (``quotation marks="none"``)
``figure``                              its head and its paragraphs; ``figDesc`` in brackets
``formula``                             its characters
``eg``                                  its lines, white space kept
``app``                                 the ``lem``, else the first ``rdg``; the others become notes
                                        of kind ``textual`` at that place
``note``                                a note (`provrepo.formats.tei.notes`)
``graphic media fw index teiHeader`` …  left out, counted
``persName hi seg w num foreign`` …     their characters
editorial markup                        see `provrepo.formats.tei.conventions`
another element                         its characters; counted by name
======================================  ========================================================

The walk itself knows paragraphs, lines, marks and notes. What an element needs beyond that is in
`provrepo.formats.tei.layout` and `provrepo.formats.tei.editorial`, whose handlers call the walk
back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TypeAlias
from xml.etree.ElementTree import Element

from provrepo.formats.draft import FileNote
from provrepo.formats.tei import conventions, elements
from provrepo.formats.tei.notes import NotePlaces
from provrepo.formats.tei.tree import ID
from provrepo.formats.text_builder import TextBuilder

Handler: TypeAlias = "Callable[[Walk, Element], None]"
"""Writes one element; it is handed the walk that has come to it."""


class Walk:
    """One pass over a part of a TEI document, writing its text by a convention.

    ``places`` knows the notes of the whole document; ``handlers`` are called for the elements that
    they name; ``adds_quotes`` is true where an encoder has taken the quotation marks out of the
    document, ``in_apparatus`` where entries of an apparatus are what is read.
    """

    def __init__(
        self,
        convention: str,
        places: NotePlaces,
        handlers: Mapping[str, Handler],
        *,
        adds_quotes: bool = False,
        in_apparatus: bool = False,
    ) -> None:
        self.convention, self.places, self.handlers = convention, places, handlers
        self.adds_quotes = adds_quotes
        self.in_apparatus = in_apparatus
        self.builder = TextBuilder(conventions.MERGED[convention])
        self.unknown: Counter[str] = Counter()
        self.path: list[str] = []  # the names of the elements that are being written
        self.open_marks: list[conventions.Mark] = []
        self.start = -1  # where the paragraph or cell that is being written begins
        self.word_end = -1  # where the last ``w`` ended
        self.has_blanks = False  # whether a blank was an element, ``<c> </c>``
        self.opened = -1  # where a sign ended then that opens quotations or brackets
        self.part_end = -1  # where the last part of one ended that goes on
        self.flat = 0  # how deep in table cells the walk is: they have no lines
        self.dots = 0  # how deep in unclear passages the walk is, which Leiden marks by dots

    def say(self, text: str | None) -> None:
        """Write running text."""
        if text:
            self.builder.text(conventions.with_dots(text) if self.dots else text)

    def line(self) -> None:
        """Begin a line; within a table a blank stands for it."""
        if self.flat:
            self.builder.text(" ")
        else:
            self.builder.line()

    def paragraph(self) -> None:
        """Begin a paragraph; marks that are open are closed before it, and opened again."""
        if self.flat:
            self.builder.text(" ")
            return
        for mark in reversed(self.open_marks):
            self.builder.close(mark.closing)
        self.builder.paragraph()
        for mark in self.open_marks:
            self.builder.open(mark.opening)

    def marked(self, mark: conventions.Mark, write: Callable[[], object]) -> None:
        """Write something with ``mark`` around it."""
        self.builder.open(mark.opening)
        self.open_marks.append(mark)
        write()
        self.open_marks.pop()
        self.builder.close(mark.closing)

    def children(self, element: Element, within: str = "") -> None:
        """Write what an element holds; as if it stood in an element named ``within``, if given."""
        self.path.append(within or element.tag)
        self.say(element.text)
        is_apart = element.tag in elements.APART
        for number, child in enumerate(element):
            if is_apart and number and not element[number - 1].tail:
                self.builder.text(" ")
            self.element(child)
            self.builder.close_up(child.tail or "")
            self.say(child.tail)
        self.path.pop()

    def element(self, element: Element) -> None:
        """Write one element, and keep the notes that point to it."""
        name, start = element.tag, self.builder.length
        handler = self.handlers.get(name)
        if handler is not None:
            handler(self, element)
        elif name in elements.BLOCKS:
            self.block(element)
        elif name in elements.LINES:
            self.own_line(element)
        elif name in elements.LEFT_OUT:
            self.leave_out(element)
        else:
            if name not in elements.PLAIN and not name[0] == "{" == self.parent[:1]:
                self.unknown[name] += 1
            self.children(element)
        self.keep_notes_on(element, start)

    def keep_notes_on(self, element: Element, start: int) -> None:
        """Keep the notes that point to an element, which began at ``start`` and ends here."""
        identity = element.get(ID)
        if identity is None:
            return
        for note in self.places.on(identity):
            self.keep(note, start)
        for note, passage_start in self.places.until(identity):
            self.keep(note, passage_start)
        self.places.passed(identity, start)

    def keep(self, element: Element, start: int) -> None:
        """Keep a note, and those in it, on what was written from ``start`` on, or else here."""
        for note in self.note_of(element):
            if start < self.builder.length:
                self.builder.note_on(note, start, self.builder.length)
            else:
                self.builder.note(note)

    @property
    def parent(self) -> str:
        """The name of the element that is being written; empty outside of all."""
        return self.path[-1] if self.path else ""

    def block(self, element: Element) -> None:
        """Write a paragraph; within an item, a note or a caption it is a line."""
        between = self.line if self.parent in ("item", "note", "figure") else self.paragraph
        if not self.is_first():
            between()
        self.worded(element)
        between()

    def own_line(self, element: Element) -> None:
        """Write a line."""
        self.line()
        self.worded(element)
        self.line()

    def is_first(self) -> bool:
        """Return whether the item, cell or note that is being written is still empty."""
        return self.start == self.builder.length and self.parent in ("item", "cell", "note")

    def worded(self, element: Element) -> None:
        """Write a paragraph, line or cell, whose first word gets the notes before it."""
        before = self.start
        self.start = self.builder.length if element.tag in elements.WORDED else -1
        self.children(element)
        self.start = before

    def count_loose(self, element: Element) -> None:
        """Count words directly in an element that has none in TEI, such as ``choice``."""
        for words in (element.text, *(child.tail for child in element)):
            if (words or "").strip():
                self.builder.leave_out(f"words directly in {element.tag}")

    def leave_out(self, element: Element) -> None:
        """Count an element; its notes are kept at this place."""
        self.builder.leave_out(element.tag)
        for note in self.aside(element)[1]:
            self.builder.note(note)

    def note_of(self, element: Element) -> list[FileNote]:
        """Return a note and the notes within it; nothing for a note that has been taken already."""
        if not self.places.take(element):
            return []
        text, nested = self.aside(element)
        if not text:
            self.builder.leave_out("note without words")
            return nested
        return [self.places.note(element, text), *nested]

    def aside(self, element: Element) -> tuple[str, list[FileNote]]:
        """Return the words of an element that is not written in the text, and the notes in it."""
        walk = Walk(
            self.convention,
            self.places,
            self.handlers,
            adds_quotes=self.adds_quotes,
            in_apparatus=self.in_apparatus,
        )
        walk.children(element)
        self.unknown += walk.unknown
        self.builder.leave_out_as(walk.builder)
        return walk.builder.content.strip("\n"), list(walk.builder.notes)
