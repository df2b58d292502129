"""Where a date in words stands, when a style prints its day, month and year one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from provrepo.cite.csl.xml_tree import Element


def followed_by_year(elements: Sequence[Element]) -> frozenset[int]:
    """Return the cs:date elements behind which the year of the same variable is surely printed.

    ``elements`` are those of a macro or layout; the dates within are told by their identity.
    """
    followed: set[int] = set()
    _look(elements, Counter(), followed)
    return frozenset(followed)


def _look(elements: Sequence[Element], behind: Counter[str], followed: set[int]) -> list[str]:
    """Note which dates are followed, and return the variables whose years these elements print.

    ``behind`` are those printed behind the elements, and these are added: from the last one on.
    """
    printed: list[str] = []
    for element in reversed(elements):
        if element.tag == "date":
            variable = element.get("variable")
            if behind[variable]:
                followed.add(id(element))
            years = [variable] if _has_year(element) else []
            behind.update(years)
        else:
            years = _look(element.children, behind, followed)
            if element.tag != "group":  # what else holds elements may print none of them
                behind.subtract(years)
                years = []
        printed += years
    return printed


def _has_year(element: Element) -> bool:
    """Return whether a cs:date prints the year: every localised date does."""
    return bool(element.get("form")) or any(part.get("name") == "year" for part in element.children)
