"""Passages that were not deleted and written anew but moved, edited on the way or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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


class _Word(NamedTuple):
    text: str
    start: int
    end: int


class _Place(NamedTuple):
    change: int
    word: int


class _Passage(NamedTuple):
    """Word ranges of a deleted and an inserted stretch that tell the same."""

    source: int
    first: int
    last: int
    target: int
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
    deleted = {
        index: _words(before, change.before_start, change.before_end)
        for index, change in enumerate(changes)
        if len(change.deleted) >= _FEW_WORDS
    }
    inserted = {
        index: _words(after, change.after_start, change.after_end)
        for index, change in enumerate(changes)
        if len(change.inserted) >= _FEW_WORDS
    }
    for words in (deleted, inserted):
        if not words or sum(map(len, words.values())) > _MOST_WORDS:
            return list(changes), []
    found: list[_Moved] = []
    taken_before: set[tuple[int, int]] = set()
    taken_after: set[tuple[int, int]] = set()
    passages = [
        _grown(passage, deleted, inserted) for passage in _chained(_traces(deleted, inserted))
    ]
    for passage in sorted(passages, key=lambda one: (one.first - one.last, one)):
        words_before = {(passage.source, word) for word in range(passage.first, passage.last)}
        words_after = {(passage.target, word) for word in range(passage.start, passage.end)}
        if words_before & taken_before or words_after & taken_after:
            continue
        if _is_move(passage, deleted[passage.source], inserted[passage.target]):
            taken_before |= words_before
            taken_after |= words_after
            found.append(_stretched(before, after, changes, passage, deleted, inserted))
    return _cut(before, after, changes, sorted(found), inner) if found else (list(changes), [])


def _words(text: str, start: int, end: int) -> list[_Word]:
    words = []
    for token in tokens(text[start:end]):
        if token[0].isalnum():
            words.append(_Word(token, start, start + len(token)))
        start += len(token)
    return words


def _traces(
    deleted: dict[int, list[_Word]], inserted: dict[int, list[_Word]]
) -> list[tuple[_Place, _Place]]:
    left, right = _runs(deleted), _runs(inserted)
    return sorted(
        (place, other)
        for run, place in left.items()
        if place is not None and (other := right.get(run)) is not None
    )


def _runs(words: dict[int, list[_Word]]) -> dict[tuple[str, ...], _Place | None]:
    """Return where each run of words stands, None if in several places."""
    runs: dict[tuple[str, ...], _Place | None] = {}
    for change, found in words.items():
        texts = [word.text for word in found]
        shifted = (texts[shift:] for shift in range(_RUN))
        for index, run in enumerate(zip(*shifted, strict=False)):
            runs[run] = None if run in runs else _Place(change, index)
    return runs


def _chained(traces: Iterable[tuple[_Place, _Place]]) -> list[_Passage]:
    passages: list[_Passage] = []
    for (source, word), (target, other) in traces:
        if passages:
            last = passages[-1]
            skipped, jumped = word + _RUN - last.last, other + _RUN - last.end
            if (
                (last.source, last.target) == (source, target)
                and 0 < skipped <= _BETWEEN
                and 0 < jumped <= _BETWEEN
                and abs(skipped - jumped) <= _SLIP
            ):
                passages[-1] = last._replace(last=word + _RUN, end=other + _RUN)
                continue
        passages.append(_Passage(source, word, word + _RUN, target, other, other + _RUN))
    return passages


def _grown(
    passage: _Passage, deleted: dict[int, list[_Word]], inserted: dict[int, list[_Word]]
) -> _Passage:
    """Take in the equal words before and after the passage."""
    left, right = deleted[passage.source], inserted[passage.target]
    first, last, start, end = passage.first, passage.last, passage.start, passage.end
    while first and start and left[first - 1].text == right[start - 1].text:
        first, start = first - 1, start - 1
    while last < len(left) and end < len(right) and left[last].text == right[end].text:
        last, end = last + 1, end + 1
    return _Passage(passage.source, first, last, passage.target, start, end)


def _is_move(passage: _Passage, left: list[_Word], right: list[_Word]) -> bool:
    before = [word.text for word in left[passage.first : passage.last]]
    after = [word.text for word in right[passage.start : passage.end]]
    longest = max(len(before), len(after))
    wholes = (len(before) == len(left)) + (len(after) == len(right))
    if longest < (_WORDS, _FEW_WORDS, _RUN)[wholes]:
        return False
    return len(match(before, after)) >= _SHARE * longest


def _stretched(
    before: str,
    after: str,
    changes: Sequence[Change],
    passage: _Passage,
    deleted: dict[int, list[_Word]],
    inserted: dict[int, list[_Word]],
) -> _Moved:
    """Take in the equal punctuation and white space around the passage."""
    left, right = deleted[passage.source], inserted[passage.target]
    source, target = changes[passage.source], changes[passage.target]
    first, last = left[passage.first].start, left[passage.last - 1].end
    start, end = right[passage.start].start, right[passage.end - 1].end
    floor = left[passage.first - 1].end if passage.first else source.before_start
    ground = right[passage.start - 1].end if passage.start else target.after_start
    while first > floor and start > ground and before[first - 1] == after[start - 1]:
        first, start = first - 1, start - 1
    # The space before the first word belongs to what comes before it.
    while first < last and start < end and before[first].isspace() and after[start].isspace():
        first, start = first + 1, start + 1
    roof = left[passage.last].start if passage.last < len(left) else source.before_end
    sky = right[passage.end].start if passage.end < len(right) else target.after_end
    while last < roof and end < sky and before[last] == after[end]:
        last, end = last + 1, end + 1
    return _Moved(passage.source, (first, last), passage.target, (start, end))


def _cut(
    before: str, after: str, changes: Sequence[Change], found: list[_Moved], inner: Inner
) -> tuple[list[Change], list[Move]]:
    """Take the passages out of the changes they stand in."""
    left_at: dict[tuple[int, int], int] = {}
    arrived_at: dict[tuple[int, int], int] = {}
    kept: list[Change] = []
    for index, change in enumerate(changes):
        sources = sorted(moved.before for moved in found if moved.source == index)
        targets = sorted(moved.after for moved in found if moved.target == index)
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
