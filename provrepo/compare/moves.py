"""Passages that were not deleted and written anew but moved, edited on the way or not.

A move leaves a deletion in one place and an insertion in another. Of all words deleted and all
words inserted, runs of four that occur once on each side are traces (after the unique lines of B.
Cohen's patience diff); traces near each other make a passage, which grows over equal words on
either side and over the whole of its deletion and insertion where these are alike enough. The
longest passages are taken first; no word moves twice. What is left of the changes they stood in is
compared anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, compress
from typing import NamedTuple

from provrepo.compare.anchors import meetings
from provrepo.compare.changes import Change, Move
from provrepo.compare.kinds import kind_of
from provrepo.compare.passage_ends import Moved, past_marks, with_blanks, with_full_stops
from provrepo.compare.sequence import match
from provrepo.compare.tokens import tokens

# This many words in a row, once among all deleted and once among all inserted, are a trace. Three
# words ("of the border") meet by chance, five miss a passage in which every fifth word was edited.
_RUN = 4
# Two traces belong to one passage if at most this many words lie between them, and if the numbers
# of words between them on the two sides differ by no more than _SLIP.
_BETWEEN = 30
_SLIP = 10
# A passage has at least _WORDS words; _FEW_WORDS if it is all that was deleted or all that was
# inserted there, _RUN if it is both; and at least this share of it came along.
_WORDS = 8
_FEW_WORDS = 5
_SHARE = 0.6
MOVABLE = _RUN
"""Where a passage moved, at least this many tokens were both deleted and inserted."""

# Deletions and insertions of up to this many words are compared as wholes.
_WHOLE = 2_000
# Where more words than this were deleted or inserted, to look for moves would take seconds.
_MOST_WORDS = 400_000

Inner = Callable[[str, str], list[Change]]


class _Words:
    """The words of all that was deleted, or of all that was inserted, one after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.changes: list[int] = []
        """The number of the change that each word stands in."""
        self.ranges: dict[int, tuple[int, int]] = {}
        """For each change where its words begin and end in the lists."""
        self.claimed: dict[int, tuple[int, int]] = {}
        """For the first and the last word of each passage that moved, its place in the text."""

    def add(self, change: int, start: int, end: int) -> None:
        """Add the words of the range of a change."""
        pieces = tokens(self._text[start:end])
        are_words = [piece[0].isalnum() for piece in pieces]
        first = len(self.texts)
        self.texts += compress(pieces, are_words)
        self.starts += compress(accumulate(map(len, pieces), initial=start), are_words)
        self.changes += [change] * (len(self.texts) - first)
        self.ranges[change] = first, len(self.texts)

    def end(self, word: int) -> int:
        """Return the place in the text where a word ends."""
        return self.starts[word] + len(self.texts[word])

    def room(self, first: int, last: int, around: tuple[int, int]) -> tuple[int, int]:
        """Return how far a passage may take in what stands between its words and the next ones.

        ``around`` is the range of the change that the words ``first`` to ``last`` (half-open) stand
        in. What the passages before and after have claimed is not available.
        """
        lowest, highest = self.ranges[self.changes[first]]
        floor, roof = around
        if first > lowest:
            _, floor = self.claimed.get(first - 1, (0, self.end(first - 1)))
        if last < highest:
            roof, _ = self.claimed.get(last, (self.starts[last], 0))
        return floor, roof

    def claim(self, first: int, last: int, place: tuple[int, int]) -> None:
        """Remember what a passage has taken in, by its first and its last word."""
        self.claimed[first] = self.claimed[last - 1] = place


class _Passage(NamedTuple):
    """Half-open ranges of deleted and of inserted words that are taken as the same passage."""

    first: int
    last: int
    start: int
    end: int


def find_moves(
    before: str, after: str, changes: Sequence[Change], inner: Inner
) -> tuple[list[Change], list[Move]]:
    """Take moved passages out of ``changes``; return what is left, and the moves.

    ``inner`` compares the two forms of a passage and returns the changes inside it.
    """
    deleted, inserted = _Words(before), _Words(after)
    for number, change in enumerate(changes):
        if len(change.deleted) >= _FEW_WORDS:
            deleted.add(number, change.before_start, change.before_end)
        if len(change.inserted) >= _FEW_WORDS:
            inserted.add(number, change.after_start, change.after_end)
    if not 0 < min(len(deleted.texts), len(inserted.texts)) <= _MOST_WORDS:
        return list(changes), []
    moved: list[Moved] = []
    taken_before, taken_after = bytearray(len(deleted.texts)), bytearray(len(inserted.texts))
    grown = [*_grown(_chained(_traces(deleted, inserted), deleted, inserted), deleted, inserted)]
    crossed = _crossed(grown, deleted, inserted)
    passages = [
        passage if passage in crossed else _widened(passage, changes, deleted, inserted)
        for passage in grown
    ]
    # The longest first: where two passages overlap, the shorter one is there by chance.
    for passage in sorted(passages, key=lambda passage: (passage.first - passage.last, passage)):
        first, last, start, end = passage
        if taken_before.find(1, first, last) >= 0 or taken_after.find(1, start, end) >= 0:
            continue
        if _is_move(passage, deleted, inserted):
            taken_before[first:last] = b"\1" * (last - first)
            taken_after[start:end] = b"\1" * (end - start)
            stretched = _stretched(before, after, changes, passage, deleted, inserted)
            deleted.claim(first, last, stretched.before)
            inserted.claim(start, end, stretched.after)
            moved.append(stretched)
    if not moved:
        return list(changes), []
    placed, whole = with_full_stops(before, after, changes, sorted(moved))
    return _cut(before, after, placed, whole, inner)


def _traces(deleted: _Words, inserted: _Words) -> list[tuple[int, int]]:
    """Return the places of runs of words that stand once on each side, in order of the deleted."""
    shared = set(deleted.texts).intersection(inserted.texts)
    codes = {word: code for code, word in enumerate(shared, 1)}
    left, right = _runs(deleted, codes), _runs(inserted, codes)
    return [*meetings(left, right, but=0)]


def _runs(words: _Words, codes: dict[str, int]) -> list[int]:
    """Return for each word the run that begins with it as a number, 0 where none can be shared.

    ``codes`` are the numbers, from 1, of the words that both sides have. A run is the number that
    its words' codes are the digits of, which takes less time and memory than a tuple.
    """
    coded = [codes.get(word, 0) for word in words.texts]
    base = len(codes) + 1
    shifted = (coded[shift:] for shift in range(_RUN))
    runs = [
        ((a * base + b) * base + c) * base + d if a and b and c and d else 0
        for a, b, c, d in zip(*shifted, strict=False)
    ]
    for _, last in words.ranges.values():
        # A run does not go from one change to the next.
        for place in range(max(0, last - _RUN + 1), min(last, len(runs))):
            runs[place] = 0
    return runs


def _chained(
    traces: Iterable[tuple[int, int]], deleted: _Words, inserted: _Words
) -> Iterator[_Passage]:
    """Join traces that lie close together, in the same changes, to passages."""
    first = last = start = end = -1
    for word, new_word in traces:
        skipped, jumped = word + _RUN - last, new_word + _RUN - end
        if (
            first >= 0
            and 0 < skipped <= _BETWEEN
            and 0 < jumped <= _BETWEEN
            and abs(skipped - jumped) <= _SLIP
            and deleted.changes[first] == deleted.changes[word]
            and inserted.changes[start] == inserted.changes[new_word]
        ):
            last, end = word + _RUN, new_word + _RUN
            continue
        if first >= 0:
            yield _Passage(first, last, start, end)
        first, last, start, end = word, word + _RUN, new_word, new_word + _RUN
    if first >= 0:
        yield _Passage(first, last, start, end)


def _grown(passages: Iterable[_Passage], deleted: _Words, inserted: _Words) -> Iterator[_Passage]:
    """Take in the equal words before and after each passage."""
    left, right = deleted.texts, inserted.texts
    grown = _Passage(0, 0, 0, 0)
    for first, last, start, end in passages:
        if last <= grown.last and grown.last - last == grown.end - end:
            # The passage before has grown over this one, word for word.
            continue
        lowest, highest = deleted.ranges[deleted.changes[first]]
        new_lowest, new_highest = inserted.ranges[inserted.changes[start]]
        while first > lowest and start > new_lowest and _is_same(left[first - 1], right[start - 1]):
            first, start = first - 1, start - 1
        while last < highest and end < new_highest and _is_same(left[last], right[end]):
            last, end = last + 1, end + 1
        grown = _Passage(first, last, start, end)
        yield grown


def _is_same(word: str, other: str) -> bool:
    """Return whether two words are equal, were it with another capital: a sentence begins there."""
    return word == other or word.casefold() == other.casefold()


def _crossed(passages: Sequence[_Passage], deleted: _Words, inserted: _Words) -> set[_Passage]:
    """Return the passages whose deletion or insertion holds another one, not in the same order.

    ``passages`` are in order of the deleted words.
    """
    crossed: set[_Passage] = set()
    last_of: dict[tuple[str, int], _Passage] = {}
    for passage in passages:
        source, target = deleted.changes[passage.first], inserted.changes[passage.start]
        for key in (("source", source), ("target", target)):
            other = last_of.get(key)
            if other is not None:
                places = deleted.changes[other.first], inserted.changes[other.start]
                if places != (source, target) or other.end > passage.start:
                    crossed |= {other, passage}
            last_of[key] = passage
    return crossed


def _widened(
    passage: _Passage, changes: Sequence[Change], deleted: _Words, inserted: _Words
) -> _Passage:
    """Take all of a deletion and all of an insertion, if they are alike enough."""
    source, target = deleted.changes[passage.first], inserted.changes[passage.start]
    if changes[source].inserted or changes[target].deleted:
        return passage
    first, last = deleted.ranges[source]
    start, end = inserted.ranges[target]
    longest, shortest = max(last - first, end - start), min(last - first, end - start)
    if (
        longest == passage.last - passage.first == passage.end - passage.start
        or shortest < _SHARE * longest
        or longest > _WHOLE
    ):
        return passage
    common = match(deleted.texts[first:last], inserted.texts[start:end]).rows
    return _Passage(first, last, start, end) if len(common) >= _SHARE * longest else passage


def _is_move(passage: _Passage, deleted: _Words, inserted: _Words) -> bool:
    """Return whether a passage is long enough, for where it stands, and enough of it came along."""
    first, last, start, end = passage
    longest = max(last - first, end - start)
    wholes = (deleted.ranges[deleted.changes[first]] == (first, last)) + (
        inserted.ranges[inserted.changes[start]] == (start, end)
    )
    if longest < (_WORDS, _FEW_WORDS, _RUN)[wholes]:
        return False
    left, right = deleted.texts[first:last], inserted.texts[start:end]
    return left == right or len(match(left, right).rows) >= _SHARE * longest


def _stretched(
    before: str,
    after: str,
    changes: Sequence[Change],
    passage: _Passage,
    deleted: _Words,
    inserted: _Words,
) -> Moved:
    """Take in the equal punctuation and white space around the passage."""
    source, target = deleted.changes[passage.first], inserted.changes[passage.start]
    left, right = changes[source], changes[target]
    old_place = left.before_start, left.before_end
    new_place = right.after_start, right.after_end
    floor, roof = deleted.room(passage.first, passage.last, old_place)
    new_floor, new_roof = inserted.room(passage.start, passage.end, new_place)
    first, last = deleted.starts[passage.first], deleted.end(passage.last - 1)
    start, end = inserted.starts[passage.start], inserted.end(passage.end - 1)
    while first > floor and start > new_floor and before[first - 1] == after[start - 1]:
        first, start = first - 1, start - 1
    first, start = past_marks(before, after, (first, last), (start, end))
    while last < roof and end < new_roof and before[last] == after[end]:
        last, end = last + 1, end + 1
    # White space around a whole deletion or insertion came along with its words.
    if deleted.ranges[source] == (passage.first, passage.last) and not left.inserted:
        first, last = with_blanks(before, (first, last), old_place)
    if inserted.ranges[target] == (passage.start, passage.end) and not right.deleted:
        start, end = with_blanks(after, (start, end), new_place)
    return Moved(source, (first, last), target, (start, end))


def _cut(
    before: str, after: str, changes: Sequence[Change], moved: list[Moved], inner: Inner
) -> tuple[list[Change], list[Move]]:
    """Take the passages out of the changes they stand in; return what is left, and the moves."""
    left_at: dict[tuple[int, int], int] = {}
    arrived_at: dict[tuple[int, int], int] = {}
    remaining: list[Change] = []
    left: dict[int, list[tuple[int, int]]] = {}
    arrived: dict[int, list[tuple[int, int]]] = {}
    for passage in moved:
        left.setdefault(passage.source, []).append(passage.before)
        arrived.setdefault(passage.target, []).append(passage.after)
    for index, change in enumerate(changes):
        sources = sorted(left.get(index, ()))
        targets = sorted(arrived.get(index, ()))
        if not sources and not targets:
            remaining.append(change)
            continue
        row, row_end = change.before_start, change.before_end
        column, column_end = change.after_start, change.after_end
        deletions = _without(row, row_end, sources)
        insertions = _without(column, column_end, targets)
        # What is left is a replacement if it is one range on each side. Otherwise what is left of
        # the deletion comes first, then what is left of the insertion.
        if len(deletions) == 1 and len(insertions) == 1:
            (row, row_end), (column, column_end) = deletions[0], insertions[0]
            inside = inner(before[row:row_end], after[column:column_end])
            remaining.extend(change.shifted(row, column) for change in inside)
            for source in sources:
                left_at[source] = change.after_start if source[0] < row else column_end
            for target in targets:
                arrived_at[target] = row if target[0] < column else change.before_end
            continue
        ranges = [(*deletion, column, column) for deletion in deletions]
        ranges += [(row_end, row_end, *insertion) for insertion in insertions]
        remaining.extend(_change(before, after, place, change.kind) for place in ranges)
        left_at.update(dict.fromkeys(sources, column))
        arrived_at.update(dict.fromkeys(targets, row_end))
    moves = []
    for _, source, _, target in moved:
        old, new = before[slice(*source)], after[slice(*target)]
        inside = inner(old, new) if old != new else []
        within = tuple(change.shifted(source[0], target[0]) for change in inside)
        moves.append(Move(*source, *target, left_at[source], arrived_at[target], within))
    return remaining, sorted(moves, key=lambda move: move.before_start)


def _without(start: int, end: int, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what is left of a range without the ranges ``cuts``, which are in order."""
    ranges = []
    for first, last in [*cuts, (end, end)]:
        if start < first:
            ranges.append((start, first))
        start = last
    return ranges


def _change(before: str, after: str, place: tuple[int, int, int, int], kind: str) -> Change:
    """Return what is left of a change of class ``kind``: of that class, if it has words."""
    deleted, inserted = before[place[0] : place[1]], after[place[2] : place[3]]
    kind_alone = kind_of(deleted, inserted)
    return Change(*place, deleted, inserted, kind if kind_alone == "text" else kind_alone)
