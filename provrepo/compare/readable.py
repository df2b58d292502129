"""Making a script readable: among equal ones, the one that an editor would mark.

A deletion or insertion is shifted over equal tokens to the best boundary of word, phrase or
sentence, or to its neighbour. That leaves the size of the script alone and can be undone:
`provrepo.compare.edit_script` gives the raw gaps.

That an insertion in "the [the ]cat" may as well stand one token earlier, and that some places read
better, is the observation behind the clean-up of N. Fraser's diff-match-patch (2006) and behind M.
Haggerty's diff-slider-tools (2016), here with the boundaries of language instead of code.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from provrepo.compare.edit_script import Gap
from provrepo.compare.kinds import in_word
from provrepo.compare.line_ends import parted_at_ends
from provrepo.compare.line_starts import parted_at_lines
from provrepo.compare.tokens import tokens
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
_SENTENCE_ENDS = frozenset(".!?。！？…")
# In Chinese a sentence ends without a blank; a closing quotation mark after it still belongs to it.
_ENDS_WITHOUT_BLANK = frozenset("。！？；")
_COMMAS = frozenset(",;:、，：；")
_QUOTES = frozenset("\"'”’」』»")
# A bracket that stayed beside a deletion or insertion of this many characters stayed by chance.
_LONG = 200
_OPENING = frozenset(OPENING + "({（“‘«「『")
# One change instead of two is worth more than the best places for both.
_ONE_CHANGE = 20


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
    _shift(before, after, placed, range(len(placed)))
    joined = _joined(before, placed)
    if len(joined) < len(placed):
        # What has become one change may have better places than its parts had.
        parts = set(placed)
        _shift(before, after, joined, [n for n, gap in enumerate(joined) if gap not in parts])
    return parted_at_ends(before, after, joined)


def _shift(before: str, after: str, placed: list[Gap], numbers: Iterable[int]) -> None:
    """Shift those of the gaps that are insertions or deletions, in place."""
    for index in numbers:
        row, row_end, column, column_end = placed[index]
        if not _is_one_sided(placed[index]):
            continue
        text, start, end = (before, row, row_end) if row < row_end else (after, column, column_end)
        floor = placed[index - 1].before_end if index else 0
        ceiling = placed[index + 1].before_start if index + 1 < len(placed) else len(before)
        shift = _best_shift(
            text,
            (start, end),
            (row - floor, ceiling - row_end),
            (
                index > 0 and _is_one_sided(placed[index - 1]),
                index + 1 < len(placed) and _is_one_sided(placed[index + 1]),
            ),
        )
        if shift:
            placed[index] = Gap(row + shift, row_end + shift, column + shift, column_end + shift)


def _is_one_sided(gap: Gap) -> bool:
    return gap.before_start == gap.before_end or gap.after_start == gap.after_end


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


def _best_shift(
    text: str, place: tuple[int, int], room: tuple[int, int], neighbours: tuple[bool, bool]
) -> int:
    """Return by how many code points the range ``place`` of ``text`` reads best when shifted.

    ``room`` is how many code points there are before it and after it to the neighbouring gaps;
    ``neighbours`` says which of these are an insertion or a deletion. Best is to touch such a one
    in the same line, with which it then is one change. Where two places are equally good, the later
    one is taken.
    """
    start, end = place
    left, right = room
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

    def quality(shift: int) -> tuple[int, int]:
        touches = (neighbours[0] and shift == -left and "\n" not in text[start - left : start]) or (
            neighbours[1] and shift == right and "\n" not in text[end : end + right]
        )
        worth = _ONE_CHANGE if touches else 0
        return worth + _quality(text, start + shift, end + shift), shift

    return max(choices, key=quality)


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
        earlier = text[max(0, place - 4) : place - 1].rstrip()
        return 4 if earlier and earlier[-1] in _SENTENCE_ENDS else 3
    if previous in _ENDS_WITHOUT_BLANK:
        return 1 if _closes(text, place) else 4
    if previous in _QUOTES and following not in _COMMAS:
        earlier = text[place - 2 : place - 1]
        if earlier in _ENDS_WITHOUT_BLANK and earlier:
            return 4
    if following.isspace():
        return 2
    return 0 if in_word(previous) and in_word(following) else 1


def _closes(text: str, place: int) -> bool:
    """Return whether a quotation mark stands there that closes, as no word follows it."""
    return text[place] in _QUOTES and not text[place + 1 : place + 2].isalnum()


def offsets(pieces: list[str], start: int) -> list[int]:
    """Return where each token starts, the first one at ``start``, and where the last one ends."""
    return list(accumulate(map(len, pieces), initial=start))
