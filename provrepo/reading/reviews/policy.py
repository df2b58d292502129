"""The policy of a repository: what reviews need from here on, and who said so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.reading.versions import responsible
from provrepo.store.reviews import Reviews

if TYPE_CHECKING:
    from provrepo.agents import Contribution
    from provrepo.store.database import Database


@dataclass(frozen=True, slots=True, repr=False)
class ReviewPolicy:
    """What counts from the place of its event on.

    ``approvals`` is how many people must approve a version, each once. With ``independent`` nobody
    approves a version that names them. ``publish`` is ``any`` or ``approved``: which versions may
    be published. ``event`` is the id of the event that says so, ``recorded`` its UTC instant;
    ``by`` and ``message`` are who set it and why. Without an event nobody set one, and one approval
    is enough.
    """

    approvals: int
    independent: bool
    publish: str
    event: str | None = None
    recorded: str | None = None
    by: tuple[Contribution, ...] = ()
    message: str = ""

    def __str__(self) -> str:
        """Return it as the command line takes it: ``approvals=2 independent=yes …``."""
        independent = "yes" if self.independent else "no"
        return f"approvals={self.approvals} independent={independent} publish={self.publish}"

    def __repr__(self) -> str:
        return f"<ReviewPolicy {self}>"

    def as_json(self) -> dict[str, Any]:
        """Return the policy as JSON output shows it (docs/cli.md)."""
        return {
            "approvals": self.approvals,
            "independent": self.independent,
            "publish": self.publish,
            "event": self.event,
            "recorded": self.recorded,
            "by": [maker.as_json() for maker in self.by],
            "message": self.message,
        }


def policy(database: Database) -> ReviewPolicy:
    """Return the policy in force now. See `Repository.policy`."""
    followed = Reviews(database, ())
    in_force, stored = followed.policy, followed.policy_event
    plain = in_force.approvals, in_force.independent, in_force.publish
    if stored is None:
        return ReviewPolicy(*plain)
    by = responsible(database, in_force.agents)
    return ReviewPolicy(*plain, stored.id, stored.event.recorded, by, stored.event.message)
