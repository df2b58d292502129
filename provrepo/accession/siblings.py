"""The texts that went in together: a new translation finds its transcription among them."""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

from provrepo.store.records import Text, TextKey

if TYPE_CHECKING:
    from provrepo.editing.batch import Batch
    from provrepo.editing.planning import Changes


class Siblings:
    """The texts of a run, of each no more than a hash, so that a million of them fit."""

    def __init__(self) -> None:
        self._texts: dict[Text, int] = {}
        self._known = _Hashes()

    def __contains__(self, own: TextKey) -> bool:
        document, text = own
        number = self._texts.get(text)
        return number is not None and hash((document, number)) in self._known

    def remember(self, own: TextKey) -> None:
        """Take note of a text of which a version went in."""
        document, text = own
        number = self._texts.setdefault(text, len(self._texts))
        self._known.add(hash((document, number)))

    def with_basis(self, batch: Batch, own: TextKey, changes: Changes) -> Changes:
        """Return ``changes`` with the one transcription among them that a new text is from."""
        document, text = own
        if text.kind != "translation" or changes.based_on is not None:
            return changes
        found = [
            one
            for one in self._texts
            if one.kind == "transcription" and TextKey(document, one) in self
        ]
        if len(found) != 1 or batch.newest(own).number:
            return changes
        return replace(changes, based_on=(f"{document}/{found[0]}",))


class _Hashes:
    """A set of hashes in one array, which takes a sixth of the memory that a set of Python's does.

    Each stands at the first free place from the one on that its lowest bits tell; zero is free.
    """

    def __init__(self) -> None:
        self._table = array("q", bytes(8 << 10))
        self._count = 0

    def _place(self, wanted: int) -> int:
        """Return where a hash stands, or would stand."""
        table = self._table
        last = len(table) - 1
        place = wanted & last
        while (there := table[place]) and there != wanted:
            place = place + 1 & last
        return place

    def __contains__(self, wanted: int) -> bool:
        return self._table[self._place(wanted or 1)] != 0

    def add(self, one: int) -> None:
        place = self._place(one or 1)
        if self._table[place]:
            return
        self._table[place] = one or 1
        self._count += 1
        if 3 * self._count > 2 * len(self._table):
            self._grow()

    def _grow(self) -> None:
        old, self._table = self._table, array("q", bytes(16 * len(self._table)))
        for one in filter(None, old):
            self._table[self._place(one)] = one
