"""Which versions may have what is searched for: those that the index names, or all of a scope."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from provrepo.reading.approved import newest
from provrepo.reading.searching.scope import Scope, is_in
from provrepo.search.entries import condition
from provrepo.search.query import Query
from provrepo.search.regular import Expression
from provrepo.search.upkeep import bring_up_to_date
from provrepo.store import search_rows
from provrepo.store.database import Database
from provrepo.store.read import StoredText
from provrepo.store.search_index import (
    EMPTY,
    Answers,
    Condition,
    IndexBusy,
    IndexDamaged,
    IndexTrouble,
    SearchIndex,
)
from provrepo.store.search_rows import Place

_FIRST_DOCUMENTS, _DOCUMENTS = 50, 200
"""How many documents are looked through at once, first and later."""

_FEW = 50
"""Up to this many candidates are all looked up, however few texts there are."""


@dataclass(frozen=True, slots=True)
class Reports:
    """Who is told what while a search goes on.

    ``begin`` is called with the number of records that are indexed first, ``tick`` with the number
    done since the last call, ``warn`` with a sentence for the user, ``left_out`` with the reference
    of each version that could not be searched, of which ``warn`` says why.
    """

    begin: Callable[[int], object] = lambda total: None  # noqa: ARG005
    tick: Callable[[int], object] = lambda steps: None  # noqa: ARG005
    warn: Callable[[str], object] = lambda message: None  # noqa: ARG005
    left_out: Callable[[str], object] = lambda reference: None  # noqa: ARG005


SILENT = Reports()


class Candidates:
    """The versions of a scope that may answer a query; only to read each tells whether it does."""

    def __init__(
        self, database: Database, answer: Query | Expression, scope: Scope, reports: Reports
    ) -> None:
        self._database, self._answer, self._scope = database, answer, scope
        self._reports = reports
        self._approved: dict[int, int | None] = {}
        self._by_kind: dict[str, set[int] | None] = {}
        """By kind of what is indexed: the versions that may have hits; None: all may."""

    def places(self, key: str = "") -> Iterator[Place]:
        """Yield the versions that may have hits, in order, of documents from a key on."""
        kinds = self._kinds()
        asked = condition(self._answer) if isinstance(self._answer, Query) else []
        self._by_kind = dict.fromkeys(kinds)
        if asked:
            try:
                self._by_kind = dict(self._asked(kinds, asked))
            except IndexTrouble as trouble:
                self._tell(trouble, "all texts are read")
        candidates = self._of_all_kinds()
        if candidates is not None and self._are_few(len(candidates)):
            for sequences in self._in_order(candidates):
                places = search_rows.places(self._database, sequences)
                yield from sorted(self._in_scope(places, key), key=lambda place: place.order)
        else:
            yield from self._walk(key, candidates)

    def _in_order(self, candidates: Collection[int]) -> Iterator[list[int]]:
        """Yield candidates, many of them a part at a time: the versions of some documents."""
        if len(candidates) <= _DOCUMENTS:
            yield sorted(candidates)
            return
        sequences: list[int] = []
        listed = sorted(search_rows.keys(self._database, sorted(candidates)))
        for _, group in groupby(listed, key=itemgetter(0)):
            sequences += [sequence for _, sequence in group]
            if len(sequences) >= _FIRST_DOCUMENTS:
                yield sequences
                sequences = []
        yield sequences

    def _kinds(self) -> list[str]:
        within = set(self._scope.within)
        kinds = ["content"] if within & {"text", "interventions"} else []
        return [*kinds, "object"] if within & {"notes", "metadata"} else kinds

    def _kept_up(self, index: SearchIndex) -> IndexTrouble | None:
        """Bring the index up to date; return what kept it from that, and is worth telling."""
        reports = self._reports
        try:
            bring_up_to_date(self._database, index, reports.begin, reports.tick, reports.warn)
        except IndexBusy:
            pass  # another process does it, and what is not in it is read
        except IndexTrouble as trouble:
            return trouble
        return None

    def _tell(self, trouble: IndexTrouble, instead: str) -> None:
        advice = "; `provrepo reindex` makes it anew" if isinstance(trouble, IndexDamaged) else ""
        self._reports.warn(
            f"the search index cannot be used as it should ({trouble}): {instead} instead, which "
            f"takes longer{advice}"
        )

    def _asked(self, kinds: Sequence[str], asked: Condition) -> dict[str, set[int]]:
        """Return by kind which versions may have hits. Raises IndexTrouble."""
        index = self._database.search_index()
        now = search_rows.extent(self._database)
        # Mostly nothing is new, and then one question is enough.
        with contextlib.suppress(IndexTrouble):
            answers = index.answers(kinds, asked)
            if answers.extent == now:
                return {kind: set(answers.sequences[kind]) for kind in kinds}
        trouble = self._kept_up(index)
        answers = index.answers(kinds, asked)
        if trouble is not None:
            self._tell(trouble, "what is new is read")
        return self._with_what_is_new(answers, kinds)

    def _with_what_is_new(self, answers: Answers, kinds: Sequence[str]) -> dict[str, set[int]]:
        """Return what an index answers, and the versions that it does not know."""
        extent, sequences = answers
        now = search_rows.extent(self._database)
        if extent.format != EMPTY.format or not search_rows.is_of(self._database, extent):
            extent, sequences = EMPTY, {}
        new = {
            holder.sequence
            for holder in search_rows.holders(self._database, extent.size, now.size, now.size + 1)
        }
        return {kind: new.union(sequences.get(kind, ())) for kind in kinds}

    def _of_all_kinds(self) -> set[int] | None:
        union: set[int] = set()
        for sequences in self._by_kind.values():
            if sequences is None:
                return None
            union |= sequences
        return union

    def _are_few(self, count: int) -> bool:
        """Return whether it takes less to look all candidates up than to walk to the first ones.

        A page of hits is some 20 texts; a walk also looks at all texts between them, which are not.
        """
        return count <= _FEW or count * count <= 25 * search_rows.count(self._database)

    def _in_scope(self, places: Iterable[Place], key: str) -> Iterator[Place]:
        for place in places:
            if (
                place.text_key.document >= key
                and is_in(self._scope, place)
                and (self._scope.versions != "approved" or self._is_approved(place))
            ):
                yield place

    def _is_approved(self, place: Place) -> bool:
        if place.text_row not in self._approved:
            text = StoredText(place.text_row, *place.text_key)
            stored = newest(self._database, text, "approved")
            self._approved[place.text_row] = stored.sequence if stored else None
        return self._approved[place.text_row] == place.sequence

    def _walk(self, key: str, candidates: Collection[int] | None) -> Iterator[Place]:
        """Yield the versions that may have hits, going through the documents in order."""
        is_latest = self._scope.versions == "newest"
        last = search_rows.key_before(self._database, key)
        together = _FIRST_DOCUMENTS
        while True:
            places, last = search_rows.places_after(
                self._database, last, together, latest=is_latest
            )
            together = _DOCUMENTS
            for place in self._in_scope(places, key):
                if candidates is None or place.sequence in candidates:
                    yield place
            if not last:
                return

    def may_have(self, kind: str, place: Place) -> bool:
        """Return whether the part of a version that is indexed as ``kind`` may have hits."""
        if kind not in self._by_kind:
            return False
        sequences = self._by_kind[kind]
        return sequences is None or place.sequence in sequences
