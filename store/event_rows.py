"""What events name, as rows: their targets and their agents, so that both can be asked for.

The rows repeat what stands in an event's ``targets`` and ``data``; verification compares them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from provrepo.store.database import Queries, Transaction, check_order
from provrepo.store.records import Responsibility

ROWS = 5000
"""How many events are read at once."""

TARGET_COLUMNS = ("sequence", "position", "record")
AGENT_COLUMNS = ("sequence", "position", "agent_id", "role")


class Named(NamedTuple):
    """The rows that one event is to have: position and digest, position and responsibility."""

    targets: tuple[tuple[int, str], ...]
    agents: tuple[tuple[int, Responsibility], ...]


def named(data: object, targets: Iterable[object]) -> Named:
    """Return what an event names, of whatever name it is: what is no digest is passed over."""
    listed = data.get("agents") if isinstance(data, dict) else None
    agents = listed if isinstance(listed, list) else []
    return Named(
        tuple((place, str(target)) for place, target in enumerate(targets) if _is_digest(target)),
        tuple(
            (place, Responsibility(member["agent"], member["role"]))
            for place, member in enumerate(agents)
            if isinstance(member, dict)
            and member.keys() == {"agent", "role"}
            and _is_digest(member["agent"])
            and isinstance(member["role"], str)
        ),
    )


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None


class EventRows(NamedTuple):
    """The rows of some events: sequence, position and record; sequence, position, agent, role."""

    targets: list[tuple[int, int, int]]
    agents: list[tuple[int, int, int, str]]


def rows_of(queries: Queries, events: Iterable[tuple[int, Named]]) -> EventRows:
    """Return the rows that events are to have, each given with its sequence number.

    An event of a name that is not known here may name what is not in this repository: that has no
    row. The events that are written here are checked before.
    """
    listed = list(events)
    digests = sorted({bytes.fromhex(name) for _, names in listed for _, name in names.targets})
    records = dict(queries.among("SELECT digest, sequence FROM record WHERE digest", digests))
    digests = sorted({bytes.fromhex(by.agent) for _, names in listed for _, by in names.agents})
    agents = dict(queries.among("SELECT digest, id FROM agent WHERE digest", digests))
    return EventRows(
        [
            (sequence, place, records[raw])
            for sequence, names in listed
            for place, digest in names.targets
            if (raw := bytes.fromhex(digest)) in records
        ],
        [
            (sequence, place, agents[raw], by.role)
            for sequence, names in listed
            for place, by in names.agents
            if (raw := bytes.fromhex(by.agent)) in agents
        ],
    )


def add(transaction: Transaction, rows: EventRows) -> None:
    """Store the rows of events."""
    if rows.targets:
        transaction.insert_rows("event_target", TARGET_COLUMNS, rows.targets)
    if rows.agents:
        transaction.insert_rows("event_agent", AGENT_COLUMNS, rows.agents)


def fill(transaction: Transaction) -> None:
    """Make the rows of all events anew, as a repository of schema 1 has none."""
    transaction.run("DELETE FROM event_target")
    transaction.run("DELETE FROM event_agent")
    for events in pages(transaction):
        add(transaction, rows_of(transaction, events))


def pages(queries: Queries) -> Iterator[list[tuple[int, Named]]]:
    """Yield all events with their sequence numbers and what they name, page by page."""
    last = -1
    while rows := queries.rows(
        "SELECT sequence, data, targets FROM event WHERE sequence > ? ORDER BY sequence "
        f"LIMIT {ROWS}",
        (last,),
    ):
        check_order([last, *(row[0] for row in rows)], "event")
        yield [(sequence, named(_read(data), _read(targets))) for sequence, data, targets in rows]
        last = rows[-1][0]


def _read(text: object) -> Any:  # noqa: ANN401 - any JSON value
    """Return the JSON of a column, an empty list where it is damaged: verification says so."""
    try:
        value = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, dict | list) else []
