"""Disambiguation of cites (CSL 1.0.2, "Disambiguation").

Items whose cites read the same are told apart by showing more of given names and more names, then
by year suffixes, then by what the style prints under ``disambiguate="true"`` ("only made when all
other disambiguation methods have failed"); each step only for what the steps before left alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from provrepo.cite.csl.context import Disambiguation, NameBlock
from provrepo.cite.csl.nameparts import Name

#: Renders an item's cite with a disambiguation: its text, its name lists, whether it asked for
#: ``disambiguate``.
Probe = Callable[[str, Disambiguation], tuple[str, list[NameBlock], bool]]
Config = dict[str, Disambiguation]
Change = Callable[[Disambiguation], None]


class Options:
    """The disambiguation attributes of cs:citation."""

    __slots__ = ("add_given", "add_names", "add_suffix", "rule")

    def __init__(self, attributes: dict[str, str]) -> None:
        self.add_names = attributes.get("disambiguate-add-names") == "true"
        self.add_given = attributes.get("disambiguate-add-givenname") == "true"
        self.add_suffix = attributes.get("disambiguate-add-year-suffix") == "true"
        self.rule = attributes.get("givenname-disambiguation-rule", "by-cite")


class Disambiguator:
    """Finds for each item what its cites need. ``ids`` are in bibliography order."""

    def __init__(self, ids: list[str], probe: Probe, options: Options) -> None:
        self.ids = ids
        self.options = options
        self._probe = probe
        self._cache: dict[object, tuple[str, list[NameBlock], bool]] = {}
        self.found: Config = {identifier: Disambiguation() for identifier in ids}

    def probe(self, identifier: str, state: Disambiguation) -> tuple[str, list[NameBlock], bool]:
        """Render with a cache."""
        key = (
            identifier,
            tuple(sorted(state.shown.items())),
            tuple(sorted(state.given.items())),
            state.condition,
        )
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = self._probe(identifier, state)
        return found

    def text(self, identifier: str, state: Disambiguation) -> str:
        """Return what the item's cite reads."""
        return self.probe(identifier, state)[0]

    def run(self) -> Config:
        """Return the disambiguation of every item."""
        if self.options.add_given and self.options.rule != "by-cite":
            self._expand_everywhere()
        for group in self._clashes(self.ids):
            self._resolve(group)
        return self.found

    def _clashes(self, ids: Iterable[str]) -> list[list[str]]:
        """Return the groups of items that read the same, each of two or more."""
        groups: dict[str, list[str]] = {}
        for identifier in ids:
            text = self.text(identifier, self.found[identifier])
            groups.setdefault(text, []).append(identifier)
        return [group for group in groups.values() if len(group) > 1]

    def _resolve(self, group: list[str]) -> None:
        remaining = [group]
        by_cite = self.options.add_given and self.options.rule == "by-cite"
        if self.options.add_names or by_cite:
            remaining = self._by_names(group, by_cite=by_cite)
        for rest in remaining:
            if self.options.add_suffix:
                self._by_suffix(rest)
            else:
                self._by_condition(rest)

    def _by_names(self, group: list[str], *, by_cite: bool) -> list[list[str]]:
        """Show more names and given names, name by name, until the cites differ.

        An item stops growing as soon as nobody else reads like it; what helped nobody is taken
        back.
        """
        states = {identifier: self.found[identifier].copy() for identifier in group}
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
            self.found[identifier] = states[identifier]
        return unresolved

    def _grow(self, clash: list[str], states: Config, *, by_cite: bool) -> list[list[str]] | None:
        """Say more about the names of a clash until it falls apart; None: it never does.

        Step by step: more of the given name of one person, then one more name, and so on.
        """
        _, blocks, _ = self.probe(clash[0], states[clash[0]])
        for block in blocks:
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

    def _people(self, clash: list[str], states: Config, block: NameBlock) -> list[set[object]]:
        """Return who stands at each place of a name list, in any of the items of a clash.

        Where it is the same person in all of them, saying more about that person is no help.
        """
        people: list[set[object]] = [set() for _ in range(len(block.names) + 1)]
        for identifier in clash:
            _, blocks, _ = self.probe(identifier, states[identifier])
            names = blocks[block.index].names if block.index < len(blocks) else []
            for place, found in enumerate(people):
                # The end of a list differs from any person.
                found.add(names[place].key if place < len(names) else len(names))
        return people

    def _grow_given(
        self, clash: list[str], states: Config, block: NameBlock, place: int, count: int
    ) -> list[list[str]] | None:
        """Say more about one person's given name until a clash falls apart."""
        for level in (1, 2) if block.initials else (2,):
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
        self, clash: list[str], states: Config, changes: list[Change]
    ) -> list[list[str]] | None:
        """Apply changes to all cites of a clash; keep them and return the parts if it splits."""
        groups: dict[str, list[str]] = {}
        trial: Config = {}
        for identifier in clash:
            state = trial[identifier] = states[identifier].copy()
            for change in changes:
                change(state)
            groups.setdefault(self.text(identifier, state), []).append(identifier)
        if len(groups) < 2:
            return None
        states.update(trial)
        return list(groups.values())

    def _by_condition(self, group: list[str]) -> None:
        """Render what stands under ``disambiguate="true"`` where the style asks for it."""
        if not any(self.probe(identifier, self.found[identifier])[2] for identifier in group):
            return
        for identifier in group:
            state = self.found[identifier].copy()
            state.condition = True
            self.found[identifier] = state

    def _by_suffix(self, group: list[str]) -> None:
        order = {identifier: index for index, identifier in enumerate(self.ids)}
        for number, identifier in enumerate(sorted(group, key=order.__getitem__)):
            self.found[identifier].suffix = number

    def _expand_everywhere(self) -> None:
        """Apply the rules that expand given names whether or not two cites read the same."""
        primary = self.options.rule.startswith("primary-name")
        initials_only = self.options.rule.endswith("with-initials")
        people: dict[str, set[tuple[str, ...]]] = {}
        places: list[tuple[str, int, int, Name, bool]] = []
        for identifier in self.ids:
            _, blocks, _ = self.probe(identifier, self.found[identifier])
            for block in blocks[:1] if primary else blocks:
                names = block.names[:1] if primary else block.names
                for name in names:
                    people.setdefault(_family(name), set()).add(_person(name))
                places.extend(
                    (identifier, block.index, place, name, block.initials)
                    for place, name in enumerate(names)
                )
        for identifier, index, place, name, initials in places:
            others = people[_family(name)] - {_person(name)}
            if not others or name.literal or (initials_only and not initials):
                continue
            level = 2
            if initials:
                mine = _initials(name.given)
                same = any(_initials(other[0]) == mine for other in others)
                if initials_only and all(_initials(other[0]) == mine for other in others):
                    continue
                level = 2 if same and not initials_only else 1
            self.found[identifier].given[index, place] = level


def _family(name: Name) -> str:
    return f"{name.non_dropping} {name.family or name.literal}".strip()


def _initials(given: str) -> str:
    return "".join(word[:1] for word in given.replace("-", " ").replace(".", " ").split())


def _person(name: Name) -> tuple[str, ...]:
    """Return what tells a person from others of the same family name."""
    given = " ".join(name.given.replace(".", ". ").split())
    return (given, name.dropping, name.suffix)


def _show(index: int, count: int) -> Change:
    def change(state: Disambiguation) -> None:
        state.shown[index] = count

    return change


def _give(index: int, place: int, level: int) -> Change:
    def change(state: Disambiguation) -> None:
        state.given[index, place] = level

    return change
