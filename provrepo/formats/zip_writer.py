"""Write a zip file whose bytes depend on its members alone: no clock, no user, no platform.

The records are those of PKWARE's APPNOTE 6.3, §4.3. They are written here and not by `zipfile`, so
that what is the same in thousands of documents, such as their styles, is compressed once.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import lru_cache
from struct import Struct, error
from typing import NamedTuple

_LOCAL = Struct("<4s5H3L2H")
_CENTRAL = Struct("<4sBB5H3L5H2L")
_END = Struct("<4s4H2LH")
_VERSION = 20  # 2.0, the first that has folders and deflate (4.4.3)
_UNIX = 3
_READABLE = 0o644 << 16
_DATE, _TIME = (1 << 5) | 1, 0  # 1980-01-01, the earliest that a zip file can state (4.4.6)
_STORED, _DEFLATED = 0, 8
_UTF8 = 0x800
_RECURRING = 8192
"""What is no longer than this may be the same in another file, and is kept for it."""


class _Packed(NamedTuple):
    """What a zip file has of a member: method, checksum, lengths, and the bytes themselves."""

    method: int
    checksum: int
    length: int
    data: bytes


def zipped(members: Mapping[str, str | bytes], *, stored: str = "") -> bytes:
    """Return a zip file with ``members`` by their names, in this order, text as UTF-8.

    The member called ``stored`` is not compressed, as OpenDocument and EPUB want it of the first.
    Raises ValueError for more than a zip file can hold without extensions, 4 GiB.
    """
    parts: list[bytes] = []
    directory: list[bytes] = []
    place = 0
    try:
        for name, content in members.items():
            data = content.encode() if isinstance(content, str) else content
            packed = _stored(data) if name == stored else _deflated(data)
            named = name.encode()
            fields = (
                0 if name.isascii() else _UTF8,
                packed.method,
                _TIME,
                _DATE,
                packed.checksum,
                len(packed.data),
                packed.length,
                len(named),
                0,
            )
            parts += [_LOCAL.pack(b"PK\3\4", _VERSION, *fields), named, packed.data]
            more = 0, 0, 0, _READABLE, place
            central = _CENTRAL.pack(b"PK\1\2", _VERSION, _UNIX, _VERSION, *fields, *more)
            directory += [central, named]
            place += _LOCAL.size + len(named) + len(packed.data)
        size, count = sum(map(len, directory)), len(members)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, size, place, 0)
    except error:
        raise ValueError("more than a zip file can hold") from None
    return b"".join([*parts, *directory, end])


def _stored(data: bytes) -> _Packed:
    return _Packed(_STORED, zlib.crc32(data), len(data), data)


def _deflated(data: bytes) -> _Packed:
    return _compressed(data) if len(data) > _RECURRING else _compressed_before(data)


@lru_cache(maxsize=64)
def _compressed_before(data: bytes) -> _Packed:
    return _compressed(data)


def _compressed(data: bytes) -> _Packed:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = compressor.compress(data) + compressor.flush()
    return _Packed(_DEFLATED, zlib.crc32(data), len(data), packed)
