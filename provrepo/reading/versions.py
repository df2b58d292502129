"""A version as people look at it: its record, its reference, and the names of its makers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from provrepo.errors import Purged

if TYPE_CHECKING:
    from provrepo.agents import Contribution
    from provrepo.store.database import Database
    from provrepo.store.read import StoredVersion
    from provrepo.store.records import Text, VersionRecord

PURGED = "[purged]"
"""Stands for the name of an agent that was purged."""

SHORT = 12
"""Hex digits of a version id that output shows: enough for millions of versions."""


@dataclass(frozen=True, slots=True, repr=False)
class Version:
    """One version: its id, its record (docs/format.md) and who made it.

    ``document`` is the document's key now; the record keeps the one it was written under.
    ``withdrawn`` is the reason why the version was withdrawn, None where it was not. ``retexted``
    is the name of its text now where the record has another one.
    """

    id: str
    record: VersionRecord
    contributions: tuple[Contribution, ...]
    document: str
    withdrawn: str | None = None
    retexted: Text | None = None

    def __repr__(self) -> str:
        return f"<Version {self.reference} {self.short_id}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: who made the version, when and why."""
        from provrepo.reading.notebook import table

        return table(
            self.reference,
            [
                ("id", self.id),
                ("date", self.date),
                ("activity", self.record.activity),
                ("agents", ", ".join(map(str, self.contributions))),
                ("message", self.record.message),
                ("withdrawn", self.withdrawn or ""),
            ],
        )

    @property
    def short_id(self) -> str:
        """The first digits of the id, as output shows them."""
        return self.id[:SHORT]

    @property
    def text_name(self) -> Text:
        """The name of its text today, within the document: ``translation:en``."""
        return self.retexted or self.record.text

    @property
    def text(self) -> str:
        """The text's full name: ``border-cable/translation:en``."""
        return f"{self.document}/{self.text_name}"

    @property
    def reference(self) -> str:
        """The full reference: ``border-cable/translation:en@v1``."""
        return f"{self.text}@v{self.record.number}"

    @property
    def date(self) -> str:
        """When it was made, as its maker says; where nobody says it, when it was recorded."""
        return self.record.created or self.record.recorded

    def changed_since(self, parent: Version | None) -> list[str]:
        """Return which of ``text``, ``notes``, ``metadata`` and ``basis`` differ from ``parent``.

        Nothing where there is no parent.
        """
        if parent is None:
            return []
        return [
            name
            for name, field in (
                ("text", "content"),
                ("notes", "notes"),
                ("metadata", "citation"),
                ("basis", "based_on"),
            )
            if getattr(self.record, field) != getattr(parent.record, field)
        ]

    def as_json(self) -> dict[str, Any]:
        """Return the version as JSON output shows it (docs/cli.md)."""
        return {
            "id": self.id,
            "reference": self.reference,
            **self.record.as_json(),
            "agents": [contribution.as_json() for contribution in self.contributions],
            "withdrawn": self.withdrawn,
        }


def view(database: Database, stored: StoredVersion) -> Version:
    """Return a stored version with the names of its agents, and why it was withdrawn if it was.

    Raises Damaged.
    """
    from provrepo.store import objects

    contributions = []
    for responsibility in stored.record.agents:
        try:
            agent = objects.agent(database, responsibility.agent)
            name = agent.name, agent.identifier, agent.type
        except Purged:
            name = PURGED, None, "person"
        contributions.append(_contribution(*name, responsibility.role))
    event = objects.event(database, stored.withdrawal) if stored.withdrawal else None
    withdrawn = event.message if event else None
    return Version(
        stored.id,
        stored.record,
        tuple(contributions),
        stored.document,
        withdrawn,
        stored.retexted,
    )


@lru_cache(maxsize=1000)  # a long list of versions is the work of a few people
def _contribution(name: str, identifier: str | None, kind: str, role: str) -> Contribution:
    from provrepo.agents import Contribution

    return Contribution(name, identifier, kind, role)
