"""Disambiguation: CSL 1.0.2, "Disambiguation" and its rules for given names."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cite.rules import AUTHOR_DATE, BRACKETS, PLAIN, cites, people, style, work, year

JOINED = 'delimiter="; "'
GIVEN = 'disambiguate-add-givenname="true"'


def works(*authors: tuple[str, ...], years: tuple[int, ...] = ()) -> list[dict[str, Any]]:
    """Return one book for each group of authors, of the same year unless years are given."""
    return [
        {
            "id": str(number),
            "title": f"Title {number}",
            "author": people(*names),
            "issued": year(years[number] if years else 2000),
        }
        for number, names in enumerate(authors)
    ]


def printed(layout: str, items: list[dict[str, Any]], citation: str) -> str:
    """Return one citation of all items."""
    return cites(layout, items, citation=citation, attributes=JOINED)[0]


@pytest.mark.parametrize(
    ("authors", "name", "expected"),
    [
        (("Doe/John", "Doe/Kate"), 'initialize-with="."', "J. Doe 2000; K. Doe 2000"),
        (("Doe/John", "Doe/Jane"), 'initialize-with="."', "John Doe 2000; Jane Doe 2000"),
        (("Doe/John", "Doe/Kate"), "", "John Doe 2000; Kate Doe 2000"),
        (
            ("Doe/John", "Doe/Jane", "Doe/Kate"),
            'initialize-with="."',
            "John Doe 2000; Jane Doe 2000; K. Doe 2000",
        ),
    ],
)
def test_initials_come_before_full_names(
    authors: tuple[str, ...], name: str, expected: str
) -> None:
    """By cite, a given name grows to initials first, and in full only where these are the same."""
    items = works(*((author,) for author in authors))
    assert printed(AUTHOR_DATE.format(name), items, GIVEN) == expected


def test_by_cite_leaves_other_cites_alone() -> None:
    """Only ambiguous cites are affected: namesakes of different years keep short names."""
    items = works(("Doe/John",), ("Doe/Jane",), years=(1999, 2000))
    assert printed(AUTHOR_DATE.format(""), items, GIVEN) == "Doe 1999; Doe 2000"


def test_a_name_that_is_added_may_need_its_given_name() -> None:
    """Names and given names grow together: the one added is shown in full if it must be."""
    items = works(("Doe/J.", "Roe/Kim"), ("Doe/J.", "Roe/Lee"))
    layout = AUTHOR_DATE.format('et-al-min="2" et-al-use-first="1"')
    both = f'disambiguate-add-names="true" {GIVEN}'
    assert printed(layout, items, both) == "Doe, Kim Roe 2000; Doe, Lee Roe 2000"


def test_a_shorter_list_differs_by_its_end() -> None:
    """Where one list goes on and the other ends, the name behind the end tells them apart."""
    items = works(("Doe/J.", "Roe/K.", "Poe/E."), ("Doe/J.", "Roe/K.", "Poe/E.", "Moe/M."))
    layout = AUTHOR_DATE.format('et-al-min="2" et-al-use-first="1"')
    expected = "Doe, Roe, Poe 2000; Doe, Roe, Poe, et al. 2000"
    assert printed(layout, items, 'disambiguate-add-names="true"') == expected


def test_an_institution_called_as_a_person_is() -> None:
    """Where given names cannot tell two authors apart either, the suffix does."""
    items = works(("Doe",), ("Doe/",))
    ways = f'disambiguate-add-year-suffix="true" {GIVEN}'
    assert printed(AUTHOR_DATE.format(""), items, ways) == "Doe 2000a; Doe 2000b"


def test_names_that_do_not_help_are_not_added() -> None:
    """If no name tells the cites apart, none is added and the year suffix decides."""
    items = works(("Doe/J.", "Roe/K."), ("Doe/J.", "Roe/K."))
    layout = AUTHOR_DATE.format('et-al-min="2" et-al-use-first="1"')
    ways = 'disambiguate-add-names="true" disambiguate-add-year-suffix="true"'
    assert printed(layout, items, f"{ways} {GIVEN}") == "Doe et al. 2000a; Doe et al. 2000b"


@pytest.mark.parametrize(
    ("rule", "name", "expected"),
    [
        ("all-names", 'initialize-with="."', "Jane Doe 1; John Doe 2; K. Doe 3; Roe 4"),
        ("all-names-with-initials", 'initialize-with="."', "J. Doe 1; J. Doe 2; K. Doe 3; Roe 4"),
        (
            "primary-name-with-initials",
            'initialize-with="."',
            "J. Doe 1; J. Doe 2; K. Doe 3; Roe 4",
        ),
        ("primary-name", "", "Jane Doe 1; John Doe 2; Kate Doe 3; Roe 4"),
    ],
)
def test_global_rules_expand_namesakes_everywhere(rule: str, name: str, expected: str) -> None:
    """Whoever shares a family name is shown with as much of the given name as the rule says."""
    items = works(("Doe/Jane",), ("Doe/John",), ("Doe/Kate",), ("Roe/R.",), years=(1, 2, 3, 4))
    citation = f'{GIVEN} givenname-disambiguation-rule="{rule}"'
    text = printed(AUTHOR_DATE.format(name), items, citation)
    assert text.replace(" AD", "").replace("AD", "") == expected


def test_initials_that_are_the_same_are_not_added() -> None:
    """With initials only, namesakes of the same initial stay as they are."""
    items = works(("Doe/Jane",), ("Doe/John",), years=(1950, 2000))
    citation = f'{GIVEN} givenname-disambiguation-rule="all-names-with-initials"'
    name = 'initialize-with="."'
    assert printed(AUTHOR_DATE.format(name), items, citation) == "Doe 1950; Doe 2000"


def test_spacing_of_initials_makes_no_other_person() -> None:
    """The initials J.R. and J. R. mean one person, who needs no given name."""
    items = works(("Doe/J.R.",), ("Doe/J. R.",), years=(1950, 2000))
    citation = f'{GIVEN} givenname-disambiguation-rule="all-names"'
    assert printed(AUTHOR_DATE.format(""), items, citation) == "Doe 1950; Doe 2000"


def test_institutions_have_no_given_names() -> None:
    """An institution called as a family is keeps its name, and the person gets a given name."""
    items = works(("Ford",), ("Ford/Henry",), years=(1950, 2000))
    citation = f'{GIVEN} givenname-disambiguation-rule="all-names"'
    assert printed(AUTHOR_DATE.format(""), items, citation) == "Ford 1950; Henry Ford 2000"


CONDITION = AUTHOR_DATE.format("") + (
    '<choose><if disambiguate="true"><text variable="title" prefix=", "/></if></choose>'
)


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        ("", "Doe 2000, Title 0; Doe 2000, Title 1; Roe 2000"),
        ('disambiguate-add-year-suffix="true"', "Doe 2000a; Doe 2000b; Roe 2000"),
    ],
)
def test_the_condition_is_the_last_resort(citation: str, expected: str) -> None:
    """What stands under ``disambiguate="true"`` is printed where nothing else told cites apart."""
    items = works(("Doe/J.",), ("Doe/J.",), ("Roe/K.",))
    assert printed(CONDITION, items, citation) == expected


def test_a_suffix_that_is_not_printed_tells_nothing_apart() -> None:
    """Where later cites print no year, the condition tells them apart; years have no letter."""
    layout = (
        '<names variable="author"><name form="short"/></names><choose><if position="subsequent">'
        '<choose><if disambiguate="true"><text variable="title" prefix=", "/></if></choose></if>'
        '<else><date variable="issued" prefix=" "><date-part name="year"/></date></else></choose>'
    )
    items = works(("Doe/J.",), ("Doe/J.",))
    clusters = [[item["id"]] for item in items] * 2
    printed = cites(
        layout, items, clusters, kind="note", citation='disambiguate-add-year-suffix="true"'
    )
    assert printed == ["Doe 2000", "Doe 2000", "Doe, Title 0", "Doe, Title 1"]


def test_a_cite_of_which_nothing_else_is_printed_is_not_empty() -> None:
    """What is kept for works that are alike is printed rather than nothing, with a locator too."""
    layout = (
        '<names variable="author"/><choose><if disambiguate="true">'
        '<text term="no date" form="short"/></if></choose><text variable="locator" prefix=", "/>'
    )
    items: list[dict[str, Any]] = [
        {"id": "a", "archive": "BArch"},
        {"id": "b", "author": people("Doe/J.")},
    ]
    cluster: list[list[Any]] = [["a"], [{"id": "a", "locator": "5"}], ["b"]]
    assert cites(layout, items, cluster) == ["n.d.", "n.d., 5", "J. Doe"]


def test_a_style_that_cannot_tell_cites_apart_repeats_them() -> None:
    """A condition that stands in a branch for other types is no help, and changes nothing."""
    layout = AUTHOR_DATE.format("") + (
        '<choose><if type="map"><choose><if disambiguate="true"><text value="!"/></if></choose>'
        "</if></choose>"
    )
    assert printed(layout, works(("Doe/J.",), ("Doe/J.",)), "") == "Doe 2000; Doe 2000"


def test_notes_that_differ_in_the_number_of_another_note_are_alike() -> None:
    """The number of the first note is not what a reader tells two works apart by."""
    layout = AUTHOR_DATE.format("") + (
        '<text variable="first-reference-note-number" prefix=" n. "/>'
        '<choose><if disambiguate="true"><text variable="title" prefix=", "/></if></choose>'
    )
    items = works(("Doe/J.",), ("Doe/J.",))
    notes = cites(layout, items, [["0"], ["1"], ["0"]], kind="note")
    assert notes == ["Doe 2000, Title 0", "Doe 2000, Title 1", "Doe 2000 n. 1, Title 0"]


def test_the_day_of_access_does_not_tell_cites_apart() -> None:
    """Works that differ only in when somebody looked at them get year suffixes."""
    items = works(("Doe/J.",), ("Doe/J.",))
    items[0]["accessed"], items[1]["accessed"] = year(2001), year(2002)
    layout = AUTHOR_DATE.format("") + (
        '<date variable="accessed" prefix=" (" suffix=")"><date-part name="year"/></date>'
    )
    text = printed(layout, items, 'disambiguate-add-year-suffix="true"')
    assert text == "Doe 2000a (2001); Doe 2000b (2002)"


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ({"date-parts": [[1999], [2001]]}, "Doe 1999–2001a; Doe 1999–2001b"),
        ({"literal": "undated"}, "Doe undateda; Doe undatedb"),
        ({"raw": "no date"}, "Doe no datea; Doe no dateb"),
    ],
)
def test_a_suffix_follows_whatever_date_is_printed(issued: dict[str, Any], expected: str) -> None:
    """Behind the last year of a range, or behind words in the place of a date."""
    items = [{**book, "issued": issued} for book in works(("Doe/J.",), ("Doe/J.",))]
    suffix = 'disambiguate-add-year-suffix="true"'
    assert printed(AUTHOR_DATE.format(""), items, suffix) == expected


def test_a_season_has_its_suffix_too() -> None:
    """A date without a year is followed by the suffix as well."""
    items = [{**book, "issued": {"season": 1}} for book in works(("Doe/J.",), ("Doe/J.",))]
    layout = '<date variable="issued"><date-part name="month"/><date-part name="year"/></date>'
    assert printed(layout, items, 'disambiguate-add-year-suffix="true"') == "Springa; Springb"


def test_the_twenty_seventh_suffix_has_two_letters() -> None:
    """Behind z comes aa, as in the columns of a spreadsheet, then ab."""
    items = works(*[("Doe/J.",)] * 28)
    text = printed(AUTHOR_DATE.format(""), items, 'disambiguate-add-year-suffix="true"')
    assert text.split("; ")[25:] == ["Doe 2000z", "Doe 2000aa", "Doe 2000ab"]


DOES = [
    work("a", ("Doe/Jane",), 1950),
    work("b", ("Doe/John",), 2000),
    work("c", ("Smith/Al", "Doe/John"), 2001),
]


@pytest.mark.parametrize(
    ("rule", "name", "expected"),
    [
        ("all-names", "", "Jane Doe 1950; John Doe 2000; Smith, John Doe 2001"),
        ("primary-name", "", "Jane Doe 1950; John Doe 2000; Smith, Doe 2001"),
        ("by-cite", "", "Doe 1950; Doe 2000; Smith, Doe 2001"),
        ("all-names-with-initials", "", "Doe 1950; Doe 2000; Smith, Doe 2001"),
        (
            "all-names-with-initials",
            'initialize-with="." initialize="false"',
            "Doe 1950; Doe 2000; Smith, Doe 2001",
        ),
    ],
)
def test_given_name_rules(rule: str, name: str, expected: str) -> None:
    """Each rule expands the names that it says; with initials only, those need initialize-with."""
    citation = f'disambiguate-add-givenname="true" givenname-disambiguation-rule="{rule}"'
    citations = cites(AUTHOR_DATE.format(name), DOES, citation=citation, attributes=BRACKETS)
    assert citations == [f"({expected})"]


NAMES_ADDED = [work("a", ("Doe/J.", "Roe/K.", "Poe/E.")), work("b", ("Doe/J.", "Moe/M.", "Poe/E."))]


def test_names_that_disambiguate_stand_in_the_bibliography() -> None:
    """What tells cites apart must be shown in their entries too."""
    limits = 'et-al-min="2" et-al-use-first="1"'
    two_areas = style(
        PLAIN,
        citation=f'disambiguate-add-names="true" {limits}',
        attributes=BRACKETS,
        bibliography=f"<bibliography {limits}><layout>{PLAIN}</layout></bibliography>",
    )
    items = {item["id"]: item for item in NAMES_ADDED}
    citations, bibliography = two_areas.document([[{"id": "a"}, {"id": "b"}]], items)
    assert citations[0].text == "(Doe, Roe, et al. 2000; Doe, Moe, et al. 2000)"
    assert [entry.text for entry in bibliography] == [
        "Doe, Roe, et al. 2000",
        "Doe, Moe, et al. 2000",
    ]


SUFFIXED = PLAIN.replace("</group>", '<text variable="year-suffix" prefix="-"/></group>')


@pytest.mark.parametrize(
    ("citation", "entry", "expected"),
    [
        (PLAIN, PLAIN, ("Doe 2000a", "Doe 2000a")),
        (SUFFIXED, PLAIN, ("Doe 2000 -a", "Doe 2000")),
        (PLAIN, SUFFIXED, ("Doe 2000", "Doe 2000 -a")),
        (SUFFIXED, SUFFIXED, ("Doe 2000 -a", "Doe 2000 -a")),
    ],
)
def test_a_year_suffix_that_the_style_places(
    citation: str, entry: str, expected: tuple[str, str]
) -> None:
    """Rendered through cs:text in citation or bibliography, it is not added in the other."""
    two_areas = style(
        citation,
        citation='disambiguate-add-year-suffix="true"',
        bibliography=f"<bibliography><layout>{entry}</layout></bibliography>",
    )
    items = {key: work(key, ("Doe/J.",)) for key in "ab"}
    citations, bibliography = two_areas.document([[{"id": "a"}], [{"id": "b"}]], items)
    assert (citations[0].text, bibliography[0].text) == expected


@pytest.mark.parametrize(
    ("publishers", "expected"),
    [(("P", "Q"), "Doe 2000, P; Doe 2000, Q"), (("P", "P"), "Doe 2000; Doe 2000")],
)
def test_a_condition_that_tells_nothing_apart_is_not_met(
    publishers: tuple[str, str], expected: str
) -> None:
    """CSL 1.0.2, Choose: "only rendered if it disambiguates two otherwise identical citations"."""
    layout = (
        f'<group delimiter=", ">{PLAIN}<choose><if disambiguate="true">'
        '<text variable="publisher"/></if></choose></group>'
    )
    both = works(("Doe/J.",), ("Doe/J.",))
    items = [{**item, "publisher": name} for item, name in zip(both, publishers, strict=True)]
    assert cites(layout, items, attributes=JOINED) == [expected]


def test_only_the_condition_that_tells_cites_apart_is_met() -> None:
    """Of several the first that does; where none does alone, one after the other."""
    layout = (
        f'<group delimiter=", ">{PLAIN}'
        + "".join(
            f'<choose><if disambiguate="true"><text variable="{name}"/></if></choose>'
            for name in ("title", "genre", "publisher")
        )
        + "</group>"
    )

    def cited(*said: tuple[str, str, str]) -> list[str]:
        items = [
            {**item, "title": title, "genre": genre, "publisher": publisher}
            for item, (title, genre, publisher) in zip(
                works(*[("Doe/J.",)] * len(said)), said, strict=True
            )
        ]
        by_id = {str(number): {**item, "id": str(number)} for number, item in enumerate(items)}
        clusters = [[{"id": number}] for number in by_id]
        return [note.text for note in style(layout).citations(clusters, by_id)]

    assert cited(("A", "g", "P"), ("B", "g", "P")) == ["Doe 2000, A", "Doe 2000, B"]
    assert cited(("A", "g", "P"), ("A", "g", "Q")) == ["Doe 2000, P", "Doe 2000, Q"]
    assert cited(("A", "g", "P"), ("A", "h", "P"), ("B", "h", "P")) == [
        "Doe 2000, A, g",
        "Doe 2000, A, h",
        "Doe 2000, B",
    ]


def test_the_number_of_a_note_tells_cites_apart() -> None:
    """Where later cites are the number of the first note alone, nothing is added to them."""
    layout = (
        '<choose><if position="subsequent"><group delimiter=", ">'
        '<text variable="first-reference-note-number" prefix="note "/>'
        '<choose><if disambiguate="true"><text variable="title"/></if></choose></group></if>'
        '<else><text variable="title"/></else></choose>'
    )
    items = [work("A", ("Doe/J.",)), work("B", ("Doe/J.",))]
    printed = cites(layout, items, [["A"], ["B"], ["A"], ["B"]], kind="note")
    assert printed == ["A", "B", "note 1", "note 2"]


@pytest.mark.parametrize(
    ("rule", "years", "expected"),
    [
        ("all-names", (2000, 2000, 2001), ["Jane 2001", "John 2000a", "John 2000b"]),
        ("primary-name", (2000, 1999, 2001), ["Jane 2001", "John 1999", "John 2000"]),
        ("by-cite", (2000, 2000, 2000), ["Jane 2000", "John 2000a", "John 2000b"]),
        # Nothing is ambiguous, so all of them are "Doe, J." and stand by year.
        ("by-cite", (2000, 1999, 2001), ["J. 1999", "J. 2000", "J. 2001"]),
        # Initials do not tell the two apart.
        ("all-names-with-initials", (2000, 1999, 2001), ["J. 1999", "J. 2000", "J. 2001"]),
    ],
)
def test_a_bibliography_sorts_by_the_given_names_that_it_prints(
    rule: str, years: tuple[int, ...], expected: list[str]
) -> None:
    """Jane Doe stands before John Doe where both are named in full, and his works are a and b."""
    name = 'name-as-sort-order="all" initialize-with="."'
    author = f'<macro name="author"><names variable="author"><name {name}/></names></macro>'
    date = '<date variable="issued"><date-part name="year"/></date>'
    layout = f'<group delimiter=" "><text macro="author"/>{date}</group>'
    sort = '<sort><key macro="author"/><key variable="issued"/></sort>'
    does = style(
        layout,
        head=author,
        citation=f'{GIVEN} givenname-disambiguation-rule="{rule}" '
        'disambiguate-add-year-suffix="true"',
        bibliography=f"<bibliography>{sort}<layout>{layout}</layout></bibliography>",
    )
    items = works(("Doe/John",), ("Doe/John",), ("Doe/Jane",), years=years)
    clusters = [[{"id": item["id"]}] for item in items]
    citations, bibliography = does.document(clusters, {item["id"]: item for item in items})
    assert [entry.text for entry in bibliography] == [f"Doe, {entry}" for entry in expected]
    # What a cite reads is found in the list.
    assert sorted(note.text for note in citations) == sorted(entry.text for entry in bibliography)


def test_an_added_name_counts_in_the_order_too() -> None:
    """An entry that shows a second author, for the sake of its cite, is filed by that author."""
    limits = 'et-al-min="3" et-al-use-first="1"'
    names = '<macro name="author"><names variable="author"/></macro>'
    sort = '<sort><key macro="author"/><key variable="title"/></sort>'
    items = [work("b", ("Doe/J.", "Roe/K.", "Poe/E.")), work("c", ("Doe/J.", "Moe/M.", "Poe/E."))]
    two_areas = style(
        PLAIN,
        head=names,
        citation=f'disambiguate-add-names="true" {limits}',
        bibliography=f'<bibliography {limits}>{sort}<layout><text macro="author"/></layout>'
        "</bibliography>",
    )
    entries = two_areas.bibliography({item["id"]: item for item in items})
    assert [entry.text for entry in entries] == [
        "J. Doe, M. Moe, et al.",
        "J. Doe, K. Roe, et al.",
    ]
