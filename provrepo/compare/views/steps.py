"""What is shown where two texts differ: spans of what either of them has there."""

from __future__ import annotations

from provrepo.compare.changes import Step, moved_parts
from provrepo.compare.result import Diff
from provrepo.spans import Span


def spans_of(diff: Diff, step: Step) -> tuple[list[Span], list[Span]]:
    """Return what the texts before and after have at a step, each as spans.

    They are styled ``deleted`` and ``inserted``; a passage that moved ``moved-from`` and
    ``moved-to``, but for what changed inside it.
    """
    if step.moved:
        move = diff.moves[step.number - 1]
        leaves = step.moved == "from"
        text, style, change = (
            (diff.before, "moved-from", "deleted")
            if leaves
            else (diff.after, "moved-to", "inserted")
        )
        parts = moved_parts(text, move, leaves=leaves)
        spans = [Span(part.text, change if part.kind else style) for part in parts]
        return (spans, []) if leaves else ([], spans)
    deleted = diff.before[step.before_start : step.before_end]
    inserted = diff.after[step.after_start : step.after_end]
    return (
        [Span(deleted, "deleted")] if deleted else [],
        [Span(inserted, "inserted")] if inserted else [],
    )
