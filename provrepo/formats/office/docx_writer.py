"""The writer of Word documents (.docx): a version as colleagues work on it.

WordprocessingML in an Open Packaging Conventions zip (ECMA-376 / ISO 29500, transitional).

=================================  =============================================================
in the version                     in the file
=================================  =============================================================
paragraphs, parted by blank lines  ``w:p`` each; a line end within one is ``w:br``
form feed at a paragraph's start   ``w:pageBreakBefore``
a note on a passage                a footnote after the passage, which a bookmark encloses, as
                                   another one does the footnote's sign; an editor's begins with
                                   the words “Editor’s note:”
any other note                     after the text
changes from another version       ``w:ins``, ``w:del`` by whoever made the version, on its date
writing from right to left         ``w:bidi``, ``w:rtl``; fonts and languages by script
title, keywords, language          the core properties
the version's id                   a custom property, and in words at the end
its record                         a custom XML part, `provrepo.formats.exported`
=================================  =============================================================

The bookmarks begin with an underscore, by which Word hides them from its lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from provrepo.directions import fonts_of, parts_by_direction, runs_to_left
from provrepo.formats import xml_text
from provrepo.formats.draft import FileNote
from provrepo.formats.exported import (
    Column,
    ExportedVersion,
    in_file_order,
    labelled,
    record_of,
    separator_of,
)
from provrepo.formats.office import docx_package
from provrepo.formats.office.bookmarks import END, NOTE, PASSAGE
from provrepo.formats.office.docx_changes import changed_pieces
from provrepo.formats.pieces import (
    Mark,
    Paragraph,
    Piece,
    cells,
    marks_of,
    paragraphs,
    stand_to_left,
    visible_note,
    visible_text,
)
from provrepo.formats.provenance import end_lines, provenance
from provrepo.formats.xml_text import element

_SIGNS = {
    "\n": "<w:br/>",
    "\t": "<w:tab/>",
    "\f": '<w:br w:type="page"/>',  # in what was deleted; elsewhere paragraphs begin pages
    "\xad": "<w:softHyphen/>",
    "\u2011": "<w:noBreakHyphen/>",
}
_AT_SIGNS = re.compile(f"([{''.join(_SIGNS)}])")


class Story:
    """Writes paragraphs; bookmarks and changes are numbered through the whole file.

    ``author`` and ``date`` are those of tracked changes; ``before`` is how many notes a text has
    that stands before this one in the file.
    """

    def __init__(self, version: ExportedVersion, author: str, date: str, before: int = 0) -> None:
        self.before = before
        order = in_file_order(version.notes)
        self.places = {number: place for place, (number, _) in enumerate(order, 1)}
        self.language = str(version.text.language)
        self._asian = fonts_of(self.language) == "asian"
        self._change = {"w_author": author, "w_date": date}
        self._changes = 0
        self._to_left = False  # the paragraph that is being written
        self._bookmarks: dict[str, int] = {}
        self._number = 10_000 * before  # of the last bookmark: no two in a file have the same

    def paragraph(
        self,
        paragraph: Paragraph,
        style: str | None = None,
        before: str = "",
        *,
        to_left: bool | None = None,
    ) -> str:
        """Return a paragraph, with the markup ``before`` its words.

        Its own words say in which direction it runs, where ``to_left`` does not.
        """
        if to_left is None:
            to_left = runs_to_left(paragraph.text, self.language)
        self._to_left = to_left
        properties = element("w:pStyle", w_val=style) if style else ""
        properties += "<w:pageBreakBefore/>" if paragraph.begins_page else ""
        properties += "<w:bidi/>" * to_left
        if paragraph.mark:
            properties += element("w:rPr", self._changed(paragraph.mark, ""))
        content = before + "".join(map(self._step, paragraph.steps))
        return element("w:p", element("w:pPr", properties) * bool(properties) + content)

    def line(
        self,
        text: str,
        style: str,
        before: str = "",
        after: str = "",
        *,
        to_left: bool = False,
    ) -> str:
        """Return a paragraph of plain words, between pieces of markup."""
        line = Paragraph([Piece(text)] if text else [])
        paragraph = self.paragraph(line, style, before, to_left=to_left)
        return paragraph.removesuffix("</w:p>") + after + "</w:p>" if after else paragraph

    def begin(self, name: str) -> str:
        """Return the beginning of a bookmark."""
        self._number += 1
        number = self._bookmarks[name] = self._number
        return element("w:bookmarkStart", w_id=str(number), w_name=name)

    def end(self, name: str) -> str:
        """Return the end of a bookmark that was begun."""
        return element("w:bookmarkEnd", w_id=str(self._bookmarks[name]))

    def _step(self, step: Piece | Mark) -> str:
        if isinstance(step, Piece):
            return self._changed(step.change, self._runs(step)) if step.change else self._runs(step)
        name = f"{PASSAGE}{step.number}"
        if step.kind == "note":
            sign = f"{NOTE}{step.number}"
            reference = _reference(self.before + self.places[step.number])
            return self.begin(sign) + reference + self.end(sign)
        return self.begin(name) if step.kind == "begin" else self.end(name)

    def _changed(self, change: str, content: str) -> str:
        self._changes += 1
        return element(f"w:{change}", content, w_id=str(self._changes), **self._change)

    def _runs(self, piece: Piece) -> str:
        """Return runs of words, each in one direction."""
        name = "w:delText" if piece.change == "del" else "w:t"
        runs = _runs if len(piece.text) > _RECURRING else _runs_before
        return runs(piece.text, name, self._asian, self._to_left)


_RECURRING = 8192
"""A paragraph that is no longer than this may be the same in other versions of its text."""


def _runs(words: str, name: str, asian: bool, to_left: bool) -> str:
    """Return runs of words, each in one direction; ``name`` is that of the elements with words."""
    runs = []
    for text, right_to_left in parts_by_direction(words, to_left=to_left):
        properties = '<w:rFonts w:hint="eastAsia"/>' if asian and not right_to_left else ""
        properties += "<w:rtl/>" * right_to_left
        properties = element("w:rPr", properties) * bool(properties)
        runs.append(element("w:r", properties + _written(text, name)))
    return "".join(runs)


_runs_before = lru_cache(maxsize=256)(_runs)


def _written(text: str, name: str) -> str:
    """Return characters as the elements of a run; ``name`` is that of those with words."""
    return "".join(
        _SIGNS.get(part) or f'<{name} xml:space="preserve">{xml_text.escape(part)}</{name}>'
        for part in _AT_SIGNS.split(text)
        if part
    )


def _reference(identity: int) -> str:
    """Return the sign of a footnote in the text."""
    properties = element("w:rPr", element("w:rStyle", w_val="FootnoteReference"))
    return element("w:r", properties + element("w:footnoteReference", w_id=str(identity)))


def write(version: ExportedVersion) -> bytes:
    """Return a version as a Word document."""
    visible = visible_text(version.content)
    separator = separator_of(visible)
    return _document(version, visible, [Piece(visible), Piece(separator)], separator)


def write_changes(version: ExportedVersion, before: str) -> bytes:
    """Return a version as a Word document whose tracked changes are those since ``before``."""
    visible = visible_text(version.content)
    pieces, separator = changed_pieces(visible_text(before), visible)
    return _document(version, visible, pieces, separator)


def write_facing(columns: Sequence[Column]) -> bytes:
    """Return two texts side by side, a row for each pair of passages; it is for reading only."""
    rows: list[list[str]] = [[] for _ in columns[0].passages]
    footnotes: dict[str, str] = {}
    end = []
    before = 0
    for column in columns:
        version = column.version
        story = Story(version, "", "", before)
        for row, cell in zip(rows, cells(column), strict=True):
            row.append("".join(map(story.paragraph, cell)) or "<w:p/>")
        footnotes |= _footnotes(story, version)
        end += _end(version, story)
        before += len(version.notes)
    width = str(_WIDTH // len(columns))
    table = "".join(
        element("w:tr", "".join(element("w:tc", _cell(width) + cell) for cell in row))
        for row in rows
    )
    grid = element("w:tblGrid", element("w:gridCol", w_w=width) * len(columns))
    # Said in any case: without it LibreOffice goes by the direction of the first cell.
    order = element("w:bidiVisual", w_val="1" if stand_to_left(columns) else "0")
    body = element("w:tbl", element("w:tblPr", order + _TABLE) + grid + table) + "".join(end)
    return docx_package.packed(columns[-1].version, "", *_in_order(footnotes, body))


_WIDTH = 9070  # between the margins of the page, in twentieths of a point
_TABLE = (
    '<w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/>'
    '<w:tblCellMar><w:left w:w="120" w:type="dxa"/><w:right w:w="120" w:type="dxa"/>'
    "</w:tblCellMar>"
)


def _cell(width: str) -> str:
    return element("w:tcPr", element("w:tcW", w_w=width, w_type="dxa"))


def _document(
    version: ExportedVersion, visible: str, pieces: Sequence[Piece], separator: str
) -> bytes:
    """Return a document with that text; ``pieces`` say what of it was changed.

    They have the end of the last paragraph, too: so one that was added there is so with its end.
    """
    record = record_of(version, visible, separator, map(visible_note, provenance(version)))
    author = ", ".join(maker.name for maker in version.makers) or "provrepo"
    story = Story(version, author, _instant(version))
    marks = marks_of(version, len(visible))
    *text, _ = map(story.paragraph, paragraphs(pieces, separator, marks))
    footnotes = _footnotes(story, version)
    body = "".join(text + _end(version, story))
    return docx_package.packed(version, record, *_in_order(footnotes, body), separator)


def _footnotes(story: Story, version: ExportedVersion) -> dict[str, str]:
    """Return the footnotes of a version by their ids."""
    return {
        str(story.before + place): _footnote(story, version.notes[number - 1].note)
        for number, place in story.places.items()
    }


_REFERENCE = re.compile(r'<w:footnoteReference w:id="(\d+)"')


def _in_order(footnotes: dict[str, str], body: str) -> tuple[str, str]:
    """Return a body and its footnotes, which are numbered in the order of their signs.

    LibreOffice gives the first sign the footnote with the smallest id, and so on.
    """
    order = {identity: str(n) for n, identity in enumerate(_REFERENCE.findall(body), 1)}
    numbered = _REFERENCE.sub(
        lambda sign: f'<w:footnoteReference w:id="{order[sign[1]]}"',
        body,
    )
    notes = (
        element("w:footnote", footnotes[identity], w_id=number)
        for identity, number in order.items()
    )
    return numbered, "".join(notes)


def _footnote(story: Story, note: FileNote) -> str:
    """Return the paragraph of a footnote. A bookmark in it would not survive in LibreOffice."""
    text, to_left = labelled(note, note.text), runs_to_left(note.text, note.language)
    properties = element("w:rPr", element("w:rStyle", w_val="FootnoteReference"))
    sign = element("w:r", properties + "<w:footnoteRef/>")
    blank = element("w:r", '<w:t xml:space="preserve"> </w:t>')
    return story.line(visible_note(text), "FootnoteText", sign + blank, to_left=to_left)


def _end(version: ExportedVersion, story: Story) -> list[str]:
    """Return the paragraphs after the text."""
    lines = []
    for place, line in enumerate(end_lines(version)):
        before = story.begin(END) + story.end(END) if place == 0 else ""
        after = ""
        if line.number:
            name = f"{NOTE}{line.number}"
            before += story.begin(name)
            after = story.end(name)
        style = "ProvrepoFirst" if place == 0 else "Provrepo"
        words = visible_note(line.text)
        lines.append(story.line(words, style, before, after, to_left=line.to_left))
    return lines


def _instant(version: ExportedVersion) -> str:
    """Return the date of a version as an instant; of a month or year its beginning."""
    date = version.created or version.recorded
    if "T" in date:
        return date
    return f"{date}{'-01-01'[(len(date) - 4) :] if len(date) < 10 else ''}T00:00:00Z"
