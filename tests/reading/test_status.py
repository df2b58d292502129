"""What needs work, and the commands that clear it."""

from __future__ import annotations

import shlex

import pytest

import provrepo
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from provrepo.reading.findings import suggested_basis


def put(repository: provrepo.Repository, document: str, content: str, *based_on: str) -> None:
    """Store a content: a transcription, or a translation of what it is based on."""
    text = "translation:en" if based_on else "transcription:zh"
    said = Changes(based_on=based_on or None, fields={"title": "T"})
    repository.ingest(content.encode(), said, document=document, text=text)


def basis_flags(command: str) -> list[str]:
    """Return what follows each ``--based-on`` of a command, as a shell reads it."""
    words = shlex.split(command)
    return [words[place + 1] for place, word in enumerate(words) if word == "--based-on"]


def test_every_basis_is_named_in_the_command(repository: provrepo.Repository) -> None:
    """Versions by their newest, also one that only got a note; sources outside as they are."""
    for document in ("a", "b"):
        put(repository, document, "old")
    digest = "ab" * 32
    sources = ("label:Folder 3, 'copy'", "https://example.org/x", f"sha256:{digest}")
    put(repository, "t", "text", "a/zh", "b/zh", *sources)
    put(repository, "a", "new")
    repository.add_note("b", NoteDraft("a note"))
    (stale,) = repository.status().stale
    assert stale.superseded == "a/transcription:zh@v1"
    assert stale.newer == "a/transcription:zh@v2"
    assert basis_flags(stale.command) == [
        "a/transcription:zh@v2",
        "b/transcription:zh@v2",
        *sources,
    ]
    repository.revise("t", Changes(based_on=tuple(basis_flags(stale.command)), activity="review"))
    assert repository.status().clean


def test_a_basis_whose_versions_were_withdrawn_makes_nothing_stale(
    repository: provrepo.Repository,
) -> None:
    """There is nothing newer that a translation could follow."""
    put(repository, "a", "old")
    put(repository, "t", "text", "a/zh")
    put(repository, "a", "new")
    for number in (1, 2):
        repository.withdraw(f"a@v{number}", "a mistake")
    status = repository.status()
    assert status.stale == ()
    assert (status.documents, status.texts) == (1, 1)


def test_a_withdrawn_basis_stays_in_the_command(repository: provrepo.Repository) -> None:
    """Where another basis is stale, one without a newer version is named as it was."""
    for document in ("a", "b"):
        put(repository, document, "old")
    put(repository, "t", "text", "a/zh", "b/zh")
    repository.withdraw("b", "a mistake")
    put(repository, "a", "new")
    (stale,) = repository.status().stale
    assert basis_flags(stale.command) == ["a/transcription:zh@v2", "b/transcription:zh@v1"]


def test_a_basis_is_reached_by_two_ways_once(repository: provrepo.Repository) -> None:
    """A relay translation that also names the original is stale, and says what to clear first."""
    put(repository, "a", "old")
    put(repository, "en", "text", "a/zh")
    put(repository, "relay", "texte", "en/en", "a/zh")
    assert repository.status().stale == ()
    put(repository, "a", "new")
    first, second = repository.status().stale
    assert (first.reference, first.after) == ("en/translation:en@v1", None)
    assert (second.reference, second.after) == ("relay/translation:en@v1", "en/translation:en")


def test_a_lost_passage_is_listed_with_its_command(repository: provrepo.Repository) -> None:
    """The note is named by its id and the words that it was on."""
    put(repository, "a", "One two")
    repository.add_note("a", NoteDraft("a note", quote="two"))
    put(repository, "a", "Something else")
    status = repository.status()
    (issue,) = status.unanchored
    assert not status.clean
    assert issue.message == "has lost the passage of note n1 “two”"
    assert issue.command == 'provrepo note edit a/transcription:zh n1 --quote "…"'


@pytest.mark.parametrize(
    ("texts", "suggestion"),
    [
        (["translation:en", "transcription:zh", "transcription:ru"], "a/transcription:zh"),
        (["translation:en"], '"label:the original"'),
        ([], '"label:the original"'),
    ],
)
def test_a_basis_is_suggested(texts: list[str], suggestion: str) -> None:
    """The document's first transcription, or a description of a source outside."""
    assert suggested_basis("a", texts) == suggestion
