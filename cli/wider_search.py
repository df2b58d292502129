"""What somebody might search for instead, where nothing was found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from provrepo import Repository, Scope

_PART = re.compile(r'"[^"]*"?|[^\s"]+')
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


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
    from provrepo import Reports

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
    except _Slow:
        pass
    return ""


def _give_up(message: str) -> None:
    raise _Slow(message)


def _searches(query: str, scope: Scope, options: Mapping[str, bool]) -> Iterator[_Search]:
    """Yield what is tried, the likeliest first."""
    beginnings = _PART.sub(_beginning, query)
    if beginnings != query:
        advice = f"words that begin so are there: search for '{beginnings}'"
        yield _Search(advice, beginnings, scope, options)
    if scope.versions == "newest":
        advice = "a version that is not the newest has it: add --versions all, or --history"
        yield _Search(advice, query, replace(scope, versions="all"), options)
    if not options["variants"] and _HAN.search(query):
        advice = "it is there in other characters: add --variants"
        yield _Search(advice, query, scope, {**options, "variants": True})


def _beginning(match: re.Match[str]) -> str:
    """Return a part of a query as what words begin with, where it is one whole word."""
    part = match[0]
    is_word = part[-1].isalpha() and part[0] not in '"-' and part != "OR" and not _HAN.search(part)
    return f"{part}*" if is_word else part
