"""Reviewing: a statement about one exact version, and the policy under which it counts.

Both are recorded as events (docs/format.md), and never pass to another version.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.arguments import strings
from provrepo.editing.attribution import attributions
from provrepo.errors import InvalidReference, InvalidValue
from provrepo.quotes import locate
from provrepo.reading import lookup
from provrepo.reading.approved import is_usable
from provrepo.reading.reviews import reviews, states
from provrepo.reading.reviews.complaints import last_complaint
from provrepo.reading.reviews.divergence import divergence
from provrepo.reading.reviews.policy import ReviewPolicy, policy
from provrepo.store import event_data, events, objects, read, rules
from provrepo.store import reviews as followed_reviews
from provrepo.store.event_data import Span
from provrepo.store.records import Signature

if TYPE_CHECKING:
    from provrepo.editing.changes import Changes
    from provrepo.reading.reviews.complaints import Complaint
    from provrepo.reading.reviews.reviews import ReviewEntry
    from provrepo.reading.reviews.states import ReviewState
    from provrepo.store.database import Database
    from provrepo.store.read import StoredVersion
    from provrepo.store.records import Event

    Sign = Callable[[bytes], str]

STATES = ("submitted", "returned", "approved", "published")
"""What can be said of a whole version."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was said of a version just now: the ``review``, and the ``state`` that it has after it.

    ``warnings`` say what the reviewer should know; ``complaint`` is what the text was last returned
    for, with the passages that still stand in this version, None where that is settled.
    """

    review: ReviewEntry
    state: ReviewState
    warnings: tuple[str, ...] = ()
    complaint: Complaint | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON output shows it (docs/cli.md)."""
        return {
            "review": self.review.as_json(),
            "state": self.state.as_json(),
            "warnings": list(self.warnings),
            "complaint": self.complaint.as_json() if self.complaint else None,
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """What is to be said of a version: its ``state``, and what the reviewer points at.

    ``quotes`` are passages complained of, word for word, ``against`` the version of its basis that
    it was read beside; None for the one that the record names.
    """

    state: str
    quotes: tuple[str, ...] = ()
    against: str | None = None


def review(
    database: Database,
    reference: str,
    statement: Statement,
    changes: Changes,
    moment: str,
    sign: Sign | None = None,
) -> Reviewed:
    """Record what somebody says of a version. See `Repository.review`.

    ``moment`` is the UTC instant at which it is recorded, ``sign`` makes the signature of bytes.
    """
    rules.one_of("review", statement.state, STATES)
    stored = lookup.version(database, reference)
    _check_readable(stored)
    agents = changes.agents or changes.default_agents
    if not agents:
        rule = 'say who: --agent "NAME:reviewer"; a review by nobody counts for nothing'
        raise InvalidValue("review", statement.state, rule)
    if statement.state == "returned" and not changes.message:
        raise InvalidValue("review", statement.state, "say why: -m WHY; its makers need to know")
    event_review = event_data.Review(
        stored.id,
        statement.state,
        _passages(database, stored, statement),
        _against(database, stored, statement),
    )
    complaint = None if statement.state == "returned" else _complaint(database, stored)
    message, made_by = changes.message or "", attributions(agents)
    signature = None
    if sign is not None:
        data, signers = events.to_be_signed(
            database, event_review, moment, message=message, agents=made_by
        )
        made_by, signature = [*signers], Signature(sign(data))
    event = events.review(
        database, event_review, moment, message=message, agents=made_by, signature=signature
    )
    return _reviewed(database, stored, event, complaint)


def _check_readable(stored: StoredVersion) -> None:
    """Raise InvalidReference where nobody should, or can, review a version any more."""
    if not is_usable(stored):
        what = "withdrawn" if stored.withdrawal else "purged"
        raise InvalidReference(stored.reference, f"was {what}: review another version")


def _passages(
    database: Database, stored: StoredVersion, statement: Statement
) -> tuple[Span, ...] | None:
    """Return where the quotes stand. Raises QuoteError where one does not stand there once."""
    quotes = strings("quote", statement.quotes)
    if not quotes:
        return None
    if statement.state != "returned":
        raise InvalidValue("quote", quotes[0], "passages go with --return: those complained of")
    content = objects.content(database, stored.record.content)
    spans = set()
    for quote in quotes:
        if not quote.strip():
            raise InvalidValue("quote", quote, "quote some words of the text")
        start = locate(content, quote, stored.reference)
        spans.add(Span(start, start + len(quote)))
    return tuple(sorted(spans))


def _against(database: Database, stored: StoredVersion, statement: Statement) -> str | None:
    """Return the version of its basis that a version was read beside, by its id.

    A translation is read beside what it was made from, unless another version is named.
    """
    if statement.against is not None:
        beside = lookup.version(database, statement.against)
        if beside.text_key == stored.text_key:
            raise InvalidReference(statement.against, "is of the same text: name one of its basis")
        return beside.id
    based_on = [basis.version for basis in stored.record.based_on if basis.version]
    is_read = statement.state in ("returned", "approved")
    return based_on[0] if is_read and len(based_on) == 1 else None


def _complaint(database: Database, stored: StoredVersion) -> Complaint | None:
    """Return what the text of a version was last returned for, if that is not settled."""
    text = read.find_text(database, *stored.text_key)
    return last_complaint(database, states.of_text(database, text.row), stored) if text else None


def _reviewed(
    database: Database, stored: StoredVersion, event: Event, complaint: Complaint | None
) -> Reviewed:
    """Return what was recorded, and where the version stands after it."""
    followed = followed_reviews.of_version(database, stored.id)
    judged = next(
        judged for judged in followed.of(stored.id).reviews if judged.stored.id == event.id
    )
    entry = reviews.entry(database, judged, stored)
    state = states.state_of(database, stored)
    warnings = tuple(_warnings(database, stored, entry, state))
    return Reviewed(entry, state, warnings, complaint)


def _warnings(
    database: Database, stored: StoredVersion, entry: ReviewEntry, state: ReviewState
) -> Iterator[str]:
    """Yield what a reviewer should know of a statement that was just recorded."""
    newest = lookup.current(database, stored)
    if newest is not None and newest.record.number > stored.record.number:
        difference = divergence(database, newest, stored)
        yield f"{newest.reference} is newer, and {difference}; this is of {entry.reference} alone"
    if entry.state == "approved" and not stored.record.agents and policy(database).independent:
        yield f"{stored.reference} names nobody, so that nobody can tell who is independent of it"
    if entry.state == "published" and not state.approved:
        yield f"{stored.reference} was never approved"
    if entry.against and entry.state in ("approved", "returned"):
        yield from _newer_basis(database, entry.against)


def _newer_basis(database: Database, against: str) -> Iterator[str]:
    beside = lookup.version(database, against)
    newest = lookup.current(database, beside)
    if newest is not None and newest.record.content != beside.record.content:
        yield (
            f"{newest.reference} is newer than {against}, and has another text; where it was read "
            f"beside that one, say so: --against {newest.reference}"
        )


VALUES = {"yes": True, "no": False, "true": True, "false": False}
"""How yes and no are written in a policy."""


def set_policy(
    database: Database,
    moment: str,
    changes: Changes,
    *,
    approvals: int | None,
    independent: bool | None,
    publish: str | None,
) -> ReviewPolicy:
    """Record a policy; what is None stays as it is. See `Repository.set_policy`."""
    before = policy(database)
    after = (
        before.approvals if approvals is None else approvals,
        before.independent if independent is None else independent,
        before.publish if publish is None else publish,
    )
    _check_policy(*after)
    if before.event is not None and after == (before.approvals, before.independent, before.publish):
        return before
    events.policy(
        database,
        after[0],
        moment,
        independent=after[1],
        publish=after[2],
        reason=changes.message or "",
        agents=attributions(changes.agents or changes.default_agents),
    )
    return policy(database)


def _check_policy(approvals: object, independent: object, publish: object) -> None:
    if not isinstance(approvals, int) or isinstance(approvals, bool) or not 0 <= approvals <= 99:
        raise InvalidValue("approvals", repr(approvals), "use a number from 0 to 99")
    if not isinstance(independent, bool):
        raise InvalidValue("independent", repr(independent), "use yes or no")
    if not isinstance(publish, str):
        raise InvalidValue("publish", repr(publish), f"use {' or '.join(rules.PUBLISH)}")
    rules.one_of("publish", publish, rules.PUBLISH)


def read_policy(assignments: Sequence[str]) -> dict[str, Any]:
    """Return ``approvals=2 independent=yes publish=approved`` as `set_policy` takes it.

    Raises InvalidValue.
    """
    values: dict[str, Any] = {}
    for assignment in assignments:
        name, equals, written = (part.strip() for part in assignment.partition("="))
        if not equals or name not in ("approvals", "independent", "publish"):
            rule = "write approvals=2, independent=yes or publish=approved"
            raise InvalidValue("policy", assignment, rule)
        if name in values:
            raise InvalidValue("policy", name, "is given twice")
        if name == "approvals":
            if not re.fullmatch(r"[0-9]{1,2}", written):
                raise InvalidValue("approvals", written, "use a number from 0 to 99")
            values[name] = int(written)
        elif name == "independent":
            if written.lower() not in VALUES:
                raise InvalidValue("independent", written, "use yes or no")
            values[name] = VALUES[written.lower()]
        else:
            values[name] = rules.one_of("publish", written, rules.PUBLISH)
    return values
