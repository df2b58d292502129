"""What an open database offers to the rest of the store, whichever engine keeps it.

SQL is written once, with ``?`` for parameters and nothing that one engine alone understands; what
the engines do in different ways are methods here. `provrepo.store.engines` opens databases.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

from provrepo.store.contents import Rebuilt
from provrepo.store.errors import Busy, Damaged, NewerSchema, ProvrepoError

if TYPE_CHECKING:
    from provrepo.store.search_index import SearchIndex
    from provrepo.store.shape import Seen, Table

SCHEMA_VERSION = 2
"""The version of the tables that this provrepo writes: those of `provrepo.store.schema`."""

DEFAULT_WAIT = 10.0
"""Seconds to wait for another writer."""

IN_USE = "another process uses the repository"
"""What mostly keeps removed bytes in a database for a while."""

Result = TypeVar("Result")


class Collision(Exception):
    """Another process wrote the same since we looked, or waits for us while we wait for it."""


ATTEMPTS = 100
"""How often a write that collided with another one is begun again."""

VALUES = 500
"""How many values one query asks for: SQLite before 3.32 takes at most 999 parameters."""

_ABSENT = (
    "WITH former_text (text_id, until, kind, language, label) AS (SELECT 0, 0, '', '', '' "
    "WHERE 1 = 0), event_target (sequence, position, record) AS (SELECT 0, 0, 0 WHERE 1 = 0), "
    "event_agent (sequence, position, agent_id, role) AS (SELECT 0, 0, 0, '' WHERE 1 = 0) "
)
"""The tables that schema 1 lacks, as empty ones that a query can name."""


class Remembered(NamedTuple):
    """What a connection need not look up again, as nothing that anybody writes can change it.

    ``no_notes`` is the row of the notes object without notes. ``edge`` are the size of the ledger
    after the last write here, and the nodes at its right edge then: a ledger only grows, so where
    it has that size still, it has these nodes. ``state`` is what an engine calls the state of the
    database after that write, if it has a name for it that changes when others write.
    """

    no_notes: int | None = None
    edge: tuple[int, Sequence[Any]] = (0, ())
    state: int | None = None


class Queries(ABC):
    """What answers queries."""

    @abstractmethod
    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and return all its rows."""

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """Run a query and return its first row, or None."""
        rows = self.rows(sql, parameters)
        return rows[0] if rows else None

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:  # noqa: ANN401
        """Run a query and return the first value of its first row, or None."""
        rows = self.rows(sql, parameters)
        return rows[0][0] if rows else None

    def among(self, sql: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
        """Return the rows of a query that ends with a column, where that is one of ``values``."""
        listed = list(values)
        rows: list[tuple[Any, ...]] = []
        for start in range(0, len(listed), VALUES):
            chunk = listed[start : start + VALUES]
            rows += self.rows(f"{sql} IN ({', '.join('?' * len(chunk))})", chunk)
        return rows


class Transaction(Queries):
    """A write that is under way. ``dialect`` is SQLAlchemy's name for the engine.

    ``remembered`` is what the database is to remember once it has ended well. ``is_alone``: it is
    known that nobody else has written since the last write here.
    """

    dialect: ClassVar[str]
    is_alone = False

    def __init__(self, location: str, remembered: Remembered) -> None:
        self.location, self.remembered = location, remembered

    @abstractmethod
    def run(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run a statement and return how many rows it changed."""

    @abstractmethod
    def new_ids(self, table: str, count: int) -> Sequence[int]:
        """Return ids for ``count`` new rows of a table."""

    def hold(
        self, table: str, column: str, values: Collection[Any], *, shared: bool = False
    ) -> None:
        """Keep others from changing the rows with one of ``values`` in ``column`` until the end.

        With ``shared`` others may hold the same rows, and only changes have to wait.
        """

    @abstractmethod
    def hold_ledger(self) -> int:
        """Keep others from appending to the ledger until the end; return the schema's version.

        Raises NewerSchema where a newer provrepo has upgraded the database since it was opened.
        """

    def grant_as(self, table: str, tables: Sequence[str]) -> None:
        """Give everybody the rights to new ``tables`` that they have to ``table``."""

    def known_version(self, version: int) -> int:
        """Return the ``version`` of a schema. Raises NewerSchema where it is not known here."""
        if version > SCHEMA_VERSION:
            raise NewerSchema(self.location, version, SCHEMA_VERSION)
        return version

    @abstractmethod
    def insert_rows(
        self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """Add rows, each with the values of all ``columns`` of the table, in this order."""

    def insert_new(
        self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> Sequence[int]:
        """Add rows to a table that numbers its rows, and return their new ids."""
        if not rows:
            return ()
        ids = self.new_ids(table, len(rows))
        numbered = [(row_id, *row) for row_id, row in zip(ids, rows, strict=True)]
        self.insert_rows(table, ("id", *columns), numbered)
        return ids

    def insert(self, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
        """Add rows, given as columns: under the name of each its values, row by row."""
        rows = list(zip(*columns.values(), strict=True))
        if rows:
            self.insert_rows(table, tuple(columns), rows)


class Database(Queries):
    """One open repository database, for one thread.

    ``location`` names it in messages, without a password; ``wait`` is how long to wait for another
    writer, in seconds. What reads raises Damaged or Unavailable, what writes Busy or NotWritable
    besides.
    ``remains`` says where removed bytes may still be that `scrub` cannot reach. ``schema`` is the
    version of the tables when they were last looked at, None while they are being made.
    ``oddities`` are what was seen when it was opened and is no damage: where, and what. ``writes``
    is how often it was written to here.
    """

    remains: ClassVar[str] = ""

    def __init__(self, location: str, wait: float) -> None:
        self.location, self.wait = location, wait
        self.schema: int | None = None
        self.remembered = Remembered()
        self.rebuilt = Rebuilt()
        self.writes = 0
        self.oddities: list[tuple[str, str]] = []

    @property
    def is_older(self) -> bool:
        """Whether an older provrepo made the tables, and nothing was written here since."""
        if self.schema == SCHEMA_VERSION:
            return False
        # Another process may have upgraded it since it was opened.
        return 0 < self.schema_version(self) < SCHEMA_VERSION

    @property
    def absent(self) -> str:
        """What must stand before a query of tables that older schemas lack: see `_ABSENT`.

        So a repository of an older schema is read with the same queries, without any write.
        """
        return _ABSENT if self.is_older else ""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """Let all reads inside see one moment, whoever writes meanwhile."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[Transaction]:
        """Write: all or nothing, durable when it ends; the tables of an older schema are upgraded.

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
    def unmake_schema(self, transaction: Transaction) -> None:
        """Remove all tables, where `discard` would leave them."""

    @abstractmethod
    def is_empty(self) -> bool:
        """Return whether nothing stands where the tables of a repository would."""

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
    def seen_tables(self) -> Seen:
        """Return which tables there are, and what belongs to them."""

    def expected_tables(self) -> dict[str, Table]:
        """Return which tables there should be."""
        from provrepo.store import shape

        return shape.expected(is_older=self.is_older)

    @abstractmethod
    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what the engine itself finds wrong: where, and what."""

    @abstractmethod
    def overwrite_what_is_freed(self) -> None:
        """Let bytes that are removed from now on be overwritten, not only forgotten.

        Raises NotPermitted where `scrub` lacks the right to do its part.
        """

    @abstractmethod
    def scrub(self) -> str:
        """Clear what is left of removed bytes; return what kept it from that, or nothing."""

    @abstractmethod
    def search_index(self) -> SearchIndex:
        """Open the index of words, or make an empty one; it is closed with the database.

        Raises `provrepo.store.search_index.IndexTrouble`.
        """

    @abstractmethod
    def empty_search_index(self) -> str:
        """Remove all words from the index, if there is one; return what kept it from that."""

    @abstractmethod
    def close(self) -> None:
        """Close the connection."""

    @abstractmethod
    def discard(self) -> None:
        """Close a database that could not be made, and leave nothing of it behind."""


def write(database: Database, work: Callable[[Transaction], Result]) -> Result:
    """Do ``work`` in one transaction, and again where it collided with another process."""
    for _ in range(ATTEMPTS):
        try:
            with database.transaction() as transaction:
                return work(transaction)
        except Collision:
            continue
    raise Busy(database.location, database.wait)


# What stands in a column, as the type that was written: a damaged page may hold anything else.

IMPOSSIBLE = (TypeError, ValueError, AttributeError, OverflowError, RecursionError, OSError)
"""What taking such a value for what it should be may raise."""


@contextmanager
def column_values(what: str) -> Iterator[None]:
    """Raise Damaged where columns hold what no column can hold that was written here."""
    try:
        yield
    except ProvrepoError:
        raise
    except IMPOSSIBLE:
        raise Damaged(f"{what} has impossible values") from None


def check_order(numbers: Iterable[Any], table: str) -> None:
    """Raise Damaged unless the numbers of a table's rows ascend.

    They are those of a page, after the last one of the page before: where a damaged page leads
    back, reading page after page would never end.
    """
    with column_values(f"table {table}"):
        if any(before >= after for before, after in pairwise(numbers)):
            raise Damaged(f"the rows of the table {table} are out of order")


def column_word(value: object) -> str:
    """Return a text column's value; a damaged page may hold anything in its place."""
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def column_word_or_none(value: object) -> str | None:
    """Return the value of a text column that may be null."""
    return None if value is None else column_word(value)


def column_number(value: object) -> int:
    """Return the value of a column of whole numbers."""
    if not isinstance(value, int):
        raise TypeError("no number")
    return value


def column_hexadecimal(raw: bytes | None) -> str | None:
    """Return a digest as records write it."""
    return None if raw is None else raw.hex()


@lru_cache(maxsize=1000)
def column_instant(seconds: int) -> str:
    """Return seconds since 1970 as records write them."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(maxsize=1000)
def column_seconds(moment: str) -> int:
    """Return an instant as its column has it, seconds since 1970; see `column_instant`."""
    return int(datetime.fromisoformat(moment).astimezone(UTC).timestamp())
