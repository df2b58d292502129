"""Which units of a text a later version says differently: by number, and nothing left out."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from provrepo.align.changed_units import changed_units

HEBREW = (
    "שלום אל הזקן החשוב מרדכי בן יצחק כתבתי אליך בחודש אייר על הכסף והסחורה אשר שלחת מן מצרים עם "
    "הספינה הגדולה ואדוני יודע כי הפלפל לא נמכר עד עתה והמחיר ירד מאד בשוק"
).split()
CHINESE = list("关于边境贸易的问题我县已于五月停止与对方往来并扣留四十头牛和十二辆车请省委指示")


def flagged(before: list[str], after: list[str]) -> set[int]:
    """Return the units of lines before that changed."""
    return {change.unit for change in changed_units("\n".join(before), "\n".join(after)).changes}


def test_neighbours_that_changed_places_are_both_named() -> None:
    """A translation of either may begin with what went before it."""
    lines = ["The first line of four.", "Then a second one.", "A third, longer.", "The last one."]
    exchanged = [lines[0], lines[2], lines[1], lines[3]]
    assert flagged(lines, exchanged) == {2, 3}


def test_what_changed_in_a_passage_that_moved_has_its_class() -> None:
    """And what was put into it is not lost: a reader has to be told of it."""
    lines = [f"Line {word} tells of {word} and of nothing else at all." for word in "abcdefgh"]
    moved = "Line g tells of gold and of nothing else at all."
    changed = changed_units("\n".join(lines), "\n".join([moved, *lines[:6], lines[7]]))
    (change,) = changed.changes
    assert (change.unit, change.after) == (7, (1,))
    assert set(change.kinds) == {"moved", "text"}


def test_a_line_that_took_up_the_rest_of_another_changed() -> None:
    """Where words went together with the break, it begins otherwise now."""
    lines = [
        "The mill stands.",
        "Ten carts came down the hill.",
        "Forty oxen were seized.",
        "Rain.",
    ]
    joined = ["The mill stands.", "Ten Forty oxen were seized.", "Rain."]
    assert flagged(lines, joined) == {2, 3}


@pytest.mark.parametrize(
    ("after", "says"),
    [
        ("甲方共28人。乙方共五人，均到。丙。", {2: "乙方共五人，均到。"}),
        ("甲方共23人。乙方共五人，均到。\n\n丙。", {1: "甲方共23人。", 2: "乙方共五人，均到。"}),
        (
            "甲方共23人，而乙方共四人，均到。\n\n丙。",
            {1: "甲方共23人，而", 2: "乙方共四人，均到。"},
        ),
    ],
)
def test_what_was_joined_is_told_by_itself(after: str, says: dict[int, str]) -> None:
    """Where paragraphs became one, each beside what it says there, not beside all of it."""
    before = "甲方共28人。\n\n乙方共四人，均到。\n\n丙。"
    changed = {
        change.unit: after[slice(*change.stretch)]
        for change in changed_units(before, after).changes
        if change.stretch
    }
    assert {unit: changed.get(unit) for unit in says} == says


def rewritten(lines: list[str], chance: random.Random) -> None:
    """Put another line in the place of one."""
    lines[chance.randrange(len(lines))] = line(chance)


def word(lines: list[str], chance: random.Random) -> None:
    """Put a number behind a line."""
    place = chance.randrange(len(lines))
    lines[place] += f" {chance.randrange(1000)}"


def gone(lines: list[str], chance: random.Random) -> None:
    """Leave a line out."""
    del lines[chance.randrange(len(lines))]


def new(lines: list[str], chance: random.Random) -> None:
    """Put a line in."""
    lines.insert(chance.randrange(len(lines)), line(chance))


def exchanged(lines: list[str], chance: random.Random) -> None:
    """Exchange two neighbours."""
    place = chance.randrange(len(lines) - 1)
    lines[place : place + 2] = reversed(lines[place : place + 2])


def moved(lines: list[str], chance: random.Random) -> None:
    """Put a line elsewhere."""
    lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))


def doubled(lines: list[str], chance: random.Random) -> None:
    """Write a line twice."""
    place = chance.randrange(len(lines))
    lines.insert(place, lines[place])


EDITS: tuple[Callable[[list[str], random.Random], None], ...] = (
    rewritten, word, gone, new, exchanged, moved, doubled,
)  # fmt: skip


def line(chance: random.Random) -> str:
    """Return a line without punctuation, in Hebrew letters or Chinese signs."""
    words, between = chance.choice([(HEBREW, " "), (CHINESE, "")])
    return between.join(chance.choices(words, k=chance.randint(2, 9)))


@pytest.mark.parametrize("seed", range(60))
def test_however_lines_are_edited_none_that_changed_is_left_out(seed: int) -> None:
    """What is not named stands in the later version, word for word and in the same order."""
    chance = random.Random(seed)  # noqa: S311 the same texts every time, nothing secret
    before = [line(chance) for _ in range(chance.randint(8, 40))]
    after = list(before)
    for _ in range(chance.randint(1, 5)):
        chance.choice(EDITS)(after, chance)
    changed = changed_units("\n".join(before), "\n".join(after))
    named = {change.unit for change in changed.changes}
    left = iter(after)
    assert all(text in left for number, text in enumerate(before, 1) if number not in named)
    told = {unit for unit, _ in changed.new} | {u for c in changed.changes for u in c.after}
    assert {number for number, text in enumerate(after, 1) if text not in before} <= told
