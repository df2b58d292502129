"""Writing: one transaction that appends a record, or raises and leaves everything as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provrepo.store import contents, ledger, rules
from provrepo.store.canonical import canonical, digest
from provrepo.store.database import APPLICATION_ID, SCHEMA_VERSION, Database, connect, create
from provrepo.store.errors import Conflict, InvalidValue
from provrepo.store.records import Agent, Event, Hashed, Notes, VersionRecord

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from provrepo.store.schema import Row


@dataclass(frozen=True, slots=True)
class Objects:
    """What a version record names by digest, and what has to be stored with it.

    ``file`` is the ingested file's bytes where they are not the content's UTF-8; ``agents`` are
    those of the record and of the notes.
    """

    content: str
    notes: Notes
    citation: dict[str, Any] | None
    agents: tuple[Agent, ...]
    file: bytes | None = None


def initialise(url: str, *, origin: str, recorded: str, wait: float) -> Database:
    """Make a repository: the tables and the ``init`` event, which fixes the ``origin``.

    Raises RepositoryExists, RepositoryNotFound (no such folder) or NotWritable.
    """
    database = create(url, wait=wait)
    try:
        with database.transaction() as connection:
            from provrepo.store.schema import Row

            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
            Row.metadata.create_all(connection)
            event = Event("init", {"origin": origin}, message="", recorded=recorded)
            append_event(connection, event)
        # From here on readers and a writer do not wait for each other (SQLite's WAL mode).
        database.rows("PRAGMA journal_mode = WAL")
        database.close()
        return connect(url, wait=wait)
    except BaseException:
        database.close()
        Path(database.location).unlink(missing_ok=True)
        raise


def append_event(connection: Connection, event: Event) -> int:
    """Append an event within a transaction and return its sequence number."""
    from provrepo.store.schema import EventRow

    sequence = _append_record(connection, event)
    _insert(
        connection,
        EventRow,
        sequence=sequence,
        event=event.event,
        data=canonical(event.data).decode(),
        targets=canonical(list(event.targets)).decode(),
        message=event.message,
        recorded=_seconds(event.recorded),
    )
    return sequence


def _append_record(connection: Connection, record: Hashed) -> int:
    """Give a record the next sequence number, and its place in the ledger."""
    from provrepo.store.schema import RecordRow

    newest = connection.exec_driver_sql("SELECT max(sequence) FROM record").scalar()
    sequence = 0 if newest is None else int(newest) + 1
    data = record.canonical()
    _insert(connection, RecordRow, sequence=sequence, digest=_raw(digest(data)))
    ledger.append(connection, sequence, [data])
    return sequence


def append(database: Database, record: VersionRecord, objects: Objects) -> None:
    """Append a version and all it names, durable when this returns.

    ``record.parent`` is the newest version of the text as the caller saw it, None for a new text.
    Raises Conflict where it no longer is, InvalidValue where the record breaks a rule of the
    format, Busy or NotWritable; nothing is stored then.
    """
    _check(record, objects)
    from sqlalchemy.exc import IntegrityError

    from provrepo.store import schema

    with database.transaction() as connection:
        renamed = connection.exec_driver_sql(
            "SELECT 1 FROM former_key WHERE key = ? AND NOT EXISTS "
            "(SELECT 1 FROM document WHERE key = ?)",
            (record.document, record.document),
        ).first()
        if renamed:  # since the caller looked: look again
            raise Conflict(_name(record), record.parent, record.parent, record.number - 1)
        document_id = _put(connection, schema.DocumentRow, {"key": record.document}, {})
        text_id = _put(
            connection,
            schema.TextRow,
            {
                "document_id": document_id,
                "kind": record.text.kind,
                "language": record.text.language,
                "label": record.text.label or "",
            },
            {},
        )
        _check_parent(connection, record, text_id)
        try:
            agent_ids = {agent.id: _put_agent(connection, agent) for agent in objects.agents}
        except IntegrityError:
            # Somebody else introduced the same agent since the caller looked: look again.
            raise Conflict(_name(record), record.parent, record.parent, record.number - 1) from None
        sequence = _append_record(connection, record)
        file = record.file
        _insert(
            connection,
            schema.VersionRow,
            sequence=sequence,
            text_id=text_id,
            number=record.number,
            content_id=_put_packed(connection, schema.ContentRow, objects.content.encode()),
            notes_id=_put_packed(connection, schema.ObjectRow, objects.notes.canonical(), "notes"),
            citation_id=(
                None
                if objects.citation is None
                else _put_packed(
                    connection, schema.ObjectRow, canonical(objects.citation), "citation"
                )
            ),
            activity=record.activity,
            created=record.created,
            recorded=_seconds(record.recorded),
            message=record.message,
            software=record.software,
            file_name=file.name if file else None,
            file_media_type=file.media_type if file else None,
            file_reader=file.reader if file else None,
            file_digest=_raw(file.sha256) if file and file.sha256 != record.content else None,
        )
        if objects.file is not None:
            _put_packed(connection, schema.ObjectRow, objects.file, "file")
        for position, responsibility in enumerate(record.agents):
            _insert(
                connection,
                schema.VersionAgentRow,
                sequence=sequence,
                position=position,
                agent_id=agent_ids[responsibility.agent],
                role=responsibility.role,
            )
        for position, basis in enumerate(record.based_on):
            _insert(
                connection,
                schema.VersionBasisRow,
                sequence=sequence,
                position=position,
                version=_raw(basis.version) if basis.version else None,
                label=basis.label,
                uri=basis.uri,
                sha256=_raw(basis.sha256) if basis.sha256 else None,
            )


def _check(record: VersionRecord, objects: Objects) -> None:
    """Raise InvalidValue unless ``record`` follows the format and names exactly ``objects``."""
    rules.key(record.document)
    rules.kind(record.text.kind)
    rules.one_of("activity", record.activity, rules.ACTIVITIES)
    rules.recorded(record.recorded)
    if rules.language(record.text.language) != record.text.language:
        raise InvalidValue("language", record.text.language, "set its case as RFC 5646 §2.1.1 says")
    if record.text.label is not None:
        rules.label(record.text.label)
    if record.created is not None:
        rules.created(record.created)
    for basis in record.based_on:
        if not (basis.version or basis.label or basis.uri or basis.sha256):
            raise InvalidValue("based_on", basis, "name a version, a label, a URI or a digest")
    citation = None if objects.citation is None else digest(canonical(objects.citation))
    for field, named, given in (
        ("content", record.content, digest(objects.content.encode())),
        ("notes", record.notes, objects.notes.id),
        ("citation", record.citation, citation),
    ):
        if named != given:
            raise InvalidValue(field, named, f"the object given has the digest {given}")


def _check_parent(connection: Connection, record: VersionRecord, text_id: int) -> None:
    newest = connection.exec_driver_sql(
        "SELECT lower(hex(r.digest)), v.number FROM version v JOIN record r USING (sequence) "
        "WHERE v.text_id = ? ORDER BY v.number DESC LIMIT 1",
        (text_id,),
    ).first()
    found, number = (newest[0], newest[1]) if newest else (None, 0)
    if record.parent != found:
        raise Conflict(_name(record), record.parent, found, number)
    if record.number != number + 1:
        raise InvalidValue("number", record.number, f"the next version is number {number + 1}")
    for basis in record.based_on:
        known = (
            basis.version is None
            or connection.exec_driver_sql(
                "SELECT 1 FROM record WHERE digest = ?", (_raw(basis.version),)
            ).first()
        )
        if not known:
            raise InvalidValue("based_on", basis.version, "this repository has no such version")


def _put(
    connection: Connection, table: type[Row], identity: dict[str, Any], rest: dict[str, Any]
) -> int:
    """Return the id of the row with this ``identity``, adding it (and ``rest``) where it is new."""
    from sqlalchemy import insert, select

    columns = table.metadata.tables[str(table.__tablename__)].c
    wanted = [columns[name] == value for name, value in identity.items()]
    found = connection.execute(select(columns.id).where(*wanted)).scalar()
    if found is None:
        result = connection.execute(insert(table), {**identity, **rest})
        found = result.inserted_primary_key[0]  # type: ignore[index]
    return int(found)


def _put_packed(
    connection: Connection, table: type[Row], data: bytes, kind: str | None = None
) -> int:
    codec, packed = contents.pack(data)
    identity: dict[str, Any] = {"digest": _raw(digest(data))}
    if kind is not None:
        identity["kind"] = kind
    gone = connection.exec_driver_sql(
        f"SELECT 1 FROM {table.__tablename__} WHERE digest = ? AND codec = ?"  # noqa: S608
        + ("" if kind is None else " AND kind = ?"),
        (identity["digest"], contents.PURGED, *([] if kind is None else [kind])),
    ).first()
    if gone:
        raise InvalidValue(
            kind or "content", digest(data)[:12], "was purged here, so it is not stored again"
        )
    return _put(connection, table, identity, {"size": len(data), "codec": codec, "data": packed})


def _put_agent(connection: Connection, agent: Agent) -> int:
    from provrepo.store.schema import AgentRow

    rules.one_of("agent type", agent.type, rules.AGENT_TYPES)
    rest = {
        "name": agent.name,
        "identifier": agent.identifier or "",
        "type": agent.type,
        "nonce": agent.nonce,
    }
    return _put(connection, AgentRow, {"digest": _raw(agent.id)}, rest)


def _insert(connection: Connection, table: type[Row], **values: object) -> None:
    from sqlalchemy import insert

    connection.execute(insert(table), values)


def _name(record: VersionRecord) -> str:
    return f"{record.document}/{record.text}"


def _raw(hexadecimal: str) -> bytes:
    return bytes.fromhex(hexadecimal)


def _seconds(instant: str) -> int:
    return int(datetime.fromisoformat(instant).astimezone(UTC).timestamp())
