"""A version as people look at it: its record with the agents' names, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from provrepo.agents import Contribution
from provrepo.errors import Purged
from provrepo.store import objects
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.records import Agent, Text, VersionRecord

PURGED = "[purged]"
"""Stands for the name of an agent that was purged."""

SHORT = 12
"""Hex digits of a version id that output shows: enough for millions of versions."""


@dataclass(frozen=True, slots=True)
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
        """When it was made, as its maker says, otherwise when it was recorded."""
        return self.record.created or self.record.recorded

    def changed_since(self, parent: Version | None) -> list[str]:
        """Return what differs from ``parent``: text, notes, metadata, basis."""
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
            "agents": [one.as_json() for one in self.contributions],
            "withdrawn": self.withdrawn,
        }


def view(database: Database, stored: StoredVersion) -> Version:
    """Return a stored version with the names of its agents."""
    contributions = []
    for responsibility in stored.record.agents:
        try:
            agent = objects.agent(database, responsibility.agent)
        except Purged:
            agent = Agent(PURGED, None, "person", "")
        contributions.append(
            Contribution(agent.name, agent.identifier, agent.type, responsibility.role)
        )
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
