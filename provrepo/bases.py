"""What a version is based on, as people read it: another version, or a source outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provrepo.store.records import Basis

SHORT = 12
"""Hex digits of a digest that are shown of a source that has no better name."""


@dataclass(frozen=True, slots=True, repr=False)
class BasedOn:
    """One thing that a version was made from.

    ``basis`` is what the record says. Of a version in this repository, ``reference`` is its full
    reference, ``withdrawn`` and ``purged`` say why it was withdrawn or its text removed, and
    ``newer`` is the reference of the newest version of its text where that is a later one. All four
    are None for a source outside.
    """

    basis: Basis
    reference: str | None = None
    withdrawn: str | None = None
    purged: str | None = None
    newer: str | None = None

    def __str__(self) -> str:
        return self.within("")

    def __repr__(self) -> str:
        return f"<BasedOn {self}>"

    @property
    def text(self) -> str | None:
        """The text that it is a version of: ``border-cable/transcription:zh``; else None."""
        return self.reference.rpartition("@")[0] if self.reference else None

    def within(self, document: str) -> str:
        """Return its name: ``transcription:zh v2`` for a version of ``document``.

        A version of another document is named with its key. A source outside is its label in
        quotation marks, its URI, or the first digits of its digest.
        """
        names = [self._version(document)] if self.basis.version else []
        if self.basis.label:
            names.append(f"“{self.basis.label}”")
        if self.basis.uri:
            names.append(self.basis.uri)
        if self.basis.sha256 and not (names and self.basis.uri):
            names.append(f"sha256:{self.basis.sha256[:SHORT]}…")
        return " ".join(names)

    def _version(self, document: str) -> str:
        if self.reference is None:
            return f"{str(self.basis.version)[:SHORT]}, which is not here"
        text, _, number = self.reference.removeprefix(f"{document}/").rpartition("@")
        return f"{text} {number}"

    def cautions(self, *, newer: bool = True) -> tuple[str, ...]:
        """Return what a reader should know of it, in a few words each.

        That it was withdrawn, that its text was purged, and with ``newer`` that there is a newer
        version.
        """
        withdrawn = () if self.withdrawn is None else (f"withdrawn: {self.withdrawn}",)
        purged = () if self.purged is None else (f"purged: {self.purged}",)
        later = (f"{self.newer.rpartition('@')[2]} is newer",) if newer and self.newer else ()
        return (*withdrawn, *purged, *later)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON output shows it: as in the record, with the four values besides."""
        return {
            **self.basis.as_json(),
            "reference": self.reference,
            "withdrawn": self.withdrawn,
            "purged": self.purged,
            "newer": self.newer,
        }
