"""Where a search looks: in which parts of which versions, and whether one is among them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

from provrepo.arguments import check_strings, strings
from provrepo.errors import InvalidValue
from provrepo.reading.versions import Version
from provrepo.search.folding import folded_words
from provrepo.store import rules
from provrepo.store.rules import string
from provrepo.store.search_rows import Place

WITHIN = ("text", "notes", "metadata", "interventions")
"""Where can be searched: in texts, in editors' notes, in metadata, in editors' brackets alone."""

VERSIONS = ("newest", "all", "approved")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where is searched: in which parts of which versions of which texts.

    ``within`` are names from ``text``, ``notes``, ``metadata`` and ``interventions`` (the words in
    editors' brackets). ``kind`` is ``transcription`` or ``translation``; ``language`` a BCP 47 tag,
    ``zh`` for ``zh-Hans`` too; ``agent`` a part of the name of somebody responsible, or an
    identifier; ``document`` a key, in which ``*`` and ``?`` stand for other characters. ``since``
    and ``until`` are dates (``1998``, ``1998-03``, ``1998-03-14``) between which a version was
    made. ``versions`` is ``newest`` (of each text, withdrawn ones apart), ``all`` or ``approved``.

    Raises InvalidValue.
    """

    within: Collection[str] = ("text", "notes", "metadata")
    kind: str | None = None
    language: str | None = None
    agent: str | None = None
    document: str | None = None
    since: str | None = None
    until: str | None = None
    versions: str = "newest"

    def __post_init__(self) -> None:
        within = strings("--in", self.within)
        for name in within:
            if name not in WITHIN:
                raise InvalidValue("--in", name, f"use one of {', '.join(WITHIN)}")
        if not within:
            raise InvalidValue("--in", "", f"name at least one of {', '.join(WITHIN)}")
        names = {"--kind": self.kind, "--language": self.language, "--agent": self.agent}
        check_strings({**names, "--document": self.document}, optional=True)
        if self.kind is not None and self.kind not in rules.KINDS:
            raise InvalidValue("--kind", self.kind, f"use one of {', '.join(rules.KINDS)}")
        for option, date in (("--since", self.since), ("--until", self.until)):
            if date is not None:
                rules.day(option, string(option, date))
        if self.since and self.until and not _is_between(self.until, self.since, None):
            raise InvalidValue("--until", self.until, f"is before --since {self.since}")
        if self.versions not in VERSIONS:
            raise InvalidValue("--versions", self.versions, f"use one of {', '.join(VERSIONS)}")
        object.__setattr__(self, "within", within)


def is_in(scope: Scope, place: Place) -> bool:
    """Return whether a version is in a scope, as far as its place alone tells."""
    key, text = place.text_key
    if scope.versions == "newest" and not place.is_latest:
        return False
    if scope.document is not None and not fnmatchcase(key, scope.document):
        return False
    if scope.kind is not None and text.kind != scope.kind:
        return False
    if scope.language is not None and not is_in_language(text.language, scope.language):
        return False
    return _is_between(place.date, scope.since, scope.until)


def names(version: Version, agent: str) -> bool:
    """Return whether somebody who is responsible for a version is the agent asked for."""
    asked = _as_words(agent)
    return any(
        contribution.identifier == agent or (asked and asked in _as_words(contribution.name))
        for contribution in version.contributions
    )


def is_made_so(scope: Scope, version: Version) -> bool:
    """Return whether a version was made by whom and when a scope says."""
    if scope.agent is not None and not names(version, scope.agent):
        return False
    return _is_between(version.date, scope.since, scope.until)


@lru_cache(maxsize=1000)  # many versions are the work of a few people
def _as_words(name: str) -> str:
    return " ".join(folded_words(name).split())


def is_in_language(language: str, asked: str) -> bool:
    """Return whether a BCP 47 tag is the one asked for, or begins with its subtags."""
    return f"{language.lower()}-".startswith(f"{asked.lower()}-")


def _is_between(date: str, since: str | None, until: str | None) -> bool:
    """Return whether a date, perhaps of a year alone, can be between two others."""
    if since is not None and date[: len(since)] < since[: len(date)]:
        return False
    return until is None or date[: len(until)] <= until[: len(date)]
