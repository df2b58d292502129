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
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from provrepo.errors import InputError
from provrepo.formats import xml
from provrepo.formats.draft import Draft, FileNote, Reading
from provrepo.formats.filename import STANDARD_INPUT, base_name
from provrepo.formats.tei import editorial, layout
from provrepo.formats.tei.header import Header
from provrepo.formats.tei.notes import NotePlaces
from provrepo.formats.tei.outside_texts import counted_name, outside_texts
from provrepo.formats.tei.tree import is_blank, language, plainly_named
from provrepo.formats.tei.walk import Walk
from provrepo.store.canonical import digest
from provrepo.store.records import IngestedFile, Text

MEDIA_TYPE = "application/tei+xml"

_HANDLERS = {**layout.HANDLERS, **editorial.HANDLERS}
"""What is done with an element of TEI that is more than its characters, by its name."""

_KINDS = {
    "edition": "transcription",
    "transcription": "transcription",
    "translation": "translation",
}
_AS_NOTES = {
    "commentary": "editorial",
    "apparatus": "textual",
    "app-crit": "textual",
}
_AROUND_EDITION = (*_AS_NOTES, "bibliography", "figure", "figures", "history", "description")
"""The types of what stands beside an edition in EpiDoc."""

_ORIGINAL = ("", "document", "letter", "original", "source", "text", "textpart")
_RUNNING = tuple("p ab lg l sp list table quote head opener closer salute dateline signed".split())
"""What counts as the transcription beside a translation, where nothing is called one."""

_NO_WORDS = "has no words yet; what its header says went in"
_MAIN = ("", "transcription", "interpretive", "normalized", "edition")
"""The subtypes of which the first is, among several editions, the one without a label."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The elements that make one text; ``kind`` is None where the file does not say it."""

    elements: tuple[Element, ...]
    kind: str | None = None
    language: str | None = None
    label: str | None = None


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
    return _Document(root, reading.convention, corpus=corpus).drafts(file, data, path)


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
    """One TEI document, with the convention by which it is read.

    ``corpus`` is true where it is the only document of a corpus that has a header of its own.
    Everything that is left out on the way is counted here, since a warning speaks of the whole
    file.
    """

    def __init__(self, root: Element, convention: str, *, corpus: bool) -> None:
        self.root, self.convention, self.corpus = root, convention, corpus
        self.header = Header(root)
        self.places = NotePlaces(root, self.header.people)
        self.unknown: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.is_awaited = False  # the file has the place of an edition, without words in it yet

    def drafts(self, file: IngestedFile, data: bytes, path: str) -> tuple[Draft, ...]:
        """Return the drafts of all texts. Raises InputError where there is none."""
        parts = self._parts()
        drafts = [self._draft(part, file, data) for part in parts]
        with_words = [draft for draft in drafts if draft.content]
        if not with_words and parts[0].kind is not None and not self.is_awaited:
            # What is called an edition is empty: the words stand outside of it.
            parts = [self._whole()]
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
        self, drafts: list[Draft], notes: Sequence[FileNote], parts: Sequence[_Part]
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

    def _draft(self, part: _Part, file: IngestedFile, data: bytes) -> Draft:
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
            fields=self.header.fields,
            notes=tuple(notes),
            warnings=walk.builder.warnings if content else (),
        )

    def _walk(self, *, adds_quotes: bool = False, in_apparatus: bool = False) -> Walk:
        return Walk(
            self.convention,
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
    def _name(part: _Part) -> str | None:
        if part.kind is None:
            return None
        return str(Text(part.kind, part.language or "und", part.label))

    # Which elements make which text

    def _parts(self) -> list[_Part]:
        """Return the texts of the document; one of unknown kind where the file names no kind."""
        elements_of_kind = list(self._of_a_kind())
        parts = [
            _Part((element,), kind, self._language_of(element, kind))
            for kind, element in elements_of_kind
            if not is_blank(element) or element.find(".//gap") is not None
        ]
        if not any(kind == "transcription" for kind, _ in elements_of_kind):
            parts += self._translated(parts)
        parts.sort(key=lambda part: part.kind == "translation")
        if parts:
            return _labelled(parts)
        self.is_awaited = bool(elements_of_kind) or self._is_catalogue()
        if not self.is_awaited:
            return [self._whole()]
        editions = (element for kind, element in elements_of_kind if kind == "transcription")
        elements = tuple(editions)[:1]
        tag = self._language_of(elements[0], "transcription") if elements else self.header.language
        return [_Part(elements, "transcription", tag)]

    def _translated(self, parts: Sequence[_Part]) -> list[_Part]:
        """Return what stands beside translations as the transcription, if it can be one."""
        order = {element: place for place, element in enumerate(self.root.iter())}
        originals = [
            element
            for element in (outside_texts(self.root, self._used(parts)) if parts else ())
            if isinstance(element, Element)
            and (element.tag in _RUNNING or element.tag == "div")
            and element.get("type", "").lower() in _ORIGINAL
        ]
        originals.sort(key=lambda element: order[element])
        if all(element.tag in ("head", "note") for element in originals):
            return []
        tag = self._language_of(originals[0], "transcription")
        return [_Part(tuple(originals), "transcription", tag)]

    def _is_catalogue(self) -> bool:
        """Return whether the document has all that stands beside an edition, but no edition."""
        bodies = [body for text in self._texts() for body in text.iter("body")]
        kinds = [child.get("type", "").lower() for body in bodies for child in body]
        return bool(kinds) and all(kind in _AROUND_EDITION for kind in kinds)

    def _of_a_kind(self) -> Iterator[tuple[str, Element]]:
        """Yield each ``div`` or ``text`` whose type says what it is, the outermost ones."""
        pending = list(self._texts())[::-1]
        while pending:
            element = pending.pop()
            if element.tag == "note":
                continue
            kind = _KINDS.get(element.get("type", "").lower())
            if kind is None or element.tag not in ("div", "text", "ab", "body"):
                pending += list(element)[::-1]
                continue
            inside = [child for child in element if child.tag == "div" and language(child)]
            several = len({language(child) for child in inside}) > 1
            # Translations into several languages may share one ``div``.
            if kind == "translation" and several and language(element) is None:
                yield from ((kind, child) for child in inside)
            else:
                yield kind, element

    def _texts(self) -> list[Element]:
        """Return the elements that hold words; a ``sourceDoc`` only where no ``text`` does."""
        if self.root.tag not in ("TEI", "TEI.2"):
            return [self.root]  # a fragment
        holders = [element for element in self.root if element.tag in ("text", "sourceDoc")]
        texts = [element for element in holders if element.tag == "text" and not is_blank(element)]
        return texts or holders

    def _whole(self) -> _Part:
        """Return the whole document as one text of unknown kind."""
        texts = self._texts()
        return _Part(tuple(texts), None, self._language_of(texts[0], None) if texts else None)

    def _language_of(self, element: Element, kind: str | None) -> str | None:
        """Return the language of a text: as stated on it, in it, around it, or for the document.

        What is stated for the document is the language of the original, so that it says nothing
        about a translation.
        """
        stated = language(element) or next(
            (
                tag
                for inner in element.iter()
                if inner.tag in ("div", "ab", "p", "body")
                if (tag := language(inner))
            ),
            None,
        )
        above = None if kind == "translation" else self._above(element) or self.header.language
        return stated or above or language(self.root)

    def _above(self, element: Element) -> str | None:
        """Return the language that the ``text`` or ``body`` around an element states."""
        innermost = None
        for text in self._texts():
            for around in text.iter():
                if around.tag in ("text", "body", "group") and element in around.iter():
                    innermost = language(around) or innermost
        return innermost

    # What stands outside of the texts

    def _outside_notes(self, parts: Sequence[_Part]) -> list[FileNote]:
        """Return commentary and apparatus as notes, and notes that stand outside of all texts."""
        notes: list[FileNote] = []
        for element in outside_texts(self.root, self._used(parts)):
            if isinstance(element, Element) and (kind := _as_note(element)) is not None:
                walk = self._walk(in_apparatus=kind == "textual")
                text, inside = walk.aside(element)
                self.unknown += walk.unknown
                self.left_out += walk.builder.left_out
                whole = self.places.note(element, text)
                notes += [replace(whole, kind=kind)] if text else []
                notes += [replace(note, start=None, end=None) for note in inside]
        not_header = [element for element in self.root if element.tag != "teiHeader"]
        for element in self.places.remaining(not_header):
            notes += self._on_the_whole(element)
        return notes

    def _on_the_whole(self, element: Element) -> list[FileNote]:
        """Return a note, and those within it, as notes on the whole version."""
        walk = self._walk()
        notes = walk.note_of(element)
        self.unknown += walk.unknown
        self.left_out += walk.builder.left_out
        return [replace(note, start=None, end=None) for note in notes]

    @staticmethod
    def _used(parts: Sequence[_Part]) -> set[Element]:
        return {element for part in parts for element in part.elements}

    def _warnings(self, parts: Sequence[_Part]) -> list[str]:
        """Return what is said once for the whole file."""
        left_out = self.header.left_out()
        warnings = []
        if left_out:
            warnings.append(f"left out of the header: {_counted(left_out)}")
        outside = Counter(
            counted_name(element)
            for element in outside_texts(self.root, self._used(parts))
            if isinstance(element, str) or (element.tag != "note" and _as_note(element) is None)
        )
        if self.corpus:
            outside["header of the corpus"] += 1
        if outside:
            warnings.append(f"left out beside the texts: {_counted(outside)}")
        if self.left_out:
            warnings.append(f"left out of notes and wordless texts: {_counted(self.left_out)}")
        if self.unknown:
            warnings.append(f"read as plain words, meaning unknown: {_counted(self.unknown)}")
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


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in sorted(counter.items()))


def _labelled(parts: list[_Part]) -> list[_Part]:
    """Return ``parts`` with labels where several are of one kind and language."""
    same: dict[tuple[str | None, str | None], list[int]] = {}
    for place, part in enumerate(parts):
        same.setdefault((part.kind, part.language), []).append(place)
    labelled = list(parts)
    for places in same.values():
        main = next((place for place in places if _subtype(parts[place]) in _MAIN), places[0])
        taken: set[str] = set()
        for number, place in enumerate(places, 1):
            if place == main:
                continue
            label = _subtype(parts[place])
            label = str(number) if not label or label in taken else label
            taken.add(label)
            labelled[place] = replace(parts[place], label=label)
    return labelled


def _subtype(part: _Part) -> str:
    """Return the subtype of a text's element, as a label can have it."""
    written = part.elements[0].get("subtype", "").lower()
    return re.sub(r"[^a-z0-9]+", "-", written).strip("-")[:50]
