"""Keep, compare and cite every version of an archival document's transcription and translation.

    import provrepo

    with provrepo.open("provrepo.db") as repository:
        version = repository.version("border-cable@v1")

Everything here is loaded when it is first used, so that importing provrepo costs little.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from provrepo.software import VERSION

if TYPE_CHECKING:
    from provrepo.agents import Contribution
    from provrepo.compare import Change, Diff, diff
    from provrepo.editing.changes import Changes
    from provrepo.editing.outcome import Outcome
    from provrepo.errors import ProvrepoError
    from provrepo.notes import NoteDraft, NoteEdit
    from provrepo.reading.catalogue import Document
    from provrepo.reading.citation import Manner
    from provrepo.reading.versions import Version
    from provrepo.repository import Repository, create, open  # noqa: A004 - as `gzip.open`
    from provrepo.spans import Span
    from provrepo.store.records import Note, Notes, Text, VersionRecord


__all__ = [
    "Change",
    "Changes",
    "Contribution",
    "Diff",
    "Document",
    "Manner",
    "Note",
    "NoteDraft",
    "NoteEdit",
    "Notes",
    "Outcome",
    "ProvrepoError",
    "Repository",
    "Span",
    "Text",
    "Version",
    "VersionRecord",
    "__version__",
    "create",
    "diff",
    "open",
]

__version__ = VERSION

_HOMES = {
    "provrepo.agents": ("Contribution",),
    "provrepo.reading.citation": ("Manner",),
    "provrepo.compare": ("Change", "Diff", "diff"),
    "provrepo.errors": ("ProvrepoError",),
    "provrepo.editing.changes": ("Changes",),
    "provrepo.notes": ("NoteDraft", "NoteEdit"),
    "provrepo.reading.catalogue": ("Document",),
    "provrepo.editing.outcome": ("Outcome",),
    "provrepo.repository": ("Repository", "create", "open"),
    "provrepo.spans": ("Span",),
    "provrepo.store.records": ("Note", "Notes", "Text", "VersionRecord"),
    "provrepo.reading.versions": ("Version",),
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
