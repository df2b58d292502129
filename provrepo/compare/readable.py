"""Making a script readable: among equal ones, the one that an editor would mark.

A deletion or insertion is shifted over equal tokens to the best boundary of word, phrase or
sentence; what an equal word or two would break into confetti becomes one change. Both leave the
size of the script alone and can be undone: `provrepo.compare.edit_script` gives the raw gaps.

That an insertion in "the [the ]cat" may as well stand one token earlier, and that some places read
better, is the observation behind the clean-up of N. Fraser's diff-match-patch (2006) and behind M.
Haggerty's diff-slider-tools (2016), here with the boundaries of language instead of code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import NamedTuple

from provrepo.compare.edit_script import Gap
from provrepo.compare.line_starts import parted_at_lines
from provrepo.compare.tokens import by_character, tokens
from provrepo.interventions import BRACKETS, OPENING

MANY = 20_000
"""A script of more gaps is torn: nobody reads it change by change, and no moves are looked for."""

# In a torn script, gaps at most this many characters apart are one change from the start; across
# the end of a line, at most _TINY.
_NEAR = 12
_TINY = 8
# A deletion or insertion is shifted by at most _REACH characters, and by at most _BEYOND more than
# its own length: of a text that repeats itself ("abcabc…") every shift would have to be rated.
_REACH = 400
_BEYOND = 32
# Equal stretches of more characters are never confetti.
_LONGEST = 60
# The words of a stretch of more characters are estimated, not counted.
_WEIGHTY = 1_000
# A numeral for another is what an editor looks for: a kept word parts it from what stands beside.
_NUMERAL = re.compile(r"\d[\d.,]*")
_SENTENCE_ENDS = frozenset(".!?。！？…")
# A bracket that stayed beside a deletion or insertion of this many characters stayed by chance.
_LONG = 200
_OPENING = frozenset(OPENING + "(（“‘«「『")


def shifted(before: str, after: str, gaps: Iterable[Gap]) -> list[Gap]:
    """Shift each deletion or insertion to where it begins and ends best.

    A shift keeps the script what it is: as many equal tokens enter the gap at one end as leave it
    at the other, and no gap goes beyond its neighbours.
    """
    placed = list(gaps)
    if len(placed) > MANY:
        placed = _near_joined(before, placed)
    else:
        placed = [*parted_at_lines(before, after, placed)]
    for index, (row, row_end, column, column_end) in enumerate(placed):
        if row < row_end and column < column_end:
            continue
        text, start, end = (before, row, row_end) if row < row_end else (after, column, column_end)
        floor = placed[index - 1].before_end if index else 0
        ceiling = placed[index + 1].before_start if index + 1 < len(placed) else len(before)
        shift = _best_shift(text, start, end, row - floor, ceiling - row_end)
        if shift:
            placed[index] = Gap(row + shift, row_end + shift, column + shift, column_end + shift)
    return _joined(before, placed)


def _near_joined(before: str, gaps: list[Gap]) -> list[Gap]:
    """Join gaps that lie close together: what is torn like that was rewritten as a whole."""
    joined: list[Gap] = []
    start, end, column, stop = gaps[0]
    for row, row_end, new_column, new_stop in gaps:
        if row - end <= _NEAR and (row - end <= _TINY or "\n" not in before[end:row]):
            end, stop = row_end, new_stop
        else:
            joined.append(Gap(start, end, column, stop))
            start, end, column, stop = row, row_end, new_column, new_stop
    joined.append(Gap(start, end, column, stop))
    return joined


def _joined(before: str, gaps: list[Gap]) -> list[Gap]:
    """Join gaps between which a shift left nothing, or chance a bracket beside a long one."""
    joined: list[Gap] = []
    for gap in gaps:
        while joined and _is_one(before, joined[-1], gap):
            first = joined.pop()
            gap = Gap(first.before_start, gap.before_end, first.after_start, gap.after_end)
        joined.append(gap)
    return joined


def _is_one(before: str, first: Gap, second: Gap) -> bool:
    """Return whether two gaps are one: nothing between, or a lone bracket beside a long one."""
    between = before[first.before_end : second.before_start]
    if not between:
        return True
    return (
        len(between) <= _TINY
        and set(between.strip()).issubset(BRACKETS)
        and "\n" not in between
        and max(_length(first), _length(second)) >= _LONG
    )


def _length(gap: Gap) -> int:
    return max(gap.before_end - gap.before_start, gap.after_end - gap.after_start)


def _best_shift(text: str, start: int, end: int, left: int, right: int) -> int:
    """Return by how many code points ``text[start:end]`` reads best when shifted.

    ``left`` and ``right`` are how many code points there are to the neighbouring gaps. Where two
    places are equally good, the later one is taken.
    """
    # Nearly every gap is decided by these two characters.
    can_left = left > 0 and text[start - 1] == text[end - 1]
    can_right = right > 0 and text[start] == text[end]
    if not can_left and not can_right:
        return 0
    reach = min(_REACH, end - start + _BEYOND)
    choices = [0]
    if can_left:
        # Each token before the gap has to equal the one that the gap ends with at that shift; once
        # the gap's own tokens are used up, these are the tokens before it.
        before = _tokens_before(text, start, left, reach)
        inside = _tokens_before(text, end, end - start, 2 * reach)
        shift = 0
        for token, last in zip(reversed(before), reversed(before + inside), strict=False):
            if token != last:
                break
            shift -= len(token)
            choices.append(shift)
    if can_right:
        after = _tokens_after(text, end, right, reach)
        inside = _tokens_after(text, start, end - start, 2 * reach)
        shift = 0
        for token, first in zip(after, inside + after, strict=False):
            if token != first:
                break
            shift += len(token)
            choices.append(shift)
    if len(choices) == 1:
        return 0
    return max(choices, key=lambda shift: (_quality(text, start + shift, end + shift), shift))


def _tokens_before(text: str, place: int, room: int, reach: int) -> list[str]:
    pieces = tokens(text[place - min(room, reach) : place])
    # Cut off inside the equal stretch, the first may be half a token.
    return pieces if room <= reach else pieces[1:]


def _tokens_after(text: str, place: int, room: int, reach: int) -> list[str]:
    pieces = tokens(text[place : place + min(room, reach)])
    return pieces if room <= reach else pieces[:-1]


def _quality(text: str, start: int, end: int) -> int:
    """Rate how well a passage begins at ``start`` and ends at ``end``."""
    rating = _boundary(text, start) + _boundary(text, end)
    # A passage that opens a bracket closes it.
    if text[start] in _OPENING:
        rating += 3
    if end < len(text) and text[end - 1] in _OPENING:
        rating -= 3
    return rating


def _boundary(text: str, place: int) -> int:
    """Rate a place between two characters, from 0, inside a word, to 6, where a line begins."""
    if place in (0, len(text)):
        return 6
    previous, following = text[place - 1], text[place]
    if previous == "\n":
        return 6 if following != "\n" else 5
    if previous.isspace():
        earlier = text[: place - 1][-3:].rstrip()
        return 4 if earlier and earlier[-1] in _SENTENCE_ENDS else 3
    if previous in "。！？；":
        return 4
    if following.isspace():
        return 2
    return 0 if previous.isalnum() and following.isalnum() else 1


class Piece(NamedTuple):
    """A gap with its class."""

    gap: Gap
    kind: str


class _Weight(NamedTuple):
    """How much an equal stretch says: its words, and whether it parts changes whatever they are."""

    words: float
    firm: bool


def regrouped(before: str, after: str, pieces: list[Piece]) -> list[Piece]:
    """Join changes of the words between which too little stayed to part them."""
    weigh = _weigher()
    # First what only a space or comma parts; then what "the" or a character parts: for that, the
    # rewritten stretches on both sides must be known.
    joined = _joined_if(before, after, pieces, weigh, lambda between, *_: between == 0)
    return _joined_if(before, after, joined, weigh, _too_little)


def _too_little(between: float, left: float, right: float) -> bool:
    """Return whether the words between are too few to part the rewritten stretches beside them.

    Few are at most half of the smaller side, or a short word such as "the" between sides of 1.5
    words together: two words changed around one that matters stay two changes.
    """
    return 2 * between <= min(left, right) or (between <= 0.5 and 3 * between <= left + right)


def _joined_if(
    before: str,
    after: str,
    pieces: list[Piece],
    weigh: Callable[[str], _Weight],
    may_join: Callable[[float, float, float], bool],
) -> list[Piece]:
    """Join neighbours of one class where ``may_join`` allows it.

    It is asked with the words that stayed between them and the words of either side.
    """

    def size(gap: Gap) -> float:
        deleted = weigh(before[gap.before_start : gap.before_end]).words
        return max(deleted, weigh(after[gap.after_start : gap.after_end]).words)

    def is_numeral(gap: Gap) -> bool:
        return bool(
            _NUMERAL.fullmatch(before, gap.before_start, gap.before_end)
            and _NUMERAL.fullmatch(after, gap.after_start, gap.after_end)
        )

    joined: list[Piece] = []
    # The size of the last piece of words, counted only where it matters; what it has taken in
    # counts too, so that a rewritten stretch gathers what follows.
    last_size: float | None = None
    for piece in pieces:
        gap, kind = piece
        # Where a line ended in the midst of what was rewritten, its end was rewritten too.
        place = -2 if len(joined) > 1 and joined[-1].kind == "white space" else -1
        if joined and joined[place].kind == kind and kind in ("text", "intervention"):
            first = joined[place].gap
            between = before[first.before_end : gap.before_start]
            if 0 < len(between) <= _LONGEST:
                weight = weigh(between)
                if not weight.firm:
                    last_size = size(first) if last_size is None else last_size
                    gap_size = size(gap)
                    if (
                        gap_size
                        and last_size
                        and may_join(weight.words, last_size, gap_size)
                        and not (weight.words and (is_numeral(first) or is_numeral(gap)))
                    ):
                        whole = Gap(
                            first.before_start, gap.before_end, first.after_start, gap.after_end
                        )
                        joined[place:] = [Piece(whole, kind)]
                        last_size += gap_size + weight.words
                    else:
                        joined.append(piece)
                        last_size = gap_size
                    continue
        joined.append(piece)
        if kind != "white space":
            last_size = None
    return joined


def _weigher() -> Callable[[str], _Weight]:
    """Return `_weight` with a memory for one comparison: the same few words part many changes."""
    weights: dict[str, _Weight] = {}

    def weigh(text: str) -> _Weight:
        weight = weights.get(text)
        if weight is None:
            weights[text] = weight = _weight(text)
        return weight

    return weigh


def _weight(text: str) -> _Weight:
    """Count the words of a stretch, short ones and characters by half.

    It is firm, and parts changes whatever its weight, where a sentence, a paragraph or a bracket
    ends; and where a line does, unless the words beside its end are as few as in one line.
    """
    if len(text) > _WEIGHTY:
        return _Weight(len(text) / 8, firm=True)
    words = 0.0
    firm = text.count("\n") > 1 or ("\n" in text and not text.strip())
    for token in tokens(text):
        if token[0].isalnum():
            words += 0.5 if len(token) <= 3 or by_character(token) else 1
        elif not token.isspace() and (token[0] in _SENTENCE_ENDS or token[0] in BRACKETS):
            firm = True
    return _Weight(words, firm)


def offsets(pieces: list[str], start: int) -> list[int]:
    """Return where each token starts, the first one at ``start``, and where the last one ends."""
    return list(accumulate(map(len, pieces), initial=start))
