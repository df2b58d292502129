"""The rendering elements by their names: what a `Compiler` is given to compile them with."""

from __future__ import annotations

from provrepo.cite.csl.compiler import CompileElement
from provrepo.cite.csl.elements.choose import compile_choose
from provrepo.cite.csl.elements.date import compile_date
from provrepo.cite.csl.elements.group import compile_group
from provrepo.cite.csl.elements.label import compile_label
from provrepo.cite.csl.elements.names import compile_names
from provrepo.cite.csl.elements.number import compile_number
from provrepo.cite.csl.elements.text import compile_text

RENDERING_ELEMENTS: dict[str, CompileElement] = {
    "choose": compile_choose,
    "date": compile_date,
    "group": compile_group,
    "label": compile_label,
    "names": compile_names,
    "number": compile_number,
    "text": compile_text,
}
"""Each element of CSL 1.0.2, "Rendering Elements", without its ``cs:``, and what compiles it."""
