"""A history made again from its records and what they name: ids, order and ledger stay the same.

Everything is checked on its way in: each record is canonical and follows the one before it in its
text, whatever it names has the digest by which it is named, and what is missing must have been
purged. So nothing is taken on trust; at the end the repository is verified as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple

from provrepo.store import contents, event_effects, event_rows, ledger, objects, prepare
from provrepo.store.canonical import digest
from provrepo.store.check import verify
from provrepo.store.checkpoint import Checkpoint
from provrepo.store.contents import Chains, Job
from provrepo.store.database import SCHEMA_VERSION, Collision, Database, Transaction
from provrepo.store.engines import connect, create
from provrepo.store.errors import Damaged, ProvrepoError
from provrepo.store.event_data import Retext, check
from provrepo.store.other_records import event_columns
from provrepo.store.record_bytes import objects_of, read_agent, read_record
from provrepo.store.records import (
    NO_NOTES,
    NO_NOTES_ID,
    Event,
    Opaque,
    Text,
    VersionRecord,
)
from provrepo.store.write import (
    AGENT,
    CONTENT,
    OBJECT,
    VERSION,
    VERSION_AGENT,
    VERSION_BASIS,
    agent_row,
    version_rows,
)

BATCH = 200
"""At most this many records are stored at once."""

Find = Callable[[str], bytes | None]
"""Returns the bytes with a digest; None where they are not there."""


class Named(NamedTuple):
    """What records name besides contents, notes, metadata and files: digests, in their order."""

    agents: Sequence[str]
    signatures: Sequence[str]


class History(NamedTuple):
    """A whole history: how its records are read, in their order, and what they name.

    ``find`` gives what has a digest, ``purged`` is what the events say was removed for good, by
    kind and digest, and ``checkpoint`` is what the ledger comes to.
    """

    records: Callable[[], Iterable[bytes]]
    named: Named
    find: Find
    purged: set[tuple[str, str]]
    checkpoint: Checkpoint


class Restoration:
    """One history on its way into an empty database, within one transaction.

    ``find`` gives what has a digest, ``purged`` is what the history's events say was removed for
    good, by kind and digest.
    """

    def __init__(
        self,
        database: Database,
        transaction: Transaction,
        find: Find,
        purged: set[tuple[str, str]],
    ) -> None:
        self._database, self._transaction = database, transaction
        self._find, self._purged = find, purged
        self._rows: dict[tuple[str, bytes], int] = {}
        """The rows of what is named, by kind and digest."""
        self._documents: dict[str, int] = {}
        self._texts: dict[tuple[int, Text], int] = {}
        self._newest: dict[int, tuple[str, int, str]] = {}
        """Of each text the newest version: its id, its number and the digest of its content."""
        self._places: dict[bytes, int] = {}
        self._chains = Chains()
        self._chained: tuple[set[int], set[int]] = (set(), set())
        """The texts whose chains are known: of this batch, and of the one before."""
        self._sequence = 0

    def make(self, records: Iterable[bytes], named: Named) -> None:
        """Store all records, in the order of the ledger. Raises Damaged or InvalidValue."""
        self._agents(named.agents)
        self._signatures(named.signatures)
        remaining = iter(records)
        while batch := list(islice(remaining, BATCH)):
            self._store([read_record(data, f"record {self._sequence + number}")
                         for number, data in enumerate(batch)], batch)  # fmt: skip

    # What is named

    def _bytes(self, kind: str, name: str) -> bytes | None:
        """Return what is called by a digest; None where it was purged. Raises Damaged."""
        if (kind, name) in self._purged:
            return None
        data = NO_NOTES if (kind, name) == ("notes", NO_NOTES_ID) else self._find(name)
        if data is None:
            raise Damaged(f"{kind} {name[:12]} is missing, and no event says that it was purged",
                          expected=name)  # fmt: skip
        return contents.checked(data, name, f"{kind} {name[:12]}")

    def _agents(self, names: Sequence[str]) -> None:
        gone = sorted(name for kind, name in self._purged if kind == "agent")
        rows = []
        for name in names:
            data = self._bytes("agent", name)
            if data is not None:
                rows.append(agent_row(read_agent(data, name)))
        rows += [(bytes.fromhex(name), None, "", "", "") for name in gone]
        self._take("agent", AGENT, rows, [*(name for name in names if name not in gone), *gone])

    def _signatures(self, names: Sequence[str]) -> None:
        gone = {name for kind, name in self._purged if kind == "signature"}
        self._objects([("signature", name) for name in sorted({*names, *gone})])

    def _objects(self, names: Sequence[tuple[str, str]]) -> None:
        new = [
            name for name in dict.fromkeys(names)
            if (name[0], bytes.fromhex(name[1])) not in self._rows
        ]  # fmt: skip
        rows = []
        for kind, name in new:
            data = self._bytes(kind, name)
            size, packed = (0, contents.Packed(contents.PURGED, b""))
            if data is not None:
                size, packed = len(data), contents.pack(data)
            rows.append((kind, bytes.fromhex(name), size, *packed))
        ids = self._transaction.insert_new("object", OBJECT, rows)
        self._rows |= {
            (kind, bytes.fromhex(name)): row for (kind, name), row in zip(new, ids, strict=True)
        }

    def _take(
        self, table: str, columns: tuple[str, ...], rows: list[Any], names: Sequence[str]
    ) -> None:
        ids = self._transaction.insert_new(table, columns, rows)
        self._rows |= {
            (table, bytes.fromhex(name)): row for name, row in zip(names, ids, strict=True)
        }

    # Records

    def _store(
        self, records: Sequence[VersionRecord | Event | Opaque], data: Sequence[bytes]
    ) -> None:
        """Store some records, and what they name that is not stored yet."""
        first = ledger.append_records(
            self._transaction,
            [(digest(canonical_bytes), canonical_bytes) for canonical_bytes in data],
        )
        assert first == self._sequence, "the ledger was empty"
        versions = [record for record in records if isinstance(record, VersionRecord)]
        for version in versions:
            prepare.check_record(version)
        self._objects([name for version in versions for name in objects_of(version)])
        to_add: list[tuple[int, VersionRecord, int]] = []
        for sequence, record in enumerate(records, first):
            if isinstance(record, VersionRecord):
                to_add.append((sequence, record, self._text(sequence, record, data)))
            elif isinstance(record, Event):
                self._flush(to_add)
                self._apply(sequence, record)
            else:
                self._transaction.insert("opaque", {"sequence": [sequence], "data": [record.data]})
        self._flush(to_add)
        self._sequence += len(records)
        self._chains.turn()
        self._chained = (set(), self._chained[0])

    def _text(self, sequence: int, record: VersionRecord, data: Sequence[bytes]) -> int:
        """Return the row of the text of a version, which must follow its newest one."""
        document = self._documents.get(record.document)
        if document is None:
            (document,) = self._transaction.insert_new("document", ("key",), [(record.document,)])
            self._documents[record.document] = document
        text = record.text
        row = self._texts.get((document, text))
        if row is None:
            (row,) = self._transaction.insert_new(
                "text",
                ("document_id", "kind", "language", "label"),
                [(document, text.kind, text.language, text.label or "")],
            )
            self._texts[document, text] = row
        parent, number, before = self._newest.get(row, (None, 0, ""))
        place = f"{record.document}/{text}@v{record.number}"
        if record.parent != parent or record.number != number + 1:
            raise Damaged(f"record {sequence} ({place}) does not follow the version before it")
        identity = digest(data[sequence - self._sequence])
        self._newest[row] = identity, record.number, record.content
        self._content(row, record.content, before)
        return row

    def _content(self, text: int, name: str, before: str) -> None:
        """Store a content unless it is there, packed against the one before it in its text."""
        raw = bytes.fromhex(name)
        if ("content", raw) in self._rows:
            return
        data = self._bytes("content", name)
        if data is None:
            columns: tuple[Any, ...] = (raw, 0, contents.PURGED, None, 0, b"")
        else:
            chain = None if text in self._chained[0] | self._chained[1] else self._chain(before)
            (form,) = self._chains.pack([Job(str(text), name, data, chain)])
            self._chained[0].add(text)
            base = None if form.base is None else self._rows["content", bytes.fromhex(form.base)]
            columns = (raw, form.size, form.packed.codec, base, form.place, form.packed.data)
        self._take("content", CONTENT, [columns], [name])

    def _chain(self, name: str) -> contents.Chain:
        """Return the chain of a content of an earlier batch, an empty one where it is gone."""
        if not name or ("content", name) in self._purged:
            return ()
        return objects.chain(self._database, name)

    def _flush(self, to_add: list[tuple[int, VersionRecord, int]]) -> None:
        """Add the rows of versions, before an event that may be about them."""
        versions, responsible, bases = [], [], []
        for sequence, record, text in to_add:
            for by in record.agents:
                if ("agent", bytes.fromhex(by.agent)) not in self._rows:
                    raise Damaged(f"agent {by.agent[:12]} is missing, and no event says that it "
                                  "was purged", expected=by.agent)  # fmt: skip
            rows = version_rows(
                sequence,
                record,
                text,
                self._row("content", record.content),
                self._row("notes", record.notes),
                self._row("citation", record.citation) if record.citation else None,
                {by.agent: self._row("agent", by.agent) for by in record.agents},
            )
            versions.append(rows.version)
            responsible += rows.agents
            bases += rows.bases
        for table, columns, added in (
            ("version", VERSION, versions),
            ("version_agent", VERSION_AGENT, responsible),
            ("version_basis", VERSION_BASIS, bases),
        ):
            if added:
                self._transaction.insert_rows(table, columns, added)
        to_add.clear()

    def _row(self, kind: str, name: str) -> int:
        return self._rows[kind, bytes.fromhex(name)]

    # Events

    def _apply(self, sequence: int, event: Event) -> None:
        """Store an event, and do what it says. Raises InvalidValue or Damaged."""
        check(event)
        transaction = self._transaction
        transaction.insert("event", event_columns(sequence, event))
        names = event_rows.named(event.data, event.targets)
        event_rows.add(transaction, event_rows.rows_of(transaction, [(sequence, names)]))
        match event.event:
            case "withdraw":
                self._withdraw(sequence, event)
            case "rename":
                self._rename(sequence, event)
            case "retext":
                self._retext(sequence, Retext.of(event))

    def _withdraw(self, sequence: int, event: Event) -> None:
        rows = self._transaction.rows(
            "SELECT sequence FROM record JOIN version USING (sequence) WHERE digest = ?",
            (bytes.fromhex(event.targets[0]),),
        )
        if not rows:
            raise Damaged(f"record {sequence} withdraws a version that is not there")
        event_effects.withdraw(self._transaction, rows[0][0], sequence)

    def _rename(self, sequence: int, event: Event) -> None:
        old, new = event.data["from"], event.data["to"]
        document = self._documents.pop(old, None)
        if document is None or new in self._documents:
            raise Damaged(f"record {sequence} renames {old} to {new}, which cannot be")
        self._documents[new] = document
        event_effects.rename(self._transaction, document, old, new, sequence)

    def _retext(self, sequence: int, event: Retext) -> None:
        document = self._documents.get(event.document, -1)
        text = self._texts.pop((document, event.old), None)
        if text is None or (document, event.new) in self._texts:
            raise Damaged(
                f"record {sequence} gives {event.document}/{event.old} the name {event.new}, which "
                "cannot be"
            )
        self._texts[document, event.new] = text
        event_effects.retext(self._transaction, text, event.old, event.new, sequence)


def restore(url: str, history: History, *, wait: float) -> Database:
    """Make a repository of a whole history at a path or URL, verify it, and open it.

    Raises RepositoryExists, RepositoryNotFound (no such folder), NotWritable, and Damaged or
    InvalidValue where the history is not one of a repository; then nothing is left behind.
    """
    database = create(url, wait=wait)
    has_tables = False
    try:
        with database.transaction() as transaction:
            database.make_schema(transaction)
            database.set_schema_version(transaction, -SCHEMA_VERSION)
            restoration = Restoration(database, transaction, history.find, history.purged)
            restoration.make(history.records(), history.named)
            database.ids_follow(transaction)
        has_tables = True
        database.made()
        for finding in verify(database, history.checkpoint, void_reviews=False):
            raise Damaged(f"{finding.place}: {finding.message}")
        with database.transaction() as transaction:
            database.set_schema_version(transaction, SCHEMA_VERSION)
    except Collision as error:
        _undo(database, has_tables=has_tables)
        raise Damaged(f"it names the same thing twice ({' '.join(str(error).split())})") from None
    except BaseException:
        _undo(database, has_tables=has_tables)
        raise
    database.close()
    return connect(url, wait=wait)


def _undo(database: Database, *, has_tables: bool) -> None:
    """Leave nothing of a repository that could not be restored, not even tables."""
    if has_tables:
        with suppress(ProvrepoError), database.transaction() as transaction:
            database.unmake_schema(transaction)
    database.discard()
