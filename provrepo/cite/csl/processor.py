"""What the citations of one piece of writing share: items, their order, numbers, year suffixes.

A `Processor` reads and prepares; `cluster` and `bibliography` format what it prepared. So a
bibliography is made without formatting any citation, unless cites must be told apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from provrepo.cite.csl.area import Area
from provrepo.cite.csl.collation import collation
from provrepo.cite.csl.context import Cite, Context, Disambiguation
from provrepo.cite.csl.definition import StyleDefinition
from provrepo.cite.csl.disambiguation import Disambiguator, Options, Reading
from provrepo.cite.csl.item import CitedItem
from provrepo.cite.csl.positions import Cluster, assign_positions
from provrepo.cite.csl.sorting import SortKey, sorted_by
from provrepo.cite.csl.tree import text_of
from provrepo.cite.csl.work import ALLOWANCE, Work
from provrepo.errors import ItemError

_MANY = 10**6
"""More works than have one author and one year."""


class Processor:
    """The items that a piece of writing cites, in the order and with the numbers of a style.

    ``registered`` are the ids that take part in numbering and disambiguation, in the order of
    their first citation; ``sort`` is false where the bibliography keeps that order.
    """

    def __init__(
        self,
        style: StyleDefinition,
        items: Mapping[str, Mapping[str, Any]],
        registered: Sequence[str],
        *,
        sort: bool = True,
    ) -> None:
        self.style = style
        self._data = items
        self._items: dict[str, CitedItem] = {}
        self.ids = list(dict.fromkeys(registered))
        self.numbers: dict[str, int] = {}
        self.disambiguation: dict[str, Disambiguation] = {}
        self._trials: Work | None = None
        self._cited_ids = self.ids
        self._entry_values: dict[str, list[str]] = {}
        self._number(self.ids)
        self._sorted_area: Area | None = style.bibliography_area if sort else None
        self._sort()
        self._disambiguate()

    def item(self, identifier: str) -> CitedItem:
        """Return the item with this id.

        Raises ItemError where there is no such item or it is malformed.
        """
        item = self._items.get(identifier)
        if item is None:
            data = self._data.get(identifier)
            if data is None:
                raise ItemError("is cited but not among the items", item=identifier)
            item = self._items[identifier] = CitedItem(identifier, data)
        return item

    def _number(self, ids: list[str]) -> None:
        self.numbers = {identifier: number for number, identifier in enumerate(ids, 1)}

    def context(
        self, cite: Cite, disambiguation: Disambiguation | None = None, work: Work | None = None
    ) -> Context:
        """Return the state for rendering a cite; ``work`` where it shares that with others."""
        identifier = cite.item.id
        if disambiguation is None:
            disambiguation = self.disambiguation.get(identifier) or Disambiguation()
        if work is None:
            work = self._work_for(cite)
        context = Context(cite, self.style.locale, disambiguation, work)
        context.citation_number = self.numbers.get(identifier, 0)
        return context

    def _work_for(self, cite: Cite) -> Work:
        return Work(ALLOWANCE + cite.item.weight, self.style.error)

    def _sort_values(self, cite: Cite, keys: list[SortKey]) -> list[str]:
        """Return what a cite sorts by."""
        values = []
        work = self._work_for(cite)
        for key in keys:
            context = self.context(cite, work=work)
            context.sorting = True
            value = key.value(context).strip()
            suffix = max(context.disambiguation.suffix, 0)
            if key.dated and value:
                # Cites of one date stand by their year suffixes: "2000a, b", not "2000b, a", also
                # where the dates run backwards.
                value += f" {_MANY - suffix if key.descending else suffix}"
            values.append(value)
        return values

    def _sort(self) -> None:
        """Put the items in the order of the bibliography, and number them in it.

        Called again once names are disambiguated, which changes what the items concerned sort by.
        """
        area = self._sorted_area
        if area is None or not area.sort_keys or len(self.ids) < 2:
            return
        # Sort keys may ask for the number, so the items are numbered before they are sorted; and
        # again after it, unless the bibliography runs from the highest number down.
        self._number(self._cited_ids)
        entries = []
        for identifier in self._cited_ids:
            values = self._entry_values.get(identifier)
            if values is None:
                values = self._sort_values(Cite(self.item(identifier)), area.sort_keys)
                self._entry_values[identifier] = values
            entries.append((values, identifier))
        self.ids = sorted_by(entries, area.sort_keys, self.style.locale.language)
        first = area.sort_keys[0]
        if not (first.numbered and first.descending):
            self._number(self.ids)

    def _disambiguate(self) -> None:
        area = self.style.citation_area
        options = Options(area.attributes)
        if not (
            options.add_names or options.add_given or options.add_suffix or area.uses_condition
        ):
            return
        # Each name of a cite may be a trial, and each trial formats the other names too.
        names = sum(1 + self.item(identifier).name_count for identifier in self.ids)
        self._trials = Work(ALLOWANCE * names, self.style.error)
        disambiguator = Disambiguator(self.ids, self._read, options)
        self.disambiguation = disambiguator.run()
        if area.uses_condition:
            self._fill_empty(area)
        # "The string value the macro would ordinarily generate" ("Sorting Macros") is that with the
        # names that tell cites apart: "Doe, Jane" before "Doe, John" of an earlier year.
        changed = [
            identifier
            for identifier, state in self.disambiguation.items()
            if state.given or state.shown or state.met
        ]
        if changed:
            for identifier in changed:
                self._entry_values.pop(identifier, None)
            self._sort()
        # Year suffixes follow the order of the bibliography, which is why they come last.
        disambiguator.give_suffixes(self.ids)

    def _fill_empty(self, area: Area) -> None:
        """Let every test of ``disambiguate`` hold for works of which nothing else is printed.

        Better the "n.d." that a style keeps for works that are alike than no cite at all.
        """
        for identifier, state in self.disambiguation.items():
            if state.met or self._read(identifier, state).text != identifier:
                continue
            cite = Cite(self.item(identifier))
            cite.position, cite.first_note = "subsequent", 1
            context = self.context(cite, state)
            if area.render(context) is None and context.conditions:
                state.met = frozenset({0})  # no test has this number, so each of them holds

    def _read(self, identifier: str, state: Disambiguation) -> Reading:
        """Return how a bare cite reads after the first one.

        It stands in no note, so that the number of the note of the first citation, which differs
        between any two items, does not hide that they read the same.
        """
        cite = Cite(self.item(identifier))
        cite.position = "subsequent"
        context = self.context(cite, state)
        context.comparing = True
        before = context.work.left
        output = self.style.citation_area.render(context)
        if self._trials is not None:
            self._trials.spend(before - context.work.left)
        # A cite of which only the number of a note is printed cannot be taken for another.
        text = text_of(output) or identifier
        return Reading(text, context.blocks, tuple(dict.fromkeys(context.conditions)))

    def clusters(
        self,
        clusters: Sequence[Sequence[Mapping[str, Any]]],
        notes: Sequence[int],
        *,
        grouped: bool = True,
    ) -> list[Cluster]:
        """Read the citations: sort the cites in each, and find their positions.

        ``notes`` are the numbers of the notes that they stand in (0: running text). With
        ``grouped``, cites of the same names are brought together where the style does so.
        """
        grouped = grouped and self.style.groups_cites
        ordered = [
            Cluster(self._sorted_cites([self._cite(cite) for cite in cites], grouped=grouped), note)
            for cites, note in zip(clusters, notes, strict=True)
        ]
        assign_positions(ordered, self.style.near_note_distance)
        return ordered

    def _cite(self, data: Mapping[str, Any]) -> Cite:
        cite = Cite(self.item(str(data["id"])))
        cite.locator = str(data.get("locator") or "").strip()
        label = str(data.get("label") or "page").strip()
        cite.label = "sub-verbo" if label == "sub verbo" else label
        cite.prefix = str(data.get("prefix") or "")
        cite.suffix = str(data.get("suffix") or "")
        cite.suppress_author = bool(data.get("suppress-author"))
        cite.author_only = bool(data.get("author-only"))
        cite.unsorted = bool(data.get("unsorted"))
        return cite

    def _sorted_cites(self, cites: list[Cite], *, grouped: bool) -> list[Cite]:
        keys = self.style.citation_area.sort_keys
        if not keys or len(cites) < 2 or any(cite.unsorted for cite in cites):
            return cites
        language = self.style.locale.language
        entries = [(self._sort_values(cite, keys), cite) for cite in cites]
        if not grouped:
            return sorted_by(entries, keys, language)
        # Groups of the same names stand in the order of their first cites, then of the names. A
        # cite without names has none in common with others: it is alone, by a number of its own.
        groups: dict[tuple[str, int], list[tuple[list[str], Cite]]] = {}
        in_order = sorted_by([(entry[0], entry) for entry in entries], keys, language)
        for number, entry in enumerate(in_order, 1):
            names = self._names(entry[1].item.id)
            groups.setdefault((names, 0 if names else number), []).append(entry)
        ordered = []
        for name in sorted(groups, key=lambda name: collation(name[0], language)):
            group = groups[name]
            ordered.append((group[0][0][:1], [cite for _, cite in group]))
        return [cite for cites in sorted_by(ordered, keys[:1], language) for cite in cites]

    def _names(self, identifier: str) -> str:
        """Return the names that a bare cite of an item prints."""
        state = self.disambiguation.get(identifier) or Disambiguation()
        blocks = self._read(identifier, state).blocks
        return text_of(blocks[0].node) if blocks else ""
