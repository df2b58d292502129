"""Repositories in SQLite files: opening, locking, upkeep, and whether the file is still there.

A process gives up all its locks on a file as soon as it closes any descriptor of that file (POSIX,
``fcntl``), those of SQLite included; another process then takes the log for left over, and removes
it with what is written to it. So nothing here opens a repository's file, nor the index of its log
while SQLite has it open in this process.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

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
    Unavailable,
)

if TYPE_CHECKING:
    from provrepo.store.search_sqlite import SQLiteIndex
    from provrepo.store.shape import Seen

APPLICATION_ID = 0x70725270
"""Marks a SQLite file as a provrepo repository, in its header where `file` looks for it."""


ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What the driver raises; the second where damaged bytes are no text."""

QUIET = 3 * 10**9
"""Nanoseconds after which a folder that changes again surely has another time of change."""

_opening = threading.Lock()
_open_here: Counter[tuple[int, int]] = Counter()
"""Which files this process has open, and how often."""


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
        self.location, self._connection = location, connection
        (state,) = connection.execute("PRAGMA data_version").fetchone()
        self.is_alone = state == remembered.state
        self.remembered = Remembered(remembered.no_notes, remembered.edge, state)

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


class _OpenFile:
    """The file of a repository that is being opened, and its log as soon as there is one.

    ``path`` is that of the file itself, where it was named by a link, and absolute, so that it
    stays right where the process goes to another folder. ``is_alone``: it is read without any log,
    and without a lock that would keep others from removing theirs.
    """

    is_alone = False

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self._given = path
        # Each write looks at these: as strings, as a Path takes longer than the system's answer.
        self._named, self._folder = str(path.absolute()), str(self.path.parent)
        self._log_path = str(_log_of(self.path))
        self._is_link = path.absolute().parent.resolve() / path.name != self.path
        self._identity, self._log = _identity(self.path), (0, 0)
        self._seen = (0, 0, 0)
        self._is_closed = False
        _open_here[self._identity] += 1

    def look(self) -> None:
        """Raise Unavailable where the file or its log was removed or replaced meanwhile.

        It is one question to the system, as long as nothing in the folder is made or removed.
        """
        try:
            status = os.stat(self._folder)  # noqa: PTH116
        except OSError:
            raise self._gone("") from None
        folder = status.st_dev, status.st_ino, status.st_mtime_ns
        if folder == self._seen:
            return
        if _identity(self._named) != self._identity:
            raise self._gone("")
        if self._log_is_gone():
            raise self._gone("-wal, its log,")
        if time.time_ns() - status.st_mtime_ns > QUIET and not self._is_link:
            self._seen = folder

    def _log_is_gone(self) -> bool:
        if self.is_alone:
            return False
        log = _identity(self._log_path)
        self._log = log if self._log == (0, 0) else self._log
        return log != self._log

    def _gone(self, part: str) -> Unavailable:
        return Unavailable(
            str(self._given),
            f"{self._given}{part} was removed or replaced while it was open; nothing was changed. "
            "End all programs that use it, look what is there now, and open it again",
        )

    def close(self) -> None:
        """Forget it. To be called when SQLite has closed it."""
        if not self._is_closed:
            self._is_closed = True
            _open_here[self._identity] -= 1


def _identity(path: Path | str) -> tuple[int, int]:
    """Return which file stands at a path: its device and its number there; zeros where none is."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return 0, 0
    return status.st_dev, status.st_ino


class SQLite(_Connected, Database):
    """One open SQLite file."""

    def __init__(
        self, connection: sqlite3.Connection, file: _OpenFile, location: str, wait: float
    ) -> None:
        super().__init__(location, wait)
        self.connection, self._file = connection, file
        self._index: SQLiteIndex | None = None

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and return all its rows."""
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except ERRORS as error:
            raise _meaning(error, self.location, self.wait, writing=False) from error

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
                self.writes += 1
            except BaseException:
                if self.connection.in_transaction:  # a full disk ends it without us
                    self.connection.execute("ROLLBACK")
                raise
        except ERRORS as error:
            raise _meaning(error, self.location, self.wait, writing=True) from error

    def make_schema(self, transaction: Transaction) -> None:
        """Make the tables of a new repository."""
        from provrepo.store.schema import definitions

        transaction.run(f"PRAGMA application_id = {APPLICATION_ID}")
        for definition in definitions(transaction.dialect):
            transaction.run(definition)

    def made(self) -> None:
        """Switch to SQLite's WAL mode, in which readers and a writer do not wait for each other."""
        self.rows("PRAGMA journal_mode = WAL")

    def unmake_schema(self, transaction: Transaction) -> None:
        """Do nothing: the file is removed."""

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
        from provrepo.store import sqlite_tables

        return sqlite_tables.faults(self, self._file.path)

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

    def search_index(self) -> SQLiteIndex:
        """Open the index of words beside the file; raises IndexTrouble."""
        if self._index is None or not self._index.is_there:
            from provrepo.store import search_sqlite

            self._close_index()
            self._index = search_sqlite.open_index(self._file.path)
        return self._index

    def empty_search_index(self) -> str:
        """Remove all words from the index, if there is one; return what kept it from that."""
        from provrepo.store import search_sqlite

        return search_sqlite.empty_if_any(self._file.path)

    def _close_index(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None

    def close(self) -> None:
        """Close the connection; the last one empties the write-ahead log."""
        self._close_index()
        self.connection.close()
        self._file.close()

    def discard(self) -> None:
        """Close a database that could not be made, and leave nothing of it behind."""
        self.close()
        self._file.path.unlink(missing_ok=True)


def connect(url: str, wait: float) -> SQLite:
    """Open the repository at a path or URL; see `provrepo.store.engines.connect`."""
    path = path_of(url)
    _check_file(path)
    with _opening:
        oddities = _oddities(path)
        file = _OpenFile(path)
        try:
            database = SQLite(_readable(path, file, wait), file, str(path), wait)
        except BaseException as error:
            file.close()
            if isinstance(error, ERRORS):
                raise _meaning(error, str(path), wait, writing=False) from error
            raise
    database.oddities = oddities
    return database


def path_of(url: str) -> Path:
    """Return the path that a path or ``sqlite:///`` URL names."""
    if "://" not in url:
        return Path(url)
    parts = urlsplit(url)
    if parts.netloc or len(parts.path) < 2:
        raise RepositoryError("sqlite:", "write sqlite:///PATH, or the path alone")
    return Path(unquote(parts.path[1:]))


def _check_file(path: Path) -> None:
    """Raise unless there is a file at ``path`` that can be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise NotARepository(str(path), f"{path} is no file, so it is no repository")
        if not os.access(path, os.R_OK):
            raise PermissionError(None, "Permission denied")
    except FileNotFoundError:
        raise RepositoryNotFound(
            str(path), f"no repository at {path}; `provrepo init {path}` makes one"
        ) from None
    except (OSError, ValueError) as error:
        raise NotARepository(str(path), f"cannot open {path}: {_reason(error)}") from None


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)


def _oddities(path: Path) -> list[tuple[str, str]]:
    """Return what is odd about a log that lies beside a file that is to be opened."""
    beside = (_log_of(path), path.with_name(f"{path.name}-shm"))
    if _open_here[_identity(path)] or not any(file.exists() for file in beside):
        return []
    from provrepo.store import sqlite_log

    return sqlite_log.oddities(path)


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
        raise NotWritable(str(path), f"cannot make {path}: {_reason(error)}") from None
    return _new(path, wait)


def _new(path: Path, wait: float) -> SQLite:
    return SQLite(_connection(path, "mode=rw", wait), _OpenFile(path), str(path), wait)


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


def _readable(path: Path, file: _OpenFile, wait: float) -> sqlite3.Connection:
    """Open a file to write to it, or to read it alone where nobody can write beside it."""
    try:
        return _connection(path, "mode=rw", wait)
    except sqlite3.Error as error:
        # In a folder that cannot be written SQLite cannot make its shared memory file. Where
        # nobody left a log behind, the database file alone is whole and can be read as it is.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        unwritable = code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        if not unwritable or _has_log(path):
            raise
    file.is_alone = True
    return _connection(path, "immutable=1", wait)


def _has_log(path: Path) -> bool:
    log = _log_of(path)
    return log.exists() and log.stat().st_size > 0


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _meaning(error: Exception, location: str, wait: float, *, writing: bool) -> Exception:
    from provrepo.store.sqlite_errors import meaning

    return meaning(error, location, wait, writing=writing)
