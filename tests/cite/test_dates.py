"""Dates: EDTF, what people write, and how a style prints them."""

from __future__ import annotations

from typing import Any

import pytest

from provrepo.cite import ItemError, Style, render
from provrepo.cite.csl.dates import parse_date
from provrepo.edtf import EdtfError, parse_edtf
from tests.cite.rules import cite, year

STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info/>
<citation><layout><choose><if is-uncertain-date="issued"><text value="circa " /></if></choose>
<date variable="issued" form="text"/></layout></citation></style>"""


def printed(value: Any, locale: str = "en-US") -> str:  # noqa: ANN401 - JSON
    """Return a date as a style prints it."""
    style = Style.read(STYLE, locale=locale)
    return render(style.citations([[{"id": "a"}]], {"a": {"issued": value}})[0], "text")


@pytest.mark.parametrize(
    ("text", "parts", "circa", "season"),
    [
        ("2001-02-03", [[2001, 2, 3]], False, 0),
        ("2008-12", [[2008, 12]], False, 0),
        ("2008", [[2008]], False, 0),
        ("-0999", [[-1000]], False, 0),
        ("0000", [[-1]], False, 0),
        ("2004-01-01T10:10:10+05:00", [[2004, 1, 1]], False, 0),
        ("1964/2008", [[1964], [2008]], False, 0),
        ("2004-02-01/2005-02", [[2004, 2, 1], [2005, 2]], False, 0),
        ("1984?", [[1984]], False, 0),
        ("2004-06-11~", [[2004, 6, 11]], True, 0),
        ("1984%", [[1984]], True, 0),
        ("199X", [[1990], [1999]], False, 0),
        ("1999-XX-XX", [[1999]], False, 0),
        ("/2006", [[], [2006]], False, 0),
        ("2004-06-01/..", [[2004, 6, 1], []], False, 0),
        ("[..1961]", [[], [1961]], False, 0),
        ("1984~/2004-06", [[1984], [2004, 6]], True, 0),
        ("Y-17000", [[-17001]], False, 0),
        ("Y-17E7", [[-170000001]], False, 0),
        ("156X-12-25", [[1560], [1569]], False, 0),
        ("15XX-12-XX", [[1500], [1599]], False, 0),
        ("1560-XX-25", [[1560]], False, 0),
        ("2004-06-XX/2004-07-03", [[2004, 6], [2004, 7, 3]], False, 0),
        ("2003/2004-06-11%", [[2003], [2004, 6, 11]], True, 0),
        ("1985/", [[1985], []], False, 0),
        ("2001-21", [[2001]], False, 1),
        ("2010-24", [[2010]], False, 4),
        ("19uu", [[1900], [1999]], False, 0),
        ("/..", [[], []], False, 0),
        ("unknown/2006", [[], [2006]], False, 0),
        ("2004-01-01/open", [[2004, 1, 1], []], False, 0),
        ("2001-02-03T09:30:01", [[2001, 2, 3]], False, 0),
        ("2004-01-01T10:10:10Z", [[2004, 1, 1]], False, 0),
        ("1985-04-12T23:20:30", [[1985, 4, 12]], False, 0),
        ("2004-06/2006-08", [[2004, 6], [2006, 8]], False, 0),
        ("2004-02-01/2005-02-08", [[2004, 2, 1], [2005, 2, 8]], False, 0),
        ("2004-02-01/2005", [[2004, 2, 1], [2005]], False, 0),
        ("2005/2006-02", [[2005], [2006, 2]], False, 0),
        ("-2005/-1999-02", [[-2006], [-2000, 2]], False, 0),
        ("2004-06-11?", [[2004, 6, 11]], False, 0),
        ("2004-06?", [[2004, 6]], False, 0),
        ("1984~", [[1984]], True, 0),
        ("19XX", [[1900], [1999]], False, 0),
        ("1999-XX", [[1999]], False, 0),
        ("1999-01-XX", [[1999, 1]], False, 0),
        ("-01XX", [[-200], [-101]], False, 0),
        ("-0275~", [[-276]], True, 0),
        ("-0001~", [[-2]], True, 0),
        ("0000~", [[-1]], True, 0),
        ("16XX~", [[1600], [1699]], True, 0),
        ("16XX%", [[1600], [1699]], True, 0),
        ("1XXX", [[1000], [1999]], False, 0),
        ("1XXX~", [[1000], [1999]], True, 0),
        ("156X~", [[1560], [1569]], True, 0),
        ("-01XX~", [[-200], [-101]], True, 0),
        ("2004-06-01/", [[2004, 6, 1], []], False, 0),
        ("../2006", [[], [2006]], False, 0),
        ("2004-01-01/..", [[2004, 1, 1], []], False, 0),
        ("1984/2004-06~", [[1984], [2004, 6]], True, 0),
        ("1984?/2004%", [[1984], [2004]], True, 0),
        ("1984~/2004~", [[1984], [2004]], True, 0),
        ("1984-06?/2004-08?", [[1984, 6], [2004, 8]], False, 0),
        ("1984-06-02?/2004-08-08~", [[1984, 6, 2], [2004, 8, 8]], True, 0),
        ("1984-06-02?/", [[1984, 6, 2], []], False, 0),
        ("Y170000002", [[170000002]], False, 0),
        ("Y-170000002", [[-170000003]], False, 0),
        ("2003-22", [[2003]], False, 2),
        ("2000-23", [[2000]], False, 3),
    ],
)
def test_edtf(text: str, parts: list[list[int]], circa: bool, season: int) -> None:
    """EDTF levels 0 and 1, the draft of 2012 included; year 0 is 1 BC.

    What is uncertain (``?``) is not approximate (``~``); ``%`` is both.
    """
    uncertain = "?" in text or "%" in text
    assert parse_edtf(text) == (parts, circa, season, uncertain)


@pytest.mark.parametrize("text", ["", "x", "2001-13", "2001-02-30", "1/2/3", "2001-2-3"])
def test_not_edtf(text: str) -> None:
    """What is not EDTF is refused."""
    with pytest.raises(EdtfError):
        parse_edtf(text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"date-parts": [[1961, 5]]}, "May 1961"),
        ({"date-parts": [[1961, 5, 1], [1961, 5, 4]]}, "May 1–4, 1961"),
        ({"date-parts": [[1961, 5, 1], [1961, 6, 4]]}, "May 1–June 4, 1961"),
        ({"date-parts": [[1961, 12, 31], [1962, 1, 1]]}, "December 31, 1961–January 1, 1962"),
        ({"date-parts": [[1955], [1960]], "circa": True}, "circa 1955–1960"),
        ({"date-parts": [["-44", "3", "15"]]}, "March 15, 44 BC"),
        ({"date-parts": [[1961]], "season": 1}, "Spring 1961"),
        ({"edtf": "1961-05~"}, "circa May 1961"),
        ({"edtf": "1961?"}, "1961?"),
        ({"edtf": "1961-05-16?"}, "May 16, 1961?"),
        ({"edtf": "1961%"}, "circa 1961?"),
        ({"date-parts": [[1961]], "edtf": "1961?"}, "1961?"),
        ({"edtf": "[..1961]"}, "–1961"),
        ({"edtf": "1955/1960"}, "1955–1960"),
        ({"edtf": "1985-04-12/.."}, "April 12, 1985–"),
        ({"edtf": "1985/"}, "1985–"),
        ({"edtf": "-0043-03-15"}, "March 15, 44 BC"),
        ({"edtf": "2001-21"}, "Spring 2001"),
        ({"edtf": "156X-12-25"}, "1560–1569"),
        ({"edtf": "Y170000002"}, "170000002"),
        ({"edtf": "[1667,1668,1670..1672]"}, "[1667,1668,1670..1672]"),
        ({"raw": "5 May 1961"}, "May 5, 1961"),
        ({"raw": "1961-05"}, "May 1961"),
        ({"raw": "c. 1961"}, "circa 1961"),
        ({"raw": "the year of the rat"}, "the year of the rat"),
        ({"literal": "Monday night"}, "Monday night"),
        ("1961-05-16", "May 16, 1961"),
    ],
)
def test_printed(value: Any, expected: str) -> None:  # noqa: ANN401 - JSON
    """Each shape of a CSL-JSON date prints as a style in en-US asks."""
    assert printed(value) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en-GB", "16 May 1961"),
        ("de-DE", "16. Mai 1961"),
        ("fr-FR", "16 mai 1961"),
        ("es-ES", "16 de mayo de 1961"),
        ("zh-CN", "1961年5月16日"),
        ("ko-KR", "1961년 5월 16일"),
    ],
)
def test_locales(locale: str, expected: str) -> None:
    """A date stands in the order and words of the locale."""
    assert printed({"date-parts": [[1961, 5, 16]]}, locale) == expected


@pytest.mark.parametrize("value", [{"date-parts": [["x"]]}, {"date-parts": "1961"}, 3.5j])
def test_malformed(value: Any) -> None:  # noqa: ANN401 - JSON
    """A malformed date gives one error that names item and field."""
    with pytest.raises(ItemError) as caught:
        parse_date(value, item="a", field="issued")
    assert (caught.value.item, caught.value.field) == ("a", "issued")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("May 1-5, 2001", "May 1–5, 2001"),
        ("1-5 May 2001", "May 1–5, 2001"),
        ("May 3-June 4 2001", "May 3–June 4, 2001"),
        ("1995-96", "1995–1996"),
        ("1999-05-03 to 2000-01-01", "May 3, 1999–January 1, 2000"),
        ("5/2001", "May 2001"),
        ("20010503", "May 3, 2001"),
        ("3 de mayo de 2001", "May 3, 2001"),
        ("100BC", "100 BC"),
        ("AD 100", "100 AD"),
        ("1961年5月16日", "May 16, 1961"),
        ("昭和36年5月", "May 1961"),
        ("1961년 5월", "May 1961"),
        ("昭和元年", "1926"),
        ("漢元1年", "漢元1年"),
        ("2001-", "2001–"),
        ("May–June 1994", "May–June 1994"),
        ("Spring–Summer 1994", "Spring–Summer 1994"),
        ("Monday, the 5th of May 1961", "May 5, 1961"),
        ("13/5/1961", "May 13, 1961"),
        ("5/13/1961", "May 13, 1961"),
        ("1961/5/13", "May 13, 1961"),
        ("13.5.1961", "May 13, 1961"),
        ("5.1961", "May 1961"),
        ("1995/05", "May 1995"),
        ("44 B.C.", "44 BC"),
        ("-44", "44 BC"),
        ("ca. 1850", "circa 1850"),
        ("1850?", "1850?"),
        ("1961-05-13T10:00:00", "May 13, 1961"),
        ("1961-13-05", "1961-13-05"),
        ("32.5.1961", "32.5.1961"),
        ("1961 1962", "1961 1962"),
        ("1 May, 2 May, 3 May 1961", "1 May, 2 May, 3 May 1961"),
        ("1/2/1961/5", "1/2/1961/5"),
        ("May", "May"),
        ("5/3/1961", "5/3/1961"),
        ("5/5/1961", "May 5, 1961"),
        ("3. 5. 1961", "May 3, 1961"),
        ("1961. 5. 3.", "May 3, 1961"),
        ("3 мая 1961 г.", "May 3, 1961"),
        ("май 1961", "May 1961"),
        ("1920–1930 гг.", "1920–1930"),
        ("около 1850 г.", "circa 1850"),
        ("le 3 mai 1961", "May 3, 1961"),
        ("Herbst 1961", "Autumn 1961"),
        ("um 1850", "circa 1850"),
        ("c1850", "circa 1850"),
        ("c.1850", "circa 1850"),
        ("c. 10 Feb. 1640/1", "c. 10 Feb. 1640/1"),
        ("民國50年5月3日", "May 3, 1961"),
        ("民國五十年五月三日", "May 3, 1961"),
        ("一九六一年五月十三日", "May 13, 1961"),
        ("一九六一年十月二十日", "October 20, 1961"),
        ("1961-02-30", "1961-02-30"),
        ("31 April 1961", "31 April 1961"),
        ("1487~/1490~", "circa 1487–1490"),
        ("18XX", "1800–1899"),
        ("1961-05-XX", "May 1961"),
        ("1937-38", "1937–1938"),
        ("1920-21", "1920–1921"),
        ("[1961]", "[1961]"),
    ],
)
def test_dates_as_people_write_them(raw: str, expected: str) -> None:
    """A date in words or in the order of a country is read."""
    assert printed({"raw": raw}) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([[1961, 5]], "May 1961"),
        ({"date-parts": [1961, 5]}, "May 1961"),
        ({"date-parts": [[1961, None, ""]]}, "1961"),
        ({"date-parts": [[1961, 13]]}, "Spring 1961"),
        ({"date-parts": [[1961, 24]]}, "Winter 1961"),
        ({"date-parts": [[1961, -3]]}, "1961"),
        ({"date-parts": [[1961, 21], [1961, 22]]}, "Spring–Summer 1961"),
        ({"date-parts": [[1961], [1961]]}, "1961"),
        ({"date-parts": [[1961], [0]]}, "1961–"),
        ({"date-parts": [[]], "literal": "undated"}, "undated"),
        ({"year": 1961, "month": 5}, "May 1961"),
        ({"date-parts": [[1961]], "season": 22}, "Summer 1961"),
        ({"date-parts": [[1961]], "season": "fall"}, "Autumn 1961"),
        ({"raw": "1961", "circa": True}, "circa 1961"),
        ({"date-parts": [[1961]], "circa": "false"}, "1961"),
        (1961, "1961"),
        ("156X", "1560–1569"),
        ("-0043", "44 BC"),
        ("1985-04-12/..", "April 12, 1985–"),
        ("2001-21", "Spring 2001"),
        ("1937-38", "1937–1938"),
        ("[1961]", "[1961]"),
        ("[1961-05-03?]", "[1961-05-03?]"),
        ("5 May 1961", "May 5, 1961"),
    ],
)
def test_shapes_of_dates(value: Any, expected: str) -> None:  # noqa: ANN401 - JSON
    """What programs write in a date variable prints as the date that it means.

    CSL-JSON: a text is EDTF, months 13–16 and 21–24 are seasons, a second date of zeros is an
    open end.
    """
    assert printed(value) == expected


@pytest.mark.parametrize("value", [{}, {"date-parts": []}, {"date-parts": [[]]}, "", None])
def test_no_date(value: Any) -> None:  # noqa: ANN401 - JSON
    """An empty date prints nothing, and a style can test for it."""
    layout = (
        '<choose><if variable="issued"><date variable="issued" form="text"/></if>'
        '<else><text value="undated"/></else></choose>'
    )
    assert cite(layout, {"issued": value}) == "undated"


@pytest.mark.parametrize(
    ("locale", "day", "expected"),
    [
        ("fr-FR", 1, "1er mai"),
        ("fr-FR", 2, "2 mai"),
        ("fr-FR", 3, "3 mai"),
        ("fr-FR", 21, "21 mai"),
        ("en-US", 1, "1st May"),
        ("en-US", 2, "2nd May"),
        ("en-US", 3, "3rd May"),
    ],
)
def test_ordinal_days_of_the_first_alone(locale: str, day: int, expected: str) -> None:
    """With limit-day-ordinals-to-day-1, only the first of a month is an ordinal."""
    layout = (
        '<date variable="issued"><date-part name="day" form="ordinal" suffix=" "/>'
        '<date-part name="month"/></date>'
    )
    item = {"issued": {"date-parts": [[1961, 5, day]]}}
    printed_day = cite(layout, item, locale=locale)
    assert printed_day.replace("<sup>", "").replace("</sup>", "") == expected


PARTS = '<date variable="issued"{0}><date-part name="{1}" {2}/></date>'


@pytest.mark.parametrize(
    ("part", "attributes", "parts", "expected"),
    [
        ("day", 'form="numeric-leading-zeros"', [1961, 5, 3], "03"),
        ("day", "", [1961, 5, 3], "3"),
        ("day", 'form="ordinal"', [1961, 5, 3], "3rd"),
        ("month", 'form="numeric"', [1961, 5], "5"),
        ("month", 'form="numeric-leading-zeros"', [1961, 5], "05"),
        ("month", 'form="short"', [1961, 9], "Sept."),
        ("month", 'form="short" strip-periods="true"', [1961, 9], "Sept"),
        ("month", 'text-case="uppercase"', [1961, 9], "SEPTEMBER"),
        ("year", 'form="short"', [1961], "61"),
        ("year", 'form="short"', [2005], "05"),
        ("year", 'form="short"', [79], "79AD"),
        ("year", "", [-44], "44BC"),
        ("year", "", [999], "999AD"),
        ("year", "", [1000], "1000"),
    ],
)
def test_forms_of_date_parts(part: str, attributes: str, parts: list[int], expected: str) -> None:
    """CSL 1.0.2, "Date-part": each part in its forms; "AD" for years of less than four digits."""
    text = cite(PARTS.format("", part, attributes), {"issued": {"date-parts": [parts]}})
    assert text.replace(" ", "") == expected


def test_a_style_may_change_parts_of_a_localized_date() -> None:
    """The attributes of a style's own cs:date-part go over those of the locale's."""
    layout = (
        '<date variable="issued" form="text" date-parts="year-month">'
        '<date-part name="month" form="short" font-style="italic"/></date>'
    )
    item = {"issued": {"date-parts": [[1961, 9, 3]]}}
    assert cite(layout, item) == "<i>Sept.</i> 1961"


@pytest.mark.parametrize(
    ("shown", "parts", "expected"),
    [
        ("year", [[1961, 5, 1], [1961, 6, 2]], "1961"),
        ("year-month", [[1961, 5, 1], [1961, 5, 2]], "May 1961"),
        ("year-month", [[1961, 5, 1], [1962, 5, 2]], "May 1961–May 1962"),
        ("year-month-day", [[1961, 5, 1], [1961, 5, 2]], "May 1–2, 1961"),
        ("year-month-day", [[1961], [1962]], "1961–1962"),
    ],
)
def test_ranges_of_the_parts_that_are_shown(
    shown: str, parts: list[list[int]], expected: str
) -> None:
    """CSL 1.0.2, "Date Ranges": ends that differ only in parts that are not shown are one date."""
    layout = f'<date variable="issued" form="text" date-parts="{shown}"/>'
    assert cite(layout, {"issued": {"date-parts": parts}}) == expected


def test_a_form_that_the_locale_lacks_prints_nothing() -> None:
    """A localized date of an unknown form has no parts, and a group around it vanishes."""
    layout = '<group prefix="("><date variable="issued" form="odd"/></group><text value="."/>'
    assert cite(layout, {"issued": {"date-parts": [[1961]]}}) == "."


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[1961..1965]", [[1961], [1965]]),
        ("{1961,1963, 1965}", [[1961], [1965]]),
        ("{1961}", [[1961]]),
        ("[1961..]", [[1961], []]),
    ],
)
def test_sets_are_the_span_of_their_members(text: str, parts: list[list[int]]) -> None:
    """EDTF level 2 sets are printed from their first to their last member."""
    assert parse_edtf(text).parts == parts


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("2000-02-29", True),
        ("1900-02-29", False),
        ("2004-02-29", True),
        ("0000-02-29", True),
        ("2001-04-31", False),
        ("2001-00", False),
        ("2001-01-00", False),
    ],
)
def test_days_that_exist(text: str, valid: bool) -> None:
    """A day must be in its month: leap years are those of the Gregorian calendar."""
    if valid:
        assert parse_edtf(text).parts[0][1:] == [int(text[5:7]), int(text[8:])]
    else:
        with pytest.raises(EdtfError):
            parse_edtf(text)


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


@pytest.mark.parametrize("month", [-1, -3, -12])
def test_no_month_is_no_season(month: int) -> None:
    """A month before January is no month, and nothing is made up of what it might mean."""
    layout = '<date variable="issued" form="text"/>'
    assert cite(layout, {"issued": {"date-parts": [[1961, month]]}}) == "1961"


def test_years_with_a_low_line_are_a_range() -> None:
    """Catalogues and file names write "1996_2004"."""
    layout = '<date variable="issued" form="text"/>'
    assert cite(layout, {"issued": {"raw": "1996_2004"}}) == "1996–2004"


@pytest.mark.parametrize(
    ("locale", "parts", "expected"),
    [
        ("ru-RU", [[1961, 5, 14]], "14 мая 1961"),
        ("ru-RU", [[1961, 5]], "май 1961"),
        ("ru-RU", [[1961, 5, 14], [1961, 5, 16]], "14–16 мая 1961"),
        ("ru-RU", [[1961, 5, 14], [1961, 6, 2]], "14 мая–2 июня 1961"),
        ("ru-RU", [[1961, 5], [1961, 6]], "май–июнь 1961"),
        ("zh-CN", [[1961, 5, 14], [1961, 5, 16]], "1961年5月14–16日"),
        ("zh-CN", [[1961, 5, 14], [1961, 6, 2]], "1961年5月14日–6月2日"),
        ("zh-CN", [[1961, 5], [1962, 7]], "1961年5月–1962年7月"),
        ("zh-CN", [[1961], [1963]], "1961–1963年"),
        ("ko-KR", [[1961, 5, 14], [1961, 6, 2]], "1961년 5월 14일–6월 2일"),
        ("ko-KR", [[1961, 5], [1962, 7]], "1961년 5월–1962년 7월"),
        ("es-ES", [[1961, 5, 14], [1961, 6, 2]], "14 de mayo–2 de junio de 1961"),
    ],
)
def test_dates_and_ranges_read_right_in_their_language(
    locale: str, parts: list[list[int]], expected: str
) -> None:
    """A month with a day is in the genitive in Russian; the signs for units stay with numbers."""
    item = {"id": "a", "type": "document", "title": "T", "issued": {"date-parts": parts}}
    note = Style.load("chicago-notes", locale=locale).citations([[{"id": "a"}]], {"a": item})[0]
    assert f" {expected}." in note.text


@pytest.mark.parametrize("words", ["c. 1850", "undated", "late May"])
def test_a_date_in_words_is_printed_once(words: str) -> None:
    """Also by a style that prints the year first and the day later."""
    item: dict[str, Any] = {"id": "a", "type": "document", "title": "T"}
    item["author"] = [{"family": "Doe"}]
    item["issued"] = {"literal": words}
    entry = Style.load("chicago-author-date").bibliography({"a": item})[0]
    assert entry.text.lower().count(words.lower()) == 1


_DAY = '<date variable="issued"><date-part name="day" suffix=" "/><date-part name="month"/></date>'
_YEAR = '<date variable="issued"><date-part name="year"/></date>'


@pytest.mark.parametrize(
    ("layout", "day_first", "words"),
    [
        (f'<group delimiter=" ">{_DAY}{_YEAR}</group>', "9 May 1961", "undated"),
        (
            f'<group><choose><if type="book">{_DAY}</if></choose>{_YEAR}</group>',
            "9 May1961",
            "n.d.",
        ),
        # What may print no year keeps the words.
        (f'<choose><if type="book">{_DAY}</if><else>{_YEAR}</else></choose>', "9 May", "undated"),
        (f'{_DAY}<choose><if type="map">{_YEAR}</if></choose>', "9 May", "undated"),
    ],
)
def test_a_date_in_words_waits_for_its_year(layout: str, day_first: str, words: str) -> None:
    """By a style that prints the day first and the year later it is printed once, never lost."""
    assert cite(layout, {"issued": {"date-parts": [[1961, 5, 9]]}}) == day_first
    assert cite(layout, {"issued": {"literal": words}}) == words


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ('name="year" prefix="(" suffix=")"', "(Michaelmas 1788)"),
        ('name="year" font-weight="bold"', "<b>Michaelmas 1788</b>"),
        ('name="day" suffix="."', "Michaelmas 1788"),
    ],
)
def test_a_date_in_words_stands_in_the_place_of_the_year(part: str, expected: str) -> None:
    """What a style puts around the year stands around words that say when, too."""
    layout = f'<date variable="issued"><date-part {part}/></date>'
    assert cite(layout, {"issued": {"literal": "Michaelmas 1788"}}) == expected
