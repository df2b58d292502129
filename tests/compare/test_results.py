"""What a caller sees of a result: in the interpreter, as JSON, in a notebook."""

from __future__ import annotations

import json
import re
from dataclasses import FrozenInstanceError, fields
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given

from provrepo.compare import Origin, Segment, blame, collate, diff
from provrepo.compare.views.html import blame_as_html
from provrepo.spans import Span
from tests.compare.texts import revised

ONE = "The embassy reported that the border was quiet during the whole month of April.\n\n"
TWO = "In Liaoning the police stopped three hundred people who wanted to cross the river.\n\n"
EVIL = '<script>alert("x")</script>\x1b\u202e'


class Balanced(HTMLParser):
    """Reads HTML and notes elements that are closed out of order or not at all."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def fragment(result: object) -> str:
    """Return what a notebook shows of a result."""
    return str(result._repr_html_())  # type: ignore[attr-defined]  # IPython asks for it by name


def words(html: str) -> str:
    """Return the words that a fragment shows, without its style."""
    text = re.sub(r'<style>.*?</style>|<span class="aside">.*?</span>', "", html, flags=re.DOTALL)
    return re.sub("<[^>]*>", "", text)


def test_results_say_in_one_line_what_they_are() -> None:
    """In the interpreter a result is a line that tells what an editor would ask first."""
    comparison = diff("into [North] Korea now", "into North Korea today")
    assert repr(comparison) == "<Diff 22 -> 22 characters: brackets 2, text 1>"
    assert [repr(change) for change in comparison.changes] == [
        "<Change brackets: '[' -> '', 5:6 -> 5:5>",
        "<Change brackets: ']' -> '', 11:12 -> 10:10>",
        "<Change text: 'now' -> 'today', 19:22 -> 17:22>",
    ]
    ignoring = diff("a B", "a b", ignore=["case"])
    assert repr(ignoring) == "<Diff 3 -> 3 characters: no changes; 1 ignored>"


def test_a_long_change_is_shortened_in_its_line() -> None:
    """A paragraph that was deleted does not fill the screen."""
    (change,) = diff(ONE + "word " * 500, ONE).changes
    assert len(repr(change)) < 120
    assert "\n" not in repr(change)


def test_a_move_says_from_where_to_where() -> None:
    """A move names its two ranges, and how much changed inside."""
    three = "The ministry asks Ambassador Qiao to raise the matter with the Korean side.\n\n"
    (move,) = diff(ONE + TWO + three, TWO + three + ONE).moves
    assert repr(move) == f"<Move 0:{len(ONE)} -> {len(TWO + three)}:{len(TWO + three + ONE)}>"
    (edited,) = diff(ONE + TWO, TWO + ONE.replace("quiet", "calm")).moves
    assert repr(edited).endswith(", 1 changed inside>")


def test_a_collation_says_how_many_places_differ() -> None:
    """A collation names its witnesses; a segment shows who reads what."""
    collation = collate(["the border was closed", "the border was shut"], ["A", "B"])
    assert repr(collation) == "<Collation of 'A', 'B': 1 place differs>"
    assert [repr(segment) for segment in collation.segments] == [
        "<Segment, all read 'the border was '>",
        "<Segment 'closed' | 'shut'>",
    ]
    assert repr(collate(["a", "a"], ["A", "B"])).endswith("0 places differ>")


def test_results_cannot_be_altered() -> None:
    """Every result is a frozen dataclass, so that it can be kept and shared."""
    comparison = diff(ONE + TWO, TWO + ONE.replace("quiet", "calm"))
    collation = collate(["a", "b"], ["A", "B"])
    results: list[Any] = [
        *(comparison, comparison.moves[0], comparison.moves[0].changes[0]),
        *(collation, collation.segments[0], Origin(0, 1, 0), Span("a")),
    ]
    for result in results:
        name = fields(result)[0].name
        with pytest.raises(FrozenInstanceError):
            setattr(result, name, None)


def test_the_json_of_a_move_names_its_ranges_and_what_changed_inside() -> None:
    """A program finds where a passage was, where it is, and the word that was corrected."""
    edited = ONE.replace("quiet", "calm")
    comparison = diff(ONE + TWO, TWO + edited)
    value = json.loads(json.dumps(comparison.as_json()))
    assert (value["format"], value["unit"]) == ("provrepo-diff/1", "code points")
    assert (value["before_length"], value["after_length"]) == (len(ONE + TWO), len(TWO + edited))
    assert value["statistics"] == {"moved": 1, "text": 1}
    start = ONE.index("quiet")
    assert value["moves"] == [
        {
            "before": [0, len(ONE)],
            "after": [len(TWO), len(TWO + edited)],
            "left_at": 0,
            "arrived_at": len(ONE + TWO),
            "changes": [
                {
                    "kind": "text",
                    "before": [start, start + 5],
                    "after": [len(TWO) + start, len(TWO) + start + 4],
                    "deleted": "quiet",
                    "inserted": "calm",
                }
            ],
        }
    ]


def test_the_json_of_a_comparison_keeps_what_was_ignored_apart() -> None:
    """Ignored changes are listed by themselves, not among the changes."""
    value = diff("a B c", "a b d", ignore=["case"]).as_json()
    assert [change["deleted"] for change in value["changes"]] == ["c"]
    assert [change["deleted"] for change in value["ignored"]] == ["B"]


def test_the_json_of_smaller_results_names_every_value() -> None:
    """Nothing has to be known by its position in a list."""
    assert [origin.as_json() for origin in blame(["a b", "a c"])] == [
        {"start": 0, "end": 2, "version": 0},
        {"start": 2, "end": 3, "version": 1},
    ]
    assert Span("word", "deleted").as_json() == {"text": "word", "style": "deleted"}
    assert Segment(("a", "b")).as_json() == {"agreed": False, "readings": ["a", "b"]}
    assert collate(["a b", "a c"], ["A", "B"]).as_json() == {
        "witnesses": ["A", "B"],
        "segments": [
            {"agreed": True, "readings": ["a ", "a "]},
            {"agreed": False, "readings": ["b", "c"]},
        ],
        "withdrawn": [],
        "transpositions": [],
    }


def test_a_notebook_shows_the_changes_among_the_words_beside_them() -> None:
    """A comparison shows counts, changes marked, and leaves far text out."""
    far = "far away " * 200
    before, after = (f"{far}the border was {word} today {far}" for word in ("closed", "shut"))
    html = fragment(diff(before, after))
    assert "<dt>text</dt><dd>1</dd>" in html
    assert re.search(r"<del>.*closed.*</del><ins>.*shut.*</ins>", html)
    assert "…" in html
    assert len(words(html)) < 300


def test_a_notebook_says_that_texts_are_the_same() -> None:
    """Where nothing differs, neither text nor an empty table is shown."""
    for result in (diff("a", "a"), collate(["a", "a"], ["A", "B"])):
        assert words(fragment(result)).strip() == "The texts are the same."


def test_a_notebook_shows_where_witnesses_differ() -> None:
    """A collation is a table with a column for each witness, omissions named."""
    html = fragment(collate(["a b c", "a c", "a b c"], ["First", "Second", "Third"]))
    assert [name for name in ("First", "Second", "Third") if f">{name}</th>" in html] == [
        "First",
        "Second",
        "Third",
    ]
    assert html.count("<em>om.</em>") == 1


def test_a_notebook_is_not_flooded() -> None:
    """Of a great many changes or places the first are shown, and how many more there are."""
    before = "".join(f"word{number} stays, and so it goes on for long.\n" for number in range(300))
    after = before.replace("word", "term")
    assert words(fragment(diff(before, after))).endswith(" … and 100 more")
    assert words(fragment(collate([before, after], ["A", "B"]))).endswith("… and 100 more")


def test_two_comparisons_in_a_notebook_do_not_link_into_each_other() -> None:
    """The ends of a move link to each other by ids that only this comparison has."""
    ids = []
    for before, after in ((ONE + TWO, TWO + ONE), (TWO + ONE, ONE + TWO)):
        html = fragment(diff(before, after))
        parser = Balanced()
        parser.feed(html)
        assert len(parser.ids) == 2
        assert all(f'href="#{identifier}"' in html for identifier in parser.ids)
        ids += parser.ids
    assert len(set(ids)) == 4


def test_the_style_of_a_fragment_stays_inside_it() -> None:
    """Every rule begins with the fragment's class, so that the notebook looks as it did."""
    html = fragment(diff("a", "b"))
    assert html.startswith('<div class="provrepo">')
    style = re.search("<style>(.*?)</style>", html, re.DOTALL)
    assert style
    selectors = re.findall(r"([^{}]+)\{[^}]*\}", style[1])
    assert selectors
    assert all(selector.strip().startswith(".provrepo ") for selector in selectors)


def test_a_fragment_escapes_everything() -> None:
    """No markup of a text or a name gets into the notebook, no control character either."""
    for result in (
        diff(f"a {EVIL} b", f"c {EVIL} d"),
        diff(ONE + EVIL + TWO, TWO + ONE + EVIL),
        collate([f"a {EVIL}", f"b {EVIL}"], [EVIL, "B"]),
    ):
        html = fragment(result)
        assert "<script" not in html
        assert not set("\x1b\u202e") & set(html)


@given(revised())
def test_a_fragment_is_whole(pair: tuple[str, str]) -> None:
    """Whatever the texts, every element is closed in order."""
    for result in (diff(*pair), collate(list(pair), ["A", "B"])):
        parser = Balanced()
        parser.feed(fragment(result))
        assert parser.open == []


def test_the_page_of_blame_lists_versions_in_order() -> None:
    """Each stretch leads to its version in the table, which is sorted and escaped."""
    page = blame_as_html(
        [("new ", "v10", "2024 <Li>"), ("old ", "v2", "2023 Wang"), ("newer", "v10", "2024 <Li>")],
        title="A & B",
    )
    assert re.findall(r'<tr id="(v\d+)">', page) == ["v2", "v10"]
    assert re.findall(r'href="#(v\d+)"', page) == ["v10", "v2", "v10"]
    assert "2024 &lt;Li&gt;" in page
    assert "<title>A &amp; B</title>" in page
