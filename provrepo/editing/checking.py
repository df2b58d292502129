"""Checking passages: those of a stale translation that are right beside the newest basis.

Each check is an event (docs/format.md, `review`, state ``checked``) about exactly one version, the
passages of it that were read, and the version of the basis that they were read beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from provrepo.editing.attribution import attributions, people
from provrepo.errors import InvalidReference, InvalidValue
from provrepo.reading import lookup
from provrepo.reading.status.stale_passages import CHECKED, CONFIRM, StalePassage, StalePassages
from provrepo.reading.status.worklists import worklists
from provrepo.reading.versions import view
from provrepo.store import event_data, events
from provrepo.store.event_data import Span

if TYPE_CHECKING:
    from provrepo.editing.changes import Changes
    from provrepo.store.database import Database
    from provrepo.store.events import Attribution
    from provrepo.store.read import StoredVersion


def check(
    database: Database, reference: str, units: Sequence[int] | None, changes: Changes, moment: str
) -> StalePassages:
    """Record that units of a stale text are right. See `Repository.check`."""
    stored, worklist = _stale(database, reference)
    passages = _chosen(worklist, units)
    made_by = attributions(changes.agents or changes.default_agents)
    _record(database, stored, passages, made_by, changes.message, moment)
    return _after(database, stored, worklist)


def follow(
    database: Database, reference: str, changes: Changes, moment: str
) -> StalePassages | None:
    """Record that the units that a new version changed are right. See `Repository.follow`."""
    stored = lookup.version(database, reference)
    lists = worklists(database, str(stored.text_key))
    if not lists:
        return None
    passages = [passage for passage in lists[0].passages if passage.state == CONFIRM]
    if passages:
        # Who made the version says what it follows, unless somebody else is named.
        made_by = (
            attributions(changes.agents)
            or people(view(database, stored).contributions)
            or attributions(changes.default_agents)
        )
        if not made_by:
            numbers = ",".join(str(passage.unit) for passage in passages)
            rule = (
                f"nobody is named who says so: provrepo review {stored.text_key} --check {numbers} "
                '--agent "NAME:reviewer"'
            )
            raise InvalidValue("follows", stored.reference, rule)
        _record(database, stored, passages, made_by, changes.message, moment)
    return _after(database, stored, lists[0])


def _stale(database: Database, reference: str) -> tuple[StoredVersion, StalePassages]:
    stored = lookup.version(database, reference)
    lists = worklists(database, str(stored.text_key))
    newest = lookup.current(database, stored)
    if newest is None or newest.id != stored.id:
        rule = f"is not the newest version: check {newest.reference}" if newest else "was withdrawn"
        raise InvalidReference(stored.reference, rule)
    if not lists:
        rule = "is not stale: there is nothing to be checked"
        raise InvalidReference(stored.reference, rule)
    if lists[0].unreadable:
        raise InvalidReference(stored.reference, f"cannot be checked: {lists[0].unreadable}")
    return stored, lists[0]


def _chosen(worklist: StalePassages, units: Sequence[int] | None) -> list[StalePassage]:
    """Return the passages with these numbers, None for all. Raises InvalidValue."""
    if units is None:
        return list(worklist.open)
    by_number = {passage.unit: passage for passage in worklist.passages}
    listed = ", ".join(str(passage.unit) for passage in worklist.open) or "none any more"
    for unit in units:
        if unit not in by_number:
            raise InvalidValue("unit", str(unit), f"to be checked are {listed}")
    return [by_number[unit] for unit in dict.fromkeys(units)]


def _record(
    database: Database,
    stored: StoredVersion,
    passages: Iterable[StalePassage],
    made_by: Sequence[Attribution],
    message: str | None,
    moment: str,
) -> None:
    """Record the checks: an event for each version of a basis that passages were read beside."""
    if not made_by:
        rule = 'say who: --agent "NAME:reviewer"; a check by nobody counts for nothing'
        raise InvalidValue("review", CHECKED, rule)
    beside: dict[str, list[Span]] = {}
    for passage in passages:
        for newer in dict.fromkeys(change.newer for change in passage.changes):
            beside.setdefault(newer, []).append(Span(*passage.range))
    if not beside:
        raise InvalidValue("review", CHECKED, "everything is checked already")
    for newer, spans in beside.items():
        against = lookup.version(database, newer)
        statement = event_data.Review(stored.id, CHECKED, tuple(sorted(spans)), against.id)
        events.review(
            database,
            statement,
            moment,
            message=message or "",
            agents=made_by,
        )


def _after(database: Database, stored: StoredVersion, before: StalePassages) -> StalePassages:
    """Return what is left to be done."""
    lists = worklists(database, str(stored.text_key))
    return lists[0] if lists else before


def read_units(values: Sequence[str]) -> list[int] | None:
    """Return the units that people wrote: ``3``, ``3,5``, ``3-5``; None for ``all``.

    Raises InvalidValue.
    """
    if any(value.strip() == "all" for value in values):
        return None
    units: list[int] = []
    for part in (part.strip() for value in values for part in value.split(",")):
        first, dash, last = part.partition("-")
        if not (part.isascii() and first.isdigit() and (last.isdigit() or not dash)):
            raise InvalidValue(
                "unit", part, "write its number, as status --passages has it, or all"
            )
        units += range(int(first), int(last or first) + 1)
    return units
