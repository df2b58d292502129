"""Who established each word of a text, and in which version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from provrepo import compare
from provrepo.errors import Purged, on_one_line
from provrepo.reading import lookup, versions
from provrepo.reading.versions import Version
from provrepo.store import objects, read
from provrepo.store.database import Database


@dataclass(frozen=True, slots=True, repr=False)
class Established:
    """A stretch of a text, and the version in which its words were first written.

    ``start`` and ``end`` are a half-open range of code points of the content.
    """

    start: int
    end: int
    text: str
    version: Version

    def __repr__(self) -> str:
        words = on_one_line(self.text, 40)
        return f"<Established {self.start}:{self.end} “{words}” in {self.version.reference}>"

    def as_json(self) -> dict[str, Any]:
        """Return the stretch as JSON output shows it (docs/cli.md)."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "version": self.version.reference,
            "id": self.version.id,
            "date": self.version.date,
            "agents": [contribution.as_json() for contribution in self.version.contributions],
            "withdrawn": self.version.withdrawn,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Blame:
    """Where each word of a version comes from.

    The stretches are in order, and their texts, joined, are the content of ``version``. To iterate
    over a blame is to iterate over its stretches. ``unread`` are the versions before it whose texts
    were purged: what was first written in one counts as written in the next.
    """

    version: Version
    stretches: tuple[Established, ...]
    unread: tuple[Version, ...] = ()

    def __iter__(self) -> Iterator[Established]:
        return iter(self.stretches)

    def __len__(self) -> int:
        return len(self.stretches)

    def __repr__(self) -> str:
        origins = {stretch.version.id for stretch in self.stretches}
        return (
            f"<Blame of {self.version.reference}, stretches: {len(self.stretches)}, "
            f"versions: {len(origins)}>"
        )

    @property
    def cautions(self) -> tuple[str, ...]:
        """What a reader should know: which versions were withdrawn, or could not be read."""
        named = {each.version.id: each.version for each in self.stretches}
        concerned = {self.version.id: self.version} | named
        unread = (
            f"{version.reference} was purged: {version.marks.get('purged')}; its words count as "
            "written in the next version"
            for version in self.unread
        )
        return (*(words for version in concerned.values() for words in version.cautions), *unread)

    def as_json(self) -> list[dict[str, Any]]:
        """Return the stretches as JSON output shows them (docs/cli.md)."""
        return [stretch.as_json() for stretch in self.stretches]

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the text; who points at a word is told its version."""
        from provrepo.reading.notebook import running_text

        return running_text(
            self.version.reference,
            [(stretch.text, "span", _origin(stretch.version)) for stretch in self.stretches],
        )


def _origin(version: Version) -> str:
    agents = ", ".join(map(str, version.contributions))
    named = (version.reference, *version.marks, version.date[:10], agents)
    return ", ".join(filter(None, named))


def blame(database: Database, reference: str) -> Blame:
    """Return which version established each stretch of the version that ``reference`` names.

    Words that were deleted and written again count from when they came back. Raises Purged where
    the version's own content was removed.
    """
    stored = lookup.version(database, reference)
    text = lookup.text(database, str(stored.text_key))
    # Oldest first, up to the version asked for: what was written later established none of it.
    history = [
        version
        for version in reversed(read.history(database, text.row))
        if version.record.number <= stored.record.number
    ]
    contents = {stored.record.content: objects.content(database, stored.record.content)}
    for digest in {version.record.content for version in history} - contents.keys():
        with suppress(Purged):  # its words count as written in the next version that is readable
            contents[digest] = objects.content(database, digest)
    unread = [version for version in history if version.record.content not in contents]
    history = [version for version in history if version.record.content in contents]
    origins = compare.blame([contents[version.record.content] for version in history])
    views = {
        index: versions.view(database, history[index])
        for index in {origin.version for origin in origins}
    }
    content = contents[stored.record.content]
    stretches = tuple(
        Established(
            origin.start, origin.end, content[origin.start : origin.end], views[origin.version]
        )
        for origin in origins
    )
    return Blame(
        versions.view(database, stored),
        stretches,
        tuple(versions.view(database, version) for version in unread),
    )
