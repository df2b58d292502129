"""The query language: what a user types becomes phrases to look for.

All words of a text, ``"a phrase"``, ``a*``, ``-without``, ``a OR b``. Nothing of it is passed on to
a database: that gets words alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from provrepo.errors import InvalidValue
from provrepo.interventions import BRACKETS, paired
from provrepo.search.folding import FOLDING, WORD_TYPE, exactly, kind, word_pattern

LONGEST = 2_000
"""Characters of a query; who types more means a file."""

MOST_WORDS = 200

_QUOTES = str.maketrans(dict.fromkeys("“”„‟〝〞〟＂", '"'))
_NO_SIGNS = str.maketrans(dict.fromkeys(BRACKETS))
_PART = re.compile(r'(?P<without>-*)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))|(?P<blank>\s+)')
_STARS = re.compile(r"\*+")

_COMMENT = re.compile(
    r"\s*(?:sic\b.*|recte\b.*|\d{1,3}|原文如此|원문대로)\s*", re.IGNORECASE | re.DOTALL
)
"""What stands in a bracket that touches a word and is no part of it: the number of a footnote."""


@dataclass(frozen=True, slots=True)
class Item:
    """A word of a phrase, as it is looked for.

    ``words`` are the spellings that count as this word, folded; where ``pattern`` is set, it is
    what a folded word has to match instead, and begins with the only one of the ``words``, which
    may be empty. ``is_tight`` tells that nothing stood before it in the query but another word.
    """

    words: tuple[str, ...]
    pattern: re.Pattern[str] | None = None
    is_tight: bool = False

    def fits(self, word: str) -> bool:
        """Return whether a folded word of a text is this one."""
        if self.pattern is not None:
            return self.pattern.fullmatch(word) is not None
        return word in self.words


Phrase = tuple[Item, ...]
"""Words that stand next to each other."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Phrases of which one has to stand in a text, or of which none may where it ``excludes``."""

    phrases: tuple[Phrase, ...]
    excludes: bool = False


@dataclass(frozen=True)
class Query:
    """A parsed query: clauses that all have to hold; ``written`` is what the user typed.

    ``is_exact``: case, accents and width count.
    """

    written: str
    clauses: tuple[Clause, ...]
    is_exact: bool = False

    @cached_property
    def required(self) -> tuple[Clause, ...]:
        """The clauses that say what has to be in a text."""
        return tuple(clause for clause in self.clauses if not clause.excludes)

    @cached_property
    def excluded(self) -> tuple[Clause, ...]:
        """The clauses that say what may not be in a text."""
        return tuple(clause for clause in self.clauses if clause.excludes)


def parse(written: str, *, exact: bool = False, variants: bool = False) -> Query:
    """Return what ``written`` asks for.

    With ``exact`` case, accents and width count; with ``variants`` the ways in which a character of
    Chinese is written do not (`provrepo.search.variants`).

    Raises InvalidValue where it names no word that a text would have to hold, or is too long.
    """
    if len(written) > LONGEST:
        raise InvalidValue("query", written[:60] + "…", f"has more than {LONGEST:,} characters")
    clauses: list[Clause] = []
    follows_or = False
    for excludes, part, is_quoted in _parts(written):
        if part == "OR" and not is_quoted and not excludes:
            follows_or = bool(clauses) or _misplaced(written)
            continue
        phrase = _phrase(part, exact=exact)
        if variants:
            phrase = tuple(map(_with_variants, phrase))
        if phrase and follows_or:
            if excludes or clauses[-1].excludes:
                raise InvalidValue("query", written, "“-” cannot stand beside OR")
            clauses[-1] = Clause((*clauses[-1].phrases, phrase))
        elif phrase:
            clauses.append(Clause((phrase,), excludes))
        follows_or = False
    if follows_or:
        _misplaced(written)
    query = Query(written, tuple(clauses), exact)
    _check(query)
    return query


def _misplaced(written: str) -> bool:
    raise InvalidValue("query", written, 'OR needs a word on both sides; as a word it is "OR"')


def _check(query: Query) -> None:
    if not query.required:
        reason = (
            "says only what may not be in a text; name a word that has to be in it too"
            if query.clauses
            else "has no word to look for: letters, digits or characters. --regex finds signs"
        )
        raise InvalidValue("query", query.written, reason)
    words = sum(len(phrase) for clause in query.clauses for phrase in clause.phrases)
    if words > MOST_WORDS:
        raise InvalidValue("query", query.written[:60] + "…", f"has more than {MOST_WORDS} words")


def _parts(written: str) -> Iterator[tuple[bool, str, bool]]:
    """Yield what blanks and quotation marks part: whether excluded, the words, whether quoted."""
    after_blank = True
    for match in _PART.finditer(written.translate(_QUOTES)):
        if match["blank"] is not None:
            after_blank = True
            continue
        excludes = after_blank and bool(match["without"])
        after_blank = False
        phrase = match["phrase"]
        yield excludes, match["word"] if phrase is None else phrase, phrase is not None


def _phrase(part: str, *, exact: bool) -> Phrase:
    """Return the words of a phrase; brackets are left out, as they are in the words of a text."""
    text = _without_comments(part).translate(_NO_SIGNS)
    items: list[Item] = []
    end = 0
    matches = list(word_pattern().finditer(text))
    number = 0
    while number < len(matches):
        match = matches[number]
        before = text[end : match.start()]
        pieces = [_folded(match[0], exact=exact)]
        begins_with_star = before.endswith("*")
        end = match.end()
        # What only stars part is one word, in scripts that write words.
        while (
            number + 1 < len(matches)
            and (star := _STARS.fullmatch(text, end, matches[number + 1].start()))
            and _is_word(pieces[-1])
            and _is_word(following := _folded(matches[number + 1][0], exact=exact))
        ):
            number, end = number + 1, matches[number + 1].end()
            pieces.append(following)
            assert star
        number += 1
        if not pieces[0]:
            continue
        ends_with_star = text[end : end + 1] == "*"
        is_tight = bool(items) and before == ""
        items.append(_item(pieces, begins_with_star, ends_with_star, is_tight=is_tight))
    return tuple(items)


def comments(text: str, brackets: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield those of the brackets that are no part of the word they touch, if they touch one."""
    for start, end in brackets:
        content = text[start + 1 : end - 1]
        around = text[max(0, start - 1) : start] + text[end : end + 1]
        is_number = content.strip().isdigit()
        if _COMMENT.fullmatch(content) and not (is_number and any(map(str.isdigit, around))):
            yield start, end


def _without_comments(part: str) -> str:
    """Return a part of a query as it is looked for where it was copied with a footnote's number."""
    for start, end in reversed(list(comments(part, paired(part)))):
        if part[max(0, start - 1) : start].isalnum():
            part = part[:start] + part[end:]
    return part


def _item(pieces: list[str], begins: bool, ends: bool, *, is_tight: bool) -> Item:
    if not _is_word(pieces[0]) or not (begins or ends or len(pieces) > 1):
        return Item((pieces[0],), None, is_tight)
    inside = ".*".join(map(re.escape, pieces))
    pattern = re.compile(f"{'.*' if begins else ''}{inside}{'.*' if ends else ''}", re.DOTALL)
    return Item(("" if begins else pieces[0],), pattern, is_tight)


def _with_variants(item: Item) -> Item:
    if item.pattern is not None or len(item.words[0]) > 1:
        return item
    from provrepo.search.variants import variants

    return replace(item, words=variants(item.words[0]))


def _is_word(word: str) -> bool:
    return bool(word) and kind(word) == WORD_TYPE


def _folded(word: str, *, exact: bool) -> str:
    return exactly(word) if exact else FOLDING[word]
