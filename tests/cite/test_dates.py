"""Dates: EDTF, what people write, and how a style prints them."""

from __future__ import annotations

from typing import Any

import pytest

from provrepo.cite import ItemError, Style, render
from provrepo.cite.csl.dates import parse_date
from provrepo.edtf import EdtfError, parse_edtf

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
        ("1984?", [[1984]], True, 0),
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
        ("2004-06-11?", [[2004, 6, 11]], True, 0),
        ("2004-06?", [[2004, 6]], True, 0),
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
        ("1984-06?/2004-08?", [[1984, 6], [2004, 8]], True, 0),
        ("1984-06-02?/2004-08-08~", [[1984, 6, 2], [2004, 8, 8]], True, 0),
        ("1984-06-02?/", [[1984, 6, 2], []], True, 0),
        ("Y170000002", [[170000002]], False, 0),
        ("Y-170000002", [[-170000003]], False, 0),
        ("2003-22", [[2003]], False, 2),
        ("2000-23", [[2000]], False, 3),
    ],
)
def test_edtf(text: str, parts: list[list[int]], circa: bool, season: int) -> None:
    """EDTF levels 0 and 1, the draft of 2012 included; year 0 is 1 BC."""
    assert parse_edtf(text) == (parts, circa, season)


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
        ({"edtf": "1961?"}, "circa 1961"),
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
    ],
)
def test_dates_as_people_write_them(raw: str, expected: str) -> None:
    """A date in words or in the order of a country is read."""
    assert printed({"raw": raw}) == expected
