"""Passages: where paragraphs and sentences begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.passages import paragraph, sentences

TEXTS = st.text(st.sampled_from("ab \n\t中"), max_size=40)


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
        # German: abbreviations of single letters, ordinals, its own quotation marks.
        ["См. стр. 5 и гл. 12 того же тома.", "Это рис. 4.", "Он не спал до 5 ч. утра."],
        ["El Sr. López llegó con la Sra. Ruiz.", "¿Qué quería?", "¡Nada!"],
        ["Er kam, z. B. am 3. Mai, d. h. Hofmann kam.", "Hrn. Dr. Keller sah er i. J. 1921."],
        ["Die 3. Division und das 2. Armeekorps (im 19. Jahrhundert).", "Er war 21.", "So sei es."],
        ["„Ich gehe.“", "Er stand auf.", "»Ich auch.«", "Vgl. Abs. 3 und Kap. IV.", "Ende."],
        ["Um 50 v. Chr. Geburt, u. a. Frl. Huber.", "Artikel 3. Die Kommission tagt.", "Ja."],
        # French: blanks inside the quotation marks, titles, what is shortened before a number.
        ["« Je ne puis. »", "M. de Salis partit.", "« Partons ! » dit-il.", "« Non. »", "Bien."],
        ["S. M. Le Roi et Mgr. Gamba, p. ex. M. Motta.", "La lettre no. 5 (cf. al. 2).", "Il y a."],
        ["He said no.", "They sat in the sun.", "Then see no. 4 and art. 12."],
        # Korean, with the blank after the stop, in the quotation marks of the North.
        ["《가겠습니다.》", "그는 일어섰다.", "《가겠습니다.》라고 그는 말하였다."],
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


def test_sentences_that_begin_small() -> None:
    """As editions of Latin authors print them: nearly all do, and names have capitals."""
    expected = [
        "cum Romam venisset, tacuit.",
        "deinde ad forum descendit.",
        "ibi C. Aquilium vidit.",
        "tum omnes discesserunt.",
        "quid ergo est?",
        "nihil amplius dicam.",
        "sed pauca restant.",
    ]
    text = " ".join(expected)
    assert [text[start:end] for start, end in sentences(text)] == expected
    one = "Dr. No. was here, cf. the letter of approx. twenty pages. then nothing."
    assert len(sentences(one)) == 1


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
