"""From the elements of a style to closures that render, each compiled once and on demand.

Styles are large and a citation uses little of one: compiling to closures pays the reading of
attributes once, and a macro that nothing calls is never compiled. The compiler knows macros and
sequences; how each rendering element is compiled is handed in (see `elements.registry`), since
those functions call the compiler for what an element contains.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from provrepo.cite.csl.context import Context, Render
from provrepo.cite.csl.dates_in_words import followed_by_year
from provrepo.cite.csl.tree import Node, Output
from provrepo.cite.csl.xml_tree import Element

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
"""Attributes of cs:style, cs:citation and cs:bibliography, and the name option that each sets."""

RenderAll = Callable[[Context], list[Output]]
CompileElement = Callable[["Compiler", Element], Render]


class Compiler:
    """Compiles the elements of one area (``citation`` or ``bibliography``) of a style.

    ``options`` are the style's attributes with the area's on top; ``elements`` says how each
    rendering element is compiled, by its name.
    """

    def __init__(
        self,
        area: str,
        style_class: str,
        macros: dict[str, Element],
        options: dict[str, str],
        elements: Mapping[str, CompileElement],
    ) -> None:
        self.area = area
        self.style_class = style_class
        self.macros = macros
        self.name_options = {
            option: options[attribute]
            for attribute, option in INHERITED_NAME_OPTIONS.items()
            if attribute in options
        }
        self.demote = options.get("demote-non-dropping-particle", "display-and-sort")
        self.hyphenate = options.get("initialize-with-hyphen", "true") != "false"
        self.page_format = options.get("page-range-format", "")
        self.explicit_suffix = False  # whether the style places the year suffix itself
        self.sequence_root: list[Element] = []  # the elements of the macro, or layout, at hand
        self._dates_before_year: dict[int, frozenset[int]] = {}  # by macro or layout
        self.labels_of_locator: frozenset[int] = frozenset()  # elements, by identity
        self._elements = elements
        self._compiled: dict[str, RenderAll] = {}
        self.stand_in_for: Element | None = None  # the cs:names whose cs:substitute is compiled
        self.alternatives = False  # right inside cs:substitute: the first that prints is enough

    @property
    def dates_before_year(self) -> frozenset[int]:
        """The dates of the macro or layout at hand, by identity, behind which their year stands."""
        dates = self._dates_before_year.get(id(self.sequence_root))
        if dates is None:
            dates = followed_by_year(self.sequence_root)
            self._dates_before_year[id(self.sequence_root)] = dates
        return dates

    @property
    def capitalizes_start(self) -> bool:
        """Whether a term at the start of the output is capitalised: not inside running text."""
        return not (self.area == "citation" and self.style_class == "in-text")

    def element(self, element: Element) -> Render:
        """Compile a rendering element.

        Raises StyleError where the element or one of its attributes is unknown.
        """
        compile_element = self._elements.get(element.tag)
        if compile_element is None:
            raise element.error("is not a rendering element")
        return compile_element(self, element)

    def sequence(self, elements: list[Element]) -> RenderAll:
        """Compile elements that follow one another; the result lists what each printed."""
        renders: list[Render] = []
        for element in elements:  # a comprehension would be one more call for each level
            renders.append(self.element(element))  # noqa: PERF401
        first_only = self.alternatives
        steps = len(renders) + 1

        def run(context: Context) -> list[Output]:
            work = context.work
            work.left -= steps
            if work.left < 0:
                raise work.exhausted()
            outputs: list[Output] = []
            for render in renders:
                output = render(context)
                if not output:
                    continue
                if isinstance(output, str) or output.role != "branch":
                    outputs.append(output)
                else:
                    # cs:choose is not there for the delimiter: its children stand in its place.
                    outputs.extend(output.kids)
                if first_only:
                    # Inside cs:substitute, cs:choose holds alternatives.
                    break
            return outputs

        return run

    def sequence_of_all(self, elements: list[Element]) -> RenderAll:
        """Compile a sequence that prints all its elements, inside cs:substitute too."""
        outer, self.alternatives = self.alternatives, False
        sequence = self.sequence(elements)
        self.alternatives = outer
        return sequence

    def alternative(self, element: Element, names: Element) -> Render:
        """Compile an element of the cs:substitute of ``names``."""
        outer = self.stand_in_for, self.alternatives
        self.stand_in_for, self.alternatives = names, True
        render = self.element(element)
        self.stand_in_for, self.alternatives = outer
        return render

    def macro(self, name: str, caller: Element) -> Render:
        """Return the closure of a macro; the macro is compiled when it is first called.

        Raises StyleError where the style has no such macro.
        """
        compiled = self._compiled
        if name not in self.macros:
            raise caller.error(f"calls the macro {name!r}, which the style does not define")

        def run(context: Context) -> Output | None:
            sequence = compiled.get(name)
            if sequence is None:
                sequence = self._compile_macro(name)
            outputs = run_as_group(context, sequence)
            if not outputs:
                return None
            return outputs[0] if len(outputs) == 1 else Node(outputs)

        return run

    def _compile_macro(self, name: str) -> RenderAll:
        # A macro is one sequence for all its callers, so where it is called from cannot count.
        outer = self.stand_in_for, self.sequence_root
        self.stand_in_for, self.sequence_root = None, self.macros[name].children
        sequence = self._compiled[name] = self.sequence_of_all(self.sequence_root)
        self.stand_in_for, self.sequence_root = outer
        return sequence


def run_as_group(context: Context, sequence: RenderAll) -> list[Output]:
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
