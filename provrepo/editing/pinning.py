"""Pairing passages by hand: what an editor says of two versions counts before the engine.

It is recorded as an event (docs/format.md, `align`), which says all the pairs of two contents; so
those that counted before are said again with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from provrepo.align.units import trimmed
from provrepo.editing.attribution import attributions
from provrepo.errors import InvalidValue
from provrepo.passages import Range
from provrepo.reading.alignments import VersionAlignment, alignment, both, contents, units_of
from provrepo.reading.pinned_pairs import pinned_pairs
from provrepo.store import events
from provrepo.store.event_data import Pair, Span

if TYPE_CHECKING:
    from provrepo.editing.changes import Changes
    from provrepo.store.database import Database

Numbers = tuple[Sequence[int], Sequence[int]]
"""Units of the basis and of the translation, by their numbers from 1; one side may be empty."""


def pin(
    database: Database,
    reference: str,
    pairs: Sequence[Numbers],
    unpinned: Sequence[Numbers],
    basis: str | None,
    changes: Changes,
    moment: str,
) -> VersionAlignment:
    """Record pairs made by hand, or take some back. See `Repository.pin`."""
    translation, source = both(database, reference, basis)
    texts = contents(database, source, translation)
    ranges = units_of(*texts)
    counting = list(pinned_pairs(database, source, translation).pairs)
    for numbers in unpinned:
        spans = _spans(texts, ranges, numbers)
        left = [pair for pair in counting if not _meet(pair, spans)]
        if left == counting:
            raise InvalidValue("unpin", written(numbers), "nobody paired it by hand")
        counting = left
    for numbers in pairs:
        spans = _spans(texts, ranges, numbers)
        counting = [pair for pair in counting if not _meet(pair, spans)]
        counting.append(spans)
    events.align(
        database,
        source.id,
        translation.id,
        sorted(counting, key=_place),
        moment,
        reason=changes.message or "",
        agents=attributions(changes.agents or changes.default_agents),
    )
    return alignment(database, reference, basis)


def _spans(texts: Sequence[str], ranges: Sequence[Sequence[Range]], numbers: Numbers) -> Pair:
    if not numbers[0] and not numbers[1]:
        raise InvalidValue("pair", written(numbers), "name a unit on one side at least: 3=2,3")
    sides = zip(texts, ranges, numbers, ("basis", "translation"), strict=True)
    left, right = (_span(*side) for side in sides)
    return left, right


def _span(text: str, ranges: Sequence[Range], numbers: Sequence[int], name: str) -> Span | None:
    """Return the passage that units are, without the white space around it."""
    chosen = sorted(set(numbers))
    if not chosen:
        return None
    for number in chosen:
        if not 1 <= number <= len(ranges):
            raise InvalidValue("unit", str(number), f"the {name} has the units 1 to {len(ranges)}")
    if chosen[-1] - chosen[0] != len(chosen) - 1:
        listed = ",".join(map(str, chosen))
        raise InvalidValue("units", listed, "a passage is made of units that follow each other")
    start, _ = trimmed(text, ranges[chosen[0] - 1])
    _, end = trimmed(text, ranges[chosen[-1] - 1])
    return Span(start, end)


def _meet(pair: Pair, other: Pair) -> bool:
    """Return whether two pairs have something in common on a side."""
    return any(
        mine is not None
        and theirs is not None
        and mine.start < theirs.end
        and theirs.start < mine.end
        for mine, theirs in zip(pair, other, strict=True)
    )


def _place(pair: Pair) -> tuple[int, int]:
    """Return where a pair stands: by its basis, by its translation where it has none."""
    left, right = pair
    return (left.start if left else -1), (right.start if right else -1)


def written(numbers: Numbers) -> str:
    """Return a pair as people write it: ``3=2,3``."""
    return "=".join(",".join(map(str, side)) for side in numbers)


def read_pairs(values: Sequence[str]) -> list[Numbers]:
    """Return pairs that people wrote: ``3=2,3``, ``4=`` for what has no translation.

    Raises InvalidValue.
    """
    return [_read(value) for value in values]


def read_units(values: Sequence[str]) -> list[Numbers]:
    """Return units that people wrote: ``3`` of the basis, ``=3`` of the translation."""
    return [_read(value if "=" in value else f"{value}=") for value in values]


def _read(value: str) -> Numbers:
    left, equals, right = value.partition("=")
    try:
        sides = list(_numbers(left)), list(_numbers(right))
    except ValueError:
        equals = ""
        sides = [], []
    if not equals or sides == ([], []):
        rule = "write the unit of the basis, =, and those of the translation: 3=2,3"
        raise InvalidValue("pair", value, rule)
    return sides


def _numbers(written_side: str) -> Iterator[int]:
    """Yield the numbers of ``2,3`` and ``2-4``. Raises ValueError."""
    for part in filter(None, (part.strip() for part in written_side.split(","))):
        first, dash, last = part.partition("-")
        if not (first + last).isascii():
            raise ValueError(part)
        yield from range(int(first), int(last if dash else first) + 1)
