"""What the targets and the data of each event may hold (docs/format.md), and both as values.

An event of a name that is not known here is kept as it is; nothing is asked of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from provrepo.store import rules
from provrepo.store.errors import InvalidValue
from provrepo.store.records import Event, Responsibility, Text

SAME_FOR = "translation"
"""What two versions are the same for: what was translated from the one holds for the other."""


class Span(NamedTuple):
    """A passage of a content: code points from ``start`` to before ``end``."""

    start: int
    end: int


Pair = tuple[Span | None, Span | None]
"""A passage of the basis and the one that translates it; None where the other has none."""


@dataclass(frozen=True, slots=True)
class SameAs:
    """That what was made from one of two versions holds for the other; or no longer."""

    versions: tuple[str, str]
    holds: bool
    agents: tuple[Responsibility, ...] = ()

    def event(self, recorded: str, message: str) -> Event:
        """Return the event that says so."""
        data = {"agents": _written(self.agents), "for": SAME_FOR, "holds": self.holds}
        return Event("same-as", data, message, recorded, self.versions)

    @classmethod
    def of(cls, event: Event) -> SameAs:
        """Read an event. Raises InvalidValue."""
        data = _data(event, "agents", "for", "holds")
        if data["for"] != SAME_FOR:
            raise _wrong(event, "for", data["for"], f"use {SAME_FOR}")
        first, second = _targets(event, 2)
        if first == second:
            raise _wrong(event, "targets", first, "name two versions")
        return cls((first, second), _boolean(event, "holds"), _agents(event))


@dataclass(frozen=True, slots=True)
class Alignment:
    """The passages that an editor paired by hand; they count where the two contents meet."""

    basis: str
    translation: str
    pairs: tuple[Pair, ...]
    agents: tuple[Responsibility, ...] = ()

    def event(self, recorded: str, message: str) -> Event:
        """Return the event that says so."""
        pairs = [[None if span is None else list(span) for span in pair] for pair in self.pairs]
        data = {"agents": _written(self.agents), "pairs": pairs}
        return Event("align", data, message, recorded, (self.basis, self.translation))

    @classmethod
    def of(cls, event: Event) -> Alignment:
        """Read an event. Raises InvalidValue."""
        data = _data(event, "agents", "pairs")
        basis, translation = _targets(event, 2)
        if basis == translation:
            raise _wrong(event, "targets", basis, "name two versions")
        pairs = []
        for pair in _list(event, "pairs", data["pairs"]):
            sides = _list(event, "pairs", pair)
            if len(sides) != 2 or sides == [None, None]:
                raise _wrong(event, "pairs", pair, "a pair has two sides, of which one may be null")
            left, right = (None if side is None else _span(event, "pairs", side) for side in sides)
            pairs.append((left, right))
        return cls(basis, translation, tuple(pairs), _agents(event))


@dataclass(frozen=True, slots=True)
class Review:
    """What was said of one exact version.

    ``against`` is the id of the version of its basis that it was read beside. ``passages`` are with
    ``checked`` those that are still right, with ``returned`` those complained of. ``signature`` is
    the digest of a signature object.
    """

    version: str
    state: str
    passages: tuple[Span, ...] | None = None
    against: str | None = None
    signature: str | None = None
    agents: tuple[Responsibility, ...] = ()

    def event(self, recorded: str, message: str) -> Event:
        """Return the event that says so."""
        data = {
            "against": self.against,
            "agents": _written(self.agents),
            "passages": None if self.passages is None else [list(span) for span in self.passages],
            "signature": self.signature,
            "state": self.state,
        }
        return Event("review", data, message, recorded, (self.version,))

    @classmethod
    def of(cls, event: Event) -> Review:
        """Read an event. Raises InvalidValue."""
        data = _data(event, "against", "agents", "passages", "signature", "state")
        (version,) = _targets(event, 1)
        state = _one_of(event, "state", rules.REVIEW_STATES)
        against, signature = _digest(event, "against"), _digest(event, "signature")
        listed, passages = data["passages"], None
        if listed is not None:
            spans = _list(event, "passages", listed)
            passages = tuple(_span(event, "passages", span) for span in spans)
        if state == "checked" and (passages is None or against is None):
            rule = "a check says which passages are right, and against which version of the basis"
            raise _wrong(event, "passages", listed, rule)
        if state not in ("checked", "returned") and passages is not None:
            raise _wrong(event, "passages", listed, f"the state {state} is of the whole version")
        if against == version:
            raise _wrong(event, "against", version, "is the version itself")
        return cls(version, state, passages, against, signature, _agents(event))


@dataclass(frozen=True, slots=True)
class Policy:
    """What reviews need from here on: how many approvals, by whom, and for what."""

    approvals: int
    independent: bool
    publish: str
    agents: tuple[Responsibility, ...] = ()

    def event(self, recorded: str, message: str) -> Event:
        """Return the event that says so."""
        data = {
            "agents": _written(self.agents),
            "approvals": self.approvals,
            "independent": self.independent,
            "publish": self.publish,
        }
        return Event("policy", data, message, recorded)

    @classmethod
    def of(cls, event: Event) -> Policy:
        """Read an event. Raises InvalidValue."""
        data = _data(event, "agents", "approvals", "independent", "publish")
        _targets(event, 0)
        approvals = data["approvals"]
        if not isinstance(approvals, int) or isinstance(approvals, bool) or approvals < 0:
            raise _wrong(event, "approvals", approvals, "use a number, 0 or more")
        publish = _one_of(event, "publish", rules.PUBLISH)
        return cls(approvals, _boolean(event, "independent"), publish, _agents(event))


@dataclass(frozen=True, slots=True)
class Retext:
    """That a text of a document has another kind, language or label from here on."""

    document: str
    old: Text
    new: Text
    agents: tuple[Responsibility, ...] = ()

    def event(self, recorded: str, message: str) -> Event:
        """Return the event that says so."""
        data = {
            "agents": _written(self.agents),
            "document": self.document,
            "from": self.old.as_json(),
            "to": self.new.as_json(),
        }
        return Event("retext", data, message, recorded)

    @classmethod
    def of(cls, event: Event) -> Retext:
        """Read an event. Raises InvalidValue."""
        data = _data(event, "agents", "document", "from", "to")
        _targets(event, 0)
        document = rules.key(_word(event, "document", data["document"]))
        old, new = _text(event, "from"), _text(event, "to")
        if old == new:
            raise _wrong(event, "to", str(new), "is the name that it has")
        return cls(document, old, new, _agents(event))


def check(event: Event) -> None:
    """Raise InvalidValue where an event of a known name has not the form of one."""
    if event.event in _FORMS:
        _FORMS[event.event](event)


def _init(event: Event) -> None:
    data = _data(event, "origin", *(["copied_from"] if "copied_from" in event.data else []))
    _targets(event, 0)
    rules.origin(_word(event, "origin", data["origin"]))


def _withdraw(event: Event) -> None:
    _data(event, *_perhaps_agents(event))
    _targets(event, 1)


def _rename(event: Event) -> None:
    data = _data(event, "from", "to", *_perhaps_agents(event))
    _targets(event, 0)
    for field in ("from", "to"):
        rules.key(_word(event, field, data[field]))


def _purge(event: Event) -> None:
    data = _data(event, "purged", *_perhaps_agents(event))
    for removed in _list(event, "purged", data["purged"]):
        if not isinstance(removed, dict) or removed.keys() != {"kind", "sha256"}:
            raise _wrong(event, "purged", removed, "each has a kind and a sha256")
        rules.sha256("sha256", _word(event, "sha256", removed["sha256"]))
    _targets(event, None)


_FORMS: dict[str, Callable[[Event], object]] = {
    "init": _init,
    "purge": _purge,
    "withdraw": _withdraw,
    "rename": _rename,
    "same-as": SameAs.of,
    "align": Alignment.of,
    "review": Review.of,
    "policy": Policy.of,
    "retext": Retext.of,
}


def _wrong(event: Event, field: str, value: object, rule: str) -> InvalidValue:
    return InvalidValue(f"{event.event} event: {field}", value, rule)


def _data(event: Event, *keys: str) -> dict[str, Any]:
    """Return the event's data, which must have exactly these keys."""
    if event.data.keys() != set(keys):
        rule = f"has the keys {', '.join(sorted(keys)) or 'of an empty object'}"
        raise _wrong(event, "data", ", ".join(sorted(event.data)), rule)
    return event.data


def _perhaps_agents(event: Event) -> list[str]:
    """Return the key ``agents`` where the event has it: version 0.1 never wrote it."""
    if "agents" not in event.data:
        return []
    _agents(event)
    return ["agents"]


def _targets(event: Event, count: int | None) -> Sequence[str]:
    """Return the targets: ids, and as many as there must be where ``count`` says so."""
    if count is not None and len(event.targets) != count:
        raise _wrong(event, "targets", len(event.targets), f"there must be {count}")
    for target in event.targets:
        rules.sha256("target", _word(event, "targets", target))
    return event.targets


def _agents(event: Event) -> tuple[Responsibility, ...]:
    agents = []
    for member in _list(event, "agents", event.data["agents"]):
        if not isinstance(member, dict) or member.keys() != {"agent", "role"}:
            raise _wrong(event, "agents", member, "each has an agent and a role")
        agent = rules.sha256("agent", _word(event, "agents", member["agent"]))
        role = _word(event, "agents", member["role"])
        if not role or "\0" in role:
            raise _wrong(event, "agents", role, "a role is needed")
        agents.append(Responsibility(agent, role))
    return tuple(agents)


def _written(agents: Sequence[Responsibility]) -> list[dict[str, Any]]:
    return [by.as_json() for by in agents]


def _word(event: Event, field: str, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(event, field, value, "a text was expected")
    return value


def _list(event: Event, field: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise _wrong(event, field, value, "a list was expected")
    return value


def _boolean(event: Event, field: str) -> bool:
    value = event.data[field]
    if not isinstance(value, bool):
        raise _wrong(event, field, value, "true or false was expected")
    return value


def _one_of(event: Event, field: str, allowed: tuple[str, ...]) -> str:
    return rules.one_of(field, _word(event, field, event.data[field]), allowed)


def _digest(event: Event, field: str) -> str | None:
    value = event.data[field]
    return None if value is None else rules.sha256(field, _word(event, field, value))


def _span(event: Event, field: str, value: object) -> Span:
    """Read ``[start, end]``; True is an int to Python, and no number here."""
    if isinstance(value, list) and len(value) == 2 and all(type(end) is int for end in value):
        start, end = value
        if 0 <= start < end:
            return Span(start, end)
    raise _wrong(event, field, value, "a passage is [start, end], code points from 0")


def _text(event: Event, field: str) -> Text:
    value = event.data[field]
    if not isinstance(value, dict) or value.keys() != {"kind", "label", "language"}:
        raise _wrong(event, field, value, "a text has kind, label and language")
    kind, language = (_word(event, field, value[key]) for key in ("kind", "language"))
    if kind not in rules.RESERVED_KINDS:
        rules.kind(kind)
    if rules.language(language) != language:
        raise _wrong(event, field, language, "set its case as RFC 5646 §2.1.1 says")
    label = value["label"]
    return Text(kind, language, label and rules.label(_word(event, field, label)))
