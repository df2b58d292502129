"""Which quotation in a manuscript goes with which citation.

A quotation belongs to the citation or note after it in its paragraph, or to the one before where an
author names the source first. A note without a pin cites a source as well, that of what is in its
sentence. A block quotation that has neither belongs to the paragraph that introduces it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from provrepo.reading.manuscripts import titles
from provrepo.reading.manuscripts.blocks import MARK, Block, Note, blocks
from provrepo.reading.manuscripts.manuscript import Manuscript
from provrepo.reading.manuscripts.marks import Marked, marked
from provrepo.reading.manuscripts.units import units
from provrepo.reading.manuscripts.written_pins import WrittenPin, alone, written_pins

Titles = Callable[[WrittenPin], Collection[str] | None]
"""Tells the keys of the titles of the version that a pin names; None where it is no pin."""

_MOST_TOGETHER = 50
"""How many pins count as one citation; a quotation may be from each of them."""

_NEAR = 2000
"""A citation that is this many characters away belongs to another sentence."""

_SENTENCE_END = re.compile(rf"[.!?…]['\"”’»)\]]*(?:{MARK.pattern})*\s+(?=[\W_]*[^\W_])|[。！？]")
_TOGETHER = re.compile(
    r"[)\]）]?\s*(?:[;,；，、&]|and\b|und\b|et\b|y\b|e\b|и\b|和|及|와|과|\\&)", re.IGNORECASE
)
_CITATION_BEGINS = re.compile(r"['’.,;:!?\s]*[(\[（［—–]")
_OPENING = re.compile(r"[(（\[［]|\n\s*[—–-]|\s[—–]\s|\n")


class Found(NamedTuple):
    """A pin where it stands: its line, the note that it is in, and words around."""

    pin: WrittenPin
    line: int | None
    note: str
    around: str


@dataclass(slots=True)
class Beside:
    """A quotation, and the pins that it may belong to, by their numbers among all pins.

    ``following`` are those of the citation after it, ``preceding`` of the one before; ``settled``
    says that it stands right before the one that follows. ``nearby`` are those a little further
    off. ``role`` is one of `provrepo.reading.manuscripts.titles`; ``unit`` counts the paragraphs.
    """

    words: str
    closed: bool
    role: str
    following: tuple[int, ...]
    preceding: tuple[int, ...]
    settled: bool
    unit: int
    nearby: tuple[int, ...] = ()


class _Anchor(NamedTuple):
    """A citation: where it begins and ends in its text, and its pins; a note has its mark's place.

    Without pins it is a note that cites something else.
    """

    start: int
    end: int
    pins: tuple[int, ...]
    is_note: bool


@dataclass(slots=True)
class Citations:
    """All pins of a manuscript, and all quotations that may belong to one of them."""

    pins: list[Found] = field(default_factory=list)
    quotations: list[Beside] = field(default_factory=list)


def citations(manuscript: Manuscript, titles_of: Titles) -> Citations:
    """Find the pins and quotations of a manuscript; ``titles_of`` is asked about each pin."""
    digits = alone(manuscript.content)
    if digits and not manuscript.notes:
        return Citations([Found(digits, 1, "", "")])
    return _Reader(titles_of).read(manuscript)


class _Reader:
    """A walk through a manuscript that numbers its pins."""

    def __init__(self, titles_of: Titles) -> None:
        self._titles_of = titles_of
        self._titles: list[Collection[str]] = []  # of each pin
        self._result = Citations()
        self._unit = 0

    def read(self, manuscript: Manuscript) -> Citations:
        anchors: list[_Anchor] = []  # of the paragraph before
        unsourced: Beside | None = None  # a block quotation that nothing before says the source of
        for number, block in enumerate(units(blocks(manuscript))):
            self._unit = number
            before, anchors = anchors, self._paragraph(block)
            if unsourced and anchors and anchors[0].start < 200:
                unsourced.following = anchors[0].pins
            unsourced = None
            if block.is_quotation:
                unsourced = self._block_quotation(block, anchors, before)
                anchors = anchors or before
        return self._result

    def _paragraph(self, block: Block) -> list[_Anchor]:
        """Find what a paragraph and its notes cite, and return its citations."""
        inline = list(written_pins(block.text))
        if not inline and not block.notes:
            return []
        numbered: list[tuple[WrittenPin, int]] = []
        note_anchors: list[_Anchor] = []
        # In the order in which a reader meets them.
        places: list[tuple[int, int, WrittenPin | Note]] = [
            *((note.mark, 0, note) for note in block.notes),
            *((pin.start, 1, pin) for pin in inline),
        ]
        for _, _, item in sorted(places, key=lambda place: place[:2]):
            if isinstance(item, WrittenPin):
                self._number(item, block, numbered)
            elif anchor := self._note(block, item):
                note_anchors.append(anchor)
        quotations = [] if block.is_quotation else marked(block.text)
        return self._text(block, quotations, numbered, note_anchors)

    def _number(
        self, pin: WrittenPin, block: Block, numbered: list[tuple[WrittenPin, int]]
    ) -> None:
        place = Found(pin, block.line_at(pin.start), "", block.around(pin.start))
        number = self._add(place)
        if number is not None:
            numbered.append((pin, number))

    def _add(self, place: Found) -> int | None:
        """Keep a pin and return its number; None where these words are no pin."""
        known_titles = self._titles_of(place.pin)
        if known_titles is None:
            return None
        self._result.pins.append(place)
        self._titles.append(known_titles)
        return len(self._titles) - 1

    def _note(self, block: Block, note: Note) -> _Anchor | None:
        """Find what a note cites and quotes; return its place in the text that it is on."""
        note_block = Block(note.text, note.line)
        note_block.line_ends = [match.start() for match in re.finditer(r"\r\n|\r|\n", note.text)]
        line = block.line_at(note.mark)
        numbered: list[tuple[WrittenPin, int]] = []
        for pin in written_pins(note.text):
            pin_line = line if note.line is None else note_block.line_at(pin.start)
            number = self._add(Found(pin, pin_line, note.label, block.around(note.mark)))
            if number is not None:
                numbered.append((pin, number))
        if numbered:
            self._text(note_block, marked(note.text), numbered)
        pins = tuple(number for _, number in numbered)
        if note.is_aside or not (pins or note.is_placed):
            return None
        if not pins and _says_ibid(note.text):
            pins = self._last_pins
        self._last_pins = pins
        return _Anchor(note.mark, note.mark, pins, is_note=True)

    _last_pins: tuple[int, ...] = ()
    """The pins of the note before, which “ibid.” means."""

    def _text(
        self,
        block: Block,
        quotations: list[Marked],
        numbered: list[tuple[WrittenPin, int]],
        notes: list[_Anchor] | None = None,
    ) -> list[_Anchor]:
        """Keep the quotations of a text with the citations that they may belong to.

        ``numbered`` are the pins in it with their numbers, ``notes`` the notes on it; None for the
        text of a note.
        """
        judged = self._judged(block.text, quotations, numbered, is_note=notes is None)
        notes = notes or []
        quoted = [quotation.start for quotation, role in judged if role != titles.TITLE]
        inline = _grouped(block.text, numbered, [*quoted, *(note.start for note in notes)])
        anchors = sorted([*inline, *notes])
        starts, ends = [anchor.start for anchor in anchors], [anchor.end for anchor in anchors]
        for quotation, role in judged:
            after = bisect_right(starts, quotation.start)
            before = bisect_right(ends, quotation.start) - 1
            following = anchors[after] if after < len(anchors) else None
            preceding = anchors[before] if before >= 0 else None
            cited_quotation = self._keep(block, quotation, role, following, preceding)
            if cited_quotation:
                near = anchors[max(0, before - 1) : after + 2]
                cited_quotation.nearby = tuple(pin for anchor in near for pin in anchor.pins[:3])
        return anchors

    def _judged(
        self,
        text: str,
        quotations: list[Marked],
        numbered: list[tuple[WrittenPin, int]],
        *,
        is_note: bool,
    ) -> list[tuple[Marked, str]]:
        """Return each quotation with what it is, by the pin that follows it.

        After the last one a note may cite something else; running text has nothing to judge by.
        """
        starts = [quotation.start for quotation in quotations]
        judged: list[tuple[Marked, str]] = []
        start, first = 0, 0
        for pin, number in numbered:
            last = bisect_left(starts, pin.start)
            between = quotations[first:last]
            known_titles = self._titles[number]
            judged += zip(
                between, titles.roles(text, between, start, pin.start, known_titles), strict=True
            )
            start, first = pin.end, last
        last_quotations = quotations[first:]
        last_roles = (
            titles.roles(text, last_quotations, start, len(text), ())
            if is_note
            else [titles.AUTHOR] * len(last_quotations)
        )
        return [*judged, *zip(last_quotations, last_roles, strict=True)]

    def _keep(
        self,
        block: Block,
        quotation: Marked,
        role: str,
        following: _Anchor | None,
        preceding: _Anchor | None,
    ) -> Beside | None:
        """Keep a quotation and return it, unless it is a title or of another source."""
        if role == titles.TITLE or not any(map(str.isalnum, quotation.words)):
            return None
        settled = False
        if following is not None:
            between = block.text[quotation.end : min(following.start, quotation.end + _NEAR)]
            is_near = following.start - quotation.end < _NEAR
            settled = is_near and _is_right_before(between, following)
            if not following.pins and (settled or _has(preceding, block.text, quotation, between)):
                return None
        pins = _pins(following), () if settled else _pins(preceding)
        if not any(pins) or self._is_known_title(block.text, quotation, (*pins[0], *pins[1])):
            return None
        words = _without_marks(block, quotation)
        cited_quotation = Beside(words, quotation.closed, role, *pins, settled, self._unit)
        self._result.quotations.append(cited_quotation)
        return cited_quotation

    def _is_known_title(self, text: str, quotation: Marked, pins: Sequence[int]) -> bool:
        words = titles.key(quotation.words)
        return any(
            words in self._titles[pin] or titles.is_within(text, quotation, self._titles[pin])
            for pin in pins[:_MOST_TOGETHER]
        )

    def _block_quotation(
        self, block: Block, anchors: Sequence[_Anchor], before: Sequence[_Anchor]
    ) -> Beside | None:
        """Keep a block quotation; return it where nothing up to here says where it is from."""
        pinned = next((anchor for anchor in anchors if anchor.pins), None)
        if anchors and pinned is None:
            return None
        inline = next((anchor for anchor in anchors if not anchor.is_note), None)
        end = _citation_start(block.text, inline.start) if inline else len(block.text)
        words = _without_marks(block, Marked(0, end, block.text[:end]))
        preceding = () if pinned else _pins(before[-1] if before else None)
        quotation = Beside(words, True, titles.AUTHOR, _pins(pinned), preceding, True, self._unit)
        if not any(map(str.isalnum, words)):
            return None
        self._result.quotations.append(quotation)
        return quotation if not pinned and not before else None


def _pins(anchor: _Anchor | None) -> tuple[int, ...]:
    return anchor.pins if anchor else ()


def _says_ibid(text: str) -> bool:
    """Return whether a note names the source of the note before, in any language of the styles."""
    return (
        re.match(
            r"\W*(?:ibid|ebd|ebenda|ib\b|idem|ibíd|там же|同上|同前|동상|위의 글|위와 같음)",
            text,
            re.IGNORECASE,
        )
        is not None
    )


def _is_right_before(between: str, following: _Anchor) -> bool:
    """Return whether nothing but signs stands between a quotation and the citation after it."""
    if not any(map(str.isalnum, between)):
        return True
    return not following.is_note and _CITATION_BEGINS.match(between) is not None


def _has(preceding: _Anchor | None, text: str, quotation: Marked, between: str) -> bool:
    """Return whether a quotation belongs to a note without a pin that follows after some words.

    It does in the same sentence, unless a pin stands there before it.
    """
    if _SENTENCE_END.search(between):
        return False
    if not _pins(preceding):
        return True
    assert preceding is not None, "it has pins"
    # The full stop stands before the note's mark, perhaps with a mark between.
    start = max(0, preceding.end - 3, quotation.start - _NEAR)
    return _SENTENCE_END.search(text[start : quotation.start]) is not None


def _grouped(
    text: str, numbered: Sequence[tuple[WrittenPin, int]], parting: Sequence[int]
) -> Iterator[_Anchor]:
    """Yield the citations in a text: pins that stand together, with none of ``parting`` between."""
    places = sorted(parting)
    group: list[tuple[WrittenPin, int]] = []
    for pin, number in numbered:
        if group:
            end = group[-1][0].end
            parted = bisect_left(places, end) != bisect_left(places, pin.start)
            together = _TOGETHER.match(text, end, pin.start) is not None
            if parted or not together or len(group) == _MOST_TOGETHER:
                yield _anchor(group)
                group = []
        group.append((pin, number))
    if group:
        yield _anchor(group)


def _anchor(group: Sequence[tuple[WrittenPin, int]]) -> _Anchor:
    pins = tuple(number for _, number in group)
    return _Anchor(group[0][0].start, group[-1][0].end, pins, is_note=False)


def _without_marks(block: Block, quotation: Marked) -> str:
    """Return the words of a quotation without the marks of notes that stand among them."""
    words, start = quotation.words, block.text.find(quotation.words, quotation.start)
    if block.line is None:
        return words
    first = bisect_left(block.notes, start, key=lambda note: note.mark)
    last = bisect_left(block.notes, start + len(words), key=lambda note: note.mark)
    for note in reversed(block.notes[first:last]):
        mark = note.mark - start
        match = MARK.match(words, mark)
        if match:
            words = words[:mark] + words[match.end() :]
    return words


def _citation_start(text: str, pin: int) -> int:
    """Return where the citation begins that stands at the end of a block quotation."""
    places = [match.start() for match in _OPENING.finditer(text, 0, pin)]
    places = [place for place in places if text[:place].strip()]
    if places:
        return places[-1]
    sentences = [match.end() for match in _SENTENCE_END.finditer(text, 0, pin)]
    return sentences[0] if sentences else pin
