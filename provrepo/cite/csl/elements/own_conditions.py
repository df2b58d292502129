"""Conditions of our own in cs:choose: the look of a value, for which CSL has no question.

CSL asks whether a variable has a value; the guides of archives say how a call number in small
letters, one in Cyrillic, or the holdings of one library are cited. The built-in styles ask that
with attributes of their own, of which other processors know nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from provrepo.cite.csl.context import Context
from provrepo.cite.csl.elements.values import value_of
from provrepo.cite.csl.kinds import is_description
from provrepo.cite.csl.name_parts import same_people

Test = Callable[[Context], bool]
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LEAF = re.compile(r"\d ?(?:[rv]|ob|об)\b")


def names_leaves(pages: str) -> bool:
    """Return whether a field of pages counts leaves: ``12r``, ``4v-5r``, ``7ob.``."""
    return _LEAF.search(pages) is not None


def _language(word: str) -> Test:
    def test(context: Context) -> bool:
        language = context.locale.language
        return language == word or language.startswith(word + "-")

    return test


def _archive(word: str) -> Test:
    pattern = re.compile(rf"\b{re.escape(word)}\b")
    return lambda context: pattern.search(value_of(context, "archive")) is not None


def _small_letter(variable: str) -> Test:
    return lambda context: value_of(context, variable)[:1].islower()


def _cyrillic(variable: str) -> Test:
    return lambda context: _CYRILLIC.search(value_of(context, variable)) is not None


def _description(variable: str) -> Test:
    return lambda context: is_description(value_of(context, variable))


_REPEATS = {"event-place": "publisher-place"}
"""Zotero writes its one field for a place into both, of every type."""


def _repeated(variable: str) -> Test:
    other = _REPEATS.get(variable, "")
    return lambda context: value_of(context, variable) == value_of(context, other) != ""


def _same_people(variable: str) -> Test:
    def test(context: Context) -> bool:
        people, givers = context.item.names(variable), context.item.names("contributor")
        return bool(people) and same_people(people, givers)

    return test


OWN_CONDITIONS: dict[str, Callable[[str], Test]] = {
    "provrepo:archive": _archive,
    "provrepo:cyrillic": _cyrillic,
    "provrepo:description": _description,
    "provrepo:language": _language,
    "provrepo:repeated": _repeated,
    "provrepo:same-people": _same_people,
    "provrepo:small-letter": _small_letter,
}
"""Each attribute, and what makes a test of one of its words.

``archive``: a word in the name of the archive; ``cyrillic``: a variable with Cyrillic letters;
``description``: a title that only says what the item is; ``language``: that of the citing text;
``repeated``: a variable that says what another does; ``same-people``: names that are those of the
contributors; ``small-letter``: a variable that begins with one.
"""
