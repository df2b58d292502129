"""From columns to an apparatus: which neighbouring columns are read instead of each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from provrepo.compare.progressive import Column
from provrepo.compare.witness import Piece


class Cell(NamedTuple):
    """What each witness reads here, the numbers of those that read anything, and how many pieces."""

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
    stands for the first of those that are as long as it is, as nearly as possible.
    """
    joined: list[Cell] = []
    for cell in _units(columns, witnesses):
        if joined and cell.agreed and joined[-1].agreed:
            joined[-1] = joined[-1].with_next(cell)
            continue
        places: list[int] = []
        if not cell.agreed:
            for place in range(len(joined) - 1, -1, -1):
                if joined[place].agreed or joined[place].present & cell.present:
                    break
                places.append(place)
        if places:
            best = min(places, key=lambda place: (abs(joined[place].size - cell.size), place))
            joined[best] = joined[best].with_next(cell)
        else:
            joined.append(cell)
    return [cell.readings for cell in joined]


def _units(columns: Sequence[Column], witnesses: Sequence[Sequence[Piece]]) -> Iterator[Cell]:
    """Yield the cells, those of the same witnesses that follow each other as one."""
    everybody = frozenset(range(len(witnesses)))
    last: Cell | None = None
    for cell in _cells(columns, witnesses):
        if (
            last is not None
            and cell.present == last.present != everybody
            and cell.parties() == last.parties()
        ):
            last = last.with_next(cell)
            continue
        if last is not None:
            yield last
        last = cell
    if last is not None:
        yield last


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
