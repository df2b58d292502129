"""Since when words are in a text, and until when they were: the versions in which they came."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from provrepo.reading.searching.candidates import SILENT, Reports
from provrepo.reading.searching.scope import Scope, is_made_so
from provrepo.reading.searching.search import Search, answer
from provrepo.reading.versions import Version, view
from provrepo.store import read
from provrepo.store.database import Database
from provrepo.store.rules import string
from provrepo.store.search_rows import Place

CAME, WENT, CAME_BACK = "came", "went", "came back"


@dataclass(frozen=True, slots=True)
class PhraseChange:
    """A version in which words came, went or came back, and how often they stand there.

    ``change`` is ``came``, ``went`` or ``came back``.
    """

    change: str
    version: Version
    count: int

    def as_json(self) -> dict[str, Any]:
        """Return the change as JSON output shows it (docs/cli.md)."""
        return {
            "change": self.change,
            "reference": self.version.reference,
            "version": self.version.id,
            "date": self.version.date,
            "agents": [contribution.as_json() for contribution in self.version.contributions],
            "message": self.version.record.message,
            "withdrawn": self.version.withdrawn,
            "count": self.count,
        }


@dataclass(frozen=True, slots=True)
class PhraseHistory:
    """When words came and went in a text, by the numbers of its versions.

    ``text`` is its full name; ``is_there`` tells whether its newest version has the words, those
    that were withdrawn apart.
    """

    text: str
    is_there: bool
    changes: tuple[PhraseChange, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the history as JSON output shows it (docs/cli.md)."""
        changes = [change.as_json() for change in self.changes]
        return {"text": self.text, "is_there": self.is_there, "changes": changes}


def phrase_history(
    database: Database,
    query: str,
    scope: Scope,
    *,
    regex: bool = False,
    exact: bool = False,
    variants: bool = False,
    reports: Reports = SILENT,
) -> Iterator[PhraseHistory]:
    """Return the histories of the texts that have or had words; see `Repository.search_history`."""
    asked = answer(string("query", query), regex=regex, exact=exact, variants=variants)
    # Who made a version and when says which changes are shown; what changed, all versions tell.
    everything = replace(scope, versions="all", agent=None, since=None, until=None)
    search = Search(database, asked, everything, reports)
    # Words of a title or a note may still be known of a version whose text was purged.
    warn = reports.warn if "text" in scope.within else SILENT.warn
    return _narrowed(_histories(database, search, warn), scope)


def _narrowed(histories: Iterator[PhraseHistory], scope: Scope) -> Iterator[PhraseHistory]:
    """Yield histories with the changes alone that were made by whom and when a scope says."""
    for history in histories:
        changes = tuple(change for change in history.changes if is_made_so(scope, change.version))
        if changes:
            yield replace(history, changes=changes)


def _histories(
    database: Database, search: Search, warn: Callable[[str], object]
) -> Iterator[PhraseHistory]:
    for row, group in groupby(search.candidates.places(), key=lambda place: place.text_row):
        places = list(group)
        counts = {place.sequence: len(answers) for place, answers in search.answered(places)}
        if counts:
            yield _history(database, row, places[0], counts, search.left_out, warn)


def _history(
    database: Database,
    row: int,
    place: Place,
    counts: dict[int, int],
    left_out: Collection[int],
    warn: Callable[[str], object],
) -> PhraseHistory:
    """Return the history of a text, given how often each of its versions has the words.

    A version without its text any more is taken to be like the one before, and that is said. So is
    one that could not be searched, of which that was said already.
    """
    changes: list[PhraseChange] = []
    was_there = False
    is_there = False
    for stored in reversed(read.history(database, row)):
        count = counts.get(stored.sequence, 0)
        if "content" in stored.purged and not count:
            warn(f"{stored.reference} was purged; whether its text had the words is not known")
            continue
        if stored.sequence in left_out and not count:
            continue
        if bool(count) != was_there:
            change = WENT if was_there else CAME_BACK if changes else CAME
            changes.append(PhraseChange(change, view(database, stored), count))
        was_there = bool(count)
        if stored.withdrawal is None:
            is_there = was_there
    return PhraseHistory(str(place.text_key), is_there, tuple(changes))
