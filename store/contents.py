"""Compressed bytes: how contents and objects are packed, and how they are read back whole."""

from __future__ import annotations

import zlib

from provrepo.store.canonical import digest
from provrepo.store.errors import Damaged

RAW, DEFLATE, PURGED = 0, 1, 2
"""How bytes are stored: as they are, compressed, or no longer (`provrepo.store.purge`)."""


def pack(data: bytes) -> tuple[int, bytes]:
    """Return the codec and the stored form of ``data``: compressed where that is shorter."""
    packed = zlib.compress(data, 9)
    return (DEFLATE, packed) if len(packed) < len(data) else (RAW, data)


def unpack(codec: int, size: int, data: bytes, expected: str, what: str) -> bytes:
    """Return the bytes of which `pack` made ``data``, checked against their digest.

    ``size`` is their number, ``expected`` their SHA-256, ``what`` names them in errors. Raises
    Damaged where they are not what was stored.
    """
    if codec == DEFLATE:
        decompressor = zlib.decompressobj()
        try:
            # Damaged data may claim to be endless: read one byte more than there should be.
            data = decompressor.decompress(data, size + 1)
        except (zlib.error, ValueError, OverflowError):
            raise Damaged(f"{what} cannot be decompressed", expected=expected) from None
    elif codec != RAW:
        raise Damaged(f"{what} has an unknown codec {codec}", expected=expected)
    got = digest(data)
    if got != expected:
        raise Damaged(f"{what} is not what was stored", expected=expected, got=got)
    return data
