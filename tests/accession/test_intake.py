"""Many drafts at once: the same versions as one by one, each refusal in its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import provrepo
from provrepo import errors
from provrepo.accession import intake
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.editing.commit import Outcome
from provrepo.formats.draft import Draft
from provrepo.notes import NoteDraft
from provrepo.store import write
from tests.conftest import NOON


def drafts(texts: int, versions: int) -> Iterator[Draft]:
    """Yield the versions of some texts, transcriptions and translations mixed."""
    for number in range(texts):
        for version in range(versions):
            for text in ("transcription:zh", "translation:en"):
                yield Draft(
                    content=f"Letter {number} " * 50 + f"{text} {version}",
                    document=f"letter-{number}",
                    text=text,
                    agents=("Kim <k@example.org>:editor",),
                    fields={"title": f"Letter {number}"} if version == 0 else {},
                    based_on=(f"letter-{number}/transcription:zh",) if "en" in text else None,
                )


def outcomes(repository: provrepo.Repository, some_drafts: list[Draft]) -> list[Outcome]:
    """Ingest drafts, of which none may be refused."""
    results = []
    for outcome in repository.ingest_drafts(some_drafts):
        assert isinstance(outcome, Outcome), outcome
        results.append(outcome)
    return results


def test_a_batch_makes_the_versions_that_single_writes_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every id is the same, and so the whole ledger."""
    monkeypatch.setattr("os.urandom", lambda count: b"n" * count)
    roots = []
    for name, size in (("single", 1), ("batch", 1000)):
        with provrepo.create(
            tmp_path / name, clock=fixed_clock(NOON), origin="example.edu/t"
        ) as repository:
            some_drafts = list(drafts(5, 4))
            for start in range(0, len(some_drafts), size):
                outcomes(repository, some_drafts[start : start + size])
            assert list(repository.verify()) == []
            roots.append(repository.checkpoint())
    assert roots[0] == roots[1]
    assert roots[0].size == 1 + 40


def test_a_second_run_makes_nothing(repository: provrepo.Repository) -> None:
    """What stands there already is unchanged, in a batch as well."""
    assert {outcome.status for outcome in outcomes(repository, list(drafts(3, 1)))} == {"new"}
    assert {outcome.status for outcome in outcomes(repository, list(drafts(3, 1)))} == {"unchanged"}


def test_a_refused_draft_is_told_in_its_place_and_stops_none(
    repository: provrepo.Repository,
) -> None:
    """The others are in, before it and after it."""
    some_drafts = [
        Draft(content="one", document="a", text="transcription:en"),
        Draft(content="two", document="Not A Key", text="transcription:en"),
        Draft(content="three", document="a", text="transcription:en", based_on=("nowhere@v1",)),
        Draft(content="four", document="a", text="transcription:en"),
    ]
    results = list(repository.ingest_drafts(some_drafts))
    assert [type(result) for result in results] == [
        Outcome,
        errors.InvalidValue,
        errors.NotFound,
        Outcome,
    ]
    assert [version.record.number for version in repository.history("a")] == [2, 1]
    assert repository.content("a") == "four"


def test_a_translation_inherits_the_metadata_of_its_batch(
    repository: provrepo.Repository,
) -> None:
    """The transcription that goes in with it is its basis, and lends it its citation."""
    results = outcomes(
        repository,
        [
            Draft(
                content="外交部", document="a", text="transcription:zh", fields={"title": "A cable"}
            ),
            Draft(content="Foreign Ministry", document="a", text="translation:en"),
        ],
    )
    assert [basis.version for basis in results[1].version.record.based_on] == [
        results[0].version.id
    ]
    assert (repository.citation("a/en") or {})["title"] == "A cable"


def test_what_is_named_by_its_number_is_stored_first(repository: provrepo.Repository) -> None:
    """A reference to a version of the same batch that needs looking up finds it."""
    results = outcomes(
        repository,
        [
            Draft(content="old", document="a", text="transcription:zh"),
            Draft(content="new", document="a", text="transcription:zh"),
            Draft(content="Old", document="a", text="translation:en", based_on=("a/zh@v1",)),
        ],
    )
    assert results[2].version.record.based_on[0].version == results[0].version.id


def intrude(url: str, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Let another process add a version before the next append; clear the list for one more."""
    append = write.append
    intruded: list[bool] = []

    def intruding(*arguments: object) -> None:
        if not intruded:
            intruded.append(True)
            with provrepo.open(url) as other:
                other.ingest(b"meanwhile", document="a", text="transcription:en")
        append(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(write, "append", intruding)
    return intruded


def test_another_writer_meanwhile_is_planned_around(
    repository: provrepo.Repository, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody's version is lost; who named a parent that is no longer newest is told so."""
    outcomes(repository, [Draft(content="first", document="a", text="transcription:en")])
    intruded = intrude(url, monkeypatch)
    free = Draft(content="second", document="a", text="transcription:en")
    (outcome,) = outcomes(repository, [free])
    assert outcome.version.record.number == 3
    assert [repository.content(f"a@v{number}") for number in (1, 2, 3)] == [
        "first",
        "meanwhile",
        "second",
    ]
    intruded.clear()
    bound = Draft(content="third", document="a", text="transcription:en")
    (refused,) = repository.ingest_drafts([bound], Changes(parent="a@v3"))
    assert isinstance(refused, errors.Conflict)
    assert refused.number == 4


def test_notes_of_a_batch_get_ids_of_their_own(repository: provrepo.Repository) -> None:
    """A note that is added in the second version of a batch does not take the first one's id."""
    changes = Changes(notes=(NoteDraft("Look here", quote="word"),))
    some_drafts = [
        Draft(content=f"a word {number}", document="a", text="transcription:en")
        for number in range(2)
    ]
    results = [next(iter(repository.ingest_drafts([draft], changes))) for draft in some_drafts[:1]]
    results += list(
        repository.ingest_drafts(some_drafts[1:], Changes(notes=(NoteDraft("And here"),)))
    )
    assert all(isinstance(outcome, Outcome) for outcome in results)
    assert {note.id for note in repository.notes("a").notes} == {"n1", "n2"}


def test_a_dry_run_stores_nothing(repository: provrepo.Repository) -> None:
    """It tells what would become of each draft."""
    results = list(repository.ingest_drafts(list(drafts(2, 2))[::2], dry_run=True))
    assert [result.status for result in results if isinstance(result, Outcome)] == [
        "new",
        "changed",
    ] * 2
    assert list(repository.documents()) == []


@pytest.mark.parametrize("order", ["text by text", "round and round"])
def test_batches_that_follow_each_other_make_what_one_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    """The next batch is planned before the one before is stored, whatever texts both have."""
    monkeypatch.setattr("os.urandom", lambda count: b"n" * count)
    some_drafts = list(drafts(4, 5))
    if order == "round and round":
        some_drafts.sort(key=lambda draft: draft.content.rpartition(" ")[2])
    roots = []
    for name, versions in (("one", 1000), ("many", 7), ("more", 3)):
        monkeypatch.setattr(intake, "VERSIONS", versions)
        with provrepo.create(
            tmp_path / name, clock=fixed_clock(NOON), origin="example.edu/t"
        ) as repository:
            outcomes(repository, some_drafts)
            assert list(repository.verify()) == []
            roots.append(repository.checkpoint())
    assert roots[0] == roots[1] == roots[2]


def test_what_was_planned_on_a_batch_that_came_too_late_is_planned_again(
    repository: provrepo.Repository, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process adds a version while the second batch is planned: all go in after it."""
    monkeypatch.setattr(intake, "VERSIONS", 2)
    outcomes(repository, [Draft(content="first", document="a", text="transcription:en")])
    intrude(url, monkeypatch)
    some_drafts = [
        Draft(
            content=f"then {number}",
            document="a",
            text="transcription:en",
            agents=("Kim <k@example.org>:editor",),
        )
        for number in range(7)
    ]
    results = outcomes(repository, some_drafts)
    assert [outcome.version.record.number for outcome in results] == list(range(3, 10))
    assert [version.record.number for version in repository.history("a")] == list(range(9, 0, -1))
    assert repository.content("a@v2") == "meanwhile"
    assert repository.content("a@v9") == "then 6"
    assert len({agent for outcome in results for agent in outcome.version.record.agents}) == 1
    assert list(repository.verify()) == []


def test_a_reference_into_the_batch_before_is_waited_for(
    repository: provrepo.Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version that is on its way is stored before it is looked up by its number."""
    monkeypatch.setattr(intake, "VERSIONS", 2)
    results = outcomes(
        repository,
        [
            Draft(content="old", document="a", text="transcription:zh"),
            Draft(content="new", document="a", text="transcription:zh"),
            Draft(content="other", document="b", text="transcription:zh"),
            Draft(content="Old", document="a", text="translation:en", based_on=("a/zh@v1",)),
            Draft(content="Newer", document="a", text="translation:en"),
        ],
    )
    assert results[3].version.record.based_on[0].version == results[0].version.id
    assert results[4].version.record.parent == results[3].version.id
