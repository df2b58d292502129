"""Taking a later version back: by a folder ingested once more, by one file, in a history."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import provrepo
from provrepo.editing.changes import Changes
from provrepo.errors import OlderText
from provrepo.formats.draft import Draft
from tests.accession.test_folders import fill
from tests.conftest import CommandLine

NAME = "memo.transcription.en.txt"


@pytest.fixture
def corrected(repository: provrepo.Repository, tmp_path: Path) -> provrepo.Repository:
    """Return a repository in which the text of ``in/`` was corrected from elsewhere."""
    fill(tmp_path / "in", {NAME: "three boats\n"})
    assert len(list(repository.ingest_files([tmp_path / "in"]))) == 1
    repository.ingest(b"four boats\n", document="memo", text="transcription:en")
    return repository


def test_a_folder_does_not_take_a_correction_back(
    corrected: provrepo.Repository, tmp_path: Path
) -> None:
    """Its file is held back, and the error names both versions and what to do."""
    (ingested,) = corrected.ingest_files([tmp_path / "in"])
    assert ingested.status == "refused"
    assert isinstance(ingested.result, OlderText)
    assert ingested.result.older == "memo/transcription:en@v1"
    assert ingested.result.newest == "memo/transcription:en@v2"
    assert "provrepo restore memo/transcription:en@v1" in str(ingested.error)
    assert corrected.content("memo") == "four boats\n"


def test_a_manifest_does_not_either(corrected: provrepo.Repository, tmp_path: Path) -> None:
    """What it names is a list of files that may be as old as a folder."""
    manifest = tmp_path / "in" / "manifest.csv"
    manifest.write_text(f"file\n{NAME}\n")
    (ingested,) = corrected.ingest_files([], manifest=manifest)
    assert isinstance(ingested.result, OlderText)


def test_it_is_let_in_where_that_is_meant(corrected: provrepo.Repository, tmp_path: Path) -> None:
    """A new version with the older content, and a warning that names the one taken back."""
    (ingested,) = corrected.ingest_files([tmp_path / "in"], allow_older=True)
    assert isinstance(ingested.result, provrepo.Outcome)
    assert ingested.result.version.record.number == 3
    (warning,) = ingested.result.warnings
    assert "memo/transcription:en@v1" in warning
    assert "provrepo restore memo/transcription:en@v2" in warning
    assert corrected.content("memo") == "three boats\n"


def test_a_single_file_goes_in_with_a_warning(
    corrected: provrepo.Repository, tmp_path: Path
) -> None:
    """Whoever names a file means it, and is told all the same."""
    outcome = corrected.ingest(tmp_path / "in" / NAME)
    assert outcome.status == "changed"
    assert "@v2 is taken back" in outcome.warnings[0]
    assert corrected.ingest(tmp_path / "in" / NAME).warnings == ()  # nothing is new now


def test_a_new_text_of_the_file_is_no_taking_back(
    corrected: provrepo.Repository, tmp_path: Path
) -> None:
    """Only a content that the text has had before is held back."""
    fill(tmp_path / "in", {NAME: "five boats\n"})
    (ingested,) = corrected.ingest_files([tmp_path / "in"])
    assert ingested.status == "changed"


def test_a_withdrawn_version_is_not_taken_back(
    corrected: provrepo.Repository, tmp_path: Path
) -> None:
    """Where the correction was withdrawn the file says what the newest version says."""
    corrected.withdraw("memo@v2", "wrong")
    (ingested,) = corrected.ingest_files([tmp_path / "in"])
    assert ingested.status == "unchanged"


def test_a_withdrawn_text_that_comes_again_is_told(
    corrected: provrepo.Repository, tmp_path: Path
) -> None:
    """A folder that still has the text which was withdrawn does not bring it back."""
    corrected.withdraw("memo@v2", "a wrong number")
    fill(tmp_path / "in", {NAME: "four boats\n"})
    (ingested,) = corrected.ingest_files([tmp_path / "in"])
    assert isinstance(ingested.result, OlderText)
    assert "@v2, which was withdrawn" in str(ingested.result)
    outcome = corrected.ingest(tmp_path / "in" / NAME)
    assert "@v2, which was withdrawn" in outcome.warnings[0]


def test_drafts_of_one_batch_are_told_as_well(repository: provrepo.Repository) -> None:
    """The version that is taken back may be planned, and not stored yet."""
    contents = ("one", "two", "one")
    drafts = [Draft(content, document="memo", text="transcription:en") for content in contents]
    outcomes = list(repository.ingest_drafts(drafts))
    assert all(isinstance(outcome, provrepo.Outcome) for outcome in outcomes)
    told = [outcome.warnings for outcome in outcomes if isinstance(outcome, provrepo.Outcome)]
    assert told[:2] == [(), ()]
    assert "memo/transcription:en@v2 is taken back" in told[2][0]


def test_a_revert_in_a_git_history_goes_in(repository: provrepo.Repository, tmp_path: Path) -> None:
    """A history is taken as it is, and its reverts are history."""
    git = ("git", "-C", str(tmp_path), "-c", "user.name=Li", "-c", "user.email=li@example.org")
    subprocess.run([*git, "init", "-q"], check=True)
    for content in ("one\n", "two\n", "one\n"):
        (tmp_path / NAME).write_text(content)
        subprocess.run([*git, "add", NAME], check=True)
        subprocess.run([*git, "commit", "-q", "-m", content], check=True)
    results = [ingested.result for ingested in repository.import_git(str(tmp_path))]
    assert [result.warnings for result in results if isinstance(result, provrepo.Outcome)] == [
        (),
        (),
        (),
    ]
    assert repository.content("memo") == "one\n"


def test_the_command_holds_back_and_exits_with_1(tmp_path: Path, run: CommandLine) -> None:
    """One line on standard error names the file, the versions, and the two ways on."""
    fill(tmp_path / "in", {NAME: "three boats\n"})
    run("init")
    run("ingest", "in")
    (tmp_path / NAME).write_text("four boats\n")
    run("ingest", NAME)
    held_back = run("ingest", "in")
    assert held_back.returncode == 1
    (line,) = [line for line in held_back.stderr.decode().splitlines() if NAME in line]
    assert "@v1 again" in line
    assert "--allow-older" in line
    assert run("ingest", "in", "--allow-older").returncode == 0


@pytest.fixture
def translated(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with a translation whose transcription was corrected afterwards."""
    repository.ingest("三艘漁船".encode(), document="memo", text="transcription:zh")
    based = Changes(based_on=("memo/zh@v1",))
    repository.ingest(b"Three boats", based, document="memo", text="translation:en")
    repository.ingest("四艘漁船".encode(), document="memo", text="transcription:zh")
    return repository


def test_a_translation_still_based_on_an_old_text_warns(
    translated: provrepo.Repository,
) -> None:
    """The warning names both versions and the command that says otherwise, which clears it."""
    outcome = translated.ingest(b"Four boats", document="memo", text="translation:en")
    (warning,) = outcome.warnings
    assert "still based on memo/transcription:zh@v1" in warning
    assert "memo/transcription:zh@v2 has another text" in warning
    command = warning.partition("say so: ")[2]
    assert command == (
        "provrepo revise memo/translation:en --based-on memo/transcription:zh@v2 --activity review"
    )
    translated.revise("memo/en", Changes(based_on=("memo/zh@v2",), activity="review"))
    assert translated.status().stale == ()


def test_a_dry_run_warns_of_an_old_basis_as_well(translated: provrepo.Repository) -> None:
    """Nothing is stored, and the same is said."""
    outcome = translated.ingest(b"Four", document="memo", text="translation:en", dry_run=True)
    assert "still based on memo/transcription:zh@v1" in outcome.warnings[0]


def test_who_names_the_basis_is_not_warned(translated: provrepo.Repository) -> None:
    """Neither of the new one, nor of the old one: it was said on purpose."""
    new = Changes(based_on=("memo/zh@v2",))
    old = Changes(based_on=("memo/zh@v1",))
    for content, changes in ((b"Four boats", new), (b"Three vessels", old)):
        outcome = translated.ingest(content, changes, document="memo", text="translation:en")
        assert outcome.warnings == ()


def test_a_basis_of_another_form_is_no_warning(repository: provrepo.Repository) -> None:
    """A blank line more in the transcription concerns no translator."""
    repository.ingest("三艘漁船\n完".encode(), document="memo", text="transcription:zh")
    based = Changes(based_on=("memo/zh@v1",))
    repository.ingest(b"Three boats", based, document="memo", text="translation:en")
    repository.ingest("三艘漁船\n\n完".encode(), document="memo", text="transcription:zh")
    outcome = repository.ingest(b"Three ships", document="memo", text="translation:en")
    assert outcome.warnings == ()
