"""Where lines end elsewhere and nothing else changed: what a reader of the words passes over."""

from __future__ import annotations

from dataclasses import replace

from provrepo.compare.changes import Change
from provrepo.compare.result import Diff


def without_wraps(diff: Diff) -> Diff:
    """Return a comparison whose ``changes``, and those inside moves, are none of line ends alone.

    Where the same words were broken into lines elsewhere, or indented, each line has two such
    changes, among which those of the words are hard to find. They are in ``ignored``, so that the
    comparison can still be applied. A paragraph that begins or no longer begins stays a change.
    """
    wraps = [change for change in diff.changes if _is_wrap(change)]
    moves = tuple(
        replace(move, changes=tuple(change for change in move.changes if not _is_wrap(change)))
        for move in diff.moves
    )
    return replace(
        diff,
        changes=tuple(change for change in diff.changes if not _is_wrap(change)),
        moves=moves,
        ignored=tuple(sorted([*diff.ignored, *wraps], key=_place)),
    )


def _is_wrap(change: Change) -> bool:
    """Return whether one run of blanks and at most one line end became another."""
    if change.kind != "white space" or not change.deleted or not change.inserted:
        return False
    ends = change.deleted.count("\n"), change.inserted.count("\n")
    return max(ends) == 1


def _place(change: Change) -> tuple[int, int]:
    return change.before_start, change.after_start
