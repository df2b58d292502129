"""Passages: where a quotation stands, and how its place is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.errors import QuoteError
from provrepo.passages import (
    CONTEXT,
    _swept,
    anchor,
    locate,
    occurrences,
    paragraph,
    sentences,
    standing_once,
)

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


@pytest.mark.parametrize(
    "expected",
    [
        # Abbreviations, initials, numbers, quotations, brackets.
        [
            "Mr. Smith met J. F. Kennedy at 5 p.m. on 14. Mai 1961.",
            "Then?",
            "“Go!” he said.",
            "So.",
        ],
        [
            "They left (see Vol. 3. No. 5) again.",
            "(All came. All left.)",
            "The U.S. Government paid $4.50.",
        ],
        ["It was in Washington, D.C.", "He left.", "And more...", "Then they came.[3]", "The end"],
        [
            "He [Mr. X. It is he.] came [sic].",
            "[Ever] since.",
            "1. The boat.",
            "2. The ship.",
        ],
        ["Il vint.", "M. Dupont partit.", "Он пришёл в 1961 г. в Москву.", "Потом ушёл."],
        # Korean, with the blank after the stop.
        ["그는 갔다.", "배가 왔다.", "1961. 5. 14. 비가 왔다."],
    ],
)
def test_sentences_with_blanks_between(expected: list[str]) -> None:
    """A stop ends a sentence, but not that of an abbreviation, nor one inside brackets."""
    text = " ".join(expected)
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize(
    "expected",
    [
        [
            "北港漁船三艘出海。",
            "無人受傷！",
            "他說：「走吧。」",
            "然後走了。",
            "（見附件。）",
            "又及",
        ],
        ["彼は行った（遅かった。三時だった）。", "「はい。」と言った。", "雨だ"],
        ["배가 왔다.", "그는 갔다."],
        ["བོད་ཡིག་གི་ཚིག །", "གཉིས་པ། །", "གསུམ་པ།"],
        ["यह पहला है।", "वह दूसरा है॥"],
    ],
)
def test_sentences_without_blanks_between(expected: list[str]) -> None:
    """Chinese, Japanese and others set none, and Korean sometimes lacks it."""
    text = "".join(expected)
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize("end", ["\n\n", "\r\n\r\n", "\n \t\n\n", "\u2029", "\n\r\n"])
def test_no_sentence_goes_on_beyond_its_paragraph(end: str) -> None:
    """Whether it has a stop or not; but a line may end amid a sentence."""
    text = f"A heading without{end}a stop that\nwas wrapped. The end"
    assert [text[first:last] for first, last in sentences(text)] == [
        "A heading without",
        "a stop that\nwas wrapped.",
        "The end",
    ]


@given(st.text("ab.。！ \n\r[]（）“”」1A།…다 ", max_size=60))
def test_sentences_hold_all_that_is_written(text: str) -> None:
    """They are in order, do not overlap, and between them is white space only."""
    ranges = sentences(text)
    assert all(first < last for first, last in ranges)
    places = [0, *(place for passage in ranges for place in passage), len(text)]
    assert places == sorted(places)
    for start, end in zip(places[::2], places[1::2], strict=True):
        assert not text[start:end].strip()
    for start, end in ranges:
        assert text[start:end] == text[start:end].strip()


@given(st.lists(st.text("ab", min_size=1, max_size=5)), st.text("ab", max_size=40))
def test_quotations_that_stand_once(quotes: list[str], content: str) -> None:
    """Found one by one or by going over the text once, the answer is the same."""
    expected = {
        quote: places[0] for quote in quotes if len(places := occurrences(content, quote)) == 1
    }
    assert standing_once(content, quotes) == expected
    assert _swept(content, {*quotes}) == expected
