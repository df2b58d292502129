"""The wording that all views share for how versions differ besides their texts."""

from __future__ import annotations

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

QUOTED = 60
"""Characters of a passage that are shown."""


def became(change: NoteChange) -> str:
    """Return what became of a note: ``edited, moved from “Andong” to “Dandong”``."""
    if change.changes == ("edited",):
        return f"edited {_place(change.after)}"
    return ", ".join(_word(kind, change.before, change.after) for kind in change.changes)


def _word(kind: str, before: Note | None, after: Note | None) -> str:
    match kind:
        case "added":
            return f"added {_place(after)}"
        case "removed":
            return f"removed, it was {_place(before)}"
        case "lost":
            return f"lost its passage {_quoted(after)}"
        case "placed":
            return f"has a passage again: {_place(after)}"
        case "moved" if before and after and _quoted(before) == _quoted(after):
            return f"moved to another place with {_quoted(after)}"
        case "moved":
            return f"moved from {_passage(before)} to {_passage(after)}"
        case _:
            return kind


def _place(note: Note | None) -> str:
    if note is not None and note.unanchored:
        return f"without a place, lost its passage {_quoted(note)}"
    return f"on {_passage(note)}"


def _passage(note: Note | None) -> str:
    return _quoted(note) or "the whole text"


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
