"""What is recorded where an editor says that a correction concerns no translation."""

from __future__ import annotations

import json

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes


def events(repository: provrepo.Repository) -> list[dict[str, object]]:
    """Return the `same-as` events of a repository, in commit order."""
    from provrepo.store import event_queries

    database = repository._database  # noqa: SLF001
    return [stored.event.as_json() for stored in event_queries.named(database, "same-as")]


def test_the_event_goes_in_with_the_version(repository: provrepo.Repository) -> None:
    """It names both versions, who made the later one, and why; nothing is between them."""
    first = repository.ingest(b"one", document="a", text="transcription:en").version
    said = Changes(same_sense=True, agents=("Mei Tan:editor",), message="a slip")
    second = repository.ingest(b"two", said, document="a", text="transcription:en").version
    (event,) = events(repository)
    assert event["targets"] == [first.id, second.id]
    assert event["message"] == "a slip"
    assert event["data"] == {
        "agents": [by.as_json() for by in second.record.agents],
        "for": "translation",
        "holds": True,
    }
    assert repository.checkpoint().size == 4  # init, two versions, the event
    assert [*repository.verify()] == []


def test_a_run_says_it_of_each_text_that_changed(
    repository: provrepo.Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """New and unchanged files have nothing to say it of."""
    folder = tmp_path_factory.mktemp("texts")
    for name, content in (("a", "one"), ("b", "one")):
        (folder / f"{name}.transcription.en.txt").write_text(content)
    assert len([*repository.ingest_files(folder)]) == 2
    (folder / "a.transcription.en.txt").write_text("two")
    (folder / "c.transcription.en.txt").write_text("new")
    assert len([*repository.ingest_files(folder, Changes(same_sense=True))]) == 3
    (event,) = events(repository)
    assert event["targets"] == [repository.version(f"a@v{number}").id for number in (1, 2)]
    assert [*repository.verify()] == []


def test_a_dry_run_says_nothing(repository: provrepo.Repository) -> None:
    """It only tells what would become of the file."""
    repository.ingest(b"one", document="a", text="transcription:en")
    said = Changes(same_sense=True)
    repository.ingest(b"two", said, document="a", text="transcription:en", dry_run=True)
    assert events(repository) == []


def test_the_last_word_counts(repository: provrepo.Repository) -> None:
    """Whichever version is named first; what was never said cannot be taken back."""
    for content in (b"one", b"two", b"three"):
        repository.ingest(content, document="a", text="transcription:en")
    repository.ingest(
        b"text", Changes(based_on=("a/transcription:en@v1",)), document="a", text="translation:fr"
    )
    said = repository.same_as("a/transcription:en@v1..v3", None, Changes(agents=("Mei:editor",)))
    assert repository.status(only="stale").clean
    assert json.loads(repository.record(said.event))["data"]["holds"] is True
    assert json.loads(json.dumps(said.as_json()))["holds"] is True
    with pytest.raises(errors.InvalidValue, match=r"said it was of a/transcription:en@v1\.\.v3"):
        repository.same_as("a/transcription:en@v1", "a/transcription:en@v2", undo=True)
    taken_back = repository.same_as("a/transcription:en@v3..v1", undo=True)
    assert (taken_back.holds, taken_back.warnings) == (False, ())
    assert not repository.status(only="stale").clean
    with pytest.raises(errors.InvalidValue, match="nobody said so of these two"):
        repository.same_as("a/transcription:en@v3..v1", undo=True)


def test_what_is_the_same_all_the_same(repository: provrepo.Repository) -> None:
    """Taking back says where nothing comes of it."""
    for content in (b"one", b"one ", b"two", b"one"):
        repository.ingest(content, document="a", text="transcription:en")
    for pair, why in (("v1..v2", "form alone"), ("v1..v4", "have the same text anyway")):
        repository.same_as(f"a@{pair}")
        (warning,) = repository.same_as(f"a@{pair}", undo=True).warnings
        assert why in warning
    for pair in ("v1..v3", "v2..v3"):
        repository.same_as(f"a@{pair}", None, Changes(message=pair))
    (warning,) = repository.same_as("a@v2..v3", undo=True).warnings
    assert "by way of other versions" in warning
