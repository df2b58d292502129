"""Who made an event: agents as people write them, turned into what an event records."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from provrepo import agents
from provrepo.agents import Contribution
from provrepo.arguments import strings
from provrepo.store.events import Attribution
from provrepo.store.records import Agent


def attributions(written: str | Sequence[str]) -> list[Attribution]:
    """Return agents such as ``"Jeffrey Wang <https://orcid.org/…>:editor"`` with their roles.

    A single string is a list of one. An agent who is stored already keeps the object that stands
    for it there. Raises InvalidValue.
    """
    return _attributed([agents.parse(agent) for agent in strings("agents", written)])


def people(contributions: Iterable[Contribution]) -> list[Attribution]:
    """Return who made a version, without the software that did."""
    return _attributed(maker for maker in contributions if maker.type != "software")


def _attributed(makers: Iterable[Contribution]) -> list[Attribution]:
    return [
        # The nonce keeps the digest from telling the name once that is purged.
        Attribution(
            Agent(maker.name, maker.identifier, maker.type, os.urandom(16).hex()), maker.role
        )
        for maker in makers
    ]
