"""The limit on the work that a style may cause for one cite, so that none can hang a program.

CSL has no loops, but a macro that calls another twice, forty deep, prints 2⁴⁰ times: what a style
costs cannot be seen from its size, nor from how deep it is nested. So each element that is
rendered is counted, each name that is formatted, and each stretch of text that is processed. The
allowance grows with the item: long lists of names and long notes are no fault of the style.

Of 46 styles in wide use none takes more than 3,000 steps for an ordinary item.
"""

from __future__ import annotations

from collections.abc import Callable

from provrepo.errors import StyleError

ALLOWANCE = 20_000
"""How many steps one cite or entry may take, besides those that its item brings; a step takes two
or three microseconds."""
NAME_STEPS = 4
"""The steps that it takes to format a name."""
CHARACTERS_PER_STEP = 64
"""How much text is copied in the time of a step."""
LETTERS_PER_STEP = 8
"""How many letters change their case in the time of a step."""


class Work:
    """The steps that are left; whoever takes some calls `spend`.

    What takes a few only, and often, lowers `left` itself: the next sequence of elements looks.
    """

    __slots__ = ("_error", "left")

    def __init__(self, left: int, error: Callable[[str], StyleError]) -> None:
        self.left = left
        self._error = error

    def spend(self, steps: int) -> None:
        """Take steps. Raises StyleError where there are none left."""
        self.left -= steps
        if self.left < 0:
            raise self.exhausted()

    def exhausted(self) -> StyleError:
        """Return the error of a style that asks for more than any needs."""
        return self._error(
            "the style takes too much work for one item: its macros call one another too often, "
            "or print too much"
        )
