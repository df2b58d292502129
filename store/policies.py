"""What the policy in force allows of reviews: who approves, and what may be published.

A review counts under the policy at its place in the ledger. One that the policy does not allow is
refused when it is written; one that was written all the same counts for nothing, and verification
lists it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from provrepo.store import event_queries
from provrepo.store.database import Database
from provrepo.store.errors import InvalidValue
from provrepo.store.event_data import Policy, Review
from provrepo.store.event_queries import StoredEvent

NO_POLICY = Policy(approvals=0, independent=False, publish="any")
"""What counts as long as no policy was set: every review is allowed."""


@dataclass(slots=True)
class _Approvals:
    """Who approved a version since it was last returned: each agent, and each identifier, once."""

    agents: set[str] = field(default_factory=set)
    identifiers: set[str] = field(default_factory=set)
    count: int = 0


class Reviews:
    """The reviews of a repository, followed in commit order under the policies of their places."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.policy = NO_POLICY
        self._approvals: defaultdict[str, _Approvals] = defaultdict(_Approvals)

    def follow(self, version: str | None = None) -> Iterator[tuple[StoredEvent, str]]:
        """Go through the policies and reviews; yield each review that counts for nothing, and why.

        With ``version`` only the reviews of that one. Events without the form of their name are
        passed over.
        """
        stored_events = event_queries.named(self._database, "policy")
        if version is None:
            stored_events += event_queries.named(self._database, "review")
        else:
            stored_events += event_queries.about(self._database, version, "review")
        for stored in sorted(stored_events):
            try:
                if stored.event.event == "policy":
                    self.policy = Policy.of(stored.event)
                    continue
                review = Review.of(stored.event)
            except InvalidValue:
                continue
            refused = self.refusal(review, self._makers(review.version))
            if refused is None:
                self._count(review)
            else:
                yield stored, refused

    def refusal(self, review: Review, makers: Collection[str]) -> str | None:
        """Return why the policy does not allow a review of a version, None where it does.

        ``makers`` are the digests of the agents whom the version names.
        """
        approving = review.state == "approved" and self.policy.independent
        if approving and any(by.agent in makers for by in review.agents):
            return "who made a version does not approve it, says the policy"
        count, needed = self._approvals[review.version].count, self.policy.approvals
        if review.state == "published" and self.policy.publish == "approved" and count < needed:
            return f"the policy asks for {needed} approvals before it is published; it has {count}"
        return None

    def _count(self, review: Review) -> None:
        if review.state == "returned":
            self._approvals[review.version] = _Approvals()
        if review.state != "approved":
            return
        approvals = self._approvals[review.version]
        for agent, identifier in self._identified([by.agent for by in review.agents]):
            if agent not in approvals.agents and identifier not in approvals.identifiers:
                approvals.count += 1
            approvals.agents.add(agent)
            approvals.identifiers |= {identifier} if identifier else set()

    def _identified(self, agents: Collection[str]) -> list[tuple[str, str]]:
        """Return agents with their identifiers, which are empty where there are none any more."""
        rows = self._database.among(
            "SELECT digest, identifier FROM agent WHERE digest", map(bytes.fromhex, agents)
        )
        return [(digest.hex(), identifier) for digest, identifier in rows]

    def _makers(self, version: str) -> set[str]:
        rows = self._database.rows(
            "SELECT g.digest FROM record r JOIN version_agent a USING (sequence) "
            "JOIN agent g ON g.id = a.agent_id WHERE r.digest = ?",
            (bytes.fromhex(version),),
        )
        return {digest.hex() for (digest,) in rows}

    def check(self, review: Review) -> None:
        """Raise InvalidValue where the policy now does not allow a review that is to be written.

        Agents are compared by their identifiers, too: of a new review they are all known.
        """
        for _ in self.follow(review.version):
            pass
        makers = self._makers(review.version)
        identifiers = {identifier for _, identifier in self._identified(makers) if identifier}
        reviewers = self._identified([by.agent for by in review.agents])
        makers |= {agent for agent, identifier in reviewers if identifier in identifiers}
        refused = self.refusal(review, makers)
        if refused is not None:
            raise InvalidValue("review", review.state, refused)
