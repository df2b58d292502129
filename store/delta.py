"""The delta codec: a long content as what it has in common with another one, and what is new.

What is in common is found in one pass over the new bytes. Where they begin to differ, the next
place is looked for at which `KEY` bytes stand `NEARBY` in the base, too; or, for passages that were
moved, anywhere at the beginning of a line, sentence or clause of the base. From there a match grows
in both directions as far as the bytes agree.

The stored form, deflated: the number of matches; for each of them how many new bytes come before
it, how far in the base it is from the end of the one before (twice the distance, less one where it
is backwards), and its length, as three columns of 32-bit numbers, of each column first all lowest
bytes; then the new bytes.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Sequence

KEY = 16
"""How many bytes must agree for a match."""

NEARBY = 4096
"""How far from the last match the next one is looked for, in bytes of the base."""

# Where a match may begin: at a word, or at a character that is not ASCII.
_BEGINNING = re.compile(rb"(?<![0-9A-Za-z])[0-9A-Za-z]|[\xc2-\xf4]")

# What ends a line, sentence or clause; the last two are East Asian punctuation in UTF-8.
_CLAUSE_END = re.compile(rb"\n|[.,;:!?] |\xe3\x80[\x81\x82]|\xef\xbc[\x81\x8c\x9a\x9b\x9f]")


def encode(base: bytes, data: bytes) -> bytes:
    """Return the delta that makes ``data`` out of ``base``, neither longer than 4 GiB."""
    matches: list[tuple[int, int, int]] = []
    new: list[bytes] = []
    done = at = 0
    for start, found, length in _matches(base, data):
        new.append(data[done:start])
        away = found - at
        matches.append((start - done, 2 * away if away >= 0 else -2 * away - 1, length))
        done, at = start + length, found + length
    new.append(data[done:])
    columns = (_planes(column) for column in zip(*matches, strict=True))
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    pieces = (len(matches).to_bytes(4, "little"), *columns, *new)
    return b"".join([*map(compressor.compress, pieces), compressor.flush()])


def _matches(base: bytes, data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield what both have in common, in the order of ``data``: start there, in base, length."""
    far: dict[bytes, int] | None = None
    done = at = place = 0
    while place + KEY <= len(data):
        key = data[place : place + KEY]
        found = base.find(key, at, at + NEARBY)
        if found < 0:
            found = base.find(key, max(at - NEARBY, 0), at + KEY)
        if found < 0:
            if far is None:
                far = _clauses(base)
            found = far.get(key, -1)
        if found < 0:
            following = _BEGINNING.search(data, place + 1)
            if following is None:
                return
            place = following.start()
            continue
        length = _agreement(data, place, base, found)
        back = _agreement_before(data, place, base, found, place - done)
        yield place - back, found - back, back + length
        done = place = place + length
        at = found + length


def _clauses(base: bytes) -> dict[bytes, int]:
    """Return where lines, sentences and clauses of ``base`` begin, by their first bytes."""
    starts = [0, *(match.end() for match in _CLAUSE_END.finditer(base))]
    return {base[start : start + KEY]: start for start in reversed(starts)}


def _agreement(one: bytes, start: int, other: bytes, at: int) -> int:
    """Return how many bytes agree from these places on."""
    limit = min(len(one) - start, len(other) - at)
    length = step = 0
    while length < limit:
        step = min(2 * step + 64, limit - length)
        if one[start + length : start + length + step] != other[at + length : at + length + step]:
            break
        length += step
    else:
        return limit
    while step > 1:  # the first difference is within the next `step` bytes
        half = step // 2
        if one[start + length : start + length + half] == other[at + length : at + length + half]:
            length += half
            step -= half
        else:
            step = half
    return length


def _agreement_before(one: bytes, start: int, other: bytes, at: int, limit: int) -> int:
    """Return how many bytes agree before these places, at most ``limit``."""
    limit = min(limit, at)
    length = 0
    while length < limit and one[start - length - 1] == other[at - length - 1]:
        length += 1
    return length


def decode(base: bytes, delta: bytes, size: int) -> bytes:
    """Return the ``size`` bytes of which `encode` made ``delta``.

    Raises ValueError or zlib.error where it is no delta for this base.
    """
    # Each match takes 12 bytes and makes at least `KEY`, whatever a damaged delta claims.
    raw = zlib.decompressobj(-15).decompress(delta, 4 + 2 * size)
    count = int.from_bytes(raw[:4], "little")
    width = 4 * count
    fresh, steps, lengths = (
        _column(raw[4 + width * number : 4 + width * (number + 1)]) for number in range(3)
    )
    if sum(fresh) + sum(lengths) > size:
        raise ValueError("the delta makes more than it should")
    pieces: list[bytes] = []
    new, at = 4 + 3 * width, 0
    for number, step, length in zip(fresh, steps, lengths, strict=True):
        at += -(step + 1 >> 1) if step & 1 else step >> 1
        if not 0 <= at <= len(base) - length:
            raise ValueError("the delta copies from outside its base")
        pieces += (raw[new : new + number], base[at : at + length])
        new += number
        at += length
    pieces.append(raw[new:])
    return b"".join(pieces)


def _planes(numbers: Sequence[int]) -> bytes:
    """Return 32-bit numbers as their lowest bytes, then their second bytes, and so on."""
    packed = b"".join(number.to_bytes(4, "little") for number in numbers)
    return b"".join(packed[plane::4] for plane in range(4))


def _column(planes: bytes) -> Sequence[int]:
    """Return the numbers of which `_planes` made ``planes``."""
    count = len(planes) // 4
    packed = bytearray(4 * count)
    for plane in range(4):
        packed[plane::4] = planes[count * plane : count * (plane + 1)]
    return struct.unpack(f"<{count}I", packed)
