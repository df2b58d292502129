"""Where a file belongs, where its name, its own words, the editor and the repository say it."""

from __future__ import annotations

from pathlib import Path

import pytest

import provrepo
from provrepo.errors import InputError, NotFound
from tests.accession.test_folders import epidoc, fill, took

TWO_TEXTS = epidoc("ΑΒΓ", more='<div type="translation" xml:lang="en"><p>abc</p></div>')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make files whose names tell nothing."""
    return fill(
        tmp_path / "in",
        {"one.txt": "one", "two.txt": "two", "three.txt": "three", "edition.xml": TWO_TEXTS},
    )


def test_a_document_with_one_text_needs_no_name_for_it(
    repository: provrepo.Repository, folder: Path
) -> None:
    """The new file can only be a version of that text."""
    repository.ingest(folder / "one.txt", document="a", text="translation:en")
    assert took(repository, folder / "two.txt", document="a") == {
        "two.txt": "changed: a/translation:en@v2"
    }


def test_a_document_with_two_texts_lists_them(
    repository: provrepo.Repository, folder: Path
) -> None:
    """The editor has to say which one; a short name is enough for that."""
    for text in ("transcription:zh", "translation:en"):
        repository.ingest(folder / "one.txt", document="a", text=text)
    refused = took(repository, folder / "two.txt", document="a")["two.txt"]
    assert "(there are transcription:zh, translation:en)" in refused
    assert took(repository, folder / "two.txt", document="a", text="translation") == {
        "two.txt": "changed: a/translation:en@v2"
    }
    assert took(repository, folder / "three.txt", document="a", text="zh") == {
        "three.txt": "changed: a/transcription:zh@v2"
    }
    with pytest.raises(NotFound, match="there are a/transcription:zh, a/translation:en"):
        repository.ingest(folder / "three.txt", document="a", text="fr")


def test_a_file_may_tell_the_language_of_the_text_that_is_named(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """TEI has xml:lang, so that the kind alone is enough for a new document."""
    path = fill(tmp_path, {"letter.xml": epidoc("ΑΒΓ")}) / "letter.xml"
    assert took(repository, path, text="translation") == {
        "letter.xml": "new: letter/translation:grc@v1"
    }


def test_one_text_of_a_file_can_be_chosen(repository: provrepo.Repository, folder: Path) -> None:
    """The one left out is named in a warning; a name that fits none of them is refused."""
    path = folder / "edition.xml"
    outcome = repository.ingest(path, text="translation")
    assert outcome.version.reference == "edition/translation:en@v1"
    assert outcome.version.record.based_on == ()
    assert "left out, as --text says: transcription:grc" in outcome.warnings
    assert repository.keys() == ["edition"]
    for text in ("translation:fr", "poem"):
        with pytest.raises(InputError, match=f"of which --text {text} does not name one"):
            repository.ingest(path, text=text)


def test_a_file_with_two_texts_is_not_taken_for_one(
    repository: provrepo.Repository, folder: Path
) -> None:
    """An application that asks for one outcome hears of it, and chooses."""
    with pytest.raises(InputError, match=r"holds 2 texts \(transcription:grc, translation:en\)"):
        repository.ingest(folder / "edition.xml")
    outcome = repository.ingest(folder / "edition.xml", all_texts=True)
    assert [sibling.version.text for sibling in outcome.siblings] == ["edition/translation:en"]


def test_a_parent_goes_with_one_text(repository: provrepo.Repository, folder: Path) -> None:
    """Two texts have no parent in common: nothing goes in."""
    changes = provrepo.Changes(parent="edition/translation:en@v1")
    with pytest.raises(InputError, match="--parent goes with one, which --text names"):
        repository.ingest(folder / "edition.xml", changes, all_texts=True)
    assert repository.keys() == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.translation.txt", "after .translation. comes a language, then perhaps a label"),
        ("a.translation.en.x.y.txt", "after .translation. comes a language"),
        ("a.translation.en_US.txt", "BCP 47"),
        ("a.translation.en.Label.txt", "label"),
    ],
)
def test_a_name_that_tells_a_text_badly_is_refused(
    repository: provrepo.Repository, tmp_path: Path, name: str, reason: str
) -> None:
    """What is wrong, and how to say it instead."""
    path = fill(tmp_path, {name: "x"}) / name
    refused = took(repository, path)[name]
    assert refused.startswith("refused: ")
    assert reason in refused
    assert "or name the text: --text translation:LANGUAGE" in refused


def test_a_folder_named_nearly_like_a_text_is_a_folder(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """`notes.translation.old drafts` has no language in its name: its files are no pages of it."""
    fill(tmp_path / "in", {"notes.translation.old drafts/a.translation.en.txt": "a"})
    assert took(repository, tmp_path / "in") == {"a.translation.en.txt": "new: a/translation:en@v1"}
