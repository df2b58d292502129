"""Carrying notes over to a new content: when a note keeps its passage, and when it loses its place.

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
    """Return ``notes`` of the content ``before`` as they stand at the content ``after``."""
    if before == after or not notes.notes:
        return notes
    head, tail = _common(before, after)
    shift = len(after) - len(before)

    def carried(passage: Anchor) -> Anchor:
        if passage.start is None or passage.end is None:
            return passage  # lost before: nothing says where it would belong now
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
    """Return ``notes``, each at its passage of before where it had one among the ``earlier`` notes.

    For a content that is restored: the earlier notes stood at that very content, so that their
    places are right again.
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

    The two never overlap: in "aa" and "aaa" the beginning has two, the end none.
    """
    limit = min(len(before), len(after))
    head = _agreement(limit, lambda length: before[:length] == after[:length])
    limit -= head
    tail = _agreement(
        limit, lambda length: before[len(before) - length :] == after[len(after) - length :]
    )
    return head, tail


def _agreement(limit: int, agree: Callable[[int], bool]) -> int:
    """Return the largest length up to ``limit`` for which ``agree`` holds, by bisection."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if agree(middle):
            low = middle
        else:
            high = middle - 1
    return low
