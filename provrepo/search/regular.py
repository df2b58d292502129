"""Regular expressions as queries: matched against a text as it is stored, and kept from running on.

They are Python's. What a repetition inside a repetition can make of them would never end, so these
are refused before any text is read.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from provrepo.errors import InvalidValue
from provrepo.search.occurrences import Occurrence

LONGEST = 500
"""Characters of an expression."""

_MOST_OPEN = 3
"""How many repetitions without end one expression may have: each multiplies the time."""

_MOST_ANY = 2
"""How many of them may be of any character."""

_MANY = 10
"""From so many times on what is repeated may not vary."""

_LARGE = 1000
"""From so many times on a repetition counts as one without end."""


@dataclass(frozen=True)
class Expression:
    """A regular expression; ``written`` is what the user typed."""

    written: str
    pattern: re.Pattern[str]

    def occurrences(self, text: str) -> list[Occurrence]:
        """Return where it matches, in order; matches of nothing are left out."""
        return list(_matches(self.pattern, text))


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Occurrence]:
    """Yield the matches in each line, so that none takes time that grows with the whole text."""
    begins = 0
    for line in text.splitlines(keepends=True):
        for match in pattern.finditer(line.rstrip("\r\n")):
            start, end = begins + match.start(), begins + match.end()
            if start < end:
                yield Occurrence(start, end, ((start, end),))
        begins += len(line)


def expression(written: str, *, exact: bool = False) -> Expression:
    """Return a regular expression; unless ``exact``, capitals and small letters are the same.

    Raises InvalidValue where it is none, or could run for ever.
    """
    if len(written) > LONGEST:
        raise InvalidValue("--regex", written[:60] + "…", f"has more than {LONGEST} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            pattern = re.compile(written, 0 if exact else re.IGNORECASE)
            _check(written)
    except (re.error, Warning, OverflowError, RecursionError, MemoryError) as error:
        message = str(error) or type(error).__name__
        raise InvalidValue("--regex", written, f"is no regular expression: {message}") from None
    if not written or pattern.fullmatch(""):
        raise InvalidValue("--regex", written, "matches where nothing stands; say what has to")
    return Expression(written, pattern)


def _check(written: str) -> None:
    from re import _parser  # type: ignore[attr-defined]  # the only way to see what it repeats

    kinds = list(_repetitions(_parser.parse(written), written))
    if len(kinds) > _MOST_OPEN or kinds.count("ANY") > _MOST_ANY:
        raise InvalidValue(
            "--regex",
            written,
            f"has too many repetitions without end; use at most {_MOST_OPEN}, and {_MOST_ANY} .*",
        )


def _repetitions(parsed: Sequence[Any], written: str, *, inside: bool = False) -> Iterator[str]:
    """Yield for each repetition without end what it repeats. Raises InvalidValue.

    It does so where something that varies is itself repeated: there are more ways of matching a
    line then than anybody can wait for.
    """
    for operation, argument in parsed:
        name = str(operation)
        within = inside
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
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
