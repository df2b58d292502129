"""The tables of a PostgreSQL schema and all that belongs to them, read for verification.

The schema is the one in which the repository is; other schemas are not looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from provrepo.store.database import Queries
from provrepo.store.shape import Column, Seen, Table

KINDS = {"int4": "integer", "int8": "integer", "text": "text", "bytea": "bytes"}
BINARY_COLLATIONS = ("C", "POSIX", "ucs_basic", "pg_c_utf8")
RELATIONS = {
    "r": "table",
    "p": "table",
    "v": "view",
    "m": "materialized view",
    "f": "foreign table",
}

_CLASS = (
    "pg_class c WHERE c.relnamespace = current_schema()::regnamespace "
    "AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
)

# What makes another table of one of ours, each with what is to be said of it.
_WRONG = (
    (
        "SELECT c.relname::text, '' FROM pg_class c WHERE c.relpersistence <> 'p'",
        "is not logged: the server empties it when it breaks down",
    ),
    (
        "SELECT c.relname::text, '' FROM pg_class c WHERE c.relrowsecurity",
        "hides rows from some roles (row security)",
    ),
    (
        "SELECT c.relname::text, i.inhrelid::regclass::text FROM pg_inherits i "
        "JOIN pg_class c ON c.oid = i.inhparent WHERE c.relkind = 'r'",
        "shows the rows of {}, too, which inherits from it",
    ),
    (
        "SELECT c.relname::text, t.tgname::text FROM pg_trigger t "
        "JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal",
        "has a trigger {}, which may change what is written",
    ),
    (
        "SELECT c.relname::text, '' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE t.tgisinternal AND t.tgenabled = 'D'",
        "does not hold its references: its triggers are switched off",
    ),
    (
        "SELECT c.relname::text, r.rulename::text FROM pg_rewrite r "
        "JOIN pg_class c ON c.oid = r.ev_class WHERE c.relkind IN ('r', 'p')",
        "has a rule {}, which changes what is written",
    ),
    (
        "SELECT c.relname::text, k.conname::text FROM pg_constraint k "
        "JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype IN ('c', 'x')",
        "has a constraint {}, which it should not have",
    ),
)
_WRONG_COLUMNS = (
    (
        "SELECT c.relname::text, a.attname::text FROM pg_attribute a "
        "JOIN pg_class c ON c.oid = a.attrelid WHERE a.attnum > 0 AND a.attgenerated <> ''",
        "its column {} is computed",
    ),
    (
        "SELECT c.relname::text, a.attname::text FROM pg_attribute a "
        "JOIN pg_class c ON c.oid = a.attrelid "
        "LEFT JOIN pg_collation l ON l.oid = a.attcollation WHERE a.attnum > 0 "
        "AND a.atttypid = 'text'::regtype AND NOT a.attisdropped "
        f"AND l.collname NOT IN {BINARY_COLLATIONS}",
        "its column {} does not sort by its characters",
    ),
)


def seen(queries: Queries, ours: Mapping[str, Table]) -> Seen:
    """Return what there is, of tables with names of ``ours`` and besides."""
    inventory = Seen()
    for name, kind in queries.rows(f"SELECT c.relname::text, c.relkind::text FROM {_CLASS}"):
        if name not in ours:
            inventory.besides.append((name, f"is a {RELATIONS[kind]} besides"))
        elif kind not in ("r", "p"):
            inventory.wrong.append((name, "is no table as provrepo makes them"))
    for query, message in (*_WRONG, *_WRONG_COLUMNS):
        inventory.wrong += [
            (table, message.format(what))
            for table, what in queries.rows(
                f"SELECT DISTINCT * FROM ({query} "
                "AND c.relnamespace = current_schema()::regnamespace) AS told ORDER BY 1, 2"
            )
            if table in ours and ((query, message) in _WRONG or what in ours[table].columns)
        ]
    inventory.tables = _tables(queries, ours)
    inventory.wrong += _numbering(queries, inventory.tables)
    return inventory


def missing_parents(queries: Queries) -> Iterator[tuple[str, str]]:
    """Yield the references between tables that lead nowhere: where, and what is wrong."""
    for table, column, parent, key in queries.rows(
        "SELECT t.relname::text, a.attname::text, p.relname::text, k.attname::text "
        "FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid "
        "JOIN pg_class p ON p.oid = c.confrelid "
        "JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1] "
        "JOIN pg_attribute k ON k.attrelid = p.oid AND k.attnum = c.confkey[1] "
        "WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace "
        "ORDER BY 1, 2"
    ):
        for (missing,) in queries.rows(
            f'SELECT DISTINCT x."{column}" FROM "{table}" x LEFT JOIN "{parent}" y '
            f'ON y."{key}" = x."{column}" WHERE x."{column}" IS NOT NULL '
            f'AND y."{key}" IS NULL'
        ):
            yield f"{table} {column} {missing}", f"names a row of {parent} that is not there"


def _tables(queries: Queries, ours: Mapping[str, Table]) -> dict[str, Table]:
    columns: dict[str, dict[str, Column]] = defaultdict(dict)
    for table, name, kind, required in queries.rows(
        "SELECT c.relname::text, a.attname::text, t.typname::text, a.attnotnull "
        "FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        "JOIN pg_type t ON t.oid = a.atttypid WHERE a.attnum > 0 AND NOT a.attisdropped "
        "AND c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace"
    ):
        if table in ours:
            columns[table][name] = Column(KINDS.get(kind, kind), not required)
    keys, unique, indexes = _indexes(queries)
    references = _references(queries)
    return {
        table: Table(
            columns[table],
            keys.get(table, ()),
            frozenset(unique[table]),
            frozenset(references[table]),
            frozenset(indexes[table]),
        )
        for table in columns
    }


_ByTable = dict[str, set[tuple[str, ...]]]


def _indexes(queries: Queries) -> tuple[dict[str, tuple[str, ...]], _ByTable, _ByTable]:
    """Return the primary keys, the unique and the other indexes that are in force for all rows."""
    keys: dict[str, tuple[str, ...]] = {}
    unique: _ByTable = defaultdict(set)
    indexes: _ByTable = defaultdict(set)
    for table, columns, is_key, is_unique, is_whole in queries.rows(
        "SELECT c.relname::text, ARRAY(SELECT a.attname::text FROM "
        "unnest(i.indkey::int2[]) WITH ORDINALITY k (number, place) "
        "LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number "
        "WHERE k.place <= i.indnkeyatts ORDER BY k.place), i.indisprimary, i.indisunique, "
        "i.indisvalid AND i.indisready AND i.indpred IS NULL AND i.indexprs IS NULL "
        "AND (i.indimmediate OR NOT i.indisunique) "
        "AND coalesce(to_jsonb(i) ->> 'indnullsnotdistinct', 'false') = 'false' "
        "FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
        "WHERE c.relnamespace = current_schema()::regnamespace"
    ):
        names = tuple(str(name) for name in columns)
        if not is_whole:
            indexes[table].add((f"some of {', '.join(names)}",))
        elif is_key:
            keys[table] = names
        else:
            (unique if is_unique else indexes)[table].add(names)
    return keys, unique, indexes


def _references(queries: Queries) -> dict[str, set[tuple[str, str, str]]]:
    references: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for table, names, parent, parents, is_as_made in queries.rows(
        "SELECT c.relname::text, ARRAY(SELECT a.attname::text FROM pg_attribute a "
        "WHERE a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey)), p.relname::text, "
        "ARRAY(SELECT a.attname::text FROM pg_attribute a "
        "WHERE a.attrelid = k.confrelid AND a.attnum = ANY(k.confkey)), "
        "k.convalidated AND NOT k.condeferrable AND k.confupdtype = 'a' AND k.confdeltype = 'a' "
        "FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid "
        "JOIN pg_class p ON p.oid = k.confrelid WHERE k.contype = 'f' "
        "AND c.relnamespace = current_schema()::regnamespace"
    ):
        suffix = "" if is_as_made else " in another way"
        references[table].add((", ".join(names), parent, f"{', '.join(parents)}{suffix}"))
    return references


def _numbering(queries: Queries, tables: dict[str, Table]) -> Iterator[tuple[str, str]]:
    """Yield the tables whose new rows would get no number, or one that is taken."""
    for name, table in tables.items():
        if table.key != ("id",) or table.columns["id"].kind != "integer":
            continue
        sequence = queries.value("SELECT pg_get_serial_sequence(?, 'id')", (name,))
        if sequence is None:
            yield name, "does not number its rows any more"
            continue
        # Who may only read may not see how far a sequence is; the view then says nothing.
        taken = queries.value(
            f"SELECT (SELECT max(id) FROM {name}) > coalesce(s.last_value, 0) "
            "AND has_sequence_privilege(c.oid, 'SELECT') FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequences s "
            "ON s.schemaname = n.nspname AND s.sequencename = c.relname WHERE c.oid = ?::regclass",
            (sequence,),
        )
        if taken:
            yield name, f"its next row gets a number that is taken; {sequence} was set back"
