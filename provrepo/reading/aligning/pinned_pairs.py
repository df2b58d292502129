"""The pairs of passages that editors pinned by hand, as they count for two versions.

docs/format.md, `align`: of several events about the same two contents the last one counts, whole.
Where there is none about these two, those of the last one about versions of the two texts go along
as notes do: each only where that cannot be wrong. Pairs that have a passage in common are
one: units that something stands between are several passages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from provrepo.compare.kept import kept_places
from provrepo.errors import Purged
from provrepo.passages import Range
from provrepo.reading import lookup
from provrepo.store import event_queries, objects, survey
from provrepo.store.database import Database
from provrepo.store.errors import InvalidValue
from provrepo.store.event_data import Alignment, Pair, Span
from provrepo.store.read import StoredVersion


class PinnedPairs(NamedTuple):
    """The pairs that count, and the words of those that no new version could take along."""

    pairs: tuple[Pair, ...] = ()
    lost: tuple[tuple[str, str], ...] = ()


def pinned_pairs(
    database: Database, basis: StoredVersion, translation: StoredVersion
) -> PinnedPairs:
    """Return the pairs of passages that editors pinned for two versions."""
    contents = basis.record.content, translation.record.content
    last: tuple[Alignment, StoredVersion, StoredVersion] | None = None
    for statement, first, second in reversed(list(_statements(database, basis, translation))):
        if (first.record.content, second.record.content) == contents:
            return PinnedPairs(statement.pairs)
        last = last or (statement, first, second)
    if last is None:
        return PinnedPairs()
    statement, first, second = last
    return _carried(database, statement.pairs, (first, second), (basis, translation))


def meet(pair: Pair, other: Pair) -> bool:
    """Return whether two pairs have something in common on a side."""
    return any(
        mine is not None
        and theirs is not None
        and mine.start < theirs.end
        and theirs.start < mine.end
        for mine, theirs in zip(pair, other, strict=True)
    )


def together(pairs: Iterable[Pair]) -> list[list[Pair]]:
    """Return pairs in groups: those that have a passage in common, directly or through others."""
    listed = list(pairs)
    groups = {number: [number] for number in range(len(listed))}
    for side in (0, 1):
        spans = sorted((span, number) for number, pair in enumerate(listed) if (span := pair[side]))
        reach, before = 0, 0
        for (start, end), number in spans:
            if start < reach and groups[number] is not groups[before]:
                groups[before] += groups[number]
                for other in groups[number]:
                    groups[other] = groups[before]
            reach, before = max(reach, end), number
    distinct = {id(group): group for group in groups.values()}
    return [[listed[number] for number in sorted(group)] for group in distinct.values()]


def _statements(
    database: Database, basis: StoredVersion, translation: StoredVersion
) -> Iterator[tuple[Alignment, StoredVersion, StoredVersion]]:
    """Yield what was said of versions of these two texts, in commit order."""
    row = lookup.text(database, str(translation.text_key)).row
    statements = []
    for stored in event_queries.about_text(database, row, "align"):
        try:
            statements.append(Alignment.of(stored.event))
        except InvalidValue:  # not as its name asks: verification names it
            continue
    ids = {version for s in statements for version in (s.basis, s.translation)}
    versions = survey.by_ids(database, ids)
    for statement in statements:
        first, second = versions.get(statement.basis), versions.get(statement.translation)
        if not first or not second:
            continue
        texts = first.text_key, second.text_key
        if texts == (basis.text_key, translation.text_key):
            yield statement, first, second


def _carried(
    database: Database,
    pairs: Sequence[Pair],
    earlier: tuple[StoredVersion, StoredVersion],
    later: tuple[StoredVersion, StoredVersion],
) -> PinnedPairs:
    try:
        before = [objects.content(database, version.record.content) for version in earlier]
        after = [objects.content(database, version.record.content) for version in later]
    except Purged:  # where its words are gone, nothing says where a passage is now
        return PinnedPairs()
    sides = [_places([pair[side] for pair in pairs], before[side], after[side]) for side in (0, 1)]
    places = dict(zip(pairs, zip(*sides, strict=True), strict=True))
    carried: list[Pair] = []
    lost: list[tuple[str, str]] = []
    for group in together(pairs):
        if all(_is_there(pair, places[pair]) for pair in group):
            carried += [places[pair] for pair in group]
        else:
            left, right = (_words(before[side], [pair[side] for pair in group]) for side in (0, 1))
            lost.append((left, right))
    return PinnedPairs(tuple(carried), tuple(lost))


def _is_there(pair: Pair, place: Pair) -> bool:
    return all(span is None or now for span, now in zip(pair, place, strict=True))


def _words(content: str, spans: Iterable[Span | None]) -> str:
    passages = sorted({span for span in spans if span})
    return " … ".join(content[span.start : span.end] for span in passages)


def _places(spans: Sequence[Span | None], before: str, after: str) -> list[Span | None]:
    """Return where passages of one content are in a later one; None where that may be wrong."""
    passages: list[Range] = [(span.start, span.end) for span in spans if span]
    places = dict(zip(passages, kept_places(before, after, passages), strict=True))
    carried: list[Span | None] = []
    for span in spans:
        place = places.get((span.start, span.end)) if span else None
        carried.append(
            Span(place, place + span.end - span.start) if span and place is not None else None
        )
    return carried
