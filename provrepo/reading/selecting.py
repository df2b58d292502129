"""Selecting documents: what tells whether one is among those that somebody wants."""

from __future__ import annotations

from collections.abc import Callable

from provrepo.reading.catalogue import Document
from provrepo.reading.searching.scope import is_in_language
from provrepo.reading.selection import UNREVIEWED, Selection
from provrepo.store.database import Database


def test(database: Database, selection: Selection) -> Callable[[Document], bool]:
    """Return what tells whether a document of a repository is selected."""
    stale = _stale_documents(database) if selection.stale else frozenset()
    words = None if selection.title is None else selection.title.casefold()

    def is_selected(document: Document) -> bool:
        if selection.stale and document.key not in stale:
            return False
        if words is not None and words not in (document.title or "").casefold():
            return False
        language, state = selection.language, selection.state
        return any(
            (language is None or is_in_language(version.text_name.language, language))
            and (state is None or _state(document, version.id) == state)
            for version in document.texts
        )

    return is_selected


def _state(document: Document, version: str) -> str:
    """Return the review state of one of a document's newest versions."""
    reviews = (review.state for review in document.reviews if review.id == version)
    return next(reviews, None) or UNREVIEWED


def _stale_documents(database: Database) -> frozenset[str]:
    """Return the keys of the documents of which a text is stale."""
    from provrepo.reading.status.status import status

    stale = status(database, None, ["stale"]).stale
    return frozenset(issue.reference.partition("/")[0] for issue in stale)
