"""Rules of the CSL 1.0.2 specification, each with a small style of its own.

Every test names what its clause says; names have a file of their own.
"""

from __future__ import annotations

from typing import Any

import pytest

from provrepo.cite import render
from tests.cite.rules import cite, cites, entries, people, style, year

AUTHOR_DATE = (
    '<group delimiter=" "><names variable="author"><name form="short" {0}/></names>'
    '<date variable="issued"><date-part name="year"/></date></group>'
)
PLAIN = AUTHOR_DATE.format("")
LOCATED = (
    f'<group delimiter=", ">{PLAIN}<group><label variable="locator" form="short" suffix=" "/>'
    '<text variable="locator"/></group></group>'
)
BRACKETS = 'prefix="(" suffix=")" delimiter="; "'


def work(identifier: str, authors: tuple[str, ...], date: int = 2000) -> dict[str, Any]:
    """Return a book; its title is its id."""
    return {
        "id": identifier,
        "title": identifier,
        "author": people(*authors),
        "issued": year(date),
    }


# Disambiguation

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
    printed = cites(AUTHOR_DATE.format(name), DOES, citation=citation, attributes=BRACKETS)
    assert printed == [f"({expected})"]


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


# Cite grouping and collapsing

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


# Numbers, labels, page ranges


@pytest.mark.parametrize(
    ("form", "pages", "expected"),
    [
        ("chicago", "107-108 505-517 1002-1006", "107–8 505–17 1002–6"),
        ("chicago", "321-325 415-532 11564-11568", "321–25 415–532 11564–68"),
        ("chicago-15", "1496-1504 2787-2816 600-613", "1496–1504 2787–2816 600–613"),
        ("chicago-16", "1496-1500 12991-13001 92-113", "1496–500 12991–3001 92–113"),
        ("expanded", "42-5 321-28 2787-816", "42–45 321–328 2787–2816"),
        ("minimal", "42-45 321-328 2787-2816", "42–5 321–8 2787–816"),
        ("minimal-two", "42-45 321-328 101-108", "42–45 321–28 101–08"),
    ],
)
def test_page_ranges(form: str, pages: str, expected: str) -> None:
    """Appendix V: each format writes its examples."""
    root = f'page-range-format="{form}"'
    printed = [cite('<text variable="page"/>', {"page": page}, root=root) for page in pages.split()]
    assert " ".join(printed) == expected


@pytest.mark.parametrize(
    ("value", "ordinal", "roman", "numeric"),
    [
        ("2,3", "2nd, 3rd", "ii, iii", True),
        ("2 - 4", "2nd–4th", "ii–iv", True),
        ("2&3", "2nd &#38; 3rd", "ii &#38; iii", True),
        ("2E", "2E", "2E", True),
        ("xiv", "xiv", "xiv", True),
        ("IV-V", "IV–V", "IV–V", False),
        ("civil", "civil", "civil", False),
        ("2nd edition", "2nd edition", "2nd edition", False),
    ],
)
def test_numbers(value: str, ordinal: str, roman: str, *, numeric: bool) -> None:
    """Numbers are written in their form one by one, those with affixes and words as they are."""
    for form, expected in (("ordinal", ordinal), ("roman", roman)):
        assert cite(f'<number variable="edition" form="{form}"/>', {"edition": value}) == expected
    test = '<choose><if is-numeric="edition"><text value="yes"/></if></choose><text value="."/>'
    assert cite(test, {"edition": value}) == ("yes." if numeric else ".")


FOUR = "".join(
    f'<term name="ordinal-0{digit}">{letter}</term>' for digit, letter in enumerate("ABCD", 1)
)
MATCHED = (
    '<term name="ordinal">X</term><term name="ordinal-01" match="whole-number">A</term>'
    '<term name="ordinal-02" match="last-two-digits">B</term><term name="ordinal-03">C</term>'
    '<term name="ordinal-13">M</term>'
)
GENDERED = (
    '<term name="edition" gender="feminine">édition</term>'
    '<term name="ordinal-01" gender-form="feminine" match="whole-number">re</term>'
    '<term name="ordinal-01" gender-form="masculine" match="whole-number">er</term>'
    '<term name="ordinal">e</term>'
)


@pytest.mark.parametrize(
    ("terms", "numbers", "expected"),
    [
        (FOUR, "1 2 3 4 5 10 11 12 13 21 111", "1A 2B 3C 4D 5D 10D 11D 12D 13D 21A 111D"),
        (MATCHED, "1 11 2 12 102 3 13 113 23", "1A 11X 2B 12X 102B 3C 13M 113M 23C"),
        (GENDERED, "1 3 21", "1re 3e 21e"),
        (
            '<term name="ordinal" gender-form="feminine">.a</term>'
            '<term name="ordinal" gender-form="masculine">.o</term>',
            "1 2",
            "1.a 2.a",
        ),
    ],
)
def test_ordinals(terms: str, numbers: str, expected: str) -> None:
    """Ordinal terms: the scheme of CSL 1.0, match, gender; one set replaces all others."""
    head = f'<locale xml:lang="en"><terms>{terms}</terms></locale>'
    layout = '<number variable="edition" form="ordinal"/>'
    printed = [cite(layout, {"edition": number}, head=head) for number in numbers.split()]
    assert " ".join(printed) == expected


# Dates

RANGED = (
    '<date variable="issued"><date-part name="day" suffix=" " range-delimiter="-"/>'
    '<date-part name="month" suffix=" "/><date-part name="year" range-delimiter="/"/></date>'
)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([[2008, 5, 1], [2008, 5, 4]], "1-4 May 2008"),
        ([[2008, 5], [2008, 7]], "May–July 2008"),
        ([[2008, 5], [2009, 6]], "May 2008/June 2009"),
    ],
)
def test_date_ranges(parts: list[list[int]], expected: str) -> None:
    """The delimiter of a range is that of the largest part that differs."""
    assert cite(RANGED, {"issued": {"date-parts": parts}}) == expected


MONTH_YEAR = (
    '<date variable="issued"><date-part name="month" suffix=" "/><date-part name="year"/></date>'
)


@pytest.mark.parametrize(
    ("season", "expected"),
    [(4, "Winter 2009"), ("Michaelmas", "Michaelmas 2009"), ("22:38:38", "2009")],
)
def test_seasons(season: object, expected: str) -> None:
    """A season takes the place of the month, one with a name of its own too."""
    assert cite(MONTH_YEAR, {"issued": {"date-parts": [[2009]], "season": season}}) == expected


def test_localized_dates_have_the_format_of_the_locale() -> None:
    """Formatting and text-case on a locale's cs:date and cs:date-part count."""
    head = (
        '<locale xml:lang="en"><date form="text" delimiter=" "><date-part name="day"'
        ' form="ordinal" font-style="italic"/><date-part name="month" text-case="uppercase"/>'
        "</date></locale>"
    )
    item = {"issued": {"date-parts": [[2005, 1, 2]]}}
    assert cite('<date variable="issued" form="text"/>', item, head=head) == "<i>2nd</i> JANUARY"


@pytest.mark.parametrize(("suffix", "expected"), [("", "500 BC"), (" г.", "500 г. BC")])
def test_eras(suffix: str, expected: str) -> None:
    """The era is behind the year, and behind a word for "year"."""
    part = f'<date-part name="year" suffix="{suffix}"/>'
    assert cite(f'<date variable="issued">{part}</date>', {"issued": year(-500)}) == expected


# Terms and locales


def test_terms_fall_back_through_locales_first() -> None:
    """A form is looked for in all locales before another form is taken; empty is an answer."""
    head = (
        '<locale><terms><term name="and">all</term><term name="editor" form="short"/></terms>'
        '</locale><locale xml:lang="de"><terms><term name="and">de</term></terms></locale>'
        '<locale xml:lang="de-AT"><terms><term name="and">at</term></terms></locale>'
    )
    layout = '<text term="and"/><text term="editor" form="short"/>'
    printed = [cite(layout, {}, head=head, locale=locale) for locale in ("de-AT", "de-DE", "fr-FR")]
    assert printed == ["at", "de", "all"]


# Groups and conditions


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ('<group><text term="in"/><text variable="DOI"/></group><text value="."/>', "."),
        (
            '<group delimiter=" "><text term="in"/><group><text term="and"/>'
            '<text variable="title"/></group></group>',
            "in andT",
        ),
        (
            '<group delimiter=": "><text term="retrieved"/><group><text value="["/>'
            '<text variable="title"/><text value="]"/></group></group>',
            "retrieved: [T]",
        ),
        (
            '<group delimiter="-"><choose><if type="book"><text value="a"/><text value="b"/></if>'
            '</choose><text value="c"/></group>',
            "a-b-c",
        ),
        ('<group delimiter="-"><text macro="m"/><text value="c"/></group>', "ab-c"),
    ],
)
def test_groups(layout: str, expected: str) -> None:
    """A group needs one of its variables; delimiters reach through cs:choose, not macros."""
    head = '<macro name="m"><text value="a"/><text value="b"/></macro>'
    assert cite(layout, {"title": "T"}, head=head) == expected


def test_a_date_is_no_number() -> None:
    """is-numeric is about text: a date never passes."""
    layout = '<choose><if is-numeric="issued"><text value="yes"/></if><else><text value="no"/>'
    assert cite(f"{layout}</else></choose>", {"issued": year(1961)}) == "no"


# Positions

POSITION = (
    '<choose><if position="ibid-with-locator"><text value="ibid-with-locator"/></if>'
    '<else-if position="ibid"><text value="ibid"/></else-if>'
    '<else-if position="subsequent"><text value="subsequent"/></else-if>'
    '<else><text value="first"/></else></choose>'
    '<choose><if position="near-note"><text value=" near"/></if></choose>'
)
TWO = [{"id": "a"}, {"id": "b"}]
PAGE = {"id": "a", "locator": "5"}


@pytest.mark.parametrize("kind", ["note", "in-text"])
def test_positions(kind: str) -> None:
    """Positions follow from what stands before; near-note is for notes only."""
    clusters: list[list[Any]] = [
        ["a"],
        ["a"],
        [PAGE],
        [PAGE],
        [{**PAGE, "locator": "6"}],
        ["a"],
        ["b", "a"],
        ["a"],
    ]
    printed = cites(POSITION, TWO, clusters, kind=kind, attributes='delimiter="; "')
    near = " near" if kind == "note" else ""
    assert printed == [
        "first",
        f"ibid{near}",
        f"ibid-with-locator{near}",
        f"ibid{near}",
        f"ibid-with-locator{near}",
        f"subsequent{near}",
        f"first; subsequent{near}",
        f"subsequent{near}",
    ]


# Punctuation, quotes, text-case

QUOTED = '<text variable="title" quotes="true" {0}/>'
BOLD = QUOTED.format('font-weight="bold"')


@pytest.mark.parametrize(
    ("title", "locale", "expected"),
    [
        ("A", "en-US", "“A.”"),
        ("A", "en-GB", "‘A’."),
        ("A?", "en-US", "“A?”"),
        ("A?", "en-GB", "‘A?’"),
    ],
)
def test_a_period_behind_a_quotation(title: str, locale: str, expected: str) -> None:
    """It moves inside where the locale says so; a quotation that ends a sentence needs none."""
    layout = f'<group suffix=".">{QUOTED.format("")}</group>'
    assert cite(layout, {"title": title}, locale=locale) == expected


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        (f'<group suffix=",">{QUOTED.format("")}</group>', "“A <i>b</i>,”"),
        (
            f'<group suffix=",">{BOLD}</group>',
            "“<b>A <i>b</i>,</b>”",
        ),
        (
            f'<group suffix="."><group>{QUOTED.format("")}</group></group><text value=", c"/>',
            "“A <i>b</i>.”, c",
        ),
    ],
)
def test_what_moves_into_a_quotation(layout: str, expected: str) -> None:
    """It has the format of the quoted element; behind a sentence's end a comma stays outside."""
    assert cite(layout, {"title": "A <i>b</i>"}) == expected


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [(", and so on", "“A”, and so on"), (".", "“A”."), (". See there", "“A.” See there")],
)
def test_the_authors_own_words(suffix: str, expected: str) -> None:
    """An author's comma behind a cite stays there; a period ends the quotation's sentence."""
    assert cite(QUOTED.format(""), {"title": "A"}, {"suffix": suffix}) == expected


def test_a_sentence_of_the_author_before_a_cite() -> None:
    """A term behind a sentence of the author begins one, in any cite of a note."""
    layout = '<text term="ibid" form="long"/>'
    cluster = ["a", {"id": "b", "prefix": "Compare this. "}, {"id": "b", "prefix": "see "}]
    printed = cites(layout, TWO, [cluster], kind="note", attributes='delimiter="; "')
    assert printed == ["Ibid.; Compare this. Ibid.; see ibid."]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("a tale of two-thirds: the end of it", "A Tale of Two-Thirds: The End of It"),
        ("war — to the end", "War — to the End"),
        ("the “of” in quotes", "The “of” in Quotes"),
        ("what? the end", "What? The End"),
    ],
)
def test_title_case(title: str, expected: str) -> None:
    """Small words stay small, but for the first, the last and those behind a colon."""
    assert cite('<text variable="title" text-case="title"/>', {"title": title}) == expected


@pytest.mark.parametrize(
    ("case", "expected"), [("uppercase", "İSTANBUL IŞIK"), ("lowercase", "istanbul ışık")]
)
def test_turkish(case: str, expected: str) -> None:
    """Turkish has two letters where others have one "i"."""
    item = {"title": "istanbul IŞIK", "language": "tr"}
    assert cite(f'<text variable="title" text-case="{case}"/>', item) == expected


@pytest.mark.parametrize("title", ["论语", "論語について", "논어"])
def test_upright_scripts(title: str) -> None:
    """Chinese, Japanese and Korean are not set in italics."""
    assert cite('<text variable="title" font-style="italic"/>', {"title": title}) == title


@pytest.mark.parametrize("attribute", ['strip-periods="true"', 'text-case="uppercase"'])
def test_identifiers_keep_their_letters(attribute: str) -> None:
    """A DOI is an address: it is the same whatever its macro does to its text."""
    head = '<macro name="m"><text variable="DOI"/></macro>'
    item = {"DOI": "10.1000/x.y"}
    assert cite(f'<text macro="m" {attribute}/>', item, head=head) == "10.1000/x.y"


# Sorting


def ordered(titles: list[str], locale: str = "en-US") -> list[str]:
    """Return titles as a bibliography sorts them."""
    items = [{"id": str(number), "title": title} for number, title in enumerate(titles)]
    sort = '<sort><key variable="title"/></sort><layout><text variable="title"/></layout>'
    return entries(f"<bibliography>{sort}</bibliography>", items, locale=locale)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en-US", "ab åc oa öb z я 論"),
        ("sv-SE", "ab oa z åc öb я 論"),
        ("ru-RU", "я ab åc oa öb z 論"),
        ("zh-CN", "論 ab åc oa öb z я"),
    ],
)
def test_languages_sort_their_letters(locale: str, expected: str) -> None:
    """Each language has letters and a script of its own, and an order for them."""
    assert ordered(sorted(expected.split(), reverse=True), locale) == expected.split()


def test_dates_sort() -> None:
    """Less before more exact, single dates before ranges, years before the era backwards."""
    dates = [
        [[-100]],
        [[-50]],
        [[100]],
        [[2000]],
        [[2000], [2002]],
        [[2000, 5]],
        [[2000, 5, 1]],
        [[2002], [2003]],
        [[2002], [2009]],
    ]
    items = [
        {"id": str(number), "title": str(number), "issued": {"date-parts": parts}}
        for number, parts in enumerate(dates)
    ]
    sort = '<sort><key variable="issued"/></sort><layout><text variable="title"/></layout>'
    printed = entries(f"<bibliography>{sort}</bibliography>", items[::-1])
    assert printed == [str(number) for number in range(len(dates))]


def test_affixes_of_names_do_not_sort() -> None:
    """What a style puts around each name is no part of its sort key."""
    items = [{"id": "1", "author": people("Zed/A.")}, {"id": "2", "author": people("Abt/B.")}]
    head = (
        '<macro name="who"><names variable="author"><name prefix="by "/></names></macro>'
        '<macro name="key"><choose><if variable="title"><text macro="who"/></if><else>'
        '<names variable="author"><name prefix="In: "/></names></else></choose></macro>'
    )
    items[0]["title"] = "T"
    printed = entries(
        '<bibliography><sort><key macro="key"/></sort><layout><text macro="who"/></layout>'
        "</bibliography>",
        items,
        head=head,
    )
    assert printed == ["by B. Abt", "by A. Zed"]


# Bibliography


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


# What reference managers keep in the note


@pytest.mark.parametrize(
    ("note", "layout", "expected"),
    [
        (
            "volume: 4\noriginal-date: 1888-05",
            '<text variable="volume"/><date variable="original-date" form="text" prefix=" "/>',
            "4 May 1888",
        ),
        ("A remark\nvolume: 4", '<text variable="volume"/><text variable="note"/>', "4A remark"),
        ("{:volume: 4} A remark", '<text variable="volume"/><text variable="note"/>', "4A remark"),
        ("recipient: Bryher", '<names variable="recipient"/>', "Bryher"),
        ("author: Roe || K.", '<names variable="author"/>', "J. Doe"),
        ("issued: 1888", '<date variable="issued" form="text"/>', "1888"),
        ("Box 3: letters", '<text variable="note"/>', "Box 3: letters"),
    ],
)
def test_variables_in_notes(note: str, layout: str, expected: str) -> None:
    """Lines that name a variable are that variable, and are no longer part of the note."""
    item = {"note": note, "author": people("Doe/J."), "issued": year(1999)}
    assert cite(layout, item) == expected


def test_parentheses_nest_in_the_bibliography_of_a_note_style() -> None:
    """Parentheses of the style inside others become brackets, in entries as in notes."""
    layout = '<group prefix="(" suffix=")"><date variable="issued" prefix="(" suffix=")">'
    layout += '<date-part name="year"/></date></group>'
    nested = style(
        layout,
        kind="note",
        bibliography=f"<bibliography><layout>{layout}</layout></bibliography>",
    )
    item = {"id": "a", "type": "book", "issued": year(1961)}
    assert render(nested.bibliography([item])[0], "text") == "([1961])"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("'tis a 'pity' she's here", "’tis a “pity” she’s here"),
        ("a \"quotation 'in' one\"", "a “quotation ‘in’ one”"),
        ("dogs' years", "dogs’ years"),
    ],
)
def test_straight_marks(title: str, expected: str) -> None:
    """Straight marks are quotation marks where they come in pairs, else apostrophes."""
    assert cite('<text variable="title"/>', {"title": title}) == expected
