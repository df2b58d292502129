"""Clauses of CSL 1.0.2 that are easily got wrong together: names, numbers, dates, punctuation."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cite.rules import BRACKETS, cite, cites, entries, people, work

BERG = {"family": "van der Berg", "given": "Ludwig"}
GUTTENBERG = {"family": "von und zu Guttenberg", "given": "Karl"}
HUMBOLDT = {"family": "Humboldt", "given": "Alexander von"}
ARC = {"family": "d'Arc", "given": "Jeanne"}
HAKIM = {"family": "al-Hakim", "given": "Tawfiq"}
FONTAINE = {"family": "La Fontaine", "given": "Jean de"}
GATES = {"family": "Gates", "given": "Bill", "suffix": "III"}
KING = {"family": "King", "given": "Martin Luther", "suffix": "Jr.", "comma-suffix": True}
UNITED_NATIONS = {"literal": "United Nations"}
DOE, SMITH, WILLIAMS, ZED = people("Doe/J.", "Smith/S.", "Williams/T.", "Zed/Q.")


def names(authors: list[Any], name: str = "", *, root: str = "") -> str:
    """Return the authors as a cs:name with these attributes prints them."""
    layout = f'<names variable="author"><name {name}/></names>'
    return cite(layout, {"author": authors}, root=root)


@pytest.mark.parametrize(
    ("name", "inverted", "demoted", "long", "short"),
    [
        (
            BERG,
            "van der Berg, Ludwig",
            "Berg, Ludwig van der",
            "Ludwig van der Berg",
            "van der Berg",
        ),
        (
            GUTTENBERG,
            "von und zu Guttenberg, Karl",
            "Guttenberg, Karl von und zu",
            "Karl von und zu Guttenberg",
            "von und zu Guttenberg",
        ),
        (
            HUMBOLDT,
            "Humboldt, Alexander von",
            "Humboldt, Alexander von",
            "Alexander von Humboldt",
            "Humboldt",
        ),
        (ARC, "d’Arc, Jeanne", "Arc, Jeanne d’", "Jeanne d’Arc", "d’Arc"),
        (HAKIM, "al-Hakim, Tawfiq", "Hakim, Tawfiq al-", "Tawfiq al-Hakim", "al-Hakim"),
        (
            FONTAINE,
            "La Fontaine, Jean de",
            "La Fontaine, Jean de",
            "Jean de La Fontaine",
            "La Fontaine",
        ),
    ],
)
def test_particles_written_into_names(
    name: dict[str, str], inverted: str, demoted: str, long: str, short: str
) -> None:
    """Particles that data carry inside a name are found, and stand where the style puts them."""
    as_sorted = 'name-as-sort-order="all"'
    for option, expected in (
        ("never", inverted),
        ("sort-only", inverted),
        ("display-and-sort", demoted),
    ):
        root = f'demote-non-dropping-particle="{option}"'
        assert names([name], as_sorted, root=root) == expected
    assert (names([name]), names([name], 'form="short"')) == (long, short)


@pytest.mark.parametrize(
    ("authors", "name", "expected"),
    [
        ([GATES], "", "Bill Gates III"),
        ([GATES], 'name-as-sort-order="all"', "Gates, Bill, III"),
        ([GATES], 'name-as-sort-order="all" sort-separator=" "', "Gates Bill III"),
        ([KING], "", "Martin Luther King, Jr."),
        ([KING], 'name-as-sort-order="all"', "King, Martin Luther, Jr."),
        ([UNITED_NATIONS, DOE], 'name-as-sort-order="all"', "United Nations, Doe, J."),
        ([UNITED_NATIONS], 'form="short"', "United Nations"),
        ([UNITED_NATIONS, DOE], 'and="text"', "United Nations and J. Doe"),
        ([DOE, UNITED_NATIONS, SMITH], 'and="text"', "J. Doe, United Nations, and S. Smith"),
        (
            [DOE, SMITH, WILLIAMS],
            'and="text" name-as-sort-order="all" delimiter-precedes-last="after-inverted-name"',
            "Doe, J., Smith, S., and Williams, T.",
        ),
        ([DOE, SMITH], 'delimiter-precedes-last="never"', "J. Doe, S. Smith"),
        (
            [DOE, SMITH, WILLIAMS],
            'and="text" delimiter="; "',
            "J. Doe; S. Smith; and T. Williams",
        ),
        (
            [DOE, SMITH, WILLIAMS, ZED],
            'et-al-min="3" et-al-use-first="1" et-al-use-last="true"',
            "J. Doe, … Q. Zed",
        ),
        (
            [DOE, SMITH, WILLIAMS, ZED],
            'and="text" et-al-min="3" et-al-use-first="2" et-al-use-last="true"',
            "J. Doe, S. Smith, … Q. Zed",
        ),
        (
            [DOE, SMITH, WILLIAMS],
            'et-al-min="3" et-al-use-first="3"',
            "J. Doe, S. Smith, T. Williams",
        ),
        (
            [DOE, SMITH, WILLIAMS],
            'name-as-sort-order="all" et-al-min="2" et-al-use-first="2" '
            'delimiter-precedes-et-al="after-inverted-name"',
            "Doe, J., Smith, S., et al.",
        ),
    ],
)
def test_suffixes_institutions_and_lists(authors: list[Any], name: str, expected: str) -> None:
    """Each option of cs:name with the names that try it."""
    assert names(authors, name) == expected


@pytest.mark.parametrize(
    ("given_name", "mark", "expected", "without_hyphen"),
    [
        ("Jean-Luc", ".", "J.-L. X", "J.L. X"),
        ("Jean-Luc", ". ", "J.-L. X", "J. L. X"),
        ("Jean-Luc", "", "J-L X", "JL X"),
        ("Jean Luc", ".", "J.L. X", "J.L. X"),
        ("Jean Luc", ". ", "J. L. X", "J. L. X"),
        ("J.-L.", ".", "J.-L. X", "J.L. X"),
        ("J. L.", "", "JL X", "JL X"),
        ("Éric", ".", "É. X", "É. X"),
        ("Thomas de la", ".", "T. de la X", "T. de la X"),
        ("Ph. Jean", ". ", "Ph. J. X", "Ph. J. X"),
        ("Иван Петрович", ". ", "И. П. X", "И. П. X"),
    ],
)
def test_initials_of_many_kinds(
    given_name: str, mark: str, expected: str, without_hyphen: str
) -> None:
    """Initials keep hyphens, abbreviations of two letters and particles."""
    name, option = [{"family": "X", "given": given_name}], f'initialize-with="{mark}"'
    assert names(name, option) == expected
    assert names(name, option, root='initialize-with-hyphen="false"') == without_hyphen


def test_subsequent_cites_have_limits_of_their_own() -> None:
    """et-al-subsequent-min and -use-first are for later cites, and not for the bibliography."""
    layout = (
        '<names variable="author"><name form="short" et-al-min="4" et-al-use-first="2"'
        ' et-al-subsequent-min="2" et-al-subsequent-use-first="1"/></names>'
    )
    items = [{"id": "a", "author": [DOE, SMITH, WILLIAMS]}]
    printed = cites(layout, items, [["a"], ["a"]], kind="note")
    assert printed == ["Doe, Smith, Williams", "Doe et al."]
    area = f"<bibliography><layout>{layout}</layout></bibliography>"
    assert entries(area, items) == ["Doe, Smith, Williams"]


ORDINALS = (
    '<locale xml:lang="fr"><terms><term name="edition" gender="feminine">édition</term>'
    '<term name="volume" gender="masculine">volume</term><term name="ordinal">e</term>'
    '<term name="ordinal-01" gender-form="feminine" match="whole-number">re</term>'
    '<term name="ordinal-01" gender-form="masculine" match="whole-number">er</term>'
    '<term name="long-ordinal-01" gender-form="feminine">première</term></terms></locale>'
)


@pytest.mark.parametrize(
    ("variable", "value", "form", "expected"),
    [
        ("edition", "1", "ordinal", "1re"),
        ("volume", "1", "ordinal", "1er"),
        ("volume", "21", "ordinal", "21e"),
        ("edition", "3", "ordinal", "3e"),
        ("edition", "1", "long-ordinal", "première"),
        ("edition", "11", "long-ordinal", "11e"),
    ],
)
def test_ordinals_with_a_gender(variable: str, value: str, form: str, expected: str) -> None:
    """The ordinal has the gender of the term for its variable, or none where there is no other."""
    layout = f'<number variable="{variable}" form="{form}"/>'
    assert cite(layout, {variable: value}, head=ORDINALS, locale="fr-FR") == expected


@pytest.mark.parametrize(
    ("day", "locale", "expected"),
    [(1, "fr-FR", "1er janvier"), (2, "fr-FR", "2 janvier"), (2, "en-US", "2nd January")],
)
def test_days_as_ordinals(day: int, locale: str, expected: str) -> None:
    """limit-day-ordinals-to-day-1 is an option of the locale: French has it, English has not."""
    layout = (
        '<date variable="issued"><date-part name="day" form="ordinal" suffix=" "/>'
        '<date-part name="month"/></date>'
    )
    date = {"issued": {"date-parts": [[2000, 1, day]]}}
    # HTML raises the letters of "1ᵉʳ" by tags.
    printed = cite(layout, date, locale=locale).replace("<sup>", "").replace("</sup>", "")
    assert printed == expected


RANGE = (
    '<date variable="issued"><date-part name="day" suffix=" " range-delimiter="-"/>'
    '<date-part name="month" suffix=" "/><date-part name="year" range-delimiter="/"/></date>'
)


@pytest.mark.parametrize(
    ("start", "end", "expected", "localized"),
    [
        ([2008, 5, 1], [2008, 5, 4], "1-4 May 2008", "May 1–4, 2008"),
        ([2008, 5], [2008, 7], "May–July 2008", "May–July 2008"),
        ([2008, 5], [2009, 6], "May 2008/June 2009", "May 2008–June 2009"),
        ([2008, 5, 1], [2008, 7, 4], "1 May–4 July 2008", "May 1–July 4, 2008"),
        ([2008], [2010], "2008/2010", "2008–2010"),
        ([2009, 21], [2009, 22], "Spring–Summer 2009", "Spring–Summer 2009"),
    ],
)
def test_the_largest_part_that_differs_divides_a_range(
    start: list[int], end: list[int], expected: str, localized: str
) -> None:
    """The range delimiter is that of the largest part that differs; what is shared is said once."""
    dates = {"issued": {"date-parts": [start, end]}}
    assert cite(RANGE, dates) == expected
    assert cite('<date variable="issued" form="text"/>', dates) == localized


@pytest.mark.parametrize(
    ("locale", "comma", "nested", "period"),
    [
        ("en-US", "“A,” x", "“A ‘b,’” x", "“A.”"),
        ("en-GB", "‘A’, x", "‘A “b”’, x", "‘A’."),
        ("de-DE", "„A“, x", "„A ‚b‘“, x", "„A“."),
        ("fr-FR", "«\xa0A\xa0», x", "«\xa0A “b”\xa0», x", "«\xa0A\xa0»."),
    ],
)
def test_punctuation_at_the_end_of_quotations(
    locale: str, comma: str, nested: str, period: str
) -> None:
    """A comma or period moves into both quotations where the locale says so, else into neither."""
    quoted = '<text variable="title" quotes="true"/>'
    layout = f'<group delimiter=", ">{quoted}<text value="x"/></group>'
    assert cite(layout, {"title": "A"}, locale=locale) == comma
    assert cite(layout, {"title": 'A "b"'}, locale=locale) == nested
    assert cite(quoted, {"title": "A"}, locale=locale, attributes='suffix="."') == period


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("state-of-the-art review", "State-of-the-Art Review"),
        ("the two-thirds rule", "The Two-Thirds Rule"),
        ("pH and mRNA in iPods", "pH and mRNA in iPods"),
        ('the <span class="nocase">de facto</span> state', "The de facto State"),
        ('a "the end" of days', "A “the End” of Days"),
        ("the king's speech", "The King’s Speech"),
        ("war and/or peace", "War and/or Peace"),
        ("the 1960s and the 21st century", "The 1960s and the 21st Century"),
        ("one—the other", "One—the Other"),
        ("smith v. jones", "Smith v. Jones"),
    ],
)
def test_title_case(title: str, expected: str) -> None:
    """Small words stay small, inner capitals and ``nocase`` stay, parts of compounds are words."""
    assert cite('<text variable="title" text-case="title"/>', {"title": title}) == expected


@pytest.mark.parametrize(
    ("value", "numeric"),
    [
        ("2nd", "yes"),
        ("A12", "yes"),
        ("1,2", "yes"),
        ("vii", "yes"),
        ("2 & 4", "yes"),
        ("L2d", "yes"),
        ("second", "no"),
        ("2nd edition", "no"),
        ("2 3", "no"),
        ("no. 5", "no"),
    ],
)
def test_what_is_numeric(value: str, numeric: str) -> None:
    """Numbers with letters around them and dividers between them are numeric, words are not."""
    layout = (
        '<choose><if is-numeric="volume"><text value="yes"/></if>'
        '<else><text value="no"/></else></choose>'
    )
    assert cite(layout, {"volume": value}) == numeric


@pytest.mark.parametrize(
    ("citation", "cluster", "expected"),
    [
        ("", "abcef", "[1–3, 5, 6]"),
        ('after-collapse-delimiter="; "', "abce", "[1–3; 5]"),
        ('after-collapse-delimiter="; "', "acdfgh", "[1, 3, 4, 6–8]"),
        ("", "aabc", "[1, 1–3]"),
    ],
)
def test_runs_of_numbers(citation: str, cluster: str, expected: str) -> None:
    """Three numbers or more in a row are a range; what follows it has a delimiter of its own."""
    printed = cites(
        '<text variable="citation-number"/>',
        [work(name, ("Doe/J.",)) for name in "abcdefgh"],
        [list("abcdefgh"), list(cluster)],
        citation=f'collapse="citation-number" {citation}',
        attributes='prefix="[" suffix="]" delimiter=", "',
    )
    assert printed[-1] == expected


@pytest.mark.parametrize(
    ("cluster", "expected"),
    [
        (list("abce"), "(Doe 2000a–c,e)"),
        (["a", "b", {"id": "c", "locator": "5"}, "d", "e"], "(Doe 2000a,b, 2000c, p. 5, 2000d,e)"),
    ],
)
def test_runs_of_year_suffixes(cluster: list[Any], expected: str) -> None:
    """CSL 1.0.2, Cite Collapsing: a gap divides two runs, and a locator keeps its year."""
    layout = (
        '<group delimiter=", "><group delimiter=" "><names variable="author"><name form="short"/>'
        '</names><date variable="issued"><date-part name="year"/></date></group>'
        '<text variable="locator" prefix="p. "/></group>'
    )
    printed = cites(
        layout,
        [work(name, ("Doe/J.",)) for name in "abcde"],
        [list("abcde"), cluster],
        citation='collapse="year-suffix-ranged" year-suffix-delimiter="," '
        'disambiguate-add-year-suffix="true"',
        attributes=BRACKETS,
    )
    assert printed[-1] == expected
