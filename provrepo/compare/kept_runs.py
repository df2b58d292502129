"""The runs of words that two texts share amid their changes, and the passages surely kept there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from provrepo.compare.anchors import Pairs, line_anchors
from provrepo.compare.comparison import moves_of
from provrepo.compare.doubts import Crossings, Twins, are_alike, is_telling, words_of
from provrepo.compare.edit_script import edit_script
from provrepo.compare.moves import MOVABLE
from provrepo.compare.sides import Side, moved_by
from provrepo.passages import Range
from provrepo.quotes import standing_once

# Weights are half words, as a character of a script written without blanks counts half a word.
_EIGHT_WORDS = 16
_THREE_WORDS = 6
# How far around a passage its surroundings are looked at, in half words.
_FAR = 128


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


class Amid:
    """What two texts have in common amid their changes."""

    def __init__(self, before: Side, after: Side) -> None:
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
        if self._script.rewritten < MOVABLE:
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
        candidates = [
            candidate
            for number in lost
            if (candidate := self._candidate(number, passages[number], runs))
        ]
        proofs = {proof for candidate in candidates for proof in candidate.proofs}
        proven = {*standing_once(self._before.text, proofs)}
        proven &= {*standing_once(self._after.text, proven)}
        for candidate in candidates:
            if proven.issuperset(candidate.proofs):
                places[candidate.number] = candidate.place

    def _candidate(self, number: int, passage: Range, runs: list[_Run]) -> _Candidate | None:
        """Return where a passage stands in one of ``runs``, and what would prove it."""
        start, end = passage
        index = bisect_right(runs, start, key=lambda run: run.start) - 1
        if index < 0 or end > runs[index].end:
            return None
        run = runs[index]
        shift = run.place - run.start
        sentence = self._before.around(start, end)
        new_sentence = moved_by(self._after.around(start + shift, end + shift), -shift)
        nearby = self._nearby(passage, sentence, new_sentence)
        if nearby[0] < run.start or nearby[1] > run.end:
            return None
        is_whole = sentence == new_sentence and run.start <= sentence[0] and sentence[1] <= run.end
        stretch = sentence if is_whole else nearby
        if not (self._is_beside(stretch, run) or (is_whole and self._is_known(stretch, run))):
            return None
        first, last = self._wider(stretch if is_whole else passage, passage, run)
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

    def _nearby(self, passage: Range, sentence: Range, new_sentence: Range) -> Range:
        """Return what has to be kept with a passage: the rest of its sentence, or eight words.

        ``new_sentence`` is its sentence in the text after, in places of the text before. Where that
        begins or ends elsewhere, the end of the old one is no limit.
        """
        start, end = passage
        first = self._before.back(start, _EIGHT_WORDS)
        last = self._before.on(end, _EIGHT_WORDS)
        if sentence[0] == new_sentence[0]:
            first = max(first, sentence[0])
        if sentence[1] == new_sentence[1]:
            last = min(last, sentence[1])
        return first, last

    def _wider(self, stretch: Range, passage: Range, run: _Run) -> Range:
        """Return a stretch and the eight words on both sides of it, as far as they were kept."""
        first = self._before.back(stretch[0], _EIGHT_WORDS)
        last = self._before.on(stretch[1], _EIGHT_WORDS)
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

        It was not where it says too much for anybody to write it twice, or where it changed sides
        with nothing; and where no sentence that is like it came or went.
        """
        shift = run.place - run.start
        text = self._before.text[slice(*sentence)]
        tells = self._tells(sentence)
        crosses = (
            run.moved
            or (not tells and self._may_have_jumped(run))
            or self._crossings.has(sentence, shift)
            or self._changes_sides(sentence, moved_by(sentence, shift))
        )
        return not crosses or (tells and not self._twins.has(text))

    def _may_have_jumped(self, run: _Run) -> bool:
        """Return whether a run may be in its place only since what it passed was edited as well.

        Then something was deleted on one side of it, and something inserted on the other.
        """
        index = bisect_left(self._runs, run)
        if self._runs[index : index + 1] != [run]:
            return True  # a sentence of which single words were kept elsewhere
        old, new = len(self._before.text), len(self._after.text)
        start, end = _Run(0, 0, 0, moved=False), _Run(old, old, new, moved=False)
        previous = self._runs[index - 1] if index else start
        following = self._runs[index + 1] if index + 1 < len(self._runs) else end
        beside = previous, run, following
        (deleted, inserted), (deleted_after, inserted_after) = (
            (after.start - before.end, after.place - before.place - before.end + before.start)
            for before, after in pairwise(beside)
        )
        return not (inserted or deleted_after) or not (deleted or inserted_after)

    def _tells(self, stretch: Range) -> bool:
        """Return whether one of the sentences of a stretch is written once, and not by chance."""
        counts = self._before.counts, self._after.counts
        return any(
            all(count[sentence] == 1 for count in counts) and is_telling(sentence)
            for sentence in self._before.within(stretch)
        )

    def _changes_sides(self, sentence: Range, new_sentence: Range) -> bool:
        """Return whether a sentence near this one is on the other side of it in the other text."""
        before = self._before.near(sentence)
        after = self._after.near(new_sentence)
        return any(
            are_alike(words_of(old), words_of(new))
            for side in (0, 1)
            for old in before[side]
            for new in after[1 - side]
        )

    @cached_property
    def _twins(self) -> Twins:
        return Twins(self._before.sentence_texts, self._after.sentence_texts)

    @cached_property
    def _crossings(self) -> Crossings:
        return Crossings(self._before, self._after)
