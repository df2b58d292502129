"""Printing: the one place that escapes what comes from a repository, and the one that writes."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

# What would act on a terminal or reorder a line instead of being seen: C0, DEL and C1 controls,
# the bidirectional embeddings, overrides and isolates, and lone surrogates. Line feed and tab are
# layout and stay, except within one line.
_CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_IN_TEXT = re.compile(f"\r(?=\n)|([{_CONTROLS}])")
_IN_LINE = re.compile(f"([{_CONTROLS}\t\n\u2028\u2029])")
_IN_JSON = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_NAMES = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\x1b": r"\x1b"}


def escape(text: str, *, lines: bool = False) -> str:
    r"""Return ``text`` with control characters shown, as ``\x1b``; all others stay as they are.

    With ``lines`` line feeds and tabs stay, otherwise they are shown too. Brackets and backslashes
    are never touched: what is printed is no markup.
    """
    return (_IN_TEXT if lines else _IN_LINE).sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    char = match[1]
    if char is None:  # the CR of a CRLF, which a terminal takes as nothing
        return match[0]
    code = ord(char)
    return _NAMES.get(char) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def prepare() -> None:
    """Let the output streams show what their encoding lacks instead of failing on it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def abandon() -> None:
    """Stop writing to a pipe that nobody reads any more, also when Python exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def raw(data: bytes) -> None:
    """Write bytes to stdout as they are; on a terminal, as text with its controls shown."""
    if sys.stdout.isatty():
        text = escape(data.decode("utf-8", "backslashreplace"), lines=True)
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def line(text: str) -> None:
    """Write ``text``, escaped already where it is not ours, and a line feed to stdout."""
    sys.stdout.write(f"{text}\n")


def message(text: str) -> None:
    """Write one line to stderr, its controls shown."""
    _write(sys.stderr, f"{escape(text)}\n")


def error(text: str) -> None:
    """Write one line that says what is wrong to stderr."""
    message(f"provrepo: {text}")


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        pass  # nobody reads the messages any more; the work goes on


def json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    r"""Write ``value`` as JSON to stdout: characters as they are, controls as ``\uXXXX``."""
    import json

    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    text = json.dumps(value, ensure_ascii=not unicode, indent=2)
    line(_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def colour(stream: TextIO | None = None) -> bool:
    """Tell whether to use colours: on a terminal, unless NO_COLOR is set."""
    chosen = stream or sys.stdout
    return chosen.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width(text: str) -> int:
    """Return how many columns ``text`` takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def table(rows: Iterable[Sequence[str]]) -> None:
    """Write rows of raw cells to stdout, escaped, in aligned columns with two blanks between."""
    escaped = [[escape(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*escaped, strict=True)]
    for row in escaped:
        cells = [cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)]
        line("  ".join(cells).rstrip())
