"""The rows of every view: what stands on both sides, and what is to be known of the pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from provrepo.align.result import Alignment, UnitPair
from provrepo.passages import Range


class Row(NamedTuple):
    """A pair as a view shows it: ``label`` is ``3 = 2, 3``; one of the texts may be empty."""

    label: str
    source: str
    target: str
    marks: tuple[str, ...]
    confidence: float


def rows_of(alignment: Alignment, *, sentences: bool = False) -> Iterator[Row]:
    """Yield the pairs of an alignment, with ``sentences`` those of the sentences within them."""
    for pair in alignment.pairs:
        label = f"{_numbers(pair.source)} = {_numbers(pair.target)}"
        if sentences:
            for part in pair.sentences:
                yield Row(
                    label,
                    words(alignment.source, part.source),
                    words(alignment.target, part.target),
                    marks_of(pair, part.confidence),
                    part.confidence,
                )
        else:
            yield Row(
                label,
                "\n".join(alignment.source_text(unit) for unit in pair.source),
                "\n".join(alignment.target_text(unit) for unit in pair.target),
                marks_of(pair, pair.confidence),
                pair.confidence,
            )


def marks_of(pair: UnitPair, confidence: float) -> tuple[str, ...]:
    """Return what is to be known of a pair, in words."""
    marks = ["pinned"] if pair.pinned else [f"{100 * confidence:.0f} %"]
    if pair.moved:
        marks.append("moved")
    if not pair.target:
        marks.append("not translated")
    if not pair.source:
        marks.append("not in the basis")
    return tuple(marks)


def _numbers(units: Sequence[int]) -> str:
    return ",".join(map(str, units)) or "–"


def words(text: str, ranges: Sequence[Range]) -> str:
    """Return what stands in sentences; where others stand between them, as lines."""
    lines: list[Range] = []
    for start, end in ranges:
        if lines and lines[-1][1] == start:
            lines[-1] = lines[-1][0], end
        else:
            lines.append((start, end))
    return "\n".join(text[slice(*line)].strip() for line in lines)
