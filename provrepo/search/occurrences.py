"""Where a query is answered in a text: the shortest stretches in which all its words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from provrepo.interventions import BRACKETS, bracketed, paired
from provrepo.search.folding import folded_words
from provrepo.search.paragraph import Paragraph, Place, balanced, is_hyphenated, is_plain
from provrepo.search.query import Clause, Phrase, Query

_NO_SIGNS = str.maketrans(dict.fromkeys(BRACKETS))
_PARAGRAPH_END = re.compile(r"\n\s*\n|[\f\u2029]")
"""No phrase goes over it, and no bracket (`provrepo.interventions`)."""


class Occurrence(NamedTuple):
    """A stretch of a text that answers a query, and where the words are in it, in order."""

    start: int
    end: int
    places: tuple[Place, ...]


def occurrences(query: Query, text: str) -> list[Occurrence]:
    """Return where a query is answered in a text, in order; nothing where it is not.

    For a single word or phrase these are the places where it stands. Of several words it is each
    shortest stretch that has all of them (Clarke, Cormack and Burkowski 1995), none overlapping.
    """
    paragraphs = _Paragraphs(text, exact=query.is_exact)
    places_by_clause = []
    for clause in query.required:
        places = paragraphs.places(clause)
        if not places:
            return []
        places_by_clause.append(places)
    if any(paragraphs.places(clause) for clause in query.excluded):
        return []
    stretches = shortest(places_by_clause)
    if len(places_by_clause) == 1:
        return stretches
    return [Occurrence(*balanced(text, start, end), places) for start, end, places in stretches]


def shortest(places_by_clause: Sequence[Sequence[Place]]) -> list[Occurrence]:
    """Return the shortest stretches that hold a place of each clause, none overlapping."""
    if len(places_by_clause) == 1:
        return [Occurrence(start, end, ((start, end),)) for start, end in places_by_clause[0]]
    placed = sorted(
        (place, number) for number, places in enumerate(places_by_clause) for place in places
    )
    stretches: list[Occurrence] = []
    count = [0] * len(places_by_clause)
    first = missing = 0
    missing = len(count)
    for last, (_, number) in enumerate(placed):
        missing -= count[number] == 0
        count[number] += 1
        while missing == 0:
            begins = placed[first][1]
            if count[begins] == 1:
                inside = sorted({place for place, _ in placed[first : last + 1]})
                stretches.append(_stretch(inside))
                count, missing, first = [0] * len(count), len(count), last + 1
                break
            count[begins] -= 1
            first += 1
    return stretches


def _stretch(places: Sequence[Place]) -> Occurrence:
    return Occurrence(places[0][0], max(end for _, end in places), tuple(places))


class _Paragraphs:
    """The paragraphs of a text, cut into words only where what is looked for may stand in them."""

    def __init__(self, text: str, *, exact: bool) -> None:
        self._text, self._exact = text, exact
        self._paragraphs: list[tuple[int, str]] = list(paragraphs(text))
        self._folded: dict[int, str | None] = {}
        self._cut: dict[int, Paragraph] = {}

    def places(self, clause: Clause) -> list[Place]:
        """Return where one of the phrases of a clause stands, in order, none overlapping."""
        places: list[Place] = []
        for number, (offset, text) in enumerate(self._paragraphs):
            possible = [phrase for phrase in clause.phrases if self._may_hold(number, phrase)]
            if not possible:
                continue
            paragraph = self._cut.get(number)
            if paragraph is None:
                paragraph = self._cut[number] = Paragraph(text, exact=self._exact)
            ranges = sorted(place for phrase in possible for place in paragraph.places(phrase))
            last = -1
            for start, end in ranges:
                if start >= last:
                    places.append((offset + start, offset + end))
                    last = end
        return places

    def _may_hold(self, number: int, phrase: Phrase) -> bool:
        """Return whether the words of a phrase are all in a paragraph, at a glance."""
        if number not in self._folded:
            self._folded[number] = _at_a_glance(self._paragraphs[number][1])
        folded = self._folded[number]
        if folded is None or self._exact:
            return True
        if folded.startswith(" ") and not any(item.pattern or item.words[1:] for item in phrase):
            return f" {' '.join([item.words[0] for item in phrase])} " in folded
        return all(any(word in folded for word in item.words) for item in phrase)


def _at_a_glance(text: str) -> str | None:
    """Return the words of a paragraph in whatever way they are read; None: it has to be read.

    Where they can be read in one way alone, it begins and ends with a blank, and there is one
    between two words.
    """
    if is_plain(text):
        return f" {' '.join(folded_words(text).split())} "
    outermost = bracketed(text)
    if is_hyphenated(text) or len(paired(text)) != len(outermost):
        return None
    outside, place = [], 0
    for start, end in outermost:
        outside.append(text[place:start])
        place = end
    outside.append(text[place:])
    # A bracket without words parts no word, so what is outside is read with both.
    readings = folded_words(text.translate(_NO_SIGNS)), folded_words("".join(outside))
    return " ".join(readings).lstrip()


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs of a text, each with where it begins, in code points."""
    place = 0
    for match in _PARAGRAPH_END.finditer(text):
        yield place, text[place : match.start()]
        place = match.end()
    yield place, text[place:]
