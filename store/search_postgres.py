"""The index of a PostgreSQL repository: tables in a schema of its own, `provrepo_search`.

A row has a stretch of a text: its words, ready made, with a blank between two. Which of them it has
is known to a GIN index on them as the lexemes of a `tsvector`, without positions, dictionary or
extension; whether they stand next to each other is seen in the row. A stored `tsvector` with
positions would take four times the room. Stretches overlap by as many words as are asked to stand
next to each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from provrepo.store.database import Collision
from provrepo.store.errors import Busy, NotPermitted, ProvrepoError
from provrepo.store.search_index import (
    EMPTY,
    FORMAT,
    LONGEST,
    Answers,
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

STRETCH = 1_000
"""How many words of a text a row has."""

_LONGEST_LEXEME = 200
"""Code points of a word that count: a lexeme may have 2,046 bytes, a `tsvector` a megabyte."""

_BETWEEN, _DENSE = "\ufdd0", "\ufdd1"
"""Code points that are no characters, and in no word: between stretches, and in dense texts."""


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
        self._function = f"{SCHEMA}.lexemes_{number}"
        self._lexemes = f"{self._function}(words)"
        self._writes = False
        self._was_there = False

    def extent(self) -> Extent:
        """Return how far the index goes."""
        if not self._is_there():
            return EMPTY
        rows = self._rows(f"SELECT size, digest, purges, format FROM {self._tables['extent']}")
        if len(rows) != 1:
            raise IndexDamaged("it is damaged")
        return Extent(rows[0][0], bytes(rows[0][1]), *rows[0][2:])

    def _is_there(self) -> bool:
        # Asked of the catalogue, not of to_regclass: that answers from what this connection
        # remembers, where nobody made the tables yet while another process has just done so.
        names = [name.removeprefix(f"{SCHEMA}.") for name in self._tables.values()]
        ((count,),) = self._rows(
            "SELECT count(*) FROM pg_catalog.pg_class c "
            "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = ?::text AND c.relname = ANY (?::text[])",
            (SCHEMA, names),
        )
        self._was_there = bool(count == len(names))
        return self._was_there

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
        # The planner is told what it takes to cut words: else it would read all rows of a small
        # table. STRICT keeps it from putting the inside of the function in its place.
        self._rows(
            f"CREATE OR REPLACE FUNCTION {self._function}(text) RETURNS tsvector "
            "LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000 "
            "AS $$ SELECT array_to_tsvector(string_to_array($1, ' ')) $$"
        )
        self._rows(
            f"CREATE TABLE {extent} (size int8 NOT NULL, digest bytea NOT NULL, "
            "purges int8 NOT NULL, format int4 NOT NULL)"
        )
        self._rows(f"INSERT INTO {extent} VALUES (?, ?, ?, ?)", EMPTY)
        for kind in self.kinds:
            words, holder = self._tables[f"{kind}_words"], self._tables[f"{kind}_holder"]
            self._rows(
                f'CREATE TABLE {words} (row_id int8 NOT NULL, words text COLLATE "C" NOT NULL)'
            )
            index = f"{words.rpartition('.')[2]}_lexemes"
            self._rows(
                f"CREATE INDEX {index} ON {words} USING gin ({self._lexemes}) "
                "WITH (fastupdate = off)"
            )
            # Samples of words must not stand among the planner's statistics, where a purge would
            # leave them.
            self._rows(f"ALTER TABLE {words} ALTER words SET STATISTICS 0")
            self._rows(f"ALTER INDEX {SCHEMA}.{index} ALTER COLUMN 1 SET STATISTICS 0")
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
            ((entry.row, words) for entry in entries for words in _stretches(entry)),
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
            table = self._tables[f"{kind}_holder"]
            new = sorted(rows - self._held(table, rows))
            self._copy(f"{table} (row_id, sequence)", new)

    def _held(self, table: str, rows: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """Return those of the pairs that a table has.

        There are some where a process noted that the index goes less far than it did.
        """
        pairs = self._rows(
            f"SELECT row_id, sequence FROM {table} JOIN "
            "unnest(?::int8[], ?::int8[]) AS asked (row_id, sequence) USING (row_id, sequence)",
            ([row for row, _ in rows], [sequence for _, sequence in rows]),
        )
        return {(row, sequence) for row, sequence in pairs}

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

    def answers(self, kinds: Sequence[str], condition: Condition) -> Answers:
        """Return the versions that have something for which a condition may hold.

        One statement asks for all, so that what it sees is of one moment, and there is no second
        way to the server.
        """
        if not self._was_there and not self._is_there():
            return Answers(EMPTY, {kind: [] for kind in kinds})
        columns, parameters = [], []
        for kind in kinds:
            sql, values = self._sequences(kind, condition)
            columns.append(f"(SELECT string_agg(sequence::text, ' ') FROM ({sql}) AS found)")
            parameters += values
        rows = self._rows(
            f"SELECT size, digest, purges, format, {', '.join(columns)} "
            f"FROM {self._tables['extent']}",
            parameters,
        )
        if len(rows) != 1:
            raise IndexDamaged("it is damaged")
        size, digest, purges, made_with, *lists = rows[0]
        extent = Extent(size, bytes(digest), purges, made_with)
        is_known = made_with == FORMAT
        return Answers(
            extent,
            {
                kind: list(map(int, (listed or "").split())) if is_known else []
                for kind, listed in zip(kinds, lists, strict=True)
            },
        )

    def _sequences(self, kind: str, condition: Condition) -> tuple[str, list[str]]:
        """Return the query for the versions for which a condition may hold, and its values."""
        words = self._tables[f"{kind}_words"]
        parameters: list[str] = [_lexeme(_DENSE)]

        def rows_with(asked: Words, *, beside: bool) -> str:
            parts = [word[:_LONGEST_LEXEME] for word in asked.words]
            parameters.append(" & ".join(map(_lexeme, parts)) + (":*" if asked.is_prefix else ""))
            rows = f"SELECT row_id FROM {words} WHERE {self._lexemes} @@ ?::text::tsquery"
            if beside and len(parts) > 1:
                parameters.append(f" {' '.join(parts)}{'' if asked.is_prefix else ' '}")
                rows += " AND strpos(' ' || words || ' ', ?::text) > 0"
            return f"({rows})"

        def rows_with_all(alternative: Sequence[Words]) -> str:
            # To see in a row whether words stand beside each other takes longest. Of a long phrase
            # hardly any text has some words beside each other, and not the others.
            longest = max(alternative, key=lambda asked: len(asked.words))
            return " INTERSECT ".join(
                rows_with(asked, beside=asked is longest) for asked in alternative
            )

        clauses = " INTERSECT ".join(
            "(" + " UNION ".join(f"({rows_with_all(each)})" for each in alternatives) + ")"
            for alternatives in condition
        )
        sql = (
            f"SELECT h.sequence FROM {self._tables[f'{kind}_holder']} h "
            f"WHERE h.row_id IN (SELECT row_id FROM {words} WHERE {self._lexemes} @@ "
            f"?::text::tsquery UNION ({clauses}))"
        )
        return sql, parameters

    def empty(self) -> str:
        """Remove all words for good; return what kept it from that, or nothing.

        The tables get new files, and the old ones are removed when that is committed. Those of
        another version of the index are removed whole.
        """
        try:
            if self._is_there():
                extent = self._tables["extent"]
                self._rows("BEGIN")
                self._writes = True
                if self._rows(f"SELECT format FROM {extent}") == [(FORMAT,)]:
                    self._rows(f"TRUNCATE {', '.join(self._tables.values())}")
                    self._rows(f"INSERT INTO {extent} VALUES (?, ?, ?, ?)", EMPTY)
                else:
                    self._rows(f"DROP TABLE {', '.join(self._tables.values())}")
                    self._rows(f"DROP FUNCTION IF EXISTS {self._function}")
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


def _stretches(entry: Entry) -> Iterator[str]:
    """Yield what is indexed of an entry, in stretches short enough for one lexeme's positions."""
    parts: list[str] = []
    count = 0
    for words in (
        [_DENSE] if entry.is_dense else [],
        *map(str.split, (entry.words, *entry.beside)),
    ):
        for start in range(0, max(1, len(words) - LONGEST + 1), STRETCH - LONGEST + 1):
            stretch = words[start : start + STRETCH]
            if not stretch:
                continue
            if count + len(stretch) > STRETCH:
                yield f" {_BETWEEN} ".join(parts)
                parts, count = [], 0
            parts.append(" ".join([word[:_LONGEST_LEXEME] for word in stretch]))
            count += len(stretch)
    if parts:
        yield f" {_BETWEEN} ".join(parts)


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
