"""Which way a language and a paragraph run, and which of three sets of fonts a text is in."""

from __future__ import annotations

import re
from unicodedata import bidirectional

REORDERING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Signs that nobody sees and that turn round what stands beside them, for a set of `re`."""

_STRONG = {"L": False, "R": True, "AL": True}

_RIGHT_TO_LEFT_LANGUAGES = frozenset(
    "ar arc azb ckb dv fa he ks lrc mzn nqo pnb prs ps sd syc syr ug ur yi".split()
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset("adlm arab hebr mand nkoo rohg samr syrc thaa".split())
_ASIAN_TAGS = re.compile(r"(?:zh|ja|ko|yue|lzh|wuu|nan|hak|cmn|och|ojp)(?:-.*)?", re.IGNORECASE)

_RIGHT_TO_LEFT = (
    "\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
)
_IS_RIGHT_TO_LEFT = re.compile(f"[{_RIGHT_TO_LEFT}]")
_RUNS = re.compile(
    f"[{_RIGHT_TO_LEFT}]+(?:[^{_RIGHT_TO_LEFT}\\w]+[{_RIGHT_TO_LEFT}]+)*|[^{_RIGHT_TO_LEFT}]+"
)
# In a paragraph that runs to the left numbers, blanks and points belong to its words; what runs to
# the right begins and ends with a letter, and the accents on it.
_LETTER = rf"[^\W\d_{_RIGHT_TO_LEFT}][\u0300-\u036f]*"
_LEFTWARD_RUNS = re.compile(
    rf"{_LETTER}(?:[^{_RIGHT_TO_LEFT}]*{_LETTER})?|(?:[\W\d_]|[{_RIGHT_TO_LEFT}])+"
)


def is_right_to_left(language: str) -> bool:
    """Return whether a language, a BCP 47 tag, is written from right to left.

    Its script decides where the tag names one: ``ar-Latn`` is not.
    """
    primary, *subtags = language.lower().split("-")
    script = next((part for part in subtags if len(part) == 4 and part.isalpha()), None)
    if script is not None:
        return script in _RIGHT_TO_LEFT_SCRIPTS
    return primary in _RIGHT_TO_LEFT_LANGUAGES


def runs_to_left(text: str, language: str) -> bool:
    """Return whether a paragraph runs from right to left.

    Its first letter decides (Unicode Standard Annex 9, rule P2), else the ``language`` of the text.
    """
    for character in text:
        direction = _STRONG.get(bidirectional(character))
        if direction is not None:
            return direction
    return is_right_to_left(language)


def fonts_of(language: str) -> str:
    """Return which fonts a language is written in: ``asian``, ``complex`` or ``latin``."""
    if is_right_to_left(language):
        return "complex"
    return "asian" if _ASIAN_TAGS.fullmatch(language) else "latin"


def parts_by_direction(text: str, *, to_left: bool) -> list[tuple[str, bool]]:
    """Return the parts of a text, each with whether it is written from right to left.

    Blanks, numbers and points between two words of one direction belong to them, and at the edges
    to the paragraph, which runs ``to_left`` or not.
    """
    if not to_left:
        return [
            (match[0], bool(_IS_RIGHT_TO_LEFT.match(match[0]))) for match in _RUNS.finditer(text)
        ]
    parts = (match[0] for match in _LEFTWARD_RUNS.finditer(text))
    return [(part, not part[0].isalpha() or bool(_IS_RIGHT_TO_LEFT.match(part))) for part in parts]
