"""Read a TEI file that provrepo wrote, and that an editor may have changed since.

White space is kept, as the file says: but for line ends, which programs put in to make a file fit
the screen. Markup that somebody has put in is read as its characters.
"""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree.ElementTree import Element

from provrepo.errors import InputError
from provrepo.formats.draft import Draft, FileNote
from provrepo.formats.exported import Record, read_record
from provrepo.formats.returned import returned
from provrepo.formats.tei import people
from provrepo.formats.tei.identities import number_of_note, number_of_passage
from provrepo.formats.tei.tree import ID, language, pointers
from provrepo.store.records import IngestedFile
from provrepo.store.rules import NOTE_KINDS

_BLOCKS = frozenset("ab closer dateline head item l opener p row salute signed".split())
_SIGNS = {"lb": "\n", "pb": "\f"}
_LAYOUT = re.compile(r"(?<![ \t])[ \t]*\n[ \t\n]*")  # each run of blanks is looked at once
_WORD = re.compile(r"\S+\s*\Z")


def record_of(root: Element) -> Record | None:
    """Return the record of a TEI document; None where provrepo did not write it."""
    for element in root.iterfind("teiHeader/xenoData"):
        if element.get("type") == "provrepo":
            return read_record("".join(element.itertext()).strip())
    return None


def draft(root: Element, record: Record, file: IngestedFile, data: bytes) -> Draft:
    """Return the draft of a file with that record. Raises InputError where no text is left."""
    story = _Story(root, record.separator)
    for text in root.iterfind("text"):
        story.blocks(text)
    header = root.find("teiHeader")
    for note in () if header is None else header.iterfind("fileDesc/notesStmt//note"):
        story.notes.append(story.note(note))
    visible = "".join(story.parts)
    back = returned(record.version, record, visible, story.notes, story.places)
    if not back.content:
        raise InputError(file.name, "holds no text any more")
    return Draft(
        content=back.content,
        file=file,
        file_bytes=data,
        document=record.document,
        text=record.text,
        notes=back.notes,
        origin=back.origin,
    )


class _Story:
    """The text of a file: its characters, its notes, and where the passages of notes are."""

    def __init__(self, root: Element, separator: str) -> None:
        self._separator = separator
        self._people = people.people_by_id(root.find("teiHeader"), root)
        self._begun = False
        self._length = 0
        self._starts: dict[int, int] = {}
        self.parts: list[str] = []
        self.notes: list[FileNote] = []
        self.places: dict[int, tuple[int, int]] = {}

    def blocks(self, element: Element) -> None:
        """Read an element that holds paragraphs and the like; drop the white space between them."""
        for child in element:
            if child.tag in _BLOCKS:
                self._write(self._separator * self._begun)
                self._begun = True
                self._inline(child)
            elif child.tag == "note":
                self._noted(child)
            elif len(child) and child.tag not in _SIGNS:
                self.blocks(child)
            elif child.text and child.text.strip():
                self._write(self._separator * self._begun + child.text)
                self._begun = True

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)

    def _inline(self, element: Element) -> None:
        self._mark(element)
        self._write(_LAYOUT.sub(" ", element.text or ""))
        for child in element:
            if child.tag == "note":
                self._noted(child)
            elif child.tag in _SIGNS:
                self._write(_SIGNS[child.tag])
            else:
                self._inline(child)
            self._write(_LAYOUT.sub(" ", child.tail or ""))

    def _mark(self, element: Element) -> None:
        if number := number_of_passage(element.get(ID, "")):
            self._starts[number] = self._length

    def _noted(self, element: Element) -> None:
        """Keep a note that stands here: on its passage, or on the word before it."""
        note = self.note(element)
        start = self._starts.get(note.number)
        if start is None:
            before = "".join(self.parts[-50:])[-200:]
            word = _WORD.search(before)
            start = self._length - len(word[0]) if word else self._length
        if note.number:
            self.places[note.number] = start, self._length
        has_words = start < self._length
        self.notes.append(replace(note, start=start, end=self._length) if has_words else note)

    def note(self, element: Element) -> FileNote:
        """Return the note of an element, without a place."""
        inner = _Story(element, "\n")
        inner._inline(element)
        agents = [
            who.replace(":ROLE", ":editor", 1)
            for identity in pointers(element, "resp")
            for who in self._people.get(identity, ())
        ]
        kind = element.get("type", "")
        return FileNote(
            text="".join(inner.parts),
            kind=kind if kind in NOTE_KINDS else "editorial",
            language=language(element) or "und",
            agents=tuple(dict.fromkeys(agents)),
            number=number_of_note(element.get(ID, "")),
        )
