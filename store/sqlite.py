"""Repositories in SQLite files: opening, locking, upkeep, and what the driver's errors mean."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from provrepo.store import sqlite_file, sqlite_log
from provrepo.store.database import (
    IN_USE,
    SCHEMA_VERSION,
    VALUES,
    Database,
    Queries,
    Remembered,
    Transaction,
)
from provrepo.store.errors import (
    Busy,
    NotARepository,
    NotWritable,
    RepositoryError,
    RepositoryExists,
    RepositoryNotFound,
)
from provrepo.store.shape import Seen
from provrepo.store.sqlite_errors import ERRORS, meaning, primary_code
from provrepo.store.sqlite_file import OpenFile, log_of, path_of

APPLICATION_ID = 0x70725270
"""Marks a SQLite file as a provrepo repository, in its header where `file` looks for it."""


class _Connected(Queries):
    """Queries of a SQLite file, answered without a detour: a small write asks a dozen of them."""

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """Run a query and return its first row, or None."""
        return next(iter(self.rows(sql, parameters)), None)

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:  # noqa: ANN401
        """Run a query and return the first value of its first row, or None."""
        return next((row[0] for row in self.rows(sql, parameters)), None)

    def among(self, sql: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
        """Return the rows of a query that ends with a column, where that is one of ``values``."""
        listed = list(values)
        if len(listed) > VALUES:
            return super().among(sql, listed)
        return self.rows(f"{sql} IN ({', '.join('?' * len(listed))})", listed) if listed else []


class SQLiteTransaction(_Connected, Transaction):
    """A write to a SQLite file, which no other process can change meanwhile."""

    dialect = "sqlite"

    def __init__(
        self, connection: sqlite3.Connection, location: str, remembered: Remembered
    ) -> None:
        self.location, self.remembered = location, remembered
        self._connection = connection

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and return all its rows."""
        return self._connection.execute(sql, parameters).fetchall()

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run a statement and return how many rows it changed."""
        return self._connection.execute(sql, parameters).rowcount

    def new_ids(self, table: str, count: int) -> range:
        """Return ids for ``count`` new rows of a table."""
        if not count:
            return range(0)
        first = self.value(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")  # noqa: S608
        return range(first, first + count)

    def hold(
        self, table: str, column: str, values: Collection[Any], *, shared: bool = False
    ) -> None:
        """Do nothing: the file is locked since the transaction began."""

    def hold_ledger(self) -> int:
        """Return the schema's version; the file is locked since the transaction began."""
        version = int(self.value("PRAGMA user_version"))
        return version if version <= SCHEMA_VERSION else self.known_version(version)

    def insert_rows(
        self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """Add rows, each with the values of all ``columns`` of the table, in this order."""
        statement = _insertion(table, tuple(columns))
        if len(rows) == 1:
            self._connection.execute(statement, rows[0])
        else:
            self._connection.executemany(statement, rows)

    def insert_new(
        self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> Sequence[int]:
        """Add rows to a table that numbers its rows, and return their new ids."""
        if not rows:
            return ()
        if len(rows) > 1:
            return super().insert_new(table, columns, rows)
        # SQLite gives a row the largest id and one more, as `new_ids` does, without being asked.
        number = self._connection.execute(_insertion(table, tuple(columns)), rows[0]).lastrowid
        assert number is not None
        return (number,)


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608


class SQLite(_Connected, Database):
    """One open SQLite file."""

    def __init__(
        self, connection: sqlite3.Connection, file: OpenFile, location: str, wait: float
    ) -> None:
        super().__init__(location, wait)
        self.connection, self._file = connection, file

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and return all its rows."""
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except ERRORS as error:
            raise meaning(error, self.location, self.wait, writing=False) from error

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reads inside see one moment, whoever writes meanwhile."""
        self._file.look()
        self.rows("BEGIN")
        try:
            yield
        finally:
            if self.connection.in_transaction:  # an error of the disk may have ended it
                self.rows("COMMIT")

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Write: all or nothing, durable when it ends, alone among all processes meanwhile."""
        try:
            # A write takes its lock at the start, so that what it reads first cannot change
            # before it writes.
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                transaction = SQLiteTransaction(self.connection, self.location, self.remembered)
                if self.schema not in (None, SCHEMA_VERSION):
                    from provrepo.store import upgrade

                    upgrade.bring_up_to_date(self, transaction)
                yield transaction
                self._file.look()
                self.connection.execute("COMMIT")
                self.schema = self.schema and SCHEMA_VERSION
                self.remembered = transaction.remembered
            except BaseException:
                if self.connection.in_transaction:  # a full disk ends it without us
                    self.connection.execute("ROLLBACK")
                raise
        except ERRORS as error:
            raise meaning(error, self.location, self.wait, writing=True) from error

    def make_schema(self, transaction: Transaction) -> None:
        """Make the tables of a new repository."""
        from provrepo.store.schema import definitions

        transaction.run(f"PRAGMA application_id = {APPLICATION_ID}")
        for definition in definitions(transaction.dialect):
            transaction.run(definition)

    def made(self) -> None:
        """Switch to SQLite's WAL mode, in which readers and a writer do not wait for each other."""
        self.rows("PRAGMA journal_mode = WAL")

    def is_empty(self) -> bool:
        """Return whether there are no tables."""
        return self.row("SELECT 1 FROM sqlite_schema LIMIT 1") is None

    def schema_version(self, queries: Queries) -> int:
        """Return the version of the schema that the database has. Raises NotARepository."""
        if queries.value("PRAGMA application_id") != APPLICATION_ID:
            raise NotARepository(
                self.location, f"{self.location} is a database, but no provrepo repository"
            )
        return int(queries.value("PRAGMA user_version"))

    def set_schema_version(self, transaction: Transaction, version: int) -> None:
        """Write down which version the schema has now."""
        transaction.run(f"PRAGMA user_version = {version}")

    def ids_follow(self, transaction: Transaction) -> None:
        """Do nothing: new ids follow the largest."""

    def seen_tables(self) -> Seen:
        """Return which tables there are, and what belongs to them."""
        from provrepo.store import sqlite_tables

        return sqlite_tables.seen(self, self.expected_tables())

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what the engine itself finds wrong: where, and what."""
        if self._file.lost_log:
            yield str(log_of(self._file.path)), "was removed while it was in use, with what it held"
        # SQLite reads a last page that was cut short as if zeros followed.
        if self._file.path.stat().st_size % self.value("PRAGMA page_size"):
            yield self.location, "its last page was cut short"
        for (message,) in self.rows("PRAGMA integrity_check"):
            if message != "ok":
                yield self.location, " ".join(str(message).split())
        for table, row, parent, _ in self.rows("PRAGMA foreign_key_check"):
            yield f"{table} {row}", f"names a row of {parent} that is not there"

    def overwrite_what_is_freed(self) -> None:
        """Let bytes that are removed from now on be overwritten, not only forgotten."""
        self.rows("PRAGMA secure_delete = ON")

    def scrub(self) -> str:
        """Clear free pages and the write-ahead log; return what kept it from that, or nothing."""
        try:
            # Pages that were split or merged earlier may hold copies in their unused parts.
            self.rows("VACUUM")
            row = self.row("PRAGMA wal_checkpoint(TRUNCATE)")
        except (Busy, RepositoryError) as error:
            return str(error)
        return "" if row is not None and row[0] == 0 else IN_USE

    def close(self) -> None:
        """Close the connection; the last one empties the write-ahead log."""
        self.connection.close()
        self._file.close()

    def discard(self) -> None:
        """Close a database that could not be made, and leave nothing of it behind."""
        self.close()
        self._file.path.unlink(missing_ok=True)


def connect(url: str, wait: float) -> SQLite:
    """Open the repository at a path or URL; see `provrepo.store.engines.connect`."""
    path = path_of(url)
    sqlite_file.check(path)
    with sqlite_file.OPENING:
        warnings = sqlite_log.warnings(path)
        file = OpenFile(path)
        try:
            database = SQLite(_readable(path, wait), file, str(path), wait)
        except BaseException as error:
            file.close()
            if isinstance(error, ERRORS):
                raise meaning(error, str(path), wait, writing=False) from error
            raise
    database.oddities = warnings
    return database


def claim(url: str, wait: float) -> SQLite:
    """Open or make a place for a copy; see `provrepo.store.engines.claim`."""
    path = path_of(url)
    try:
        return create(url, wait)
    except RepositoryExists:
        if path.is_file() and not path.stat().st_size:  # made by a copy that was killed at once
            return _new(path, wait)
        return connect(url, wait)


def create(url: str, wait: float) -> SQLite:
    """Make an empty database file; see `provrepo.store.engines.create`."""
    path = path_of(url)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666))
    except FileExistsError:
        raise RepositoryExists(str(path), f"{path} exists already; nothing was changed") from None
    except (FileNotFoundError, NotADirectoryError):
        raise RepositoryNotFound(
            str(path), f"{path}: there is no folder {path.parent}; make it first"
        ) from None
    except (OSError, ValueError) as error:
        raise NotWritable(str(path), f"cannot make {path}: {sqlite_file.reason(error)}") from None
    return _new(path, wait)


def _new(path: Path, wait: float) -> SQLite:
    return SQLite(_connection(path, "mode=rw", wait), OpenFile(path), str(path), wait)


def _connection(path: Path, mode: str, wait: float) -> sqlite3.Connection:
    uri = f"file:{quote(os.fsencode(path.absolute()))}?{mode}"
    connection = sqlite3.connect(uri, timeout=wait, isolation_level=None, uri=True)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _readable(path: Path, wait: float) -> sqlite3.Connection:
    """Open a file to write to it, or to read it alone where nobody can write beside it."""
    try:
        return _connection(path, "mode=rw", wait)
    except sqlite3.Error as error:
        # In a folder that cannot be written SQLite cannot make its shared memory file. Where
        # nobody left a log behind, the database file alone is whole and can be read as it is.
        unwritable = primary_code(error) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        if not unwritable or _has_log(path):
            raise
    return _connection(path, "immutable=1", wait)


def _has_log(path: Path) -> bool:
    log = log_of(path)
    return log.exists() and log.stat().st_size > 0
