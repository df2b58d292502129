"""What texts sort by: the Unicode Collation Algorithm, simplified, as each language has it.

Letters count without accents and case, word by word; punctuation does not count, other symbols
come before numbers, numbers (by their value) before letters. A language has letters of its own
("å" is the last but two of Swedish), and its own script comes before others, as in the tailorings
of the Unicode CLDR.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LEVEL = "\1"
"""In sort keys, between the parts of a name, where it is less than the blank between two words."""
_RUNS = re.compile(r"\d+|\D+")
_LETTERS = {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ħ": "h", "þ": "th", "ð": "d"}
"""Letters that sort as others although Unicode does not decompose them."""
_SIGNS = frozenset(map(chr, range(0x02B9, 0x02D0))) | frozenset("`´")
"""Signs of transliterations (ʿayn, hamza, soft sign) and what is typed for an apostrophe: they
count as little as punctuation.
"""
_QUOTATION_MARKS = frozenset("\"'«»‹›“”„‟‘’‚‛")
_OWN_LETTERS = {
    "cs": "c č|r ř|s š|z ž",
    "da": "z æ=ä ø=ö å",
    "es": "n ñ",
    "et": "s š z ž|w õ ä ö ü",
    "fi": "z å ä=æ ö=ø",
    "hr": "c č ć|d đ|s š|z ž",
    "hu": "o ö=ő|u ü=ű",
    "is": "a á|d ð|e é|i í|o ó|u ú|y ý|z þ æ ö=ø å",
    "lt": "c č|s š|z ž",
    "lv": "c č|g ģ|k ķ|l ļ|n ņ|s š|z ž",
    "nb": "z æ=ä ø=ö å",
    "nn": "z æ=ä ø=ö å",
    "pl": "a ą|c ć|e ę|l ł|n ń|o ó|s ś|z ź ż",
    "ro": "a ă â|i î|s ș=ş|t ț=ţ",
    "ru": "и й",
    "sk": "a ä|c č|o ô|s š|z ž",
    "sl": "c č ć|d đ|s š|z ž",
    "sr": "c č ć|d đ|s š|z ž",
    "sv": "z å ä=æ ö=ø",
    "tr": "c ç|g ğ|h ı|o ö|s ş|u ü",
    "uk": "г ґ|и й|е є|і ї",
}
"""The letters that a language has of its own: each group follows the letter at its head, in this
order; letters joined by "=" count as one.
"""
_CYRILLIC = "\u0400-\u052f"
_OWN_SCRIPT = {
    "ar": "\u0600-\u06ff", "be": _CYRILLIC, "bg": _CYRILLIC, "el": "\u0370-\u03ff\u1f00-\u1fff",
    "fa": "\u0600-\u06ff", "he": "\u0590-\u05ff", "hi": "\u0900-\u097f", "hy": "\u0530-\u058f",
    "km": "\u1780-\u17ff", "ko": "\u1100-\u11ff\uac00-\ud7af", "mk": _CYRILLIC, "mn": _CYRILLIC,
    "ru": _CYRILLIC, "th": "\u0e00-\u0e7f", "uk": _CYRILLIC, "zh": "\u3400-\u9fff\uf900-\ufaff",
}  # fmt: skip
"""The range of a language's script, where that is not the Latin one."""
_FIRST_MARK = 0xE000
"""The first of the marks that put a letter behind the one at its head: private-use characters."""
_FIRST_SCRIPT = "A"
"""Stands before each letter of a language's own script. A capital sorts behind numbers and before
the letters of other scripts, which are all small by then.
"""


@lru_cache(maxsize=16384)
def collation(text: str, language: str = "") -> str:
    """Return what a text sorts by in a language ("en-US", "sv"; empty: in any)."""
    base = language[:2]
    text = text.casefold()
    if base in _OWN_LETTERS:
        text = unicodedata.normalize("NFC", text).translate(_table(base))
    text = unicodedata.normalize("NFKD", text)
    if base in _OWN_SCRIPT:
        text = _script(base).sub(_FIRST_SCRIPT + r"\g<0>", text)
    # Word by word: the blank (2) is less than any letter, the end of a name's part (1) less still.
    levels = text.split(LEVEL)
    return LEVEL.join([_by_words(level) for level in levels])


def _by_words(text: str) -> str:
    """Return the words of a text as they sort; a quotation mark between blanks is none.

    Another mark alone, such as a dash, is a word that comes before all others.
    """
    words = [word for word in text.split() if not _QUOTATION_MARKS.issuperset(word)]
    return "\2".join(map(_collated, words))


@lru_cache
def _table(base: str) -> dict[int, str]:
    """Return what each letter of a language's own is replaced by."""
    table: dict[int, str] = {}
    for group in _OWN_LETTERS[base].split("|"):
        head, *letters = group.split(" ")
        for number, same in enumerate(letters):
            for letter in same.split("="):
                table[ord(letter)] = head + chr(_FIRST_MARK + number)
    return table


@lru_cache
def _script(base: str) -> re.Pattern[str]:
    return re.compile(f"[{_OWN_SCRIPT[base]}]")


def _collated(word: str) -> str:
    pieces = []
    for run in _RUNS.findall(word):
        if run[0].isdigit():
            # By value: first how many digits a number has, then the digits.
            digits = run.lstrip("0")[:200]
            pieces.append(f"0{chr(len(digits) + 32)}{digits}")
            continue
        for character in run:
            if character in _SIGNS:
                continue
            if character.isalpha() or _FIRST_MARK <= ord(character) < _FIRST_MARK + 16:
                pieces.append(_LETTERS.get(character, character))
            elif unicodedata.category(character)[0] == "S":
                pieces.append("\x1f" + character)
    return "".join(pieces)
