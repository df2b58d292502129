"""Dates of TEI elements, in their attributes or in words (TEI P5, att.datable)."""

from __future__ import annotations

import re
from datetime import date
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.errors import InvalidValue
from provrepo.formats.tei.tree import words
from provrepo.store import rules

_DAY = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*|Z|[+-]\d\d:\d\d)?", re.ASCII)


def instant_or_day(change: Element) -> str | None:
    """Return when a change was made, as EDTF level 0, whose order is that of the characters."""
    written = change.get("when") or change.get("when-iso") or change.get("to") or ""
    written = written or next((date.get("when") or words(date) for date in change.iter("date")), "")
    match = _DAY.fullmatch(written.strip())
    if match is None:
        return None
    try:
        return rules.created("-".join(part for part in match.group(1, 2, 3) if part))
    except InvalidValue:
        return None


def dated(element: Element) -> str | None:
    """Return the date of an element as `provrepo.metadata.assign` reads it, else its words.

    A range is ``1961/1962``. A date of low certainty ends with ``~``.
    """
    single = _day(element.get("when") or element.get("when-iso") or element.get("when-custom"))
    first = _day(element.get("from") or element.get("from-iso"))
    last = _day(element.get("to") or element.get("to-iso"))
    first = first or _day(element.get("notBefore") or element.get("notBefore-custom"))
    last = last or _day(element.get("notAfter") or element.get("notAfter-custom"))
    if single is None:
        if first and last and first != last:
            return f"{first}/{last}"
        single = first or last
    if single is None:
        written = words(element)
        return _day(written) or written or None
    unsure = element.get("cert") in ("low", "medium") or element.get("precision") == "low"
    return f"{single}~" if unsure else single


def _day(written: str | None) -> str | None:
    """Return a date without its time; None for what is no date, in any year: 4 is a leap year."""
    match = _DAY.fullmatch((written or "").strip())
    if match is None:
        return None
    _, month, day = match.groups()
    try:
        date(4, int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part for part in match.groups() if part)
