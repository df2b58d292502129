"""cs:names: name variables, substitutes and labels (CSL 1.0.2, "Names")."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provrepo.cite.csl.context import Context, NameBlock, Render
from provrepo.cite.csl.elements.name_list import NameList
from provrepo.cite.csl.item import BOTH_ROLES
from provrepo.cite.csl.name_parts import Name, same_people
from provrepo.cite.csl.tree import Node, Output, join
from provrepo.cite.csl.wrapping import formatting, text_changer, wrapper
from provrepo.cite.csl.xml_tree import Element

if TYPE_CHECKING:
    from provrepo.cite.csl.compiler import Compiler

_MERGED = "editortranslator"
"""The variable and the term of people who are both editors and translators (appendix IV)."""
_EDITOR_TRANSLATOR = ("editor", "translator")


class _Role(NamedTuple):
    """People to print: the term for what they did, and the variables that they stand for."""

    term: str
    people: list[Name]
    variables: tuple[str, ...]


OPENS = "provrepo:opens"
"""An attribute of our own: a label that may begin a note has a capital there, *To Anna Quay*."""


class _Label:
    """A cs:label inside cs:names: the term for the role."""

    def __init__(self, element: Element, *, before: bool) -> None:
        self.form = element.get("form", "long")
        self.plural = element.get("plural", "contextual")
        self.wrap = wrapper(element)
        self.change = text_changer(element)
        self.before = before
        self.opens = before and element.get(OPENS) == "true"

    def render(self, context: Context, variable: str, count: int) -> Output | None:
        plural = self.plural == "always" or (self.plural == "contextual" and count > 1)
        text = context.locale.term(variable, self.form, plural=plural)
        if not text and variable == "editor-translator":
            text = context.locale.term(_MERGED, self.form, plural=plural)
        if not text:
            return None
        if self.opens and not context.started:
            text = text[0].upper() + text[1:]
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
            printed, started = set(context.rendered), context.started
            self._render_or_substitute(context)
            context.rendered, context.started = printed, started
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
        asked = _roles(context, self.variables)
        roles = [role for role in asked if self.label is None or not _is_told(context, role)]
        output = self._render_roles(context, roles)
        if output is not None:
            context.filled += 1
            return output
        if asked and not (context.sorting and self.names.form == "count"):
            # Something stands in where "the name variables … are empty" ("Substitute"): not for
            # people who were named already as both, nor where et-al-use-first="0" names nobody.
            return None
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

    def _render_roles(self, context: Context, roles: list[_Role]) -> Output | None:
        if not roles:
            return None
        for role in roles:
            for variable in role.variables:
                context.print_variable(variable)
        if self.names.form == "count":
            return str(sum(self.names.count(context, role.people) for role in roles))
        rendered = [self._render_role(context, role) for role in roles]
        pieces = [piece for piece in rendered if piece is not None]
        pieces = join(pieces, self.delimiter)
        if context.sorting:
            # What stands around the names says nothing about their order.
            return Node(pieces) if pieces else None
        return self.wrap(pieces)

    def _render_role(self, context: Context, role: _Role) -> Output | None:
        label: Output | None = None
        if self.label is not None and not context.sorting:
            label = self.label.render(context, role.term, len(role.people))
        block = self.names.render(context, role.people)
        if block is None:
            return None
        context.started = True
        if label is None or self.label is None:
            return block
        _tell(context, role)
        return Node([label, block] if self.label.before else [block, label])


def _roles(context: Context, variables: list[str]) -> list[_Role]:
    """Return the name variables that have something to print, each with its people."""
    item, roles = context.item, []
    for variable in variables:
        people = item.names(variable)
        if not people:
            continue
        sources: tuple[str, ...] = (variable,)
        if item.is_generated(variable):
            sources = (*BOTH_ROLES, *_EDITOR_TRANSLATOR)
        if context.suppressed.isdisjoint(sources):
            roles.append(_Role(variable, people, sources))
    if len(roles) < 2:
        return roles
    singles = [role for role in roles if role.term in _EDITOR_TRANSLATOR]
    if len(singles) != 2 or not context.locale.term(_MERGED):
        return roles
    first, second = singles
    if not same_people(first.people, second.people):
        return roles
    # The same people in both roles are printed once, with the term for both, also where the style
    # asks for the variable of both beside the two.
    merged = _Role(_MERGED, first.people, _EDITOR_TRANSLATOR)
    remaining = [role for role in roles if role is not second and not _are_both(role, first.people)]
    return [merged if role is first else role for role in remaining]


def _are_both(role: _Role, people: list[Name]) -> bool:
    """Return whether a role is that of these people as editors and translators."""
    return role.term in BOTH_ROLES and same_people(role.people, people)


def _is_told(context: Context, role: _Role) -> bool:
    """Return whether people were named as editors and translators already."""
    return role.term in BOTH_ROLES and _keys(role) in context.in_both_roles


def _tell(context: Context, role: _Role) -> None:
    """Note who was named as editor and translator, so that nobody is named so twice.

    Nor are those behind a generated variable named in one of the two roles alone.
    """
    if role.term not in BOTH_ROLES:
        return
    context.in_both_roles.add(_keys(role))
    if "editor" in role.variables and role.term in role.variables:
        context.suppressed.update(role.variables)


def _keys(role: _Role) -> tuple[tuple[str, ...], ...]:
    return tuple(name.key for name in role.people)


def _shorthand(element: Element, parent: Element) -> Element:
    """Return a cs:names without children with the affixes and formatting of ``parent``."""
    attributes = {**parent.attributes, "variable": element.get("variable")}
    return Element(element.tag, attributes, element.line, element.file)


def compile_names(compiler: Compiler, element: Element) -> Render:
    """Compile cs:names."""
    return _Names(compiler, element, compiler.stand_in_for).render
