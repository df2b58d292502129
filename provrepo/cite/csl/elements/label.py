"""cs:label (CSL 1.0.2, "Label"): the term for a number variable or for the kind of locator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provrepo.cite.csl.context import Context, Render
from provrepo.cite.csl.elements.own_conditions import names_leaves
from provrepo.cite.csl.elements.values import is_identifier, value_of
from provrepo.cite.csl.item import NUMBER_VARIABLES
from provrepo.cite.csl.numbers import from_roman, is_plural, whole_number, without_thousands
from provrepo.cite.csl.tree import Output
from provrepo.cite.csl.wrapping import text_changer, wrapper
from provrepo.cite.csl.xml_tree import Element

if TYPE_CHECKING:
    from provrepo.cite.csl.compiler import Compiler

LEAVES = "provrepo:leaves"
"""An attribute of our own: pages such as ``12r-13v`` are leaves, and called so; ``only`` these."""
_LABELLED = re.compile(r"[a-z]{1,6}\. ?\d")
_NAMED = re.compile(r"(?:[^\W\d_]{2,}\.?\s+)+[^\s\d]{0,3}\d|[^\W\d_]{2,}\.\d")
"""A number with its kind before it: "Public Law 102-138", "No. 5"."""


def compile_label(compiler: Compiler, element: Element) -> Render:
    """Compile cs:label: the term for a number variable or the locator."""
    variable, form = element.get("variable"), element.get("form", "long")
    if not variable:
        raise element.error("has no variable")
    plural_rule = element.get("plural", "contextual")
    wrap, change = wrapper(element), text_changer(element)
    before_locator = id(element) in compiler.labels_of_locator
    leaves = element.get(LEAVES)

    def render(context: Context) -> Output | None:
        if variable in context.suppressed:
            return None
        value = value_of(context, variable)
        if not value and not (before_locator and _cites_page(context)):
            return None
        name = variable
        if variable == "locator":
            name = context.cite.label
        if _is_labelled(variable, value) or (leaves == "only" and not names_leaves(value)):
            return None
        if leaves and names_leaves(value):
            name = "folio"
        plural = plural_rule == "always" or (
            plural_rule == "contextual" and counts_several(context, variable, value)
        )
        context.work.left -= 3  # to tell how many are named takes more than to print a term
        text = context.locale.term(name, form, plural=plural)
        if not text:
            return None
        context.started = True
        outputs: list[Output] = [text]
        return wrap(change(outputs, context) if change else outputs)

    return render


def _is_labelled(variable: str, value: str) -> bool:
    """Return whether a value brings its own label: "vol. 1, fol. 186", "p. 5", "No. 7"."""
    if variable in ("locator", "page"):
        return _LABELLED.match(value) is not None
    return variable == "number" and _NAMED.match(value) is not None


def _cites_page(context: Context) -> bool:
    return bool(context.cite.locator) and context.cite.label == "page"


def counts_several(context: Context, variable: str, value: str) -> bool:
    """Return whether a number variable takes the plural of its term."""
    if variable.startswith("number-of-"):
        # Counts: "when the number is higher than 1", written in digits or in roman numerals.
        digits = value.strip()
        number = whole_number(digits, -1)
        number = number if number >= 0 else from_roman(digits)
        return number > 1 or is_plural(value)
    if variable not in NUMBER_VARIABLES or is_identifier(context, variable):
        return False
    if variable not in ("locator", "page"):
        value = without_thousands(value)
    # "3 and 5" in the words of the locale names two numbers as "3 & 5" does.
    conjunction = context.locale.term("and")
    return is_plural(value.replace(f" {conjunction} ", " & "))
