"""What users type, and where it is found in a text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provrepo.errors import InvalidValue
from provrepo.search.entries import condition, entry
from provrepo.search.occurrences import occurrences, paragraphs
from provrepo.search.paragraph import Paragraph
from provrepo.search.query import parse
from provrepo.store.search_index import Condition, Entry, Words


def found(query: str, text: str, *, exact: bool = False) -> list[str]:
    """Return the stretches of a text that answer a query."""
    return [text[one.start : one.end] for one in occurrences(parse(query, exact=exact), text)]


BORDER = "the [North] Korean [people's] army; [North] Korea is far"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("North Korea", ["[North] Korea"]),
        ('"North Korea"', ["[North] Korea"]),
        ("[North] Korea", ["[North] Korea"]),
        ('"army korea"', ["army; [North] Korea"]),
        ('"the Korean army"', ["the [North] Korean [people's] army"]),
        ('"the North Korean army"', ["the [North] Korean [people's] army"]),
        ("north", ["North", "North"]),
        ("korea*", ["Korean", "Korea"]),
        ("*rean", ["Korean"]),
        ("K*a", ["Korea"]),
        ("kore", []),
        ("korea -far", []),
        ("korea -sea", ["Korea"]),
        ("ship OR far OR army", ["army", "far"]),
        ('"OR" OR far', ["far"]),
        ("“North Korea”", ["[North] Korea"]),
        ('"north korea', ["[North] Korea"]),
        ("&%$ far", ["far"]),
    ],
)
def test_the_language(query: str, expected: list[str]) -> None:
    """Words, phrases, beginnings, exclusions, alternatives; brackets read both ways."""
    assert found(query, BORDER) == expected


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("Shenyang", "in Sh[en]yang.", ["Sh[en]yang"]),
        ("en", "in Sh[en]yang.", []),
        ("وسعرهم", "وسـ[ـعرهـ]ـم", ["وسـ[ـعرهـ]ـم"]),
        ("Seoul", "Seoul[1] and recieve[sic]", ["Seoul"]),
        ("recieve", "Seoul[1] and recieve[sic]", ["recieve"]),
        ("Seoul[1]", "Seoul[1] and recieve[sic]", ["Seoul"]),
        ('"Seoul[1] and recieve[sic]"', "Seoul[1] and recieve[sic]", ["Seoul[1] and recieve"]),
        ("[sic]", "Seoul[1] and recieve[sic]", ["sic"]),
        ("19[61]", "in 1961[1]", ["1961"]),
        ("sic", "Seoul[1] and recieve[sic]", ["sic"]),
        ("1961", "in 19[61]", ["19[61]"]),
        ("north", "[N]orth", ["[N]orth"]),
        ('"Ministry of Defence"', "Min[istry of] Defence", ["Min[istry of] Defence"]),
        ('"Min Defence"', "Min[istry of] Defence", ["Min[istry of] Defence"]),
        ("Pyongyang", "Pyong[?]yang, Pyong-\nyang", ["Pyong[?]yang", "Pyong-\nyang"]),
        ('"the boat left"', "the [small [blue]] boat left", ["the [small [blue]] boat left"]),
        ('"small boat"', "the [small [blue]] boat left", ["[small [blue]] boat"]),
        ("north", "[North unbalanced", ["North"]),
        ("安东", "安[东]市，平安。东方，安\n东，安　东", ["安[东]", "安\n东", "安　东"]),
        ("安东", "平安\n\n东方", []),
        ("안동", "안 동, 안동시", ["안동"]),
        ('"인민 군대"', "인민 군대, 인민군대", ["인민 군대"]),
        ("1961年", "1961 年, 1961年5月", ["1961 年", "1961年"]),
        ("4,701", "4,701 and 14,701", ["4,701"]),
        ("701", "4,701", []),
        ("4", "4,701", []),
        ("1961", "1961.5.14", ["1961"]),
        ("'19*'", "1919, 2019", ["1919"]),
        ("don't", "they don[']t, dont", ["don[']t"]),
        ("dont", "they don[']t, dont", ["don[']t", "dont"]),
        ("wang", "Wang[’]s report", ["Wang"]),
        ('"Wang\'s report"', "Wang[’]s report", ["Wang[’]s report"]),
        ('"Wangs report"', "Wang[’]s report", ["Wang[’]s report"]),
        ('"well known"', "well[-]known", ["well[-]known"]),
        ("wellknown", "well[-]known", ["well[-]known"]),
        ("ussr", "the U[.]S[.]S[.]R", ["U[.]S[.]S[.]R"]),
        ('"u s s r"', "the U[.]S[.]S[.]R", ["U[.]S[.]S[.]R"]),
        ('"North Korea"', "North[ ]Korea", ["North[ ]Korea"]),
        ("安东", "安[，]东", ["安[，]东"]),
        ("שלום", "[שָ]\u05c1לוֹם", ["[שָ]\u05c1לוֹם"]),
        ("בראשית", "בְ[\u05bcרֵאשִׁית] ברא", ["בְ[\u05bcרֵאשִׁית]"]),
        ("السوق", "الس[\u064f\u0651]وق", ["الس[\u064f\u0651]وق"]),
        ("Shenyang", "Sh[en]\u200eyang and", ["Sh[en]\u200eyang"]),
        ("किताब", "क[\u093f]ताब", ["क[\u093f]ताब"]),
        ("कताब", "क[\u093f]ताब", ["क[\u093f]ताब"]),
    ],
)
def test_words_as_they_stand(query: str, text: str, expected: list[str]) -> None:
    """A word with a bracket inside is whole; characters stand next to each other; numbers whole."""
    assert found(query, text) == expected


@pytest.mark.parametrize("hyphen", ["-\n", "‐\n", "-\r\n", "- \n", "\xad\n", "¬\n", "⸗\n", "-\n\t"])
def test_a_word_broken_at_a_line_s_end(hyphen: str) -> None:
    """It is found whole, whatever stands for the hyphen, and so is each of its parts."""
    text = f"their coop{hyphen}eration goes on"
    for query in ("cooperation", '"their cooperation goes"', "coop", "eration"):
        assert len(found(query, text)) == 1, query
        assert holds(condition(parse(query)), entry(1, text)), query


def test_a_dash_at_a_line_s_end_breaks_no_word() -> None:
    """Where a blank stands before it, there are two words."""
    assert found("northkorea", "north -\nkorea") == []


def test_exactly() -> None:
    """Case, accents and width count; normal form does not."""
    text = "Resume résumé RESUME ｒesume"
    assert found("resume", text) == ["Resume", "résumé", "RESUME", "ｒesume"]
    assert found("Resume", text, exact=True) == ["Resume"]
    assert found("re\u0301sume\u0301", text, exact=True) == ["résumé"]


def test_points_beside_a_bracket_count_exactly() -> None:
    """A point that stands behind the sign of a bracket belongs to the letter before it."""
    text = "[שָ]\u05c1לוֹם"
    assert found("שָׁלוֹם", text, exact=True) == [text]
    assert not found("שָלוֹם", text, exact=True)


def test_no_word_is_in_two_hits() -> None:
    """Of phrases that overlap the first one counts."""
    assert found('"one two" OR "two three"', "one two three, two three") == ["one two", "two three"]


def test_one_word_that_is_left_out_is_enough() -> None:
    """A text with either of them is no answer."""
    assert found("one -two -three", "one three") == []
    assert found("one -two -three", "one four") == ["one"]


@pytest.mark.parametrize("end", ["\n\n", "\n \n", "\f", "\u2029"])
def test_no_phrase_goes_over_the_end_of_a_paragraph(end: str) -> None:
    """A blank line, a page's end or Unicode's sign for it; a line's end is none."""
    assert found('"one two"', f"one{end}two") == []
    assert found('"one two"', "one\ntwo") == ["one\ntwo"]


def test_several_words_are_the_shortest_stretches_with_all() -> None:
    """Not every word for itself: what stands near each other."""
    text = "boat a b c harbor d boat harbor e boat"
    assert found("boat harbor", text) == ["boat a b c harbor", "boat harbor"]
    (one, _) = occurrences(parse("boat harbor"), text)
    assert [text[start:end] for start, end in one.places] == ["boat", "harbor"]


@pytest.mark.parametrize(
    "query",
    ["", "   ", "-boat", "!?", '""', "*", "OR", "OR boat", "boat OR", "a OR -b", "x" * 3000,
     "a " * 300],
)  # fmt: skip
def test_what_is_refused(query: str) -> None:
    """A query has to name a word; the message is one line that says what to do."""
    with pytest.raises(InvalidValue) as raised:
        parse(query)
    assert "\n" not in str(raised.value)


# What an index is asked has to hold wherever a text answers.

SIGNS = ["a", "b", "ab", "é", "安", "东", "조", "선", "[", "]", "〔", "〕", " ", " ", "-\n",
         "\n\n", ",", "1", "701", "sic", "\n"]  # fmt: skip
TEXTS = st.lists(st.sampled_from(SIGNS), max_size=30).map("".join)
QUERIES = st.lists(
    st.sampled_from(["a", "b", "ab", "安", "东", "조", "선", "1", "701", " ", " ", "*", '"']),
    min_size=1,
    max_size=9,
).map("".join)


def holds(asked: Condition, indexed: Entry) -> bool:
    """Return whether a condition holds for an entry, as an engine should find."""
    stretches = [f" {' '.join(one.split())} " for one in (indexed.words, *indexed.beside)]

    def stands(words: Words) -> bool:
        sought = f" {' '.join(words.words)}{'' if words.is_prefix else ' '}"
        return any(sought in stretch for stretch in stretches)

    return indexed.is_dense or all(
        any(all(map(stands, together)) for together in alternatives) for alternatives in asked
    )


@given(TEXTS, QUERIES)
def test_an_index_misses_nothing(text: str, query: str) -> None:
    """Whatever brackets, hyphens and paragraphs do."""
    try:
        parsed = parse(query)
    except InvalidValue:
        return
    if occurrences(parsed, text):
        assert holds(condition(parsed), entry(1, text))


FOLDED_SIGNS = ["ـ", "ـ", "a", "É", "e\u0301", "ß", "ｶ", "ﾞ", "か", "①", "²", "خ", "ʹ", "\u200d",
                "ﹱ", "安", "[", "]", " ", "*", '"', ",", "-\n"]  # fmt: skip


@given(
    st.lists(st.sampled_from(FOLDED_SIGNS), max_size=20).map("".join),
    st.lists(st.sampled_from(FOLDED_SIGNS), min_size=1, max_size=6).map("".join),
)
@example("aـ ـ a", "ـ")
@example("a ـ b", '"a ـ b"')
@example("a ـ b", "a -ـ")
@example("ـa b", "ـ* b")
def test_an_index_misses_nothing_that_is_exact(text: str, query: str) -> None:
    """Nor is it asked for a word that folds to nothing, which an engine would not understand."""
    try:
        parsed = parse(query, exact=True)
    except InvalidValue:
        return
    asked = condition(parsed)
    parts = [part for clause in asked for alternative in clause for part in alternative]
    assert all(part.words and all(part.words) for part in parts)
    assert all(alternative for clause in asked for alternative in clause)
    if occurrences(parsed, text):
        assert holds(asked, entry(1, text))


@given(TEXTS, QUERIES)
def test_no_paragraph_is_passed_over(text: str, query: str) -> None:
    """The glance that saves cutting a paragraph into words never hides a place."""
    try:
        (clause,) = parse(query).clauses
        (phrase,) = clause.phrases
    except (InvalidValue, ValueError):
        return
    everywhere = [
        (offset + start, offset + end)
        for offset, paragraph in paragraphs(text)
        for start, end in Paragraph(paragraph).places(phrase)
    ]
    assert [one.places[0] for one in occurrences(parse(query), text)] == everywhere


@given(st.text(max_size=40))
def test_any_query_is_answered_or_refused(query: str) -> None:
    """No other exception, and words with their places are always within the text."""
    text = f"{query} [{query}] {query[::-1]}"
    try:
        parsed = parse(query)
    except InvalidValue:
        return
    condition(parsed)
    for one in occurrences(parsed, text):
        assert 0 <= one.start < one.end <= len(text)


def test_many_brackets_take_no_long_time() -> None:
    """A text of nothing but brackets has more readings than anybody could try; it is dense."""
    text = "[a] " * 300 + "b"
    assert found('"' + "a " * 60 + 'c"', text) == []
    assert len(found('"' + "a " * 60 + 'b"', text)) == 1
    assert entry(1, text).is_dense
