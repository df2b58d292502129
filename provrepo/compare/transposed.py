"""Parting the segments of a collation where a passage of some stands elsewhere with others.

A passage that only one witness has in a place is one reading there. With the others it may stand
amid a longer reading, or be cut by what these have differently in it. Where both are cut alike, the
parts of the one place can be linked with those of the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from provrepo.compare.witness import pieces

Row = tuple[str, ...]
"""What each witness reads in one segment."""

# The least weight of a passage that is looked for within other readings: three long words.
_LEAST = 3
# Characters that may be searched through, all passages and all witnesses together: a second.
_MOST = 1_000_000_000
_END = "\0"
"""Stands after each word: no text of a witness that words are made of has it."""


class _Word(NamedTuple):
    """A word of one witness: its key, and the segment and range of the reading it stands in."""

    key: str
    row: int
    start: int
    end: int


class _Witness:
    """The words of one witness, in which a passage is looked for."""

    def __init__(self, readings: Sequence[str], first_row: int = 0) -> None:
        self.words = [
            word for number, text in enumerate(readings, first_row) for word in _words(number, text)
        ]
        self.text = _END + "".join(word.key + _END for word in self.words)
        self._starts = [*accumulate((len(word.key) + 1 for word in self.words), initial=1)]

    def place(self, passage: _Witness) -> list[_Word]:
        """Return the words of a passage that stands here once, or none."""
        place = self.text.find(passage.text)
        if place < 0 or self.text.find(passage.text, place + 1) >= 0:
            return []
        first = bisect_left(self._starts, place + 1)
        return self.words[first : first + len(passage.words)]


def parted(rows: Sequence[Row]) -> list[Row]:
    """Cut segments so that a passage and its counterpart elsewhere are segments of their own.

    The readings of one witness, joined, stay its text. What others read in a segment that is cut
    stays whole, in front of the passage or, where that begins the segment, after it.
    """
    witnesses = [_Witness(texts) for texts in zip(*rows, strict=True)]
    cuts: dict[int, tuple[str, set[int]]] = {}
    budget = _MOST
    for number, row in enumerate(rows):
        for reading in sorted(set(row)):
            passage = _Witness([reading], number)
            if len(set(row)) == 1 or not _is_weighty(reading):
                continue
            for other, witness in enumerate(witnesses):
                budget -= len(witness.text)
                if row[other] == reading or budget < 0:
                    continue
                counterpart = witness.place(passage)
                if counterpart and all(
                    word.row != number
                    and rows[word.row][other] not in _of(rows, word, row, reading)
                    for word in counterpart
                ):
                    _cut(cuts, passage.words, counterpart, rows, other, reading)
    return [part for number, row in enumerate(rows) for part in _parts(row, cuts.get(number))]


def _of(rows: Sequence[Row], word: _Word, row: Row, reading: str) -> set[str]:
    """Return what the witnesses of a reading read in the segment of a word."""
    return {other for other, text in zip(rows[word.row], row, strict=True) if text == reading}


def _words(row: int, text: str) -> Iterator[_Word]:
    end = 0
    for piece in pieces(text):
        start, end = end, end + len(piece.core) + len(piece.blank)
        if piece.weight:
            yield _Word(piece.key, row, start, end)


def _is_weighty(text: str) -> bool:
    return len(text) > _LEAST and sum(piece.weight for piece in pieces(text)) >= _LEAST


def _cut(
    cuts: dict[int, tuple[str, set[int]]],
    passage: Sequence[_Word],
    counterpart: Sequence[_Word],
    rows: Sequence[Row],
    other: int,
    reading: str,
) -> None:
    """Note where both places are to be cut: a passage where its counterpart goes on elsewhere."""
    places = {word.row for word in counterpart}
    if any(cuts.get(row, (rows[row][other],))[0] != rows[row][other] for row in places):
        return
    if cuts.get(passage[0].row, (reading,))[0] != reading:
        return
    for row in places:
        start = min(word.start for word in counterpart if word.row == row)
        end = max(word.end for word in counterpart if word.row == row)
        end += _marks_after(rows[row][other], end)
        cuts.setdefault(row, (rows[row][other], set()))[1].update((start, end))
    inside = {
        passage[number].start
        for number, (word, following) in enumerate(pairwise(counterpart), 1)
        if word.row != following.row
    }
    cuts.setdefault(passage[0].row, (reading, set()))[1].update(inside)


def _marks_after(text: str, place: int) -> int:
    """Return how many characters of marks and blanks follow: a full stop goes with its sentence."""
    length = 0
    for piece in pieces(text[place:]):
        if piece.weight:
            break
        length += len(piece.core) + len(piece.blank)
    return length


def _parts(row: Row, cut: tuple[str, set[int]] | None) -> list[Row]:
    """Cut a segment at places of one of its readings."""
    if cut is None:
        return [row]
    reading, places = cut
    ends = [0, *sorted(place for place in places if 0 < place < len(reading)), len(reading)]
    return [
        tuple(
            reading[start:end] if text == reading else text if number == 0 else "" for text in row
        )
        for number, (start, end) in enumerate(pairwise(ends))
    ]
