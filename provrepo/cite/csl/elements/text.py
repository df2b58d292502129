"""cs:text (CSL 1.0.2, "Text"): a variable, a macro, a term or a fixed value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from provrepo.cite.csl.context import Context, Render
from provrepo.cite.csl.elements.values import (
    is_identifier,
    pages_of,
    range_delimiter,
    reader_of,
    value_of,
)
from provrepo.cite.csl.elements.year_suffix import is_suffix_due, suffix_letters, take_suffix
from provrepo.cite.csl.item import NAME_VARIABLES, NUMBER_VARIABLES
from provrepo.cite.csl.kinds import IN_SENTENCE, in_sentence
from provrepo.cite.csl.markup import parse_field
from provrepo.cite.csl.numbers import is_numeric, joined_romans, split_numbers
from provrepo.cite.csl.text_case import case_of_text, is_dotted
from provrepo.cite.csl.tree import Node, Output
from provrepo.cite.csl.work import CHARACTERS_PER_STEP
from provrepo.cite.csl.wrapping import text_changer, text_wrapper, wrapper
from provrepo.cite.csl.xml_tree import Element

if TYPE_CHECKING:
    from provrepo.cite.csl.compiler import Compiler

_VERBATIM = frozenset({"DOI", "ISBN", "ISSN", "PMCID", "PMID", "URL"})
"""Variables that hold an address or identifier: their text is not parsed as rich text."""
UNQUOTED_IN = "provrepo:unquoted-in"
"""An attribute of our own: a language whose standard prints titles without quotation marks."""


def compile_text(compiler: Compiler, element: Element) -> Render:
    """Compile cs:text: a macro, a term, a value or a variable."""
    attributes = element.attributes
    if "macro" in attributes:
        return _macro(compiler, element)
    if "term" in attributes:
        return _term(compiler, element)
    if "value" in attributes:
        return _value(element)
    if "variable" in attributes:
        return _variable(compiler, element)
    raise element.error("has none of the attributes variable, macro, term, value")


def _macro(compiler: Compiler, element: Element) -> Render:
    call = compiler.macro(element.get("macro"), element)
    wrap, change = wrapper(element), text_changer(element)

    def render(context: Context) -> Output | None:
        output = call(context)
        if output is None:
            return None
        outputs = [output]
        return wrap(change(outputs, context) if change else outputs)

    return render


def _term(compiler: Compiler, element: Element) -> Render:
    name, form = element.get("term"), element.get("form", "long")
    plural = element.get("plural") == "true"
    wrap, change = text_wrapper(element), text_changer(element)
    capitalize = compiler.capitalizes_start

    def render(context: Context) -> Output | None:
        text = context.locale.term(name, form, plural=plural)
        if not text:
            return None
        if capitalize and not context.started:
            language = context.locale.language
            text = (
                text[0].upper() + text[1:]
                if text[0].isalpha() and not is_dotted(language)
                else case_of_text(text, "capitalize-first", language=language)
            )
        context.started = True
        outputs: list[Output] = [text]
        return wrap(change(outputs, context) if change else outputs)

    return render


def _value(element: Element) -> Render:
    wrap, change = text_wrapper(element), text_changer(element)
    value = element.get("value")

    def render(context: Context) -> Output | None:
        if not value:
            return None
        context.started = True
        outputs = list(parse_field(value, context.locale.quote_key))
        return wrap(change(outputs, context) if change else outputs)

    return render


def _variable(compiler: Compiler, element: Element) -> Render:
    variable = element.get("variable")
    if variable in ("year-suffix", "citation-number", "first-reference-note-number"):
        return _generated(element, variable)
    form = element.get("form", "long")
    wrap, change = text_wrapper(element), text_changer(element)
    read, printed = reader_of(variable, form), _printer(variable, compiler.page_format)
    is_name = variable in NAME_VARIABLES
    is_text = variable != "locator"
    unquoted = element.get("quotes") == "false"
    is_kind = element.get(IN_SENTENCE) == "true"
    unquoted_in = element.get(UNQUOTED_IN)
    bare = text_wrapper(_without_quotes(element)) if unquoted_in else wrap

    def render(context: Context) -> Output | None:
        context.called += 1
        if variable in context.suppressed:
            return None
        if is_name:
            # Names are printed by cs:names alone, yet the group around has asked for a variable.
            return None
        value = read(context)
        if not value:
            return None
        if is_kind and context.started and context.locale.english:
            value = in_sentence(value)
        context.filled += 1
        context.started = True
        context.print_variable(variable)
        context.text_printed = context.text_printed or is_text
        if len(value) > CHARACTERS_PER_STEP:
            context.work.spend(len(value) // CHARACTERS_PER_STEP)
        outputs = printed(context, value)
        if variable == "citation-label" and is_suffix_due(compiler, context):
            outputs.append(take_suffix(context))
        is_bare = bool(unquoted_in) and context.locale.language.startswith(unquoted_in)
        if unquoted or is_bare:
            outputs = [_with_outer_quotes(output) for output in outputs]
        around = bare if is_bare else wrap
        return around(change(outputs, context) if change else outputs)

    return render


def _without_quotes(element: Element) -> Element:
    """Return an element that prints the same without quotation marks."""
    attributes = {name: value for name, value in element.attributes.items() if name != "quotes"}
    return Element(element.tag, attributes, element.line, element.file)


def _printer(variable: str, page_format: str) -> Callable[[Context, str], list[Output]]:
    """Return what makes output of a variable's value: rich text, numbers with their ranges."""
    paged = variable in ("page", "locator")
    is_number = variable in NUMBER_VARIABLES

    def printed(context: Context, value: str) -> list[Output]:
        if paged:
            value = pages_of(context, variable, value, page_format)
        elif is_number and is_numeric(value) and not is_identifier(context, variable):
            value = "".join(split_numbers(value, range_delimiter(context)))
        elif is_number and "-" in value:
            value = joined_romans(value, range_delimiter(context))
        return list(parse_field(value, context.locale.quote_key))

    return _identifier if variable in _VERBATIM else printed


def _identifier(_context: Context, value: str) -> list[Output]:
    """Return an address or identifier, which keeps its periods and its case in any macro."""
    return [Node([value], role="identifier")]


def _with_outer_quotes(output: Output) -> Output:
    """Return a field's own quotation as one of the outer level: the style puts none around it."""
    if not isinstance(output, Node) or not output.quotes:
        return output
    return Node(output.kids, marks=output.marks, quotes="outer", flip=output.flip)


def _generated(element: Element, variable: str) -> Render:
    """Compile a variable that the processor makes itself."""
    wrap, change = wrapper(element), text_changer(element)

    def render(context: Context) -> Output | None:
        if variable != "year-suffix":
            context.called += 1
        if variable == "year-suffix":
            number = context.disambiguation.suffix
            value = suffix_letters(number) if number >= 0 and not context.sorting else ""
            context.suffix_shown = context.suffix_shown or bool(value)
        else:
            value = value_of(context, variable)
        if variable == "year-suffix":
            # The suffix goes with a date or "n.d."; without one it does not suppress its group.
            context.called += 1
            context.filled += 1
        if not value:
            return None
        if variable != "year-suffix":
            context.filled += 1
        if variable != "citation-number":
            # A term behind the number of an entry is still at its start.
            context.started = True
        context.rendered.add(variable)
        outputs: list[Output] = [Node([value], role=variable)]
        return wrap(change(outputs, context) if change else outputs)

    return render
