"""Where lines are broken: the rules of Unicode's annex #14, each by an example of its own."""

from __future__ import annotations

import pytest

from provrepo.compare.views.wrapping import wrapped
from provrepo.spans import Span

# For each rule a text, a width in cells, and the lines.
RULES: dict[str, tuple[str, int, list[str]]] = {
    "LB7 a blank ends a line": ("ab cd", 3, ["ab ", "cd"]),
    "LB8 a zero-width space": ("abc\u200bdef", 4, ["abc\u200b", "def"]),
    "LB8a a joiner holds emoji together": ("ab 👩\u200d👧", 6, ["ab ", "👩\u200d👧"]),
    "LB9 a combining mark stays": ("北か\u3099", 3, ["北", "か\u3099"]),
    "LB11 a word joiner before a dash": ("be it\u2060—so", 5, ["be ", "it\u2060—so"]),
    "LB11 a word joiner between ideographs": ("北\u2060京人", 4, ["北\u2060京", "人"]),
    "LB12 a no-break space": ("to Mr.\u00a0Bao", 8, ["to ", "Mr.\u00a0Bao"]),
    "LB12 a narrow no-break space": ("il va\u202f! non", 6, ["il ", "va\u202f! ", "non"]),
    "LB12 a no-break hyphen": ("the re\u2011do", 6, ["the ", "re\u2011do"]),
    "LB13 before what closes": ("中国（北方）人", 6, ["中国", "（北", "方）人"]),
    "LB13 a mark after a blank, as in French": ("ah oui ! non", 6, ["ah ", "oui ! ", "non"]),
    "LB13 the Arabic question mark": ("北人؟大", 4, ["北", "人؟", "大"]),
    "LB13 after a solidus between words": ("and/or", 4, ["and/", "or"]),
    "LB14 after what opens": ("中（北方", 4, ["中", "（北", "方"]),
    "LB14 after a Spanish question mark": ("中¿que", 5, ["中", "¿que"]),
    "LB15 guillemets with blanks inside": ("un « mot » ici", 9, ["un ", "« mot » ", "ici"]),
    "LB16 small kana begin no line": ("シャシャ", 6, ["シャ", "シャ"]),
    "LB17 two dashes": ("中——人", 4, ["中——", "人"]),
    "LB19 straight quotation marks": ('大中"人"文', 6, ["大", '中"人"', "文"]),
    "LB19a quotation marks among ideographs": ("中“人”文", 4, ["中", "“人”", "文"]),
    "LB20a a hyphen that begins a word": ("a -b", 3, ["a ", "-b"]),
    "LB21 after a hyphen in a word": ("well-known", 6, ["well-", "known"]),
    "LB21 after an em dash": ("freedom—that", 9, ["freedom—", "that"]),
    "LB21 after an en dash before a numeral": ("1961–1962", 6, ["1961–", "1962"]),
    "LB21 after a maqaf": ("בית־ספר", 4, ["בית־", "ספר"]),
    "LB21 after a tsheg": ("བོད་ཡིག", 4, ["བོད་", "ཡིག"]),
    "LB22 dots begin no line": ("中国……人", 5, ["中", "国……", "人"]),
    "LB23a the sign of a currency": ("付￥百元", 4, ["付", "￥百", "元"]),
    "LB23a a percent sign": ("付百％元", 4, ["付", "百％", "元"]),
    "LB25 a numeral with its signs": ("by −4,701.5% of", 9, ["by ", "−4,701.5% ", "of"]),
    "LB25 a hyphen between numerals": ("in 1961-62", 8, ["in ", "1961-62"]),
    "LB25 a fraction": ("at 1/2", 5, ["at ", "1/2"]),
    "LB26 Korean goes by word, as editors have it": ("우리 나라는", 6, ["우리 ", "나라는"]),
    "LB26 a mark after a Korean word": ("쌀, 콩", 3, ["쌀, ", "콩"]),
    "LB30 a bracket inside a word": ("the word(s)", 8, ["the ", "word(s)"]),
    "LB30a flags go by pairs": ("🇰🇵🇨🇳🇰🇷", 2, ["🇰🇵", "🇨🇳", "🇰🇷"]),
    "LB31 between ideographs": ("中国北方", 4, ["中国", "北方"]),
    "SA a Thai vowel stays with its consonant": ("ไปมา", 3, ["ไป", "มา"]),
}


@pytest.mark.parametrize(("text", "width", "lines"), RULES.values(), ids=RULES.keys())
def test_a_line_is_broken_by_the_rules(text: str, width: int, lines: list[str]) -> None:
    """A line ends where the annex lets it, and nowhere else while there is such a place."""
    shown = ["".join(span.text for span in line) for line in wrapped([Span(text)], width)]
    assert [line.rstrip(" ") for line in shown] == [line.rstrip(" ") for line in lines]
