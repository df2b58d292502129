"""One of two texts, ready to be aligned: its units, their sentences, and what these say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from provrepo.align.evidence import Bag
from provrepo.align.keys import keys
from provrepo.align.shapes import Row
from provrepo.align.units import sentences_of
from provrepo.passages import Range


class TextSide(NamedTuple):
    """A text with its units and the sentences of each, as ranges, and the keys of each sentence."""

    text: str
    units: Sequence[Range]
    sentences: Sequence[Sequence[Range]]
    bags: Sequence[Sequence[Bag]]

    def row(self) -> Row:
        """Return the units as beads are made of them."""
        return Row([self.size(unit) for unit in self.units], [_joined(bags) for bags in self.bags])

    def sentences_in(self, numbers: Sequence[int]) -> list[Range]:
        """Return the sentences of units, which are named by their numbers from 1."""
        return [part for number in numbers for part in self.sentences[number - 1]]

    def sentence_row(self, numbers: Sequence[int]) -> Row:
        """Return the sentences of units as beads are made of them."""
        bags = [bag for number in numbers for bag in self.bags[number - 1]]
        return Row([self.size(part) for part in self.sentences_in(numbers)], bags)

    def size(self, part: Range) -> int:
        """Return how many characters a range has, white space apart."""
        return len("".join(self.text[slice(*part)].split()))


def text_side(text: str, units: Sequence[Range], language: str) -> TextSide:
    """Return a text divided into ``units``, which cover it; ``language`` is a BCP 47 tag."""
    sentences = sentences_of(text, units)
    # Refrains, lines of one word, entries of a table: what is said again has the same keys.
    of_words: dict[str, Bag] = {}
    bags = [[_bag(text[slice(*part)], language, of_words) for part in parts] for parts in sentences]
    return TextSide(text, units, sentences, bags)


def _bag(words: str, language: str, of_words: dict[str, Bag]) -> Bag:
    bag = of_words.get(words)
    if bag is None:
        bag = of_words[words] = keys(words, language)
    return bag


def _joined(bags: Sequence[Bag]) -> Bag:
    if len(bags) == 1:
        return bags[0]
    joined: Bag = Counter()
    for bag in bags:
        joined.update(bag)
    return joined
