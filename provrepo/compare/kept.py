"""Which passages of a text are surely the same passages in another one, and where they stand there.

The rule is that of notes (docs/format.md, “How notes are carried over”): a passage keeps its place
only where that cannot be wrong. That its words stand exactly once in both texts proves nothing:
they may have been deleted here and written there. So each passage is looked at with what stands
around it, and what the comparison shows to have become of that.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from provrepo.compare.anchors import Pairs, line_anchors
from provrepo.compare.comparison import moves_of
from provrepo.compare.edit_script import edit_script
from provrepo.compare.moves import MOVABLE
from provrepo.compare.tokens import by_character, tokens
from provrepo.passages import Range, around, sentences, standing_once

# Weights are half words, as a character of a script written without blanks counts half a word.
_EIGHT_WORDS = 16
_THREE_WORDS = 6
# What surrounds a passage is looked at no further than so many words away.
_FAR = 128
# Words stand for themselves from so many letters on: a shorter sentence is easily written twice.
# What is written by character says more with each, and so does Hangul.
_TELLING = 24
# A sentence is near another one that is so many sentences away.
_NEAR = 3
# So many sentences are compared with one to find those that are like it.
_MANY = 200
_HAN, _HANGUL = 3, 2


def kept_places(before: str, after: str, passages: Sequence[Range]) -> list[int | None]:
    """Return where each of ``passages`` of ``before`` starts in ``after``, None where it is lost.

    Passages are half-open ranges of code points, none of them empty. The time grows with the texts
    and the number of passages, not with their product.
    """
    if before == after:
        return [start for start, _ in passages]
    ends = _Ends(_Side(before), _Side(after))
    places = [ends.place(passage) for passage in passages]
    lost = [number for number, place in enumerate(places) if place is None]
    if lost:
        amid = _Amid(ends.before, ends.after)
        for number, place in zip(lost, amid.places([passages[n] for n in lost]), strict=True):
            places[number] = place
    return places


class _Side:
    """One of the two texts: its tokens, words and sentences."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = tokens(text)
        self.starts = [*accumulate(map(len, self._tokens), initial=0)]

    def token(self, place: int) -> Range:
        """Return the token that holds the character at ``place``."""
        number = bisect_right(self.starts, place) - 1
        return self.starts[number], self.starts[number + 1]

    @cached_property
    def sentences(self) -> list[Range]:
        """The sentences."""
        return sentences(self.text)

    @cached_property
    def sentence_texts(self) -> list[str]:
        """What each of the sentences says."""
        return [self.text[start:end] for start, end in self.sentences]

    def near(self, sentence: Range) -> tuple[list[str], list[str]]:
        """Return the sentences just before one, or several, and those just after."""
        first = bisect_left(self.sentences, sentence)
        last = bisect_left(self.sentences, sentence[1], key=lambda other: other[0])
        texts = self.sentence_texts
        return texts[max(0, first - _NEAR) : first], texts[last : last + _NEAR]

    def around(self, start: int, end: int) -> Range:
        """Return the sentences that hold a passage, from the first one's start on."""
        return around(self.sentences, start, end)

    @cached_property
    def words(self) -> list[Range]:
        """The places of all words."""
        return [
            (start, end)
            for token, (start, end) in zip(self._tokens, pairwise(self.starts), strict=True)
            if token[0].isalnum()
        ]

    @cached_property
    def _weights(self) -> list[int]:
        """For each word how much all words before it weigh, and after them how much all do."""
        weights = (1 if by_character(self.text[start]) else 2 for start, _ in self.words)
        return [*accumulate(weights, initial=0)]

    def weight(self, start: int, end: int) -> int:
        """Return how much the words weigh that lie whole in a range."""
        first = bisect_left(self.words, start, key=lambda word: word[0])
        last = bisect_right(self.words, end, key=lambda word: word[1])
        return max(0, self._weights[max(first, last)] - self._weights[first])

    def back(self, place: int, weight: int) -> int:
        """Return where the words begin that come before ``place`` and weigh so much together."""
        last = bisect_right(self.words, place, key=lambda word: word[1])
        first = bisect_right(self._weights, self._weights[last] - weight) - 1
        return self.words[first][0] if first >= 0 else 0

    def on(self, place: int, weight: int) -> int:
        """Return where the words end that come after ``place`` and weigh so much together."""
        first = bisect_left(self.words, place, key=lambda word: word[0])
        last = bisect_left(self._weights, self._weights[first] + weight)
        return self.words[last - 1][1] if last <= len(self.words) else len(self.text)


class _Ends:
    """What two texts have in common at their beginning and at their end."""

    def __init__(self, before: _Side, after: _Side) -> None:
        self.before, self.after = before, after
        old, new = before.text, after.text
        limit = min(len(old), len(new))
        self._head = _longest(limit, lambda length: old[:length] == new[:length])
        # The two never overlap: a code point in both would be in two places of the longer text.
        tail = _longest(
            limit - self._head,
            lambda length: old[len(old) - length :] == new[len(new) - length :],
        )
        self._tail = len(old) - tail
        """Where the common end begins in the text before."""
        self._shift = len(new) - len(old)
        self._differing = old[self._head : self._tail], new[self._head : self._tail + self._shift]

    def place(self, passage: Range) -> int | None:
        """Return where a passage stands that lies in the common beginning, or in the end."""
        start, end = passage
        if end <= self._head and self._is_in_head(start, end):
            return start
        if start >= self._tail and self._is_in_tail(start, end):
            return start + self._shift
        return None

    def _is_in_head(self, start: int, end: int) -> bool:
        """Return whether it is there with whole tokens, and not just the beginning of others."""
        token = self.before.token(end - 1)
        if token[1] > self._head or token != self.after.token(end - 1):
            return False
        sentence = self.before.around(start, end)
        if sentence[1] <= self._head and sentence == self.after.around(start, end):
            return True
        return start < self._surely_head

    def _is_in_tail(self, start: int, end: int) -> bool:
        token = _moved(self.before.token(start), self._shift)
        if token[0] < self._tail + self._shift or token != self.after.token(start + self._shift):
            return False
        sentence = self.before.around(start, end)
        if sentence[0] >= self._tail:
            there = self.after.around(start + self._shift, end + self._shift)
            if there == _moved(sentence, self._shift):
                return True
        return end > self._surely_tail

    # Where the sentence of a passage was edited, it may be another sentence with the same
    # beginning that was put before it. Then what follows the passage in the common beginning is
    # found once more in what differs.
    @cached_property
    def _surely_head(self) -> int:
        """Up to where passages that start in the common beginning stand there alone."""
        old, head = self.before.text, self._head
        return head - _longest(head, lambda length: self._differs_by(old[head - length : head]))

    @cached_property
    def _surely_tail(self) -> int:
        """From where on passages that end in the common end stand there alone."""
        old, tail = self.before.text, self._tail
        longest = _longest(
            len(old) - tail, lambda length: self._differs_by(old[tail : tail + length])
        )
        return tail + longest

    def _differs_by(self, words: str) -> bool:
        return words in self._differing[0] or words in self._differing[1]


class _Run(NamedTuple):
    """A stretch that both texts have, token by token: where it is in either, and if it moved."""

    start: int
    end: int
    place: int
    moved: bool


class _Candidate(NamedTuple):
    """Where a passage would stand, if all ``proofs`` stand once in both texts."""

    number: int
    place: int
    proofs: tuple[str, ...]


class _Amid:
    """What two texts have in common amid their changes."""

    def __init__(self, before: _Side, after: _Side) -> None:
        self._before, self._after = before, after
        old, new = before.text, after.text
        self._script = edit_script(old, new)
        starts = [(0, 0), *((gap.before_end, gap.after_end) for gap in self._script.gaps)]
        ends = [*(gap.before_start for gap in self._script.gaps), len(old)]
        self._runs = [
            _Run(start, end, place, moved=False)
            for (start, place), end in zip(starts, ends, strict=True)
            if start < end
        ]

    @cached_property
    def _sentence_runs(self) -> list[_Run]:
        """The sentences that stand once in both texts, and in the same order.

        Where much changed, the shortest script may have kept single words of them elsewhere.
        """
        return [*self._joined(self._anchors[0], moved=False)]

    @cached_property
    def _moved_runs(self) -> list[_Run]:
        """What is equal inside passages that moved."""
        if (self._script.edits - self._script.lower_bound) // 2 < MOVABLE:
            return []
        runs: list[_Run] = []
        for move in moves_of(self._before.text, self._after.text, self._script):
            start, place = move.before_start, move.after_start
            for change in move.changes:
                runs.append(_Run(start, change.before_start, place, moved=True))
                start, place = change.before_end, change.after_end
            runs.append(_Run(start, move.before_end, place, moved=True))
        return [run for run in runs if run.start < run.end]

    @cached_property
    def _moved_sentences(self) -> list[_Run]:
        """The sentences that stand once in both texts, in another order."""
        return [*self._joined(self._anchors[1], moved=True)]

    @cached_property
    def _anchors(self) -> tuple[Pairs, Pairs]:
        return line_anchors(self._before.sentence_texts, self._after.sentence_texts, 1)

    def _joined(self, pairs: Pairs, *, moved: bool) -> Iterator[_Run]:
        """Yield a run for each pair of sentences; one for those that follow each other in both."""
        old, new = self._before, self._after
        run: _Run | None = None
        for row, column in pairs:
            (start, end), place = old.sentences[row], new.sentences[column][0]
            if run and old.text[run.start : end] == new.text[run.place : place + end - start]:
                run = run._replace(end=end)
                continue
            if run:
                yield run
            run = _Run(start, end, place, moved)
        if run:
            yield run

    def places(self, passages: Sequence[Range]) -> list[int | None]:
        """Return where each passage stands, None where that is not sure."""
        places: list[int | None] = [None] * len(passages)
        for runs in ("_runs", "_sentence_runs", "_moved_runs", "_moved_sentences"):
            lost = [number for number, place in enumerate(places) if place is None]
            if not lost:
                break
            self._place(places, passages, lost, getattr(self, runs))
        return places

    def _place(
        self,
        places: list[int | None],
        passages: Sequence[Range],
        lost: Sequence[int],
        runs: list[_Run],
    ) -> None:
        """Find places in ``runs`` for the passages that are ``lost``."""
        found = (self._candidate(number, passages[number], runs) for number in lost)
        candidates = [candidate for candidate in found if candidate]
        proofs = {proof for candidate in candidates for proof in candidate.proofs}
        proven = {*standing_once(self._before.text, proofs)}
        proven &= {*standing_once(self._after.text, proven)}
        for number, place, wanted in candidates:
            if proven.issuperset(wanted):
                places[number] = place

    def _candidate(self, number: int, passage: Range, runs: list[_Run]) -> _Candidate | None:
        """Return where a passage stands in one of ``runs``, and what would prove it."""
        start, end = passage
        index = bisect_right(runs, start, key=lambda run: run.start) - 1
        if index < 0 or end > runs[index].end:
            return None
        run = runs[index]
        shift = run.place - run.start
        sentence = self._before.around(start, end)
        there = _moved(self._after.around(start + shift, end + shift), -shift)
        nearby = self._nearby(passage, sentence, there)
        if nearby[0] < run.start or nearby[1] > run.end:
            return None
        is_whole = sentence == there and run.start <= sentence[0] and sentence[1] <= run.end
        known = sentence if is_whole else nearby
        if not (self._is_beside(known, run) or (is_whole and self._is_known(known, run))):
            return None
        first, last = self._wider(known if is_whole else passage, passage, run)
        proofs = [(first, last)]
        if not is_whole:
            # The sentence is another one now. So both what leads to the passage and what follows it
            # have to stand once: one of the two may be there in another sentence that is like it.
            proofs = [
                (first, self._before.token(start)[1]),
                (self._before.token(end - 1)[0], last),
            ]
        text = self._before.text
        return _Candidate(number, start + shift, tuple(text[slice(*proof)] for proof in proofs))

    def _nearby(self, passage: Range, sentence: Range, there: Range) -> Range:
        """Return what has to be kept with a passage: the rest of its sentence, or eight words.

        ``there`` is its sentence in the text after, told by the places of the text before. Where
        that begins or ends elsewhere, the end of the old one is no limit.
        """
        start, end = passage
        first = self._before.back(start, _EIGHT_WORDS)
        last = self._before.on(end, _EIGHT_WORDS)
        if sentence[0] == there[0]:
            first = max(first, sentence[0])
        if sentence[1] == there[1]:
            last = min(last, sentence[1])
        return first, last

    def _wider(self, known: Range, passage: Range, run: _Run) -> Range:
        """Return a stretch and the eight words on both sides of it, as far as they were kept."""
        first = self._before.back(known[0], _EIGHT_WORDS)
        last = self._before.on(known[1], _EIGHT_WORDS)
        return (
            max(run.start, first, self._before.back(passage[0], _FAR)),
            min(run.end, last, self._before.on(passage[1], _FAR)),
        )

    def _is_beside(self, stretch: Range, run: _Run) -> bool:
        """Return whether words that stand beside a stretch came along with it."""
        beside = (run.start, stretch[0]), (stretch[1], run.end)
        least = _EIGHT_WORDS if run.moved else _THREE_WORDS
        return any(self._before.weight(*words) >= least for words in beside)

    def _is_known(self, sentence: Range, run: _Run) -> bool:
        """Return whether a sentence between others was surely not deleted here and written there.

        It was not where it says so much that nobody writes it twice, or where it changed sides with
        nothing; and where no sentence that is like it came or went.
        """
        shift = run.place - run.start
        text = self._before.text[slice(*sentence)]
        if not _is_telling(text) and (
            self._may_have_jumped(run)
            or self._crossings.has(sentence, shift)
            or self._changes_sides(sentence, _moved(sentence, shift))
        ):
            return False
        return not self._twins.has(text)

    def _may_have_jumped(self, run: _Run) -> bool:
        """Return whether a run may be in its place only since what it passed was edited as well.

        Then something was deleted on one side of it, and something inserted on the other.
        """
        index = bisect_left(self._runs, run)
        if self._runs[index : index + 1] != [run] or not 0 < index < len(self._runs) - 1:
            return True
        (deleted, inserted), (deleted_after, inserted_after) = (
            (after.start - before.end, after.place - before.place - before.end + before.start)
            for before, after in pairwise(self._runs[index - 1 : index + 2])
        )
        return not (inserted or deleted_after) or not (deleted or inserted_after)

    def _changes_sides(self, sentence: Range, there: Range) -> bool:
        """Return whether a sentence near this one is on the other side of it in the other text."""
        before = self._before.near(sentence)
        after = self._after.near(there)
        return any(
            _are_alike(_words(old), _words(new))
            for side in (0, 1)
            for old in before[side]
            for new in after[1 - side]
        )

    @cached_property
    def _twins(self) -> _Twins:
        return _Twins(self._before.sentence_texts, self._after.sentence_texts)

    @cached_property
    def _crossings(self) -> _Crossings:
        return _Crossings(self._before, self._after)


class _Crossings:
    """The words that changed their order: runs of three that stand once in both texts."""

    def __init__(self, before: _Side, after: _Side) -> None:
        left, right = _runs_of_three(before), _runs_of_three(after)
        pairs = sorted((place, right[words]) for words, place in left.items() if words in right)
        self._starts = [start for start, _ in pairs]
        places = [place for _, place in pairs]
        self._last_before = [-1, *accumulate(places, max)]
        self._first_after = [*accumulate(reversed(places), min, initial=len(after.text))][::-1]

    def has(self, stretch: Range, shift: int) -> bool:
        """Return whether words before a stretch come after it in the other text, or vice versa.

        ``shift`` is how far the stretch is from its place there.
        """
        start, end = stretch
        before = bisect_left(self._starts, start)
        after = bisect_left(self._starts, end)
        return self._last_before[before] >= end + shift or self._first_after[after] < start + shift


class _Twins:
    """The sentences that stand in one of two texts only, and which others are like them."""

    def __init__(self, before: list[str], after: list[str]) -> None:
        left, right = Counter(before), Counter(after)
        self._words = [_words(sentence) for sentence in [*(left - right), *(right - left)]]
        self._holding: dict[str, list[int]] = {}
        """For each word the numbers of the sentences that have it."""
        for number, words in enumerate(self._words):
            for word in words:
                self._holding.setdefault(word, []).append(number)

    def has(self, sentence: str) -> bool:
        """Return whether half the words of another sentence are those of this one.

        Where too many sentences would have to be looked at, some are surely like it.
        """
        words = _words(sentence)
        # What has half the words in common has one of any that make up more than half.
        rarest = sorted(words, key=lambda word: (len(self._holding.get(word, ())), word))
        seen: set[int] = set()
        left = words.total()
        for word in rarest:
            if left * 2 < words.total():
                break
            left -= words[word]
            seen.update(self._holding.get(word, ()))
            if len(seen) > _MANY:
                return True
        return any(_are_alike(words, self._words[number]) for number in seen)


def _are_alike(words: Counter[str], others: Counter[str]) -> bool:
    """Return whether two sentences share half of their words."""
    shared = (words & others).total()
    return shared > 0 and shared * 4 >= words.total() + others.total()


def _words(sentence: str) -> Counter[str]:
    return Counter(token for token in tokens(sentence) if token[0].isalnum())


def _runs_of_three(side: _Side) -> dict[tuple[str, ...], int]:
    """Return all runs of three words that stand once in a text, with their places."""
    texts = [side.text[start:end] for start, end in side.words]
    runs = [*zip(texts, texts[1:], texts[2:], strict=False)]
    counts = Counter(runs)
    return {
        run: start for run, (start, _) in zip(runs, side.words, strict=False) if counts[run] == 1
    }


def _is_telling(text: str) -> bool:
    """Return whether a stretch says so much that the same words are the same stretch."""
    letters = 0
    for character in text:
        if "\uac00" <= character <= "\ud7a3":
            letters += _HANGUL
        elif by_character(character):
            letters += _HAN
        elif character.isalnum():
            letters += 1
        if letters >= _TELLING:
            return True
    return False


def _moved(passage: Range, shift: int) -> Range:
    return passage[0] + shift, passage[1] + shift


def _longest(limit: int, holds: Callable[[int], bool]) -> int:
    """Return the largest length up to ``limit`` for which ``holds`` is true, by bisection.

    Where it holds for a length it holds for all shorter ones. Slices are compared in C, so that
    some twenty of them are much faster than a loop over a million characters.
    """
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
