"""Laws of comparison over arbitrary Unicode text."""

from __future__ import annotations

import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.compare import Diff, diff
from provrepo.compare.edit_script import edit_script
from provrepo.compare.kinds import KINDS
from provrepo.compare.tokens import lines, tokens
from provrepo.compare.views.inline import inline
from provrepo.errors import InvalidValue
from provrepo.spans import Span
from tests.compare.textbook import least
from tests.compare.texts import TEXTS, revised


def rebuilt(spans: list[Span]) -> tuple[str, str]:
    """Return the text before and the text after that inline spans show."""
    before = "".join(span.text for span in spans if span.style in ("", "deleted", "moved-from"))
    after = "".join(span.text for span in spans if span.style in ("", "inserted", "moved-to"))
    return before, after


@given(TEXTS)
def test_tokens_joined_are_the_text(text: str) -> None:
    """Every character belongs to exactly one token."""
    assert "".join(tokens(text)) == text


@given(TEXTS)
def test_lines_are_cut_between_tokens(text: str) -> None:
    """Tokens of the lines, one after the other, are the tokens of the text."""
    assert [token for line in lines(text) for token in tokens(line)] == tokens(text)


@given(TEXTS)
def test_a_mark_stays_with_its_base(text: str) -> None:
    """A token starts with a combining mark only where it has no base: at the start, after space."""
    parts = tokens(text)
    for left, right in pairwise(parts):
        if unicodedata.category(right[0]).startswith("M"):
            assert left[-1].isspace()


def test_every_combining_mark_is_known() -> None:
    """Each mark that this Python knows stays with the letter before it."""
    marks = [
        chr(code)
        for code in range(sys.maxunicode)
        if unicodedata.category(chr(code)).startswith("M")
    ]
    parted = [hex(ord(mark)) for mark in marks if tokens(f"a{mark}b") != [f"a{mark}b"]]
    assert not parted


@given(revised())
def test_apply_makes_the_text_after(pair: tuple[str, str]) -> None:
    """Applying a comparison to the text before gives the text after."""
    before, after = pair
    assert diff(before, after).apply(before) == after


@given(revised())
def test_invert_goes_back(pair: tuple[str, str]) -> None:
    """An inverted comparison leads back, and inverted twice it is itself."""
    before, after = pair
    comparison = diff(before, after)
    assert comparison.invert().apply(after) == before
    assert comparison.invert().invert() == comparison


@given(revised())
def test_swapped_texts_give_the_inverted_comparison(pair: tuple[str, str]) -> None:
    """The same pair the other way round has the same size, classes and mirrored changes."""
    before, after = pair
    comparison, swapped = diff(before, after), diff(after, before)
    assert swapped.edits == comparison.edits
    assert swapped.statistics() == comparison.statistics()
    assert swapped == comparison.invert()


@given(revised())
def test_changes_are_slices_in_order(pair: tuple[str, str]) -> None:
    """Changes quote both texts exactly, stand in order, and do not overlap."""
    before, after = pair
    row = column = 0
    for change in diff(before, after).changes:
        assert change.deleted == before[change.before_start : change.before_end]
        assert change.inserted == after[change.after_start : change.after_end]
        assert change.deleted or change.inserted
        assert row <= change.before_start
        assert column <= change.after_start
        row, column = change.before_end, change.after_end


@given(revised())
def test_the_bound_never_exceeds_the_size(pair: tuple[str, str]) -> None:
    """The proven lower bound is at most the size of the script."""
    comparison = diff(*pair)
    assert 0 <= comparison.lower_bound <= comparison.edits
    assert (comparison.edits == 0) == (comparison.before == comparison.after)


@given(revised())
def test_small_texts_get_a_shortest_script(pair: tuple[str, str]) -> None:
    """The script has the fewest words; then the fewest marks; then the least white space."""
    size = least(tokens(pair[0]), tokens(pair[1]))
    script = edit_script(*pair)
    assert script.size == size
    assert script.bound.words == size[0]
    assert diff(*pair).edits == sum(size)


@given(revised())
def test_the_inline_view_rebuilds_both_sides(pair: tuple[str, str]) -> None:
    """Plain and deleted spans are the text before; plain and inserted ones the text after."""
    assert rebuilt(inline(diff(*pair), context=None)) == pair


@given(revised())
def test_the_json_view_rebuilds_the_text_after(pair: tuple[str, str]) -> None:
    """Replacing the ranges that the JSON view lists makes the text after."""
    before, after = pair
    text = before
    for change in reversed(diff(before, after).as_json()["changes"]):
        start, end = change["before"]
        assert text[start:end] == change["deleted"]
        text = text[:start] + change["inserted"] + text[end:]
    assert text == after


def test_apply_refuses_another_text() -> None:
    """A comparison is not applied to a text that it was not made from."""
    with pytest.raises(ValueError, match="another text"):
        diff("a", "b").apply("c")


def test_an_unknown_class_is_refused() -> None:
    """A misspelt class to ignore is named in the error, with the ones there are."""
    with pytest.raises(ValueError, match="class of change “spelling”"):
        diff("a", "b", ignore=["spelling"])


def test_equal_texts_have_no_changes() -> None:
    """Two equal texts differ in nothing."""
    assert diff("same", "same") == Diff("same", "same", (), 0, 0)


@given(revised(), st.sets(st.sampled_from(KINDS)))
def test_ignoring_classes_removes_their_changes_and_no_others(
    pair: tuple[str, str], ignore: set[str]
) -> None:
    """What is left is what was there of other classes; the comparison still applies and inverts."""
    before, after = pair
    everything, seen = diff(before, after), diff(before, after, ignore=ignore)
    assert seen.changes == tuple(
        change for change in everything.changes if change.kind not in ignore
    )
    assert [(move.before_start, move.after_start) for move in seen.moves] == [
        (move.before_start, move.after_start) for move in everything.moves
    ]
    assert not any(change.kind in ignore for move in seen.moves for change in move.changes)
    assert seen.apply(before) == after
    assert seen.invert().apply(after) == before
    shown = inline(seen, context=None)
    assert rebuilt(shown)[1] == after


@given(revised(), st.integers(0, 3))
def test_context_leaves_out_only_what_is_equal(pair: tuple[str, str], context: int) -> None:
    """However little context is asked for, every deletion and insertion is shown in full."""
    comparison = diff(*pair)
    whole, cut = inline(comparison, context=None), inline(comparison, context=context)
    assert [span for span in whole if span.style] == [
        span for span in cut if span.style not in ("", "elided")
    ]


def test_a_single_class_need_not_be_in_a_list() -> None:
    """`ignore="case"` is `ignore=["case"]`, as a string is a list of one everywhere."""
    assert diff("A boat.", "a boat.", ignore="case").changes == ()
    assert diff("A boat.", "a boat.", ignore=["case"]).changes == ()


def test_what_is_no_text_is_refused_by_its_name() -> None:
    """No TypeError from inside the comparison reaches the caller."""
    with pytest.raises(InvalidValue, match="text “None”: a string is expected"):
        diff("A boat.", None)  # type: ignore[arg-type]
