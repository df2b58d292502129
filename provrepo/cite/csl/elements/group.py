"""cs:group (CSL 1.0.2, "Group"): elements with a delimiter between them, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo.cite.csl.compiler import run_as_group
from provrepo.cite.csl.context import Context, Render
from provrepo.cite.csl.tree import Output, join, text_of
from provrepo.cite.csl.wrapping import wrapper
from provrepo.cite.csl.xml_tree import Element

if TYPE_CHECKING:
    from provrepo.cite.csl.compiler import Compiler


LABEL_ONCE = "provrepo:label-once"
"""An attribute of our own: the first child is a label, and is left out where the value has it."""


def compile_group(compiler: Compiler, element: Element) -> Render:
    """Compile cs:group."""
    # A group inside cs:substitute is one alternative: all of its children are printed.
    sequence = compiler.sequence_of_all(element.children)
    wrap = wrapper(element)
    delimiter = element.get("delimiter")
    label_once = element.get(LABEL_ONCE) == "true"

    def render(context: Context) -> Output | None:
        outputs = run_as_group(context, sequence)
        if label_once and outputs and _begins_with_its_label(outputs):
            outputs = outputs[1:]
        return wrap(join(outputs, delimiter)) if outputs else None

    return render


def _begins_with_its_label(outputs: list[Output]) -> bool:
    """Return whether the value behind a label has that label already: *Film: BSP 11407-1*."""
    label, value = text_of(outputs[0]).casefold(), "".join(map(text_of, outputs[1:])).casefold()
    return value.startswith(label) and not value[len(label) : len(label) + 1].isalnum()
