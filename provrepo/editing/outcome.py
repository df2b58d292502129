"""What became of an ingest or another change, as its maker is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from provrepo import __version__
from provrepo.editing import planning
from provrepo.editing.planning import Changes
from provrepo.editing.revision import Commit
from provrepo.reading import versions
from provrepo.reading.versions import Version
from provrepo.store.database import Database

SOFTWARE = f"provrepo {__version__}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an ingest or another change.

    ``status`` is ``new`` (a text's first version), ``changed`` or ``unchanged``; ``version`` is
    the newest version now (after a dry run: what it would be).
    """

    status: str
    version: Version
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the outcome as JSON output shows it (docs/cli.md)."""
        return {
            "status": self.status,
            "warnings": list(self.warnings),
            "version": self.version.as_json(),
        }


def outcome(database: Database, commit: Commit, warnings: Iterable[str], said: Changes) -> Outcome:
    """Return the outcome of a commit; ``said`` is what the user said of it."""
    stored = commit.version
    if commit.outcome == "unchanged":
        version = versions.view(database, stored)
    else:  # its agents are known, and after a dry run they may not be stored
        version = Version(
            stored.id,
            stored.record,
            commit.contributions,
            stored.document,
            retexted=stored.retexted,
        )
    told = (*warnings, *planning.warnings(database, commit, said))
    return Outcome(commit.outcome, version, told)
