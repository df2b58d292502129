"""What a search asks the tables of a repository: what is new, and which texts a version is of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from provrepo.store import objects
from provrepo.store.database import (
    Database,
    column_instant,
    column_number,
    column_values,
    column_word,
    column_word_or_none,
)
from provrepo.store.errors import DAMAGE, ProvrepoError
from provrepo.store.read import LATEST_SEQUENCE
from provrepo.store.records import NO_NOTES_ID, Text, TextKey
from provrepo.store.search_index import EMPTY, Extent, Holder


class Place(NamedTuple):
    """A version as a search looks at it first: which text it is of, and what it has.

    ``content``, ``notes`` and ``citation`` are rows of their tables. ``is_latest``: it is the
    newest version of its text that was not withdrawn.
    """

    sequence: int
    text_row: int
    text_key: TextKey
    number: int
    is_latest: bool
    date: str
    content: int
    notes: int
    citation: int | None

    @property
    def order(self) -> tuple[str, str, str, str, int]:
        """What sorts versions: by the name of their text, the newest first."""
        text = self.text_key.text
        label = text.label or ""
        return self.text_key.document, text.kind, text.language, label, -self.number


_PURGES = "(SELECT count(*) FROM event WHERE event = 'purge')"


def extent(database: Database) -> Extent:
    """Return how far an index goes that knows all records of now."""
    row = database.row(
        f"SELECT sequence, digest, {_PURGES} FROM record ORDER BY sequence DESC LIMIT 1"
    )
    if row is None:
        return EMPTY
    sequence, digest, purges = row
    with column_values("a record"):
        return Extent(column_number(sequence) + 1, bytes(digest), column_number(purges))


def extent_before(database: Database, size: int) -> Extent:
    """Return how far an index goes that knows the first ``size`` records."""
    row = database.row(
        f"SELECT (SELECT digest FROM record WHERE sequence = ?), {_PURGES}", (size - 1,)
    )
    assert row is not None
    with column_values("a record"):
        return Extent(size, bytes(row[0] or b""), column_number(row[1]))


def is_of(database: Database, indexed: Extent) -> bool:
    """Return whether an index that goes so far belongs here, and nothing was purged since."""
    if not indexed.size:
        return True
    now = extent_before(database, indexed.size)
    return (now.digest, now.purges) == (indexed.digest, indexed.purges)


def count(database: Database) -> int:
    """Return how many texts there are, roughly: no fewer than that."""
    return int(database.value("SELECT coalesce(max(id), 0) FROM text"))


def holders(database: Database, start: int, stop: int, limit: int) -> list[Holder]:
    """Return the first versions among the records from ``start`` to before ``stop``."""
    if start >= stop:
        return []
    rows = database.rows(
        "SELECT sequence, content_id, notes_id, citation_id FROM version "
        "WHERE sequence >= ? AND sequence < ? ORDER BY sequence LIMIT ?",
        (start, stop, limit),
    )
    no_notes = database.value(
        "SELECT id FROM object WHERE kind = 'notes' AND digest = ?", (bytes.fromhex(NO_NOTES_ID),)
    )
    return [
        Holder(sequence, content, None if notes == no_notes else notes, citation)
        for sequence, content, notes, citation in rows
    ]


def texts(database: Database, rows: Iterable[int]) -> Iterator[tuple[int, str | ProvrepoError]]:
    """Yield contents by their rows, with these; what cannot be read as its error."""
    for row, data in objects.contents_at(database, rows):
        yield row, data if isinstance(data, ProvrepoError) else data.decode()


def parts(
    database: Database, rows: Iterable[int]
) -> Iterator[tuple[int, str, bytes | ProvrepoError]]:
    """Yield notes and citation objects by their rows, with these and their kinds."""
    for row in sorted(rows):
        named = database.row("SELECT kind, digest FROM object WHERE id = ?", (row,))
        if named is None:
            continue
        try:
            with column_values("an object"):
                kind, digest = column_word(named[0]), named[1].hex()
            yield row, kind, objects.object_bytes(database, kind, digest)
        except DAMAGE as error:
            yield row, str(named[0]), error


def key_before(database: Database, key: str) -> str:
    """Return the last key that sorts before another one, empty where there is none."""
    if not key:
        return ""
    return str(database.value("SELECT max(key) FROM document WHERE key < ?", (key,)) or "")


_PLACE = f"""SELECT v.sequence, t.id, d.key, t.kind, t.language, t.label, v.number,
    v.sequence = ({LATEST_SEQUENCE.format(text="v.text_id")}),
    v.created, v.recorded, v.content_id, v.notes_id, v.citation_id
    FROM version v JOIN text t ON t.id = v.text_id JOIN document d ON d.id = t.document_id
"""


def keys(database: Database, sequences: Sequence[int]) -> list[tuple[str, int]]:
    """Return versions by their places in the ledger, with the keys of their documents before them.

    It takes a fraction of what `places` does.
    """
    rows = database.among(
        "SELECT d.key, v.sequence FROM version v JOIN text t ON t.id = v.text_id "
        "JOIN document d ON d.id = t.document_id WHERE v.sequence",
        sequences,
    )
    with column_values("a version"):
        return [(column_word(key), column_number(sequence)) for key, sequence in rows]


def places(database: Database, sequences: Sequence[int]) -> list[Place]:
    """Return versions by their places in the ledger, in no order."""
    return [_place(row) for row in database.among(f"{_PLACE} WHERE v.sequence", sequences)]


def places_after(
    database: Database, key: str, limit: int, *, latest: bool
) -> tuple[list[Place], str]:
    """Return the versions of the ``limit`` documents after a key, and the last one's key.

    With ``latest`` only the latest of each text. Without any document left the key is empty.
    """
    keys = database.rows(
        "SELECT id, key FROM document WHERE key > ? ORDER BY key LIMIT ?", (key, limit)
    )
    if not keys:
        return [], ""
    rows = database.among(f"{_PLACE} WHERE t.document_id", [number for number, _ in keys])
    listed = [_place(row) for row in rows]
    chosen = [place for place in listed if place.is_latest] if latest else listed
    return sorted(chosen, key=lambda place: place.order), column_word(keys[-1][1])


def _place(row: tuple[Any, ...]) -> Place:
    sequence, text_row, key, kind, language, label, number, is_latest, created, recorded, *rows = (
        row
    )
    with column_values(f"record {sequence}"):
        text = Text(column_word(kind), column_word(language), column_word(label) or None)
        return Place(
            column_number(sequence),
            column_number(text_row),
            TextKey(column_word(key), text),
            column_number(number),
            bool(is_latest),
            column_word_or_none(created) or column_instant(recorded),
            *rows,
        )
