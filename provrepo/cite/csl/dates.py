"""Date variables of an item: from the CSL-JSON value to years, months and days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from provrepo.errors import ItemError

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janvier januar enero gennaio janeiro",
            "feb february février fevrier februar febrero febbraio fevereiro",
            "mar march mars märz marzo março",
            "apr april avril abril aprile",
            "may mai mayo maggio maio",
            "jun june juin juni junio giugno junho",
            "jul july juillet juli julio luglio julho",
            "aug august août aout agosto",
            "sep sept september septembre septiembre settembre setembro",
            "oct october octobre oktober octubre ottobre outubro",
            "nov november novembre noviembre novembro",
            "dec december décembre decembre dezember diciembre dicembre dezembro",
        ),
        1,
    )
    for name in names.split()
}
_WEEKDAYS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
)
_RANGE = re.compile(
    r"\s*(?:--|/|–|\s-\s|\sto\s|(?<=\d{4})-(?=[^\W\d_]|\d{4}|$)|(?<=[a-z])-(?=[A-Za-z])"
    r"|(?<=[a-z] \d)-(?=\d|[a-z])|(?<=[a-z] \d\d)-(?=\d|[a-z])|(?<=^\d)-(?=\d+ [^\W\d_])"
    r"|(?<=^\d\d)-(?=\d+ [^\W\d_]))\s*",
    re.IGNORECASE,
)
"""What divides the ends of a range, where it cannot be part of a date."""
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
"""Japanese eras and the year before the first of each."""
_SEASON_NAMES = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}


class DateValue:
    """A date or a range: ``start`` and ``end`` hold year, month, day; 0 is an absent part.

    ``literal`` is a text that stands for the date; ``open_end`` marks a range without an end;
    ``season_name`` is a season of its own name ("Trinity", "Michaelmas").
    """

    __slots__ = (
        "circa",
        "end",
        "end_season",
        "literal",
        "open_end",
        "season",
        "season_name",
        "start",
    )

    def __init__(self) -> None:
        self.start: tuple[int, int, int] = (0, 0, 0)
        self.end: tuple[int, int, int] | None = None
        self.open_end = False
        self.literal = ""
        self.season = 0
        self.season_name = ""
        self.end_season = 0
        self.circa = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to print."""
        return (
            not self.literal
            and not self.start[0]
            and not self.season
            and not self.season_name
            and self.end is None
        )


def parse_date(value: Any, *, item: str, field: str) -> DateValue:  # noqa: ANN401 - JSON
    """Read a date variable: ``date-parts``, ``edtf``, ``raw``, ``literal``, or a plain text.

    Raises ItemError where the value has none of the shapes that CSL-JSON allows.
    """
    date = DateValue()
    if isinstance(value, (str, int)):
        _read_raw(str(value), date)
        return date
    if isinstance(value, list):
        value = {"date-parts": value}
    if not isinstance(value, Mapping):
        raise ItemError(f"is not a date: {value!r}", item=item, field=field)
    date.circa = value.get("circa") not in (None, False, 0, "", "0", "false")
    if value.get("season") not in (None, "", 0):
        date.season = _season(str(value["season"]), date)
    parts = value.get("date-parts")
    if parts:
        _read_parts(parts, date, item, field)
    elif value.get("edtf"):
        _read_edtf(str(value["edtf"]), date)
    elif value.get("raw"):
        _read_raw(str(value["raw"]), date)
    elif "year" in value:
        names = ("year", "month", "day")
        _read_parts([[value[name] for name in names if name in value]], date, item, field)
    if value.get("literal") and date.start == (0, 0, 0):
        date.literal = str(value["literal"])
    return date


def _season(text: str, date: DateValue) -> int:
    if text.isdigit():
        number = int(text)
        return number if number <= 4 else (number - 21) % 4 + 1
    name = text.strip().lower()
    if name in _SEASON_NAMES:
        return _SEASON_NAMES[name]
    if any(letter.isalpha() for letter in text):
        date.season_name = text.strip()
    return 0


def _read_parts(parts: Any, date: DateValue, item: str, field: str) -> None:  # noqa: ANN401
    if not isinstance(parts, list):
        raise ItemError("date-parts is not a list", item=item, field=field)
    if parts and not isinstance(parts[0], list):
        parts = [parts]
    ends: list[tuple[int, int, int]] = []
    seasons: list[int] = []
    for part in parts[:2]:
        numbers = [_number(value, item, field) for value in (part or [])[:3]]
        numbers += [0] * (3 - len(numbers))
        year, month, day = numbers
        if month > 12 or month < 0:
            # 13–16 and 21–24 stand for the seasons.
            season = month - 12 if 12 < month <= 16 else (month - 21) % 4 + 1
            seasons.append(season if month > 0 else -month)
            month = day = 0
        else:
            seasons.append(0)
        ends.append((year, month, day))
    if not ends:
        return
    date.start = ends[0]
    date.season = seasons[0] or date.season
    if len(ends) > 1:
        if ends[1] == (0, 0, 0):
            date.open_end = True
        elif (ends[1], seasons[1]) != (ends[0], seasons[0]):
            date.end = ends[1]
            date.end_season = seasons[1]


def _number(value: Any, item: str, field: str) -> int:  # noqa: ANN401
    if value is None or value == "":
        return 0
    try:
        return int(value)
    except (TypeError, ValueError):
        raise ItemError(f"{value!r} in date-parts is no number", item=item, field=field) from None


def _read_edtf(text: str, date: DateValue) -> None:
    from provrepo.edtf import EdtfError, parse_edtf

    try:
        parsed = parse_edtf(text)
    except EdtfError:
        _read_raw(text, date)
        return
    date.circa = date.circa or parsed.circa
    date.season = date.season or parsed.season
    ends = [_three(part) for part in parsed.parts]
    date.start = ends[0]
    if len(ends) > 1:
        if parsed.parts[1]:
            date.end = ends[1]
        else:
            date.open_end = True


def _three(parts: list[int]) -> tuple[int, int, int]:
    year, month, day = [*parts, 0, 0, 0][:3]
    return year, month, day


def _read_raw(text: str, date: DateValue) -> None:
    """Read a date as people write it; what cannot be read stays a literal."""
    text = text.strip()
    if re.search(r"[~?]$|^[~?]|^(?:circa|ca?\.?)\s", text, re.IGNORECASE):
        date.circa = True
    bare = re.sub(r"^(?:circa\s+|ca?\.?\s+|[~?])|[~?]$", "", text, flags=re.IGNORECASE).strip()
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}|\d{4}/\d{1,2}/\d{1,2}", bare):
        ends = [bare]
    elif re.fullmatch(r"\d{4}[/–-]\d{1,2}", bare):
        ends = _year_and_month_or_year(bare[:4], bare[5:])
    elif re.fullmatch(r"(?:0?[1-9]|1[0-2])/\d{4}", bare):
        month, _, year = bare.partition("/")
        ends = [f"{year}-{month}"]
    else:
        ends = _RANGE.split(bare)
    if len(ends) == 2 and not ends[1]:
        read, date.open_end = [_read_raw_date(ends[0])], True
    else:
        read = [_read_raw_date(end) for end in ends]
    last = read[-1]
    if len(read) > 2 or last is None or not last[0] or None in read:
        date.literal, date.open_end = text, False
        return
    first = read[0] or last
    # "May–June 1994", "January 1–5, 2000": the first end shares what it lacks.
    if not first[0]:
        first = (last[0], first[1] or (0 if first[3] else last[1]), first[2], first[3])
    if len(read) == 2 and not last[1] and not last[3] and first[1] and last[2]:
        last = (last[0], first[1], last[2], 0)
    date.start, date.season = first[:3], first[3]
    if len(read) == 2:
        date.end, date.end_season = last[:3], last[3]


def _year_and_month_or_year(year: str, digits: str) -> list[str]:
    """Return the ends of "1995/05" (a month) or "1995/96" (two years)."""
    if int(digits) > 12 and len(digits) == 2 and digits > year[2:]:
        return [year, year[:2] + digits]
    return [f"{year}-{digits}"]


def _read_raw_date(text: str) -> tuple[int, int, int, int] | None:
    """Return year, month, day and season of a date as people write it; None for anything else."""
    match = re.fullmatch(r"(-?\d{3,4})(?:-(\d{1,2})(?:-(\d{1,2})(?:T.*)?)?)?", text)
    if match:
        year, month, day = (int(group or 0) for group in match.groups())
        return (year, month, day, 0) if month <= 12 and day <= 31 else None
    match = re.fullmatch(r"-\d{1,4}", text)
    if match:
        return int(text), 0, 0, 0
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text)
    if match and int(match[2]) <= 12 and int(match[3]) <= 31:
        return int(match[1]), int(match[2]), int(match[3]), 0
    match = re.fullmatch(r"(\D\D)?(\d+|元)[年년]\s*(?:(\d+)[月월]\s*(?:(\d+)[日일])?)?", text)
    if match and (match[1] is None or match[1] in _ERAS):
        year = int(match[2].replace("元", "1")) + _ERAS.get(match[1] or "", 0)
        return year, int(match[3] or 0), int(match[4] or 0), 0
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    if match:
        month, day, year = (int(group) for group in match.groups())
        return (year, day, month, 0) if month > 12 else (year, month, day, 0)
    match = re.fullmatch(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", text)
    if match:
        year, month, day = (int(group) for group in match.groups())
        return year, month, day, 0
    match = re.fullmatch(r"(?:(\d{1,2})\.)?(\d{1,2})\.(\d{4})", text)
    if match:
        day, month, year = (int(group or 0) for group in match.groups())
        return year, month, day, 0
    return _read_words(text)


def _read_words(text: str) -> tuple[int, int, int, int] | None:
    """Return the date in a text of words and numbers; the year may be absent (0)."""
    date = {"year": 0, "month": 0, "day": 0, "season": 0}
    era = 0
    text = re.sub(r"(?<=\d)(?=b\.?c)", " ", text.strip().rstrip(".,").lower())
    for word in re.split(r"[\s,]+", text):
        bare = word.strip(".").replace("b.c", "bc").replace("a.d", "ad")
        number = re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th|er)?", bare)
        if number:
            part = "year" if len(number[1]) >= 3 else "day"
            if date[part]:
                return None
            date[part] = int(number[1])
        elif bare in _MONTHS and not date["month"]:
            date["month"] = _MONTHS[bare]
        elif bare in _SEASON_NAMES:
            date["season"] = _SEASON_NAMES[bare]
        elif bare in ("bc", "bce", "ad", "ce"):
            era = -1 if bare.startswith("b") else 1
        elif bare not in _WEEKDAYS and bare not in ("de", "of", "the"):
            return None
    if era:
        if not date["year"]:
            # "44 BC": a number of one or two digits is the year after all.
            date["year"], date["day"] = date["day"], 0
        date["year"] *= era
    return date["year"], date["month"], date["day"], date["season"]
