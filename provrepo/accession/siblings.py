"""The texts that went in together: a new translation finds its transcription among them."""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

from provrepo.store.records import Text, TextKey

if TYPE_CHECKING:
    from provrepo.editing.changes import Changes
    from provrepo.editing.knowledge import Knowledge


class Siblings:
    """The texts of a run, each remembered as a hash only, so that a million of them fit."""

    def __init__(self) -> None:
        self._numbers: dict[Text, int] = {}
        self._hashes = _Hashes()

    def __contains__(self, text_key: TextKey) -> bool:
        document, text = text_key
        number = self._numbers.get(text)
        return number is not None and hash((document, number)) in self._hashes

    def remember(self, text_key: TextKey) -> None:
        """Remember that a version of a text went in."""
        document, text = text_key
        number = self._numbers.setdefault(text, len(self._numbers))
        self._hashes.add(hash((document, number)))

    def with_basis(self, text_key: TextKey, changes: Changes, knowledge: Knowledge) -> Changes:
        """Return the ``changes`` of a translation, based on its transcription in this run.

        That is the one of its own label, else the only one. They are returned as they are where it
        has none here, or several, or is not new.
        """
        document, text = text_key
        transcriptions = [
            sibling
            for sibling in self._numbers
            if sibling.kind == "transcription" and TextKey(document, sibling) in self
        ]
        if len(transcriptions) > 1:
            from provrepo.reading.transcriptions import own_label_first

            labels = {sibling: sibling.label for sibling in transcriptions}
            transcriptions = own_label_first(text.label, labels)
        if len(transcriptions) != 1 or knowledge.newest(text_key).number:
            return changes
        return replace(changes, based_on=(f"{document}/{transcriptions[0]}",))


class _Hashes:
    """A set of hashes in one array, in a sixth of the memory that a Python set takes.

    A hash table with open addressing: the lowest bits of a hash say where it stands, or the first
    free place after that. Zero marks a free place.
    """

    def __init__(self) -> None:
        self._table = array("q", bytes(8 << 6))  # most runs have one text or a few
        self._count = 0

    def _place(self, value: int) -> int:
        """Return where a hash stands, or would stand."""
        table = self._table
        last = len(table) - 1
        place = value & last
        while (occupant := table[place]) and occupant != value:
            place = place + 1 & last
        return place

    def __contains__(self, value: int) -> bool:
        return self._table[self._place(value or 1)] != 0

    def add(self, value: int) -> None:
        value = value or 1  # zero marks a free place
        place = self._place(value)
        if self._table[place]:
            return
        self._table[place] = value
        self._count += 1
        if 3 * self._count > 2 * len(self._table):  # fuller, and searches would get long
            self._grow()

    def _grow(self) -> None:
        old, self._table = self._table, array("q", bytes(16 * len(self._table)))
        for value in filter(None, old):
            self._table[self._place(value)] = value
