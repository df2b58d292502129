"""What a word processor or a mail makes of the hyphens and quotation marks of a command."""

from __future__ import annotations

from collections.abc import Sequence

DASHES = "‐‑‒–—―−－"
"""The hyphens, dashes and the minus that are not the hyphen of the keyboard."""

_QUOTES = {"“": "”", "„": "“”", "‘": "’", "‚": "‘’", "«": "»", "»": "«", "＂": "＂", "”": "”"}
"""Typographic quotation marks, and what closes each."""


def slip(words: Sequence[str], options: Sequence[str]) -> str:
    """Return what is wrong with the typography of a command's words; empty where nothing is.

    A dash counts where an ``options`` follows, and a quotation mark where another word closes it: a
    text or a citation may hold either.
    """
    for place, word in enumerate(words):
        name = word.partition("=")[0].lstrip(DASHES + "-")
        if word[:1] in DASHES:
            meant = f"--{name}" if len(name) > 1 else f"-{name}"
            if meant in options or meant == "--help":
                return f"“{word}” begins with a dash: write {meant}, with hyphens"
        closing = _QUOTES.get(word[:1])
        if closing and not set(closing) & set(word[1:]):
            for last in range(place + 1, len(words)):
                if words[last][-1:] and words[last][-1] in closing:
                    quoted = " ".join(words[place : last + 1])[1:-1]
                    return (
                        f"{word[0]} and {words[last][-1]} are quotation marks of print, which the "
                        f'shell does not know: write "{quoted}"'
                    )
    return ""


def plain(word: str) -> str:
    """Return a word without quotation marks around it, and with hyphens for its dashes."""
    marks = "".join({*_QUOTES, *"".join(_QUOTES.values())}) + "\"'`"
    return word.strip(marks).translate({ord(dash): "-" for dash in DASHES})
