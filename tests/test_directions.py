"""Which way a paragraph runs, and its runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.directions import fonts_of, parts_by_direction, runs_to_left
from tests.formats.versions import PIECES


@pytest.mark.parametrize(
    ("text", "language", "to_left"),
    [
        ("12. שלום", "en", True),
        ("The שלום", "he", False),
        ("12.", "ar", True),
        ("12.", "en", False),
        ("", "az-Arab", True),
        ("[ܣܘܪܝܝܐ]", "und", True),
    ],
)
def test_the_first_letter_decides_and_then_the_language(
    text: str, language: str, *, to_left: bool
) -> None:
    """As Unicode Standard Annex 9 has it; numbers and brackets are no letters."""
    assert runs_to_left(text, language) is to_left


def test_runs_of_a_paragraph_to_the_left() -> None:
    """Its numbers, blanks and brackets belong to its words; a foreign phrase is one run."""
    assert parts_by_direction("في 5 مايو (Three boats, 12) إلى. 12/3.", to_left=True) == [
        ("في 5 مايو (", True),
        ("Three boats", False),
        (", 12) إلى. 12/3.", True),
    ]
    assert parts_by_direction("abc 12 שלום. x", to_left=False) == [
        ("abc 12 ", False),
        ("שלום", True),
        (". x", False),
    ]


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.booleans())
def test_no_character_is_lost(text: str, to_left: bool) -> None:
    """The runs together are the text, and no accent is parted from its letter."""
    parts = [part for part, _ in parts_by_direction(text, to_left=to_left)]
    assert "".join(parts) == text
    assert not any(part[:1] == "\u0301" and text[:1] != "\u0301" for part in parts[1:])


def test_scripts_of_languages() -> None:
    """Fonts come in three sets, whatever the language is called."""
    assert [fonts_of(tag) for tag in ("zh-Hant", "ja", "yue", "ar-EG", "ks", "en", "und")] == [
        *("asian", "asian", "asian", "complex", "complex", "latin", "latin"),
    ]
