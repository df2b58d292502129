"""The log of a text: its versions, what each changed, and what each was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.bases import BasedOn
from provrepo.reading import lookup, versions
from provrepo.reading.bases import bases
from provrepo.reading.versions import Version
from provrepo.store import read, survey
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion

if TYPE_CHECKING:
    from provrepo.reading.reviews.states import ReviewState, States
    from provrepo.reading.status.same_senses import SenseStatement


@dataclass(frozen=True, slots=True, repr=False)
class LogEntry:
    """One version in the log of its text.

    ``changed`` are those of ``text``, ``notes``, ``metadata`` and ``basis`` that differ from the
    version before; nothing for the first one. ``based_on`` is what it was made from, by name.
    ``latest`` tells whether it is the one that `latest` selects. ``review`` is its review state,
    None where nobody reviewed any version of the text; only the latest is compared with another.
    ``same_senses`` say of which earlier versions it is the same for translations.
    """

    version: Version
    changed: tuple[str, ...]
    based_on: tuple[BasedOn, ...]
    latest: bool
    review: ReviewState | None = None
    same_senses: tuple[SenseStatement, ...] = ()

    def __repr__(self) -> str:
        changed = f", changed: {', '.join(self.changed)}" if self.changed else ""
        return f"<LogEntry {self.version.reference}{changed}>"

    def as_json(self) -> dict[str, Any]:
        """Return the entry as JSON output shows it: a version and more (docs/cli.md)."""
        return {
            **self.version.as_json(),
            "based_on": [basis.as_json() for basis in self.based_on],
            "changed": list(self.changed),
            "latest": self.latest,
            "review": self.review.as_json() if self.review else None,
            "same_senses": [statement.as_json() for statement in self.same_senses],
        }


def log(database: Database, reference: str) -> list[LogEntry]:
    """Return the versions of a text, newest first. See `Repository.log`."""
    text = lookup.text_of_any(database, reference)
    stored_versions = read.history(database, text.row)
    based_on = bases(database, stored_versions)
    history = [versions.view(database, stored) for stored in stored_versions]
    latest = next((stored for stored in stored_versions if not stored.withdrawal), None)
    states = _states(database, text.row, stored_versions)
    same_senses = _same_senses(database, text.row, stored_versions)
    return [
        LogEntry(
            version,
            tuple(version.changed_since(parent)),
            based_on[version.id],
            latest=stored is latest,
            review=states.of(stored, latest, alone=stored is not latest) if states else None,
            same_senses=same_senses.get(version.id, ()),
        )
        for stored, version, parent in zip(
            stored_versions, history, [*history[1:], None], strict=True
        )
    ]


def _states(database: Database, row: int, stored_versions: list[StoredVersion]) -> States | None:
    """Return the review states of the versions of a text; None where nothing was reviewed."""
    if not survey.has_targets(database):
        return None
    from provrepo.reading.reviews.states import of_text

    return of_text(database, row, stored_versions)


def _same_senses(
    database: Database, row: int, stored_versions: list[StoredVersion]
) -> dict[str, tuple[SenseStatement, ...]]:
    """Return what was said of the sense of versions, by their ids."""
    if not survey.has_targets(database):
        return {}
    from provrepo.reading.status.same_senses import of_text

    return of_text(database, row, stored_versions)
