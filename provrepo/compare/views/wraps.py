"""Where lines end elsewhere and nothing else changed: what a reader of the words passes over."""

from __future__ import annotations

from dataclasses import replace
from unicodedata import east_asian_width

from provrepo.compare.changes import Change
from provrepo.compare.result import Diff

_WIDE = "WF"
"""The widths of the signs of East Asia, beside which a line may end without a blank."""
_AS_THE_OTHER = "A"
"""The width of signs that are wide beside wide ones, such as quotation marks."""


def without_wraps(diff: Diff) -> Diff:
    """Return a comparison without changes of line ends alone, inside moves too.

    Where the same words were broken into lines elsewhere, or indented, each line has two such
    changes, among which those of the words are hard to find. They are in ``ignored``, so that the
    comparison can still be applied. A paragraph that begins or no longer begins stays a change.
    """
    wraps = [change for change in diff.changes if _is_wrap(diff, change)]
    moves = tuple(
        replace(
            move, changes=tuple(change for change in move.changes if not _is_wrap(diff, change))
        )
        for move in diff.moves
    )
    return replace(
        diff,
        changes=tuple(change for change in diff.changes if not _is_wrap(diff, change)),
        moves=moves,
        ignored=tuple(sorted([*diff.ignored, *wraps], key=_place)),
    )


def _is_wrap(diff: Diff, change: Change) -> bool:
    """Return whether one run of blanks and at most one line end became another.

    Where a line may end without a blank, a line end came or went, beside a mark too.
    """
    ends = change.deleted.count("\n"), change.inserted.count("\n")
    if (change.deleted + change.inserted).strip() or max(ends) != 1:
        return False
    if change.deleted and change.inserted:
        return change.kind == "white space"
    beside = (
        diff.before[change.before_start - 1 : change.before_start],
        diff.before[change.before_end : change.before_end + 1],
    )
    if not all(beside):
        return False
    if change.kind == "white space":
        return True
    widths = "".join(map(east_asian_width, beside))
    is_wide = set(widths) <= {*_WIDE, _AS_THE_OTHER} and widths != 2 * _AS_THE_OTHER
    return is_wide and change.kind == "punctuation"


def _place(change: Change) -> tuple[int, int]:
    return change.before_start, change.after_start
