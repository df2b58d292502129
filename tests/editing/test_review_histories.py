"""Random histories of an edition, each looked at beside a model that knows its records alone."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

import provrepo
from provrepo import errors
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from provrepo.store import events
from provrepo.store.event_data import Review
from provrepo.store.other_records import append_event
from provrepo.store.records import Responsibility, Text
from tests import postgres
from tests.conftest import NOON

# The model: what docs/format.md says of reviews, over the lines of `provrepo dump --named`.


class Model:
    """The states of all versions, and what `@approved` and `@published` select of each text."""

    def __init__(self, lines: Iterable[bytes]) -> None:  # noqa: C901 - one rule after the other
        objects: list[dict[str, Any]] = [json.loads(line) for line in lines]
        named = [one for one in objects if one["format"] == "provrepo-dump/1"]
        gone = {one["sha256"] for one in named if one["kind"] == "content" and one["text"] is None}
        agents = {one["sha256"]: json.loads(one["text"] or "{}") for one in named
                  if one["kind"] == "agent"}  # fmt: skip
        self.texts: dict[str, list[str]] = {}  # the ids of each text's versions, by the first one's
        self.state: dict[str, str | None] = {}
        makers: dict[str, set[str]] = {}
        approved: dict[str, set[str]] = {}  # whose approvals count, by identifier or digest
        self.is_approved: set[str] = set()
        self.is_published: set[str] = set()
        self.lost: set[str] = set()
        policy: dict[str, Any] = {"approvals": 0, "independent": False, "publish": "any"}
        for leaf in objects[: len(objects) - len(named)]:
            identity = provrepo_id(leaf)
            if leaf["format"] == "provrepo/1":
                first = next(
                    (one for one, ids in self.texts.items() if leaf["parent"] in ids), identity
                )
                self.texts.setdefault(first, []).append(identity)
                makers[identity] = {by["agent"] for by in leaf["agents"]}
                self.state[identity], approved[identity] = None, set()
                if leaf["content"] in gone:
                    self.lost.add(identity)
            elif leaf["event"] == "withdraw":
                self.lost |= set(leaf["targets"])
            elif leaf["event"] == "policy":
                policy = leaf["data"]
            elif leaf["event"] == "review":
                (version,), state = leaf["targets"], leaf["data"]["state"]
                by = [one["agent"] for one in leaf["data"]["agents"]]
                if state == "approved" and policy["independent"] and makers[version] & set(by):
                    continue
                if (
                    state == "published"
                    and policy["publish"] == "approved"
                    and (len(approved[version]) < policy["approvals"])
                ):
                    continue
                if state == "returned":
                    approved[version] = set()
                    self.is_approved -= {version}
                    self.is_published -= {version}
                    self.state[version] = "returned"
                elif state == "approved":
                    approved[version] |= {agents[one].get("identifier") or one for one in by}
                    if len(approved[version]) >= max(1, policy["approvals"]):
                        self.is_approved.add(version)
                    elif self.state[version] == "returned" and approved[version]:
                        self.state[version] = None
                elif state == "published":
                    self.is_published.add(version)
                elif state == "submitted":
                    self.state[version] = "submitted"
        self.approvals = {version: len(whose) for version, whose in approved.items()}

    def selected(self, first: str, state: str) -> str | None:
        """Return the version that a selector chooses of the text that begins with ``first``."""
        have_it = self.is_approved if state == "approved" else self.is_published
        chosen = [one for one in self.texts[first] if one in have_it and one not in self.lost]
        return chosen[-1] if chosen else None

    def state_of(self, version: str) -> str | None:
        """Return the furthest that a version came."""
        if version in self.is_published:
            return "published"
        return "approved" if version in self.is_approved else self.state[version]


def provrepo_id(leaf: dict[str, Any]) -> str:
    """Return the SHA-256 of a record's canonical JSON; ours has neither fractions nor odd keys."""
    import hashlib

    text = json.dumps(leaf, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# The histories

PEOPLE = (
    "Ada Sample <ada@example.org>",
    "A. Sample <ada@example.org>",
    "Ada Sample",
    "Bob Reed",
    "Kim Yong <kim@example.org>",
)
TEXTS = ("transcription:zh", "translation:en")
people, words = st.sampled_from(PEOPLE), st.sampled_from(["one", "two boats", "three 艘", "four"])
chosen = st.integers(0, 5)
SAID = ("submitted", "returned", "approved", "approved", "approved", "published", "published")
"""States, some of them more often than others."""


class Edition(RuleBasedStateMachine):
    """People who ingest, note, restore, withdraw, rename, purge, copy and review, in any order."""

    server: postgres.Server | None = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.now, self.copies, self.names = NOON, 0, 0
        self.repository = provrepo.create(self.place(), clock=self.clock)
        self.ids: list[str] = []

    def clock(self) -> Any:  # noqa: ANN401 - a moment
        """Return a moment that is later than any before."""
        self.now += 1
        return fixed_clock(self.now)()

    def place(self) -> str:
        """Return a place for another repository."""
        self.copies += 1
        if self.server is not None:
            return self.server.schema()
        return str(Path(self.folder.name) / f"{self.copies}.db")

    def version(self, number: int) -> str:
        """Return one of the versions, by its id."""
        return self.ids[number % len(self.ids)]

    def took(self, outcome: provrepo.Outcome) -> None:
        """Remember a version that was made."""
        if outcome.version.id not in self.ids:
            self.ids.append(outcome.version.id)

    @initialize(approvals=st.sampled_from([0, 1, 2, 2, 2]), independent=st.booleans())
    def begin(self, approvals: int, independent: bool) -> None:
        """Begin with two versions and a policy, which most histories turn on."""
        for content in ("one", "two boats"):
            self.ingest(TEXTS[1], content, PEOPLE[4])
        self.set_policy(approvals, independent, "approved")

    @rule(text=st.sampled_from(TEXTS), content=words, by=people)
    def ingest(self, text: str, content: str, by: str) -> None:
        """Make a version, or none where it says nothing new."""
        self.names += 1
        changes = Changes(agents=(f"{by}:editor",))
        key = "cable" if self.names % 3 else f"letter-{self.names}"
        with suppress(
            errors.ProvrepoError
        ):  # a text of another name now, a content that was purged
            self.took(self.repository.ingest(content.encode(), changes, document=key, text=text))

    @rule(number=chosen, by=people, how=st.sampled_from(["note", "revise", "restore"]))
    def change(self, number: int, by: str, how: str) -> None:
        """Another version without a file."""
        if not self.ids:
            return
        text = self.repository.version(self.version(number)).text
        changes = Changes(agents=(f"{by}:editor",))
        with suppress(errors.ProvrepoError):
            if how == "note":
                self.took(self.repository.add_note(text, NoteDraft(f"note {self.now}"), changes))
            elif how == "revise":
                said = Changes(agents=(f"{by}:editor",), fields={"title": f"T {self.now}"})
                self.took(self.repository.revise(text, said))
            else:
                self.took(self.repository.restore(self.version(number), changes))

    @rule(
        number=chosen,
        by=people,
        how=st.sampled_from(["withdraw", "rename", "retext", "purge", "person"]),
    )
    def take_away(self, number: int, by: str, how: str) -> None:
        """Make something no longer shown, called otherwise, or gone."""
        if not self.ids:
            return
        version = self.repository.version(self.version(number))
        self.names += 1
        with suppress(errors.ProvrepoError):
            if how == "withdraw":
                self.repository.withdraw(version.id, "wrong")
            elif how == "rename":
                self.repository.rename(version.document, f"renamed-{self.names}")
            elif how == "retext":
                label = Text("translation", "en", f"l{self.names}")
                moment = self.clock().strftime("%Y-%m-%dT%H:%M:%SZ")
                database = self.repository._database  # noqa: SLF001 - a command for it is another's
                events.retext(database, version.document, version.text_name, label, moment)
            elif how == "purge":
                self.repository.purge(version.id, "asked for", everywhere=True)
            else:
                self.repository.purge(None, "asked for", agent=by if "<" in by else f"{by} <>")

    @rule(
        approvals=st.integers(0, 2),
        independent=st.booleans(),
        publish=st.sampled_from(["any", "approved"]),
    )
    def set_policy(self, approvals: int, independent: bool, publish: str) -> None:
        """From here on."""
        self.repository.set_policy(approvals=approvals, independent=independent, publish=publish)

    @rule(number=chosen, by=people, state=st.sampled_from(SAID))
    def review(self, number: int, by: str, state: str) -> None:
        """Say something; what the policy does not allow is refused, and leaves nothing behind."""
        if not self.ids:
            return
        size = self.repository.checkpoint().size
        try:
            self.repository.review(
                self.version(number), state, Changes(agents=(f"{by}:reviewer",), message="why")
            )
        except errors.ProvrepoError:
            assert self.repository.checkpoint().size == size

    @rule(number=chosen, whose=chosen, state=st.sampled_from(["approved", "published"]))
    def forge(self, number: int, whose: int, state: str) -> None:
        """Write a review past all checks, as another program might: perhaps of its own maker."""
        if not self.ids:
            return
        version = self.repository.version(self.version(number))
        makers = self.repository.version(self.version(whose)).record.agents
        agents = tuple(Responsibility(by.agent, "reviewer") for by in makers)
        moment = self.clock().strftime("%Y-%m-%dT%H:%M:%SZ")
        event = Review(version.id, state, agents=agents).event(moment, "forged")
        with self.repository._database.transaction() as transaction:  # noqa: SLF001
            append_event(transaction, event)

    @rule()
    def copy(self) -> None:
        """Go on with a copy."""
        url = self.place()
        self.repository.copy_to(url)
        self.repository.close()
        self.repository = provrepo.open(url, clock=self.clock)

    @invariant()
    def all_is_as_the_model_says(self) -> None:
        """Each version's state, and what the selectors choose of each text."""
        lines: list[bytes] = []
        self.repository.dump(lines.append, named=True)
        model = Model(lines)
        assert sorted(model.state) == sorted(self.ids)
        for first, versions in model.texts.items():
            text = self.repository.version(first).text
            for state in ("approved", "published"):
                try:
                    selected = self.repository.version(f"{text}@{state}").id
                except errors.NotFound:
                    selected = None
                assert selected == model.selected(first, state), (text, state)
            for version in versions:
                state_now = self.repository.state(version)
                assert state_now.state == model.state_of(version), version
                assert state_now.approved == (version in model.is_approved)
                assert state_now.approvals == model.approvals[version]
                assert state_now.id == version
                if state_now.other:
                    other = self.repository.version(state_now.other).id
                    assert model.state_of(other) == state_now.other_state

    def teardown(self) -> None:
        """Close all."""
        self.repository.close()
        self.folder.cleanup()


def run(machine: type[Edition], examples: int, steps: int) -> None:
    """Run histories."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            # A history that fails is printed as it is: shrinking one takes minutes.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=[*HealthCheck],
        ),
    )


def test_states_are_those_of_the_model() -> None:
    """In short histories."""
    run(Edition, 4, 20)


@pytest.mark.slow
def test_states_are_those_of_the_model_in_long_histories() -> None:
    """In many, and long ones."""
    run(Edition, 150, 50)


@pytest.mark.slow
def test_states_are_those_of_the_model_on_a_server(server: postgres.Server) -> None:
    """PostgreSQL keeps the same."""

    class OnServer(Edition):
        pass

    OnServer.server = server
    run(OnServer, 10, 25)
