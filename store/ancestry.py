"""What a copy with an origin of its own says of the repository that it was copied from.

Such a copy has another record 0 (docs/format.md): an ``init`` event that holds the one it stands in
place of, and the size and root of the ledger then. All other records are the same, so that with
the old record 0 the old tree can be made again, and compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from provrepo.store import merkle, rules
from provrepo.store.canonical import canonical
from provrepo.store.errors import InvalidJSON, InvalidValue
from provrepo.store.records import Event


class Earlier:
    """The ledger that a repository was copied from: its origin, its size and its root then."""

    def __init__(self, origin: str, size: int, root: bytes, first: bytes) -> None:
        self.origin, self.size, self.root = origin, size, root
        self._first = merkle.leaf_hash(first)
        self.tree = merkle.Frontier()

    def push(self, leaf: bytes | None) -> None:
        """Add the next record of the copy to the tree."""
        self.tree.push(leaf if self.tree.size else self._first)

    @property
    def broken(self) -> bool:
        """Whether the tree has the size that it had then, and another root."""
        return self.tree.size == self.size and self.tree.root() not in (None, self.root)


def earlier(first: Event) -> Iterator[Earlier]:
    """Yield the ledger that a repository with this ``init`` event was copied from, and so on.

    Raises InvalidValue where the event names no such ledger.
    """
    while (before := first.data.get("copied_from")) is not None:
        try:
            init = before["init"]
            data = canonical(init)
            root = bytes.fromhex(rules.sha256("root", before["root"]))
            first = Event(init["event"], init["data"], init["message"], init["recorded"], ())
            yield Earlier(rules.origin(first.data["origin"]), int(before["size"]), root, data)
        except (KeyError, TypeError, ValueError, AttributeError, InvalidJSON):
            raise InvalidValue("copied_from", "", "is no ledger that was copied") from None


def origin_and_earlier(first: Event | None) -> tuple[str, list[Earlier]]:
    """Return the origin that the first event names, and the ledgers it was copied from."""
    if first is None:
        return "without an origin", []
    return str(first.data.get("origin")), list(earlier(first))
