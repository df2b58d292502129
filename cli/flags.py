"""Flags that go together, as groups of options, and what they say as the library's types."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.cli.options import (
    ActivityOption,
    AgentOption,
    BasedOnOption,
    CitationOption,
    ConventionOption,
    CreatedOption,
    DocumentOption,
    EncodingOption,
    MessageOption,
    NotesOption,
    ParentOption,
    SetOption,
    TextOption,
    read_input,
)

if TYPE_CHECKING:
    from provrepo.editing.changes import Changes


@dataclass(frozen=True)
class MakerFlags:
    """Who makes a version, and why."""

    agent: AgentOption = None
    message: MessageOption = None

    def changes(self, *, created: str | None = None, parent: str | None = None) -> Changes:
        """Return what the flags say. Raises InvalidValue."""
        return changes(agent=self.agent, message=self.message, created=created, parent=parent)


@dataclass(frozen=True)
class ChangeFlags:
    """What a version is to have."""

    based_on: BasedOnOption = None
    agent: AgentOption = None
    activity: ActivityOption = None
    message: MessageOption = None
    created: CreatedOption = None
    citation: CitationOption = None
    fields: SetOption = None
    notes: NotesOption = None
    parent: ParentOption = None

    def changes(self) -> Changes:
        """Return what the flags say, their files read. Raises what `changes` raises."""
        return changes(**vars(self))


@dataclass(frozen=True)
class ReadingFlags:
    """Where files belong, and how they are read."""

    document: DocumentOption = None
    text: TextOption = None
    encoding: EncodingOption = None
    convention: ConventionOption = None


def changes(
    *,
    based_on: Sequence[str] | None = None,
    agent: Sequence[str] | None = None,
    activity: str | None = None,
    message: str | None = None,
    created: str | None = None,
    citation: str | None = None,
    fields: Sequence[str] | None = None,
    notes: str | None = None,
    parent: str | None = None,
) -> Changes:
    """Return what the flags say, their files read; agents default to PROVREPO_AGENT.

    Raises InvalidValue, InvalidJSON or InputError.
    """
    from provrepo.editing.changes import Changes

    default_agent = os.environ.get("PROVREPO_AGENT")
    return Changes(
        based_on=tuple(based_on) if based_on else None,
        agents=tuple(agent or ()),
        default_agents=(default_agent,) if default_agent else (),
        activity=activity,
        message=message,
        created=created,
        citation=None if citation is None else _item(citation),
        fields=_assignments(fields) if fields else {},
        notes=() if notes is None else _notes(notes),
        parent=parent,
    )


def _item(path: str) -> dict[str, Any]:
    from provrepo.reading.items import read_item

    return read_item(_text(path), os.path.basename(path))  # noqa: PTH119


def _notes(path: str) -> tuple[Any, ...]:
    from provrepo.notes import read_notes

    return tuple(read_notes(_text(path), os.path.basename(path)))  # noqa: PTH119


def _text(path: str) -> str:
    from provrepo.formats.plain.decoding import decode

    return decode(read_input(path), path)


def _assignments(assignments: Sequence[str]) -> dict[str, Any]:
    from provrepo.errors import InvalidValue

    fields: dict[str, Any] = {}
    for assignment in assignments:
        field, equals, value = assignment.partition("=")
        if not equals or not field.strip():
            raise InvalidValue(
                "--set", assignment, 'write FIELD=VALUE, such as --set "title=A letter"'
            )
        if field in fields:
            raise InvalidValue(
                "--set", field, 'is given twice; several names are one value: "author=A, B; C, D"'
            )
        fields[field] = value
    return fields
