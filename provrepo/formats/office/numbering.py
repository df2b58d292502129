"""The numbers of lists and headings, which office files keep apart from the text.

Both formats count in levels: an item counts up its level and starts the deeper ones again (ECMA-376
part 1 §17.9; ODF 1.3 part 3 §19.880).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

BULLET = "•"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def decimal(number: int) -> str:
    """Return a number in digits."""
    return str(number)


def letter(number: int) -> str:
    """Return a, b … z, aa, bb … for a number from 1, as Word and LibreOffice count in letters.

    Digits beyond 20 times the same letter, which no reader would count.
    """
    if not 0 < number <= 26 * 20:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def roman(number: int) -> str:
    """Return a lower-case Roman numeral for a number from 1 to 3999, else digits."""
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


def upper(numeral: Callable[[int], str]) -> Callable[[int], str]:
    """Return ``numeral`` in capitals."""
    return lambda number: numeral(number).upper()


def bullet(sign: str | None) -> str:
    """Return a bullet as a character: signs of symbol fonts become `BULLET`."""
    if not sign or any("\ue000" <= char <= "\uf8ff" for char in sign):
        return BULLET
    return sign


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is labelled.

    ``parts`` are texts and, as whole numbers from 0, the levels whose numbers stand between them:
    ``(0, ".", 1, ")")`` writes ``2.3)``. ``numeral`` is None where the level shows no number.
    """

    parts: tuple[str | int, ...] = ()
    numeral: Callable[[int], str] | None = None
    start: int = 1
    restarts: bool = True
    legal: bool = False  # numbers of higher levels are shown in digits
    suffix: str = " "


@dataclass(slots=True)
class Counter:
    """The numbers reached in one list, by level."""

    levels: dict[int, Level]
    numbers: dict[int, int] = field(default_factory=dict)

    def label(self, at: int, start: int | None = None) -> str:
        """Count an item on level ``at`` and return its label; ``start`` begins the count anew."""
        level = self.levels.get(at)
        if level is None:
            return ""
        reached = self.numbers.get(at)
        if start is None:
            start = level.start if reached is None else reached + 1
        self.numbers[at] = start
        for deeper in [level_below for level_below in self.numbers if level_below > at]:
            if deeper not in self.levels or self.levels[deeper].restarts:
                del self.numbers[deeper]
        written = "".join(
            part if isinstance(part, str) else self._number(part, level) for part in level.parts
        )
        # Programs hang the further paragraphs of an item on a level that shows blanks.
        return written + level.suffix if written.strip() else ""

    def _number(self, at: int, shown_by: Level) -> str:
        level = self.levels.get(at)
        if level is None or level.numeral is None:
            return ""
        number = self.numbers.get(at, level.start)
        return decimal(number) if shown_by.legal else level.numeral(number)
