"""The encodings that are named to somebody whose file is not UTF-8, the likeliest first.

They are named, never used: a guess would be kept, hashed and cited before anybody saw it.
"""

from __future__ import annotations

import re

_NAMED = ("gb18030", "big5", "euc-kr", "windows-1252", "windows-1251")
"""In the first three a letter takes two bytes, which seldom make sense in other texts."""

_LONG = re.compile(rb"[\x80-\xff]{3,}")
"""A run of letters beyond ASCII: words in Cyrillic have it, words in Latin letters hardly ever."""


def likely_encodings(data: bytes) -> tuple[str, ...]:
    """Return encodings in which ``data`` can be read; empty where none of the usual ones is."""
    names = [name for name in _NAMED if _read(data, name) is not None]
    if not _LONG.search(data):
        first = "windows-1252"
    elif _share_of_small_cyrillic(data) > 0.6:
        first = "windows-1251"
    else:
        first = _of_east_asia(data, names) or "windows-1251"
    return tuple(sorted(names, key=lambda name: name != first))


def _of_east_asia(data: bytes, names: list[str]) -> str | None:
    """Return which of the encodings of East Asia a text is likely to be in.

    GB 18030 gives a meaning to nearly all pairs of bytes, so that texts in Big5 and EUC-KR can be
    read in it too, as signs that nobody uses.
    """
    korean = _read(data, "euc-kr")
    if korean is not None and _share_of_hangul(korean) > 0.9:
        return "euc-kr"
    if "big5" in names and _read(data, "gb2312") is None:
        return "big5"
    return "gb18030" if "gb18030" in names else None


def _share_of_small_cyrillic(data: bytes) -> float:
    """Return how many of the letters beyond ASCII would be small ones; of others a quarter is."""
    letters = [byte for byte in data if byte >= 0x80]
    return sum(byte >= 0xE0 for byte in letters) / max(1, len(letters))


def _share_of_hangul(text: str) -> float:
    letters = [sign for sign in text if not sign.isascii() and sign.isalpha()]
    return sum("\uac00" <= sign <= "\ud7a3" for sign in letters) / max(1, len(letters))


def _read(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
