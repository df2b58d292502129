"""Quotations in a text, found by the quotation marks of the languages that scholars write in."""

from __future__ import annotations

import re
from typing import NamedTuple

_SIGN = re.compile(r"[\"＂“”„‟«»‹›「」『』﹁﹂﹃﹄〝〞〟‘’‚']|``|''")
_ENQUOTED = re.compile(r"\\(?:enquote|textquote)\*?\{((?:[^{}]|\{[^{}]{0,500}\})*+)\}")
_TAGGED = re.compile(r"<(q|blockquote)\b[^<>]{0,500}>(.{0,5000}?)</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,500}>")

# What closes a quotation that a sign opens. A sign that may do both is judged by what is around it.
_CLOSING = {
    "“": '”"＂',
    "„": '“”‟"',
    "‟": "”",
    "”": "”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    "﹁": "﹂",
    "﹃": "﹄",
    "〝": "〞〟",
    '"': '"”＂',
    "＂": '＂"',
    "``": "''”",
    "‘": "’'",
    "‚": "‘’",
    "'": "'’",
}
_SINGLE = "‘’‚'"
_ONLY_OPENING = "„‟「『﹁﹃〝"
_ONLY_CLOSING = "」』﹂﹄〞〟"


class Marked(NamedTuple):
    """A passage in quotation marks: from its first mark at ``start`` to after its last at ``end``.

    ``words`` are what is between. ``closed`` is False where the last mark is missing: then they are
    some words after the first.
    """

    start: int
    end: int
    words: str
    closed: bool = True


class _Open(NamedTuple):
    sign: str
    start: int
    inside: int  # where the words begin


def marked(text: str) -> list[Marked]:
    """Return the outermost quotations in a paragraph, in their order.

    An apostrophe is no quotation mark, nor is the sign for inches or minutes.
    """
    closed: list[Marked] = []
    opened: list[_Open] = []
    for match in _SIGN.finditer(text):
        place = _closes(text, match, opened)
        if place is not None:
            first = opened[place]
            closed.append(Marked(first.start, match.end(), text[first.inside : match.start()]))
            closed += [
                _unclosed(text, lost, match.start())
                for lost in opened[place + 1 :]
                if lost.sign not in _SINGLE
            ]
            del opened[place:]
        elif _opens(text, match):
            opened.append(_Open(match[0], match.start(), match.end()))
    closed += [Marked(*match.span(), match[1]) for match in _ENQUOTED.finditer(text)]
    closed += [Marked(*match.span(), _TAG.sub("", match[2])) for match in _TAGGED.finditer(text)]
    closed += [_unclosed(text, lost, len(text)) for lost in opened if lost.sign not in _SINGLE]
    return _outermost(closed)


def _unclosed(text: str, opened: _Open, end: int) -> Marked:
    end = min(end, opened.inside + _SHOWN)
    return Marked(opened.start, end, text[opened.inside : end], closed=False)


def _outermost(quotations: list[Marked]) -> list[Marked]:
    """Return those that stand within no other; one that is never closed holds none."""
    outermost: list[Marked] = []
    end = 0
    for quotation in sorted(quotations):
        if quotation.start >= end:
            outermost.append(quotation)
            if quotation.closed:
                end = quotation.end
    return outermost


_SHOWN = 200
"""How many characters of a quotation are shown that is never closed."""

_DEEPEST = 8
"""How many quotations within another are looked through for the one that a mark closes."""


def _closes(text: str, match: re.Match[str], opened: list[_Open]) -> int | None:
    """Return which of the open quotations a mark closes; None where it closes none."""
    sign, start, end = match[0], match.start(), match.end()
    if sign in _ONLY_OPENING:
        return None
    if sign in _SINGLE and (_is_letter(text[end : end + 1]) or start == 0):
        return None  # an apostrophe, or an opening mark
    is_spaced = text[start - 1 : start].isspace()
    for place in range(len(opened) - 1, max(-1, len(opened) - 1 - _DEEPEST), -1):
        first = opened[place]
        if sign not in _CLOSING[first.sign] or first.inside == start:
            continue
        # A blank before it, which French has before ``»``, makes any other mark an opening one.
        if is_spaced and sign not in "»›":
            continue
        if sign in _SINGLE and _is_possessive(text, match, first):
            return None
        return place
    return None


def _is_possessive(text: str, match: re.Match[str], opened: _Open) -> bool:
    """Return whether a mark after an s is an apostrophe, as in ‘the ships’ masts’."""
    if text[match.start() - 1] not in "sSzxß":
        return False
    following = text[match.end() : match.end() + 500]
    if opened.sign != "'":
        following = following.partition(opened.sign)[0]
    return re.search(r"(?<=[^\W\d_])[.,;:?!]?[’'](?![^\W_])", following) is not None


def _opens(text: str, match: re.Match[str]) -> bool:
    """Return whether a mark opens a quotation, by what stands around it."""
    sign = match[0]
    if sign in _ONLY_CLOSING or sign == "''" or sign not in _CLOSING:
        return False
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if match.start() == 0:
        before = ""
    if sign in _ONLY_OPENING or sign in "“«‹":
        return bool(after.strip()) or sign in "«‹"
    if sign == "’" or not after.strip() or _is_letter(before) or before.isdigit():
        return False
    if sign in _SINGLE:  # ’60s, 'tis
        closing = re.search(r"\S[’'‘](?![^\W_])", text[match.end() : match.end() + 2000])
        return closing is not None and not after.isdigit()
    return True


def _is_letter(character: str) -> bool:
    return character.isalpha() and not "\u2e80" <= character <= "\u9fff"
