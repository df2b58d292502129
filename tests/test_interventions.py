"""The editor's brackets: kinds, nesting, and the text without them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given

from provrepo.interventions import KINDS, bracketed, interventions, without_interventions
from tests.compare.texts import TEXTS
from tests.shared import SHARED, needs

SAID = [
    ("into [North] Korea", "[North]", {"completion", "supplied"}),
    ("to [organized] groups", "[organized]", {"supplied"}),
    ("from Andong [Dandong], Anshan", "[Dandong]", {"gloss"}),
    ("and Luda [Lüshun-Dalian],", "[Lüshun-Dalian]", {"gloss"}),
    ("Ambassador Qiao [Xiaoguang] please", "[Xiaoguang]", {"completion"}),
    ("between January and April [1961], of", "[1961]", {"completion"}),
    ("the Min[istry] of", "[istry]", {"completion"}),
    ("signed by [Ivanov?] in", "[Ivanov?]", {"uncertain"}),
    ("a word [?] here", "[?]", {"uncertain"}),
    ("two words [illegible] here", "[illegible]", {"illegible"}),
    ("дальше [нрзб] слово", "[нрзб]", {"illegible"}),
    ("the rest [...] is", "[...]", {"lacuna"}),
    ("其余〔……〕略", "〔……〕", {"lacuna"}),
    (
        "one line [less than 1 line not declassified]",
        "[less than 1 line not declassified]",
        {"lacuna"},
    ),
    ("they recieved [sic] it", "[sic]", {"sic"}),
    ("他说〔原文如此〕", "〔原文如此〕", {"sic"}),
    ("as agreed.[12] Then", "[12]", {"footnote"}),
    ("the coast [i.e., the bay] was", "[i.e., the bay]", {"gloss"}),
    ("Page two [handwritten: seen] of", "[handwritten: seen]", {"note"}),
    ("in the spring of [19]61", "[19]", {"completion"}),
    ("on [May] 5 we", "[May]", {"completion"}),
    ("and Kim [Il Sung] came", "[Il Sung]", {"completion"}),
    ("Comrade [Kim Il Sung] said", "[Kim Il Sung]", {"supplied"}),
    ("was quiet. The [North] Korean side", "[North]", {"completion", "supplied"}),
    ("from Peking [Beijing] to", "[Beijing]", {"gloss"}),
    ("Premier Chou En-lai [Zhou Enlai] said", "[Zhou Enlai]", {"gloss"}),
    (
        "of the DPRK [Democratic People's Republic of Korea] is",
        "[Democratic People's Republic of Korea]",
        {"gloss"},
    ),
    ("this word [emphasis in original] is", "[emphasis in original]", {"note"}),
    ("and then [2 words illegible] they", "[2 words illegible]", {"illegible"}),
    ("they went [sic!] there", "[sic!]", {"sic"}),
    ("он [так в тексте] сказал", "[так в тексте]", {"sic"}),
    ("he saw [unclear: forty] people", "[unclear: forty]", {"uncertain"}),
    ("and […] more", "[…]", {"lacuna"}),
    ("and [---] more", "[---]", {"lacuna"}),
    ("a stone [... 5 ...] broken", "[... 5 ...]", {"lacuna"}),
    ("a letter.[a] Then", "[a]", {"footnote"}),
    ("【密】外交部", "【密】", {"note"}),
    ("安东〔丹东〕市", "〔丹东〕", {"gloss"}),
    ("中〔國〕人民", "〔國〕", {"supplied"}),
    ("［북］조선 대사", "［북］", {"completion", "supplied"}),
    ("Pyongyang, [no date]", "[no date]", {"note"}),
]


@pytest.mark.parametrize(("text", "bracket", "kinds"), SAID)
def test_a_bracket_is_of_the_kind_that_an_editor_meant(
    text: str, bracket: str, kinds: set[str]
) -> None:
    """Each bracket of the table has a kind that its editor would name."""
    (intervention,) = interventions(text)
    assert intervention.text == bracket
    assert intervention.kind in kinds
    assert 0 < intervention.confidence <= 1


def test_nested_brackets_are_both_found() -> None:
    """A bracket in a bracket is one of its own, one deeper."""
    brackets = interventions("the [Democratic [sic] Republic] of")
    assert [(bracket.text, bracket.depth) for bracket in brackets] == [
        ("[Democratic [sic] Republic]", 0),
        ("[sic]", 1),
    ]


def test_a_bracket_without_partner_does_not_swallow_the_next() -> None:
    """A missing partner is reported; brackets after it keep theirs."""
    brackets = interventions("Andong [Dandong, a [small] town\n\nand ] more [North] Korea")
    assert [
        (bracket.text, bracket.kind) for bracket in brackets if bracket.kind == "unbalanced"
    ] == [
        ("[", "unbalanced"),
        ("]", "unbalanced"),
    ]
    assert [bracket.text for bracket in brackets if bracket.kind != "unbalanced"] == [
        "[small]",
        "[North]",
    ]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("into [North] Korea", "into Korea"),
        ("from Andong [Dandong], Anshan", "from Andong, Anshan"),
        ("[To the Chinese] Embassy", "Embassy"),
        ("the Min[istry] of", "the Min of"),
        ("return [to China].", "return."),
        ("a [b [c] d] e", "a e"),
        ("an open [bracket", "an open [bracket"),
    ],
)
def test_the_text_without_its_brackets_reads_well(text: str, bare: str) -> None:
    """No double space is left where a bracket was, and none before punctuation."""
    assert without_interventions(text) == bare


@given(TEXTS)
def test_brackets_are_slices(text: str) -> None:
    """Every bracket quotes the text exactly, has a known kind, and the outermost are disjoint."""
    for bracket in interventions(text):
        assert bracket.text == text[bracket.start : bracket.end]
        assert bracket.kind in KINDS
    ranges = bracketed(text)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(ranges))


@needs("seed")
def test_the_seed_has_forty_brackets() -> None:
    """All 40 brackets of the seed are found, and all have their partner."""
    text = (SHARED / "seed" / "border-cable.translation.en.txt").read_bytes().decode()
    brackets = interventions(text)
    assert len(brackets) == 40
    assert not [bracket for bracket in brackets if bracket.kind == "unbalanced"]


def test_a_bracket_of_another_kind_left_open_inside_is_unbalanced() -> None:
    """The bracket around it keeps its partner; what was opened inside and not closed has none."""
    brackets = interventions("the [old 〔name] of the town")
    assert [(bracket.text, bracket.kind) for bracket in brackets] == [
        ("[old 〔name]", "supplied"),
        ("〔", "unbalanced"),
    ]


def test_a_bracket_says_what_it_is() -> None:
    """A bracket has a line for the interpreter, its words, and JSON that names every value."""
    (bracket,) = interventions("they recieved [sic] it")
    assert repr(bracket) == "<Intervention '[sic]' at 14: sic (100%), depth 0>"
    assert bracket.content == "sic"
    assert bracket.as_json() == {
        "start": 14,
        "end": 19,
        "text": "[sic]",
        "kind": "sic",
        "confidence": 1.0,
        "depth": 0,
    }


def test_a_very_long_bracket_is_shortened_in_its_line() -> None:
    """A bracket of many words does not fill the screen; its text is whole."""
    (bracket,) = interventions(f"[{'word ' * 100}]")
    assert len(repr(bracket)) < 120
    assert len(bracket.text) == 502


@given(TEXTS)
def test_without_its_brackets_a_text_keeps_every_other_word(text: str) -> None:
    """What is left are the characters outside the outermost brackets, in order, spaces apart."""
    outside, place = [], 0
    for start, end in bracketed(text):
        outside.append(text[place:start])
        place = end
    outside.append(text[place:])
    reading = without_interventions(text)
    assert reading.replace(" ", "") == "".join(outside).replace(" ", "")
