"""Keeping an index up to date: what is new in the ledger is indexed, in the order of the ledger.

A version is extent by its place there, which nothing changes and no process fills out of turn.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from provrepo.errors import ProvrepoError
from provrepo.search.entries import entry
from provrepo.search.parts import BETWEEN, fields_as_text
from provrepo.store import search_rows
from provrepo.store.database import Database
from provrepo.store.records import Notes
from provrepo.store.search_index import (
    EMPTY,
    FORMAT,
    Entry,
    Extent,
    IndexTrouble,
    SearchIndex,
)

BATCH = 2_000
"""How many versions are indexed in one transaction, after which others may write to the index."""

_FEW = 100
"""After this many new versions or fewer, the index is not worth merging."""

_CHUNK = 100
"""How many contents are held in memory at once."""

Tick = Callable[[int], object]


def bring_up_to_date(
    database: Database, index: SearchIndex, begin: Tick, tick: Tick, tell: Callable[[str], object]
) -> None:
    """Index what is new, or everything where an index is not of use any more.

    ``begin`` is called with the number of records that are to be looked at, ``tick`` with the
    number done since the last call, ``tell`` with what a user should know. Raises IndexTrouble.
    """
    now = search_rows.extent(database)
    extent = index.extent()
    if extent[:3] == now[:3] and extent.format == FORMAT:
        return
    extent = _usable(database, index, extent, tell)
    begin(max(0, now.size - extent.size))
    size_before = extent.size
    while extent.size < now.size:
        start = index.begin()
        try:
            if start.format != FORMAT or not search_rows.is_of(database, start):
                index.abandon()  # another process was faster, or purged something
                extent = _usable(database, index, index.extent(), tell)
                continue
            if start.size >= now.size:  # another process was faster, and went farther
                index.abandon()
                break
            extent = _batch(database, index, start, now)
        except BaseException:
            index.abandon()
            raise
        tick(max(0, extent.size - start.size))
    added = extent.size - size_before
    if added > _FEW and 4 * added > extent.size:
        index.tidy()


def fill(database: Database, index: SearchIndex, begin: Tick, tick: Tick) -> None:
    """Fill an index that was emptied. Raises IndexTrouble."""
    bring_up_to_date(database, index, begin, tick, lambda message: None)  # noqa: ARG005


def _usable(
    database: Database, index: SearchIndex, extent: Extent, tell: Callable[[str], object]
) -> Extent:
    """Return how far an index goes; empty where it has to be made anew. Raises IndexTrouble."""
    if extent.format > FORMAT:
        raise IndexTrouble("a newer provrepo made it")
    if extent.format < FORMAT:
        tell("an older provrepo made the search index; it is made anew")
    elif search_rows.is_of(database, extent):
        return extent
    else:
        tell("the search index is made anew, as something was purged or replaced since")
    _empty(index)
    return EMPTY


def _empty(index: SearchIndex) -> None:
    hindrance = index.empty()
    if hindrance:
        raise IndexTrouble(hindrance)


def _batch(database: Database, index: SearchIndex, start: Extent, now: Extent) -> Extent:
    """Index the next versions, and return how far the index goes then."""
    holders = search_rows.holders(database, start.size, now.size, BATCH)
    size = holders[-1].sequence + 1 if len(holders) == BATCH else now.size
    contents = {holder.content for holder in holders}
    _add(index, "content", contents - index.indexed("content", contents), _texts(database))
    objects = {row for holder in holders for row in (holder.notes, holder.citation) if row}
    _add(index, "object", objects - index.indexed("object", objects), _parts(database))
    index.hold(holders)
    extent = search_rows.extent_before(database, size)
    extent = extent._replace(purges=start.purges if start.size else now.purges)
    index.end(extent)
    return extent


def _add(
    index: SearchIndex,
    kind: str,
    rows: Iterable[int],
    read: Callable[[list[int]], Iterator[tuple[int, str]]],
) -> None:
    listed = sorted(rows)
    for start in range(0, len(listed), _CHUNK):
        chunk = listed[start : start + _CHUNK]
        entries: list[Entry] = [entry(row, text) for row, text in read(chunk)]
        index.add(kind, [worded for worded in entries if worded.words or worded.is_dense])


def _texts(database: Database) -> Callable[[list[int]], Iterator[tuple[int, str]]]:
    def read(rows: list[int]) -> Iterator[tuple[int, str]]:
        for row, text in search_rows.texts(database, rows):
            if not isinstance(text, ProvrepoError):  # purged or damaged: nothing can be found
                yield row, text

    return read


def _parts(database: Database) -> Callable[[list[int]], Iterator[tuple[int, str]]]:
    def read(rows: list[int]) -> Iterator[tuple[int, str]]:
        for row, kind, data in search_rows.parts(database, rows):
            if isinstance(data, ProvrepoError):
                continue
            value = json.loads(data)
            if kind == "citation":
                yield row, fields_as_text(value)
            elif kind == "notes":
                yield row, BETWEEN.join(note.text for note in Notes.from_json(value).notes)

    return read
