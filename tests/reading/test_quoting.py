"""A quotation is found as scholars quote, and a misquotation is shown what the text says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo import errors
from provrepo.reading.quoting.quotation import stands_at

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


WORDS = [match.span() for match in re.finditer(r"\S+", TEXT)]


@given(st.integers(0, len(WORDS) - 4), st.integers(3, 9))
def test_what_is_copied_is_found(first: int, count: int) -> None:
    """Any words copied from the text stand where they were copied, white space apart."""
    start, end = WORDS[first][0], WORDS[min(first + count, len(WORDS)) - 1][1]
    assert stands_at(TEXT, TEXT[start:end], "x") == start


@pytest.mark.parametrize("quote", ["the [North] Kor", "mbassy Secretary", "has grow", "701 yuan"])
def test_half_a_word_is_a_misquotation(quote: str) -> None:
    """“Fishing boat” does not stand where the text has fishing boats, nor 701 in 4,701."""
    with pytest.raises(errors.Misquotation):
        stands_at(f"{TEXT} It cost 4,701 yuan.", quote, "x")


@pytest.mark.parametrize(
    "quote",
    [
        "The number has grown",
        "[T]he number has grown",
        "conversation between … Secretary Jin",
        "conversation between . . . Secretary Jin [...] has grown",
        "Embassy Secretary [Jin Yi] and the [North] Korean",
        "Consular Bureau[s]” – its Secretary",
        "the North Korean 'Consular Bureau'—its Secretary",
        "the number has\u00ad grown",
        "外交部：……边民问题",
    ],
)
def test_what_an_author_may_do_to_a_quotation(quote: str) -> None:
    """A capital, omissions and brackets of the author's own, other marks and dashes."""
    assert stands_at(TEXT, quote, "x") >= 0


@pytest.mark.parametrize(
    "quote",
    [
        "the [South] Korean “Consular Bureau”",
        "has grown … the conversation",
        "conversation … number of boats",
        "the conversation [x] the number has grown",
    ],
)
def test_what_an_author_may_not_do(quote: str) -> None:
    """Another word in the editor's bracket, another order, words left out in silence."""
    with pytest.raises(errors.Misquotation):
        stands_at(TEXT, quote, "x")


def test_a_quotation_goes_over_line_ends_and_forms() -> None:
    """Lines broken within Chinese, hyphens at line ends, full width and composed letters."""
    text = "渔船\n十二艘，\r\n在外海。 They did not re-\nturn to Cafe\u0301 A。"
    for quote in ("渔船十二艘,在外海", "did not return to Café", "Caf\u00e9 Ａ"):
        assert stands_at(text, quote, "x") >= 0


def test_the_nearest_passage_is_shown_whole() -> None:
    """Where the words differ at an end, the text's own words stand against them."""
    text = "Since the storm, twelve fishing boats of the [North] Harbor\nare missing. No more."
    with pytest.raises(errors.Misquotation) as caught:
        stands_at(text, "Thirteen fishing boats of the North Harbour", "x")
    assert caught.value.passage == "twelve fishing boats of the [North] Harbor"
    assert caught.value.nearest == (
        "[-Thirteen-]{+twelve+} fishing boats of the [North] [-Harbour-]{+Harbor+}"
    )
    assert "it says “twelve fishing boats of the [North] Harbor”" in str(caught.value)


@pytest.mark.parametrize(
    ("quote", "nearest"),
    [("conversations", "conversation"), ("Consulate Bureau", "Consular Bureau")],
)
def test_few_words_are_found_by_their_spelling(quote: str, nearest: str) -> None:
    """A word alone shares none with the text; one that is spelled like it is shown."""
    with pytest.raises(errors.Misquotation) as caught:
        stands_at(TEXT, quote, "x")
    assert caught.value.passage == nearest


SENTENCES = (
    "On the night of the 12th twelve boats were out. 大雾中渔船十二艘未归。 Nobody was hurt there."
)


@given(st.data())
def test_a_changed_word_is_never_passed(data: st.DataObject) -> None:
    """A word of a true quotation, replaced, dropped or doubled, makes a misquotation of it."""
    words = SENTENCES.split()
    first = data.draw(st.integers(0, len(words) - 4))
    quoted = words[first : first + data.draw(st.integers(4, 9))]
    assert stands_at(SENTENCES, " ".join(quoted), "x") == SENTENCES.index(" ".join(quoted))
    place = data.draw(st.integers(1, len(quoted) - 2))
    other = data.draw(st.sampled_from([["ships"], [], [quoted[place]] * 2, [quoted[place] + "s"]]))
    changed = [*quoted[:place], *other, *quoted[place + 1 :]]
    with pytest.raises(errors.Misquotation):
        stands_at(SENTENCES, " ".join(changed), "x")


def test_the_nearest_passage_is_not_drawn_out_by_common_words() -> None:
    """A word that the quotation shares with the sentences around does not lengthen it."""
    text = (
        "The port of the town. The mail of the day came late in the evening of the fifth. The end."
    )
    with pytest.raises(errors.Misquotation) as caught:
        stands_at(text, "The mail of the day came early in the morning of the fifth", "x")
    assert caught.value.passage == "The mail of the day came late in the evening of the fifth"


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
