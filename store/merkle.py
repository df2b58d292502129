"""The Merkle tree of RFC 9162 over SHA-256: hashes, roots, proofs, and checking proofs.

Nothing here knows records or databases, so a receipt can be checked with this module alone. Hashes
are 32 raw bytes. RFC 6962 describes the same tree.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

Complete = Callable[[int, int], bytes]
"""Returns the hash of a complete subtree by its level and position.

That at level 3, position 5 has the 2³ leaves from number 5·2³ on; level 0 are the leaves' hashes.
"""


class Node(NamedTuple):
    """A complete subtree: 2**level leaves, from number position·2**level on.

    The hash is None where a leaf in it is not known, as its record is damaged.
    """

    level: int
    position: int
    hash: bytes | None


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf (RFC 9162 §2.1.1)."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node (RFC 9162 §2.1.1)."""
    return hashlib.sha256(b"\1" + left + right).digest()


EMPTY = hashlib.sha256(b"").digest()
"""The root of the tree without leaves (RFC 9162 §2.1.1)."""


class Frontier:
    """The right edge of a growing tree: the complete subtrees that no larger one contains.

    Their sizes are the powers of two that add up to the number of leaves, the largest first. A leaf
    whose hash is not known makes every hash above it unknown.
    """

    def __init__(self, nodes: Sequence[Node] = ()) -> None:
        self.nodes = list(nodes)
        self.size = sum(1 << node.level for node in nodes)
        """The number of leaves."""

    def push(self, leaf: bytes | None) -> list[Node]:
        """Add the hash of a leaf; return all subtrees that it completes, itself first."""
        node = Node(0, self.size, leaf)
        completed = [node]
        self.size += 1
        while self.nodes and self.nodes[-1].level == node.level:
            left = self.nodes.pop()
            joined = node_hash(left.hash, node.hash) if left.hash and node.hash else None
            node = Node(node.level + 1, node.position >> 1, joined)
            completed.append(node)
        self.nodes.append(node)
        return completed

    def root(self) -> bytes | None:
        """Return the root of the tree, None where a leaf in it is not known."""
        if not self.nodes:
            return EMPTY
        *larger, last = self.nodes
        joined = last.hash
        for node in reversed(larger):
            if joined is None or node.hash is None:
                return None
            joined = node_hash(node.hash, joined)
        return joined


def peaks(size: int) -> list[tuple[int, int]]:
    """Return level and position of the subtrees at the right edge of ``size`` leaves."""
    levels = [level for level in range(size.bit_length()) if size >> level & 1]
    return [(level, (size >> level) - 1) for level in reversed(levels)]


def root(size: int, complete: Complete) -> bytes:
    """Return the root of the tree over the first ``size`` leaves."""
    return _range(0, size, complete) if size else EMPTY


def inclusion(index: int, size: int, complete: Complete) -> list[bytes]:
    """Return the proof that leaf ``index`` is among the first ``size`` (RFC 9162 §2.1.3.1).

    The hashes go from the leaf upwards. Raises ValueError where there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range(middle, end, complete))
            end = middle
        else:
            path.append(_range(start, middle, complete))
            start = middle
    return path[::-1]


def consistency(old: int, new: int, complete: Complete) -> list[bytes]:
    """Return the proof that the first ``old`` leaves are the beginning of ``new`` (§2.1.4.1).

    It is empty for an equally large old tree. Raises ValueError where the old tree is empty or the
    larger one.
    """
    if not 0 < old <= new:
        raise ValueError(f"a tree of {new} leaves does not prove to grow out of one of {old}")
    start, end, path = 0, new, []
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range(middle, end, complete))
            end = middle
        else:
            path.append(_range(start, middle, complete))
            start = middle
    if start:  # where the old tree is one complete subtree, its root is known to who asks
        path.append(_range(start, end, complete))
    return path[::-1]


def root_of_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """Return the root that a proof leads to from a leaf's hash (RFC 9162 §2.1.3.2).

    Returns None where the proof has not the form that this index and size ask for.
    """
    if not 0 <= index < size or not _are_hashes(leaf, *proof):
        return None
    sides = _sides(index, size - 1, len(proof))
    if sides is None:
        return None
    joined = leaf
    for step, left in zip(proof, sides, strict=True):
        joined = node_hash(step, joined) if left else node_hash(joined, step)
    return joined


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Return whether ``proof`` shows that the leaf with this hash is in the tree with this root."""
    return root_of_inclusion(leaf, index, size, proof) == root


def is_consistent(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Return whether ``proof`` shows that one tree grew out of the other (RFC 9162 §2.1.4.2).

    The roots are those of the trees of ``old`` and ``new`` leaves. The empty tree is consistent
    with nothing: it could grow to any other, so there is nothing to prove.
    """
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if not _are_hashes(old_root, new_root, *proof):
        return False
    steps = list(proof)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    sides = _sides(node, last, len(steps) - 1)
    if sides is None:
        return False
    first = second = steps[0]
    for step, left in zip(steps[1:], sides, strict=True):
        if left:
            first, second = node_hash(step, first), node_hash(step, second)
        else:
            second = node_hash(second, step)
    return first == old_root and second == new_root


def _sides(node: int, last: int, steps: int) -> list[bool] | None:
    """Return for each step of a proof whether its hash stands on the left.

    The way goes from ``node`` to the root of a tree whose last node on that level is ``last``.
    Returns None where it does not take that many steps.
    """
    sides = []
    for _ in range(steps):
        if last == 0:
            return None
        left = bool(node & 1) or node == last
        sides.append(left)
        if left:
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        node, last = node >> 1, last >> 1
    return sides if last == 0 else None


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == hashlib.sha256().digest_size for value in values)


def _split(size: int) -> int:
    """Return the largest power of two that is smaller than ``size``."""
    return 1 << (size - 1).bit_length() - 1


def _range(start: int, end: int, complete: Complete) -> bytes:
    """Return the hash of the subtree over the leaves from ``start`` to before ``end``."""
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return complete(level, start >> level)
    middle = start + _split(size)
    return node_hash(_range(start, middle, complete), _range(middle, end, complete))
