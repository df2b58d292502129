"""Removing bytes for good: an object's or content's row stays, with the event that tells why.

Records name what they have by digest, so ids, ledger and proofs stay as they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from provrepo.store import contents, event_queries, objects, rules
from provrepo.store.database import Database, Transaction, write
from provrepo.store.errors import InvalidValue
from provrepo.store.events import Attribution, responsible, with_agents
from provrepo.store.other_records import append_event
from provrepo.store.records import Event

_TABLES = {
    "content": "content",
    "notes": "object",
    "citation": "object",
    "file": "object",
    "signature": "object",
    "agent": "agent",
}
"""By kind of what can be removed: the table that holds it."""

_NAMED_BY = {
    "content": "JOIN content c ON c.id = v.content_id WHERE c.digest = ?",
    "notes": "JOIN object o ON o.id = v.notes_id WHERE o.digest = ?",
    "citation": "JOIN object o ON o.id = v.citation_id WHERE o.digest = ?",
    "file": "WHERE v.file_digest = ?",
    "agent": "JOIN version_agent a USING (sequence) JOIN agent g ON g.id = a.agent_id "
    "WHERE g.digest = ?",
}
"""By kind of what versions name: which of them name one."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be removed: its kind and its digest.

    The kind is ``content``, ``notes``, ``citation``, ``file``, ``signature`` or ``agent``.
    """

    kind: str
    digest: str


class Purge(NamedTuple):
    """What was removed: the event that says so (None where it was removed before).

    ``hindrance`` is what kept it from clearing the pages of the database and the log within reach,
    empty where none of them holds the bytes any more; ``remains`` says where they may be out of
    reach.
    """

    event: Event | None
    hindrance: str
    remains: str = ""


def versions_naming(database: Database, target: Target) -> list[str]:
    """Return the ids of the versions that name what is to be removed, in commit order."""
    if target.kind not in _NAMED_BY:
        return []
    rows = database.rows(
        f"SELECT DISTINCT v.sequence, r.digest FROM version v "
        f"JOIN record r USING (sequence) {_NAMED_BY[target.kind]} ORDER BY v.sequence",
        (bytes.fromhex(target.digest),),
    )
    return [version.hex() for _, version in rows]


def events_naming(database: Database, target: Target) -> list[str]:
    """Return the ids of the events that name an agent or a signature, in commit order."""
    if target.kind == "agent":
        return [event.id for event in event_queries.by_agent(database, target.digest)]
    if target.kind != "signature":
        return []
    reviews = event_queries.named(database, "review")
    return [review.id for review in reviews
            if review.event.data.get("signature") == target.digest]  # fmt: skip


def purge(
    database: Database,
    targets: Sequence[Target],
    reason: str,
    recorded: str,
    *,
    everywhere: bool,
    names: Mapping[str, str],
    agents: Sequence[Attribution] = (),
) -> Purge:
    """Remove contents or objects for good, all in one transaction with the event that says so.

    Where they were removed before, only what may be left of them in the file is cleared. ``names``
    are references by version id, for messages; ``agents`` say who removes it. Raises InvalidValue
    without a reason, and where several versions share one of the targets and not ``everywhere``;
    Busy, NotWritable or NotPermitted. Nothing is changed then.
    """
    rules.reason(reason)
    database.overwrite_what_is_freed()

    def work(transaction: Transaction) -> Event | None:
        for kind, table in _TABLES.items():
            digests = [bytes.fromhex(target.digest) for target in targets if target.kind == kind]
            transaction.hold(table, "digest", digests)
        if not everywhere:
            _refuse_shared(database, targets, names)
        made_by = responsible(transaction, agents)  # also where it is their own name that goes
        removed = [target for target in targets if _remove(database, transaction, target)]
        if not removed:
            return None
        naming = {
            record
            for target in removed
            for record in (*versions_naming(database, target), *events_naming(database, target))
        }
        purged = [{"kind": target.kind, "sha256": target.digest} for target in removed]
        data = with_agents({"purged": purged}, made_by)
        event = Event("purge", data, reason, recorded, tuple(sorted(naming)))
        append_event(transaction, event)
        return event

    event = write(database, work)
    database.rebuilt.clear()
    # The words of what was removed are in the index of words too, if there is one.
    hindrances = database.scrub(), database.empty_search_index()
    return Purge(event, "; ".join(filter(None, hindrances)), database.remains)


def _remove(database: Database, transaction: Transaction, target: Target) -> bool:
    """Empty a row; return whether there was anything in it."""
    digest = bytes.fromhex(target.digest)
    if target.kind == "agent":
        changed = transaction.run(
            "UPDATE agent SET name = NULL, identifier = '', type = '', nonce = '' "
            "WHERE digest = ? AND name IS NOT NULL",
            (digest,),
        )
        return bool(changed)
    if target.kind == "content":
        _free_descendants(database, transaction, target.digest)
    table = _TABLES[target.kind]
    kind = () if target.kind == "content" else (target.kind,)
    changed = transaction.run(
        f"UPDATE {table} SET codec = ?, size = 0, data = ? "
        "WHERE codec <> ? AND digest = ?" + (" AND kind = ?" if kind else ""),
        (contents.PURGED, b"", contents.PURGED, digest, *kind),
    )
    return bool(changed)


def _free_descendants(database: Database, transaction: Transaction, name: str) -> None:
    """Rewrite the contents that are packed against the one called ``name`` so that none is."""
    for (digest,) in transaction.rows(
        "SELECT d.digest FROM content d JOIN content c ON c.id = d.base_id "
        "WHERE c.digest = ? AND d.codec IN (?, ?)",
        (bytes.fromhex(name), *contents.BASED),
    ):
        codec, data = contents.pack(objects.content_bytes(database, digest.hex()))
        transaction.run(
            "UPDATE content SET codec = ?, data = ? WHERE digest = ?",
            (codec, data, digest),
        )


def _refuse_shared(database: Database, targets: Sequence[Target], names: Mapping[str, str]) -> None:
    """Raise InvalidValue where one of the targets belongs to several versions."""
    for target in targets:
        versions = versions_naming(database, target)
        if len(versions) > 1:
            listed = ", ".join(names.get(version, version[:12]) for version in versions[:5])
            more = f" and {len(versions) - 5} more" if len(versions) > 5 else ""
            raise InvalidValue(
                target.kind,
                target.digest[:12],
                f"belongs to {len(versions)} versions ({listed}{more}); --everywhere removes it "
                "from all of them",
            )
