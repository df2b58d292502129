"""Whether what was made from one version of a text also holds for another.

docs/format.md, “What is stale”: two versions are joined by a chain of steps, each an equal content,
a difference in form alone, or a `same-as` event that holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from provrepo.store import event_queries, objects, survey
from provrepo.store.database import Database
from provrepo.store.errors import InvalidValue
from provrepo.store.event_data import SameAs
from provrepo.store.read import StoredVersion
from provrepo.store.records import TextKey

SAME, FORM, OTHER = "same", "form", "other"
"""How two versions of a text stand to each other: see `Sameness.between`."""

_TOGETHER = 32
"""How many pairs of contents are in memory at once."""

Steps = Collection[tuple[str, str]]
"""Pairs of contents, by digest, of which the one holds for the other."""


class Pair(NamedTuple):
    """Two versions of one text."""

    version: StoredVersion
    newer: StoredVersion

    @property
    def contents(self) -> tuple[str, str]:
        """The digests of their contents."""
        return self.version.record.content, self.newer.record.content


def between(database: Database, pairs: Sequence[Pair]) -> list[str]:
    """Return for each pair of versions how they stand to each other.

    `SAME` where their contents are equal or editors said that the one holds for the other; `FORM`
    where they differ in form alone, and nobody needed to say so; else `OTHER`. Contents are read
    only where it has to be known. One that is purged or damaged equals itself alone.
    """
    contents = [pair.contents for pair in pairs]
    differing = [place for place, (first, second) in enumerate(contents) if first != second]
    stated = stated_steps(database) if differing else {}
    steps: dict[int, Steps] = {}
    if stated:
        for place in differing:
            steps[place] = stated.get(pairs[place].version.text_key, ())
    unsaid = [place for place in differing if not joined(steps.get(place, ()), *contents[place])]
    in_form = _same_form(database, [contents[place] for place in unsaid])
    kinds = [SAME] * len(pairs)
    for place in unsaid:
        ends, stated_here = contents[place], steps.get(place)
        if ends in in_form:
            kinds[place] = FORM
        elif not stated_here or not joined(with_form_steps(database, stated_here, ends), *ends):
            kinds[place] = OTHER
    return kinds


def joined(steps: Steps, first: str, second: str) -> bool:
    """Return whether steps lead from one content to another, each in either direction."""
    if not steps:
        return first == second
    beside: dict[str, list[str]] = {}
    for left, right in steps:
        beside.setdefault(left, []).append(right)
        beside.setdefault(right, []).append(left)
    reached, unvisited = {first}, [first]
    while unvisited:
        for content in beside.get(unvisited.pop(), ()):
            if content not in reached:
                reached.add(content)
                unvisited.append(content)
    return second in reached


def with_form_steps(database: Database, steps: Steps, ends: Iterable[str]) -> Steps:
    """Return ``steps`` with those of form among all contents that they and ``ends`` name."""
    named = {*ends, *(content for step in steps for content in step)}
    firsts: dict[bytes, str] = {}
    in_form = [
        (digest, firsts.setdefault(key, digest)) for digest, key in _form_keys(database, named)
    ]
    return [*steps, *in_form]


def _form_keys(database: Database, contents: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Yield contents by digest, those that can be read, with digests of their form keys."""
    from provrepo.compare.form import form_key

    named = sorted(contents)
    for start in range(0, len(named), _TOGETHER):
        for digest, data in objects.contents_called(database, named[start : start + _TOGETHER]):
            if isinstance(data, bytes):
                yield digest, hashlib.sha256(form_key(data.decode()).encode()).digest()


def stated_steps(database: Database) -> Mapping[TextKey, Steps]:
    """Return the pairs of contents of each text that editors say are the same for translations."""
    pairs = holding(database)
    versions = survey.by_ids(database, {version for pair in pairs for version in pair})
    steps: dict[TextKey, list[tuple[str, str]]] = {}
    for first, second in pairs:
        left, right = versions.get(first), versions.get(second)
        # An event about two texts joins nothing; verification names it.
        if left and right and left.text_key == right.text_key:
            step = left.record.content, right.record.content
            steps.setdefault(left.text_key, []).append(step)
    return steps


def holding(database: Database) -> list[tuple[str, str]]:
    """Return the pairs of versions about which the last `same-as` event says that it holds."""
    last: dict[frozenset[str], SameAs] = {}
    for stored in event_queries.named(database, "same-as"):
        try:
            statement = SameAs.of(stored.event)
        except InvalidValue:  # not as its name asks: verification names it
            continue
        last[frozenset(statement.versions)] = statement
    return [statement.versions for statement in last.values() if statement.holds]


def _same_form(database: Database, pairs: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those of the pairs of contents, given by digest, that differ in form alone."""
    alike = set()
    for start in range(0, len(pairs), _TOGETHER):
        from provrepo.compare.form import same_form

        chunk = pairs[start : start + _TOGETHER]
        named = {content for pair in chunk for content in pair}
        texts = {
            digest: data.decode()
            for digest, data in objects.contents_called(database, named)
            if isinstance(data, bytes)
        }
        for first, second in chunk:
            if first in texts and second in texts and same_form(texts[first], texts[second]):
                alike.add((first, second))
    return alike
