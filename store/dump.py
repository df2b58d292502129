"""A whole repository as lines of JSON: the canonical bytes of its records, and what they name.

A record stands on a line of its own, unchanged. What is not a record, or could not be told from the
lines around it, is wrapped in a line of the format `FORMAT`, with its kind and digest
(docs/format.md, “Dump”).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from provrepo.store import ledger, objects
from provrepo.store.canonical import canonical_record, digest
from provrepo.store.checkpoint import Checkpoint
from provrepo.store.database import Database, check_order
from provrepo.store.errors import Damaged, Purged
from provrepo.store.leaves import Leaf, leaves
from provrepo.store.records import Opaque

FORMAT = "provrepo-dump/1"

ROWS, BYTES = 500, 4 << 20
"""At most this many rows, or contents of about this many bytes, are read at once."""


def dump(
    database: Database, write: Callable[[bytes], object], *, named: bool = False
) -> Checkpoint:
    """Hand all records to ``write``, a line each, as the ledger has them; return its checkpoint.

    With ``named`` all that records name follows, and the checkpoint. It is the repository of one
    moment, whoever writes meanwhile. Raises Damaged where something is not what was stored.
    """
    with database.snapshot():
        reached = ledger.checkpoint(database, ledger.size(database))
        for leaf in leaves(database, reached, ROWS):
            write(_record(leaf))
        if named:
            for line in _named(database):
                write(line)
            write(_line("checkpoint", digest(str(reached).encode()), str(reached).encode()))
    return reached


def _record(leaf: Leaf) -> bytes:
    """Return the line of a record."""
    if not isinstance(leaf.record, Opaque) or _stands_alone(leaf.data):
        return leaf.data + b"\n"
    return _line("record", leaf.id, leaf.data, as_text=False)


def _stands_alone(data: bytes) -> bool:
    """Return whether the bytes of an unknown record are a line that cannot be taken for another."""
    with suppress(ValueError, RecursionError):
        value = json.loads(data.decode())
        return isinstance(value, dict) and value.get("format") != FORMAT and b"\n" not in data
    return False


def _named(database: Database) -> Iterator[bytes]:
    """Yield a line for each object: agents, contents, then all others."""
    for _, name in _pages(database, "agent", "digest"):
        yield _object(database, "agent", name.hex())
    for first, last in _content_pages(database):
        for name, content in objects.contents_between(database, first, last):
            if isinstance(content, Purged):
                yield _line("content", name, None)
            elif isinstance(content, bytes):
                yield _line("content", name, content)
            else:
                raise content
    for _, kind, name in _pages(database, "object", "kind, digest"):
        yield _object(database, kind, name.hex())


def _pages(database: Database, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield id and ``columns`` of all rows of a table, read page by page."""
    last = -(2**62)
    query = f"SELECT id, {columns} FROM {table} WHERE id > ? ORDER BY id LIMIT {ROWS}"
    while rows := database.rows(query, (last,)):
        check_order([last, *(row[0] for row in rows)], table)
        yield from rows
        last = rows[-1][0]


def _content_pages(database: Database) -> Iterator[tuple[int, int]]:
    """Yield first and last rows of contents that are few and short enough to be read at once."""
    first = last = None
    count = weight = 0
    for row, size in _pages(database, "content", "size"):
        if first is not None and (count >= ROWS or weight + size > BYTES):
            yield first, last or first
            first, count, weight = None, 0, 0
        first = row if first is None else first
        last, count, weight = row, count + 1, weight + size
    if first is not None:
        yield first, last or first


def _object(database: Database, kind: str, name: str) -> bytes:
    try:
        if kind == "agent":
            agent = objects.agent(database, name)
            if agent.id != name:
                what = f"agent {name[:12]} is not what was stored"
                raise Damaged(what, expected=name, got=agent.id)
            return _line(kind, name, agent.canonical())
        return _line(kind, name, objects.object_bytes(database, kind, name))
    except Purged:
        return _line(kind, name, None)


def _line(kind: str, name: str, data: bytes | None, *, as_text: bool = True) -> bytes:
    """Return the line of what has the digest ``name``; without ``data`` it was purged."""
    text: str | None = None
    if data is not None and as_text:
        with suppress(UnicodeDecodeError):
            text = data.decode()
    value = {"format": FORMAT, "kind": kind, "sha256": name}
    if data is None or text is not None:
        return canonical_record({**value, "text": text}) + b"\n"
    return canonical_record({**value, "base64": base64.b64encode(data).decode()}) + b"\n"
