"""What verification takes for the tables as they should be is what is made, in each engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import BigInteger, Integer, LargeBinary, UniqueConstraint

import provrepo
from provrepo.store import shape
from provrepo.store.database import Database
from provrepo.store.engines import connect
from provrepo.store.schema import Row
from provrepo.store.shape import Column, Table


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """Return an empty repository's database."""
    provrepo.create(url).close()
    opened = connect(url)
    yield opened
    opened.close()


def test_it_says_what_the_schema_says() -> None:
    """Table by table: columns, keys, uniqueness, references and indexes."""
    made = {}
    for table in Row.metadata.sorted_tables:
        unique = [
            tuple(column.name for column in constraint.columns)
            for constraint in table.constraints
            if isinstance(constraint, UniqueConstraint)
        ]
        made[table.name] = Table(
            {
                column.name: Column(
                    "integer"
                    if isinstance(column.type, Integer | BigInteger)
                    else "bytes"
                    if isinstance(column.type, LargeBinary)
                    else "text",
                    bool(column.nullable),
                )
                for column in table.columns
            },
            tuple(column.name for column in table.primary_key),
            frozenset(unique),
            frozenset(
                (key.parent.name, key.column.table.name, key.column.name)
                for key in table.foreign_keys
            ),
            frozenset(tuple(column.name for column in index.columns) for index in table.indexes),
        )
    assert shape.expected() == made
    assert set(made) - set(shape.expected(is_older=True)) == set(shape.NOT_IN_SCHEMA_1)


def test_what_is_made_is_seen_as_expected(database: Database) -> None:
    """Nothing is missing, nothing is other, nothing is there besides."""
    seen = database.seen_tables()
    assert seen.tables == database.expected_tables()
    assert (seen.wrong, seen.besides) == ([], [])
