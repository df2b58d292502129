"""cs:group (CSL 1.0.2, "Group"): elements with a delimiter between them, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo.cite.csl.compiler import run_as_group
from provrepo.cite.csl.context import Context, Render
from provrepo.cite.csl.tree import Output, join
from provrepo.cite.csl.wrapping import wrapper
from provrepo.cite.csl.xml_tree import Element

if TYPE_CHECKING:
    from provrepo.cite.csl.compiler import Compiler


def compile_group(compiler: Compiler, element: Element) -> Render:
    """Compile cs:group."""
    # A group inside cs:substitute is one alternative: all of its children are printed.
    sequence = compiler.sequence_of_all(element.children)
    wrap = wrapper(element)
    delimiter = element.get("delimiter")

    def render(context: Context) -> Output | None:
        outputs = run_as_group(context, sequence)
        return wrap(join(outputs, delimiter)) if outputs else None

    return render
