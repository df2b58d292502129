"""One name, formatted (CSL 1.0.2, "Name-part Order", "Non-dropping and Dropping Particles")."""

from __future__ import annotations

import re

from provrepo.cite.csl.collation import LEVEL
from provrepo.cite.csl.context import Context
from provrepo.cite.csl.initials import initialize
from provrepo.cite.csl.markup import parse_field
from provrepo.cite.csl.name_parts import Name
from provrepo.cite.csl.particles import joins_next
from provrepo.cite.csl.text_case import change_case
from provrepo.cite.csl.tree import Node, Output
from provrepo.cite.csl.wrapping import formatting
from provrepo.cite.csl.xml_tree import Element

_ARTICLE = re.compile(r"(?:an?|the)\s+(?=\S)", re.IGNORECASE)
"""An English article at the start of a name without parts."""
_CAPITALIZES = ("capitalize-first", "capitalize-all", "title")
_ELISIONS = ("'", "’", "‘", "ʼ")


class PartFormat:
    """What cs:name-part says of the family or the given name."""

    __slots__ = ("case", "marks", "prefix", "suffix")

    def __init__(self, element: Element | None) -> None:
        self.case = element.get("text-case") if element is not None else ""
        self.prefix = element.get("prefix") if element is not None else ""
        self.suffix = element.get("suffix") if element is not None else ""
        self.marks = formatting(element) if element is not None else ()

    @property
    def has_affixes(self) -> bool:
        """Whether something stands around the part."""
        return bool(self.prefix or self.suffix)

    def mark(self, text: str, context: Context, *, keep_case: bool = False) -> Output:
        """Return a part's text with its text-case and formatting, without its affixes."""
        return self.wrap(text, context, affixes=False, keep_case=keep_case)

    def wrap(
        self, text: str, context: Context, *, affixes: bool = True, keep_case: bool = False
    ) -> Output:
        """Return a part's text in its format."""
        kids: list[Output] = list(parse_field(text, context.locale.quote_key))
        if self.case and not keep_case:
            language = context.item.language or context.locale.language
            kids = change_case(kids, self.case, english=True, language=language)
        if not (self.prefix or self.suffix or self.marks) and len(kids) == 1:
            return kids[0]
        if not affixes:
            return Node(kids, marks=self.marks)
        return Node(kids, prefix=self.prefix, suffix=self.suffix, marks=self.marks)


class NameFormat:
    """The options that decide how each name of a list is written."""

    __slots__ = (
        "demote",
        "family",
        "form",
        "given",
        "hyphenate",
        "initialize",
        "initialize_with",
        "literal",
        "sort_separator",
    )

    def __init__(
        self,
        options: dict[str, str],
        family_part: Element | None,
        given_part: Element | None,
        demote: str,
        *,
        hyphenate: bool,
    ) -> None:
        self.form = options.get("form", "long")
        self.initialize = options.get("initialize", "true") != "false"
        self.initialize_with = options.get("initialize-with")
        self.sort_separator = options.get("sort-separator", ", ")
        self.family = PartFormat(family_part)
        self.given = PartFormat(given_part)
        self.demote = demote
        self.hyphenate = hyphenate

    def _shown_given_name(self, name: Name, level: int) -> str:
        """Return the given name as this format and the disambiguation level want it."""
        if level >= 2 or self.initialize_with is None:
            return name.given
        return initialize(
            name.given, self.initialize_with, every=self.initialize, hyphenate=self.hyphenate
        )

    def render(self, name: Name, context: Context, *, inverted: bool, level: int = 0) -> Node:
        """Return one name; ``inverted`` puts the family name first."""
        if name.literal:
            return Node([self._literal(name, context)], role="name")
        short = self.form == "short" and level == 0
        if name.ideographic and not context.sorting:
            return Node(self._ideographic(name, context, short=short), role="name")
        if short:
            return Node(self._short(name, context), role="name")
        given_name = self._shown_given_name(name, level)
        if context.sorting:
            return Node([self._sort_key(name, given_name)], role="name")
        if name.static:
            parts = [name.non_dropping, name.family]
            text = _words(parts)
            kids: list[Output] = [self.family.wrap(text, context)]
            if given_name:
                kids += [" ", self.given.wrap(given_name, context)]
            return Node(kids, role="name")
        if inverted:
            return Node(self._inverted(name, given_name, context), role="name")
        return Node(self._natural(name, given_name, context), role="name")

    def _literal(self, name: Name, context: Context) -> Output:
        # The affixes of a part are for names that have parts.
        text = name.literal
        if context.sorting:
            # "The New York Times" sorts as "New York Times".
            text = _ARTICLE.sub("", text, count=1) if _ARTICLE.match(text) else text
        return self.family.mark(text, context)

    def _ideographic(self, name: Name, context: Context, *, short: bool) -> list[Output]:
        # The affixes of a part divide it from the other; these names are written as one.
        kids: list[Output] = [self.family.mark(name.non_dropping + name.family, context)]
        if not short and name.given:
            kids.append(self.given.mark(name.given, context))
        return kids

    def _sort_key(self, name: Name, given_name: str) -> str:
        """Return the parts of a name in the order of their weight ("Sorting order of names")."""
        if self.demote == "never":
            levels = [_words([name.non_dropping, name.family]), name.dropping]
        else:
            levels = [name.family, _words([name.dropping, name.non_dropping])]
        return LEVEL.join([*levels, given_name, name.suffix]).rstrip(LEVEL)

    def _short(self, name: Name, context: Context) -> list[Output]:
        if context.sorting and self.demote != "never":
            return [name.family]
        return self._family(name, context)

    def _natural(self, name: Name, given_name: str, context: Context) -> list[Output]:
        kids: list[Output] = []
        if self.family.has_affixes or self.given.has_affixes:
            return self._with_part_affixes(name, given_name, context)
        if given_name and name.dropping and self.given.marks:
            kids += [self.given.mark(given_name, context)]
            kids += [" ", self.given.mark(name.dropping, context)]
        elif given_name:
            kids.append(self.given.wrap(_words([given_name, name.dropping]), context))
        elif name.dropping:
            kids.append(self.given.wrap(name.dropping, context))
        if kids:
            before = name.dropping or given_name
            if not joins_next(before) or before == given_name:
                kids.append(" ")
        kids += self._family(name, context)
        if name.suffix:
            kids.append(", " if name.comma_suffix else " ")
            kids.append(self._suffix(name))
        return kids

    def _with_part_affixes(self, name: Name, given_name: str, context: Context) -> list[Output]:
        """Return given and family name, the affixes of the latter around particles and suffix."""
        kids: list[Output] = []
        if given_name:
            kids += [self.given.wrap(given_name, context), " "]
        inner: list[Output] = []
        if name.dropping:
            inner.append(self.given.mark(name.dropping, context))
            if not joins_next(name.dropping):
                inner.append(" ")
        inner += self._family(name, context, affixes=False)
        if name.suffix:
            inner += [", " if name.comma_suffix else " ", self._suffix(name)]
        kids.append(Node(inner, prefix=self.family.prefix, suffix=self.family.suffix))
        return kids

    def _suffix(self, name: Name) -> str:
        """Return "Jr." without its period where initials go without theirs."""
        suffix = name.suffix.replace("'", "’")
        if self.initialize_with is not None and not self.initialize_with.strip():
            return suffix.replace(".", "")
        return suffix

    def _family(self, name: Name, context: Context, *, affixes: bool = True) -> list[Output]:
        """Return the particle and the family name, each in the format of the family name."""
        if not name.non_dropping:
            return [self.family.wrap(name.family, context, affixes=affixes)]
        # French keeps a particle and its name on one line.
        space = "\N{NO-BREAK SPACE}" if context.locale.language.startswith("fr") else " "
        if joins_next(name.non_dropping):
            space = ""
        if not self.family.marks and not self.family.case:
            text = name.non_dropping + space + name.family
            return [self.family.wrap(text, context, affixes=affixes)]
        # "’t Hart" never becomes "’T Hart".
        elided = name.non_dropping[0] in _ELISIONS and self.family.case in _CAPITALIZES
        both = [
            self.family.mark(name.non_dropping, context, keep_case=elided),
            space,
            self.family.mark(name.family, context),
        ]
        if not (affixes and self.family.has_affixes):
            return both
        return [Node(both, prefix=self.family.prefix, suffix=self.family.suffix)]

    def _inverted(self, name: Name, given_name: str, context: Context) -> list[Output]:
        separator = self.sort_separator
        demoted = self.demote == "display-and-sort"
        kids = [self.family.wrap(name.family, context)] if demoted else self._family(name, context)
        tail: list[Output] = []
        for text, part in (
            (given_name, self.given),
            (name.dropping, self.given),
            (name.non_dropping if demoted else "", self.family),
        ):
            if text:
                tail += [" "] if tail else []
                tail.append(part.mark(text, context))
        if tail:
            kids += [separator, Node(tail, prefix=self.given.prefix, suffix=self.given.suffix)]
        if name.suffix:
            kids += [separator if tail else " ", self._suffix(name)]
        return kids


def _words(parts: list[str]) -> str:
    """Join the words of a name; nothing goes between a particle's apostrophe and what follows."""
    text = ""
    for part in parts:
        if not part:
            continue
        if text and not joins_next(text):
            text += " "
        text += part
    return text
