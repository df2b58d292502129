"""What truly became of the passages of a text that was edited, for tests of notes.

Two random editors make such texts, which have nothing in common with each other, nor with the code
that is tested: `revised_texts` works on paragraphs, sentences and words, as people do who revise;
`spliced_texts` cuts, copies and pastes stretches of characters, wherever they begin and end. Both
write what is hard to tell apart: the same sentence again, a sentence with one word changed, words
deleted here and written there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

LONG = 24
"""A stretch of this many letters is hardly written twice by chance."""

Sign = tuple[str, int]
"""A character, and the number that it alone has: what is written anew gets new numbers."""


@dataclass
class Revision:
    """A text before and after it was edited, sign by sign, and passages with notes.

    ``passages`` are ranges of ``before``. ``left_alone`` are the ranges of sentences that were
    neither edited nor moved; ``moved`` are the numbers of the signs that the editor moved.
    """

    before: list[Sign]
    after: list[Sign]
    passages: list[tuple[int, int]]
    left_alone: list[tuple[int, int]]
    sentences: list[tuple[int, int]]
    moved: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.old = "".join(sign for sign, _ in self.before)
        self.new = "".join(sign for sign, _ in self.after)
        self._places = {number: place for place, (_, number) in enumerate(self.after)}

    def truth(self, start: int, end: int) -> int | None:
        """Return where the signs of a passage stand now, all of them and in a row."""
        first = self._places.get(self.before[start][1])
        if first is None or self.after[first : first + end - start] != self.before[start:end]:
            return None
        return first

    def is_left_alone(self, start: int, end: int) -> bool:
        """Return whether nothing happened to the sentences that hold a passage."""
        if self.truth(start, end) is None:
            return False
        return any(first <= start and end <= last for first, last in self.left_alone)

    def is_right(self, start: int, end: int, place: int) -> bool:
        """Return whether a note may stand at ``place``: in truth, or in another equal truth.

        Another truth gives the same bytes. Either the passage was overwritten with its own words;
        or the sentences that hold it stand at ``place`` letter by letter. And nothing that stayed
        is passed on the way there: words that were deleted here and written there are not the same,
        unless there were enough of them for nobody to say that they were not moved.
        """
        if place == self.truth(start, end):
            return True
        shift = place - start
        signs = range(start, end)
        stayed = {n for n in signs if self.before[n][1] in self._places}
        if all(self._places[self.before[n][1]] == n + shift for n in stayed) and (
            stayed or not self._passes(start, end, shift)
        ):
            return True
        held = [(first, last) for first, last in self.sentences if first < end and start < last]
        first = min([start, *(first for first, _ in held)])
        last = max([end, *(last for _, last in held)])
        at_an_end = self._at_an_end(start, end, shift)
        if not self.sentences:
            return at_an_end or self._amid_the_same(start, end, shift)
        is_repeated = self.old.count(self.old[first:last]) > 1
        if at_an_end and (is_repeated or self.truth(first, last) is None):
            return True
        if not held or self.old[first:last] != self.new[max(0, first + shift) : last + shift]:
            return False
        if at_an_end or self._mostly_there(first, last, shift):
            return True
        if self._amid_the_same(first, last, shift, besides=True):
            return True
        return not self._passes(first, last, shift) or self._as_if_moved(first, last, shift)

    def _mostly_there(self, first: int, last: int, shift: int) -> bool:
        """Return whether most of a stretch is itself, and the rest written anew, or its like."""
        there = [
            self._places.get(number) == place + shift
            for place, (_, number) in enumerate(self.before[first:last], first)
        ]
        return 2 * sum(there) > last - first

    def _amid_the_same(self, start: int, end: int, shift: int, *, besides: bool = False) -> bool:
        """Return whether enough was copied with a passage for it to be taken for the original.

        With ``besides`` the letters of the passage itself do not count.
        """
        first, last = start, end
        while (
            first > 0 and first + shift > 0 and self.old[first - 1] == self.new[first + shift - 1]
        ):
            first -= 1
        while (
            self.old[last : last + 1]
            and self.old[last : last + 1] == self.new[last + shift : last + shift + 1]
        ):
            last += 1
        passage = 0 if besides else _letters(self.old[start:end])
        around = _letters(self.old[first:start]) + _letters(self.old[end:last])
        return passage + around >= LONG // 2

    def _at_an_end(self, start: int, end: int, shift: int) -> bool:
        """Return whether nothing need have changed before a passage, or after it."""
        if not shift and self.old[:end] == self.new[:end]:
            return True
        return self.old[start:] == self.new[start + shift :]

    def _as_if_moved(self, first: int, last: int, shift: int) -> bool:
        """Return whether a long stretch was deleted, and all of it written anew elsewhere."""
        here = {number for _, number in self.before}
        left = sum(number in self._places for _, number in self.before[first:last])
        gone = 2 * left < last - first
        there = self.after[first + shift : last + shift]
        return (
            _letters(self.old[first:last]) >= LONG
            and gone
            and all(number not in here for _, number in there)
        )

    def _passes(self, first: int, last: int, shift: int) -> bool:
        """Return whether a stretch that went so far would pass something that stayed."""
        put_there = {number for _, number in self.after[first + shift : last + shift]}
        return any(
            (old < first) != (new < first + shift)
            for old, (_, number) in enumerate(self.before)
            if not first <= old < last
            and number not in put_there
            and number not in self.moved
            and (new := self._places.get(number)) is not None
        )


def _letters(text: str) -> int:
    """Count letters, those of Chinese for three and syllables of Korean for two."""
    return sum(
        1 + (sign > "\u3040") + ("\u3040" < sign < "\uac00") for sign in text if sign.isalnum()
    )
