"""Reading what records name by digest: contents, notes, metadata, files, agents, signatures.

And the events, which say what became of them. All is checked against its digest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from provrepo.store import contents
from provrepo.store.database import (
    IMPOSSIBLE,
    Database,
    Queries,
    column_instant,
    column_values,
    column_word,
)
from provrepo.store.errors import DAMAGE, Damaged, ProvrepoError, Purged
from provrepo.store.records import NO_NOTES_ID, Agent, Event, Notes, Signature, VersionRecord


def content(database: Database, digest: str) -> str:
    """Return a content by its digest, checked against it. Raises Damaged or Purged."""
    return content_bytes(database, digest).decode()


_CONTENT = "SELECT id, digest, place, codec, size, data, base_id FROM content WHERE"


def content_bytes(database: Database, digest: str) -> bytes:
    """Return a content's UTF-8 by its digest, checked against it. Raises Damaged or Purged."""
    row = database.row(f"{_CONTENT} digest = ?", (bytes.fromhex(digest),))
    if row is None:
        raise Damaged(f"{_named('content', digest)} is missing", expected=digest)
    return _rebuilt_content(database, row, digest)


def contents_between(
    database: Database, first: int, last: int
) -> Iterator[tuple[str, bytes | ProvrepoError]]:
    """Yield the contents of these rows with their digests; what cannot be rebuilt as its error."""
    for row in database.rows(f"{_CONTENT} id BETWEEN ? AND ? ORDER BY id", (first, last)):
        digest = row[1].hex()
        try:
            yield digest, _rebuilt_content(database, row, digest)
        except DAMAGE as error:
            yield digest, error


def contents_called(
    database: Database, digests: Iterable[str]
) -> Iterator[tuple[str, bytes | ProvrepoError]]:
    """Yield those of the contents that there are, read together; as `contents_between` does."""
    rows = database.among(f"{_CONTENT} digest", map(bytes.fromhex, digests))
    bases = _bases_of(database, rows)
    rebuilt: dict[int, bytes] = {}
    for row in sorted(rows, key=itemgetter(0)):  # what others are based on comes before them
        digest = row[1].hex()
        try:
            data = _rebuilt_on(row, rebuilt)
            if data is None:
                data = _rebuilt_content(database, row, digest, bases)
            rebuilt[row[0]] = data
            yield digest, data
        except ProvrepoError as error:
            yield digest, error


def _rebuilt_on(row: tuple[Any, ...], rebuilt: Mapping[int, bytes]) -> bytes | None:
    """Return the content of a row that is based on none or on one of ``rebuilt``, by number.

    None where it is not, and where anything is wrong with it. So most contents take half as long.
    """
    _, name, _, codec, size, stored, base = row
    before = rebuilt.get(base) if codec in contents.BASED else b""
    if before is None:
        return None
    try:
        data = contents.unpack(codec, size, stored, before, "")
        return data if sha256(data).digest() == name else None
    except (Damaged, *IMPOSSIBLE):
        return None


def _bases_of(database: Database, rows: Iterable[tuple[Any, ...]]) -> dict[int, tuple[Any, ...]]:
    """Return the rows that contents are based on, by number, to the end: in few queries."""
    by_number = {row[0]: row for row in rows}
    missing = [*by_number.values()]
    for _ in range(contents.LONGEST_CHAIN):
        numbers = {
            row[6]
            for row in missing
            if row[3] in contents.BASED and row[6] not in by_number
            if database.rebuilt.get(row[6]) is None
        }
        if not numbers:
            break
        missing = database.among(f"{_CONTENT} id", sorted(numbers))
        by_number |= {row[0]: row for row in missing}
    return by_number


def contents_at(
    database: Database, numbers: Iterable[int]
) -> Iterator[tuple[int, bytes | ProvrepoError]]:
    """Yield those of the contents with these row numbers that there are, as `contents_called`."""
    rows = database.among(f"{_CONTENT} id", numbers)
    for row in sorted(rows, key=itemgetter(0)):
        try:
            yield row[0], _rebuilt_content(database, row, row[1].hex())
        except DAMAGE as error:
            yield row[0], error


def _rebuilt_content(
    database: Database,
    row: tuple[Any, ...],
    digest: str,
    at_hand: Mapping[int, tuple[Any, ...]] = MappingProxyType({}),
) -> bytes:
    """Return the content of a row, after those that it is based on, checked against its digest.

    ``at_hand`` are rows, by number, that need not be asked for.
    """
    what = _named("content", digest)
    if row[3] == contents.PURGED:
        raise purged(database, "content", digest)
    rows = [row]
    base = row[6] if row[3] in contents.BASED else None
    while base is not None and (data := database.rebuilt.get(base)) is None:
        base_row = at_hand.get(base) or database.row(f"{_CONTENT} id = ?", (base,))
        if base_row is None or len(rows) > contents.LONGEST_CHAIN:
            raise Damaged(f"{what} is missing", expected=digest)
        rows.append(base_row)
        base = base_row[6] if base_row[3] in contents.BASED else None
    rebuilt = b"" if base is None else data or b""
    for row_id, name, place, codec, size, stored, base_id in reversed(rows):
        try:
            rebuilt = contents.unpack(codec, size, stored, rebuilt, what)
            link = contents.Link(name.hex(), rebuilt, int(place))
        except IMPOSSIBLE:
            raise Damaged(f"{what} has impossible values") from None
        if row_id == row[0]:
            contents.checked(rebuilt, digest, what)
        database.rebuilt.add(row_id, link, base_id if codec in contents.BASED else None)
    return rebuilt


def _named(kind: str, digest: str) -> str:
    return f"{kind} {digest[:12]}"


def chain(database: Database, digest: str) -> contents.Chain:
    """Return a content by its digest, and those it is based on before it.

    Raises Damaged or Purged.
    """
    links = database.rebuilt.chain(digest)
    if not links:
        database.rebuilt.clear()  # so that there is room for the whole chain
        content_bytes(database, digest)
        links = database.rebuilt.chain(digest)
    return links


def known_contents(database: Database, digests: Iterable[str]) -> set[str]:
    """Return those of the contents that are stored, or were and are purged, by digest."""
    rows = database.among("SELECT digest FROM content WHERE digest", map(bytes.fromhex, digests))
    return {digest.hex() for (digest,) in rows}


def known_objects(database: Database, digests: Iterable[str]) -> set[tuple[str, str]]:
    """Return those of the objects that are stored, or were and are purged: kinds and digests."""
    rows = database.among(
        "SELECT kind, digest FROM object WHERE digest", map(bytes.fromhex, digests)
    )
    return {(kind, digest.hex()) for kind, digest in rows}


def recent_content(database: Database, digest: str) -> str:
    """Return what `content` does, without asking the database again for what was read just now."""
    data = database.rebuilt.find(digest)
    return content(database, digest) if data is None else data.decode()


def notes(database: Database, digest: str) -> Notes:
    """Return a notes object by its digest, checked against it. Raises Damaged or Purged."""
    if digest == NO_NOTES_ID:
        return Notes()
    return Notes.from_json(json.loads(object_bytes(database, "notes", digest)))


def citation(database: Database, digest: str) -> dict[str, Any]:
    """Return a citation object by its digest, checked against it. Raises Damaged or Purged."""
    item: dict[str, Any] = json.loads(object_bytes(database, "citation", digest))
    return item


def kept_notes(database: Database, digest: str) -> Notes:
    """Return a notes object, one without notes where it was purged. Raises Damaged."""
    try:
        return notes(database, digest)
    except Purged:
        return Notes()


def kept_citation(database: Database, digest: str | None) -> dict[str, Any] | None:
    """Return a citation object, None without one or where it was purged. Raises Damaged."""
    try:
        return citation(database, digest) if digest else None
    except Purged:
        return None


def file(database: Database, record: VersionRecord) -> bytes | None:
    """Return the bytes of the file that a version was read from, None where there was none."""
    if record.file is None:
        return None
    if record.file.sha256 == record.content:
        return content_bytes(database, record.content)
    return object_bytes(database, "file", record.file.sha256)


def signature(database: Database, digest: str) -> Signature:
    """Return a signature object by its digest, checked against it. Raises Damaged or Purged."""
    with column_values(f"signature {digest[:12]}"):
        return Signature(
            column_word(json.loads(object_bytes(database, "signature", digest))["sshsig"])
        )


def agent(database: Database, digest: str) -> Agent:
    """Return an agent by the digest of its object. Raises Damaged or Purged."""
    row = database.row(
        "SELECT name, identifier, type, nonce FROM agent WHERE digest = ?", (bytes.fromhex(digest),)
    )
    if row is None:
        raise Damaged(f"agent {digest[:12]} is missing", expected=digest)
    if row[0] is None:
        raise purged(database, "agent", digest)
    return _agent(*row)


def find_agent(database: Database, name: str, identifier: str | None) -> Agent | None:
    """Return the agent with this name and identifier."""
    row = database.row(
        "SELECT name, identifier, type, nonce FROM agent WHERE name = ? AND identifier = ?",
        (name, identifier or ""),
    )
    return _agent(*row) if row else None


def agents_called(database: Database, name: str) -> list[Agent]:
    """Return all agents of this name, whatever their identifiers, the one without any first."""
    rows = database.rows(
        "SELECT name, identifier, type, nonce FROM agent WHERE name = ? ORDER BY identifier",
        (name,),
    )
    return [_agent(*row) for row in rows]


def event(database: Queries, sequence: int) -> Event | None:
    """Return the event with this sequence number."""
    row = database.row(
        "SELECT event, data, message, recorded, targets FROM event WHERE sequence = ?", (sequence,)
    )
    return None if row is None else event_of(sequence, row)


def event_of(sequence: int, row: Sequence[Any]) -> Event:
    """Return the event of its columns: name, data, message, recorded, targets. Raises Damaged."""
    name, data, message, recorded, targets = row
    with column_values(f"event {sequence}"):
        value = json.loads(data)
        if not isinstance(value, dict):
            raise TypeError("data is no object")
        return Event(name, value, message, column_instant(recorded), tuple(json.loads(targets)))


def purged(database: Queries, kind: str, digest: str) -> Purged | Damaged:
    """Return the error that says when and why something was purged."""
    gone = Damaged(f"{_named(kind, digest)} is gone, and no event says why", expected=digest)
    return all_purged(database).get((kind, digest), gone)


def all_purged(database: Queries) -> dict[tuple[str, str], Purged]:
    """Return all that was ever purged, by kind and digest: the error that says when and why."""
    errors: dict[tuple[str, str], Purged] = {}
    for (sequence,) in database.rows("SELECT sequence FROM event WHERE event = 'purge'"):
        purge = event(database, sequence)
        targets = purge.data.get("purged") if purge else None
        if purge is None or not isinstance(targets, list):
            continue
        for target in targets:
            match target:
                case {"kind": str(kind), "sha256": str(digest)}:
                    error = Purged(_named(kind, digest), purge.recorded, purge.message)
                    errors.setdefault((kind, digest), error)
    return errors


def object_bytes(database: Database, kind: str, digest: str) -> bytes:
    """Return the bytes of an object by its kind and digest. Raises Damaged or Purged."""
    row = database.row(
        "SELECT codec, size, data FROM object WHERE kind = ? AND digest = ?",
        (kind, bytes.fromhex(digest)),
    )
    return _unpacked(database, row, digest, kind)


def _unpacked(database: Database, row: tuple[Any, ...] | None, digest: str, kind: str) -> bytes:
    what = f"{kind} {digest[:12]}"
    if row is None:
        raise Damaged(f"{what} is missing", expected=digest)
    codec, size, data = row
    if codec == contents.PURGED:
        raise purged(database, kind, digest)
    with column_values(what):
        return contents.checked(contents.unpack(codec, size, data, b"", what), digest, what)


def _agent(name: str, identifier: str, kind: str, nonce: str) -> Agent:
    with column_values("an agent"):
        return Agent(
            column_word(name),
            column_word(identifier) or None,
            column_word(kind),
            column_word(nonce),
        )


def note_ids(database: Database, row: int) -> set[str]:
    """Return ids of notes that versions of this text have or had, the last one given out included.

    Those of all versions, unless no version had more notes than the one after it, and a note among
    the newest was the last that was given an id: to read a text's notes of all times whenever one
    is added would take longer with each.
    """
    rows = database.rows(
        "SELECT o.digest, o.size FROM version v JOIN object o ON o.id = v.notes_id "
        "WHERE v.text_id = ? ORDER BY v.number DESC",
        (row,),
    )
    sizes = {digest.hex(): size for digest, size in rows}
    nothing_removed = all(newer[1] >= older[1] for newer, older in pairwise(rows))
    identities: set[str] = set()
    newer: set[str] | None = None
    for digest in sizes:
        if digest == NO_NOTES_ID:
            continue
        present = {note.id for note in kept_notes(database, digest).notes}
        identities |= present
        if nothing_removed and newer is not None and newer != present:
            if _largest(newer - present) > _largest(present):
                return identities
            nothing_removed = False
        newer = present
    return identities


def _largest(identities: Iterable[str]) -> int:
    """Return the largest number among ids such as ``n12``, 0 where none has this form."""
    return max((int(name[1:]) for name in identities if _NUMBERED.fullmatch(name)), default=0)


_NUMBERED = re.compile("n[0-9]{1,15}")
