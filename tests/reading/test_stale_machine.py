"""A document whose texts are edited, checked, pinned and purged in any order, beside a naive model.

The model knows which paragraph translates which, as both have an ordinal of their own. Whatever was
done, in whatever order: nothing that changed is called fresh, and nothing is called checked that
nobody read beside what the basis says now.
"""

from __future__ import annotations

import contextlib
import random
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import provrepo
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from tests.conftest import NOON
from tests.reading.test_stale_passages import put

DE, EN, FR = "a/transcription:de", "a/translation:en", "a/translation:fr"
ADA = Changes(agents=("Ada Sample:reviewer",))
GERMAN = (
    "Minister Bericht Grenze Fischer Nebel Laterne Antwort Schiff Hafen Brief Winter Zoll".split()
)
ENGLISH = "minister report border fisher fog lamp answer ship harbour letter winter customs".split()
FRENCH = (
    "ministre rapport frontière pêcheur brume lampe réponse navire port lettre hiver douane".split()
)


class Paragraph(NamedTuple):
    """A paragraph, by the number that it keeps, and what stands between it and the next one."""

    number: int
    text: str
    gap: str = "\n\n"

    @property
    def words(self) -> str:
        """Its words, whatever their form."""
        return " ".join(self.text.split())


def paragraph(number: int, words: list[str]) -> Paragraph:
    """Return a paragraph of a language, which has a number that no other one has."""
    chance = random.Random(number)  # noqa: S311 the same words in each language
    chosen = [words[chance.randrange(len(words))] for _ in range(chance.randint(5, 14))]
    return Paragraph(number, f"{' '.join(chosen)} {1000 + 37 * number} {chosen[0]}.")


@dataclass
class Version:
    """A version as the model knows it; ``basis`` is the number of the one that it was made from."""

    paragraphs: list[Paragraph]
    basis: int = 0
    withdrawn: bool = False

    @property
    def content(self) -> str:
        """The text of the version."""
        pieces = [piece for part in self.paragraphs for piece in (part.text, part.gap)]
        return "".join(pieces[:-1])

    def by_number(self) -> dict[int, str]:
        """Return the words of each paragraph."""
        return {part.number: part.words for part in self.paragraphs}


@dataclass
class Text:
    """A text as the model knows it."""

    versions: list[Version] = field(default_factory=list)

    @property
    def newest(self) -> int:
        """The number of the newest version, withdrawn ones apart."""
        return max(n for n, version in enumerate(self.versions, 1) if not version.withdrawn)

    def at(self, number: int) -> Version:
        """Return a version by its number."""
        return self.versions[number - 1]


class Read(NamedTuple):
    """That somebody read a paragraph: its words, and what its basis said."""

    number: int
    words: str
    basis: str | None


class Edition(RuleBasedStateMachine):
    """A German text, its English translation, and a French one made from the English."""

    def __init__(self) -> None:
        super().__init__()
        self.left = contextlib.ExitStack()
        folder = self.left.enter_context(tempfile.TemporaryDirectory())
        self.seconds = NOON
        self.repository = self.left.enter_context(
            provrepo.create(Path(folder) / "r.db", clock=self.clock)
        )
        self.german, self.english = Text(), Text()
        self.french: list[Paragraph] = []
        self.same: dict[frozenset[int], bool] = {}
        self.purged: set[str] = set()
        self.read: set[Read] = set()
        self.next = 0

    def clock(self) -> datetime:
        """Return a moment a second later each time."""
        self.seconds += 1
        return fixed_clock(self.seconds)()

    def teardown(self) -> None:
        """Remove the repository."""
        self.left.close()

    # What is done.

    @initialize(count=st.integers(4, 9), untranslated=st.integers(0, 8))
    def begin(self, count: int, untranslated: int) -> None:
        """Take all three texts in; a paragraph of the German may be left out by the translator."""
        numbers = range(1, count + 1)
        self.next = count + 1
        self.german.versions.append(Version([paragraph(n, GERMAN) for n in numbers]))
        translated = [n for n in numbers if n != untranslated]
        self.english.versions.append(Version([paragraph(n, ENGLISH) for n in translated], 1))
        self.french = [paragraph(n, FRENCH) for n in translated]
        put(self.repository, DE, self.german.at(1).content)
        put(self.repository, EN, self.english.at(1).content, f"{DE}@v1")
        put(self.repository, FR, Version(self.french).content, f"{EN}@v1")

    def edit_german(self, paragraphs: list[Paragraph]) -> None:
        """Take a next version of the German in."""
        version = Version(paragraphs)
        if version.content == self.german.at(self.german.newest).content:
            return
        if version.content in self.purged:
            return  # what was purged is refused
        before = len(self.repository.history(DE))
        put(self.repository, DE, version.content)
        if len(self.repository.history(DE)) > before:
            self.german.versions.append(version)

    @rule(place=st.integers(0, 20), data=st.data())
    def correct(self, place: int, data: st.DataObject) -> None:
        """Change a word, a figure, a comma or brackets in a paragraph."""
        paragraphs = list(self.german.at(self.german.newest).paragraphs)
        part = paragraphs[place % len(paragraphs)]
        words = part.text.split(" ")
        at = data.draw(st.integers(0, len(words) - 1))
        words[at] = data.draw(
            st.sampled_from(
                [
                    f"{words[at]},",
                    f"[{words[at]}]",
                    "nicht " + words[at],
                    "Kohle",
                    "41",
                    words[at][1:] or "x",
                ]
            )
        )
        paragraphs[place % len(paragraphs)] = part._replace(text=" ".join(words))
        self.edit_german(paragraphs)

    @rule(place=st.integers(0, 20))
    def insert(self, place: int) -> None:
        """Put a new paragraph in."""
        paragraphs = list(self.german.at(self.german.newest).paragraphs)
        paragraphs.insert(place % (len(paragraphs) + 1), paragraph(self.next, GERMAN))
        self.next += 1
        self.edit_german(paragraphs)

    @precondition(lambda self: len(self.german.at(self.german.newest).paragraphs) > 3)
    @rule(place=st.integers(0, 20), goes_to=st.none() | st.integers(0, 20))
    def remove_or_move(self, place: int, goes_to: int | None) -> None:
        """Leave a paragraph out, or put it elsewhere."""
        paragraphs = list(self.german.at(self.german.newest).paragraphs)
        part = paragraphs.pop(place % len(paragraphs))
        if goes_to is not None:
            paragraphs.insert(goes_to % (len(paragraphs) + 1), part)
        self.edit_german(paragraphs)

    @rule(place=st.integers(0, 20), how=st.sampled_from(["gap", "blanks", "end", "line"]))
    def change_form(self, place: int, how: str) -> None:
        """Merge two paragraphs or part them again, or write white space otherwise."""
        paragraphs = list(self.german.at(self.german.newest).paragraphs)
        place %= len(paragraphs)
        part = paragraphs[place]
        if how == "gap":
            part = part._replace(gap=" " if part.gap == "\n\n" else "\n\n")
        else:
            blank = {"blanks": "  ", "end": " \n", "line": "\n"}[how]
            part = part._replace(text=part.text.replace(" ", blank, 1))
        paragraphs[place] = part
        self.edit_german(paragraphs)

    @rule(back=st.integers(1, 5))
    def restore(self, back: int) -> None:
        """Say again what an older version said."""
        number = max(1, len(self.german.versions) - back)
        self.edit_german(list(self.german.at(number).paragraphs))

    @rule(
        place=st.integers(0, 20), word=st.sampled_from(["coal", "17", "fog,"]), at=st.integers(0, 4)
    )
    def edit_english(self, place: int, word: str, at: int) -> None:
        """Change a word of the translation."""
        newest = self.english.at(self.english.newest)
        paragraphs = list(newest.paragraphs)
        part = paragraphs[place % len(paragraphs)]
        words = part.text.split(" ")
        words[at] = word
        paragraphs[place % len(paragraphs)] = part._replace(text=" ".join(words))
        version = Version(paragraphs, newest.basis)
        if version.content != newest.content:
            put(self.repository, EN, version.content)
            self.english.versions.append(version)

    @rule()
    def review(self) -> None:
        """Say that the whole translation was read again beside the newest German."""
        newest = self.english.at(self.english.newest)
        basis = self.german.newest
        changes = Changes(based_on=(f"{DE}@v{basis}",), activity="review", agents=ADA.agents)
        self.repository.revise(EN, changes)
        self.english.versions.append(Version(list(newest.paragraphs), basis))

    @rule(first=st.integers(0, 9), second=st.integers(0, 9), undo=st.booleans())
    def say_same(self, first: int, second: int, undo: bool) -> None:
        """Say that no translation has to follow from one version to another, or take it back."""
        numbers = [1 + place % len(self.german.versions) for place in (first, second)]
        both = frozenset(numbers)
        if len(both) < 2 or (undo and not self.same.get(both)):
            return
        try:
            self.repository.same_as(f"{DE}@v{numbers[0]}..v{numbers[1]}", undo=undo)
        except provrepo.InvalidReference:
            return  # they have one content, or nothing is to be said
        self.same[both] = not undo

    @rule(place=st.integers(0, 20), several=st.booleans())
    def check(self, place: int, several: bool) -> None:
        """Say of units that they are right beside what the basis says now."""
        for worklist in self.repository.stale_passages(EN):
            if worklist.unreadable or not worklist.passages:
                continue
            units = [passage.unit for passage in worklist.passages]
            chosen = units if several else [units[place % len(units)]]
            with contextlib.suppress(provrepo.InvalidValue):  # everything is checked already
                self.repository.check(EN, None if several else chosen, ADA)
            self.note_read(chosen)

    @rule()
    def follow(self) -> None:
        """Say that the newest translation follows the German in all that it changed."""
        for worklist in self.repository.stale_passages(EN):
            units = [passage.unit for passage in worklist.passages if passage.state == "confirm"]
            if not worklist.unreadable:
                self.repository.follow(EN, ADA)
                self.note_read(units)

    def note_read(self, units: Iterable[int]) -> None:
        """Note that somebody read units of the translation beside the newest German."""
        paragraphs = self.english.at(self.english.newest).paragraphs
        german = self.german.at(self.german.newest).by_number()
        for unit in units:
            part = paragraphs[unit - 1]
            self.read.add(Read(part.number, part.words, german.get(part.number)))

    @rule(place=st.integers(0, 20), undo=st.booleans())
    def pin(self, place: int, undo: bool) -> None:
        """Pair a unit of the German by hand with what translates it."""
        newest = self.english.at(self.english.newest)
        basis = self.german.at(newest.basis)
        if basis.content in self.purged or "\n" in basis.content.replace("\n\n", ""):
            return
        groups: list[list[int]] = [[]]
        for part in basis.paragraphs:
            groups[-1].append(part.number)
            if part.gap == "\n\n":
                groups.append([])
        groups = [group for group in groups if group]
        unit = place % len(groups)
        english = [part.number for part in newest.paragraphs]
        partners = [english.index(n) + 1 for n in groups[unit] if n in english]
        if undo:
            with contextlib.suppress(provrepo.ProvrepoError):
                self.repository.pin(EN, unpinned=[([unit + 1], [])])
        else:
            self.repository.pin(EN, [([unit + 1], partners)])

    @precondition(lambda self: sum(not v.withdrawn for v in self.german.versions) > 1)
    @rule(place=st.integers(0, 9))
    def withdraw(self, place: int) -> None:
        """Withdraw a version of the German."""
        number = 1 + place % len(self.german.versions)
        version = self.german.at(number)
        if not version.withdrawn:
            self.repository.withdraw(f"{DE}@v{number}", "not right")
            version.withdrawn = True

    @rule(place=st.integers(0, 9))
    def purge(self, place: int) -> None:
        """Remove what a version of the German says."""
        number = 1 + place % len(self.german.versions)
        content = self.german.at(number).content
        newest = self.german.at(self.german.newest).content
        if content not in self.purged and content != newest and place == 3:
            self.repository.purge(f"{DE}@v{number}", "on request", everywhere=True)
            self.purged.add(content)

    # What has to hold.

    def joined(self, first: int, second: int) -> bool:
        """Return whether what was made from one German version holds for another."""

        def words(number: int) -> str:
            content = self.german.at(number).content
            return content if content in self.purged else " ".join(content.split())

        reached, unvisited = {words(first)}, [words(first)]
        while unvisited:
            there = unvisited.pop()
            for both, holds in self.same.items():
                ends = {words(number) for number in both}
                if holds and there in ends:
                    unvisited += ends - reached
                    reached |= ends
        return words(second) in reached

    def changed(self, basis: int) -> tuple[Version, Version] | None:
        """Return between which German versions a translation of one has to follow a change."""
        newest = self.german.newest
        if self.joined(basis, newest):
            return None
        first, last = basis, newest
        between = [
            number
            for number in range(basis, newest + 1)
            if not self.german.at(number).withdrawn
            and self.german.at(number).content not in self.purged
        ]
        for number in between:
            if self.joined(basis, number):
                first = number
        for number in reversed(between):
            if number <= first:
                break
            if self.joined(newest, number):
                last = number
        return self.german.at(first), self.german.at(last)

    @invariant()
    def nothing_that_changed_is_fresh(self) -> None:
        """Of the English: each paragraph of which the German changed is named."""
        if not self.german.versions:
            return
        newest = self.english.at(self.english.newest)
        pair = self.changed(newest.basis)
        worklists = self.repository.stale_passages(EN)
        assert bool(worklists) == (pair is not None)
        if pair is None or worklists[0].unreadable:
            assert (
                pair is None
                or {version.content for version in pair} & self.purged
                or not (worklists[0].passages)
            )
            return
        before, after = (version.by_number() for version in pair)
        current = self.german.at(self.german.newest).by_number()
        named = {passage.unit: passage for passage in worklists[0].passages}
        for unit, part in enumerate(newest.paragraphs, 1):
            if part.number in before and before[part.number] != after.get(part.number):
                assert unit in named, (part, before[part.number], after.get(part.number))
                if named[unit].state == "checked":
                    assert any(
                        (read.number, read.words) == (part.number, part.words)
                        and read.basis in (after.get(part.number), current.get(part.number))
                        for read in self.read
                    ), part
        shown = [untranslated.change.after for untranslated in worklists[0].untranslated]
        shown += [change.after for passage in named.values() for change in passage.changes]
        told = " ".join(" ".join(shown).split())
        for number, words in after.items():
            assert number in before or words in told, words

    @invariant()
    def nothing_that_changed_farther_up_is_fresh(self) -> None:
        """Of the French: what changed in the German since, and what in the English."""
        if not self.german.versions:
            return
        first = self.english.at(1)
        pair = self.changed(first.basis)
        newest = self.english.at(self.english.newest)
        changed = {
            part.number
            for part in first.paragraphs
            if part.words != newest.by_number().get(part.number)
        }
        if pair is not None:
            before, after = (version.by_number() for version in pair)
            changed |= {number for number in before if before[number] != after.get(number)}
        worklists = self.repository.stale_passages(FR)
        assert bool(worklists) == (pair is not None or first.content != newest.content)
        if worklists and not worklists[0].unreadable:
            named = {passage.unit for passage in worklists[0].passages}
            for unit, part in enumerate(self.french, 1):
                assert part.number not in changed or unit in named, part


@pytest.mark.slow
def test_nothing_that_changed_is_called_fresh_whatever_is_done() -> None:
    """By whatever steps, in whatever order."""
    run_state_machine_as_test(
        Edition,
        settings=settings(
            max_examples=60,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
