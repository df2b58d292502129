"""What citeproc-js does otherwise with cites, names and their order, as changes to our processor.

Each change is of a kind that a clause of CSL 1.0.2 settles (docs/cite.md has them). While it is in
force, our processor prints the whole document again: a difference is of the kind where nothing of
it is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cmp_to_key
from typing import Any
from unittest.mock import patch

from provrepo.cite.csl import bibliography, collapse, disambiguation
from provrepo.cite.csl import cites as rendering
from provrepo.cite.csl.collation import LEVEL, collation
from provrepo.cite.csl.context import Cite
from provrepo.cite.csl.disambiguation import Disambiguator
from provrepo.cite.csl.elements.name_format import NameFormat
from provrepo.cite.csl.name_parts import Name
from provrepo.cite.csl.processor import Processor
from provrepo.cite.csl.sorting import SortKey

Change = Callable[[], AbstractContextManager[None]]


@contextmanager
def _order_of_groups() -> Iterator[None]:
    """Sort a citation's cites by their names first, all that have none as one group.

    Then each group takes the first key of its first cite, with the number of the cite behind it,
    which turns the groups round where that key descends.
    """

    def sorted_cites(self: Processor, cites: list[Cite], *, grouped: bool) -> list[Cite]:
        keys = self.style.citation_area.sort_keys
        if not grouped or not keys or len(cites) < 2 or any(cite.unsorted for cite in cites):
            return original(self, cites, grouped=grouped)
        language = self.style.locale.language
        directions = [keys[0].descending, *(key.descending for key in keys)]

        def compare(left: tuple[list[str], Cite], right: tuple[list[str], Cite]) -> int:
            for mine, other, descending in zip(left[0], right[0], directions, strict=True):
                if mine == other:
                    continue
                if not mine or not other:
                    return 1 if not mine else -1
                first, second = collation(mine, language), collation(other, language)
                if first != second:
                    return -1 if (first < second) != descending else 1
            return 0

        entries = [
            ([_names_alone(self, cite), *self._sort_values(cite, keys)], cite) for cite in cites
        ]
        entries.sort(key=cmp_to_key(compare))
        before: str | None = None
        first_key = ""
        for number, (values, _) in enumerate(entries):
            if values[0] != before:
                before, first_key = values[0], values[1] or "undefined"
            values[0] = f"{first_key}{number}"
        return [cite for _, cite in sorted(entries, key=cmp_to_key(compare))]

    original = Processor._sorted_cites
    with patch.object(Processor, "_sorted_cites", sorted_cites):
        yield


def _names_alone(processor: Processor, cite: Cite) -> str:
    """Return the names that a cite prints; nothing where something else stands in for them."""
    context = processor.context(cite)
    context.comparing = True
    processor.style.citation_area.render(context)
    block = context.blocks[0] if context.blocks else None
    return "" if block is None or not block.names else processor._names(cite.item.id)


@contextmanager
def _groups_without_names() -> Iterator[None]:
    """Take a cite without names for one of the group before it, but print all of it."""

    def collapse_years(processor: Processor, cites: list[Any], delimiters: Any) -> list[Any]:  # noqa: ANN401
        alone.clear()
        before = ""
        for cite in cites:
            block = cite.context.blocks[0] if cite.context.blocks else None
            if block is None or not block.names:
                alone.add(id(cite.cite))
                cite.names = before or "\0"
                cite.context.text_printed = False
            before = cite.names
        return original(processor, cites, delimiters)

    def render_cite(processor: Processor, cite: Cite, **options: bool) -> rendering.RenderedCite:
        if id(cite) in alone:
            options["hide_names"] = False
        return rendering.render_cite(processor, cite, **options)

    alone: set[int] = set()
    original = collapse._collapse_years
    with (
        patch.object(collapse, "_collapse_years", collapse_years),
        patch.object(collapse, "_grouped", lambda cites: cites),
        patch.object(collapse, "render_cite", render_cite),
    ):
        yield


@contextmanager
def _order_without_suffixes() -> Iterator[None]:
    """Leave cites of one date as they are cited, whatever their year suffixes."""

    def sort_values(self: Processor, cite: Cite, keys: list[SortKey]) -> list[str]:
        values = original(self, cite, keys)
        if keys is not self.style.citation_area.sort_keys:
            return values
        return [
            value.rpartition(" ")[0] if key.dated and value else value
            for key, value in zip(keys, values, strict=True)
        ]

    original = Processor._sort_values
    with patch.object(Processor, "_sort_values", sort_values):
        yield


@contextmanager
def _order_before_disambiguation() -> Iterator[None]:
    """Sort a bibliography as if no names told cites apart."""

    def sort(self: Processor) -> None:
        if not self.disambiguation:
            original(self)

    original = Processor._sort
    with patch.object(Processor, "_sort", sort):
        yield


@contextmanager
def _author_and_others_alike() -> Iterator[None]:
    """Let one author count as that author "et al." where names of the entry before are replaced."""

    def substitute(*arguments: Any, like: bool) -> None:  # noqa: ANN401, ARG001
        original(*arguments, like=True)

    original = bibliography._substitute
    with patch.object(bibliography, "_substitute", substitute):
        yield


@contextmanager
def _particles_behind_given_names() -> Iterator[None]:
    """Sort by family name, given name, particles, suffix."""

    def sort_key(self: NameFormat, name: Name, given_name: str) -> str:
        key = original(self, name, given_name)
        parts = key.split(LEVEL)
        if self.demote == "never" or len(parts) < 3:
            return key
        family, particles, *others = parts
        return LEVEL.join([family, *others[:1], particles, *others[1:]]).rstrip(LEVEL)

    original = NameFormat._sort_key
    with patch.object(NameFormat, "_sort_key", sort_key):
        yield


@contextmanager
def _namesakes_anywhere() -> Iterator[None]:
    """Tell people apart from all who are printed anywhere, whatever their particles."""

    def people_by_family(self: Disambiguator, names: list[Name]) -> dict[str, Any]:
        processor = self._render.__self__  # type: ignore[attr-defined]
        primary = self.options.rule.startswith("primary-name")
        everybody = list(names)
        areas = (processor.style.citation_area, processor.style.bibliography_area)
        for identifier in self.ids:
            for area in areas:
                if area is None:
                    continue
                context = processor.context(Cite(processor.item(identifier)))
                area.render(context)
                for block in context.blocks:
                    everybody += block.names[:1] if primary else block.names
        return original(self, everybody)

    original = Disambiguator._people_by_family
    with (
        patch.object(Disambiguator, "_people_by_family", people_by_family),
        patch.object(disambiguation, "_family", lambda name: name.family or name.literal),
    ):
        yield


PROCESS_KINDS: dict[str, Change] = {
    "order of grouped cites": _order_of_groups,
    "groups without names": _groups_without_names,
    "order of year suffixes": _order_without_suffixes,
    "order of names told apart": _order_before_disambiguation,
    "an author and others": _author_and_others_alike,
    "particles in the order of names": _particles_behind_given_names,
    "namesakes who are not cited": _namesakes_anywhere,
}
"""The changes by kind."""
