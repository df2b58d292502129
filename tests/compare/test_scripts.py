"""The edit script: minimal for lists of lines too, and whole where a text was torn to shreds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.compare import diff
from provrepo.compare.blocks import Units, blocks
from provrepo.compare.edit_script import EditScript, edit_script
from provrepo.compare.ends import without_equal_ends
from provrepo.compare.tokens import lines, tokens
from tests.compare.textbook import least

# Short lines and long ones, some alike: what matching by lines may be led astray by.
LINES = st.sampled_from(
    [
        *("a\n", "a b\n", "b a\n", "\n", "c, d. e\n", "a a a\n"),
        "The embassy reported that the border was quiet.\n",
        "The embassy reported that the river was quiet.\n",
        "In Liaoning the police stopped three hundred people.\n",
    ]
)
SMALL = 6_000
TEXTS = st.lists(LINES, max_size=10).map("".join)


def rebuilt(before: str, after: str, script: EditScript) -> str:
    """Return the text after, made of the equal stretches and what the gaps insert."""
    parts, place = [], 0
    for gap in script.gaps:
        parts += [before[place : gap.before_start], after[gap.after_start : gap.after_end]]
        place = gap.before_end
    return "".join([*parts, before[place:]])


@given(TEXTS, TEXTS)
def test_lines_never_lead_to_a_longer_script(before: str, after: str) -> None:
    """The script of lists of lines is as short as tokens alone allow, and makes the text after."""
    script = edit_script(before, after)
    left, right = tokens(before), tokens(after)
    size = least(left, right)
    # In longer texts the least white space is not looked for.
    ranks = 3 if len(left) * len(right) <= SMALL else 2
    assert script.size[:ranks] == size[:ranks]
    assert script.lower_bound <= script.edits
    assert rebuilt(before, after, script) == after


@given(TEXTS, TEXTS)
def test_gaps_are_apart_and_as_large_as_the_script_says(before: str, after: str) -> None:
    """Gaps are in order, each replaces something, and together they have the tokens counted."""
    script = edit_script(before, after)
    edits, row, column = 0, -1, -1
    for gap in script.gaps:
        assert row < gap.before_start <= gap.before_end
        assert column < gap.after_start <= gap.after_end
        row, column = gap.before_end, gap.after_end
        edits += len(tokens(before[gap.before_start : gap.before_end]))
        edits += len(tokens(after[gap.after_start : gap.after_end]))
    assert edits == script.edits


WORDS = st.lists(st.sampled_from(["border", "the", "4,701", "中国", "[sic]", "it’s"]), max_size=80)


@given(WORDS, WORDS)
def test_equal_ends_are_cut_off_whole(first: list[str], last: list[str]) -> None:
    """However long they are, what is left of two texts is the one word in which they differ."""
    before, after = (" ".join([*first, word, *last]) for word in ("opened", "closed"))
    start = len(" ".join([*first, ""]))
    whole = (0, len(before), 0, len(after))
    assert without_equal_ends(before, after, whole) == (start, start + 6, start, start + 6)


def test_a_text_that_was_sorted_anew_is_not_told_as_moves() -> None:
    """A block of thousands of lines may move, but nobody follows thousands of blocks."""
    rows = [f"row {number:05} of a long register\n" for number in range(4_300)]
    text = "".join(rows)
    exchanged = "".join(rows[3_000:] + rows[:3_000])
    assert [
        block.moved for block in blocks(text, exchanged, Units(lines(text), lines(exchanged)), 24)
    ] == [True, True]
    every_other = "".join(rows[1::2] + rows[::2])
    assert list(blocks(text, every_other, Units(lines(text), lines(every_other)), 24)) == []


@pytest.mark.slow
def test_a_text_torn_to_shreds_is_told_line_by_line() -> None:
    """In a text with more gaps than anybody reads, what stands close together is one change."""
    rows = [f"in line {number:05} it says a b there\n" for number in range(10_500)]
    before = "".join(rows)
    after = before.replace("a b", "b a")
    comparison = diff(before, after)
    assert len(edit_script(before, after).gaps) > len(rows)
    assert len(comparison.changes) == len(rows)
    assert {change.deleted.strip() for change in comparison.changes} == {"a b"}
    assert {change.inserted.strip() for change in comparison.changes} == {"b a"}
    assert comparison.moves == ()
    assert comparison.apply(before) == after


def test_a_deletion_begins_and_ends_where_a_sentence_does() -> None:
    """The same words could be deleted from the middle of one sentence to that of the next."""
    (change,) = diff("He left the house. He left the garden.", "He left the garden.").changes
    assert (change.before_start, change.before_end) == (0, len("He left the house. "))
