"""Thousands of notes on one text: the work grows with their number, not with its square."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

import provrepo
from provrepo import Changes, NoteDraft
from provrepo.editing.carry_notes import carry
from provrepo.editing.file_notes import replace_file_notes
from provrepo.formats.draft import FileNote
from provrepo.notes import add
from provrepo.store import objects
from provrepo.store.database import Database
from provrepo.store.records import Notes
from tests.conftest import only_sqlite

FEW = 150
TWICE = 2.4
"""How many times the steps twice as many notes may need; a square would need four times."""


def steps(work: Callable[[], object]) -> int:
    """Return how many lines of our own code are run."""
    lines = 0

    def trace(frame: FrameType, event: str, _: object) -> object:
        nonlocal lines
        if "/provrepo/" not in frame.f_code.co_filename:
            return None
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        work()
    finally:
        sys.settrace(before)
    return lines


def text(count: int, word: str = "captain") -> str:
    """Return a text of ``count`` sentences that differ in their numbers."""
    return " ".join(f"The {word} of boat {n} saw the island." for n in range(1, count + 1))


def drafts(count: int) -> list[NoteDraft]:
    """Return a note on each sentence of that text, and one on the whole text for each."""
    return [
        *(NoteDraft(f"note {n}", quote=f"boat {n} ") for n in range(1, count + 1)),
        *(NoteDraft(f"another {n}") for n in range(1, count + 1)),
    ]


def noted(count: int) -> Notes:
    """Return these notes."""
    return add(Notes(), drafts(count), text(count), "a text", (), ())


def carried(count: int) -> Callable[[], Notes]:
    """Return what carries the notes where every tenth sentence was edited, and all moved on."""
    notes, before = noted(count), text(count)
    after = "New. " + before.replace("1 saw", "1 never saw") + " New."
    return lambda: carry(notes, before, after)


def ingested(count: int) -> Callable[[], Notes]:
    """Return what takes as many notes from a file a second time, all with the same words."""
    content = text(count)
    places = [content.index(f"boat {n} ") for n in range(1, count + 1)]
    brought = [(FileNote("Ibid.", start=place, end=place + 4), ()) for place in places]
    earlier = replace_file_notes(Notes(), brought, content, ())
    return lambda: replace_file_notes(earlier, brought, content, ())


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(lambda count: lambda: noted(count), id="added"),
        pytest.param(carried, id="carried"),
        pytest.param(ingested, id="ingested"),
    ],
)
def test_twice_as_many_notes_are_twice_the_work(work: Callable[[int], Callable[[], Notes]]) -> None:
    """They are added at once, carried to a new content, or come with a file."""
    work(10)()  # what is done once is done
    few, many = steps(work(FEW)), steps(work(2 * FEW))
    assert many <= TWICE * few


@only_sqlite
def test_one_more_note_does_not_read_all_that_came_before(
    repository: provrepo.Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many versions a text has, to find a free id needs the newest two."""
    repository.ingest(text(3).encode(), document="a", text="transcription:en")
    digests: list[str] = []
    kept_notes = objects.kept_notes
    for number in range(1, 31):
        repository.add_note("a", NoteDraft(f"note {number}"))

    def counted(database: Database, digest: str) -> Notes:
        digests.append(digest)
        return kept_notes(database, digest)

    monkeypatch.setattr(objects, "kept_notes", counted)
    repository.add_note("a", NoteDraft("one more"))
    assert len({*digests}) <= 3
    assert {note.id for note in repository.notes("a").notes} == {f"n{n}" for n in range(1, 32)}


@only_sqlite
def test_notes_that_are_there_already_make_no_version(repository: provrepo.Repository) -> None:
    """Ingesting the same thousand notes again changes nothing, in whatever order they come."""
    repository.ingest(text(500).encode(), document="a", text="transcription:en")
    repository.revise("a", Changes(notes=tuple(drafts(500))))
    again = repository.revise("a", Changes(notes=tuple(reversed(drafts(500)))))
    assert again.status == "unchanged"
    assert len(repository.notes("a").notes) == 1_000
