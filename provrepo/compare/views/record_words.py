"""The wording that all views share for how versions differ besides their texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from provrepo.errors import shortened

if TYPE_CHECKING:
    from provrepo.compare.records import NoteChange
    from provrepo.store.records import Note

TITLES = {
    "metadata": "Citation metadata",
    "notes": "Notes",
    "based_on": "Based on",
    "agents": "Made by",
}
"""What each part of a `RecordDiff` is called, in the order in which they are shown."""

Say = Callable[[str], str]
"""Puts this wording into another language; where it has places, such as ``{place}``, so has that.
"""

QUOTED = 60
"""Characters of a passage that are shown."""


def became(change: NoteChange, say: Say = str) -> str:
    """Return what became of a note: ``edited, moved from “Andong” to “Dandong”``."""
    if change.changes == ("edited",):
        return say("edited {place}").format(place=_place(change.after, say))
    return ", ".join(_word(kind, change.before, change.after, say) for kind in change.changes)


def _word(kind: str, before: Note | None, after: Note | None, say: Say) -> str:
    match kind:
        case "added":
            return say("added {place}").format(place=_place(after, say))
        case "removed":
            return say("removed, it was {place}").format(place=_place(before, say))
        case "lost":
            return say("lost its passage {passage}").format(passage=_quoted(after))
        case "placed":
            return say("has a passage again: {place}").format(place=_place(after, say))
        case "moved" if before and after and _quoted(before) == _quoted(after):
            return say("moved to another place with {passage}").format(passage=_quoted(after))
        case "moved":
            return say("moved from {before} to {after}").format(
                before=_passage(before, say), after=_passage(after, say)
            )
        case _:
            return say(kind)


def _place(note: Note | None, say: Say) -> str:
    if note is not None and note.unanchored:
        return say("without a place, lost its passage {passage}").format(passage=_quoted(note))
    return say("on {passage}").format(passage=_passage(note, say))


def _passage(note: Note | None, say: Say) -> str:
    return _quoted(note) or say("the whole text")


def _quoted(note: Note | None) -> str:
    return f"“{shortened(note.anchor.exact, QUOTED)}”" if note and note.anchor else ""


def attributes(change: NoteChange) -> list[tuple[str, str, str]]:
    """Return what else was edited of a note than its words: name, before and after."""
    if change.before is None or change.after is None:
        return []
    pairs = (
        ("kind", change.before.kind, change.after.kind),
        ("language", change.before.language, change.after.language),
    )
    return [(name, before, after) for name, before, after in pairs if before != after]
