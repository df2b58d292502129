"""Grouping and collapsing: CSL 1.0.2, "Cite Grouping" and "Cite Collapsing"."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cite.rules import BRACKETS, PLAIN, cites, work

LOCATED = (
    f'<group delimiter=", ">{PLAIN}<group><label variable="locator" form="short" suffix=" "/>'
    '<text variable="locator"/></group></group>'
)
GROUP = [
    work("a", ("Doe/J.",), 1999),
    work("b", ("Smith/A.",), 2002),
    work("c", ("Doe/J.",), 2006),
    work("d", ("Doe/J.",), 1999),
    work("e", ("Doe/J.",), 1999),
]
BY_YEAR = '<sort><key variable="issued"/></sort>'
SUFFIX = 'disambiguate-add-year-suffix="true"'


@pytest.mark.parametrize(
    ("citation", "ids", "expected"),
    [
        ('cite-group-delimiter=", "', "abc", "(Doe 1999, Doe 2006; Smith 2002)"),
        ('collapse="year"', "abc", "(Doe 1999, 2006; Smith 2002)"),
        ('collapse="year" cite-group-delimiter=","', "abc", "(Doe 1999,2006; Smith 2002)"),
        (f'collapse="year" {SUFFIX}', "ade", "(Doe 1999a, 1999b, 1999c)"),
        (f'collapse="year-suffix" year-suffix-delimiter="," {SUFFIX}', "ade", "(Doe 1999a,b,c)"),
        (f'collapse="year-suffix-ranged" {SUFFIX}', "ade", "(Doe 1999a–c)"),
        ('collapse="year-suffix"', "ade", "(Doe 1999, 1999, 1999)"),
        ('collapse="year" after-collapse-delimiter=" | "', "abc", "(Doe 1999, 2006 | Smith 2002)"),
    ],
)
def test_collapse(citation: str, ids: str, expected: str) -> None:
    """Cites with the same names stand together, and share names and years as the style says."""
    printed = cites(PLAIN, GROUP, [list(ids)], citation=citation, sort=BY_YEAR, attributes=BRACKETS)
    # Other items take no part: "a", "d" and "e" have the same suffixes in each.
    assert printed == [expected]


@pytest.mark.parametrize(
    ("cluster", "expected"),
    [
        (["n", "o"], "(1950; 1960)"),
        (["a", "n"], "(Doe 1999; 1950)"),
        (["a", {"id": "c", "prefix": "cf."}], "(Doe 1999, cf. 2006)"),
    ],
)
def test_cites_without_names_are_no_group(cluster: list[Any], expected: str) -> None:
    """A cite without names stands apart; a word before a cite does not end its group."""
    nameless = [work("n", (), 1950), work("o", (), 1960)]
    printed = cites(
        PLAIN, [*GROUP, *nameless], [cluster], citation='collapse="year"', attributes=BRACKETS
    )
    assert printed == [expected]


def test_a_locator_keeps_its_year() -> None:
    """A cite with a locator is collapsed as by "year", not to its suffix."""
    cluster = ["a", "d", {"id": "e", "locator": "5"}]
    printed = cites(
        LOCATED,
        GROUP,
        [cluster],
        citation=f'collapse="year-suffix" year-suffix-delimiter="," {SUFFIX}',
        attributes=BRACKETS,
    )
    assert printed == ["(Doe 1999a,b, 1999c, p. 5)"]


@pytest.mark.parametrize(
    ("cluster", "expected"),
    [
        (["a", "b", "c", "e"], "[1–3, 5]"),
        (["c", "b", "a"], "[3, 2, 1]"),
        (["a", "b"], "[1, 2]"),
        ([{"id": "a", "prefix": "see "}, "b", "c"], "[see 1–3]"),
        (["a", {"id": "b", "locator": "5"}, "c"], "[1, 2, 3]"),
    ],
)
def test_collapsed_numbers(cluster: list[Any], expected: str) -> None:
    """Rising numbers become a range; what has a locator stands alone."""
    printed = cites(
        '<text variable="citation-number"/>',
        GROUP,
        [list("abcde"), cluster],
        citation='collapse="citation-number"',
        attributes='prefix="[" suffix="]" delimiter=", "',
    )
    assert printed[-1] == expected


@pytest.mark.parametrize("direction", ["ascending", "descending"])
@pytest.mark.parametrize(
    ("collapse", "expected"), [("", "Doe 1999a; Doe 1999b"), ("year-suffix", "Doe 1999a, b")]
)
def test_works_of_one_year_stand_by_their_suffixes(
    direction: str, collapse: str, expected: str
) -> None:
    """In a style that sorts by date, "1999b" is never printed before "1999a"."""
    mode = f'collapse="{collapse}" year-suffix-delimiter=", "' if collapse else ""
    printed = cites(
        PLAIN,
        [GROUP[0], GROUP[3]],
        [["a"], ["d", "a"]],
        citation=f"{mode} {SUFFIX}",
        sort=f'<sort><key variable="issued" sort="{direction}"/></sort>',
        attributes=BRACKETS,
    )
    assert printed[1] == f"({expected})"


@pytest.mark.parametrize(
    ("cluster", "expected"),
    [
        ([{"id": "a", "suffix": " and others;"}, "b"], "(Doe 1999 and others; Smith 2002)"),
        ([{"id": "a", "suffix": " and others."}, "b"], "(Doe 1999 and others. Smith 2002)"),
        (["a", {"id": "b", "prefix": "; see "}], "(Doe 1999; see Smith 2002)"),
        (["a", {"id": "b", "prefix": ", and "}], "(Doe 1999, and Smith 2002)"),
    ],
)
def test_an_author_s_own_mark_takes_the_place_of_the_delimiter(
    cluster: list[Any], expected: str
) -> None:
    """No two marks stand between cites, whichever of the two brought one."""
    attributes = 'prefix="(" suffix=")" delimiter=", "'
    assert cites(PLAIN, GROUP, [cluster], attributes=attributes) == [expected]


def test_a_word_before_a_cite_keeps_its_year() -> None:
    """Behind it a year suffix alone would belong to nothing."""
    printed = cites(
        PLAIN,
        GROUP,
        [["a", {"id": "d", "prefix": "esp. "}, "e"]],
        citation=f'collapse="year-suffix" year-suffix-delimiter="," {SUFFIX}',
        attributes=BRACKETS,
    )
    assert printed == ["(Doe 1999a, esp. 1999b,c)"]


@pytest.mark.parametrize(
    ("cluster", "expected"),
    [
        ([{"id": "a", "locator": "5"}, "c", "b"], "(Doe 1999, p. 5 | 2006 | Smith 2002)"),
        (["a", {"id": "c", "locator": "5"}, "d"], "(Doe 1999,2006, p. 5 | 1999)"),
    ],
)
def test_a_locator_ends_a_collapsed_group(cluster: list[Any], expected: str) -> None:
    """Otherwise the year after it would read as a page of the cite before."""
    citation = 'collapse="year" after-collapse-delimiter=" | " cite-group-delimiter=","'
    printed = cites(LOCATED, GROUP, [cluster], citation=citation, attributes=BRACKETS)
    assert printed == [expected]


def test_a_cite_with_a_title_says_more_than_a_year() -> None:
    """Names are not repeated, but it is parted from the cite before as any other cite."""
    layout = PLAIN.replace("<date", '<text variable="title"/><date', 1)
    printed = cites(
        layout, GROUP, [["a", "c", "b"]], citation='collapse="year"', attributes=BRACKETS
    )
    assert printed == ["(Doe a 1999; c 2006; Smith b 2002)"]


def test_cites_without_names_stay_where_they_are_sorted() -> None:
    """Having no names is nothing that they have in common."""
    items = [work("n", (), 1950), work("a", ("Doe/J.",), 1999), work("o", (), 2010)]
    printed = cites(
        PLAIN,
        items,
        [["o", "a", "n"]],
        citation='collapse="year"',
        sort=BY_YEAR,
        attributes=BRACKETS,
    )
    assert printed == ["(1950; Doe 1999; 2010)"]
