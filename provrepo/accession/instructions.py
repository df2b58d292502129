"""What the editor says of all files of a run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from provrepo.editing.changes import NO_CHANGES, Changes
from provrepo.formats.draft import CONVENTIONS, Reading


@dataclass(frozen=True, slots=True)
class Instructions:
    """What the editor says of all files; it counts before what a manifest or a file says.

    ``document`` is a key and ``text`` a text's name. ``encoding`` and ``convention`` say how files
    are read (`provrepo.formats.draft.Reading`); ``pattern`` tells the documents and texts of paths
    in a folder (`provrepo.accession.mapping`).
    """

    changes: Changes = NO_CHANGES
    document: str | None = None
    text: str | None = None
    encoding: str | None = None
    convention: str | None = None
    pattern: str | None = None

    def reading(self, from_manifest: Reading | None = None) -> Reading:
        """Return how a file is to be read. Raises InvalidValue for an unknown convention."""
        if from_manifest is None:
            return _reading(self.encoding, self.convention)
        return Reading(
            self.encoding or from_manifest.encoding, self.convention or from_manifest.convention
        )


@lru_cache(maxsize=8)
def _reading(encoding: str | None, convention: str | None) -> Reading:
    return Reading(encoding, convention or CONVENTIONS[0])
