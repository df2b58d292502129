"""Checks of what callers hand in: a value of a wrong type is an InvalidValue, no traceback."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from provrepo.errors import InvalidValue
from provrepo.store.rules import string


def strings(field: str, value: object) -> tuple[str, ...]:
    """Return strings as a tuple; a single one is a tuple of one. Raises as `string` does."""
    if isinstance(value, str):
        return (string(field, value),)
    if not isinstance(value, Iterable) or isinstance(value, bytes | Mapping):
        raise InvalidValue(field, repr(value), "a string or a list of strings is expected")
    return tuple(string(field, part) for part in value)


def check_strings(values: Mapping[str, object], *, optional: bool = False) -> None:
    """Check values by the names of their fields; with ``optional`` None is right, too.

    Raises as `string` does.
    """
    for field, value in values.items():
        if value is not None or not optional:
            string(field, value)
