"""From a text's newest version to its next: what changes, whether anything does, its record."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from provrepo.agents import Contribution
from provrepo.clock import Clock, instant
from provrepo.errors import Conflict, InvalidValue, Purged
from provrepo.store import read, rules, write
from provrepo.store.canonical import canonical, digest
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.records import (
    Agent,
    Basis,
    IngestedFile,
    Notes,
    Responsibility,
    Text,
    VersionRecord,
)

ATTEMPTS = 100
"""How often a writer who named no parent starts again after another one was faster."""


@dataclass(frozen=True, slots=True)
class State:
    """What a version says: all that a new version may change, or take over from the one before.

    ``file_bytes`` are those of ``file`` where they are not the content's UTF-8 and where they are
    not stored yet.
    """

    content: str
    notes: Notes
    citation: dict[str, Any] | None = None
    based_on: tuple[Basis, ...] = ()
    file: IngestedFile | None = None
    file_bytes: bytes | None = None

    def says_the_same(self, other: State) -> bool:
        """Tell whether a version would say nothing new (docs/format.md, “no new version”)."""
        return (
            self.content == other.content
            and self.notes == other.notes
            and self.based_on == other.based_on
            and canonical(self.citation) == canonical(other.citation)
        )


class Attributions:
    """Agents as records name them; who is not known yet becomes a new agent object."""

    def __init__(self, database: Database, makers: Iterable[Contribution]) -> None:
        self._database = database
        self._agents: dict[tuple[str, str | None], Agent] = {}
        self.makers = self.of(makers)

    def of(self, contributions: Iterable[Contribution]) -> tuple[Responsibility, ...]:
        """Return contributions in the same order, each agent named by its object's digest."""
        return tuple(Responsibility(self._agent(one).id, one.role) for one in contributions)

    def _agent(self, wanted: Contribution) -> Agent:
        key = wanted.name, wanted.identifier
        if key not in self._agents:
            known = read.find_agent(self._database, *key)
            self._agents[key] = known or Agent(*key, wanted.type, os.urandom(16).hex())
        return self._agents[key]

    @property
    def agents(self) -> tuple[Agent, ...]:
        """The objects of all agents that were asked for."""
        return tuple(self._agents.values())


Edit = Callable[[State | None, Attributions], State]
"""Makes the next state of a text out of that of its newest version (None: a new text).

The second argument knows who makes it, and names others. It is called again where another process
wrote meanwhile.
"""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Commit:
    """What came of it: ``new`` (the text's first version), ``changed`` or ``unchanged``.

    ``version`` is the newest version now, or would be after a dry run.
    """

    outcome: str
    version: StoredVersion
    before: State | None
    after: State
    contributions: tuple[Contribution, ...]


def commit(
    database: Database,
    document: str,
    text: Text,
    edit: Edit,
    statement: Statement,
    *,
    clock: Clock,
    software: str,
    dry_run: bool = False,
) -> Commit:
    """Append the version that ``edit`` makes, unless it would say nothing new.

    A version with the activity ``review`` is always made: it states that the text was checked.
    Raises Conflict where the statement's parent is no longer the newest version, and what ``edit``
    raises; nothing is stored then.
    """
    rules.key(document)
    for attempt in range(ATTEMPTS):
        document = read.current_key(database, document) or document
        row = _row(database, document, text)
        newest = read.newest(database, row) if row else None
        # A new version follows the newest in number, and says what the latest not withdrawn says.
        current = read.current(database, row) if row else None
        number, identity = (newest.record.number, newest.id) if newest else (0, None)
        if statement.parent not in (None, identity, current.id if current else None):
            raise Conflict(f"{document}/{text}", statement.parent or "", identity, number)
        before = state_of(database, current) if current else None
        attributions = Attributions(database, statement.agents)
        after = edit(before, attributions)
        if current and not after.content:  # it has the content of a version that was purged
            read.content(database, current.record.content)
        same = before is not None and after.says_the_same(before)
        if current and not current.withdrawal and same and statement.activity != "review":
            return Commit("unchanged", current, before, after, statement.agents)
        now = instant(clock)
        created = {None: now, "unknown": None}.get(statement.created, statement.created)
        record = VersionRecord(
            document=document,
            text=text,
            number=number + 1,
            parent=identity,
            activity=statement.activity
            or ("revise" if newest else rules.FIRST_ACTIVITY[text.kind]),
            content=digest(after.content.encode()),
            notes=after.notes.id,
            citation=None if after.citation is None else digest(canonical(after.citation)),
            agents=attributions.makers,
            based_on=after.based_on,
            created=created,
            recorded=now,
            message=statement.message,
            file=after.file,
            software=software,
        )
        objects = write.Objects(
            after.content, after.notes, after.citation, attributions.agents, after.file_bytes
        )
        if not dry_run:
            try:
                write.append(database, record, objects)
            except Conflict:
                # Another process was faster. Who named a parent is answered in the next round.
                if attempt + 1 == ATTEMPTS:
                    raise
                continue
        outcome = "changed" if newest else "new"
        made = StoredVersion(record.id, -1, record, document)
        return Commit(outcome, made, before, after, statement.agents)
    raise AssertionError("the last attempt returns or raises")


def state_of(database: Database, stored: StoredVersion) -> State:
    """Return what a stored version says, as far as it was not purged. Raises Damaged.

    A purged content is the empty text, which no version has.
    """
    record = stored.record
    try:
        content = read.content(database, record.content)
    except Purged:
        content = ""
    return State(
        content=content,
        notes=read.kept_notes(database, record.notes),
        citation=read.kept_citation(database, record.citation),
        based_on=record.based_on,
        file=record.file,
    )


def _row(database: Database, document: str, text: Text) -> int | None:
    found = read.find_text(database, document, text)
    return found.row if found else None
