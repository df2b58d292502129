"""Passages that were not deleted and written anew but moved, edited on the way or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, compress
from typing import NamedTuple

from provrepo.compare.changes import Change, Move
from provrepo.compare.kinds import kind_of
from provrepo.compare.sequence import match
from provrepo.compare.tokens import tokens

# So many words in a row, once among all that was deleted and once among all inserted, are a trace.
_RUN = 4
# Two traces belong to one passage if so few words lie between them, on both sides about as many.
_BETWEEN = 30
_SLIP = 10
# A passage has so many words; fewer if it is all that was deleted or inserted there, a mere trace
# if it is both; and so much of it came along.
_WORDS = 8
_FEW_WORDS = 5
_SHARE = 0.6
MOVABLE = _RUN
"""So many tokens at least are both deleted and inserted where a passage moved."""

# Where more words than this were deleted or inserted, to look for moves would take seconds.
_MOST_WORDS = 250_000

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

    def add(self, change: int, start: int, end: int) -> None:
        found = tokens(self._text[start:end])
        are_words = [token[0].isalnum() for token in found]
        first = len(self.texts)
        self.texts += compress(found, are_words)
        self.starts += compress(accumulate(map(len, found), initial=start), are_words)
        self.changes += [change] * (len(self.texts) - first)
        self.ranges[change] = first, len(self.texts)

    def end(self, word: int) -> int:
        """Return the place in the text where a word ends."""
        return self.starts[word] + len(self.texts[word])


class _Passage(NamedTuple):
    """Half-open ranges of deleted and of inserted words that tell the same."""

    first: int
    last: int
    start: int
    end: int


class _Moved(NamedTuple):
    source: int
    before: tuple[int, int]
    target: int
    after: tuple[int, int]


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
    found: list[_Moved] = []
    taken_before, taken_after = bytearray(len(deleted.texts)), bytearray(len(inserted.texts))
    passages = _grown(_chained(_traces(deleted, inserted), deleted, inserted), deleted, inserted)
    for passage in sorted(passages, key=lambda one: (one.first - one.last, one)):
        first, last, start, end = passage
        if taken_before.find(1, first, last) >= 0 or taken_after.find(1, start, end) >= 0:
            continue
        if _is_move(passage, deleted, inserted):
            taken_before[first:last] = b"\1" * (last - first)
            taken_after[start:end] = b"\1" * (end - start)
            found.append(_stretched(before, after, changes, passage, deleted, inserted))
    return _cut(before, after, changes, sorted(found), inner) if found else (list(changes), [])


def _traces(deleted: _Words, inserted: _Words) -> list[tuple[int, int]]:
    """Return the places of runs of words that stand once on each side."""
    shared = set(deleted.texts).intersection(inserted.texts)
    codes = {word: code for code, word in enumerate(shared, 1)}
    left, right = _runs(deleted, codes), _runs(inserted, codes)
    once = _once(left)
    once &= _once(right)
    places = {run: place for place, run in enumerate(right) if run in once}
    return [(place, places[run]) for place, run in enumerate(left) if run in once]


def _runs(words: _Words, codes: dict[str, int]) -> list[int]:
    """Return for each word the run that begins with it as a number, 0 where none can be shared."""
    coded = [codes.get(word, 0) for word in words.texts]
    base = len(codes) + 1
    shifted = (coded[shift:] for shift in range(_RUN))
    runs = [
        ((one * base + two) * base + three) * base + four if one and two and three and four else 0
        for one, two, three, four in zip(*shifted, strict=False)
    ]
    for _, last in words.ranges.values():
        # A run does not go from one change to the next.
        for place in range(max(0, last - _RUN + 1), min(last, len(runs))):
            runs[place] = 0
    return runs


def _once(runs: list[int]) -> set[int]:
    return {run for run, count in Counter(runs).items() if count == 1 and run}


def _chained(
    traces: Iterable[tuple[int, int]], deleted: _Words, inserted: _Words
) -> Iterator[_Passage]:
    first = last = start = end = -1
    for word, other in traces:
        skipped, jumped = word + _RUN - last, other + _RUN - end
        if (
            first >= 0
            and 0 < skipped <= _BETWEEN
            and 0 < jumped <= _BETWEEN
            and abs(skipped - jumped) <= _SLIP
            and deleted.changes[first] == deleted.changes[word]
            and inserted.changes[start] == inserted.changes[other]
        ):
            last, end = word + _RUN, other + _RUN
            continue
        if first >= 0:
            yield _Passage(first, last, start, end)
        first, last, start, end = word, word + _RUN, other, other + _RUN
    if first >= 0:
        yield _Passage(first, last, start, end)


def _grown(passages: Iterable[_Passage], deleted: _Words, inserted: _Words) -> Iterator[_Passage]:
    """Take in the equal words before and after each passage."""
    left, right = deleted.texts, inserted.texts
    grown = _Passage(0, 0, 0, 0)
    for first, last, start, end in passages:
        if last <= grown.last and grown.last - last == grown.end - end:
            # The one before has grown over it.
            continue
        floor, roof = deleted.ranges[deleted.changes[first]]
        ground, sky = inserted.ranges[inserted.changes[start]]
        while first > floor and start > ground and left[first - 1] == right[start - 1]:
            first, start = first - 1, start - 1
        while last < roof and end < sky and left[last] == right[end]:
            last, end = last + 1, end + 1
        grown = _Passage(first, last, start, end)
        yield grown


def _is_move(passage: _Passage, deleted: _Words, inserted: _Words) -> bool:
    first, last, start, end = passage
    longest = max(last - first, end - start)
    wholes = (deleted.ranges[deleted.changes[first]] == (first, last)) + (
        inserted.ranges[inserted.changes[start]] == (start, end)
    )
    if longest < (_WORDS, _FEW_WORDS, _RUN)[wholes]:
        return False
    kept = match(deleted.texts[first:last], inserted.texts[start:end]).rows
    return len(kept) >= _SHARE * longest


def _stretched(
    before: str,
    after: str,
    changes: Sequence[Change],
    passage: _Passage,
    deleted: _Words,
    inserted: _Words,
) -> _Moved:
    """Take in the equal punctuation and white space around the passage."""
    source, target = deleted.changes[passage.first], inserted.changes[passage.start]
    lowest, highest = deleted.ranges[source]
    least, most = inserted.ranges[target]
    first, last = deleted.starts[passage.first], deleted.end(passage.last - 1)
    start, end = inserted.starts[passage.start], inserted.end(passage.end - 1)
    floor, ground = changes[source].before_start, changes[target].after_start
    if passage.first > lowest:
        floor = deleted.end(passage.first - 1)
    if passage.start > least:
        ground = inserted.end(passage.start - 1)
    while first > floor and start > ground and before[first - 1] == after[start - 1]:
        first, start = first - 1, start - 1
    # The space before the first word belongs to what comes before it.
    while first < last and start < end and before[first].isspace() and after[start].isspace():
        first, start = first + 1, start + 1
    roof, sky = changes[source].before_end, changes[target].after_end
    if passage.last < highest:
        roof = deleted.starts[passage.last]
    if passage.end < most:
        sky = inserted.starts[passage.end]
    while last < roof and end < sky and before[last] == after[end]:
        last, end = last + 1, end + 1
    return _Moved(source, (first, last), target, (start, end))


def _cut(
    before: str, after: str, changes: Sequence[Change], found: list[_Moved], inner: Inner
) -> tuple[list[Change], list[Move]]:
    """Take the passages out of the changes they stand in."""
    left_at: dict[tuple[int, int], int] = {}
    arrived_at: dict[tuple[int, int], int] = {}
    kept: list[Change] = []
    left: dict[int, list[tuple[int, int]]] = {}
    arrived: dict[int, list[tuple[int, int]]] = {}
    for moved in found:
        left.setdefault(moved.source, []).append(moved.before)
        arrived.setdefault(moved.target, []).append(moved.after)
    for index, change in enumerate(changes):
        sources = sorted(left.get(index, ()))
        targets = sorted(arrived.get(index, ()))
        if not sources and not targets:
            kept.append(change)
            continue
        b, last, a, stop, *_ = change
        rests = _rests(b, last, sources)
        news = _rests(a, stop, targets)
        # One rest on each side is a replacement. Otherwise what is left of the deletion comes
        # first, then what is left of the insertion.
        if len(rests) == 1 and len(news) == 1:
            (b, last), (a, stop) = rests[0], news[0]
            kept.extend(_placed(inner(before[b:last], after[a:stop]), b, a))
            for source in sources:
                left_at[source] = change.after_start if source[0] < b else stop
            for target in targets:
                arrived_at[target] = b if target[0] < a else change.before_end
            continue
        ranges = [(*rest, a, a) for rest in rests] + [(last, last, *new) for new in news]
        kept.extend(_change(before, after, place, change.kind) for place in ranges)
        left_at.update(dict.fromkeys(sources, a))
        arrived_at.update(dict.fromkeys(targets, last))
    moves = []
    for _, source, _, target in found:
        changed = inner(before[slice(*source)], after[slice(*target)])
        placed = tuple(_placed(changed, source[0], target[0]))
        moves.append(Move(*source, *target, left_at[source], arrived_at[target], placed))
    return kept, sorted(moves)


def _placed(changes: Iterable[Change], row: int, column: int) -> Iterator[Change]:
    """Yield changes inside two passages as changes of the texts in which these begin there."""
    for change in changes:
        yield change._replace(
            before_start=change.before_start + row,
            before_end=change.before_end + row,
            after_start=change.after_start + column,
            after_end=change.after_end + column,
        )


def _rests(start: int, end: int, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    rests = []
    for first, last in [*cuts, (end, end)]:
        if start < first:
            rests.append((start, first))
        start = last
    return rests


def _change(before: str, after: str, place: tuple[int, int, int, int], kind: str) -> Change:
    deleted, inserted = before[place[0] : place[1]], after[place[2] : place[3]]
    own = kind_of(deleted, inserted)
    return Change(*place, deleted, inserted, kind if own == "text" else own)
