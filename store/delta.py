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
    end = base_end = 0  # of the match before, in the data and in the base
    for start, base_start, length in _matches(base, data):
        new.append(data[end:start])
        away = base_start - base_end
        # The sign goes into the lowest bit, so that short ways back are small numbers, too.
        matches.append((start - end, 2 * away if away >= 0 else -2 * away - 1, length))
        end, base_end = start + length, base_start + length
    new.append(data[end:])
    columns = (_planes(column) for column in zip(*matches, strict=True))
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    pieces = (len(matches).to_bytes(4, "little"), *columns, *new)
    return b"".join([*map(compressor.compress, pieces), compressor.flush()])


def _matches(base: bytes, data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield what both have in common, in the order of ``data``: start there, in base, length."""
    clauses: dict[bytes, int] | None = None
    end = base_end = place = 0
    while place + KEY <= len(data):
        key = data[place : place + KEY]
        # A corrected text goes on soon after where it was left: looked for there first, forwards.
        base_place = base.find(key, base_end, base_end + NEARBY)
        if base_place < 0:
            base_place = base.find(key, max(base_end - NEARBY, 0), base_end + KEY)
        if base_place < 0:
            if clauses is None:  # most deltas do without
                clauses = _clauses(base)
            base_place = clauses.get(key, -1)
        if base_place < 0:
            # To try each byte would take as long as the texts are: only words can begin a match,
            # and a match that began within one grows back to its beginning.
            following = _BEGINNING.search(data, place + 1)
            if following is None:
                return
            place = following.start()
            continue
        length = _agreement(data, place, base, base_place)
        back = _agreement_before(data, place, base, base_place, place - end)
        yield place - back, base_place - back, back + length
        end = place = place + length
        base_end = base_place + length


def _clauses(base: bytes) -> dict[bytes, int]:
    """Return where lines, sentences and clauses of ``base`` begin, by their first bytes."""
    starts = [0, *(match.end() for match in _CLAUSE_END.finditer(base))]
    return {base[start : start + KEY]: start for start in reversed(starts)}


def _agreement(data: bytes, start: int, base: bytes, base_start: int) -> int:
    """Return how many bytes agree from these places on."""
    limit = min(len(data) - start, len(base) - base_start)
    length = step = 0
    # Slices are compared in C: steps that double find the end of a long match in few of them.
    while length < limit:
        step = min(2 * step + 64, limit - length)
        place, base_place = start + length, base_start + length
        if data[place : place + step] != base[base_place : base_place + step]:
            break
        length += step
    else:
        return limit
    while step > 1:  # the first difference is within the next `step` bytes
        half = step // 2
        place, base_place = start + length, base_start + length
        if data[place : place + half] == base[base_place : base_place + half]:
            length += half
            step -= half
        else:
            step = half
    return length


def _agreement_before(data: bytes, start: int, base: bytes, base_start: int, limit: int) -> int:
    """Return how many bytes agree before these places, at most ``limit``."""
    limit = min(limit, base_start)
    length = 0
    while length < limit and data[start - length - 1] == base[base_start - length - 1]:
        length += 1
    return length


def decode(base: bytes, delta: bytes, size: int) -> bytes:
    """Return the ``size`` bytes of which `encode` made ``delta``.

    Raises ValueError or zlib.error where it is no delta for this base.
    """
    # Each match takes 12 bytes and makes at least `KEY`, whatever a damaged delta claims.
    stream = zlib.decompressobj(-15)
    raw = stream.decompress(delta, 4 + 2 * size)
    if stream.unused_data:
        raise ValueError("what follows the end of a stream was never stored")
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
