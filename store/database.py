"""From a path or URL to an open database: what each engine offers to the rest of the store.

SQL is written once, with ``?`` for parameters and nothing that one engine alone understands; an
engine's own ways are methods here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar, Protocol, TypeVar

from provrepo.store.contents import Rebuilt
from provrepo.store.errors import Busy, NewerSchema, NotARepository, RepositoryError

SCHEMA_VERSION = 1

DEFAULT_WAIT = 10.0
"""Seconds to wait for another writer."""


Done = TypeVar("Done")


class Collision(Exception):
    """Another process wrote the same since we looked, or waits for us while we wait for it."""


ATTEMPTS = 100
"""How often a write that collided with another one is begun again."""

MANY = 500
"""How many values one query asks for."""


class Queries(ABC):
    """What answers queries."""

    @abstractmethod
    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and return all its rows."""

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """Run a query and return its first row, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:  # noqa: ANN401
        """Run a query and return the first value of its first row, or None."""
        found = self.rows(sql, parameters)
        return found[0][0] if found else None

    def among(self, sql: str, values: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query that ends with a column, where that is one of ``values``."""
        listed = list(values)
        for start in range(0, len(listed), MANY):
            chunk = listed[start : start + MANY]
            yield from self.rows(f"{sql} IN ({', '.join('?' * len(chunk))})", chunk)


class Transaction(Queries):
    """A write that is under way. ``dialect`` is SQLAlchemy's name for the engine."""

    dialect: ClassVar[str]

    @abstractmethod
    def run(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run a statement and return how many rows it changed."""

    @abstractmethod
    def new_ids(self, table: str, count: int) -> Sequence[int]:
        """Return ids for ``count`` new rows of a table."""

    def hold(
        self, table: str, column: str, values: Collection[Any], *, shared: bool = False
    ) -> None:
        """Let nobody else change rows before this ends: those with one of ``values`` in ``column``.

        With ``shared`` others may hold them likewise.
        """

    def hold_ledger(self) -> None:
        """Let nobody else append to the ledger before this ends."""

    @abstractmethod
    def insert_rows(
        self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """Add rows, each with the values of all ``columns`` of the table, in this order."""

    def insert(self, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
        """Add rows, told as columns: under the name of each its values, row by row."""
        rows = list(zip(*columns.values(), strict=True))
        if rows:
            self.insert_rows(table, tuple(columns), rows)


class Database(Queries):
    """One open repository database, for one thread.

    ``location`` names it in messages, without a password; ``wait`` is how long to wait for another
    writer, in seconds. What reads raises Damaged, what writes Busy or NotWritable besides.
    ``remains`` says where removed bytes may still be that `scrub` cannot reach.
    """

    remains: ClassVar[str] = ""

    def __init__(self, location: str, wait: float) -> None:
        self.location, self.wait = location, wait
        self.rebuilt = Rebuilt()

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """Let all reads inside see one moment, whoever writes meanwhile."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[Transaction]:
        """Write: all or nothing, durable when it ends.

        Raises Busy where another process wrote for longer than ``wait`` seconds, Collision where a
        row would not be unique.
        """

    @abstractmethod
    def make_schema(self, transaction: Transaction) -> None:
        """Make the tables of a new repository."""

    @abstractmethod
    def made(self) -> None:
        """Do what can be done only after the transaction that made the tables."""

    @abstractmethod
    def is_empty(self) -> bool:
        """Tell whether nothing stands where the tables of a repository would."""

    @abstractmethod
    def schema_version(self, queries: Queries) -> int:
        """Return the version of the schema that the database has. Raises NotARepository."""

    @abstractmethod
    def set_schema_version(self, transaction: Transaction, version: int) -> None:
        """Write down which version the schema has now."""

    @abstractmethod
    def ids_follow(self, transaction: Transaction) -> None:
        """Let new ids follow those of rows that were added with ids of their own."""

    @abstractmethod
    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what the engine itself finds wrong: where, and what."""

    @abstractmethod
    def overwrite_what_is_freed(self) -> None:
        """Let bytes that are removed from now on be overwritten, not only forgotten."""

    @abstractmethod
    def scrub(self) -> bool:
        """Clear what is left of removed bytes; tell whether that could be finished."""

    @abstractmethod
    def close(self) -> None:
        """Close the connection."""

    @abstractmethod
    def discard(self) -> None:
        """Close a database that could not be made, and leave nothing of it behind."""


def connect(url: str, *, wait: float = DEFAULT_WAIT) -> Database:
    """Open the repository at a path or URL.

    A repository in a folder that cannot be written opens too, for reading. An older schema is
    upgraded. Raises RepositoryNotFound, NotARepository, NewerSchema, NotWritable or Busy.
    """
    database = engine(url).connect(url, wait)
    try:
        check_schema(database)
    except BaseException:
        database.close()
        raise
    return database


def check_schema(database: Database) -> None:
    """Upgrade an older schema. Raises NewerSchema, or NotARepository for an unfinished copy."""
    version = database.schema_version(database)
    if version < 0:
        raise NotARepository(
            database.location,
            f"{database.location} is a copy that was not finished; the same `provrepo copy` again "
            "goes on with it",
        )
    if version > SCHEMA_VERSION:
        raise NewerSchema(database.location, version, SCHEMA_VERSION)
    if version < SCHEMA_VERSION:
        from provrepo.store.upgrade import upgrade

        upgrade(database, version)


def create(url: str, *, wait: float = DEFAULT_WAIT) -> Database:
    """Make an empty database at a path or URL, or find one there, still without tables.

    Raises RepositoryExists, RepositoryNotFound (no such folder or database) or NotWritable.
    """
    return engine(url).create(url, wait)


def write(database: Database, work: Callable[[Transaction], Done]) -> Done:
    """Do something in one transaction, again where it collides with another process."""
    for _ in range(ATTEMPTS):
        try:
            with database.transaction() as transaction:
                return work(transaction)
        except Collision:
            continue
    raise Busy(database.location, database.wait)


def claim(url: str, *, wait: float = DEFAULT_WAIT) -> Database:
    """Open a place for a copy: an empty database, which is made, or one with a copy in it.

    What it holds is not looked at. Raises RepositoryNotFound (no such folder or database),
    NotARepository (another kind of file) or NotWritable.
    """
    return engine(url).claim(url, wait)


class Engine(Protocol):
    """What a module for one kind of database has."""

    def connect(self, url: str, wait: float) -> Database:
        """Open what stands at a URL."""

    def create(self, url: str, wait: float) -> Database:
        """Make an empty database, or find one, at a URL."""

    def claim(self, url: str, wait: float) -> Database:
        """Open what stands at a URL, or make an empty database there."""


def engine(url: str) -> Engine:
    """Return the module that knows the kind of database at a path or URL."""
    scheme, separator, _ = url.partition("://")
    if not separator and url.partition(":")[0] in ("postgres", "postgresql"):
        raise RepositoryError("postgresql:", "write postgresql://USER:PASSWORD@HOST:PORT/NAME")
    if not separator or scheme == "sqlite":
        from provrepo.store import sqlite

        return sqlite
    if scheme in ("postgres", "postgresql"):
        from provrepo.store import postgres

        return postgres
    raise RepositoryError(
        f"{scheme}:",
        f"{scheme}: repositories are SQLite files and PostgreSQL databases: name a path, "
        "sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME",
    )
