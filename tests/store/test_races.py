"""What another process does between the plan of a write and the write itself.

A second connection acts at one defined point, so that each of these happens every time.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.formats.draft import Draft
from provrepo.store import contents, events, write
from provrepo.store.prepare import Preparation, Prepared
from provrepo.store.records import Text
from tests.store.sample import AT

LONG = " ".join(str(number * number) for number in range(400))


@pytest.fixture
def meanwhile(
    repository: provrepo.Repository, url: str, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[provrepo.Repository], object]], None]:
    """Return a function: what it is given happens once the next write is planned and packed."""
    assert repository.keys() == []

    def set_up(act: Callable[[provrepo.Repository], object]) -> None:
        finish = Preparation.finish
        acts = [act]

        def finish_and_act(self: Preparation) -> Prepared:
            prepared = finish(self)
            if acts:
                with provrepo.open(url) as other:
                    acts.pop()(other)
            return prepared

        monkeypatch.setattr(Preparation, "finish", finish_and_act)

    return set_up


Meanwhile = Callable[[Callable[[provrepo.Repository], object]], None]


def stored_codec(repository: provrepo.Repository, reference: str) -> int:
    """Return how the content of a version is stored."""
    name = bytes.fromhex(repository.version(reference).record.content)
    database = repository._database  # noqa: SLF001
    return int(database.value("SELECT codec FROM content WHERE digest = ?", (name,)))


def test_what_was_written_here_meanwhile_counts_as_well(
    repository: provrepo.Repository, meanwhile: Meanwhile
) -> None:
    """The version that was planned under the former key is planned again."""
    repository.ingest(b"first", document="a", text="transcription:en")
    meanwhile(lambda _: repository.rename("a", "b"))
    second = repository.ingest(b"second", document="a", text="transcription:en").version
    assert second.record.document == "b"
    assert list(repository.verify()) == []


def test_versions_go_in_by_turns_on_two_connections(
    repository: provrepo.Repository, url: str
) -> None:
    """Each builds on what the other one wrote, and the ledger stays one."""
    with provrepo.open(url) as other:
        for number in range(9):  # 0 1 | 2 | 3 4 | 5 | 6 7 | 8: alone or not, as it comes
            writer = other if number % 3 == 2 else repository
            content = f"version {number}".encode()
            made = writer.ingest(content, document="a", text="transcription:en").version
            assert made.record.number == number + 1
        assert list(other.verify()) == []
        assert other.checkpoint() == repository.checkpoint()


def test_a_base_that_is_purged_meanwhile_is_not_built_upon(
    repository: provrepo.Repository, meanwhile: Meanwhile
) -> None:
    """The new content was packed against it; it is stored alone, and can be read."""
    repository.ingest(LONG.encode(), document="a", text="transcription:en")
    repository.ingest(f"{LONG} 1".encode(), document="a", text="transcription:en")
    assert stored_codec(repository, "a@v2") in contents.BASED  # as the next one would be
    meanwhile(lambda other: other.purge("a@v2", "no permission"))
    repository.ingest(f"{LONG} 2".encode(), document="a", text="transcription:en")
    assert stored_codec(repository, "a@v2") == contents.PURGED
    assert stored_codec(repository, "a@v3") not in contents.BASED
    assert list(repository.verify()) == []
    assert repository.content("a@v3") == f"{LONG} 2"


def test_a_base_at_another_place_of_its_chain_is_not_built_upon(
    repository: provrepo.Repository, meanwhile: Meanwhile
) -> None:
    """Another process stored the content that was to come before, and alone."""
    repository.ingest(LONG.encode(), document="a", text="transcription:en")

    def store_it_first(other: provrepo.Repository) -> None:
        other.ingest(f"{LONG} 1".encode(), document="b", text="transcription:en")

    meanwhile(store_it_first)
    drafts = [
        Draft(content=f"{LONG} {number}", document="a", text="transcription:en")
        for number in (1, 2)
    ]
    outcomes = list(repository.ingest_drafts(drafts))
    assert not [one for one in outcomes if isinstance(one, errors.ProvrepoError)]
    assert list(repository.verify()) == []
    assert repository.content("a@v3") == f"{LONG} 2"


def test_a_content_that_is_purged_meanwhile_is_refused(
    repository: provrepo.Repository, meanwhile: Meanwhile
) -> None:
    """It was here when the version was planned, and must not come back."""
    repository.ingest(LONG.encode(), document="a", text="transcription:en")
    meanwhile(lambda other: other.purge("a", "no permission"))
    with pytest.raises(errors.Purged, match="no permission"):
        repository.ingest(LONG.encode(), document="b", text="transcription:en")
    assert repository.keys() == ["a"]
    assert list(repository.verify()) == []


def test_a_document_that_is_renamed_meanwhile_gets_the_new_text(
    repository: provrepo.Repository, meanwhile: Meanwhile
) -> None:
    """A text that is new: it goes to the document under its new key, not to a second one."""
    repository.ingest(b"one", document="a", text="transcription:en")
    meanwhile(lambda other: other.rename("a", "b"))
    made = repository.ingest(b"two", document="a", text="translation:fr").version
    assert (made.reference, made.record.document) == ("b/translation:fr@v1", "b")
    assert repository.keys() == ["b"]
    assert list(repository.verify()) == []


def test_a_document_that_is_renamed_meanwhile_gets_the_next_version(
    repository: provrepo.Repository, meanwhile: Meanwhile
) -> None:
    """Of a text that is there: the record has the key of when it was stored."""
    repository.ingest(b"one", document="a", text="transcription:en")
    meanwhile(lambda other: other.rename("a", "b"))
    made = repository.ingest(b"two", document="a", text="transcription:en").version
    assert (made.reference, made.record.document) == ("b/transcription:en@v2", "b")
    assert list(repository.verify()) == []


def test_a_text_that_is_renamed_meanwhile_gets_the_next_version(
    repository: provrepo.Repository, meanwhile: Meanwhile
) -> None:
    """Under its new name, as a record that was stored after the event has."""
    repository.ingest(b"one", document="a", text="transcription:en")
    old, new = Text("transcription", "en"), Text("transcription", "fr")
    meanwhile(
        lambda other: events.retext(other._database, "a", old, new, AT)  # noqa: SLF001
    )
    made = repository.ingest(b"two", document="a", text="transcription:en").version
    assert (made.reference, made.record.text) == ("a/transcription:fr@v2", new)
    assert list(repository.verify()) == []


def test_a_new_text_does_not_take_a_name_that_was_given_up_meanwhile(
    repository: provrepo.Repository, meanwhile: Meanwhile
) -> None:
    """Two processes make the same text; the other one renames it before this one writes."""

    def make_and_rename(other: provrepo.Repository) -> None:
        other.ingest(b"theirs", document="a", text="translation:en")
        old, new = Text("translation", "en"), Text("translation", "fr")
        events.retext(other._database, "a", old, new, AT)  # noqa: SLF001

    repository.ingest(b"one", document="a", text="transcription:en")
    meanwhile(make_and_rename)
    made = repository.ingest(b"ours", document="a", text="translation:en").version
    assert made.reference == "a/translation:fr@v2"
    assert list(repository.verify()) == []


def test_who_names_a_parent_is_told_of_the_renaming_by_a_conflict(
    repository: provrepo.Repository, meanwhile: Meanwhile
) -> None:
    """The version that was named is still the newest, so the second attempt goes in."""
    first = repository.ingest(b"one", document="a", text="transcription:en").version
    meanwhile(lambda other: other.rename("a", "b"))
    parent = Changes(parent=first.id)
    made = repository.ingest(b"two", parent, document="a", text="transcription:en").version
    assert made.record.parent == first.id
    assert list(repository.verify()) == []


def _retext(other: provrepo.Repository) -> object:
    old, new = Text("transcription", "en"), Text("translation", "de")
    return events.retext(other._database, "a", old, new, AT)  # noqa: SLF001


@pytest.mark.parametrize(
    ("step", "act", "place", "content"),
    [
        ("_documents", lambda other: other.rename("a", "b"), "a/translation:fr", "new"),
        ("_check_bases", lambda other: other.rename("a", "b"), "a/transcription:en", "new"),
        ("_documents", _retext, "a/translation:fr", "new"),
        (
            "_contents",
            lambda other: other.purge("a@v1", "no", everywhere=True),
            "c/translation:fr",
            LONG,
        ),
    ],
    ids=["rename", "rename with a text that is there", "retext", "purge"],
)
def test_what_a_write_has_looked_up_is_held_until_it_ends(
    repository: provrepo.Repository,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    act: Callable[[provrepo.Repository], object],
    place: str,
    content: str,
) -> None:
    """Within the transaction nobody else renames the document or purges the content."""
    repository.ingest(LONG.encode(), document="a", text="transcription:en")
    looked = getattr(write, step)
    refused: list[errors.Busy] = []

    def look_and_act(*arguments: object) -> object:
        result = looked(*arguments)
        with provrepo.open(url, wait=0.1) as other:
            try:
                act(other)
            except errors.Busy as error:
                refused.append(error)
        return result

    monkeypatch.setattr(write, step, look_and_act)
    document, _, text = place.partition("/")
    made = repository.ingest(content.encode(), document=document, text=text).version
    monkeypatch.undo()
    assert len(refused) == 1
    assert (made.record.document, repository.content(made.id)) == (document, content)
    assert list(repository.verify()) == []
    act(repository)  # afterwards it can be done
    assert list(repository.verify()) == []
