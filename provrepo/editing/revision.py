"""From a text's newest version to its next: what a version says, and how one becomes another."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from provrepo.agents import Contribution
from provrepo.errors import InvalidValue, Purged
from provrepo.store import objects, rules
from provrepo.store.canonical import canonical
from provrepo.store.contents import Content
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.records import Agent, Basis, IngestedFile, Notes, Responsibility, Text


@dataclass(slots=True)
class State:
    """What a version says: all that a new version may change, or take over from the one before.

    ``file_bytes`` are those of ``file`` where they are not the content's UTF-8 and where they are
    not stored yet. ``hashed`` is the content with its digest, where that was taken already.
    """

    content: str
    notes: Notes
    citation: dict[str, Any] | None = None
    based_on: tuple[Basis, ...] = ()
    file: IngestedFile | None = None
    file_bytes: bytes | None = None
    hashed: Content | None = field(default=None, compare=False, repr=False)

    def says_the_same(self, other: State) -> bool:
        """Tell whether a version would say nothing new (docs/format.md, “no new version”)."""
        return (
            self.content == other.content
            and self.notes == other.notes
            and self.based_on == other.based_on
            and (
                self.citation is other.citation
                or canonical(self.citation) == canonical(other.citation)
            )
        )


class Attributions:
    """Agents as records name them; who is not ``known`` yet becomes a new agent object."""

    def __init__(self, database: Database, known: dict[tuple[str, str | None], Agent]) -> None:
        self._database, self._known = database, known
        self._agents: dict[tuple[str, str | None], Agent] = {}

    def of(self, contributions: Iterable[Contribution]) -> tuple[Responsibility, ...]:
        """Return contributions in the same order, each agent named by its object's digest."""
        return tuple(Responsibility(self._agent(one).id, one.role) for one in contributions)

    def _agent(self, wanted: Contribution) -> Agent:
        key = wanted.name, wanted.identifier
        if key not in self._known:
            found = objects.find_agent(self._database, *key)
            self._known[key] = found or Agent(*key, wanted.type, os.urandom(16).hex())
        return self._agents.setdefault(key, self._known[key])

    @property
    def agents(self) -> tuple[Agent, ...]:
        """The objects of all agents that were asked for."""
        return tuple(self._agents.values())


class Occasion(Protocol):
    """What an edit may ask: about the version before, and about what else goes in with it."""

    @property
    def before(self) -> State | None:
        """What the text's newest version says, None for a new text."""

    @property
    def makers(self) -> tuple[Responsibility, ...]:
        """Who makes the new version."""

    def attributed(self, contributions: Iterable[Contribution]) -> tuple[Responsibility, ...]:
        """Return contributions as records name them, new agents among them."""

    def used_note_ids(self) -> set[str]:
        """Return every id that a note of the text has or had, so that none is given out again."""

    def document_citation(self) -> dict[str, Any] | None:
        """Return the citation metadata that any text of the document was given last."""

    def find(self, reference: str) -> tuple[str, tuple[str, Text]]:
        """Return the id of the version that a reference names, and the text it belongs to."""


Edit = Callable[[Occasion], State]
"""Makes the next state of a text. It is called again where another process wrote meanwhile."""


@dataclass(slots=True)
class Statement:
    """What the maker of a version says about the making.

    ``created`` is EDTF level 0, a UTC instant, ``unknown``, or None for now. ``parent`` is the id
    of the version that must still be the newest, None where any will do.
    """

    agents: tuple[Contribution, ...] = ()
    activity: str | None = None
    message: str = ""
    created: str | None = None
    parent: str | None = None

    def __post_init__(self) -> None:
        if self.activity is not None:
            rules.one_of("activity", self.activity, rules.ACTIVITIES)
        if self.created not in (None, "unknown"):
            rules.created(self.created or "")
        if "\0" in self.message:
            raise InvalidValue("message", self.message, "a NUL character is not allowed")


@dataclass(slots=True)
class Commit:
    """What came of it: ``new`` (the text's first version), ``changed`` or ``unchanged``.

    ``version`` is the newest version now, or would be after a dry run.
    """

    outcome: str
    version: StoredVersion
    before: State | None
    after: State
    contributions: tuple[Contribution, ...]


def state_of(database: Database, stored: StoredVersion) -> State:
    """Return what a stored version says, as far as it was not purged. Raises Damaged.

    A purged content is the empty text, which no version has.
    """
    record = stored.record
    try:
        content = objects.recent_content(database, record.content)
    except Purged:
        content = ""
    return State(
        content=content,
        notes=objects.kept_notes(database, record.notes),
        citation=objects.kept_citation(database, record.citation),
        based_on=record.based_on,
        file=record.file,
    )
