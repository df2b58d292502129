"""Canonical JSON (RFC 8785 without fractions) and the digests that are taken of it."""

from __future__ import annotations

import hashlib
import json
from json.encoder import encode_basestring
from typing import Any

from provrepo.store.errors import InvalidJSON

LARGEST_INTEGER = 2**53 - 1
"""The largest integer that every JSON reader keeps exact (RFC 8785 §3.2.2.3, I-JSON)."""


def digest(data: bytes) -> str:
    """Return the SHA-256 of ``data`` as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def canonical(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """Return the canonical UTF-8 bytes of a JSON value (RFC 8785).

    ``value`` is made of dicts with string keys, lists, strings, integers, booleans and None. Keys
    are sorted by UTF-16 code units (§3.2.3). Nothing is normalised.

    Raises InvalidJSON for fractions, NaN, integers beyond ±(2^53−1) and lone surrogates.
    """
    return encoded(
        json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    )


_ENCODER = json.JSONEncoder(
    ensure_ascii=False,
    separators=(",", ":"),
    allow_nan=False,
    sort_keys=True,
    check_circular=False,  # which would take as long as the writing
)


def canonical_record(value: dict[str, Any]) -> bytes:
    """Return what `canonical` does, faster, of an object that is one of the format's own.

    Its keys are ASCII, of which Python sorts the code points as RFC 8785 sorts code units, and its
    numbers are whole. Raises InvalidJSON for lone surrogates.
    """
    return encoded(written(value))


def written(value: Any) -> str:  # noqa: ANN401
    """Return the text of `canonical_record`, of any value that stands in such an object."""
    return _ENCODER.encode(value)


quoted = encode_basestring
"""Returns a string as JSON has it."""


def quoted_or_null(text: str | None) -> str:
    """Return a string as JSON has it, or ``null``."""
    return "null" if text is None else quoted(text)


def encoded(text: str) -> bytes:
    """Return canonical JSON as bytes. Raises InvalidJSON for lone surrogates."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise InvalidJSON(
            "value", f"a lone surrogate (U+{ord(text[error.start]):04X}) is no character"
        ) from None


def _ordered(value: Any) -> Any:  # noqa: ANN401
    """Return ``value`` with sorted keys, or raise for what has no canonical form."""
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise InvalidJSON(
                "value", f"the integer {_shown(value)} is beyond ±(2^53−1): write it as a string"
            )
        return value
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise InvalidJSON("value", "an object's keys must be strings")
        try:
            # Code units decide, not code points: U+1F600 (D83D …) sorts before U+FB33.
            keys = sorted(value) if _ascii(value) else sorted(value, key=_utf_16)
        except UnicodeEncodeError:
            raise InvalidJSON("value", "a lone surrogate in a key is no character") from None
        return {key: _ordered(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    if isinstance(value, float):
        raise InvalidJSON("value", f"{value!r} is no whole number: write it as a string, in quotes")
    raise InvalidJSON("value", f"{type(value).__name__} is no JSON type")


def _shown(integer: int) -> str:
    """Return an integer for a message; Python refuses to write more than 4,300 digits."""
    return str(integer) if integer.bit_length() < 200 else f"of about {integer.bit_length()} bits"


def _ascii(keys: dict[str, Any]) -> bool:
    return all(key.isascii() for key in keys)


def _utf_16(key: str) -> bytes:
    return key.encode("utf-16-be")


def parse(text: str, source: str) -> Any:  # noqa: ANN401
    """Read JSON that has a canonical form; ``source`` names it in errors.

    Raises InvalidJSON with line and column for a syntax error, a duplicate key, a fraction, NaN,
    an integer beyond ±(2^53−1) or a lone surrogate.
    """
    return _Reader(text, source).document()


class _Reader:
    """The standard library's pure-Python JSON scanner, with each value checked where it stands.

    The C scanner is faster but tells no position; people's metadata files are small.
    """

    def __init__(self, text: str, source: str) -> None:
        self.text, self.source = text, source
        decoder: Any = json.JSONDecoder(parse_float=float, parse_constant=float)
        decoder.parse_object = self._object
        decoder.parse_array = self._array
        self._scan_any = json.scanner.py_make_scanner(decoder)  # type: ignore[attr-defined]

    def document(self) -> Any:  # noqa: ANN401
        start = 1 if self.text.startswith("\ufeff") else 0  # a BOM before JSON is harmless
        try:
            value, end = self._value(self.text, self._blank(start))
        except json.JSONDecodeError as error:
            rule = error.msg[:1].lower() + error.msg[1:]
            raise InvalidJSON(self.source, rule, error.lineno, error.colno) from None
        except StopIteration as stop:
            raise self._error("a value is expected", stop.value) from None
        except RecursionError:
            raise InvalidJSON(self.source, "it is nested too deep") from None
        end = self._blank(end)
        if end != len(self.text):
            raise self._error("nothing may follow the value", end)
        return value

    def _blank(self, index: int) -> int:
        while index < len(self.text) and self.text[index] in " \t\r\n":
            index += 1
        return index

    def _error(self, rule: str, index: int) -> InvalidJSON:
        line = self.text.count("\n", 0, index) + 1
        return InvalidJSON(self.source, rule, line, index - self.text.rfind("\n", 0, index))

    def _value(self, text: str, index: int) -> tuple[Any, int]:
        try:
            value, end = self._scan_any(text, index)
        except json.JSONDecodeError:
            raise
        except ValueError as error:
            if isinstance(error, InvalidJSON):
                raise
            # int() refuses thousands of digits.
            raise self._error("this number is too large: write it in quotes", index) from None
        if isinstance(value, float):
            number = text[index:end]
            raise self._error(f'{number} is no whole number: write "{number}", in quotes', index)
        if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
            raise self._error(f'{value} is too large to stay exact: write "{value}"', index)
        if isinstance(value, str):
            self._check(value, index)
        return value, end

    def _array(self, start: tuple[str, int], _scan: object) -> tuple[list[Any], int]:
        result: tuple[list[Any], int] = json.decoder.JSONArray(start, self._value)  # type: ignore[attr-defined]
        return result

    def _object(self, start: tuple[str, int], *_: object) -> tuple[dict[str, Any], int]:
        pairs, end = json.decoder.JSONObject(start, True, self._value, None, list)  # type: ignore[attr-defined]
        members: dict[str, Any] = {}
        for key, value in pairs:
            self._check(key, start[1])
            if key in members:
                raise self._error(f'the key "{key}" stands twice in one object', start[1] - 1)
            members[key] = value
        return members, end

    def _check(self, text: str, index: int) -> None:
        try:
            text.encode()
        except UnicodeEncodeError:
            raise self._error("a lone surrogate is no character", index) from None
