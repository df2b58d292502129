"""The inline view: one running text, with what was deleted and inserted in its place."""

from __future__ import annotations

from provrepo.compare.changes import in_reading_order
from provrepo.compare.result import Diff
from provrepo.compare.views.context import unchanged
from provrepo.compare.views.steps import spans_of
from provrepo.spans import Span


def inline(diff: Diff, *, context: int | None) -> list[Span]:
    """Return the text as spans styled ``deleted``, ``inserted``, ``moved-from`` or ``moved-to``.

    What changed inside a passage that moved is ``deleted`` in its old place and ``inserted`` in its
    new one.

    ``context`` is the number of words kept on either side of each change, an ``elided`` span
    standing for what is left out; None keeps the whole text. Ignored changes show the text after.
    """
    spans: list[Span] = []
    place = 0
    steps = in_reading_order(diff.changes, diff.moves)
    for number, step in enumerate(steps):
        between = diff.after[place : step.after_start]
        spans.extend(unchanged(between, context, first=number == 0))
        deleted, inserted = spans_of(diff, step)
        spans += deleted + inserted
        place = step.after_end
    spans.extend(unchanged(diff.after[place:], context, first=not steps, last=True))
    return spans
