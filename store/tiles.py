"""The ledger's tree as tiles: files of hashes that never change once they are full.

They are those of C2SP's tlog-tiles (c2sp.org/tlog-tiles): a tile at level L holds up to 256 hashes,
those of the complete subtrees of 256**L records. From them anybody makes the proof of any record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provrepo.store.merkle import node_hash

WIDTH = 256
"""How many hashes a full tile holds."""


def tiles(leaves: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the path (``tile/0/000``, ``tile/1/000.p/3``) and the bytes of each tile of a tree.

    ``leaves`` are the hashes of the records in the order of the ledger, 32 bytes each.
    """
    hashes, level = list(leaves), 0
    while hashes:
        for start in range(0, len(hashes), WIDTH):
            part = hashes[start : start + WIDTH]
            partial = "" if len(part) == WIDTH else f".p/{len(part)}"
            yield f"tile/{level}/{_number(start // WIDTH)}{partial}", b"".join(part)
        hashes = [
            _joined(hashes[start : start + WIDTH])
            for start in range(0, len(hashes) - WIDTH + 1, WIDTH)
        ]
        level += 1


def _number(number: int) -> str:
    """Return the number of a tile as its path has it: ``x001/x234/067``."""
    digits = f"{number:03}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    return "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])


def _joined(hashes: list[bytes]) -> bytes:
    """Return the hash over a full tile."""
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=True)
        hashes = [node_hash(left, right) for left, right in pairs]
    return hashes[0]
