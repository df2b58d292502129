"""Pinned citations, looked up again: what has become of the versions that a text cites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from provrepo.errors import on_one_line
from provrepo.reading import versions
from provrepo.reading.manuscripts.beside import Found, citations
from provrepo.reading.manuscripts.cited_versions import Cited, CitedVersions
from provrepo.reading.manuscripts.compared import Compared, compared
from provrepo.reading.manuscripts.manuscript import Manuscript
from provrepo.reading.versions import Version
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion


@dataclass(frozen=True, slots=True, repr=False)
class Quotation:
    """Words of an author's beside a pin, compared with the version cited and with the newest.

    ``status`` is ``unchanged`` (they stand in both), ``changed`` (in the one cited, not in the
    newest), ``misquoted`` (not in the one cited), ``unclosed`` (a quotation mark without a partner,
    so that nothing could be compared) or ``title`` (taken for the title of a work).

    ``nearest`` is the passage of the version cited that is most like misquoted words, ``marked``
    the same with the differences marked as `provrepo.Misquotation` has them, both empty where
    nothing is like them; ``elsewhere`` is the reference of another version in which they do stand.
    ``is_telling`` says whether the words are long enough, and surely quoted, to be evidence.
    """

    text: str
    status: str
    nearest: str = ""
    marked: str = ""
    elsewhere: str | None = None
    is_telling: bool = True

    def __repr__(self) -> str:
        return f"<Quotation “{on_one_line(self.text, 40)}” {self.status}>"

    @property
    def unchanged(self) -> bool:
        """Whether the words stand in the version cited and in the newest."""
        return self.status == "unchanged"

    def as_json(self) -> dict[str, Any]:
        """Return the quotation as JSON output shows it (docs/cli.md)."""
        return {
            "text": self.text,
            "status": self.status,
            "unchanged": self.unchanged,
            "nearest": self.nearest,
            "marked": self.marked,
            "elsewhere": self.elsewhere,
            "is_telling": self.is_telling,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Pin:
    """A citation of an exact version found in a text, and what has become of it.

    ``written`` is how the text names it. ``line`` is the line on which it begins, from 1, None in a
    manuscript without lines; ``note`` is the note that it stands in, such as ``footnote 3``, and
    ``around`` some words before it, or before the note's mark.

    ``status`` is ``exact`` (the newest text is the one cited), ``superseded`` (a newer version has
    another text), ``withdrawn``, ``purged``, ``mismatched`` (number and id are of two versions),
    ``ambiguous`` (the digits of several ids) or ``unknown``. ``version`` is the one whose id is
    cited, ``newest`` the latest of its text, ``numbered`` the one that a mismatched pin has the
    number of; None where it is not known. ``review`` says what the policy asks for and the version
    cited has not, or that it was returned; mostly nothing.
    """

    written: str
    line: int | None
    status: str
    version: Version | None = None
    newest: Version | None = None
    quotations: tuple[Quotation, ...] = ()
    note: str = ""
    around: str = ""
    numbered: Version | None = None
    review: str = ""

    def __repr__(self) -> str:
        return f"<Pin “{on_one_line(self.written)}” {self.place}: {self.status}>"

    @property
    def place(self) -> str:
        """Where the pin stands, for people: ``on line 3``, ``in footnote 2, after “…words”``."""
        places = [
            f"on line {self.line}" if self.line is not None else "",
            f"in {self.note}" if self.note else "",
            f"after “{self.around}”" if self.line is None and self.around else "",
        ]
        return ", ".join(filter(None, places))

    @property
    def needs_attention(self) -> bool:
        """Whether an author should look at the citation before the text goes to press.

        A newer text does no harm where the author quotes words, and all of them are still in it.
        """
        quoted = [quotation for quotation in self.quotations if quotation.status != "title"]
        if self.status not in ("exact", "superseded"):
            return True
        if not all(quotation.unchanged for quotation in quoted):
            return True
        return self.status == "superseded" and not any(each.is_telling for each in quoted)

    def as_json(self) -> dict[str, Any]:
        """Return the pin as JSON output shows it (docs/cli.md)."""
        return {
            "written": self.written,
            "line": self.line,
            "note": self.note or None,
            "around": self.around,
            "status": self.status,
            "version": self.version.reference if self.version else None,
            "id": self.version.id if self.version else None,
            "newest": self.newest.reference if self.newest else None,
            "numbered": self.numbered.reference if self.numbered else None,
            "quotations": [quotation.as_json() for quotation in self.quotations],
            "needs_attention": self.needs_attention,
            "review": self.review or None,
        }


def find_pins(database: Database, manuscript: Manuscript) -> list[Pin]:
    """Return every pinned citation in a manuscript, looked up, in its order.

    A citation in a note stands where the note's mark is. The time is linear in the number of
    citations, also in one paragraph: each version is looked up and read once.
    """
    cited_versions = CitedVersions(database)
    manuscript_citations = citations(manuscript, cited_versions.titles)
    cited = [cited_versions.cited(place.pin) for place in manuscript_citations.pins]
    outcomes = compared(cited_versions, cited, manuscript_citations.quotations)
    view = _Views(database)
    return [
        _pin(place, version, tuple(map(_quotation, quotations)), view)
        for place, version, quotations in zip(
            manuscript_citations.pins, cited, outcomes, strict=True
        )
    ]


class _Views:
    """Versions as people look at them, each made once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._made: dict[str, Version] = {}
        self._shortfalls: dict[str, str] = {}

    def shortfall(self, stored: StoredVersion | None) -> str:
        """Return what a version has not of what the policy asks for, in words."""
        if stored is None:
            return ""
        if stored.id not in self._shortfalls:
            from provrepo.reading.reviews.states import state_of

            self._shortfalls[stored.id] = state_of(self._database, stored).shortfall
        return self._shortfalls[stored.id]

    def of(self, stored: StoredVersion | None) -> Version | None:
        if stored is None:
            return None
        if stored.id not in self._made:
            self._made[stored.id] = versions.view(self._database, stored)
        return self._made[stored.id]


def _pin(place: Found, cited: Cited, quotations: tuple[Quotation, ...], view: _Views) -> Pin:
    return Pin(
        place.pin.written,
        place.line,
        cited.status,
        view.of(cited.stored),
        view.of(cited.newest),
        quotations,
        place.note,
        place.around,
        view.of(cited.numbered),
        view.shortfall(cited.stored),
    )


def _quotation(result: Compared) -> Quotation:
    return Quotation(
        result.words,
        result.status,
        result.nearest.passage,
        result.nearest.marked,
        result.elsewhere,
        result.is_telling,
    )
