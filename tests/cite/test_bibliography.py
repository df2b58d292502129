"""Bibliographies: CSL 1.0.2, "Bibliography", "Bibliography-specific Options" and "Display"."""

from __future__ import annotations

import re
from typing import Any

import pytest

from provrepo.cite import Style, StyleError, built_in_styles
from tests.cite.rules import cite, entries, people, style, year

DOE = people("Doe/J.")


def test_a_style_without_a_bibliography_says_so() -> None:
    """Nobody gets an empty list of works for a style that has none."""
    with pytest.raises(StyleError, match="no bibliography"):
        style('<text variable="title"/>').bibliography([{"title": "T"}])


def test_an_entry_of_nothing_is_left_out() -> None:
    """An item of which the style prints nothing makes no blank line in the list."""
    layout = '<bibliography><layout suffix="."><text variable="title"/></layout></bibliography>'
    assert entries(layout, [{"id": "a"}, {"id": "b", "title": "T"}]) == ["T."]


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ('<names variable="author"/><text variable="title"/>', ["J. Doe, A", "B"]),
        ('<text variable="title"/><names variable="author"/>', ["A, J. Doe", "B"]),
        (
            '<text variable="title"/><names variable="author"/><text variable="publisher"/>',
            ["A, J. Doe, P", "B, P"],
        ),
    ],
)
@pytest.mark.parametrize(
    "wrapped",
    [
        '<layout><group delimiter=", ">{}</group></layout>',
        '<layout><text macro="m"/></layout>',
    ],
)
def test_repeated_names_may_be_left_out(wrapped: str, layout: str, expected: list[str]) -> None:
    """With an empty substitute, names of the entry before vanish and one delimiter too."""
    items = [{"id": title, "title": title, "author": DOE, "publisher": "P"} for title in "AB"]
    head = f'<macro name="m"><group delimiter=", ">{layout}</group></macro>'
    body = wrapped.format(layout)
    area = f'<bibliography subsequent-author-substitute="">{body}</bibliography>'
    assert entries(area, items, head=head) == expected


def test_names_are_compared_with_the_entry_before_only() -> None:
    """Doe, Roe, Doe: the second Doe is named again."""
    authors = ("Doe/J.", "Roe/K.", "Doe/J.")
    items = [{"id": str(number), "author": people(name)} for number, name in enumerate(authors)]
    area = '<layout><names variable="author"/></layout>'
    printed = entries(
        f'<bibliography subsequent-author-substitute="—">{area}</bibliography>', items
    )
    assert printed == ["J. Doe", "K. Roe", "J. Doe"]


@pytest.mark.parametrize("rule", ["complete-all", "complete-each"])
def test_one_author_is_not_that_author_and_others(rule: str) -> None:
    """Doe, Doe et al.: the second is named, or the work would be ascribed to Doe alone."""
    authors = (("Doe/J.",), ("Doe/J.", "Roe/K.", "Poe/L."), ("Doe/J.", "Poe/L.", "Roe/K."))
    items = [{"id": str(number), "author": people(*names)} for number, names in enumerate(authors)]
    area = '<layout><names variable="author"><name et-al-min="2" et-al-use-first="1"/></names>'
    options = f'subsequent-author-substitute="—" subsequent-author-substitute-rule="{rule}"'
    printed = entries(f"<bibliography {options}>{area}</layout></bibliography>", items)
    others = "—" if rule == "complete-all" else "— et al."
    assert printed == ["J. Doe", "J. Doe et al.", others]


def test_a_first_field_alone_stands_in_the_margin() -> None:
    """With second-field-align, an entry of its first field alone has no empty block."""
    printed = entries(
        '<bibliography second-field-align="flush"><layout prefix="*">'
        '<text variable="title"/><text variable="publisher"/></layout></bibliography>',
        [{"id": "a", "title": "T"}],
    )
    assert printed[0].strip() == '<div class="csl-left-margin">*T</div>'


def test_every_entry_is_aligned() -> None:
    """The text of an aligned entry is one line, whether it has its first field or not."""
    area = (
        '<bibliography second-field-align="flush"><layout suffix=".">'
        '<text variable="publisher" suffix=": "/><text variable="title"/></layout></bibliography>'
    )
    items = [{"type": "book", "title": "T"}, {"type": "book", "title": "U", "publisher": "P"}]
    assert [entry.text for entry in style("", bibliography=area).bibliography(items)] == [
        "T.",
        "P: U.",
    ]


def test_a_first_field_in_cs_choose_is_always_there() -> None:
    """What cs:choose prints first is the first field, whichever branch it comes from."""
    printed = entries(
        '<bibliography second-field-align="flush"><layout><choose><if variable="publisher">'
        '<text variable="publisher"/></if></choose><text variable="title"/></layout>'
        "</bibliography>",
        [{"id": "a", "title": "T"}],
    )
    assert printed[0].strip() == '<div class="csl-left-margin">T</div>'


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ('<text variable="title"/><text variable="note" display="block"/>', "T\nN."),
        ('<text variable="note" display="block"/><text variable="title"/>', "N\nT."),
        ('<text variable="title" display="block" prefix=" " suffix=" "/>', "T ."),
    ],
)
def test_the_end_of_an_entry_is_in_its_last_block(layout: str, expected: str) -> None:
    """A block ends the line: the period of the entry does not stand on a line of its own."""
    area = f'<bibliography><layout suffix=".">{layout}</layout></bibliography>'
    item = {"type": "book", "title": "T", "note": "N"}
    assert style("", bibliography=area).bibliography([item])[0].text == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ('suffix="."', 'prefix=". "', "T.| N"),
        ("", 'prefix=". "', "T.| N"),
        ("", 'prefix=", "', "T,| N"),
        ('suffix="?"', 'prefix=". "', "T?| N"),
        ("", 'prefix="("', "T|(N"),
        ("", 'prefix="; " quotes="true"', "T;| “N”"),
    ],
)
def test_no_block_begins_with_a_mark(first: str, second: str, expected: str) -> None:
    """A period or comma that divides two blocks stands at the end of the first."""
    area = (
        f'<layout><text variable="title" display="left-margin" {first}/>'
        f'<group display="right-inline"><text variable="note" {second}/></group></layout>'
    )
    item = {"id": "a", "title": "T", "note": "N"}
    (entry,) = entries(f"<bibliography>{area}</bibliography>", [item])
    blocks = re.findall(r"<div[^>]*>(.*?)</div>", entry)
    assert "|".join(blocks) == expected


def test_blanks_at_the_edges_of_an_entry_are_outside_its_blocks() -> None:
    """An affix that is only a blank does not indent the first line of a block."""
    area = '<layout><text variable="title" display="block" prefix=" " suffix=" "/></layout>'
    (entry,) = entries(f"<bibliography>{area}</bibliography>", [{"id": "a", "title": "T"}])
    assert entry.strip() == '<div class="csl-block">T</div>'


def test_blocks_inside_running_text_are_none() -> None:
    """``display`` structures an entry; inside an affix or a format there is no line to end."""
    area = '<layout><group prefix="["><text variable="title" display="block"/></group></layout>'
    assert entries(f"<bibliography>{area}</bibliography>", [{"id": "a", "title": "T"}]) == ["[T"]


def test_blocks_of_a_delimited_layout_stand_side_by_side() -> None:
    """The delimiter of cs:layout stands between the pieces of an entry."""
    area = '<layout delimiter="; "><text variable="title"/><text variable="note"/></layout>'
    items = [{"id": "a", "title": "T", "note": "N"}]
    assert entries(f"<bibliography>{area}</bibliography>", items) == ["T; N"]


@pytest.mark.parametrize("name", built_in_styles())
def test_a_bibliography_is_the_same_without_the_citations(name: str) -> None:
    """Items in the order of their citation give the entries of the document that cites them."""
    items: dict[str, dict[str, Any]] = {
        key: {"type": "document", "title": title, "author": DOE, "issued": year(1961)}
        for key, title in (("x", "Zebra"), ("y", "Adder"), ("z", "Moose"))
    }
    cited = Style.load(name)
    _, expected = cited.document([[{"id": key}] for key in items], items)
    printed = Style.load(name).bibliography(items)
    assert [entry.text for entry in printed] == [entry.text for entry in expected]
    assert [entry.ids for entry in printed] == [entry.ids for entry in expected]


def test_a_bibliography_does_without_the_layout_of_citations() -> None:
    """Its entries are formatted alone: what is wrong in cs:citation stays unseen."""
    area = '<bibliography><layout><text variable="title"/></layout></bibliography>'
    broken = style('<no-such-element variable="title"/>', bibliography=area)
    assert broken.bibliography([{"type": "book", "title": "T"}])[0].text == "T"
    with pytest.raises(StyleError, match="not a rendering element"):
        broken.document([[{"id": "a"}]], {"a": {"type": "book", "title": "T"}})


@pytest.mark.parametrize(
    ("direction", "expected"), [("ascending", "1a 2b 3c"), ("descending", "3c 2b 1a")]
)
def test_numbers_run_down_where_the_style_sorts_them_so(direction: str, expected: str) -> None:
    """A bibliography sorted by falling citation number keeps the numbers of the citations."""
    layout = '<layout><text variable="citation-number"/><text variable="title"/></layout>'
    area = f'<sort><key variable="citation-number" sort="{direction}"/></sort>{layout}'
    items = [{"id": title, "title": title} for title in "abc"]
    assert " ".join(entries(f"<bibliography>{area}</bibliography>", items)) == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            {"publisher": "P", "title": "T"},
            '<div class="csl-left-margin">P. </div><div class="csl-right-inline">T.</div>',
        ),
        ({"title": "T"}, '<div class="csl-right-inline">T.</div>'),
    ],
)
def test_second_field_align(item: dict[str, str], expected: str) -> None:
    """The first field stands in the margin; an entry without it stands where the second does."""
    printed = entries(
        '<bibliography second-field-align="flush"><layout suffix=".">'
        '<text variable="publisher" suffix=". "/><text variable="title"/></layout></bibliography>',
        [{"id": "a", **item}],
    )
    assert printed[0].strip() == expected


def test_display_is_for_bibliographies() -> None:
    """A citation is one run of text, whatever blocks its macros make up."""
    assert cite('<text variable="title" display="block"/>', {"title": "T"}) == "T"
