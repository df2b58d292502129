"""Verification: everything stored is hashed again and compared with what its name says.

Each finding has a code:

==================  =============================================================
``database``        the database itself finds its file inconsistent; or a table is another one
                    than provrepo makes
``sequence``        records are missing from the commit order, or the first is not ``init``
``record``          a record's columns no longer give the digest it was stored under
``ledger``          the tree over all records is not that of the records that are here
``checkpoint``      the ledger did not grow out of the checkpoint that was given
``event``           an event and what it did do not fit each other; or something stands in the
                    place of what was renamed
``number``          the versions of a text are not numbered 1, 2, 3 …
``content``         a content is missing or its bytes have another digest
``notes``           the same for a notes object
``citation``        the same for a citation object
``file``            the same for an ingested file
``signature``       the same for the signature of a review
``agent``           the same for an agent
``basis``           a version is based on a version that is not here
``unreferenced``    a content, an object or an agent that no record names; an empty document
==================  =============================================================

What is no damage and should be known is a warning: of the code ``database`` where there is
something besides, of the code ``log`` where what lies beside a SQLite file is odd.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from provrepo.store import (
    ancestry,
    contents,
    event_relations,
    ledger,
    merkle,
    objects,
    read,
    relations,
    shape,
    unknown,
)
from provrepo.store.canonical import digest
from provrepo.store.checkpoint import Checkpoint
from provrepo.store.collecting import collection_put_off
from provrepo.store.database import Database
from provrepo.store.errors import DAMAGE, Damaged, ProvrepoError
from provrepo.store.records import EVENT_FORMAT, FORMAT, Hashed
from provrepo.store.relations import Finding

BATCH, CONTENTS = 1000, 50
"""How many rows, and how many contents, are read at once."""

DEFECTS = (*DAMAGE, ValueError, TypeError, OverflowError)
"""What hashing a damaged record may raise."""


Tick = Callable[[int], object]
Warn = Callable[[Finding], object]


def verify(
    database: Database,
    checkpoint: Checkpoint | None = None,
    *,
    quick: bool = False,
    void_reviews: bool = True,
    tick: Tick = lambda _: None,
    warn: Warn = lambda _: None,
) -> Iterator[Finding]:
    """Hash every object and record again and yield what is damaged, nothing where all is well.

    ``checkpoint`` is one that was kept elsewhere: the ledger must have grown out of it. ``quick``
    leaves out what is not a record. Reviews that count for nothing are no damage, and are left out
    without ``void_reviews``. ``tick`` is called with how many more of what `count` counts
    were looked at, ``warn`` with what is no damage, and that somebody should know. What is in the
    way of looking, such as a lost connection, is no damage: it raises Unavailable, Busy or
    NotWritable.
    """
    for place, message in database.oddities:
        warn(Finding("log", place, message))
    steps: list[Callable[[Database], Iterator[Finding]]] = [
        _sequence,
        lambda database: _records(database, checkpoint, tick),
    ]
    if not quick:
        steps = [
            lambda database: _tables(database, warn),
            _database,
            *steps,
            relations.names,
            relations.numbers,
            lambda database: _contents(database, tick),
            relations.places,
            lambda database: _objects(database, tick),
            lambda database: _agents(database, tick),
            relations.references,
            relations.agents,
            event_relations.forms,
            event_relations.rows,
            event_relations.fulfilment,
            event_relations.purges,
            event_relations.signatures,
        ]
        if void_reviews:
            steps.append(event_relations.reviews)
    for step in steps:
        try:
            with database.snapshot():  # others may go on writing meanwhile
                yield from step(database)
        except DAMAGE as error:  # a page that SQLite cannot read ends a query
            yield Finding("database", database.location, str(error))
        except (TypeError, ValueError, AttributeError, OverflowError, RecursionError, OSError):
            yield Finding("database", database.location, "a row has impossible values")


def misfits(database: Database) -> Iterator[Finding]:
    """Yield what a copy must not carry on: names that lead astray, and what should be there once.

    This takes no time. What is wrong with the tables alone a copy makes good.
    """
    yield from _repeated(database, database.seen_tables())
    yield from relations.names(database)


def _tables(database: Database, warn: Warn) -> Iterator[Finding]:
    """Compare the tables with what they should be, and look for what nothing keeps unique."""
    expected, seen = database.expected_tables(), database.seen_tables()
    for place, message in (*seen.wrong, *shape.differences(expected, seen.tables)):
        yield Finding("database", place, message)
    for place, message in (*shape.besides(expected, seen.tables), *seen.besides):
        warn(Finding("database", place, message))
    yield from _repeated(database, seen)


def _repeated(database: Database, seen: shape.Seen) -> Iterator[Finding]:
    for name, table in database.expected_tables().items():
        if name in seen.tables:
            for columns in sorted(shape.repeatable(table, seen.tables[name])):
                yield from relations.repeated(database, name, columns)


def _database(database: Database) -> Iterator[Finding]:
    for place, message in database.faults():
        yield Finding("database", place, message)


def _sequence(database: Database) -> Iterator[Finding]:
    rows = database.rows("SELECT sequence FROM record ORDER BY sequence")
    expected = 0
    for (sequence,) in rows:
        if sequence != expected:
            yield Finding("sequence", f"record {expected}", f"the next record is number {sequence}")
        expected = sequence + 1
    first = database.row("SELECT event FROM event WHERE sequence = 0")
    if first != ("init",):
        yield Finding("sequence", "record 0", "the first record is not the init event")


def _records(database: Database, checkpoint: Checkpoint | None, tick: Tick) -> Iterator[Finding]:
    """Hash all records again, and the tree over them."""
    last, count = database.row("SELECT max(sequence), count(*) FROM record") or (None, 0)
    # A damaged sequence number may be astronomical; the gap before it is reported already.
    size = min((last or 0) + 1, count + BATCH)
    tree = _Tree(database, size, checkpoint)
    for start in range(0, size, BATCH):
        digests = {
            sequence: stored.hex()
            for sequence, stored in database.rows(
                "SELECT sequence, digest FROM record WHERE sequence BETWEEN ? AND ?",
                (start, start + BATCH - 1),
            )
        }
        leaves: dict[int, bytes] = {}
        with collection_put_off():
            versions = list(_versions(database, start))
        for version in versions:
            place = f"{version.record.document}/{version.record.text}@v{version.record.number}"
            digests.pop(version.sequence, None)
            yield from _record(place, version.id, version.sequence, version.record, leaves)
        for sequence, stored in digests.items():
            try:
                event = objects.event(database, sequence)
            except Damaged as error:
                yield Finding("record", f"event {sequence}", error.what)
                continue
            opaque = unknown.record(database, sequence) if event is None else None
            if opaque is not None:
                place = f"record {sequence}"
                if opaque.format in (FORMAT, EVENT_FORMAT):
                    message = f"is of the format {opaque.format}, and its columns are missing"
                    yield Finding("record", place, message)
                yield from _record(place, stored, sequence, opaque, leaves)
            elif event is None:
                yield Finding(
                    "record", f"record {sequence}", "its columns are missing or impossible"
                )
            else:
                yield from _record(f"event {sequence}", stored, sequence, event, leaves)
        for sequence in range(start, min(start + BATCH, size)):
            yield from tree.push(leaves.get(sequence))
        tick(min(BATCH, size - start))
    yield from tree.rest()


def _versions(database: Database, start: int) -> Iterator[read.StoredVersion]:
    """Yield the versions of one batch, without those whose columns make no record."""
    try:
        yield from read.versions(database, "v.sequence BETWEEN ? AND ?", (start, start + BATCH - 1))
    except Damaged:
        for sequence in range(start, start + BATCH):
            with contextlib.suppress(Damaged):
                yield from read.versions(database, "v.sequence = ?", (sequence,))


def _record(
    place: str, stored: str, sequence: int, record: Hashed, leaves: dict[int, bytes]
) -> Iterator[Finding]:
    """Compare a record with its id; put the hash of a whole one into ``leaves``."""
    try:
        data = record.canonical()
    except DEFECTS as error:
        yield Finding("record", place, str(error))
        return
    if (got := digest(data)) != stored:
        yield Finding("record", place, f"is not what was stored: expected {stored}, got {got}")
    else:
        leaves[sequence] = merkle.leaf_hash(data)


class _Tree:
    """The tree over all records, hashed again and compared with what is stored of it.

    What stands over a damaged record cannot be hashed again; the record is a finding itself.
    """

    def __init__(self, database: Database, size: int, checkpoint: Checkpoint | None) -> None:
        self._size, self._frontier = size, merkle.Frontier()
        self._checkpoint = checkpoint
        self._origin, self._earlier = ancestry.origin_and_earlier(
            event_relations.read_event(database, 0)
        )
        self._stored: dict[tuple[Any, Any], Any] = {
            (level, position): stored
            for level, position, stored in database.rows("SELECT level, position, hash FROM ledger")
        }

    def push(self, leaf: bytes | None) -> Iterator[Finding]:
        """Add the next record; compare all that it completes."""
        for level, position, computed in self._frontier.push(leaf):
            if not ledger.is_stored(level, position, self._size):
                continue
            stored = self._stored.pop((level, position), None)
            first, last = position << level, (position + 1 << level) - 1
            place = f"records {first}–{last}" if level else f"record {first}"
            if stored is None:
                yield Finding("ledger", place, "their hash is missing from the ledger")
            elif computed is not None and stored != computed:
                yield Finding("ledger", place, "are not those of which the ledger was made")

        trees = {self._origin: self._frontier}
        for earlier in self._earlier:
            earlier.push(leaf)
            trees[earlier.origin] = earlier.tree
            if earlier.broken:
                place = f"copied from {earlier.origin}"
                yield Finding("ledger", place, f"the first {earlier.size} records are not those")
        if self._checkpoint and self._frontier.size == self._checkpoint.size:
            tree = trees.get(self._checkpoint.origin, self._frontier)
            yield from self._compare(self._checkpoint, tree)

    def _compare(self, checkpoint: Checkpoint, tree: merkle.Frontier) -> Iterator[Finding]:
        place, root = f"checkpoint of {checkpoint.size} records", tree.root()
        if root is None:
            yield Finding("checkpoint", place, "a record before it is damaged")
        elif root != checkpoint.root:
            yield Finding("checkpoint", place, "the records before it are not those of then")

    def rest(self) -> Iterator[Finding]:
        """Yield what is stored of a tree over more, or over other records."""
        checkpoint = self._checkpoint
        if checkpoint and checkpoint.size > self._size:
            place = f"checkpoint of {checkpoint.size} records"
            yield Finding("checkpoint", place, f"only {self._size} records are left")
        origins = {self._origin, *(earlier.origin for earlier in self._earlier)}
        if checkpoint and checkpoint.origin not in origins:
            yield Finding("checkpoint", checkpoint.origin, f"this is the repository {self._origin}")
        for level, position in self._stored:
            yield Finding(
                "ledger",
                f"level {level}, position {position}",
                "stands in the ledger, but the records that are here do not make it",
            )


def _ticked(rows: list[tuple[Any, ...]], tick: Tick) -> Iterator[tuple[Any, ...]]:
    """Yield rows, and call ``tick`` after each batch of them."""
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        yield from part
        tick(len(part))


def _contents(database: Database, tick: Tick) -> Iterator[Finding]:
    """Rebuild every content, each after the one it is based on, and hash it again."""
    rows = database.rows("SELECT id, digest, codec, size, length(data) FROM content ORDER BY id")
    for start in range(0, len(rows), CONTENTS):
        page = rows[start : start + CONTENTS]
        try:
            with collection_put_off():
                rebuilt = dict(objects.contents_between(database, page[0][0], page[-1][0]))
        except DAMAGE:  # a page that cannot be read: which content is it?
            rebuilt = {name: _content(database, name) for name in (row[1].hex() for row in page)}
        for _, stored, codec, size, length in page:
            data = rebuilt.get(stored.hex())
            place = f"content {stored.hex()[:12]}"
            if codec == contents.PURGED:
                if size or length:
                    yield Finding("content", place, "was purged, and is not empty")
            elif isinstance(data, bytes):
                if len(data) != size:
                    yield Finding("content", place, f"has {len(data)} bytes, not {size}")
            else:
                message = data.what if isinstance(data, Damaged) else str(data)
                yield Finding("content", place, message)
        tick(len(page))


def _content(database: Database, name: str) -> bytes | ProvrepoError:
    try:
        return objects.content_bytes(database, name)
    except DAMAGE as error:
        return error


def _objects(database: Database, tick: Tick) -> Iterator[Finding]:
    for (row,) in _ticked(database.rows("SELECT id FROM object"), tick):
        loaded = database.row(
            "SELECT kind, digest, codec, size, data FROM object WHERE id = ?", (row,)
        )
        if loaded is not None:
            yield from _object(*loaded)


def _object(kind: str, stored: bytes, codec: int, size: int, data: bytes) -> Iterator[Finding]:
    place = f"{kind} {stored.hex()[:12]}"
    code = kind if kind in ("notes", "citation", "file", "signature") else "database"
    if codec == contents.PURGED:
        if size or data:
            yield Finding(code, place, "was purged, and is not empty")
        return
    try:
        unpacked = contents.unpack(codec, size, data, b"", place)
        contents.checked(unpacked, stored.hex(), place)
    except Damaged as error:
        yield Finding(code, place, error.what)
        return
    if len(unpacked) != size:
        yield Finding(code, place, f"has {len(unpacked)} bytes, not {size}")


def _agents(database: Database, tick: Tick) -> Iterator[Finding]:
    whole = database.rows("SELECT digest FROM agent WHERE name IS NOT NULL")
    for (stored,) in _ticked(whole, tick):
        expected = stored.hex()
        place = f"agent {expected[:12]}"
        try:
            got = objects.agent(database, expected).id
        except DEFECTS as error:
            yield Finding("agent", place, str(error))
            continue
        if got != expected:
            yield Finding("agent", place, f"is not what was stored: expected {expected}, got {got}")


def count(database: Database) -> dict[str, int]:
    """Return how many records, contents, objects and agents there are to verify."""
    tables: dict[str, Any] = {
        "records": "record",
        "contents": "content",
        "objects": "object",
        "agents": "agent",
    }
    counts = {}
    for name, table in tables.items():
        row = database.row(f"SELECT count(*) FROM {table}")
        counts[name] = int(row[0]) if row else 0
    return counts
