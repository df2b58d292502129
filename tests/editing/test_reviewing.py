"""Reviews as people make them: of one exact version, under the policy of their moment."""

from __future__ import annotations

import pytest

import provrepo
from provrepo import errors
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from tests.conftest import NOON, CommandLine

KIM, ADA, BOB = "Kim Yong:translator", "Ada Sample <a@example.org>:reviewer", "Bob:reviewer"


def said(agent: str, message: str = "") -> Changes:
    """Return who says something, and why."""
    return Changes(agents=(agent,), message=message or None)


@pytest.fixture
def archive(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with a transcription and a translation of it, and a moving clock."""
    moments = iter(range(NOON, NOON + 1000))
    repository._clock = lambda: fixed_clock(next(moments))()  # noqa: SLF001
    repository.ingest(
        "外交部電".encode(), said("Li:transcriber"), document="a", text="transcription:zh"
    )
    changes = Changes(based_on=("a/zh@v1",), agents=(KIM,))
    repository.ingest(b"Foreign Ministry cable", changes, document="a", text="translation:en")
    return repository


def revise(repository: provrepo.Repository, content: bytes) -> str:
    """Make another version of the translation; return its reference."""
    outcome = repository.ingest(content, said(KIM), document="a", text="translation:en")
    return outcome.version.reference


def selected(repository: provrepo.Repository, selector: str) -> str | None:
    """Return the version that a selector chooses, None where there is none."""
    try:
        return repository.version(f"a/en@{selector}").reference.rpartition("@")[2]
    except errors.NotFound:
        return None


def test_a_state_never_passes_to_another_version(archive: provrepo.Repository) -> None:
    """Not to the next one, not to one with the same words, and not to another text."""
    archive.review("a/en@v1", "approved", said(ADA))
    assert selected(archive, "approved") == "v1"
    revise(archive, b"Foreign Ministry cable of May")
    restored = archive.restore("a/en@v1", said(KIM)).version
    for reference in ("a/en@v2", restored.reference, "a/zh"):
        state = archive.state(reference)
        assert (state.state, state.approvals, state.approved) == (None, 0, False), reference
    assert selected(archive, "approved") == "v1"
    assert archive.state("a/en").in_words == (
        "v1 approved; v3, the newest, has the text of v1, its notes and its metadata"
    )
    assert archive.state("a/en@v2").in_words == "v1 approved; v2 differs in 2 words"


def test_as_many_people_as_the_policy_asks_for(archive: provrepo.Repository) -> None:
    """One twice is one; a return begins anew; and nothing is released before."""
    archive.set_policy(approvals=2, independent=True, publish="approved")
    archive.review("a/en", "submitted", said(KIM))
    for message in ("once", "twice"):
        reviewed = archive.review("a/en", "approved", said(ADA, message))
        assert reviewed.state.own_words == "submitted, 1 of 2 approvals"
    assert selected(archive, "approved") is None
    with pytest.raises(errors.InvalidValue, match=r"asks for 2 approvals .*it has 1"):
        archive.review("a/en", "published", said(ADA))
    assert archive.review("a/en", "approved", said(BOB)).state.own_words == "approved"
    archive.review("a/en", "published", said(BOB))
    assert (selected(archive, "approved"), selected(archive, "published")) == ("v1", "v1")
    archive.review("a/en", "returned", said(ADA, "a line is missing"))
    assert (selected(archive, "approved"), selected(archive, "published")) == (None, None)
    assert archive.state("a/en").in_words == "v1 returned"
    assert list(archive.verify()) == []


@pytest.mark.parametrize(
    ("maker", "reviewer", "is_allowed"),
    [
        ("Ada Sample:editor", "Ada Sample:reviewer", False),
        ("Ada Sample:editor", "ada  sample <a@example.org>:reviewer", False),
        ("A. Sample <a@example.org>:editor", "Ada Sample <a@example.org>:reviewer", False),
        ("Ada Sample <a@example.org>:editor", "Ada Sample <b@example.org>:reviewer", True),
        ("Ada Sample:editor", "Bob:reviewer", True),
    ],
)
def test_nobody_approves_a_version_that_names_them(
    archive: provrepo.Repository, maker: str, reviewer: str, is_allowed: bool
) -> None:
    """By name or identifier; two people of one name have identifiers that differ."""
    archive.set_policy(independent=True)
    archive.ingest(b"others", said(maker), document="b", text="translation:en")
    if is_allowed:
        assert archive.review("b", "approved", said(reviewer)).state.approved
        return
    with pytest.raises(errors.InvalidValue, match="who made a version does not approve it"):
        archive.review("b", "approved", said(reviewer))
    assert archive.reviews("b") == []


def test_a_policy_takes_nothing_back(archive: provrepo.Repository) -> None:
    """What was approved under an earlier one stays so; what it lacks now is said."""
    archive.review("a/en", "approved", said(BOB))
    archive.set_policy(approvals=2, publish="approved")
    state = archive.state("a/en")
    assert (state.state, selected(archive, "approved")) == ("approved", "v1")
    assert state.shortfall == "the policy asks for 2 approvals; a/translation:en@v1 has 1"
    with pytest.raises(errors.InvalidValue, match="approvals"):
        archive.review("a/en", "published", said(BOB))


def test_purging_a_person_changes_no_state(archive: provrepo.Repository) -> None:
    """Their approval stays, and who has two names did not approve as two people."""
    archive.set_policy(approvals=2)
    archive.review("a/en", "approved", said(ADA))
    with pytest.raises(errors.InvalidValue, match="approved it as “Ada Sample”"):
        archive.review("a/en", "approved", said("A. S. <a@example.org>:reviewer"))
    archive.review("a/en", "approved", said(BOB))
    for name in ("Ada Sample", "Bob", "Kim Yong"):
        archive.purge(None, "asked for it", agent=name)
    assert archive.state("a/en").approvals == 2
    assert selected(archive, "approved") == "v1"
    assert [entry.by[0].name for entry in archive.reviews("a/en")] == ["[purged]", "[purged]"]
    assert list(archive.verify()) == []


def test_withdrawn_and_purged_versions_are_never_selected(archive: provrepo.Repository) -> None:
    """The one before them is, and they can be reviewed no more."""
    for content in (b"two", b"three"):
        revise(archive, content)
    for number in (1, 2, 3):
        archive.review(f"a/en@v{number}", "approved", said(BOB))
        archive.review(f"a/en@v{number}", "published", said(BOB))
    archive.withdraw("a/en@v3", "wrong")
    assert (selected(archive, "approved"), selected(archive, "published")) == ("v2", "v2")
    archive.purge("a/en@v2", "asked for")
    assert (selected(archive, "approved"), selected(archive, "published")) == ("v1", "v1")
    for reference in ("a/en@v2", "a/en@v3"):
        with pytest.raises(errors.InvalidReference, match="review another version"):
            archive.review(reference, "approved", said(BOB))


def test_a_return_keeps_the_passages(archive: provrepo.Repository) -> None:
    """In code points of that version; words that do not stand there once are refused."""
    version = revise(archive, "The [North] Ministry 外交部".encode())
    for quote, error in (("South", errors.QuoteError), ("  ", errors.InvalidValue)):
        with pytest.raises(error):
            archive.review(version, "returned", said(BOB, "why"), quotes=quote)
    with pytest.raises(errors.InvalidValue, match="--return"):
        archive.review(version, "approved", said(BOB), quotes="[North]")
    with pytest.raises(errors.InvalidValue, match="say why"):
        archive.review(version, "returned", said(BOB))
    reviewed = archive.review(version, "returned", said(BOB, "why"), quotes=("外交部", "[North]"))
    assert [(one.start, one.end, one.text) for one in reviewed.review.passages] == [
        (4, 11, "[North]"),
        (21, 24, "外交部"),
    ]
    assert archive.reviews("a/en") == [reviewed.review]


def test_a_translation_is_read_beside_a_version_of_its_basis(archive: provrepo.Repository) -> None:
    """The one it was made from, or another that is named; a newer one is a warning."""
    archive.ingest("外交部電報".encode(), said("Li:editor"), document="a", text="transcription:zh")
    reviewed = archive.review("a/en", "approved", said(BOB))
    assert reviewed.review.against == "a/transcription:zh@v1"
    assert any("a/transcription:zh@v2 is newer" in warning for warning in reviewed.warnings)
    other = archive.review("a/en", "approved", said(ADA), against="a/zh@v2")
    assert (other.review.against, other.warnings) == ("a/transcription:zh@v2", ())
    assert archive.review("a/en", "submitted", said(BOB)).review.against is None
    with pytest.raises(errors.InvalidReference, match="same text"):
        archive.review("a/en", "approved", said(BOB), against="a/en@v1")


def test_a_review_needs_somebody(archive: provrepo.Repository) -> None:
    """And a state that there is."""
    with pytest.raises(errors.InvalidValue, match="say who"):
        archive.review("a/en", "approved")
    with pytest.raises(errors.InvalidValue, match="submitted"):
        archive.review("a/en", "fine", said(BOB))
    assert archive.reviews("a/en") == []


def test_a_policy_is_recorded_where_it_says_something_new(archive: provrepo.Repository) -> None:
    """What is not named stays."""
    assert archive.policy().event is None
    first = archive.set_policy(said(BOB, "board"), approvals=2)
    assert (str(first), first.message) == ("approvals=2 independent=no publish=any", "board")
    second = archive.set_policy(independent=True)
    assert (str(second), second.by) == ("approvals=2 independent=yes publish=any", ())
    assert archive.set_policy(approvals=2, independent=True) == second
    for wrong in ({"approvals": -1}, {"approvals": True}, {"publish": "all"}, {"independent": 1}):
        with pytest.raises(errors.InvalidValue):
            archive.set_policy(**wrong)
    assert archive.policy() == second


def test_on_the_command_line(run: CommandLine) -> None:
    """Brackets are shown, mistakes are one line, and nothing is recorded then."""
    run("init")
    run("ingest", "-", "--document", "a", "--text", "translation:en", stdin=b"twelve boats")
    agent = ("--agent", "Bob [x]:reviewer")
    done = run("review", "a", "--return", "-m", "[/] why", "--quote", "boats", *agent)
    assert done.stderr.startswith(b"returned: a/translation:en@v1 "), done.stderr
    listed = run("review", "a").stdout.decode().splitlines()
    assert listed[0].startswith("a/translation:en@v1 returned by Bob [x], ")
    assert listed[0].endswith(": [/] why")
    assert listed[1:] == ["    “boats”"]
    for arguments in (
        ("review", "a", "--approve", "--release", *agent),
        ("review", "a", "--quote", "boats"),
        ("review", "a", "--approve"),
        ("review", "b", "--approve", *agent),
        ("policy", "approvals"),
        ("policy", "approvals=-1"),
        ("policy", "approvals=1", "approvals=2"),
        ("policy", "independent=perhaps"),
        ("policy", "colour=red"),
    ):
        done = run(*arguments)
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), arguments
    assert len(run("review", "a").stdout.splitlines()) == 2
    assert run("policy").stdout == b"approvals=0 independent=no publish=any\n"
    assert run("policy", "approvals=1", "independent=YES").returncode == 0
    assert run("policy").stdout == b"approvals=1 independent=yes publish=any\n"


def test_log_list_and_show_say_how_the_newest_differs(
    archive: provrepo.Repository, run: CommandLine, url: str
) -> None:
    """From the newest approved one: in words, or in what stands beside the same words."""
    archive.review("a/en", "approved", said(BOB, "[fine]"))
    repository = ("--repo", url)

    def shown() -> set[str]:
        """Return what each of the three says of the translation."""
        (listed,) = (line for line in lines("list", "a") if line.startswith("translation"))
        logged = next(line for line in lines("log", "a/en") if "approved" in line)
        done = run(*repository, "show", "a/en")
        return {
            listed.partition("(")[2].partition(")  ")[0],
            logged.strip(),
            done.stderr.decode().strip().removeprefix("a/translation:en: "),
        }

    def lines(*arguments: str) -> list[str]:
        return run(*repository, *arguments).stdout.decode().splitlines()

    assert shown() == {"approved", "v1 approved", "approved by Bob, 2026-11-24: [fine]"}
    revise(archive, b"Foreign Ministry telegram, secret")
    assert shown() == {"v1 approved; v2, the newest, differs in 2 words"}
    archive.restore("a/en@v1", said(KIM))
    archive.revise("a/en", Changes(fields={"title": "T"}, agents=(KIM,)))
    assert shown() == {"v1 approved; v4, the newest, has the text of v1; metadata differ"}
    archive.review("a/en", "submitted", said(KIM))
    assert "v4, the newest (submitted), has the text of v1" in " ".join(shown())
    archive.withdraw("a/en@v1", "wrong")
    assert {"v4 submitted", "submitted; v1 withdrawn"} < shown()


def test_cite_and_resolve_warn_where_the_policy_asks_for_more(
    archive: provrepo.Repository,
) -> None:
    """And of what was returned; without a policy nothing is asked for."""
    archive.revise("a/en", Changes(fields={"title": "T"}, agents=(KIM,)))
    assert archive.cite("a/en")[0].warnings == ()
    archive.set_policy(approvals=1)
    asked = "the policy asks for 1 approval; a/translation:en@v2 has none"
    assert archive.cite("a/en")[0].warnings == (asked,)
    (pin,) = archive.find_pins(f"see {archive.version('a/en').short_id}")
    assert (pin.review, pin.needs_attention) == (asked, False)
    archive.review("a/en@v1", "approved", said(BOB))
    better = f"{asked}; a/translation:en@v1 is approved"
    assert archive.cite("a/en")[0].warnings == (better,)
    archive.review("a/en@v2", "approved", said(BOB))
    assert archive.cite("a/en")[0].warnings == ()
    archive.review("a/en@v2", "returned", said(ADA, "a slip"))
    (warning,) = archive.cite("a/en")[0].warnings
    assert warning == ("a/translation:en@v2 was returned by Ada Sample <a@example.org>: a slip")
