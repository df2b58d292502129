"""What can be compared: versions by any reference, files on disk, parents and bases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.reading.comparing.comparison import Comparison
from tests.conftest import only_sqlite


@pytest.fixture
def archive(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with a transcription of two versions and a translation of the first."""
    repository.ingest(b"One [2] three", document="a", text="transcription:en")
    based = Changes(based_on=("a/transcription",))
    repository.ingest(b"Eins zwei drei", based, document="a", text="translation:de")
    repository.ingest(b"One [two] Three", document="a", text="transcription:en")
    return repository


def changed(comparison: Comparison) -> list[tuple[str, str]]:
    """Return what was deleted and inserted by each change."""
    return [(change.deleted, change.inserted) for change in comparison.diff.changes]


def test_what_a_basis_has_become(archive: provrepo.Repository) -> None:
    """A translator sees the version translated beside the newest one of that text."""
    (comparison,) = archive.since_based_on("a/de")
    assert comparison.before == "a/transcription:en@v1"
    assert comparison.after == "a/transcription:en@v2"
    assert changed(comparison) == [("2", "two"), ("three", "Three")]


def test_each_basis_is_compared(archive: provrepo.Repository) -> None:
    """A text made from two versions has two comparisons, in the order of its bases."""
    both = Changes(based_on=("a/transcription:en@v2", "a/transcription:en@v1", "label:a film"))
    archive.revise("a/de", both)
    comparisons = archive.since_based_on("a/de")
    assert [len(comparison.diff.changes) for comparison in comparisons] == [0, 2]


def test_a_text_based_on_nothing_here_has_nothing_to_compare(archive: provrepo.Repository) -> None:
    """A description of a source cannot be compared."""
    archive.revise("a/de", Changes(based_on=("label:the original",)))
    with pytest.raises(errors.NotFound, match="based on"):
        archive.since_based_on("a/de")


def test_classes_of_change_can_be_ignored(archive: provrepo.Repository) -> None:
    """One class may be named as it is; what is no class is refused with the list of them."""
    assert changed(archive.diff("a/transcription", ignore="case")) == [("2", "two")]
    assert changed(archive.diff("a/transcription", ignore=["case"])) == [("2", "two")]
    assert len(archive.diff("a/transcription", ignore=()).diff.changes) == 2
    (comparison,) = archive.since_based_on("a/de", ignore="case")
    assert changed(comparison) == [("2", "two")]
    with pytest.raises(errors.InvalidValue, match="use one of"):
        archive.diff("a/transcription", ignore="cases")


def test_versions_texts_and_files_are_collated(
    archive: provrepo.Repository, tmp_path: Path
) -> None:
    """Each witness is named, and its readings, joined, are its text."""
    draft = tmp_path / "draft.txt"
    draft.write_text("One [zwei] Three")
    references = ["a/transcription@v1", "a/transcription", str(draft)]
    collation = archive.collate(references)
    assert collation.witnesses == (
        "a/transcription:en@v1",
        "a/transcription:en@v2",
        str(draft),
    )
    texts = [
        "".join(segment.readings[number] for segment in collation.segments) for number in range(3)
    ]
    assert texts == ["One [2] three", "One [two] Three", "One [zwei] Three"]


@only_sqlite
@pytest.mark.parametrize("references", ["a", ["a"], [], ("a",), iter(["a"])])
def test_one_text_cannot_be_collated(
    archive: provrepo.Repository, references: Sequence[str]
) -> None:
    """A collation is of two or more, and the error says so."""
    with pytest.raises(errors.InvalidReference, match="two or more"):
        archive.collate(references)


@only_sqlite
def test_a_file_is_compared_with_something(archive: provrepo.Repository, tmp_path: Path) -> None:
    """A file alone has no parent; a path without a file is answered as a path."""
    draft = tmp_path / "draft.txt"
    draft.write_text("x")
    with pytest.raises(errors.InvalidReference, match="name the version"):
        archive.diff(str(draft))
    for path in ("./missing.txt", "../missing", "/missing"):
        with pytest.raises(errors.NotFound, match=f"no file {path}"):
            archive.diff("a/de", path)
