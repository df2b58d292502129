"""A run as a whole: more files than fit in memory, folders that change, reports, second runs."""

from __future__ import annotations

import gc
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import provrepo
from provrepo.accession import known, run, template, walking
from provrepo.accession.intake import MANY
from provrepo.errors import InputError, InvalidValue
from provrepo.formats.draft import Draft
from tests.accession.test_folders import fill, summary, took
from tests.conftest import CommandLine
from tests.formats.test_pages import page


def test_more_files_than_are_kept_in_memory(
    repository: provrepo.Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folders are walked again for each rank: the same results, and nothing counted twice."""
    monkeypatch.setattr(walking, "KEPT", 2)
    names = [f"{key}.{kind}.en.txt" for key in "abc" for kind in ("translation", "transcription")]
    folder = fill(tmp_path / "in", {name: name for name in [*names, ".hidden", "scan.png"]})
    (folder / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    files = repository.ingest_files([folder])
    results = [summary(ingested) for ingested in files if ingested.status != "left out"]
    assert results == [
        *(f"new: {key}/transcription:en@v1" for key in "abc"),
        *(f"new: {key}/translation:en@v1" for key in "abc"),
    ]
    assert files.total == 7
    assert files.skipped == {"hidden": 1, "images": 1}


def test_a_folder_that_goes_away_during_the_run_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was there when the one above it was listed; what comes after it still goes in."""
    folder = fill(tmp_path / "in", {f"{key}/{key}.transcription.en.txt": key for key in "abc"})
    monkeypatch.setattr(walking, "KEPT", 1)
    files = walking.Folders([os.fspath(folder)]).of_rank(0)
    first = next(files)
    shutil.rmtree(folder / "b")
    gone, last = files
    assert (first.error, last.error) == (None, None)
    assert str(gone.error) == f"{folder}/b: cannot be read: no such file or directory"


def test_pages_named_one_by_one_and_in_folders_are_one_text(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """What a folder refuses beside them is named, and the pages go in."""
    folder = fill(tmp_path, {"p1.xml": page("one"), "more/p2.xml": page("two")})
    (folder / "more" / "link.xml").symlink_to("nowhere")
    where = {"document": "letter", "text": "transcription:de"}
    assert took(repository, folder / "p1.xml", folder / "more", **where) == {
        "link.xml": f"refused: {folder}/more/link.xml: is a link that leads nowhere",
        "2 files": "new: letter/transcription:de@v1",
    }
    assert repository.content("letter") == "one\n\ftwo\n"


def test_files_that_are_no_pages_are_no_one_text(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """A plain text among pages is refused with advice; images alone are no text."""
    folder = fill(
        tmp_path,
        {"a/p1.xml": page("one"), "a/notes.txt": "n", "b/1.png": b"\x89PNG\r\n\x1a\n"},
    )
    fill(folder, {"b/2.png": b"\x89PNG\r\n\x1a\n"})
    where = {"document": "letter", "text": "transcription:de"}
    (mixed,) = took(repository, folder / "a", **where).values()
    assert "notes.txt: is no page (PAGE, ALTO, hOCR), but one of 2 files" in mixed
    (images,) = took(repository, folder / "b", **where).values()
    assert images.startswith("refused: ")
    assert "image" in images
    assert repository.keys() == []


def test_a_path_that_makes_no_text_by_the_pattern_is_refused(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """The pattern matches, but what it finds is no language; the others go in."""
    folder = fill(tmp_path / "in", {"a/translation/en.txt": "a", "b/translation/english-.txt": "b"})
    results = took(repository, folder, pattern="{document}/{kind}/{language}.txt")
    assert results["en.txt"] == "new: a/translation:en@v1"
    assert "BCP 47" in results["english-.txt"]


def test_a_report_that_cannot_be_written_stops_at_once(tmp_path: Path, run: CommandLine) -> None:
    """Before anything goes in: a folder of that name, or a folder that is not there."""
    fill(tmp_path / "in", {"a.translation.en.txt": "a"})
    run("init")
    for place, reason in (
        ("in", "is a folder; name a file for the report"),
        ("nowhere/r.json", "cannot be written: no such file or directory"),
    ):
        result = run("ingest", "in", "--report", place)
        assert (result.returncode, result.stdout) == (2, b"")
        assert result.stderr.decode() == f"provrepo: {place}: {reason}\n"
    assert run("list").stdout == b""


def test_a_report_names_the_rows_of_a_manifest(tmp_path: Path, run: CommandLine) -> None:
    """As the error messages do; it is readable for everybody whom a new file is readable for."""
    fill(tmp_path, {"a": "a", "m.csv": "file,document,text\na,a,translation:en\nb,b,poem\n"})
    run("init")
    assert run("ingest", "--manifest", "m.csv", "--report", "r.json").returncode == 1
    report = json.loads((tmp_path / "r.json").read_text())
    assert sorted((entry["row"], entry["status"]) for entry in report["files"]) == [
        (2, "new"),
        (3, "refused"),
    ]
    (tmp_path / "new").touch()
    assert (tmp_path / "r.json").stat().st_mode == (tmp_path / "new").stat().st_mode
    assert not list(tmp_path.glob(f"{walking.TEMPORARY}*"))


def test_a_name_that_no_manifest_can_hold_has_no_template(tmp_path: Path) -> None:
    """A manifest is UTF-8; the file has to be renamed first."""
    (tmp_path / os.fsdecode(b"\xff.translation.en.txt")).write_text("x")
    with pytest.raises(InvalidValue, match="rename the file"):
        template.rows([os.fspath(tmp_path)])


def test_files_are_read_again_by_another_provrepo(
    repository: provrepo.Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may find other words in the same bytes; the same one only compares them."""
    folder = fill(tmp_path / "in", {"a.translation.en.txt": "a"})
    took(repository, folder)
    read_again: list[str] = []

    def drafts_in(data: bytes, path: str, reading: object) -> tuple[Draft, ...]:  # noqa: ARG001
        read_again.append(os.path.basename(path))  # noqa: PTH119
        return (Draft(content=f"{data.decode()}, read better"),)

    monkeypatch.setattr(run, "drafts_in", drafts_in)
    assert took(repository, folder) == {"a.translation.en.txt": "unchanged: a/translation:en@v1"}
    assert read_again == []
    monkeypatch.setattr(known, "SOFTWARE", "provrepo 99")
    assert took(repository, folder) == {"a.translation.en.txt": "changed: a/translation:en@v2"}
    assert read_again == ["a.translation.en.txt"]


def test_an_application_that_collects_no_garbage_is_left_alone(
    repository: provrepo.Repository,
) -> None:
    """Its setting is its own: before, while and after drafts go in."""
    thresholds = gc.get_threshold()

    def drafts() -> Iterator[Draft]:
        for number in range(MANY):
            yield Draft(content="x", document=f"d{number}", text="transcription:en")
            seen.append(gc.get_threshold()[0])

    for threshold in (0, 700, 1_000_000):
        seen: list[int] = []
        gc.set_threshold(threshold, *thresholds[1:])
        try:
            results = repository.ingest_drafts(drafts())
            seen += [gc.get_threshold()[0] for _ in results]
            seen.append(gc.get_threshold()[0])
        finally:
            gc.set_threshold(*thresholds)
        assert set(seen) == {threshold}


def test_a_result_that_is_no_refusal_has_no_error(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """`error` is None for what went in, and the reason for what did not."""
    folder = fill(tmp_path / "in", {"a.translation.en.txt": "a", "b.translation.en.txt": b"\xff"})
    errors = {result.status: result.error for result in repository.ingest_files([folder])}
    assert errors["new"] is None
    assert "is not UTF-8" in (errors["refused"] or "")


def test_a_manifest_that_is_no_table_is_refused_before_the_run(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """A name that no file can have is said like one that no file has."""
    with pytest.raises(InputError, match="cannot be read: file name too long"):
        repository.ingest_files([], manifest=tmp_path / ("x" * 5000))
