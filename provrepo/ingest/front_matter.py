"""Front matter: TOML between ``+++`` lines before a text, as static site generators have it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from provrepo.errors import InputError

_FRONT_MATTER = re.compile(
    r"\ufeff?\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)


def split(text: str, path: str) -> tuple[Mapping[str, Any], str]:
    """Return the front matter as a table, and the text after it, untouched.

    A text without front matter comes back whole with an empty table; so does one whose first
    ``+++`` line has no second. Raises InputError with line and column where it is no TOML, and for
    a value that has no place in a record (a fraction, a time of day).
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    import tomllib

    try:
        # The opening line counts, so that an error names the line of the file. TOML wants LF.
        table = tomllib.loads("\n" + match[1].replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(path, f"its front matter is no TOML: {_lower(str(error))}") from None
    except RecursionError:
        raise InputError(path, "its front matter is nested too deep") from None
    for name, value in table.items():
        _check(value, name, path)
    return table, text[match.end() :]


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _check(value: Any, name: str, path: str) -> None:  # noqa: ANN401 - any TOML value
    if isinstance(value, float | time):
        raise InputError(path, f"{name} in its front matter is {value}: write it in quotes")
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, date | datetime):
                raise InputError(path, f"{name}.{key} in its front matter: write it in quotes")
            _check(inner, f"{name}.{key}", path)
    if isinstance(value, list):
        for inner in value:
            _check(inner, name, path)
