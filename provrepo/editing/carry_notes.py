"""Notes carried over to a new content: each keeps its passage, or stays without a place.

It keeps it only where that cannot be wrong (docs/format.md, “How notes are carried over”), which
`provrepo.compare.kept` finds out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from provrepo.compare.kept import kept_places
from provrepo.passages import Range
from provrepo.quotes import anchor
from provrepo.store.records import Anchor, Note, Notes


def carry(notes: Notes, before: str, after: str) -> Notes:
    """Return ``notes`` on the content ``before`` as they are on the content ``after``."""
    if before == after or not notes.notes:
        return notes
    # A passage that was lost earlier stays lost: nothing says where it would belong now.
    passages = [
        (note.anchor.start, note.anchor.end)
        for note in notes.notes
        if note.anchor and note.anchor.start is not None and note.anchor.end is not None
    ]
    places = dict(zip(passages, kept_places(before, after, passages), strict=True))
    return Notes.of(
        [
            replace(note, anchor=_carried(note.anchor, after, places)) if note.anchor else note
            for note in notes.notes
        ]
    )


def _carried(passage: Anchor, after: str, places: dict[Range, int | None]) -> Anchor:
    if passage.start is None or passage.end is None:
        return passage
    place = places[passage.start, passage.end]
    if place is None:
        return replace(passage, start=None, end=None)
    return anchor(after, place, len(passage.exact))


def put_back(notes: Notes, earlier: Iterable[Note]) -> Notes:
    """Return ``notes``, each with the place that it has among the ``earlier`` notes, if it has one.

    For a content that is restored: the earlier notes were on exactly this content, so their places
    are right again. They come from the newest version on, whose place for a note counts.
    """
    places: dict[tuple[str, str], Anchor] = {}
    for note in earlier:
        if note.anchor and not note.unanchored:
            places.setdefault((note.id, note.anchor.exact), note.anchor)
    return Notes.of(
        [
            replace(note, anchor=places.get((note.id, note.anchor.exact), note.anchor))
            if note.anchor
            else note
            for note in notes.notes
        ]
    )
