"""Sorting of cites and bibliography entries (CSL 1.0.2, "Sorting")."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cmp_to_key
from typing import TYPE_CHECKING, TypeVar

from provrepo.cite.csl.collation import collation
from provrepo.cite.csl.context import Context
from provrepo.cite.csl.dates import sort_text
from provrepo.cite.csl.elements.name_list import NameList
from provrepo.cite.csl.elements.values import value_of
from provrepo.cite.csl.item import DATE_VARIABLES, NAME_VARIABLES, NUMBER_VARIABLES
from provrepo.cite.csl.tree import nodes, text_of
from provrepo.cite.csl.xml_tree import Element

if TYPE_CHECKING:
    from provrepo.cite.csl.compiler import Compiler

SortValue = Callable[[Context], str]
T = TypeVar("T")


class SortKey:
    """A compiled cs:key: how to find the value, and its direction.

    ``numbered`` is true of a key that is the citation number: sorted by it downwards, a
    bibliography keeps the numbers of the order of citation. ``dated`` is true of a date variable.
    """

    __slots__ = ("dated", "descending", "numbered", "value")

    def __init__(self, compiler: Compiler, element: Element) -> None:
        self.descending = element.get("sort") == "descending"
        variable = element.get("variable")
        self.dated = variable in DATE_VARIABLES
        self.numbered = variable == "citation-number" or _prints_number(
            compiler.macros.get(element.get("macro"))
        )
        limits = {
            option: element.get(attribute)
            for attribute, option in (
                ("names-min", "et-al-min"),
                ("names-use-first", "et-al-use-first"),
                ("names-use-last", "et-al-use-last"),
            )
            if attribute in element.attributes
        }
        if limits:
            # They override et-al-min and et-al-subsequent-min alike ("Sorting").
            limits.setdefault("et-al-subsequent-min", limits.get("et-al-min", ""))
            limits.setdefault("et-al-subsequent-use-first", limits.get("et-al-use-first", ""))
        if variable:
            self.value = _variable(compiler, variable, limits)
        elif element.get("macro"):
            self.value = _macro(compiler, element, limits)
        else:
            raise element.error("has neither variable nor macro")


def _prints_number(macro: Element | None) -> bool:
    """Return whether a macro is about the citation number."""
    return macro is not None and any(
        part.get("variable") == "citation-number" for part in macro.walk()
    )


def _macro(compiler: Compiler, element: Element, limits: dict[str, str]) -> SortValue:
    name = element.get("macro")
    call = compiler.macro(name, element)
    # Only a macro of dates alone: one that also prints names sorts by all that it prints.
    tags = _tags(compiler.macros, name, set())
    dated = "date" in tags and "names" not in tags

    def value(context: Context) -> str:
        context.sort_et_al = limits
        output = call(context)
        if dated:
            # Words in the place of a date ("n.d.") have no place among dates.
            return "".join(text_of(node) for node in nodes(output) if node.role == "date")
        return text_of(output)

    return value


def _tags(macros: dict[str, Element], name: str, seen: set[str]) -> set[str]:
    """Return the elements that a macro is made of, those of the macros it calls too."""
    seen.add(name)
    tags = set()
    for part in macros[name].walk():
        tags.add(part.tag)
        called = part.get("macro")
        if called in macros and called not in seen:
            tags |= _tags(macros, called, seen)
    return tags


def _variable(compiler: Compiler, variable: str, limits: dict[str, str]) -> SortValue:
    if variable in NAME_VARIABLES:
        et_al = {
            option: value
            for option, value in compiler.name_options.items()
            if option.startswith("et-al-")
        }
        options = {**et_al, "name-as-sort-order": "all", "delimiter": "  "}
        names = NameList(compiler, None, None, options)

        def name_value(context: Context) -> str:
            people = context.item.names(variable)
            context.sort_et_al = limits
            return text_of(names.render(context, people)) if people else ""

        return name_value
    if variable in DATE_VARIABLES:

        def date_value(context: Context) -> str:
            date = context.item.date(variable)
            if date is None or date.literal:
                # What a date variable sorts by is "YYYYMMDD", which a date in words has not.
                return ""
            return sort_text(date, ["year", "month", "day"])

        return date_value

    def text_value(context: Context) -> str:
        value = value_of(context, variable)
        if variable in NUMBER_VARIABLES:
            return _padded(value)
        return _without_tags(value)

    return text_value


def _padded(text: str) -> str:
    """Fill the numbers of a text with zeros, so that "vol. 9" sorts before "vol. 10"."""
    return re.sub(r"\d+", lambda match: match.group().zfill(12), text)


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    return re.sub(r"</?(?:i|b|sc|sup|sub|span)\b[^>]*>", "", text)


def compare(left: list[str], right: list[str], keys: list[SortKey], language: str = "") -> int:
    """Return -1, 0 or 1 as the first of two items comes before, with or after the second."""
    for left_value, right_value, key in zip(left, right, keys, strict=True):
        if left_value == right_value:
            continue
        if not left_value or not right_value:
            # Whatever the direction of the key: "Items with an empty sort key value are placed at
            # the end of the sort, both for ascending and descending sorts" (CSL 1.0.2, "Sorting").
            return 1 if not left_value else -1
        first, second = collation(left_value, language), collation(right_value, language)
        if first == second:
            continue
        result = -1 if first < second else 1
        return -result if key.descending else result
    return 0


def sorted_by(
    entries: list[tuple[list[str], T]], keys: list[SortKey], language: str = ""
) -> list[T]:
    """Return the entries sorted by their values, in the order given where these are equal.

    ``language`` decides about the order of letters, as in "ä" (see `collation`).
    """

    def order(left: tuple[list[str], T], right: tuple[list[str], T]) -> int:
        return compare(left[0], right[0], keys, language)

    ordered = sorted(entries, key=cmp_to_key(order))
    return [entry for _, entry in ordered]
