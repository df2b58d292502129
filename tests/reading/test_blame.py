"""Who established each word of a stored text, also where older versions are gone."""

from __future__ import annotations

import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes

CONTENTS = ("One two three.", "One two four.", "One two four five.")


@pytest.fixture
def archive(repository: provrepo.Repository) -> provrepo.Repository:
    """Return a repository with a text to which each version adds a word."""
    for content in CONTENTS:
        repository.ingest(content.encode(), document="a", text="transcription:en")
    return repository


def origins(archive: provrepo.Repository, reference: str) -> list[tuple[str, int]]:
    """Return the words of each stretch with the number of the version that established them."""
    return [(stretch.text, stretch.version.record.number) for stretch in archive.blame(reference)]


def test_each_word_has_the_version_that_wrote_it(archive: provrepo.Repository) -> None:
    """Together the stretches are the text, in its order and with its places."""
    blame = archive.blame("a")
    assert "".join(stretch.text for stretch in blame) == CONTENTS[-1]
    assert blame.stretches[0].start == 0
    assert all(CONTENTS[-1][item.start : item.end] == item.text for item in blame)
    assert len(blame) == len(blame.stretches)
    words = {text.strip(" ."): number for text, number in origins(archive, "a")}
    assert (words["One two"], words["four"], words["five"]) == (1, 2, 3)


def test_an_older_version_has_the_blame_that_it_had(archive: provrepo.Repository) -> None:
    """What was written later says nothing of a version before it."""
    assert {number for _, number in origins(archive, "a@v2")} == {1, 2}
    assert origins(archive, "a@v1") == [(CONTENTS[0], 1)]


def test_words_of_a_purged_version_are_those_of_the_next(archive: provrepo.Repository) -> None:
    """A version whose content is gone does not keep others from being read."""
    archive.purge("a@v1", "personal data")
    assert origins(archive, "a") == [("One two four", 2), (" five", 3), (".", 2)]


def test_a_purged_version_itself_has_no_blame(archive: provrepo.Repository) -> None:
    """There are no words of which anything could be said."""
    archive.purge("a@v2", "personal data")
    with pytest.raises(errors.Purged, match="personal data"):
        archive.blame("a@v2")


def test_a_new_note_establishes_no_word(archive: provrepo.Repository) -> None:
    """A version with the same content has no words of its own."""
    archive.revise("a", Changes(fields={"title": "T"}))
    assert {number for _, number in origins(archive, "a")} == {1, 2, 3}
