"""The state of rendering: what is cited and how, and what has been printed so far."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from provrepo.cite.csl.item import CitedItem
from provrepo.cite.csl.locale import Locale
from provrepo.cite.csl.tree import Node, Output
from provrepo.cite.csl.work import Work

if TYPE_CHECKING:
    from provrepo.cite.csl.name_parts import Name


class Cite:
    """One reference inside a citation: the item, and where and how it is cited.

    ``position`` is ``first``, ``subsequent``, ``ibid`` or ``ibid-with-locator``; ``first_note`` is
    the number of the note that cites the item first (0: this one, or none). ``unsorted`` keeps the
    cites of its citation as their author put them.
    """

    __slots__ = (
        "author_only",
        "first_note",
        "item",
        "label",
        "locator",
        "near_note",
        "position",
        "prefix",
        "suffix",
        "suppress_author",
        "unsorted",
    )

    def __init__(self, item: CitedItem) -> None:
        self.item = item
        self.locator = ""
        self.label = "page"
        self.prefix = ""
        self.suffix = ""
        self.suppress_author = False
        self.author_only = False
        self.unsorted = False
        self.position = "first"
        self.near_note = False
        self.first_note = 0


class Disambiguation:
    """What one item's cites need so that they cannot be taken for another's.

    ``shown`` is how many names each name list shows at least; ``given`` how much of a given name
    (0: as the style says, 1: initials, 2: in full) by name list and place in it; ``suffix`` the
    year suffix (-1: none). ``met`` are the tests of ``disambiguate`` that hold, of those ``tested``
    in the cite.
    """

    __slots__ = ("given", "met", "shown", "suffix", "tested")

    def __init__(self) -> None:
        self.shown: dict[int, int] = {}
        self.given: dict[tuple[int, int], int] = {}
        self.suffix = -1
        self.met: frozenset[int] = frozenset()
        self.tested: frozenset[int] = frozenset()

    def meets(self, test: int) -> bool:
        """Return whether a test of ``disambiguate`` holds.

        One that the cite did not come to, such as one in the bibliography, holds where any does.
        """
        return test in self.met or (bool(self.met) and test not in self.tested)

    def copy(self) -> Disambiguation:
        """Return an independent copy."""
        duplicate = Disambiguation()
        duplicate.shown = dict(self.shown)
        duplicate.given = dict(self.given)
        duplicate.suffix = self.suffix
        duplicate.met, duplicate.tested = self.met, self.tested
        return duplicate


class NameBlock:
    """A rendered name list, kept for what compares, replaces or disambiguates its names.

    ``index`` is its place among the name lists of the cite; ``pieces`` are its names as printed and
    ``node`` is what holds them, which a bibliography changes in place.
    """

    __slots__ = (
        "constant",
        "index",
        "initials",
        "names",
        "node",
        "pieces",
        "shortened",
        "shown",
    )

    def __init__(self, index: int, names: list[Name]) -> None:
        self.index = index
        self.names = names
        self.shown = len(names)
        self.shortened = False
        self.initials = False
        self.constant = False  # a term or value that stands in for names
        self.node: Node | None = None
        self.pieces: list[Node] = []


class Context:
    """The state of rendering one cite or one bibliography entry.

    ``called`` and ``filled`` count the variables asked for and those with a value: a group
    compares them before and after. ``started`` is true once something was printed: a term at the
    very start is capitalised. ``work`` is what rendering may still cost.
    """

    __slots__ = (
        "blocks",
        "called",
        "citation_number",
        "cite",
        "comparing",
        "conditions",
        "disambiguation",
        "filled",
        "hide_names",
        "in_both_roles",
        "item",
        "locale",
        "rendered",
        "sort_et_al",
        "sorting",
        "started",
        "substituting",
        "suffix_shown",
        "suppressed",
        "text_printed",
        "work",
    )

    def __init__(
        self, cite: Cite, locale: Locale, disambiguation: Disambiguation, work: Work
    ) -> None:
        self.cite = cite
        self.item = cite.item
        self.locale = locale
        self.disambiguation = disambiguation
        self.work = work
        self.called = 0
        self.filled = 0
        self.suppressed: set[str] = set()
        self.started = False
        self.blocks: list[NameBlock] = []
        self.citation_number = 0
        self.sorting = False
        self.comparing = False  # rendered to compare cites, not to print
        self.sort_et_al: dict[str, str] = {}
        self.suffix_shown = False
        self.text_printed = False  # a title or the like: such cites are not collapsed into years
        self.hide_names = False
        # Who was named as editor and translator, under the label for both.
        self.in_both_roles: set[tuple[tuple[str, ...], ...]] = set()
        self.conditions: list[int] = []
        self.rendered: set[str] = set()
        self.substituting = 0

    def print_variable(self, variable: str) -> None:
        """Note that a variable is printed; what stands in for names is not printed again."""
        self.rendered.add(variable)
        if self.substituting:
            self.suppressed.add(variable)


Render = Callable[[Context], Output | None]
