"""The writer of TEI P5: a version as a publisher's or an archive's programs read it.

=================================  =============================================================
in the version                     in the file
=================================  =============================================================
title, author, archive, date …     ``fileDesc``
who made it                        ``respStmt``
the newest change                  ``revisionDesc/change``
the version's id and reference     ``publicationStmt/idno``
its record                         ``xenoData type="provrepo"``, `provrepo.formats.exported`
paragraphs, parted by blank lines  ``p`` each; a line end within one is ``lb``
form feed                          ``pb``
white space                        as it is: ``xml:space="preserve"``
brackets                           as they are: the text is what was read, not what was meant
a note on a passage                a ``note`` after the passage, which begins with an ``anchor``
any other note                     ``notesStmt/note``
=================================  =============================================================

Valid against TEI's own schema, ``tei_all``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from provrepo.directions import REORDERING
from provrepo.formats.draft import FileNote
from provrepo.formats.exported import (
    ExportedVersion,
    in_file_order,
    on_the_whole,
    record_of,
    separator_of,
    tail_of,
)
from provrepo.formats.pieces import Mark, Paragraph, Piece, marks_of, paragraphs
from provrepo.formats.provenance import provenance
from provrepo.formats.shown import REPLACEMENT, shown
from provrepo.formats.tei import header_writer
from provrepo.formats.tei.identities import note_id, passage_id
from provrepo.formats.xml_text import DECLARATION, element, escape

_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_HIDDEN = re.compile(f"[\x7f-\x9f\u2028\u2029\ufeff{REORDERING}]")
"""What nobody sees in a file, or turns its words round: to XML its number is the same character."""
_DIVISIONS = {"transcription": "edition"}
"""The ``type`` of a division where it is not called as the text is."""


def write(version: ExportedVersion) -> bytes:
    """Return a version as a TEI document in UTF-8."""
    visible = shown(version.content.removesuffix(tail_of(version.content)))
    separator = separator_of(visible)
    record = record_of(version, visible, separator, provenance(version))
    agents = _agents(noted.note for noted in version.notes)
    notes = {number: _note(number, note, agents) for number, note in in_file_order(version.notes)}
    whole = [_note(number, noted.note, agents) for number, noted in on_the_whole(version.notes)]
    marks = marks_of(version, len(visible))
    body = [
        _paragraph(paragraph, notes)
        for paragraph in paragraphs([Piece(visible)], separator, marks, with_pages=False)
    ]
    division = element(
        "div",
        "\n" + "\n".join(body) + "\n",
        type=_DIVISIONS.get(version.text.kind, version.text.kind),
        xml_lang=version.text.language,
        xml_space="preserve",
    )
    text = element("text", element("body", division), xml_lang=version.text.language)
    header = header_writer.header(version, record, whole, agents)
    document = f'{DECLARATION}<TEI xmlns="{_NAMESPACE}">\n{header}\n{text}\n</TEI>\n'
    return _HIDDEN.sub(lambda match: f"&#{ord(match[0])};", document).encode()


def _agents(notes: Iterable[FileNote]) -> dict[str, str]:
    """Return the ids of those who wrote notes, by how they are written."""
    written = dict.fromkeys(agent for note in notes for agent in note.agents)
    return {agent: f"provrepo-agent-{number}" for number, agent in enumerate(written, 1)}


def _paragraph(paragraph: Paragraph, notes: dict[int, str]) -> str:
    return element("p", "".join(_step(step, notes) for step in paragraph.steps))


def _step(step: Piece | Mark, notes: dict[int, str]) -> str:
    if isinstance(step, Piece):
        return _words(step.text)
    if step.kind == "begin":
        return element("anchor", xml_id=passage_id(step.number))
    return notes[step.number] if step.kind == "note" else ""


def _words(text: str) -> str:
    """Return characters with the elements that stand for line ends and pages."""
    pages = text.split("\f")
    return "<pb/>".join("<lb/>".join(map(escape, page.split("\n"))) for page in pages)


def _note(number: int, note: FileNote, agents: dict[str, str]) -> str:
    """Return a note, with its kind, its language and who wrote it."""
    return element(
        "note",
        _words(shown(note.text).replace("\f", REPLACEMENT)),
        xml_id=note_id(number),
        type=note.kind,
        place=None if note.end is None else "foot",
        target=None if note.end is None else f"#{passage_id(number)}",
        resp=" ".join(f"#{agents[agent]}" for agent in note.agents) or None,
        xml_lang=note.language,
    )
