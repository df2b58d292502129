"""The beginning and the end that two texts have in common, and the passages that lie there."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from provrepo.compare.sides import Side, moved_by
from provrepo.passages import Range


class CommonEnds:
    """What two texts have in common at their beginning and at their end."""

    def __init__(self, before: Side, after: Side) -> None:
        self.before, self.after = before, after
        self._elsewhere: dict[Range, bool] = {}
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
        return start < self._surely_head and not self._stands_elsewhere(sentence, 0)

    def _is_in_tail(self, start: int, end: int) -> bool:
        token = moved_by(self.before.token(start), self._shift)
        if token[0] < self._tail + self._shift or token != self.after.token(start + self._shift):
            return False
        sentence = self.before.around(start, end)
        if sentence[0] >= self._tail:
            new_sentence = self.after.around(start + self._shift, end + self._shift)
            if new_sentence == moved_by(sentence, self._shift):
                return True
        return end > self._surely_tail and not self._stands_elsewhere(sentence, self._shift)

    def _stands_elsewhere(self, sentence: Range, shift: int) -> bool:
        """Return whether a sentence is not here as it was, but stands so in another place."""
        elsewhere = self._elsewhere.get(sentence)
        if elsewhere is None:
            words, place = self.before.text[slice(*sentence)], sentence[0] + shift
            is_here = place >= 0 and self.after.text.startswith(words, place)
            elsewhere = not is_here and words in self.after.text
            self._elsewhere[sentence] = elsewhere
        return elsewhere

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
