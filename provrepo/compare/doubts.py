"""Reasons to doubt that sentences with the same words in two texts are the same sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import accumulate

from provrepo.compare.sides import Side
from provrepo.compare.tokens import by_character, tokens
from provrepo.passages import Range

# In letters: a shorter sentence is easily written twice, so that it is not known by its words.
# What is written by character says more with each, and so does Hangul.
_TELLING = 24
_HAN, _HANGUL = 3, 2
# With how many sentences one is compared to find those that are like it.
_MANY = 200


class Crossings:
    """The words that changed their order: runs of three that stand once in both texts."""

    def __init__(self, before: Side, after: Side) -> None:
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


def _runs_of_three(side: Side) -> dict[tuple[str, ...], int]:
    """Return all runs of three words that stand once in a text, with their places."""
    texts = [side.text[start:end] for start, end in side.words]
    runs = [*zip(texts, texts[1:], texts[2:], strict=False)]
    counts = Counter(runs)
    return {
        run: start for run, (start, _) in zip(runs, side.words, strict=False) if counts[run] == 1
    }


class Twins:
    """The sentences that stand in one of two texts only, and which others are like them."""

    def __init__(self, before: list[str], after: list[str]) -> None:
        left, right = Counter(before), Counter(after)
        self._words = [words_of(sentence) for sentence in [*(left - right), *(right - left)]]
        self._holding: dict[str, list[int]] = {}
        """For each word the numbers of the sentences that have it."""
        for number, words in enumerate(self._words):
            for word in words:
                self._holding.setdefault(word, []).append(number)

    def has(self, sentence: str) -> bool:
        """Return whether half the words of another sentence are those of this one.

        Where too many sentences would have to be looked at, some are surely like it.
        """
        words = words_of(sentence)
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
        return any(are_alike(words, self._words[number]) for number in seen)


def are_alike(words: Counter[str], other_words: Counter[str]) -> bool:
    """Return whether two sentences share half of their words."""
    shared = (words & other_words).total()
    return shared > 0 and shared * 4 >= words.total() + other_words.total()


def words_of(sentence: str) -> Counter[str]:
    """Return the words of a sentence, each as often as it stands there."""
    return Counter(token for token in tokens(sentence) if token[0].isalnum())


def is_telling(text: str) -> bool:
    """Return whether a stretch says enough for the same words elsewhere to be the same stretch."""
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
