"""From a path or URL to an open database, and from its driver's errors to ours."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from provrepo.store.errors import (
    Busy,
    Damaged,
    NewerSchema,
    NotARepository,
    NotWritable,
    ProvrepoError,
    RepositoryError,
    RepositoryExists,
    RepositoryNotFound,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

SCHEMA_VERSION = 1
APPLICATION_ID = 0x70725270
"""Marks a SQLite file as a provrepo repository, in its header where `file` looks for it."""

DEFAULT_WAIT = 10.0
"""Seconds to wait for another writer."""


class Database:
    """One open repository database, for one thread.

    ``location`` names it in messages; ``wait`` is how long to wait for another writer, in seconds.
    """

    def __init__(self, connection: sqlite3.Connection, location: str, wait: float) -> None:
        self.connection, self.location, self.wait = connection, location, wait

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and return all its rows."""
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise _translated(error, self.location, self.wait) from error

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """Run a query and return its first row, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reads inside see one moment, whoever writes meanwhile."""
        self.rows("BEGIN")
        try:
            yield
        finally:
            self.rows("COMMIT")

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Write: all or nothing, durable when it ends, alone among all processes meanwhile.

        Raises Busy where another process wrote for longer than ``wait`` seconds.
        """
        from sqlalchemy.exc import DBAPIError

        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            if not isinstance(error.orig, sqlite3.Error):
                raise
            raise _translated(error.orig, self.location, self.wait) from error

    @cached_property
    def _engine(self) -> Engine:
        from sqlalchemy import create_engine, event
        from sqlalchemy.pool import StaticPool

        engine = create_engine("sqlite://", creator=lambda: self.connection, poolclass=StaticPool)
        # The connection is in autocommit mode; a write takes its lock at the start, so that what
        # it reads first cannot change before it writes.
        event.listen(engine, "begin", lambda begun: begun.exec_driver_sql("BEGIN IMMEDIATE"))
        return engine

    def close(self) -> None:
        """Close the connection; the last one empties the write-ahead log."""
        self.connection.close()


def connect(url: str, *, wait: float = DEFAULT_WAIT) -> Database:
    """Open the repository at a path or ``sqlite:`` URL.

    A repository in a folder that cannot be written opens too, for reading. An older schema is
    upgraded. Raises RepositoryNotFound, NotARepository, NewerSchema, NotWritable or Busy.
    """
    path = sqlite_path(url)
    _check_file(path)
    database = _open(path, wait)
    try:
        _check_schema(database)
    except BaseException:
        database.close()
        raise
    return database


def create(url: str, *, wait: float = DEFAULT_WAIT) -> Database:
    """Make an empty database file at a path or ``sqlite:`` URL, still without tables.

    Raises RepositoryExists, RepositoryNotFound (no such folder) or NotWritable.
    """
    path = sqlite_path(url)
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
    return Database(_connection(path, "mode=rw", wait), str(path), wait)


def sqlite_path(url: str) -> Path:
    """Return the path that a path or ``sqlite:`` URL names; other databases raise."""
    if "://" not in url:
        return Path(url)
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and not parts.netloc and len(parts.path) > 1:
        return Path(unquote(parts.path[1:]))
    raise RepositoryError(
        f"{parts.scheme}:",
        f"{parts.scheme}: this provrepo keeps repositories in SQLite files: "
        "name a path or sqlite:///PATH",
    )


def _check_file(path: Path) -> None:
    """Raise unless a SQLite database stands at ``path``, without asking SQLite to open it."""
    try:
        # Not to hang on a FIFO, it is opened without waiting for its other end.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        raise RepositoryNotFound(
            str(path), f"no repository at {path}; `provrepo init {path}` makes one"
        ) from None
    except (OSError, ValueError) as error:
        raise NotARepository(str(path), f"cannot open {path}: {_reason(error)}") from None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NotARepository(str(path), f"{path} is no file, so it is no repository")
        if os.read(descriptor, 16) != b"SQLite format 3\0":
            raise NotARepository(str(path), f"{path} is no provrepo repository")
    finally:
        os.close(descriptor)


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)


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


def _open(path: Path, wait: float) -> Database:
    try:
        try:
            connection = _connection(path, "mode=rw", wait)
        except sqlite3.Error as error:
            # In a folder that cannot be written SQLite cannot make its shared memory file. Where
            # nobody left a log behind, the database file alone is whole and can be read as it is.
            unwritable = _code(error) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
            if not unwritable or _has_log(path):
                raise
            connection = _connection(path, "immutable=1", wait)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _translated(error, str(path), wait) from error
    return Database(connection, str(path), wait)


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _check_schema(database: Database) -> None:
    application = database.row("PRAGMA application_id")
    if application != (APPLICATION_ID,):
        raise NotARepository(
            database.location, f"{database.location} is a database, but no provrepo repository"
        )
    version = (database.row("PRAGMA user_version") or (0,))[0]
    if version > SCHEMA_VERSION:
        raise NewerSchema(database.location, version, SCHEMA_VERSION)
    if version < SCHEMA_VERSION:
        from provrepo.store.upgrade import upgrade

        upgrade(database, version)


def _code(error: Exception) -> int:
    """Return SQLite's primary result code; errors of the driver's own making are about bad data."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF


def _translated(error: Exception, location: str, wait: float) -> Exception:
    """Return the error of ours that says what the driver's ``error`` means to a user."""
    if isinstance(error, sqlite3.ProgrammingError | sqlite3.InterfaceError):
        return error  # a mistake of ours, not something that a user can mend
    translated: ProvrepoError
    match _code(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            translated = Busy(location, wait)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            translated = NotWritable(
                location,
                f"{location} cannot be written: the file or its folder is read-only. "
                "Reading works; to write, ask for the right or use a copy",
            )
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            translated = NotWritable(
                location,
                f"{location} cannot be written: {error}. Make room; nothing was changed",
            )
        case sqlite3.SQLITE_NOTADB:
            translated = NotARepository(location, f"{location} is no provrepo repository")
        case sqlite3.SQLITE_CONSTRAINT:
            return error
        case _:
            reason = "text that is no UTF-8" if isinstance(error, UnicodeDecodeError) else error
            translated = Damaged(f"{location}: {reason}")
    return translated
