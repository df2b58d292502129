"""Records and agents read from their canonical bytes, and what a record names.

Nothing is taken on trust: what is read must have these very bytes when it is written again.
"""

from __future__ import annotations

import json
from typing import Any

from provrepo.store.errors import Damaged
from provrepo.store.records import (
    AGENT_FORMAT,
    EVENT_FORMAT,
    FORMAT,
    Agent,
    Basis,
    Event,
    IngestedFile,
    Opaque,
    Responsibility,
    Text,
    VersionRecord,
)

MALFORMED = (KeyError, TypeError, ValueError, AttributeError, RecursionError)
"""What reading a record raises that has not the form of one."""


def read_record(data: bytes, place: str) -> VersionRecord | Event | Opaque:
    """Return the record that has these canonical bytes; ``place`` names it in errors.

    Raises Damaged where it says that it is of a format which it is not.
    """
    try:
        value = json.loads(data.decode())
    except (ValueError, RecursionError):
        return Opaque(data)
    name = value.get("format") if isinstance(value, dict) else None
    if name not in (FORMAT, EVENT_FORMAT):
        return Opaque(data)
    try:
        record = _version(value) if name == FORMAT else _event(value)
        written = record.canonical()
    except MALFORMED:
        raise Damaged(f"{place} has not the form of the format {name}") from None
    if written != data:
        raise Damaged(f"{place} is not the canonical JSON of the format {name}")
    return record


def _version(value: dict[str, Any]) -> VersionRecord:
    fields = {name: member for name, member in value.items() if name != "format"}
    file = fields.pop("file")
    return VersionRecord(
        text=Text(**fields.pop("text")),
        agents=tuple(Responsibility(**by) for by in fields.pop("agents")),
        based_on=tuple(Basis(**basis) for basis in fields.pop("based_on")),
        file=None if file is None else IngestedFile(**file),
        **fields,
    )


def _event(value: dict[str, Any]) -> Event:
    return Event(
        value["event"], value["data"], value["message"], value["recorded"], tuple(value["targets"])
    )


def named_by(record: VersionRecord | Event | Opaque) -> set[str]:
    """Return the digests of the content and the objects that a record names as a version."""
    if not isinstance(record, VersionRecord):
        return set()
    return {record.content, *(name for _, name in objects_of(record))}


def purged_by(record: VersionRecord | Event | Opaque) -> set[tuple[str, str]]:
    """Return kind and digest of all that a record says was purged."""
    listed = record.data.get("purged") if isinstance(record, Event) else None
    if not isinstance(record, Event) or record.event != "purge" or not isinstance(listed, list):
        return set()
    return {
        (kind, name)
        for removed in listed
        if isinstance(removed, dict)
        and isinstance(kind := removed.get("kind"), str)
        and isinstance(name := removed.get("sha256"), str)
    }


def objects_of(record: VersionRecord) -> list[tuple[str, str]]:
    """Return kind and digest of the objects that a version names."""
    named = [("notes", record.notes)]
    if record.citation is not None:
        named.append(("citation", record.citation))
    if record.file is not None and record.file.sha256 != record.content:
        named.append(("file", record.file.sha256))
    return named


def read_agent(data: bytes, name: str) -> Agent:
    """Read an agent object. Raises Damaged."""
    try:
        value = json.loads(data.decode())
        if value.pop("format") != AGENT_FORMAT:
            raise ValueError(name)
        agent = Agent(**value)
    except MALFORMED:
        raise Damaged(f"agent {name[:12]} is no agent object") from None
    if agent.id != name:
        raise Damaged(f"agent {name[:12]} is not canonical JSON", expected=name, got=agent.id)
    return agent
