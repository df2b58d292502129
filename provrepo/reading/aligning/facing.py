"""Two texts side by side: which of their passages stand in one row."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from operator import itemgetter

from provrepo.align import Alignment
from provrepo.align.units import runs
from provrepo.passages import Range

Row = tuple[Range | None, Range | None]
"""A passage of the source and what translates it, in code points; None for nothing."""


def paired(alignment: Alignment) -> list[Row]:
    """Return which passages stand beside each other, both texts in their own order.

    What the translation has in another place stands in a row of its own on either side.
    """
    source, target = alignment.source_units, alignment.target_units
    elsewhere = deque(
        sorted(unit for pair in alignment.pairs if pair.moved for unit in pair.target)
    )
    # What stands between units of one pair has a row of its own, and so has each part of these.
    parted = {
        pair.source: runs(pair.source) for pair in alignment.pairs if pair.moved and pair.source
    }
    later = deque(sorted(run for parts in parted.values() for run in parts[1:]))
    rows: list[Row] = []
    for pair in alignment.pairs:
        while pair.source and later and later[0] < [*pair.source]:
            rows.append((_passage(alignment.source, source, later.popleft()), None))
        units = () if pair.moved else pair.target
        while units and elsewhere and elsewhere[0] < units[0]:
            rows.append((None, _passage(alignment.target, target, (elsewhere.popleft(),))))
        first = parted[pair.source][0] if pair.source in parted else pair.source
        left = _passage(alignment.source, source, first)
        right = _passage(alignment.target, target, units)
        rows += [(left, right)] * bool(left or right)
    rows += [(_passage(alignment.source, source, run), None) for run in later]
    last = [_passage(alignment.target, target, (number,)) for number in elsewhere]
    return [*rows, *((None, passage) for passage in last)]


def elsewhere(alignment: Alignment, rows: Sequence[Row]) -> dict[int, int]:
    """Return which rows, from 1, have the other half of their pair in which other row.

    Those of passages that a translation has in another place: alone, they would seem to be left
    untranslated on the one side, and added on the other.
    """
    holding: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for number, row in enumerate(rows, 1):
        for side, units in enumerate((alignment.source_units, alignment.target_units)):
            if passage := row[side]:
                first, last = (bisect_right(units, place, key=itemgetter(0)) for place in passage)
                holding[side].update(dict.fromkeys(range(first, last + 1), number))
    beside: dict[int, int] = {}
    for pair in (pair for pair in alignment.pairs if pair.moved):
        left, right = (
            sorted({of_side[unit] for unit in units if unit in of_side})
            for of_side, units in zip(holding, (pair.source, pair.target), strict=True)
        )
        if left and right:
            beside |= {row: right[0] for row in left if row not in right}
            beside |= {row: left[0] for row in right if row not in left}
    return {row: other for row, other in beside.items() if None in rows[row - 1]}


def _passage(text: str, units: Sequence[Range], numbers: Sequence[int]) -> Range | None:
    """Return where units of a text stand, by their numbers from 1, without the blanks after them.

    None where there are none.
    """
    if not numbers:
        return None
    start, end = units[min(numbers) - 1][0], units[max(numbers) - 1][1]
    return start, start + len(text[start:end].rstrip())
