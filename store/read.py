"""Reading documents, texts and versions: plain SQL that returns records, without SQLModel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from provrepo.store import contents
from provrepo.store.database import (
    IMPOSSIBLE,
    SCHEMA_VERSION,
    VALUES,
    Database,
    column_hexadecimal,
    column_instant,
    column_number,
    column_values,
    column_word,
    column_word_or_none,
)
from provrepo.store.errors import Damaged
from provrepo.store.records import (
    Basis,
    IngestedFile,
    Responsibility,
    Text,
    TextKey,
    VersionRecord,
)

Placed = TypeVar("Placed")

PARTS = ("content", "notes", "citation", "file")
"""What of a version can be purged; a file that is the content, byte for byte, goes with it."""


class StoredVersion(NamedTuple):
    """A version as it is stored: its id as first computed, and its record rebuilt from columns.

    ``document`` is the document's key now; the record has the one it was written under.
    ``withdrawal`` is the sequence number of the event that withdrew it, ``retexted`` the name of
    its text now where the record has another one, from before a `retext` event. ``purged`` are
    those of `PARTS` whose bytes were removed for good.
    """

    id: str
    sequence: int
    record: VersionRecord
    document: str
    withdrawal: int | None = None
    retexted: Text | None = None
    purged: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        """The name of its text today."""
        return self.retexted or self.record.text

    @property
    def text_key(self) -> TextKey:
        """The text that it is a version of, as both are called today."""
        return TextKey(self.document, self.text)

    @property
    def reference(self) -> str:
        """How it is named: ``border-cable/translation:en@v3``."""
        return f"{self.document}/{self.text}@v{self.record.number}"


class StoredText(NamedTuple):
    """A text of a document and the row that stands for it."""

    row: int
    document: str
    text: Text

    @property
    def text_key(self) -> TextKey:
        """Its document's key of today and its name."""
        return TextKey(self.document, self.text)


def has_document(database: Database, key: str) -> bool:
    """Return whether a document has or had this key."""
    return current_key(database, key) is not None


IS_DOCUMENT = """d.id = coalesce(
    (SELECT id FROM document WHERE key = ?),
    (SELECT document_id FROM former_key WHERE key = ? LIMIT 1))
"""
"""The condition for the document ``d`` that has or had a key, which is given twice."""


def current_key(database: Database, key: str) -> str | None:
    """Return the key, today, of the document that has or had the key ``key``."""
    row = database.row(f"SELECT d.key FROM document d WHERE {IS_DOCUMENT}", (key, key))
    return str(row[0]) if row else None


def former_keys(database: Database, key: str) -> list[str]:
    """Return the keys that the document ``key`` had before and has no more, sorted."""
    rows = database.rows(
        "SELECT DISTINCT f.key FROM former_key f JOIN document d ON d.id = f.document_id "
        "WHERE d.key = ? AND f.key <> d.key ORDER BY f.key",
        (key,),
    )
    return [str(former) for (former,) in rows]


def texts(database: Database, key: str | None = None) -> list[StoredText]:
    """Return the texts of the document ``key``, or of all documents, sorted by name.

    A key from before the document was renamed works as well.
    """
    where, parameters = (f"WHERE {IS_DOCUMENT}", (key, key)) if key is not None else ("", ())
    rows = database.rows(
        "SELECT t.id, d.key, t.kind, t.language, t.label FROM text t "
        f"JOIN document d ON d.id = t.document_id {where} "
        "ORDER BY d.key, t.kind, t.language, t.label",
        parameters,
    )
    return [_stored_text(*row) for row in rows]


def _stored_text(row: object, key: object, *name: object) -> StoredText:
    kind, language, label = name
    if not (isinstance(row, int) and isinstance(key, str) and isinstance(label, str)) or not (
        isinstance(kind, str) and isinstance(language, str)
    ):
        raise Damaged("a text has impossible values")
    return StoredText(row, key, Text(kind, language, label or None))


def find_text(database: Database, key: str, text: Text) -> StoredText | None:
    """Return the text of the document ``key`` that is, or once was, called ``text``."""
    stored_texts = texts(database, key)
    named = next((stored for stored in stored_texts if stored.text == text), None)
    if named is not None or not stored_texts:
        return named
    row = former_texts(database, key).get(text)
    return next((stored for stored in stored_texts if stored.row == row), None)


def former_texts(database: Database, key: str) -> dict[Text, int]:
    """Return the rows of the texts of the document ``key`` by the names that they had before.

    A name that a text had once is never given to another one, so each leads to one text.
    """
    rows = database.rows(
        f"{database.absent}SELECT f.kind, f.language, f.label, f.text_id FROM former_text f "
        f"JOIN text t ON t.id = f.text_id JOIN document d ON d.id = t.document_id "
        f"WHERE {IS_DOCUMENT}",
        (key, key),
    )
    with column_values("a text"):
        return {_text(*name): row for *name, row in rows}


def newest(database: Database, row: int) -> StoredVersion | None:
    """Return the newest version of the text with this row, also where it was withdrawn."""
    is_newest = "v.text_id = ? AND v.number = (SELECT max(number) FROM version WHERE text_id = ?)"
    return next(iter(versions(database, is_newest, (row, row))), None)


LATEST_SEQUENCE = """SELECT x.sequence FROM version x WHERE x.text_id = {text} AND NOT EXISTS
    (SELECT 1 FROM withdrawal gone WHERE gone.sequence = x.sequence)
    ORDER BY x.number DESC LIMIT 1
"""
"""The query for the newest version of a text, by its row, that was not withdrawn."""


def latest(database: Database, row: int) -> StoredVersion | None:
    """Return the newest version of the text with this row that was not withdrawn."""
    is_latest = f"v.sequence = ({LATEST_SEQUENCE.format(text='?')})"
    return next(iter(versions(database, is_latest, (row,))), None)


def current(database: Database, row: int) -> StoredVersion | None:
    """Return the latest version of a text, its newest one where all were withdrawn."""
    return latest(database, row) or newest(database, row)


def numbered(database: Database, row: int, number: int) -> StoredVersion | None:
    """Return a version of the text with this row by its number."""
    stored = versions(database, "v.text_id = ? AND v.number = ?", (row, number))
    return next(iter(stored), None)


def number_of_content(database: Database, row: int, digest: str) -> int | None:
    """Return the number of a text's newest version with the content of this digest, if any."""
    numbers = database.row(
        "SELECT max(v.number) FROM content c JOIN version v ON v.content_id = c.id "
        "WHERE c.digest = ? AND v.text_id = ?",
        (bytes.fromhex(digest), row),
    )
    return numbers[0] if numbers else None


def history(database: Database, row: int) -> list[StoredVersion]:
    """Return all versions of the text with this row, newest first."""
    return versions(database, "v.text_id = ?", (row,), order="v.number DESC")


def by_id(database: Database, version: str) -> StoredVersion | None:
    """Return the version with this id (64 hex digits)."""
    has_id = "v.sequence = (SELECT sequence FROM record WHERE digest = ?)"
    return next(iter(versions(database, has_id, (bytes.fromhex(version),))), None)


_VERSIONS = """
    SELECT r.digest, v.sequence, d.key, t.kind, t.language, t.label, v.number, parent.digest,
        v.activity, c.digest, n.digest, i.digest, v.created, v.recorded, v.message, v.software,
        v.file_name, v.file_media_type, v.file_reader, v.file_digest, w.event,
        c.codec, n.codec, i.codec,
        (SELECT f.codec FROM object f WHERE f.kind = 'file' AND f.digest = v.file_digest),
        (SELECT f.key FROM former_key f WHERE f.document_id = d.id AND f.until > v.sequence
            ORDER BY f.until LIMIT 1),
        (SELECT f.kind || ':' || f.language || ':' || f.label FROM former_text f
            WHERE f.text_id = v.text_id AND f.until > v.sequence ORDER BY f.until LIMIT 1),
        EXISTS (SELECT 1 FROM version_agent a WHERE a.sequence = v.sequence) OR
            EXISTS (SELECT 1 FROM version_basis b WHERE b.sequence = v.sequence)
    FROM version v
    JOIN record r USING (sequence)
    JOIN text t ON t.id = v.text_id
    JOIN document d ON d.id = t.document_id
    JOIN content c ON c.id = v.content_id
    JOIN object n ON n.id = v.notes_id
    LEFT JOIN object i ON i.id = v.citation_id
    LEFT JOIN version before ON before.text_id = v.text_id AND before.number = v.number - 1
    LEFT JOIN record parent ON parent.sequence = before.sequence
    LEFT JOIN withdrawal w ON w.sequence = v.sequence
"""


def versions(
    database: Database, where: str, parameters: Sequence[Any] = (), order: str = "v.sequence"
) -> list[StoredVersion]:
    """Return the versions for which the SQL condition ``where`` holds.

    Its tables are ``v`` (version), ``t`` (text) and ``d`` (document).
    """
    query = f"{_all_versions(database)} WHERE {where} ORDER BY {order}"
    return _of_rows(database, database.rows(query, parameters))


def versions_at(database: Database, sequences: Iterable[int]) -> list[StoredVersion]:
    """Return those of the versions with these sequence numbers that there are, in no order."""
    query = f"{_all_versions(database)} WHERE v.sequence"
    return _of_rows(database, database.among(query, sequences))


def _all_versions(database: Database) -> str:
    return _VERSIONS if database.schema == SCHEMA_VERSION else database.absent + _VERSIONS


def _of_rows(database: Database, rows: Sequence[tuple[Any, ...]]) -> list[StoredVersion]:
    # Many versions name nobody and no basis, and one query less is felt by a short command.
    naming = [row[1] for row in rows if row[-1]]
    if not naming:
        return [_version(row, (), ()) for row in rows]
    agents, bases = _agents_and_bases(database, naming)
    return [
        _version(row, _in_order(agents.get(row[1])), _in_order(bases.get(row[1])))
        if row[-1]
        else _version(row, (), ())
        for row in rows
    ]


_AGENTS_AND_BASES = """
    SELECT 0, a.sequence, a.position, g.digest, a.role, NULL, NULL
    FROM version_agent a JOIN agent g ON g.id = a.agent_id WHERE a.sequence IN ({marks})
    UNION ALL SELECT 1, sequence, position, version, label, uri, sha256
    FROM version_basis WHERE sequence IN ({marks})
"""


def _agents_and_bases(
    database: Database, sequences: Sequence[int]
) -> tuple[dict[int, list[tuple[int, Responsibility]]], dict[int, list[tuple[int, Basis]]]]:
    """Return who made versions, and from what, by their sequence numbers, with the positions.

    In one query, as each takes a file's lock, which takes longer than reading a row.
    """
    agents: dict[int, list[tuple[int, Responsibility]]] = {}
    bases: dict[int, list[tuple[int, Basis]]] = {}
    for start in range(0, len(sequences), VALUES // 2):
        chunk = sequences[start : start + VALUES // 2]
        sql = _AGENTS_AND_BASES.format(marks=", ".join("?" * len(chunk)))
        for is_basis, sequence, position, digest, word, uri, sha256 in database.rows(
            sql, (*chunk, *chunk)
        ):
            try:  # `column_values` is a call more for each row, and there may be many
                place = column_number(position)
                if not is_basis:
                    by = Responsibility(digest.hex(), column_word(word))
                    agents.setdefault(sequence, []).append((place, by))
                    continue
                basis = Basis(
                    column_hexadecimal(digest),
                    column_word_or_none(word),
                    column_word_or_none(uri),
                    column_hexadecimal(sha256),
                )
                bases.setdefault(sequence, []).append((place, basis))
            except IMPOSSIBLE:
                raise Damaged(f"record {sequence} has impossible values") from None
    return agents, bases


def _in_order(placed: Sequence[tuple[int, Placed]] | None) -> tuple[Placed, ...]:
    if placed is None:
        return ()
    if len(placed) == 1:  # most versions have one basis, and there may be many of them
        return (placed[0][1],)
    return tuple(value for _, value in sorted(placed, key=itemgetter(0)))


@lru_cache(maxsize=1000)  # the texts of many documents have a few names
def _text(kind: str, language: str, label: str) -> Text:
    """Return a text of its columns."""
    return Text(column_word(kind), column_word(language), column_word(label) or None)


def _version(
    row: tuple[Any, ...], agents: tuple[Responsibility, ...], based_on: tuple[Basis, ...]
) -> StoredVersion:
    try:
        return _rebuilt(row, agents, based_on)
    except IMPOSSIBLE:
        raise Damaged(f"record {row[1]} has impossible values") from None


def _rebuilt(
    row: tuple[Any, ...], agents: tuple[Responsibility, ...], based_on: tuple[Basis, ...]
) -> StoredVersion:
    _check_types(tuple(map(type, row)))
    digest, sequence, key, kind, language, label, number, parent, activity = row[:9]
    content, notes, citation, created, recorded, message, software = row[9:16]
    file_name, media_type, reader, file_digest, withdrawal = row[16:21]
    codecs, former_key, former_text = row[21:25], row[25], row[26]
    text = _text(kind, language, label)
    file = (
        IngestedFile(file_name, media_type, reader, (file_digest or content).hex())
        if file_name is not None
        else None
    )
    record = VersionRecord(  # by place: fifteen names take as long again as all the rest of it
        former_key or key,
        text if former_text is None else _text(*former_text.split(":")),
        number,
        None if parent is None else parent.hex(),
        activity,
        content.hex(),
        notes.hex(),
        None if citation is None else citation.hex(),
        agents,
        based_on,
        created,
        column_instant(recorded),
        message,
        file,
        software,
    )
    return StoredVersion(
        digest.hex(),
        sequence,
        record,
        key,
        withdrawal,
        None if former_text is None else text,
        _purged(codecs) if contents.PURGED in codecs else (),
    )


_NULL = type(None)
_DIGEST, _DIGEST_OR_NULL = (bytes,), (bytes, _NULL)
_NUMBER, _WORD, _WORD_OR_NULL, _ANYTHING = (int,), (str,), (str, _NULL), (object,)

_TYPES = (
    *(_DIGEST, _NUMBER, _WORD, _WORD, _WORD, _WORD, _NUMBER, _DIGEST_OR_NULL, _WORD),
    *(_DIGEST, _DIGEST, _DIGEST_OR_NULL, _WORD_OR_NULL, _NUMBER, _WORD, _WORD),
    *(_WORD_OR_NULL, _WORD_OR_NULL, _WORD_OR_NULL, _DIGEST_OR_NULL, _ANYTHING),
    *(_ANYTHING, _ANYTHING, _ANYTHING, _ANYTHING, _WORD_OR_NULL, _WORD_OR_NULL, _ANYTHING),
)
"""What the columns of `_VERSIONS` may hold."""


@lru_cache(maxsize=64)  # all rows but those of a damaged page are of a few combinations
def _check_types(types: tuple[type, ...]) -> None:
    """Raise TypeError unless a row of `_VERSIONS` may have columns of these types."""
    if not all(map(issubclass, types, _TYPES)):
        raise TypeError("a damaged page may hold anything in a column")


def _purged(codecs: Sequence[int | None]) -> tuple[str, ...]:
    """Return those of `PARTS` whose bytes are gone, by the codecs of all four."""
    return tuple(
        part for part, codec in zip(PARTS, codecs, strict=True) if codec == contents.PURGED
    )
