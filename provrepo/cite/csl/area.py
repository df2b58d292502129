"""cs:citation or cs:bibliography: its layout compiled, its options and sort keys."""

from __future__ import annotations

from provrepo.cite.csl.compiler import Compiler, RenderAll
from provrepo.cite.csl.context import Context
from provrepo.cite.csl.sorting import SortKey
from provrepo.cite.csl.tree import Node, Output
from provrepo.cite.csl.wrapping import formatting
from provrepo.cite.csl.xml_tree import Element

DEEPEST = 150
"""How deep elements may be nested, those counted that macros bring: twice as deep as styles in use.

To compile a level takes four calls, and Python's stack holds 1,000."""
_MOST_KEYS = 50
"""How many keys a style may sort by; none in use has more than a dozen."""


class Area:
    """One of the two parts of a style that print; everything in it is compiled on first use."""

    def __init__(self, element: Element, compiler: Compiler) -> None:
        layout = element.find("layout")
        if layout is None:
            raise element.error("has no layout")
        self.attributes = element.attributes
        self.layout = layout
        self.marks = formatting(layout)
        self.compiler = compiler
        self._sort = element.find("sort")
        self._first: RenderAll | None = None
        self._sequence: RenderAll | None = None
        self._sort_keys: list[SortKey] | None = None
        roots = [layout] if self._sort is None else [layout, self._sort]
        used = _reachable(roots, compiler.macros)
        compiler.explicit_suffix = any(part.get("variable") == "year-suffix" for part in used)
        compiler.labels_of_locator = frozenset(map(id, _page_labels(used)))
        self.uses_condition = any("disambiguate" in part.attributes for part in used)

    @property
    def sequence(self) -> RenderAll:
        """What the layout prints, piece by piece."""
        if self._sequence is None:
            self.compiler.sequence_root = self.layout.children
            self._sequence = self.compiler.sequence(self.layout.children)
        return self._sequence

    @property
    def first_field(self) -> RenderAll:
        """What the first element of the layout prints."""
        if self._first is None:
            self._first = self.compiler.sequence(self.layout.children[:1])
        return self._first

    @property
    def sort_keys(self) -> list[SortKey]:
        """The sort keys, the most important first."""
        if self._sort_keys is None:
            keys = self._sort.children if self._sort is not None else []
            if len(keys) > _MOST_KEYS:
                raise keys[_MOST_KEYS].error(f"is more than {_MOST_KEYS} keys to sort by")
            self._sort_keys = [SortKey(self.compiler, key) for key in keys if key.tag == "key"]
        return self._sort_keys

    def render(self, context: Context) -> Output | None:
        """Render the layout without its affixes."""
        outputs = self.sequence(context)
        if not outputs:
            return None
        return outputs[0] if len(outputs) == 1 else Node(outputs)


def _page_labels(elements: list[Element]) -> list[Element]:
    """Return the labels of ``page`` that stand before the locator: they name the page cited.

    Many styles ask for the label of ``page`` there, and the item need not have pages.
    """
    labels = []
    for element in elements:
        variables = {(child.tag, child.get("variable")) for child in element.children}
        printed = {("text", "locator"), ("number", "locator")} & variables
        if printed and ("label", "locator") not in variables:
            labels += [
                child
                for child in element.children
                if child.tag == "label" and child.get("variable") == "page"
            ]
    return labels


def _reachable(roots: list[Element], macros: dict[str, Element]) -> list[Element]:
    """Return every element that is rendered from ``roots``, through macros too.

    Raises StyleError where a macro calls itself, directly or through others, as rendering would not
    end; and where elements are nested too deep, those counted that the macros bring.
    """
    heights: dict[str, int] = {}
    active: list[str] = []
    reachable: list[Element] = []

    def visit(root: Element, level: int) -> int:
        """Return how deep a tree is, with the macros in it; it stands ``level`` deep itself."""
        height = 0
        unvisited = [(root, 1)]
        while unvisited:
            element, depth = unvisited.pop()
            reachable.append(element)
            name = element.get("macro")
            if name in active:
                raise element.error(f"the macro {name!r} calls itself")
            if level + depth + heights.get(name, 0) > DEEPEST:
                raise element.error(
                    f"is nested more than {DEEPEST} deep, with the macros that it calls"
                )
            if name in macros and name not in heights:
                active.append(name)
                heights[name] = visit(macros[name], level + depth)
                active.pop()
            height = max(height, depth + heights.get(name, 0))
            unvisited.extend((child, depth + 1) for child in element.children)
        return height

    for root in roots:
        visit(root, 0)
    return reachable
