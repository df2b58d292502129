"""Dates as people write them: "5 May 1961", "May–June 1994", "c. 1850", "3 мая 1961 г.".

Catalogues and reference managers are full of them. What reads in one way only is read; anything
else ("the year of the rat", or "5/3/1961", a day of March or of May) is left to be printed as it
stands.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janvier januar enero gennaio janeiro jänner январь января",
            "feb february février fevrier februar febrero febbraio fevereiro февраль февраля",
            "mar march mars märz marzo março март марта",
            "apr april avril abril aprile апрель апреля",
            "may mai mayo maggio maio май мая",
            "jun june juin juni junio giugno junho июнь июня",
            "jul july juillet juli julio luglio julho июль июля",
            "aug august août aout agosto август августа",
            "sep sept september septembre septiembre settembre setembro сентябрь сентября",
            "oct october octobre oktober octubre ottobre outubro okt октябрь октября",
            "nov november novembre noviembre novembro ноябрь ноября",
            "dec december décembre decembre dezember diciembre dicembre dezembro dez "
            "декабрь декабря",
        ),
        1,
    )
    for name in names.split()
}
_PASSED_OVER = frozenset(
    "de of the le den г год года monday tuesday wednesday thursday friday saturday sunday".split()
)
"""Words that say nothing more of a date."""
_CIRCA = re.compile(
    r"(?:circa|about|vers|um|около|ок\.|ca?\.?)(?:\s+|(?<=[c.])(?=\d))", re.IGNORECASE
)
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_RANGE = re.compile(
    r"\s*(?:--|/|–|(?<=\d{4})_(?=\d{4})|\s-\s|\sto\s|(?<=\d{4})-(?=[^\W\d_]|\d{4}|$)|(?<=[a-z])-(?=[A-Za-z])"
    r"|(?<=[a-z] \d)-(?=\d|[a-z])|(?<=[a-z] \d\d)-(?=\d|[a-z])|(?<=^\d)-(?=\d+ [^\W\d_])"
    r"|(?<=^\d\d)-(?=\d+ [^\W\d_]))\s*",
    re.IGNORECASE,
)
"""What divides the ends of a range, where it cannot be part of a date."""
_ERAS = {
    **{"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018},
    **{"民國": 1911, "民国": 1911},
}
"""Japanese eras and the Chinese Republic, and the year before the first of each."""
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
SEASONS = {
    name: number
    for number, names in enumerate(
        (
            "spring printemps frühjahr frühling primavera весна",
            "summer été sommer estate verano verão лето",
            "autumn fall automne herbst autunno otoño outono осень",
            "winter hiver inverno invierno зима",
        ),
        1,
    )
    for name in names.split()
}


class End(NamedTuple):
    """One end of a date; 0 is an absent part, ``season`` is 1–4 (spring … winter)."""

    year: int
    month: int
    day: int
    season: int


class WrittenDate(NamedTuple):
    """What a text says of a date: ``start`` is None where it cannot be read as one."""

    start: End | None
    end: End | None
    open_end: bool
    circa: bool
    uncertain: bool


def read_written_date(text: str) -> WrittenDate:
    """Read a date or a range of dates as people write them."""
    text = text.strip()
    approximately = _CIRCA.match(text)
    circa = approximately is not None or re.search(r"[~%]$|^[~%]", text) is not None
    uncertain = text.startswith(("?", "%")) or text.endswith(("?", "%"))
    bare = text[approximately.end() :] if approximately else text
    bare = re.sub(r"^[~?%]|[~?%]$", "", bare).strip()
    ends = _split(_in_digits(re.sub(r"(?<=\d) ?(?:гг?\.|г|года)$", "", bare)))
    open_end = len(ends) == 2 and not ends[1]
    if open_end:
        ends.pop()
    read = [_possible(_read_end(end)) for end in ends]
    last = read[-1]
    if len(read) > 2 or last is None or not last.year or None in read:
        return WrittenDate(None, None, open_end=False, circa=circa, uncertain=uncertain)
    first = read[0] or last
    # "May–June 1994", "January 1–5, 2000": the first end shares what it lacks.
    if not first.year:
        month = first.month or (0 if first.season else last.month)
        first = End(last.year, month, first.day, first.season)
    if len(read) == 1:
        return WrittenDate(first, None, open_end, circa, uncertain)
    if not last.month and not last.season and first.month and last.day:
        last = End(last.year, first.month, last.day, 0)
    return WrittenDate(first, last, open_end, circa, uncertain)


def date_in_words(text: str) -> dict[str, Any] | None:
    """Return the CSL-JSON date that a text names with its month, or as approximate; else None.

    ``5 May 1961``, ``昭和36年5月``, ``c. 1850``. What is uncertain, open or a season is no such
    date, nor is a text without a letter: a number may be anything.
    """
    if not any(letter.isalpha() for letter in text):
        return None
    read = read_written_date(text)
    ends = [end for end in (read.start, read.end) if end is not None]
    if not ends or read.open_end or read.uncertain or any(end.season for end in ends):
        return None
    parts = [[part for part in (end.year, end.month, end.day) if part] for end in ends]
    return {"date-parts": parts} | ({"circa": True} if read.circa else {})


def _possible(end: End | None) -> End | None:
    """Return an end if its month and day exist: "1961-13-05" is some other number."""
    if end is None or end.month > 12:
        return None
    return end if end.day <= (_LONGEST_MONTHS[end.month - 1] if end.month else 31) else None


def _in_digits(text: str) -> str:
    """Return a Chinese date with its numbers in digits: 一九六一年五月十三日."""
    if "年" not in text or re.search("[一二三四五六七八九]", text) is None:
        return text
    text = re.sub("(?<![一二三四五六七八九])十", "一十", text)
    text = re.sub("十(?=[一二三四五六七八九])", "", text).replace("十", "〇")
    return text.translate(_HAN_DIGITS)


def _split(text: str) -> list[str]:
    """Return the ends of a range; one where a text is a single date."""
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}|\d{4}/\d{1,2}/\d{1,2}", text):
        return [text]
    if re.fullmatch(r"\d{4}[/–-]\d{1,2}", text):
        return _year_and_month_or_year(text[:4], text[5:])
    if re.fullmatch(r"(?:0?[1-9]|1[0-2])/\d{4}", text):
        month, _, year = text.partition("/")
        return [f"{year}-{month}"]
    return _RANGE.split(text)


def _year_and_month_or_year(year: str, digits: str) -> list[str]:
    """Return the ends of "1995/05" (a month) or "1995/96" (two years)."""
    if int(digits) > 12 and len(digits) == 2 and digits > year[2:]:
        return [year, year[:2] + digits]
    return [f"{year}-{digits}"]


def _read_end(text: str) -> End | None:
    """Return year, month, day and season of a date as people write it; None for anything else."""
    match = re.fullmatch(r"(-?\d{3,4})(?:-(\d{1,2})(?:-(\d{1,2})(?:T.*)?)?)?", text)
    if match:
        year, month, day = (int(group or 0) for group in match.groups())
        return End(year, month, day, 0)
    match = re.fullmatch(r"-\d{1,4}", text)
    if match:
        return End(int(text), 0, 0, 0)
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text)
    if match:
        return End(int(match[1]), int(match[2]), int(match[3]), 0)
    match = re.fullmatch(
        r"(\D\D)?(\d{1,4}|元)[年년]\s*(?:(\d{1,2})[月월]\s*(?:(\d{1,2})[日일])?)?", text
    )
    if match and (match[1] is None or match[1] in _ERAS):
        year = int(match[2].replace("元", "1")) + _ERAS.get(match[1] or "", 0)
        return End(year, int(match[3] or 0), int(match[4] or 0), 0)
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    if match:
        month, day, year = (int(group) for group in match.groups())
        if month > 12:
            return End(year, day, month, 0)
        # 5/3/1961 is May in America and March in Europe.
        return End(year, month, day, 0) if day > 12 or day == month else None
    match = re.fullmatch(r"(\d{4})(?:/|\. ?)(\d{1,2})(?:/|\. ?)(\d{1,2})\.?", text)
    if match:
        year, month, day = (int(group) for group in match.groups())
        return End(year, month, day, 0)
    match = re.fullmatch(r"(?:(\d{1,2})\. ?)?(\d{1,2})\. ?(\d{4})", text)
    if match:
        day, month, year = (int(group or 0) for group in match.groups())
        return End(year, month, day, 0)
    return _read_words(text)


def _read_words(text: str) -> End | None:
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
        elif bare in SEASONS:
            date["season"] = SEASONS[bare]
        elif bare in ("bc", "bce", "ad", "ce"):
            era = -1 if bare.startswith("b") else 1
        elif bare not in _PASSED_OVER:
            return None
    if era:
        if not date["year"]:
            # "44 BC": a number of one or two digits is the year after all.
            date["year"], date["day"] = date["day"], 0
        date["year"] *= era
    return End(**date)
