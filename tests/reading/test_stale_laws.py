"""Nothing that changed is called fresh, however a basis was changed and however it is reached."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

import pytest

import provrepo
from tests.align.written import document as written
from tests.conftest import only_sqlite
from tests.reading.test_stale_passages import put

Paragraphs = list[str]
Change = Callable[[Paragraphs, int, random.Random], None]


class Pair(NamedTuple):
    """Two texts, and the places of the paragraphs that translate each paragraph of the source."""

    source: Paragraphs
    target: Paragraphs
    partners: dict[int, set[int]]


def figure(paragraphs: Paragraphs, place: int, chance: random.Random) -> None:
    """Put a figure somewhere into a paragraph."""
    text = paragraphs[place]
    cut = chance.randrange(len(text) + 1)
    paragraphs[place] = f"{text[:cut]}7{text[cut:]}"


def letter(paragraphs: Paragraphs, place: int, chance: random.Random) -> None:
    """Put another letter in the place of one."""
    text = paragraphs[place]
    cut = chance.choice([number for number, sign in enumerate(text) if sign.isalnum()])
    paragraphs[place] = f"{text[:cut]}{'x' if text[cut] != 'x' else 'y'}{text[cut + 1 :]}"


def word(paragraphs: Paragraphs, place: int, chance: random.Random) -> None:
    """Leave a word out."""
    words = paragraphs[place].split(" ")
    del words[chance.randrange(len(words))]
    paragraphs[place] = " ".join(words)


def gone(paragraphs: Paragraphs, place: int, _chance: random.Random) -> None:
    """Leave a whole paragraph out."""
    paragraphs[place] = ""


def rewritten(paragraphs: Paragraphs, place: int, _chance: random.Random) -> None:
    """Put something else in the place of a paragraph."""
    paragraphs[place] = "Nobody knows of this sentence, it is about ferries."


CHANGES: tuple[Change, ...] = (figure, letter, word, gone, rewritten)


def pairs(chance: random.Random) -> Iterator[Pair]:
    """Yield stretches of the texts here, their marks perturbed, some with repeated paragraphs."""
    for seed in range(1, 5):
        for name in ("de-fr", "nk-en"):
            document = written(name, seed)
            beads = document["paragraph_beads"]
            start = chance.randrange(len(beads) - 20)
            sides: list[Paragraphs] = [[], []]
            partners: dict[int, set[int]] = {}
            repeated = chance.sample(beads[start : start + 20], 1) * chance.choice((0, 2))
            for bead in (*beads[start : start + 20], *repeated):
                first, second = (len(side) for side in sides)
                for side, key in ((0, "source"), (1, "target")):
                    sides[side] += [" ".join(document[key][number]) for number in bead[side]]
                for place in range(first, len(sides[0])):
                    partners[place] = set(range(second, len(sides[1])))
            yield Pair(sides[0], sides[1], partners)
    yield list_of_payments()


def list_of_payments() -> Pair:
    """Return a list of which all entries are alike but for name and numbers."""
    names = (
        "Huber Meier Keller Salis Motta Briand Wild Lindt Amrhein Hofmann Dinichert Kolb".split()
    )
    source = [f"{n}. {name} zahlte {37 * n % 50 + 3} Franken." for n, name in enumerate(names, 1)]
    target = [f"{n}. {name} paya {37 * n % 50 + 3} francs." for n, name in enumerate(names, 1)]
    return Pair(source, target, {place: {place} for place in range(len(source))})


def texts(paragraphs: Sequence[str]) -> Paragraphs:
    """Return the paragraphs that say something."""
    return [text for text in paragraphs if text.strip()]


WAYS = "directly form relay same-as retext pins detour ends merged sentence".split()


@pytest.mark.slow
@only_sqlite
def test_what_translates_a_changed_paragraph_is_named(repository: provrepo.Repository) -> None:
    """By whatever way: and where one paragraph changed, little else is named."""
    missed, counts, shares = [], [], []
    for way in WAYS:
        chance = random.Random(way)  # noqa: S311 the same texts every time, nothing secret
        for number, pair in enumerate(pairs(chance)):
            for change in CHANGES:
                key = f"{way}-{number}-{change.__name__}"
                place = chance.randrange(len(pair.source))
                units, count, expected = named(repository, key, pair, way, change, place, chance)
                missed += [(key, place)] * (not expected <= units)
                counts.append(len(units))
                shares.append(len(units) / count)
    assert len(missed) <= 0.005 * len(counts), missed
    assert median(counts) <= 3
    assert median(shares) <= 0.2


def named(
    repository: provrepo.Repository,
    key: str,
    pair: Pair,
    way: str,
    change: Change,
    place: int,
    chance: random.Random,
) -> tuple[set[int], int, set[int]]:
    """Change a paragraph of a basis; return the named units, how many there are, the expected."""
    basis, translation = f"{key}/transcription:de", f"{key}/translation:fr"
    put(repository, basis, pair.source)
    put(repository, translation, pair.target, basis)
    source, partners, target = list(pair.source), pair.partners, pair.target
    expected = set(partners[place])
    if way == "form":
        source = [text.replace(" ", "\n", 1) for text in source]
    elif way == "relay":
        target = [" ".join(pair.target[at : at + 2]) for at in range(0, len(pair.target), 2)]
        put(repository, f"{key}/translation:it", target, translation)
        translation, expected = f"{key}/translation:it", {unit // 2 for unit in expected}
    elif way == "same-as":
        elsewhere = (place + 1) % len(source)
        letter(source, elsewhere, chance)
        put(repository, basis, source)
        repository.same_as(f"{basis}@v1..v2")
    elif way == "detour":
        put(repository, basis, texts([*source[:-1], "Something else for a while."]))
        put(repository, basis, pair.source)
    elif way == "pins":
        other = chance.choice([at for at in partners if partners[at]])
        repository.pin(translation, [([other + 1], [unit + 1 for unit in partners[other]])])
    change(source, place, chance)
    if way == "ends":
        source = ["A heading that was not there, 4711.", *source, "A postscript that is new, 815."]
    elif way == "merged":
        at = (place + 2) % (len(source) - 1)
        source[at : at + 2] = [f"{source[at]} {source[at + 1]}"]
    elif way == "sentence":
        at = (place + len(source) // 2) % len(source)
        source[at] += " A sentence was added on 5 May."
        expected |= partners[at]
    put(repository, basis, texts(source))
    if way == "retext":
        repository.retext(basis, "transcription:gsw")
    (worklist,) = repository.stale_passages(translation)
    return {passage.unit - 1 for passage in worklist.passages}, len(target), expected
