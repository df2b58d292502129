"""Read the text of a Word document: paragraphs, runs, tables, notes, tracked changes.

==================================  =========================================================
in the file (ECMA-376 part 1 §17)   in the content
==================================  =========================================================
``w:t``                             its characters; white space at its ends only where
                                    ``xml:space="preserve"`` is set, as Word shows it
``w:tab``, ``w:ptab``               TAB
``w:br``, ``w:cr``                  a line end; with type ``page`` a form feed, as does
                                    ``w:pageBreakBefore``
``w:noBreakHyphen, w:softHyphen``   U+2011, U+00AD
``w:sym``                           the character of Symbol or Wingdings; another as it is,
                                    with a warning where it is private to its font
``w:numPr``                         the number, letter or bullet that Word shows; numerals of
                                    other kinds in digits
``w:ins``, ``w:moveTo``             in the content
``w:del``, ``w:moveFrom``           left out; a deleted paragraph mark joins two paragraphs
``w:cellIns``, ``w:cellDel``        a cell in the content, left out
fields                              the result, or what the instruction shows
                                    (`provrepo.formats.office.docx_instructions`); of one that
                                    begins and never ends, only the instruction is left out
a drop cap (``w:framePr``)          joined with the paragraph that it begins
``w:sdt, w:smartTag, w:hyperlink``  their text; placeholders and addresses left out, counted
``mc:AlternateContent``             the first of its choices, or else the fallback, with words
text boxes                          after the paragraph that they are anchored in
``w:ruby``, formulas                reading in parentheses; the formula's characters in a row
hidden text, pictures, objects,     left out, counted
alternative texts
==================================  =========================================================

Capitals by format (``w:caps``) stay as typed; section and column layout is not in the content.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.formats.draft import FileNote
from provrepo.formats.element_tree import child, children, content
from provrepo.formats.office import bookmarks, docx_instructions, docx_tables, symbol_fonts
from provrepo.formats.office.docx_elements import CHANGES, GONE, LEFT_OUT, READ, SKIPPED, WRITTEN
from provrepo.formats.office.docx_fields import Fields
from provrepo.formats.office.docx_instructions import Shown
from provrepo.formats.office.docx_places import Places
from provrepo.formats.office.docx_references import (
    REFERENCES,
    References,
    has_own_sign,
    references_in,
)
from provrepo.formats.office.docx_styles import Numbering, Styles, is_on, value
from provrepo.formats.office.paragraphs import ParagraphBuilder


class Parts(NamedTuple):
    """What the paragraphs of a document refer to."""

    styles: Styles
    numbering: Numbering
    notes: References


class Body:
    """A walk through a story (the text, a footnote, a comment) that writes it into a builder.

    A note or comment is a story of its own, with a walk and a builder of its own; the parts, the
    losses and what has been referred to are shared by all.
    """

    def __init__(self, parts: Parts, builder: ParagraphBuilder) -> None:
        self.parts, self.builder = parts, builder
        self._fields: Fields | None = None  # of the story, when the walk has begun
        self._boxes: list[Element] = []  # text boxes, written after their paragraph
        self.places = Places()
        """Where its comments and bookmarks stand."""
        self._handlers: Mapping[str, Callable[[Element], None]] = {
            "w:p": self._paragraph,
            "w:r": self._run,
            "w:t": self._text,
            "w:sym": self._symbol,
            "w:br": self._break,
            "w:ruby": self._ruby,
            "m:oMath": self._formula,
            "w:fldChar": self._field,
            "w:fldSimple": self._simple_field,
            "w:instrText": self._instruction,
            "w:hyperlink": self._link,
            "w:sdt": self._control,
            "mc:AlternateContent": self._alternatives,
            "w:txbxContent": self._box,
            "wp:docPr": self._described,
            "v:shape": self._described,
            "w:ins": self._inserted,
            "w:moveTo": self._inserted,
            "w:del": self._deleted,
            "w:moveFrom": self._deleted,
            "w:footnoteReference": self._note,
            "w:endnoteReference": self._note,
            "w:commentRangeStart": self._place,
            "w:commentRangeEnd": self._place,
            "w:commentReference": self._place,
            "w:bookmarkStart": self._place,
            "w:bookmarkEnd": self._place,
            "w:tbl": self._table,
        }

    def walk(self, element: Element) -> None:
        """Write what is in ``element``."""
        if self._fields is None:  # the story itself
            self._fields = Fields(element)
            for _ in range(self._fields.endless):
                self.builder.leave_out("fields that never end")
        for inner in element:
            handle = self._handlers.get(inner.tag)
            if handle:
                handle(inner)
            elif inner.tag in WRITTEN:
                self._write(WRITTEN[inner.tag])
            elif inner.tag in LEFT_OUT:
                self.builder.leave_out(LEFT_OUT[inner.tag])
                self._keep_boxes(inner)
            elif inner.tag not in SKIPPED:  # what is unknown too: no words are lost
                self.walk(inner)

    def apart(self, element: Element) -> str:
        """Return the text of a comment, without the blanks around it."""
        story = self._story(element)
        for note in story.builder.notes:
            self.builder.note_nowhere(note)
        return story.builder.content.strip()

    def end_paragraph(self, element: Element) -> tuple[str, int]:
        """Return the words of a paragraph after the text, and which note it is by its bookmark."""
        story = self._story(element)
        for note in story.builder.notes:
            self.builder.note_nowhere(note)
        return story.builder.content, bookmarks.number(story.places.bookmarks)

    def _story(self, element: Element) -> Body:
        """Return the walk through a note or comment, when it has ended."""
        inner = Body(self.parts, self.builder.story())
        inner.walk(element)
        return inner

    def _write(self, text: str) -> None:
        """Write characters, unless they are the instruction of a field."""
        if self._is_shown:
            self.builder.write(text)
        elif text.strip():
            self.builder.leave_out("words in the instructions of fields")

    @property
    def _is_shown(self) -> bool:
        """Whether what comes next is shown: no part of the instruction of a field."""
        return self._fields is None or self._fields.are_shown

    def _keep_boxes(self, element: Element) -> None:
        """Keep the text boxes in something that is left out."""
        self._boxes += element.iter("w:txbxContent")

    # Paragraphs and runs

    def _paragraph(self, element: Element) -> None:
        """Write a paragraph after its number, and after it the text boxes anchored in it."""
        properties = child(element, "w:pPr")
        style = value(child(properties, "w:pStyle"))
        label = self.parts.numbering.label(properties)
        if is_on(child(properties, "w:pageBreakBefore")):
            self.builder.page_break()
        item = label is not None and not self.parts.styles.is_heading(style)
        quotation = label is None and self.parts.styles.is_quotation(properties)
        self.builder.begin_paragraph(label or "", item=item, quotation=quotation)
        self.walk(element)
        joined = self._mark_is_deleted(properties) or _is_drop_cap(properties)
        self.builder.end_paragraph(joined=joined)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.builder.begin_block()
            self.walk(box)
            self.builder.begin_block()

    def _mark_is_deleted(self, properties: Element | None) -> bool:
        """Count what was done to a paragraph mark; return whether it was deleted (§17.13.5.15)."""
        deleted = False
        for change in children(child(properties, "w:rPr"), *CHANGES):
            self._count(change)
            deleted = deleted or change.tag in GONE
        return deleted

    def _run(self, element: Element) -> None:
        """Write a run; a hidden one is counted, and of a note's own sign only the note is kept."""
        if self.parts.styles.is_hidden(child(element, "w:rPr")):
            for field in children(element, "w:fldChar"):
                self._follow(field)  # a field may begin in a hidden run and end in another
            if any(map(content, element.iter("w:t"))):
                self.builder.leave_out("hidden passages")
            return
        marks = list(children(element, *REFERENCES))
        if any(map(has_own_sign, marks)):
            for mark in marks:  # whatever else is in the run is the note's sign, such as *
                self._note(mark)
            return
        self.walk(element)

    def _text(self, element: Element) -> None:
        # Line ends in the XML are no line breaks; those are elements.
        text = (element.text or "").replace("\n", " ").replace("\r", " ")
        if element.get("xml:space") != "preserve":
            text = text.strip(" \t")
        for _ in filter(symbol_fonts.is_private, map(ord, text)):
            self.builder.losses.plainly["characters that only their font explains"] += 1
        self._write(text)

    def _symbol(self, element: Element) -> None:
        """Write a character of a symbol font, as Unicode has it where that is known."""
        font, code = element.get("w:font", ""), element.get("w:char", "")
        try:
            number = int(code[:8], 16)
        except ValueError:
            self.builder.leave_out("symbols without a number")
            return
        sign = symbol_fonts.sign(font, number)
        if sign is None and symbol_fonts.is_private(number):
            self.builder.losses.plainly["characters that only their font explains"] += 1
            sign = chr(number)
        if sign is None:
            self.builder.leave_out("symbols that are no characters")
        else:
            self._write(sign)

    def _break(self, element: Element) -> None:
        if element.get("w:type") == "page" and self._is_shown:
            self.builder.page_break()
        else:
            self._write("\n")

    def _ruby(self, element: Element) -> None:
        base, reading = child(element, "w:rubyBase"), child(element, "w:rt")
        if base is not None:
            self.walk(base)
        if reading is not None and content(reading).strip():
            self._write("(")
            self.walk(reading)
            self._write(")")

    def _formula(self, element: Element) -> None:
        text = "".join(map(content, element.iter("m:t")))
        if text:
            self.builder.losses.plainly["formulas"] += 1
            self._write(text)

    # Fields, controls, alternatives

    def _field(self, element: Element) -> None:
        self._show(self._follow(element))

    def _follow(self, element: Element) -> Shown:
        return Shown() if self._fields is None else self._fields.follow(element)

    def _instruction(self, element: Element) -> None:
        if self._fields is not None:
            self._fields.instruct(element.text or "")

    def _simple_field(self, element: Element) -> None:
        """Write a field whose instruction is an attribute."""
        self.walk(element)
        if not any(part.tag in READ for part in element.iter()):
            self._show(docx_instructions.shown(element.get("w:instr", "")))

    def _show(self, shown: Shown) -> None:
        """Write what a field shows that has no result."""
        if shown.words:
            self._write(shown.words)
        if shown.lost:
            self.builder.leave_out(shown.lost)
        if shown.plainly:
            self.builder.losses.plainly[shown.plainly] += 1

    def _link(self, element: Element) -> None:
        if element.get("r:id"):
            self.builder.leave_out("addresses of links")
        self.walk(element)

    def _control(self, element: Element) -> None:
        if is_on(child(element, "w:sdtPr", "w:showingPlcHdr")):
            self.builder.leave_out("placeholders")
            return
        self.walk(element)

    def _alternatives(self, element: Element) -> None:
        """Write one form of a thing: a program draws a choice that it knows, or the fallback."""
        forms = [*children(element, "mc:Choice"), *children(element, "mc:Fallback")]
        read = (form for form in forms if any(part.tag in READ for part in form.iter()))
        chosen = next(read, forms[0] if forms else None)
        if chosen is not None:
            self.walk(chosen)

    def _box(self, element: Element) -> None:
        self._boxes.append(element)

    def _described(self, element: Element) -> None:
        """Count what a picture or drawing says for those who do not see it; write what is in it."""
        for name in ("descr", "alt"):
            if element.get(name, "").strip():
                self.builder.leave_out("alternative texts")
        self.walk(element)

    # Tracked changes

    def _count(self, element: Element) -> None:
        if CHANGES[element.tag]:
            self.builder.losses.change(CHANGES[element.tag], element.get("w:author"))

    def _inserted(self, element: Element) -> None:
        self._count(element)
        self.walk(element)

    def _deleted(self, element: Element) -> None:
        self._count(element)
        self._deleted_in(element)

    def _deleted_in(self, element: Element) -> None:
        """Pass over a deleted passage, but for what reaches beyond it: fields and comments."""
        for inner in element.iter():
            if inner.tag in REFERENCES:
                self.builder.leave_out("notes in deleted passages")
                self.parts.notes.note(inner)
            elif inner.tag == "w:fldChar":
                self._follow(inner)  # the other end of the field may stand outside
            elif inner.tag in self._handlers and inner.tag.startswith(("w:comment", "w:bookmark")):
                self._handlers[inner.tag](inner)

    # Notes and comments

    def pass_by_notes(self, story: Element, what: str) -> None:
        """Count the notes that a story which is left out refers to, by the name of ``what``."""
        for reference in references_in(story):
            self.builder.leave_out(what)
            self.parts.notes.note(reference)

    def _note(self, element: Element) -> None:
        """Keep a footnote or endnote on the word before its reference."""
        note = self.parts.notes.note(element)
        if note is None:
            self.builder.leave_out("references to notes that are not there")
            return
        number = self.places.take_number()
        label = self.parts.notes.label(element)
        story = self._story(note)
        text = story.builder.words
        if text:
            self.builder.note(FileNote(text, label=label, number=number))
        else:
            self.builder.leave_out("empty notes")
        self.builder.notes_within(story.builder)
        for comment in story.places.commented:  # a note has no place in the content, but its sign
            self.places.refer(comment, self.builder.length)

    def _place(self, element: Element) -> None:
        """Take note of where a comment or bookmark begins, ends or is referred to."""
        self.places.mark(element, self.builder.length)

    # Tables

    def _table(self, element: Element) -> None:
        """Write a table row by row; rows and cells deleted as tracked changes are passed over."""
        self.builder.begin_block()
        for row in docx_tables.through(element, "w:tr"):
            if self._is_deleted(row, "w:trPr"):
                continue
            cells = [
                cell
                for cell in docx_tables.through(row, "w:tc")
                if not self._is_deleted(cell, "w:tcPr")
            ]
            self.builder.table_row(cells, list(map(docx_tables.lines, cells)), self.walk)
        self.builder.begin_block()

    def _is_deleted(self, part: Element, properties: str) -> bool:
        """Count what was done to a row or a cell; return whether it was deleted, and pass it by."""
        changes = list(children(child(part, properties), *CHANGES))
        for change in changes:
            self._count(change)
        deleted = any(change.tag in GONE for change in changes)
        if deleted:
            self._deleted_in(part)
        return deleted


def _is_drop_cap(properties: Element | None) -> bool:
    """Return whether a paragraph is the large initial of the one after it (§17.3.1.11)."""
    frame = child(properties, "w:framePr")
    return frame is not None and frame.get("w:dropCap") in ("drop", "margin")
