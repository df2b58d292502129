"""What somebody has typed so far on a shell's line: whole words, and the word that goes on."""

from __future__ import annotations

import re
from typing import NamedTuple

_ESCAPED = frozenset(" \t\"'\\$`;&|<>()*?[]{}~#!")
"""The characters before which bash wants a backslash."""

_IN_DOUBLE_QUOTES = frozenset('"\\$`')

_PIECES = re.compile(
    r"""'[^']*'?|"(?:\\.|[^"\\])*(?:(?P<closed>")|\\?$)|\\.|\\$|\s+|[^\s'"\\]+""", re.DOTALL
)
"""What is between quotation marks, perhaps open; what follows a backslash; blanks; the rest."""


class Typed(NamedTuple):
    """The whole ``words`` from the command's name on, and the ``current`` one, without quotes.

    ``raw`` is the current one as it stands there; ``quote`` the mark that is open in it, or empty.
    """

    words: list[str]
    current: str
    raw: str = ""
    quote: str = ""


def split(line: str) -> Typed:
    """Return the words of a line, by the rules of quoting that all shells share."""
    words: list[str] = []
    word, quote, start = "", "", len(line)
    for piece in _PIECES.finditer(line):
        text = piece[0]
        quote = ""
        if text.isspace():
            words += [word] if start < piece.start() else []
            word, start = "", len(line)
            continue
        start = min(start, piece.start())
        if text[0] == "'":
            closed = text.endswith("'") and len(text) > 1
            word += text[1:-1] if closed else text[1:]
            quote = "" if closed else "'"
        elif text[0] == '"':
            closed = piece["closed"] is not None
            word += re.sub(r'\\(["\\$`])', r"\1", text[1:-1] if closed else text[1:])
            quote = "" if closed else '"'
        else:
            word += text.removeprefix("\\") or text
    return Typed(words, word, line[start:], quote)


def in_bash(line: str, words: list[str]) -> Typed:
    """Return what is typed in bash: ``line`` up to the cursor, and the parts before the last.

    The line may begin with other commands; the parts are of this one. Bash takes words apart.
    """
    place = len(line)
    for part in reversed(words):
        place = max(line.rfind(part, 0, place), 0)
    return split(line[place:])


def for_bash(value: str, typed: Typed, breaks: str) -> str:
    """Return of a proposal what bash is to put in place of the last part of the word, quoted."""
    if typed.quote:
        special = _IN_DOUBLE_QUOTES if typed.quote == '"' else frozenset()
        return "".join(f"\\{letter}" if letter in special else letter for letter in value)
    last = max((place for place, letter in _unquoted(typed.raw) if letter in breaks), default=-1)
    # An at sign begins the part after it; every other mark ends the part before it (readline's
    # rl_special_prefixes, as bash sets them).
    start = last if typed.raw[last : last + 1] == "@" else last + 1
    part = value[len(split(typed.raw[:start]).current) :]
    return "".join(f"\\{letter}" if letter in _ESCAPED else letter for letter in part)


def _unquoted(raw: str) -> list[tuple[int, str]]:
    """Return the characters of a word that no quotation mark or backslash protects."""
    characters: list[tuple[int, str]] = []
    quote, escaped = "", False
    for place, letter in enumerate(raw):
        if escaped:
            escaped = False
        elif letter == "\\" and quote != "'":
            escaped = True
        elif quote:
            quote = "" if letter == quote else quote
        elif letter in ("'", '"'):
            quote = letter
        else:
            characters.append((place, letter))
    return characters
