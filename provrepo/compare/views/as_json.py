"""The JSON view: changes and moves with their offsets, for programs."""

from __future__ import annotations

from typing import Any

from provrepo.compare.changes import Change, Diff, Move


def as_json(diff: Diff) -> dict[str, Any]:
    """Return the comparison as JSON values.

    ``before`` and ``after`` of a change or move are half-open ranges ``[start, end]`` in Unicode
    code points. ``edits`` and ``lower_bound`` are tokens. To make the text after, replace each
    range of ``changes`` and ``ignored``, and take each passage of ``moves`` from its range in the
    text before to its range in the text after (``left_at`` and ``arrived_at`` are the places where
    it stands in the other text: left_at in the text after, arrived_at in the text before).
    """
    return {
        "format": "provrepo-diff/1",
        "unit": "code points",
        "before_length": len(diff.before),
        "after_length": len(diff.after),
        "edits": diff.edits,
        "lower_bound": diff.lower_bound,
        "statistics": diff.statistics(),
        "changes": [_change(change) for change in diff.changes],
        "moves": [_move(move) for move in diff.moves],
        "ignored": [_change(change) for change in diff.ignored],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "before": [change.before_start, change.before_end],
        "after": [change.after_start, change.after_end],
        "deleted": change.deleted,
        "inserted": change.inserted,
    }


def _move(move: Move) -> dict[str, Any]:
    return {
        "before": [move.before_start, move.before_end],
        "after": [move.after_start, move.after_end],
        "left_at": move.left_at,
        "arrived_at": move.arrived_at,
        "changes": [_change(change) for change in move.changes],
    }
