"""Grouping changes: what an equal word or two would break into confetti becomes one change.

What parts two changes is the words that stayed between them, against the words that changed on
either side; a sentence or a bracket that ends there parts them whatever these are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from provrepo.compare.edit_script import Gap
from provrepo.compare.tokens import by_character, tokens
from provrepo.interventions import BRACKETS

# Equal stretches of more characters are never confetti.
_LONGEST = 60
# The words of a stretch of more characters are estimated, not counted.
_WEIGHTY = 1_000
# A numeral for another is what an editor looks for: a kept word parts it from what stands beside.
_NUMERAL = re.compile(r"\d[\d.,]*")
_SENTENCE_ENDS = frozenset(".!?。！？…")
# The most letters of a short word; one fewer where vowels are not written.
_SHORT = 3
_SYLLABLES = re.compile("[\uac00-\ud7a3\u1200-\u137f]")
_ABJADS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_CLOSING_OF = {"“": "”", "‘": "’", "„": "“", "«": "»", "「": "」", "『": "』", "(": ")", "（": "）"}
# Characters in which the next word begins.
_NEXT = 8


class Piece(NamedTuple):
    """A gap with its class."""

    gap: Gap
    kind: str

    def joined(self, following: Piece) -> Piece:
        """Return this piece and a following one, and what stands between, as one of this class."""
        first, last = self.gap, following.gap
        whole = Gap(first.before_start, last.before_end, first.after_start, last.after_end)
        return Piece(whole, self.kind)


class _Weight(NamedTuple):
    """How much an equal stretch says: its words, and whether it parts changes whatever they are."""

    words: float
    firm: bool
    stop: bool
    """Whether a full stop is all that would make it firm: one, unless the sentence goes on."""


class _Sides(NamedTuple):
    """The words that a change deletes and those that it inserts."""

    deleted: float
    inserted: float

    def joined(self, following: _Sides, between: float) -> _Sides:
        """Return the size of this change and a following one with the words between them."""
        return _Sides(
            self.deleted + following.deleted + between,
            self.inserted + following.inserted + between,
        )


_MayJoin = Callable[[float, _Sides, _Sides], bool]


def regrouped(before: str, after: str, pieces: list[Piece]) -> list[Piece]:
    """Join changes of the words between which too little stayed to part them."""
    texts = _Texts(before, after)
    # First what only a space or comma parts; then what "the" or a character parts: for that, the
    # rewritten stretches on both sides must be known.
    joined = _joined_if(texts, pieces, lambda between, *_: between == 0)
    joined = _joined_if(texts, joined, _too_little)
    if len(joined) == len(pieces):
        return joined
    return [Piece(texts.without_equal_blank(gap), kind) for gap, kind in joined]


def _too_little(between: float, left: _Sides, right: _Sides) -> bool:
    """Return whether the words between are too few to part the rewritten stretches beside them.

    Few are at most half of the smaller side, or a short word such as "the" between sides of 1.5
    words together: two words changed around one that matters stay two changes. And few are less
    than what was deleted and than what was inserted: words are not shown as deleted and written
    again for the sake of what was only put in around them.
    """
    if between and between >= min(left.deleted + right.deleted, left.inserted + right.inserted):
        return False
    smaller, together = min(max(left), max(right)), max(left) + max(right)
    return 2 * between <= smaller or (between <= 0.5 and 3 * between <= together)


def _joined_if(texts: _Texts, pieces: list[Piece], may_join: _MayJoin) -> list[Piece]:
    """Join neighbours of one class where ``may_join`` allows it.

    It is asked with the words that stayed between them and the words of either side.
    """
    joined: list[Piece] = []
    # The size of the last piece of words, counted only where it matters; what it has taken in
    # counts too, so that a rewritten stretch gathers what follows.
    last_size: _Sides | None = None
    for piece in pieces:
        # Where a line ended in the midst of what was rewritten, its end was rewritten too.
        place = -2 if len(joined) > 1 and joined[-1].kind == "white space" else -1
        last = joined[place] if joined else None
        between = texts.between(last, piece) if last else None
        if last and between is not None:
            last_size = last_size or texts.size(last.gap)
            size = texts.size(piece.gap)
            is_one = (
                max(size)
                and max(last_size)
                and may_join(between, last_size, size)
                and not (between and (texts.is_numeral(last.gap) or texts.is_numeral(piece.gap)))
            )
            if is_one:
                joined[place:] = [last.joined(piece)]
                last_size = last_size.joined(size, between)
            else:
                joined.append(piece)
                last_size = size
            continue
        if joined and texts.is_same_mark(joined[-1], piece):
            joined[-1] = joined[-1].joined(piece)
            continue
        joined.append(piece)
        if piece.kind != "white space":
            last_size = None
    return joined


class _Texts:
    """The two texts of a comparison, and what their stretches weigh, each weighed once."""

    def __init__(self, before: str, after: str) -> None:
        self._before = before
        self._after = after
        self._weights: dict[str, _Weight] = {}

    def _weight(self, text: str) -> _Weight:
        weight = self._weights.get(text)
        if weight is None:
            self._weights[text] = weight = _weight(text)
        return weight

    def _parts(self, gap: Gap) -> tuple[str, str]:
        return (
            self._before[gap.before_start : gap.before_end],
            self._after[gap.after_start : gap.after_end],
        )

    def size(self, gap: Gap) -> _Sides:
        """Return the words that a gap deletes and inserts."""
        deleted, inserted = self._parts(gap)
        return _Sides(self._weight(deleted).words, self._weight(inserted).words)

    def is_numeral(self, gap: Gap) -> bool:
        """Return whether a numeral was put for another."""
        return bool(
            _NUMERAL.fullmatch(self._before, gap.before_start, gap.before_end)
            and _NUMERAL.fullmatch(self._after, gap.after_start, gap.after_end)
        )

    def between(self, first: Piece, second: Piece) -> float | None:
        """Return how many words stayed between two changes of the words that may be one."""
        if first.kind != second.kind or first.kind not in ("text", "intervention"):
            return None
        stayed = self._before[first.gap.before_end : second.gap.before_start]
        if not 0 < len(stayed) <= _LONGEST or _is_same_side(first.gap, second.gap):
            return None
        weight = self._weight(stayed)
        goes_on = weight.stop and (
            _goes_on(self._before, second.gap.before_start)
            or _goes_on(self._after, second.gap.after_start)
        )
        return None if weight.firm or (weight.stop and not goes_on) else weight.words

    def is_same_mark(self, first: Piece, second: Piece) -> bool:
        """Return whether a change of marks belongs to the one before it."""
        if second.kind != "punctuation":
            return False
        if first.kind == "punctuation":
            return self._around_blank(first.gap, second.gap)
        return first.kind == "text" and self._closes_quotation(first.gap, second.gap)

    def _around_blank(self, first: Gap, second: Gap) -> bool:
        """Return whether nothing but invisible signs changed on both sides of a blank.

        That makes another blank of it, such as one at which no line is broken.
        """
        blank = self._before[first.before_end : second.before_start]
        if not blank.isspace() or "\n" in blank:
            return False
        signs = "".join((*self._parts(first), *self._parts(second)))
        return all(unicodedata.category(sign) == "Cf" for sign in signs)

    def _closes_quotation(self, first: Gap, second: Gap) -> bool:
        """Return whether words, and what closes their quotation, were put in around a mark.

        Or taken out: “, ‘little princess’.” where there is a full stop now.
        """
        stayed = self._before[first.before_end : second.before_start]
        if len(stayed) > 1 or stayed.isspace():
            return False
        words, marks = self._parts(first), self._parts(second)
        for side, other in ((0, 1), (1, 0)):
            opened = {_CLOSING_OF.get(sign) for sign in words[side]}
            if marks[side] and not words[other] + marks[other] and opened.issuperset(marks[side]):
                return True
        return False

    def without_equal_blank(self, gap: Gap) -> Gap:
        """Leave out the blank that both sides of a joined change end with."""
        row, row_end, column, column_end = gap
        while (
            row < row_end
            and column < column_end
            and self._before[row_end - 1] == self._after[column_end - 1]
            and self._before[row_end - 1].isspace()
        ):
            row_end, column_end = row_end - 1, column_end - 1
        return Gap(row, row_end, column, column_end)


def _is_same_side(first: Gap, second: Gap) -> bool:
    """Return whether both only put something in, or both only take something out."""
    return (
        first.before_end - first.before_start == second.before_end - second.before_start == 0
        or first.after_end - first.after_start == second.after_end - second.after_start == 0
    )


def _weight(text: str) -> _Weight:
    """Count the words of a stretch, short ones and characters by half.

    It is firm, and parts changes whatever its weight, where a sentence, a paragraph or a bracket
    ends; and where a line does, unless the words beside its end are as few as in one line. Whether
    a full stop at its end is that of a sentence, or of "Gen." or "г.", what follows tells.
    """
    if len(text) > _WEIGHTY:
        return _Weight(len(text) / 8, firm=True, stop=False)
    words = 0.0
    firm = text.count("\n") > 1 or ("\n" in text and not text.strip())
    stop = False
    for token in tokens(text):
        if token.isspace():
            continue
        # A full stop that anything follows, even another mark, is one.
        firm |= stop
        stop = False
        if token[0].isalnum():
            words += 0.5 if _is_short(token) or by_character(token) else 1
        elif token[0] in BRACKETS:
            firm = True
        elif token[0] in _SENTENCE_ENDS:
            stop = True
    return _Weight(words, firm, stop)


def _is_short(word: str) -> bool:
    """Return whether a word is as short as "the": what that is depends on what a letter writes.

    Hangul and Ethiopic write a syllable, Hebrew, Arabic and Syriac no vowels but as marks.
    """
    if len(word) == 1 or word.isascii():
        return len(word) <= _SHORT
    first = word[0]
    if _SYLLABLES.match(first):
        return False
    if _ABJADS.match(first):
        return sum(map(str.isalnum, word)) < _SHORT
    return len(word) <= _SHORT


def _goes_on(text: str, place: int) -> bool:
    """Return whether the word at or after a place is in lower case: no sentence begins there."""
    return text[place : place + _NEXT].lstrip()[:1].islower()
