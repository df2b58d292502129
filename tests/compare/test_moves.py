"""Moved passages, as an editor would report them."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from provrepo.compare import diff
from provrepo.compare.views.inline import inline
from tests.compare.test_laws import rebuilt

ONE = "The embassy reported that the border was quiet during the whole month of April.\n\n"
TWO = "In Liaoning the police stopped three hundred people who wanted to cross the river.\n\n"
THREE = "The ministry asks Ambassador Qiao to raise the matter with the Korean side again.\n\n"
FOUR = "Please report back on the results of the discussion as soon as it has been held.\n\n"


def test_a_moved_paragraph_is_a_move_and_no_change() -> None:
    """A paragraph that stands elsewhere is one move; nothing counts as changed."""
    made = diff(ONE + TWO + THREE + FOUR, TWO + THREE + ONE + FOUR)
    assert made.changes == ()
    (move,) = made.moves
    assert made.before[move.before_start : move.before_end] == ONE
    assert made.after[move.after_start : move.after_end] == ONE
    assert move.changes == ()
    assert made.statistics() == {"moved": 1}


def test_what_changed_inside_a_moved_paragraph_is_told() -> None:
    """A paragraph that was edited on its way is a move with that change inside."""
    made = diff(ONE + TWO + THREE + FOUR, TWO + THREE + ONE.replace("quiet", "calm") + FOUR)
    (move,) = made.moves
    (change,) = move.changes
    assert (change.deleted, change.inserted, change.kind) == ("quiet", "calm", "text")
    assert made.after[change.after_start : change.after_end] == "calm"
    assert made.changes == ()


def test_a_moved_chinese_sentence_is_a_move() -> None:
    """A Chinese sentence that stands elsewhere is one move."""
    one, two, three = (
        "今年一月至四月共发现四千七百人越境。",
        "其中三千人已经成功过境。",
        "请大使约见外务相说明情况。",
    )
    made = diff(one + two + three, two + three + one)
    assert [made.before[move.before_start : move.before_end] for move in made.moves] == [one]
    assert made.changes == ()


def test_a_repeated_phrase_is_no_move() -> None:
    """A few common words deleted here and written there did not move."""
    made = diff("of the people. " + TWO + THREE, TWO + THREE + "of the people. ")
    assert made.moves == ()


@given(st.permutations([ONE, TWO, THREE, FOUR]), st.permutations([ONE, TWO, THREE, FOUR]))
def test_moves_keep_the_laws(left: list[str], right: list[str]) -> None:
    """With moves too a comparison applies, inverts, and its view rebuilds both sides."""
    before, after = "".join(left), "".join(right).replace("month", "week")
    made = diff(before, after)
    assert made.apply(before) == after
    assert made.invert().apply(after) == before
    assert diff(after, before) == made.invert()
    assert rebuilt(inline(made, context=None)) == (before, after)


def test_halves_swapped_have_moved() -> None:
    """Of a long text whose halves changed places no word counts as changed."""
    words = random.Random(1).choices([f"word{number}" for number in range(900)], k=4000)  # noqa: S311
    first, second = " ".join(words[:2000]) + "\n", " ".join(words[2000:]) + "\n"
    made = diff(first + second, second + first)
    assert made.changes == ()
    assert made.moves


def test_a_moved_line_of_four_words_is_a_move() -> None:
    """A short line that stands elsewhere as it was moved too."""
    made = diff(
        ONE + TWO + "Ministry of Foreign Affairs\n\n", "Ministry of Foreign Affairs\n\n" + ONE + TWO
    )
    assert made.changes == ()
    assert len(made.moves) == 1
