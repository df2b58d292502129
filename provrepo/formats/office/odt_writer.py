"""The writer of OpenDocument texts (.odt): a version as colleagues work on it in LibreOffice.

OpenDocument 1.3 (OASIS; ISO/IEC 26300).

=================================  =============================================================
in the version                     in the file
=================================  =============================================================
paragraphs, parted by blank lines  ``text:p`` each; a line end within one is ``text:line-break``
form feed at a paragraph's start   a style with ``fo:break-before``
a note on a passage                a footnote after the passage, which a bookmark encloses, as
                                   another one does the footnote's sign; an editor's begins with
                                   the words “Editor’s note:”
any other note                     after the text
writing from right to left         ``style:writing-mode``; languages and fonts by script
title, keywords, language          the metadata
the version's id                   a user-defined field of the metadata, and in words at the end
its record                         another one, `provrepo.formats.exported`
=================================  =============================================================
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from provrepo.directions import runs_to_left
from provrepo.formats import xml_text
from provrepo.formats.exported import (
    Column,
    ExportedVersion,
    labelled,
    record_of,
    separator_of,
)
from provrepo.formats.office import odt_package
from provrepo.formats.office.bookmarks import END, NOTE, PASSAGE
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

_SIGNS = re.compile("(\n|\t|(?<= ) +|^ +| +$)")


class Story:
    """Writes paragraphs, with the notes of the version where their signs stand.

    ``before`` is how many notes a text has that stands before this one in the file.
    """

    def __init__(self, version: ExportedVersion, before: int = 0) -> None:
        self._language = version.text.language
        self._notes = version.notes
        self._count = before

    def paragraph(
        self,
        paragraph: Paragraph,
        style: str = "Standard",
        before: str = "",
        *,
        to_left: bool | None = None,
    ) -> str:
        """Return a paragraph, with the markup ``before`` its words.

        Its own words say in which direction it runs, where ``to_left`` does not.
        """
        if to_left is None:
            to_left = runs_to_left(paragraph.text, self._language)
        name = odt_package.style_name(style, to_left=to_left, page=paragraph.begins_page)
        content = before + "".join(map(self._step, paragraph.steps))
        return element("text:p", content, **{"text_style_name": name})

    def line(self, text: str, style: str, before: str = "", *, to_left: bool = False) -> str:
        """Return a paragraph of plain words, after a piece of markup."""
        line = Paragraph([Piece(text)] if text else [])
        return self.paragraph(line, style, before, to_left=to_left)

    def _step(self, step: Piece | Mark) -> str:
        if isinstance(step, Piece):
            return _words(step.text)
        if step.kind != "note":
            return _bookmark(f"-{'start' if step.kind == 'begin' else 'end'}", step.number)
        return self._note(step.number)

    def _note(self, number: int) -> str:
        """Return a footnote, after a bookmark that tells its number."""
        self._count += 1
        note = self._notes[number - 1].note
        to_left = runs_to_left(note.text, note.language)
        words = visible_note(labelled(note, note.text))
        body = self.line(words, "Footnote", "<text:s/>", to_left=to_left)
        mark = element("text:bookmark", text_name=f"{NOTE}{number}")
        return mark + element(
            "text:note",
            element("text:note-citation", str(self._count)) + element("text:note-body", body),
            text_id=f"ftn{self._count}",
            text_note_class="footnote",
        )


def _bookmark(end: str, number: int) -> str:
    return element(f"text:bookmark{end}", text_name=f"{PASSAGE}{number}")


def _words(text: str) -> str:
    """Return characters as a paragraph holds them: blanks that would be folded are elements."""
    parts = []
    for part in _SIGNS.split(text):
        if part == "\n":
            parts.append("<text:line-break/>")
        elif part == "\t":
            parts.append("<text:tab/>")
        elif part.startswith(" ") and not part.strip(" "):
            parts.append(element("text:s", text_c=str(len(part))))
        elif part:
            parts.append(xml_text.escape(part))
    return "".join(parts)


def write(version: ExportedVersion) -> bytes:
    """Return a version as an OpenDocument text."""
    visible = visible_text(version.content)
    separator = separator_of(visible)
    story = Story(version)
    body = [
        story.paragraph(paragraph)
        for paragraph in paragraphs([Piece(visible)], separator, marks_of(version, len(visible)))
    ]
    for place, line in enumerate(end_lines(version)):
        before = element("text:bookmark", text_name=END) if place == 0 else ""
        if line.number:
            before += element("text:bookmark", text_name=f"{NOTE}{line.number}")
        style = "Provrepo_20_first" if place == 0 else "Provrepo"
        body.append(story.line(visible_note(line.text), style, before, to_left=line.to_left))
    record = record_of(version, visible, separator, map(visible_note, provenance(version)))
    return odt_package.packed(version, record, "".join(body))


def write_facing(columns: Sequence[Column]) -> bytes:
    """Return two texts side by side, a row for each pair of passages; it is for reading only."""
    rows: list[list[str]] = [[] for _ in columns[0].passages]
    end = []
    before = 0
    for column in columns:
        story = Story(column.version, before)
        for row, cell in zip(rows, cells(column), strict=True):
            row.append("".join(map(story.paragraph, cell)) or element("text:p"))
        lines = end_lines(column.version)
        end += [
            story.line(visible_note(line.text), "Provrepo", to_left=line.to_left) for line in lines
        ]
        before += len(column.version.notes)
    table = "".join(
        element(
            "table:table-row", "".join(element("table:table-cell", cell, **_CELL) for cell in row)
        )
        for row in rows
    )
    grid = element("table:table-column", table_number_columns_repeated=str(len(columns)))
    names = {"table_name": "Texts", "table_style_name": "Texts"}
    body = element("table:table", grid + table, **names) + "".join(end)
    styles = _TABLE_STYLE.format("rl-tb" if stand_to_left(columns) else "lr-tb") + _CELL_STYLE
    return odt_package.packed(columns[-1].version, "", body, styles)


_TABLE_STYLE = (
    '<style:style style:name="Texts" style:family="table">'
    '<style:table-properties style:width="17cm" table:align="margins" style:writing-mode="{}"/>'
    "</style:style>"
)
_CELL = {"table_style_name": "Cell"}
_CELL_STYLE = (
    '<style:style style:name="Cell" style:family="table-cell">'
    '<style:table-cell-properties fo:padding-left="0.2cm" fo:padding-right="0.2cm"/></style:style>'
)
