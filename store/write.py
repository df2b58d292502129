"""Writing versions: one transaction that appends them with all they name, or changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from provrepo.store import contents, ledger
from provrepo.store import objects as objects_of_records
from provrepo.store.database import Collision, Database, Transaction, column_seconds
from provrepo.store.errors import Conflict, InvalidValue
from provrepo.store.prepare import NO_NOTES_NAME, Addition, Name, Prepared
from provrepo.store.records import Agent, TextKey, VersionRecord

VERSION = (
    *("sequence", "text_id", "number", "content_id", "notes_id", "citation_id", "activity"),
    *("created", "recorded", "message", "software", "file_name", "file_media_type"),
    *("file_reader", "file_digest"),
)
VERSION_AGENT = ("sequence", "position", "agent_id", "role")
CONTENT = ("digest", "size", "codec", "base_id", "place", "data")
VERSION_BASIS = ("sequence", "position", "version", "label", "uri", "sha256")
AGENT = ("digest", "name", "identifier", "type", "nonce")
OBJECT = ("kind", "digest", "size", "codec", "data")


def append(database: Database, prepared: Prepared) -> None:
    """Append versions and all they name, in this order, durable when this returns.

    The ``parent`` of a text's first one among them is the newest version of the text as the caller
    saw it (None: a new text), that of each other one is the one before. Raises Conflict where the
    newest version is another one now, InvalidValue where a record breaks a rule of the format,
    Purged where it names what was purged here, Busy or NotWritable; nothing is stored then.
    """
    try:
        with database.transaction() as transaction:
            # Where it was planned after the last write, nothing need be looked at again.
            current = transaction.is_alone and prepared.planned_after == database.writes
            _store(transaction, prepared, is_current=current)
        if prepared.last_content is not None:  # the next version of the text begins with it
            database.rebuilt.add(*prepared.last_content)
    except Collision:
        # Another process stored the same text, agent or object since the caller looked.
        raise _conflict(prepared.additions[0].record) from None


def append_held(
    database: Database, texts: Collection[int], plan: Callable[[], Prepared | None]
) -> None:
    """Append what ``plan`` prepares, planned and stored while nobody else writes to these texts.

    For those who lost a race: as long as no text is new, nobody can be faster this time. ``texts``
    are their rows. Raises what `append` does.
    """
    prepared: Prepared | None = None
    try:
        with database.transaction() as transaction:
            transaction.hold("text", "id", texts)
            prepared = plan()
            if prepared is not None:
                _store(transaction, prepared, is_current=False)
    except Collision:
        if prepared is None:
            raise
        raise _conflict(prepared.additions[0].record) from None


def _store(transaction: Transaction, prepared: Prepared, *, is_current: bool) -> None:
    """Add the rows of a batch; ``is_current``: nothing was written since it was planned."""
    additions = prepared.additions
    texts, new = _texts(transaction, additions)
    if not is_current:
        _check_parents(transaction, additions, texts, new)
    _check_bases(transaction, additions)
    agents = _agents(transaction, prepared)
    stored = _contents(transaction, prepared)
    objects = _objects(transaction, prepared)
    first = ledger.append_records(
        transaction, [(addition.id, addition.data) for addition in additions]
    )
    versions, responsible, bases = [], [], []
    for sequence, addition in enumerate(additions, first):
        record = addition.record
        rows = version_rows(
            sequence,
            record,
            texts[addition.text_key],
            stored[record.content],
            objects[Name("notes", record.notes)],
            objects[Name("citation", record.citation)] if record.citation else None,
            agents,
        )
        versions.append(rows.version)
        responsible += rows.agents
        bases += rows.bases
    transaction.insert_rows("version", VERSION, versions)
    if responsible:
        transaction.insert_rows("version_agent", VERSION_AGENT, responsible)
    if bases:
        transaction.insert_rows("version_basis", VERSION_BASIS, bases)
    for addition in additions:
        if addition.same_as is not None:
            _say_same(transaction, addition, addition.same_as)


class VersionRows(NamedTuple):
    """The rows of a version: of itself, of its agents and of its bases."""

    version: tuple[Any, ...]
    agents: list[tuple[Any, ...]]
    bases: list[tuple[Any, ...]]


def version_rows(
    sequence: int,
    record: VersionRecord,
    text: int,
    content: int,
    notes: int,
    citation: int | None,
    agents: Mapping[str, int],
) -> VersionRows:
    """Return the rows of a version at a place in the ledger.

    ``text``, ``content``, ``notes`` and ``citation`` are the rows of what it names, ``agents``
    those of agents by their digests.
    """
    file = record.file
    version = (
        sequence,
        text,
        record.number,
        content,
        notes,
        citation,
        record.activity,
        record.created,
        column_seconds(record.recorded),
        record.message,
        record.software,
        file.name if file else None,
        file.media_type if file else None,
        file.reader if file else None,
        bytes.fromhex(file.sha256) if file and file.sha256 != record.content else None,
    )
    responsible: list[tuple[Any, ...]] = [
        (sequence, place, agents[by.agent], by.role) for place, by in enumerate(record.agents)
    ]
    bases: list[tuple[Any, ...]] = [
        (
            sequence,
            place,
            _raw_or_none(basis.version),
            basis.label,
            basis.uri,
            _raw_or_none(basis.sha256),
        )
        for place, basis in enumerate(record.based_on)
    ]
    return VersionRows(version, responsible, bases)


def _say_same(transaction: Transaction, addition: Addition, before: str) -> None:
    """Append the event that a version is the same for translations as the one ``before``.

    Who made the version says so, for the same reason.
    """
    from provrepo.store.event_data import SameAs
    from provrepo.store.other_records import append_event

    record = addition.record
    statement = SameAs((before, addition.id), holds=True, agents=record.agents)
    append_event(transaction, statement.event(record.recorded, record.message))


def _check_parents(
    transaction: Transaction,
    additions: Sequence[Addition],
    texts: dict[TextKey, int],
    new: Collection[int],
) -> None:
    """Raise unless each version follows the newest version of its text; ``new`` ones have none.

    From then on nobody else adds to these texts.
    """
    if old := set(texts.values()).difference(new):
        transaction.hold("text", "id", old)
    newest: dict[int, tuple[str | None, int]] = dict.fromkeys(new, (None, 0))
    for addition in additions:
        record = addition.record
        text = texts[addition.text_key]
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
                raise _conflict(record)
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


def _texts(
    transaction: Transaction, additions: Sequence[Addition]
) -> tuple[dict[TextKey, int], set[int]]:
    """Return the rows of the texts, those of new documents and texts among them; and the new.

    Raises Conflict where a document or a text was renamed since the caller looked.
    """
    firsts = {addition.text_key: addition for addition in reversed(additions)}
    found_before = {name: first.text for name, first in firsts.items() if first.text is not None}
    unknown = {name: first.record for name, first in firsts.items() if name not in found_before}
    if not unknown:
        return found_before, set()
    documents, stored_documents = _documents(transaction, unknown)
    names = {
        (documents[name.document], name.text.kind, name.text.language, name.text.label or ""): name
        for name in reversed(unknown)
    }
    stored = {
        names[columns]: row
        for row, *name in transaction.among(
            "SELECT id, document_id, kind, language, label FROM text WHERE document_id",
            stored_documents,
        )
        if (columns := tuple(name)) in names
    }
    for columns in transaction.among(
        "SELECT t.document_id, f.kind, f.language, f.label FROM former_text f "
        "JOIN text t ON t.id = f.text_id WHERE t.document_id",
        stored_documents,
    ):
        if columns in names:
            raise _conflict(unknown[names[columns]])
    missing = [columns for columns, name in names.items() if name not in stored]
    ids = transaction.insert_new("text", ("document_id", "kind", "language", "label"), missing)
    added = {names[columns]: row for columns, row in zip(missing, ids, strict=True)}
    return found_before | stored | added, set(ids)


def _documents(
    transaction: Transaction, records: dict[TextKey, VersionRecord]
) -> tuple[dict[str, int], list[int]]:
    """Return the rows of the documents of texts by their keys, new ones added; and the old ones."""
    keys = sorted({name.document for name in records})
    transaction.hold("document", "key", keys, shared=True)  # not to be renamed meanwhile
    stored = dict(transaction.among("SELECT key, id FROM document WHERE key", keys))
    new = [key for key in keys if key not in stored]
    if not new:
        return stored, sorted(stored.values())
    renamed = dict(transaction.among("SELECT key, 1 FROM former_key WHERE key", new))
    for name, record in records.items():
        if name.document in renamed:  # since the caller looked: look again
            raise _conflict(record)
    ids = transaction.insert_new("document", ("key",), [(key,) for key in new])
    return stored | dict(zip(new, ids, strict=True)), sorted(stored.values())


def _agents(transaction: Transaction, prepared: Prepared) -> dict[str, int]:
    """Return the rows of all agents by their digests, new ones added."""
    if not prepared.agents:
        return {}
    columns = {name: agent_row(agent) for name, agent in prepared.agents.items()}
    digests = [digest for digest, *_ in columns.values()]
    stored = transaction.among("SELECT digest, id FROM agent WHERE digest", digests)
    rows = {name.hex(): row for name, row in stored}
    new = {name: values for name, values in columns.items() if name not in rows}
    ids = transaction.insert_new("agent", AGENT, [*new.values()])
    return rows | dict(zip(new, ids, strict=True))


def agent_row(agent: Agent) -> tuple[Any, ...]:
    """Return the values of the columns `AGENT`."""
    return bytes.fromhex(agent.id), agent.name, agent.identifier or "", agent.type, agent.nonce


def _contents(transaction: Transaction, prepared: Prepared) -> dict[str, int]:
    """Return the rows of all contents by their digests, new ones added."""
    named = {addition.record.content for addition in prepared.additions}
    data_by_digest = {
        content.digest: content.data
        for addition in prepared.additions
        if (content := addition.objects.content) is not None
    }
    bases = (stored.base for stored in prepared.contents.values() if stored.base)
    rows: dict[str, int] = {}
    places: dict[str, int] = {}
    digests = sorted(map(bytes.fromhex, {*named, *bases}))
    transaction.hold("content", "digest", digests, shared=True)  # not to be purged meanwhile
    for raw, row, codec, place in transaction.among(
        "SELECT digest, id, codec, place FROM content WHERE digest", digests
    ):
        name = raw.hex()
        if codec != contents.PURGED:
            rows[name], places[name] = row, place
        elif name in named:
            raise objects_of_records.purged(transaction, "content", name)
    new = [name for name in data_by_digest if name not in rows]
    # Of several, one may be packed against another, whose row must be known before it is added.
    ids = transaction.new_ids("content", len(new)) if len(new) > 1 else ()
    rows |= zip(new, ids, strict=False)
    added = []
    for name in new:
        stored = prepared.contents.get(name)
        if stored is None or (stored.base and places.get(stored.base) != stored.base_place):
            # What it was to be based on was purged meanwhile, or stored by somebody else.
            stored = contents.extend((), data_by_digest[name], name)[0]
        places[name] = stored.place
        base = rows[stored.base] if stored.base else None
        form = stored.packed
        added.append((bytes.fromhex(name), stored.size, form.codec, base, stored.place, form.data))
    if ids:
        numbered = [(row, *values) for row, values in zip(ids, added, strict=True)]
        transaction.insert_rows("content", ("id", *CONTENT), numbered)
    elif new:
        (name,), (values,) = new, added
        (rows[name],) = transaction.insert_new("content", CONTENT, added)
        link = contents.Link(name, data_by_digest[name], values[4])
        prepared.last_content = (rows[name], link, values[3])
    return rows


def _objects(transaction: Transaction, prepared: Prepared) -> dict[Name, int]:
    """Return the rows of all objects by kind and digest, new ones added."""
    remembered = transaction.remembered.no_notes
    if remembered is not None and prepared.named == (NO_NOTES_NAME,):
        return {NO_NOTES_NAME: remembered}
    rows: dict[Name, int] = {}
    digests = sorted({bytes.fromhex(name.digest) for name in prepared.named})
    for kind, raw, row, codec in transaction.among(
        "SELECT kind, digest, id, codec FROM object WHERE digest", digests
    ):
        name = Name(kind, raw.hex())
        if codec == contents.PURGED and name in prepared.named:
            raise objects_of_records.purged(transaction, *name)
        rows[name] = row
    new = [name for name in prepared.named if name not in rows]
    ids = transaction.insert_new(
        "object",
        OBJECT,
        [(name.kind, bytes.fromhex(name.digest), stored.size, *stored.packed)
         for name in new for stored in [prepared.objects[name]]],
    )  # fmt: skip
    rows |= zip(new, ids, strict=True)
    if NO_NOTES_NAME in rows:
        transaction.remembered = transaction.remembered._replace(no_notes=rows[NO_NOTES_NAME])
    return rows


def _conflict(record: VersionRecord) -> Conflict:
    """Return the error of a version whose text is another one than its maker saw."""
    return Conflict(
        f"{record.document}/{record.text}", record.parent, record.parent, record.number - 1
    )
