"""The reviewer's desk: what waits, for whom, since when, and what changed since an approval."""

from __future__ import annotations

import pytest

import provrepo
from provrepo.clock import fixed_clock
from provrepo.editing.attribution import attributions
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from provrepo.store import events
from provrepo.store.event_data import Review, Span
from tests.conftest import NOON, CommandLine

KIM, ADA, BOB = "Kim Yong:translator", "Ada Sample:reviewer", "Bob:reviewer"


def said(agent: str, message: str = "why") -> Changes:
    """Return who says something, and why."""
    return Changes(agents=(agent,), message=message)


@pytest.fixture
def archive(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with one translation, and a clock that moves by a day."""
    moments = iter(range(NOON, NOON + 10**7, 86400))
    repository._clock = lambda: fixed_clock(next(moments))()  # noqa: SLF001
    repository.ingest(b"twelve boats", said(KIM), document="a", text="translation:en")
    return repository


def desk(repository: provrepo.Repository) -> list[tuple[str, str, str, str]]:
    """Return what waits: the version's number, for what, for whom, and since when."""
    status = repository.status(only=["review"])
    assert status.clean == (not status.review)
    return [
        (item.reference.rpartition("@")[2], item.waits_for, item.who, item.since[:10])
        for item in status.review
    ]


def test_a_version_goes_from_desk_to_desk(archive: provrepo.Repository) -> None:
    """Submitted, returned, made anew, submitted, approved by two, released: then nothing waits."""
    assert desk(archive) == []  # nobody asks for a review
    archive.set_policy(approvals=2, independent=True, publish="approved")
    assert desk(archive) == [("v1", "submission", "its makers", "2026-11-24")]
    archive.review("a", "submitted", said(KIM))
    assert desk(archive) == [("v1", "approval", "a reviewer other than Kim Yong", "2026-11-26")]
    archive.review("a", "approved", said(ADA))
    (item,) = archive.status(only="review").review
    assert item.who == "a reviewer other than Kim Yong, Ada Sample"
    assert item.message.startswith("waits for 1 more of 2 approvals, ")
    archive.review("a", "returned", said(BOB, "count them"), quotes="twelve")
    (item,) = archive.status(only="review").review
    assert (item.waits_for, item.who, item.approved) == ("revision", "Kim Yong", None)
    assert item.complaint is not None
    assert item.complaint.review.message == "count them"
    archive.ingest(b"thirteen boats", said(KIM), document="a", text="translation:en")
    (item,) = archive.status(only="review").review
    assert (item.waits_for, item.reference) == ("submission", "a/translation:en@v2")
    assert item.complaint is not None
    assert item.complaint.standing == ()
    assert item.commands == ("provrepo review a/translation:en@v2 --submit",)
    for who, state in ((KIM, "submitted"), (ADA, "approved"), (BOB, "approved")):
        archive.review("a", state, said(who))
    assert [row[:3] for row in desk(archive)] == [("v2", "release", "an editor")]
    archive.review("a", "published", said(ADA))
    assert desk(archive) == []


def test_what_changed_since_the_last_approval(archive: provrepo.Repository) -> None:
    """Words, notes, metadata and basis; with the command that shows them, and those that decide."""
    archive.review("a", "approved", said(BOB))
    archive.ingest(b"twelve fishing boats [sic]", said(KIM), document="a", text="translation:en")
    archive.add_note("a", NoteDraft("Two are ours."), said(KIM))
    changes = Changes(fields={"title": "On Boats"}, based_on=("label:film 2",), agents=(KIM,))
    archive.revise("a", changes)
    archive.review("a", "submitted", said(KIM))
    (item,) = archive.status("a").review
    assert item.approved == "a/translation:en@v1"
    assert item.changed == (
        "differs in 2 words; notes: 1 added; metadata: title, type; another basis"
    )
    assert item.commands == (
        "provrepo diff a/translation:en@v1..v4",
        "provrepo review a/translation:en@v4 --approve",
        'provrepo review a/translation:en@v4 --return -m "…" --quote "…"',
    )


def test_a_complaint_is_shown_until_it_is_settled(archive: provrepo.Repository) -> None:
    """At the next review too, with the passages that still stand."""
    archive.review("a", "returned", said(BOB), quotes=("twelve", "boats"))
    archive.ingest(b"thirteen boats", said(KIM), document="a", text="translation:en")
    submitted = archive.review("a", "submitted", said(KIM))
    assert submitted.complaint is not None
    assert submitted.complaint.standing == ("boats",)
    assert submitted.complaint.in_words[1:] == (
        "    “twelve” (no longer stands in v2)",
        "    “boats” (still stands in v2)",
    )
    archive.review("a", "approved", said(ADA))
    archive.ingest(b"thirteen ships", said(KIM), document="a", text="translation:en")
    assert archive.review("a", "submitted", said(KIM)).complaint is None


def test_an_older_version_waits_while_nobody_submits_the_newer(
    archive: provrepo.Repository,
) -> None:
    """Somebody is perhaps reading it; a withdrawn one waits for nobody."""
    archive.review("a", "submitted", said(KIM))
    archive.ingest(b"thirteen boats", said(KIM), document="a", text="translation:en")
    (item,) = archive.status("a").review
    assert item.message.endswith("; a/translation:en@v2 is newer")
    archive.withdraw("a@v1", "wrong")
    assert [row[:2] for row in desk(archive)] == [("v2", "submission")]


def test_a_check_of_passages_asks_nobody_for_a_review(archive: provrepo.Repository) -> None:
    """It is no state: nothing waits, and nothing is shown of the version."""
    archive.ingest("十二艘".encode(), said("Li:transcriber"), document="a", text="transcription:zh")
    checked = Review(
        archive.version("a/en").id, "checked", (Span(0, 6),), archive.version("a/zh").id
    )
    events.review(
        archive._database,  # noqa: SLF001
        checked,
        "2026-11-24T12:00:00Z",
        agents=attributions(BOB),
    )
    assert desk(archive) == []
    assert archive.log("a/en")[0].review is None
    assert archive.state("a/en").in_words == ""
    assert [entry.state for entry in archive.reviews("a/en")] == ["checked"]


def test_a_policy_that_asks_for_more_brings_it_back(archive: provrepo.Repository) -> None:
    """What is approved, and cannot be released under it, waits for another approval."""
    archive.review("a", "approved", said(BOB))
    assert desk(archive) == []
    archive.set_policy(approvals=2, publish="approved")
    (item,) = archive.status().review
    assert (item.waits_for, item.who) == ("approval", "a reviewer other than Bob")


def test_the_longest_waiting_comes_first(
    archive: provrepo.Repository, run: CommandLine, url: str
) -> None:
    """Approvals before what nobody submitted; and all of it is printed."""
    for key in ("b", "c"):
        archive.ingest(b"[x]", said(KIM), document=key, text="translation:en")
    archive.review("c", "submitted", said(KIM))
    archive.review("b", "submitted", said(KIM))
    archive.set_policy(approvals=1)
    waiting = archive.status(only="review").review
    assert [item.reference[0] for item in waiting] == ["c", "b", "a"]
    done = run("--repo", url, "status", "--only", "review", "--check")
    assert done.returncode == 1
    printed = done.stdout.decode().splitlines()
    assert printed[0] == (
        "review: c/translation:en@v1 waits for 1 approval, by a reviewer (since 2026-11-27)"
    )
    assert printed[-1] == "in all: review 3 (documents: 3, texts: 3)"
