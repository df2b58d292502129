"""What somebody might search for instead, where nothing was found."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from provrepo import Repository, Scope

_PART = re.compile(r'"[^"]*"?|[^\s"]+')
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_BEGINNING = re.compile(r'[^\W"].*\w[^\w\s*"]?', re.DOTALL)
"""A word to which a star can be added: it ends with a letter, a digit, or a point of a letter."""

_FILTERS = {
    "within": "--in",
    "kind": "--kind",
    "language": "--language",
    "agent": "--agent",
    "document": "--document",
    "since": "--since",
    "until": "--until",
}
"""The options that say where is searched, by the fields of a scope."""


class _Search(NamedTuple):
    """A search that might find more, and what to say of it if it does."""

    advice: str
    query: str
    scope: Scope
    options: Mapping[str, bool]


class _Slow(Exception):
    """Without an index every text would have to be read once more."""


def advice_on(repository: Repository, query: str, scope: Scope, options: Mapping[str, bool]) -> str:
    """Return which search would find something, to end a message with; empty where none would.

    ``options`` are ``regex``, ``exact`` and ``variants`` of `Repository.search`. Nothing else is
    tried for a regular expression, nor where the index cannot be used.
    """
    from provrepo import InvalidValue, Reports

    if options["regex"]:
        return ""
    try:
        for search in _searches(query, scope, options):
            hits = repository.search(
                search.query,
                search.scope,
                exact=search.options["exact"],
                variants=search.options["variants"],
                limit=1,
                reports=Reports(warn=_give_up),
            )
            if next(hits, None) is not None:
                return f"; {search.advice}"
    except (_Slow, InvalidValue):  # the words asked for instead may be more than a query holds
        pass
    return ""


def _give_up(message: str) -> None:
    raise _Slow(message)


def _searches(query: str, scope: Scope, options: Mapping[str, bool]) -> Iterator[_Search]:
    """Yield what is tried, the likeliest first."""
    parts = _PART.findall(query)
    for says, words in (
        ("AND and NOT are words like others", _without_operators(parts)),
        ("words that begin so are there", list(map(_beginning, parts))),
        ("its words are there, but not next to each other", _apart(parts)),
    ):
        if words and words != parts:
            yield _Search(f"{says}: search for {_typed(words)}", " ".join(words), scope, options)
    if scope.versions == "newest":
        advice = "a version that is not the newest has it: add --versions all, or --history"
        yield _Search(advice, query, replace(scope, versions="all"), options)
    for option, wider in _wider(scope):
        yield _Search(f"it is there without {option}", query, wider, options)
    if options["exact"]:
        advice = "it is there with other case, accents or width: leave out --exact"
        yield _Search(advice, query, scope, {**options, "exact": False})
    if not options["variants"] and _HAN.search(query):
        advice = "it is there in other characters: add --variants"
        yield _Search(advice, query, scope, {**options, "variants": True})


def _wider(scope: Scope) -> Iterator[tuple[str, Scope]]:
    """Yield scopes without one of the options that narrow this one; then without all of them."""
    from provrepo import Scope

    anywhere = Scope()
    lifted = {
        name: getattr(anywhere, name)
        for name in _FILTERS
        if getattr(scope, name) != getattr(anywhere, name)
    }
    for name, default in lifted.items():
        yield _FILTERS[name], replace(scope, **{name: default})
    if scope.versions == "approved":
        yield "--versions approved", replace(scope, versions="newest")
    if len(lifted) > 1:
        *options, last = (_FILTERS[name] for name in lifted)
        yield f"{', '.join(options)} and {last}", replace(scope, **lifted)


def _without_operators(parts: list[str]) -> list[str]:
    """Return the parts of a query by somebody who writes AND and NOT."""
    words: list[str] = []
    for number, part in enumerate(parts):
        if part in ("AND", "NOT"):
            continue
        is_excluded = number and parts[number - 1] == "NOT"
        words.append(f"-{part}" if is_excluded else part)
    return words


def _beginning(part: str) -> str:
    """Return a part of a query as what words begin with, where it is one whole word."""
    if part[:1] == '"':
        words = part.strip('"').split()
        return f'"{" ".join([*words[:-1], _beginning(words[-1])])}"' if words else part
    is_word = part != "OR" and _BEGINNING.fullmatch(part) and not _HAN.search(part)
    return f"{part}*" if is_word else part


def _apart(parts: list[str]) -> list[str]:
    """Return the words of the phrases of a query; none of a query that leaves a phrase out."""
    if "-" in parts or "OR" in parts:
        return []
    return [
        word
        for part in parts
        for word in (part.strip('"').split() if part.startswith('"') else [part])
    ]


def _typed(words: list[str]) -> str:
    """Return words as they are typed: in quotation marks of their own, lest they be a phrase."""
    return " ".join(map(shlex.quote, words))
