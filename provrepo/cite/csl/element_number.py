"""cs:number and cs:label (CSL 1.0.2, "Rendering Elements")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provrepo.cite.csl.compiler import wrapper
from provrepo.cite.csl.context import Context, Render
from provrepo.cite.csl.element_text import (
    changer,
    is_identifier,
    pages_of,
    range_delimiter,
    value_of,
)
from provrepo.cite.csl.item import NUMBER_VARIABLES
from provrepo.cite.csl.markup import parse_field
from provrepo.cite.csl.numbers import (
    from_roman,
    is_numeric,
    is_plural,
    joined_romans,
    long_ordinal,
    ordinal,
    roman,
    split_numbers,
)
from provrepo.cite.csl.tree import Node, Output
from provrepo.cite.csl.xmltree import Element

if TYPE_CHECKING:
    from provrepo.cite.csl.compiler import Compiler

_OWN_LABEL = re.compile(r"[a-z]{1,6}\. ?\d")


def compile_number(compiler: Compiler, element: Element) -> Render:
    """Compile cs:number."""
    variable, form = element.get("variable"), element.get("form", "numeric")
    if not variable:
        raise element.error("has no variable")
    wrap, change = wrapper(element), changer(element)
    page_format = compiler.page_format

    def render(context: Context) -> Output | None:
        context.called += 1
        if variable in context.suppressed:
            return None
        value = value_of(context, variable)
        if not value:
            return None
        context.filled += 1
        context.started = True
        context.print_variable(variable)
        if context.sorting and value.isdigit():
            return value.zfill(20)
        if variable in ("page", "locator"):
            value = pages_of(context, variable, value, page_format)
        outputs: list[Output]
        if is_numeric(value):
            outputs = [format_number(context, variable, value, form)]
        else:
            value = joined_romans(value, range_delimiter(context))
            outputs = list(parse_field(value, context.locale.quote_key))
        if variable == "citation-number":
            outputs = [Node(outputs, role=variable)]
        return wrap(change(outputs, context) if change else outputs)

    return render


def format_number(context: Context, variable: str, value: str, form: str) -> str:
    """Return a numeric value as ``numeric``, ``ordinal``, ``long-ordinal`` or ``roman``."""
    locale = context.locale
    if is_identifier(context, variable):
        return value
    gender = locale.genders.get(variable, "")
    pieces = split_numbers(value, range_delimiter(context))
    for index in range(0, len(pieces), 2):
        piece = pieces[index]
        if not re.fullmatch(r"\d+", piece):
            continue
        number = int(piece)
        if form == "ordinal":
            pieces[index] = ordinal(number, locale, gender)
        elif form == "long-ordinal":
            pieces[index] = long_ordinal(number, locale, gender)
        elif form == "roman":
            pieces[index] = roman(number)
    return "".join(pieces)


def compile_label(element: Element) -> Render:
    """Compile cs:label: the term for a number variable or the locator."""
    variable, form = element.get("variable"), element.get("form", "long")
    if not variable:
        raise element.error("has no variable")
    plural_rule = element.get("plural", "contextual")
    wrap, change = wrapper(element), changer(element)

    def render(context: Context) -> Output | None:
        if variable in context.suppressed:
            return None
        value = value_of(context, variable)
        if not value:
            return None
        name = variable
        if variable == "locator":
            name = context.cite.label
            if _OWN_LABEL.match(value):
                # "vol. 1, fol. 186" brings its own labels.
                return None
        plural = plural_rule == "always" or (
            plural_rule == "contextual" and counts_several(context, variable, value)
        )
        text = context.locale.term(name, form, plural=plural)
        if not text:
            return None
        context.started = True
        outputs: list[Output] = [text]
        return wrap(change(outputs, context) if change else outputs)

    return render


def counts_several(context: Context, variable: str, value: str) -> bool:
    """Tell whether a number variable takes the plural of its term."""
    if variable.startswith("number-of-"):
        digits = value.strip()
        number = int(digits) if digits.isdigit() else from_roman(digits)
        return number > 1 or is_plural(value)
    if variable not in NUMBER_VARIABLES or is_identifier(context, variable):
        return False
    conjunction = context.locale.term("and")
    return is_plural(value.replace(f" {conjunction} ", " & "))
