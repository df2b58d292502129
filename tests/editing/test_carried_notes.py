"""Notes carried over to a new content: they keep their words, or lose their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from provrepo.compare.kept import kept_places
from provrepo.editing.carry_notes import carry
from provrepo.quotes import anchor
from provrepo.store.records import Note, Notes
from tests.editing.revised_texts import revised
from tests.editing.spliced_texts import spliced
from tests.editing.truth import Revision
from tests.shared import SHARED, needs

LEFT_ALONE = 0.97
"""At least this share of the notes keep their place whose sentence was left alone."""


def place(before: str, quote: str, after: str, *, nth: int = 1) -> int | None:
    """Return where the note on a quote stands after the change; ``nth`` is which place it is on."""
    start = -1
    for _ in range(nth):
        start = before.index(quote, start + 1)
    note = Note("n1", "…", "editorial", "en", "editor", (), anchor(before, start, len(quote)))
    (carried,) = carry(Notes((note,)), before, after).notes
    assert carried.anchor
    assert carried.anchor.exact == quote
    if carried.anchor.start is not None:
        assert after[carried.anchor.start : carried.anchor.end] == quote
    return carried.anchor.start


def follow(edit: Callable[[Random], Revision], seeds: range) -> Counter[str]:
    """Edit texts, carry their notes over, and count what became of these."""
    counts: Counter[str] = Counter()
    for seed in seeds:
        revision = edit(Random(seed))  # noqa: S311
        places = kept_places(revision.old, revision.new, revision.passages)
        for (start, end), found in zip(revision.passages, places, strict=True):
            left_alone = revision.is_left_alone(start, end)
            counts["notes"] += 1
            counts["left alone"] += left_alone
            counts["kept of these"] += left_alone and found is not None
            if found is not None:
                words = revision.old[start:end]
                assert revision.new[found : found + end - start] == words
                assert revision.is_right(start, end, found), (seed, start, end, words, found)
    return counts


@pytest.mark.parametrize("edit", [revised, spliced])
def test_notes_never_stand_on_other_words(edit: Callable[[Random], Revision]) -> None:
    """Whatever an editor does, a note is on its own words, or says that it lost them."""
    counts = follow(edit, range(200))
    assert counts["notes"] > 3_000
    assert counts["kept of these"] >= LEFT_ALONE * counts["left alone"]


@pytest.mark.slow
def test_of_a_hundred_thousand_notes_none_stands_on_other_words() -> None:
    """And nearly all keep their place whose sentence nobody touched."""
    counts = follow(revised, range(1_000, 6_100))
    assert counts["notes"] > 100_000
    assert counts["kept of these"] >= LEFT_ALONE * counts["left alone"]


def test_the_editor_knows_what_is_wrong() -> None:
    """Had a note gone along with the same words elsewhere, the tests above would see it."""
    before = [(sign, number) for number, sign in enumerate("It sank. No one was hurt. It rained.")]
    written = [(sign, 100 + number) for number, sign in enumerate("No one was hurt.")]
    after = [*before[:9], *before[26:], (" ", 200), *written]
    sentences = [(0, 8), (9, 25), (26, 36)]
    revision = Revision(before, after, [(9, 25)], [(0, 8), (26, 36)], sentences)
    assert revision.new == "It sank. It rained. No one was hurt."
    assert revision.truth(9, 25) is None
    assert not revision.is_right(9, 25, 20)
    assert revision.is_right(0, 8, 0)
    assert revision.truth(26, 36) == 9


@needs("cases/diff")
def test_a_note_does_not_jump() -> None:
    """“Nobody was hurt.” deleted after the ferry and written after the mail boat is another one."""
    folder = SHARED / "cases" / "diff"
    before = (folder / "note-jumps.before.txt").read_text()
    after = (folder / "note-jumps.after.txt").read_text()
    assert place(before, "Nobody was hurt.", after) is None
    assert place(before, "hurt", after) is None
    assert place(before, "The mail boat", after) == after.index("The mail boat")


FERRY = "The ferry sank on Monday night off the island of Ganghwa in a heavy storm."
BOAT = "The mail boat from the North Harbor arrived on Tuesday with forty men on board."
CABLE = "A cable was sent to the ministry in the capital on the same day by the consul."


@pytest.mark.parametrize(
    ("before", "quote", "after", "carried"),
    [
        # What is equal at the beginning and at the end.
        ("one two three", "one", "one 2 three", True),
        ("one two three", "three", "one 2 three", True),
        ("one two three", "two", "one 2 three", False),
        # Words that have become the beginning or the end of others.
        ("he can go", "can", "he cannot go", False),
        ("the boats", "boat", "the boat", False),
        ("a cafe", "cafe", "a cafe\u0301", False),
        # A sentence left alone amid changes.
        (f"Old. {FERRY} Old too.", "island", f"New words. {FERRY} Others.", True),
        (f"Old. {FERRY} Old too.", "island", f"New words. {FERRY[:-1]}, they said. Others.", False),
        # Eight words on both sides are as good as the sentence.
        (
            f"Old. {FERRY[:-1]} and then {BOAT}",
            "in a heavy storm",
            f"New. {FERRY[:-1]} and then {BOAT[:-6]}deck.",
            True,
        ),
        # A short sentence that was written anew is another one; a long one has moved.
        ("It sank. No one died. So it was, again and again. Old.", "one", "Now. So it was, again "
         "and again. No one died. New.", False),
        (f"Old. {FERRY} {BOAT} {CABLE} Older.", "off the island",
         f"New. {BOAT} {CABLE} {FERRY} Newer.", True),
        # Of two sentences that are alike nobody can say which one it was.
        (f"Old. {FERRY} {BOAT} {CABLE} Older.", "off the island",
         f"New. {BOAT} {CABLE} {FERRY} {FERRY.replace('Monday', 'Tuesday')} Newer.", False),
        # One that was put before another with the same beginning takes no note from it.
        (f"Nobody was hurt. {BOAT} Old.", "Nobody",
         f"Nobody was hurt by it. Nobody was hurt. {BOAT} New.", True),
        ("Nobody was hurt. Old.", "Nobody", "Nobody was hurt by it. Nobody was hurt. New.", False),
        # Chinese, Korean, and lines that end in CR LF.
        ("舊文。北港漁船三艘出海。舊文也。", "三艘", "新的文字。北港漁船三艘出海。別的。", True),
        ("舊文。北港漁船三艘出海。舊文也。", "三艘", "新的文字。北港漁船三艘已出海。別的。", False),
        ("옛글. 항구에서 배가 어제 밤에 떠났다. 옛말.", "배가",
         "새 글. 항구에서 배가 어제 밤에 떠났다. 새 말.", True),
        ("Old.\r\n\r\nIt [the boat] sank in the storm.\r\n\r\nOld.", "[the boat]",
         "New.\r\n\r\nIt [the boat] sank in the storm.\r\n\r\nNew.", True),
        # A sentence that stands elsewhere too keeps its place between its neighbours.
        (f"A. {CABLE} No. {BOAT} No. {FERRY} B.", "No.", f"C. {CABLE} No. {BOAT} No. {FERRY} D.",
         True),
    ],
)  # fmt: skip
def test_what_has_to_stand_around(before: str, quote: str, after: str, carried: bool) -> None:
    """A passage goes along with its surroundings, and not without them."""
    found = place(before, quote, after)
    assert (found is not None) == carried
    if quote == "Nobody" and found is not None:
        assert after.startswith("Nobody was hurt. ", found)


def test_a_deleted_sentence_takes_its_note_with_it() -> None:
    """Though the words of the note stand in other sentences, before and after."""
    before = f"Old. The men left. {FERRY} The men came. {BOAT} Old."
    after = f"New. {FERRY} The men came. {BOAT} New."
    assert place(before, "The men", after) is None
    assert place(before, "The men", after, nth=2) == after.index("The men")


def test_a_sentence_that_was_inserted_beside_its_like_changes_nothing() -> None:
    """A note stays with its own sentence when one follows that differs in a word."""
    lists = [f"Boat {number} carried ten men to the island." for number in range(1, 6)]
    before = " ".join(["Old.", *lists, "Old."])
    after = " ".join(
        ["New.", *lists[:3], "Boat 9 carried ten men to the island.", *lists[3:], "New."]
    )
    for number in range(1, 6):
        found = place(before, "ten men", after, nth=number)
        assert found is not None
        assert after[:found].endswith(f"Boat {number} carried ")
