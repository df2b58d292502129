"""The review states of versions: what was said of each, and how the newest differs from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.errors import on_one_line
from provrepo.reading import lookup
from provrepo.reading.approved import is_usable
from provrepo.reading.reviews.divergence import Divergence, divergence
from provrepo.reading.versions import responsible
from provrepo.store import read, reviews, survey
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.records import TextKey
from provrepo.store.reviews import Reviews, Standing

if TYPE_CHECKING:
    from provrepo.agents import Contribution

MOST_COMPARED = 100
"""How many pairs of texts a long list compares; of more it only says that they differ."""


@dataclass(frozen=True, slots=True, repr=False)
class ReviewState:
    """What was said of one exact version, and of another one of its text.

    ``state`` is ``submitted``, ``returned``, ``approved`` or ``published``, the furthest that the
    version came since it was last returned; None where nothing brought it anywhere.
    ``approvals`` is how many people's approvals count since then, ``needed`` how many the policy
    asks for now, 0 without one. ``since``, ``by`` and ``message`` are those of the review that
    brought it there. ``other`` is the newest approved version of the text where that is another
    one; else the newest one of which something was said; ``other_state`` is its state and
    ``divergence`` how this version differs from it. ``newest`` tells whether this one is the newest
    of its text.
    """

    reference: str
    id: str
    state: str | None
    approvals: int
    needed: int
    approved: bool
    published: bool
    newest: bool
    since: str | None = None
    by: tuple[Contribution, ...] = ()
    message: str = ""
    other: str | None = None
    other_state: str | None = None
    divergence: Divergence | None = None

    def __repr__(self) -> str:
        return f"<ReviewState {self.reference} {self.in_words or 'without any'}>"

    @property
    def own_words(self) -> str:
        """What was said of this version: ``submitted, 1 of 2 approvals``; perhaps nothing."""
        progress = ""
        if self.progress is not None:
            approvals, needed = self.progress
            progress = f"{approvals} of {needed} approvals"
            if approvals >= needed:
                progress = f"{approvals} approvals under an earlier policy"
        return ", ".join(filter(None, (self.state, progress)))

    @property
    def progress(self) -> tuple[int, int] | None:
        """How many approvals it has of how many; None where there are none or they suffice.

        As many as are needed, or more, were given under an earlier policy.
        """
        if not self.approvals or self.state in ("approved", "published"):
            return None
        return self.approvals, max(self.needed, 1)

    @property
    def story(self) -> str:
        """How it came there, in one line: ``approved by Ada Sample, 2026-11-24: why``."""
        if not self.own_words or self.since is None:
            return self.own_words
        who = ", ".join(maker.named for maker in self.by)
        by = f" by {who}" if who else ""
        why = f": {on_one_line(self.message, 200)}" if self.message else ""
        return f"{self.own_words}{by}, {self.since[:10]}{why}"

    @property
    def in_words(self) -> str:
        """Both in a sentence: ``v3 approved; v4, the newest, differs in 2 words``."""
        number = self.reference.rpartition("@")[2]
        if self.other is None or self.divergence is None:
            return f"{number} {self.own_words}" if self.own_words else ""
        besides = f" ({self.own_words})" if self.own_words else ""
        which = f"{number}, the newest{besides}," if self.newest else f"{number}{besides}"
        earlier = f"{self.other.rpartition('@')[2]} {self.other_state}"
        return f"{earlier}; {which} {self.divergence}"

    @property
    def shortfall(self) -> str:
        """What the policy now asks for and this version has not, in words; mostly nothing."""
        if self.state == "returned":
            who = ", ".join(maker.named for maker in self.by) or "somebody"
            return f"{self.reference} was returned by {who}: {self.message}"
        if self.approvals >= self.needed:
            return ""
        approvals = "approval" if self.needed == 1 else "approvals"
        has = self.approvals or "none"
        asked = f"the policy asks for {self.needed} {approvals}; {self.reference} has {has}"
        # No reader is helped by a version that is approved no more than this one.
        is_better = self.other is not None and self.other_state in ("approved", "published")
        return f"{asked}; {self.other} is {self.other_state}" if is_better else asked

    def as_json(self) -> dict[str, Any]:
        """Return the state as JSON output shows it (docs/cli.md)."""
        return {
            "reference": self.reference,
            "id": self.id,
            "state": self.state,
            "approvals": self.approvals,
            "needed": self.needed,
            "approved": self.approved,
            "published": self.published,
            "newest": self.newest,
            "since": self.since,
            "by": [maker.as_json() for maker in self.by],
            "message": self.message,
            "other": self.other,
            "other_state": self.other_state,
            "divergence": self.divergence.as_json() if self.divergence else None,
            "in_words": self.in_words,
        }


class States:
    """The review states of versions, from the reviews of their texts, read before.

    ``versions`` are the versions that were reviewed, by id. A long list compares as many texts as
    `MOST_COMPARED`.
    """

    def __init__(
        self, database: Database, followed: Reviews | None, versions: Mapping[str, StoredVersion]
    ) -> None:
        self._database, self.followed = database, followed
        self._reviewed: dict[TextKey, list[StoredVersion]] = {}
        self._compared = 0
        for stored in sorted(versions.values(), key=lambda stored: stored.record.number):
            if followed is not None and _has_state(followed.of(stored.id)):
                self._reviewed.setdefault(stored.text_key, []).append(stored)

    def reviewed(self, text: TextKey) -> Sequence[StoredVersion]:
        """Return the versions of a text of which anything was said, by number."""
        return self._reviewed.get(text, ())

    def standing(self, stored: StoredVersion) -> Standing:
        """Return what the reviews of a version come to."""
        return self.followed.of(stored.id) if self.followed else Standing()

    def newest_approved(self, text: TextKey) -> StoredVersion | None:
        """Return the newest approved version of a text, neither withdrawn nor purged."""
        return self._newest(text, "approved")

    def newest_published(self, text: TextKey) -> StoredVersion | None:
        """Return the newest published version of a text, neither withdrawn nor purged."""
        return self._newest(text, "published")

    def _newest(self, text: TextKey, state: str) -> StoredVersion | None:
        for stored in reversed(self.reviewed(text)):
            standing = self.standing(stored)
            has_it = standing.is_approved if state == "approved" else standing.is_published
            if has_it and is_usable(stored):
                return stored
        return None

    def of(
        self, stored: StoredVersion, newest: StoredVersion | None, *, alone: bool = False
    ) -> ReviewState | None:
        """Return the state of a version; None where nothing was said of any version of its text.

        ``newest`` is the newest version of its text. With ``alone`` it is compared with no other.
        """
        if self.followed is None or not self.reviewed(stored.text_key):
            return None
        standing, deciding = self.standing(stored), self.standing(stored).deciding
        has_arrived = standing.is_approved or standing.is_published
        other = None if alone or has_arrived else self._other(stored)
        return ReviewState(
            stored.reference,
            stored.id,
            standing.state,
            len(standing.approvers),
            self.followed.policy.approvals,
            standing.is_approved,
            standing.is_published,
            newest is not None and newest.id == stored.id,
            deciding.stored.event.recorded if deciding else None,
            responsible(self._database, deciding.review.agents) if deciding else (),
            deciding.stored.event.message if deciding else "",
            other.reference if other else None,
            self.standing(other).state if other else None,
            self._divergence(stored, other) if other else None,
        )

    def _other(self, stored: StoredVersion) -> StoredVersion | None:
        """Return the version of the text that a reader of ``stored`` should know of."""
        text = stored.text_key
        chosen = self.newest_approved(text) or self.newest_published(text)
        if chosen is None:
            spoken_of = [
                reviewed
                for reviewed in self.reviewed(text)
                if reviewed.id != stored.id
                and self.standing(reviewed).state
                and is_usable(reviewed)
            ]
            # What was said of a later version is no news about an earlier one, and the reverse is.
            chosen = spoken_of[-1] if spoken_of and not self.standing(stored).state else None
        return chosen if chosen is not None and chosen.id != stored.id else None

    def _divergence(self, stored: StoredVersion, other: StoredVersion) -> Divergence:
        counting = self._compared < MOST_COMPARED
        self._compared += counting and stored.record.content != other.record.content
        return divergence(self._database, stored, other, counting=counting)


def _has_state(standing: Standing) -> bool:
    """Return whether anything was said of a whole version: a check is of passages."""
    return any(judged.review.state != "checked" for judged in standing.reviews)


def of_text(database: Database, row: int, history: Iterable[StoredVersion] | None = None) -> States:
    """Return the states of the versions of the text with this row, which may be read already."""
    followed = reviews.of_text(database, row)
    if followed is None:
        return States(database, None, {})
    if history is not None:
        return States(database, followed, {stored.id: stored for stored in history})
    return States(database, followed, survey.by_ids(database, followed.standings))


def of_all(database: Database) -> States:
    """Return the states of all versions of a repository of which anything was said."""
    followed = reviews.of_all(database)
    if not followed.standings:
        return States(database, None, {})
    return States(database, followed, survey.by_ids(database, followed.standings))


def of_documents(database: Database, first: str = "", last: str = "\x7f") -> States:
    """Return the states of all versions of documents with keys from ``first`` to ``last``."""
    followed = reviews.of_documents(database, first, last)
    if followed is None:
        return States(database, None, {})
    return States(database, followed, survey.by_ids(database, followed.standings))


def state(database: Database, reference: str) -> ReviewState:
    """Return the review state of one version. See `Repository.state`."""
    return state_of(database, lookup.version(database, reference))


def state_of(database: Database, stored: StoredVersion) -> ReviewState:
    """Return the review state of a stored version."""
    text = read.find_text(database, *stored.text_key)
    states = of_text(database, text.row) if text else States(database, None, {})
    return states.of(stored, lookup.current(database, stored)) or without_any(database, stored)


def without_any(database: Database, stored: StoredVersion) -> ReviewState:
    """Return the state of a version of a text of which nobody said anything."""
    newest = lookup.current(database, stored)
    needed = reviews.policy(database).approvals
    is_newest = newest is not None and newest.id == stored.id
    return ReviewState(stored.reference, stored.id, None, 0, needed, False, False, is_newest)
