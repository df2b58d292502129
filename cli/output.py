"""Printing: the one place that escapes what comes from a repository and writes it."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

# A text may hold anything: an escape sequence that clears the screen, an override that makes a line
# read backwards. Shown instead of sent are the C0, DEL and C1 controls, and the bidirectional
# embeddings, overrides and isolates. They are a table, as compiling a regular expression would take
# longer than most commands take to print.
_CONTROLS = (
    *range(0x20),
    *range(0x7F, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
)
# These would break the one line of a title or an error; in a text they are layout.
_SEPARATORS = (0x2028, 0x2029)
_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def _visible(code: int) -> str:
    return _SHORT.get(chr(code)) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


_IN_LINE = {code: _visible(code) for code in (*_CONTROLS, *_SEPARATORS)}
_IN_TEXT = {code: shown for code, shown in _IN_LINE.items() if chr(code) not in "\n\t\u2028\u2029"}
_IN_XML = {code: f"&#x{code:x};" for code in _CONTROLS if code >= 0x7F}
_IN_JSON = {code: f"\\u{code:04x}" for code in (*_CONTROLS, *_SEPARATORS) if code >= 0x7F}


def escape(text: str, *, lines: bool = False) -> str:
    r"""Return ``text`` with control characters shown, as ``\x1b``; all others stay as they are.

    With ``lines`` the line feeds, CRLF, tabs and separators of a text stay; otherwise they are
    shown as well. Brackets and backslashes are never touched: what is printed is no markup.
    """
    if text.isprintable():  # most is, and no control character
        return text
    if lines:
        return _without_surrogates(text.replace("\r\n", "\n").translate(_IN_TEXT))
    return _without_surrogates(text.translate(_IN_LINE))


def _without_surrogates(text: str) -> str:
    """Show lone surrogates, as Python passes on bytes of file names that are not UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="backslashreplace").decode()
    return text


def prepare() -> None:
    """Make the output streams escape characters that their encoding lacks, and not fail."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def abandon() -> None:
    """Stop writing to a pipe that nobody reads any more.

    Python flushes its streams when it exits, which would fail again, with a message.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def counted(count: int, name: str) -> str:
    """Return how many there are of something, in words: ``1 document``, ``2,000 documents``."""
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def either(names: Sequence[str]) -> str:
    """Return two names or more as a sentence has them: ``docx, odt or tei``."""
    return f"{', '.join(names[:-1])} or {names[-1]}"


def raw(data: bytes) -> None:
    """Write bytes to stdout as they are; on a terminal, as text with its controls shown."""
    if sys.stdout.isatty():
        text = escape(data.decode("utf-8", "backslashreplace"), lines=True)
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def xml(text: str) -> None:
    """Write an XML document to stdout: characters as they are, controls as references."""
    raw(text.translate(_IN_XML).encode())


def line(text: str) -> None:
    """Write ``text`` and a line feed to stdout; what is not ours has to be escaped before."""
    sys.stdout.write(f"{text}\n")


def message(text: str, *, lines: bool = False) -> None:
    """Write one line to stderr, its controls shown; with ``lines`` a text of several."""
    _write(sys.stderr, f"{escape(text, lines=lines)}\n")


def warn(warnings: Iterable[str]) -> None:
    """Write warnings to stderr, each once and on a line of its own."""
    for warning in dict.fromkeys(warnings):
        message(f"warning: {warning}")


def error(text: str) -> None:
    """Write one line that says what is wrong to stderr."""
    message(f"provrepo: {text}")


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        pass  # nobody reads the messages any more, but the work goes on


def json(value: Any, end: str = "\n") -> None:  # noqa: ANN401 - any JSON value
    r"""Write ``value`` as JSON to stdout: characters as they are, controls as ``\uXXXX``."""
    import json

    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    text = json.dumps(value, ensure_ascii=not unicode, indent=2)
    sys.stdout.write(text.translate(_IN_JSON).encode(errors="backslashreplace").decode() + end)


def json_list(values: Iterable[Any]) -> None:
    """Write values as one JSON array to stdout, each as soon as it is there.

    The array is closed even where an error or Ctrl-C ends it early: what was printed stays JSON.
    """
    begun = False
    try:
        for value in values:
            line("," if begun else "[")
            begun = True
            json(value, end="")
    finally:
        line("\n]" if begun else "[]")


def colour(stream: TextIO | None = None) -> bool:
    """Return whether to use colours: on a terminal, unless NO_COLOR is set or TERM is ``dumb``."""
    target = stream or sys.stdout
    return target.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width(text: str) -> int:
    """Return how many columns ``text`` takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


NARROWEST = 12
"""Columns of the terminal that a column of a table has at least, if its cells need them."""


def terminal_columns() -> int:
    """Return how many cells a line of the terminal has; 100 where there is none."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


def _fitting(widths: list[int]) -> list[int]:
    """Return widths of columns with which a table fits the terminal: the widest give way."""
    excess = sum(widths) + 2 * (len(widths) - 1) - terminal_columns()
    fitting = list(widths)
    while excess > 0 and max(fitting) > NARROWEST:
        widest = fitting.index(max(fitting))
        narrower = [columns for place, columns in enumerate(fitting) if place != widest]
        least = max([NARROWEST, *(columns - 1 for columns in narrower)])
        cut = max(1, min(excess, fitting[widest] - least))
        fitting[widest] -= cut
        excess -= cut
    return fitting


def _cut(cell: str, columns: int) -> str:
    """Return a cell cut to a number of columns of the terminal, with an ellipsis where cut."""
    if width(cell) <= columns:
        return cell
    end, used = 0, 1
    while used + width(cell[end]) <= columns:
        used += width(cell[end])
        end += 1
    return cell[:end] + "…"


def table(rows: Iterable[Sequence[str]]) -> None:
    """Write rows of raw cells to stdout, escaped, in aligned columns, two blanks apart."""
    escaped = [[escape(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*escaped, strict=True)]
    if sys.stdout.isatty():
        widths = _fitting(widths)
        pairs = (zip(row, widths, strict=True) for row in escaped)
        escaped = [[_cut(cell, columns) for cell, columns in row] for row in pairs]
    for row in escaped:
        cells = zip(row, widths, strict=True)
        line("  ".join(cell + " " * (columns - width(cell)) for cell, columns in cells).rstrip())
