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
from provrepo.compare.sequence import match
from provrepo.compare.tokens import by_character, tokens
from provrepo.interventions import BRACKETS

# Equal stretches of more characters are never confetti.
_LONGEST = 60
# The words of a stretch of more characters are estimated, not counted.
_WEIGHTY = 1_000
# A numeral for another, and a word spelled otherwise, is what an editor looks for: a kept word
# parts it from what stands beside.
_NUMERAL = re.compile(r"\d[\d.,]*")
# Words are spelled otherwise where this share of the letters of the longer side is kept in order;
# what has more letters than this was rewritten, if it was.
_ALIKE = 0.6
_SPELLED = 60
# So many words in a row whose capitals alone changed are one change: a heading was.
_HEADING = 3
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
    by_characters: bool
    """Whether all its words are characters of a script without blanks."""
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


_MayJoin = Callable[[_Weight, _Sides, _Sides], bool]


def regrouped(before: str, after: str, pieces: list[Piece]) -> list[Piece]:
    """Join changes of the words between which too little stayed to part them."""
    texts = _Texts(before, after)
    # First what only a space or comma parts; then what "the" or a character parts: for that, the
    # rewritten stretches on both sides must be known.
    joined = _joined_if(texts, pieces, lambda between, *_: between.words == 0)
    joined = _headings(texts, _joined_if(texts, joined, _too_little))
    if len(joined) == len(pieces):
        return joined
    return [Piece(texts.without_equal_blank(gap), kind) for gap, kind in joined]


def _too_little(between: _Weight, left: _Sides, right: _Sides) -> bool:
    """Return whether the words between are too few to part the rewritten stretches beside them.

    Few is a short word such as "the" beside sides of two words each, or of three together; and
    always at most a third of the smaller side, a sixth where a side was only put in or taken
    out. Characters of a script without blanks are seldom words by themselves: of these half of the
    smaller side is few. And few are less than what was deleted and than what was inserted: words
    are not shown as deleted and written again for the sake of what was only put in around them.
    """
    words = between.words
    if words and words >= min(left.deleted + right.deleted, left.inserted + right.inserted):
        return False
    smaller, together = min(max(left), max(right)), max(left) + max(right)
    if between.by_characters:
        return 2 * words <= smaller or (words <= 0.5 and 3 * words <= together)
    if not min(*left, *right):
        return 6 * words <= smaller
    return 3 * words <= smaller or (words <= 0.5 and 6 * words <= together)


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
        between = texts.between(last, piece, wrapped=place == -2) if last else None
        if last and between is not None:
            last_size = last_size or texts.size(last.gap)
            size = texts.size(piece.gap)
            is_one = (
                max(size)
                and max(last_size)
                and may_join(between, last_size, size)
                and not (
                    between.words
                    and (texts.is_corrected(last.gap) or texts.is_corrected(piece.gap))
                )
            )
            if is_one:
                joined[place:] = [last.joined(piece)]
                last_size = last_size.joined(size, between.words)
            else:
                joined.append(piece)
                last_size = size
            continue
        if joined and texts.is_same_mark(joined[-1], piece):
            joined[-1] = joined[-1].joined(piece)
            continue
        if joined and texts.ends_before(joined[-1], piece):
            joined[-1] = joined[-1].joined(piece)._replace(kind=piece.kind)
            last_size = None
            continue
        joined.append(piece)
        if piece.kind != "white space":
            last_size = None
    return joined


def _headings(texts: _Texts, pieces: list[Piece]) -> list[Piece]:
    """Join changes of capitals that follow each other word by word."""
    joined: list[Piece] = []
    run: list[Piece] = []
    for piece in [*pieces, None]:
        if run and (piece is None or not texts.is_next_capital(run[-1], piece)):
            joined += [run[0].joined(run[-1])] if len(run) >= _HEADING else run
            run = []
        if piece is not None:
            run.append(piece)
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

    def is_corrected(self, gap: Gap) -> bool:
        """Return whether a numeral was put for another, or words were spelled otherwise."""
        deleted, inserted = self._parts(gap)
        if _NUMERAL.fullmatch(deleted) and _NUMERAL.fullmatch(inserted):
            return True
        return _is_spelling(deleted, inserted)

    def between(self, first: Piece, second: Piece, *, wrapped: bool) -> _Weight | None:
        """Return what stayed between two changes of the words that may be one.

        ``wrapped`` says that a line end in it changed too, so that it parts nothing.
        """
        if first.kind != second.kind or first.kind not in ("text", "intervention"):
            return None
        stayed = self._before[first.gap.before_end : second.gap.before_start]
        if not 0 < len(stayed) <= _LONGEST or _is_same_side(first.gap, second.gap):
            return None
        weight = self._weight(stayed)
        if not wrapped and ("\n" in stayed or self._ends_line(second.gap)):
            return None
        goes_on = weight.stop and (
            _goes_on(self._before, second.gap.before_start)
            or _goes_on(self._after, second.gap.after_start)
        )
        return None if weight.firm or (weight.stop and not goes_on) else weight

    def _ends_line(self, gap: Gap) -> bool:
        """Return whether what stands before a change ends the line in both texts."""
        return self._before.startswith("\n", gap.before_start) and self._after.startswith(
            "\n", gap.after_start
        )

    def is_next_capital(self, first: Piece, second: Piece) -> bool:
        """Return whether the capitals of two words changed that a blank parts in one line."""
        if first.kind != "case" or second.kind != "case":
            return False
        return self._before[first.gap.before_end : second.gap.before_start] == " "

    def ends_before(self, first: Piece, second: Piece) -> bool:
        """Return whether a sentence or line ends, or no longer does, where other words follow.

        As where two sentences were made one: ``. He`` and ``, who``.
        """
        if first.kind != "punctuation" or second.kind != "text":
            return False
        marks, words = self._parts(first.gap), self._parts(second.gap)
        if self._before[first.gap.before_end : second.gap.before_start] != " " or not all(words):
            return False
        return not (_SENTENCE_ENDS | {"\n"}).isdisjoint("".join(marks))

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

    It is firm, and parts changes whatever its weight, where a sentence, a bracket or a tag ends.
    Whether a full stop at its end is that of a sentence, or of "Gen." or "г.", what follows tells.
    """
    if len(text) > _WEIGHTY:
        return _Weight(len(text) / 8, firm=True, by_characters=False, stop=False)
    words = 0.0
    firm = stop = False
    by_characters = True
    for token in tokens(text):
        if token.isspace():
            continue
        # A full stop that anything follows, even another mark, is one.
        firm |= stop
        stop = False
        if by_character(token):
            words += 0.5
        elif token[0].isalnum():
            words += 0.5 if _is_short(token) else 1
            by_characters = False
        elif token[0] in BRACKETS or token[0] in "<>":
            firm = True
        elif token[0] in _SENTENCE_ENDS:
            stop = True
    return _Weight(words, firm, by_characters, stop)


def _is_short(word: str) -> bool:
    """Return whether a word is as short as "the": what that is depends on what a letter writes.

    Hangul and Ethiopic write a syllable, Hebrew, Arabic and Syriac no vowels but as marks. A figure
    is never short.
    """
    first = word[0]
    if first.isdigit():
        return False
    if len(word) == 1 or word.isascii():
        return len(word) <= _SHORT
    if _SYLLABLES.match(first):
        return False
    if _ABJADS.match(first):
        return sum(map(str.isalnum, word)) < _SHORT
    return len(word) <= _SHORT


def _is_spelling(deleted: str, inserted: str) -> bool:
    """Return whether most letters of words stayed in their order: ``parish`` and ``parishe``."""
    longest = max(len(deleted), len(inserted))
    if longest > _SPELLED or min(len(deleted), len(inserted)) < _ALIKE * longest:
        return False
    left, right = deleted.casefold(), inserted.casefold()
    if not left or by_character(left):
        return False
    return len(match(left, right).rows) >= _ALIKE * longest


def _goes_on(text: str, place: int) -> bool:
    """Return whether the word at or after a place is in lower case: no sentence begins there."""
    return text[place : place + _NEXT].lstrip()[:1].islower()
