"""Disambiguation of cites (CSL 1.0.2, "Disambiguation").

Items whose cites read the same are told apart by showing more names, then more of given names,
then what the style prints under ``disambiguate="true"``, then year suffixes; each step only for
what the steps before left alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from provrepo.cite.context import Disambiguation, NameBlock
from provrepo.cite.nameparts import Name

#: Renders an item's cite with a disambiguation: its text, its name lists, whether it asked for
#: ``disambiguate``.
Probe = Callable[[str, Disambiguation], tuple[str, list[NameBlock], bool]]
Config = dict[str, Disambiguation]


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
        after: list[list[str]] = []
        for rest in remaining:
            after.extend(self._by_condition(rest))
        if self.options.add_suffix:
            for rest in after:
                self._by_suffix(rest)

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
        """Grow all cites of a clash step by step until they fall apart; None: they never do."""
        trial = {identifier: states[identifier].copy() for identifier in clash}
        for step in self._steps(clash[0], trial[clash[0]], by_cite=by_cite):
            for identifier in clash:
                step(trial[identifier])
            groups: dict[str, list[str]] = {}
            for identifier in clash:
                text = self.text(identifier, trial[identifier])
                groups.setdefault(text, []).append(identifier)
            if len(groups) > 1:
                for identifier in clash:
                    states[identifier] = trial[identifier]
                return list(groups.values())
        return None

    def _steps(
        self, identifier: str, state: Disambiguation, *, by_cite: bool
    ) -> Iterable[Callable[[Disambiguation], None]]:
        """Yield the ways to say more about the names, the mildest first."""
        _, blocks, _ = self.probe(identifier, state)
        for block in blocks:
            total = len(block.names)
            shown = block.shown
            if by_cite:
                for place in range(shown):
                    yield from _given_steps(block, place, state)
            if self.options.add_names:
                for count in range(shown + 1, total + 1):
                    yield _show(block.index, count)
                    if by_cite:
                        yield from _given_steps(block, count - 1, state)

    def _by_condition(self, group: list[str]) -> list[list[str]]:
        """Render what stands under ``disambiguate="true"`` where the style asks for it."""
        if not any(self.probe(identifier, self.found[identifier])[2] for identifier in group):
            return [group]
        for identifier in group:
            state = self.found[identifier].copy()
            state.condition = True
            self.found[identifier] = state
        return self._clashes(group)

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
                    people.setdefault(_family(name), set()).add(name.key)
                places.extend(
                    (identifier, block.index, place, name, block.initials)
                    for place, name in enumerate(names)
                )
        for identifier, index, place, name, initials in places:
            others = people[_family(name)] - {name.key}
            if not others or name.literal:
                continue
            if initials:
                mine = _initials(name.given)
                same = [key for key in others if _initials(key[1]) == mine]
                level = 2 if same and not initials_only else 1
            else:
                level = 2
            self.found[identifier].given[index, place] = level


def _family(name: Name) -> str:
    return f"{name.non_dropping} {name.family or name.literal}".strip()


def _initials(given: str) -> str:
    return "".join(word[:1] for word in given.replace("-", " ").split())


def _show(index: int, count: int) -> Callable[[Disambiguation], None]:
    def step(state: Disambiguation) -> None:
        state.shown[index] = count

    return step


def _given_steps(
    block: NameBlock, place: int, state: Disambiguation
) -> Iterable[Callable[[Disambiguation], None]]:
    levels = (1, 2) if block.initials else (2,)
    for level in levels:
        if state.given.get((block.index, place), 0) >= level:
            continue

        def step(other: Disambiguation, level: int = level) -> None:
            other.given[block.index, place] = level

        yield step
