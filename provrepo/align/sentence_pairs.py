"""The sentences within a pair of units, paired as units are."""

from __future__ import annotations

from dataclasses import replace

from provrepo.align.beads import Lattice
from provrepo.align.evidence import weights
from provrepo.align.result import SentencePair, UnitPair
from provrepo.align.text_side import TextSide


class SentencePairing:
    """What pairs the sentences of two texts; a key weighs the more, the fewer sentences have it."""

    def __init__(self, source: TextSide, target: TextSide, ratio: float) -> None:
        self._source, self._target, self._ratio = source, target, ratio
        self._by_key = weights(
            [bag for bags in source.bags for bag in bags],
            [bag for bags in target.bags for bag in bags],
        )

    def of(self, pair: UnitPair) -> UnitPair:
        """Return a pair of units with the pairs of its sentences."""
        ranges = self._source.sentences_in(pair.source)
        partners = self._target.sentences_in(pair.target)
        if not ranges or not partners or len(ranges) == len(partners) == 1:
            sentences = [SentencePair(tuple(ranges), tuple(partners), pair.confidence)]
            return replace(pair, sentences=tuple(sentences))
        row = self._source.sentence_row(pair.source)
        partner_row = self._target.sentence_row(pair.target)
        lattice = Lattice(row, partner_row, self._by_key, self._ratio)
        path = lattice.best()
        likely = dict(lattice.posteriors(path))
        return replace(
            pair,
            sentences=tuple(
                SentencePair(
                    tuple(ranges[bead.top : bead.bottom]),
                    tuple(partners[bead.left : bead.right]),
                    likely.get(bead, 0.0) * pair.confidence,
                )
                for bead in path
            ),
        )
