"""cs:text (CSL 1.0.2, "Rendering Elements"), and what is done to all texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from provrepo.cite.csl.compiler import wrapper
from provrepo.cite.csl.context import Context, Render
from provrepo.cite.csl.item import NAME_VARIABLES, NUMBER_VARIABLES
from provrepo.cite.csl.markup import parse_field
from provrepo.cite.csl.nameparts import ROMANESQUE
from provrepo.cite.csl.numbers import is_numeric, joined_romans, split_numbers
from provrepo.cite.csl.page_ranges import format_pages
from provrepo.cite.csl.textcase import case_of_text, change_case
from provrepo.cite.csl.tree import NAME_ROLES, Node, Output, text_of
from provrepo.cite.csl.xmltree import Element

if TYPE_CHECKING:
    from provrepo.cite.csl.compiler import Compiler

Change = Callable[[list[Output], Context], list[Output]]
#: Types of items whose number is an archive's own.
_UNPUBLISHED = frozenset(
    {"collection", "document", "graphic", "manuscript", "map", "personal_communication"}
)
#: Variables that hold an address or identifier: their text is not parsed as rich text.
_VERBATIM = frozenset({"DOI", "ISBN", "ISSN", "PMCID", "PMID", "URL"})


def changer(element: Element) -> Change | None:
    """Return what ``strip-periods`` and ``text-case`` do to a text; None: nothing."""
    strip = element.get("strip-periods") == "true"
    case = element.get("text-case")
    if not strip and case in ("", "none"):
        return None

    def change(outputs: list[Output], context: Context) -> list[Output]:
        if strip:
            outputs = [without_periods(output) for output in outputs]
        if case:
            language = context.item.language
            english = language.lower().startswith("en") if language else context.locale.english
            language = language or context.locale.language
            outputs = change_case(outputs, case, english=english, language=language)
        return outputs

    return change


def without_periods(output: Output) -> Output:
    """Return the output without periods; affixes keep theirs."""
    if isinstance(output, str):
        return output.replace(".", "")
    if output.role == "identifier":
        return output
    kids = [without_periods(kid) for kid in output.kids]
    if output.role in NAME_ROLES:
        output.kids = kids
        return output
    return Node(
        kids,
        prefix=output.prefix,
        suffix=output.suffix,
        marks=output.marks,
        quotes=output.quotes,
        display=output.display,
        role=output.role,
        flip=output.flip,
    )


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
    wrap, change = wrapper(element), changer(element)

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
    wrap, change = text_wrapper(element), changer(element)
    capitalize = compiler.capitalizes_start

    def render(context: Context) -> Output | None:
        text = context.locale.term(name, form, plural=plural)
        if not text:
            return None
        if capitalize and not context.started:
            text = (
                text[0].upper() + text[1:]
                if text[0].isalpha()
                else case_of_text(text, "capitalize-first")
            )
        context.started = True
        outputs: list[Output] = [text]
        return wrap(change(outputs, context) if change else outputs)

    return render


def wants_suffix(compiler: Compiler, context: Context) -> bool:
    """Tell whether a year suffix is due that the style does not place itself."""
    return (
        context.disambiguation.suffix >= 0
        and not compiler.explicit_suffix
        and not context.suffix_shown
        and not context.sorting
    )


def take_suffix(context: Context) -> Node:
    """Return the year suffix; it is printed once."""
    context.suffix_shown = True
    return Node([suffix_letters(context.disambiguation.suffix)], role="year-suffix")


def text_wrapper(element: Element) -> Callable[[list[Output]], Output | None]:
    """Return what wraps a text: Chinese, Japanese and Korean are written without italics."""
    wrap = wrapper(element)
    if element.get("font-style") not in ("italic", "oblique"):
        return wrap
    attributes = {name: v for name, v in element.attributes.items() if name != "font-style"}
    upright = wrapper(Element(element.tag, attributes, element.line, element.file))

    def choose(outputs: list[Output]) -> Output | None:
        text = "".join(map(text_of, outputs))
        return upright(outputs) if _is_ideographic(text) else wrap(outputs)

    return choose


def _is_ideographic(text: str) -> bool:
    return (
        not text.isascii()
        and any(letter.isalpha() for letter in text)
        and ROMANESQUE.search(text) is None
    )


def _value(element: Element) -> Render:
    wrap, change = text_wrapper(element), changer(element)
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
    wrap, change = text_wrapper(element), changer(element)
    printed = _printer(variable, compiler.page_format)
    is_name = variable in NAME_VARIABLES
    is_text = variable != "locator"
    unquoted = element.get("quotes") == "false"

    def render(context: Context) -> Output | None:
        context.called += 1
        if variable in context.suppressed:
            return None
        if is_name:
            return None
        value = value_of(context, variable, form)
        if not value:
            return None
        context.filled += 1
        context.started = True
        context.print_variable(variable)
        context.text_printed = context.text_printed or is_text
        outputs = printed(context, value)
        if variable == "citation-label" and wants_suffix(compiler, context):
            outputs.append(take_suffix(context))
        if unquoted:
            outputs = [_with_outer_quotes(output) for output in outputs]
        return wrap(change(outputs, context) if change else outputs)

    return render


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
    """Return a field's own quotation as one of the outer level: said to stand in no other."""
    if not isinstance(output, Node) or not output.quotes:
        return output
    return Node(output.kids, marks=output.marks, quotes="outer", flip=output.flip)


def pages_of(context: Context, variable: str, value: str, page_format: str) -> str:
    """Return a page or locator field with its ranges as the style writes them."""
    if variable == "locator" and context.cite.label != "page":
        page_format = ""
    return format_pages(value, page_format, range_delimiter(context))


def value_of(context: Context, variable: str, form: str = "long") -> str:
    """Return the value of a text or number variable in this cite."""
    if variable == "locator":
        return context.cite.locator
    if variable == "citation-number":
        return str(context.citation_number) if context.citation_number else ""
    if variable == "first-reference-note-number":
        return str(context.cite.first_note) if context.cite.first_note else ""
    if variable == "citation-label" and not context.item.data.get("citation-label"):
        from provrepo.cite.csl.labels import citation_label

        return citation_label(context.item)
    return context.item.text(variable, form)


def range_delimiter(context: Context) -> str:
    """Return what stands between the ends of a range of numbers."""
    return context.locale.term("page-range-delimiter") or "–"


def is_identifier(context: Context, variable: str) -> bool:
    """Tell whether a number with hyphens is a call number, which is never read as a range."""
    return (
        variable == "number"
        and context.item.type in _UNPUBLISHED
        and "-" in context.item.text(variable)
    )


def suffix_letters(number: int) -> str:
    """Return the year suffix of the item numbered from 0: a, b … z, aa, ab and so on."""
    letters = ""
    number += 1
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(97 + rest) + letters
    return letters


def _generated(element: Element, variable: str) -> Render:
    """Compile a variable that the processor makes itself."""
    wrap, change = wrapper(element), changer(element)

    def render(context: Context) -> Output | None:
        if variable != "year-suffix":
            context.called += 1
        if variable == "year-suffix":
            number = context.disambiguation.suffix
            value = suffix_letters(number) if number >= 0 and not context.sorting else ""
            context.suffix_shown = context.suffix_shown or bool(value)
        else:
            value = value_of(context, variable)
        if not value:
            return None
        if variable == "year-suffix":
            # It goes with a date or "n.d."; without one it does not suppress its group.
            context.called += 1
        context.filled += 1
        if variable != "citation-number":
            # A term behind the number of an entry is still at its start.
            context.started = True
        context.rendered.add(variable)
        outputs: list[Output] = [Node([value], role=variable)]
        return wrap(change(outputs, context) if change else outputs)

    return render
