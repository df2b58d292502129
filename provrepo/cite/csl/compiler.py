"""From the elements of a style to closures that render, each compiled once and on demand."""

from __future__ import annotations

from collections.abc import Callable

from provrepo.cite.csl.context import Context, Render
from provrepo.cite.csl.tree import FORMATTING, Mark, Node, Output, join
from provrepo.cite.csl.xmltree import Element

#: Name options and the attribute that carries each on cs:style, cs:citation and cs:bibliography.
INHERITED_NAME_OPTIONS = {
    "and": "and",
    "delimiter-precedes-et-al": "delimiter-precedes-et-al",
    "delimiter-precedes-last": "delimiter-precedes-last",
    "et-al-min": "et-al-min",
    "et-al-subsequent-min": "et-al-subsequent-min",
    "et-al-subsequent-use-first": "et-al-subsequent-use-first",
    "et-al-use-first": "et-al-use-first",
    "et-al-use-last": "et-al-use-last",
    "initialize": "initialize",
    "initialize-with": "initialize-with",
    "name-as-sort-order": "name-as-sort-order",
    "name-delimiter": "delimiter",
    "name-form": "form",
    "names-delimiter": "names-delimiter",
    "sort-separator": "sort-separator",
}

Wrap = Callable[[list[Output]], Output | None]


class Compiler:
    """Compiles the elements of one area (``citation`` or ``bibliography``) of a style.

    ``options`` are the style's attributes with the area's on top; macros are compiled when first
    called, once an area.
    """

    def __init__(
        self, area: str, style_class: str, macros: dict[str, Element], options: dict[str, str]
    ) -> None:
        self.area = area
        self.style_class = style_class
        self.macros = macros
        self.options = options
        self.name_options = {
            option: options[attribute]
            for attribute, option in INHERITED_NAME_OPTIONS.items()
            if attribute in options
        }
        self.demote = options.get("demote-non-dropping-particle", "display-and-sort")
        self.hyphenate = options.get("initialize-with-hyphen", "true") != "false"
        self.page_format = options.get("page-range-format", "")
        self.explicit_suffix = False
        self._compiled: dict[str, Render] = {}
        self.stand_in_for: Element | None = None  # the cs:names whose cs:substitute is compiled
        self.alternatives = False  # right inside cs:substitute: the first that prints is enough

    @property
    def capitalizes_start(self) -> bool:
        """Whether a term at the start of the output is capitalised: not inside running text."""
        return not (self.area == "citation" and self.style_class == "in-text")

    def element(self, element: Element) -> Render:
        """Compile a rendering element.

        Raises:
            StyleError: the element or one of its attributes is unknown.

        """
        from provrepo.cite.csl import (
            element_choose,
            element_date,
            element_names,
            element_number,
            element_text,
        )

        tag = element.tag
        if tag == "text":
            return element_text.compile_text(self, element)
        if tag == "group":
            return self._group(element)
        if tag == "choose":
            return element_choose.compile_choose(self, element)
        if tag == "names":
            return element_names.compile_names(self, element)
        if tag == "date":
            return element_date.compile_date(self, element)
        if tag == "number":
            return element_number.compile_number(self, element)
        if tag == "label":
            return element_number.compile_label(element)
        raise element.error("is not a rendering element")

    def sequence(self, elements: list[Element]) -> Callable[[Context], list[Output]]:
        """Compile elements that follow one another; the result lists what each printed."""
        renders = [self.element(element) for element in elements]
        first_only = self.alternatives

        def run(context: Context) -> list[Output]:
            outputs: list[Output] = []
            for render in renders:
                output = render(context)
                if output is None or output == "":
                    continue
                if isinstance(output, Node) and output.role == "branch":
                    # cs:choose is not there for the delimiter: its children stand in its place.
                    outputs.extend(output.kids)
                else:
                    outputs.append(output)
                if first_only:
                    # Inside cs:substitute, cs:choose holds alternatives.
                    break
            return outputs

        return run

    def macro(self, name: str, caller: Element) -> Render:
        """Return the closure of a macro; it is compiled when it is first called."""
        compiled = self._compiled
        if name not in self.macros:
            raise caller.error(f"calls the macro {name!r}, which the style does not define")

        def run(context: Context) -> Output | None:
            render = compiled.get(name)
            if render is None:
                render = self._compile_macro(name)
            return render(context)

        return run

    def _compile_macro(self, name: str) -> Render:
        outer = self.stand_in_for, self.alternatives
        self.stand_in_for, self.alternatives = None, False
        sequence = self.sequence(self.macros[name].children)
        self.stand_in_for, self.alternatives = outer

        def render(context: Context) -> Output | None:
            outputs = grouped(context, sequence)
            if not outputs:
                return None
            return outputs[0] if len(outputs) == 1 else Node(outputs)

        self._compiled[name] = render
        return render

    def _group(self, element: Element) -> Render:
        outer, self.alternatives = self.alternatives, False
        sequence = self.sequence(element.children)
        self.alternatives = outer
        wrap = wrapper(element)
        delimiter = element.get("delimiter")

        def render(context: Context) -> Output | None:
            outputs = grouped(context, sequence)
            if not outputs:
                return None
            return wrap(join(outputs, delimiter))

        return render


def grouped(context: Context, sequence: Callable[[Context], list[Output]]) -> list[Output]:
    """Run a sequence under the rule of cs:group; the call of a macro follows it too.

    Nothing is printed where every variable called is empty; what prints something without calling
    a variable counts, outside, as a variable with a value.
    """
    called, filled, started = context.called, context.filled, context.started
    outputs = sequence(context)
    if not outputs:
        return outputs
    if context.called > called and context.filled == filled:
        context.started = started
        return []
    if context.called == called:
        context.called += 1
        context.filled += 1
    return outputs


def formatting(element: Element) -> tuple[Mark, ...]:
    """Return the formatting attributes of an element, outermost first."""
    attributes = element.attributes
    return tuple((name, attributes[name]) for name in FORMATTING if name in attributes)


def wrapper(element: Element) -> Wrap:
    """Return a function that puts an element's affixes, formatting and quotes around its output."""
    attributes = element.attributes
    prefix, suffix = attributes.get("prefix", ""), attributes.get("suffix", "")
    marks = formatting(element)
    quotes = "outer" if attributes.get("quotes") == "true" else ""
    display = attributes.get("display", "")
    if not (prefix or suffix or marks or quotes or display):

        def plain(outputs: list[Output]) -> Output | None:
            if len(outputs) == 1:
                return outputs[0]
            return Node(outputs) if outputs else None

        return plain

    def wrap(outputs: list[Output]) -> Output | None:
        if not outputs:
            return None
        return Node(
            outputs, prefix=prefix, suffix=suffix, marks=marks, quotes=quotes, display=display
        )

    return wrap
