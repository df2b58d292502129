"""Texts of which stretches of characters are cut, copied and pasted, by a random editor.

They begin and end wherever it is, amid words and brackets; what is copied is soon changed.
"""

from __future__ import annotations

import itertools
from random import Random

from tests.editing.truth import Revision, Sign

SNIPPETS = (
    *("The mail boat arrived on Tuesday. ", "Nobody was hurt. ", "the North Harbor", "[sic]"),
    *(" [from Andong] ", "Mr. Li said: “No.” ", "Boat 1 carried ten men. ", "… ", "; ", "— "),
    *("Boat 2 carried ten men. ", "Boat 3 carried nine men. ", "of the ", "of the border "),
    *("北港漁船三艘出海。", "無人受傷。", "北港漁船五艘出海。", "（見附件）", "「同意。」"),
    *("배가 떠났다. ", "다친 사람은 없다. ", "배가 도착했다. ", "རྒྱལ་པོ། ", "གཉིས། "),
    *("\n\n", "\r\n\r\n", "\n", "a a a b a a ", "10² ", "don't ", "e\u0301te\u0301 ", "... "),
    "one two three four five six seven eight nine ten ",
)


class Splicer:
    """Writes a text of a few snippets again and again, and splices it."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._numbers = itertools.count(1)
        self._pool = random.sample(SNIPPETS, random.randint(2, 12))
        self.signs = self._written(random.randint(2, 40))
        self.moved: set[int] = set()

    def _written(self, snippets: int) -> list[Sign]:
        return self._anew("".join(self._random.choice(self._pool) for _ in range(snippets)))

    def _anew(self, text: str) -> list[Sign]:
        return [(sign, next(self._numbers)) for sign in text]

    def _stretch(self) -> tuple[int, int]:
        start = self._random.randrange(len(self.signs))
        length = self._random.choice([1, 2, 4, 8, 16, 33, 60, 120])
        return start, min(len(self.signs), start + length)

    def _put(self, signs: list[Sign], place: int | None = None) -> None:
        place = self._random.randint(0, len(self.signs)) if place is None else place
        self.signs[place:place] = signs

    def _taken(self) -> list[Sign]:
        start, end = self._stretch()
        taken = self.signs[start:end]
        del self.signs[start:end]
        return taken

    def splice(self) -> None:
        """Make one change, if there is anything left."""
        if self.signs:
            edits = [self.cut, self.paste, self.copy, self.move, self.overwrite, self.rewrite]
            self._random.choice(edits)()

    def cut(self) -> None:
        """Delete a stretch."""
        self._taken()

    def paste(self) -> None:
        """Write something new."""
        self._put(self._written(self._random.randint(1, 3)))

    def copy(self) -> None:
        """Write a stretch again, beside itself or elsewhere."""
        start, end = self._stretch()
        text = "".join(sign for sign, _ in self.signs[start:end])
        self._put(self._anew(text), self._random.choice([start, end, None]))

    def move(self) -> None:
        """Move a stretch."""
        taken = self._taken()
        self.moved.update(number for _, number in taken)
        self._put(taken)

    def overwrite(self) -> None:
        """Write something new over a stretch."""
        start, end = self._stretch()
        self.signs[start:end] = self._written(self._random.randint(1, 2))

    def rewrite(self) -> None:
        """Delete a stretch, and write the same signs elsewhere."""
        self._put(self._anew("".join(sign for sign, _ in self._taken())))


def spliced(random: Random) -> Revision:
    """Return a text of which stretches were cut, copied, pasted and overwritten."""
    splicer = Splicer(random)
    before = [*splicer.signs]
    for _ in range(random.choice([1, 1, 2, 3, 5, 8])):
        splicer.splice()
    passages = [passage for _ in range(20) if (passage := _passage(random, before))]
    return Revision(before, splicer.signs, passages, [], [], splicer.moved)


def _passage(random: Random, signs: list[Sign]) -> tuple[int, int] | None:
    """Choose what a note is on; it neither begins nor ends with white space."""
    start = random.randrange(len(signs))
    end = min(len(signs), start + random.choice([1, 2, 3, 6, 12, 30, 80]))
    inked = [place for place in range(start, end) if not signs[place][0].isspace()]
    return (inked[0], inked[-1] + 1) if inked else None
