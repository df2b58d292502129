"""Writing: one transaction that appends records, or raises and leaves everything as it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from provrepo.store import event_rows, ledger, rows
from provrepo.store.canonical import canonical, digest
from provrepo.store.database import SCHEMA_VERSION, Collision, Database, Transaction
from provrepo.store.engines import connect, create
from provrepo.store.errors import Conflict, InvalidValue, RepositoryExists
from provrepo.store.prepare import Addition, Name, Preparation, Prepared
from provrepo.store.records import Event, TextKey, VersionRecord

VERSION = (
    *("sequence", "text_id", "number", "content_id", "notes_id", "citation_id", "activity"),
    *("created", "recorded", "message", "software", "file_name", "file_media_type"),
    *("file_reader", "file_digest"),
)
VERSION_AGENT = ("sequence", "position", "agent_id", "role")
VERSION_BASIS = ("sequence", "position", "version", "label", "uri", "sha256")


def initialise(url: str, *, origin: str, recorded: str, wait: float) -> Database:
    """Make a repository: the tables and the ``init`` event, which fixes the ``origin``.

    Raises RepositoryExists, RepositoryNotFound (no such folder) or NotWritable.
    """
    database = create(url, wait=wait)
    try:
        with database.transaction() as transaction:
            database.make_schema(transaction)
            database.set_schema_version(transaction, SCHEMA_VERSION)
            event = Event("init", {"origin": origin}, message="", recorded=recorded)
            append_event(transaction, event)
        database.made()
    except Collision:
        database.discard()
        raise RepositoryExists(
            database.location, f"{database.location} exists already; nothing was changed"
        ) from None
    except BaseException:
        database.discard()
        raise
    database.close()
    return connect(url, wait=wait)


def append_event(transaction: Transaction, event: Event) -> int:
    """Append an event within a transaction and return its sequence number.

    Whether it is as its name asks is for the caller to see to: `provrepo.store.events`.
    """
    data = event.canonical()
    sequence = _append_records(transaction, [(digest(data), data)])
    transaction.insert("event", _event_columns(sequence, event))
    names = event_rows.named(event.data, event.targets)
    event_rows.add(transaction, event_rows.rows_of(transaction, [(sequence, names)]))
    return sequence


def append_opaque(transaction: Transaction, data: bytes) -> int:
    """Append a record of an unknown format within a transaction; return its sequence number."""
    sequence = _append_records(transaction, [(digest(data), data)])
    transaction.insert("opaque", {"sequence": [sequence], "data": [data]})
    return sequence


def first_rows(transaction: Transaction, event: Event) -> None:
    """Add the rows of the event with which a copy begins; its ledger is to follow."""
    transaction.insert("record", {"sequence": [0], "digest": [_raw(event.id)]})
    transaction.insert("event", _event_columns(0, event))


def _event_columns(sequence: int, event: Event) -> dict[str, list[Any]]:
    return {
        "sequence": [sequence],
        "event": [event.event],
        "data": [canonical(event.data).decode()],
        "targets": [canonical(list(event.targets)).decode()],
        "message": [event.message],
        "recorded": [_seconds(event.recorded)],
    }


def append(database: Database, preparation: Preparation) -> None:
    """Append versions and all they name, in this order, durable when this returns.

    The ``parent`` of a text's first one among them is the newest version of the text as the caller
    saw it (None: a new text), that of each other one is the one before. Raises Conflict where the
    newest version is another one now, InvalidValue where a record breaks a rule of the format,
    Busy or NotWritable; nothing is stored then.
    """
    if not preparation:
        return
    prepared = preparation.finish()
    try:
        with database.transaction() as transaction:
            _store(transaction, prepared)
        if prepared.last_content is not None:  # the next version of the text begins with it
            database.rebuilt.add(*prepared.last_content)
    except Collision:
        # Another process stored the same text, agent or object since the caller looked.
        raise rows.conflict(prepared.additions[0].record) from None


def append_held(
    database: Database, texts: Collection[int], plan: Callable[[], Preparation]
) -> None:
    """Append what ``plan`` prepares, planned and stored while nobody else writes to these texts.

    For those who lost a race: as long as no text is new, nobody can be faster this time. ``texts``
    are their rows. Raises what `append` does.
    """
    prepared: Prepared | None = None
    try:
        with database.transaction() as transaction:
            transaction.hold("text", "id", texts)
            preparation = plan()
            if preparation:
                prepared = preparation.finish()
                _store(transaction, prepared)
    except Collision:
        if prepared is None:
            raise
        raise rows.conflict(prepared.additions[0].record) from None


def _store(transaction: Transaction, prepared: Prepared) -> None:
    """Add the rows of a batch."""
    additions = prepared.additions
    texts, new = rows.texts(transaction, additions)
    transaction.hold("text", "id", set(texts.values()) - new)
    _check_parents(transaction, additions, texts, new)
    _check_bases(transaction, additions)
    agents = rows.agents(transaction, prepared)
    stored = rows.contents(transaction, prepared)
    objects = rows.objects(transaction, prepared)
    first = _append_records(transaction, [(addition.id, addition.data) for addition in additions])
    versions, responsible, bases = [], [], []
    for sequence, addition in enumerate(additions, first):
        record = addition.record
        file = record.file
        versions.append(
            (
                sequence,
                texts[record.text_key],
                record.number,
                stored[record.content],
                objects[Name("notes", record.notes)],
                objects[Name("citation", record.citation)] if record.citation else None,
                record.activity,
                record.created,
                _seconds(record.recorded),
                record.message,
                record.software,
                file.name if file else None,
                file.media_type if file else None,
                file.reader if file else None,
                _file_digest(record),
            )
        )
        for place, by in enumerate(record.agents):
            responsible.append((sequence, place, agents[by.agent], by.role))
        for place, basis in enumerate(record.based_on):
            digests = _raw_or_none(basis.version), _raw_or_none(basis.sha256)
            bases.append((sequence, place, digests[0], basis.label, basis.uri, digests[1]))
    transaction.insert_rows("version", VERSION, versions)
    if responsible:
        transaction.insert_rows("version_agent", VERSION_AGENT, responsible)
    if bases:
        transaction.insert_rows("version_basis", VERSION_BASIS, bases)


def _file_digest(record: VersionRecord) -> bytes | None:
    """Return what is stored of a file's digest: nothing where the file is the content."""
    file = record.file
    return _raw(file.sha256) if file and file.sha256 != record.content else None


def _append_records(transaction: Transaction, records: Sequence[tuple[str, bytes]]) -> int:
    """Give records, each an id and bytes, their places in the ledger; return the first place."""
    transaction.hold_ledger()
    first = int(transaction.value("SELECT coalesce(max(sequence), -1) + 1 FROM record"))
    rows = [(sequence, _raw(name)) for sequence, (name, _) in enumerate(records, first)]
    transaction.insert_rows("record", ("sequence", "digest"), rows)
    ledger.append(transaction, first, [data for _, data in records])
    return first


def _check_parents(
    transaction: Transaction,
    additions: Sequence[Addition],
    texts: dict[TextKey, int],
    new: Collection[int],
) -> None:
    """Raise unless each version follows the newest version of its text; ``new`` ones have none."""
    newest: dict[int, tuple[str | None, int]] = dict.fromkeys(new, (None, 0))
    for addition in additions:
        record = addition.record
        text = texts[record.text_key]
        if text not in newest:
            row = transaction.row(
                "SELECT r.digest, v.number, d.key, t.kind, t.language, t.label FROM text t "
                "JOIN document d ON d.id = t.document_id "
                "LEFT JOIN version v ON v.text_id = t.id LEFT JOIN record r USING (sequence) "
                "WHERE t.id = ? ORDER BY v.number DESC LIMIT 1",
                (text,),
            )
            name = record.text
            called = (record.document, name.kind, name.language, name.label or "")
            if row is None or row[2:] != called:  # renamed since the caller looked
                raise rows.conflict(record)
            newest[text] = (row[0].hex(), row[1]) if row[0] else (None, 0)
        parent, number = newest[text]
        if record.parent != parent:
            raise Conflict(f"{record.document}/{record.text}", record.parent, parent, number)
        if record.number != number + 1:
            raise InvalidValue("number", record.number, f"the next version is number {number + 1}")
        newest[text] = addition.id, record.number


def _check_bases(transaction: Transaction, additions: Sequence[Addition]) -> None:
    """Raise InvalidValue where a version is based on one that is neither here nor before it."""
    before: set[str] = set()
    for addition in additions:
        for basis in addition.record.based_on:
            if basis.version is None or basis.version in before:
                continue
            if not transaction.rows(
                "SELECT 1 FROM record WHERE digest = ?", (_raw(basis.version),)
            ):
                raise InvalidValue("based_on", basis.version, "this repository has no such version")
        before.add(addition.id)


def _raw(hexadecimal: str) -> bytes:
    return bytes.fromhex(hexadecimal)


def _raw_or_none(hexadecimal: str | None) -> bytes | None:
    return None if hexadecimal is None else bytes.fromhex(hexadecimal)


@lru_cache(maxsize=1000)
def _seconds(instant: str) -> int:
    return int(datetime.fromisoformat(instant).astimezone(UTC).timestamp())
