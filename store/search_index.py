"""What an index of words offers, whichever engine keeps it: a copy that can be thrown away.

It says which texts may answer a query, and is never believed: whoever asks reads them. It holds
words alone, in no order that a text could be read from, but enough to guess one: a purge empties
it. It is no part of what is hashed, proved or copied.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

FORMAT = 6
"""The version of the index: its tables, and how words are made (`provrepo.search.folding`)."""

LONGEST = 4
"""How many words an index is asked to find next to each other; a longer phrase is asked in parts,
and what stands around a bracket is indexed in stretches as long as that needs."""


class Words(NamedTuple):
    """Words that stand next to each other; with ``is_prefix`` the last is the beginning of one."""

    words: tuple[str, ...]
    is_prefix: bool = False


Condition = Sequence[Sequence[Sequence[Words]]]
"""All of these have to hold: that one of these is true: that all of these stand in a text.

An empty condition holds for every text.
"""


class Entry(NamedTuple):
    """What is indexed of a content or an object, whose row in its table is ``row``.

    ``words`` are those of the text in order, ``beside`` stretches of words as they may be read
    besides. ``is_dense``: there are too many such ways, so that it is always to be read.
    """

    row: int
    words: str
    beside: Sequence[str] = ()
    is_dense: bool = False


class Holder(NamedTuple):
    """A version, by its place in the ledger, and the rows of what it has; without notes: None."""

    sequence: int
    content: int
    notes: int | None
    citation: int | None


class Extent(NamedTuple):
    """How far an index goes: the records before ``size``, of which ``digest`` is the last one's.

    ``purges`` is how many purges there had been when it was begun, ``format`` is the `FORMAT` that
    it was made with.
    """

    size: int
    digest: bytes
    purges: int = 0
    format: int = FORMAT


EMPTY = Extent(0, b"")


class Answers(NamedTuple):
    """What an index answers, and how far it went at that moment.

    ``sequences`` are, by kind of what is indexed, the places of versions in the ledger, in no
    order.
    """

    extent: Extent
    sequences: dict[str, list[int]]


class IndexTrouble(Exception):
    """An index that cannot be used just now, or not at all; its text says why, for a person."""


class IndexBusy(IndexTrouble):
    """Another process is writing to the index."""


class IndexDamaged(IndexTrouble):
    """What stands in the place of the index is no index, or is damaged."""


class SearchIndex(ABC):
    """An open index. Whatever it does may raise IndexTrouble."""

    kinds: ClassVar[tuple[str, str]] = ("content", "object")

    @abstractmethod
    def extent(self) -> Extent:
        """Return how far the index goes."""

    @abstractmethod
    def begin(self) -> Extent:
        """Begin to write, alone, and return how far the index goes now. Raises IndexBusy."""

    @abstractmethod
    def indexed(self, kind: str, rows: Iterable[int]) -> set[int]:
        """Return those of the rows of a kind (``content`` or ``object``) that are indexed."""

    @abstractmethod
    def add(self, kind: str, entries: Sequence[Entry]) -> None:
        """Index contents or objects, after `begin`."""

    @abstractmethod
    def hold(self, holders: Sequence[Holder]) -> None:
        """Note which versions have what, after `begin`."""

    @abstractmethod
    def end(self, extent: Extent) -> None:
        """Keep what was added since `begin`."""

    @abstractmethod
    def abandon(self) -> None:
        """Forget what was added since `begin`."""

    @abstractmethod
    def answers(self, kinds: Sequence[str], condition: Condition) -> Answers:
        """Return the versions that have something for which a condition may hold.

        The condition is not empty. Where the index was made with another `FORMAT`, there are none.
        """

    @abstractmethod
    def empty(self) -> str:
        """Remove all words for good; return what kept it from that, or nothing.

        Raises IndexDamaged.
        """

    @abstractmethod
    def tidy(self) -> None:
        """Put what many additions left behind in order, where nobody is in the way."""

    @abstractmethod
    def size(self) -> int:
        """Return how many bytes the index takes."""

    @abstractmethod
    def close(self) -> None:
        """Close it."""
