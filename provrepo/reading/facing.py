"""Two texts side by side: which of their passages stand in one row."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from provrepo.align import Alignment
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
    rows: list[Row] = []
    for pair in alignment.pairs:
        units = () if pair.moved else pair.target
        while units and elsewhere and elsewhere[0] < units[0]:
            rows.append((None, _passage(alignment.target, target, (elsewhere.popleft(),))))
        left = _passage(alignment.source, source, pair.source)
        right = _passage(alignment.target, target, units)
        rows += [(left, right)] * bool(left or right)
    last = [_passage(alignment.target, target, (number,)) for number in elsewhere]
    return [*rows, *((None, passage) for passage in last)]


def _passage(text: str, units: Sequence[Range], numbers: Sequence[int]) -> Range | None:
    """Return where units of a text stand, by their numbers from 1, without the blanks after them.

    None where there are none.
    """
    if not numbers:
        return None
    start, end = units[min(numbers) - 1][0], units[max(numbers) - 1][1]
    return start, start + len(text[start:end].rstrip())
