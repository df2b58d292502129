"""What the policy in force allows of reviews: who approves, and what may be published.

A review counts under the policy at its place in the ledger. One that the policy does not allow is
refused when it is written; one that was written all the same counts for nothing, and verification
lists it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from unicodedata import normalize

from provrepo.store.database import Database
from provrepo.store.event_data import Policy, Review

NO_POLICY = Policy(approvals=0, independent=False, publish="any")
"""What counts as long as no policy was set: every review is allowed, and one approval is enough."""


class Identity(NamedTuple):
    """Name and identifier of an agent; both are empty where the agent was purged."""

    name: str
    identifier: str


def refusal(policy: Policy, review: Review, makers: Collection[str], approvals: int) -> str | None:
    """Return why a policy does not allow a review of a version, None where it does.

    ``makers`` are the digests of the agents whom the version names, ``approvals`` is how many
    approvals of it count.
    """
    approving = review.state == "approved" and policy.independent
    if approving and any(by.agent in makers for by in review.agents):
        return "who made a version does not approve it, says the policy"
    needed = policy.approvals
    if review.state == "published" and policy.publish == "approved" and approvals < needed:
        return f"the policy asks for {needed} approvals before it is published; it has {approvals}"
    return None


def refusal_of_another_name(
    made_by: Sequence[str], approvers: Sequence[str], identities: Mapping[str, Identity]
) -> str | None:
    """Return why an approval is refused whose agent approved already under another name.

    It would count for nothing, and once one of the two is purged nobody could tell them apart from
    two people.
    """
    for position, agent in enumerate(made_by):
        for approver in (*approvers, *made_by[:position]):
            if agent != approver and is_same_by_digest_or_identifier(agent, approver, identities):
                name = identities[approver].name
                return (
                    f"who has this identifier approved it as “{name}”; one person is one approval"
                )
    return None


def identities(database: Database, agents: Collection[str]) -> dict[str, Identity]:
    """Return names and identifiers of agents, given by digest."""
    rows = database.among(
        "SELECT digest, name, identifier FROM agent WHERE digest",
        [bytes.fromhex(agent) for agent in sorted(agents)],
    )
    return {digest.hex(): Identity(name or "", identifier) for digest, name, identifier in rows}


def makers(database: Database, versions: Collection[str]) -> dict[str, set[str]]:
    """Return the digests of the agents whom versions name, by the ids of the versions."""
    named: dict[str, set[str]] = {}
    for version, agent in database.among(
        "SELECT r.digest, g.digest FROM record r JOIN version_agent a USING (sequence) "
        "JOIN agent g ON g.id = a.agent_id WHERE r.digest",
        [bytes.fromhex(version) for version in sorted(versions)],
    ):
        named.setdefault(version.hex(), set()).add(agent.hex())
    return named


def is_same_by_digest_or_identifier(
    first: str, second: str, identities: Mapping[str, Identity]
) -> bool:
    """Return whether two agents count as one: the same digest, or the same identifier."""
    if first == second:
        return True
    left, right = identities.get(first), identities.get(second)
    return bool(left and right and left.identifier and left.identifier == right.identifier)


def is_same_person(first: str, second: str, identities: Mapping[str, Identity]) -> bool:
    """Return whether two agents may be one person, by identifier or by name.

    People of one name are told apart by their identifiers, where both have one. Case, blanks and
    composed letters make no other name.
    """
    if is_same_by_digest_or_identifier(first, second, identities):
        return True
    left, right = identities.get(first), identities.get(second)
    if left is None or right is None or not (left.name and right.name):
        return False
    identified = [_folded(each.identifier) for each in (left, right) if each.identifier]
    if len(identified) == 2:
        return identified[0] == identified[1]
    return _folded(left.name) == _folded(right.name)


def _folded(name: str) -> str:
    return " ".join(normalize("NFKC", name).casefold().split()).rstrip("/")
