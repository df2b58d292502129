"""The reader of TEI P5, EpiDoc included: one draft for each text that a file holds.

==========================================  =====================================================
in the file                                 in the version
==========================================  =====================================================
``div type="edition"`` or                   a ``transcription`` in its ``xml:lang``
``"transcription"``
``div type="translation"``                  a ``translation``, based on the transcription; one for
                                            each language
``text type=…`` in a ``group``              likewise
several of one kind and language            told apart by ``subtype``, or a number, as label
no such ``div`` or ``text``                 one text, a transcription where nobody says otherwise:
                                            all that ``text`` holds
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
from provrepo.formats.tei.outside_texts import beside, named_beside
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
_BESIDE = (*_AS_NOTES, "bibliography", "figure", "figures", "history", "description")
"""The types of what stands beside an edition in EpiDoc."""

_ORIGINAL = ("", "document", "letter", "original", "source", "text", "textpart")
_RUNNING = tuple("p ab lg l sp list table quote head opener closer salute dateline signed".split())
"""What is a transcription beside a translation, where nothing is said to be one."""

_NO_WORDS = "has no words yet; what its header says went in"
_MAIN = ("", "transcription", "interpretive", "normalized", "edition")
"""The subtypes of the one among several editions that goes without a label."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The elements that make one text; ``kind`` is None where the file does not say it."""

    elements: tuple[Element, ...]
    kind: str | None = None
    language: str | None = None
    label: str | None = None


def read(data: bytes, path: str, reading: Reading) -> tuple[Draft, ...]:
    """Return a draft for each text of a TEI file, transcriptions first.

    ``path`` is the file's name, for messages and for the record; ``reading.convention`` decides
    how editorial markup is written. Raises InputError where the bytes are no well-formed XML, or
    hold no text or several documents.
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
    documents = [one for one in root.iter() if one.tag in ("TEI", "TEI.2")]
    if len(documents) != 1:
        raise InputError(
            path, f"is a corpus of {len(documents)} documents; make a file of each TEI element"
        )
    return documents[0]


class _Document:
    """One TEI document, with the convention by which it is read."""

    def __init__(self, root: Element, convention: str, *, corpus: bool) -> None:
        self.root, self.convention, self.corpus = root, convention, corpus
        self.header = Header(root)
        self.places = NotePlaces(root, self.header.people)
        self.unknown: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.awaited = False

    def drafts(self, file: IngestedFile, data: bytes, path: str) -> tuple[Draft, ...]:
        """Return the drafts of all texts. Raises InputError where there is none."""
        parts = self._parts()
        tried = [self._draft(part, file, data) for part in parts]
        made = [one for one in tried if one.content]
        if not made and parts[0].kind is not None and not self.awaited:
            parts = [self._whole()]
            whole = self._draft(parts[0], file, data)
            made = [whole] if whole.content else []
            tried += [whole] if not whole.content else []
        if not made and self.header.describes:
            # Described, not yet transcribed: many a catalogue has such files.
            made = [replace(tried.pop(0), warnings=(_NO_WORDS,))]
        if not made:
            raise InputError(path, "has no words in its text")
        wordless = [note for one in tried if not one.content for note in one.notes or ()]
        first = next((place for place, one in enumerate(made) if _is_main(one)), 0)
        others = (*wordless, *self._beside(parts))
        made[first] = replace(made[first], notes=(*(made[first].notes or ()), *others))
        named = [(one.text or "").startswith("transcription") for one in made]
        transcribed = first if named[first] else named.index(True) if any(named) else None
        warnings = self._warnings(parts)
        return tuple(
            replace(
                one,
                warnings=(*one.warnings, *(warnings if place == 0 else ())),
                source=transcribed if (one.text or "").startswith("translation") else None,
            )
            for place, one in enumerate(made)
        )

    def _draft(self, part: _Part, file: IngestedFile, data: bytes) -> Draft:
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
            for one in part.elements
            for who in self.places.responsible(one, "translator")
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
        other = {"transcription": ":translator", "translation": ":transcriber"}.get(kind or "")
        return [one for one in self.header.agents if other is None or other not in one]

    @staticmethod
    def _name(part: _Part) -> str | None:
        if part.kind is None:
            return None
        return str(Text(part.kind, part.language or "und", part.label))

    # Which elements make which text

    def _parts(self) -> list[_Part]:
        """Return the texts of the document; one of unknown kind where none is named."""
        found = list(self._of_a_kind())
        filled = [one for one in found if not is_blank(one[1]) or one[1].find(".//gap") is not None]
        parts = [
            _Part((element,), kind, self._language_of(element, kind)) for kind, element in filled
        ]
        if not any(kind == "transcription" for kind, _ in found):
            parts += self._translated(parts)
        parts.sort(key=lambda one: one.kind == "translation")
        if parts:
            return _labelled(parts)
        self.awaited = bool(found) or self._only_beside()
        if not self.awaited:
            return [self._whole()]
        elements = tuple(element for kind, element in found if kind == "transcription")[:1]
        tag = self._language_of(elements[0], "transcription") if elements else self.header.language
        return [_Part(elements, "transcription", tag)]

    def _translated(self, parts: Sequence[_Part]) -> list[_Part]:
        """Return what translations stand beside, as a transcription, where no type says it."""
        order = {one: place for place, one in enumerate(self.root.iter())}
        found = [
            one
            for one in (beside(self.root, self._used(parts)) if parts else ())
            if isinstance(one, Element)
            and (one.tag in _RUNNING or one.tag == "div")
            and one.get("type", "").lower() in _ORIGINAL
        ]
        found.sort(key=lambda one: order[one])
        if all(one.tag in ("head", "note") for one in found):
            return []
        return [_Part(tuple(found), "transcription", self._language_of(found[0], "transcription"))]

    def _only_beside(self) -> bool:
        """Tell whether there is nothing but what stands beside an edition, as in a catalogue."""
        bodies = [one for text in self._texts() for one in text.iter("body")]
        kinds = [child.get("type", "").lower() for one in bodies for child in one]
        return bool(kinds) and all(kind in _BESIDE for kind in kinds)

    def _of_a_kind(self) -> Iterator[tuple[str, Element]]:
        """Yield each ``div`` or ``text`` whose type says what it is, the outermost ones."""
        waiting = list(self._texts())[::-1]
        while waiting:
            element = waiting.pop()
            if element.tag == "note":
                continue
            kind = _KINDS.get(element.get("type", "").lower())
            if kind is None or element.tag not in ("div", "text", "ab", "body"):
                waiting += list(element)[::-1]
                continue
            inside = [child for child in element if child.tag == "div" and language(child)]
            several = len({language(child) for child in inside}) > 1
            if kind == "translation" and several and language(element) is None:
                yield from ((kind, child) for child in inside)
            else:
                yield kind, element

    def _texts(self) -> list[Element]:
        found = [one for one in self.root if one.tag in ("text", "sourceDoc")]
        texts = [one for one in found if one.tag == "text" and not is_blank(one)]
        if self.root.tag not in ("TEI", "TEI.2"):
            return [self.root]  # a fragment
        return texts or found

    def _whole(self) -> _Part:
        texts = self._texts()
        return _Part(tuple(texts), None, self._language_of(texts[0], None) if texts else None)

    def _language_of(self, element: Element, kind: str | None) -> str | None:
        """Return the language of a text: its own, or that of what is around or above it."""
        own = language(element) or next(
            (
                tag
                for one in element.iter()
                if one.tag in ("div", "ab", "p", "body")
                if (tag := language(one))
            ),
            None,
        )
        above = None if kind == "translation" else self._above(element) or self.header.language
        return own or above or language(self.root)

    def _above(self, element: Element) -> str | None:
        """Return the language that the ``text`` or ``body`` around an element states."""
        found = None
        for text in self._texts():
            for one in text.iter():
                if one.tag in ("text", "body", "group") and element in one.iter():
                    found = language(one) or found
        return found

    # What stands beside the texts

    def _beside(self, parts: Sequence[_Part]) -> list[FileNote]:
        """Return commentary and apparatus as notes, and notes that stand outside of all texts."""
        notes: list[FileNote] = []
        for element in beside(self.root, self._used(parts)):
            if isinstance(element, Element) and (kind := _as_note(element)) is not None:
                walk = self._walk(in_apparatus=kind == "textual")
                text, inside = walk.aside(element)
                self.unknown += walk.unknown
                self.left_out += walk.builder.left_out
                whole = self.places.note(element, text)
                notes += [replace(whole, kind=kind)] if text else []
                notes += [replace(one, start=None, end=None) for one in inside]
        outside = [one for one in self.root if one.tag != "teiHeader"]
        for note in self.places.remaining(outside):
            notes += self._on_the_whole(note)
        return notes

    def _on_the_whole(self, element: Element) -> list[FileNote]:
        walk = self._walk()
        found = walk.note_of(element)
        self.unknown += walk.unknown
        self.left_out += walk.builder.left_out
        return [replace(one, start=None, end=None) for one in found]

    @staticmethod
    def _used(parts: Sequence[_Part]) -> set[Element]:
        return {one for part in parts for one in part.elements}

    def _warnings(self, parts: Sequence[_Part]) -> list[str]:
        """Return what is said once for the whole file."""
        left_out = self.header.left_out()
        warnings = []
        if left_out:
            warnings.append(f"left out of the header: {_counted(left_out)}")
        others = Counter(
            named_beside(one)
            for one in beside(self.root, self._used(parts))
            if isinstance(one, str) or (one.tag != "note" and _as_note(one) is None)
        )
        if self.corpus:
            others["header of the corpus"] += 1
        if others:
            warnings.append(f"left out beside the texts: {_counted(others)}")
        if self.left_out:
            warnings.append(f"left out of notes and wordless texts: {_counted(self.left_out)}")
        if self.unknown:
            warnings.append(f"read as plain words, meaning unknown: {_counted(self.unknown)}")
        if self.places.unknown_people:
            warnings.append(f"resp that names nobody in the header: {self.places.unknown_people}")
        return warnings


def _is_main(draft: Draft) -> bool:
    """Tell whether a draft is what notes on the whole document belong to."""
    kind, *rest = (draft.text or "transcription").split(":")
    return kind == "transcription" and len(rest) < 2  # without a label


def _as_note(element: Element) -> str | None:
    """Return the kind of the note that an element beside the texts becomes; None for none."""
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
        main = next((one for one in places if _subtype(parts[one]) in _MAIN), places[0])
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
