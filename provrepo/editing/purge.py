"""Purging: what is to be removed for good, and what a user must know about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from provrepo.errors import Ambiguous, InvalidValue, NotFound, Purged
from provrepo.store import event_queries, objects, purge, read, reviews, survey
from provrepo.store.database import Database
from provrepo.store.events import Attribution
from provrepo.store.purge import Target
from provrepo.store.read import StoredVersion
from provrepo.store.records import Agent, Notes

PARTS = ("content", "notes", "citation", "file", "signature")
"""What of a version can be removed; its content takes the ingested file along.

``signature`` are the signatures of its reviews, which hold the signers' public keys.
"""


@dataclass(frozen=True, slots=True)
class Removal:
    """What was removed: kind and digest of each object, and what a user must know.

    ``reference`` is None where a name was removed that was looked for in the whole repository.
    ``complete`` is False where another process kept the database from being cleared: the same
    command again clears it.
    """

    reference: str | None
    purged: tuple[Target, ...]
    complete: bool
    warnings: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the removal as JSON output shows it (docs/cli.md)."""
        return {
            "reference": self.reference,
            "purged": [{"kind": target.kind, "sha256": target.digest} for target in self.purged],
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
    everywhere: bool,
    made_by: Sequence[Attribution] = (),
) -> Removal:
    """Remove a part of a version, one of `PARTS`, for good; ``made_by`` say who does.

    Raises NotFound where the version has no such part, InvalidValue where other versions share it
    and not ``everywhere``.
    """
    targets = _signatures(database, stored) if part == "signature" else _targets(stored, part)
    warnings = list(_warnings(database, stored)) if part == "content" else []
    names = {version.id: version.reference for version in _history(database, stored)}
    removed = purge.purge(
        database,
        targets,
        reason,
        recorded,
        everywhere=everywhere,
        names=names,
        agents=made_by,
    )
    return _removal(stored.reference, targets, removed, warnings)


def remove_agent(
    database: Database,
    stored: StoredVersion | None,
    reason: str,
    recorded: str,
    *,
    agent: str,
    made_by: Sequence[Attribution] = (),
) -> Removal:
    """Remove the name of an agent from the whole repository, wherever it stands in it.

    ``agent`` is ``NAME``, ``NAME <IDENTIFIER>``, or ``NAME <>`` for the one without an identifier.
    With ``stored`` it is one whom that version or its notes name; ``made_by`` say who removes it.
    Raises NotFound, or Ambiguous
    where several agents have this name.
    """
    name, identifier = _name_and_identifier(agent)
    if stored is None:
        named, where = objects.agents_called(database, name), "the repository"
    else:
        named, where = list(_agents_of(database, stored)), stored.reference
    candidates = [
        candidate
        for candidate in named
        if candidate.name == name and identifier in (None, candidate.identifier or "")
    ]
    if not candidates:
        raise NotFound("agent", f"{agent} in {where}")
    if len(candidates) > 1:
        raise Ambiguous("agent", agent, [_written(candidate) for candidate in candidates])
    target = Target("agent", candidates[0].id)
    removed = purge.purge(
        database, [target], reason, recorded, everywhere=True, names={}, agents=made_by
    )
    warnings = list(_signed_by(database, target.digest))
    return _removal(stored.reference if stored else None, [target], removed, warnings)


def _signed_by(database: Database, agent: str) -> Iterator[str]:
    """Yield in which versions' reviews an agent's public key still stands."""
    signed = [
        review.event.targets[0]
        for review in event_queries.by_agent(database, agent, "review")
        if review.event.data.get("signature") and review.event.targets
    ]
    for version in survey.by_ids(database, set(signed)).values():
        yield (
            "reviews that they signed hold their public key; remove it too: "
            f"provrepo purge {version.reference} --signature"
        )


def _removal(
    reference: str | None, targets: Iterable[Target], removed: purge.Purge, warnings: list[str]
) -> Removal:
    if removed.hindrance:
        warnings.append(
            f"the database may still hold the bytes ({removed.hindrance}); give the same command "
            "again later"
        )
    if removed.remains:
        warnings.append(removed.remains)
    return Removal(reference, tuple(targets), not removed.hindrance, tuple(warnings))


def _targets(stored: StoredVersion, part: str) -> list[Target]:
    record = stored.record
    own_file = record.file if record.file and record.file.sha256 != record.content else None
    targets: list[Target] = []
    if part == "content":
        targets.append(Target("content", record.content))
    if part in ("content", "file") and own_file:
        targets.append(Target("file", own_file.sha256))
    if part == "notes" and record.notes != Notes().id:
        targets.append(Target("notes", record.notes))
    if part == "citation" and record.citation:
        targets.append(Target("citation", record.citation))
    if not targets:
        raise NotFound(f"{part} of", stored.reference)
    return targets


def _signatures(database: Database, stored: StoredVersion) -> list[Target]:
    """Return the signatures of the reviews of a version. Raises NotFound where there are none."""
    judged = reviews.of_version(database, stored.id).of(stored.id).reviews
    digests = dict.fromkeys(each.review.signature for each in judged if each.review.signature)
    if not digests:
        raise NotFound("signature of a review of", stored.reference)
    return [Target("signature", digest) for digest in digests]


def _name_and_identifier(agent: str) -> tuple[str, str | None]:
    """Return name and identifier as they are written: "" for ``NAME <>``, None where left out."""
    match = re.fullmatch(r"(?s)\s*([^<>]*?)\s*(?:<\s*([^<>]*?)\s*>)?\s*", agent)
    if match is None or not match[1]:
        raise InvalidValue("agent", agent, 'write "NAME" or "NAME <IDENTIFIER>"')
    return match[1], match[2]


def _written(agent: Agent) -> str:
    return f"“{agent.name} <{agent.identifier or ''}>”"


def _agents_of(database: Database, stored: StoredVersion) -> Iterator[Agent]:
    """Yield the agents whom a version or its notes name, each once, without those purged."""
    notes = objects.kept_notes(database, stored.record.notes).notes
    responsible = (*stored.record.agents, *(by for note in notes for by in note.agents))
    for digest in dict.fromkeys(by.agent for by in responsible):
        try:
            yield objects.agent(database, digest)
        except Purged:
            continue


def _warnings(database: Database, stored: StoredVersion) -> Iterator[str]:
    """Yield where else the words of a content may stand."""
    try:
        content = objects.content(database, stored.record.content)
    except Purged:
        return
    history = _history(database, stored)
    seen: set[str] = set()
    for version in reversed(history):
        notes = objects.kept_notes(database, version.record.notes).notes
        quoting = any(note.anchor and note.anchor.exact in content for note in notes)
        if quoting and version.record.notes not in seen:
            seen.add(version.record.notes)
            yield f"notes quote it; remove them too: provrepo purge {version.reference} --notes"
    different = [
        f"v{version.record.number}"
        for version in reversed(history)
        if version.record.content != stored.record.content
    ]
    if different:
        verb = "has a content of its" if len(different) == 1 else "have contents of their"
        yield f"{', '.join(different)} {verb} own, which may hold the same words"


def _history(database: Database, stored: StoredVersion) -> list[StoredVersion]:
    text = read.find_text(database, *stored.text_key)
    return read.history(database, text.row) if text else []
