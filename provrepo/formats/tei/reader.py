"""The reader of TEI P5, EpiDoc included: one draft for each text that a file holds.

==========================================  =====================================================
in the file                                 in the version
==========================================  =====================================================
``div type="edition"`` or                   a ``transcription`` in its ``xml:lang``
``"transcription"``
``div type="translation"``                  a ``translation``, based on the transcription; one for
                                            each language
``text type=…`` in a ``group``              the same
several of one kind and language            told apart by ``subtype``, or a number, as label
no such ``div`` or ``text``                 one text, all that ``text`` holds: a transcription
                                            unless somebody says otherwise
``resp`` of a translation                   its translator
other ``div`` beside an edition             commentary, apparatus: notes; the rest left out, counted
``teiHeader``                               see `provrepo.formats.tei.header`
the words of the text                       see `provrepo.formats.tei.walk`
editorial markup                            see `provrepo.formats.tei.conventions`, by convention
notes                                       see `provrepo.formats.tei.notes`
the file                                    kept byte for byte
==========================================  =====================================================

A file that provrepo wrote has its record in the header: `provrepo.formats.tei.returned`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from provrepo.errors import InputError
from provrepo.formats import xml
from provrepo.formats.draft import STANDARD_INPUT, Draft, FileNote, Reading, counted
from provrepo.formats.tei import editorial, layout
from provrepo.formats.tei.header import Header
from provrepo.formats.tei.notes import NotePlaces
from provrepo.formats.tei.outside_texts import counted_name, notes_of_its_own, outside_texts
from provrepo.formats.tei.texts import TextPart, Texts, elements_of
from provrepo.formats.tei.tree import is_blank, plainly_named
from provrepo.formats.tei.walk import Walk
from provrepo.store.canonical import digest
from provrepo.store.records import IngestedFile, Text
from provrepo.store.rules import base_name

MEDIA_TYPE = "application/tei+xml"

_HANDLERS = {**layout.HANDLERS, **editorial.HANDLERS}
"""What is done with an element of TEI that is more than its characters, by its name."""

_AS_NOTES = {
    "commentary": "editorial",
    "apparatus": "textual",
    "app-crit": "textual",
}

_NO_WORDS = "has no words yet; what its header says went in"


def read(data: bytes, path: str, reading: Reading) -> tuple[Draft, ...]:
    """Return a draft for each text of a TEI file, transcriptions first.

    ``path`` is the file's name, for messages and for the record; ``reading.convention`` decides how
    editorial markup is written. Raises InputError where the bytes are no well-formed XML, or hold
    no text or several documents.
    """
    whole = plainly_named(xml.parse(data, path))
    root = _document(whole, path)
    header = whole.find("teiHeader")
    corpus = root is not whole and header is not None and not is_blank(header)
    name = "stdin" if path == STANDARD_INPUT else base_name(path)
    file = IngestedFile(name, MEDIA_TYPE, f"tei convention={reading.convention}", digest(data))
    if whole.find("teiHeader/xenoData[@type='provrepo']") is not None:
        from provrepo.formats.tei import returned

        if (record := returned.record_of(whole)) is not None:
            return (returned.draft(whole, record, file, data),)
    return _Document(root, reading, corpus=corpus).drafts(file, data, path)


def _document(root: Element, path: str) -> Element:
    """Return the one ``TEI`` element of a file; a corpus of several is refused."""
    if root.tag not in ("teiCorpus", "teiCorpus.2"):
        return root
    documents = [element for element in root.iter() if element.tag in ("TEI", "TEI.2")]
    if len(documents) != 1:
        raise InputError(
            path, f"is a corpus of {len(documents)} documents; make a file of each TEI element"
        )
    return documents[0]


class _Document:
    """One TEI document, with how it is to be read.

    ``corpus`` is true where it is the only document of a corpus that has a header of its own.
    Everything that is left out on the way is counted here, since a warning speaks of the whole
    file.
    """

    def __init__(self, root: Element, reading: Reading, *, corpus: bool) -> None:
        self.root, self.reading, self.corpus = root, reading, corpus
        self.header = Header(root)
        self.places = NotePlaces(root, self.header.people)
        self.unknown: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.notes_left_out: Counter[str] = Counter()
        self.texts = Texts(root, self.header.language, self.header.languages)

    def drafts(self, file: IngestedFile, data: bytes, path: str) -> tuple[Draft, ...]:
        """Return the drafts of all texts. Raises InputError where there is none."""
        parts = self.texts.parts()
        drafts = [self._draft(part, file, data) for part in parts]
        with_words = [draft for draft in drafts if draft.content]
        if not with_words and parts[0].kind is not None and not self.texts.is_awaited:
            # What is called an edition is empty: the words stand outside of it.
            parts = [self.texts.whole()]
            whole = self._draft(parts[0], file, data)
            (with_words if whole.content else drafts).append(whole)
        if not with_words and self.header.describes:
            # Described, not yet transcribed: many a catalogue has such files.
            with_words = [replace(drafts.pop(0), warnings=(_NO_WORDS,))]
        if not with_words:
            raise InputError(path, "has no words in its text")
        wordless = [note for draft in drafts if not draft.content for note in draft.notes or ()]
        return self._completed(with_words, [*wordless, *self._outside_notes(parts)], parts)

    def _completed(
        self, drafts: list[Draft], notes: Sequence[FileNote], parts: Sequence[TextPart]
    ) -> tuple[Draft, ...]:
        """Return the drafts with what concerns the file as a whole.

        The main one gets the ``notes`` that are on no text, the first one the warnings;
        translations are based on the transcription.
        """
        main = next((place for place, draft in enumerate(drafts) if _is_main(draft)), 0)
        drafts[main] = replace(drafts[main], notes=(*(drafts[main].notes or ()), *notes))
        are_transcriptions = [(draft.text or "").startswith("transcription") for draft in drafts]
        source: int | None = None
        if any(are_transcriptions):
            source = main if are_transcriptions[main] else are_transcriptions.index(True)
        warnings = self._warnings(parts)
        return tuple(
            replace(
                draft,
                warnings=(*draft.warnings, *(warnings if place == 0 else ())),
                source=source if (draft.text or "").startswith("translation") else None,
            )
            for place, draft in enumerate(drafts)
        )

    def _draft(self, part: TextPart, file: IngestedFile, data: bytes) -> Draft:
        """Return the draft of one text; its content is empty where the text has no words."""
        self.places.begin(part.elements, part.language)
        walk = self._walk(adds_quotes=self.header.adds_quotes)
        for element in part.elements:
            walk.element(element)
        content, notes = walk.builder.content, list(walk.builder.notes)
        if content:
            for note in self.places.remaining(part.elements):
                notes += self._on_the_whole(note)
        self.unknown += walk.unknown
        if not content:
            self.left_out += walk.builder.left_out
        translators = (
            who
            for element in part.elements
            for who in self.places.responsible(element, "translator")
            if part.kind == "translation"
        )
        return Draft(
            content=content,
            file=file,
            file_bytes=data,
            document=self.header.document,
            text=self._name(part),
            language=part.language,
            kind=None if part.kind else "transcription",
            agents=tuple(dict.fromkeys([*self._agents(part.kind), *translators])),
            message=self.header.message,
            created=self.header.created,
            fields={**self._titles(part), **self.header.fields},
            notes=tuple(notes),
            warnings=walk.builder.warnings if content else (),
        )

    def _titles(self, part: TextPart) -> dict[str, str]:
        return self.header.titles(part.language or self.reading.language)

    def _walk(self, *, adds_quotes: bool = False, in_apparatus: bool = False) -> Walk:
        return Walk(
            self.reading.convention,
            self.places,
            _HANDLERS,
            adds_quotes=adds_quotes,
            in_apparatus=in_apparatus,
        )

    def _agents(self, kind: str | None) -> list[str]:
        """Return the agents of a text of that kind: a transcription has no translator."""
        foreign = {"transcription": ":translator", "translation": ":transcriber"}.get(kind or "")
        return [agent for agent in self.header.agents if foreign is None or foreign not in agent]

    @staticmethod
    def _name(part: TextPart) -> str | None:
        if part.kind is None:
            return None
        return str(Text(part.kind, part.language or "und", part.label))

    # What stands outside of the texts

    def _outside_notes(self, parts: Sequence[TextPart]) -> list[FileNote]:
        """Return commentary and apparatus as notes, and notes that stand outside of all texts."""
        notes: list[FileNote] = []
        for element in outside_texts(self.root, elements_of(parts)):
            if isinstance(element, Element) and (kind := _as_note(element)) is not None:
                walk = self._walk(in_apparatus=kind == "textual")
                text, inside = walk.aside(element)
                self.unknown += walk.unknown
                self.left_out += walk.builder.left_out
                whole = self.places.note(element, text)
                notes += [replace(whole, kind=kind)] if text else []
                notes += [replace(note, start=None, end=None) for note in inside]
        not_header = [element for element in self.root if element.tag != "teiHeader"]
        self._leave_out_notes(parts)
        for element in self.places.remaining(not_header):
            notes += self._on_the_whole(element)
        return notes

    def _leave_out_notes(self, parts: Sequence[TextPart]) -> None:
        """Count the notes of what is left out beside the texts, such as an introduction."""
        for outside in self._outside(parts):
            notes = [note for note in notes_of_its_own(outside) if self.places.take(note)]
            if notes:
                self.notes_left_out[f"note in {counted_name(outside)}"] += len(notes)

    def _outside(self, parts: Sequence[TextPart]) -> list[Element]:
        """Return the elements beside the texts that are left out."""
        return [
            element
            for element in outside_texts(self.root, elements_of(parts))
            if isinstance(element, Element) and element.tag != "note" and _as_note(element) is None
        ]

    def _on_the_whole(self, element: Element) -> list[FileNote]:
        """Return a note, and those within it, as notes on the whole version."""
        walk = self._walk()
        notes = walk.note_of(element)
        self.unknown += walk.unknown
        self.left_out += walk.builder.left_out
        return [replace(note, start=None, end=None) for note in notes]

    def _warnings(self, parts: Sequence[TextPart]) -> list[str]:
        """Return what is said once for the whole file."""
        left_out = self.header.left_out()
        warnings = []
        if left_out:
            warnings.append(f"left out of the header: {counted(left_out)}")
        outside = Counter(
            counted_name(element)
            for element in outside_texts(self.root, elements_of(parts))
            if isinstance(element, str) or (element.tag != "note" and _as_note(element) is None)
        )
        outside += self.notes_left_out
        if self.corpus:
            outside["header of the corpus"] += 1
        if outside:
            warnings.append(f"left out beside the texts: {counted(outside)}")
        if self.left_out:
            warnings.append(f"left out of notes and wordless texts: {counted(self.left_out)}")
        if self.unknown:
            warnings.append(f"read as plain words, meaning unknown: {counted(self.unknown)}")
        warnings += self.texts.doubts
        if self.places.unknown_people:
            warnings.append(f"resp that names nobody in the header: {self.places.unknown_people}")
        return warnings


def _is_main(draft: Draft) -> bool:
    """Return whether a draft is the one that notes on the whole document belong to."""
    kind, *language_and_label = (draft.text or "transcription").split(":")
    return kind == "transcription" and len(language_and_label) < 2


def _as_note(element: Element) -> str | None:
    """Return the kind of the note that an element outside of the texts becomes, if it does."""
    return _AS_NOTES.get(element.get("type", "").lower()) if element.tag == "div" else None
