"""What stands beside a passage in the texts that translate it, or that it was translated from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from provrepo.align.result import Alignment, SentencePair, UnitPair
from provrepo.errors import Purged
from provrepo.passages import Range
from provrepo.reading.aligning.alignments import Alignments
from provrepo.reading.versions import Version, view
from provrepo.store import read
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion


@dataclass(frozen=True, slots=True, repr=False)
class Facing:
    """The passage of another text that faces one: ``version`` says whose it is.

    ``start`` and ``end`` count code points of its content, half-open; ``text`` is what stands
    there. Where something else stands between, ``ranges`` are the parts, and ``text`` has an
    ellipsis between them. ``confidence`` goes from 0 to 1. Where nothing faces the passage ``text``
    is empty.
    """

    version: Version
    start: int
    end: int
    text: str
    confidence: float
    ranges: tuple[Range, ...] = ()

    def __repr__(self) -> str:
        return f"<Facing {self.version.reference}: {self.text[:60]!r}>"

    def as_json(self) -> dict[str, Any]:
        """Return the passage as JSON output shows it (docs/cli.md)."""
        return {
            "reference": self.version.reference,
            "start": self.start,
            "end": self.end,
            "ranges": [list(part) for part in self.ranges],
            "text": self.text,
            "confidence": round(self.confidence, 3),
        }


@dataclass(frozen=True, slots=True)
class _Reached:
    """A passage from which others may be reached.

    ``is_basis``: its text is one that the text before it was made from.
    """

    stored: StoredVersion
    ranges: tuple[Range, ...]
    confidence: float = 1.0
    text: str = ""
    is_basis: bool = False

    def facing(self, version: Version) -> Facing:
        """Return the passage as one of this version, which is the stored one."""
        start, end = (self.ranges[0][0], self.ranges[-1][1]) if self.ranges else (0, 0)
        return Facing(version, start, end, self.text, self.confidence, self.ranges)


class FacingPassages:
    """The passages that face those of a repository's versions; each alignment is made once."""

    def __init__(self, database: Database) -> None:
        self._database, self._alignments = database, Alignments(database, sentences=True)
        self._beside: dict[str, list[tuple[StoredVersion, bool]]] = {}

    def of(self, version: Version, start: int, end: int) -> tuple[Facing, ...]:
        """Return what faces a passage of a version: in its translations, and in its bases.

        Translations are the newest versions of the texts that were made from any version of this
        text. Those that were made from such a translation follow, and of a basis its own bases: of
        them the passages that face what faces the passage. Texts whose content was purged have
        none.
        """
        stored = read.by_id(self._database, version.id)
        if stored is None:
            return ()
        facing: list[Facing] = []
        reached = {stored.text_key}
        asked = _Reached(stored, ((start, end),))
        open_ways = [asked]
        for passage in open_ways:  # grows meanwhile: the nearest texts come first
            for other, is_basis in self._beside_it(passage.stored):
                is_onward = passage is asked or is_basis == passage.is_basis
                if not is_onward or other.text_key in reached:
                    continue
                try:
                    following = self._following(passage, other, is_basis=is_basis)
                except Purged:
                    continue
                reached.add(other.text_key)
                facing.append(following.facing(view(self._database, other)))
                open_ways.append(following)
        return tuple(facing)

    def _following(self, passage: _Reached, other: StoredVersion, *, is_basis: bool) -> _Reached:
        """Return the passage of a version that faces one of another. Raises Purged."""
        pair = (other, passage.stored) if is_basis else (passage.stored, other)
        alignment = self._alignments.of(*pair)
        ranges, confidence = _facing(alignment, passage.ranges, from_target=is_basis)
        content = alignment.source if is_basis else alignment.target
        text = " … ".join(content[slice(*part)].strip() for part in ranges)
        confidence = min(confidence, passage.confidence)
        return _Reached(other, ranges, confidence, text, is_basis=is_basis)

    def _beside_it(self, stored: StoredVersion) -> list[tuple[StoredVersion, bool]]:
        """Return the versions beside one, and whether each is what that was made from."""
        if stored.id not in self._beside:
            beside: list[tuple[StoredVersion, bool]] = []
            for text in read.texts(self._database, stored.document):
                newest = read.latest(self._database, text.row)
                if newest is None or text.text_key == stored.text_key:
                    continue
                if _is_made_from(self._database, newest, stored):
                    beside.append((newest, False))
            beside += [(basis, True) for basis in _bases(self._database, stored)]
            self._beside[stored.id] = beside
        return self._beside[stored.id]


def _bases(database: Database, stored: StoredVersion) -> list[StoredVersion]:
    """Return the versions of other texts here that a version was made from."""
    named = [basis.version for basis in stored.record.based_on if basis.version]
    bases = [read.by_id(database, identity) for identity in named]
    return [basis for basis in bases if basis and basis.text_key != stored.text_key]


def _is_made_from(database: Database, version: StoredVersion, stored: StoredVersion) -> bool:
    """Return whether a version was made from any version of a text."""
    return any(basis.text_key == stored.text_key for basis in _bases(database, version))


def _facing(
    alignment: Alignment, passage: Sequence[Range], *, from_target: bool
) -> tuple[tuple[Range, ...], float]:
    """Return from where to where the parts of what faces a passage go, and how sure that is.

    They are those of the sentences if these are paired, otherwise those of the units; none where
    nothing faces it.
    """
    units = alignment.target_units if from_target else alignment.source_units
    numbers = {number for number, unit in enumerate(units, 1) if _is_in(unit, passage)}
    pairs = [pair for pair in alignment.pairs if numbers & set(_sides(pair, from_target)[0])]
    sentences = [
        pair
        for unit_pair in pairs
        for pair in unit_pair.sentences
        if any(_is_in(sentence, passage) for sentence in _sides(pair, from_target)[0])
    ]
    ranges = [place for pair in sentences for place in _sides(pair, from_target)[1]]
    if ranges:
        return _joined(ranges), min(pair.confidence for pair in sentences)
    facing_units = alignment.source_units if from_target else alignment.target_units
    ranges = [facing_units[number - 1] for pair in pairs for number in _sides(pair, from_target)[1]]
    if ranges:
        return _joined(ranges), min(pair.confidence for pair in pairs)
    return (), 0.0


def _is_in(place: Range, passage: Sequence[Range]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in passage)


def _sides(pair: UnitPair | SentencePair, from_target: bool) -> tuple[Any, Any]:
    return (pair.target, pair.source) if from_target else (pair.source, pair.target)


def _joined(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Return ranges in order, those that touch made one."""
    joined: list[Range] = []
    for start, end in sorted(set(ranges)):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)
