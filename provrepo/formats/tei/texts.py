"""Find the texts of a TEI document: which elements make which transcription or translation.

See the table of `provrepo.formats.tei.reader`. Files say it in many ways and often not at all, so
the order counts: what a type says, then what stands beside a translation, then the whole document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from provrepo.errors import InvalidValue
from provrepo.formats.tei import languages
from provrepo.formats.tei.outside_texts import outside_texts
from provrepo.formats.tei.tree import is_blank, language, same_language
from provrepo.languages import check

_KINDS = {
    "edition": "transcription",
    "transcription": "transcription",
    "translation": "translation",
}
_AROUND_EDITION = tuple(
    "commentary apparatus app-crit bibliography figure figures history description".split()
)
"""The types of what stands beside an edition in EpiDoc."""

_ORIGINAL = ("", "document", "letter", "original", "source", "text", "textpart")
_RUNNING = tuple("p ab lg l sp list table quote head opener closer salute dateline signed".split())
"""What counts as the transcription beside a translation, where nothing is called one."""

_MAIN = ("", "transcription", "interpretive", "normalized", "edition")
"""The subtypes of which the first is, among several editions, the one without a label."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """The elements that make one text; ``kind`` is None where the file does not say it."""

    elements: tuple[Element, ...]
    kind: str | None = None
    language: str | None = None
    label: str | None = None


class Texts:
    """The texts of a document.

    ``document_language`` is what the header states, None without a statement; ``listed`` are all
    languages that it lists as in use.
    """

    def __init__(
        self, root: Element, document_language: str | None, listed: Sequence[str] = ()
    ) -> None:
        self._root, self._document_language, self._listed = root, document_language, listed
        self.doubts: list[str] = []
        """What says something else about the language of a text than what was found."""
        self.is_awaited = False
        """Whether the document has the place of an edition, without words in it yet."""

    def parts(self) -> list[TextPart]:
        """Return the texts of the document; one of unknown kind where the file names no kind."""
        elements_of_kind = list(self._of_a_kind())
        parts = [
            TextPart((element,), kind, self._language_of((element,), kind))
            for kind, element in elements_of_kind
            if not is_blank(element) or element.find(".//gap") is not None
        ]
        # An edition without words is still the edition; what stands beside it does not become one.
        if not any(kind == "transcription" for kind, _ in elements_of_kind):
            parts += self._translated(parts)
        parts.sort(key=lambda part: part.kind == "translation")
        if parts:
            return _labelled(parts)
        self.is_awaited = bool(elements_of_kind) or self._is_catalogue()
        if not self.is_awaited:
            return [self.whole()]
        editions = (element for kind, element in elements_of_kind if kind == "transcription")
        elements = tuple(editions)[:1]
        tag = self._language_of(elements, "transcription") or self._document_language
        return [TextPart(elements, "transcription", tag)]

    def _translated(self, parts: Sequence[TextPart]) -> list[TextPart]:
        """Return what stands beside translations as the transcription, if it can be one."""
        order = {element: place for place, element in enumerate(self._root.iter())}
        originals = [
            element
            for element in (outside_texts(self._root, elements_of(parts)) if parts else ())
            if isinstance(element, Element)
            and (element.tag in _RUNNING or element.tag == "div")
            and element.get("type", "").lower() in _ORIGINAL
        ]
        originals.sort(key=lambda element: order[element])
        if all(element.tag in ("head", "note") for element in originals):
            return []
        tag = self._language_of(originals, "transcription")
        return [TextPart(tuple(originals), "transcription", tag)]

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
        if self._root.tag not in ("TEI", "TEI.2"):
            return [self._root]  # a fragment
        holders = [element for element in self._root if element.tag in ("text", "sourceDoc")]
        texts = [element for element in holders if element.tag == "text" and not is_blank(element)]
        return texts or holders

    def whole(self) -> TextPart:
        """Return the whole document as one text of unknown kind."""
        texts = self._texts()
        return TextPart(tuple(texts), None, self._language_of(texts, None))

    def _language_of(self, elements: Sequence[Element], kind: str | None) -> str | None:
        """Return the language of a text: that of most of its words (`languages.told`).

        What is stated for the document is the language of the original, so that it says nothing
        about a translation; nor does what an edition beside it takes over from around them.
        """
        if not elements:
            return None
        is_translation = kind == "translation"
        header = None if is_translation else self._document_language
        above = self._above(elements[0])
        if is_translation and above is not None and self._is_of_original(above):
            above = None
        if above is None and header is None:
            above = language(self._root)
        tag, doubts = languages.told(
            elements, above, header, () if is_translation else self._listed
        )
        if tag is not None and (wrong := _unregistered(tag)):
            doubts = (*doubts, wrong)
        self.doubts += [doubt for doubt in doubts if doubt not in self.doubts]
        return tag

    def _is_of_original(self, tag: str) -> bool:
        """Return whether a language that is stated around a translation is the original's."""
        if self._document_language is not None and same_language(tag, self._document_language):
            return True
        kinds = list(self._of_a_kind())
        return any(kind == "transcription" and language(inner) is None for kind, inner in kinds)

    def _above(self, element: Element) -> str | None:
        """Return the language that the ``text`` or ``body`` around an element states."""
        innermost = None
        for text in self._texts():
            for around in text.iter():
                if around.tag in ("text", "body", "group") and element in around.iter():
                    innermost = language(around) or innermost
        return innermost


def _unregistered(tag: str) -> str | None:
    """Return what to say of a tag that the registry does not have; None of one that it has."""
    try:
        check(tag)
    except InvalidValue as error:
        return f"{error}; to mend it: provrepo retext"
    return None


def elements_of(parts: Sequence[TextPart]) -> set[Element]:
    """Return all elements that texts are made of."""
    return {element for part in parts for element in part.elements}


def _labelled(parts: list[TextPart]) -> list[TextPart]:
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


def _subtype(part: TextPart) -> str:
    """Return the subtype of a text's element, as a label can have it."""
    written = part.elements[0].get("subtype", "").lower()
    return re.sub(r"[^a-z0-9]+", "-", written).strip("-")[:50]
