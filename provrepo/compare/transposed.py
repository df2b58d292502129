"""Parting the segments of a collation where a passage of some stands elsewhere with others.

A passage that moved is mostly cut by what is read otherwise in it: here by one witness, there by
another. So the words that two witnesses have, but in different segments, are followed in both as
far as they go. Where both places are cut alike, the parts of the one can be linked with those of
the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, combinations, pairwise
from typing import NamedTuple

from provrepo.compare.sequence import in_common, match
from provrepo.compare.witness import Piece, pieces

Row = tuple[str, ...]
"""What each witness reads in one segment."""

# A passage of this weight, three long words, is looked for further away. A lighter one is looked
# for within _REACH words for each of its own: beyond them it is equal by chance.
_FURTHER = 3
_LEAST = 1
_REACH = 8
# How many pairs of words there may be for a passage of that weight. Among ten times as many, one
# that is a long word longer is as likely to be equal by chance.
_PAIRS = 1_000_000
# What says less is a passage only where nothing else is read beside it.
_INSIDE = 1.5
# A passage of this many words, of which that share came along, may have been edited on the way.
_PASSAGE = 5
_CAME_ALONG = 0.6
# Runs with these numbers of words are looked up; a single word only if it is a long one.
_RUNS = (1, 2, 3)
# Places are cut again where what was cut shows more; the second time finds nearly all of it.
_ROUNDS = 3
# How many words may be compared, those of all pairs of witnesses together: some seconds.
_MOST = 4_000_000


class _Word(NamedTuple):
    """A word of one witness: its number, key and weight, and where it stands: segment and range."""

    number: int
    key: str
    weight: float
    row: int
    start: int
    end: int


class _Cut(NamedTuple):
    """Where a reading is cut, and the ranges of it that stand elsewhere with others."""

    places: set[int]
    moved: list[tuple[int, int]]


_Cuts = dict[tuple[int, str], _Cut]
"""For each segment and reading in it."""


class Link(NamedTuple):
    """Two segments, and what is read in either, of which the one is the other in another place."""

    first: int
    second: int
    reading: str
    other_reading: str


def parted(rows: Sequence[Row]) -> tuple[list[Row], set[Link]]:
    """Cut segments so that a passage and its counterpart elsewhere are segments of their own.

    The readings of one witness, joined, stay its text. What others read in a segment that is cut
    stays whole, beside the first words that did not move. The links lead from each part of a
    passage to its counterpart.
    """
    cut = [row for row in rows if any(row)]
    for _ in range(_ROUNDS):
        cuts: _Cuts = {}
        for left, right, first, second in _passages(cut):
            if not _are_wholes(cut, left, right, first, second):
                _note(cuts, cut, left, first, second)
                _note(cuts, cut, right, second, first)
        again = [part for number, row in enumerate(cut) for part in _parts(number, row, cuts)]
        if len(again) == len(cut):
            break
        cut = again
    links = set[Link]()
    for left, right, first, second in _passages(cut):
        for word, other in zip(first, second, strict=True):
            link = Link(word.row, other.row, cut[word.row][left], cut[other.row][right])
            links.add(link if word.row < other.row else Link(*link[1::-1], *link[:1:-1]))
    return cut, links


def _passages(
    rows: Sequence[Row],
) -> Iterator[tuple[int, int, list[_Word], list[_Word]]]:
    """Yield two witnesses and the words of a passage that they have in different segments."""
    apart = _Distances(rows)
    witnesses = [[*_words(rows, number)] for number in range(len(rows[0]))]
    budget = _MOST
    for left, right in combinations(range(len(witnesses)), 2):
        budget -= len(witnesses[left]) + len(witnesses[right])
        if budget < 0:
            return
        free = [
            [word for word in witnesses[side] if rows[word.row][left] != rows[word.row][right]]
            for side in (left, right)
        ]
        for first, second in _runs(*free):
            weight = sum(word.weight for word in first)
            most = max(map(len, free))
            near = apart.reach(first[-1].row, second[0].row, weight, most)
            if near and {word.row for word in first}.isdisjoint(word.row for word in second):
                says_enough = len(first) > 1 and weight >= _INSIDE
                if says_enough or (_is_all(rows, left, first) and _is_all(rows, right, second)):
                    yield left, right, first, second


def _is_all(rows: Sequence[Row], witness: int, run: Sequence[_Word]) -> bool:
    """Return whether nothing else is read where a run of words stands."""
    places = dict.fromkeys(word.row for word in run)
    return len(run) == sum(len(_keys(rows[place][witness])) for place in places)


@lru_cache(maxsize=4096)
def _keys(reading: str) -> tuple[str, ...]:
    return tuple(piece.key for piece in pieces(reading) if piece.weight)


class _Distances:
    """How far the segments of a collation are from each other."""

    def __init__(self, rows: Sequence[Row]) -> None:
        sizes = (max(_weight(pieces(text)) for text in set(row)) for row in rows)
        self._sums = [*accumulate(sizes, initial=0.0)]

    def reach(self, first: int, second: int, weight: float, number: int) -> bool:
        """Return whether a passage says enough to be known in two segments.

        ``number`` is how many words could have been equal with what is as far away as it is.
        """
        between = self._sums[max(first, second)] - self._sums[min(first, second) + 1]
        if weight < _FURTHER:
            return weight >= _LEAST and between <= _REACH * weight
        return number * between <= _PAIRS * 10 ** (weight - _FURTHER)


def _are_wholes(
    rows: Sequence[Row], left: int, right: int, first: Sequence[_Word], second: Sequence[_Word]
) -> bool:
    """Return whether the readings that two runs stand in are one passage, or one edited inside."""
    if first[0].row != first[-1].row or second[0].row != second[-1].row:
        return False
    words, other_words = _keys(rows[first[0].row][left]), _keys(rows[second[0].row][right])
    shorter = min(len(words), len(other_words))
    return words == other_words or (len(first) < shorter and is_edited(words, other_words))


@lru_cache(maxsize=1024)
def is_edited(words: tuple[str, ...], other_words: tuple[str, ...]) -> bool:
    """Return whether enough of a passage came along to another place, and not all of it."""
    longest = max(len(words), len(other_words))
    if words == other_words or min(len(words), len(other_words)) < _PASSAGE:
        return False
    least = _CAME_ALONG * longest
    return in_common(words, other_words) >= least <= len(match(words, other_words).rows)


def _words(rows: Sequence[Row], witness: int) -> Iterator[_Word]:
    """Yield the words that a witness has where not all agree; a word of all makes a jump."""
    number = 0
    for place, row in enumerate(rows):
        if len(set(row)) == 1:
            number += _weight(pieces(row[0])) > 0
            continue
        end = 0
        for piece in pieces(row[witness]):
            start, end = end, end + len(piece.core) + len(piece.blank)
            if piece.weight:
                yield _Word(number, piece.key, piece.weight, place, start, end)
                number += 1


def _runs(
    left: Sequence[_Word], right: Sequence[_Word]
) -> Iterator[tuple[list[_Word], list[_Word]]]:
    """Yield what two lists of words have in common: runs that begin with words that stand once."""
    taken: set[int] = set()
    both = {word.key for word in left} & {word.key for word in right}
    for size in reversed(_RUNS) if both else ():
        old, new = _once(left, size, both), _once(right, size, both)
        for run in sorted(old.keys() & new.keys(), key=old.__getitem__):
            row, column = old[run], new[run]
            if row in taken:
                continue
            start = 0
            while _are_next(left, row - start) and _are_next(right, column - start):
                if left[row - start - 1].key != right[column - start - 1].key:
                    break
                start += 1
            end = 1
            while (
                row + end < len(left)
                and column + end < len(right)
                and _are_next(left, row + end)
                and _are_next(right, column + end)
                and left[row + end].key == right[column + end].key
            ):
                end += 1
            taken.update(range(row - start, row + end))
            yield [*left[row - start : row + end]], [*right[column - start : column + end]]


def _are_next(words: Sequence[_Word], place: int) -> bool:
    """Return whether a word follows the one before it in the list without any between them."""
    return place > 0 and words[place - 1].number + 1 == words[place].number


def _once(words: Sequence[_Word], size: int, both: set[str]) -> dict[tuple[str, ...], int]:
    """Return where each run of ``size`` words stands that stands once, if all are in ``both``."""
    keys = [word.key for word in words]
    numbers = [word.number for word in words]
    runs = zip(*(keys[start:] for start in range(size)), strict=False)
    places: dict[tuple[str, ...], int] = {}
    again: set[tuple[str, ...]] = set()
    for place, run in enumerate(runs):
        if not both.issuperset(run) or numbers[place + size - 1] - numbers[place] >= size:
            continue
        if size > 1 or words[place].weight >= _LEAST:
            if run in places:
                again.add(run)
            places[run] = place
    return {run: place for run, place in places.items() if run not in again}


def _note(
    cuts: _Cuts,
    rows: Sequence[Row],
    witness: int,
    passage: Sequence[_Word],
    counterpart: Sequence[_Word],
) -> None:
    """Note where a passage begins and ends, and where its counterpart goes on in another segment.

    Marks after its last word, such as a full stop, go with it.
    """
    starts = [
        0,
        *(n for n, pair in enumerate(pairwise(counterpart), 1) if pair[0].row != pair[1].row),
    ]
    for row in dict.fromkeys(word.row for word in passage):
        reading = rows[row][witness]
        inside = [(number, word) for number, word in enumerate(passage) if word.row == row]
        start, end = inside[0][1].start, inside[-1][1].end
        end += _marks_after(reading, end)
        cut = cuts.setdefault((row, reading), _Cut(set(), []))
        cut.moved.append((start, end))
        cut.places.update((start, end), (word.start for n, word in inside if n in starts))


def _marks_after(text: str, place: int) -> int:
    """Return how many characters of marks and blanks follow: a full stop goes with its sentence."""
    length = 0
    for piece in pieces(text[place:]):
        if piece.weight:
            break
        length += len(piece.core) + len(piece.blank)
    return length


def _weight(words: Sequence[Piece]) -> float:
    return sum(piece.weight for piece in words)


def _parts(number: int, row: Row, cuts: _Cuts) -> Iterator[Row]:
    """Cut a segment: what moved from before the words that stayed, these, and what from after.

    Readings of as many words, of which none stayed, are cut alike.
    """
    parts = {text: [text] for text in row}
    mains = dict.fromkeys(row, 0)
    staying: set[str] = set()
    ends: dict[int, set[int]] = {}
    for reading in parts:
        if cut := cuts.get((number, reading)):
            places = sorted({0, len(reading), *cut.places})
            parts[reading] = [reading[start:end] for start, end in pairwise(places)]
            stayed = [
                place
                for place, (start, end) in enumerate(pairwise(places))
                if _keys(reading[start:end])
                and not any(first <= start and end <= last for first, last in cut.moved)
            ]
            if stayed:
                mains[reading] = stayed[0]
                staying.add(reading)
            else:
                sums = accumulate(len(_keys(part)) for part in parts[reading])
                ends.setdefault(len(_keys(reading)), set()).update(sums)
    together: dict[int, list[str]] = {}
    for reading in sorted(parts):
        words = len(_keys(reading))
        alike = words in ends and reading not in staying
        if alike:
            parts[reading] = _divided(reading, ends[words])
        together.setdefault(words if alike else -1 - len(together), []).append(reading)
    groups = [({*texts}, len(parts[texts[0]]), mains[texts[0]]) for texts in together.values()]
    for texts, _, main in groups:
        for place in range(main):
            yield tuple(parts[text][place] if text in texts else "" for text in row)
    yield tuple(parts[text][mains[text]] for text in row)
    for texts, length, main in groups:
        for place in range(main + 1, length):
            yield tuple(parts[text][place] if text in texts else "" for text in row)


def _divided(text: str, ends: set[int]) -> list[str]:
    """Cut a text after each of these numbers of words; marks go with the word before them."""
    divided = [""]
    words = 0
    for piece in pieces(text):
        if piece.weight:
            if words in ends:
                divided.append("")
            words += 1
        divided[-1] += piece.core + piece.blank
    return divided
