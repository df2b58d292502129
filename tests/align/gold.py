"""Texts aligned by hand, and how well an alignment agrees with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from provrepo.align import Alignment, SentencePair, align
from provrepo.passages import Range

Bead = tuple[Sequence[int], Sequence[int]]
"""Numbers of units, from 0, of both sides."""


def joined(paragraphs: Sequence[Sequence[str]]) -> str:
    """Return the text that has these paragraphs of sentences."""
    return "\n\n".join(" ".join(sentences) for sentences in paragraphs)


def aligned(document: dict[str, Any]) -> tuple[list[Bead], list[Bead]]:
    """Return the beads that the engine makes of a document: paragraphs, and gold sentences."""
    alignment = alignment_of(document)
    places = [_places(document[side]) for side in ("source", "target")]
    sentences = [_numbered(part, places) for pair in alignment.pairs for part in pair.sentences]
    return _paragraphs(alignment), sentences


def paragraphs_of(document: dict[str, Any]) -> list[Bead]:
    """Return the beads of paragraphs that the engine makes of a document."""
    return _paragraphs(alignment_of(document))


def _paragraphs(alignment: Alignment) -> list[Bead]:
    return [
        ([unit - 1 for unit in pair.source], [unit - 1 for unit in pair.target])
        for pair in alignment.pairs
    ]


def alignment_of(document: dict[str, Any]) -> Alignment:
    """Return what the engine makes of a document."""
    languages = document["source_language"], document["target_language"]
    return align(joined(document["source"]), joined(document["target"]), languages)


def _places(paragraphs: Sequence[Sequence[str]]) -> list[Range]:
    place, ranges = 0, []
    for sentences in paragraphs:
        for sentence in sentences:
            ranges.append((place, place + len(sentence)))
            place += len(sentence) + 1
        place += 1
    return ranges


def _numbered(part: SentencePair, places: Sequence[Sequence[Range]]) -> Bead:
    """Return the gold sentences of which the pair has the greater part, or that have it."""
    source, target = (
        [
            number
            for number, (start, end) in enumerate(gold)
            if any(
                2 * (min(end, last) - max(start, first)) > min(end - start, last - first)
                for first, last in ranges
            )
        ]
        for gold, ranges in zip(places, (part.source, part.target), strict=True)
    )
    return source, target


class Scores:
    """How well beads agree with those made by hand, over several documents.

    ``strict``: the F1 of beads that are exactly the same; ``lax``: of those that overlap with one
    on both sides. Beads with an empty side count against precision when they are wrong.
    ``link_recall``: the share of all pairs of single units made by hand that were made here.
    """

    def __init__(self) -> None:
        self._precision, self._recall = [0, 0, 0], [0, 0, 0]
        self._links = [0, 0]

    def add(self, gold: Sequence[Bead], made: Sequence[Bead]) -> None:
        """Count the beads of a document."""
        gold_beads, made_beads = _frozen(gold), _frozen(made)
        _count(self._precision, made_beads, gold_beads)
        _count(self._recall, {bead for bead in gold_beads if all(bead)}, made_beads)
        gold_links, made_links = _links(gold_beads), _links(made_beads)
        self._links[0] += len(gold_links & made_links)
        self._links[1] += len(gold_links)

    @property
    def strict(self) -> float:
        return self._f1(0)

    @property
    def lax(self) -> float:
        return self._f1(1)

    @property
    def link_recall(self) -> float:
        return self._links[0] / self._links[1]

    def _f1(self, kind: int) -> float:
        precision = self._precision[kind] / self._precision[2]
        recall = self._recall[kind] / self._recall[2]
        return 2 * precision * recall / (precision + recall)


_Frozen = set[tuple[tuple[int, ...], tuple[int, ...]]]


def _frozen(beads: Sequence[Bead]) -> _Frozen:
    return {(tuple(source), tuple(target)) for source, target in beads if source or target}


def _links(beads: _Frozen) -> set[tuple[int, int]]:
    return {(left, right) for source, target in beads for left in source for right in target}


def _count(counts: list[int], beads: _Frozen, others: _Frozen) -> None:
    links = _links(others)
    for bead in beads:
        counts[0] += bead in others
        counts[1] += bead in others or bool(_links({bead}) & links)
        counts[2] += 1
