"""Events about what is stored: each function checks one, appends it and does what it says.

All take ``recorded``, the instant (``2026-11-23T12:00:05Z``), and who did it. They raise
InvalidValue for what the format does not allow, and Busy or NotWritable; nothing is changed then.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, NamedTuple

from provrepo.store import contents, event_data, event_effects, objects, reviews, rules
from provrepo.store.database import Database, Queries, Transaction, write
from provrepo.store.errors import InvalidValue, Purged
from provrepo.store.event_data import Alignment, Pair, Policy, Retext, Review, SameAs, Span
from provrepo.store.other_records import append_event
from provrepo.store.records import Agent, Event, Responsibility, Signature, Text
from provrepo.store.write import AGENT, OBJECT, agent_row


class Attribution(NamedTuple):
    """An agent and its role (a MARC relator term) in an event that is to be made.

    Where an agent with the same name and identifier is stored already, the event names that one.
    """

    agent: Agent
    role: str


def withdraw(
    database: Database,
    version: str,
    reason: str,
    recorded: str,
    agents: Sequence[Attribution] = (),
) -> Event:
    """Withdraw a version, named by its id; it stays readable, but is no longer the latest.

    Raises InvalidValue where it was withdrawn before, or where no reason is given.
    """
    rules.reason(reason)

    def work(transaction: Transaction) -> Event:
        row = transaction.row(
            "SELECT v.sequence, w.event FROM record r JOIN version v USING (sequence) "
            "LEFT JOIN withdrawal w USING (sequence) WHERE r.digest = ?",
            (bytes.fromhex(version),),
        )
        if row is None:
            raise _no_version(version)
        if row[1] is not None:
            raise InvalidValue("version", version[:12], "was withdrawn before")
        data = with_agents({}, responsible(transaction, agents))
        event = Event("withdraw", data, reason, recorded, (version,))
        event_effects.withdraw(transaction, row[0], _append(transaction, event))
        return event

    return write(database, work)


def rename(
    database: Database,
    old: str,
    new: str,
    recorded: str,
    reason: str = "",
    agents: Sequence[Attribution] = (),
) -> Event:
    """Give the document with the key ``old`` the key ``new``; the old one goes on resolving.

    Records that were written before keep the key that they have. Raises InvalidValue where there
    is no such document, or another one has or had the new key.
    """
    rules.key(new)

    def work(transaction: Transaction) -> Event:
        document = _held_document(transaction, old)
        taken = transaction.value(
            "SELECT 1 FROM document WHERE key = ? UNION ALL "
            "SELECT 1 FROM former_key WHERE key = ? AND document_id <> ?",
            (new, new, document),
        )
        if taken:
            raise InvalidValue("document key", new, "a document has or had this key")
        data = with_agents({"from": old, "to": new}, responsible(transaction, agents))
        event = Event("rename", data, reason, recorded)
        event_effects.rename(transaction, document, old, new, _append(transaction, event))
        return event

    return write(database, work)


def retext(
    database: Database,
    document: str,
    old: Text,
    new: Text,
    recorded: str,
    reason: str = "",
    agents: Sequence[Attribution] = (),
) -> Event:
    """Give a text of a document another kind, language or label; its old name goes on resolving.

    ``document`` is the document's key of today, ``old`` the text's name of today. Records that were
    written before keep the name that they have. Raises InvalidValue where there is no such text,
    or where the document has or ever had a text called ``new``.
    """
    rules.text(new.kind, new.language, new.label)

    def work(transaction: Transaction) -> Event:
        row = _held_document(transaction, document)
        text = transaction.value(
            "SELECT id FROM text WHERE document_id = ? AND kind = ? AND language = ? AND label = ?",
            (row, old.kind, old.language, old.label or ""),
        )
        if text is None:
            raise InvalidValue("text", f"{document}/{old}", "there is no such text now")
        name = (new.kind, new.language, new.label or "")
        taken = transaction.value(
            "SELECT 1 FROM text WHERE document_id = ? AND kind = ? AND language = ? AND label = ? "
            "UNION ALL SELECT 1 FROM former_text f JOIN text t ON t.id = f.text_id "
            "WHERE t.document_id = ? AND f.kind = ? AND f.language = ? AND f.label = ?",
            (row, *name, row, *name),
        )
        if taken:
            raise InvalidValue("text", f"{document}/{new}", "there is or was a text of this name")
        event = Retext(document, old, new, responsible(transaction, agents)).event(recorded, reason)
        event_effects.retext(transaction, text, old, new, _append(transaction, event))
        return event

    return write(database, work)


def same_as(
    database: Database,
    first: str,
    second: str,
    recorded: str,
    *,
    holds: bool = True,
    reason: str = "",
    agents: Sequence[Attribution] = (),
) -> Event:
    """Say that what was translated from one of two versions of a text holds for the other.

    With ``holds`` false that is taken back. Raises InvalidValue where they are not two versions of
    one text.
    """

    def work(transaction: Transaction) -> Event:
        texts = [_text_of(transaction, version) for version in (first, second)]
        if texts[0] != texts[1]:
            raise InvalidValue("versions", f"{first[:12]}, {second[:12]}", "are of two texts")
        made_by = responsible(transaction, agents)
        event = SameAs((first, second), holds, made_by).event(recorded, reason)
        _append(transaction, event)
        return event

    return write(database, work)


def align(
    database: Database,
    basis: str,
    translation: str,
    pairs: Sequence[Pair],
    recorded: str,
    *,
    reason: str = "",
    agents: Sequence[Attribution] = (),
) -> Event:
    """Pair passages of a version with those of its translation, by hand; no ``pairs``: unpair.

    Passages are code points of the two contents. Raises InvalidValue where the versions are of one
    text, or a passage lies outside of its content.
    """

    def work(transaction: Transaction) -> Event:
        texts = [_text_of(transaction, version) for version in (basis, translation)]
        if texts[0] == texts[1]:
            raise InvalidValue("versions", f"{basis[:12]}, {translation[:12]}", "are of one text")
        for version, side in ((basis, 0), (translation, 1)):
            _check_within(database, version, [pair[side] for pair in pairs])
        made_by = responsible(transaction, agents)
        event = Alignment(basis, translation, tuple(pairs), made_by).event(recorded, reason)
        _append(transaction, event)
        return event

    return write(database, work)


def review(
    database: Database,
    statement: Review,
    recorded: str,
    *,
    message: str = "",
    agents: Sequence[Attribution] = (),
    signature: Signature | None = None,
) -> Event:
    """Say something of one exact version; ``agents`` say who does, ``signature`` proves it.

    The signature is over the bytes that `to_be_signed` returns for the same arguments. Raises
    InvalidValue where a version is not here, a passage lies outside of the content, the policy in
    force does not allow it, or the agents are no longer those of the signed bytes.
    """
    if signature is not None:
        rules.sshsig(signature.sshsig)

    def work(transaction: Transaction) -> Event:
        _check_review(database, transaction, statement)
        made_by = responsible(transaction, agents)
        signed = dataclasses.replace(statement, agents=made_by, signature=None)
        # From here on nobody sets another policy, or approves, between the check and the event.
        transaction.hold_ledger()
        reviews.check(database, signed)
        if signature is not None:
            if made_by != tuple(Responsibility(agent.id, role) for agent, role in agents):
                rule = "another process entered the same agents meanwhile: sign again"
                raise InvalidValue("signature", signature.id[:12], rule)
            signed = dataclasses.replace(signed, signature=signature.id)
            _store_signature(transaction, signature)
        event = signed.event(recorded, message)
        _append(transaction, event)
        return event

    return write(database, work)


def to_be_signed(
    database: Database,
    statement: Review,
    recorded: str,
    *,
    message: str = "",
    agents: Sequence[Attribution] = (),
) -> tuple[bytes, tuple[Attribution, ...]]:
    """Return what a reviewer signs, and the agents that are to be handed to `review` with it.

    These are the canonical bytes of the event without its signature. Nothing is stored.
    """
    attributions = tuple(
        Attribution(objects.find_agent(database, agent.name, agent.identifier) or agent, role)
        for agent, role in agents
    )
    made_by = tuple(Responsibility(agent.id, role) for agent, role in attributions)
    unsigned = dataclasses.replace(statement, agents=made_by, signature=None)
    return unsigned.event(recorded, message).canonical(), attributions


def policy(
    database: Database,
    approvals: int,
    recorded: str,
    *,
    independent: bool,
    publish: str,
    reason: str = "",
    agents: Sequence[Attribution] = (),
) -> Event:
    """Say what reviews need from here on: how many approvals, by whom, and what for.

    With ``independent`` nobody who made a version approves it. ``publish`` is ``any`` or
    ``approved``: which versions may be published.
    """

    def work(transaction: Transaction) -> Event:
        made_by = responsible(transaction, agents)
        event = Policy(approvals, independent, publish, made_by).event(recorded, reason)
        _append(transaction, event)
        return event

    return write(database, work)


def with_agents(data: dict[str, Any], agents: Sequence[Responsibility]) -> dict[str, Any]:
    """Return an event's data with its agents, where there are any: version 0.1 wrote none."""
    return {**data, "agents": [by.as_json() for by in agents]} if agents else data


def responsible(
    transaction: Transaction, agents: Sequence[Attribution]
) -> tuple[Responsibility, ...]:
    """Return how an event names its agents; those that are not here yet are added.

    They are looked up within the transaction, so that nobody else can enter them meanwhile without
    a collision, after which all of it is done again.
    """
    made_by = []
    for agent, role in agents:
        stored = transaction.value(
            "SELECT digest FROM agent WHERE name = ? AND identifier = ?",
            (agent.name, agent.identifier or ""),
        )
        if stored is None:
            rules.one_of("agent type", agent.type, rules.AGENT_TYPES)
            stored = bytes.fromhex(agent.id)
            transaction.insert_new("agent", AGENT, [agent_row(agent)])
        made_by.append(Responsibility(stored.hex(), role))
    return tuple(made_by)


def _append(transaction: Transaction, event: Event) -> int:
    """Append an event that has the form which the format asks of its name."""
    rules.recorded(event.recorded)
    rules.message(event.message)
    event_data.check(event)
    # Instants are whole seconds: the same words twice in one would be one record under one id.
    if transaction.rows("SELECT 1 FROM record WHERE digest = ?", (bytes.fromhex(event.id),)):
        rule = f"exactly this was recorded in the same second, {event.recorded}"
        raise InvalidValue(f"{event.event} event", event.id[:12], rule)
    return append_event(transaction, event)


def _held_document(transaction: Transaction, key: str) -> int:
    """Return the row of a document, which nobody can rename or add versions to meanwhile."""
    transaction.hold("document", "key", [key])
    row = transaction.value("SELECT id FROM document WHERE key = ?", (key,))
    if row is None:
        raise InvalidValue("document key", key, "no document has this key now")
    # A record commits to key and text: one that is appended now has those of before or of after.
    transaction.hold("text", "document_id", [row])
    return int(row)


def _text_of(queries: Queries, version: str) -> int:
    """Return the row of the text that a version is one of. Raises InvalidValue."""
    row = queries.value(
        "SELECT v.text_id FROM record r JOIN version v USING (sequence) WHERE r.digest = ?",
        (bytes.fromhex(rules.sha256("version", version)),),
    )
    if row is None:
        raise _no_version(version)
    return int(row)


def _no_version(version: str) -> InvalidValue:
    return InvalidValue("version", version[:12], "this repository has no such version")


def _check_review(database: Database, queries: Queries, statement: Review) -> None:
    text = _text_of(queries, statement.version)
    if statement.against is not None and _text_of(queries, statement.against) == text:
        rule = "is of the same text: name the version of what it was made from"
        raise InvalidValue("against", statement.against[:12], rule)
    _check_within(database, statement.version, statement.passages or ())


def _check_within(database: Database, version: str, passages: Sequence[Span | None]) -> None:
    """Raise InvalidValue where a passage lies outside of a version's content."""
    ends = [passage.end for passage in passages if passage is not None]
    if not ends:
        return
    name = database.value(
        "SELECT c.digest FROM record r JOIN version v USING (sequence) "
        "JOIN content c ON c.id = v.content_id WHERE r.digest = ?",
        (bytes.fromhex(version),),
    )
    try:
        length = len(objects.content(database, name.hex()))
    except Purged:  # nobody can tell any more
        return
    if max(ends) > length:
        rule = f"the content of {version[:12]} has {length} characters"
        raise InvalidValue("passage", max(ends), rule)


def _store_signature(transaction: Transaction, signature: Signature) -> None:
    data, name = signature.canonical(), bytes.fromhex(signature.id)
    codec = transaction.value(
        "SELECT codec FROM object WHERE kind = 'signature' AND digest = ?", (name,)
    )
    if codec == contents.PURGED:
        raise objects.purged(transaction, "signature", signature.id)
    if codec is None:
        row = ("signature", name, len(data), *contents.pack(data))
        transaction.insert_new("object", OBJECT, [row])
