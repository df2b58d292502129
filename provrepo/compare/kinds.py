"""The classes of change, and which one a change is."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection

from provrepo.compare.form import form_kind, plain_letters
from provrepo.compare.tokens import speaks
from provrepo.interventions import BRACKETS, CLOSING, OPENING, bracketed

KINDS = (
    "text",
    "intervention",
    "brackets",
    "punctuation",
    "case",
    "normal form",
    "width",
    "white space",
)
"""The classes, from the most to the least that a change can mean for a reader."""

LARGE = 5_000
"""A longer replacement, in characters, is classed without looking at what became of each word."""

# The form of a longer replacement is looked at only where its beginning, of this many characters,
# agrees in that many when folded: folding a megabyte to learn that it was rewritten would be waste.
_BEGIN = 200
_ALIKE = 20

# Parentheses and angle brackets are the source's own more often than the editor's; put around words
# that stay, they are brackets all the same.
_BRACKETS = frozenset(BRACKETS + "(){}（）⟨⟩〈〉")
_LETTER = re.compile(r"[^\W_]")
# A word that the end of a line breaks after a hyphen.
_BROKEN = re.compile(r"(?<=[^\W_])[-\u00ad\u2010][^\S\n]*\n\s*(?=[^\W\d_])")
_WHOLE_BRACKET = re.compile(rf"\s*[{re.escape(OPENING)}].*[{re.escape(CLOSING)}]\s*", re.DOTALL)


def valid_kinds(names: Collection[str]) -> frozenset[str]:
    """Return ``names`` as a set; a single string is a set of one.

    Raises InvalidValue where one of them is no class of change.
    """
    names = {names} if isinstance(names, str) else set(names)
    wrong = sorted(names - set(KINDS))
    if wrong:
        from provrepo.errors import InvalidValue

        raise InvalidValue("class of change", wrong[0], f"use {', '.join(KINDS)}")
    return frozenset(names)


def kind_of(deleted: str, inserted: str) -> str:
    """Return the class of a replacement, deletion or insertion, looking at its own text alone."""
    if len(deleted) + len(inserted) > LARGE:
        alike = folded(deleted[:_BEGIN])[:_ALIKE] == folded(inserted[:_BEGIN])[:_ALIKE]
        return (alike and _form(deleted, inserted)) or _plain_kind(deleted + inserted)
    if deleted and inserted:
        form = _form(deleted, inserted)
        if form:
            return form
        if _same_words(deleted, inserted):
            signs = {sign for sign in deleted + inserted if not _speaks(sign)}
            return "brackets" if signs <= _BRACKETS | {" "} else "punctuation"
        if _whole(deleted) and _whole(inserted):
            return "intervention"
    elif _whole(deleted or inserted):
        return "intervention"
    return _plain_kind(deleted + inserted)


def _form(deleted: str, inserted: str) -> str:
    """Return the class of a change of form or case, empty where the words themselves differ."""
    return form_kind(deleted, inserted) or ("case" if _only_case(deleted, inserted) else "")


def _only_case(deleted: str, inserted: str) -> bool:
    """Return whether texts differ in case, not in spelling: ``ß`` and ``ss``, ``ﬃ`` and ``ffi``."""
    deleted, inserted = plain_letters(deleted), plain_letters(inserted)
    if _caseless(deleted) != _caseless(inserted):
        return False
    return deleted.isupper() or inserted.isupper() or deleted.lower() == inserted.lower()


def _caseless(text: str) -> str:
    return text.lower() if text.isascii() else plain_letters(text.casefold())


def folded(token: str) -> str:
    """Return the key under which a token equals itself in another case, width or normal form.

    Caseless matching after Unicode's D146, whose second normalization is for what folding undoes.
    """
    if token.isspace():
        return " "
    if token.isascii():
        return token.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", token).casefold())


def _plain_kind(text: str) -> str:
    # Of a long text without a letter, each sign has to be looked at once.
    if _LETTER.search(text) or any(map(_speaks, set(text))):
        return "text"
    if text.isspace():
        return "white space"
    return "brackets" if set(text) <= _BRACKETS else "punctuation"


def _same_words(deleted: str, inserted: str) -> bool:
    """Return whether both have the same words, with other marks between or inside them.

    A blank inside a word makes other words of it: ``196 1``. A line end after a hyphen does not.
    """
    if "\n" in deleted or "\n" in inserted:
        deleted, inserted = _BROKEN.sub("", deleted), _BROKEN.sub("", inserted)
    words = _words(deleted)
    if not words or "".join(words) != "".join(_words(inserted)):
        return False
    return words == _words(inserted) or _pieces(deleted) == _pieces(inserted)


def _words(text: str) -> list[str]:
    """Return the words of ``text``, at whatever is no part of one."""
    return "".join(sign if _speaks(sign) else " " for sign in text).split()


def _pieces(text: str) -> list[str]:
    """Return the words of ``text``, at white space alone: ``re-elect`` is one."""
    return [piece for part in text.split() if (piece := "".join(filter(_speaks, part)))]


def in_word(sign: str) -> bool:
    """Return whether a character is part of a word, as a mark such as a vowel point is."""
    return sign.isalnum() or (sign > "\u02ff" and unicodedata.category(sign)[0] == "M")


def _speaks(sign: str) -> bool:
    """Return whether a character is part of a word, or says something alone: an emoji, a €."""
    return sign.isalnum() or speaks(sign)


def _whole(text: str) -> bool:
    """Return whether ``text`` is one or more whole brackets and nothing else."""
    if not _WHOLE_BRACKET.fullmatch(text):
        return False
    place = 0
    for start, end in bracketed(text):
        if text[place:start].strip():
            return False
        place = end
    return place > 0 and not text[place:].strip()


class Brackets:
    """The editor's brackets of a text, which are looked for when it is first asked about them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] | None = None
        self._ends: list[int] = []

    def hold(self, start: int, end: int) -> bool:
        """Return whether the half-open range lies between the signs of one bracket."""
        if self._starts is None:
            ranges = bracketed(self._text)
            self._starts = [first for first, _ in ranges]
            self._ends = [last for _, last in ranges]
        # Outermost brackets are disjoint, so that only the last one that opens before can hold it.
        last = bisect_right(self._starts, start - 1) - 1
        return last >= 0 and end < self._ends[last]
