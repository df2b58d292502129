"""Making a script readable: among equal ones, the one that an editor would mark.

A deletion or insertion is shifted over equal tokens to the best boundary of word, phrase or
sentence; what an equal word or two would break into confetti becomes one change. Both leave the
size of the script alone and can be undone: `provrepo.compare.align.align` gives the raw gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import NamedTuple

from provrepo.compare.align import Gap
from provrepo.compare.tokens import by_character, tokens
from provrepo.interventions import BRACKETS, OPENING

MANY = 20_000
"""A script of more gaps is torn: nobody reads it change by change, and no moves are looked for."""

# In a torn script those gaps are one change from the start that lie so few characters apart.
_NEAR = 12
_TINY = 8
# Characters by which a deletion or insertion may be shifted, and how many more than its own length.
_REACH = 400
_BEYOND = 32
# Longer equal stretches are never confetti.
_LONGEST = 60
# A longer stretch is not counted word by word.
_WEIGHTY = 1_000
_SENTENCE_ENDS = frozenset(".!?。！？…")
# A bracket that stays beside a deletion or insertion of so many characters stays by chance.
_LONG = 200
_OPENING = frozenset(OPENING + "(（“‘«「『")


def shifted(before: str, after: str, gaps: Iterable[Gap]) -> list[Gap]:
    """Shift each deletion or insertion to where it begins and ends best."""
    found = list(gaps)
    if len(found) > MANY:
        found = _near_joined(before, found)
    for index, gap in enumerate(found):
        b, last, a, stop = gap
        if b < last and a < stop:
            continue
        text, start, end = (before, b, last) if b < last else (after, a, stop)
        floor = found[index - 1].before_end if index else 0
        ceiling = found[index + 1].before_start if index + 1 < len(found) else len(before)
        left, right = b - floor, ceiling - last
        shift = _best_shift(text, start, end, left, right)
        if shift:
            found[index] = Gap(b + shift, last + shift, a + shift, stop + shift)
    return _joined(before, found)


def _near_joined(before: str, gaps: list[Gap]) -> list[Gap]:
    """Join what lies close together: so torn a stretch was rewritten, and nobody reads it."""
    joined: list[Gap] = []
    for gap in gaps:
        if joined and gap.before_start - joined[-1].before_end <= _NEAR:
            first = joined[-1]
            kept = before[first.before_end : gap.before_start]
            if "\n" not in kept or len(kept) <= _TINY:
                joined[-1] = Gap(
                    first.before_start, gap.before_end, first.after_start, gap.after_end
                )
                continue
        joined.append(gap)
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
    kept = before[first.before_end : second.before_start]
    if not kept:
        return True
    return (
        len(kept) <= _TINY
        and set(kept.strip()).issubset(BRACKETS)
        and "\n" not in kept
        and max(_length(first), _length(second)) >= _LONG
    )


def _length(gap: Gap) -> int:
    return max(gap.before_end - gap.before_start, gap.after_end - gap.after_start)


def _best_shift(text: str, start: int, end: int, left: int, right: int) -> int:
    """Return by how many code points ``text[start:end]`` reads best when shifted."""
    can_left = left > 0 and text[start - 1] == text[end - 1]
    can_right = right > 0 and text[start] == text[end]
    if not can_left and not can_right:
        return 0
    reach = min(_REACH, end - start + _BEYOND)
    choices = [0]
    if can_left:
        near = _tokens_before(text, start, left, reach)
        own = _tokens_before(text, end, end - start, 2 * reach)
        shift = 0
        for token, other in zip(reversed(near), reversed(near + own), strict=False):
            if token != other:
                break
            shift -= len(token)
            choices.append(shift)
    if can_right:
        near = _tokens_after(text, end, right, reach)
        own = _tokens_after(text, start, end - start, 2 * reach)
        shift = 0
        for token, other in zip(near, own + near, strict=False):
            if token != other:
                break
            shift += len(token)
            choices.append(shift)
    if len(choices) == 1:
        return 0
    return max(choices, key=lambda shift: (_quality(text, start + shift, end + shift), shift))


def _tokens_before(text: str, place: int, room: int, reach: int) -> list[str]:
    found = tokens(text[place - min(room, reach) : place])
    # Cut off inside the equal stretch, the first may be half a token.
    return found if room <= reach else found[1:]


def _tokens_after(text: str, place: int, room: int, reach: int) -> list[str]:
    found = tokens(text[place : place + min(room, reach)])
    return found if room <= reach else found[:-1]


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
    words: float
    firm: bool


def regrouped(before: str, after: str, pieces: list[Piece]) -> list[Piece]:
    """Join changes of the words between which too little stayed to part them."""
    weigh = _weigher()
    # First what only a space or comma parts; then what "the" or a character parts: for that, the
    # rewritten stretches on both sides must be known.
    joined = _joined_if(before, after, pieces, weigh, lambda kept, *_: kept == 0)
    return _joined_if(before, after, joined, weigh, _too_little)


def _too_little(kept: float, left: float, right: float) -> bool:
    """Tell whether the words kept are too few to part the rewritten stretches beside them."""
    return 2 * kept <= min(left, right) or (kept <= 0.5 and 3 * kept <= left + right)


def _joined_if(
    before: str,
    after: str,
    pieces: list[Piece],
    weigh: Callable[[str], _Weight],
    may_join: Callable[[float, float, float], bool],
) -> list[Piece]:
    def size(gap: Gap) -> float:
        deleted = weigh(before[gap.before_start : gap.before_end]).words
        return max(deleted, weigh(after[gap.after_start : gap.after_end]).words)

    found: list[Piece] = []
    # The size of the last one is counted only where it matters.
    last_size: float | None = None
    for piece in pieces:
        gap, kind = piece
        if found and found[-1].kind == kind and kind in ("text", "intervention"):
            first = found[-1].gap
            kept = before[first.before_end : gap.before_start]
            # Where a line ends, changes part anyway.
            if 0 < len(kept) <= _LONGEST and "\n" not in kept:
                weight = weigh(kept)
                if not weight.firm:
                    last_size = size(first) if last_size is None else last_size
                    own = size(gap)
                    if own and last_size and may_join(weight.words, last_size, own):
                        whole = Gap(
                            first.before_start, gap.before_end, first.after_start, gap.after_end
                        )
                        found[-1] = Piece(whole, kind)
                        last_size += own + weight.words
                    else:
                        found.append(piece)
                        last_size = own
                    continue
        found.append(piece)
        last_size = None
    return found


def _weigher() -> Callable[[str], _Weight]:
    known: dict[str, _Weight] = {}

    def weigh(text: str) -> _Weight:
        weight = known.get(text)
        if weight is None:
            known[text] = weight = _weight(text)
        return weight

    return weigh


def _weight(text: str) -> _Weight:
    """Count the words of a stretch, short ones and characters by half.

    It is firm, and parts changes whatever its weight, where a line, sentence or bracket ends.
    """
    if len(text) > _WEIGHTY:
        return _Weight(len(text) / 8, firm=True)
    words = 0.0
    firm = "\n" in text
    for token in tokens(text):
        if token[0].isalnum():
            words += 0.5 if len(token) <= 3 or by_character(token) else 1
        elif not token.isspace() and (token[0] in _SENTENCE_ENDS or token[0] in BRACKETS):
            firm = True
    return _Weight(words, firm)


def offsets(found: list[str], start: int) -> list[int]:
    """Return where each token starts, and where the last one ends."""
    return list(accumulate(map(len, found), initial=start))
