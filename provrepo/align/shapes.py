"""Which beads are tried between two rows of units, and how rare each of them is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from provrepo.align.evidence import Bag

SHAPES = {
    (1, 1): 0.0, (1, 2): -2.0, (2, 1): -2.0, (1, 0): -4.0, (0, 1): -4.0, (2, 2): -4.5,
    (1, 3): -4.0, (3, 1): -4.0, (1, 4): -6.5, (4, 1): -6.5, (2, 3): -6.5, (3, 2): -6.5,
}  # fmt: skip
"""The shapes of beads, units of the source and of the target, and how rare each is."""
LONGEST = 4
_STRETCHES, _STRETCH = (4, 6, 9, 13, 19, 28, 41), -21.0
"""How many units without a partner are one bead, and how rare it is: a passage that was left out.

Unit by unit, a long one would cost more than pairing all that follows it with the wrong lines.
"""
_FINER, _MOST_LINES, _OF_LINES = 3.0, 16, -4.0
"""How many times more units one side has before up to this many may pair with one of the other."""
_UNEVEN, _UNEVEN_NUMBERED, _FEW, _LINE = -1.7, -4.0, 5, 60
"""How much rarer other beads than 1-1 are where both sides have as many lines, and what is one.

A translation that has as many lines as its source by chance, though they do not face each other, is
rarer than one that was made line by line: rarer still where an editor numbered them.
"""
_NUMBERED = 0.8
"""The share of numbered lines that have their own number: others have lost it, or are titles."""
_EFFORTS = ((3000, 1000, 5), (6000, 8, 4), (math.inf, 3, 3))
"""Up to how many units, how many nodes of a row are followed, and how long their beads may be."""
FAR_WORSE = 8.0
"""A bead that is this much worse than the best one at its place does not make that less sure."""


class Row(NamedTuple):
    """One side: the sizes of its units in characters, and their bags of keys."""

    sizes: Sequence[float]
    bags: Sequence[Bag]


_SHAPES = tuple((*shape, prior) for shape, prior in SHAPES.items())


class Effort(NamedTuple):
    """How many nodes of a row are followed, by which beads, and how far a unit reaches by them."""

    nodes: int
    shapes: Sequence[tuple[int, int, float]]
    reach: int
    far_worse: float = FAR_WORSE


def effort(source: Row, target: Row) -> Effort:
    """Return how much is tried for two rows, and how rare each bead is where lines face lines."""
    usual = _effort_for(len(source.sizes), len(target.sizes))
    if not _line_by_line(source, target):
        return usual
    rarer = _UNEVEN_NUMBERED if _numbered(source) or _numbered(target) else _UNEVEN
    shapes = [
        (rows, columns, prior + (0.0 if rows == columns == 1 else rarer))
        for rows, columns, prior in usual.shapes
    ]
    return usual._replace(shapes=shapes)


def _effort_for(rows: int, columns: int) -> Effort:
    """Return how much is tried, given the units on the two sides: the more there are, the less.

    Texts of very many units consist of verses, entries or words that are translated one by one.
    """
    units = max(rows, columns)
    nodes, longest = next((nodes, longest) for most, nodes, longest in _EFFORTS if units <= most)
    shapes = [shape for shape in _SHAPES if sum(shape[:2]) <= longest]
    if longest < _EFFORTS[0][2]:
        return Effort(nodes, shapes, longest - 1, FAR_WORSE / 2)
    longer = _of_lines(rows, columns)
    replaced = {shape[:2] for shape in longer}
    shapes = [shape for shape in shapes if shape[:2] not in replaced]
    if not longer:
        shapes += [(count, 0, _STRETCH) for count in _STRETCHES]
        shapes += [(0, count, _STRETCH) for count in _STRETCHES]
    return Effort(nodes, [*shapes, *longer], max(LONGEST, *(max(shape[:2]) for shape in longer), 0))


def _line_by_line(source: Row, target: Row) -> bool:
    """Return whether both sides have as many short units: lines that face each other."""
    count = len(source.sizes)
    return (
        count == len(target.sizes) >= _FEW
        and max(sum(source.sizes), sum(target.sizes)) <= _LINE * count
    )


def _numbered(row: Row) -> bool:
    """Return whether the units of a side name their own numbers, from 1."""
    named = sum(f"n{number}" in bag for number, bag in enumerate(row.bags, 1))
    return named >= _NUMBERED * len(row.bags)


def _of_lines(rows: int, columns: int) -> list[tuple[int, int, float]]:
    """Return shapes for a text in lines beside one in paragraphs: many units that are one there.

    None is rarer than another: how long a paragraph is tells how many lines it has.
    """
    finer = max(rows, columns) / max(1, min(rows, columns))
    if finer < _FINER:
        return []
    counts = range(1, min(_MOST_LINES, round(2 * finer)) + 1)
    return [(count, 1, _OF_LINES) if rows > columns else (1, count, _OF_LINES) for count in counts]
