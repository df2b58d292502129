"""Sorting: CSL 1.0.2, "Sorting" and "Sorting Dates"."""

from __future__ import annotations

from typing import Any

import pytest

from provrepo.cite import StyleError
from tests.cite.rules import cites, entries, people


def in_order(key: str, items: list[dict[str, Any]], head: str = "") -> str:
    """Return the titles of items as a bibliography with this cs:key lists them."""
    layout = '<layout><text variable="title"/></layout>'
    area = f"<bibliography><sort>{key}</sort>{layout}</bibliography>"
    numbered = [{"id": str(number), **item} for number, item in enumerate(items)]
    return " ".join(entries(area, numbered, head=head))


YEARS = {
    "a": {"edtf": "Y-170000000"},
    "b": {"edtf": "Y-17000"},
    "c": {"date-parts": [[-10001]]},
    "d": {"date-parts": [[-9999]]},
    "e": {"date-parts": [[-3000]]},
    "f": {"date-parts": [[-221]]},
    "g": {"date-parts": [[-44, 3, 15]]},
    "h": {"date-parts": [[-44, 9, 2]]},
    "i": {"date-parts": [[-43]]},
    "j": {"date-parts": [[14]]},
    "k": {"date-parts": [[1961]]},
    "l": {"edtf": "Y170000002"},
}


@pytest.mark.parametrize(
    "key", ['<key variable="issued"/>', '<key macro="date"/>'], ids=["variable", "macro"]
)
def test_years_before_the_common_era_come_in_their_order(key: str) -> None:
    """The older of two years BC comes first, however far back, and its months run forwards."""
    head = (
        '<macro name="date"><date variable="issued"><date-part name="year"/>'
        '<date-part name="month"/><date-part name="day"/></date></macro>'
    )
    items = [{"title": title, "issued": date} for title, date in reversed(YEARS.items())]
    assert in_order(key, items, head) == "a b c d e f g h i j k l"


def test_years_before_the_earth_come_first_in_the_order_given() -> None:
    """There is nothing to tell them apart, but they come before all that follows."""
    older = {"title": "a", "issued": {"edtf": "Y-20000000000"}}
    younger = {"title": "b", "issued": {"edtf": "Y-13800000000"}}
    late = {"title": "c", "issued": {"date-parts": [[-3000]]}}
    key = '<key variable="issued"/>'
    assert in_order(key, [late, older, younger]) == "a b c"
    assert in_order(key, [late, younger, older]) == "b a c"


def test_a_macro_sorts_by_the_parts_that_it_prints() -> None:
    """Dates sort by the date parts that the macro renders: by year alone, days are equal."""
    head = '<macro name="y"><date variable="issued"><date-part name="year"/></date></macro>'
    items: list[dict[str, Any]] = [
        {"title": "b", "issued": {"date-parts": [[1961, 5]]}},
        {"title": "a", "issued": {"date-parts": [[1961, 3]]}},
        {"title": "0", "issued": {"date-parts": [[1960, 9]]}},
    ]
    assert in_order('<key macro="y"/>', items, head) == "0 b a"
    assert in_order('<key variable="issued"/>', items) == "0 a b"


def test_words_in_the_place_of_a_date_come_last() -> None:
    """A work without a date, printed as "n.d.", is no work of a certain year."""
    head = (
        '<macro name="y"><choose><if variable="issued"><date variable="issued">'
        '<date-part name="year"/></date></if><else><text term="no date" form="short"/></else>'
        "</choose></macro>"
    )
    items: list[dict[str, Any]] = [
        {"title": "undated"},
        {"title": "dated", "issued": {"date-parts": [[1961]]}},
    ]
    assert in_order('<key macro="y"/>', items, head) == "dated undated"
    assert in_order('<key macro="y" sort="descending"/>', items, head) == "dated undated"


@pytest.mark.parametrize(
    ("direction", "expected"), [("ascending", "a b c"), ("descending", "b a c")]
)
def test_items_without_a_value_come_last(direction: str, expected: str) -> None:
    """Items with an empty sort key value are placed at the end of the sort, both ways."""
    items = [
        {"title": "c"},
        {"title": "b", "publisher": "Y"},
        {"title": "a", "publisher": "X"},
    ]
    assert in_order(f'<key variable="publisher" sort="{direction}"/>', items) == expected


@pytest.mark.parametrize("direction", ["ascending", "descending"])
def test_dates_in_words_have_no_place_in_time(direction: str) -> None:
    """A date variable sorts by YYYYMMDD: what has no year comes last, both ways, as it is cited."""
    items: list[dict[str, Any]] = [
        {"title": "season", "issued": {"season": 1}},
        {"title": "literal", "issued": {"literal": "Monday"}},
        {"title": "dated", "issued": {"date-parts": [[1961]]}},
    ]
    printed = in_order(f'<key variable="issued" sort="{direction}"/>', items)
    assert printed == "dated season literal"


def test_capitals_and_accents_do_not_sort() -> None:
    """Titles that differ in case or accents alone keep the order of their citation."""
    items = [{"title": title} for title in ("École", "ecole", "ECOLE")]
    assert in_order('<key variable="title"/>', items) == "École ecole ECOLE"


def test_quotation_marks_apart_from_words_do_not_sort() -> None:
    """Guillemets with their blanks count as little as others; a dash comes before any word."""
    titles = ("«\u00a0River\u00a0»", "Harbour Lights", "Harbour – Winter")
    items = [{"title": title} for title in titles]
    expected = "Harbour – Winter Harbour Lights «\u00a0River\u00a0»"
    assert in_order('<key variable="title"/>', items) == expected


def test_numbers_sort_by_value_and_markup_does_not_sort() -> None:
    """Volume 9 comes before volume 10; italics in a title change nothing."""
    volumes = [{"title": volume, "volume": volume} for volume in ("10", "9", "2")]
    assert in_order('<key variable="volume"/>', volumes) == "2 9 10"
    macro = '<macro name="v"><number variable="volume"/></macro>'
    assert in_order('<key macro="v"/>', volumes, macro) == "2 9 10"
    titles = [{"title": "b"}, {"title": "<i>a</i>"}]
    assert in_order('<key variable="title"/>', titles) == "<i>a</i> b"


def test_symbols_come_before_numbers_and_letters() -> None:
    """A sign such as "+" comes first; punctuation such as "§" does not count at all."""
    items = [{"title": title} for title in ("Zürich", "3", "§5", "+1")]
    assert in_order('<key variable="title"/>', items) == "+1 3 §5 Zürich"


NAMES = '<macro name="who"><names variable="author"><name {0}/></names></macro>'


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ('<key macro="who" names-min="2" names-use-first="1"/><key variable="title"/>', "a b"),
        ('<key macro="who"/><key variable="title"/>', "b a"),
        (
            '<key macro="who" names-min="3" names-use-first="1" names-use-last="true"/>',
            "b a",
        ),
    ],
)
def test_a_key_may_count_fewer_names(key: str, expected: str) -> None:
    """``names-min`` and ``names-use-first`` of a key decide how many authors sort."""
    items = [
        {"title": "b", "author": people("Doe/J.", "Abt/A.", "Abt/A.")},
        {"title": "a", "author": people("Doe/J.", "Zed/Z.", "Zed/Z.")},
    ]
    assert in_order(key, items, NAMES.format("")) == expected


def test_short_names_sort_by_the_family_alone() -> None:
    """A macro of short names sorts by what it prints; the next key decides among namesakes."""
    items: list[dict[str, Any]] = [
        {"title": "b", "author": [{"family": "Gogh", "given": "A.", "dropping-particle": "x"}]},
        {"title": "a", "author": people("Gogh/Z.")},
    ]
    key = '<key macro="who"/><key variable="title"/>'
    assert in_order(key, items, NAMES.format('form="short"')) == "a b"


def test_the_number_of_names_sorts() -> None:
    """``form="count"`` sorts by how many names there are; nobody counts as none."""
    items: list[dict[str, Any]] = [
        {"title": "two", "author": people("A/A.", "B/B.")},
        {"title": "one", "author": people("Z/Z.")},
        {"title": "none"},
    ]
    key = '<key macro="who"/>'
    assert in_order(key, items, NAMES.format('form="count"')) == "none one two"


def test_a_key_needs_something_to_sort_by() -> None:
    """A key with neither variable nor macro is an error of the style."""
    with pytest.raises(StyleError, match="neither variable nor macro"):
        in_order("<key/>", [{"title": "a"}])


def test_cites_that_sort_alike_stand_as_they_are_cited() -> None:
    """Where no key tells cites of one citation apart, their author's order stays."""
    area = '<sort><key variable="title"/></sort><layout><text variable="title"/></layout>'
    items = [{"id": title, "title": title, "issued": {"date-parts": [[1961]]}} for title in "cab"]
    printed = cites(
        '<text variable="title"/>',
        items,
        sort='<sort><key variable="issued"/></sort>',
        bibliography=f"<bibliography>{area}</bibliography>",
    )
    assert printed == ["cab"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [("", ["cab"]), ('et-al-min="2" et-al-use-first="1"', ["cba"])],
)
def test_a_name_variable_sorts_with_the_names_that_are_shown(
    options: str, expected: list[str]
) -> None:
    """Names behind "et al." sort neither in a macro nor in a variable that is a key itself."""
    items = [
        {"id": "c", "title": "c", "author": people("Abt/A.")},
        {"id": "b", "title": "b", "author": people("Doe/J.", "Zed/Z.")},
        {"id": "a", "title": "a", "author": people("Doe/J.", "Abt/A.")},
    ]
    sort = '<sort><key variable="author"/></sort>'
    assert cites('<text variable="title"/>', items, sort=sort, citation=options) == expected


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


@pytest.mark.parametrize("sign", "’‘ʼʿʾ`´")
def test_an_apostrophe_at_the_start_does_not_sort(sign: str) -> None:
    """Nor do the signs of transliterations: "ʿAbd" stands among the names with A."""
    assert ordered([f"{sign}Abd", "Aba", "Zed", "Abe"]) == ["Aba", f"{sign}Abd", "Abe", "Zed"]
