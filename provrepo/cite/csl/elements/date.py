"""cs:date (CSL 1.0.2, "Date"): localised and fully specified dates, ranges, seasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from provrepo.cite.csl.context import Context, Render
from provrepo.cite.csl.dates import DateValue, sort_text
from provrepo.cite.csl.elements.date_part import DatePart, era, part_text
from provrepo.cite.csl.elements.year_suffix import is_suffix_due, take_suffix
from provrepo.cite.csl.locale import MOST_PARTS
from provrepo.cite.csl.text_case import change_case
from provrepo.cite.csl.tree import FORMATTING, Node, Output, join
from provrepo.cite.csl.wrapping import (
    formatting,
    formatting_of,
    text_changer,
    without_periods,
    wrapper,
)
from provrepo.cite.csl.xml_tree import Element

if TYPE_CHECKING:
    from provrepo.cite.csl.compiler import Compiler

_SHOWN = {
    "year": ("year",),
    "year-month": ("year", "month"),
    "year-month-day": ("year", "month", "day"),
}
_PLACE = {"year": 0, "month": 1, "day": 2}


def compile_date(compiler: Compiler, element: Element) -> Render:
    """Compile cs:date."""
    variable = element.get("variable")
    if not variable:
        raise element.error("has no variable")
    wrap, change = wrapper(element), text_changer(element)
    parts_for = _parts_finder(element)

    is_said = _said_test(compiler, element, variable, parts_for)

    def pieces(context: Context, date: DateValue) -> list[Output]:
        parts, between = parts_for(context)
        if context.sorting:
            return [sort_text(date, [part.name for part in parts])]
        if not date.literal:
            return _render_date(context, date, parts, between, compiler, variable)
        outputs: list[Output] = [date.literal]
        if variable == "issued" and is_suffix_due(compiler, context):
            outputs.append(take_suffix(context))
        return _in_place_of_year(outputs, parts)

    def render(context: Context) -> Output | None:
        context.called += 1
        date = None if variable in context.suppressed else context.item.date(variable)
        if context.comparing and variable == "accessed":
            # Two cites that differ in the day of access only are still ambiguous.
            return None
        outputs = [] if date is None or is_said(context, date) else pieces(context, date)
        if not outputs:
            return None
        context.filled += 1
        context.work.left -= 3 + len(outputs)
        context.print_variable(variable)
        if context.sorting:
            return Node(outputs, role="date")
        context.started = True
        wrapped = wrap(change(outputs, context) if change else outputs)
        # Sorting and collapsing look for the role.
        return Node([] if wrapped is None else [wrapped], role="date")

    return render


def _said_test(
    compiler: Compiler, element: Element, variable: str, parts_for: _PartsFinder
) -> Callable[[Context, DateValue], bool]:
    """Return what tells whether a date in words is printed elsewhere: in the place of the year.

    It has no day apart from the year.
    """
    year_follows = id(element) in compiler.dates_before_year

    def is_said(context: Context, date: DateValue) -> bool:
        if not date.literal or context.sorting:
            return False
        if not (year_follows or variable in context.rendered):
            return False
        return all(part.name != "year" for part in parts_for(context)[0])

    return is_said


def _in_place_of_year(outputs: list[Output], parts: list[DatePart]) -> list[Output]:
    """Return a date in words with what stands around the year: "(Michaelmas 1788)"."""
    for part in parts:
        if part.name == "year":
            return [Node(outputs, prefix=part.prefix, suffix=part.suffix, marks=part.marks)]
    return outputs


_PartsFinder = Callable[[Context], tuple[list[DatePart], str]]


def _parts_finder(element: Element) -> _PartsFinder:
    """Return what gives the date parts and their delimiter in a context's locale."""
    form, delimiter = element.get("form"), element.get("delimiter")
    children = [part for part in element.children if part.tag == "date-part"]
    if len(children) > MOST_PARTS:
        raise element.error("has more parts than any date")
    if not form:
        fixed = [DatePart(part.attributes, formatting(part)) for part in children]
        return lambda _context: (fixed, delimiter)
    overrides = {part.get("name"): part for part in children}
    shown = _SHOWN.get(element.get("date-parts"), _SHOWN["year-month-day"])
    cache: dict[int, tuple[list[DatePart], str]] = {}

    def find(context: Context) -> tuple[list[DatePart], str]:
        # A style has one locale, which outlives its compiled elements: its id is never reused.
        key = id(context.locale)
        if key not in cache:
            attributes, parts = context.locale.dates.get(form, ({}, []))
            localized = [
                _localized({**_inherited(attributes), **part}, overrides)
                for part in parts
                if part.get("name") in shown
            ]
            cache[key] = (localized, delimiter or attributes.get("delimiter", ""))
        return cache[key]

    return find


def _localized(part: dict[str, str], overrides: dict[str, Element]) -> DatePart:
    """Return a locale's date part with what the style's own cs:date-part says on top."""
    attributes = dict(part)
    override = overrides.get(part.get("name", ""))
    if override is not None:
        attributes.update(override.attributes)
    return DatePart(attributes, formatting_of(attributes))


def _inherited(attributes: dict[str, str]) -> dict[str, str]:
    """Return what a locale's cs:date says of all its parts: formatting and text-case."""
    names = (*FORMATTING, "text-case")
    return {name: attributes[name] for name in names if name in attributes}


def _render_date(
    context: Context,
    date: DateValue,
    parts: list[DatePart],
    delimiter: str,
    compiler: Compiler,
    variable: str,
) -> list[Output]:
    """Render a date or range part by part, with the year suffix where one is due."""
    start = _values(date.start, date.season)
    parts = [part for part in parts if part.name in _PLACE]
    if date.season_name and not date.start[1]:
        parts = [
            part.with_text(date.season_name) if part.name == "month" else part for part in parts
        ]
    if date.start[2] and any(part.name == "day" for part in parts):
        parts = [part.of_a_day() if part.name == "month" else part for part in parts]
    if date.open_end:
        outputs = join(_render_parts(context, parts, start, "", ""), delimiter)
        if outputs:
            outputs.append("–")
    elif date.end is not None:
        outputs = _render_range(
            context, parts, start, _values(date.end, date.end_season), delimiter
        )
    else:
        outputs = join(_render_parts(context, parts, start, None, None), delimiter)
    dated = outputs and any(part.name == "year" for part in parts)
    if dated and date.uncertain:
        outputs = _behind_year(outputs, "?")
    if dated and variable == "issued" and is_suffix_due(compiler, context):
        outputs = _behind_year(outputs, take_suffix(context))
    return outputs


def _values(parts: tuple[int, int, int], season: int) -> dict[str, int]:
    year, month, day = parts
    values = {"year": year, "month": month, "day": day}
    if not month and season:
        values["season"] = season
    return values


def _render_parts(
    context: Context,
    parts: list[DatePart],
    values: dict[str, int],
    first_prefix: str | None,
    last_suffix: str | None,
) -> list[Output]:
    """Render the parts that have a value.

    ``first_prefix`` and ``last_suffix`` replace the affix at that edge, where a range joins.
    """
    present = [
        part
        for part in parts
        if values.get(part.name) or part.fixed or (part.name == "month" and values.get("season"))
    ]
    outputs: list[Output] = []
    for index, part in enumerate(present):
        text = part_text(context, part, values)
        if not text:
            continue
        prefix, suffix = part.prefix, part.suffix
        if index == 0 and first_prefix is not None:
            prefix = first_prefix
        if index == len(present) - 1 and last_suffix is not None:
            suffix = last_suffix
        if part.name == "year" and any(letter.isalpha() for letter in suffix):
            # A word for "year" belongs to the number, the era to both ("500 г. до н. э.").
            digits = text.removesuffix(era(context, values["year"]))
            text, suffix = digits, suffix + text[len(digits) :]
        kids: list[Output] = [text]
        if part.strip:
            kids = [without_periods(kid) for kid in kids]
        if part.case:
            kids = change_case(
                kids, part.case, english=context.locale.english, language=context.locale.language
            )
        outputs.append(
            Node(kids, prefix=prefix, suffix=suffix, marks=part.marks, role="date-" + part.name)
        )
    return outputs


def _render_range(
    context: Context,
    parts: list[DatePart],
    start: dict[str, int],
    end: dict[str, int],
    delimiter: str,
) -> list[Output]:
    """Render a range: what both ends share once, the rest of each around the range delimiter.

    CSL 1.0.2, "Date Ranges": the largest part that differs decides. Parts smaller than it, and
    those between them, form a block that is printed for both ends; larger parts are printed once,
    before or behind the block as the style has them. The affixes at the joint are left out, so
    that "1 May 2008" and "4 May 2008" become "1–4 May 2008".
    """
    shown = {part.name for part in parts}
    differing = next(
        (name for name in ("year", "month", "day") if name in shown and start[name] != end[name]),
        "month" if "month" in shown and start.get("season") != end.get("season") else None,
    )
    if differing is None:
        return join(_render_parts(context, parts, start, None, None), delimiter)
    level = _PLACE[differing]
    twice = [index for index, part in enumerate(parts) if _PLACE[part.name] >= level]
    first, last = twice[0], twice[-1]
    block = [part for part in parts[first : last + 1] if _PLACE[part.name] >= level]
    range_delimiter = next(part.range_delimiter for part in parts if part.name == differing)
    outputs = _render_parts(context, parts[:first], start, None, None)
    left = join(_render_parts(context, block, start, None, _kept_at_joint(block, start)), delimiter)
    right_block = _closing(block, start, end)
    right = join(_render_parts(context, right_block, end, "", None), delimiter)
    # One node, so that the delimiter of the date does not come between the two ends.
    middle = Node([*left, Node([], prefix=range_delimiter, role="delimiter"), *right])
    after = [part for part in parts[first:] if part not in block]
    outputs.append(middle)
    outputs.extend(_render_parts(context, after, end, None, None))
    return join(outputs, delimiter)


def _closing(block: list[DatePart], start: dict[str, int], end: dict[str, int]) -> list[DatePart]:
    """Return what ends a range: years alone, of one century, are short where a style has it so."""
    finer = {"month", "day", "season"}
    if any(values.get(name) for values in (start, end) for name in finer):
        return block
    first, last = start["year"], end["year"]
    if first // 100 != last // 100 or first < 1000:
        return block
    return [part.with_text(f"{last % 100:02d}") if part.short_range else part for part in block]


def _kept_at_joint(block: list[DatePart], values: dict[str, int]) -> str | None:
    """Return the suffix at the joint of a range: empty, or None for the part's own.

    A word for the unit belongs to its number, unless both ends are numbers of one unit:
    “5月14日–6月2日”, but “14–16日”.
    """
    present = [part for part in block if values.get(part.name)]
    suffix = present[-1].suffix if len(present) > 1 else ""
    is_unit = any(map(str.isalpha, suffix)) and not suffix.endswith(" ")
    return None if is_unit else ""


def _behind_year(outputs: list[Output], suffix: Output) -> list[Output]:
    """Put a year suffix, or a sign of doubt, behind the last year, inside that part's suffix."""

    def insert(pieces: list[Output]) -> bool:
        for piece in reversed(pieces):
            if isinstance(piece, Node):
                if piece.role == "date-year":
                    piece.kids.append(suffix)
                    return True
                if insert(piece.kids):
                    return True
        return False

    if not insert(outputs):
        outputs.append(suffix)
    return outputs
