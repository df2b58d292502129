"""The index of a PostgreSQL repository: tables in a schema of its own, `provrepo_search`.

Words come ready made and become the lexemes of `tsvector`, without any dictionary or extension. A
lexeme holds 256 positions, none beyond 16,383; so a row has a short stretch of a text, and
stretches overlap by as many words as stand next to each other in what is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from provrepo.store.database import Collision
from provrepo.store.errors import Busy, NotPermitted, ProvrepoError
from provrepo.store.search_index import (
    EMPTY,
    LONGEST,
    Condition,
    Entry,
    Extent,
    Holder,
    IndexBusy,
    IndexDamaged,
    IndexTrouble,
    SearchIndex,
    Words,
)

SCHEMA = "provrepo_search"

_MAKING = int.from_bytes(b"prov")
"""The advisory lock of whoever makes the schema: IF NOT EXISTS fails where two do at once."""

STRETCH = 200
"""How many words a row has: no lexeme of it has more positions than that."""

_LONGEST_LEXEME = 400
"""Code points of a word that count: a lexeme may have 2,046 bytes."""

_DENSE = "\ufdd1"
"""A code point that is no character, and in no word: it is in every dense text."""


class Server(Protocol):
    """What the index needs of the repository's connection."""

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a statement and return all its rows."""

    def copying(self, statement: str) -> AbstractContextManager[Callable[[Sequence[Any]], None]]:
        """Yield what takes the rows of a COPY statement."""


class PostgresIndex(SearchIndex):
    """An index in the database of the repository itself.

    Several repositories may be in one database, each in a schema; the number of that is part of the
    tables' names.
    """

    def __init__(self, database: Server) -> None:
        self._database = database
        with _trouble():
            ((number,),) = database.rows("SELECT current_schema()::regnamespace::oid::int8")
        self._tables = {
            name: f"{SCHEMA}.{name}_{number}"
            for name in (
                "extent",
                *(f"{kind}_{part}" for kind in self.kinds for part in ("words", "holder")),
            )
        }
        self._writes = False

    def extent(self) -> Extent:
        """Return how far the index goes."""
        if not self._is_there():
            return EMPTY
        rows = self._rows(f"SELECT size, digest, purges, format FROM {self._tables['extent']}")
        if len(rows) != 1:
            raise IndexDamaged("it is damaged")
        return Extent(rows[0][0], bytes(rows[0][1]), *rows[0][2:])

    def _is_there(self) -> bool:
        names = ", ".join(["(?)"] * len(self._tables))
        missing = self._rows(
            f"SELECT count(*) FROM (VALUES {names}) AS t (name) "
            "WHERE to_regclass(t.name::text) IS NULL",
            list(self._tables.values()),
        )
        return bool(missing[0][0] == 0)

    def begin(self) -> Extent:
        """Begin to write, alone, and return how far the index goes now. Raises IndexBusy."""
        try:
            self._rows("BEGIN ISOLATION LEVEL READ COMMITTED")
            self._writes = True
            if not self._is_there():
                self._make_alone()
            self._rows(f"SELECT 1 FROM {self._tables['extent']} FOR UPDATE NOWAIT")
            return self.extent()
        except BaseException:
            self.abandon()
            raise

    def _make_alone(self) -> None:
        """Make the tables, unless they were made meanwhile. Raises IndexBusy while another does."""
        if not self._rows(f"SELECT pg_try_advisory_xact_lock({_MAKING})")[0][0]:
            raise IndexBusy("another process makes it")
        if not self._is_there():
            self._make()

    def _make(self) -> None:
        self._rows(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        extent = self._tables["extent"]
        self._rows(
            f"CREATE TABLE {extent} (size int8 NOT NULL, digest bytea NOT NULL, "
            "purges int8 NOT NULL, format int4 NOT NULL)"
        )
        self._rows(f"INSERT INTO {extent} VALUES (?, ?, ?, ?)", EMPTY)
        for kind in self.kinds:
            words, holder = self._tables[f"{kind}_words"], self._tables[f"{kind}_holder"]
            self._rows(f"CREATE TABLE {words} (row_id int8 NOT NULL, words tsvector NOT NULL)")
            # Samples of words must not stand among the planner's statistics, where a purge would
            # leave them.
            self._rows(f"ALTER TABLE {words} ALTER words SET STATISTICS 0")
            self._rows(f"CREATE INDEX ON {words} USING gin (words) WITH (fastupdate = off)")
            self._rows(
                f"CREATE TABLE {holder} (row_id int8, sequence int8, "
                "PRIMARY KEY (row_id, sequence))"
            )

    def indexed(self, kind: str, rows: Iterable[int]) -> set[int]:
        """Return those of the rows of a kind that are indexed."""
        holder = self._tables[f"{kind}_holder"]
        present = self._rows(
            f"SELECT asked FROM unnest(?::int8[]) AS asked WHERE EXISTS "
            f"(SELECT 1 FROM {holder} h WHERE h.row_id = asked)",
            (list(rows),),
        )
        return {row for (row,) in present}

    def add(self, kind: str, entries: Sequence[Entry]) -> None:
        """Index contents or objects, after `begin`."""
        self._copy(
            f"{self._tables[f'{kind}_words']} (row_id, words)",
            ((entry.row, vector) for entry in entries for vector in _vectors(entry)),
        )

    def hold(self, holders: Sequence[Holder]) -> None:
        """Note which versions have what, after `begin`."""
        contents = {(holder.content, holder.sequence) for holder in holders}
        objects = {
            (row, holder.sequence)
            for holder in holders
            for row in (holder.notes, holder.citation)
            if row is not None
        }
        for kind, rows in zip(self.kinds, (contents, objects), strict=True):
            self._copy(f"{self._tables[f'{kind}_holder']} (row_id, sequence)", sorted(rows))

    def _copy(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        with _trouble(), self._database.copying(f"COPY {table} FROM STDIN") as write_row:
            for row in rows:
                write_row(row)

    def end(self, extent: Extent) -> None:
        """Keep what was added since `begin`."""
        self._rows(
            f"UPDATE {self._tables['extent']} SET size = ?, digest = ?, purges = ?, format = ?",
            extent,
        )
        self._rows("COMMIT")
        self._writes = False

    def abandon(self) -> None:
        """Forget what was added since `begin`."""
        if self._writes:
            self._writes = False
            self._rows("ROLLBACK")

    def sequences(self, kind: str, condition: Condition) -> list[int]:
        """Return the versions with a content or object for which a condition may hold."""
        words = self._tables[f"{kind}_words"]
        parameters: list[str] = [_lexeme(_DENSE)]

        def rows_with(asked: Words) -> str:
            parameters.append(_tsquery(asked))
            return f"(SELECT row_id FROM {words} WHERE words @@ ?::text::tsquery)"

        clauses = " INTERSECT ".join(
            "(" + " UNION ".join(
                "(" + " INTERSECT ".join(map(rows_with, alternative)) + ")"
                for alternative in alternatives
            ) + ")"
            for alternatives in condition
        )  # fmt: skip
        rows = self._rows(
            f"SELECT DISTINCT h.sequence FROM {self._tables[f'{kind}_holder']} h "
            f"WHERE h.row_id IN (SELECT row_id FROM {words} WHERE words @@ ?::text::tsquery "
            f"UNION ({clauses}))",
            parameters,
        )
        return [sequence for (sequence,) in rows]

    def empty(self) -> str:
        """Remove all words for good; return what kept it from that, or nothing.

        The tables get new files, and the old ones are removed when that is committed.
        """
        try:
            if self._is_there():
                extent = self._tables["extent"]
                self._rows("BEGIN")
                self._writes = True
                self._rows(f"TRUNCATE {', '.join(self._tables.values())}")
                self._rows(f"INSERT INTO {extent} VALUES (?, ?, ?, ?)", EMPTY)
                self._rows("COMMIT")
                self._writes = False
        except IndexTrouble as trouble:
            self.abandon()
            return str(trouble)
        return ""

    def tidy(self) -> None:
        """Do nothing: the server does."""

    def size(self) -> int:
        """Return how many bytes the index takes."""
        sizes = " + ".join(["pg_total_relation_size(?::text::regclass)"] * len(self._tables))
        return int(self._rows(f"SELECT {sizes}", list(self._tables.values()))[0][0])

    def close(self) -> None:
        """Do nothing: the connection is the repository's."""

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with _trouble():
            return self._database.rows(sql, parameters)


def _vectors(entry: Entry) -> Iterator[str]:
    """Yield what is indexed of an entry, in stretches, as `tsvector` is written."""
    positions: dict[str, list[str]] = {}
    count = 0
    for words in (
        [_DENSE] if entry.is_dense else [],
        *map(str.split, (entry.words, *entry.beside)),
    ):
        for start in range(0, max(1, len(words) - LONGEST + 1), STRETCH - LONGEST + 1):
            stretch = words[start : start + STRETCH]
            if count + len(stretch) > STRETCH:
                yield _vector(positions)
                positions, count = {}, 0
            for place, word in enumerate(stretch, count + 1):
                positions.setdefault(word[:_LONGEST_LEXEME], []).append(str(place))
            count += len(stretch) + 1  # what is beside each other here is not in the text
    if positions:
        yield _vector(positions)


def _vector(positions: dict[str, list[str]]) -> str:
    return " ".join([f"{_lexeme(word)}:{','.join(places)}" for word, places in positions.items()])


def _tsquery(words: Words) -> str:
    """Return words that stand next to each other as `tsquery` is written."""
    query = " <-> ".join(_lexeme(word[:_LONGEST_LEXEME]) for word in words.words)
    return f"{query}:*" if words.is_prefix else query


def _lexeme(word: str) -> str:
    return "'" + word.replace("\\", "").replace("'", "") + "'"


@contextmanager
def _trouble() -> Iterator[None]:
    """Raise what the database raises as IndexTrouble, in words."""
    try:
        yield
    except (Busy, Collision) as error:
        raise IndexBusy("another process is writing to it") from error
    except NotPermitted as error:
        raise IndexTrouble(f"the server's role lacks a right to the schema {SCHEMA}") from error
    except ProvrepoError as error:
        raise IndexTrouble(str(error)) from error
