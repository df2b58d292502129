"""Searching a repository: candidates from the index, each read and checked before it is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from provrepo.errors import InvalidValue, NotWritable, ProvrepoError
from provrepo.interventions import bracketed
from provrepo.passages import paragraph
from provrepo.reading.searching.candidates import SILENT, Candidates, Reports
from provrepo.reading.searching.hits import Hit
from provrepo.reading.searching.scope import Scope, names
from provrepo.reading.versions import Makers, Version, view
from provrepo.search import parts
from provrepo.search.context import context
from provrepo.search.occurrences import Occurrence, occurrences
from provrepo.search.query import Query, parse
from provrepo.search.regular import Expression, TookTooLong, expression
from provrepo.search.upkeep import fill
from provrepo.store import read, search_rows
from provrepo.store.database import Database
from provrepo.store.records import Notes
from provrepo.store.rules import string
from provrepo.store.search_index import IndexTrouble
from provrepo.store.search_rows import Place

_CURSOR = re.compile(r"(?P<version>[^#]+)@v(?P<number>\d{1,9})#(?P<place>[^#]+)")

_FIRST_TOGETHER, _TOGETHER = 4, 64
"""How many versions are read at once, first and at most; each time four times as many."""


def search(
    database: Database,
    query: str,
    scope: Scope,
    *,
    regex: bool = False,
    exact: bool = False,
    variants: bool = False,
    facing: bool = False,
    after: str = "",
    limit: int | None = None,
    reports: Reports = SILENT,
) -> Iterator[Hit]:
    """Return the hits of a query in the order of the texts' names; see `Repository.search`."""
    asked = answer(string("query", query), regex=regex, exact=exact, variants=variants)
    if limit is not None and (not isinstance(limit, int) or isinstance(limit, bool) or limit < 1):
        raise InvalidValue("--limit", repr(limit), "write a number from 1")
    hits = Search(database, asked, scope, reports, limit).hits(_cursor(after))
    limited = islice(hits, limit)
    return _with_facing(database, limited) if facing else limited


def _with_facing(database: Database, hits: Iterator[Hit]) -> Iterator[Hit]:
    from provrepo.reading.aligning.facing_passages import FacingPassages

    passages = FacingPassages(database)
    for hit in hits:
        is_in_content = hit.part in ("text", "intervention")
        facing = passages.of(hit.version, hit.start, hit.end) if is_in_content else ()
        yield replace(hit, facing=facing)


def reindex(database: Database, reports: Reports) -> int:
    """Make the index anew; see `Repository.reindex`."""
    try:
        if hindrance := database.empty_search_index():
            raise IndexTrouble(hindrance)
        index = database.search_index()
        fill(database, index, reports.begin, reports.tick)
        return index.size()
    except IndexTrouble as trouble:
        raise NotWritable(
            database.location, f"the search index cannot be made anew: {trouble}"
        ) from trouble


def answer(query: str, *, regex: bool, exact: bool, variants: bool) -> Query | Expression:
    """Return what a query asks for. Raises InvalidValue."""
    if regex and variants:
        raise InvalidValue("--regex", query, "has no variants; write both: [东東]")
    if regex:
        return expression(query, exact=exact)
    return parse(query, exact=exact, variants=variants)


def _cursor(after: str) -> re.Match[str] | None:
    if not string("--after", after):
        return None
    match = _CURSOR.fullmatch(after)
    if match is None:
        raise InvalidValue(
            "--after", after, "give the “cursor” of the last hit, as --json shows it"
        )
    return match


class Search:
    """One search of one repository: the versions that may answer, and what is found in them.

    ``enough`` hits are mostly all that is asked for: when that many were found, nothing more is
    looked at before they are taken.
    """

    def __init__(
        self,
        database: Database,
        answer: Query | Expression,
        scope: Scope,
        reports: Reports,
        enough: int | None = None,
    ) -> None:
        self._database, self._answer, self._scope = database, answer, scope
        self._reports, self._enough = reports, enough
        self.candidates = Candidates(database, answer, scope, reports)
        self._makers: Makers = {}
        self.left_out: set[int] = set()
        """The versions that could not be searched, or not wholly, by their places in the ledger."""

    def hits(self, after: re.Match[str] | None = None) -> Iterator[Hit]:
        """Yield the hits, those after a cursor where one is given."""
        listed = self.candidates.places("" if after is None else _document_of(after["version"]))
        if after is not None:
            listed = _from(listed, after)
        together = _FIRST_TOGETHER
        while places := list(islice(listed, together)):
            together = min(4 * together, _TOGETHER)
            for hit in self._in_versions(places):
                if after is not None:
                    is_of_same = hit.version.reference == f"{after['version']}@v{after['number']}"
                    if is_of_same and not self._is_after(hit, after["place"]):
                        continue
                yield hit

    def _is_after(self, hit: Hit, place: str) -> bool:
        """Return whether a hit comes after the place of a cursor in the same version."""
        part, _, name_and_start = place.partition(":")
        name, _, start = name_and_start.rpartition(":")
        if not start.isdigit() or part not in _PART_ORDER:
            raise InvalidValue("--after", place, "is no place of a hit")
        order = _PART_ORDER.index(part), self._name_order(hit.part, name), int(start)
        return (
            _PART_ORDER.index(hit.part),
            self._name_order(hit.part, hit.name),
            hit.start,
        ) > order

    def _name_order(self, part: str, name: str) -> tuple[int, str]:
        return (len(name), name) if part == "note" else (0, name)

    def _in_versions(self, places: Sequence[Place]) -> Iterator[Hit]:
        """Yield the hits in versions, in their order."""
        answered: list[tuple[Place, list[Found]]] = []
        count = 0
        for place, answers in self._answers(places):
            answered.append((place, answers))
            count += len(answers)
            if self._enough is not None and count >= self._enough:
                yield from self._shown(answered)
                answered, count = [], 0
        yield from self._shown(answered)

    def _shown(self, answered: Sequence[tuple[Place, list[Found]]]) -> Iterator[Hit]:
        """Yield what was found as hits."""
        if not answered:
            return
        views: dict[int, Version] = {}
        sequences = [place.sequence for place, _ in answered]
        for stored in read.versions_at(self._database, sequences):
            views[stored.sequence] = view(self._database, stored, self._makers)
        for place, answers in answered:
            version = views[place.sequence]
            if self._scope.agent is None or names(version, self._scope.agent):
                for answer in answers:
                    yield answer.hit(version)

    def answered(self, places: Sequence[Place]) -> list[tuple[Place, list[Found]]]:
        """Return those of the versions that answer the query, with what is found in them."""
        return list(self._answers(places))

    def _answers(self, places: Sequence[Place]) -> Iterator[tuple[Place, list[Found]]]:
        texts = self._texts(places)
        for place in places:
            try:
                answers = [*self._in_text(place, texts), *self._in_objects(place)]
            except TookTooLong as error:
                self._leave_out(place, error)
                continue
            if answers:
                yield place, answers

    def _texts(self, places: Sequence[Place]) -> dict[int, str]:
        rows = {
            place.content: place for place in places if self.candidates.may_have("content", place)
        }
        texts = {}
        for row, text in search_rows.texts(self._database, rows):
            if isinstance(text, ProvrepoError):
                self._warn_of(text, rows[row])
            else:
                texts[row] = text
        return texts

    def _warn_of(self, error: ProvrepoError, place: Place) -> None:
        if error.exit_status == 1:  # damage; what was purged is not there to be found
            self._leave_out(place, error)

    def _leave_out(self, place: Place, error: Exception) -> None:
        reference = f"{place.text_key}@v{place.number}"
        self.left_out.add(place.sequence)
        self._reports.left_out(reference)
        self._reports.warn(f"{reference} was not searched: {error}")

    def _in_text(self, place: Place, texts: dict[int, str]) -> Iterator[Found]:
        text = texts.get(place.content)
        if text is None:
            return
        within = self._scope.within
        if "text" in within:
            for occurrence in self._occurrences(text):
                yield Found("text", "", text, occurrence)
        elif "interventions" in within:
            for start, end in bracketed(text):
                for occurrence in self._occurrences(text[start + 1 : end - 1]):
                    yield Found("intervention", "", text, _moved(occurrence, start + 1))

    def _in_objects(self, place: Place) -> Iterator[Found]:
        """Yield what is found in the notes and the metadata of a version."""
        if not self.candidates.may_have("object", place):
            return
        asked = {"notes": place.notes, "metadata": place.citation}
        rows = {row for part, row in asked.items() if part in self._scope.within and row}
        for _, kind, data in sorted(
            search_rows.parts(self._database, rows), key=lambda part: part[1], reverse=True
        ):
            if isinstance(data, ProvrepoError):
                self._warn_of(data, place)
            elif kind == "notes":
                for note in Notes.from_json(json.loads(data)).notes:
                    for occurrence in self._occurrences(note.text):
                        yield Found("note", note.id, note.text, occurrence)
            else:
                yield from self._in_metadata(json.loads(data))

    def _in_metadata(self, item: dict[str, Any]) -> Iterator[Found]:
        for occurrence in self._occurrences(parts.fields_as_text(item)):
            # Words may stand in several fields: each is a hit there.
            for name, value, begins in parts.fields_at(item, occurrence.places):
                within = [
                    place
                    for place in occurrence.places
                    if begins <= place[0] and place[1] <= begins + len(value)
                ]
                start, end = within[0][0], max(end for _, end in within)
                moved = _moved(Occurrence(start, end, tuple(within)), -begins)
                yield Found("metadata", name, value, moved)

    def _occurrences(self, text: str) -> list[Occurrence]:
        if isinstance(self._answer, Query):
            return occurrences(self._answer, text)
        return self._answer.occurrences(text)


_PART_ORDER = ("text", "intervention", "note", "metadata")


@dataclass(frozen=True, slots=True)
class Found:
    """An occurrence in a part of a version."""

    part: str
    name: str
    text: str
    occurrence: Occurrence

    def hit(self, version: Version) -> Hit:
        """Return the hit that it is in a version."""
        start, end, places = self.occurrence
        is_in_content = self.part in ("text", "intervention")
        return Hit(
            version,
            self.part,
            self.name,
            start,
            end,
            places,
            self.text[start:end],
            paragraph(self.text, start) if is_in_content else 0,
            context(self.text, self.occurrence),
        )


def _moved(occurrence: Occurrence, by: int) -> Occurrence:
    places = tuple((start + by, end + by) for start, end in occurrence.places)
    return Occurrence(occurrence.start + by, occurrence.end + by, places)


def _document_of(version: str) -> str:
    return version.partition("/")[0]


def _from(places: Iterable[Place], after: re.Match[str]) -> Iterator[Place]:
    """Yield those of the versions, which are in order, that do not come before that of a cursor."""
    key, _, name = after["version"].partition("/")
    kind, _, language_and_label = name.partition(":")
    language, _, label = language_and_label.partition(":")
    order = key, kind, language, label, -int(after["number"])
    return (place for place in places if place.order >= order)
