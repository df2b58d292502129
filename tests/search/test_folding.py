"""How texts are cut into words, and what counts as the same word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.search.folding import FOLDING, folded_words, word_pattern


def words(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return folded_words(text).split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("North Korea's 4,701", ["north", "korea", "s", "4", "701"]),
        ("安东市1961年", ["安", "东", "市", "1961", "年"]),
        ("조선인민군 A급", ["조", "선", "인", "민", "군", "a", "급"]),
        ("ｶﾞｷﾞ か\u3099", ["ガ", "ギ", "が"]),
        ("Chʻing Ch'ing", ["ch", "ing", "ch", "ing"]),
        ("Korea¹ km²", ["korea", "1", "km", "2"]),
        ("गाँव की", ["गाँव", "की"]),
        ("snake_case", ["snake", "case"]),
        ("\U00031350東\U0002ebf0", ["\U00031350", "東", "\U0002ebf0"]),  # newer than some Pythons
        ("⺮部", ["⺮", "部"]),
    ],
)
def test_a_text_is_cut_into_words(text: str, expected: list[str]) -> None:
    """One word a character where no blanks are written, runs of letters and digits elsewhere."""
    assert words(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ÉCOLE", "ecole"),
        ("e\u0301cole", "école"),
        ("Ｐｙｏｎｇｙａｎｇ", "pyongyang"),
        ("Straße", "STRASSE"),
        ("Søren Đặng Łódź", "soren dang lodz"),
        ("Ёлка", "елка"),
        ("שָׁלוֹם", "שלום"),
        ("مُحَمَّد", "محمد"),
        ("وســعرهم", "وسعرهم"),
        ("١٩٦١", "1961"),
        ("ﬁne", "fine"),
        ("co\xadoperate", "cooperate"),
        (unicodedata.normalize("NFD", "조선"), "조선"),
        ("\uf9a0", "裂"),
        ("H₂O", "h2o"),
        ("מלך שלום", "מלכ שלומ"),
        ("علي مدرسة ٱلله", "على مدرسه الله"),
        ("کتاب ایران", "كتاب ايران"),
        ("أحمد إسلام القرآن", "احمد اسلام القران"),
        ("ﻣﺤﻤﺪ محـــمد", "محمد محمد"),
        ("ܫܠܵܡܵܐ", "ܫܠܡܐ"),
        ("wo\u202ard wo\u2066rd\u2069 wo\u200drd", "word word word"),
        ("安\u202a东", "安东"),
    ],
)
def test_what_counts_as_the_same(one: str, other: str) -> None:
    """Case, accents, width, points, normal form, digits of other scripts."""
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("か", "が"),
        ("कि", "का"),
        ("安東", "安东"),
        ("1961", "1691"),
        ("ไม่", "ไหม"),
        ("dont", "don’t"),
        ("m2", "m²"),
        ("USSR", "U.S.S.R."),
        ("ueber", "über"),
    ],
)
def test_what_does_not(one: str, other: str) -> None:
    """Marks that are letters, and other characters."""
    assert words(one) != words(other)


TEXTS = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("aé안安か\u3099\u0301\u200d\xad [](),.0１²\u1100\u1161'-\n"),
    ),
    max_size=40,
)


@given(TEXTS)
def test_both_ways_of_cutting_agree(text: str) -> None:
    """The fast way, which an index uses, finds the words that the one with places finds."""
    with_places = [FOLDING[word] for word in word_pattern().findall(text)]
    assert words(text) == " ".join(with_places).split()


TWO_IN_ONE = "\u0e33\u0eb3\u0edc\u0edd\u309f\u30ff"
"""Signs for two characters of scripts that are cut by character."""


@given(TEXTS.filter(lambda text: not set(TWO_IN_ONE) & set(text)))
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded word, as a query may bring it, is found as it is."""
    once = folded_words(text)
    assert words(once) == once.split()
