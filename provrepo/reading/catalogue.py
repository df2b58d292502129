"""The documents of a repository, with their titles and the newest version of each text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from provrepo.reading import lookup, versions
from provrepo.reading.versions import Version
from provrepo.store import objects, read, rules
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion


@dataclass(frozen=True, slots=True)
class Document:
    """An archival item: its key, its title in the newest metadata, its texts' newest versions."""

    key: str
    title: str | None
    texts: tuple[Version, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the document as JSON output shows it (docs/cli.md)."""
        return {
            "key": self.key,
            "title": self.title,
            "texts": [
                {
                    "text": str(one.text_name),
                    "versions": one.record.number,
                    "newest": one.as_json(),
                }
                for one in self.texts
            ],
        }


PAGE = 500
"""How many documents are read at once."""


def documents(database: Database, after: str = "", limit: int | None = None) -> Iterator[Document]:
    """Yield documents sorted by key: those after the key ``after``, at most ``limit``."""
    left = limit
    while left is None or left > 0:
        keys = read.keys_after(database, after, PAGE if left is None else min(left, PAGE))
        if not keys:
            return
        yield from _documents(database, read.newest_of_all(database, keys[0], keys[-1]))
        after = keys[-1]
        left = None if left is None else left - len(keys)


def document(database: Database, key: str) -> Document:
    """Return one document by its key. Raises InvalidValue or NotFound."""
    texts = read.texts(database, rules.key(key))
    if not texts:
        lookup.text(database, key)  # raises NotFound, which names similar keys
    found = [read.current(database, text.row) for text in texts]
    return _documents(database, [one for one in found if one])[0]


def _documents(database: Database, newest: Iterable[StoredVersion]) -> list[Document]:
    by_key: dict[str, list[StoredVersion]] = {}
    for stored in newest:
        by_key.setdefault(stored.document, []).append(stored)
    return [
        Document(key, _title(database, texts), tuple(versions.view(database, one) for one in texts))
        for key, texts in by_key.items()
    ]


def _title(database: Database, texts: list[StoredVersion]) -> str | None:
    """Return the title in the metadata that was given last, in whichever text."""
    described = [one for one in texts if one.record.citation]
    last = max(described, key=lambda one: one.sequence, default=None)
    item = objects.kept_citation(database, last.record.citation) if last else None
    title = item.get("title") if item else None
    return title if isinstance(title, str) else None
