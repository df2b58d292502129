"""The tables of a SQLite file and all that belongs to them, read for verification."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from provrepo.store.database import Queries
from provrepo.store.shape import Column, Seen, Table

KINDS = {"INTEGER": "integer", "TEXT": "text", "BLOB": "bytes"}

_TOKEN = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\w+", re.DOTALL)
_CHANGING = {"CHECK", "COLLATE", "CONFLICT", "DEFERRABLE", "DEFERRED", "GENERATED"}
"""Words in the definition of a table that make another one of it."""


def seen(queries: Queries, ours: Mapping[str, Table]) -> Seen:
    """Return what there is, of tables with names of ``ours`` and besides."""
    inventory = Seen()
    for name, kind, is_strict in queries.rows(
        "SELECT name, type, strict FROM pragma_table_list WHERE schema = 'main' "
        "AND name NOT LIKE 'sqlite%' ORDER BY name"
    ):
        if name not in ours:
            inventory.besides.append((name, f"is a {kind} besides"))
        elif kind != "table" or not is_strict:
            inventory.wrong.append((name, "is no table as provrepo makes them"))
    inventory.wrong += _definitions(queries, ours)
    for kind, name, table in queries.rows(
        "SELECT type, name, tbl_name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"
    ):
        remarks = inventory.wrong if table in ours else inventory.besides
        remarks.append((name, f"is a {kind} on {table}, which may change what is written"))
    inventory.tables = _tables(queries, ours)
    inventory.wrong += _generated(queries, ours)
    return inventory


def faults(queries: Queries, path: Path) -> Iterator[tuple[str, str]]:
    """Yield what the engine itself finds wrong with the file at ``path``: where, and what."""
    # SQLite reads a last page that was cut short as if zeros followed.
    if path.stat().st_size % queries.value("PRAGMA page_size"):
        yield str(path), "its last page was cut short"
    for (message,) in queries.rows("PRAGMA integrity_check"):
        if message != "ok":
            yield str(path), " ".join(str(message).split())
    for table, row, parent, _ in queries.rows("PRAGMA foreign_key_check"):
        yield f"{table} {row}", f"names a row of {parent} that is not there"


def _definitions(queries: Queries, ours: Mapping[str, Table]) -> Iterator[tuple[str, str]]:
    """Yield the words of definitions that no other question below tells of."""
    for name, definition in queries.rows(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    ):
        if name in ours:
            words = {word.upper() for word in _TOKEN.findall(str(definition))}
            for word in sorted(words & _CHANGING):
                yield name, f"is declared with {word}, which it should not be"


def _generated(queries: Queries, ours: Mapping[str, Table]) -> Iterator[tuple[str, str]]:
    for table, name in queries.rows(
        "SELECT t.name, x.name FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) x "
        "WHERE t.schema = 'main' AND t.type = 'table' AND x.hidden <> 0 ORDER BY 1, 2"
    ):
        if table in ours and name in ours[table].columns:
            yield table, f"its column {name} is computed"


def _tables(queries: Queries, ours: Mapping[str, Table]) -> dict[str, Table]:
    columns: dict[str, dict[str, Column]] = defaultdict(dict)
    keys: dict[str, dict[int, str]] = defaultdict(dict)
    for table, name, kind, required, place in queries.rows(
        'SELECT t.name, x.name, x.type, x."notnull", x.pk FROM pragma_table_list t '
        "JOIN pragma_table_xinfo(t.name) x WHERE t.schema = 'main' AND t.type = 'table'"
    ):
        if table in ours:
            columns[table][name] = Column(KINDS.get(kind, kind.lower()), not required)
            keys[table].update({place: name} if place else {})
    unique, indexes = _indexes(queries)
    references = _references(queries)
    return {
        table: Table(
            columns[table],
            tuple(keys[table][place] for place in sorted(keys[table])),
            frozenset(unique[table]),
            frozenset(references[table]),
            frozenset(indexes[table]),
        )
        for table in columns
    }


_ByTable = dict[str, set[tuple[str, ...]]]


def _indexes(queries: Queries) -> tuple[_ByTable, _ByTable]:
    """Return the unique and the other indexes that cover all rows, by their bytes."""
    columns_by_index: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    partial: set[str] = set()
    for table, index, is_unique, name, collation, is_partial in queries.rows(
        'SELECT t.name, l.name, l."unique", x.name, x.coll, l.partial '
        "FROM pragma_table_list t JOIN pragma_index_list(t.name) l "
        "JOIN pragma_index_xinfo(l.name) x WHERE t.schema = 'main' AND x.key = 1 "
        "AND l.origin <> 'pk' ORDER BY l.name, x.seqno"
    ):
        columns_by_index[table, index, is_unique].append(str(name))
        if is_partial or name is None or collation != "BINARY":
            partial.add(index)
    unique: _ByTable = defaultdict(set)
    indexes: _ByTable = defaultdict(set)
    for (table, index, is_unique), names in columns_by_index.items():
        if index in partial:
            indexes[table].add((f"some of {', '.join(names)}",))
        else:
            (unique if is_unique else indexes)[table].add(tuple(names))
    return unique, indexes


def _references(queries: Queries) -> dict[str, set[tuple[str, str, str]]]:
    references: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for table, parent, name, key, on_update, on_delete in queries.rows(
        'SELECT t.name, f."table", f."from", f."to", f.on_update, f.on_delete '
        "FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) f "
        "WHERE t.schema = 'main' AND t.type = 'table'"
    ):
        actions = {on_update, on_delete} - {"NO ACTION"}
        suffix = f" with {' and '.join(sorted(actions))}" if actions else ""
        references[table].add((name, parent, f"{key}{suffix}"))
    return references
