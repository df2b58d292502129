"""cs:number (CSL 1.0.2, "Number"): digits, ordinals and roman numerals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provrepo.cite.csl.context import Context, Render
from provrepo.cite.csl.elements.values import is_identifier, pages_of, range_delimiter, value_of
from provrepo.cite.csl.markup import parse_field
from provrepo.cite.csl.numbers import (
    is_numeric,
    joined_romans,
    long_ordinal,
    ordinal,
    roman,
    split_numbers,
)
from provrepo.cite.csl.tree import Node, Output
from provrepo.cite.csl.wrapping import text_changer, wrapper
from provrepo.cite.csl.xml_tree import Element

if TYPE_CHECKING:
    from provrepo.cite.csl.compiler import Compiler


def compile_number(compiler: Compiler, element: Element) -> Render:
    """Compile cs:number."""
    variable, form = element.get("variable"), element.get("form", "numeric")
    if not variable:
        raise element.error("has no variable")
    wrap, change = wrapper(element), text_changer(element)
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
            # Whatever its form, a number sorts by its value.
            return value.zfill(20)
        if variable in ("page", "locator"):
            value = pages_of(context, variable, value, page_format)
        # "Non-numeric content is rendered as if cs:text were used" ("Number").
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
    # Numbers stand at the even places, dividers between them.
    pieces = split_numbers(value, range_delimiter(context))
    for index in range(0, len(pieces), 2):
        piece = pieces[index]
        if not re.fullmatch(r"\d{1,15}", piece):
            continue
        number = int(piece)
        if form == "ordinal":
            pieces[index] = ordinal(number, locale, gender)
        elif form == "long-ordinal":
            pieces[index] = long_ordinal(number, locale, gender)
        elif form == "roman":
            pieces[index] = roman(number)
    return "".join(pieces)
