"""Removing bytes for good: an object's or content's row stays, with the event that tells why.

Records name what they have by digest, so ids, ledger and proofs stay as they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from provrepo.store import contents, objects, rules
from provrepo.store.database import Database, Transaction, write
from provrepo.store.errors import InvalidValue
from provrepo.store.records import Event
from provrepo.store.write import append_event

KINDS = ("content", "notes", "citation", "file", "agent")

_TABLES = {
    "content": "content",
    "notes": "object",
    "citation": "object",
    "file": "object",
    "agent": "agent",
}

_NAMED_BY = {
    "content": "JOIN content c ON c.id = v.content_id WHERE c.digest = ?",
    "notes": "JOIN object o ON o.id = v.notes_id WHERE o.digest = ?",
    "citation": "JOIN object o ON o.id = v.citation_id WHERE o.digest = ?",
    "file": "WHERE v.file_digest = ?",
    "agent": "JOIN version_agent a USING (sequence) JOIN agent g ON g.id = a.agent_id "
    "WHERE g.digest = ?",
}


class Target(NamedTuple):
    """What is to be removed: its kind (one of `KINDS`) and its digest."""

    kind: str
    digest: str


class Purge(NamedTuple):
    """What was removed: the event that tells (None where it was removed before).

    ``complete`` tells whether no page of the database, and no log within reach, holds the bytes any
    more; ``remains`` where they may be out of reach.
    """

    event: Event | None
    complete: bool
    remains: str = ""


def named_by(database: Database, target: Target) -> list[str]:
    """Return the ids of the versions that name what is to be removed, in commit order."""
    rows = database.rows(
        f"SELECT DISTINCT v.sequence, r.digest FROM version v "
        f"JOIN record r USING (sequence) {_NAMED_BY[target.kind]} ORDER BY v.sequence",
        (bytes.fromhex(target.digest),),
    )
    return [version.hex() for _, version in rows]


def purge(
    database: Database,
    targets: Sequence[Target],
    reason: str,
    recorded: str,
    *,
    everywhere: bool,
    names: Mapping[str, str],
) -> Purge:
    """Remove contents or objects for good, all in one transaction with the event that says so.

    Where they were removed before, only what may be left of them in the file is cleared. ``names``
    are references by version id, for messages. Raises InvalidValue without a reason, and where
    several versions share one of the targets and not ``everywhere``; Busy or NotWritable. Nothing
    is changed then.
    """
    rules.reason(reason)
    database.overwrite_what_is_freed()

    def work(transaction: Transaction) -> Event | None:
        for kind, table in _TABLES.items():
            digests = [bytes.fromhex(one.digest) for one in targets if one.kind == kind]
            transaction.hold(table, "digest", digests)
        if not everywhere:
            _refuse_shared(database, targets, names)
        gone = [one for one in targets if _remove(database, transaction, one)]
        if not gone:
            return None
        versions = {version for one in gone for version in named_by(database, one)}
        event = Event(
            "purge",
            {"purged": [{"kind": one.kind, "sha256": one.digest} for one in gone]},
            reason,
            recorded,
            tuple(sorted(versions)),
        )
        append_event(transaction, event)
        return event

    event = write(database, work)
    database.rebuilt.clear()
    return Purge(event, database.scrub(), database.remains)


def _remove(database: Database, transaction: Transaction, target: Target) -> bool:
    """Empty a row; tell whether there was anything in it."""
    digest = bytes.fromhex(target.digest)
    if target.kind == "agent":
        done = transaction.run(
            "UPDATE agent SET name = NULL, identifier = '', type = '', nonce = '' "
            "WHERE digest = ? AND name IS NOT NULL",
            (digest,),
        )
        return bool(done)
    if target.kind == "content":
        _free_descendants(database, transaction, target.digest)
    table = _TABLES[target.kind]
    kind = () if target.kind == "content" else (target.kind,)
    done = transaction.run(
        f"UPDATE {table} SET codec = ?, size = 0, data = ? "
        "WHERE codec <> ? AND digest = ?" + (" AND kind = ?" if kind else ""),
        (contents.PURGED, b"", contents.PURGED, digest, *kind),
    )
    return bool(done)


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
        versions = named_by(database, target)
        if len(versions) > 1:
            listed = ", ".join(names.get(one, one[:12]) for one in versions[:5])
            more = f" and {len(versions) - 5} more" if len(versions) > 5 else ""
            raise InvalidValue(
                target.kind,
                target.digest[:12],
                f"belongs to {len(versions)} versions ({listed}{more}); --everywhere removes it "
                "from all of them",
            )
