"""Re-wrapped texts: words outweigh line ends, whatever the width."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.compare import Origin, blame, diff, without_wraps
from tests.shared import SHARED, needs

PAIRS = SHARED / "corpora" / "pairs"
SEED = SHARED / "seed" / "border-cable.translation.en.txt"

WIDTHS = (60, 68, 72, 80)
WORDS = st.sampled_from(["the", "of", "river", "said", "that,", "1961", "[Even]", "ministry."])


def wrapped(text: str, width: int) -> str:
    """Return the text with its paragraphs broken into lines anew."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(
        textwrap.fill(part, width, break_on_hyphens=False, break_long_words=False)
        for part in paragraphs
    )


def prose() -> str:
    """Return 100 KB of English from the shared pairs."""
    parts: list[str] = []
    for file in sorted(PAIRS.glob("*.a.txt")):
        text = file.read_text("utf-8")
        if " the " in text[:2000] and sum(map(len, parts)) < 100_000:
            parts.append(" ".join(text[:30_000].split(" ")))
    return "\n\n".join(parts)[:100_000]


@given(st.lists(WORDS, max_size=60), st.integers(8, 40), st.integers(8, 40))
def test_other_lines_are_no_other_words(words: list[str], width: int, other: int) -> None:
    """However a text is wrapped, only white space is deleted and inserted."""
    text = " ".join(words)
    comparison = diff(wrapped(text, width), wrapped(text, other))
    assert {change.kind for change in comparison.changes} <= {"white space"}
    assert comparison.moves == ()
    assert comparison.word_edits == comparison.word_bound == 0
    assert diff(comparison.before, comparison.after, ignore="white space").changes == ()


@needs("corpora", "pairs")
@pytest.mark.parametrize("source", ["seed", "prose"])
def test_wrapping_anew_changes_white_space_alone(source: str) -> None:
    """From one width to the next nothing but white space changes, and everybody keeps his words."""
    text = SEED.read_text("utf-8") if source == "seed" else prose()
    versions = [text, *(wrapped(text, width) for width in WIDTHS)]
    for before, after in pairwise(versions):
        assert set(diff(before, after).statistics()) == {"white space"}
    assert {origin.version for origin in blame(versions)} == {0}


@needs("seed")
def test_what_was_rewritten_while_it_was_wrapped_is_told_alone() -> None:
    """One word changed in a paragraph that was wrapped anew is one change of text."""
    text = SEED.read_text("utf-8")
    paragraph = max(text.split("\n\n"), key=len)
    word = next(word for word in paragraph.split()[20:] if word.isalpha() and len(word) > 6)
    after = wrapped(paragraph.replace(word, "vice-minister", 1), 68)
    changes = diff(wrapped(paragraph, 60), after, ignore="white space").changes
    assert [(change.deleted, change.inserted) for change in changes] == [(word, "vice-minister")]
    origins = blame([wrapped(paragraph, 60), after])
    assert [written(origin, after) for origin in origins if origin.version] == ["vice-minister"]


def written(origin: Origin, text: str) -> str:
    """Return what stands in a stretch."""
    return text[origin.start : origin.end]


def test_without_line_ends_a_comparison_still_applies() -> None:
    """What is left out of sight is not lost, inside a passage that moved neither."""
    first = "The consul came to the capital in May and\nmet the vice minister at noon.\n"
    second = "Ten boats lay in the eastern harbor all\nwinter and were painted there.\n"
    before = f"{first}\n{second}\nThe end.\n"
    again = (
        first.replace("\n", " ")
        .replace("and met", "and\nmet")
        .strip()
        .replace("the vice", "the\nvice")
    )
    after = f"{second}\n{again}\n\nThe end.\n"
    shown = without_wraps(diff(before, after))
    assert len(shown.moves) == 1
    kinds = [
        change.kind
        for move in shown.moves
        for change in move.changes
        if "\n\n" not in change.deleted + change.inserted
    ]
    assert "white space" not in kinds
    assert shown.apply(before) == after
    assert shown.invert().apply(after) == before


def test_a_chinese_text_that_was_wrapped_anew_has_nothing_to_show() -> None:
    """Its lines end where the column does, beside a mark or between two signs."""
    sentence = "大使館報告：自五月五日起，邊境已經關閉。朝鮮同志請求援助，應當立即研究。"
    before, after = (
        "\n".join(sentence[at : at + width] for at in range(0, len(sentence), width))
        for width in (6, 9)
    )
    comparison = diff(before, after)
    assert {change.kind for change in comparison.changes} == {"white space"}
    assert not without_wraps(comparison).changes
    apart = diff("大使館報告：\n邊境", "大使館報告：\n\n邊境")
    assert len(without_wraps(apart).changes) == 1


def test_a_chinese_line_may_end_beside_a_mark() -> None:
    """Beside a quotation mark too, also where Latin letters or figures stand in it."""
    before = "第二，对\n“有亲属在朝者”可酌情照顾；第三，\n“CIA”名单共\n12页。\n“完”。"
    after = "第二，对“有亲属在朝者”\n可酌情照顾；第三，“CIA”名单共12页。“完”。"
    assert not without_wraps(diff(before.replace("共\n", "共"), after)).changes
    changes = diff("第二，对\n“有亲者”\n照顾。", "第二，对“有亲者”照顾一下。", ignore="white space")
    assert [(change.deleted, change.inserted) for change in changes.changes] == [("", "一下")]


@needs("seed")
@pytest.mark.parametrize("width", WIDTHS)
def test_lines_that_end_after_a_hyphen_are_wrapped_too(width: int) -> None:
    """As `textwrap` breaks them: border-crossers."""
    text = SEED.read_text("utf-8")
    hyphenated = "\n\n".join(textwrap.fill(part, width) for part in text.split("\n\n"))
    assert set(diff(text, hyphenated).statistics()) == {"white space"}
    assert without_wraps(diff(text, hyphenated)).changes == ()


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("central com-\nmittee decided to\ngo", "central committee\ndecided to go", "committee"),
        ("the com-\nmittee decided it", "the committee de-\ncided it", "committee de-\ncided"),
        ("пограничной ко-\nмиссии стало\nясно", "пограничной комиссии\nстало ясно", "комиссии"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_the_same_word_elsewhere(
    before: str, after: str, words: str
) -> None:
    """Lines that ended in the midst of words, and end elsewhere now, changed no word."""
    changes = diff(before, after).changes
    assert [change.inserted for change in changes if change.kind == "punctuation"] == [words]
    assert {change.kind for change in changes} <= {"punctuation", "white space"}
