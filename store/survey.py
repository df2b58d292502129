"""Reading what concerns no single text: all keys, all newest versions, records of whatever kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from provrepo.store import objects
from provrepo.store.database import (
    VALUES,
    Database,
    check_order,
    column_number,
    column_values,
    column_word,
)
from provrepo.store.errors import Damaged
from provrepo.store.read import IS_DOCUMENT, LATEST_SEQUENCE, StoredVersion, versions, versions_at
from provrepo.store.records import Event, Opaque, Text, TextKey, VersionRecord


def document_keys(database: Database, prefix: str = "", limit: int = 2**62) -> list[str]:
    """Return the keys that begin with ``prefix``, sorted, at most ``limit``."""
    # Keys are ASCII, so everything that begins with the prefix sorts before prefix + DEL.
    rows = database.rows(
        "SELECT key FROM document WHERE key >= ? AND key < ? ORDER BY key LIMIT ?",
        (prefix, f"{prefix}\x7f", limit),
    )
    return [row[0] for row in rows]


def keys_after(database: Database, key: str, limit: int) -> list[str]:
    """Return the first ``limit`` keys that sort after ``key``."""
    rows = database.rows(
        "SELECT key FROM document WHERE key > ? ORDER BY key LIMIT ?", (key, limit)
    )
    with column_values("a document"):
        keys = [column_word(row[0]) for row in rows]
    check_order([key, *keys], "document")
    return keys


def known_keys(database: Database, keys: Iterable[str]) -> set[str]:
    """Return those of the keys that a document has or had."""
    asked = sorted(keys)
    rows = [
        *database.among("SELECT key FROM document WHERE key", asked),
        *database.among("SELECT key FROM former_key WHERE key", asked),
    ]
    return {key for (key,) in rows}


def newest_of_all(database: Database, first: str = "", last: str = "\x7f") -> list[StoredVersion]:
    """Return the `current` version of every text, in the order of the texts' names.

    Of all documents, or of those with keys from ``first`` to ``last``.
    """
    newest = "SELECT sequence FROM version WHERE text_id = every.id ORDER BY number DESC LIMIT 1"
    return versions(
        database,
        f"v.sequence IN (SELECT coalesce(({LATEST_SEQUENCE.format(text='every.id')}), ({newest})) "
        "FROM text every JOIN document owner ON owner.id = every.document_id "
        "WHERE owner.key >= ? AND owner.key <= ?)",
        (first, last),
        order="d.key, t.kind, t.language, t.label",
    )


def text_numbers(database: Database) -> dict[int, int]:
    """Return the rows of all texts with their numbers, from 0, in the order in which they came."""
    rows = database.rows("SELECT text_id FROM version GROUP BY text_id ORDER BY min(sequence)")
    with column_values("a text"):
        return {column_number(row): number for number, (row,) in enumerate(rows)}


def newest_citation(database: Database, key: str) -> dict[str, Any] | None:
    """Return the citation metadata that any text of the document ``key`` was given last.

    Those of withdrawn versions do not count.
    """
    row = database.row(
        "SELECT o.digest FROM version v JOIN text t ON t.id = v.text_id "
        "JOIN document d ON d.id = t.document_id JOIN object o ON o.id = v.citation_id "
        f"WHERE {IS_DOCUMENT} AND NOT EXISTS "
        "(SELECT 1 FROM withdrawal w WHERE w.sequence = v.sequence) "
        "ORDER BY v.sequence DESC LIMIT 1",
        (key, key),
    )
    return objects.kept_citation(database, row[0].hex()) if row else None


def document_of(database: Database, number: int) -> str | None:
    """Return the key of the document that has the text with a number of `text_numbers`, or None."""
    rows = database.rows(
        "SELECT d.key FROM version v JOIN text t ON t.id = v.text_id "
        "JOIN document d ON d.id = t.document_id "
        "GROUP BY d.key, v.text_id ORDER BY min(v.sequence) LIMIT 1 OFFSET ?",
        (min(number, 2**31),),
    )
    with column_values("a document"):
        return next((column_word(row[0]) for row in rows), None)


def last(database: Database, limit: int) -> list[StoredVersion]:
    """Return the versions that were stored last, at most ``limit``, in no order."""
    return versions(
        database,
        "v.sequence IN (SELECT sequence FROM version ORDER BY sequence DESC LIMIT ?)",
        (limit,),
    )


def withdrawn(database: Database, first: str = "", last: str = "\x7f") -> list[StoredVersion]:
    """Return all withdrawn versions of the documents with keys from ``first`` to ``last``."""
    return versions(
        database,
        "v.sequence IN (SELECT sequence FROM withdrawal) AND d.key >= ? AND d.key <= ?",
        (first, last),
        order="d.key, t.kind, t.language, t.label, v.number",
    )


def newest_beside(database: Database, sequences: Sequence[int]) -> list[StoredVersion]:
    """Return the newest versions, withdrawn ones apart, of the texts of versions.

    Those are given by their places in the ledger. A text without such a version has none.
    """
    newest: dict[str, StoredVersion] = {}
    for chunk in _chunks(sequences):
        marks = ", ".join("?" * len(chunk))
        latest = LATEST_SEQUENCE.format(text="beside.text_id")
        chunk_versions = versions(
            database,
            f"v.sequence IN (SELECT ({latest}) FROM version beside "
            f"WHERE beside.sequence IN ({marks}))",
            chunk,
        )
        newest |= {version.id: version for version in chunk_versions}
    return [*newest.values()]


def by_ids(database: Database, ids: Collection[str]) -> dict[str, StoredVersion]:
    """Return the versions with these ids (64 hex digits) that there are, by id."""
    digests = [bytes.fromhex(identity) for identity in sorted(ids)]
    if not digests:
        return {}
    if len(digests) <= VALUES:
        marks = ", ".join("?" * len(digests))
        where = f"v.sequence IN (SELECT sequence FROM record WHERE digest IN ({marks}))"
        return {version.id: version for version in versions(database, where, digests)}
    # Ids are spread over the whole file: what was written together is read together, in its order.
    rows = database.among("SELECT sequence FROM record WHERE digest", digests)
    return {
        version.id: version for version in versions_at(database, sorted(row[0] for row in rows))
    }


def by_prefix(database: Database, prefix: str, limit: int = 10) -> list[StoredVersion]:
    """Return up to ``limit`` versions whose ids begin with these lower-case hex digits."""
    return versions(
        database,
        "v.sequence IN (SELECT r.sequence FROM record r JOIN version USING (sequence) "
        "WHERE r.digest BETWEEN ? AND ? LIMIT ?)",
        (*bounds(prefix), limit),
    )


def bounds(prefix: str) -> tuple[bytes, bytes]:
    """Return the first and the last digest that begin with these hex digits."""
    return tuple(bytes.fromhex(prefix + digit * (64 - len(prefix))) for digit in "0f")  # type: ignore[return-value]


def since_named(database: Database, sequences: Sequence[int]) -> list[tuple[int, int, bool]]:
    """Return the versions of texts before given ones, newest first: which, number, names anybody.

    Each comes with the place in the ledger of the version that was given. Withdrawn ones are left
    out.
    """
    rows: list[tuple[int, int, bool]] = []
    for chunk in _chunks(sequences):
        marks = ", ".join("?" * len(chunk))
        rows += [
            (sequence, number, bool(names))
            for sequence, number, names in database.rows(
                "SELECT v.sequence, b.number, "
                "EXISTS (SELECT 1 FROM version_agent a WHERE a.sequence = b.sequence) "
                "FROM version v JOIN version b ON b.text_id = v.text_id AND b.number < v.number "
                f"WHERE v.sequence IN ({marks}) AND NOT EXISTS "
                "(SELECT 1 FROM withdrawal w WHERE w.sequence = b.sequence) "
                "ORDER BY v.sequence, b.number DESC",
                chunk,
            )
        ]
    return rows


def has_targets(database: Database) -> bool:
    """Return whether any event is about a record: where none is, nothing was reviewed either."""
    return bool(database.rows(f"{database.absent}SELECT 1 FROM event_target LIMIT 1"))


def has_events(database: Database, *names: str) -> bool:
    """Return whether there is an event with one of these names."""
    marks = ", ".join("?" * len(names))
    return bool(database.rows(f"SELECT 1 FROM event WHERE event IN ({marks}) LIMIT 1", names))


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield ``values`` in parts of as many as one query asks for."""
    return (values[start : start + VALUES] for start in range(0, len(values), VALUES))


def newest_readings(database: Database, keys: Iterable[str]) -> list[StoredVersion]:
    """Return the newest versions of all texts of documents, where a file was read for them.

    Not where the version before was read from the same file, and not withdrawn ones.
    """
    rows = list(
        database.among(
            "SELECT v.sequence, v.file_digest, v.content_id, b.file_digest, b.content_id "
            "FROM document d JOIN text t ON t.document_id = d.id JOIN version v "
            "ON v.text_id = t.id AND v.number = "
            "(SELECT max(x.number) FROM version x WHERE x.text_id = t.id) "
            "LEFT JOIN version b ON b.text_id = t.id AND b.number = v.number - 1 "
            "WHERE v.file_name IS NOT NULL AND d.key",
            sorted(set(keys)),
        )
    )
    sequences = [row[0] for row in rows if row[1:3] != row[3:]]
    if not sequences:
        return []
    read_newly = versions(database, f"v.sequence IN ({', '.join('?' * len(sequences))})", sequences)
    return [version for version in read_newly if version.withdrawal is None]


def records(
    database: Database, start: int, stop: int
) -> Iterator[tuple[int, VersionRecord | Event | Opaque]]:
    """Yield the records from ``start`` to before ``stop`` with their sequence numbers."""
    for version in versions(database, "v.sequence >= ? AND v.sequence < ?", (start, stop)):
        yield version.sequence, version.record
    for (sequence,) in database.rows(
        "SELECT sequence FROM event WHERE sequence >= ? AND sequence < ?", (start, stop)
    ):
        event = objects.event(database, sequence)
        if event is not None:
            yield sequence, event
    for sequence, data in database.rows(
        "SELECT sequence, data FROM opaque WHERE sequence >= ? AND sequence < ?", (start, stop)
    ):
        yield sequence, Opaque(data)


def records_by_prefix(
    database: Database, prefix: str, limit: int = 10
) -> list[tuple[int, VersionRecord | Event | Opaque]]:
    """Return up to ``limit`` records of whatever kind whose ids begin with these hex digits.

    Each with its place in the ledger.
    """
    rows = database.rows(
        "SELECT sequence FROM record WHERE digest BETWEEN ? AND ? ORDER BY sequence LIMIT ?",
        (*bounds(prefix), limit),
    )
    return [placed for (row,) in rows for placed in records(database, row, row + 1)]


def origin(database: Database) -> str:
    """Return the name of the repository in proofs, fixed by its ``init`` event. Raises Damaged."""
    first = objects.event(database, 0)
    name = first.data.get("origin") if first else None
    if not isinstance(name, str):
        raise Damaged("record 0 is not the init event with the origin")
    return name


def made_from(database: Database, row: int, mark: str) -> str | None:
    """Return the id of a text's first version that was read by a reader whose name holds ``mark``.

    ``row`` is the text's; None where there is no such version.
    """
    digests = database.row(
        "SELECT r.digest FROM version v JOIN record r USING (sequence) "
        "WHERE v.text_id = ? AND v.file_reader LIKE ? ORDER BY v.number LIMIT 1",
        (row, f"%{mark}%"),
    )
    return bytes(digests[0]).hex() if digests else None


def readers(database: Database, beginning: str) -> Iterator[tuple[str, Text, str]]:
    """Yield document, text and reader of each version read by one whose name holds ``beginning``.

    They come in the order in which they were stored, read page by page.
    """
    last = -1
    while rows := database.rows(
        "SELECT v.sequence, d.key, t.kind, t.language, t.label, v.file_reader FROM version v "
        "JOIN text t ON t.id = v.text_id JOIN document d ON d.id = t.document_id "
        "WHERE v.sequence > ? AND v.file_reader LIKE ? ORDER BY v.sequence LIMIT 5000",
        (last, f"%{beginning}%"),
    ):
        check_order([last, *(row[0] for row in rows)], "version")
        for last, key, kind, language, label, reader in rows:  # noqa: B007 - the next page's start
            text = Text(column_word(kind), column_word(language), column_word(label) or None)
            yield column_word(key), text, column_word(reader)


def dated(
    database: Database, documents: Iterable[str], kind: str
) -> list[tuple[TextKey, int, str]]:
    """Return the versions, withdrawn ones apart, of all texts of one kind of these documents.

    Of each its text, its number, and when it was made, or else recorded; sorted by the texts'
    names, then by number.
    """
    rows = database.among(
        "SELECT d.key, t.kind, t.language, t.label, v.number, v.created, v.recorded "
        "FROM document d JOIN text t ON t.document_id = d.id JOIN version v ON v.text_id = t.id "
        "WHERE NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.sequence = v.sequence) "
        "AND d.key",
        sorted(set(documents)),
    )
    with column_values("a version"):
        versions_of_texts = [
            (
                TextKey(column_word(key), Text(of_kind, language, label or None)),
                column_number(number),
                column_word(created if created is not None else recorded),
            )
            for key, of_kind, language, label, number, created, recorded in rows
            if of_kind == kind
        ]
    return sorted(versions_of_texts, key=lambda version: (str(version[0]), version[1]))
