"""Regular expressions as queries: matched against a text as it is stored, and kept from running on.

They are Python's. What a repetition inside a repetition can make of them would never end, so these
are refused before any text is read. What may still take long, as several repetitions in a long line
do, is matched in a process of its own, for some seconds at most.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from provrepo.errors import InvalidValue
from provrepo.search.apart import Apart, matches
from provrepo.search.occurrences import Occurrence

LONGEST = 500
"""Characters of an expression."""

_MOST_OPEN = 3
"""How many repetitions without end one expression may have: each multiplies the time."""

_MOST_ANY = 2
"""How many of them may be of any character."""

_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")

_MANY = 10
"""What is repeated this often or more may not vary in length."""

_LARGE = 1000
"""A repetition of up to this many times or more counts as one without end."""


_MOST_STEPS = 20_000_000
"""The most steps that are taken in this process: some tenths of a second."""

SECONDS = 5.0
"""What an expression may take for one text where it may need more of them."""


class Cost(NamedTuple):
    """How many steps it takes at worst to match from one place of a line on.

    They are ``factor`` times the length of the line to the power of ``degree``.
    """

    factor: int = 1
    degree: int = 0

    def times(self, other: Cost) -> Cost:
        """Return what one expression after the other takes, or one inside the other."""
        return Cost(self.factor * other.factor, self.degree + other.degree)


class TookTooLong(Exception):
    """An expression was not done with a text in time. Who searches goes on with the next text."""

    def __init__(self) -> None:
        super().__init__(
            f"the expression takes more than {SECONDS:g} seconds in it; let it begin with what has "
            "to be there, and repeat less"
        )


@dataclass(frozen=True)
class Expression:
    """A regular expression; ``written`` is what the user typed."""

    written: str
    pattern: re.Pattern[str]
    cost: Cost

    def occurrences(self, text: str) -> list[Occurrence]:
        """Return where it matches in each line, in order; matches of nothing are left out.

        Raises TookTooLong.
        """
        longest = 1 + max(map(len, text.splitlines()), default=0)
        if self.cost.factor * longest ** (self.cost.degree + 1) <= _MOST_STEPS:
            places = list(matches(self.pattern, text))
        else:
            places = self._matches_apart(text)
        return [Occurrence(*place, (place,)) for place in places]

    def _matches_apart(self, text: str) -> list[tuple[int, int]]:
        try:
            places = self._apart.matches(text, SECONDS)
        except OSError as error:
            reason = f"may take long, and no process can be used for it: {error}"
            raise InvalidValue("--regex", self.written, reason) from error
        if places is None:
            del self.__dict__["_apart"]  # that process was ended; the next text gets another
            raise TookTooLong
        return places

    @cached_property
    def _apart(self) -> Apart:
        return Apart(self.pattern)


def expression(written: str, *, exact: bool = False) -> Expression:
    """Return a regular expression; unless ``exact``, capitals and small letters are the same.

    Raises InvalidValue where it is malformed, or could run for ever.
    """
    if len(written) > LONGEST:
        raise InvalidValue("--regex", written[:60] + "…", f"has more than {LONGEST} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            pattern = re.compile(written, 0 if exact else re.IGNORECASE)
            cost = _checked(written)
    except (re.error, Warning, OverflowError, RecursionError, MemoryError) as error:
        message = " ".join(str(error).split()) or type(error).__name__
        raise InvalidValue("--regex", written, f"is no regular expression: {message}") from None
    if not written or pattern.fullmatch(""):
        raise InvalidValue("--regex", written, "matches where nothing stands; say what has to")
    return Expression(written, pattern, cost)


def _checked(written: str) -> Cost:
    """Return what an expression takes at worst. Raises InvalidValue where that has no end."""
    from re import _parser  # type: ignore[attr-defined]  # the only way to see what it repeats

    parsed = _parser.parse(written)
    kinds = list(_repetitions(parsed, written))
    if len(kinds) > _MOST_OPEN or kinds.count("ANY") > _MOST_ANY:
        raise InvalidValue(
            "--regex",
            written,
            f"has too many repetitions without end; use at most {_MOST_OPEN}, and {_MOST_ANY} .*",
        )
    return _cost(parsed)


def _cost(parsed: Sequence[Any]) -> Cost:
    cost = Cost()
    for operation, argument in parsed:
        parts = [_cost(part) for part in _parts(argument)]
        if str(operation) in _REPEATS:
            least, most, _ = argument
            ways = Cost(1, 1) if most >= _LARGE else Cost(max(1, most + (least < most)))
            cost = cost.times(ways)
        elif str(operation) == "BRANCH":
            parts = [Cost(sum(part.factor for part in parts), max(part.degree for part in parts))]
        for part in parts:
            cost = cost.times(part)
    return cost


def _repetitions(parsed: Sequence[Any], written: str, *, inside: bool = False) -> Iterator[str]:
    """Yield for each repetition without end what it repeats. Raises InvalidValue.

    It does so where something that varies is itself repeated: there are more ways of matching a
    line then than anybody can wait for.
    """
    for operation, argument in parsed:
        name = str(operation)
        within = inside
        if name in _REPEATS:
            least, most, repeated = argument
            if most >= _LARGE:
                yield str(repeated[0][0]) if len(repeated) == 1 else ""
            if inside and least != most:
                raise InvalidValue(
                    "--regex",
                    written,
                    "has a repetition within a repetition, which may take for ever; write it "
                    "without the outer one",
                )
            within = inside or most >= _MANY
        if name == "BRANCH" and inside:
            raise InvalidValue(
                "--regex", written, "has a choice within a repetition, which may take for ever"
            )
        if name == "GROUPREF":
            raise InvalidValue("--regex", written, "refers to a group, which is not supported")
        for part in _parts(argument):
            yield from _repetitions(part, written, inside=within)


def _parts(argument: Any) -> Iterator[Sequence[Any]]:  # noqa: ANN401 - whatever the parser makes
    """Yield the parsed expressions within the argument of an operation."""
    if type(argument).__name__ == "SubPattern":
        yield argument
    elif isinstance(argument, tuple | list):
        for part in argument:
            yield from _parts(part)
