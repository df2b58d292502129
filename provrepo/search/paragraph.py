"""The words of one paragraph, every way in which they can be read, and phrases looked up in them.

An editor's bracket may be read with its words and without them: ``[North] Korea`` is *North Korea*
and *Korea*, ``Sh[en]yang`` is *Shenyang* and *Shyang*, ``Seoul[1]`` is *Seoul*. So the words of a
paragraph are steps from one place to the next, and brackets are leaps beside them; a phrase stands
wherever some way of steps and leaps spells it. A word that a hyphen breaks at a line's end is a
leap as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from provrepo.interventions import BRACKETS, PARTNERS, bracketed, paired
from provrepo.search.folding import (
    FOLDING,
    HAN_TYPE,
    HANGUL_TYPE,
    WORD_TYPE,
    exactly,
    kind,
    piece_pattern,
    unseparating_signs,
    word_pattern,
)
from provrepo.search.query import Item, Phrase, comments

Place = tuple[int, int]
"""A half-open range of code points."""

_NO_SIGNS = str.maketrans(dict.fromkeys(BRACKETS))
_HAS_SIGN = re.compile(f"[{re.escape(BRACKETS)}]")
_HYPHENATED = re.compile(r"[-‐\xad⸗¬][^\S\n]*\n[^\S\n]*")
"""The hyphens of print and of the tools with which manuscripts are transcribed, at a line's end."""

_MOST_LEAPS = 16
"""How many brackets that stand one after the other a phrase may leave out at once."""

_GROUP = re.compile(r"\d{3}(?!\d)")


class Word(NamedTuple):
    """A word as it is compared, and where it stands, with the brackets inside it."""

    word: str
    start: int
    end: int


class Leap(NamedTuple):
    """Another way from one word to a later one.

    ``target`` is the number of the word that follows, ``word`` what is read meanwhile: nothing
    where a bracket is left out.
    """

    target: int
    word: Word | None


def is_plain(text: str) -> bool:
    """Return whether a paragraph can be read in one way alone."""
    return not _HAS_SIGN.search(text) and not is_hyphenated(text)


def is_hyphenated(text: str) -> bool:
    """Return whether a word may be broken at a line's end."""
    return _HYPHENATED.search(text) is not None


def ambiguous(text: str) -> list[Place]:
    """Return where a paragraph can be read in several ways: brackets and hyphens, in order."""
    signs = [match.span() for match in _HAS_SIGN.finditer(text)]
    hyphens = [match.span() for match in _HYPHENATED.finditer(text)]
    return sorted([*paired(text), *signs, *hyphens] if signs else hyphens)


class Paragraph:
    """A paragraph cut into words. ``exact``: their case, accents and width count."""

    def __init__(self, text: str, *, exact: bool = False) -> None:
        self.text = text
        self._fold = exactly if exact else FOLDING.__getitem__
        has_signs = _HAS_SIGN.search(text) is not None
        pattern = piece_pattern() if has_signs else word_pattern()
        pieces = [
            Word(word, match.start(), match.end())
            for match in pattern.finditer(text)
            if (word := self._fold(match[0]))
        ]
        self.words = pieces
        self.leaps: dict[int, list[Leap]] = {}
        self._brackets: list[Place] = []
        self._joined_words: list[Word] = []
        if has_signs:
            self._brackets = paired(text)
            self._read_brackets(pieces)
        for match in _HYPHENATED.finditer(text):
            self._read_hyphen(match)
        self._folded = [word.word for word in self.words]

    # How it can be read.

    def _read_brackets(self, pieces: list[Word]) -> None:
        """Join the pieces of words that brackets stand in, and note how else they can be read."""
        signs = self._signs_of_comments()
        runs: list[list[Word]] = [[piece] for piece in pieces[:1]]
        parted: list[
            int
        ] = []  # the runs that only the punctuation in a bracket parts from the next
        for before, piece in pairwise(pieces):
            if not self._is_glued(before, piece, signs):
                runs.append([piece])
            elif self._read(before.end, piece.start, with_punctuation=True):
                parted.append(len(runs) - 1)
                runs.append([piece])
            else:
                runs[-1].append(piece)
        self.words = [run[0] if len(run) == 1 else self._joined(run) for run in runs]
        self._joined_words = [
            word for word, run in zip(self.words, runs, strict=True) if len(run) > 1
        ]
        starts = [word.start for word in self.words]
        ends = [word.end for word in self.words]
        for start, end in self._brackets:
            first, last = bisect_left(ends, start + 1), bisect_left(starts, end) - 1
            if first <= last:
                self._leave_out(runs, first, last, start, end)
        for number, run in enumerate(runs):
            if len(run) > 1:
                self._leave_out_all(number, run)
        self._join(runs, parted)

    def _signs_of_comments(self) -> set[int]:
        """Return the places of the signs of brackets that are no part of the word they touch."""
        brackets = comments(self.text, self._brackets)
        return {place for start, end in brackets for place in (start, end - 1)}

    def _is_glued(self, before: Word, piece: Word, signs: set[int]) -> bool:
        """Return whether two pieces with nothing but brackets between them are one word."""
        gap = self.text[before.end : piece.start]
        if gap in ("", " ") or not _HAS_SIGN.search(gap):
            return False
        if kind(before.word) != WORD_TYPE or kind(piece.word) != WORD_TYPE:
            return False
        if not signs.isdisjoint(range(before.end, piece.start)):
            return False
        return self._read(before.end, piece.start) == ""

    def _read(self, start: int, end: int, *, with_punctuation: bool = False) -> str:
        """Return what stands between two words, without brackets, their words, their signs.

        ``with_punctuation``: the brackets that have no words in them are read.
        """
        gap = self.text[start:end]
        if not self._brackets or not _HAS_SIGN.search(gap):
            return gap
        first, last = (bisect_left(self._brackets, (place, 0)) for place in (start, end))
        inside = [place for place in self._brackets[first:last] if place[1] <= end]
        for opening, closing in reversed(inside):
            if with_punctuation and not word_pattern().search(self.text, opening, closing):
                continue
            gap = gap[: opening - start] + "\0" * (closing - opening) + gap[closing - start :]
        gap = gap.replace("\0", "").translate(_NO_SIGNS)
        return unseparating_signs().sub("", gap)

    def _joined(self, run: list[Word]) -> Word:
        written = "".join(self.text[piece.start : piece.end] for piece in run)
        return Word(self._fold(written), run[0].start, run[-1].end)

    def _leave_out(
        self, runs: list[list[Word]], first: int, last: int, start: int, end: int
    ) -> None:
        """Note how the words from ``first`` to ``last`` are read without the bracket over them."""
        head = [piece for piece in runs[first] if piece.end <= start]
        tail = [piece for piece in runs[last] if piece.start >= end]
        if head and tail and first != last:
            return  # the words at both ends of a bracket that holds several belong to none
        remainder = [*head, *tail]
        self._add(first, Leap(last + 1, self._joined(remainder) if remainder else None))

    def _join(self, runs: list[list[Word]], parted: Sequence[int]) -> None:
        """Note that words are one without the punctuation in a bracket: ``dont`` in ``don[']t``."""
        for first, number in enumerate(parted):
            for count, later in enumerate(parted[first : first + _MOST_LEAPS], start=1):
                if later != number + count - 1:
                    break
                pieces = [piece for run in runs[number : later + 2] for piece in run]
                self._add(number, Leap(later + 2, self._joined(pieces)))

    def _leave_out_all(self, number: int, run: list[Word]) -> None:
        """Note how a word with several brackets in it is read without all of them."""
        remainder = [
            piece
            for piece in run
            if not any(start < piece.start and piece.end < end for start, end in self._brackets)
        ]
        if remainder and len(remainder) < len(run):
            self._add(number, Leap(number + 1, self._joined(remainder)))

    def _read_hyphen(self, hyphen: re.Match[str]) -> None:
        """Note that the words on both sides of a line's end may be one."""
        ends = [word.end for word in self.words]
        number = bisect_left(ends, hyphen.start())
        if number + 1 >= len(self.words):
            return
        before, following = self.words[number : number + 2]
        if (
            before.end - hyphen.start() in (0, 1)  # a soft hyphen counts as a part of the word
            and following.start == hyphen.end()
            and (before.word.isalpha() and following.word.isalpha())
        ):
            self._add(number, Leap(number + 2, self._joined([before, following])))

    def _add(self, number: int, leap: Leap) -> None:
        leaps = self.leaps.setdefault(number, [])
        if leap not in leaps and leap != Leap(number + 1, self.words[number]):
            leaps.append(leap)

    def inside_words(self) -> Iterator[str]:
        """Yield what is in the outermost brackets that are part of a word, folded."""
        if not self._joined_words:
            return
        for start, end in bracketed(self.text):
            if any(word.start < end and start < word.end for word in self._joined_words):
                inside = Paragraph(self.text[start + 1 : end - 1]).words
                if inside:
                    yield " ".join([word.word for word in inside])

    # What stands in it.

    def places(self, phrase: Phrase) -> list[Place]:
        """Return where a phrase stands, in order; places do not overlap.

        A bracket of which only one sign is between the first and the last word is covered whole
        where the other one stands right beside them.
        """
        dead: set[tuple[int, int, int]] = set()
        ranges = []
        for target, word in self._beginnings(phrase[0]):
            if self._is_inside_number(word.start):
                continue
            end = self._end(phrase, 1, target, word, dead)
            if end is not None:
                ranges.append((word.start, end))
        longest_first = any(item.pattern for item in phrase)  # of 19[61] all, not 19 alone
        ranges.sort(key=lambda place: (place[0], -place[1] if longest_first else place[1]))
        chosen: list[Place] = []
        for start, end in ranges:
            if not chosen or start >= chosen[-1][1]:
                chosen.append((start, end))
        return [balanced(self.text, start, end) for start, end in chosen]

    def _beginnings(self, item: Item) -> Iterator[tuple[int, Word]]:
        """Yield the words that are ``item``, each with the number of the word after it."""
        if item.pattern is not None or len(item.words) > 1:
            for number, word in enumerate(self.words):
                if item.fits(word.word):
                    yield number + 1, word
        else:
            number = -1
            try:
                while True:
                    number = self._folded.index(item.words[0], number + 1)
                    yield number + 1, self.words[number]
            except ValueError:
                pass
        for leaps in self.leaps.values():
            for target, leapt in leaps:
                if leapt is not None and item.fits(leapt.word):
                    yield target, leapt

    def _end(
        self,
        phrase: Phrase,
        position: int,
        number: int,
        before: Word,
        dead: set[tuple[int, int, int]],
    ) -> int | None:
        """Return where the rest of a phrase ends that goes on with the word of this number.

        None where it does not. ``dead`` are the ways that were gone before in vain.
        """
        if position == len(phrase):
            pattern = phrase[-1].pattern
            return before.end if pattern or not self._goes_on_as_number(before.end) else None
        key = position, number, before.end
        if key in dead:
            return None
        item = phrase[position]
        for target, word in self._following(number):
            if item.fits(word.word) and self._may_follow(before, word, item):
                end = self._end(phrase, position + 1, target, word, dead)
                if end is not None:
                    return end
        dead.add(key)
        return None

    def _following(self, number: int) -> Iterator[tuple[int, Word]]:
        """Yield the words that can be read next, each with the number of the one after it."""
        open_ways, seen = [number], {number}
        while open_ways:
            place = open_ways.pop()
            if place < len(self.words):
                yield place + 1, self.words[place]
            for target, word in self.leaps.get(place, ()):
                if word is not None:
                    yield target, word
                elif target not in seen and len(seen) <= _MOST_LEAPS:
                    seen.add(target)
                    open_ways.append(target)

    def _may_follow(self, before: Word, word: Word, item: Item) -> bool:
        """Return whether what stands between two words is what a phrase allows there."""
        gap = self._read(before.end, word.start)
        kinds = {kind(before.word), kind(word.word)}
        if not item.is_tight:
            has_gap = gap or self._read(before.end, word.start, with_punctuation=True)
            return bool(has_gap) or HAN_TYPE in kinds
        if HANGUL_TYPE in kinds or HAN_TYPE not in kinds:
            return not gap
        return not gap or gap.isspace()

    def _is_inside_number(self, start: int) -> bool:
        """Return whether digits go on a number that has begun: 701 in 4,701."""
        text = self.text
        return (
            start > 1
            and text[start - 1] == ","
            and text[start - 2].isdigit()
            and _GROUP.match(text, start) is not None
        )

    def _goes_on_as_number(self, end: int) -> bool:
        """Return whether a number goes on after its first digits: 4 in 4,701."""
        text = self.text
        return (
            text[end : end + 1] == ","
            and text[end - 1 : end].isdigit()
            and _GROUP.match(text, end + 1) is not None
        )


def balanced(text: str, start: int, end: int) -> Place:
    """Return a place with the signs beside it of brackets that have their other sign in it."""
    missing: list[str] = []
    opened: list[str] = []
    for sign in filter(BRACKETS.__contains__, text[start:end]):
        if sign in PARTNERS:
            opened.append(PARTNERS[sign])
        elif opened and opened[-1] == sign:
            opened.pop()
        else:
            missing.append(sign)
    for closing in missing:
        if start and PARTNERS.get(text[start - 1]) == closing:
            start -= 1
    for closing in reversed(opened):
        if text[end : end + 1] == closing:
            end += 1
    return start, end
