"""Which passage of a text a lost one has probably become, for an editor to accept or reject.

`provrepo.compare.kept` gives a passage up where its place could be wrong; this module guesses.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property
from itertools import accumulate

from provrepo.compare.edit_script import Gap, edit_script
from provrepo.compare.tokens import tokens
from provrepo.passages import Range, around, sentences

# Words that replaced a passage are taken for it where they are not longer than this many times its
# length, and this many characters more.
_TIMES = 3
_MORE = 40
# Of a passage that is found elsewhere, at least this share of the words is the same.
_ALIKE = 0.5
# How many sentences that share the rarest words of a lost one are compared with it.
_MANY = 40
# A quotation of this many letters or more is looked for elsewhere as it stands.
_LETTERS = 8


class Likeness:
    """Finds in the text ``after`` what passages of the text ``before`` have probably become."""

    def __init__(self, before: str, after: str) -> None:
        self._before, self._after = before, after

    def find(self, start: int, end: int) -> Range | None:
        """Return the passage that one of the text before became, None where none is like it.

        Both are half-open ranges of code points. It is looked for where it stood, and in the
        sentence that has most of the words of its own; where it is in neither, word for word
        elsewhere.
        """
        quote = self._before[start:end]
        if not _words(quote):
            return None
        in_place = self._in_place(start, end)
        if in_place is None and (elsewhere := self._elsewhere(quote, start, end)):
            return elsewhere
        passages = [passage for passage in (in_place, self._in_sentence(start, end)) if passage]
        return max(
            passages,
            key=lambda passage: _likeness(quote, self._after[slice(*passage)]),
            default=None,
        )

    @cached_property
    def _gaps(self) -> tuple[Gap, ...]:
        return edit_script(self._before, self._after).gaps

    @cached_property
    def _sentences(self) -> tuple[list[Range], list[Range]]:
        return sentences(self._before), sentences(self._after)

    def _in_place(self, start: int, end: int) -> Range | None:
        """Return what stands between the words that stood before and after a passage."""
        projection = _projected(self._gaps, start, end)
        passage = _trimmed(self._after, *projection)
        if passage is None or passage[1] - passage[0] > _TIMES * (end - start) + _MORE:
            return None
        words = self._before[start:end], self._after[slice(*passage)]
        if _likeness(*words) >= _ALIKE:
            return passage
        old, new = self._sentences
        rows = self._before[slice(*around(old, start, end))]
        columns = self._after[slice(*around(new, *passage))]
        return passage if _likeness(rows, columns) >= _ALIKE else None

    def _elsewhere(self, quote: str, start: int, end: int) -> Range | None:
        """Return where the same words stand, beside the words most like those beside the old."""
        if sum(map(str.isalnum, quote)) < _LETTERS and not self._is_sentence(start, end):
            return None
        best: tuple[float, int] | None = None
        beside = self._beside(self._before, start, end)
        place = self._after.find(quote)
        for _ in range(_MANY):
            if place < 0:
                break
            alike = _likeness(beside, self._beside(self._after, place, place + len(quote)))
            if best is None or alike > best[0]:
                best = alike, place
            place = self._after.find(quote, place + 1)
        return (best[1], best[1] + len(quote)) if best else None

    def _is_sentence(self, start: int, end: int) -> bool:
        return around(self._sentences[0], start, end)[0] == start and end - start > 1

    def _beside(self, text: str, start: int, end: int) -> str:
        return text[max(0, start - _MORE) : start] + " " + text[end : end + _MORE]

    def _in_sentence(self, start: int, end: int) -> Range | None:
        """Return the passage in the sentence of the text after that is most like the old one."""
        first, last = around(self._sentences[0], start, end)
        sentence = self._before[first:last]
        alike = [
            (_likeness(sentence, self._after[slice(*new)]), -new[0], new)
            for new in self._candidates(sentence)
        ]
        if not alike or max(alike)[0] < _ALIKE:
            return None
        place, stop = max(alike)[2]
        gaps = edit_script(sentence, self._after[place:stop]).gaps
        projection = _projected(gaps, start - first, end - first)
        return _trimmed(self._after, place + projection[0], place + projection[1])

    def _candidates(self, sentence: str) -> list[Range]:
        """Return the sentences of the text after that share the rarest words of one."""
        holding = self._holding
        numbers: dict[int, None] = {}
        words = sorted(_words(sentence), key=lambda word: (len(holding.get(word, ())), word))
        for word in words:
            for number in holding.get(word, ())[: _MANY - len(numbers)]:
                numbers[number] = None
        return [self._sentences[1][number] for number in numbers]

    @cached_property
    def _holding(self) -> dict[str, list[int]]:
        """For each word the numbers of the sentences of the text after that have it."""
        holding: dict[str, list[int]] = {}
        for number, new in enumerate(self._sentences[1]):
            for word in _words(self._after[slice(*new)]):
                holding.setdefault(word, []).append(number)
        return holding


def _projected(gaps: tuple[Gap, ...], start: int, end: int) -> Range:
    """Return where a passage begins and ends in the other text; what replaced words counts."""
    first = bisect_right(gaps, start, key=lambda gap: gap.before_end)
    last = bisect_left(gaps, end, key=lambda gap: gap.before_start) - 1
    place = start + _shift(gaps, first)
    if first < len(gaps) and gaps[first].before_start <= start:
        place = gaps[first].after_start
    stop = end + _shift(gaps, last + 1)
    if last >= 0 and gaps[last].before_end >= end:
        stop = gaps[last].after_end
    return place, max(place, stop)


def _shift(gaps: tuple[Gap, ...], number: int) -> int:
    """Return how far what stands before a gap has gone."""
    return gaps[number - 1].after_end - gaps[number - 1].before_end if number else 0


def _trimmed(text: str, start: int, end: int) -> Range | None:
    """Return a passage without white space at its ends, None where it has no words."""
    starts = [*accumulate(map(len, pieces := tokens(text[start:end])), initial=start)]
    visible = [number for number, piece in enumerate(pieces) if not piece.isspace()]
    if not any(pieces[number][0].isalnum() for number in visible):
        return None
    return starts[visible[0]], starts[visible[-1] + 1]


def _words(text: str) -> Counter[str]:
    return Counter(token.lower() for token in tokens(text) if token[0].isalnum())


def _likeness(text: str, other: str) -> float:
    """Return which share of their words two stretches have in common, from 0 to 1."""
    left, right = _words(text), _words(other)
    return 2 * (left & right).total() / max(1, left.total() + right.total())
