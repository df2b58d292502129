"""Events of the store: what each says is checked, kept, in force, and asked for again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.receipt import check
from provrepo.store import event_data, event_queries, events, objects, purge, read
from provrepo.store.database import Database
from provrepo.store.errors import InvalidValue
from provrepo.store.event_data import Alignment, Policy, Retext, Review, SameAs, Span
from provrepo.store.events import Attribution
from provrepo.store.other_records import append_event
from provrepo.store.purge import Target
from provrepo.store.records import Agent, Event, Text
from tests.store.sample import ADA, AT, KIM, SIGNATURE

ENGLISH, GERMAN = Text("translation", "en"), Text("translation", "de")


@pytest.fixture
def database(repository: provrepo.Repository) -> Database:
    """Return the database of a repository with two versions each of two texts."""
    for content in ("外交部", "外交部電"):
        repository.ingest(content.encode(), document="a", text="transcription:zh")
    said = Changes(based_on=("a/zh@v1",), agents=("Kim Yong <kim@example.org>:translator",))
    repository.ingest(b"Foreign Ministry", said, document="a", text="translation:en")
    repository.ingest(b"Ministry of Foreign Affairs", document="a", text="translation:en")
    return repository._database  # noqa: SLF001


@pytest.fixture
def ids(repository: provrepo.Repository, database: Database) -> dict[str, str]:
    """Return the ids of the versions by short names."""
    assert database
    names = ("zh@v1", "zh@v2", "en@v1", "en@v2")
    return {name: repository.version(f"a/{name}").id for name in names}


def whole(repository: provrepo.Repository) -> bool:
    """Return whether nothing is found, also by who opens the repository anew."""
    return list(repository.verify()) == []


# What each says


def test_two_versions_are_the_same_for_translations_until_that_is_taken_back(
    repository: provrepo.Repository, database: Database, ids: dict[str, str]
) -> None:
    """Each event has both versions as targets; the newest comes last."""
    for holds in (True, False):
        events.same_as(
            database, ids["zh@v1"], ids["zh@v2"], AT, holds=holds, reason="a slip", agents=[ADA]
        )
    stored = event_queries.about(database, ids["zh@v2"], "same-as")
    assert [SameAs.of(one.event).holds for one in stored] == [True, False]
    assert stored == event_queries.about(database, ids["zh@v1"])
    assert SameAs.of(stored[0].event).versions == (ids["zh@v1"], ids["zh@v2"])
    assert stored[0].event.as_json() == {
        "data": {
            "agents": [{"agent": ADA.agent.id, "role": "reviewer"}],
            "for": "translation",
            "holds": True,
        },
        "event": "same-as",
        "format": "provrepo-event/1",
        "message": "a slip",
        "recorded": AT,
        "targets": [ids["zh@v1"], ids["zh@v2"]],
    }
    assert event_queries.about(database, ids["en@v1"]) == []
    assert whole(repository)


def test_passages_are_paired(
    repository: provrepo.Repository, database: Database, ids: dict[str, str]
) -> None:
    """In code points of the two contents; one side may have none."""
    pairs = [(Span(0, 2), Span(0, 7)), (Span(2, 3), None), (None, Span(8, 16))]
    event = events.align(database, ids["zh@v1"], ids["en@v1"], pairs, AT, agents=[ADA])
    assert event.data["pairs"] == [[[0, 2], [0, 7]], [[2, 3], None], [None, [8, 16]]]
    assert Alignment.of(event).pairs == tuple(pairs)
    assert events.align(database, ids["zh@v1"], ids["en@v1"], [], AT).data["pairs"] == []
    assert whole(repository)


def test_a_policy_and_reviews_are_kept_in_their_order(
    repository: provrepo.Repository, database: Database, ids: dict[str, str]
) -> None:
    """What was in force at a place of the ledger can be asked for."""
    first = events.policy(database, 1, AT, independent=False, publish="any")
    review = events.review(database, Review(ids["en@v2"], "submitted"), AT, agents=[KIM])
    events.policy(database, 2, AT, independent=True, publish="approved", agents=[ADA])
    (stored,) = event_queries.about(database, ids["en@v2"], "review")
    assert stored.event == review
    in_force = event_queries.last(database, "policy", before=stored.sequence)
    assert in_force is not None
    assert in_force.event == first
    newest = event_queries.last(database, "policy")
    assert newest is not None
    assert Policy.of(newest.event).approvals == 2
    assert event_queries.last(database, "rename") is None
    assert [one.event.event for one in event_queries.named(database, "policy", "review")] == [
        "policy", "review", "policy"]  # fmt: skip
    assert whole(repository)


def test_a_check_names_what_is_right_and_beside_what(
    database: Database, ids: dict[str, str]
) -> None:
    """Both are kept; a return may name passages, too."""
    checked = Review(ids["en@v1"], "checked", (Span(0, 7),), against=ids["zh@v2"])
    returned = Review(ids["en@v1"], "returned", (Span(8, 16),))
    for statement in (checked, returned):
        assert Review.of(events.review(database, statement, AT)) == statement


def test_a_review_is_signed_over_its_bytes_without_the_signature(
    repository: provrepo.Repository, database: Database, ids: dict[str, str]
) -> None:
    """The signature is an object of its own, and can be removed without touching the review."""
    approval = Review(ids["en@v1"], "approved")
    data, agents = events.to_be_signed(database, approval, AT, message="right", agents=[ADA, KIM])
    event = events.review(
        database, approval, AT, message="right", agents=agents, signature=SIGNATURE
    )
    assert event.data["signature"] == SIGNATURE.id
    unsigned = {**event.as_json(), "data": {**event.data, "signature": None}}
    assert json.loads(data) == unsigned
    # Who is here already is named by the object that is here.
    assert [by["agent"] for by in event.data["agents"]] == [
        ADA.agent.id,
        repository.version("a/en@v1").record.agents[0].agent,
    ]
    assert objects.signature(database, SIGNATURE.id) == SIGNATURE
    assert events.review(  # the object is kept once
        database, approval, AT, message="still", agents=agents, signature=SIGNATURE
    )
    assert whole(repository)
    target = Target("signature", SIGNATURE.id)
    removed = purge.purge(database, [target], "asked", AT, everywhere=True, names={}, agents=[ADA])
    assert removed.event is not None
    reviews = event_queries.about(database, ids["en@v1"], "review")
    assert removed.event.targets == tuple(sorted(one.id for one in reviews))
    assert removed.event.data["agents"] == [{"agent": ADA.agent.id, "role": "reviewer"}]
    with pytest.raises(errors.Purged, match="asked"):
        objects.signature(database, SIGNATURE.id)
    with pytest.raises(errors.Purged, match="asked"):
        events.review(database, approval, AT, agents=agents, signature=SIGNATURE)
    assert whole(repository)


def test_a_signature_is_refused_where_it_is_over_other_agents(
    database: Database, ids: dict[str, str]
) -> None:
    """An agent who is here under another object was not asked for before signing."""
    with pytest.raises(InvalidValue, match="sign again"):
        events.review(
            database, Review(ids["en@v1"], "approved"), AT, agents=[KIM], signature=SIGNATURE
        )
    wrong = type(SIGNATURE)("-----BEGIN PGP SIGNATURE-----\n")
    with pytest.raises(InvalidValue, match="ssh-keygen"):
        events.review(database, Review(ids["en@v1"], "approved"), AT, signature=wrong)


def test_who_withdraws_renames_and_purges_is_kept(
    repository: provrepo.Repository, database: Database, ids: dict[str, str]
) -> None:
    """The event names them; without anybody it is as version 0.1 wrote it."""
    with_agents = events.withdraw(database, ids["en@v1"], "a slip", AT, [ADA])
    without = events.withdraw(database, ids["en@v2"], "a slip", AT)
    renamed = events.rename(database, "a", "b", AT, "better", [KIM])
    assert with_agents.data == {"agents": [{"agent": ADA.agent.id, "role": "reviewer"}]}
    assert without.data == {}
    assert renamed.data.keys() == {"from", "to", "agents"}
    assert [one.event for one in event_queries.by_agent(database, ADA.agent.id)] == [with_agents]
    assert event_queries.by_agent(database, ADA.agent.id, "rename") == []
    assert whole(repository)


# Policies


def test_who_made_a_version_does_not_approve_it_where_the_policy_says_so(
    repository: provrepo.Repository, database: Database, ids: dict[str, str]
) -> None:
    """Not under the same digest, and not under another name with the same identifier."""
    approval = Review(ids["en@v1"], "approved")
    events.review(database, approval, AT, agents=[KIM])  # before there is a policy
    events.policy(database, 1, AT, independent=True, publish="any")
    namesake = Agent("Yong Kim", "kim@example.org", "person", "3" * 32)
    for agent in (KIM, KIM._replace(agent=namesake)):
        with pytest.raises(InvalidValue, match="does not approve it"):
            events.review(database, approval, AT, agents=[ADA, agent])
    events.review(database, approval, AT, agents=[ADA])
    events.review(database, Review(ids["en@v1"], "submitted"), AT, agents=[KIM])
    assert whole(repository)


def test_publishing_needs_the_approvals_of_different_people(
    repository: provrepo.Repository, database: Database, ids: dict[str, str]
) -> None:
    """The same agent counts once, one identifier has one name, and a return begins anew."""
    events.policy(database, 2, AT, independent=False, publish="approved")
    version = ids["en@v1"]
    published, approved = Review(version, "published"), Review(version, "approved")
    second = Attribution(Agent("Ada S.", "https://ada.example", "person", "4" * 32), "reviewer")
    namesake = Attribution(Agent("A. S.", "https://ada.example", "person", "5" * 32), "reviewer")

    def refused(count: int) -> None:
        with pytest.raises(InvalidValue, match=f"asks for 2 approvals .*has {count}"):
            events.review(database, published, AT)

    refused(0)
    for number, agent in enumerate((second, second)):
        events.review(database, approved, AT, message=f"{number}", agents=[agent])
        refused(1)
    for agents in ([namesake], [ADA, namesake]):  # once purged they would count as two
        with pytest.raises(InvalidValue, match=r"approved it as “Ada S\.”"):
            events.review(database, approved, AT, agents=agents)
    refused(1)
    events.review(database, approved, AT, agents=[ADA])
    events.review(database, published, AT)
    events.review(database, Review(version, "returned"), AT)
    refused(0)
    with pytest.raises(InvalidValue, match="approvals"):  # of another version
        events.review(database, Review(ids["en@v2"], "published"), AT)
    events.policy(database, 0, AT, independent=False, publish="approved")
    with pytest.raises(InvalidValue, match="in the same second"):
        events.review(database, published, AT)
    events.review(database, published, AT, message="again")
    assert whole(repository)  # each under the policy of its place


def test_a_review_that_the_policy_did_not_allow_is_listed(
    repository: provrepo.Repository, database: Database, ids: dict[str, str]
) -> None:
    """Written past the checks it counts for nothing, and neither does what builds upon it."""
    events.policy(database, 1, AT, independent=True, publish="approved")
    maker = repository.version(ids["en@v1"]).record.agents[0]
    own = Review(ids["en@v1"], "approved", agents=(maker,))
    with database.transaction() as transaction:
        places = [append_event(transaction, own.event(AT, ""))]
        places.append(append_event(transaction, Review(ids["en@v1"], "published").event(AT, "")))
    findings = list(repository.verify())
    assert [(one.code, one.place) for one in findings] == [
        ("event", f"event {place}") for place in places
    ]
    assert "who made a version does not approve it" in findings[0].message
    assert "it has 0" in findings[1].message


# Texts with another name


def test_a_text_gets_another_name_and_its_old_one_goes_on_resolving(
    repository: provrepo.Repository, database: Database, ids: dict[str, str]
) -> None:
    """Records that were there keep theirs, and their ids; new ones have the new name."""
    kept = repository.checkpoint()
    event = events.retext(database, "a", ENGLISH, GERMAN, AT, "it is German", [ADA])
    assert Retext.of(event).new == GERMAN
    for written in ("a/de@v1", "a/en@v1", "a/translation:en@v1", ids["en@v1"]):
        version = repository.version(written)
        assert (version.id, version.reference) == (ids["en@v1"], "a/translation:de@v1")
        assert version.record.text == ENGLISH
    assert [text["text"] for text in repository.document("a").as_json()["texts"]] == [
        "transcription:zh", "translation:de"]  # fmt: skip
    assert [one.reference for one in repository.status().stale] == ["a/translation:de@v2"]
    made = repository.ingest(b"Aussenministerium", document="a", text="translation:en").version
    assert (made.reference, made.record.text) == ("a/translation:de@v3", GERMAN)
    assert made.record.parent == ids["en@v2"]
    assert [one.record.number for one in repository.history("a/en")] == [3, 2, 1]
    assert [str(one.record.text) for one in repository.document("a").texts] == [
        "transcription:zh", "translation:de"]  # fmt: skip
    assert [one.reference for one in repository.status().stale] == ["a/translation:de@v3"]
    assert list(repository.verify(kept)) == []
    assert str(repository.prove("a/en@v1", kept))


def test_a_name_that_a_text_had_is_never_given_away(
    repository: provrepo.Repository, database: Database
) -> None:
    """Neither to the same text again, nor to another one; other documents are free to have it."""
    events.retext(database, "a", ENGLISH, GERMAN, AT)
    labelled = Text("translation", "de", "wang")
    events.retext(database, "a", GERMAN, labelled, AT)
    for taken in (ENGLISH, GERMAN, labelled, Text("transcription", "zh")):
        with pytest.raises(InvalidValue, match=r"there is or was a text|is the name that it has"):
            events.retext(database, "a", labelled, taken, AT)
    with pytest.raises(InvalidValue, match="no such text"):
        events.retext(database, "a", ENGLISH, Text("translation", "fr"), AT)
    with pytest.raises(InvalidValue, match="no document has this key"):
        events.retext(database, "b", ENGLISH, GERMAN, AT)
    with pytest.raises(InvalidValue, match="reserved"):
        events.retext(database, "a", labelled, Text("edition", "de"), AT)
    with pytest.raises(InvalidValue, match="case"):
        events.retext(database, "a", labelled, Text("translation", "DE"), AT)
    assert read.former_texts(database, "a").keys() == {ENGLISH, GERMAN}
    assert repository.version("a/translation:en@v2").reference == "a/translation:de:wang@v2"
    repository.ingest(b"x", document="b", text="translation:en")
    assert read.find_text(database, "b", GERMAN) is None
    assert read.find_text(database, "c", GERMAN) is None
    assert whole(repository)


def test_renaming_and_retexting_go_together(
    repository: provrepo.Repository, database: Database, ids: dict[str, str]
) -> None:
    """In whichever order, each record has the names of its day, and each old name leads there."""
    events.retext(database, "a", ENGLISH, GERMAN, AT)
    repository.rename("a", "b")
    repository.ingest(b"drei", document="b", text="translation:de")
    events.retext(database, "b", GERMAN, Text("translation", "fr"), AT)
    repository.rename("b", "c")
    repository.ingest(b"quatre", document="a", text="translation:en")
    names = [f"{one.record.document}/{one.record.text}" for one in repository.history("a/en")]
    assert names == ["c/translation:fr", "b/translation:de", "a/translation:en",
                     "a/translation:en"]  # fmt: skip
    assert repository.version("b/de@v1").id == ids["en@v1"]
    assert whole(repository)


# What is refused


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda d, i: events.same_as(d, i["zh@v1"], i["en@v1"], AT), "two texts"),
        (lambda d, i: events.same_as(d, i["zh@v1"], i["zh@v1"], AT), "name two versions"),
        (lambda d, i: events.same_as(d, i["zh@v1"], "0" * 64, AT), "no such version"),
        (lambda d, i: events.same_as(d, i["zh@v1"], "zh@v2", AT), "64 lower-case"),
        (lambda d, i: events.align(d, i["zh@v1"], i["zh@v2"], [], AT), "of one text"),
        (lambda d, i: events.align(d, i["zh@v1"], i["en@v1"], [(None, None)], AT), "may be null"),
        (lambda d, i: events.align(d, i["zh@v1"], i["en@v1"], [(Span(0, 4), None)], AT), "has 3"),
        (lambda d, i: events.align(d, i["zh@v1"], i["en@v1"], [(Span(2, 2), None)], AT), "passage"),
        (lambda d, i: events.review(d, Review(i["en@v1"], "liked"), AT), "use one of submitted"),
        (lambda d, _: events.review(d, Review("0" * 64, "approved"), AT), "no such version"),
        (lambda d, i: events.review(d, Review(i["en@v1"], "checked"), AT), "which passages"),
        (
            lambda d, i: events.review(d, Review(i["en@v1"], "checked", (Span(0, 1),)), AT),
            "against which",
        ),
        (
            lambda d, i: events.review(d, Review(i["en@v1"], "approved", (Span(0, 1),)), AT),
            "of the whole version",
        ),
        (
            lambda d, i: events.review(d, Review(i["en@v1"], "returned", (Span(0, 99),)), AT),
            "has 16 characters",
        ),
        (
            lambda d, i: events.review(d, Review(i["en@v1"], "approved", None, i["en@v2"]), AT),
            "of the same text",
        ),
        (lambda d, _: events.policy(d, -1, AT, independent=True, publish="any"), "0 or more"),
        (lambda d, _: events.policy(d, 1, AT, independent=True, publish="some"), "any, approved"),
        (lambda d, _: events.withdraw(d, "0" * 64, "x", AT), "no such version"),
        (lambda d, i: events.withdraw(d, i["en@v1"], " ", AT), "say why"),
        (lambda d, i: events.withdraw(d, i["en@v1"], "x", "today"), "UTC instant"),
        (lambda d, _: events.rename(d, "a", "b", AT, "a\0b"), "NUL"),
        (lambda d, _: events.rename(d, "a", "b", AT, "", [ADA._replace(role="")]), "a role"),
    ],
)
def test_what_the_format_does_not_allow_is_refused_and_changes_nothing(
    repository: provrepo.Repository, database: Database, ids: dict[str, str], make: Make, rule: str
) -> None:  # fmt: skip
    """The error says what is wrong; neither events nor agents are stored."""
    before = repository.checkpoint()
    with pytest.raises(InvalidValue, match=rule):
        make(database, ids)
    assert repository.checkpoint() == before
    assert whole(repository)


Make = Callable[[Database, dict[str, str]], object]

WRONG: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("init", {"origin": 1}, ()),
    ("withdraw", {"why": "x"}, ("0" * 64,)),
    ("withdraw", {"agents": "Ada"}, ("0" * 64,)),
    ("withdraw", {"agents": [{"agent": "0" * 64}]}, ("0" * 64,)),
    ("withdraw", {"agents": [{"agent": "x", "role": "editor"}]}, ("0" * 64,)),
    ("withdraw", {}, ()),
    ("rename", {"from": "a", "to": "B"}, ()),
    ("rename", {"from": "a"}, ()),
    ("purge", {"purged": [{"kind": "content"}]}, ()),
    ("purge", {"purged": ["x"]}, ()),
    ("purge", {"purged": []}, ("x",)),
    ("same-as", {"agents": [], "for": "citing", "holds": True}, ("0" * 64, "1" * 64)),
    ("same-as", {"agents": [], "for": "translation", "holds": 1}, ("0" * 64, "1" * 64)),
    ("align", {"agents": [], "pairs": [[[0, 1]]]}, ("0" * 64, "1" * 64)),
    ("align", {"agents": [], "pairs": [[[0, True], None]]}, ("0" * 64, "1" * 64)),
    ("align", {"agents": [], "pairs": {}}, ("0" * 64, "1" * 64)),
    ("align", {"agents": [], "pairs": []}, ("0" * 64, "0" * 64)),
    ("policy", {"agents": [], "approvals": True, "independent": True, "publish": "any"}, ()),
    ("retext", {"agents": [], "document": "a", "from": {}, "to": {}}, ()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "targets"), WRONG)
def test_an_event_that_has_not_the_form_of_its_name_is_damage(
    repository: provrepo.Repository, name: str, data: dict[str, Any], targets: tuple[str, ...]
) -> None:
    """Whoever wrote it; nothing is read into it, and verification goes on."""
    event = Event(name, data, "", AT, targets)
    with pytest.raises(InvalidValue):
        event_data.check(event)
    with repository._database.transaction() as transaction:  # noqa: SLF001
        append_event(transaction, event)
    assert ("event", "event 1") in {(one.code, one.place) for one in repository.verify()}


def test_an_event_about_what_is_no_version_is_damage(repository: provrepo.Repository) -> None:
    """A review of an event, and one that was read beside nothing that is here."""
    version = repository.ingest(b"x", document="a", text="translation:en").version.id
    database = repository._database  # noqa: SLF001
    first = database.value("SELECT digest FROM record WHERE sequence = 0").hex()
    with database.transaction() as transaction:
        append_event(transaction, Review(first, "approved").event(AT, ""))
        append_event(transaction, Review(version, "approved", None, "0" * 64).event(AT, ""))
        append_event(transaction, Review(version, "approved", None, None, "1" * 64).event(AT, ""))
    assert {(one.code, one.place) for one in repository.verify()} == {
        ("event", "event 2"),
        ("event", "event 3"),
        ("signature", f"signature {'1' * 12}"),
    }


# Proofs and people


def test_an_event_is_proved_by_its_id(
    repository: provrepo.Repository, database: Database, ids: dict[str, str]
) -> None:
    """Its receipt needs no repository, and says what it is; it has no content."""
    event = events.same_as(database, ids["zh@v1"], ids["zh@v2"], AT)
    early = repository.checkpoint()
    events.policy(database, 0, AT, independent=False, publish="any")
    for reference in (event.id, event.id[:9]):
        receipt = repository.prove(reference, early)
        checked = check(receipt, checkpoint=early)
        assert (checked.id, checked.record) == (event.id, event.as_json())
        assert checked.reference == "same-as event of 2026-11-26"
    with pytest.raises(errors.NotProved, match="has no content"):
        check(receipt, b"x")
    later = event_queries.last(database, "policy")
    assert later is not None
    with pytest.raises(errors.NotProved, match="newer than the checkpoint"):
        repository.prove(later.id, early)
    assert [one.id for one in event_queries.by_prefix(database, event.id[:8])] == [event.id]


def test_agents_whom_nobody_names_are_found(
    repository: provrepo.Repository, database: Database
) -> None:
    """One that a version, an event or a note names is not among them."""
    assert whole(repository)
    with database.transaction() as transaction:
        events.responsible(transaction, [ADA])
    (finding,) = repository.verify()
    assert (finding.code, finding.place) == ("unreferenced", f"agent {ADA.agent.id[:12]}")
    from provrepo.notes import NoteDraft

    noted = Changes(agents=("Ada Sample:editor",))
    repository.add_note("a/en", NoteDraft("x"), noted)
    assert whole(repository)
    repository.purge("a/en", "asked", part="notes")
    with database.transaction() as transaction:
        events.responsible(transaction, [KIM._replace(agent=SECOND)])
    assert whole(repository)  # the notes that are gone may have named him


SECOND = Agent("Second", None, "person", "2" * 32)
