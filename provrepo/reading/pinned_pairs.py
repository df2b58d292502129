"""The pairs of passages that editors pinned by hand, as they count for two versions.

docs/format.md, `align`: of several events about the same two contents the last one counts, whole.
Where there is none about these two, those of the last one about versions of the two texts go along
as notes do: each only where that cannot be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    carried: list[Pair] = []
    lost: list[tuple[str, str]] = []
    for pair, first, second in zip(pairs, *sides, strict=True):
        if (pair[0] is None or first) and (pair[1] is None or second):
            carried.append((first, second))
        else:
            lost.append((_words(before[0], pair[0]), _words(before[1], pair[1])))
    return PinnedPairs(tuple(carried), tuple(lost))


def _words(content: str, span: Span | None) -> str:
    return content[span.start : span.end] if span else ""


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
