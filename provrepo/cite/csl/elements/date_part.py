"""cs:date-part (CSL 1.0.2, "Date-part"): one part of a date, its form, and what it prints."""

from __future__ import annotations

from copy import copy

from provrepo.cite.csl.context import Context
from provrepo.cite.csl.numbers import ordinal
from provrepo.cite.csl.tree import Mark

SHORT_RANGE = "provrepo:short-range"
"""An attribute of our own: 1955–60, two digits behind the dash for a year of one century."""


class DatePart:
    """A cs:date-part: which part, in which form, and what is wrapped around it.

    ``fixed`` is a text that stands in the part's place, such as a season with a name of its own.
    """

    __slots__ = (
        "case",
        "fixed",
        "form",
        "marks",
        "name",
        "prefix",
        "range_delimiter",
        "short_range",
        "strip",
        "suffix",
    )

    def __init__(self, attributes: dict[str, str], marks: tuple[Mark, ...]) -> None:
        self.name = attributes.get("name", "")
        self.form = attributes.get("form", "")
        self.prefix = attributes.get("prefix", "")
        self.suffix = attributes.get("suffix", "")
        self.case = attributes.get("text-case", "")
        self.strip = self.name == "month" and attributes.get("strip-periods") == "true"
        self.range_delimiter = attributes.get("range-delimiter") or "–"
        self.short_range = attributes.get(SHORT_RANGE) == "true"
        self.marks = marks
        self.fixed = ""

    def of_a_day(self) -> DatePart:
        """Return a copy that prints the month of a day, which has a case of its own in Russian."""
        if self.form not in ("", "long"):
            return self
        part = copy(self)
        part.form = "genitive"
        return part

    def with_text(self, text: str) -> DatePart:
        """Return a copy that prints this text."""
        part = copy(self)
        part.fixed = text
        return part


def part_text(context: Context, part: DatePart, values: dict[str, int]) -> str:
    """Return what a part prints of a date, whose ``values`` are by the names of parts."""
    locale = context.locale
    value = values.get(part.name, 0)
    if part.fixed:
        return part.fixed
    if part.name == "year":
        return _year_text(context, value, part.form)
    if part.name == "day":
        return _day_text(context, value, values.get("month", 0), part.form)
    if not value:
        return locale.term(f"season-{values['season']:02d}")
    if part.form == "numeric":
        return str(value)
    if part.form == "numeric-leading-zeros":
        return f"{value:02d}"
    name = f"month-{value:02d}"
    if part.form == "genitive" and (name, "genitive", "") in locale.terms:
        return locale.term(name, "genitive")
    return locale.term(name, "short" if part.form == "short" else "long")


def _year_text(context: Context, year: int, form: str) -> str:
    if form == "short" and year > 999:
        return f"{year % 100:02d}"
    return f"{abs(year)}{era(context, year)}"


def era(context: Context, year: int) -> str:
    """Return "BC", or "AD" for the years "of less than four digits" ("AD and BC")."""
    if year >= 1000:
        return ""
    return context.locale.term("bc" if year < 0 else "ad") or ("BC" if year < 0 else "AD")


def _day_text(context: Context, day: int, month: int, form: str) -> str:
    locale = context.locale
    if form == "numeric-leading-zeros":
        return f"{day:02d}"
    if form == "ordinal":
        if day > 1 and locale.options.get("limit-day-ordinals-to-day-1") == "true":
            return str(day)
        return ordinal(day, locale, locale.genders.get(f"month-{month:02d}", ""))
    return str(day)
