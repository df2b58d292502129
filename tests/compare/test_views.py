"""The views: what each shows, and that none loses or adds a character."""

from __future__ import annotations

import random
import re
import subprocess
import tempfile
import textwrap
import unicodedata
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provrepo.compare import diff
from provrepo.compare.collation import collation_of
from provrepo.compare.views.dense import joined_to_fit
from provrepo.compare.views.html import as_html
from provrepo.compare.views.inline import inline
from provrepo.compare.views.patch import as_patch
from provrepo.compare.views.side_by_side import side_by_side
from provrepo.compare.views.tei import as_tei
from provrepo.compare.views.wrapping import cells, wrapped
from provrepo.spans import Span
from tests.compare.texts import PIECED, revised

TEI = "{http://www.tei-c.org/ns/1.0}"


def patched(tool: list[str], folder: Path, before: str, patch: str) -> str:
    """Return what ``tool`` makes of a file with the text before."""
    file = folder / "cable.txt"
    file.write_bytes(before.encode())
    process = subprocess.run(
        tool, cwd=folder, input=patch.encode(), capture_output=True, check=False
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return file.read_bytes().decode() if file.exists() else ""


@pytest.mark.skipif(not which("patch") or not which("git"), reason="patch or git is absent")
def test_patch_and_git_apply_accept_the_patch(tmp_path: Path) -> None:
    """Both tools make the text after of the text before, whatever the ends of the lines."""
    lines = [f"line {number}\n" for number in range(40)]
    revisions = [
        ("".join(lines), "".join([*lines[:5], "new 中\n", *lines[6:30], *lines[33:]])),
        ("no end", "no end\n"),
        ("a\nend\n", "a\nend"),
        ("one\r\ntwo\r\n", "one\r\n2\r\n"),
        ("only\n", "other\n\x0c\u2028form\n"),
        ("\n\n[x]\n", "[x]\n\n\n"),
    ]
    for before, after in revisions:
        patch = as_patch(diff(before, after), before_name="cable.txt", after_name="cable.txt")
        for tool in (["patch", "--binary", "-p1"], ["git", "apply", "-"]):
            assert patched(tool, tmp_path, before, patch) == after, tool


@pytest.mark.skipif(not which("git"), reason="git is absent")
@pytest.mark.parametrize("name", ["kabel é.txt", '电报 "1".txt', "a\\b.txt", "two words.txt"])
def test_git_finds_the_file_whatever_its_name(name: str, tmp_path: Path) -> None:
    """A name with quotes, backslashes or letters beyond ASCII is quoted as git reads it."""
    (tmp_path / name).write_bytes(b"old\n")
    patch = as_patch(diff("old\n", "new\n"), before_name=name, after_name=name)
    process = subprocess.run(
        ["git", "apply", "-"], cwd=tmp_path, input=patch.encode(), capture_output=True, check=False
    )
    assert process.returncode == 0, process.stderr
    assert (tmp_path / name).read_bytes() == b"new\n"


@pytest.mark.parametrize(("between", "hunks"), [(6, 1), (7, 2)])
def test_changes_whose_context_meets_are_one_hunk(between: int, hunks: int) -> None:
    """With three lines of context, changes six lines apart share a hunk, as in git's patches."""
    rows = [f"row {number}\n" for number in range(between)]
    before, after = ("".join([word, *rows, word]) for word in ("old\n", "new\n"))
    patch = as_patch(diff(before, after), before_name="a", after_name="a")
    assert patch.count("\n@@ ") == hunks


def test_equal_texts_make_an_empty_patch() -> None:
    """Where nothing changed there is nothing to apply."""
    assert as_patch(diff("a\n", "a\n"), before_name="a", after_name="a") == ""


@pytest.mark.skipif(not which("git"), reason="git is absent")
@settings(max_examples=20)
@given(revised())
def test_git_applies_any_patch(pair: tuple[str, str]) -> None:
    """Whatever the texts hold, the patch makes the one of the other."""
    before, after = (text.replace("\0", "") for text in pair)
    if before and after and before != after:
        patch = as_patch(diff(before, after), before_name="cable.txt", after_name="cable.txt")
        with tempfile.TemporaryDirectory() as folder:
            assert patched(["git", "apply", "-"], Path(folder), before, patch) == after


@given(revised())
def test_no_line_of_columns_is_too_wide(pair: tuple[str, str]) -> None:
    """A line of the side-by-side view fits the width in terminal cells."""
    for line in side_by_side(diff(*pair), width=23, context=None):
        assert sum(cells(span.text) for span in line) <= 23


@given(revised())
def test_columns_show_both_texts(pair: tuple[str, str]) -> None:
    """Left of the line stands the text before, right of it the text after, white space apart."""
    if "│" in "".join(pair):
        return
    left, right = [], []
    for line in side_by_side(diff(*pair), width=40, context=None):
        middle = next(place for place, span in enumerate(line) if span.text.endswith(" │ "))
        left += [span.text for span in line[:middle]]
        right += [span.text for span in line[middle + 1 :]]
    shown = ["".join("".join(side).split()) for side in (left, right)]
    assert shown == ["".join(text.split()) for text in pair]


def columns(before: str, after: str, width: int) -> list[tuple[str, str]]:
    """Return the lines of the side-by-side view, each as what stands left and right."""
    lines = side_by_side(diff(before, after), width=width, context=None)
    halves = ["".join(span.text for span in line).split("│") for line in lines]
    return [(left.strip(), right.strip()) for left, right in halves]


def test_a_word_wider_than_its_column_is_cut() -> None:
    """Into pieces that fill the column of ten cells: URLs and compounds have no blanks."""
    assert columns("see Donaudampfschifffahrt", "see it", 23) == [
        ("see", "see it"),
        ("Donaudampf", ""),
        ("schifffahr", ""),
        ("t", ""),
    ]


def test_no_word_is_cut_before_a_combining_mark() -> None:
    """The accent stays with its letter, which is the last that has room."""
    word = "a\u0301" * 11
    assert columns(word, "x", 23) == [("a\u0301" * 10, "x"), ("a\u0301", "")]


def test_columns_show_ignored_changes_without_a_mark() -> None:
    """What is ignored stands on both sides as it is in each text."""
    comparison = diff(
        "The old  border\nis quiet", "The old border\nis calm", ignore=["white space"]
    )
    (upper, lower) = side_by_side(comparison, width=43, context=None)
    assert "".join(span.text for span in upper) == "The old  border      │ The old border"
    assert [span for span in lower if span.style] == [
        Span("quiet", "deleted"),
        Span("calm", "inserted"),
    ]


def test_columns_make_room_for_marks() -> None:
    """Where no colour tells, deletions and insertions are marked, within the width."""
    comparison = diff("the border was quiet today", "the border was calm today")
    marks = {"deleted": ("[-", "-]"), "inserted": ("{+", "+}")}
    lines = side_by_side(comparison, width=63, context=None, marks=marks)
    assert ["".join(span.text for span in line) for line in lines] == [
        "the border was [-quiet-] today │ the border was {+calm+} today"
    ]


def test_wide_characters_take_two_cells() -> None:
    """Han and full-width forms are two cells wide, a combining accent none."""
    assert cells("中Ａe\u0301") == 5


@pytest.mark.parametrize(
    ("context", "left", "right"),
    [
        (0, "…", "…"),
        (1, "…4 ", " 5,…"),
        (2, "…(3, 4 ", " 5, 6)…"),
        (3, "…2 (3, 4 ", " 5, 6) 7…"),
        (9, "1 2 (3, 4 ", " 5, 6) 7 8"),
    ],
)
def test_so_many_words_stand_beside_a_change(context: int, left: str, right: str) -> None:
    """As many words as asked for, with the marks beside them; the rest is left out."""
    comparison = diff("1 2 (3, 4 old 5, 6) 7 8", "1 2 (3, 4 new 5, 6) 7 8")
    spans = inline(comparison, context=context)
    place = spans.index(Span("old", "deleted"))
    assert spans[place + 1] == Span("new", "inserted")
    assert "".join(span.text for span in spans[:place]) == left
    assert "".join(span.text for span in spans[place + 2 :]) == right


def test_far_rows_are_left_out() -> None:
    """With one row of context a long text is cut to three rows between signs of omission."""
    rows = [f"row {number}\n" for number in range(9)]
    after = "".join(rows).replace("row 4", "line 4")
    shown = side_by_side(diff("".join(rows), after), width=40, context=1)
    assert [line[0].text.strip() for line in shown] == ["…", "row 3", "row", "row 5", "…"]


def witness(xml: str, number: int) -> str:
    """Return the text that the TEI file gives for one witness."""
    root = ET.fromstring(xml)  # noqa: S314 we made it
    names = [
        item.get("{http://www.w3.org/XML/1998/namespace}id") for item in root.iter(f"{TEI}witness")
    ]
    block = next(root.iter(f"{TEI}ab"))
    parts = [block.text or ""]
    for child in block:
        if child.tag == f"{TEI}app":
            parts += [
                plain(reading)
                for reading in child
                if f"#{names[number]}" in (reading.get("wit") or "").split()
            ]
        else:
            parts.append(sign(child))
        parts.append(child.tail or "")
    return "".join(parts)


def sign(element: ET.Element) -> str:
    """Return the character that a ``g`` stands for, what a ``seg`` holds, no ``anchor``."""
    if element.tag.endswith("}anchor"):
        return ""
    if element.tag.endswith("}seg"):
        return plain(element)
    return chr(int((element.get("n") or "")[2:], 16))


def plain(element: ET.Element) -> str:
    """Return the text of a reading."""
    return (element.text or "") + "".join(sign(child) + (child.tail or "") for child in element)


@given(revised())
def test_the_tei_view_is_well_formed_and_rebuilds_both_sides(pair: tuple[str, str]) -> None:
    """An XML parser reads the apparatus, and each witness's readings are its text."""
    xml = as_tei(collation_of(diff(*pair), "before", "after"), title="<&>")
    assert (witness(xml, 0), witness(xml, 1)) == pair


def running_text(page: str) -> str:
    """Return the running text of an HTML page, marks still in it."""
    running = re.search(
        r'<div class="text running" dir="auto">(.*?)</div></section>', page, re.DOTALL
    )
    assert running
    text = re.sub(r'<a class="jump".*?</a>|<span class="aside">.*?</span>', "", running[1])
    return re.sub(
        r'<span class="control">U\+([0-9A-F]+)</span>',
        lambda code: f"&#x1{int(code[1], 16):05x};",
        text,
    )


def without_marks(text: str) -> str:
    """Return the text of HTML without its elements, its control characters as they were."""
    bare = unescape(re.sub("<[^>]*>", "", text))
    return "".join(chr(ord(sign) - 0x100000) if ord(sign) >= 0x100000 else sign for sign in bare)


@given(revised())
def test_the_html_view_rebuilds_both_sides(pair: tuple[str, str]) -> None:
    """Without what is inserted the running text is the text before; likewise the text after."""
    if any(ord(character) >= 0xF0000 for character in "".join(pair)):
        return
    text = running_text(as_html(diff(*pair), title="t", before_label="b", after_label="a"))
    before = re.sub(r"<ins\b.*?</ins>", "", text, flags=re.DOTALL)
    after = re.sub(r"<del\b.*?</del>", "", text, flags=re.DOTALL)
    assert (without_marks(before), without_marks(after)) == pair


def test_the_html_view_escapes_everything() -> None:
    """No markup of a text or a label reaches the page, no control character either."""
    evil = '<script>alert("x")</script>\x1b[31m\u202e&amp;'
    page = as_html(diff("a " + evil, "b " + evil), title=evil, before_label=evil, after_label=evil)
    assert "<script" not in page
    kinds = {unicodedata.category(sign) for sign in page} - {"Cc"}
    assert "Cf" not in kinds
    assert "\x1b" not in page
    assert "&amp;amp;" in page


def test_the_html_view_of_a_moved_passage_tells_what_was_written_into_it() -> None:
    """A word inserted on the way is marked where it stands, and nothing where it is not."""
    paragraph = "The embassy reported that the border was quiet during the month of April.\n"
    second = "In Liaoning the police stopped three hundred people who wanted to cross it.\n"
    after = second + paragraph.replace("quiet", "very quiet")
    page = as_html(diff(paragraph + second, after), title="t", before_label="b", after_label="a")
    assert page.count("<mark") == 1
    assert '<mark title="text">very </mark>quiet' in page


def test_the_two_ends_of_a_move_link_to_each_other() -> None:
    """From where a passage left, a link leads to where it arrived, and back."""
    paragraph = "The embassy reported that the border was quiet during the month of April.\n"
    second = "In Liaoning the police stopped three hundred people who wanted to cross it.\n"
    page = as_html(
        diff(paragraph + second, second + paragraph), title="t", before_label="b", after_label="a"
    )
    for end in ("from", "to"):
        assert page.count(f'id="move-1-{end}"') == 1
        assert page.count(f'href="#move-1-{end}"') == 1


def test_the_html_view_marks_what_changed_inside_a_move() -> None:
    """Both ends of the move show their own word marked, and the texts bear their languages."""
    paragraph = "The embassy reported that the border was quiet during the month of April.\n"
    second = "In Liaoning the police stopped three hundred people who wanted to cross it.\n"
    page = as_html(
        diff(paragraph + second, second + paragraph.replace("quiet", "calm")),
        title="t",
        before_label="b",
        after_label="a",
        languages=("en", "en-GB"),
    )
    assert page.count('<mark title="text">quiet</mark>') == 1
    assert page.count('<mark title="text">calm</mark>') == 1
    assert ' lang="en-GB">' in page


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("the [North] side", 9, ["the ", "[North] ", "side"]),
        ("they left, he said", 10, ["they left,", "he said"]),
        ("at 中国北方，人", 9, ["at 中国北", "方，人"]),
        ("中国北方，人", 8, ["中国北", "方，人"]),
        ("（中国）「北」", 6, ["（中", "国）", "「北」"]),
        ("well-known men", 8, ["well-", "known ", "men"]),
        ("ケーキ", 4, ["ケー", "キ"]),
        ("a\nb", 9, ["a", "b"]),
    ],
)
def test_lines_are_broken_where_unicode_breaks_them(
    text: str, width: int, lines: list[str]
) -> None:
    """Never after what opens, nor before what closes, a comma, or a mark that may not begin one."""
    assert ["".join(span.text for span in line) for line in wrapped([Span(text)], width)] == lines


@given(PIECED, st.integers(2, 30))
def test_wrapping_loses_nothing_but_blanks(text: str, width: int) -> None:
    """Lines are no wider than asked for, and hold all words in order."""
    lines = ["".join(span.text for span in line) for line in wrapped([Span(text)], width)]
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cells(line) <= width for line in lines)


def test_side_by_side_names_its_columns() -> None:
    """Above each column stands which text it is."""
    lines = side_by_side(diff("a b", "a c"), width=23, context=None, labels=("v1", "v2"))
    assert "".join(span.text for span in lines[0]) == "v1         │ v2"


def long_pair() -> tuple[str, str]:
    """Return a text of 80 KB and a revision of six words in it."""
    rows = [
        f"Of the {number} boats of the northern harbor none has left in the month of May.\n\n"
        for number in range(1_000)
    ]
    after = [
        row.replace("May", "June") if number % 170 == 20 else row for number, row in enumerate(rows)
    ]
    return "".join(rows), "".join(after)


def test_the_page_of_a_long_text_leads_from_change_to_change() -> None:
    """Every link leads somewhere; each change but the last leads on; all are in the list."""
    page = as_html(diff(*long_pair()), title="t", before_label="b", after_label="a")
    places = re.findall(r'id="([^"]*)"', page)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]*)"', page)) <= set(places)
    changes = [place for place in places if place.startswith("change-")]
    assert changes == [f"change-{number}" for number in range(1, 7)]
    for place in changes[1:]:
        assert page.count(f'href="#{place}"') >= 2
    listed = re.search('<nav class="changes".*?</nav>', page, re.DOTALL)
    assert listed
    assert listed[0].count("May → June") == 6


def test_the_page_of_a_long_text_folds_what_did_not_change() -> None:
    """What is far from a change opens on demand, once; the page is hardly larger than the text."""
    before, after = long_pair()
    page = as_html(diff(before, after), title="t", before_label="b", after_label="a")
    assert len(page) < 1.5 * len(before)
    unfolded = re.sub("<details>.*?</details>", "", page, flags=re.DOTALL)
    assert len(unfolded) < len(before) / 4
    assert page.count("Of the 500 boats") == 1
    assert "paragraphs without change</span></summary>" in page


def test_the_columns_of_a_text_that_was_wrapped_anew_are_shorter_than_it() -> None:
    """Its columns show the words that changed with those beside them, not every line end."""
    words = "the boats of that harbor lay in rows along its quays all winter until".split()
    paragraphs = [
        " ".join([*words[number % 5 :], f"day {number}", *words] * 4) for number in range(120)
    ]
    before = "\n\n".join(textwrap.fill(text, 60) for text in paragraphs)
    after = "\n\n".join(textwrap.fill(text.replace("day", "night", 2), 75) for text in paragraphs)
    page = as_html(diff(before, after), title="t", before_label="b", after_label="a")
    columns = page[page.index('id="columns"') :]
    assert len(columns) < len(after)
    assert columns.count("<del>day</del>") == columns.count("<ins>night</ins>") == 240
    assert "<ins>\n</ins>" not in columns


def rewritten(first: str, second: str) -> tuple[str, str]:
    """Return two texts of 82 KB of the words, or signs, of two lists, in paragraphs."""
    texts = []
    for words in (first.split(" "), second.split(" ")):
        blank = " " if words[0].isascii() else ""
        sentences = [
            blank.join(words[number * factor % len(words)] for factor in range(1, 12)) + ". "
            for number in range(1, 3_000)
        ]
        rows = ["".join(sentences[at : at + 6]) + "\n\n" for at in range(0, len(sentences), 6)]
        texts.append("".join(rows).encode()[:82_000].decode("utf-8", "ignore"))
    return texts[0], texts[1]


ENGLISH = rewritten(
    "the boats of that harbor lay in rows along its quays all winter until",
    "a tree whose seed my gardener put there once bears fruit each summer now",
)
CHINESE = rewritten(
    "船 碼 港 冬 繩 帆 海 風 潮 岸 島 水 霧", "樹 田 園 夏 種 花 果 雨 土 草 林 山 日"
)


def one_word_lines() -> tuple[str, str]:
    """Return a list of 82 KB, a word a line, in which every third word became another."""
    before = [f"name{number:05}\n" for number in range(8_200)]
    after = [f"other{row[4:]}" if number % 3 == 0 else row for number, row in enumerate(before)]
    return "".join(before), "".join(after)


def punctuated() -> tuple[str, str]:
    """Return a text of 82 KB, and itself with other marks of punctuation and line ends."""
    before = "".join(
        f"Of the {number} boats of that harbor, as they say, none has left it yet. "
        for number in range(1_150)
    )
    return before, textwrap.fill(before.replace(",", ";").replace(". ", "! "), 70)


@pytest.mark.parametrize("pair", [ENGLISH, CHINESE, one_word_lines(), punctuated()])
def test_the_page_of_any_pair_of_82_kb_is_below_300_kb(pair: tuple[str, str]) -> None:
    """However much changed: the running text has all, its columns what a page has room for."""
    page = as_html(diff(*pair), title="t", before_label="b", after_label="a")
    assert len(page.encode()) < 300_000
    text = running_text(page)
    before = re.sub(r"<ins\b.*?</ins>", "", text, flags=re.DOTALL)
    after = re.sub(r"<del\b.*?</del>", "", text, flags=re.DOTALL)
    assert (without_marks(before), without_marks(after)) == pair
    places = re.findall(r'id="([^"]*)"', page)
    assert set(re.findall(r'href="#([^"]*)"', page)) <= set(places)
    assert 1 <= sum(place.startswith("change-") for place in places) <= 300


def word_lines(length: int) -> list[str]:
    """Return made words of 82 KB, their lines counted: of letters in no order, from a seed."""
    chance = random.Random(length)  # noqa: S311 the same words every time, nothing secret
    sizes = [chance.randint(1, length) for _ in range(164_000 // (length + 3))]
    return ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=size)) for size in sizes]


def two_thirds(length: int) -> tuple[str, str]:
    """Return a list, a word a line, of which two words in three became others."""
    words = word_lines(length)
    others = [word.upper() if number % 3 else word for number, word in enumerate(words)]
    return "\n".join(words), "\n".join(others)


@pytest.mark.parametrize("length", [3, 8])
def test_changes_beside_each_other_are_one_where_a_page_would_be_mostly_their_marks(
    length: int,
) -> None:
    """Of a list of which most words changed one by one; the page says so, and still has all."""
    pair = two_thirds(length)
    page = as_html(diff(*pair), title="t", before_label="b", after_label="a")
    assert len(page.encode()) < 300_000
    assert "changes beside each other are shown as one" in page
    text = running_text(page)
    before = without_marks(re.sub(r"<ins\b.*?</ins>", "", text, flags=re.DOTALL))
    after = without_marks(re.sub(r"<del\b.*?</del>", "", text, flags=re.DOTALL))
    assert (before, after) == pair


def test_changes_are_joined_no_further_than_they_have_to_be() -> None:
    """Of two words and of one that changed, the two are one change where there is no room."""
    before, after = "one two stays\nthree goes", "eins zwei stays drei goes"
    comparison = diff(before, after)
    joined = joined_to_fit(comparison, lambda changes: len(changes) < 3)
    assert [(change.deleted, change.inserted) for change in joined] == [
        ("one two", "eins zwei"),
        ("three", "drei"),
    ]
    [all_of_it] = joined_to_fit(comparison, lambda changes: len(changes) < 2)
    assert (all_of_it.deleted, all_of_it.inserted) == (
        "one two stays\nthree",
        "eins zwei stays drei",
    )


def test_nothing_is_joined_over_a_passage_that_left() -> None:
    """Changes on either side of it stay apart, however little room there is."""
    passage = "The consul went to the harbor on the fourth of May and met nobody there.\n\n"
    rest = "None of the boats that lay there all winter has left it since then.\n\n"
    before, after = f"red {passage}hats {rest}", f"blue caps {rest}{passage}"
    comparison = diff(before, after)
    assert comparison.statistics()["moved"] == 1
    joined = joined_to_fit(comparison, lambda _: False)
    assert {change.deleted.strip() for change in joined} >= {"red", "hats"}


@pytest.mark.parametrize(("length", "words"), [(8, 7), (8, 30), (1, 30)])
def test_the_page_of_passages_in_no_order_is_below_300_kb(length: int, words: int) -> None:
    """Each stands whole where it arrived, and every link leads to a place of the page."""
    made = word_lines(length)
    blocks = [made[place : place + words] for place in range(0, len(made), words)]
    random.Random(words).shuffle(blocks)  # noqa: S311 the same order every time
    texts = [
        "\n".join(" ".join(row[place : place + 12]) for place in range(0, len(row), 12))
        for row in (made, [word for block in blocks for word in block])
    ]
    comparison = diff(*texts)
    page = as_html(comparison, title="t", before_label="b", after_label="a")
    assert len(comparison.moves) > 300
    assert len(page.encode()) < 300_000
    after = without_marks(re.sub(r"<del\b.*?</del>", "", running_text(page), flags=re.DOTALL))
    assert after == texts[1]
    places = re.findall(r'id="([^"]*)"', page)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]*)"', page)) <= set(places)


def test_the_columns_say_what_they_leave_out() -> None:
    """Where there is no room for all, what stands above the columns points to where all is."""
    for length, words in ((9_000, "<table>"), (60_000, "<p>Long changes"), (76_000, "<p>Here is")):
        before, after = (text[:length] for text in ENGLISH)
        page = as_html(diff(before, after), title="t", before_label="b", after_label="a")
        assert page[page.index("Side by side</h2>") :].startswith(f"Side by side</h2>{words}")


def test_the_columns_of_one_long_line_break_off_where_there_is_no_room() -> None:
    """A line with thousands of changes is shown from its beginning, on a page of bearable size."""
    words = [f"word{number}" for number in range(9_000)]
    changed = [f"new{word}" if number % 2 else word for number, word in enumerate(words)]
    page = as_html(
        diff(" ".join(words), " ".join(changed)), title="t", before_label="b", after_label="a"
    )
    columns = page[page.index("Side by side</h2>") :]
    assert "Here is the beginning: 1 row, shortened" in columns
    assert len(columns) < 20_000
    assert "<del>word1</del>" in columns


def test_the_page_of_marked_up_text_is_below_300_kb() -> None:
    """82 KB of tags, quotation marks and ampersands, of which every fifth word changed."""
    randomness = random.Random(3)  # noqa: S311 the same order every time
    pieces = ["a & b ", "<p>x</p> ", '"q" > 3 ', "word ", "& < > "]
    before = "".join(randomness.choices(pieces, k=14_000))[:82_000]
    after = " ".join(
        randomness.choice(["&", '"x"', "<p>"]) if randomness.random() < 0.2 else word
        for word in before.split(" ")
    )
    page = as_html(diff(before, after), title="t", before_label="b", after_label="a")
    assert len(page.encode()) < 300_000
    assert "<p>x" not in page


def test_the_list_of_changes_reads_from_before_to_after_in_hebrew_too() -> None:
    """What was deleted and what was inserted are isolated, so that the arrow points right."""
    page = as_html(diff("ביום ד במאי", "ביום ה במאי"), title="t", before_label="b", after_label="a")
    assert "<bdi>ד</bdi> → <bdi>ה</bdi></li>" in page
