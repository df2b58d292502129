"""The terms that an index knows a text by: its words in every way in which they may be read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from provrepo.publish.searching.shards import CHARACTERS, WORDS, Term, pair
from provrepo.search.entries import entry
from provrepo.search.folding import WORD_TYPE, kind

LONGEST = 40
"""How many letters of a word are looked up; what follows is checked in the text itself."""

DENSE = Term("", "")
"""What a text has that may be read in too many ways to name them: it may answer any query."""


class Known(NamedTuple):
    """The terms of a piece of a text, by their kinds."""

    words: set[str]
    characters: set[str]
    is_dense: bool

    def terms(self) -> Iterable[Term]:
        """Yield all of them, and `DENSE` where it is so."""
        for term in self.words:
            yield Term(WORDS, term)
        for term in self.characters:
            yield Term(CHARACTERS, term)
        if self.is_dense:
            yield DENSE


def known_by(contents: Iterable[str]) -> Known:
    """Return the terms of what is searched in a piece."""
    piece = Known(set(), set(), is_dense=False)
    for content in contents:
        indexed = entry(0, content)
        if indexed.is_dense:
            piece = piece._replace(is_dense=True)
        for stretch in (indexed.words, *indexed.beside):
            _add(stretch.split(), piece)
    return piece


def _add(words: list[str], piece: Known) -> None:
    """Add words that follow one another: every one, and every two of the same kind."""
    characters = piece.characters
    before = character_before = ""
    for word in words:
        if kind(word) == WORD_TYPE:
            letters = word[:LONGEST]
            piece.words.add(letters)
            if before:
                characters.add(pair(before, letters))
            before, character_before = letters, ""
            continue
        characters.add(word)
        if character_before:
            characters.add(character_before + word)
        before, character_before = "", word
