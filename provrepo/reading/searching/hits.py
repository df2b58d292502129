"""A hit of a search: what stands where in which version, with a line around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.reading.versions import Version
from provrepo.search.context import FOUND
from provrepo.spans import Span

if TYPE_CHECKING:
    from provrepo.reading.aligning.facing_passages import Facing


@dataclass(frozen=True, slots=True, repr=False)
class Hit:
    """A stretch of a version that answers a query.

    ``part`` is where it is: ``text``, ``note``, ``metadata`` or ``intervention``; ``name`` the id
    of the note or the field of the metadata. ``start`` and ``end`` count code points of the
    content, the note's text or the field's value, half-open; ``places`` are those of the words
    between them. ``text`` is what stands there. ``paragraph`` is its number in the content, from 1,
    0 elsewhere. ``context`` is a line around it; the spans of the words have the style ``found``.
    ``facing`` are the passages that face it in translations and bases, where these were asked for.
    """

    version: Version
    part: str
    name: str
    start: int
    end: int
    places: tuple[tuple[int, int], ...]
    text: str
    paragraph: int
    context: tuple[Span, ...]
    facing: tuple[Facing, ...] = ()

    def __repr__(self) -> str:
        return f"<Hit {self.cursor}: {self.text[:60]!r}>"

    @property
    def cursor(self) -> str:
        """What names the hit, to go on after it: ``border-cable/translation:en@v2#text:120``."""
        named = f"{self.name}:" if self.name else ""
        return f"{self.version.reference}#{self.part}:{named}{self.start}"

    @property
    def line(self) -> tuple[str, str, str]:
        """The context as three texts: before the first word, up to the end of the last, after."""
        marked = [number for number, span in enumerate(self.context) if span.style == FOUND]
        first, last = marked[0], marked[-1] + 1
        pieces = self.context[:first], self.context[first:last], self.context[last:]
        before, words, after = ("".join(span.text for span in spans) for spans in pieces)
        return before, words, after

    def as_json(self) -> dict[str, Any]:
        """Return the hit as JSON output shows it (docs/search.md)."""
        return {
            "reference": self.version.reference,
            "version": self.version.id,
            "part": self.part,
            "name": self.name or None,
            "start": self.start,
            "end": self.end,
            "places": [list(place) for place in self.places],
            "text": self.text,
            "paragraph": self.paragraph or None,
            "context": [span.as_json() for span in self.context],
            **({"facing": [each.as_json() for each in self.facing]} if self.facing else {}),
            "cursor": self.cursor,
            "date": self.version.date,
            "withdrawn": self.version.withdrawn,
        }
