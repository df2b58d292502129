"""Disambiguation of cites (CSL 1.0.2, "Disambiguation").

Items whose cites read the same are told apart by showing more of given names and more names, then
by year suffixes, then by what the style prints under ``disambiguate="true"`` ("only made when all
other disambiguation methods have failed"); each step only for what the steps before left alike.

Nothing here knows how a style renders: a cite is rendered with more and more of its names until
the texts differ. That is exact, whatever the style does with names; its price is a rendering for
every trial, so readings are cached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from provrepo.cite.csl.context import Disambiguation, NameBlock
from provrepo.cite.csl.name_parts import Name


class Reading(NamedTuple):
    """How a cite reads: its text, its name lists, the tests of ``disambiguate`` in it."""

    text: str
    blocks: list[NameBlock]
    conditions: tuple[int, ...]


Read = Callable[[str, Disambiguation], Reading]
"""Renders the cite of an item, by its id, with a disambiguation."""
States = dict[str, Disambiguation]
"""The disambiguation of each item, by its id."""
Change = Callable[[Disambiguation], None]

_INITIALS, _FULL_NAME = 1, 2
"""How much of a given name a disambiguation shows; 0 leaves it to the style."""


class Options:
    """The disambiguation attributes of cs:citation."""

    __slots__ = ("add_given", "add_names", "add_suffix", "rule")

    def __init__(self, attributes: dict[str, str]) -> None:
        self.add_names = attributes.get("disambiguate-add-names") == "true"
        self.add_given = attributes.get("disambiguate-add-givenname") == "true"
        self.add_suffix = attributes.get("disambiguate-add-year-suffix") == "true"
        self.rule = attributes.get("givenname-disambiguation-rule", "by-cite")


class Disambiguator:
    """Finds for each item what its cites need; ``ids`` are in bibliography order."""

    def __init__(self, ids: list[str], read: Read, options: Options) -> None:
        self.ids = ids
        self.options = options
        self.states: States = {identifier: Disambiguation() for identifier in ids}
        self._render = read
        self._cache: dict[object, Reading] = {}
        self._alike: list[list[str]] = []  # what only year suffixes tell apart

    def run(self) -> States:
        """Return the disambiguation of every item, without its year suffix.

        `give_suffixes` adds those, once the order of the bibliography is known.
        """
        if self.options.add_given and self.options.rule != "by-cite":
            self._expand_everywhere()
        if len(self.ids) > 1:  # else there is nothing to tell apart
            for group in self._clashes(self.ids):
                self._resolve(group)
        return self.states

    def _read(self, identifier: str, state: Disambiguation) -> Reading:
        """Return how an item's cite reads, rendered once for each state that it can be in."""
        # The year suffix is no part of the key: it comes after all that is compared.
        key = (
            identifier,
            tuple(sorted(state.shown.items())),
            tuple(sorted(state.given.items())),
            state.met,
            state.tested,
        )
        reading = self._cache.get(key)
        if reading is None:
            reading = self._cache[key] = self._render(identifier, state)
        return reading

    def _clashes(self, ids: Iterable[str]) -> list[list[str]]:
        """Return the groups of items that read the same, each of two or more."""
        groups: dict[str, list[str]] = {}
        for identifier in ids:
            text = self._read(identifier, self.states[identifier]).text
            groups.setdefault(text, []).append(identifier)
        return [group for group in groups.values() if len(group) > 1]

    def _resolve(self, group: list[str]) -> None:
        """Tell the items of a group apart: by names, else by year suffix or condition."""
        unresolved = [group]
        by_cite = self.options.add_given and self.options.rule == "by-cite"
        if self.options.add_names or by_cite:
            unresolved = self._by_names(group, by_cite=by_cite)
        for clash in unresolved:
            if self.options.add_suffix and self._suffix_helps(clash[0]):
                self._alike.append(clash)
            else:
                self._by_condition(clash)

    def _suffix_helps(self, identifier: str) -> bool:
        """Return whether a cite prints a year suffix, or has nothing else to be told apart by."""
        state = self.states[identifier]
        reading = self._read(identifier, state)
        if not reading.conditions:
            return True
        lettered = state.copy()
        lettered.suffix = 0
        return self._render(identifier, lettered).text != reading.text

    def _by_names(self, group: list[str], *, by_cite: bool) -> list[list[str]]:
        """Show more names and given names, name by name, until the cites differ.

        An item stops growing as soon as nobody else reads like it; what helped nobody is taken
        back. Returns the groups that names cannot tell apart.
        """
        states = {identifier: self.states[identifier].copy() for identifier in group}
        pending = [list(group)]
        unresolved: list[list[str]] = []
        while pending:
            clash = pending.pop(0)
            split = self._grow(clash, states, by_cite=by_cite)
            if split is None:
                unresolved.append(clash)
                continue
            pending.extend(part for part in split if len(part) > 1)
        for identifier in group:
            self.states[identifier] = states[identifier]
        return unresolved

    def _grow(self, clash: list[str], states: States, *, by_cite: bool) -> list[list[str]] | None:
        """Say more about the names of a clash until it falls apart; None if it never does.

        Step by step: more of the given name of one person, then one more name, and so on. All
        items of a clash grow alike, as the clause asks, so the first of them stands for all.
        """
        for block in self._read(clash[0], states[clash[0]]).blocks:
            people = self._people(clash, states, block)
            count = block.shown
            for place in range(len(block.names)):
                if by_cite and place < count and len(people[place]) > 1:
                    split = self._grow_given(clash, states, block, place, count)
                    if split is not None:
                        return split
                if self.options.add_names and count < len(block.names):
                    count += 1
                    # The next place counts too: "et al." goes where a list is complete.
                    if max(map(len, people[count - 1 : count + 1])) > 1:
                        split = self._try(clash, states, [_show(block.index, count)])
                        if split is not None:
                            return split
        return None

    def _people(self, clash: list[str], states: States, block: NameBlock) -> list[set[object]]:
        """Return who stands at each place of a name list, in any of the items of a clash.

        Where it is the same person in all of them, saying more about that person is no help; to
        leave such trials out is what keeps long author lists cheap.
        """
        people: list[set[object]] = [set() for _ in range(len(block.names) + 1)]
        for identifier in clash:
            blocks = self._read(identifier, states[identifier]).blocks
            names = blocks[block.index].names if block.index < len(blocks) else []
            for place, persons in enumerate(people):
                # The end of a list differs from any person.
                persons.add(names[place].key if place < len(names) else len(names))
        return people

    def _grow_given(
        self, clash: list[str], states: States, block: NameBlock, place: int, count: int
    ) -> list[list[str]] | None:
        """Say more about one person's given name until a clash falls apart."""
        for level in (_INITIALS, _FULL_NAME) if block.initials else (_FULL_NAME,):
            if states[clash[0]].given.get((block.index, place), 0) >= level:
                continue
            changes = [_give(block.index, place, level)]
            if count > block.shown:
                changes.append(_show(block.index, count))
            split = self._try(clash, states, changes)
            if split is not None:
                return split
        return None

    def _try(
        self, clash: list[str], states: States, changes: list[Change]
    ) -> list[list[str]] | None:
        """Apply changes to all cites of a clash; keep them and return the parts if it splits."""
        groups: dict[str, list[str]] = {}
        trial: States = {}
        for identifier in clash:
            state = trial[identifier] = states[identifier].copy()
            for change in changes:
                change(state)
            groups.setdefault(self._read(identifier, state).text, []).append(identifier)
        if len(groups) < 2:
            return None
        states.update(trial)
        return list(groups.values())

    def _by_condition(self, group: list[str]) -> None:
        """Render what stands under ``disambiguate="true"`` where the style tests for it.

        "Only rendered if it disambiguates": what leaves the cites alike is not printed (Choose). Of
        several conditions the first that tells all cites apart holds, else the first that tells
        some; the parts that are left go on with the others. Last, all are tried together.
        """
        states = {identifier: self.states[identifier] for identifier in group}
        conditions = dict.fromkeys(
            number
            for identifier in group
            for number in self._read(identifier, states[identifier]).conditions
        )
        tested = frozenset(conditions)
        single = [frozenset({number}) for number in conditions if number not in _met(states)]
        best: list[list[str]] = []
        chosen: States = {}
        for met in (*single, tested):
            if met is tested and best:
                break
            trial = dict(states)
            parts = self._try(group, trial, [_meet(met, tested)]) or []
            if len(parts) > len(best):
                best, chosen = parts, trial
            if len(best) == len(group):
                break
        self.states.update(chosen)
        for part in best:
            if len(part) > 1:
                self._by_condition(part)

    def give_suffixes(self, ids: list[str]) -> None:
        """Give year suffixes in bibliography order, so that "a" comes before "b" in the list.

        ``ids`` are in that order; the states that `run` returned are changed.
        """
        order = {identifier: index for index, identifier in enumerate(ids)}
        for group in self._alike:
            for number, identifier in enumerate(sorted(group, key=order.__getitem__)):
                self.states[identifier].suffix = number

    def _expand_everywhere(self) -> None:
        """Apply the rules that expand given names whether or not two cites read the same.

        The global rules look at persons, not at cites: whoever shares a family name with somebody
        else in the whole work is shown with initials or in full wherever cited.
        """
        initials_only = self.options.rule.endswith("with-initials")
        places = self._places()
        people = self._people_by_family([name for *_, name, _ in places])
        for identifier, index, place, name, initials in places:
            namesakes = people[_family(name)] - {_person(name)}
            if not namesakes or name.literal or (initials_only and not initials):
                continue
            level = _FULL_NAME
            if initials:
                same = [_initials(person[0]) == _initials(name.given) for person in namesakes]
                if initials_only and all(same):
                    continue
                level = _FULL_NAME if any(same) and not initials_only else _INITIALS
            self.states[identifier].given[index, place] = level

    def _places(self) -> list[tuple[str, int, int, Name, bool]]:
        """Return each name that a global rule is about: item, list, place, name, and its initials.

        The last tells whether the style prints initials there.
        """
        primary = self.options.rule.startswith("primary-name")
        places: list[tuple[str, int, int, Name, bool]] = []
        for identifier in self.ids:
            blocks = self._read(identifier, self.states[identifier]).blocks
            for block in blocks[:1] if primary else blocks:
                names = block.names[:1] if primary else block.names
                places.extend(
                    (identifier, block.index, place, name, block.initials)
                    for place, name in enumerate(names)
                )
        return places

    def _people_by_family(self, names: list[Name]) -> dict[str, set[tuple[str, ...]]]:
        """Return who has each family name, among all that a global rule looks at."""
        people: dict[str, set[tuple[str, ...]]] = {}
        for name in names:
            people.setdefault(_family(name), set()).add(_person(name))
        return people


def _family(name: Name) -> str:
    return f"{name.non_dropping} {name.family or name.literal}".strip()


def _initials(given_name: str) -> str:
    words = given_name.replace("-", " ").replace(".", " ").split()
    return "".join(word[:1] for word in words)


def _person(name: Name) -> tuple[str, ...]:
    """Return what tells a person from others of the same family name."""
    # "J.R." and "J. R." are one person's initials.
    given_name = " ".join(name.given.replace(".", ". ").split())
    return (given_name, name.dropping, name.suffix)


def _met(states: States) -> frozenset[int]:
    """Return the conditions that hold for any of these items."""
    return frozenset().union(*(state.met for state in states.values()))


def _meet(met: frozenset[int], tested: frozenset[int]) -> Change:
    def change(state: Disambiguation) -> None:
        state.met, state.tested = state.met | met, state.tested | tested

    return change


def _show(index: int, count: int) -> Change:
    def change(state: Disambiguation) -> None:
        state.shown[index] = count

    return change


def _give(index: int, place: int, level: int) -> Change:
    def change(state: Disambiguation) -> None:
        state.given[index, place] = level

    return change
