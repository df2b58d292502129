"""A witness cut into the pieces that a collation aligns: words and marks, each with its blank."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from provrepo.compare.kinds import folded
from provrepo.compare.tokens import by_character, is_word, tokens

SHORTEST = 3
"""Words of fewer letters are not alike, but equal or not."""


class Piece(NamedTuple):
    """A word or a mark, the white space after it, and the key by which it equals another one.

    ``weight`` is how much it says: 0 for a mark, a half for a short word or a character, else 1.
    """

    core: str
    blank: str
    key: str
    weight: float


def pieces(text: str) -> list[Piece]:
    """Cut a witness; the pieces, joined, are the text. White space that it begins with is one."""
    cut: list[Piece] = []
    for token in tokens(text):
        if not token.isspace():
            cut.append(_piece(token))
        elif cut:
            cut[-1] = cut[-1]._replace(blank=token)
        else:
            cut.append(Piece("", token, " ", 0))
    return cut


@lru_cache(maxsize=8192)
def _piece(token: str) -> Piece:
    weight = 0.0
    if is_word(token):
        weight = 0.5 if len(token) <= 3 or by_character(token) else 1
    return Piece(token, "", folded(token), weight)


@lru_cache(maxsize=65536)
def likeness(word: str, other: str) -> float:
    """Return how alike two words are spelled, from 0 to 1: Dice's coefficient of pairs of letters.

    Words that begin with other letters (``come``, ``home``) are not alike.

    L. R. Dice: Measures of the amount of ecologic association between species, Ecology 26 (1945).
    """
    if min(len(word), len(other)) < SHORTEST or word[0] != other[0]:
        return 0
    left, right = (
        {f"\0{text}\0"[place : place + 2] for place in range(len(text) + 1)}
        for text in (word, other)
    )
    return 2 * len(left & right) / (len(left) + len(right))
