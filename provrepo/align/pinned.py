"""Pairs that an editor made by hand, and what is left between them for the engine to pair."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from provrepo.align.result import UnitPair
from provrepo.align.units import runs
from provrepo.errors import InvalidValue

Pin = tuple[Sequence[int], Sequence[int]]
"""Units of the source and of the target, by their numbers from 1; one side may be empty."""


class Stretch(NamedTuple):
    """Units of both sides, by their places from 0, that are to be paired among themselves."""

    source: Sequence[int]
    target: Sequence[int]


class Plan(NamedTuple):
    """The pinned pairs, and the stretches between those of them that keep the order."""

    pairs: list[UnitPair]
    stretches: list[Stretch]


def plan(pins: Iterable[Pin], source_count: int, target_count: int) -> Plan:
    """Return what pins leave to do in two texts of these counts of units. Raises InvalidValue."""
    effective = _effective([_checked(pin, source_count, target_count) for pin in pins])
    chain = _chain(effective)
    pairs = [
        UnitPair(*part, 1.0, pinned=True, moved=bool(part[0] and part[1]) and part not in chain)
        for pin in effective
        for part in _parts(pin)
    ]
    taken = [{unit for pin in effective for unit in pin[side]} for side in (0, 1)]
    cuts = [(0, 0), *((pin[0][-1], pin[1][-1]) for pin in chain), (source_count, target_count)]
    stretches = []
    for (source, target), (source_end, target_end) in pairwise(cuts):
        stretch = Stretch(
            [unit for unit in range(source, source_end) if unit + 1 not in taken[0]],
            [unit for unit in range(target, target_end) if unit + 1 not in taken[1]],
        )
        if stretch.source or stretch.target:
            stretches.append(stretch)
    return Plan(pairs, stretches)


_Units = tuple[tuple[int, ...], tuple[int, ...]]


def _checked(pin: Pin, source_count: int, target_count: int) -> _Units:
    sides = tuple(sorted(set(pin[0]))), tuple(sorted(set(pin[1])))
    if not sides[0] and not sides[1]:
        raise InvalidValue("pair", "=", "name a unit on one side at least")
    names = ("the basis", "the translation")
    for units, count, name in zip(sides, (source_count, target_count), names, strict=True):
        for unit in units:
            if not 1 <= unit <= count:
                rule = f"{name} has the units 1 to {count}" if count else f"{name} has no units"
                raise InvalidValue("unit", str(unit), rule)
    return sides


def _effective(pins: Sequence[_Units]) -> list[_Units]:
    """Return the pins that count: of two that share a unit it is the later one."""
    effective: list[_Units] = []
    for pin in reversed(pins):
        if not any(set(pin[side]) & set(later[side]) for later in effective for side in (0, 1)):
            effective.append(pin)
    return sorted(effective)


def _parts(pin: _Units) -> list[_Units]:
    """Return a pin; of one that pairs units with nothing, each of them by itself."""
    if pin[0] and pin[1]:
        return [pin]
    return [*(((unit,), ()) for unit in pin[0]), *(((), (unit,)) for unit in pin[1])]


def _chain(pins: Sequence[_Units]) -> list[_Units]:
    """Return the largest number of pins that go up on both sides, and have no gap in a side."""
    candidates = [pin for pin in pins if all(len(runs(side)) == 1 for side in pin)]
    tops: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for number, (_, target) in enumerate(candidates):
        place = bisect_left(tops, target[0])
        before.append(holders[place - 1] if place else -1)
        tops[place : place + 1] = [target[0]]
        holders[place : place + 1] = [number]
    chain, number = [], holders[-1] if holders else -1
    while number >= 0:
        chain.append(candidates[number])
        number = before[number]
    return chain[::-1]
