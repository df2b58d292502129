"""Pairing passages by hand: what an editor says of two versions counts before the engine.

It is recorded as an event (docs/format.md, `align`), which says all the pairs of two contents; so
those that counted before are said again with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import TYPE_CHECKING

from provrepo.align.units import runs, trimmed
from provrepo.editing.attribution import attributions
from provrepo.errors import InvalidValue
from provrepo.passages import Range
from provrepo.reading.aligning.alignments import (
    VersionAlignment,
    alignment,
    both,
    contents,
    units_of,
)
from provrepo.reading.aligning.pinned_pairs import meet, pinned_pairs, together
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
    counting = together(pinned_pairs(database, source, translation).pairs)
    for numbers in unpinned:
        spans = _spans(texts, ranges, numbers)
        left = _without(counting, spans)
        if left == counting:
            raise InvalidValue("unpin", written(numbers), "nobody paired it by hand")
        counting = left
    for numbers in pairs:
        spans = _spans(texts, ranges, numbers)
        counting = [*_without(counting, spans), spans]
    events.align(
        database,
        source.id,
        translation.id,
        sorted(chain.from_iterable(counting), key=_place),
        moment,
        reason=changes.message or "",
        agents=attributions(changes.agents or changes.default_agents),
    )
    return alignment(database, reference, basis)


def _without(groups: Sequence[list[Pair]], spans: Sequence[Pair]) -> list[list[Pair]]:
    """Return the pairs that count, as whole groups, without those that have any of the passages."""
    return [
        group for group in groups if not any(meet(pair, span) for pair in group for span in spans)
    ]


def _spans(texts: Sequence[str], ranges: Sequence[Sequence[Range]], numbers: Numbers) -> list[Pair]:
    """Return units as pairs of passages: each run of the one side with each of the other."""
    if not numbers[0] and not numbers[1]:
        raise InvalidValue("pair", written(numbers), "name a unit on one side at least: 3=2,3")
    sides = zip(texts, ranges, numbers, ("basis", "translation"), strict=True)
    left, right = (_passages(*side) for side in sides)
    return list(product(left or (None,), right or (None,)))


def _passages(text: str, ranges: Sequence[Range], numbers: Sequence[int], name: str) -> list[Span]:
    """Return the passages that units are, without the white space around each."""
    for number in numbers:
        if not 1 <= number <= len(ranges):
            raise InvalidValue("unit", str(number), f"the {name} has the units 1 to {len(ranges)}")
    passages = []
    for run in runs(numbers):
        start, _ = trimmed(text, ranges[run[0] - 1])
        _, end = trimmed(text, ranges[run[-1] - 1])
        passages.append(Span(start, end))
    return passages


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
        numbers = range(int(first), int(last if dash else first) + 1)
        if not numbers:  # written the wrong way round, and not “by nothing”
            raise ValueError(part)
        yield from numbers
