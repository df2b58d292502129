"""Saying that no translation needs to follow a correction: one made before it holds after it too.

It is recorded as an event (docs/format.md), and can be taken back by another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.editing.attribution import attributions
from provrepo.errors import InvalidReference, InvalidValue
from provrepo.reading import lookup, versions
from provrepo.reading.status import sameness
from provrepo.reading.status.sameness import Pair
from provrepo.reference import is_pair, parse_pair
from provrepo.store import events

if TYPE_CHECKING:
    from provrepo.editing.changes import Changes
    from provrepo.reading.versions import Version
    from provrepo.store.database import Database
    from provrepo.store.read import StoredVersion


@dataclass(frozen=True, slots=True)
class SameSense:
    """What was said of two versions of a text: whether what was translated from one holds for both.

    ``event`` is the id of the event that says so.
    """

    event: str
    versions: tuple[Version, Version]
    holds: bool
    message: str
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the statement as JSON output shows it (docs/cli.md)."""
        return {
            "event": self.event,
            "versions": [version.reference for version in self.versions],
            "holds": self.holds,
            "message": self.message,
            "warnings": list(self.warnings),
        }


def same_as(
    database: Database,
    first: str,
    second: str | None,
    changes: Changes,
    moment: str,
    *,
    undo: bool,
) -> SameSense:
    """Record that two versions are the same for translations, or no longer.

    See `Repository.same_as`. ``moment`` is the UTC instant at which it is recorded.
    """
    pair = _pair(database, first, second)
    if undo:
        _check_held(database, pair)
    event = events.same_as(
        database,
        pair.version.id,
        pair.newer.id,
        moment,
        holds=not undo,
        reason=changes.message or "",
        agents=attributions(changes.agents or changes.default_agents),
    )
    both = versions.view(database, pair.version), versions.view(database, pair.newer)
    warnings = tuple(_warnings(database, pair, undo=undo))
    return SameSense(event.id, both, not undo, event.message, warnings)


def _pair(database: Database, first: str, second: str | None) -> Pair:
    """Return the two versions of one text that are named. Raises InvalidReference."""
    if second is None:
        if not is_pair(first):
            raise InvalidReference(first, "name two versions of a text: KEY/TEXT@v1..v2")
        before, after = parse_pair(first)
        pair = Pair(lookup.version(database, before), lookup.version(database, after))
    else:
        pair = Pair(lookup.version(database, first), lookup.version(database, second))
    written = f"{pair.version.reference}..{pair.newer.reference}"
    if pair.version.text_key != pair.newer.text_key:
        raise InvalidReference(written, "these are versions of two texts; name two of one text")
    if pair.version.id == pair.newer.id:
        raise InvalidReference(written, "this is one version; name two of a text")
    return pair


def _check_held(database: Database, pair: Pair) -> None:
    """Raise InvalidValue where nobody said of a pair what is to be taken back."""
    ids = {pair.version.id, pair.newer.id}
    holding = sameness.holding(database)
    if any(set(held) == ids for held in holding):
        return
    stated = [
        f"{versions_held[0].reference}..v{versions_held[1].record.number}"
        for versions_held in _of_text(database, pair.version, holding)
    ]
    what_there_is = f"; said it was of {', '.join(stated)}" if stated else ""
    written = f"{pair.version.reference}..v{pair.newer.record.number}"
    raise InvalidValue("same-as", written, f"nobody said so of these two{what_there_is}")


def _of_text(
    database: Database, version: StoredVersion, holding: list[tuple[str, str]]
) -> Iterator[tuple[StoredVersion, StoredVersion]]:
    """Yield the pairs of versions of the text of ``version`` that are said to be the same."""
    for first, second in holding:
        left, right = lookup.version(database, first), lookup.version(database, second)
        if left.text_key == version.text_key:
            yield left, right


def _warnings(database: Database, pair: Pair, *, undo: bool) -> Iterator[str]:
    """Yield what the editor should know of a statement that was just recorded."""
    first, second = pair.contents
    number = f"v{pair.newer.record.number}"
    written = f"{pair.version.reference} and {number}"
    if first == second:
        yield f"{written} have the same text anyway"
        return
    if not undo:
        return
    (left,) = sameness.between(database, [pair])
    if left == sameness.FORM:
        yield f"{written} differ in form alone: no translation is stale because of it"
    elif left == sameness.SAME:
        yield f"{written} are still the same for translations, by way of other versions"
