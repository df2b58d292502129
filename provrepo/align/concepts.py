"""Words of which every text has some and which are the same in all: months, states, kin, nature.

It is no dictionary: the classes are closed, months and offices as well as what comparative
linguists take for the basic vocabulary (after Swadesh, "Lexico-Statistic Dating of Prehistoric
Ethnic Contacts", Proceedings of the American Philosophical Society 96, 1952), and a language that
is not in the table has none of them. Names and numbers are evidence without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh", "ko", "de", "fr", "ru", "la", "ja")

# A row a concept, a column a language in the order above; `-` at the end of a word stands for any
# ending. Chinese and Japanese words count wherever they stand, Korean ones where a word begins.
_TABLE = Path(__file__).with_suffix(".txt")


@cache
def _columns(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the concepts of a language by whole word, and by how a word begins."""
    whole: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    if language in LANGUAGES:
        column = LANGUAGES.index(language)
        for row in _TABLE.read_text(encoding="utf-8").splitlines():
            cells = row.split("|")
            concept = cells[0].split()[0]
            for word in cells[column].split():
                if word.endswith("-"):
                    beginnings[word[:-1]] = concept
                elif language == "ko":
                    beginnings[word] = concept
                else:
                    whole[word] = concept
    return whole, beginnings


@cache
def _longest(language: str) -> int:
    return max(map(len, _columns(language)[1]), default=0)


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    words = sorted(_columns(language)[0], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words))) if words else None


def in_signs(text: str, language: str) -> Iterator[str]:
    """Yield the concepts in a Chinese or Japanese text, the longest words first."""
    pattern = _pattern(language)
    if pattern is not None:
        concepts = _columns(language)[0]
        for match in pattern.finditer(text):
            yield concepts[match[0]]


def in_words(words: list[str], language: str) -> Iterator[str]:
    """Yield the concepts among ``words``, which are in small letters."""
    for word in words:
        concept = of_word(word, language)
        if concept:
            yield concept


@cache
def of_word(word: str, language: str) -> str:
    """Return the concept of a word in small letters, empty where it has none."""
    whole, beginnings = _columns(language)
    if word in whole:
        return whole[word]
    # Chinese without stops is one word of a whole text: what cannot begin it is not looked up.
    for length in range(min(len(word), _longest(language)), 0, -1):
        if word[:length] in beginnings:
            # A Korean word of one syllable begins many others: only particles may follow it.
            if language == "ko" and length == 1 and len(word) > 2:
                return ""
            return beginnings[word[:length]]
    return ""
