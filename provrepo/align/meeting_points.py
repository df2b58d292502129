"""Where the sentences say that two texts have come equally far, which tells units their ends.

A unit and what translates it end together, and there a sentence ends with its translation, too. So
the sentences of the whole texts are paired first, as if no paragraph parted them: that finds the
place at which a paragraph of the one side was parted or joined on the other.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate

from provrepo.align.beads import DOUBT, Bead, Lattice, MeetingPoints
from provrepo.align.evidence import weights
from provrepo.align.pinned import Stretch
from provrepo.align.text_side import TextSide

_FINER = 1.2
"""How many times more sentences than units tell where units end; verse has hardly more."""
_MOST = 9_000
"""In longer texts, by the sentences of a side, pairing them all would take longer than it helps."""


def meeting_points(
    source: TextSide, target: TextSide, stretch: Stretch, ratio: float, path: Sequence[Bead]
) -> MeetingPoints | None:
    """Return where the units of a stretch may end together; None where sentences tell no more.

    ``ratio`` is how much longer than the source the target is, ``path`` the best way to pair the
    units as far as they tell it themselves: in long texts the sentences are paired near it.
    """
    numbers = [unit + 1 for unit in stretch.source], [unit + 1 for unit in stretch.target]
    if not all(numbers) or len(numbers[0]) == len(numbers[1]) == 1:
        return None
    rows = source.sentence_row(numbers[0]), target.sentence_row(numbers[1])
    if all(len(row.sizes) < _FINER * len(units) for row, units in zip(rows, numbers, strict=True)):
        return None
    if max(len(row.sizes) for row in rows) > _MOST:
        return None
    ends, target_ends = _ends(source, stretch.source), _ends(target, stretch.target)
    near = [(0, 0), *((ends[bead.bottom], target_ends[bead.right]) for bead in path)]
    lattice = Lattice(*rows, weights(rows[0].bags, rows[1].bags), ratio, near=near)
    numbered = {end: number for number, end in enumerate(ends)}
    target_numbered = {end: number for number, end in enumerate(target_ends)}
    likely: list[defaultdict[int, float]] = [defaultdict(float) for _ in ends]
    for bead, likelihood in lattice.posteriors(lattice.best()):
        if bead.bottom in numbered and bead.right in target_numbered:
            likely[numbered[bead.bottom]][target_numbered[bead.right]] += likelihood
    return [
        {right: math.log(min(1.0, likelihood) + DOUBT) for right, likelihood in row.items()}
        for row in likely
    ]


def _ends(side: TextSide, units: Sequence[int]) -> list[int]:
    """Return after how many sentences the first units end: none of them, one, two and so on."""
    return list(accumulate((len(side.sentences[unit]) for unit in units), initial=0))
