"""The value of a numeral that counts by scales, as 三万五千, 3万5千, 百廿, 삼만오천 do."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple


class Part(NamedTuple):
    """A part of a numeral: a number that was counted or, with ``scales``, what counts it."""

    value: Fraction | int
    scales: bool = False


def value(parts: Iterable[Part]) -> int:
    """Return the whole number that parts come to, read from the left.

    A scale multiplies the number before it, or all that it exceeds: 一億二萬 is 100,020,000, and
    一万億 is a million million. A scale that nothing precedes counts once. Of two single digits
    that follow each other, as in 二三十, “twenty or thirty”, the later one counts.
    """
    summands: list[Fraction | int] = []
    number: Fraction | int | None = None
    for part in parts:
        if not part.scales:
            if number is not None and (number >= 10 or part.value >= 10):  # 廿三
                summands.append(number)
            number = part.value
            continue
        # 3千5百万: more than the number before it, where that is smaller.
        count: Fraction | int = number or 0
        while summands and summands[-1] < part.value:
            count += summands.pop()
        summands.append((count or 1) * part.value)
        number = None
    return int(sum(summands) + (number or 0))
