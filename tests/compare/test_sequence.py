"""Matching token lists: exact where that is affordable, sound and nearly as good beyond."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.compare.lcs import Matches, longest_common_subsequence
from provrepo.compare.sequence import in_common, match

LISTS = st.lists(st.sampled_from("abcde"), max_size=30)
# Few different tokens among many are counted in another way than many different ones.
DENSE = st.text("ab", min_size=66, max_size=90).map(list)
UNAFFORDABLE = 0


def longest(left: list[str], right: list[str]) -> int:
    """Return the length of a longest common subsequence by the textbook's table."""
    row = [0] * (len(right) + 1)
    for token in left:
        corner = 0
        for column, candidate in enumerate(right, 1):
            above = row[column]
            row[column] = corner + 1 if token == candidate else max(above, row[column - 1])
            corner = above
    return row[-1]


def assert_common_subsequence(matches: Matches, left: list[str], right: list[str]) -> None:
    """Check that equal tokens are matched, in the same order on both sides."""
    assert len(matches.rows) == len(matches.columns)
    assert matches.rows == sorted(set(matches.rows))
    assert matches.columns == sorted(set(matches.columns))
    assert [left[row] for row in matches.rows] == [right[column] for column in matches.columns]


@given(LISTS, LISTS, st.sampled_from([1, 9, 60, 1000]))
def test_a_divided_table_gives_a_longest_one_too(
    left: list[str], right: list[str], kept_bits: int
) -> None:
    """However little memory there is, as many tokens match as in the textbook's table."""
    matches = longest_common_subsequence(left, right, kept_bits)
    assert_common_subsequence(matches, left, right)
    assert len(matches.rows) == longest(left, right)


@given(DENSE, DENSE, st.booleans())
def test_two_different_tokens_among_many_are_matched_exactly(
    left: list[str], right: list[str], divided: bool
) -> None:
    """Long lists of two tokens have as many matches as in the textbook's table."""
    matches = longest_common_subsequence(left, right, 500 if divided else 1 << 20)
    assert_common_subsequence(matches, left, right)
    assert len(matches.rows) == longest(left, right)


def test_a_long_list_is_matched_exactly() -> None:
    """Among more than a thousand tokens, repeated ones and single ones, the longest is found."""
    source = random.Random(3)  # noqa: S311 the same lists every time, nothing secret
    words = [f"word{number}" for number in range(400)]
    left, right = source.choices(words, k=90), source.choices(words, k=1500)
    for before, after in ((left, right), (right, left)):
        matches = longest_common_subsequence(before, after)
        assert_common_subsequence(matches, before, after)
        assert len(matches.rows) == longest(left, right)


@given(LISTS, LISTS)
def test_short_lists_match_as_long_as_can_be(left: list[str], right: list[str]) -> None:
    """Cutting off equal ends and tokens of one side loses no match."""
    matches = match(left, right)
    assert_common_subsequence(matches, left, right)
    assert len(matches.rows) == longest(left, right)
    assert len(matches.rows) <= in_common(left, right)


@given(LISTS, LISTS)
def test_what_is_not_matched_is_named_once(left: list[str], right: list[str]) -> None:
    """Matched tokens and the ranges between them are the whole of both lists, in order."""
    matches = match(left, right)
    rows, columns = list(matches.rows), list(matches.columns)
    for i, last, j, stop in matches.unmatched(len(left), len(right)):
        assert i < last or j < stop
        rows += range(i, last)
        columns += range(j, stop)
    assert sorted(rows) == list(range(len(left)))
    assert sorted(columns) == list(range(len(right)))


def numbered(count: int) -> list[str]:
    """Return as many different tokens."""
    return [f"t{number}" for number in range(count)]


def with_swaps(tokens: list[str], every: int) -> tuple[list[str], int]:
    """Return the tokens with neighbours exchanged here and there, and how many pairs there are."""
    swapped = list(tokens)
    places = range(every // 2, len(tokens) - 1, every)
    for place in places:
        swapped[place : place + 2] = swapped[place + 1], swapped[place]
    return swapped, len(places)


@pytest.mark.parametrize("affordable", [UNAFFORDABLE, 1 << 30])
def test_large_lists_lose_one_match_for_each_swap(affordable: int) -> None:
    """Of 4,200 tokens of which neighbours changed places, all match but one of each pair."""
    left = numbered(4200)
    right, swaps = with_swaps(left, 60)
    matches = match(left, right, affordable)
    assert_common_subsequence(matches, left, right)
    assert len(matches.rows) == len(left) - swaps


@pytest.mark.parametrize("doubled", ["left", "right"])
def test_a_large_list_within_another_matches_whole(doubled: str) -> None:
    """Where one side only repeats tokens of the other, every token of the shorter one matches."""
    short = numbered(4100)
    long = [token for token in short for _ in range(2)]
    left, right = (long, short) if doubled == "left" else (short, long)
    # Different ends, so that the whole lists come to the comparison.
    matches = match(["x", *left, "y"], ["z", *right, "w"], UNAFFORDABLE)
    assert len(matches.rows) == len(short)


def test_anchors_are_not_trusted_where_the_exact_answer_is_affordable() -> None:
    """A block that moved fixes the wrong anchors; the exact answer keeps the longer part."""
    tokens = numbered(4200)
    left = [*tokens[:100], *["of", "the"] * 50, *tokens[100:]]
    right = [*tokens[100:], *["the", "of"] * 50, *tokens[:100]]
    matches = match(left, right, 1 << 30)
    assert_common_subsequence(matches, left, right)
    assert len(matches.rows) == len(longest_common_subsequence(left, right).rows)


def test_without_anchors_a_window_finds_nearly_all() -> None:
    """Two lists of two tokens at random, too large for an exact answer, lose few matches."""
    source = random.Random(5)  # noqa: S311 the same lists every time, nothing secret
    left, right = source.choices("ab", k=5000), source.choices("ab", k=5000)
    matches = match(left, right, UNAFFORDABLE)
    assert_common_subsequence(matches, left, right)
    assert len(matches.rows) >= 0.97 * len(longest_common_subsequence(left, right).rows)


def test_a_window_without_anything_in_common_is_passed_over() -> None:
    """Where the first tokens of both sides are all different, later ones match all the same."""
    left = [*["a"] * 2500, *["b"] * 2500]
    right = [*["b"] * 2500, *["a"] * 2500]
    matches = match(left, right, UNAFFORDABLE)
    assert_common_subsequence(matches, left, right)
    assert matches.rows


def words_like_a_language(count: int) -> list[str]:
    """Return words of which few are frequent and many are rare."""
    source = random.Random(7)  # noqa: S311 the same words every time, nothing secret
    words = numbered(5000)
    return source.choices(words, [1 / (rank + 1) for rank in range(5000)], k=count)


def test_a_book_is_matched_between_its_rare_words() -> None:
    """Of more than 100,000 words of which neighbours changed places here and there, most match."""
    left = words_like_a_language(101_000)
    right, swaps = with_swaps(left, 500)
    matches = match(left, right)
    assert_common_subsequence(matches, left, right)
    assert len(matches.rows) >= len(left) - 2 * swaps


def test_shuffled_books_match_in_what_little_there_is() -> None:
    """Runs that two random orders of the same words share by chance are not taken for anchors."""
    left = words_like_a_language(101_000)
    right = list(left)
    random.Random(9).shuffle(right)  # noqa: S311 the same order every time, nothing secret
    matches = match(left, right)
    assert_common_subsequence(matches, left, right)
    assert len(matches.rows) > len(left) // 10
