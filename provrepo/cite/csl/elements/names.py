"""cs:names: name variables, substitutes and labels (CSL 1.0.2, "Names")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo.cite.csl.context import Context, NameBlock, Render
from provrepo.cite.csl.elements.name_list import NameList
from provrepo.cite.csl.name_parts import same_people
from provrepo.cite.csl.tree import Node, Output, join
from provrepo.cite.csl.wrapping import formatting, text_changer, wrapper
from provrepo.cite.csl.xml_tree import Element

if TYPE_CHECKING:
    from provrepo.cite.csl.compiler import Compiler

_MERGED = "editortranslator"
"""The variable and the term of people who are both editors and translators (appendix IV)."""


class _Label:
    """A cs:label inside cs:names: the term for the role."""

    def __init__(self, element: Element, *, before: bool) -> None:
        self.form = element.get("form", "long")
        self.plural = element.get("plural", "contextual")
        self.wrap = wrapper(element)
        self.change = text_changer(element)
        self.before = before

    def render(self, context: Context, variable: str, count: int) -> Output | None:
        plural = self.plural == "always" or (self.plural == "contextual" and count > 1)
        text = context.locale.term(variable, self.form, plural=plural)
        if not text and variable == "editor-translator":
            text = context.locale.term(_MERGED, self.form, plural=plural)
        if not text:
            return None
        if self.before:
            context.started = True
        outputs: list[Output] = [text]
        return self.wrap(self.change(outputs, context) if self.change else outputs)


class _Names:
    """A compiled cs:names, or the shorthand cs:names of a substitute."""

    def __init__(self, compiler: Compiler, element: Element, parent: Element | None) -> None:
        self.variables = element.get("variable").split()
        if not self.variables:
            raise element.error("has no variable")
        # Shorthand: cs:names without children takes over those of the cs:names it stands in for.
        source = element if element.children or parent is None else parent
        if source is parent:
            element = _shorthand(element, parent)
        label = source.find("label")
        name = source.find("name")
        self.label = None
        if label is not None:
            before = name is not None and source.children.index(label) < source.children.index(name)
            self.label = _Label(label, before=before)
        self.names = NameList(
            compiler, name, source.find("et-al"), compiler.name_options, formatting(element)
        )
        self.delimiter = element.get("delimiter") or compiler.name_options.get(
            "names-delimiter", ""
        )
        if parent is not None and not element.get("delimiter"):
            self.delimiter = parent.get("delimiter") or self.delimiter
        self.wrap = wrapper(element)
        self.substitute: list[tuple[Render, str]] = []
        substitute = element.find("substitute")
        if substitute is not None:
            for child in substitute.children:
                term = child.get("term") if child.tag == "text" else ""
                self.substitute.append((compiler.alternative(child, element), term))

    def render(self, context: Context) -> Output | None:
        if context.hide_names and not context.blocks:
            # The names stand in the cite before, or in the text: whatever is printed in their
            # place is not printed again either.
            context.hide_names = False
            printed = set(context.rendered)
            self._render_or_substitute(context)
            context.rendered = printed
            context.called += 1
            context.filled += 1
            blocks = context.blocks or [NameBlock(0, [])]
            context.blocks[:] = [NameBlock(block.index, []) for block in blocks]
            return None
        return self._render_or_substitute(context)

    def _render_or_substitute(self, context: Context) -> Output | None:
        """Render the names, or the first alternative of cs:substitute that prints something."""
        context.called += 1
        context.work.left -= len(self.variables)
        output = self._render_variables(context)
        if output is not None:
            context.filled += 1
            return output
        for render, term in self.substitute:
            called, filled = context.called, context.filled
            started = context.started
            context.work.left -= 1
            printed = len(context.suppressed)
            context.substituting += 1
            output = render(context)
            context.substituting -= 1
            if output is not None and output != "":
                # A variable that stands in counts for its group, a term alone does not.
                if not context.blocks:
                    output = self._stand_in(context, output)
                    context.blocks[0].constant = len(context.suppressed) == printed
                return output
            # An alternative that printed nothing leaves no trace in the groups around it.
            context.called, context.filled, context.started = called, filled, started
            if term and context.locale.find_term(term) is not None:
                # A term that the locale leaves empty is an answer, too.
                return None
        if context.sorting and self.names.form == "count":
            context.filled += 1
            return "0"
        return None

    def _stand_in(self, context: Context, output: Output) -> Output:
        """Register what stands in for names: a bibliography compares and replaces it as names."""
        block = NameBlock(0, [])
        node = Node([output], role="names")
        block.node = node
        block.pieces = [Node([output], role="name")]
        context.blocks.append(block)
        return node

    def _render_variables(self, context: Context) -> Output | None:
        item = context.item
        variables = [
            variable
            for variable in self.variables
            if variable not in context.suppressed and item.names(variable)
        ]
        if not variables:
            return None
        if (
            len(variables) > 1
            and {"editor", "translator"} <= set(variables)
            and context.locale.term(_MERGED)
            and same_people(item.names("editor"), item.names("translator"))
        ):
            # The same people in both roles are printed once, with the term for both.
            index = min(variables.index("editor"), variables.index("translator"))
            variables = [name for name in variables if name not in ("editor", "translator")]
            variables.insert(index, _MERGED)
        pieces: list[Output] = []
        count = 0
        for variable in variables:
            merged = variable == _MERGED and variable not in self.variables
            source = "editor" if merged else variable
            context.print_variable(source)
            if merged:
                context.print_variable("translator")
            if self.names.form == "count":
                count += self.names.count(context, item.names(source))
                continue
            piece = self._render_variable(context, variable, source)
            if piece is not None:
                pieces.append(piece)
        if self.names.form == "count":
            return str(count)
        pieces = join(pieces, self.delimiter)
        if context.sorting:
            # What stands around the names says nothing about their order.
            return Node(pieces) if pieces else None
        return self.wrap(pieces)

    def _render_variable(self, context: Context, variable: str, source: str) -> Output | None:
        label_before: Output | None = None
        names = context.item.names(source)
        if self.label is not None and self.label.before and not context.sorting:
            label_before = self.label.render(context, variable, len(names))
        block = self.names.render(context, names)
        if block is None:
            return None
        outputs: list[Output] = []
        if label_before is not None:
            outputs.append(label_before)
        outputs.append(block)
        context.started = True
        if self.label is not None and not self.label.before and not context.sorting:
            label = self.label.render(context, variable, len(names))
            if label is not None:
                outputs.append(label)
        return outputs[0] if len(outputs) == 1 else Node(outputs)


def _shorthand(element: Element, parent: Element) -> Element:
    """Return a cs:names without children with the affixes and formatting of ``parent``."""
    attributes = {**parent.attributes, "variable": element.get("variable")}
    return Element(element.tag, attributes, element.line, element.file)


def compile_names(compiler: Compiler, element: Element) -> Render:
    """Compile cs:names."""
    return _Names(compiler, element, compiler.stand_in_for).render
