"""What was purged and comes again: left out and named, while all else goes in."""

from __future__ import annotations

from pathlib import Path

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.formats.draft import Draft
from tests.accession.history import History
from tests.conftest import CommandLine
from tests.formats.office import word
from tests.formats.test_docx import note, p, r

REASON = "the family [asked]"


def folder_of(tmp_path: Path, **texts: str) -> Path:
    """Return a folder with transcriptions, by the keys of their documents."""
    folder = tmp_path / "in"
    folder.mkdir(exist_ok=True)
    for key, text in texts.items():
        (folder / f"{key}.transcription.en.txt").write_text(text)
    return folder


def statuses(results: object) -> dict[str, str]:
    """Return what became of each file, by the keys in their names."""
    assert isinstance(results, list)
    return {result.file.rpartition("/")[2].partition(".")[0]: result.status for result in results}


@pytest.mark.parametrize("dry_run", [True, False])
def test_in_a_folder(repository: provrepo.Repository, tmp_path: Path, *, dry_run: bool) -> None:
    """The same file as before, and the same words under another name; the others go in."""
    folder = folder_of(tmp_path, a="secret", b="public")
    list(repository.ingest_files([folder]))
    repository.purge("a", REASON)
    folder_of(tmp_path, c="secret", d="new")
    for _ in range(2):
        run = repository.ingest_files([folder], dry_run=dry_run)
        results = list(run)
        became = statuses(results)
        assert (became["a"], became["b"], became["c"]) == ("left out", "unchanged", "left out")
        assert run.skipped == {"purged": 2}
        for result in results:
            if result.status == "left out":
                assert isinstance(result.result, errors.Purged)
                assert result.result.reason == REASON
                assert (result.error or "").startswith(f"{result.file}: content ")
    assert list(repository.verify()) == []
    assert repository.keys() == (["a", "b"] if dry_run else ["a", "b", "d"])


def test_the_same_answer_alone_and_in_a_folder(tmp_path: Path, run: CommandLine) -> None:
    """Alone it cannot be done; in a folder that is no reason to stop, or to call it a failure."""
    folder_of(tmp_path, a="secret", b="public")
    run("init")
    run("ingest", "in")
    run("purge", "a", "--reason", REASON)
    said = b"was purged on "
    for path in ("in/a.transcription.en.txt", "-"):
        alone = run("ingest", path, "--document", "a", "--text", "en", stdin=b"secret")
        assert (alone.returncode, alone.stdout, alone.stderr.count(b"\n")) == (2, b"", 1)
        assert said in alone.stderr
        assert REASON.encode() in alone.stderr
    together = run("ingest", "in")
    assert (together.returncode, together.stdout) == (0, b"")
    first, counts = together.stderr.splitlines()
    assert first.startswith(b"left out: in/a.transcription.en.txt: content ")
    assert first.endswith(REASON.encode())
    assert counts == b"1 unchanged; left out: purged (1)"
    named = run("ingest", "in/a.transcription.en.txt", "in/b.transcription.en.txt")
    assert named.returncode == 1
    assert said in named.stderr


def test_a_translation_goes_in_without_the_transcription_that_does_not(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """It finds no basis in the run, as there is none, and is not refused for that."""
    repository.ingest(b"secret", document="x", text="transcription:en")
    repository.purge("x", REASON)
    folder = folder_of(tmp_path, a="secret")
    (folder / "a.translation.de.txt").write_text("geheim")
    results = list(repository.ingest_files([folder]))
    assert [result.status for result in results] == ["left out", "new"]
    assert repository.version("a").record.based_on == ()


def test_drafts_of_an_application(repository: provrepo.Repository) -> None:
    """The one that brings it is told, the others go in."""
    repository.ingest(b"secret", document="x", text="transcription:en")
    repository.purge("x", REASON)
    drafts = [
        Draft(words, document=key, text="transcription:en")
        for key, words in (("a", "one"), ("b", "secret"), ("c", "two"), ("b", "public"))
    ]
    outcomes = list(repository.ingest_drafts(drafts))
    assert isinstance(outcomes[1], errors.Purged)
    assert [repository.content(key) for key in "abc"] == ["one", "public", "two"]
    assert repository.version("b").record.number == 1
    assert list(repository.verify()) == []


def test_in_a_git_history(repository: provrepo.Repository, tmp_path: Path) -> None:
    """Commits that bring it make no version; those after them follow the one before it.

    Whatever comes later goes on from there, and what was left out is not asked again once a later
    commit of its text is in.
    """
    repository.ingest(b"secret", document="x", text="transcription:en")
    repository.purge("x", REASON)
    history, name = History(), "a.transcription.en.txt"
    for text in (b"secret", b"one", b"secret", b"two"):
        history.commit({name: text, "b.transcription.en.txt": b"b " + text})
    path = str(history.write(tmp_path / "g"))
    run = repository.import_git(path)
    results = list(run)
    left_out = [result for result in results if result.status == "left out"]
    assert [result.file.partition("@")[0] for result in left_out] == [name, name]
    assert run.skipped["purged"] == 2
    log = repository.history("a")
    assert [repository.content(version.id) for version in log] == ["two", "one"]
    assert log[0].record.parent == log[1].id
    assert len(repository.history("b")) == 4

    assert {result.status for result in repository.import_git(path)} <= {"unchanged"}
    history.commit({name: b"secret"})
    history.write(tmp_path / "g")
    for _ in range(2):  # nothing later is in, by which it would be known
        (again,) = repository.import_git(path)
        assert again.status == "left out"
    history.commit({name: b"three"})
    history.write(tmp_path / "g")
    assert "changed" in {result.status for result in repository.import_git(path)}
    assert list(repository.import_git(path)) == []
    assert repository.version("a").record.parent == log[0].id
    assert repository.version("a").record.number == 3
    assert list(repository.verify()) == []


def test_a_history_whose_own_version_was_purged_goes_on(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Its commit is known by the record; a later commit that goes back to it is left out."""
    history, name = History(), "a.transcription.en.txt"
    for text in (b"secret", b"one"):
        history.commit({name: text})
    path = str(history.write(tmp_path / "g"))
    list(repository.import_git(path))
    repository.purge("a@v1", REASON)
    assert list(repository.import_git(path)) == []
    history.commit({name: b"secret"})
    history.commit({name: b"two"})
    history.write(tmp_path / "g")
    became = [result.status for result in repository.import_git(path)]
    assert became == ["left out", "changed"]
    assert repository.content("a@v3") == "two"
    assert list(repository.verify()) == []


def test_the_command_names_it_once_for_all_commits(tmp_path: Path, run: CommandLine) -> None:
    """It is no failure: nobody wants what was purged back."""
    run("init")
    run("ingest", "-", "--document", "x", "--text", "transcription:en", stdin=b"secret")
    run("purge", "x", "--reason", REASON)
    history = History()
    for text in (b"secret", b"one", b"secret", b"two"):
        history.commit({"a.transcription.en.txt": text})
    history.write(tmp_path / "g")
    result = run("import-git", "g")
    assert result.returncode == 0
    assert result.stderr.count(b"left out: a.transcription.en.txt@") == 1
    assert b"(and in 1 later commit)" in result.stderr


NOTED = word(
    p("Words", r('<w:footnoteReference w:id="1"/>')), footnotes=note(1, p("the informant's name"))
)
LATER = word(
    p("Other words", r('<w:footnoteReference w:id="1"/>')),
    footnotes=note(1, p("the informant's name")),
)


def test_notes_that_were_purged_are_left_out_of_the_version(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """The text goes in, without them, and a warning says so: alone and in a folder."""
    path = tmp_path / "in" / "a.transcription.en.docx"
    path.parent.mkdir()
    path.write_bytes(NOTED)
    repository.ingest(path)
    assert len(repository.notes("a").notes) == 1
    repository.purge("a", REASON, part="notes")
    alone = repository.ingest(path)
    assert alone.status == "unchanged"
    (again,) = repository.ingest_files([path.parent], Changes(fields={"title": "T"}))
    assert isinstance(again.result, provrepo.Outcome)
    assert again.status == "changed"
    for warnings in (alone.warnings, again.result.warnings):
        assert any(warning.startswith("its notes are left out: notes ") for warning in warnings)
    assert repository.notes("a").notes == ()
    assert list(repository.verify()) == []


def test_metadata_that_were_purged_are_left_out_of_the_version(
    repository: provrepo.Repository,
) -> None:
    """The text goes in with what is known otherwise; said by hand it is refused."""
    said = Changes(citation={"type": "document", "title": "Letter of the informant"})
    repository.ingest(b"one", said, document="a", text="transcription:en")
    repository.purge("a", REASON, part="citation")
    outcome = repository.ingest(b"two", said, document="a", text="transcription:en")
    assert outcome.status == "changed"
    assert any(text.startswith("its citation metadata are left out") for text in outcome.warnings)
    assert outcome.version.record.citation is None
    with pytest.raises(errors.Purged, match="asked"):
        repository.revise("a", said)
    assert list(repository.verify()) == []


def test_a_file_that_was_purged_is_left_out_of_the_version(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Its words are no secret, its bytes are: the record names the file, and has it not."""
    path = tmp_path / "a.transcription.en.docx"
    for data in (NOTED, LATER):
        path.write_bytes(data)
        repository.ingest(path)
    repository.purge("a@v1", REASON, part="file")
    path.write_bytes(NOTED)
    outcome = repository.ingest(path)
    assert (outcome.status, outcome.version.record.number) == ("changed", 3)
    assert any(text.startswith("the bytes of its file are left out") for text in outcome.warnings)
    assert repository.content("a") == repository.content("a@v1")
    with pytest.raises(errors.Purged):
        repository.file("a")
    assert list(repository.verify()) == []
