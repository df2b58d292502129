"""Texts folded, as quotations are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.reading.quoting.folding import OUTSIDE, SIGNS, fold, folded


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("He said “no”—\n twice", 'He said "no"- twice'),
        ("‘a’ «b»", "'a' \"b\""),
        ("« oui » !", "“oui”!"),
        ("1961 – 1962", "1961-1962"),
        ("渔船\n 十二艘", "渔船十二艘"),
        ("Ａ，１２", "A,12"),
        ("Cafe\u0301 co\xadop", "Café coop"),
        ("a … b", "a ... b"),
    ],
)
def test_what_printers_exchange_is_one(text: str, same: str) -> None:
    """Curly quotes, dashes, line ends, width and composition do not matter."""
    assert folded(text) == folded(same)


@pytest.mark.parametrize(
    ("text", "other"),
    [("Border", "border"), ("no one", "noone"), ("10²", "102"), ("\uf900", "\u8c48")],
)
def test_what_readers_tell_apart_stays_apart(text: str, other: str) -> None:
    """Case, blanks within words, superscripts, ideographs for compatibility."""
    assert folded(text) != folded(other)


def test_brackets_are_read_in_three_ways() -> None:
    """As they stand, without their signs, and without what is in them."""
    text = "in [North] Korea"
    assert [fold(text, reading).text for reading in ("whole", SIGNS, OUTSIDE)] == [
        text,
        "in North Korea",
        "in Korea",
    ]


@given(st.text("aé—“ \n渔，Ａ[]\xad…-", max_size=40))
def test_each_character_knows_where_it_was(text: str) -> None:
    """The places ascend, and what is at one folds to what came of it; twice folded is once."""
    result = fold(text)
    assert len(result.places) == len(result.text)
    assert result.places == sorted(result.places)
    assert all(
        sign == " " or sign in folded(text[place]) for sign, place in zip(*result, strict=True)
    )
    assert folded(result.text) == result.text
