"""Looking pinned citations up again: what has become of the versions that a text cites."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.errors import Ambiguous, NotFound, Purged
from provrepo.passages import folded
from provrepo.reading import lookup, versions
from provrepo.reading.versions import Version
from provrepo.store import objects
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion

if TYPE_CHECKING:
    from provrepo.formats.draft import FileNote

# What names an exact version in running text: a named information URI (RFC 6920), a number with
# the first digits of the id as `cite` prints them, a whole id, or a reference with a number.
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
"""Characters; what is shorter may stand anywhere by chance."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks beside a pin that stand in the version cited."""

    text: str
    unchanged: bool


@dataclass(frozen=True, slots=True)
class Pin:
    """A citation of an exact version found in a text, and what has become of it.

    ``status`` is ``exact`` (the newest text is the one cited), ``superseded`` (a newer version has
    another text), ``withdrawn``, ``purged``, ``unknown`` or ``ambiguous``. ``line`` counts from 1.
    """

    written: str
    line: int
    status: str
    version: Version | None = None
    newest: Version | None = None
    quotations: tuple[Quotation, ...] = ()

    @property
    def needs_attention(self) -> bool:
        """Whether an author should look at it before the text goes to press."""
        if self.status == "superseded" and self.quotations:
            return not all(one.unchanged for one in self.quotations)
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
            "quotations": [
                {"text": one.text, "unchanged": one.unchanged} for one in self.quotations
            ],
            "needs_attention": self.needs_attention,
        }


def find_pins(database: Database, text: str, notes: Sequence[FileNote] = ()) -> Iterator[Pin]:
    """Yield every pinned citation in ``text``, looked up; a bare id counts where it is all.

    ``notes`` are a manuscript's footnotes: a citation in one is about the paragraph that it stands
    on, whose line it has.
    """
    alone = re.fullmatch(r"\s*([0-9a-fA-F]{7,64})\s*", text)
    if alone:
        yield _looked_up(database, alone[1].lower(), alone[1].lower(), 1, "")
        return
    places = [
        (match.start(), match, _paragraph(text, match.start())) for match in _PIN.finditer(text)
    ]
    for note in notes:
        start = note.start or 0
        around = f"{_paragraph(text, start)}\n{note.text}"
        places += [(start, match, around) for match in _PIN.finditer(note.text)]
    for start, match, around in sorted(places, key=lambda place: place[0]):
        line = text.count("\n", 0, start) + 1
        yield _looked_up(database, " ".join(match[0].split()), _wanted(match), line, around)


def _wanted(match: re.Match[str]) -> str:
    """Return the id or reference that a pin names."""
    if match["uri"]:
        return base64.urlsafe_b64decode(f"{match['uri']}=").hex()
    return match["short"] or match["whole"] or match["reference"]


def _paragraph(text: str, place: int) -> str:
    ends = [0, *(match.end() for match in _PARAGRAPH_END.finditer(text)), len(text)]
    start = max(end for end in ends if end <= place)
    return text[start : min((end for end in ends if end > place), default=len(text))]


def _looked_up(database: Database, written: str, wanted: str, line: int, around: str) -> Pin:
    try:
        stored = lookup.version(database, wanted)
    except Ambiguous:
        return Pin(written, line, "ambiguous")
    except NotFound:
        return Pin(written, line, "unknown")
    newest = lookup.current(database, stored) or stored
    quotations: tuple[Quotation, ...] = ()
    try:
        cited = objects.content(database, stored.record.content)
    except Purged:
        status = "purged"
    else:
        quotations = tuple(_quotations(database, around, cited, newest))
        same = newest.record.content == stored.record.content
        status = "withdrawn" if stored.withdrawal else "exact" if same else "superseded"
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
    """Yield the quotations in a paragraph that stand in the version cited."""
    quoted = [next(filter(None, match.groups())) for match in _QUOTATION.finditer(around)]
    if not quoted:
        return
    old = folded(cited)
    try:
        new = folded(objects.content(database, newest.record.content))
    except Purged:
        new = ""
    for text in quoted:
        # A comma or full stop before the closing mark may be the author's own.
        words = folded(text).rstrip(" ,.;:")
        if len(words) >= SHORTEST_QUOTATION and words in old:
            yield Quotation(text, words in new)
