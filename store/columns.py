"""What stands in a column, as the type that was written: a damaged page may hold anything else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from provrepo.store.errors import Damaged, ProvrepoError
from provrepo.store.records import Text

IMPOSSIBLE = (TypeError, ValueError, AttributeError, OverflowError, RecursionError, OSError)
"""What taking such a value for what it should be may raise."""


@contextmanager
def of(what: str) -> Iterator[None]:
    """Raise Damaged where columns hold what no column can hold that was written here."""
    try:
        yield
    except ProvrepoError:
        raise
    except IMPOSSIBLE:
        raise Damaged(f"{what} has impossible values") from None


def text(kind: str, language: str, label: str) -> Text:
    """Return a text of its columns."""
    return Text(word(kind), word(language), word(label) or None)


def word(value: object) -> str:
    """Return a text column's value; a damaged page may hold anything in its place."""
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def word_or_none(value: object) -> str | None:
    """Return the value of a text column that may be null."""
    return None if value is None else word(value)


def word_even_if_missing(value: object) -> Any:  # noqa: ANN401 - None in place of a str
    """Return a text column's value, None where it is missing: the record's digest shows that."""
    return word_or_none(value)


def number(value: object) -> int:
    """Return the value of a column of whole numbers."""
    if not isinstance(value, int):
        raise TypeError("no number")
    return value


def hexadecimal(raw: bytes | None) -> str | None:
    """Return a digest as records write it."""
    return None if raw is None else raw.hex()


@lru_cache(maxsize=1000)
def instant(seconds: int) -> str:
    """Return seconds since 1970 as records write them."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(maxsize=1000)
def seconds(moment: str) -> int:
    """Return an instant as its column has it, seconds since 1970: the inverse of `instant`."""
    return int(datetime.fromisoformat(moment).astimezone(UTC).timestamp())
