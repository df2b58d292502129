"""Numbers, labels and pages: CSL 1.0.2, "Number", "Label", "Ordinal Suffixes", appendix V."""

from __future__ import annotations

from typing import Any

import pytest

from provrepo.cite import ItemError, StyleError
from tests.cite.rules import cite, cites, people, style, year


def label(variable: str, value: str, **attributes: str) -> str:
    """Return the label that a number variable with this value has."""
    options = "".join(f' {name}="{text}"' for name, text in attributes.items())
    return cite(f'<label variable="{variable}"{options}/>', {variable: value})


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("page", "3", "page"),
        ("page", "3-5", "pages"),
        ("page", "3–5", "pages"),
        ("page", "iv-vi", "pages"),
        ("page", "3, 5", "pages"),
        ("page", "3 & 5", "pages"),
        ("page", "3 and 5", "pages"),
        ("page", "12-", "page"),
        ("volume", "2 & 4", "volumes"),
        ("volume", "supplement", "volume"),
        ("number-of-pages", "1", "page"),
        ("number-of-pages", "12", "pages"),
        ("number-of-pages", "xii", "pages"),
        ("number-of-pages", "i", "page"),
        ("number-of-pages", "iix", "page"),
        ("number-of-volumes", "3", "volumes"),
    ],
)
def test_labels_follow_their_numbers(variable: str, value: str, expected: str) -> None:
    """Content is considered plural when it contains multiple numbers, or counts more than one."""
    assert label(variable, value) == expected


@pytest.mark.parametrize(
    ("plural", "value", "expected"),
    [("always", "3", "pages"), ("never", "3-5", "page"), ("contextual", "3-5", "pages")],
)
def test_a_style_may_settle_the_plural(plural: str, value: str, expected: str) -> None:
    """``plural`` decides against the number where the style says so."""
    assert label("page", value, plural=plural) == expected


def test_an_archives_number_is_one() -> None:
    """The call number 118-00783-01 of a document is one number, so its label is singular."""
    layout = '<label variable="number"/><number variable="number" prefix=" " form="ordinal"/>'
    item = {"type": "document", "number": "118-00783-01"}
    assert cite(layout, item) == "number 118-00783-01"


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ({"locator": "3", "label": "folio"}, "fol. 3"),
        ({"locator": "3-5", "label": "folio"}, "fols. 3–5"),
        ({"locator": "3", "label": "sub verbo"}, "s.v. 3"),
        ({"locator": "vol. 1, fol. 186"}, "vol. 1, fol. 186"),
        ({"locator": "12, 14"}, "pp. 12, 14"),
        ({"locator": "12; 14"}, "pp. 12; 14"),
        ({"locator": "12--14"}, "pp. 12–14"),
        ({"locator": "12\\-14"}, "p. 12-14"),
        ({"locator": "iv"}, "p. iv"),
        ({"locator": "iv-vi"}, "pp. iv–vi"),
        ({"locator": "A12"}, "p. A12"),
        ({"locator": "12 n. 3"}, "p. 12 n. 3"),
        ({}, ""),
    ],
)
def test_labels_of_locators(locator: dict[str, str], expected: str) -> None:
    """A locator has the term of its kind; one that brings its own labels gets no other."""
    layout = '<group delimiter=" "><label variable="locator" form="short"/>'
    text = cite(f'{layout}<text variable="locator"/></group><text value="."/>', {}, locator)
    assert text == f"{expected}."


@pytest.mark.parametrize(
    ("page", "expected"), [("p. 5", "p. 5"), ("pp. 5-6", "pp. 5–6"), ("5", "p. 5")]
)
def test_pages_that_say_so_are_not_labelled_twice(page: str, expected: str) -> None:
    """A page that was entered with its label has no second one."""
    layout = '<label variable="page" form="short" suffix=" "/><text variable="page"/>'
    assert cite(layout, {"page": page}) == expected


def test_a_label_without_a_term_is_nothing() -> None:
    """A kind of locator that the locale has no word for is printed without one."""
    layout = '<label variable="locator"/><text variable="locator"/>'
    assert cite(layout, {}, {"locator": "3", "label": "made-up"}) == "3"


def test_a_number_is_not_labelled_twice() -> None:
    """What stands in for names is printed once: its number and label are left out afterwards."""
    layout = (
        '<names variable="author"><substitute><number variable="volume"/></substitute></names>'
        '<label variable="volume"/><number variable="volume"/>'
    )
    assert cite(layout, {"volume": "3"}) == "3"


@pytest.mark.parametrize("element", ["number", "label", "date", "names"])
def test_an_element_needs_its_variable(element: str) -> None:
    """An element without its variable is an error with its name, not a blank."""
    with pytest.raises(StyleError, match="has no variable") as caught:
        cite(f"<{element}/>", {"title": "T"})
    assert caught.value.element == element


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [
        ("1", "long-ordinal", "first"),
        ("10", "long-ordinal", "tenth"),
        ("11", "long-ordinal", "11th"),
        ("4", "roman", "iv"),
        ("1961", "roman", "mcmlxi"),
        ("3999", "roman", "mmmcmxcix"),
        ("4000", "roman", "4000"),
        ("0", "roman", "0"),
        ("2b", "roman", "2b"),
        ("3 & 4", "long-ordinal", "third &#38; fourth"),
        ("118-01026-03", "numeric", "118-01026-03"),
    ],
)
def test_forms_of_numbers(number: str, form: str, expected: str) -> None:
    """Each number of a text is written in the form; roman numerals end at 3999."""
    assert cite(f'<number variable="number" form="{form}"/>', {"number": number}) == expected


def test_an_ordinal_of_a_locale_without_ordinals_is_a_number() -> None:
    """Where no term fits, the digits stand alone."""
    terms = '<term name="ordinal-01" gender-form="feminine" match="whole-number">a</term>'
    terms += '<term name="ordinal" gender-form="feminine"/>'
    head = f'<locale xml:lang="en"><terms>{terms}</terms></locale>'
    layout = '<number variable="edition" form="ordinal"/>'
    assert cite(layout, {"edition": "2"}, head=head) == "2"


def test_numbers_of_citations() -> None:
    """A number called by cs:number counts for collapsing as one called by cs:text does."""
    items = [{"id": name} for name in "abc"]
    printed = cites(
        '<number variable="citation-number"/>',
        items,
        citation='collapse="citation-number"',
        attributes='delimiter=","',
    )
    assert printed == ["1–3"]


@pytest.mark.parametrize(
    ("layout", "value", "expected"),
    [
        ('<text variable="volume"/>', "3-5", "3–5"),
        ('<text variable="volume"/>', "IV-V", "IV–V"),
        ('<text variable="volume"/>', "3,5", "3, 5"),
        ('<text variable="volume"/>', "1,244", "1,244"),
        ('<number variable="volume"/>', "1,244,567-9", "1,244,567–9"),
        ('<text variable="volume"/>', "1244,567", "1244, 567"),
        ('<label variable="volume"/><text variable="volume"/>', "1,244", "volume1,244"),
        ('<label variable="volume"/><text variable="volume"/>', "12,13", "volumes12, 13"),
        ('<number variable="volume"/>', "in press", "in press"),
        ('<number variable="page"/>', "101-108", "101–108"),
        ('<label variable="volume"/><text variable="volume"/>', "3\\-5", "volume3-5"),
    ],
)
def test_number_variables_have_usual_dividers(layout: str, value: str, expected: str) -> None:
    """Ranges take an en dash, lists a comma and a blank; words stay."""
    assert cite(layout, {"volume": value, "page": value}) == expected


@pytest.mark.parametrize(
    ("form", "pages", "expected"),
    [
        ("expanded", "S12-S15", "S12–S15"),
        ("expanded", "R583-6", "R583–R586"),
        ("expanded", "456K200-99", "456K200-99"),
        ("expanded", "N110-5", "N110–N115"),
        ("minimal", "N110-P5", "N110-P5"),
        ("minimal", "n11564-1568", "n11564-1568"),
        ("minimal", "iv-vi", "iv–vi"),
        ("minimal", "A-12", "A-12"),
        ("minimal", "101-99", "101–99"),
        ("minimal", "110\\-5", "110-5"),
        ("minimal", "101 - 108, 42-45", "101–8, 42–5"),
        ("chicago-16", "100-104", "100–104"),
        ("chicago-16", "101-108", "101–8"),
        ("chicago-16", "71-72", "71–72"),
        ("chicago-16", "321--328", "321–28"),
        ("", "321--328", "321–328"),
        ("chicago", "1496-1504", "1496–1504"),
        ("", "101-108", "101–108"),
        ("", "R583-6", "R583-6"),
    ],
)
def test_pages_of_all_kinds(form: str, pages: str, expected: str) -> None:
    """Only what counts the same things is a range; a name with a hyphen is left whole."""
    root = f'page-range-format="{form}"' if form else ""
    assert cite('<text variable="page"/>', {"page": pages}, root=root) == expected


def test_only_pages_are_shortened() -> None:
    """``page-range-format`` is for pages: the range of a section keeps all digits."""
    root = 'page-range-format="minimal"'
    page, section = {"locator": "101-108"}, {"locator": "101-108", "label": "section"}
    assert cite('<text variable="locator"/>', {}, page, root=root) == "101–8"
    assert cite('<text variable="locator"/>', {}, section, root=root) == "101–108"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"author": people("Doe/J."), "issued": year(1965)}, "Doe65"),
        ({"author": people("Roeding/J."), "issued": year(1965)}, "Roed65"),
        ({"author": people("Doe/J.", "Roe/K."), "issued": year(1977)}, "DoRo77"),
        ({"author": people("Doe/J.", "Roe/K.", "Poe/E."), "issued": year(1977)}, "DoRP77"),
        (
            {"author": people(*"Doe/J. Roe/K. Poe/E. Moe/M. Zoe/Z.".split()), "issued": year(1977)},
            "DRPM77",
        ),
        ({"editor": people("Poe/E."), "issued": year(1901)}, "Poe01"),
        ({"author": people("O'Neil/E."), "issued": year(1901)}, "Onei01"),
        ({"title": "Border Files"}, "Bord00"),
        ({"composer": people("Sousa/J."), "issued": year(1890)}, "Sous90"),
        ({"director": people("Ray/S."), "translator": people("Poe/E.")}, "Ray00"),
        ({"citation-label": "x-1", "author": people("Doe/J.")}, "x-1"),
    ],
)
def test_citation_labels(item: dict[str, Any], expected: str) -> None:
    """A label is made of names and year, unless the item brings one."""
    assert cite('<text variable="citation-label"/>', item) == expected


def test_labels_of_works_alike_get_a_suffix() -> None:
    """Two works of one author and year have labels that differ by their suffix."""
    items = [{"id": name, "author": people("Doe/J."), "issued": year(1965)} for name in "ab"]
    printed = cites(
        '<text variable="citation-label"/>',
        items,
        citation='disambiguate-add-year-suffix="true"',
        attributes='delimiter="; "',
    )
    assert printed == ["Doe65a; Doe65b"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [("12-15", "12"), ("12–15", "12"), ("12, 15", "12"), ("12 & 15", "12"), (12, "12")],
)
def test_the_first_page(page: object, expected: str) -> None:
    """``page-first`` is made of the pages where an item does not give it."""
    assert cite('<text variable="page-first"/>', {"page": page}) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(3, "3"), (2.5, "2.5"), (False, ""), (None, ""), (["a", "b"], "a, b")]
)
def test_values_that_are_no_texts(value: object, expected: str) -> None:
    """Numbers are written as they are, lists with commas; false and null are nothing."""
    assert cite('<text variable="keyword"/><text value="."/>', {"keyword": value}) == f"{expected}."


def test_an_item_is_an_object() -> None:
    """An item that is a list gives one error that names it."""
    items: Any = {"b": ["title"]}
    with pytest.raises(ItemError, match="is not an object") as caught:
        style('<text variable="title"/>').citations([[{"id": "b"}]], items)
    assert caught.value.item == "b"


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


BEFORE_LOCATOR = '<group><label variable="page" suffix=" "/><text variable="locator"/></group>'


@pytest.mark.parametrize(
    ("layout", "details", "expected"),
    [
        (BEFORE_LOCATOR, {"locator": "7"}, "page 7"),
        (BEFORE_LOCATOR, {"locator": "7", "label": "folio"}, "7"),
        ('<group><label variable="page"/><text value="x"/></group>', {"locator": "7"}, "x"),
        (
            '<group><label variable="page"/><label variable="locator" suffix=" "/>'
            '<text variable="locator"/></group>',
            {"locator": "7"},
            "page 7",
        ),
    ],
)
def test_the_label_of_page_names_the_page_cited(
    layout: str, details: dict[str, str], expected: str
) -> None:
    """Styles ask for the label of ``page`` before the locator, whether or not an item has pages."""
    assert cite(layout, {}, details) == expected


@pytest.mark.parametrize("kind", ["report", "treaty", "interview", "speech", "manuscript"])
@pytest.mark.parametrize("variable", ["number", "archive_location", "call-number"])
@pytest.mark.parametrize("value", ["118-01026-03", "N110 - 5", "102-138"])
@pytest.mark.parametrize("element", ["text", "number"])
def test_the_number_of_an_archive_is_no_range(
    kind: str, variable: str, value: str, element: str
) -> None:
    """A shelf mark is a name: it is printed as it stands, and one of it is one."""
    layout = (
        f'<group delimiter=" "><label variable="{variable}"/><{element} variable="{variable}"/>'
        "</group>"
    )
    label = "number " if variable == "number" else ""
    assert cite(layout, {"type": kind, variable: value}) == label + value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Public Law 102-138", "Public Law 102-138"),
        ("No. 5", "No. 5"),
        ("Cmd. 1234", "Cmd. 1234"),
        ("N110 - 5", "number N110 - 5"),
        ("12", "number 12"),
        ("3 & 4", "numbers 3 &#38; 4"),
    ],
)
def test_a_number_with_its_kind_needs_no_label(value: str, expected: str) -> None:
    """What says itself that it is a law's number is not called a number besides."""
    layout = '<label variable="number" suffix=" "/><text variable="number"/>'
    assert cite(layout, {"number": value}) == expected
