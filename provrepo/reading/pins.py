"""Pinned citations, looked up again: what has become of the versions that a text cites."""

from __future__ import annotations

import base64
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.arguments import string
from provrepo.errors import Ambiguous, InvalidReference, NotFound, Purged, on_one_line
from provrepo.passages import folded
from provrepo.reading import lookup, versions
from provrepo.reading.versions import Version
from provrepo.store import objects
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion

if TYPE_CHECKING:
    from provrepo.formats.draft import FileNote

# What names an exact version in running text: a named information URI (RFC 6920); a number and the
# first digits of the id, as `cite` prints them, with whatever blank an output format has between
# them (LaTeX `~`, HTML entities, in RTF `\~`); a whole id; or a reference with a number.
_PIN = re.compile(
    r"ni://[^/\s]*/sha-256;\s*(?P<uri>[A-Za-z0-9_-]{43})"
    r"|\d+(?:[\s~]|&nbsp;|&#160;|\\~)+[(\[](?P<short>[0-9a-f]{7,64})[)\]]"
    r"|(?<![0-9A-Za-z])(?P<whole>[0-9a-f]{64})(?![0-9A-Za-z])"
    r"|(?<![\w/.-])(?P<reference>[a-z0-9][a-z0-9._-]*/(?:transcription|translation)"
    r"(?::[A-Za-z0-9-]+){0,2}@v[1-9]\d*)"
)
_QUOTATION = re.compile(
    r"“([^“”]+)”|„([^„“]+)“|«([^«»]+)»|「([^「」]+)」|『([^『』]+)』|\"([^\"]+)\""
)
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")

SHORTEST_QUOTATION = 8
"""In characters; what is shorter may stand anywhere by chance."""


@dataclass(frozen=True, slots=True, repr=False)
class Quotation:
    """Words in quotation marks beside a pin that stand in the version cited.

    ``unchanged`` says whether they stand in the newest version, too.
    """

    text: str
    unchanged: bool

    def __repr__(self) -> str:
        fate = "unchanged" if self.unchanged else "changed"
        return f"<Quotation “{on_one_line(self.text, 40)}” {fate}>"

    def as_json(self) -> dict[str, Any]:
        """Return the quotation as JSON output shows it (docs/cli.md)."""
        return {"text": self.text, "unchanged": self.unchanged}


@dataclass(frozen=True, slots=True, repr=False)
class Pin:
    """A citation of an exact version found in a text, and what has become of it.

    ``written`` is how the text names it, ``line`` the line on which it begins, from 1. ``status``
    is ``exact`` (the newest text is the one cited), ``superseded`` (a newer version has another
    text), ``withdrawn``, ``purged``, ``unknown`` or ``ambiguous`` (the digits of several ids).
    ``version`` is the one cited, ``newest`` the latest of its text; None where it is not known.
    """

    written: str
    line: int
    status: str
    version: Version | None = None
    newest: Version | None = None
    quotations: tuple[Quotation, ...] = ()

    def __repr__(self) -> str:
        return f"<Pin “{on_one_line(self.written)}” on line {self.line}: {self.status}>"

    @property
    def needs_attention(self) -> bool:
        """Whether an author should look at the citation before the text goes to press.

        A newer text does no harm where all words that the author quotes are still in it.
        """
        if self.status == "superseded" and self.quotations:
            return not all(quotation.unchanged for quotation in self.quotations)
        return self.status != "exact"

    def as_json(self) -> dict[str, Any]:
        """Return the pin as JSON output shows it (docs/cli.md)."""
        return {
            "written": self.written,
            "line": self.line,
            "status": self.status,
            "version": self.version.reference if self.version else None,
            "id": self.version.id if self.version else None,
            "newest": self.newest.reference if self.newest else None,
            "quotations": [quotation.as_json() for quotation in self.quotations],
            "needs_attention": self.needs_attention,
        }


def find_pins(database: Database, text: str, notes: Sequence[FileNote] = ()) -> Iterator[Pin]:
    """Yield every pinned citation in ``text``, looked up, in its order.

    The first digits of an id count only where they are the whole of ``text``: within a text, any
    number of seven digits would be one. ``notes`` are a manuscript's footnotes: a citation in one
    belongs to the paragraph that it stands on, and has the line of its mark.
    """
    alone = re.fullmatch(r"\s*([0-9a-fA-F]{7,64})\s*", string("text", text))
    if alone:
        yield _looked_up(database, alone[1].lower(), alone[1].lower(), 1, "")
        return
    paragraphs = _Paragraphs(text)
    places = [(match.start(), match, paragraphs.at(match.start())) for match in _PIN.finditer(text)]
    for note in notes:
        start = note.start or 0
        around = f"{paragraphs.at(start)}\n{note.text}"
        places += [(start, match, around) for match in _PIN.finditer(note.text)]
    for start, match, around in sorted(places, key=lambda place: place[0]):
        line = text.count("\n", 0, start) + 1
        yield _looked_up(database, " ".join(match[0].split()), _reference(match), line, around)


def _reference(match: re.Match[str]) -> str:
    """Return the id or reference by which a pin names its version."""
    if match["uri"]:
        return base64.urlsafe_b64decode(f"{match['uri']}=").hex()
    return match["short"] or match["whole"] or match["reference"]


class _Paragraphs:
    """The paragraphs of a manuscript, which blank lines divide."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in _PARAGRAPH_END.finditer(text))]

    def at(self, place: int) -> str:
        """Return the paragraph in which ``place`` lies."""
        following = bisect_right(self._starts, place)
        stop = self._starts[following] if following < len(self._starts) else len(self._text)
        return self._text[self._starts[following - 1] : stop]


def _looked_up(database: Database, written: str, reference: str, line: int, around: str) -> Pin:
    """Return the pin ``written`` so, which names ``reference``; ``around`` is its paragraph."""
    try:
        stored = lookup.version(database, reference)
    except Ambiguous:
        return Pin(written, line, "ambiguous")
    except (NotFound, InvalidReference):  # `a..b/translation@v1` looks like a reference only
        return Pin(written, line, "unknown")
    newest = lookup.current(database, stored) or stored
    quotations: tuple[Quotation, ...] = ()
    try:
        cited = objects.content(database, stored.record.content)
    except Purged:
        status = "purged"
    else:
        quotations = tuple(_quotations(database, around, cited, newest))
        is_newest = newest.record.content == stored.record.content
        status = "withdrawn" if stored.withdrawal else "exact" if is_newest else "superseded"
    return Pin(
        written,
        line,
        status,
        versions.view(database, stored),
        versions.view(database, newest),
        quotations,
    )


def _quotations(
    database: Database, around: str, cited: str, newest: StoredVersion
) -> Iterator[Quotation]:
    """Yield the quotations in the paragraph ``around`` that stand in the version cited.

    Its other quotations are from elsewhere, and say nothing of this pin.
    """
    quoted = [next(filter(None, match.groups())) for match in _QUOTATION.finditer(around)]
    if not quoted:
        return
    old_text = folded(cited)
    try:
        new_text = folded(objects.content(database, newest.record.content))
    except Purged:
        new_text = ""
    for text in quoted:
        # A comma or full stop before the closing mark may be the author's, as in American usage.
        words = folded(text).rstrip(" ,.;:")
        if len(words) >= SHORTEST_QUOTATION and words in old_text:
            yield Quotation(text, words in new_text)
