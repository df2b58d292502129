"""Where a date in words stands, when a style prints its day, month and year one by one."""

from __future__ import annotations

from collections.abc import Sequence

from provrepo.cite.csl.xml_tree import Element


def is_followed_by_year(elements: Sequence[Element], date: Element) -> bool:
    """Return whether behind ``date`` the year of the same variable is printed in any case.

    ``elements`` are those of the macro or layout that holds the cs:date.
    """
    for number, element in enumerate(elements):
        if element is date:
            return _print_year(elements[number + 1 :], date.get("variable"))
        if any(part is date for part in element.walk()):
            if is_followed_by_year(element.children, date):
                return True
            # The branches of cs:choose do not follow one another.
            behind = [] if element.tag in ("if", "else-if", "else") else elements[number + 1 :]
            return _print_year(behind, date.get("variable"))
    return False


def _print_year(elements: Sequence[Element], variable: str) -> bool:
    """Return whether these elements print the year of a variable, whatever the item."""
    return any(
        (element.tag == "date" and element.get("variable") == variable and _has_year(element))
        or (element.tag == "group" and _print_year(element.children, variable))
        for element in elements
    )


def _has_year(element: Element) -> bool:
    """Return whether a cs:date prints the year: every localised date does."""
    return bool(element.get("form")) or any(part.get("name") == "year" for part in element.children)
