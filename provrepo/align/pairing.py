"""The units of two texts paired, stretch by stretch, and how likely each two belong together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from provrepo.align.beads import Bead, Lattice, ratio_of, singles
from provrepo.align.evidence import weights
from provrepo.align.pinned import Stretch
from provrepo.align.result import UnitPair
from provrepo.align.shapes import Row

_OTHER_RATIO = 0.08
"""By how much the ratio of lengths in the pairs may differ from that of the texts: else again."""


class UnitPairing(NamedTuple):
    """The pairs, and how likely each two units translate each other, by numbers from 1.

    ``by_key`` are the weights of the keys, ``ratio`` is how much longer the target is.
    """

    pairs: list[UnitPair]
    likely: Mapping[tuple[int, int], float]
    by_key: Mapping[str, float]
    ratio: float


def paired(source: Row, target: Row, stretches: Sequence[Stretch]) -> UnitPairing:
    """Return the units of two texts paired; no pair leaves its stretch."""
    by_key = weights(source.bags, target.bags)
    ratio = ratio_of(source, target)
    sides = [
        (_part(source, stretch.source), _part(target, stretch.target)) for stretch in stretches
    ]
    lattices = [Lattice(*side, by_key, ratio) for side in sides]
    paths = [lattice.best() for lattice in lattices]
    paired_ratio = _paired_ratio(sides, paths, ratio)
    if abs(math.log(paired_ratio / ratio)) > _OTHER_RATIO:
        # What is left untranslated on one side made the other seem too short.
        lattices.clear()  # those of long texts are large
        lattices = [Lattice(*side, by_key, paired_ratio) for side in sides]
        paths = [lattice.best() for lattice in lattices]
    pairs: list[UnitPair] = []
    likely: dict[tuple[int, int], float] = {}
    for stretch, path in zip(stretches, paths, strict=True):
        of_path = dict.fromkeys(path, 0.0)
        for bead, likelihood in lattices.pop(0).posteriors(path):
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
    return UnitPairing(pairs, likely, by_key, paired_ratio)


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
