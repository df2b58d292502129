"""Where a quotation stands, and how its place is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.errors import QuoteError
from provrepo.quotes import CONTEXT, _swept, anchor, anchored, locate, occurrences, standing_once

TEXTS = st.text(st.sampled_from("ab \n\t中"), max_size=40)


@given(TEXTS, st.text(st.sampled_from("ab "), max_size=3))
def test_every_occurrence_is_found(content: str, quote: str) -> None:
    """A quotation stands wherever the content goes on with it, overlapping ones included."""
    assert occurrences(content, quote) == [
        place for place in range(len(content)) if quote and content.startswith(quote, place)
    ]


def test_a_quotation_that_stands_there_once_is_located() -> None:
    """Its place is in code points, whatever script comes before it."""
    assert locate("外交部 said so", "said", "cable") == 4


@pytest.mark.parametrize(
    ("quote", "lines"), [("border", [1, 3, 3]), ("river", [])], ids=["ambiguous", "absent"]
)
def test_another_quotation_is_refused_with_the_lines_where_it_stands(
    quote: str, lines: list[int]
) -> None:
    """Where it stands more than once, each line is told, from 1; where it is absent, none."""
    with pytest.raises(QuoteError) as refused:
        locate("the border\n\nborder of the border", quote, "cable")
    assert list(refused.value.places) == lines


@given(TEXTS, st.data())
def test_an_anchor_can_be_found_again(content: str, data: st.DataObject) -> None:
    """Its words with the text around them stand in the content, at the place that it names."""
    start = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, len(content) - start))
    place = anchor(content, start, length)
    assert (place.start, place.end) == (start, start + length)
    around = f"{place.prefix}{place.exact}{place.suffix}"
    assert content.startswith(around, start - len(place.prefix))
    assert len(place.exact) == length
    assert max(len(place.prefix), len(place.suffix)) <= CONTEXT


def test_an_anchor_keeps_as_much_around_it_as_the_format_says() -> None:
    """32 characters on each side, fewer only at the edges of the text (docs/format.md)."""
    content = "a" * 40 + "word" + "z" * 40
    middle = anchor(content, 40, 4)
    assert (middle.prefix, middle.exact, middle.suffix) == ("a" * 32, "word", "z" * 32)
    last = anchor(content, 80, 4)
    assert (last.prefix, last.exact, last.suffix) == ("z" * 32, "zzzz", "")
    first = anchor(content, 3, 1)
    assert (first.prefix, first.exact, first.suffix) == ("aaa", "a", "a" * 32)


@given(st.lists(st.text("ab", min_size=1, max_size=5)), st.text("ab", max_size=40))
def test_quotations_that_stand_once(quotes: list[str], content: str) -> None:
    """Found one by one or by going over the text once, the answer is the same."""
    expected = {
        quote: places[0] for quote in quotes if len(places := occurrences(content, quote)) == 1
    }
    assert standing_once(content, quotes) == expected
    assert _swept(content, {*quotes}) == expected


def test_the_error_says_how_one_of_several_places_is_named() -> None:
    """Where a place can be told by its number, the message says by which option."""
    with pytest.raises(QuoteError, match="say which one: --occurrence 2"):
        anchored("a b a", "a", "the text")
    with pytest.raises(QuoteError, match="count from 1"):
        anchored("a b a", "a", "the text", 3)
