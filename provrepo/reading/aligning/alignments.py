"""Alignments of versions: which units of a translation translate which of its basis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from provrepo.align import Alignment, align
from provrepo.align.units import units_of_both
from provrepo.errors import InvalidReference
from provrepo.passages import Range
from provrepo.reading import lookup
from provrepo.reading.aligning.pinned_pairs import PinnedPairs, pinned_pairs, together
from provrepo.store import objects, read
from provrepo.store.database import Database
from provrepo.store.event_data import Span
from provrepo.store.read import StoredVersion


@dataclass(frozen=True, slots=True, repr=False)
class VersionAlignment:
    """The alignment of a version with one that it was made from.

    ``basis`` and ``translation`` are their references. ``lost`` are pairs that an editor made by
    hand for earlier versions, and that did not survive: the words of both sides.
    """

    basis: str
    translation: str
    alignment: Alignment
    lost: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        return f"<VersionAlignment {self.translation} of {self.basis}: {self.alignment!r}>"

    def as_html(self, *, sentences: bool = False) -> str:
        """Return a page with both texts facing, which needs nothing else."""
        from provrepo.align.views.html import as_html

        return as_html(self.alignment, labels=(self.basis, self.translation), sentences=sentences)

    def as_tmx(self, *, sentences: bool = False) -> str:
        """Return the pairs as a translation memory, TMX 1.4."""
        from provrepo.align.views.exchange import as_tmx
        from provrepo.software import VERSION

        return as_tmx(self.alignment, software="provrepo", version=VERSION, sentences=sentences)

    def as_xliff(self) -> str:
        """Return the pairs, and the sentences within them, as XLIFF 2.1."""
        from provrepo.align.views.exchange import as_xliff

        return as_xliff(self.alignment, original=self.basis)

    def as_json(self) -> dict[str, Any]:
        """Return the alignment as JSON output shows it (docs/translation.md)."""
        return {
            "basis": self.basis,
            "translation": self.translation,
            **self.alignment.as_json(),
            "lost": [list(pair) for pair in self.lost],
        }


_TOGETHER = 50
"""How many alignments are remembered, those made last."""


class Alignments:
    """The alignments of a repository's versions; those made last are remembered.

    The sentences within a pair of units are paired only where ``sentences`` asks for it.
    """

    def __init__(self, database: Database, *, sentences: bool = False) -> None:
        self._database, self._sentences = database, sentences
        self._made: dict[tuple[str, str], Alignment] = {}

    def of(self, basis: StoredVersion, translation: StoredVersion) -> Alignment:
        """Return the alignment of two versions. Raises Purged where a content is gone."""
        ids = basis.id, translation.id
        if ids not in self._made:
            if len(self._made) >= _TOGETHER:
                self._made.clear()
            pinned = pinned_pairs(self._database, basis, translation)
            self._made[ids] = _aligned(
                self._database, basis, translation, pinned, sentences=self._sentences
            )
        return self._made[ids]


def alignment(database: Database, reference: str, basis: str | None = None) -> VersionAlignment:
    """Return the alignment of a version with its basis. See `ReadOnlyRepository.alignment`."""
    translation, source = both(database, reference, basis)
    pinned = pinned_pairs(database, source, translation)
    aligned = _aligned(database, source, translation, pinned)
    return VersionAlignment(source.reference, translation.reference, aligned, pinned.lost)


def both(
    database: Database, reference: str, basis: str | None
) -> tuple[StoredVersion, StoredVersion]:
    """Return a version, and the one that it was made from or that ``basis`` names.

    Raises InvalidReference where it was made from no version here, or ``basis`` is of its own text.
    """
    translation = lookup.version(database, reference)
    if basis is not None:
        source = lookup.version(database, basis)
        if source.text_key == translation.text_key:
            raise InvalidReference(basis, "is a version of the same text; name one of another text")
        return translation, source
    for base in translation.record.based_on:
        source_version = read.by_id(database, base.version) if base.version else None
        if source_version and source_version.text_key != translation.text_key:
            return translation, source_version
    rule = "is based on no version here; name the one to align it with: --basis REF"
    raise InvalidReference(translation.reference, rule)


def _aligned(
    database: Database,
    basis: StoredVersion,
    translation: StoredVersion,
    pinned: PinnedPairs,
    *,
    sentences: bool = True,
) -> Alignment:
    source, target = contents(database, basis, translation)
    languages = basis.text.language, translation.text.language
    if not pinned.pairs:
        return align(source, target, languages, sentences=sentences)
    source_units, target_units = units_of(source, target)
    pins = [
        (
            sorted({unit for left, _ in pairs for unit in numbers_of(source_units, left)}),
            sorted({unit for _, right in pairs for unit in numbers_of(target_units, right)}),
        )
        for pairs in together(pinned.pairs)
    ]
    return align(source, target, languages, pins, sentences=sentences)


def units_of(source: str, target: str) -> tuple[list[Range], list[Range]]:
    """Return the units of a basis and of its translation."""
    return units_of_both(source, target)


def contents(database: Database, *versions: StoredVersion) -> list[str]:
    """Return the contents of versions. Raises Purged."""
    return [objects.content(database, version.record.content) for version in versions]


def numbers_of(units: Sequence[Range], span: Span | None) -> tuple[int, ...]:
    """Return the numbers, from 1, of the units that a passage touches."""
    if span is None:
        return ()
    return tuple(
        number
        for number, (start, end) in enumerate(units, 1)
        if start < span.end and span.start < end
    )
