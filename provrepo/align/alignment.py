"""Two texts aligned: their units, then the sentences within each pair of units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from provrepo.align import pinned
from provrepo.align.moved import moved_pairs
from provrepo.align.pairing import UnitPairing, paired
from provrepo.align.pinned import Pin
from provrepo.align.result import Alignment, UnitLink, UnitPair
from provrepo.align.sentence_pairs import SentencePairing
from provrepo.align.text_side import TextSide, text_side
from provrepo.align.units import units_of_both
from provrepo.store.rules import string


def align(
    source: str,
    target: str,
    languages: tuple[str, str],
    pins: Iterable[Pin] = (),
    *,
    sentences: bool = True,
) -> Alignment:
    """Return which units of ``target`` translate which of ``source``.

    ``languages`` are the BCP 47 tags of the two (``("zh", "en")``); any will do, and what the
    module `provrepo.align.concepts` knows of a language helps. ``pins`` are pairs that an editor
    made by hand: each is two tuples of unit numbers from 1, of which one may be empty; of two that
    share a unit the later one counts. Without ``sentences`` those within a pair are not paired,
    which takes about half the time. Raises InvalidValue where a pin names what is not there.
    """
    string("source", source)
    string("target", target)
    source_units, target_units = units_of_both(source, target)
    return align_units(
        text_side(source, source_units, languages[0]),
        text_side(target, target_units, languages[1]),
        languages,
        pins,
        sentences=sentences,
    )


def align_units(
    source: TextSide,
    target: TextSide,
    languages: tuple[str, str],
    pins: Iterable[Pin] = (),
    *,
    sentences: bool = True,
) -> Alignment:
    """Return the alignment of two texts that are divided into units."""
    plan = pinned.plan(pins, len(source.units), len(target.units))
    pairing = paired(source, target, plan.stretches)
    pairs = moved_pairs([*plan.pairs, *pairing.pairs], pairing.rows, pairing.by_key)
    ordered = _ordered(pairs)
    if sentences:
        ordered = map(SentencePairing(source, target, pairing.ratio).of, ordered)
    return Alignment(
        source.text,
        target.text,
        languages,
        tuple(source.units),
        tuple(target.units),
        tuple(ordered),
        tuple(_links(pairs, pairing)),
    )


def _links(pairs: Sequence[UnitPair], pairing: UnitPairing) -> Iterator[UnitLink]:
    """Yield which units may translate each other; of pinned and moved pairs, as they are."""
    likely = dict(pairing.likely)
    for pair in pairs:
        if pair.pinned or pair.moved:
            for unit in pair.source:
                for partner in pair.target:
                    likely[unit, partner] = max(pair.confidence, likely.get((unit, partner), 0.0))
    for (unit, partner), likelihood in sorted(likely.items()):
        yield UnitLink(unit, partner, likelihood)


def _ordered(pairs: Sequence[UnitPair]) -> Iterator[UnitPair]:
    """Yield pairs in the order of the source; those without one, where the target has them."""
    alone = sorted((pair for pair in pairs if not pair.source), key=lambda pair: pair.target)
    place = 0
    for pair in sorted((pair for pair in pairs if pair.source), key=lambda pair: pair.source):
        while pair.target and not pair.moved and place < len(alone):
            if alone[place].target > pair.target:
                break
            yield alone[place]
            place += 1
        yield pair
    yield from alone[place:]
