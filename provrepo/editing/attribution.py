"""Who made an event: agents as people write them, turned into what an event records."""

from __future__ import annotations

import os
from collections.abc import Sequence

from provrepo import agents
from provrepo.arguments import strings
from provrepo.store.events import Attribution
from provrepo.store.records import Agent


def attributions(written: str | Sequence[str]) -> list[Attribution]:
    """Return agents such as ``"Jeffrey Wang <https://orcid.org/…>:editor"`` with their roles.

    A single string is a list of one. An agent who is stored already keeps the object that stands
    for it there. Raises InvalidValue.
    """
    contributions = [agents.parse(agent) for agent in strings("agents", written)]
    return [
        # The nonce keeps the digest from telling the name once that is purged.
        Attribution(
            Agent(maker.name, maker.identifier, maker.type, os.urandom(16).hex()), maker.role
        )
        for maker in contributions
    ]
