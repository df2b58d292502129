"""The desk of a reviewer: what waits, for whom, since when, and what changed since an approval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.reading.reviews import states as review_states
from provrepo.reading.reviews.complaints import Complaint, last_complaint
from provrepo.reading.reviews.states import MOST_COMPARED, States
from provrepo.reading.versions import responsible
from provrepo.store import reviews

if TYPE_CHECKING:
    from provrepo.reading.comparing.comparison import Comparison
    from provrepo.store.database import Database
    from provrepo.store.event_data import Policy
    from provrepo.store.read import StoredVersion
    from provrepo.store.reviews import Standing

WAITS = ("approval", "release", "revision", "submission")
"""What a version can wait for, in the order in which it is told."""


@dataclass(frozen=True, slots=True, repr=False)
class Waiting:
    """A version that waits, and what somebody has to know and to do.

    ``waits_for`` is ``approval``, ``release``, ``revision`` or ``submission``; ``who`` are the
    people, in words, ``since`` is a UTC instant. ``approved`` is the newest approved version of the
    text, None where there is none, and ``changed`` what changed since it. ``complaint`` is what the
    text was last returned for. ``commands`` are those to look at it and to settle it.
    """

    reference: str
    waits_for: str
    who: str
    since: str
    message: str
    approved: str | None
    changed: str
    complaint: Complaint | None
    commands: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<Waiting {self.reference} {self.message}>"

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON output shows it (docs/cli.md)."""
        return {
            "reference": self.reference,
            "waits_for": self.waits_for,
            "who": self.who,
            "since": self.since,
            "message": self.message,
            "approved": self.approved,
            "changed": self.changed,
            "complaint": self.complaint.as_json() if self.complaint else None,
            "commands": list(self.commands),
        }


def waiting(
    database: Database, latest: Sequence[StoredVersion], *, everywhere: bool
) -> Iterator[Waiting]:
    """Yield what waits of some texts, given by their newest versions, the longest first.

    With ``everywhere`` these are all texts of the repository.
    """
    if not latest:
        return
    states = _states(database, latest, everywhere=everywhere)
    policy = states.followed.policy if states.followed else reviews.policy(database)
    if states.followed is None and not policy.approvals:
        return
    desk = _Desk(database, states, policy)
    found_waiting = [item for newest in latest for item in desk.of(newest)]
    yield from sorted(found_waiting, key=lambda item: (WAITS.index(item.waits_for), item.since))


def _states(database: Database, latest: Sequence[StoredVersion], *, everywhere: bool) -> States:
    if everywhere:
        return review_states.of_all(database)
    keys = [stored.document for stored in latest]
    return review_states.of_documents(database, min(keys), max(keys))


class _Desk:
    """What is asked for each text."""

    def __init__(self, database: Database, states: States, policy: Policy) -> None:
        self._database, self._states, self._policy = database, states, policy
        self._compared = 0

    def of(self, newest: StoredVersion) -> Iterable[Waiting]:
        """Return what waits of a text, given by its newest version; at most one."""
        standing = self._states.standing(newest)
        if standing.is_published:
            return ()
        if standing.is_approved:
            return (self._release(newest, standing),) if self._releases(newest) else ()
        if standing.is_submitted or standing.approvers:
            return (self._approval(newest, standing),)
        if standing.is_returned:
            return (self._revision(newest),)
        return self._without_any(newest)

    def _without_any(self, newest: StoredVersion) -> Iterable[Waiting]:
        """Return what waits of a text of whose newest version nothing was said."""
        reviewed = self._states.reviewed(newest.text_key)
        if not reviewed:
            return (self._never_submitted(newest),) if self._policy.approvals else ()
        before = reviewed[-1]
        standing = self._states.standing(before)
        if not before.withdrawal and not standing.is_approved and standing.is_submitted:
            return (self._approval(before, standing, f"; {newest.reference} is newer"),)
        return (self._submission(newest),)

    def _releases(self, stored: StoredVersion) -> bool:
        """Return whether versions of a text are released at all, so that an approved one waits."""
        is_asked_for = self._policy.publish == "approved"
        return is_asked_for or self._states.newest_published(stored.text_key) is not None

    def _approval(self, stored: StoredVersion, standing: Standing, newer: str = "") -> Waiting:
        needed = max(self._policy.approvals, 1)
        due = max(needed - len(standing.approvers), 1)
        progress = f"{due} more of {needed} approvals" if standing.approvers else _approvals(needed)
        not_by = [*self._makers(stored)] if self._policy.independent else []
        not_by += self._approvers(standing)
        who = (
            f"a reviewer other than {', '.join(dict.fromkeys(not_by))}" if not_by else "a reviewer"
        )
        return self._waiting(
            stored,
            "approval",
            who,
            standing,
            f"waits for {progress}, by {who}{newer}",
            (
                f"provrepo review {stored.reference} --approve",
                f'provrepo review {stored.reference} --return -m "…" --quote "…"',
            ),
        )

    def _release(self, stored: StoredVersion, standing: Standing) -> Waiting:
        lacking = len(standing.approvers) < self._policy.approvals
        if lacking and self._policy.publish == "approved":
            return self._approval(stored, standing)  # the policy asks for more by now
        command = f"provrepo review {stored.reference} --release"
        message = "is approved, and waits for its release"
        return self._waiting(stored, "release", "an editor", standing, message, (command,))

    def _revision(self, stored: StoredVersion) -> Waiting:
        who = ", ".join(self._makers(stored)) or "its makers"
        message = f"was returned, and waits for another version by {who}"
        standing = self._states.standing(stored)
        command = f"provrepo review {stored.text_key}"
        return self._waiting(stored, "revision", who, standing, message, (command,))

    def _submission(self, stored: StoredVersion) -> Waiting:
        who = ", ".join(self._makers(stored)) or "its makers"
        message = f"was not submitted, and waits for {who}"
        command = f"provrepo review {stored.reference} --submit"
        return self._waiting(stored, "submission", who, None, message, (command,))

    def _never_submitted(self, stored: StoredVersion) -> Waiting:
        asked = f"was never submitted; the policy asks for {_approvals(self._policy.approvals)}"
        command = f"provrepo review {stored.reference} --submit"
        since = stored.record.recorded
        return Waiting(
            stored.reference, "submission", "its makers", since, asked, None, "", None, (command,)
        )

    def _waiting(
        self,
        stored: StoredVersion,
        waits_for: str,
        who: str,
        standing: Standing | None,
        message: str,
        commands: tuple[str, ...],
    ) -> Waiting:
        approved = self._states.newest_approved(stored.text_key)
        is_other = approved is not None and approved.id != stored.id
        if approved is not None and is_other:
            number = f"v{stored.record.number}"
            commands = (f"provrepo diff {approved.reference}..{number}", *commands)
        return Waiting(
            stored.reference,
            waits_for,
            who,
            _since(stored, standing),
            message,
            approved.reference if approved else None,
            self._changed(approved, stored) if approved and is_other else "",
            last_complaint(self._database, self._states, stored),
            commands,
        )

    def _changed(self, approved: StoredVersion, stored: StoredVersion) -> str:
        """Return what changed since a version was approved, in words."""
        from provrepo.reading.reviews.divergence import divergence

        self._compared += 1
        purged = {*approved.purged, *stored.purged}
        if self._compared > MOST_COMPARED or {"content", "notes"} & purged:
            return str(divergence(self._database, stored, approved, counting=False))
        from provrepo.reading.comparing.comparison import compare

        in_text = str(divergence(self._database, stored, approved)).partition(";")[0]
        comparison = compare(self._database, approved.id, stored.id, ())
        return "; ".join([in_text, *_besides(comparison)])

    def _makers(self, stored: StoredVersion) -> list[str]:
        return [maker.named for maker in responsible(self._database, stored.record.agents)]

    def _approvers(self, standing: Standing) -> list[str]:
        agents = [by for judged in standing.reviews for by in judged.review.agents]
        named = {by.agent: by for by in agents if by.agent in standing.approvers}
        return [maker.named for maker in responsible(self._database, named.values())]


def _approvals(count: int) -> str:
    return f"{count} approval{'s' * (count != 1)}"


def _since(stored: StoredVersion, standing: Standing | None) -> str:
    if standing is not None and standing.deciding is not None:
        return standing.deciding.stored.event.recorded
    return stored.record.recorded


def _besides(comparison: Comparison) -> Iterator[str]:
    """Yield what differs besides the text: notes by what became of them, fields by their names."""
    record = comparison.record
    if record is None:
        return
    kinds = Counter(kind for note in record.notes for kind in note.changes)
    if kinds:
        yield "notes: " + ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    if record.metadata:
        yield "metadata: " + ", ".join(change.field for change in record.metadata)
    if record.based_on:
        yield "another basis"
