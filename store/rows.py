"""The rows of what versions name: looked up, and added for what is new."""

from __future__ import annotations

from collections.abc import Sequence

from provrepo.store import contents as packed
from provrepo.store.database import Transaction
from provrepo.store.errors import Conflict, InvalidValue
from provrepo.store.prepare import NO_NOTES_NAME, Addition, Name, Prepared
from provrepo.store.records import TextKey, VersionRecord


def texts(
    transaction: Transaction, additions: Sequence[Addition]
) -> tuple[dict[TextKey, int], set[int]]:
    """Return the rows of the texts, those of new documents and texts among them; and the new.

    Raises Conflict where a document or a text was renamed since the caller looked.
    """
    firsts = {addition.record.text_key: addition for addition in reversed(additions)}
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
            raise conflict(unknown[names[columns]])
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
            raise conflict(record)
    ids = transaction.insert_new("document", ("key",), [(key,) for key in new])
    return stored | dict(zip(new, ids, strict=True)), sorted(stored.values())


def agents(transaction: Transaction, prepared: Prepared) -> dict[str, int]:
    """Return the rows of all agents by their digests, new ones added."""
    if not prepared.agents:
        return {}
    digests = [bytes.fromhex(name) for name in prepared.agents]
    stored = transaction.among("SELECT digest, id FROM agent WHERE digest", digests)
    rows = {name.hex(): row for name, row in stored}
    new = {name: agent for name, agent in prepared.agents.items() if name not in rows}
    ids = transaction.insert_new(
        "agent",
        ("digest", "name", "identifier", "type", "nonce"),
        [
            (bytes.fromhex(name), agent.name, agent.identifier or "", agent.type, agent.nonce)
            for name, agent in new.items()
        ],
    )
    return rows | dict(zip(new, ids, strict=True))


def contents(transaction: Transaction, prepared: Prepared) -> dict[str, int]:
    """Return the rows of all contents by their digests, new ones added."""
    additions = {addition.record.content: addition for addition in prepared.additions}
    bases = (stored.base for stored in prepared.contents.values() if stored.base)
    rows: dict[str, int] = {}
    places: dict[str, int] = {}
    digests = sorted(map(bytes.fromhex, {*additions, *bases}))
    transaction.hold("content", "digest", digests, shared=True)  # not to be purged meanwhile
    for raw, row, codec, place in transaction.among(
        "SELECT digest, id, codec, place FROM content WHERE digest", digests
    ):
        name = raw.hex()
        if codec != packed.PURGED:
            rows[name], places[name] = row, place
        elif name in additions:
            raise _purged("content", name)
    new = [name for name in additions if name not in rows]
    # Of several, one may be packed against another, whose row must be known before it is added.
    ids = transaction.new_ids("content", len(new)) if len(new) > 1 else ()
    rows |= zip(new, ids, strict=False)
    added = []
    for name in new:
        stored = prepared.contents.get(name)
        expected = packed.base_place(stored.place) if stored and stored.base else None
        if stored is None or (stored.base and places.get(stored.base) != expected):
            # What it was to be based on was purged meanwhile, or stored by somebody else.
            data = additions[name].objects.content.data
            stored = packed.extend((), data, name)[0]
        places[name] = stored.place
        base = rows[stored.base] if stored.base else None
        form = stored.packed
        added.append((bytes.fromhex(name), stored.size, form.codec, base, stored.place, form.data))
    columns = ("digest", "size", "codec", "base_id", "place", "data")
    if ids:
        numbered = [(row, *values) for row, values in zip(ids, added, strict=True)]
        transaction.insert_rows("content", ("id", *columns), numbered)
    elif new:
        (name,), (values,) = new, added
        (rows[name],) = transaction.insert_new("content", columns, added)
        link = packed.Link(name, additions[name].objects.content.data, values[4])
        prepared.last_content = (rows[name], link, values[3])
    return rows


def objects(transaction: Transaction, prepared: Prepared) -> dict[Name, int]:
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
        if codec == packed.PURGED and name in prepared.named:
            raise _purged(*name)
        rows[name] = row
    new = [name for name in prepared.named if name not in rows]
    ids = transaction.insert_new(
        "object",
        ("kind", "digest", "size", "codec", "data"),
        [(name.kind, bytes.fromhex(name.digest), stored.size, *stored.packed)
         for name in new for stored in [prepared.objects[name]]],
    )  # fmt: skip
    rows |= zip(new, ids, strict=True)
    if NO_NOTES_NAME in rows:
        transaction.remembered = transaction.remembered._replace(no_notes=rows[NO_NOTES_NAME])
    return rows


def conflict(record: VersionRecord) -> Conflict:
    """Return the error of a version whose text is another one than its maker saw."""
    return Conflict(
        f"{record.document}/{record.text}", record.parent, record.parent, record.number - 1
    )


def _purged(kind: str, name: str) -> InvalidValue:
    return InvalidValue(kind, name[:12], "was purged here, so it is not stored again")
