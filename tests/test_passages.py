"""Passages: where a quotation stands, and how its place is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.errors import QuoteError
from provrepo.passages import CONTEXT, anchor, locate, occurrences, paragraph

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


def test_paragraphs_are_counted_from_one() -> None:
    """Each run of lines that are not blank is a paragraph, whatever stands on the blank ones."""
    content = "First.\nStill first.\n\n \t\nSecond.\n\nThird."
    quotations = ("First", "Still", "Second", "Third")
    assert [paragraph(content, content.index(word)) for word in quotations] == [1, 1, 2, 3]


@pytest.mark.parametrize("content", ["\n\n \nFirst.", "   ", ""])
def test_no_place_is_in_paragraph_nought(content: str) -> None:
    """White space before the first paragraph is cited with it: a citation never says "para. 0"."""
    assert paragraph(content, 0) == 1


@given(TEXTS, st.integers(0, 39))
def test_a_paragraph_has_as_many_before_it_as_its_number_says(content: str, offset: int) -> None:
    """The number of a place is that of the blocks of text, divided by blank lines, up to it."""
    blocks = "\n".join(line.strip() for line in content[: offset + 1].split("\n")).split("\n\n")
    assert paragraph(content, offset) == max(1, sum(bool(block.strip()) for block in blocks))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029"], ids=ascii)
def test_lines_end_as_any_system_ends_them(end: str) -> None:
    """Two ends in a row make a blank line, and so a new paragraph."""
    content = f"First.{end}Still first.{end}{end}Second."
    assert [paragraph(content, content.index(word)) for word in ("Still", "Sec")] == [1, 2]


def test_an_anchor_keeps_as_much_around_it_as_the_format_says() -> None:
    """32 characters on each side, fewer only at the edges of the text (docs/format.md)."""
    content = "a" * 40 + "word" + "z" * 40
    middle = anchor(content, 40, 4)
    assert (middle.prefix, middle.exact, middle.suffix) == ("a" * 32, "word", "z" * 32)
    last = anchor(content, 80, 4)
    assert (last.prefix, last.exact, last.suffix) == ("z" * 32, "zzzz", "")
    first = anchor(content, 3, 1)
    assert (first.prefix, first.exact, first.suffix) == ("aaa", "a", "a" * 32)
