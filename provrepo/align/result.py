"""The alignment of two texts: which units of the one translate which of the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from provrepo.passages import Range


@dataclass(frozen=True, slots=True)
class SentencePair:
    """Sentences of the source and those that translate them; one side may be empty.

    Both sides are half-open ranges of code points. ``confidence`` goes from 0 to 1.
    """

    source: tuple[Range, ...]
    target: tuple[Range, ...]
    confidence: float

    def as_json(self) -> dict[str, Any]:
        """Return the pair as JSON output shows it (docs/translation.md)."""
        return {
            "source": [list(sentence) for sentence in self.source],
            "target": [list(sentence) for sentence in self.target],
            "confidence": round(self.confidence, 3),
        }


@dataclass(frozen=True, slots=True)
class UnitPair:
    """Units of the source and those that translate them, by their numbers from 1.

    One side is empty where the other has nothing that translates it. ``confidence`` goes from 0 to
    1; a pair that an editor made by hand is ``pinned`` and has 1. A pair is ``moved`` where the
    translation has it in another place.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float
    pinned: bool = False
    moved: bool = False
    sentences: tuple[SentencePair, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the pair as JSON output shows it (docs/translation.md)."""
        return {
            "source": list(self.source),
            "target": list(self.target),
            "confidence": round(self.confidence, 3),
            "pinned": self.pinned,
            "moved": self.moved,
            "sentences": [pair.as_json() for pair in self.sentences],
        }


@dataclass(frozen=True, slots=True)
class UnitLink:
    """That a unit of the source may be translated by one of the target, and how likely it is."""

    source: int
    target: int
    likelihood: float


@dataclass(frozen=True, slots=True, repr=False)
class Alignment:
    """Which units of a text translate which units of the one that it was made from.

    ``source_units`` and ``target_units`` are half-open ranges of code points that cover each text
    once, in order; the white space after a unit belongs to it. ``pairs`` name each unit of both
    sides once, in the order of the source; in that of the target, too, but for pairs that are
    ``moved``. ``links`` are all that may translate each other, doubtful ones included.
    """

    source: str
    target: str
    languages: tuple[str, str]
    source_units: tuple[Range, ...]
    target_units: tuple[Range, ...]
    pairs: tuple[UnitPair, ...]
    links: tuple[UnitLink, ...] = ()

    def __repr__(self) -> str:
        units = f"{len(self.source_units)} and {len(self.target_units)} units"
        return f"<Alignment {' '.join(self.languages)}: {units}, {len(self.pairs)} pairs>"

    def source_text(self, number: int) -> str:
        """Return unit ``number``, from 1, of the source, without the white space around it."""
        return self.source[slice(*self.source_units[number - 1])].strip()

    def target_text(self, number: int) -> str:
        """Return unit ``number``, from 1, of the target, without the white space around it."""
        return self.target[slice(*self.target_units[number - 1])].strip()

    def translations(self, number: int, *, least: float = 0.5) -> tuple[int, ...]:
        """Return the units of the target that translate one of the source, by their numbers.

        They are those that its pair names, and whatever else is ``least`` likely to, from 0 to 1.
        """
        paired = {unit for pair in self.pairs if number in pair.source for unit in pair.target}
        likely = {
            link.target for link in self.links if link.source == number and link.likelihood >= least
        }
        return tuple(sorted(paired | likely))

    def as_json(self) -> dict[str, Any]:
        """Return the alignment as JSON output shows it, without the two texts."""
        return {
            "format": "provrepo-alignment/1",
            "unit": "code points",
            "languages": list(self.languages),
            "source_units": [list(unit) for unit in self.source_units],
            "target_units": [list(unit) for unit in self.target_units],
            "pairs": [pair.as_json() for pair in self.pairs],
        }
