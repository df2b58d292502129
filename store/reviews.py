"""Reviews followed in commit order: what they come to for each version that they are about.

A review counts under the policy in force at its place in the ledger (`provrepo.store.policies`).
What a version reached stays: a later policy asks for more of later reviews, and takes nothing back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from provrepo.store import event_queries, policies
from provrepo.store.database import Database
from provrepo.store.errors import InvalidValue
from provrepo.store.event_data import Policy, Review
from provrepo.store.event_queries import StoredEvent
from provrepo.store.policies import NO_POLICY, Identity


class Judged(NamedTuple):
    """A review as it stands in the ledger, and why it counts for nothing; None where it counts."""

    stored: StoredEvent
    review: Review
    refused: str | None


@dataclass(slots=True)
class Standing:
    """What the reviews of one version come to.

    ``reviews`` are all of them, in commit order. ``approvers`` are the digests of the agents whose
    approvals count since it was last returned, each agent and each identifier once. ``deciding`` is
    the review that brought it where it is, None where none did.
    """

    reviews: list[Judged] = field(default_factory=list)
    approvers: list[str] = field(default_factory=list)
    is_approved: bool = False
    is_published: bool = False
    is_submitted: bool = False
    is_returned: bool = False
    deciding: Judged | None = None

    @property
    def state(self) -> str | None:
        """``published``, ``approved``, ``submitted``, ``returned``; None where it has none yet.

        The furthest that it came since it was last returned. An approval where the policy asked for
        more than it leaves the state as it was.
        """
        reached = (
            ("published", self.is_published),
            ("approved", self.is_approved),
            ("submitted", self.is_submitted),
            ("returned", self.is_returned),
        )
        return next((state for state, has_it in reached if has_it), None)

    def add(self, judged: Judged, policy: Policy, identities: Mapping[str, Identity]) -> None:
        """Let a review follow those before, made under ``policy``."""
        self.reviews.append(judged)
        if judged.refused is not None or judged.review.state == "checked":
            return
        before = self.state
        match judged.review.state:
            case "returned":
                self.approvers = []
                self.is_approved = self.is_published = self.is_submitted = False
                self.is_returned, self.deciding = True, judged
            case "approved":
                self._approve(judged.review, policy, identities)
            case "published":
                self.is_published = True
            case _:
                self.is_submitted = True
        if self.state != before:
            self.deciding = judged

    def _approve(self, review: Review, policy: Policy, identities: Mapping[str, Identity]) -> None:
        for by in review.agents:
            approved_before = any(
                policies.is_same_by_digest_or_identifier(by.agent, approver, identities)
                for approver in self.approvers
            )
            if not approved_before:
                self.approvers.append(by.agent)
        if len(self.approvers) >= max(policy.approvals, 1):
            self.is_approved = True
        self.is_returned = self.is_returned and not self.approvers


class Reviews:
    """The reviews of some versions, followed; ``standings`` by version id, for those with any.

    ``policy`` is the one in force now.
    """

    def __init__(self, database: Database, stored_events: Sequence[StoredEvent]) -> None:
        self.standings: dict[str, Standing] = {}
        self.policy: Policy = NO_POLICY
        self.policy_event: StoredEvent | None = None
        reviews = {stored.sequence: review for stored, review in _read(stored_events)}
        self.identities = policies.identities(
            database, {by.agent for review in reviews.values() for by in review.agents}
        )
        makers = policies.makers(
            database,
            {review.version for review in reviews.values() if review.state == "approved"},
        )
        for stored in sorted((*event_queries.named(database, "policy"), *stored_events)):
            if stored.sequence in reviews:
                self._follow(stored, reviews[stored.sequence], makers)
            elif stored.event.event == "policy":
                self._set_policy(stored)

    def of(self, version: str) -> Standing:
        """Return what the reviews of a version come to."""
        return self.standings.get(version) or Standing()

    def refusal(self, review: Review, makers: Collection[str]) -> str | None:
        """Return why the policy now does not allow a review of a version, None where it does.

        ``makers`` are the digests of the agents whom the version names.
        """
        approvals = len(self.of(review.version).approvers)
        return policies.refusal(self.policy, review, makers, approvals)

    def _follow(
        self, stored: StoredEvent, review: Review, makers: Mapping[str, Collection[str]]
    ) -> None:
        refused = self.refusal(review, makers.get(review.version, ()))
        standing = self.standings.setdefault(review.version, Standing())
        standing.add(Judged(stored, review, refused), self.policy, self.identities)

    def _set_policy(self, stored: StoredEvent) -> None:
        if not _is_whole(stored):
            return
        try:
            self.policy, self.policy_event = Policy.of(stored.event), stored
        except InvalidValue:  # not as its name asks: verification names it
            return


def _read(stored_events: Iterable[StoredEvent]) -> list[tuple[StoredEvent, Review]]:
    """Return the reviews among events; those edited, or without the form of one, do not count."""
    reviews = []
    for stored in stored_events:
        if not _is_whole(stored):
            continue
        try:
            reviews.append((stored, Review.of(stored.event)))
        except InvalidValue:  # verification names it
            continue
    return reviews


def _is_whole(stored: StoredEvent) -> bool:
    """Return whether an event is what its id was made from.

    Who edits a row approves nothing: verification names it, and until then nobody is misled.
    """
    return stored.event.id == stored.id


def policy(database: Database) -> Policy:
    """Return the policy in force now."""
    return Reviews(database, ()).policy


def of_all(database: Database) -> Reviews:
    """Follow all reviews of a repository."""
    return Reviews(database, event_queries.named(database, "review"))


def of_version(database: Database, version: str) -> Reviews:
    """Follow the reviews of one version, given by its id."""
    stored_events = event_queries.about(database, version, "review")
    return Reviews(
        database, [stored for stored in stored_events if version in stored.event.targets]
    )


def of_text(database: Database, row: int) -> Reviews | None:
    """Follow the reviews of the versions of the text with this row; None where there are none."""
    stored_events = event_queries.about_text(database, row, "review")
    return Reviews(database, stored_events) if stored_events else None


def of_documents(database: Database, first: str = "", last: str = "\x7f") -> Reviews | None:
    """Follow the reviews of all versions of documents with keys from ``first`` to ``last``.

    None where there are none. It is one query, whatever there is.
    """
    stored_events = event_queries.about_documents(database, first, last, "review")
    return Reviews(database, stored_events) if stored_events else None


def check(database: Database, review: Review) -> None:
    """Raise InvalidValue where the policy now does not allow a review that is to be written.

    People are compared by name and identifier, too: of a new review they are all known.
    """
    reviews = of_version(database, review.version)
    made_by = [by.agent for by in review.agents]
    approvers = reviews.of(review.version).approvers
    makers = set(policies.makers(database, [review.version]).get(review.version, ()))
    identities = policies.identities(database, {*made_by, *makers, *approvers})
    makers |= {
        agent
        for agent in made_by
        if any(policies.is_same_person(agent, maker, identities) for maker in makers)
    }
    refused = reviews.refusal(review, makers)
    if refused is None and review.state == "approved":
        refused = policies.refusal_of_another_name(made_by, approvers, identities)
    if refused is not None:
        raise InvalidValue("review", review.state, refused)
