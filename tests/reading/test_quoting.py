"""A quotation is found as scholars quote, and a misquotation is shown what the text says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo import errors
from provrepo.reading.quotation import stands_at

TEXT = (
    "[Even] since the conversation between [Chinese] Embassy Secretary Jin\n"
    "and the [North] Korean “Consular Bureau” – its Secretary – the number has grown.\n\n"
    "外交部：[朝鲜]边民问题。\n"
)


@pytest.mark.parametrize(
    ("quote", "start"),
    [
        ("since the conversation", "since"),
        ("Embassy Secretary Jin and the", "Embassy"),
        ('the [North] Korean "Consular Bureau" - its', "the [North]"),
        ("the North Korean “Consular Bureau”", "the [North]"),
        ("between Embassy Secretary Jin", "between"),
        ("between  Embassy\tSecretary Jin", "between"),
        ("外交部：朝鲜边民问题", "外交部"),
        ("外交部：边民问题", "外交部"),
    ],
)
def test_quotations_as_scholars_write_them(quote: str, start: str) -> None:
    """Line breaks, quotes and dashes are folded; brackets may be kept, opened or left out."""
    assert TEXT[stands_at(TEXT, quote, "x") :].startswith(start)


@given(st.integers(0, len(TEXT) - 12), st.integers(10, 60))
def test_what_is_copied_is_found(start: int, length: int) -> None:
    """Any stretch copied from the text stands where it was copied, white space apart."""
    quote = TEXT[start : start + length]
    if len(quote.split()) < 2:
        return
    found = stands_at(TEXT, quote, "x")
    assert TEXT[found:].startswith(quote.lstrip()[:5].split()[0])


def test_a_misquotation_is_shown_what_the_text_says() -> None:
    """The nearest passage is in the error, with the differing words marked."""
    with pytest.raises(errors.Misquotation) as caught:
        stands_at(TEXT, "Embassy Minister Jin and the [North] Korean", "cable@v1")
    assert "[-Minister-]{+Secretary+}" in caught.value.nearest
    assert "\n" not in str(caught.value)


def test_words_from_elsewhere_have_no_nearest_passage() -> None:
    """Where hardly a word is common nothing is made up."""
    with pytest.raises(errors.Misquotation) as caught:
        stands_at(TEXT, "completely unrelated words of somebody else", "cable@v1")
    assert caught.value.nearest == ""


def test_words_that_stand_twice_are_not_enough() -> None:
    """The lines are named, as a paragraph could not be."""
    with pytest.raises(errors.QuoteError) as caught:
        stands_at("one two\none two", "one two", "x")
    assert caught.value.places == (1, 2)
