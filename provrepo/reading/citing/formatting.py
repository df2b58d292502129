"""From the citations of a manuscript to what is printed for them, and the bibliography."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from provrepo.cite import Citation, Style
from provrepo.cite.pandoc.locators import locator_terms, split_locator
from provrepo.cite.pandoc.syntax import WrittenCite
from provrepo.errors import InvalidReference, MissingMetadata, NotFound, ProvrepoError
from provrepo.metadata import Item
from provrepo.reading import lookup, versions
from provrepo.reading.citing.pinned import cautions, pinned_item, with_pin
from provrepo.reading.citing.story import Formatted, Passage, Placed
from provrepo.reading.versions import Version
from provrepo.reference import parse
from provrepo.store.database import Database

_SOFT = {ord("\N{NON-BREAKING HYPHEN}"): "-", ord("\N{SOFT HYPHEN}"): None}


@dataclass(slots=True)
class Named:
    """A key that was looked up: its version and item, or why it cannot be cited."""

    view: Version | None = None
    item: Item | None = None
    problem: str = ""
    cautions: Sequence[str] = ()


class Keys:
    """The keys of a manuscript, each looked up once."""

    def __init__(self, database: Database, pin: str) -> None:
        self._database, self._pin = database, pin
        self._named: dict[str, Named] = {}
        self._items: dict[str, Item] = {}

    def named(self, key: str) -> Named:
        """Return what a key names."""
        if key not in self._named:
            self._named[key] = self._look_up(key.translate(_SOFT))
        return self._named[key]

    def _look_up(self, key: str) -> Named:
        try:
            stored = lookup.version(self._database, key)
            view = versions.view(self._database, stored)
            if view.id not in self._items:
                self._items[view.id] = pinned_item(self._database, view, self._pin)
        except (InvalidReference, NotFound, MissingMetadata) as error:
            return Named(problem=str(error))
        return Named(view, self._items[view.id], "", cautions(self._database, view, stored))

    @property
    def warnings(self) -> list[str]:
        """What an author should know: which version a key without one was pinned to, and more."""
        sentences: list[str] = []
        for key, named in self._named.items():
            if named.view is None:
                continue
            if not _is_pinned(key):
                sentences.append(f"{key} names no exact version; cited is {named.view.reference}")
            sentences += named.cautions
        return list(dict.fromkeys(sentences))


def _is_pinned(key: str) -> bool:
    """Return whether a key will mean the same version for ever."""
    try:
        reference = parse(key.translate(_SOFT))
    except ProvrepoError:
        return False
    if reference.selector.kind in ("number", "id"):
        return True
    return reference.selector.kind == "latest" and reference.identity is not None


@dataclass(slots=True)
class FormattedManuscript:
    """The citations of a manuscript as they are printed, its bibliography, and what went wrong.

    ``problems`` are the citations that name something that is not there, each with the reasons.
    """

    style: Style
    keys: Keys
    citations: dict[Placed, Formatted] = field(default_factory=dict)
    entries: list[Citation] = field(default_factory=list)
    problems: dict[Placed, list[str]] = field(default_factory=dict)
    uncited_problems: list[str] = field(default_factory=list)

    @property
    def is_note_style(self) -> bool:
        """Whether the style cites in notes."""
        return bool(self.style.class_ == "note")

    @property
    def entries_are_made(self) -> bool:
        """Whether the style has a bibliography."""
        return self.style.bibliography_area is not None


def formatted(
    keys: Keys, style: Style, passages: Sequence[Passage], uncited: Sequence[str] = ()
) -> FormattedManuscript:
    """Format the citations of a manuscript; ``uncited`` are keys for the bibliography alone.

    A citation of which a key is not found is left out, and is among the problems. Raises CiteError.
    """
    result = FormattedManuscript(style, keys)
    terms = locator_terms(lambda name, form, plural: style.locale.term(name, form, plural=plural))
    plan = _Plan(result, terms)
    for passage in passages:
        plan.add(passage)
    extra: list[str] = []
    for key in uncited:
        named = keys.named(key)
        if named.item is None:
            result.uncited_problems.append(f"nocite: @{key}: {named.problem}")
        else:
            plan.items[named.item["id"]] = named.item
            extra.append(named.item["id"])
    plan.format(extra)
    return result


class _Plan:
    """The clusters of a manuscript with the numbers of their notes."""

    def __init__(self, result: FormattedManuscript, terms: dict[str, str]) -> None:
        self._result, self._terms = result, terms
        self.items: dict[str, Item] = {}
        self._clusters: list[list[dict[str, Any]]] = []
        self._notes: list[int] = []
        self._placed: list[Placed | None] = []
        self._note = 0

    def add(self, passage: Passage) -> None:
        """Add a citation in running text, or a note."""
        is_noted = passage.is_note or self._result.is_note_style
        cited = [placed for placed in passage.placed if self._is_known(placed)]
        if passage.is_note or (is_noted and cited):
            self._note += 1
        note = self._note if is_noted else 0
        for placed in cited:
            cites = [self._cite(placed, cite) for cite in placed.citation.cites]
            if is_noted and not passage.is_note:
                _begin_sentence(cites[0])
            if any("prefix" in cite for cite in cites[1:]):
                # Words such as “see also” before a later cite belong where their author put them.
                cites[0]["unsorted"] = True
            self._append(cites, note, placed)
        if passage.is_note and passage.says_more:
            self._append([], note, None)

    def _append(self, cites: list[dict[str, Any]], note: int, placed: Placed | None) -> None:
        self._clusters.append(cites)
        self._notes.append(note)
        self._placed.append(placed)

    def _is_known(self, placed: Placed) -> bool:
        """Return whether all keys of a citation name a version; else keep the reasons."""
        problems = []
        for cite in placed.citation.cites:
            named = self._result.keys.named(cite.key)
            if named.item is None:
                problems.append(named.problem)
            else:
                self.items[named.item["id"]] = named.item
        if problems:
            self._result.problems[placed] = problems
        return not problems

    def _cite(self, placed: Placed, cite: WrittenCite) -> dict[str, Any]:
        named = self._result.keys.named(cite.key)
        assert named.item is not None, "all keys of the citation are known"
        start, end = cite.suffix
        locator = split_locator(placed.source.words(start, end), self._terms)
        data: dict[str, Any] = {"id": named.item["id"]}
        prefix = placed.source.rich_text(*cite.prefix).strip()
        if prefix:
            data["prefix"] = f"{prefix} "
        suffix = placed.source.rich_text(end - len(locator.suffix), end).rstrip()
        if suffix:
            data["suffix"] = suffix
        if locator.locator:
            data |= {"label": locator.label, "locator": locator.locator}
        if cite.suppress_author:
            data["suppress-author"] = True
        return data

    def format(self, uncited: Sequence[str]) -> None:
        """Format everything; what a style prints without its version gets it as a suffix."""
        result = self._result
        names = self._names()
        for placed, cites in zip(self._placed, self._clusters, strict=True):
            if placed and placed.citation.in_text and names.get(cites[0]["id"]):
                cites[0]["suppress-author"] = True
        citations, entries = self._document(uncited)
        if self._pin_all(citations):
            citations, entries = self._document(uncited)
        for placed, cites, citation in zip(self._placed, self._clusters, citations, strict=True):
            if placed is not None:
                name = names.get(cites[0]["id"]) if placed.citation.in_text else None
                result.citations[placed] = Formatted(citation, name)
        result.entries = [
            with_pin(entry, self.items[entry.ids[0]])
            if entry.ids and "version" in self.items[entry.ids[0]]
            else entry
            for entry in entries
        ]

    def _names(self) -> dict[str, Citation | None]:
        if not any(placed and placed.citation.in_text for placed in self._placed):
            return {}
        ids = dict.fromkeys(cite["id"] for cites in self._clusters for cite in cites)
        return self._result.style.names(self.items, list(ids))

    def _document(self, uncited: Sequence[str]) -> tuple[list[Citation], list[Citation]]:
        return self._result.style.document(
            self._clusters, self.items, notes=self._notes, uncited=uncited
        )

    def _pin_all(self, citations: Sequence[Citation]) -> bool:
        """Add the version to the suffix of each cite that is printed without; return if any is.

        A number in the text stands for an entry of the bibliography, and that has the version.
        """
        term = self._result.style.locale.term("version") or "version"
        is_changed = False
        for cites, citation in zip(self._clusters, citations, strict=True):
            if "citation-number" in citation.rendered_variables and self._result.entries_are_made:
                continue
            text = citation.text
            pinned: set[str] = set()
            for cite in cites:
                version = self.items[cite["id"]].get("version", "")
                digits = version.partition("(")[2].rstrip(")")
                if digits and digits not in text and cite["id"] not in pinned:
                    cite["suffix"] = f"{cite.get('suffix', '')}, {term} {version}"
                    is_changed = True
                pinned.add(cite["id"])
        return is_changed


def _begin_sentence(cite: dict[str, Any]) -> None:
    """Let the words before the first cite of a new note begin with a capital: “See …”."""
    prefix = cite.get("prefix", "")
    place = next((n for n, sign in enumerate(prefix) if sign.isalpha()), None)
    if place is not None and not prefix[:place].endswith("<"):
        cite["prefix"] = prefix[:place] + prefix[place].upper() + prefix[place + 1 :]
    elif prefix.startswith(("<i>", "<b>")) and prefix[3:4].isalpha():
        cite["prefix"] = prefix[:3] + prefix[3].upper() + prefix[4:]
