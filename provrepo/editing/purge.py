"""Purging: what of a version is to be removed for good, and what a user must know about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from provrepo import agents
from provrepo.errors import NotFound, Purged
from provrepo.store import objects, purge, read
from provrepo.store.database import Database
from provrepo.store.purge import Target
from provrepo.store.read import StoredVersion
from provrepo.store.records import Notes

PARTS = ("content", "notes", "citation", "file")
"""What of a version can be removed; its content takes the ingested file along."""


@dataclass(frozen=True, slots=True)
class Removal:
    """What was removed: kind and digest of each thing, and what a user must know.

    ``complete`` is False where another process kept the database from being cleared: the same
    command again clears it.
    """

    reference: str
    purged: tuple[Target, ...]
    complete: bool
    warnings: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the removal as JSON output shows it (docs/cli.md)."""
        return {
            "reference": self.reference,
            "purged": [{"kind": one.kind, "sha256": one.digest} for one in self.purged],
            "complete": self.complete,
            "warnings": list(self.warnings),
        }


def remove(
    database: Database,
    stored: StoredVersion,
    reason: str,
    recorded: str,
    *,
    part: str,
    agent: str | None,
    everywhere: bool,
) -> Removal:
    """Remove a part of a version for good, or the name of an agent who is named in it.

    ``part`` is one of `PARTS`, ``agent`` is ``NAME`` or ``NAME <IDENTIFIER>``. Raises NotFound
    where the version has no such thing, InvalidValue where others share it and not ``everywhere``.
    """
    targets = _agent(database, stored, agent) if agent else _targets(stored, part)
    warnings = list(_warnings(database, stored)) if part == "content" and not agent else []
    names = {one.id: _reference(one) for one in _history(database, stored)}
    done = purge.purge(
        database,
        targets,
        reason,
        recorded,
        everywhere=everywhere or agent is not None,
        names=names,
    )
    if not done.complete:
        warnings.append(
            "another process uses the repository, so its file may still hold the bytes; give the "
            "same command again when it has finished"
        )
    if done.remains:
        warnings.append(done.remains)
    return Removal(_reference(stored), tuple(targets), done.complete, tuple(warnings))


def _targets(stored: StoredVersion, part: str) -> list[Target]:
    record = stored.record
    own_file = record.file if record.file and record.file.sha256 != record.content else None
    found: list[Target] = []
    if part == "content":
        found.append(Target("content", record.content))
    if part in ("content", "file") and own_file:
        found.append(Target("file", own_file.sha256))
    if part == "notes" and record.notes != Notes().id:
        found.append(Target("notes", record.notes))
    if part == "citation" and record.citation:
        found.append(Target("citation", record.citation))
    if not found:
        raise NotFound(f"{part} of", _reference(stored))
    return found


def _agent(database: Database, stored: StoredVersion, written: str) -> list[Target]:
    wanted = agents.parse(f"{written}:editor")
    for one in stored.record.agents:
        try:
            known = objects.agent(database, one.agent)
        except Purged:
            continue
        if (known.name, known.identifier) == (wanted.name, wanted.identifier):
            return [Target("agent", one.agent)]
    raise NotFound("agent", f"{written} in {_reference(stored)}")


def _warnings(database: Database, stored: StoredVersion) -> Iterator[str]:
    """Yield where else the words of a content may stand."""
    try:
        content = objects.content(database, stored.record.content)
    except Purged:
        return
    history = _history(database, stored)
    seen: set[str] = set()
    for one in reversed(history):
        notes = objects.kept_notes(database, one.record.notes).notes
        quoting = any(note.anchor and note.anchor.exact in content for note in notes)
        if quoting and one.record.notes not in seen:
            seen.add(one.record.notes)
            yield f"notes quote it; remove them too: provrepo purge {_reference(one)} --notes"
    others = [f"v{one.record.number}" for one in reversed(history)]
    same = {f"v{one.record.number}" for one in history
            if one.record.content == stored.record.content}  # fmt: skip
    different = [one for one in others if one not in same]
    if different:
        yield f"{', '.join(different)} have contents of their own, which may hold the same words"


def _history(database: Database, stored: StoredVersion) -> list[StoredVersion]:
    for text in read.texts(database, stored.document):
        if text.text == stored.record.text:
            return read.history(database, text.row)
    return []


def _reference(stored: StoredVersion) -> str:
    return f"{stored.document}/{stored.record.text}@v{stored.record.number}"
