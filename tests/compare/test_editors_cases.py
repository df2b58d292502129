"""What an editor would say about a revision: hand-made cases, written before the code was run."""

from __future__ import annotations

import pytest

from provrepo.compare import diff

Said = list[tuple[str, str, str]]

CASES: dict[str, tuple[str, str, Said]] = {
    "a word corrected": (
        "the border was closed",
        "the border was opened",
        [("closed", "opened", "text")],
    ),
    "a word inside a bracket corrected": (
        "[Even] since the conversation",
        "[Ever] since the conversation",
        [("Even", "Ever", "intervention")],
    ),
    "a supplied word added": (
        "the number of Korea",
        "the number of [North] Korea",
        [("", "[North] ", "intervention")],
    ),
    "a supplied word dropped": (
        "to [organized] groups crossing",
        "to groups crossing",
        [("[organized] ", "", "intervention")],
    ),
    "brackets taken off a word": (
        "into [North] Korea",
        "into North Korea",
        [("[", "", "brackets"), ("]", "", "brackets")],
    ),
    "brackets put around a word": (
        "Ambassador Qiao Xiaoguang spoke",
        "Ambassador Qiao [Xiaoguang] spoke",
        [("", "[", "brackets"), ("", "]", "brackets")],
    ),
    "a modern name dropped after the old one": (
        "from Andong [Dandong], Anshan",
        "from Andong, Anshan",
        [(" [Dandong]", "", "intervention")],
    ),
    "sic added": ("they recieved it", "they recieved [sic] it", [("", "[sic] ", "intervention")]),
    "one gloss replaced by another": (
        "Luda [Dalian] harbour",
        "Luda [Port Arthur] harbour",
        [("Dalian", "Port Arthur", "intervention")],
    ),
    "an uncertain reading settled": (
        "Comrade [Ivanov?] spoke",
        "Comrade [Ivanov] spoke",
        [("?", "", "intervention")],
    ),
    "parentheses dropped": (
        "people (1,985) crossed",
        "people 1,985 crossed",
        [("(", "", "brackets"), (")", "", "brackets")],
    ),
    "a completed word without its brackets": (
        "the Min[istry] of",
        "the Ministry of",
        [("Min[istry]", "Ministry", "brackets")],
    ),
    "a missing full stop": (
        "a settling-in allowance\n\nIn addition",
        "a settling-in allowance.\n\nIn addition",
        [("", ".", "punctuation")],
    ),
    "a serial comma": (
        "Jilin, Beijing and Tianjin",
        "Jilin, Beijing, and Tianjin",
        [("", ",", "punctuation")],
    ),
    "quotation marks changed": (
        'said "yes" twice',
        "said “yes” twice",
        [('"', "“", "punctuation"), ('"', "”", "punctuation")],
    ),
    "a hyphen dropped": (
        "we co-operate",
        "we cooperate",
        [("co-operate", "cooperate", "punctuation")],
    ),
    "a dash lengthened": ("war - peace", "war — peace", [("-", "—", "punctuation")]),
    "a figure corrected": (
        "we found 4,701 people",
        "we found 4,710 people",
        [("4,701", "4,710", "text")],
    ),
    "a capital": ("the foreign Ministry", "the Foreign Ministry", [("foreign", "Foreign", "case")]),
    "capitals within a rewritten line": (
        "TOP SECRET\nreport",
        "Top secret\nreport",
        [("TOP", "Top", "case"), ("SECRET", "secret", "case")],
    ),
    "two spaces made one": ("end.  Next", "end. Next", [("  ", " ", "white space")]),
    "a line joined": ("the long\nline", "the long line", [("\n", " ", "white space")]),
    "a paragraph broken": ("One. Two.", "One.\n\nTwo.", [(" ", "\n\n", "white space")]),
    "words run together": ("to day we", "today we", [("to day", "today", "white space")]),
    "line ends of another system": ("a\r\nb", "a\nb", [("\r\n", "\n", "white space")]),
    "full-width digits": ("第１２号", "第12号", [("１２", "12", "width")]),
    "half-width kana": ("ｶﾞ行", "ガ行", [("ｶﾞ", "ガ", "width")]),
    "a composed accent": ("cafe\u0301 noir", "café noir", [("cafe\u0301", "café", "normal form")]),
    "Korean in another normal form": (
        "한국 말",
        "\u1112\u1161\u11ab국 말",
        [("한국", "\u1112\u1161\u11ab국", "normal form")],
    ),
    "one Han character": ("中国大使館", "中國大使館", [("国", "國", "text")]),
    "a Han word of two": ("向朝鮮政府提出", "向韓國政府提出", [("朝鮮", "韓國", "text")]),
    "Han rewritten around one character": (
        "中国人民站起来了",
        "中华民族站起来了",
        [("国人民", "华民族", "text")],
    ),
    "a Han stop": ("完毕。谢谢。", "完毕，谢谢。", [("。", "，", "punctuation")]),
    "a Han sentence added": ("甲到。丙到。", "甲到。乙到。丙到。", [("", "乙到。", "text")]),
    "an editor's bracket in Chinese": (
        "安东市",
        "安东〔丹东〕市",
        [("", "〔丹东〕", "intervention")],
    ),
    "a Korean word": ("북한 외교부 장관", "북한 외무성 장관", [("외교부", "외무성", "text")]),
    "Korean brackets off": ("[북]조선 대사", "북조선 대사", [("[북]조선", "북조선", "brackets")]),
    "a Russian word": (
        "товарищ Громыко сообщил",
        "товарищ Молотов сообщил",
        [("Громыко", "Молотов", "text")],
    ),
    "Russian quotation marks": (
        "газета «Правда» пишет",
        "газета „Правда“ пишет",
        [("«", "„", "punctuation"), ("»", "“", "punctuation")],
    ),
    "a Russian capital": (
        "советский союз",
        "Советский Союз",
        [("советский", "Советский", "case"), ("союз", "Союз", "case")],
    ),
    "an Arabic word": ("كتب الولد الرسالة", "كتب الرجل الرسالة", [("الولد", "الرجل", "text")]),
    "an Arabic comma": ("قال، نعم", "قال؛ نعم", [("،", "؛", "punctuation")]),
    "a Syriac word": ("ܐܒܐ ܘܒܪܐ", "ܐܒܐ ܘܪܘܚܐ", [("ܘܒܪܐ", "ܘܪܘܚܐ", "text")]),
    "a Hebrew word": ("שלום רב לכם", "שלום עליכם לכם", [("רב", "עליכם", "text")]),
    "a sentence added": (
        "An apple. A pear. A fig.",
        "An apple. A plum. A pear. A fig.",
        [("", "A plum. ", "text")],
    ),
    "a first sentence dropped": (
        "The cat sat. The dog ran.",
        "The dog ran.",
        [("The cat sat. ", "", "text")],
    ),
    "a paragraph added": (
        "One.\n\nThree.\n",
        "One.\n\nTwo.\n\nThree.\n",
        [("", "Two.\n\n", "text")],
    ),
    "a rewritten sentence is one change": (
        "He went to the market today.",
        "She ran towards the shop today.",
        [("He went to the market", "She ran towards the shop", "text")],
    ),
    "two words changed around one that matters": (
        "the quick brown fox",
        "the slow brown dog",
        [("quick", "slow", "text"), ("fox", "dog", "text")],
    ),
    "two words changed side by side": (
        "a large group came",
        "a small crowd came",
        [("large group", "small crowd", "text")],
    ),
    "a bracket's word and the word after it": (
        "ask [Qiao] should come",
        "ask [Zhou] must come",
        [("Qiao", "Zhou", "intervention"), ("should", "must", "text")],
    ),
    "an unbalanced bracket closed": (
        "Andong [Dandong, Anshan",
        "Andong [Dandong], Anshan",
        [("", "]", "brackets")],
    ),
    "everything new": ("", "A new text.", [("", "A new text.", "text")]),
}


@pytest.mark.parametrize(("before", "after", "said"), CASES.values(), ids=CASES.keys())
def test_what_the_editor_says(before: str, after: str, said: Said) -> None:
    """The changes and their classes are those that an editor would list, either way round."""
    made = diff(before, after)
    assert [(change.deleted, change.inserted, change.kind) for change in made.changes] == said
    back = diff(after, before)
    assert [(change.inserted, change.deleted, change.kind) for change in back.changes] == said


@pytest.mark.parametrize(("before", "after", "said"), CASES.values(), ids=CASES.keys())
def test_an_ignored_class_is_out_of_sight(before: str, after: str, said: Said) -> None:
    """Ignoring a class removes its changes and no others."""
    for kind in {kind for *_, kind in said}:
        made = diff(before, after, ignore=[kind])
        seen = [(change.deleted, change.inserted, change.kind) for change in made.changes]
        assert seen == [one for one in said if one[2] != kind]
        assert made.apply(before) == after
