"""The tables as they should be, as plain values, and how those of a database differ from them.

`provrepo.store.schema` makes the tables; a test checks that both say the same. That module takes
half a second to load, which verification is spared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple


class Column(NamedTuple):
    """What a column holds, ``integer``, ``text`` or ``bytes``, and whether it may be null."""

    kind: str
    nullable: bool = False


@dataclass(frozen=True)
class Table:
    """A table: its columns by name, its key, and what else holds it together.

    ``unique`` and ``indexes`` are columns in their order, ``references`` a column with the table
    and the column that it refers to.
    """

    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    unique: frozenset[tuple[str, ...]] = frozenset()
    references: frozenset[tuple[str, str, str]] = frozenset()
    indexes: frozenset[tuple[str, ...]] = frozenset()


@dataclass
class Seen:
    """What stands in a database: tables by name, what is wrong with them, what is there besides.

    ``wrong`` and ``besides`` are places with what is there. What is besides takes nothing away.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    besides: list[tuple[str, str]] = field(default_factory=list)


# A line a column: its name, what it holds (? where it may be null), and what holds it together.
_COLUMNS = {
    "record": """
        sequence integer key
        digest bytes unique""",
    "content": """
        id integer key
        digest bytes unique
        size integer
        codec integer
        base_id integer? content.id
        place integer
        data bytes""",
    "object": """
        id integer key
        kind text
        digest bytes
        size integer
        codec integer
        data bytes""",
    "agent": """
        id integer key
        digest bytes unique
        name text?
        identifier text
        type text
        nonce text""",
    "document": """
        id integer key
        key text unique""",
    "text": """
        id integer key
        document_id integer document.id
        kind text
        language text
        label text""",
    "version": """
        sequence integer key record.sequence
        text_id integer text.id
        number integer
        content_id integer content.id
        notes_id integer object.id
        citation_id integer? object.id
        activity text
        created text?
        recorded integer
        message text
        software text
        file_name text?
        file_media_type text?
        file_reader text?
        file_digest bytes?""",
    "version_agent": """
        sequence integer key version.sequence
        position integer key
        agent_id integer agent.id
        role text""",
    "version_basis": """
        sequence integer key version.sequence
        position integer key
        version bytes?
        label text?
        uri text?
        sha256 bytes?""",
    "event": """
        sequence integer key record.sequence
        event text index
        data text
        targets text
        message text
        recorded integer""",
    "event_target": """
        sequence integer key event.sequence
        position integer key
        record integer index record.sequence""",
    "event_agent": """
        sequence integer key event.sequence
        position integer key
        agent_id integer index agent.id
        role text""",
    "opaque": """
        sequence integer key record.sequence
        data bytes""",
    "withdrawal": """
        sequence integer key version.sequence
        event integer event.sequence""",
    "former_key": """
        document_id integer key document.id
        until integer key event.sequence
        key text index""",
    "former_text": """
        text_id integer key text.id
        until integer key event.sequence
        kind text
        language text
        label text""",
    "ledger": """
        level integer key
        position integer key
        hash bytes""",
}
_UNIQUE_TOGETHER = {
    "object": ("kind", "digest"),
    "agent": ("name", "identifier"),
    "text": ("document_id", "kind", "language", "label"),
    "version": ("text_id", "number"),
}
NOT_IN_SCHEMA_1 = ("event_target", "event_agent", "former_text")
"""The tables that a repository of provrepo 0.1 lacks."""


def expected(*, is_older: bool = False) -> dict[str, Table]:
    """Return the tables that a repository has, by name; ``is_older``: one of schema 1."""
    tables = {name: _table(name) for name in _COLUMNS}
    if is_older:
        tables = {name: tables[name] for name in tables if name not in NOT_IN_SCHEMA_1}
        tables["event"] = replace(tables["event"], indexes=frozenset())  # of the events' names
    return tables


def _table(name: str) -> Table:
    lines = [line.split() for line in _COLUMNS[name].split("\n") if line]
    together = _UNIQUE_TOGETHER.get(name)
    return Table(
        {column: Column(kind.rstrip("?"), kind.endswith("?")) for column, kind, *_ in lines},
        key=tuple(column for column, _, *marks in lines if "key" in marks),
        unique=frozenset(
            [(column,) for column, _, *marks in lines if "unique" in marks]
            + ([together] if together else [])
        ),
        references=frozenset(
            (column, mark.partition(".")[0], mark.partition(".")[2])
            for column, _, *marks in lines
            for mark in marks
            if "." in mark
        ),
        indexes=frozenset((column,) for column, _, *marks in lines if "index" in marks),
    )


def differences(
    tables: Mapping[str, Table], seen: Mapping[str, Table]
) -> Iterator[tuple[str, str]]:
    """Yield how what was ``seen`` falls short of the ``tables`` expected: where, and what."""
    for name, table in tables.items():
        if name not in seen:
            yield name, "is missing"
            continue
        yield from ((name, message) for message in _of_table(table, seen[name]))


def _of_table(table: Table, seen: Table) -> Iterator[str]:
    for name, column in table.columns.items():
        if name not in seen.columns:
            yield f"its column {name} is missing"
        else:
            yield from _of_column(name, column, seen.columns[name])
    if table.key and seen.key != table.key:
        yield f"its primary key is not {_listed(table.key)}"
    for columns in sorted(lacking_uniqueness(table, seen)):
        yield f"nothing keeps it from holding the same {_listed(columns)} twice"
    for name, parent, key in sorted(table.references - seen.references):
        yield f"its column {name} does not refer to {parent}.{key}"
    for name, parent, key in sorted(seen.references - table.references):
        yield f"its column {name} refers to {parent}.{key}, which it should not"
    for columns in sorted(table.indexes - seen.indexes):
        yield f"its index of {_listed(columns)} is missing"


def _of_column(name: str, column: Column, seen: Column) -> Iterator[str]:
    if seen.kind != column.kind:
        yield f"its column {name} holds {seen.kind}, not {column.kind}"
    if seen.nullable != column.nullable:
        yield f"its column {name} {'may' if seen.nullable else 'may not'} be empty"


def lacking_uniqueness(table: Table, seen: Table) -> set[tuple[str, ...]]:
    """Return the columns that should be unique together, and that nothing keeps so."""
    enforced = {tuple(sorted(columns)) for columns in seen.unique}
    return {columns for columns in table.unique if tuple(sorted(columns)) not in enforced}


def repeatable(table: Table, seen: Table) -> set[tuple[str, ...]]:
    """Return the columns that are there and may hold the same twice, though they should not."""
    lacking = lacking_uniqueness(table, seen)
    if table.key and seen.key != table.key:
        lacking.add(table.key)
    return {columns for columns in lacking if set(columns) <= set(seen.columns)}


def besides(tables: Mapping[str, Table], seen: Mapping[str, Table]) -> Iterator[tuple[str, str]]:
    """Yield the columns and indexes of the ``tables`` that are there besides."""
    for name, table in tables.items():
        if name not in seen:
            continue
        for column in seen[name].columns:
            if column not in table.columns:
                yield name, f"has a column {column} besides"
        intended = {tuple(sorted(columns)) for columns in table.unique}
        for columns in sorted(seen[name].unique):
            if tuple(sorted(columns)) not in intended:
                yield name, f"has a unique index of {_listed(columns)} besides"
        for columns in sorted(seen[name].indexes - table.indexes):
            yield name, f"has an index of {_listed(columns)} besides"


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(columns)
