"""The inline view: one running text, with what was deleted and inserted in its place."""

from __future__ import annotations

from provrepo.compare.changes import in_reading_order
from provrepo.compare.result import Diff
from provrepo.compare.views.context import unchanged
from provrepo.spans import Span


def inline(diff: Diff, *, context: int | None) -> list[Span]:
    """Return the text as spans styled ``deleted``, ``inserted``, ``moved-from`` or ``moved-to``.

    ``context`` is the number of words kept on either side of each change, an ``elided`` span
    standing for what is left out; None keeps the whole text. Ignored changes show the text after.
    """
    spans: list[Span] = []
    place = 0
    steps = in_reading_order(diff.changes, diff.moves)
    for number, step in enumerate(steps):
        between = diff.after[place : step.after_start]
        spans.extend(unchanged(between, context, first=number == 0))
        deleted = diff.before[step.before_start : step.before_end]
        inserted = diff.after[step.after_start : step.after_end]
        if deleted:
            spans.append(Span(deleted, "moved-from" if step.moved else "deleted"))
        if inserted:
            spans.append(Span(inserted, "moved-to" if step.moved else "inserted"))
        place = step.after_end
    spans.extend(unchanged(diff.after[place:], context, first=not steps, last=True))
    return spans
