"""What an editor says with a version: its basis, its makers, its metadata, its notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from provrepo.errors import InvalidValue

if TYPE_CHECKING:
    from provrepo.formats.draft import Draft
    from provrepo.notes import NoteDraft


@dataclass(frozen=True, slots=True)
class Changes:
    """What a new version is to have, in the words of the command line.

    - ``based_on``: what it was made from, such as ``border-cable/transcription:zh@v2``,
      ``label:the original`` or a file; ``()`` takes the basis away.
    - ``agents``: who made it, as ``"Jeffrey Wang <https://orcid.org/…>:translator"``.
    - ``activity``: ``revise``, ``correct`` and so on (docs/format.md), ``message`` why.
    - ``created``: when it was made: ``1998``, ``1998-03``, a UTC instant, or ``unknown``.
    - ``citation``: a whole CSL-JSON item; ``fields``: single CSL variables in plain spelling.
    - ``notes``: notes that are added to those of the version before.
    - ``parent``: the version that must still be the newest, or nothing is written.
    - ``same_sense``: that a corrected text says the same to a translator, so that no translation
      of the version before is stale because of it.
    - ``default_agents``: who made it where neither ``agents`` nor the file names anybody.

    What is None or empty was not said: the version before supplies it, or the file. A single string
    in place of a tuple counts as a tuple of one. Raises InvalidValue for a value of another type.
    """

    based_on: tuple[str, ...] | None = None
    agents: tuple[str, ...] = ()
    activity: str | None = None
    message: str | None = None
    created: str | None = None
    citation: Mapping[str, Any] | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[NoteDraft, ...] = ()
    parent: str | None = None
    default_agents: tuple[str, ...] = ()
    same_sense: bool = False

    def __post_init__(self) -> None:
        for name in ("based_on", "agents", "default_agents"):
            value = getattr(self, name)
            if value is not None and not _is_tuple(str, value):
                object.__setattr__(self, name, _strings(name, value))
        if self.notes != ():
            object.__setattr__(self, "notes", _notes(self.notes))
        for name in ("activity", "message", "created", "parent"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, str):
                raise InvalidValue(name, repr(value), "a string is expected")
        for name in ("citation", "fields"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, Mapping):
                raise InvalidValue(name, repr(value), "a value for each CSL variable is expected")

    def over(self, draft: Draft | Changes) -> Changes:
        """Return these changes, with what ``draft`` says wherever they say nothing."""
        if draft.based_on is None and not (
            draft.agents
            or draft.activity
            or draft.message is not None
            or draft.created
            or draft.fields
        ):
            return self  # most plain texts say nothing but their words
        return Changes(
            based_on=draft.based_on if self.based_on is None else self.based_on,
            agents=self.agents or draft.agents,
            activity=self.activity or draft.activity,
            message=draft.message if self.message is None else self.message,
            created=self.created or draft.created,
            citation=self.citation,
            fields={**draft.fields, **self.fields},
            notes=self.notes,
            parent=self.parent,
            default_agents=self.default_agents,
            same_sense=self.same_sense,
        )

    @property
    def need_a_version(self) -> bool:
        """Whether they may call for a new version of a text whose file has not changed.

        Agents, a message and a date describe a version that something else makes necessary.
        """
        return (
            self.based_on is not None
            or self.citation is not None
            or bool(self.fields)
            or bool(self.notes)
            or self.parent is not None
            or self.activity == "review"
        )


def _is_tuple(kind: type, values: object) -> bool:
    """Return whether ``values`` are a tuple, and each of them is of one kind."""
    return isinstance(values, tuple) and all(isinstance(value, kind) for value in values)


def _strings(name: str, value: object) -> tuple[str, ...]:
    from provrepo.arguments import strings

    return strings(name, value)


def _notes(value: object) -> tuple[NoteDraft, ...]:
    from provrepo.notes import NoteDraft

    notes = tuple(value) if isinstance(value, Iterable) else (value,)
    if not _is_tuple(NoteDraft, notes):
        raise InvalidValue("notes", repr(value), "a list of NoteDraft is expected")
    return notes


NO_CHANGES = Changes()
"""The editor says nothing."""
