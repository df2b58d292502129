"""Compressed contents: alone, or as what is new against an earlier content of the same text.

A content with a base is rebuilt from it, so bases form chains. They are kept short by where each
content stands in its chain: place ``n`` is based on place ``n`` without its last digit that is
not zero, in base `RADIX` (so 0 1 2 … 7, then 8 on 0, 9 on 8, 16 on 8 …). A chain to place ``n``
has as many links as the digits of ``n`` add up to, and most contents are based on the one before.

Digests are over the bytes themselves, never over what is stored.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import NamedTuple

from provrepo.store import delta
from provrepo.store.errors import Damaged

RAW, DEFLATE, PURGED, DICTIONARY, DELTA = 0, 1, 2, 3, 4
"""How bytes are stored: as they are, compressed, no longer (`provrepo.store.purge`); or, against a
base, compressed with it as dictionary, or as a delta (`provrepo.store.delta`)."""

BASED = (DICTIONARY, DELTA)
"""The codecs that need a base; a content with a base has another where its base was purged."""

RADIX = 8

LONGEST_CHAIN = RADIX**3
"""The place at which a chain ends and a new one begins."""

WINDOW = 32 * 1024 - 262
"""How much of a dictionary deflate can look back at (RFC 1951: 32 KiB, less what zlib keeps)."""

WORTHWHILE = 0.7
"""A content is based on another where that takes less than this share of what it takes alone."""


class Packed(NamedTuple):
    """A stored form: the codec and the bytes."""

    codec: int
    data: bytes


class Link(NamedTuple):
    """A content on which others can be based: its digest, its bytes, its place in its chain."""

    digest: str
    data: bytes
    place: int


Chain = tuple[Link, ...]
"""A content and those it is based on, itself last."""


class Rebuilt:
    """The contents that were rebuilt last, up to ``limit`` bytes: bases for others.

    Rows are never changed, but by a purge, after which `clear` must be called.
    """

    def __init__(self, limit: int = 16 << 20) -> None:
        self.limit = limit
        self.clear()

    def clear(self) -> None:
        """Forget all contents."""
        self._links: dict[int, tuple[Link, int | None]] = {}
        self._rows: dict[str, int] = {}
        self._size = 0

    @contextmanager
    def limited_to(self, limit: int) -> Iterator[None]:
        """Keep at most ``limit`` bytes in a ``with`` statement; afterwards as many as before."""
        before, self.limit = self.limit, limit
        try:
            yield
        finally:
            self.limit = before

    def get(self, row: int | None) -> bytes | None:
        """Return the content of a row, None where it is not kept."""
        kept_link = self._links.get(row) if row is not None else None
        return kept_link[0].data if kept_link else None

    def find(self, digest: str) -> bytes | None:
        """Return a content by its digest, None where it is not kept."""
        return self.get(self._rows.get(digest))

    def chain(self, digest: str) -> Chain:
        """Return the chain of a content, an empty one where it is not kept whole."""
        links: list[Link] = []
        row = self._rows.get(digest)
        while row is not None:
            link_and_base = self._links.get(row)
            if link_and_base is None:
                return ()
            link, row = link_and_base
            links.append(link)
        return tuple(reversed(links))

    def add(self, row: int, link: Link, base: int | None) -> None:
        """Keep a content, and forget the oldest that no longer fit."""
        if row not in self._links and len(link.data) <= self.limit:
            self._links[row] = link, base
            self._rows[link.digest] = row
            self._size += len(link.data)
        while self._size > self.limit:
            forgotten, _ = self._links.pop(next(iter(self._links)))
            del self._rows[forgotten.digest]
            self._size -= len(forgotten.data)


class Content:
    """A content that may have to be stored: its text, the UTF-8 of that, and the digest of that.

    Raises UnicodeEncodeError for lone surrogates.
    """

    __slots__ = ("data", "digest", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.data = text.encode()
        self.digest = sha256(self.data).hexdigest()


class Stored(NamedTuple):
    """A content as it is to be stored.

    ``base`` is the digest of what it is packed against, which has the place ``base_place`` in the
    chain; both are None for a content that is packed alone.
    """

    digest: str
    size: int
    packed: Packed
    base: str | None
    place: int
    base_place: int | None


def pack(data: bytes) -> Packed:
    """Return the stored form of ``data`` alone: compressed where that is shorter."""
    packed = _deflated(data)
    return Packed(DEFLATE, packed) if len(packed) < len(data) else Packed(RAW, data)


def extend(chain: Chain, data: bytes, name: str) -> tuple[Stored, Chain]:
    """Return the stored form of a content, and the chain that ends with it.

    ``chain`` is that of the content before, which may be empty; ``name`` is the digest of ``data``.
    """
    place = chain[-1].place + 1 if chain else 0
    if 0 < place < LONGEST_CHAIN:
        place_of_base, count = base_place(place), len(chain)
        while count and chain[count - 1].place > place_of_base:
            count -= 1
        # Where a content of the chain was purged, those before it are missing.
        base = chain[count - 1] if count and chain[count - 1].place == place_of_base else None
        packed = pack_against(data, base.data) if base else None
        if base is not None and packed is not None:
            stored = Stored(name, len(data), packed, base.digest, place, base.place)
            return stored, (*chain[:count], Link(name, data, place))
    return Stored(name, len(data), pack(data), None, 0, None), (Link(name, data, 0),)


class Job(NamedTuple):
    """A content that is to be packed: its digest, its bytes, and the name of its text.

    ``chain`` is the chain that it follows, None where that is the chain of the text's content
    before it in this batch or the one before. With ``stored`` it is the content's own chain:
    nothing is to be packed.
    """

    text: str
    name: str
    data: bytes
    chain: Chain | None
    stored: bool = False


class Chains:
    """The chains of the texts of a batch, as they grow, and those of the batch before."""

    def __init__(self) -> None:
        self._chains: dict[str, Chain] = {}
        self._before: dict[str, Chain] = {}

    def pack(self, jobs: Sequence[Job]) -> list[Stored]:
        """Return the stored forms of contents."""
        packed = []
        for text, name, data, chain, stored in jobs:
            before = self._known(text) if chain is None else chain
            if not stored and (not before or before[-1].digest != name):
                form, before = extend(before, data, name)
                packed.append(form)
            self._chains[text] = before
        return packed

    def _known(self, text: str) -> Chain:
        return self._chains.get(text) or self._before.get(text, ())

    def turn(self) -> None:
        """Begin the next batch."""
        self._before, self._chains = self._chains, {}


def _deflated(data: bytes) -> bytes:
    if len(data) <= WINDOW:
        # Letters and cables: level 9 takes twice as long, to save 3 %.
        compressor = zlib.compressobj(4, zlib.DEFLATED, _window(len(data)))
        return compressor.compress(data) + compressor.flush()
    # zlib's largest tables, which take a short text longer to allocate than to compress.
    compressor = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, 9)
    return compressor.compress(data) + compressor.flush()


def _deflated_against(data: bytes, dictionary: bytes) -> bytes:
    # Where nearly all is in the dictionary, looking for more takes twice as long to save 3 %.
    window = _window(len(dictionary) + len(data))
    compressor = zlib.compressobj(3, zlib.DEFLATED, -window, 7, zlib.Z_DEFAULT_STRATEGY, dictionary)
    return compressor.compress(data) + compressor.flush()


def _window(size: int) -> int:
    """Return the smallest window, as a power of two, in which ``size`` bytes are all in reach.

    The tables of a larger one take longer to allocate than a letter to compress.
    """
    return min(max((size + 262).bit_length(), 10), zlib.MAX_WBITS)


def base_place(place: int) -> int:
    """Return the place of the content on which the one at ``place`` (from 1) is to be based."""
    step = 1
    while place % (step * RADIX) == 0:
        step *= RADIX
    return place - step


def pack_against(data: bytes, base: bytes) -> Packed | None:
    """Return the stored form of ``data`` against ``base``, None where that is not worthwhile."""
    if len(base) <= WINDOW and len(data) <= 2 * WINDOW:
        packed = Packed(DICTIONARY, _deflated_against(data, base))
    else:
        packed = Packed(DELTA, delta.encode(base, data))
    # A text hardly ever deflates to less than a quarter, so what is smaller need not be compared:
    # to pack it alone takes five times as long. One that repeats itself does so with a base, too.
    if len(packed.data) > len(data) // 6 and len(packed.data) > WORTHWHILE * len(pack(data).data):
        return None
    return packed


def unpack(codec: int, size: int, data: bytes, base: bytes, what: str) -> bytes:
    """Return the bytes of which `pack` or `pack_against` made ``data``, not yet checked.

    ``size`` is their number, ``base`` the bytes that they were packed against (none: empty),
    ``what`` names them in errors. Raises Damaged where ``data`` is no stored form.
    """
    if not isinstance(data, bytes):  # a damaged page may hold anything else
        raise Damaged(f"{what} cannot be decompressed")
    try:
        if codec == RAW:
            return data
        if codec == DEFLATE:
            return _inflated(zlib.decompressobj(), data, size)
        if codec == DICTIONARY:
            return _inflated(zlib.decompressobj(-15, base), data, size)
        if codec == DELTA:
            return delta.decode(base, data, size)
    except (zlib.error, ValueError, OverflowError):
        raise Damaged(f"{what} cannot be decompressed") from None
    raise Damaged(f"{what} has an unknown codec {codec}")


def _inflated(stream: zlib._Decompress, data: bytes, size: int) -> bytes:
    """Return what a stream holds. Raises ValueError where something stands after its end."""
    # Damaged data may claim to be endless: read one byte more than there should be.
    inflated = stream.decompress(data, size + 1)
    if stream.unused_data:
        raise ValueError("what follows the end of a stream was never stored")
    return inflated


def checked(data: bytes, expected: str, what: str) -> bytes:
    """Return ``data`` where ``expected`` is its SHA-256. Raises Damaged."""
    got = sha256(data).hexdigest()
    if got != expected:
        raise Damaged(f"{what} is not what was stored", expected=expected, got=got)
    return data
