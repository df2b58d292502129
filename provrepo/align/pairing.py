"""The units of two texts paired, stretch by stretch, and how likely each two belong together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from provrepo.align.beads import Bead, Lattice, ratio_of, singles
from provrepo.align.evidence import weights
from provrepo.align.meeting_points import meeting_points
from provrepo.align.pinned import Stretch
from provrepo.align.result import UnitPair
from provrepo.align.shapes import Row
from provrepo.align.text_side import TextSide

_OTHER_RATIO = 0.08
"""By how much the ratio of lengths in the pairs may differ from that of the texts: else again."""


class UnitPairing(NamedTuple):
    """The pairs, and how likely each two units translate each other, by numbers from 1.

    ``by_key`` are the weights of the keys, ``rows`` the units of both sides as beads are made of
    them, and ``ratio`` is how much longer the target is.
    """

    pairs: list[UnitPair]
    likely: Mapping[tuple[int, int], float]
    by_key: Mapping[str, float]
    rows: tuple[Row, Row]
    ratio: float


def paired(source: TextSide, target: TextSide, stretches: Sequence[Stretch]) -> UnitPairing:
    """Return the units of two texts paired; no pair leaves its stretch."""
    rows = source.row(), target.row()
    by_key = weights(rows[0].bags, rows[1].bags)
    ratio = ratio_of(*rows)
    sides = [
        (_part(rows[0], stretch.source), _part(rows[1], stretch.target)) for stretch in stretches
    ]
    lattices = [Lattice(*side, by_key, ratio) for side in sides]
    paths = [lattice.best() for lattice in lattices]
    paired_ratio = _paired_ratio(sides, paths, ratio)
    # What is left untranslated on one side made the other seem too short.
    is_other = abs(math.log(paired_ratio / ratio)) > _OTHER_RATIO
    pairs: list[UnitPair] = []
    likely: dict[tuple[int, int], float] = {}
    for stretch, side, first_path in zip(stretches, sides, paths, strict=True):
        lattice, path = lattices.pop(0), first_path
        points = meeting_points(source, target, stretch, paired_ratio, path)
        if is_other or points is not None:
            del lattice  # that of a long text is large
            lattice = Lattice(*side, by_key, paired_ratio, meeting_points=points)
            path = lattice.best()
        of_path = dict.fromkeys(path, 0.0)
        for bead, likelihood in lattice.posteriors(path):
            if bead in of_path:
                of_path[bead] = likelihood
            top, bottom, left, right = bead
            for unit in stretch.source[top:bottom]:
                for partner in stretch.target[left:right]:
                    both = unit + 1, partner + 1
                    likely[both] = min(1.0, likely.get(both, 0.0) + likelihood)
        pairs += [
            UnitPair(*_numbers(stretch, single), of_path[bead])
            for bead in path
            for single in singles(bead)
        ]
    return UnitPairing(pairs, likely, by_key, rows, paired_ratio)


def _paired_ratio(
    sides: Sequence[tuple[Row, Row]], paths: Sequence[Sequence[Bead]], ratio: float
) -> float:
    """Return the ratio in the stretch that has most pairs, which tells it best."""
    longest = max(range(len(paths)), key=lambda number: len(paths[number]), default=None)
    return ratio if longest is None else ratio_of(*sides[longest], paths[longest]) or ratio


def _part(row: Row, places: Sequence[int]) -> Row:
    return Row([row.sizes[place] for place in places], [row.bags[place] for place in places])


def _numbers(stretch: Stretch, bead: Bead) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return (
        tuple(place + 1 for place in stretch.source[bead.top : bead.bottom]),
        tuple(place + 1 for place in stretch.target[bead.left : bead.right]),
    )
