"""Every pair of an editor's brackets is treated as square brackets are."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from provrepo.compare import diff
from provrepo.compare.tokens import tokens
from provrepo.interventions import BRACKETS, PARTNERS, interventions, without_interventions
from provrepo.passages import sentences
from provrepo.reading.quoting.quotation import stands_at
from tests.compare.test_editors_cases import CASES
from tests.compare.texts import revised

PAIRS = sorted(PARTNERS.items())
OTHERS = [pair for pair in PAIRS if pair != ("[", "]")]
# Brackets that stand beside another kind in the same case would become that kind.
SQUARE = {
    name: case
    for name, case in CASES.items()
    if set("[]") & set("".join(case[:2])) and not set(BRACKETS) - set("[]") & set("".join(case[:2]))
}


def rebracketed(text: str, opening: str, closing: str) -> str:
    """Return ``text`` with other brackets in place of the square ones."""
    return text.translate({ord("["): opening, ord("]"): closing})


def listed(before: str, after: str) -> list[tuple[str, str, str]]:
    """Return what was deleted and inserted, and its class."""
    return [
        (change.deleted, change.inserted, change.kind) for change in diff(before, after).changes
    ]


@pytest.mark.parametrize(("opening", "closing"), PAIRS)
def test_a_partner_supplied_beside_new_words_is_a_change_of_its_own(
    opening: str, closing: str
) -> None:
    """The bracket that a half-bracketed name was missing is told apart from the word before it."""
    before = f"boats North{closing} Harbor are here"
    after = f"boats very {opening}North{closing} Harbor are here"
    assert listed(before, after) == [("", "very ", "text"), ("", opening, "brackets")]
    assert listed(after, before) == [("very ", "", "text"), (opening, "", "brackets")]


@pytest.mark.parametrize(("opening", "closing"), OTHERS)
@pytest.mark.parametrize("name", SQUARE)
def test_an_editor_says_the_same_of_other_brackets(name: str, opening: str, closing: str) -> None:
    """Each case with square brackets has the same changes with any other pair."""
    before, after, expected = SQUARE[name]
    other_brackets = [rebracketed(text, opening, closing) for text in (before, after)]
    assert listed(*other_brackets) == [
        (rebracketed(deleted, opening, closing), rebracketed(inserted, opening, closing), kind)
        for deleted, inserted, kind in expected
    ]


@given(revised(), st.sampled_from(OTHERS))
def test_any_comparison_is_the_same_with_other_brackets(
    texts: tuple[str, str], pair: tuple[str, str]
) -> None:
    """Whatever the texts, changes stand at the same places and have the same classes."""
    before, after = texts
    # Of two texts of one length, the one that sorts first is compared to the other: that may swap.
    assume(len(before) != len(after))
    assume(not (set(BRACKETS) - set("[]")) & set(before + after))
    square = diff(before, after)
    rewritten = diff(rebracketed(before, *pair), rebracketed(after, *pair))
    assert [(c.before_start, c.before_end, c.after_start, c.kind) for c in rewritten.changes] == [
        (c.before_start, c.before_end, c.after_start, c.kind) for c in square.changes
    ]


@pytest.mark.parametrize(("opening", "closing"), OTHERS)
def test_brackets_are_listed_and_left_out_alike(opening: str, closing: str) -> None:
    """Nested and unbalanced brackets are found, and the text without them reads the same."""
    text = "the [Democratic [sic] Republic] of [Korea\n\nand ] more [North] Korea."
    rewritten = rebracketed(text, opening, closing)
    places = [(bracket.start, bracket.end, bracket.depth) for bracket in interventions(text)]
    assert [(b.start, b.end, b.depth) for b in interventions(rewritten)] == places
    assert without_interventions(rewritten) == rebracketed(
        without_interventions(text), opening, closing
    )


@pytest.mark.parametrize(("opening", "closing"), PAIRS)
def test_a_quotation_may_leave_any_brackets_out(opening: str, closing: str) -> None:
    """Words are found as they are quoted: with the brackets, without their signs, without both."""
    content = f"boats of the {opening}North{closing} Harbor are here"
    for quote in (f"{opening}North{closing} Harbor", "the North Harbor", "the Harbor are"):
        assert stands_at(content, quote, "cable") == content.index(quote.split()[0])


@pytest.mark.parametrize(("opening", "closing"), PAIRS)
def test_a_sentence_ends_after_its_bracket(opening: str, closing: str) -> None:
    """A bracket that a sentence ends in belongs to the sentence, in Latin and in Chinese."""
    first, second = f"{opening}He left.{closing}", f"{opening}He came.{closing}"
    text = f"{first} {second}"
    assert [text[start:end] for start, end in sentences(text)] == [first, second]
    chinese = f"{opening}代表团已走。{closing}"
    text = f"{chinese}代表团又来。"
    assert [text[start:end] for start, end in sentences(text)] == [chinese, "代表团又来。"]


@pytest.mark.parametrize("sign", BRACKETS)
def test_a_bracket_is_a_token(sign: str) -> None:
    """No bracket is part of the word that it stands in."""
    assert tokens(f"Min{sign}istry") == ["Min", sign, "istry"]
