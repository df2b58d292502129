"""Who established each word of a text, and in which version."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from provrepo.compare import blame
from provrepo.errors import Purged
from provrepo.reading import lookup, versions
from provrepo.reading.versions import Version
from provrepo.store import objects, read
from provrepo.store.database import Database


@dataclass(frozen=True, slots=True)
class Established:
    """A stretch of a text, and the version in which its words were first written.

    ``start`` and ``end`` are a half-open range of code points of the content.
    """

    start: int
    end: int
    text: str
    version: Version

    def as_json(self) -> dict[str, Any]:
        """Return the stretch as JSON output shows it (docs/cli.md)."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "version": self.version.reference,
            "id": self.version.id,
            "date": self.version.date,
            "agents": [one.as_json() for one in self.version.contributions],
        }


def established(database: Database, reference: str) -> list[Established]:
    """Return the stretches of a version in order; joined, their texts are its content."""
    stored = lookup.version(database, reference)
    text = lookup.text(database, versions.view(database, stored).text)
    history = [
        one
        for one in reversed(read.history(database, text.row))
        if one.record.number <= stored.record.number
    ]
    contents = {stored.record.content: objects.content(database, stored.record.content)}
    for digest in {one.record.content for one in history} - contents.keys():
        with suppress(Purged):  # its words count as written in the next version that has them
            contents[digest] = objects.content(database, digest)
    history = [one for one in history if one.record.content in contents]
    origins = blame([contents[one.record.content] for one in history])
    views = {
        index: versions.view(database, history[index]) for index in {o.version for o in origins}
    }
    content = contents[stored.record.content]
    return [
        Established(one.start, one.end, content[one.start : one.end], views[one.version])
        for one in origins
    ]
