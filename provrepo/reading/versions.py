"""A version as people look at it: its record, its reference, and the names of its makers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from provrepo.errors import Purged, on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provrepo.agents import Contribution
    from provrepo.store.database import Database
    from provrepo.store.read import StoredVersion
    from provrepo.store.records import Responsibility, Text, VersionRecord

PURGED = "[purged]"
"""Stands for the name of an agent that was purged."""

SHORT = 12
"""Hex digits of a version id that output shows: enough for millions of versions."""


@dataclass(frozen=True, slots=True, repr=False)
class PurgedPart:
    """A part of a version whose bytes were removed for good, when and why.

    ``part`` is ``content``, ``notes``, ``citation`` or ``file``; ``recorded`` is a UTC instant.
    """

    part: str
    reason: str
    recorded: str

    def __repr__(self) -> str:
        return f"<PurgedPart {self.part}: {on_one_line(self.reason, 100)}>"

    def as_json(self) -> dict[str, str]:
        """Return the part as JSON output shows it (docs/cli.md)."""
        return {"part": self.part, "reason": self.reason, "recorded": self.recorded}


@dataclass(frozen=True, slots=True, repr=False)
class Version:
    """One version: its id, its record (docs/format.md) and who made it.

    ``document`` is the document's key now; the record keeps the one it was written under.
    ``withdrawn`` is the reason why the version was withdrawn, None where it was not. ``retexted``
    is the name of its text now where the record has another one. ``purged`` are the parts that were
    removed for good.
    """

    id: str
    record: VersionRecord
    contributions: tuple[Contribution, ...]
    document: str
    withdrawn: str | None = None
    retexted: Text | None = None
    purged: tuple[PurgedPart, ...] = ()

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
                *self.marks.items(),
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

    @property
    def marks(self) -> dict[str, str]:
        """What a reader has to be told of it, each with the reason; nothing of most versions.

        ``withdrawn``; ``purged`` where the text is gone; ``notes purged``, ``citation purged`` and
        ``file purged`` where only these are.
        """
        marks = {} if self.withdrawn is None else {"withdrawn": self.withdrawn}
        for part in self.purged:
            # The file goes with its text.
            if part.part != "file" or "purged" not in marks:
                mark = "purged" if part.part == "content" else f"{part.part} purged"
                marks[mark] = part.reason
        return marks

    @property
    def cautions(self) -> tuple[str, ...]:
        """The marks and their reasons as sentences, for whoever goes on working with it."""
        return tuple(
            f"{self.reference}: {mark}: {reason}"
            if " " in mark
            else f"{self.reference} was {mark}: {reason}"
            for mark, reason in self.marks.items()
        )

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
            "purged": [part.as_json() for part in self.purged],
        }


def cautions(database: Database, *stored_versions: StoredVersion) -> tuple[str, ...]:
    """Return which of these versions were withdrawn or purged, and why, each once."""
    marked = {stored.id: stored for stored in stored_versions if stored.withdrawal or stored.purged}
    if not marked:  # as of most versions, and `status` asks of all
        return ()
    return tuple(
        caution for stored in marked.values() for caution in view(database, stored).cautions
    )


Makers = dict["Responsibility", "Contribution"]
"""Who was looked up already: the names behind what records say of who did what."""


def view(database: Database, stored: StoredVersion, makers: Makers | None = None) -> Version:
    """Return a stored version with the names of its agents, and why it was withdrawn if it was.

    Who looks at many versions hands over ``makers``, which is added to, so that each agent is
    looked up once. Raises Damaged.
    """
    return Version(
        stored.id,
        stored.record,
        responsible(database, stored.record.agents, makers),
        stored.document,
        why_withdrawn(database, stored),
        stored.retexted,
        purged_parts(database, stored) if stored.purged else (),
    )


def responsible(
    database: Database, agents: Iterable[Responsibility], makers: Makers | None = None
) -> tuple[Contribution, ...]:
    """Return who a record or an event names, with their names; see `view`. Raises Damaged."""
    if makers is None:
        makers = {}
    contributions = []
    for by in agents:
        if by not in makers:
            makers[by] = _looked_up(database, by)
        contributions.append(makers[by])
    return tuple(contributions)


def _looked_up(database: Database, by: Responsibility) -> Contribution:
    from provrepo.store import objects

    try:
        agent = objects.agent(database, by.agent)
    except Purged:
        return _contribution(PURGED, None, "person", by.role)
    return _contribution(agent.name, agent.identifier, agent.type, by.role)


def why_withdrawn(database: Database, stored: StoredVersion) -> str | None:
    """Return the reason why a version was withdrawn, None where it was not. Raises Damaged."""
    if stored.withdrawal is None:
        return None
    from provrepo.store import objects

    event = objects.event(database, stored.withdrawal)
    return event.message if event else ""


def purged_parts(database: Database, stored: StoredVersion) -> tuple[PurgedPart, ...]:
    """Return what of a version was removed for good, when and why. Raises Damaged."""
    from provrepo.store import event_queries, objects

    record = stored.record
    digests = {
        "content": record.content,
        "notes": record.notes,
        "citation": record.citation,
        "file": record.file.sha256 if record.file else None,
    }
    events = event_queries.about(database, stored.id, "purge")
    parts = []
    for part in stored.purged:
        target = {"kind": part, "sha256": digests[part]}
        purge = next((e.event for e in events if target in e.event.data.get("purged", ())), None)
        if purge is None:  # it was purged when this version was not here yet
            error = objects.purged(database, part, str(digests[part]))
            if not isinstance(error, Purged):
                raise error
            parts.append(PurgedPart(part, error.reason, error.recorded))
        else:
            parts.append(PurgedPart(part, purge.message, purge.recorded))
    return tuple(parts)


@lru_cache(maxsize=1000)  # a long list of versions is the work of a few people
def _contribution(name: str, identifier: str | None, kind: str, role: str) -> Contribution:
    from provrepo.agents import Contribution

    return Contribution(name, identifier, kind, role)
