"""The documents of a repository, with their titles and the newest version of each text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.errors import InvalidValue, on_one_line
from provrepo.metadata import Item
from provrepo.reading import lookup, versions
from provrepo.reading.versions import Version
from provrepo.reference import checked_key
from provrepo.store import objects, read, survey
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.rules import string

if TYPE_CHECKING:
    from provrepo.reading.reviews.states import ReviewState


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """An archival item.

    ``title`` is the one in the newest citation metadata of any of its texts, None without any.
    ``texts`` are the latest versions of its texts, sorted by the texts' names; a text of which all
    versions were withdrawn is there with its newest one. ``withdrawn`` are all versions of these
    texts that were withdrawn, by text and number. ``reviews`` are the review states of the versions
    in ``texts``, of those texts of which anybody reviewed a version.
    """

    key: str
    title: str | None
    texts: tuple[Version, ...]
    withdrawn: tuple[Version, ...] = ()
    reviews: tuple[ReviewState, ...] = ()

    def __repr__(self) -> str:
        title = f" “{on_one_line(self.title, 40)}”" if self.title else ""
        texts = ", ".join(f"{version.record.text}" for version in self.texts)
        return f"<Document {self.key}{title}: {texts}>"

    def as_json(self) -> dict[str, Any]:
        """Return the document as JSON output shows it (docs/cli.md)."""
        return {
            "key": self.key,
            "title": self.title,
            "texts": [self._text_as_json(version) for version in self.texts],
        }

    def _text_as_json(self, newest: Version) -> dict[str, Any]:
        withdrawn, review = self.withdrawn_of(newest), self.review_of(newest)
        return {
            "text": str(newest.text_name),
            "versions": max(version.record.number for version in (newest, *withdrawn)),
            "newest": newest.as_json(),
            "withdrawn": [
                {"reference": version.reference, "reason": version.withdrawn}
                for version in withdrawn
            ],
            "review": review.as_json() if review else None,
        }

    def review_of(self, newest: Version) -> ReviewState | None:
        """Return the review state of one of ``texts``; None where nobody reviewed that text."""
        return next((review for review in self.reviews if review.id == newest.id), None)

    def withdrawn_of(self, newest: Version) -> list[Version]:
        """Return the withdrawn versions of one of its texts, by number."""
        return [version for version in self.withdrawn if version.text_name == newest.text_name]


PAGE = 500
"""How many documents are read at once: enough for speed, and little of a large repository."""


def documents(database: Database, after: str = "", limit: int | None = None) -> Iterator[Document]:
    """Yield documents sorted by key: those after the key ``after``, at most ``limit``.

    Raises InvalidValue where ``limit`` is no whole number.
    """
    string("document key", after)
    if limit is not None and not isinstance(limit, int):
        raise InvalidValue("limit", repr(limit), "a whole number is expected")
    return _pages(database, after, limit)


def _pages(database: Database, after: str, limit: int | None) -> Iterator[Document]:
    left = limit
    while left is None or left > 0:
        keys = survey.keys_after(database, after, PAGE if left is None else min(left, PAGE))
        if not keys:
            return
        # The texts of a whole page in one query, instead of one for each document.
        newest = survey.newest_of_all(database, keys[0], keys[-1])
        yield from _documents(database, newest, survey.withdrawn(database, keys[0], keys[-1]))
        after = keys[-1]
        left = None if left is None else left - len(keys)


def document(database: Database, key: str) -> Document:
    """Return one document by its key. Raises InvalidValue or NotFound."""
    texts = read.texts(database, checked_key(string("document key", key)))
    if not texts:
        lookup.text(database, key)  # raises NotFound, which names similar keys
    newest = (read.current(database, text.row) for text in texts)
    current_key = texts[0].document  # which may have been renamed
    withdrawn = survey.withdrawn(database, current_key, current_key)
    return _documents(database, [stored for stored in newest if stored], withdrawn)[0]


def _documents(
    database: Database, newest: Sequence[StoredVersion], withdrawn: Iterable[StoredVersion]
) -> list[Document]:
    withdrawn_by_key, newest_by_key = _by_key(withdrawn), _by_key(newest)
    reviews = _reviews(database, newest)
    return [
        Document(
            key,
            _title(database, stored_versions),
            tuple(versions.view(database, stored) for stored in stored_versions),
            tuple(versions.view(database, stored) for stored in withdrawn_by_key.get(key, ())),
            tuple(reviews[stored.id] for stored in stored_versions if stored.id in reviews),
        )
        for key, stored_versions in newest_by_key.items()
    ]


def _reviews(database: Database, newest: Sequence[StoredVersion]) -> dict[str, ReviewState]:
    """Return the review states of the newest versions of texts, by id, in few queries."""
    if not newest or not survey.has_targets(database):
        return {}
    from provrepo.reading.reviews.states import of_documents

    keys = [stored.document for stored in newest]
    states = of_documents(database, min(keys), max(keys))
    return {
        stored.id: review for stored in newest if (review := states.of(stored, stored)) is not None
    }


def _by_key(stored_versions: Iterable[StoredVersion]) -> dict[str, list[StoredVersion]]:
    by_key: dict[str, list[StoredVersion]] = {}
    for stored in stored_versions:
        by_key.setdefault(stored.document, []).append(stored)
    return by_key


def item_of(database: Database, stored_versions: list[StoredVersion]) -> Item | None:
    """Return the citation metadata of a document: those of its text that was changed last.

    ``stored_versions`` are the newest ones of its texts. Where all versions of a text were
    withdrawn it counts only if no other has any.
    """
    described = [stored for stored in stored_versions if stored.record.citation]
    last = max(described, key=lambda stored: (not stored.withdrawal, stored.sequence), default=None)
    return objects.kept_citation(database, last.record.citation) if last else None


def _title(database: Database, stored_versions: list[StoredVersion]) -> str | None:
    item = item_of(database, stored_versions)
    title = item.get("title") if item else None
    return title if isinstance(title, str) else None
