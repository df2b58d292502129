"""Moved passages, as an editor would report them."""

from __future__ import annotations

import random
import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.compare import diff, side_by_side
from provrepo.compare.views.inline import inline
from tests.compare.test_laws import rebuilt

ONE = "The embassy reported that the border was quiet during the whole month of April.\n\n"
TWO = "In Liaoning the police stopped three hundred people who wanted to cross the river.\n\n"
THREE = "The ministry asks Ambassador Qiao to raise the matter with the Korean side again.\n\n"
FOUR = "Please report back on the results of the discussion as soon as it has been held.\n\n"


def test_a_moved_paragraph_is_a_move_and_no_change() -> None:
    """A paragraph that stands elsewhere is one move; nothing counts as changed."""
    comparison = diff(ONE + TWO + THREE + FOUR, TWO + THREE + ONE + FOUR)
    assert comparison.changes == ()
    (move,) = comparison.moves
    assert comparison.before[move.before_start : move.before_end] == ONE
    assert comparison.after[move.after_start : move.after_end] == ONE
    assert move.changes == ()
    assert comparison.statistics() == {"moved": 1}


def test_what_changed_inside_a_moved_paragraph_is_told() -> None:
    """A paragraph that was edited on its way is a move with that change inside."""
    comparison = diff(ONE + TWO + THREE + FOUR, TWO + THREE + ONE.replace("quiet", "calm") + FOUR)
    (move,) = comparison.moves
    (change,) = move.changes
    assert (change.deleted, change.inserted, change.kind) == ("quiet", "calm", "text")
    assert comparison.after[change.after_start : change.after_end] == "calm"
    assert comparison.changes == ()


def test_a_moved_chinese_sentence_is_a_move() -> None:
    """A Chinese sentence that stands elsewhere is one move."""
    first, two, three = (
        "今年一月至四月共发现四千七百人越境。",
        "其中三千人已经成功过境。",
        "请大使约见外务相说明情况。",
    )
    comparison = diff(first + two + three, two + three + first)
    assert [
        comparison.before[move.before_start : move.before_end] for move in comparison.moves
    ] == [first]
    assert comparison.changes == ()


def test_a_repeated_phrase_is_no_move() -> None:
    """A few common words deleted here and written there did not move."""
    comparison = diff("of the people. " + TWO + THREE, TWO + THREE + "of the people. ")
    assert comparison.moves == ()


@given(st.permutations([ONE, TWO, THREE, FOUR]), st.permutations([ONE, TWO, THREE, FOUR]))
def test_moves_keep_the_laws(left: list[str], right: list[str]) -> None:
    """With moves too a comparison applies, inverts, and its view rebuilds both sides."""
    before, after = "".join(left), "".join(right).replace("month", "week")
    comparison = diff(before, after)
    assert comparison.apply(before) == after
    assert comparison.invert().apply(after) == before
    assert diff(after, before) == comparison.invert()
    assert rebuilt(inline(comparison, context=None)) == (before, after)


def test_halves_swapped_have_moved() -> None:
    """Of a long text whose halves changed places no word counts as changed."""
    words = random.Random(1).choices([f"word{number}" for number in range(900)], k=4000)  # noqa: S311
    first, second = " ".join(words[:2000]) + "\n", " ".join(words[2000:]) + "\n"
    comparison = diff(first + second, second + first)
    assert comparison.changes == ()
    assert comparison.moves


def test_a_moved_line_of_four_words_is_a_move() -> None:
    """A short line that stands elsewhere as it was moved too."""
    comparison = diff(
        ONE + TWO + "Ministry of Foreign Affairs\n\n", "Ministry of Foreign Affairs\n\n" + ONE + TWO
    )
    assert comparison.changes == ()
    assert len(comparison.moves) == 1


def test_an_edited_sentence_that_moved_is_a_move() -> None:
    """Between sentences built alike, the one that went to the end moved; its new word is told."""
    first, two, three = (
        "First paragraph about the border and the river.\n",
        "Second paragraph about the harvest and the people.\n",
        "Third paragraph about the weather.\n",
    )
    comparison = diff(first + two + three, two + three + first.replace("about", "concerning"))
    (move,) = comparison.moves
    assert comparison.before[move.before_start : move.before_end] == first
    assert [(change.deleted, change.inserted) for change in move.changes] == [
        ("about", "concerning")
    ]
    assert comparison.changes == ()


def test_a_sentence_moved_to_the_very_end_leaves_nothing_behind() -> None:
    """The space that stood after it and now stands before it came along."""
    comparison = diff(
        "The cat sat on the mat. The dog ran. The bird flew.",
        "The dog ran. The bird flew. The cat sat on the mat.",
    )
    (move,) = comparison.moves
    assert comparison.before[move.before_start : move.before_end] == "The cat sat on the mat. "
    assert comparison.changes == ()


def test_shuffled_paragraphs_are_moves_and_nothing_else() -> None:
    """Of paragraphs in another order each that changed places is one move, with no word changed."""
    source = random.Random(8)  # noqa: S311 the same text every time, nothing secret
    words = [*ONE.split(), *TWO.split(), *THREE.split(), *FOUR.split()]
    paragraphs = [" ".join(source.choices(words, k=30)).capitalize() + "\n\n" for _ in range(30)]
    order = [*range(30)]
    for number, place in ((2, 20), (5, 11), (25, 0)):
        order.remove(number)
        order.insert(place, number)
    comparison = diff("".join(paragraphs), "".join(paragraphs[place] for place in order))
    assert comparison.changes == ()
    assert sorted(
        comparison.before[move.before_start : move.before_end] for move in comparison.moves
    ) == sorted(paragraphs[place] for place in (2, 5, 25))


@pytest.mark.parametrize("place", [0, 20, 40])
def test_a_passage_that_repeats_itself_is_one_move(place: int) -> None:
    """A long list of "ditto" at its start, middle or end does not tear a moved passage."""
    names = [f"name{number}" for number in range(40)]
    ditto = ["ditto the same"] * 20
    passage = " ".join([*names[:place], *ditto, *names[place:]]) + ".\n"
    stayed = " ".join(f"other{number}" for number in range(150)) + ".\n"
    comparison = diff(passage + stayed, stayed + passage)
    (move,) = comparison.moves
    assert comparison.before[move.before_start : move.before_end] == passage
    assert comparison.changes == ()


def long_text() -> list[str]:
    """Return the lines of a text that is too long to be looked at sentence by sentence."""
    source = random.Random(2)  # noqa: S311 the same text every time, nothing secret
    words = [f"word{number}" for number in range(300)]
    return [" ".join(source.choices(words, k=12)) + "\n" for _ in range(600)]


def test_a_line_that_moved_far_in_a_long_text_is_a_move() -> None:
    """Nothing else of the long text counts as changed; the script is no longer than that line."""
    lines = long_text()
    moved = [*lines[:40], *lines[41:500], lines[40], *lines[500:]]
    comparison = diff("".join(lines), "".join(moved))
    (move,) = comparison.moves
    assert comparison.before[move.before_start : move.before_end] == lines[40]
    assert comparison.changes == ()
    # Twelve words and what follows each of them, deleted and inserted.
    assert comparison.edits <= 2 * 24


def test_three_words_that_moved_in_a_long_text_are_a_deletion_and_an_insertion() -> None:
    """So few words may have been written anew: they are told in both places, and are no move."""
    lines = long_text()
    source, target = lines[40].split(" "), lines[500].split(" ")
    changed = list(lines)
    changed[40] = " ".join([*source[:3], *source[6:]])
    changed[500] = " ".join([*target[:5], *source[3:6], *target[5:]])
    comparison = diff("".join(lines), "".join(changed))
    phrase = " ".join(source[3:6]) + " "
    assert [(change.deleted, change.inserted) for change in comparison.changes] == [
        (phrase, ""),
        ("", phrase),
    ]
    assert comparison.moves == ()


STAYED = "".join(
    f"Paragraph {number} about the harvest stays as it was.\n\n" for number in range(6)
)


def test_a_moved_line_of_four_characters_is_a_move() -> None:
    """Four Chinese characters that stand elsewhere moved, as four words would have."""
    comparison = diff("外交部函\n" + STAYED, STAYED + "外交部函\n")
    assert len(comparison.moves) == 1
    assert comparison.changes == ()


def test_a_paragraph_that_was_copied_did_not_move() -> None:
    """What was deleted once and written twice cannot be said to have gone to one of the places."""
    comparison = diff(ONE + "\n" + STAYED, STAYED + ONE + "But it is added that:\n" + ONE)
    assert comparison.moves == ()
    assert [bool(change.deleted) for change in comparison.changes] == [True, False]


def test_a_moved_passage_takes_its_repeated_beginning_and_its_quotation_marks_along() -> None:
    """Of two rewritten paragraphs the passage that both quote moved, whole, and nothing else."""
    quoted = f"“({'ditto the same ' * 3}the embassy reported that it was quiet in April)”"
    before = (
        f"In the year of the flood nobody who lived there ever crossed it, {quoted} and so, we are "
        "told by those who came later, it remained until winter.\n\n"
    )
    after = (
        f"Another paragraph with entirely different sentences begins like this, {quoted} yet where "
        "does such an odd document end, if not here?\n\n"
    )
    comparison = diff(before + STAYED, STAYED + after)
    (move,) = comparison.moves
    assert comparison.before[move.before_start : move.before_end].strip(" ,") == quoted
    assert not any("quiet" in change.deleted + change.inserted for change in comparison.changes)


def test_words_of_a_letter_do_not_move() -> None:
    """Single letters that are shuffled are changes: nobody follows them from place to place."""
    before = "".join(f"{letter} {number}\n" for number, letter in enumerate("abcdefghijklmno"))
    after = "".join(f"{letter} {number}\n" for number, letter in enumerate("onmlkjihgfedcba"))
    comparison = diff(before, after)
    assert comparison.moves == ()
    assert comparison.apply(before) == after


WORDS = st.sampled_from(
    "the of border river people embassy 中 北京 Korea and ministry quiet".split()
)
SENTENCES = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(WORDS, min_size=3, max_size=12),
    st.sampled_from([". ", ".\n\n", "。", ".\n", "! ", ".) "]),
)


@given(st.lists(SENTENCES, min_size=2, max_size=6), st.data())
def test_reordered_and_edited_sentences_keep_the_laws(
    sentences: list[str], data: st.DataObject
) -> None:
    """However sentences are reordered, dropped and edited, the comparison applies and inverts."""
    changed = data.draw(st.permutations(sentences))[: data.draw(st.integers(1, 6))]
    place = data.draw(st.integers(0, len(changed) - 1))
    changed[place] = changed[place].replace(data.draw(WORDS), data.draw(WORDS), 1)
    before, after = "".join(sentences), "".join(changed)
    comparison = diff(before, after)
    assert comparison.apply(before) == after
    assert comparison.invert().apply(after) == before
    assert diff(after, before) == comparison.invert()
    assert rebuilt(inline(comparison, context=None)) == (before, after)


PARAGRAPHS = [
    "The consul arrived in the capital on 4 May 1961 and met the vice minister, who told him that "
    "the border had been closed since the spring. He added that the embassy should send its "
    "reports by the night train. The minister himself was ill and could not receive anybody.",
    "The boats were repaired at the eastern harbor during the winter months, so that they could "
    "leave as soon as the ice had gone. Four of them were sold to the cooperative of fishermen, "
    "who paid for them in grain and in the cloth that the mill had made.",
    "No reply has been received from the ministry since the last cable, in which the embassy had "
    "asked for four more secretaries. Two of those who are here will leave in the autumn.",
    "Of the people who crossed the river in the spring most have found work on the farms of the "
    "two counties; some went on to the mines. Nobody was sent back, whatever has been said.",
]


def letter(order: str, width: int, **edited: str) -> str:
    """Return the paragraphs in an order such as ``0213``, hard-wrapped, with words replaced."""
    paragraphs = [PARAGRAPHS[int(number)] for number in order]
    for old, new in edited.items():
        paragraphs = [re.sub(rf"\b{old}\b", new, paragraph) for paragraph in paragraphs]
    return "\n\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs) + "\n"


@pytest.mark.parametrize("width", [60, 72])
@pytest.mark.parametrize(("order", "most"), [("1023", 1), ("3120", 2), ("2103", 2), ("0132", 1)])
def test_exchanged_paragraphs_move_as_paragraphs(order: str, most: int, width: int) -> None:
    """However they are wrapped, two exchanged paragraphs are two moves at most, not one a line."""
    comparison = diff(letter("0123", 60), letter(order, width), ignore="white space")
    assert 1 <= len(comparison.moves) <= most
    assert comparison.changes == ()
    assert not any(move.changes for move in comparison.moves)


def test_what_changed_in_a_moved_paragraph_is_counted_and_shown() -> None:
    """A year and a "not" in a paragraph that moved are seen in every view, and are counted."""
    before = letter("0123", 60)
    after = letter("1230", 60, boats="vessels").replace("1961", "1962").replace("had been", "was")
    comparison = diff(before, after, ignore="white space")
    (move,) = comparison.moves
    assert {(change.deleted, change.inserted) for change in move.changes} == {
        ("1961", "1962"),
        ("had been", "was"),
    }
    others = [(change.deleted, change.inserted) for change in comparison.changes]
    assert others == [("boats", "vessels")]
    assert comparison.statistics() == {"moved": 1, "text": 3}
    for spans in (
        inline(comparison, context=None),
        [span for line in side_by_side(comparison, width=100, context=None) for span in line],
    ):
        deleted = " ".join(span.text for span in spans if span.style == "deleted")
        inserted = " ".join(span.text for span in spans if span.style == "inserted")
        assert sorted(deleted.split()) == ["1961", "been", "boats", "had"]
        assert sorted(inserted.split()) == ["1962", "vessels", "was"]


def test_blocks_of_one_line_move_where_nothing_parts_them() -> None:
    """Stretches of Han without any mark, in another order, are moves."""
    source = random.Random(5)  # noqa: S311 the same text every time, nothing secret
    signs = [chr(code) for code in range(0x4E00, 0x5600)]
    blocks = ["".join(source.choices(signs, k=200)) for _ in range(30)]
    exchanged = [*blocks[20:], *blocks[10:20], *blocks[:10]]
    comparison = diff("".join(blocks), "".join(exchanged))
    assert len(comparison.moves) == 2
    assert comparison.changes == ()


MOVED_AS = {
    "a numbered line, without the mark after its number": (
        "一、邊民越境主要原因係糧食不足。\n二、朝方態度尚屬友好。\n",
        "一、朝方態度尚屬友好，並主動提供統計數字。\n二、邊民越境主要原因係糧食不足，次為探親。\n",
        "朝方態度尚屬友好",
        "朝方態度尚屬友好",
    ),
    "a sentence with its full stop, where another one stood": (
        "我方隨後提出三點意見。雙方同意下週再談。會談於十二時結束。",
        "雙方提出報告。會談於十二時結束。雙方同意下週再談。",
        "會談於十二時結束。",
        "會談於十二時結束。",
    ),
    "a line of a table with its line end, though the line before it was edited": (
        "Name\tAge\nKim Il-nam\t34\tTumen\nPak\t29\tHunchun\nChoe Yong\t51\tLongjing\n",
        "Name\tAge\nChoe Yong\t51\tLongjing\nKim Il-nam\t43\tTumen\nPak\t29\tHunchun (town)\n",
        "Choe Yong\t51\tLongjing\n",
        "Choe Yong\t51\tLongjing\n",
    ),
    "a phrase with its first word, which is a capital no more": (
        "In the spring of 1961, because of the food shortage, many people crossed the river.",
        "Because of the food shortage, many people crossed the river in the spring of 1961.",
        "In the spring of 1961",
        " in the spring of 1961",
    ),
}


@pytest.mark.parametrize(("before", "after", "old", "new"), MOVED_AS.values(), ids=MOVED_AS.keys())
def test_a_passage_moves_from_its_first_word_to_its_last_mark(
    before: str, after: str, old: str, new: str
) -> None:
    """It takes along what belongs to it and leaves what belongs to its neighbours."""
    comparison = diff(before, after)
    assert [
        (before[move.before_start : move.before_end], after[move.after_start : move.after_end])
        for move in comparison.moves
    ] == [(old, new)]
    assert comparison.apply(before) == after
    assert comparison.invert().apply(after) == before


def test_blank_lines_around_a_moved_paragraph_are_no_changes() -> None:
    """The last paragraph, which has none after it, moves to the front, where it has."""
    first = "The delegation arrived by the night train and was met by the deputy mayor."
    second = "In the afternoon it visited the chemical works and saw the compressors."
    comparison = diff(f"{first}\n\n{second}\n", f"{second}\n\n{first}\n")
    assert comparison.statistics() == {"moved": 1}
    assert comparison.moves[0].changes == ()
