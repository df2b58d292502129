"""Changes that stand beside each other as one, where a page would be mostly the marks of changes.

A list of which every second word became another has a change at every second word. Marked one by
one they are several times as long as the texts, and no eye follows them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from provrepo.compare.changes import Change
from provrepo.compare.result import Diff

# Over how many equal characters changes are joined, from few to many: the marks of a change, which
# joining spares, are about as long as the last one.
_BETWEEN = (1, 4, 11, 22)
# Where that is not enough, passages of fewer characters are shown as deleted and inserted.
_SHORT_MOVE = 200


def joined_to_fit(diff: Diff, fits: Callable[[Sequence[Change]], bool]) -> Sequence[Change]:
    """Return the changes of a comparison, joined no further than they have to be.

    Those of white space are left out: what stands between changes is as in the text after.
    ``fits`` says whether a page has room for changes; where they never fit, they are joined as far
    as it goes.
    """
    changes = [change for change in diff.changes if change.kind != "white space"]
    for most in _BETWEEN:
        if fits(changes):
            break
        changes = _joined(diff, changes, most)
    return changes


def without_short_moves(diff: Diff) -> Diff:
    """Return a comparison in which short passages that moved are a deletion and an insertion."""
    changes = [*diff.changes]
    moves = []
    for move in diff.moves:
        if move.before_end - move.before_start >= _SHORT_MOVE:
            moves.append(move)
            continue
        left, arrived = move.left_at, move.arrived_at
        deleted = diff.before[move.before_start : move.before_end]
        inserted = diff.after[move.after_start : move.after_end]
        changes += [
            Change(move.before_start, move.before_end, left, left, deleted, "", "text"),
            Change(arrived, arrived, move.after_start, move.after_end, "", inserted, "text"),
        ]
    changes.sort(key=lambda change: (change.before_start, change.before_end, change.after_start))
    return replace(diff, changes=tuple(changes), moves=tuple(moves))


def _joined(diff: Diff, changes: Sequence[Change], most: int) -> list[Change]:
    """Join changes with at ``most`` that many characters between them, the same in both texts.

    Where a passage left or arrived between two changes, these words are not the same.
    """
    joined: list[Change] = []
    for change in changes:
        last = joined[-1] if joined else change
        deleted = diff.before[last.before_start : change.before_end]
        inserted = diff.after[last.after_start : change.after_end]
        between = diff.before[last.before_end : change.before_start]
        other = diff.after[last.after_end : change.after_start]
        if not joined or len(between) > most or between.split() != other.split():
            joined.append(change)
            continue
        joined[-1] = Change(
            last.before_start,
            change.before_end,
            last.after_start,
            change.after_end,
            deleted,
            inserted,
            last.kind if last.kind == change.kind else "text",
        )
    return joined
