"""Where a passage that moved begins and ends: the white space and marks beside its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from provrepo.compare.changes import Change, Move
from provrepo.compare.kinds import in_word
from provrepo.passages import Range

# Marks that stand with the word before them, and those at the end of a sentence.
_CLINGING = frozenset(",.;:!?、。，；：！？)]）】」』”’…")
_STOPS = frozenset(".!?。！？；;")


class Moved(NamedTuple):
    """A passage that moved: its place in either text, and the numbers of the changes it left."""

    source: int
    before: tuple[int, int]
    target: int
    after: tuple[int, int]


def past_marks(before: str, after: str, old: Range, new: Range) -> tuple[int, int]:
    """Return where a passage begins in both texts without what belongs to the word before it.

    That is white space, and a mark after a word.
    """
    (first, last), (start, end) = old, new
    while first < last and start < end and before[first].isspace() and after[start].isspace():
        first, start = first + 1, start + 1
    while (
        before[first] == after[start]
        and before[first] in _CLINGING
        and first > 0 < start
        and in_word(before[first - 1])
        and in_word(after[start - 1])
    ):
        first, start = first + 1, start + 1
    return first, start


def with_blanks(text: str, passage: Range, whole: Range) -> Range:
    """Return the whole range where nothing but white space is around the passage in it."""
    around = text[whole[0] : passage[0]] + text[passage[1] : whole[1]]
    return passage if around.strip() else whole


def with_full_stops(
    before: str, after: str, changes: Sequence[Change], moved: Iterable[Moved]
) -> tuple[list[Change], list[Moved]]:
    """Give each sentence that moved its full stop; return the changes and the moves.

    Where it took the place of another sentence, or another one took its own, the stop between them
    and the next sentence is kept there by the shortest script.
    """
    placed = list(changes)
    floors = [change.before_start for change in changes[1:]] + [len(before)]
    whole = []
    for source, old, target, new in moved:
        place, stop = old[1], new[1]
        sign = before[place : place + 1]
        if sign and sign in _STOPS and sign == after[stop : stop + 1]:
            left, right = placed[source], placed[target]
            if _ends_kept(left, place, floors[source]) and stop < right.after_end:
                placed[source] = _longer(left, sign)
                old, new = (old[0], place + 1), (new[0], stop + 1)
            elif (
                right.after_end == stop
                and _ends_kept(right, right.before_end, floors[target])
                and place < left.before_end
            ):
                placed[target] = _longer(right, sign)
                old, new = (old[0], place + 1), (new[0], stop + 1)
        whole.append(Moved(source, old, target, new))
    return placed, whole


def _ends_kept(change: Change, place: int, following: int) -> bool:
    """Return whether a replacement ends at a place before a sign that is not of the next change."""
    return bool(change.deleted and change.inserted) and change.before_end == place < following


def _longer(change: Change, sign: str) -> Change:
    """Return a change that deletes and inserts the sign after it too."""
    return replace(
        change,
        before_end=change.before_end + 1,
        after_end=change.after_end + 1,
        deleted=change.deleted + sign,
        inserted=change.inserted + sign,
    )


def without_blanks_around(move: Move) -> Move:
    """Return a move without the changes of the white space before or after its whole passage.

    A paragraph that is the last one now has no blank line after it; it is the same paragraph.
    """
    if all((change.deleted + change.inserted).strip() for change in move.changes):
        return move
    return replace(
        move, changes=tuple(change for change in move.changes if not _is_around(change, move))
    )


def _is_around(change: Change, move: Move) -> bool:
    if (change.deleted + change.inserted).strip():
        return False
    begins = (change.before_start, change.after_start) == (move.before_start, move.after_start)
    ends = (change.before_end, change.after_end) == (move.before_end, move.after_end)
    return begins or ends
