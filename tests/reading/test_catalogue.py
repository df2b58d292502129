"""The list of documents: titles, newest versions, and pages of a long list."""

from __future__ import annotations

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.reading import catalogue
from tests.conftest import only_sqlite


@pytest.mark.parametrize(
    "texts", [("transcription:zh", "translation:en"), ("translation:en", "transcription:zh")]
)
def test_the_title_is_the_newest(repository: provrepo.Repository, texts: tuple[str, str]) -> None:
    """Of two texts with metadata of their own, the one described last has the document's title."""
    for text in texts:
        said = Changes(citation={"title": f"Title of {text}"})
        repository.ingest(text.encode(), said, document="a", text=text)
    (document,) = repository.documents()
    assert document.title == f"Title of {texts[1]}"
    assert repository.document("a").title == document.title


def test_a_title_that_was_corrected_is_the_document_s(repository: provrepo.Repository) -> None:
    """The list shows the title of the newest version, not the one given first."""
    for title in ("Tittle", "Title"):
        said = Changes(fields={"title": title})
        repository.ingest(b"x", said, document="a", text="transcription:en")
    assert [document.title for document in repository.documents()] == ["Title"]


def test_a_document_without_a_title_has_none(repository: provrepo.Repository) -> None:
    """Neither where nobody described it, nor where its title is no text."""
    repository.ingest(b"x", document="a", text="transcription:en")
    number = Changes(citation={"title": 1984})
    repository.ingest(b"x", number, document="b", text="transcription:en")
    no_title = Changes(fields={"archive": "X"})
    repository.ingest(b"x", no_title, document="c", text="transcription:en")
    assert [document.title for document in repository.documents()] == [None, None, None]


def test_a_title_that_was_purged_is_gone(repository: provrepo.Repository) -> None:
    """The list goes on without it."""
    said = Changes(fields={"title": "A Name"})
    repository.ingest(b"x", said, document="a", text="transcription:en")
    repository.purge("a", "personal data", part="citation")
    assert [document.title for document in repository.documents()] == [None]


def test_a_long_list_is_read_in_pages(
    repository: provrepo.Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the pages fall, each document comes once, in order."""
    keys = [f"d{number:02}" for number in range(11)]
    for key in keys:
        repository.ingest(key.encode(), document=key, text="transcription:en")
    for size in (1, 3, 5, 11, 12):
        monkeypatch.setattr(catalogue, "PAGE", size)
        assert [document.key for document in repository.documents()] == keys
        assert [document.key for document in repository.documents(limit=7)] == keys[:7]
        after = repository.documents(after="d04", limit=3)
        assert [document.key for document in after] == ["d05", "d06", "d07"]
    assert list(repository.documents(limit=0)) == []
    assert list(repository.documents(after="d10")) == []


def test_keys_begin_with_a_prefix(repository: provrepo.Repository) -> None:
    """All of them without one, in order."""
    for key in ("border", "board", "cable"):
        repository.ingest(key.encode(), document=key, text="transcription:en")
    assert repository.keys() == ["board", "border", "cable"]
    assert repository.keys("bo") == ["board", "border"]
    assert repository.keys("x") == []


def test_the_json_of_a_document(repository: provrepo.Repository) -> None:
    """A text has its number of versions and its newest one; the key is today's."""
    for content in (b"one", b"two"):
        repository.ingest(content, document="a", text="transcription:en")
    repository.rename("a", "b")
    value = repository.document("a").as_json()
    assert (value["key"], value["title"]) == ("b", None)
    (text,) = value["texts"]
    assert (text["text"], text["versions"]) == ("transcription:en", 2)
    assert text["newest"]["reference"] == "b/transcription:en@v2"


@only_sqlite
def test_a_document_that_is_not_here_is_not_found(repository: provrepo.Repository) -> None:
    """The error names keys that resemble it; what is no key is refused before."""
    repository.ingest(b"x", document="cable", text="transcription:en")
    with pytest.raises(errors.NotFound) as caught:
        repository.document("cabel")
    assert caught.value.candidates == ("cable",)
    with pytest.raises(errors.InvalidValue, match="document key"):
        repository.document("Cable!")


def test_withdrawn_metadata_are_passed_over(repository: provrepo.Repository) -> None:
    """A document's title, and what the first version of another text takes over, are not theirs."""
    for title in ("right", "wrong"):
        said = Changes(fields={"title": title})
        repository.ingest(title.encode(), said, document="a", text="transcription:en")
    said = Changes(fields={"title": "quite wrong"})
    repository.ingest(b"x", said, document="a", text="transcription:fr")
    repository.withdraw("a/en@v2", "a mistake")
    repository.withdraw("a/fr", "a mistake")
    assert repository.document("a").title == "right"
    repository.ingest(b"y", document="a", text="translation:de")
    assert repository.citation("a/de") == {"title": "right", "type": "document"}
