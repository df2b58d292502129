"""What was purged and comes in again: left out of a version, or the reason to refuse the version.

Nobody who purged a thing wants it back because a folder or a history still has it. Purged content
makes no version. Purged notes, metadata or bytes of a file are left out, and the version is made
without them.
"""

from __future__ import annotations

from collections.abc import Callable

from provrepo.editing.knowledge import Knowledge, State
from provrepo.errors import Purged
from provrepo.store.canonical import canonical, digest


def refuse(state: State, knowledge: Knowledge) -> None:
    """Raise Purged where a version that says this would keep again what was purged."""
    parts = (
        ("content", state.content.digest),
        ("notes", state.notes.id),
        ("citation", _citation(state)),
    )
    for part in parts:
        if error := knowledge.purged.get(part):
            raise Purged(error.what, error.recorded, error.reason)


def leave_out(
    state: State, without: State, knowledge: Knowledge, warn: Callable[[str], object]
) -> None:
    """Take out of ``state`` what was purged of notes, metadata and file; ``warn`` says of each.

    ``without`` is what the version says where its file says nothing.
    """
    if error := knowledge.purged.get(("notes", state.notes.id)):
        state.notes = without.notes
        warn(f"its notes are left out: {error}")
    if error := knowledge.purged.get(("citation", _citation(state))):
        state.citation = without.citation
        warn(f"its citation metadata are left out: {error}")
    name = state.file.sha256 if state.file else ""
    if state.file_bytes is not None and (error := knowledge.purged.get(("file", name))):
        state.file_bytes = None
        warn(f"the bytes of its file are left out: {error}")


def _citation(state: State) -> str:
    """Return the digest of the citation metadata, empty without any."""
    return "" if state.citation is None else digest(canonical(state.citation))
