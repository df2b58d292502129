"""Passages of a collation that stand elsewhere with other witnesses are parted from the rest."""

from __future__ import annotations

from provrepo.compare.transposed import parted

PASSAGE = "several scarlet foxes wandered "


def test_a_passage_is_a_segment_of_its_own_where_it_went() -> None:
    """Its full stop goes with it."""
    rows = [(PASSAGE, ""), ("x ", "y several scarlet foxes wandered. Then ")]
    assert parted(rows) == [
        (PASSAGE, ""),
        ("x ", "y "),
        ("", "several scarlet foxes wandered. "),
        ("", "Then "),
    ]


def test_a_passage_that_stands_twice_is_of_neither_place() -> None:
    """Nothing tells which of the two it is."""
    rows = [(PASSAGE, ""), ("x ", f"y {PASSAGE}z {PASSAGE}")]
    assert parted(rows) == rows


def test_two_words_are_no_passage() -> None:
    """They stand in two places by chance."""
    rows = [("scarlet foxes ", ""), ("x ", "y scarlet foxes z ")]
    assert parted(rows) == rows
