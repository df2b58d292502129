"""From the flags of ingest and revise to the library's `Changes`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from provrepo.editing.planning import Changes
from provrepo.errors import InvalidValue
from provrepo.formats.plain.decoding import decode
from provrepo.metadata import read_item
from provrepo.notes import read_notes
from provrepo.reading.files import read_bytes


def changes(
    *,
    based_on: Sequence[str] | None = None,
    agents: Sequence[str] | None = None,
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
    default_agent = os.environ.get("PROVREPO_AGENT")
    return Changes(
        based_on=tuple(based_on) if based_on else None,
        agents=tuple(agents or ()),
        default_agents=(default_agent,) if default_agent else (),
        activity=activity,
        message=message,
        created=created,
        citation=None if citation is None else read_item(_text(citation), _name(citation)),
        fields=_assignments(fields or ()),
        notes=() if notes is None else tuple(read_notes(_text(notes), _name(notes))),
        parent=parent,
    )


def _text(path: str) -> str:
    if path == "-":
        return decode(standard_input(), "-")
    return decode(read_bytes(path), path)


def standard_input() -> bytes:
    """Return all of standard input."""
    import sys

    return sys.stdin.buffer.read()


def _name(path: str) -> str:
    return Path(path).name


def _assignments(written: Sequence[str]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for one in written:
        field, equals, value = one.partition("=")
        if not equals or not field.strip():
            raise InvalidValue("--set", one, 'write FIELD=VALUE, such as --set "title=A letter"')
        if field in fields:
            raise InvalidValue(
                "--set", field, 'is given twice; several names are one value: "author=A, B; C, D"'
            )
        fields[field] = value
    return fields
