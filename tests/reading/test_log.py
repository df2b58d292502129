"""The log of a text: what each version changed, and what it was made from."""

from __future__ import annotations

import pytest

import provrepo
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft


@pytest.fixture
def archive(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with a transcription of two versions and a translation of the first."""
    repository.ingest(b"one", document="a", text="transcription:zh")
    based = Changes(based_on=("a/transcription", "label:film 12", "https://sample.example/x"))
    repository.ingest(b"eins", based, document="a", text="translation:de")
    repository.ingest(b"two", document="a", text="transcription:zh")
    return repository


def words(entry: provrepo.LogEntry) -> list[str]:
    """Return what an entry is based on, in words, and what is to be known of each."""
    document = entry.version.document
    return ["; ".join((basis.within(document), *basis.cautions())) for basis in entry.based_on]


def test_each_basis_is_named(archive: provrepo.Repository) -> None:
    """A version here by its text and number, with what became of it; sources outside as given."""
    (entry,) = archive.log("a/translation")
    assert words(entry) == [
        "transcription:zh v1; v2 is newer",
        "“film 12”",
        "https://sample.example/x",
    ]
    here, *outside = entry.as_json()["based_on"]
    assert here["reference"] == "a/transcription:zh@v1"
    assert here["version"] == archive.version("a/transcription@v1").id
    assert (here["newer"], here["withdrawn"]) == ("a/transcription:zh@v2", None)
    assert [basis["reference"] for basis in outside] == [None, None]
    assert [basis["label"] for basis in outside] == ["film 12", None]


def test_what_became_of_a_basis_is_said(archive: provrepo.Repository) -> None:
    """That it was withdrawn or purged; a withdrawn version is no newer one."""
    archive.withdraw("a/transcription@v2", "wrong page")
    archive.purge("a/transcription@v1", "asked")
    (entry,) = archive.log("a/translation")
    assert words(entry)[0] == "transcription:zh v1; purged: asked"
    archive.withdraw("a/transcription@v1", "a trial")
    (entry,) = archive.log("a/translation")
    assert entry.based_on[0].withdrawn == "a trial"


def test_a_basis_is_called_as_it_is_called_today(archive: provrepo.Repository) -> None:
    """After a document was renamed, the new key is the one that a reader can use."""
    relay = Changes(based_on=("a/translation",))
    archive.ingest(b"un", relay, document="b", text="translation:fr")
    archive.rename("a", "c")
    (entry,) = archive.log("b")
    assert words(entry) == ["c/translation:de v1"]


def test_what_each_version_changed(archive: provrepo.Repository) -> None:
    """Text, notes, metadata, basis; nothing of the first version, nor of a review."""
    archive.add_note("a/translation", NoteDraft("A note"))
    archive.revise("a/translation", Changes(fields={"title": "T"}, based_on=("label:x",)))
    archive.revise("a/translation", Changes(activity="review"))
    entries = archive.log("a/translation")
    assert [entry.changed for entry in entries] == [(), ("metadata", "basis"), ("notes",), ()]
    assert [entry.as_json()["changed"] for entry in entries][1] == ["metadata", "basis"]
    assert [entry.version.record.number for entry in entries] == [4, 3, 2, 1]


def test_the_latest_is_the_one_that_counts(archive: provrepo.Repository) -> None:
    """A withdrawn version is not; where all were withdrawn, none is."""
    assert [entry.latest for entry in archive.log("a/transcription")] == [True, False]
    archive.withdraw("a/transcription@v2", "wrong")
    assert [entry.latest for entry in archive.log("a/transcription")] == [False, True]
    archive.withdraw("a/transcription@v1", "wrong too")
    assert [entry.latest for entry in archive.log("a/transcription")] == [False, False]


def test_an_inherited_basis_is_named_in_each_version(repository: provrepo.Repository) -> None:
    """A basis is inherited; each version that has it is shown with it."""
    repository.ingest(b"one", document="a", text="transcription:zh")
    changes = Changes(based_on=("a/transcription",))
    for number in range(5):
        repository.ingest(b"%d" % number, changes, document="a", text="translation:de")
        changes = Changes()
    names = {words(entry)[0] for entry in repository.log("a/translation")}
    assert names == {"transcription:zh v1"}
