"""Extended Date/Time Format (ISO 8601-2), levels 0 and 1, read into CSL's date parts."""

from __future__ import annotations

import re
from typing import NamedTuple

_DATE = re.compile(
    r"(?P<year>-?\d{4}|Y-?\d{5,18}|Y-?\d{1,18}E\d{1,2}|-?\d{3}X|-?\d{2}XX|-?\dXXX|-?XXXX)"
    r"(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?"
    r"(?:T(?P<time>[\d:]+(?:\.\d+)?(?:Z|[+-]\d\d(?::?\d\d)?)?))?"
    r"(?P<qualifier>[?~%]{1,2})?"
)
_SEASONS = range(21, 25)


class Edtf(NamedTuple):
    """A date or interval: ``parts`` hold year, month and day of each end.

    An end that is open or unknown is an empty list. ``circa`` is set where either end is
    approximate (``~``, ``%``), ``uncertain`` where it is uncertain (``?``, ``%``); ``season`` is
    1–4 (spring … winter). An unspecified month or day is left out.
    """

    parts: list[list[int]]
    circa: bool
    season: int
    uncertain: bool = False


class EdtfError(ValueError):
    """The text is not a date of EDTF level 0 or 1."""


def parse_edtf(text: str) -> Edtf:
    """Read an EDTF date or interval, in the spelling of the draft of 2012 too.

    Raises EdtfError where the text is not EDTF of level 0 or 1.
    """
    text = _current(text.strip())
    bracketed = re.fullmatch(r"([\[{])(.+)[\]}]", text)
    if bracketed:
        # One of a set, written as an interval of what it spans: [..1961] or [1961..1965].
        text = bracketed.group(2)
        if ".." in text:
            first, _, last = text.partition("..")
            text = f"{first or '..'}/{last or '..'}"
        elif "," in text:
            members = text.split(",")
            text = f"{members[0].strip()}/{members[-1].strip()}"
        elif bracketed.group(1) == "[":
            # No set: an editor's brackets, which say that the document itself has no date.
            raise EdtfError(f"[{text}] is a date in an editor's brackets")
    text = re.sub(r"^(-?\d{0,3}X{1,4})-(?:\d\d|XX)(?:-(?:\d\d|XX))?([?~%]?)$", r"\1\2", text)
    if re.fullmatch(r"-?\d{0,3}X{1,4}[?~%]?", text):
        # A year with unspecified digits is the span of all that it can be: 201X, 19XX. A month and
        # a day of no known year (156X-12-25) say nothing of when in that span.
        ends = [text.replace("X", "0"), text.replace("X", "9")]
        text = "/".join(reversed(ends) if text.startswith("-") else ends)
    ends = text.split("/")
    if len(ends) > 2:
        raise EdtfError(f"{text!r} has more than two ends")
    parts: list[list[int]] = []
    qualifiers = ""
    season = 0
    for end in ends:
        if len(ends) == 2 and end in ("", ".."):
            parts.append([])
            continue
        date, qualifier, end_season = _parse_date(end)
        parts.append(date)
        qualifiers += qualifier
        season = season or end_season
    return Edtf(
        parts,
        "~" in qualifiers or "%" in qualifiers,
        season,
        "?" in qualifiers or "%" in qualifiers,
    )


def _current(text: str) -> str:
    """Return a date of the draft of 2012 ("19uu", "unknown/2006", "y170000002") as of today."""
    text = re.sub(r"\bunknown\b", "", text)
    text = re.sub(r"\bopen\b", "..", text)
    text = re.sub(r"\by(?=-?\d)", "Y", text)
    return re.sub(r"(?<=[\du-])u", "X", text)


def _parse_date(text: str) -> tuple[list[int], str, int]:
    """Return the parts of a date, its qualifiers and its season."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise EdtfError(f"{text!r} is not a date of EDTF level 0 or 1")
    year_text = match["year"].removeprefix("Y")
    digits, _, exponent = year_text.replace("X", "0").partition("E")
    year = int(digits) * 10 ** int(exponent or 0)
    # EDTF counts a year 0; CSL's year -1 is 1 BC.
    if year <= 0 and "X" not in year_text:
        year -= 1
    parts = [year]
    season = 0
    if match["month"] and match["month"] != "XX":
        month = int(match["month"])
        if month in _SEASONS:
            season = month - 20
        elif 1 <= month <= 12:
            parts.append(month)
            if match["day"] and match["day"] != "XX":
                day = int(match["day"])
                if not 1 <= day <= _days(year, month):
                    raise EdtfError(f"{text!r}: there is no such day")
                parts.append(day)
        else:
            raise EdtfError(f"{text!r}: there is no month {month}")
    return parts, match["qualifier"] or "", season


def _days(year: int, month: int) -> int:
    if month == 2:
        year = year if year > 0 else year + 1
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
