"""Comparing two texts: alignment, then what each change is."""

from __future__ import annotations

from collections.abc import Collection

from provrepo.compare.align import align
from provrepo.compare.changes import Change, Diff
from provrepo.compare.kinds import known


def diff(before: str, after: str, *, ignore: Collection[str] = ()) -> Diff:
    """Compare two texts and return their changes.

    ``ignore`` names classes of change that are kept out of ``changes``; they stay in ``ignored``,
    so that the comparison can still be applied. Raises ValueError for a class that does not exist.
    """
    hidden = known(ignore)
    alignment = align(before, after)
    changes = [
        Change(*gap, before[gap.before_start : gap.before_end], after[gap[2] : gap[3]], "text")
        for gap in alignment.gaps
    ]
    return Diff(
        before,
        after,
        tuple(change for change in changes if change.kind not in hidden),
        alignment.edits,
        alignment.lower_bound,
        ignored=tuple(change for change in changes if change.kind in hidden),
    )
