"""Notes carried over to a new content: when a note keeps its passage, and when it loses its place.

A note keeps its passage only where that cannot be wrong (docs/format.md, “notes”): where its quote
lies in what both contents have in common at their beginning or their end, or stands exactly once
in each. Otherwise it stays with its old quote, but without a place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from provrepo.passages import anchor, occurrences
from provrepo.store.records import Anchor, Note, Notes


def carry(notes: Notes, before: str, after: str) -> Notes:
    """Return ``notes`` on the content ``before`` as they are on the content ``after``."""
    if before == after or not notes.notes:
        return notes
    head, tail = _common(before, after)
    shift = len(after) - len(before)

    def carried(passage: Anchor) -> Anchor:
        if passage.start is None or passage.end is None:
            return passage  # lost earlier, and nothing says where it would belong now
        # Half-open ranges: a passage may end where the head ends, or start where the tail starts.
        # One that crosses into the middle is not whole in either, and has to be unique.
        if passage.end <= head:
            start = passage.start
        elif passage.start >= len(before) - tail:
            start = passage.start + shift
        elif len(occurrences(before, passage.exact)) == 1 == len(occurrences(after, passage.exact)):
            start = after.index(passage.exact)
        else:
            return replace(passage, start=None, end=None)
        return anchor(after, start, len(passage.exact))

    return _at(notes, carried)


def put_back(notes: Notes, earlier: Iterable[Note]) -> Notes:
    """Return ``notes``, each with the place that it has among the ``earlier`` notes, if it has one.

    For a content that is restored: the earlier notes were on exactly this content, so their places
    are right again.
    """
    places = {
        (note.id, note.anchor.exact): note.anchor
        for note in earlier
        if note.anchor and not note.unanchored
    }
    return Notes.of(
        [
            replace(note, anchor=places.get((note.id, note.anchor.exact), note.anchor))
            if note.anchor
            else note
            for note in notes.notes
        ]
    )


def _at(notes: Notes, place: Callable[[Anchor], Anchor]) -> Notes:
    return Notes.of(
        [replace(note, anchor=place(note.anchor)) if note.anchor else note for note in notes.notes]
    )


def _common(before: str, after: str) -> tuple[int, int]:
    """Return how many code points both have in common at the beginning, and then at the end.

    The two never overlap, in neither content: in "aa" and "aaa" the beginning has two, and the end
    none. A code point in both would be in two places of the longer one.
    """
    limit = min(len(before), len(after))
    head = _agreement(limit, lambda length: before[:length] == after[:length])
    limit -= head
    tail = _agreement(
        limit, lambda length: before[len(before) - length :] == after[len(after) - length :]
    )
    return head, tail


def _agreement(limit: int, agree: Callable[[int], bool]) -> int:
    """Return the largest length up to ``limit`` for which ``agree`` holds, by bisection.

    Where it holds for a length it holds for all shorter ones. Slices are compared in C, so that
    some twenty of them are much faster than a loop over a million characters.
    """
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if agree(middle):
            low = middle
        else:
            high = middle - 1
    return low
