"""Folding texts so that quotations compare equal where only a printer's choice of signs differs."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from provrepo.interventions import BRACKETS, bracketed

WHOLE, SIGNS, OUTSIDE = "whole", "without signs", "without brackets"
"""Editor's brackets as they stand, without their signs, and left out with all that is in them."""

_QUOTES = "\"'`´‘’‚‛′ʼʻ“”„‟″＂＇«»‹›「」『』﹁﹂﹃﹄〝〞〟"
_DASHES = "-‐‑‒–—―−﹣－⸺⸻"
_IGNORED = "\xad\u200b\u200c\u200d\u2060\ufeff"
_MARKUP = "*_\\"
_NO_BLANK_BEFORE = ",.;:!?)'-"
_NO_BLANK_AFTER = "('-"
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-‐]\r?\n[^\S\n]*(?=[^\W\d_])")
_HANGUL = range(0xAC00, 0xD7A4)
_COMPATIBLE_HAN = (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))


class Folded(NamedTuple):
    """A folded text, and for each of its characters the place in the original, in code points."""

    text: str
    places: list[int]


class _Signs(dict[str, str]):
    """What each character is folded to, worked out when it first comes."""

    def __missing__(self, character: str) -> str:
        self[character] = sign = _sign(character)
        return sign


def _sign(character: str) -> str:
    if character in _QUOTES:
        return "'"
    if character in _DASHES:
        return "-"
    if character in _IGNORED:
        return ""
    if character.isspace():
        return " "
    if character == "…":
        return "..."
    code = ord(character)
    if 0xFF01 <= code <= 0xFF5E:  # full width
        return chr(code - 0xFEE0)
    # Canonically equivalent spellings are one; ideographs for compatibility are not (format.md).
    if code < 0xC0 or code in _HANGUL or code in _COMPATIBLE_HAN:
        return character
    return unicodedata.normalize("NFD", character)


_SIGNS = _Signs()


def fold(text: str, reading: str = WHOLE, *, plain: bool = False, joined: bool = False) -> Folded:
    """Return a text folded.

    White space is one blank, and none between Han or kana signs or around dashes and quotation
    marks; quotation marks and dashes, full and half width, and canonically equivalent spellings are
    one. ``plain`` leaves the signs of Markdown's emphasis out, ``joined`` the hyphens at line ends.
    """
    skipped = _skipped(text, reading, joined=joined)
    left_out = (BRACKETS if reading == SIGNS else "") + (_MARKUP if plain else "")
    characters: list[str] = []
    places: list[int] = []
    blank, last = -1, ""
    for place, character in enumerate(text):
        if place in skipped or character in left_out:
            continue
        sign = _SIGNS[character]
        if sign == " ":
            blank = place if blank < 0 else blank
            continue
        if not sign or (sign == last and sign in "'-"):
            continue
        if blank >= 0 and last and _keeps_blank(last, sign[0]):
            characters.append(" ")
            places.append(blank)
        blank, last = -1, sign[-1]
        characters += sign
        places += [place] * len(sign)
    return Folded("".join(characters), places)


def folded(text: str) -> str:
    """Return a text as quotations are compared, see `fold`."""
    return fold(text).text


def is_hyphenated(text: str) -> bool:
    """Return whether a word of ``text`` may be broken at a line's end."""
    return _HYPHENATED.search(text) is not None


def has_markup(text: str) -> bool:
    """Return whether ``text`` has a sign that Markdown takes for emphasis or an escape."""
    return any(sign in text for sign in _MARKUP)


def weight(text: str) -> int:
    """Return how much ``text`` says: its letters and digits, a Han or kana sign for two."""
    return sum(2 if is_unspaced(sign) else 1 for sign in text if sign.isalnum())


def is_unspaced(character: str) -> bool:
    """Return whether a character is of Han, kana, or the punctuation set among them."""
    code = ord(character)
    return 0x2E80 <= code <= 0x312F or 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x323AF


def _keeps_blank(before: str, after: str) -> bool:
    if before in _NO_BLANK_AFTER or after in _NO_BLANK_BEFORE:
        return False
    return not (is_unspaced(before) or is_unspaced(after))


def _skipped(text: str, reading: str, *, joined: bool) -> set[int]:
    """Return the places that a reading leaves out."""
    spans = bracketed(text) if reading == OUTSIDE else []
    if joined:
        spans = [*spans, *(match.span() for match in _HYPHENATED.finditer(text))]
    return {place for start, end in spans for place in range(start, end)}
