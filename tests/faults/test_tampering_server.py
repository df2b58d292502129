"""Tampering with a server's tables behind the program's back: each is reported, as in a file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import provrepo
from provrepo.store import check
from provrepo.store.database import Database
from provrepo.store.engines import connect
from tests.faults import test_tampering
from tests.faults.test_tampering import COLUMNS, TABLES, columns
from tests.postgres import Server

pytestmark = pytest.mark.slow  # test_tampering says the same of a file

whole = test_tampering.whole  # the same repository, with rows in every table


@pytest.fixture(scope="module")
def database(
    whole: bytes, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """Return a connection to that repository on the server."""
    path = tmp_path_factory.mktemp("server") / "x.db"
    path.write_bytes(whole)
    url = server.schema()
    with provrepo.open(path) as repository:
        repository.copy_to(url)
    opened = connect(url)
    # What is tampered with below is seen from within its own transaction only.
    opened.snapshot = contextlib.nullcontext  # type: ignore[method-assign]
    yield opened
    opened.close()


def tampered(database: Database, *statements: str) -> list[tuple[str, str]]:
    """Run statements, return what verification finds, and take all of it back."""
    database.rows("BEGIN")
    try:
        database.rows("SET LOCAL session_replication_role = replica")  # foreign keys are not held
        for statement in statements:
            database.rows(statement)
        database.rebuilt.clear()
        return [(one.code, one.place) for one in check.verify(database)]
    finally:
        database.rows("ROLLBACK")
        database.rebuilt.clear()


VALUES = {
    "INTEGER": ["{} + 1000", "-{} - 1"],
    "TEXT": ["{} || 'x'"],
    "BLOB": [
        "CASE WHEN length({0}) > 0 THEN substr({0}, 2) ELSE '\\x00'::bytea END",
        "{} || '\\x00'::bytea",
    ],
}


def test_it_verifies_as_it_is(database: Database) -> None:
    """What is found below comes from the tampering."""
    assert list(check.verify(database)) == []


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_of_every_table_counts(
    database: Database, whole: bytes, tmp_path: Path, column: str
) -> None:
    """One value of one row changed: reported with its code and its place."""
    table, _, name = column.partition(".")
    codes, place = COLUMNS[column]
    told = columns(whole, tmp_path)[table]
    kind, nullable = next((kind, nullable) for found, kind, nullable in told if found == name)
    empty = {"TEXT": f"AND {name} <> ''", "BLOB": f"AND length({name}) > 0"}.get(kind, "")
    for expression in (*VALUES[kind], *(["NULL"] if nullable else [])):
        found = tampered(
            database,
            f"UPDATE {table} SET {name} = {expression.format(name)} WHERE ctid = "
            f"(SELECT ctid FROM {table} WHERE {name} IS NOT NULL {empty} "
            f"ORDER BY {told[0][0]}, {told[1][0]} LIMIT 1)",
        )
        assert {code for code, _ in found} & codes, (expression, found)
        assert any(place in where for code, where in found if code in codes), (expression, found)


@pytest.mark.parametrize("table", TABLES)
def test_a_dropped_row_is_reported(database: Database, table: str) -> None:
    """Whichever row of whichever table is deleted, first, middle or last, it is missed."""
    count = database.value(f"SELECT count(*) FROM {table}")
    assert count
    for place in sorted({0, count // 2, count - 1}):
        chosen = f"SELECT ctid FROM {table} ORDER BY 1 LIMIT 1 OFFSET {place}"
        assert tampered(database, f"DELETE FROM {table} WHERE ctid = ({chosen})"), f"row {place}"


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (
            [
                "UPDATE version a SET content_id = b.content_id FROM version b "
                "WHERE (a.sequence, b.sequence) IN ((6, 7), (7, 6))"
            ],
            "record",
        ),
        (
            [
                "UPDATE record SET sequence = -1 WHERE sequence = 6",
                "UPDATE record SET sequence = 6 WHERE sequence = 7",
                "UPDATE record SET sequence = 7 WHERE sequence = -1",
            ],
            "record",
        ),
        (["DELETE FROM record WHERE sequence > 20"], "ledger"),
        (["DELETE FROM ledger"], "ledger"),
        (["DELETE FROM event WHERE sequence > 0"], "record"),
        (["DELETE FROM version", "DELETE FROM text", "DELETE FROM document"], "record"),
        (["DROP TABLE content CASCADE"], "database"),
        (["ALTER TABLE version DROP COLUMN message"], "database"),
        (["ALTER TABLE version ALTER message TYPE bytea USING 'x'"], "record"),
        (["ALTER TABLE content RENAME TO gone", "CREATE VIEW content AS SELECT 1 AS id"],
         "database"),
        (["TRUNCATE record CASCADE"], "sequence"),
    ],
)  # fmt: skip
def test_tables_swapped_cut_off_and_gone_are_reported(
    database: Database, statements: list[str], code: str
) -> None:
    """Rows in each other's place, ends cut off, columns and tables that are not there."""
    assert code in {one for one, _ in tampered(database, *statements)}
