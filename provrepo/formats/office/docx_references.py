"""The footnotes and endnotes of a Word document, by what refers to them (ECMA-376 §17.11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.formats.element_tree import children

REFERENCES = ("w:footnoteReference", "w:endnoteReference")
"""The elements that stand where the sign of a note does."""


class References:
    """The notes of a document: which have been referred to, and how many have a number so far."""

    def __init__(self, footnotes: Element | None, endnotes: Element | None) -> None:
        self._notes: Mapping[str, Mapping[str, Element]] = {
            "footnote": _by_id(footnotes, "w:footnote"),
            "endnote": _by_id(endnotes, "w:endnote"),
        }
        self._referred: set[Element] = set()
        self._numbers: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Element]:
        """Yield all notes, footnotes first."""
        return (note for notes in self._notes.values() for note in notes.values())

    def note(self, reference: Element) -> Element | None:
        """Return the note that a reference names, which is referred to from now on; or None."""
        note = self._notes[_kind(reference)].get(reference.get("w:id", ""))
        if note is not None:
            self._referred.add(note)
        return note

    def label(self, reference: Element) -> str:
        """Return what a reader knows the next note by: ``footnote 3``, or by its own sign alone."""
        kind = _kind(reference)
        if has_own_sign(reference):
            return kind
        self._numbers[kind] += 1
        return f"{kind} {self._numbers[kind]}"

    def unreferred(self) -> Iterator[Element]:
        """Yield the notes that nothing has referred to."""
        return (note for note in self if note not in self._referred)


def has_own_sign(reference: Element) -> bool:
    """Return whether a note has a sign such as ``*``, which follows, in place of a number."""
    return reference.get("w:customMarkFollows") in ("1", "true", "on")


def references_in(element: Element) -> Iterable[Element]:
    """Return the references to notes in a passage, in order."""
    return [part for part in element.iter() if part.tag in REFERENCES]


def _kind(reference: Element) -> str:
    return reference.tag.removeprefix("w:").removesuffix("Reference")


def _by_id(part: Element | None, name: str) -> Mapping[str, Element]:
    """Return the notes of a part by their ids, without the separators (part 1 §17.11.17)."""
    return {
        note.get("w:id", ""): note
        for note in children(part, name)
        if note.get("w:type", "normal") == "normal"
    }
