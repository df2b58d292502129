"""A list of names: et al., the delimiters, "and" (CSL 1.0.2, "Name", "Et-al")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provrepo.cite.csl.context import Context, NameBlock
from provrepo.cite.csl.elements.name_format import NameFormat
from provrepo.cite.csl.name_parts import ROMANESQUE, Name
from provrepo.cite.csl.numbers import whole_number
from provrepo.cite.csl.tree import Mark, Node, Output, join
from provrepo.cite.csl.work import CHARACTERS_PER_STEP, NAME_STEPS
from provrepo.cite.csl.wrapping import formatting, text_wrapper, wrapper
from provrepo.cite.csl.xml_tree import Element

if TYPE_CHECKING:
    from provrepo.cite.csl.compiler import Compiler


class NameList:
    """A compiled cs:name with its cs:et-al and inherited options."""

    def __init__(
        self,
        compiler: Compiler,
        element: Element | None,
        et_al: Element | None,
        inherited: dict[str, str],
        outer_marks: tuple[Mark, ...] = (),
    ) -> None:
        options = dict(inherited)
        parts: dict[str, Element] = {}
        if element is not None:
            options.update(element.attributes)
            parts = {part.get("name"): part for part in element.children if part.tag == "name-part"}
        for affix in ("prefix", "suffix"):
            if element is None or affix not in element.attributes:
                options.pop(affix, None)
        self.options = options
        self.first_limits = _limits(options, later=False)
        self.later_limits = _limits(options, later=True)
        self.form = options.get("form", "long")
        self.delimiter = options.get("delimiter", ", ")
        self.conjunction = options.get("and", "")
        self.precedes_last = options.get("delimiter-precedes-last", "contextual")
        self.outer_rule = inherited.get("delimiter-precedes-last", "contextual")
        self.own_rule = element is not None and "delimiter-precedes-last" in element.attributes
        self.precedes_et_al = options.get("delimiter-precedes-et-al", "contextual")
        self.inversion = options.get("name-as-sort-order", "")
        self.et_al_term = et_al.get("term", "et-al") if et_al is not None else "et-al"
        self.et_al_wrap = text_wrapper(et_al) if et_al is not None else None
        self.format = NameFormat(
            options,
            parts.get("family"),
            parts.get("given"),
            compiler.demote,
            hyphenate=compiler.hyphenate,
        )
        self.wrap = wrapper(element) if element is not None else None
        self.marks = formatting(element) if element is not None else ()
        affixes = ("prefix", "suffix")
        self.formatted = bool(self.marks) or any(affix in options for affix in affixes)
        self.outer_marks = outer_marks
        self.area = compiler.area

    def _limits(self, context: Context) -> tuple[int, int, bool]:
        """Return et-al-min, et-al-use-first and et-al-use-last as they are in force here."""
        later = context.cite.position != "first" and self.area == "citation"
        if context.sort_et_al:
            return _limits({**self.options, **context.sort_et_al}, later=later)
        return self.later_limits if later else self.first_limits

    def _shown(self, context: Context, block: NameBlock) -> tuple[int, bool]:
        """Return how many names are shown, and whether the last stands behind an ellipsis."""
        total = len(block.names)
        minimum, first, last = self._limits(context)
        if not minimum or first < 0 or total < minimum or first >= total:
            return total, False
        shown = max(first, min(context.disambiguation.shown.get(block.index, 0), total))
        if shown >= total:
            return total, False
        if last and total - shown < 2:
            # An ellipsis stands for two names or more: for one, the name itself is as short.
            last = False
        return shown, last

    def count(self, context: Context, names: list[Name]) -> int:
        """Return how many names would be printed (``form="count"``)."""
        block = NameBlock(len(context.blocks), names)
        shown, _ = self._shown(context, block)
        return shown

    def render(self, context: Context, names: list[Name]) -> Node | None:
        """Return the list of names and register it in the context; None where it prints nothing."""
        block = NameBlock(len(context.blocks), names)
        context.blocks.append(block)
        shown, with_last = self._shown(context, block)
        letters = sum([name.letters for name in names])
        context.work.spend(NAME_STEPS * shown + letters // CHARACTERS_PER_STEP)
        block.shown = shown
        block.shortened = shown < len(names)
        block.initials = self.format.initialize_with is not None and self.format.initialize
        block.pieces = [
            self._name(context, block, index, name) for index, name in enumerate(names[:shown])
        ]
        kids: list[Output]
        if context.sorting:
            if with_last:
                block.pieces.append(self._name(context, block, len(names) - 1, names[-1]))
            kids = join([*block.pieces], self.delimiter)
        elif not block.shortened:
            kids = self._joined(context, block)
        else:
            kids = self._with_et_al(context, block, with_last=with_last)
        if not kids:
            return None
        node = Node(kids, role="names")
        block.node = node
        return node

    def _name(self, context: Context, block: NameBlock, index: int, name: Name) -> Node:
        inverted = self._is_inverted(context, index)
        level = context.disambiguation.given.get((block.index, index), 0)
        piece = self.format.render(name, context, inverted=inverted, level=level)
        if context.sorting:
            return piece
        if self.wrap is not None and not name.literal:
            wrapped = self.wrap(piece.kids)
            piece.kids = [wrapped] if wrapped is not None else []
            if self.formatted and isinstance(wrapped, Node):
                wrapped.role = "name-format"
        elif self.marks:
            piece.kids = [Node(piece.kids, marks=self.marks, role="name-format")]
        return piece

    def _is_inverted(self, context: Context, index: int) -> bool:
        if context.sorting:
            return True
        return self.inversion == "all" or (self.inversion == "first" and index == 0)

    def _joined(self, context: Context, block: NameBlock) -> list[Output]:
        pieces = block.pieces
        if len(pieces) == 1:
            return [pieces[0]]
        kids: list[Output] = [pieces[0]]
        for piece in pieces[1:-1]:
            kids += [self.delimiter, piece]
        kids.append(self._last_delimiter(context, block))
        kids.append(pieces[-1])
        return kids

    def _last_delimiter(self, context: Context, block: NameBlock) -> str:
        """Return what stands before the last name: the delimiter, the word "and", or both."""
        if not self.conjunction:
            return self.delimiter
        count = len(block.pieces)
        term = "&" if self.conjunction == "symbol" else context.locale.find_term("and")
        word = "and" if term is None else term
        # "和", "ו": scripts that write the word without spaces bring their own.
        joined = bool(word) and word != "&" and ROMANESQUE.match(word) is None
        if block.names[count - 1].literal and self.own_rule:
            # An institution is added to the list as a list of its own, whatever cs:name says.
            always = count > 2 or self.precedes_last == self.outer_rule == "always"
        elif self.precedes_last == "after-inverted-name":
            always = self._is_inverted(context, count - 2) and not block.names[count - 2].literal
        else:
            always = self.precedes_last == "always" or (
                self.precedes_last == "contextual" and count > 2
            )
        if joined:
            return self.delimiter + word if self.precedes_last == "always" else word
        between = self.delimiter if always else " "
        if not between.endswith((" ", " ")):
            between += " "
        return f"{between}{word} " if word else between

    def _with_et_al(self, context: Context, block: NameBlock, *, with_last: bool) -> list[Output]:
        """Return the names shown, then "et al." or, ``with_last``, an ellipsis and the last."""
        kids: list[Output] = []
        for piece in block.pieces:
            if kids:
                kids.append(self.delimiter)
            kids.append(piece)
        if not kids:
            # "And others" than nobody: with et-al-use-first="0" a list prints nothing.
            return []
        if with_last:
            last = self._name(context, block, len(block.names) - 1, block.names[-1])
            block.pieces.append(last)
            kids += [self.delimiter, "… ", last]
            return kids
        term = context.locale.find_term(self.et_al_term)
        if term is None:
            term = self.et_al_term
        et_al = self.et_al_wrap([term]) if self.et_al_wrap is not None else term
        count = len(block.pieces)
        rule = self.precedes_et_al
        delimited = rule == "always" or (rule == "contextual" and count > 1)
        if rule == "after-inverted-name":
            delimited = self._is_inverted(context, count - 1)
        if et_al is not None and term:
            # "等" stands without a blank.
            space = " " if ROMANESQUE.match(term) or not term[0].isalpha() else ""
            kids += [self.delimiter if delimited else space, et_al]
        if self.options.get("suffix") and not self.options.get("prefix"):
            # What divides a name from what follows divides "et al." from it too.
            kids = [Node(kids, suffix=self.options["suffix"])]
        # "et al." is in the format of the names.
        marks = tuple(mark for mark in self.marks if mark not in self.outer_marks)
        return [Node(kids, marks=marks)] if marks else kids


def _limits(options: dict[str, str], *, later: bool) -> tuple[int, int, bool]:
    """Return the limits of "et al." in a first citation, or in a later one."""
    minimum, first = options.get("et-al-min", ""), options.get("et-al-use-first", "")
    if later:
        minimum = options.get("et-al-subsequent-min", minimum)
        first = options.get("et-al-subsequent-use-first", first)
    last = options.get("et-al-use-last") == "true"
    return whole_number(minimum, 0), whole_number(first, -1), last
