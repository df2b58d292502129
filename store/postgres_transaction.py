"""Queries and transactions on a connection to a PostgreSQL server."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from provrepo.store.database import Queries, Remembered, Transaction
from provrepo.store.errors import Unavailable

if TYPE_CHECKING:
    import psycopg

FEW = 20
"""Up to this many rows go in by INSERT, more by COPY, which takes longer to begin."""


class Connected(Queries):
    """What asks a server."""

    cursor: psycopg.Cursor[tuple[Any, ...]]

    def _rows(self, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        self.cursor.execute(placeholders(sql), parameters)
        return self.cursor.fetchall() if self.cursor.description else []

    def among(self, sql: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
        """Return the rows of a query that ends with a column, where that is one of ``values``."""
        listed = list(values)
        return self.rows(f"{sql} = ANY(?)", (listed,)) if listed else []


class PostgresTransaction(Connected, Transaction):
    """A write to a PostgreSQL database, beside those of other processes."""

    dialect = "postgresql"

    def __init__(
        self,
        cursor: psycopg.Cursor[tuple[Any, ...]],
        location: str,
        remembered: Remembered,
        table: int | None = None,
    ) -> None:
        super().__init__(location, remembered)
        self.cursor, self._table = cursor, table

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and return all its rows."""
        return self._rows(sql, parameters)

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run a statement and return how many rows it changed."""
        self.cursor.execute(placeholders(sql), parameters)
        return self.cursor.rowcount

    def new_ids(self, table: str, count: int) -> Sequence[int]:
        """Return ids for ``count`` new rows of a table, which nobody else gets."""
        if not count:
            return ()
        numbers = self.rows(
            "SELECT nextval(pg_get_serial_sequence(?, 'id')) FROM generate_series(1, ?)",
            (table, count),
        )
        return [number for (number,) in numbers]

    def insert_rows(
        self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """Add rows, each with the values of all ``columns`` of the table, in this order."""
        from provrepo.store.schema import column_types

        names = ", ".join(columns)
        if len(rows) <= FEW:
            marks = f"({', '.join('?' * len(rows[0]))})"
            self.run(
                f"INSERT INTO {table} ({names}) VALUES {', '.join([marks] * len(rows))}",
                [value for row in rows for value in row],
            )
            return
        statement = f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)"
        with self.cursor.copy(statement.encode()) as copy:
            types = column_types(table)
            copy.set_types([types[column] for column in columns])
            for row in rows:
                copy.write_row(row)

    def hold(
        self, table: str, column: str, values: Collection[Any], *, shared: bool = False
    ) -> None:
        """Keep others from changing the rows with one of ``values`` in ``column`` until the end.

        With ``shared`` others may hold the same rows, and only changes have to wait.
        """
        if values:
            # Always in the same order, so that two processes do not wait for each other.
            self.rows(
                f"SELECT 1 FROM {table} WHERE {column} = ANY(?) ORDER BY {column} "
                f"FOR {'SHARE' if shared else 'UPDATE'}",
                (list(values),),
            )

    def hold_ledger(self) -> int:
        """Keep others from appending to the ledger until the end; return the schema's version.

        Raises Unavailable where the tables are others than when the repository was opened.
        """
        row = self.row("SELECT schema_version, tableoid::int8 FROM provrepo FOR UPDATE")
        version, table = row or (0, None)
        if self._table not in (None, table):
            raise Unavailable(
                self.location,
                f"{self.location} was removed or replaced while it was open; nothing was changed. "
                "Open it again to use what is there now",
            )
        return self.known_version(int(version or 0))

    def grant_as(self, table: str, tables: Sequence[str]) -> None:
        """Give everybody the rights to new ``tables`` that they have to ``table``."""
        # The name of a role is quoted by the server; PUBLIC is no name.
        grants = self.rows(
            "SELECT DISTINCT g.privilege_type::text, CASE WHEN g.grantee = 0 THEN 'PUBLIC' "
            "ELSE quote_ident(pg_get_userbyid(g.grantee)) END "
            "FROM pg_class c, "
            "LATERAL aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) g "
            "WHERE c.oid = to_regclass(?) AND g.grantee <> current_user::regrole",
            (table,),
        )
        for right, role in grants:
            self.run(f"GRANT {right} ON {', '.join(tables)} TO {role}")


@lru_cache(maxsize=1000)
def placeholders(sql: str) -> bytes:
    """Return a statement with the driver's ``%s`` for each ``?`` that stands outside of quotes."""
    return re.sub(
        r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[?%]",
        lambda part: "%s" if part[0] == "?" else part[0].replace("%", "%%"),
        sql,
    ).encode()
