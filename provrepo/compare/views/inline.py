"""The inline view: one running text, with what was deleted and inserted in its place."""

from __future__ import annotations

from provrepo.compare.changes import Diff
from provrepo.compare.tokens import tokens
from provrepo.spans import Span

_ELIDED = Span("…", "elided")


def inline(diff: Diff, *, context: int | None) -> list[Span]:
    """Return the text as spans styled ``deleted``, ``inserted``, ``moved-from`` or ``moved-to``.

    ``context`` is the number of words kept on either side of each change, an ``elided`` span
    standing for what is left out; None keeps the whole text. Ignored changes show the text after.
    """
    spans: list[Span] = []
    place = 0
    steps = diff.steps()
    for number, step in enumerate(steps):
        between = diff.after[place : step.after_start]
        spans.extend(_unchanged(between, context, first=number == 0))
        deleted = diff.before[step.before_start : step.before_end]
        inserted = diff.after[step.after_start : step.after_end]
        if deleted:
            spans.append(Span(deleted, "moved-from" if step.moved else "deleted"))
        if inserted:
            spans.append(Span(inserted, "moved-to" if step.moved else "inserted"))
        place = step.after_end
    spans.extend(_unchanged(diff.after[place:], context, first=not steps, last=True))
    return spans


def _unchanged(
    text: str, context: int | None, *, first: bool = False, last: bool = False
) -> list[Span]:
    """Return the text between two changes, cut down to the words next to them."""
    if not text:
        return []
    if context is None:
        return [Span(text)]
    head = 0 if first else _words_at_start(text, context)
    tail = len(text) if last else len(text) - _words_at_end(text, context)
    if head >= tail:
        return [Span(text)]
    kept = [Span(text[:head]), _ELIDED, Span(text[tail:])]
    return [span for span in kept if span.text]


def _words_at_start(text: str, count: int) -> int:
    """Return the length of the first ``count`` words with what stands between and after them."""
    size = 40 * count + 100
    length = 0
    for token in _closed(tokens(text[:size]), whole=size >= len(text)):
        if token[0].isalnum():
            count -= 1
        if count < 0:
            return length - _blank(text[:length])
        length += len(token)
    return length


def _words_at_end(text: str, count: int) -> int:
    size = 40 * count + 100
    length = 0
    found = tokens(text[-size:])[::-1]
    for token in _closed(found, whole=size >= len(text)):
        if token[0].isalnum():
            count -= 1
        if count < 0:
            return length - (len(text[-length:]) - len(text[-length:].lstrip()) if length else 0)
        length += len(token)
    return length


def _closed(found: list[str], *, whole: bool) -> list[str]:
    """Drop the last token of a cut-out, which the cut may have shortened."""
    return found if whole else found[:-1]


def _blank(text: str) -> int:
    return len(text) - len(text.rstrip())
