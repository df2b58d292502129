"""What an index holds of a text, and what it is asked: never less than a text has to answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple

from provrepo.interventions import paired
from provrepo.search.folding import FOLDING, folded_words, touched_words, word_pattern
from provrepo.search.occurrences import paragraphs
from provrepo.search.paragraph import Leap, Paragraph, Place, ambiguous, is_hyphenated, is_plain
from provrepo.search.query import Item, Phrase, Query
from provrepo.store.search_index import LONGEST, Condition, Entry, Words

MARGIN = 32
"""Code points on either side of a bracket in which the words around it are looked for first."""

_AROUND = LONGEST - 1
"""How many words before and after a bracket belong to the stretches around it."""

_MOST_WAYS = 16
"""In how many ways a stretch is indexed as a whole; where there are more, it is cut up."""

_MOST_WORDS = 100
"""How many words such a stretch may have."""

_MOST_GRAMS = 64
"""In how many ways the next words may be read from one place; with more, a text is dense."""

_MOST_SPELLINGS = 64


def entry(row: int, text: str) -> Entry:
    """Return what is indexed of a text, whose row in its table is ``row``."""
    words: list[str] = []
    beside: list[str] = []
    is_dense = False
    for piece, is_ambiguous in _pieces(text):
        if not is_ambiguous:
            words.append(folded_words(piece))
            continue
        read = _simply(piece) or _thoroughly(piece)
        words.append(" ".join(read.words))
        beside += read.inside
        for stretch in _stretches(read.words, read.leaps):
            if stretch is None:
                is_dense = True
            else:
                beside.append(stretch)
    return Entry(row, " ".join(words), tuple(dict.fromkeys(beside)), is_dense)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in pieces, and whether one can be read in several ways.

    Most of a text cannot; it is cut around what can, so that there are as many words on both sides
    as stretches have.
    """
    begins = 0
    for offset, paragraph in () if is_plain(text) else paragraphs(text):
        if is_plain(paragraph):
            continue
        for start, end in _around(paragraph):
            yield text[begins : offset + start], False
            yield paragraph[start:end], True
            begins = offset + end
    yield text[begins:], False


def _around(paragraph: str) -> Iterator[Place]:
    """Yield from where to where the parts of a paragraph go that can be read in several ways."""
    (start, end), *later = ambiguous(paragraph)
    for first, last in later:
        if first > end + 2 * MARGIN:
            after, before = _after(paragraph, end), _before(paragraph, first)
            if after < before:
                yield _before(paragraph, start), after
                start = first
        end = max(end, last)
    yield _before(paragraph, start), _after(paragraph, end)


def _before(paragraph: str, place: int) -> int:
    """Return where the few words before a place begin."""
    width = MARGIN
    while True:
        begins = max(0, place - width)
        starts = [match.start() for match in word_pattern().finditer(paragraph, begins, place)]
        if begins == 0 and len(starts) < LONGEST:
            return 0
        if len(starts) > LONGEST:  # the first one may be the end of a word
            return starts[-LONGEST]
        if begins == 0:
            return starts[0]
        width *= 8


def _after(paragraph: str, place: int) -> int:
    """Return where the few words after a place end."""
    width = MARGIN
    while True:
        stop = min(len(paragraph), place + width)
        matches = word_pattern().finditer(paragraph, place, stop)
        ends = [match.end() for match in islice(matches, LONGEST + 1)]
        if len(ends) > LONGEST:  # the last one may be the beginning of a word
            return ends[LONGEST - 1]
        if stop == len(paragraph):
            return stop
        width *= 8


class _Read(NamedTuple):
    """The words of a piece, the other ways from one to another, and what is inside words."""

    words: list[str]
    leaps: dict[int, list[Leap]]
    inside: Sequence[str] = ()


def _simply(piece: str) -> _Read | None:
    """Read a piece whose brackets are beside each other and around whole words, as most are.

    That needs no places of words, so it is faster.
    """
    if touched_words().search(piece) or is_hyphenated(piece):
        return None
    brackets = paired(piece)
    words: list[str] = []
    leaps: dict[int, list[Leap]] = {}
    end = 0
    for start, stop in brackets:
        if start < end:
            return None  # within another one
        words += folded_words(piece[end:start]).split()
        inside = folded_words(piece[start:stop]).split()
        if inside:
            leaps[len(words)] = [Leap(len(words) + len(inside), None)]
        words += inside
        end = stop
    return _Read(words + folded_words(piece[end:]).split(), leaps)


def _thoroughly(piece: str) -> _Read:
    """Read any piece."""
    read = Paragraph(piece)
    return _Read([word.word for word in read.words], read.leaps, list(read.inside_words()))


def _stretches(words: list[str], all_leaps: dict[int, list[Leap]]) -> Iterator[str | None]:
    """Yield the words around brackets as they may be read besides; None where that is too much."""
    for first, last, leaps in _clusters(all_leaps):
        is_short = last - first <= _MOST_WORDS or len(leaps) == 1
        ways = list(_ways(words, leaps, first, last)) if is_short else []
        if is_short and len(ways) <= _MOST_WAYS:
            before, after = words[max(0, first - _AROUND) : first], words[last : last + _AROUND]
            for way in ways:
                yield " ".join([*before, *way, *after])
            continue
        for number in range(max(0, first - _AROUND), last):
            grams = list(islice(_grams(words, leaps, number), _MOST_GRAMS + 1))
            yield from grams[:_MOST_GRAMS]
            if len(grams) > _MOST_GRAMS:
                yield None


def _grams(words: Sequence[str], leaps: dict[int, list[Leap]], first: int) -> Iterator[str]:
    """Yield the ways of reading `LONGEST` words from one place on that leap."""
    open_ways: list[tuple[int, tuple[str, ...], bool]] = [(first, (), False)]
    while open_ways:
        place, gram, leapt = open_ways.pop()
        if len(gram) == LONGEST or place >= len(words):
            if leapt and gram:
                yield " ".join(gram)
            continue
        open_ways.append((place + 1, (*gram, words[place]), leapt))
        for target, word in leaps.get(place, ()):
            open_ways.append((target, (*gram, word.word) if word else gram, True))


def _clusters(
    all_leaps: dict[int, list[Leap]],
) -> Iterator[tuple[int, int, dict[int, list[Leap]]]]:
    """Yield leaps that may be in one stretch: from where to where they go, and which they are."""
    leaps = [(number, leap) for number in sorted(all_leaps) for leap in all_leaps[number]]
    near: list[tuple[int, Leap]] = []
    end = 0
    for number, leap in leaps:
        if near and number - end >= _AROUND:
            yield _cluster(near)
            near = []
        near.append((number, leap))
        end = max(end, leap.target) if len(near) > 1 else leap.target
    if near:
        yield _cluster(near)


def _cluster(near: Sequence[tuple[int, Leap]]) -> tuple[int, int, dict[int, list[Leap]]]:
    by_number: dict[int, list[Leap]] = {}
    for number, leap in near:
        by_number.setdefault(number, []).append(leap)
    return near[0][0], max(leap.target for _, leap in near), by_number


def _ways(
    words: Sequence[str], leaps: dict[int, list[Leap]], first: int, last: int
) -> Iterator[list[str]]:
    """Yield the ways from one word to another that leap, one more than are indexed at most."""
    count = 0
    open_ways: list[tuple[int, list[str], bool]] = [(first, [], False)]
    while open_ways and count <= _MOST_WAYS:
        place, way, leapt = open_ways.pop()
        if place >= last:
            if leapt:
                count += 1
                yield way
            continue
        open_ways.append((place + 1, [*way, words[place]], leapt))
        for target, word in leaps.get(place, ()):
            open_ways.append((target, [*way, word.word] if word else way, True))


def condition(query: Query) -> Condition:
    """Return what an index is to be asked, which holds for every text that answers a query.

    What may not be in a text is not asked: the index may know words of a text that it only has in
    a reading in which they are not looked for.
    """
    clauses = [
        [words for phrase in clause.phrases for words in _asked(phrase)]
        for clause in query.required
    ]
    # Where one of the phrases of a clause can be anything, the clause says nothing.
    return [clause for clause in clauses if all(clause)]


def _asked(phrase: Phrase) -> list[list[Words]]:
    """Return what is asked for a phrase: alternatives, each of words that all have to be there."""
    parts: list[list[Words]] = []
    for start in range(0, max(1, len(phrase) - 1), LONGEST - 1):
        parts += map(_spellings, _cut(phrase[start : start + LONGEST]))
    if any(len(part) > 1 for part in parts):
        # Only the parts without a choice are asked together; of the others the first one.
        fixed = [part[0] for part in parts if len(part) == 1]
        choices = next(part for part in parts if len(part) > 1)
        return [[*fixed, choice] for choice in choices]
    return [[part[0] for part in parts if part]]


def _cut(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Yield the parts of some items that an index can find: a beginning of a word ends one."""
    start = 0
    for number, item in enumerate(items):
        if item.pattern is None:
            continue
        if _indexed(item.words[0]):
            yield items[start : number + 1]
        elif number > start:
            yield items[start:number]
        start = number + 1
    if start < len(items):
        yield items[start:]


def _spellings(items: Sequence[Item]) -> list[Words]:
    """Return how some items may be spelled; where there are too many ways, fewer of the items."""
    count = 1
    for number, item in enumerate(items):
        count *= len(item.words)
        if count > _MOST_SPELLINGS:
            items = items[:number]
            break
    is_prefix = items[-1].pattern is not None
    ways = product(*(map(_indexed, item.words) for item in items))
    # What folds to nothing, as a tatweel alone does, is a word in an exact query only: an index
    # knows the words beside it as neighbours.
    spellings = dict.fromkeys(tuple(filter(None, way)) for way in ways)
    return [Words(spelling, is_prefix) for spelling in spellings if spelling]


def _indexed(word: str) -> str:
    """Return a word as it is in an index: folded, whether or not the query is exact."""
    return FOLDING[word]
