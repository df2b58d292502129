"""From columns to an apparatus: which neighbouring columns are read instead of each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from provrepo.compare.merging import Column
from provrepo.compare.witness import Piece


class Cell(NamedTuple):
    """What each witness reads here, which of them read anything, and how many pieces that is."""

    readings: tuple[str, ...]
    present: frozenset[int]
    size: int

    @property
    def agreed(self) -> bool:
        """Whether all witnesses read the same."""
        return len(set(self.readings)) == 1

    def parties(self) -> list[int]:
        """Return for each witness the first one that reads the same."""
        first: dict[str, int] = {}
        return [first.setdefault(text, number) for number, text in enumerate(self.readings)]

    def is_without(self, cell: Cell) -> bool:
        """Return whether witnesses differ here, and those of ``cell`` read nothing."""
        return not self.agreed and not self.present & cell.present

    def with_next(self, cell: Cell) -> Cell:
        """Return this cell and the next one as one."""
        readings = zip(self.readings, cell.readings, strict=True)
        apart = not self.present & cell.present
        size = max(self.size, cell.size) if apart else self.size + cell.size
        return Cell(tuple(a + b for a, b in readings), self.present | cell.present, size)


def segments(
    columns: Sequence[Column], witnesses: Sequence[Sequence[Piece]]
) -> list[tuple[str, ...]]:
    """Return what each witness reads, segment by segment.

    Neighbours on which all agree are one segment. Where they do not, columns of the same witnesses,
    who agree among each other in the same way, are one reading; and neighbours that no witness has
    both of are readings of one place. Where a reading may stand for each of several neighbours, it
    stands for those that together are as long as it is, word for word; or else for the first of
    those that most witnesses have and that are nearest to its length.
    """
    joined: list[Cell] = []
    agreed: list[Cell] = []
    for unit in _units(columns, witnesses):
        cell = _as_one(unit)
        if cell.agreed:
            agreed.append(cell)
            continue
        if agreed:
            joined.append(_as_one(agreed))
            agreed = []
        start = len(joined)
        while start and joined[start - 1].is_without(cell):
            start -= 1
        places = range(start, len(joined))
        if not places:
            joined.append(cell)
        elif len(places) > 1 and sum(joined[place].size for place in places) == len(unit):
            words = iter(unit)
            for place in places:
                part = [*islice(words, joined[place].size)]
                if part:
                    joined[place] = joined[place].with_next(_as_one(part))
        else:
            best = min(places, key=lambda place: (*_fitness(joined[place], cell), place))
            joined[best] = joined[best].with_next(cell)
    if agreed:
        joined.append(_as_one(agreed))
    return [cell.readings for cell in _with_their_blanks(joined)]


def _with_their_blanks(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Join white space that some lack with what follows it, where all others have both.

    Where a text ends for some, it is not a place of its own that they lack the blank before the
    next word.
    """
    blank: Cell | None = None
    for cell in cells:
        if blank and blank.present == cell.present:
            yield blank.with_next(cell)
            blank = None
            continue
        if blank:
            yield blank
        blank = None
        if cell.size or cell.agreed:
            yield cell
        else:
            blank = cell
    if blank:
        yield blank


def _as_one(cells: Sequence[Cell]) -> Cell:
    """Return cells of the same witnesses, or on which all agree, as one."""
    readings = zip(*(cell.readings for cell in cells), strict=True)
    size = sum(cell.size for cell in cells)
    return Cell(tuple(map("".join, readings)), cells[0].present, size)


def _fitness(place: Cell, cell: Cell) -> tuple[int, int]:
    """Return how well a cell fits a place, the least best."""
    return -len(place.present), abs(place.size - cell.size)


def _units(columns: Sequence[Column], witnesses: Sequence[Sequence[Piece]]) -> Iterator[list[Cell]]:
    """Yield the cells, those of the same witnesses that follow each other together."""
    everybody = frozenset(range(len(witnesses)))
    unit: list[Cell] = []
    parties: list[int] = []
    for cell in _cells(columns, witnesses):
        if unit and cell.present == unit[0].present != everybody and cell.parties() == parties:
            unit.append(cell)
            continue
        if unit:
            yield unit
        unit, parties = [cell], cell.parties()
    if unit:
        yield unit


def _cells(columns: Sequence[Column], witnesses: Sequence[Sequence[Piece]]) -> Iterator[Cell]:
    """Yield each column; where all have a word, the white space after it is a cell of its own."""
    numbers = range(len(witnesses))
    for column in columns:
        in_column = {number: witnesses[number][place] for number, place in column.items()}
        if len(column) == len(witnesses):
            yield _cell({number: piece.core for number, piece in in_column.items()}, numbers, 1)
            yield _cell({number: piece.blank for number, piece in in_column.items()}, numbers, 0)
        else:
            whole = {number: piece.core + piece.blank for number, piece in in_column.items()}
            yield _cell(whole, numbers, 1)


def _cell(readings: dict[int, str], numbers: range, size: int) -> Cell:
    texts = tuple(readings.get(number, "") for number in numbers)
    return Cell(texts, frozenset(number for number, text in enumerate(texts) if text), size)
