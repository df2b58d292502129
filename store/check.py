"""Verification: everything stored is hashed again and compared with what its name says.

Each finding has a code:

==================  =============================================================
``database``        the database itself finds its file or its tables inconsistent
``sequence``        records are missing from the commit order, or the first is not ``init``
``record``          a record's columns no longer give the digest it was stored under
``ledger``          the tree over all records is not that of the records that are here
``checkpoint``      the ledger did not grow out of the checkpoint that was given
``event``           an event and what it did do not fit each other
``number``          the versions of a text are not numbered 1, 2, 3 …
``content``         a content is missing or its bytes have another digest
``notes``           the same for a notes object
``citation``        the same for a citation object
``file``            the same for an ingested file
``agent``           the same for an agent
``basis``           a version is based on a version that is not here
``unreferenced``    an object that no record names
==================  =============================================================
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from provrepo.store import contents, ledger, lineage, merkle, read
from provrepo.store.canonical import digest
from provrepo.store.checkpoint import Checkpoint
from provrepo.store.collecting import collection_put_off
from provrepo.store.database import Database
from provrepo.store.errors import Damaged, ProvrepoError
from provrepo.store.records import EVENT_FORMAT, FORMAT, Event, Hashed

BATCH, SOME = 1000, 50
"""So many rows, and so many contents, are read at once."""

DEFECTS = (ProvrepoError, ValueError, TypeError, OverflowError)
"""What hashing a damaged record may raise."""


Tick = Callable[[int], object]


class Finding(NamedTuple):
    """One damaged thing: what kind of damage, where, and what is wrong in words."""

    code: str
    place: str
    message: str


def verify(
    database: Database,
    checkpoint: Checkpoint | None = None,
    *,
    quick: bool = False,
    tick: Tick = lambda done: None,  # noqa: ARG005
) -> Iterator[Finding]:
    """Hash every object and record again and yield what is damaged, nothing where all is well.

    ``checkpoint`` is one that was kept elsewhere: the ledger must have grown out of it. ``quick``
    leaves out what is not a record. ``tick`` is told how many more of the things that `count`
    counts were looked at.
    """
    steps: list[Callable[[Database], Iterator[Finding]]] = [
        _sequence,
        lambda database: _records(database, checkpoint, tick),
    ]
    if not quick:
        steps = [
            _database,
            *steps,
            _numbers,
            lambda database: _contents(database, tick),
            _places,
            lambda database: _objects(database, tick),
            lambda database: _agents(database, tick),
            _references,
            _events,
            _purges,
        ]
    for step in steps:
        try:
            with database.snapshot():  # others may go on writing meanwhile
                yield from step(database)
        except ProvrepoError as error:  # a page that SQLite cannot read ends a query
            yield Finding("database", database.location, str(error))
        except (TypeError, ValueError, AttributeError, OverflowError, RecursionError, OSError):
            yield Finding("database", database.location, "a row has impossible values")


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
        known = {
            sequence: stored.hex()
            for sequence, stored in database.rows(
                "SELECT sequence, digest FROM record WHERE sequence BETWEEN ? AND ?",
                (start, start + BATCH - 1),
            )
        }
        leaves: dict[int, bytes] = {}
        with collection_put_off():
            some = list(_versions(database, start))
        for version in some:
            place = f"{version.record.document}/{version.record.text}@v{version.record.number}"
            known.pop(version.sequence, None)
            yield from _record(place, version.id, version.sequence, version.record, leaves)
        for sequence, stored in known.items():
            try:
                event = read.event(database, sequence)
            except Damaged as error:
                yield Finding("record", f"event {sequence}", error.what)
                continue
            unknown = read.opaque(database, sequence) if event is None else None
            if unknown is not None:
                place = f"record {sequence}"
                if unknown.format in (FORMAT, EVENT_FORMAT):
                    message = f"is of the format {unknown.format}, and its columns are missing"
                    yield Finding("record", place, message)
                yield from _record(place, stored, sequence, unknown, leaves)
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
        self._origin, self._earlier = lineage.origin_and_earlier(_event(database, 0))
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
        for one in self._earlier:
            one.push(leaf)
            trees[one.origin] = one.tree
            if one.broken:
                place = f"copied from {one.origin}"
                yield Finding("ledger", place, f"the first {one.size} records are not those")
        if self._checkpoint and self._frontier.size == self._checkpoint.size:
            tree = trees.get(self._checkpoint.origin, self._frontier)
            yield from self._compare(self._checkpoint, tree)

    def _compare(self, kept: Checkpoint, tree: merkle.Frontier) -> Iterator[Finding]:
        place, root = f"checkpoint of {kept.size} records", tree.root()
        if root is None:
            yield Finding("checkpoint", place, "a record before it is damaged")
        elif root != kept.root:
            yield Finding("checkpoint", place, "the records before it are not those of then")

    def rest(self) -> Iterator[Finding]:
        """Yield what is stored of a tree over more, or over other records."""
        kept = self._checkpoint
        if kept and kept.size > self._size:
            place = f"checkpoint of {kept.size} records"
            yield Finding("checkpoint", place, f"only {self._size} records are left")
        known = {self._origin, *(one.origin for one in self._earlier)}
        if kept and kept.origin not in known:
            yield Finding("checkpoint", kept.origin, f"this is the repository {self._origin}")
        for level, position in self._stored:
            yield Finding(
                "ledger",
                f"level {level}, position {position}",
                "stands in the ledger, but the records that are here do not make it",
            )


def _ticked(rows: list[tuple[Any, ...]], tick: Tick) -> Iterator[tuple[Any, ...]]:
    """Yield rows, and tell now and then how many it were."""
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        yield from part
        tick(len(part))


def _compare(code: str, place: str, expected: str, compute: Callable[[], str]) -> Iterator[Finding]:
    try:
        got = compute()
    except DEFECTS as error:
        yield Finding(code, place, str(error))
        return
    if got != expected:
        yield Finding(code, place, f"is not what was stored: expected {expected}, got {got}")


def _numbers(database: Database) -> Iterator[Finding]:
    for key, kind, language, label, count, last in database.rows(
        "SELECT d.key, t.kind, t.language, t.label, count(v.number), max(v.number) FROM text t "
        "LEFT JOIN document d ON d.id = t.document_id LEFT JOIN version v ON v.text_id = t.id "
        "GROUP BY t.id, d.key, t.kind, t.language, t.label HAVING "
        "count(v.number) <> max(v.number) OR min(v.number) <> 1 OR count(v.number) = 0"
    ):
        name = ":".join(part for part in (kind, language, label) if part)
        yield Finding("number", f"{key}/{name}", f"has {count} versions, the last is v{last}")


def _contents(database: Database, tick: Tick) -> Iterator[Finding]:
    """Rebuild every content, each after the one it is based on, and hash it again."""
    rows = database.rows("SELECT id, digest, codec, size, length(data) FROM content ORDER BY id")
    for start in range(0, len(rows), SOME):
        some = rows[start : start + SOME]
        try:
            with collection_put_off():
                rebuilt = dict(read.contents_between(database, some[0][0], some[-1][0]))
        except ProvrepoError:  # a page that cannot be read: which content is it?
            rebuilt = {name: _content(database, name) for name in (row[1].hex() for row in some)}
        for _, stored, codec, size, length in some:
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
        tick(len(some))


def _content(database: Database, name: str) -> bytes | ProvrepoError:
    try:
        return read.content_bytes(database, name)
    except ProvrepoError as error:
        return error


def _places(database: Database) -> Iterator[Finding]:
    """Compare where contents stand in their chains with what they are based on."""
    for stored, codec, place, base_place, base_codec in database.rows(
        "SELECT c.digest, c.codec, c.place, b.place, b.codec FROM content c "
        "LEFT JOIN content b ON b.id = c.base_id"
    ):
        if place == 0 or base_place is None:
            fits = place == 0 and base_place is None and codec not in contents.BASED
        else:
            freed = base_codec == contents.PURGED
            fits = place > 0 and base_place == contents.base_place(place)
            fits = fits and (codec == contents.PURGED or freed != (codec in contents.BASED))
        if not fits:
            name = f"content {stored.hex()[:12]}"
            yield Finding("content", name, "its place and its base do not fit each other")


def _objects(database: Database, tick: Tick) -> Iterator[Finding]:
    for (row,) in _ticked(database.rows("SELECT id FROM object"), tick):
        loaded = database.row(
            "SELECT kind, digest, codec, size, data FROM object WHERE id = ?", (row,)
        )
        if loaded is not None:
            yield from _object(*loaded)


def _object(kind: str, stored: bytes, codec: int, size: int, data: bytes) -> Iterator[Finding]:
    place = f"{kind} {stored.hex()[:12]}"
    code = kind if kind in ("notes", "citation", "file") else "database"
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
        yield from _compare("agent", place, expected, lambda e=expected: read.agent(database, e).id)  # type: ignore[misc]


_REFERENCES: tuple[tuple[str, str, str], ...] = (
    *(
        (
            "record",
            f"SELECT 'record ' || sequence FROM {table} GROUP BY sequence "
            "HAVING min(position) <> 0 OR max(position) <> count(*) - 1",
            f"its rows of {table} are not numbered 0, 1, 2 …",
        )
        for table in ("version_agent", "version_basis")
    ),
    (
        "record",
        "SELECT 'record ' || sequence FROM opaque WHERE sequence IN (SELECT sequence FROM version) "
        "OR sequence IN (SELECT sequence FROM event)",
        "stands there twice, as what is known and as bytes",
    ),
    *(
        (
            kind,
            "SELECT DISTINCT o.digest FROM version v "
            f"JOIN object o ON o.id = v.{kind}_id WHERE o.kind <> '{kind}'",
            f"a version names it as {kind}, and it is something else",
        )
        for kind in ("notes", "citation")
    ),
    (
        "basis",
        "SELECT b.version FROM version_basis b WHERE b.version IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM record r WHERE r.digest = b.version)",
        "a version is based on it, and it is not here",
    ),
    (
        "file",
        "SELECT v.file_digest FROM version v WHERE v.file_digest IS NOT NULL AND NOT "
        "EXISTS (SELECT 1 FROM object o WHERE o.kind = 'file' AND o.digest = v.file_digest)",
        "a version was read from it, and it is not here",
    ),
    (
        "unreferenced",
        "SELECT digest FROM content WHERE id NOT IN (SELECT content_id FROM version)",
        "no version has this content",
    ),
    (
        "unreferenced",
        "SELECT digest FROM object WHERE id NOT IN (SELECT notes_id FROM version) "
        "AND id NOT IN (SELECT citation_id FROM version WHERE citation_id IS NOT NULL) "
        "AND digest NOT IN (SELECT file_digest FROM version WHERE file_digest IS NOT NULL)",
        "no version names this object",
    ),
)


def _references(database: Database) -> Iterator[Finding]:
    for code, query, message in _REFERENCES:
        for (name,) in database.rows(query):
            yield Finding(code, _hex(name), message)


def _events(database: Database) -> Iterator[Finding]:
    """Compare what events did with the events that say so."""
    done: set[tuple[str, Any, Any]] = {
        ("withdraw", sequence, _hex(version))
        for sequence, version in database.rows(
            "SELECT w.event, r.digest FROM withdrawal w "
            "LEFT JOIN record r ON r.sequence = w.sequence"
        )
    }
    for key, until, document in database.rows(
        "SELECT f.key, f.until, coalesce((SELECT n.key FROM former_key n WHERE "
        "n.document_id = f.document_id AND n.until > f.until ORDER BY n.until LIMIT 1), d.key) "
        "FROM former_key f LEFT JOIN document d ON d.id = f.document_id"
    ):
        done.add(("rename", until, (key, document)))
    said: set[tuple[str, Any, Any]] = set()
    for (sequence,) in database.rows("SELECT sequence FROM event"):
        event = _event(database, sequence)
        if event is not None and event.event == "withdraw":
            said |= {("withdraw", sequence, target) for target in event.targets}
        elif event is not None and event.event == "rename":
            said.add(("rename", sequence, (event.data.get("from"), event.data.get("to"))))
    for kind, sequence, what in done - said:
        yield Finding("event", f"event {sequence}", f"is no {kind} of {_shown(what)}")
    for kind, sequence, what in said - done:
        yield Finding("event", f"event {sequence}", f"the {kind} of {_shown(what)} is not in force")


def _purges(database: Database) -> Iterator[Finding]:
    """Compare what is gone with the events that say so."""
    gone = {
        (kind, _hex(name))
        for kind, name in database.rows(
            "SELECT 'content', digest FROM content WHERE codec = ? UNION ALL "
            "SELECT kind, digest FROM object WHERE codec = ? UNION ALL "
            "SELECT 'agent', digest FROM agent WHERE name IS NULL",
            (contents.PURGED, contents.PURGED),
        )
    }
    said = set()
    for (sequence,) in database.rows("SELECT sequence FROM event WHERE event = 'purge'"):
        event = _event(database, sequence)
        listed = event.data.get("purged") if event else None
        said |= {(one.get("kind"), one.get("sha256")) for one in listed or ()}
    for kind, name in gone - said:
        yield Finding("event", f"{kind} {name[:12]}", "is gone, and no event says why")
    for kind, name in said - gone:
        yield Finding("event", f"{kind} {name[:12]}", "an event says that it was purged; it is not")


def _event(database: Database, sequence: int) -> Event | None:
    """Return an event; one whose columns make none is a finding of `_records`."""
    try:
        return read.event(database, sequence)
    except Damaged:
        return None


def _hex(name: Any) -> str:  # noqa: ANN401 - a digest, or what damage put in its place
    return name.hex() if isinstance(name, bytes) else str(name)


def _shown(what: Any) -> str:  # noqa: ANN401 - a name or several
    return " to ".join(map(str, what)) if isinstance(what, tuple) else str(what)


def count(database: Database) -> dict[str, int]:
    """Return how many things there are to verify, by what they are."""
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
