"""Date variables of an item: from the CSL-JSON value to years, months and days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provrepo.cite.csl.numbers import whole_number
from provrepo.errors import ItemError

_SORT_EPOCH = 10_000_000_000
"""How many years before the common era sort keys begin to count: more than the earth's age."""

_SIGNS_OF_EDTF = frozenset("~?%X")
"""What only EDTF has, where a program kept a date as it was typed."""


class DateValue:
    """A date or a range: ``start`` and ``end`` hold year, month, day; 0 is an absent part.

    ``literal`` is a text that stands for the date; ``open_end`` marks a range without an end;
    ``season_name`` is a season of its own name ("Trinity", "Michaelmas"). ``circa`` says that it is
    approximate, ``uncertain`` that it may be another.
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
        "uncertain",
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
        self.uncertain = False

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
        # The schema of CSL-JSON prefers "an EDTF string" to its object of date-parts.
        _read_edtf(str(value), date)
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
        # What date-parts cannot say stands beside them.
        date.uncertain = str(value.get("edtf") or "").rstrip("~").endswith(("?", "%"))
    elif value.get("edtf"):
        _read_edtf(str(value["edtf"]), date)
    elif value.get("raw"):
        text = str(value["raw"])
        (_read_edtf if _SIGNS_OF_EDTF.intersection(text) else _read_raw)(text, date)
    elif "year" in value:
        names = ("year", "month", "day")
        _read_parts([[value[name] for name in names if name in value]], date, item, field)
    if value.get("literal") and date.start == (0, 0, 0):
        date.literal = str(value["literal"])
    return date


def _season(text: str, date: DateValue) -> int:
    """Return the number of a season, 1–4; a season with a name of its own goes into ``date``."""
    if (number := whole_number(text, -1)) >= 0:
        return number if number <= 4 else (number - 21) % 4 + 1
    from provrepo.written_dates import SEASONS

    name = text.strip().lower()
    if name in SEASONS:
        return SEASONS[name]
    if any(letter.isalpha() for letter in text):
        date.season_name = text.strip()
    return 0


def _read_parts(parts: Any, date: DateValue, item: str, field: str) -> None:  # noqa: ANN401 - JSON
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
            # 13–16 and 21–24 stand for the seasons; no other number stands for anything.
            season = month - 12 if 12 < month <= 16 else (month - 21) % 4 + 1
            seasons.append(season if month > 12 else 0)
            month = day = 0
        else:
            seasons.append(0)
        ends.append((year, month, day))
    date.start = ends[0]
    date.season = seasons[0] or date.season
    if len(ends) > 1:
        if ends[1] == (0, 0, 0):
            date.open_end = True
        elif (ends[1], seasons[1]) != (ends[0], seasons[0]):
            date.end = ends[1]
            date.end_season = seasons[1]


def _number(value: Any, item: str, field: str) -> int:  # noqa: ANN401 - JSON
    if value is None or value == "":
        return 0
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        raise ItemError(f"{value!r} in date-parts is no number", item=item, field=field) from None


def _read_edtf(text: str, date: DateValue) -> None:
    from provrepo.edtf import EdtfError, parse_edtf

    try:
        parsed = parse_edtf(text)
    except EdtfError:
        _read_raw(text, date)
        return
    date.circa = date.circa or parsed.circa
    date.uncertain = parsed.uncertain
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
    # Loaded where it is needed: its patterns are slow to compile, and most dates have parts.
    from provrepo.written_dates import read_written_date

    written = read_written_date(text)
    if written.start is None:
        # In words, "ca." and "?" stand in them already.
        date.literal = text.strip()
        return
    date.circa = date.circa or written.circa
    date.uncertain = written.uncertain
    date.start, date.season = written.start[:3], written.start.season
    date.open_end = written.open_end
    if written.end is not None:
        date.end, date.end_season = written.end[:3], written.end.season


def sort_text(date: DateValue, names: list[str]) -> str:
    """Return a text that sorts as the date: digits of one length for year, month and day.

    ``names`` are the date parts that the style prints (empty: all); only these count. A date
    without a month comes before one with it, a single date before a range that begins with it.
    """

    def digits(parts: tuple[int, int, int]) -> str:
        year, month, day = parts
        if not year:
            return ""
        # Counted from so far back every year is a positive number, and years before the common era
        # sort as they followed one another: 100 BC before 50 BC.
        since = max(year + _SORT_EPOCH, 0)
        month = month if "month" in names or not names else 0
        day = day if "day" in names or not names else 0
        return f"{since:0{len(str(_SORT_EPOCH))}d}{month:02d}{day:02d}"

    if date.literal:
        return date.literal
    text = digits(date.start)
    if date.end is not None:
        text += "/" + digits(date.end)
    return text
