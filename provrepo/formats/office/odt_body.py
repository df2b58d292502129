"""Read an OpenDocument text: paragraphs, lists, tables, notes, annotations.

==================================  =========================================================
in the file (ODF 1.3 part 3)        in the content
==================================  =========================================================
white space in paragraphs           folded to one blank, none at the ends (§6.1.2)
``text:s, text:tab,                 as many blanks, TAB, a line end
text:line-break``
``fo:break-before``, ``-after``     with ``page`` a form feed, as before a new page style;
                                    ``text:soft-page-break`` is layout
``text:list``, ``text:h``           the number, letter or bullet; also of numbered headings
``text:change``                     nothing: the text stands without what was deleted
``text:change-start``, ``-end``     left out between them, where they enclose a deletion (as in
                                    flat files of LibreOffice)
fields                              their text as last shown
``text:a``                          its text; addresses left out, counted
frames and shapes with text         after the paragraph that they are anchored in
``text:ruby``, formulas             reading in parentheses; the formula's characters in a row
hidden text, placeholders,          left out, counted
pictures, objects, their
alternative texts
==================================  =========================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from provrepo.formats import file_metadata
from provrepo.formats.draft import FileNote
from provrepo.formats.element_tree import child, children, content, whole_number
from provrepo.formats.office import bookmarks, odt_tables
from provrepo.formats.office.comment_threads import in_threads
from provrepo.formats.office.odt_lists import Lists
from provrepo.formats.office.odt_styles import Styles
from provrepo.formats.office.paragraphs import ParagraphBuilder

_SPACE = re.compile(r"[ \t\r\n]+")
_MOST_BLANKS = 10_000
"""How many blanks one ``text:s`` may write; the number is an attribute, which may say anything."""
_SKIPPED = frozenset(
    "text:note-citation text:number dc:creator dc:date meta:creator-initials "
    "meta:date-string loext:sender-initials office:binary-data office:event-listeners "
    "office:forms office:annotation-end text:sequence-decls text:variable-decls "
    "text:user-field-decls text:dde-connection-decls text:alphabetical-index-auto-mark-file "
    "text:soft-page-break table:shapes math:annotation text:table-of-content-source "
    "text:illustration-index-source text:table-index-source text:object-index-source "
    "text:user-index-source text:alphabetical-index-source text:bibliography-source".split()
)
_LEFT_OUT = {
    "text:placeholder": "placeholders",
    "text:script": "scripts",
    "draw:control": "embedded objects",
    "draw:object": "embedded objects",
    "draw:object-ole": "embedded objects",
    "draw:applet": "embedded objects",
    "draw:plugin": "embedded objects",
    "draw:image": "pictures",
}
_FRAMED = ("draw:text-box", "draw:object", "draw:object-ole", "draw:applet", "draw:plugin")
_CHANGES = {"text:insertion": "insertions", "text:deletion": "deletions"}


class Body:
    """A walk through a story (the text, a note) that writes it into a builder.

    White space is the format's own matter (§6.1.2): a run of it is one blank, and none stands at
    the edges of a paragraph or directly after another, also where elements lie between. ``_blank``
    and ``_edge`` carry that from one piece of text to the next.
    """

    def __init__(self, styles: Styles, builder: ParagraphBuilder) -> None:
        self.styles, self.builder = styles, builder
        self._inside = False  # in a paragraph, where characters count
        self._blank = False  # a blank is due if something follows
        self._edge = True  # a blank or the paragraph's edge is here: white space is dropped
        self._boxes: list[Element] = []  # frames with text, written after their paragraph
        self._deletions: set[str] = set()
        self._deleting = False  # between the marks of a deletion
        self._lists = Lists(styles)
        self._annotations: dict[str, tuple[Element, int, int]] = {}
        self._placed: set[str] = set()
        self.bookmarks: dict[str, tuple[int, int]] = {}  # where each is, by its name
        self._number = 0  # of the note that comes next, where a bookmark of ours says so
        self._inner = builder  # of the note that was read last
        self._handlers: Mapping[str, Callable[[Element], None]] = {
            **dict.fromkeys(("text:p", "text:h"), self._paragraph),
            **dict.fromkeys(("text:list", "text:numbered-paragraph"), self._list),
            "text:section": self._section,
            "text:span": self._span,
            "text:s": self._blanks,
            "text:tab": lambda _: self._sign("\t"),
            "text:line-break": lambda _: self._sign("\n"),
            "text:a": self._link,
            "text:ruby": self._ruby,
            "text:note": self._note,
            **dict.fromkeys(("text:hidden-text", "text:hidden-paragraph"), self._perhaps_hidden),
            "loext:content-control": self._control,
            "text:tracked-changes": self._changes,
            "text:change-start": self._change_begins,
            "text:change-end": self._change_ends,
            "text:bookmark": self._bookmark_begins,
            "text:bookmark-start": self._bookmark_begins,
            "text:bookmark-end": self._bookmark_ends,
            "office:annotation": self._annotation,
            "office:annotation-end": self._annotation_ends,
            "draw:frame": self._frame,
            "draw:text-box": self._box,
            "svg:title": self._described,
            "svg:desc": self._described,
            "math:math": self._formula,
            "table:table": self._table,
        }

    def walk(self, element: Element) -> None:
        """Write what is in ``element``."""
        self._flow(element.text)
        for inner in element:
            handle = self._handlers.get(inner.tag)
            if handle:
                handle(inner)
            elif inner.tag in _LEFT_OUT:
                self.builder.leave_out(_LEFT_OUT[inner.tag])
            elif inner.tag not in _SKIPPED:  # also what is unknown, so that no words are lost
                self.walk(inner)
            self._flow(inner.tail)

    def place_annotations(self) -> None:
        """Make notes of the annotations, each thread together, then of those within them."""
        while names := [name for name in self._annotations if name not in self._placed]:
            self._placed.update(names)
            self._place(names)

    def _place(self, names: list[str]) -> None:
        """Make notes of the annotations of these names, in the order of their threads."""
        answers = {
            name: parent
            for name, (element, _, _) in self._annotations.items()
            if (parent := element.get("loext:parent-name", ""))
        }
        for name in in_threads(names, answers):
            element, start, end = self._annotations[name]
            text = self._apart(element, start)
            author = file_metadata.agent(content(child(element, "dc:creator")), "annotator")
            if text:
                agents = (author,) if author else ()
                note = FileNote(text, kind="editorial", agents=agents, label="comment")
                self.builder.note_on(note, start, end)
            else:
                self.builder.leave_out("empty comments")
            for note in self._inner.notes:
                self.builder.note_nowhere(note)

    def _apart(self, element: Element, place: int) -> str:
        """Return the text of a note that stands at ``place``, without the blanks around it.

        Annotations within the note go on the same place, to be read when the text is done.
        """
        inner = Body(self.styles, self.builder.story())
        inner.walk(element)
        for name, (annotation, _, _) in inner._annotations.items():
            self._annotations[self._unused(name)] = annotation, place, place
        self._inner = inner.builder
        return inner.builder.words

    def _unused(self, name: str) -> str:
        """Return ``name``, or where another annotation has it, a name that none has yet."""
        while name in self._annotations:
            name += "'"
        return name

    # Characters

    def _flow(self, text: str | None) -> None:
        """Write characters with their white space folded."""
        if not text or not self._inside:
            return
        for number, piece in enumerate(_SPACE.split(text)):
            self._blank = self._blank or (number > 0 and not self._edge)
            if piece:
                self._sign(piece)

    def _sign(self, text: str) -> None:
        """Write characters as they are, after a blank that is due."""
        if self._inside and not self._deleting:
            self.builder.write(" " * self._blank + text)
            self._blank = self._edge = False

    def _blanks(self, element: Element) -> None:
        self._sign(" " * min(whole_number(element.get("text:c"), 1), _MOST_BLANKS))

    def _link(self, element: Element) -> None:
        if not element.get("xlink:href", "#").startswith("#"):
            self.builder.leave_out("addresses of links")
        self.walk(element)

    def _ruby(self, element: Element) -> None:
        for part in children(element, "text:ruby-base"):
            self.walk(part)
        for part in children(element, "text:ruby-text"):
            if content(part).strip():
                self._sign("(")
                self.walk(part)
                self._sign(")")

    def _formula(self, element: Element) -> None:
        self.builder.losses.plainly["formulas"] += 1
        for source in element.iter("math:annotation"):
            source.clear()  # the formula once more, as its author typed it
        self._sign("".join(content(element).split()))

    def _span(self, element: Element) -> None:
        style = element.get("text:style-name")
        self._walk_unless(element, hidden=self.styles.is_hidden("text", style))

    def _perhaps_hidden(self, element: Element) -> None:
        self._walk_unless(element, hidden=element.get("text:is-hidden") == "true")

    def _section(self, element: Element) -> None:
        self._walk_unless(element, hidden=element.get("text:display") == "none")

    def _control(self, element: Element) -> None:  # not what asks to be filled in
        is_empty = element.get("loext:showing-place-holder") == "true"
        self._walk_unless(element, hidden=is_empty, name="placeholders")

    def _walk_unless(self, element: Element, *, hidden: bool, name: str = "") -> None:
        if hidden:
            self.builder.leave_out(name or "hidden passages")
        else:
            self.walk(element)

    # Paragraphs

    def _paragraph(self, element: Element) -> None:
        """Write a paragraph or heading after its number, and then the frames anchored in it.

        A hidden one still counts in its list, as the program counts it.
        """
        if self._inside:  # in a shape that is anchored in another paragraph
            self._boxes.append(element)
            return
        style = element.get("text:style-name")
        label, item = self._lists.label(element)
        if self.styles.is_hidden("paragraph", style):
            self.builder.leave_out("hidden passages")
            return
        if self.styles.breaks_page(style, "before"):
            self.builder.page_break()
        quotation = self.styles.is_quotation(style)
        self.builder.begin_paragraph(label, item=item, quotation=quotation)
        self._inside = True
        if not self._deleting:
            self._blank, self._edge = False, True
        self.walk(element)
        if self._blank:
            self.builder.last_blank()
        self._inside = False
        self.builder.end_paragraph(joined=self._deleting)
        if self.styles.breaks_page(style, "after"):
            self.builder.page_break()
        self._write_boxes()

    def _list(self, element: Element) -> None:
        """Walk through a list; a numbered paragraph is a list of one item on any level."""
        with self._lists.within(element):
            if element.tag == "text:numbered-paragraph":
                self._lists.begin_item(element)
                self.walk(element)
            for item in children(element, "text:list-header", "text:list-item"):
                if item.tag == "text:list-item":
                    self._lists.begin_item(item)
                self.walk(item)

    # Frames

    def _frame(self, element: Element) -> None:
        """Keep a frame's text or formula; of several forms of one thing the first is what it is."""
        shown = next(children(element, *_FRAMED, "draw:image"), None)
        if shown is None:
            self.walk(element)
            return
        for described in children(element, "svg:title", "svg:desc"):
            self._described(described)
        if shown.tag == "draw:text-box":
            self._box(shown)
        elif (formula := next(shown.iter("math:math"), None)) is not None:
            self._formula(formula)
        else:
            self.builder.leave_out(_LEFT_OUT[shown.tag])
            # What replaces it is no text of its own.

    def _described(self, element: Element) -> None:
        """Count what a picture or shape says for those who do not see it."""
        if content(element).strip():
            self.builder.leave_out("alternative texts")

    def _box(self, element: Element) -> None:
        self._boxes.append(element)
        if not self._inside:
            self._write_boxes()

    def _write_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.builder.begin_block()
            if box.tag in odt_tables.PARAGRAPHS:
                self._paragraph(box)
            else:
                self.walk(box)
            self.builder.begin_block()

    # Notes and changes

    def _note(self, element: Element) -> None:
        """Keep a footnote or endnote on the word before it, and the notes within it beside it."""
        if self._deleting:
            self.builder.leave_out("notes in deleted passages")
            return
        self._number, number = 0, self._number
        body = child(element, "text:note-body")
        text = "" if body is None else self._apart(body, self.builder.length)
        if text:
            self.builder.note(FileNote(text, label=_note_label(element), number=number))
        else:
            self.builder.leave_out("empty notes")
        if body is not None:
            self.builder.notes_within(self._inner)

    def _annotation(self, element: Element) -> None:
        place = self.builder.length
        name = self._unused(element.get("office:name") or f"at {place}")
        self._annotations[name] = element, place, place

    def _annotation_ends(self, element: Element) -> None:
        name = element.get("office:name", "")
        if name in self._annotations:
            annotation, start, _ = self._annotations[name]
            self._annotations[name] = annotation, start, self.builder.length

    def _bookmark_begins(self, element: Element) -> None:
        name = element.get("text:name", "")
        place = self.builder.length + self._blank
        self.bookmarks[name] = place, place
        self._number = bookmarks.number([name]) or self._number

    def _bookmark_ends(self, element: Element) -> None:
        name = element.get("text:name", "")
        if name in self.bookmarks:
            self.bookmarks[name] = self.bookmarks[name][0], self.builder.length

    def end_paragraph(self, element: Element) -> tuple[str, int]:
        """Return the words of a paragraph after the text, and which note it is by its bookmark."""
        inner = Body(self.styles, self.builder.story())
        holder = Element("text:section")
        holder.append(element)
        inner.walk(holder)
        for note in inner.builder.notes:
            self.builder.note_nowhere(note)
        return inner.builder.content, bookmarks.number(inner.bookmarks)

    def _changes(self, element: Element) -> None:
        """Count the tracked changes, and remember which deletions the text itself encloses."""
        for region in children(element, "text:changed-region"):
            for change in children(region, *_CHANGES):
                author = content(child(change, "office:change-info", "dc:creator"))
                self.builder.losses.change(_CHANGES[change.tag], author)
                for _ in change.iter("text:note"):
                    self.builder.leave_out("notes in deleted passages")
                if change.tag == "text:deletion":
                    names = (region.get("xml:id"), region.get("text:id"))
                    self._deletions.update(name for name in names if name)

    def _change_begins(self, element: Element) -> None:
        if element.get("text:change-id") in self._deletions:
            self._deleting = True

    def _change_ends(self, element: Element) -> None:
        if element.get("text:change-id") in self._deletions:
            self._deleting = False

    # Tables

    def _table(self, element: Element) -> None:
        """Write a table row by row; lists around it go on after it, but do not reach into it."""
        self.builder.begin_block()
        with self._lists.interrupted():
            for row in odt_tables.rows(element):
                if not self._deleting and odt_tables.is_deleted(row, self._deletions):
                    continue
                cells = odt_tables.cells(row)
                self.builder.table_row(cells, list(map(odt_tables.lines, cells)), self.walk)
        self.builder.begin_block()


def _note_label(element: Element) -> str:
    """Return what a reader knows a note by: ``footnote 3`` (§6.3.2, the file has the number)."""
    number = " ".join(content(child(element, "text:note-citation")).split())
    return f"{element.get('text:note-class', 'footnote')} {number}".strip()
