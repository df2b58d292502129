"""Repositories in PostgreSQL databases: connecting, locking, upkeep, and what errors mean.

Any number of processes write at once. Each holds the rows of the texts that it writes to, and at
the end, for a moment, the place at the end of the ledger, which so has no gap. What collides all
the same is found by a unique index, and is planned again by the caller. Advisory locks are not
used: databases that only speak PostgreSQL's language often lack them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from provrepo.store import upgrade
from provrepo.store.database import (
    IN_USE,
    SCHEMA_VERSION,
    Database,
    Queries,
    Transaction,
)
from provrepo.store.errors import (
    Busy,
    Damaged,
    NotARepository,
    NotPermitted,
    NotWritable,
    RepositoryClosed,
    RepositoryError,
    RepositoryExists,
    RepositoryNotFound,
)
from provrepo.store.postgres_errors import meaning, not_replicated, shown, unreachable
from provrepo.store.postgres_transaction import Connected, PostgresTransaction

if TYPE_CHECKING:
    import psycopg

    from provrepo.store.search_postgres import PostgresIndex
    from provrepo.store.shape import Seen, Table

OLDEST_SERVER = 14
CONNECT_SECONDS = 10

WITH_REMOVABLE = ("content", "object", "agent")
"""The tables with what a purge removes."""


class Postgres(Connected, Database):
    """One connection to a PostgreSQL database."""

    remains = (
        "the server's write-ahead log, its replicas and its backups may still hold the bytes; "
        "docs/store.md says how to clear them"
    )

    def __init__(
        self, connection: psycopg.Connection[tuple[Any, ...]], location: str, wait: float
    ) -> None:
        super().__init__(location, wait)
        self.connection = connection
        self.cursor = connection.cursor(binary=True)
        self._warned: list[str] = []
        self._is_closed = False
        self._table: int | None = None
        self._index: PostgresIndex | None = None
        connection.add_notice_handler(self._note_warning)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and return all its rows."""
        import psycopg

        try:
            return self._rows(sql, parameters)
        except (psycopg.Error, UnicodeDecodeError) as error:
            raise self._translated(error, writing=False) from error

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reads inside see one moment, whoever writes meanwhile."""
        self.rows("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            self._end("COMMIT")

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Write: all or nothing, durable when it ends, beside other processes."""
        import psycopg

        try:
            self.cursor.execute("BEGIN ISOLATION LEVEL READ COMMITTED")
            try:
                transaction = PostgresTransaction(
                    self.cursor, self.location, self.remembered, self._table
                )
                upgrade.bring_up_to_date(self, transaction)
                yield transaction
                self._warned.clear()
                self.cursor.execute("COMMIT")
                self.schema = self.schema and SCHEMA_VERSION
                self.remembered = transaction.remembered
            except BaseException:
                self._end("ROLLBACK")
                raise
        except (psycopg.Error, UnicodeDecodeError) as error:
            raise self._translated(error, writing=True) from error
        if self._warned:
            raise not_replicated(self.location, self._warned[0])

    def _note_warning(self, diagnostic: psycopg.errors.Diagnostic) -> None:
        """Remember what the server warns of.

        At a commit that is one thing: a time limit or its administrator ended the wait for a
        standby, and it goes on as if the standby had the change.
        """
        if diagnostic.severity_nonlocalized == "WARNING":
            self._warned.append(diagnostic.message_primary or "a warning at the commit")

    def _end(self, statement: str) -> None:
        """End a transaction; a lost connection has ended it already."""
        import psycopg

        if not self.connection.closed:
            try:
                self.cursor.execute(statement.encode())
            except psycopg.OperationalError:
                self.connection.close()

    def make_schema(self, transaction: Transaction) -> None:
        """Make the tables of a new repository."""
        from provrepo.store.schema import definitions

        transaction.run("CREATE TABLE provrepo (schema_version integer NOT NULL)")
        transaction.run("INSERT INTO provrepo VALUES (0)")
        for definition in definitions(transaction.dialect):
            transaction.run(definition)
        for column in ("content ALTER data", "object ALTER data"):
            # It is compressed already.
            transaction.run(f"ALTER TABLE {column} SET STORAGE EXTERNAL")
        for column in ("content ALTER data", "object ALTER data", "agent ALTER name",
                       "agent ALTER identifier", "agent ALTER nonce"):  # fmt: skip
            # Samples of what can be purged must not stand among the planner's statistics.
            transaction.run(f"ALTER TABLE {column} SET STATISTICS 0")

    def made(self) -> None:
        """Do nothing: the tables are complete with the transaction."""

    def unmake_schema(self, transaction: Transaction) -> None:
        """Remove all tables of a repository."""
        from provrepo.store.schema import table_names

        for table in (*reversed(table_names()), "provrepo"):
            transaction.run(f"DROP TABLE {table}")

    def is_empty(self) -> bool:
        """Return whether nothing stands where the tables of a repository would."""
        return not self.rows(
            "SELECT 1 FROM pg_class WHERE relnamespace = current_schema()::regnamespace LIMIT 1"
        )

    def schema_version(self, queries: Queries) -> int:
        """Return the version of the schema that the database has. Raises NotARepository."""
        if queries.value("SELECT to_regclass('provrepo') IS NULL"):
            if self.is_empty():
                raise RepositoryNotFound(
                    self.location,
                    f"no repository in {self.location}; `provrepo init` with its URL makes one",
                )
            raise NotARepository(
                self.location, f"{self.location} is a database, but no provrepo repository"
            )
        row = queries.row("SELECT schema_version, tableoid::int8 FROM provrepo")
        version, table = row or (None, None)
        # Where somebody puts another repository into its place, this is another one.
        self._table = self._table or table
        if not isinstance(version, int):
            raise Damaged(f"{self.location} does not say which schema it has")
        return version

    def set_schema_version(self, transaction: Transaction, version: int) -> None:
        """Write down which version the schema has now."""
        transaction.run("UPDATE provrepo SET schema_version = ?", (version,))

    def ids_follow(self, transaction: Transaction) -> None:
        """Let new ids follow those that were copied."""
        for table in ("content", "object", "agent", "document", "text"):
            transaction.run(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                f"coalesce((SELECT max(id) FROM {table}), 1))"
            )

    def seen_tables(self) -> Seen:
        """Return which tables there are, and what belongs to them."""
        from provrepo.store import postgres_tables

        return postgres_tables.seen(self, self.expected_tables())

    def expected_tables(self) -> dict[str, Table]:
        """Return which tables there should be, with the one that says which schema this is."""
        from provrepo.store.shape import Column, Table

        version = Table({"schema_version": Column("integer")})
        return {"provrepo": version, **super().expected_tables()}

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with the tables and the references between them: where, and what."""
        rows = self.value("SELECT count(*) FROM provrepo")
        if rows != 1:
            yield "provrepo", f"has {rows} rows that say which schema this is, not one"
        from provrepo.store import postgres_tables

        yield from postgres_tables.missing_parents(self)

    def overwrite_what_is_freed(self) -> None:
        """See that `scrub` may make the tables anew. Raises NotPermitted.

        The server skips what a role may not vacuum with no more than a notice.
        """
        may = "pg_has_role(c.relowner, 'USAGE') OR pg_has_role(d.datdba, 'USAGE')"
        if self.connection.info.server_version >= 170000:
            may += " OR has_table_privilege(c.oid, 'MAINTAIN')"
        role = self.value(
            "SELECT quote_ident(current_user) FROM pg_class c, pg_database d "
            f"WHERE d.datname = current_database() AND NOT ({may}) "
            "AND c.oid IN (to_regclass('content'), to_regclass('object'), to_regclass('agent'))"
        )
        if role is not None:
            tables = ", ".join(WITH_REMOVABLE)
            raise NotPermitted(
                self.location,
                f"{self.location} cannot be written anew, as a purge has to: the role {role} may "
                f"not vacuum {tables}. Let their owner purge, or, from PostgreSQL 17 on, "
                f"GRANT MAINTAIN ON {tables} TO {role}. Nothing was changed",
            )

    def scrub(self) -> str:
        """Write anew the tables that bytes were removed from; return what kept it from that.

        The server's log, its replicas and its backups are out of reach.
        """
        still_seen: list[int] = []

        def notice(diagnostic: psycopg.errors.Diagnostic) -> None:
            # "0 dead row versions cannot be removed yet", in whatever language: another process
            # may still see the old ones.
            if number := re.search(r"\d+", diagnostic.message_detail or ""):
                still_seen.append(int(number[0]))

        self.connection.add_notice_handler(notice)
        try:
            for table in WITH_REMOVABLE:
                self.rows(f"VACUUM (FULL, VERBOSE) {table}")
        except (Busy, RepositoryError) as error:
            return str(error)
        finally:
            self.connection.remove_notice_handler(notice)
        return "" if still_seen == [0] * len(WITH_REMOVABLE) else IN_USE

    def search_index(self) -> PostgresIndex:
        """Return the index of words, in a schema beside the repository; raises IndexTrouble."""
        if self._index is None:
            from provrepo.store.search_postgres import PostgresIndex

            self._index = PostgresIndex(self)
        return self._index

    def empty_search_index(self) -> str:
        """Remove all words from the index, if there is one; return what kept it from that."""
        from provrepo.store.search_index import IndexTrouble

        try:
            return self.search_index().empty()
        except IndexTrouble as trouble:
            return str(trouble)

    @contextmanager
    def copying(self, statement: str) -> Iterator[Callable[[Sequence[Any]], None]]:
        """Yield what takes the rows of a COPY statement."""
        import psycopg

        try:
            with self.cursor.copy(statement.encode()) as copy:
                yield copy.write_row
        except (psycopg.Error, UnicodeDecodeError) as error:
            raise self._translated(error, writing=True) from error

    def close(self) -> None:
        """Close the connection."""
        self._is_closed = True
        self.connection.close()

    def discard(self) -> None:
        """Close a database that could not be made; its tables went with the transaction."""
        self.close()

    def _translated(self, error: Exception, *, writing: bool) -> Exception:
        if self._is_closed:
            return RepositoryClosed(self.location)
        lost = self.connection.closed or self.connection.broken
        return meaning(error, self.location, self.wait, writing=writing, lost=lost)


def connect(url: str, wait: float) -> Postgres:
    """Open the repository at a URL; see `provrepo.store.engines.connect`."""
    return _open(url, wait)


def create(url: str, wait: float) -> Postgres:
    """Find the place for a new repository; see `provrepo.store.engines.create`."""
    database = claim(url, wait)
    if database.value("SELECT to_regclass('provrepo') IS NOT NULL"):
        database.close()
        where = database.location
        raise RepositoryExists(where, f"{where} is a repository already; nothing was changed")
    return database


def claim(url: str, wait: float) -> Postgres:
    """Find the place for a copy; see `provrepo.store.engines.claim`."""
    database = _open(url, wait)
    try:
        where = database.location
        encoding = database.connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise RepositoryError(
                where,
                f"{where} has the encoding {encoding}; make a database with UTF8: "
                "createdb --encoding=UTF8 --template=template0 NAME",
            )
        if database.value("SELECT current_schema() IS NULL"):
            raise NotWritable(where, f"{where} has no schema in which tables can be made")
    except BaseException:
        database.close()
        raise
    return database


def _open(url: str, wait: float) -> Postgres:
    location = shown(url)
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    except ImportError:
        raise RepositoryError(
            location,
            "repositories in PostgreSQL need the driver psycopg: pip install 'provrepo[postgres]'",
        ) from None
    try:
        parameters = conninfo_to_dict(url)
    except psycopg.ProgrammingError:  # its message repeats the URL, with the password
        raise RepositoryError(
            location,
            "this is no URL of a PostgreSQL database: write "
            "postgresql://USER:PASSWORD@HOST:PORT/NAME, other characters than letters and digits "
            "in each as %XX",
        ) from None
    # What the driver logs is no message for a user, where nobody asked for logs.
    logging.getLogger("psycopg").addHandler(logging.NullHandler())
    settings: dict[str, Any] = {"client_encoding": "UTF8", "fallback_application_name": "provrepo"}
    if "connect_timeout" not in parameters:
        settings["connect_timeout"] = CONNECT_SECONDS
    try:
        connection = psycopg.connect(url, autocommit=True, **settings)
    except (psycopg.Error, UnicodeError) as error:
        raise unreachable(error, location, parameters) from None
    database = Postgres(connection, location, wait)
    try:
        server = connection.info.server_version // 10000
        if server < OLDEST_SERVER:
            raise RepositoryError(
                location,
                f"{location} is PostgreSQL {server}; provrepo needs {OLDEST_SERVER} or newer",
            )
        # What was acknowledged must survive a power cut, also where the server's owner does not
        # care; waiting must end.
        database.rows(
            "SELECT set_config('lock_timeout', ?, false), set_config('synchronous_commit', "
            "CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' "
            "ELSE current_setting('synchronous_commit') END, false)",
            (str(max(1, round(wait * 1000))),),
        )
    except BaseException:
        connection.close()
        raise
    return database
