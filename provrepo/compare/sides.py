"""One of the two texts compared: its tokens, words and sentences, and what surrounds a passage."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property
from itertools import accumulate, pairwise

from provrepo.compare.tokens import by_character, tokens
from provrepo.passages import Range, around, sentences

# How many sentences away a sentence is still near.
_NEAR = 3


class Side:
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

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each sentence stands in the text."""
        return Counter(self.sentence_texts)

    def within(self, stretch: Range) -> list[str]:
        """Return the sentences of a stretch that begins and ends with some."""
        first = bisect_left(self.sentences, stretch[0], key=lambda sentence: sentence[0])
        last = bisect_right(self.sentences, stretch[1], key=lambda sentence: sentence[1])
        return self.sentence_texts[first:last]

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
        """Return where the words before ``place`` begin that have a ``weight`` together."""
        last = bisect_right(self.words, place, key=lambda word: word[1])
        first = bisect_right(self._weights, self._weights[last] - weight) - 1
        return self.words[first][0] if first >= 0 else 0

    def on(self, place: int, weight: int) -> int:
        """Return where the words after ``place`` end that have a ``weight`` together."""
        first = bisect_left(self.words, place, key=lambda word: word[0])
        last = bisect_left(self._weights, self._weights[first] + weight)
        return self.words[last - 1][1] if last <= len(self.words) else len(self.text)


def moved_by(passage: Range, shift: int) -> Range:
    """Return a passage as far from its place as ``shift`` says."""
    return passage[0] + shift, passage[1] + shift
