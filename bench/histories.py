"""Made-up histories of texts for the benchmarks: words of no language, with a language's spread."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import accumulate

WORDS, CHARACTERS = 20_000, 3_500
FIRST_CHARACTER = 0x4E00


def histories(
    texts: int, versions: int, size: int, *, chinese: float, seed: int = 1, changed: float = 0.02
) -> Iterator[list[str]]:
    """Yield the contents of each text's versions, oldest first.

    Each has about ``size`` bytes of UTF-8; ``chinese`` is the share of texts in Chinese characters,
    ``changed`` the share of words (there: characters) that each version changes. Words are as
    frequent as in a language (Zipf's law), and nothing is repeated on purpose.
    """
    chance = random.Random(seed)  # noqa: S311 - words, no secrets
    word = _picker(chance, _vocabulary(chance))
    characters = [chr(FIRST_CHARACTER + number) for number in range(CHARACTERS)]
    chance.shuffle(characters)
    character = _picker(chance, characters)
    for _ in range(texts):
        pick, sentence = (
            (character, _chinese_sentence) if chance.random() < chinese else (word, _sentence)
        )
        pieces: list[str] = []
        length = 0
        while length < size:
            words = sentence(chance, pick)
            pieces += words
            length += len("".join(words).encode())
        contents = ["".join(pieces)]
        places = [place for place, piece in enumerate(pieces) if piece.strip(" .。\n")]
        for _ in range(versions - 1):
            for place in chance.sample(places, max(1, int(len(places) * changed))):
                pieces[place] = pick(1)[0]
            contents.append("".join(pieces))
        yield contents


Pick = Callable[[int], list[str]]


def _sentence(chance: random.Random, pick: Pick) -> list[str]:
    words = [piece for word in pick(chance.randint(6, 24)) for piece in (word, " ")]
    return [*words[:-1], ". ", *(["\n\n"] if chance.random() < 0.2 else [])]


def _chinese_sentence(chance: random.Random, pick: Pick) -> list[str]:
    return [*pick(chance.randint(8, 30)), "。", *(["\n\n"] if chance.random() < 0.2 else [])]


def _picker(chance: random.Random, words: list[str]) -> Pick:
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    return lambda count: chance.choices(words, cum_weights=weights, k=count)


def _vocabulary(chance: random.Random) -> list[str]:
    def syllable() -> str:
        end = chance.choice("nrst") if chance.random() < 0.4 else ""
        return chance.choice("bcdfghjklmnprstvw") + chance.choice("aeiou") + end

    words: dict[str, None] = {}
    while len(words) < WORDS:
        count = chance.choices([1, 2, 3, 4], [1, 4, 4, 2])[0]
        words["".join(syllable() for _ in range(count))] = None
    return list(words)
