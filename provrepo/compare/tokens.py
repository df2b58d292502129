"""Cutting a text into the tokens that are compared: words, white space, punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import chain

# Groups are not repeated possessively: before Python 3.11.5 that goes wrong (CPython issue 106052).

# Scripts that write no space between words are compared by character, as their editors do: Han with
# its radicals, iteration marks and numerals, kana, bopomofo, Yi, Tangut; Thai, Lao, Burmese, Khmer.
_BY_CHARACTER_BASIC = (
    "\u0e01-\u0e30\u0e32\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0ebd-\u0ec6\u0edc-\u0edf"
    "\u1000-\u102a\u103f\u1050-\u1055\u1780-\u17b3"
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u3096\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua48c\uf900-\ufadf\uff66-\uff9d"
)
BY_CHARACTER = _BY_CHARACTER_BASIC + "\U00016fe0-\U0001b2ff\U00020000-\U000323af"
# Blocks that hold combining marks. Looking only here makes the first use three times faster; a test
# asks every code point.
_MARK_BLOCKS = (
    (0x300, 0x3100),
    (0xA66F, 0xAC00),
    (0xFB1E, 0xFE30),
    (0x101FD, 0x12000),
    (0x13430, 0x13460),
    (0x16100, 0x17000),
    (0x1BC9D, 0x1BC9F),
    (0x1CF00, 0x1D245),
    (0x1DA00, 0x1E950),
)
# Not marks to Unicode, but part of the letter before them: half-width voicing marks, joiners,
# variation selectors, emoji modifiers, the Syriac abbreviation mark.
_LIKE_MARKS = "\u070f\u200c\u200d\uff9e\uff9f"
_LIKE_MARKS_BEYOND = "\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef"
_BASIC = 0xFFFF
# Nearly all that is not spoken, so that the data of Unicode need not be asked.
_SILENT = frozenset(" \n,.;:-()[]'\"!?/")
# Marks without their base, symbols such as emoji, money, signs for private use. The modifiers of
# emoji are of the category of accents.
_SPEAKING = frozenset(("Mn", "Mc", "Me", "So", "Sc", "Co"))

_ASCII = re.compile(
    r"[A-Za-z0-9]++(?:'(?=[A-Za-z0-9])[A-Za-z0-9]++|(?<=\d)[.,](?=\d)[A-Za-z0-9]++)*|\s++|."
)
_LINES = re.compile(r"[^\n]*\n\s*|[^\n]+")


def tokens(text: str) -> list[str]:
    """Cut ``text`` into tokens; joined, they are the text again.

    A token is a run of white space; a word; a character of a script written without spaces (Han,
    kana, Thai …); or one mark of punctuation. Hangul, Syriac, Arabic and all others go by word. A
    combining mark stays with its base. An apostrophe inside a word and a point or comma between
    digits belong to the word (``don't``, ``4,701``).
    """
    return (_ASCII if text.isascii() else _pattern()).findall(text)


def is_word(token: str) -> bool:
    """Return whether a token says something by itself, and is neither punctuation nor a blank.

    Words are what begins with a letter, a digit or a mark on one; also an emoji, a sign of money
    and other symbols, and the signs of their own that medievalists' fonts have.
    """
    first = token[0]
    return first.isalnum() or (first not in _SILENT and speaks(first))


@cache
def speaks(sign: str) -> bool:
    """Return whether a sign that is neither letter nor digit is more than punctuation."""
    return unicodedata.category(sign) in _SPEAKING or "\U0001f3fb" <= sign <= "\U0001f3ff"


def by_character(token: str) -> bool:
    """Return whether ``token`` is a character of a script that is compared by character."""
    return _character().match(token) is not None


def lines(text: str) -> list[str]:
    """Cut ``text`` after each white-space run that holds a line feed: never inside a token."""
    return _LINES.findall(text)


@cache
def _character() -> re.Pattern[str]:
    return re.compile(f"[{BY_CHARACTER}]")


@cache
def _pattern() -> re.Pattern[str]:
    # Each first character is decided by the shortest class that can: a class of many ranges beyond
    # the basic plane is slow to ask. That makes the whole twice as fast. A word in ASCII looks
    # for more only where more may follow, a character by itself only where a mark does.
    basic, beyond = marks_of_python()
    mark = rf"(?:[{basic}]|(?=[\U00010000-\U0010ffff])[{beyond}])"
    marks = rf"(?:(?=[\u0300-\U0010ffff]){mark}+)?"
    # No mark is a letter to Python, the half-width voicing marks apart; so the class of letters can
    # do without the marks.
    letter = rf"[^\W_{BY_CHARACTER}\uff9e\uff9f]"
    inside = rf"(?=[\u0300-\U0010ffff]){mark}+|['’](?={letter})|(?<=\d)[.,](?=\d)"
    following = rf"(?:{letter}++|{inside})*"
    return re.compile(
        rf"[A-Za-z0-9]++(?:(?=[^\x00-&(-+\-/-\x7f]){following})?"
        rf"|[{_BY_CHARACTER_BASIC}](?![{basic}\U00010000-\U0010ffff])"
        rf"| (?!\s)|\s++|{letter}++{following}"
        rf"|[{BY_CHARACTER}]{marks}|(?:[^\w\s]|_){marks}|."
    )


@cache
def marks_of_python() -> tuple[str, str]:
    """Return the bodies of two regular-expression classes of all combining marks of this Python.

    The first holds those of the basic plane, the second those beyond.
    """
    category = unicodedata.category
    codes = chain.from_iterable(range(*block) for block in _MARK_BLOCKS)
    ranges: list[list[int]] = []
    for code in codes:
        if category(chr(code))[0] == "M":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    basic = "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges if last <= _BASIC)
    beyond = "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges if last > _BASIC)
    return basic + _LIKE_MARKS, beyond + _LIKE_MARKS_BEYOND
