"""TOML: tables read from what a person wrote, and values written for a person to change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from provrepo.errors import InputError

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_MARKS = '"' * 3
"""What a text of several lines stands between."""
_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
}


def read(text: str, path: str, part: str = "") -> Mapping[str, Any]:
    """Return the table that TOML 1.0 makes of ``text``.

    ``path`` names the file in errors, and ``part`` the part of it that this is, such as ``front
    matter``; empty for all of it. Raises InputError, with the line, for what is no TOML; and for a
    value that has no place in a record (a fraction, a time of day).
    """
    import tomllib

    subject = f"its {part} " if part else ""
    try:
        table = tomllib.loads(text.replace("\r\n", "\n"))  # TOML wants LF
        for name, value in table.items():
            _check(value, name, path, f" in its {part}" if part else "")
    except tomllib.TOMLDecodeError as error:
        raise InputError(path, f"{subject}is no TOML: {_lower(str(error))}") from None
    except RecursionError:
        raise InputError(path, f"{subject}is nested too deep") from None
    except ValueError:  # Python reads no more than 4,300 digits
        raise InputError(path, f"{subject}has a number of thousands of digits") from None
    return table


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _check(value: Any, name: str, path: str, place: str) -> None:  # noqa: ANN401 - any TOML value
    if isinstance(value, float | time):
        raise InputError(path, f"{name}{place} is {value}: write it in quotes")
    if isinstance(value, int) and value.bit_length() > 64:  # TOML 1.0, “Integer”
        raise InputError(path, f"{name}{place} is too large: write it in quotes")
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, date | datetime):
                raise InputError(path, f"{name}.{key}{place}: write it in quotes")
            _check(inner, f"{name}.{key}", path, place)
    if isinstance(value, list):
        for inner in value:
            _check(inner, name, path, place)


def pair(key: str, value: Any) -> str:  # noqa: ANN401 - any value that TOML has
    """Return a line, or several, that give ``key`` this value: text, number, list or table.

    A text of several lines stands on lines of its own, as it reads. Raises ValueError for a value
    that TOML cannot hold so that it comes back the same, such as None or a fraction.
    """
    if isinstance(value, str) and "\n" in value:
        return f"{_key(key)} = {_MARKS}\n{_lines(value)}{_MARKS}\n"
    return f"{_key(key)} = {_inline(value)}\n"


def _inline(value: Any) -> str:  # noqa: ANN401
    """Return a value on one line."""
    if isinstance(value, str):
        return f'"{_escaped(value)}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{_key(key)} = {_inline(inner)}" for key, inner in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    raise ValueError(f"TOML has no {type(value).__name__} that is read back the same")


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else f'"{_escaped(key)}"'


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(char) or _visible(char) for char in text)


def _lines(text: str) -> str:
    """Return a text as it stands between ``\"\"\"``, its line feeds as they are."""
    # Quotation marks stay as they are, but where they might be taken for the closing ones.
    return "\n".join(
        _escaped(line)
        if _MARKS in line or line.endswith('"')
        else _escaped(line).replace('\\"', '"')
        for line in text.split("\n")
    )


def _visible(char: str) -> str:
    """Return a character, or its escape where an editor may show or keep something else."""
    code = ord(char)
    invisible = code < 0x20 or 0x7F <= code < 0xA0 or code in (0x2028, 0x2029, 0xFEFF)
    return f"\\u{code:04X}" if invisible else char
