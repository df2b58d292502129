"""A sum over what a SQLite index holds, by which damage is noticed that SQLite reads past.

SQLite keeps no sums of its pages: where single bytes of the words change, it finds less, and does
not say so.
"""

from __future__ import annotations

import sqlite3
import zlib

LARGEST = 32 * 2**20
"""Bytes of an index up to which its sum is kept: to look at all of a larger one takes too long."""

_BLOCKS = (
    "SELECT id, block FROM {kind}_words_data ORDER BY id",
    "SELECT segid || ':' || pgno, term FROM {kind}_words_idx ORDER BY segid, term",
)
_HOLDERS = (
    "SELECT count(*), total((row * 7919 + sequence * 104729) % 2147483647) FROM {kind}_holder"
)


def sum_of(connection: sqlite3.Connection, kinds: tuple[str, ...]) -> int | None:
    """Return the sum of an index, of what is stored by kind; None where it is too large."""
    (pages,), (bytes_of_page,) = (
        connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size")
    )
    if pages * bytes_of_page > LARGEST:
        return None
    total = 0
    for kind in kinds:
        for query in _BLOCKS:
            for name, block in connection.execute(query.format(kind=kind)):
                total = zlib.crc32(str(name).encode(), zlib.crc32(_as_bytes(block), total))
        holders = connection.execute(_HOLDERS.format(kind=kind)).fetchone()
        total = zlib.crc32(repr(holders).encode(), total)
    return total


def _as_bytes(block: object) -> bytes:
    return block if isinstance(block, bytes) else str(block).encode()
