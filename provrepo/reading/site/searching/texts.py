"""The texts of a document as the search of a site reads them, with the readings of brackets."""

from __future__ import annotations

from collections.abc import Iterator

from provrepo.interventions import paired
from provrepo.metadata import written
from provrepo.publish.labels import Labels
from provrepo.publish.searching.texts import (
    ITEM,
    NOTE,
    TEXT,
    Part,
    Reading,
    SearchedText,
    cut,
    passages,
    units,
)
from provrepo.publish.views import DocumentView, VersionView
from provrepo.search.folding import FOLDING, word_pattern
from provrepo.search.occurrences import paragraphs
from provrepo.search.paragraph import Leap, Paragraph, is_plain
from provrepo.search.parts import BETWEEN

_NOT_SEARCHED = frozenset({"type", "custom", "id", "version", "language"})
"""Fields of the citation metadata that say something to programs."""


def searched_texts(document: DocumentView, labels: Labels) -> Iterator[SearchedText]:
    """Yield the newest version of each text of a document, with its notes.

    The document's key and its metadata are searched with the first of them.
    """
    for number, text in enumerate(document.texts):
        version = text.newest
        pieces = [[part] for part in _pieces(version)] or [[]]
        pieces[0] += [_part(NOTE, note.text) for note in version.notes]
        if number == 0:
            pieces[0].append(_part(ITEM, _item(document)))
        yield SearchedText(
            text.ordinal,
            document.title,
            labels.text_name(text.name),
            text.language,
            document.path,
            version.path,
            pieces,
        )


def _item(document: DocumentView) -> str:
    values = [
        written(name, value).replace("\n", " ")
        for name, value in (document.item or {}).items()
        if name not in _NOT_SEARCHED
    ]
    return BETWEEN.join([document.key, *values])


def _pieces(version: VersionView) -> Iterator[Part]:
    content = version.content
    if not content:
        return
    begins = [start for start, _ in paragraphs(content)]
    ends = [*begins[1:], len(content)]
    for start, end in cut(content, ends):
        yield _part(TEXT, content[start:end])._replace(places=passages(content, start, end))


def _part(kind: str, content: str) -> Part:
    readings = [
        _reading(number, paragraph)
        for number, (_, paragraph) in enumerate(paragraphs(content))
        if not is_plain(paragraph)
    ]
    return Part(kind, content, readings)


def _reading(number: int, text: str) -> Reading:
    paragraph = Paragraph(text)
    starts = [match.start() for match in word_pattern().finditer(text) if FOLDING[match[0]]]
    joined = []
    place = 0
    for word in paragraph.words:
        count = 0
        while place + count < len(starts) and starts[place + count] < word.end:
            count += 1
        if count > 1:
            joined.append((place, count))
        place += count
    offsets = _Offsets(text)
    leaps = [
        _leap(first, leap, offsets)
        for first in sorted(paragraph.leaps)
        for leap in paragraph.leaps[first]
    ]
    brackets = [(offsets[start], offsets[end]) for start, end in paired(text)]
    return Reading(number, len(starts), joined, leaps, brackets)


def _leap(
    first: int, leap: Leap, offsets: _Offsets
) -> tuple[int, int] | tuple[int, int, int, int, str]:
    word = leap.word
    if word is None:
        return first, leap.target
    return first, leap.target, offsets[word.start], offsets[word.end], word.word


class _Offsets:
    """From places in code points to places in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._text, self._is_same = text, units(text) == len(text)

    def __getitem__(self, place: int) -> int:
        return place if self._is_same else units(self._text[:place])
