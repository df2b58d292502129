"""Words as a search compares them: how a text is cut into words, and what they are folded to.

A word is one Han or kana character, one Hangul syllable, one character of another script that
writes no space between words (Thai, Khmer …), or a run of letters and digits. Punctuation, symbols
and white space divide words; editor's brackets are looked at in `provrepo.search.reading`.

Folded are case (Unicode's case folding), width and other compatible forms (NFKD), canonical
equivalence, accents, the points of Hebrew, Arabic and Syriac, the Arabic tatweel, digits of other
scripts, the letters that only a stroke tells from another one (ø, đ, ł), the final forms of Hebrew,
and the forms of alef, yeh, kaf and heh in Arabic. Marks that are letters stay: voiced kana, the
vowels of Thai and of Indic scripts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from provrepo.compare.tokens import BY_CHARACTER, marks_of_python
from provrepo.interventions import CLOSING, OPENING

_HANGUL = "\uac00-\ud7a3"
_JAMO = "[\u1100-\u115f\ua960-\ua97c][\u1160-\u11a7\ud7b0-\ud7c6]+[\u11a8-\u11ff\ud7cb-\ud7fb]*"
"""A syllable whose letters are written one by one, as in the names of files on some systems."""

_JAMO_LETTERS = "\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7c6\ud7cb-\ud7fb"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
"""Characters for private use: rare ideographs that a publisher has in a font of its own."""

_NUMBER_SIGNS = (
    "\xb2\xb3\xb9\xbc-\xbe\u2070\u2074-\u2079\u2150-\u215f\u2189\u2460-\u249b"
    "\u24ea-\u24ff\u2776-\u2793\u3192-\u3195\u3220-\u3229\u3248-\u324f\u3251-\u325f\u3280-\u3289"
    "\u32b1-\u32bf"
)
"""Superscripts, fractions, numbers in circles: each is a word, so that the number of a footnote
does not become part of the word before it. No footnote has a subscript: H₂O is one word."""

_DIVIDING_LETTERS = "\u02b0-\u02ff\ua788-\ua78c"
"""Modifier letters, which transliterations write in place of apostrophes (Chʻing)."""

_INVISIBLE = "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
"""What may stand inside a word without being seen: soft hyphens, marks of direction."""

_STRIPPED = (
    (0x300, 0x36F),
    (0x483, 0x489),
    (0x591, 0x5C7),
    (0x610, 0x61A),
    (0x64B, 0x65F),
    (0x670, 0x670),
    (0x6D6, 0x6ED),
    (0x711, 0x711),
    (0x730, 0x74A),
    (0x8CA, 0x8FF),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20F0),
    (0x302A, 0x302F),
    (0xFB1E, 0xFB1E),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
)
"""The marks that are accents or points, and the selectors of variants."""

_TATWEEL = "\u0640"
_STROKED = str.maketrans({
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe",
    "þ": "th", "ŀ": "l", "ĸ": "k",
})  # fmt: skip
_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
"""The letters of Hebrew that are written otherwise at a word's end."""

_ARABIC = str.maketrans("ٱٲٳىیےېةۃهہەھکڪ", "اااييييههههههكك")
"""Letters of Arabic that one scribe or keyboard writes for the other: alef with wasla, yeh without
dots, the yeh and kaf of Persian and Urdu, and the heh that teh marbuta is at a word's end."""

_SAME_LETTER = _STROKED | _FINALS | _ARABIC
_RADICALS = "\u2e80", "\u2fdf"
"""What lists of signs name ideographs by, and what some PDF files have in their place."""

_LETTERS_UNNAMED = ("Co", "Cn")
"""Categories of what words hold besides: characters for private use, and ideographs that are newer
than this Python, which are the same words for a newer one."""

_COMPATIBLE_HAN = re.compile("[\uf900-\ufadf\U0002f800-\U0002fa1f]")

WORD_TYPE, HAN_TYPE, HANGUL_TYPE = "word", "han", "hangul"
"""What decides how words may stand next to each other: see `kind`."""


class _Folding(dict[str, str]):
    """What each word is folded to, worked out when it first comes; emptied when it is large."""

    LIMIT = 200_000

    def __missing__(self, word: str) -> str:
        if len(self) > self.LIMIT:
            self.clear()
        folded = self[word] = _fold(word)
        return folded


def _fold(word: str) -> str:
    if word.isascii():
        return word.lower()
    small = _bare(_bare(word).casefold()).translate(_SAME_LETTER)
    return unicodedata.normalize("NFC", small)


def _bare(word: str) -> str:
    return "".join(map(_folded_sign, unicodedata.normalize("NFKD", word)))


@cache
def _folded_sign(sign: str) -> str:
    """Return what is left of one sign of a decomposed word, mostly the sign."""
    code = ord(sign)
    if (
        sign == _TATWEEL
        or 0x2B0 <= code <= 0x2FF
        or any(first <= code <= last for first, last in _STRIPPED)
    ):
        return ""
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    is_kept = (
        category[0] == "M" or category in _LETTERS_UNNAMED or _RADICALS[0] <= sign <= _RADICALS[1]
    )
    return sign if sign.isalnum() or is_kept else ""


FOLDING = _Folding()
"""Words folded, by what is written."""


def exactly(word: str) -> str:
    """Return a word as it is compared where case, accents and width count: in normal form (NFC).

    Ideographs for compatibility stay what they are (docs/format.md).
    """
    if word.isascii() or _COMPATIBLE_HAN.search(word):
        return word
    return unicodedata.normalize("NFC", word)


@cache
def touched_words() -> re.Pattern[str]:
    """Return the pattern of an editor's bracket that touches a word of letters from outside.

    Or another bracket: two may be parts of one word.
    """
    basic, beyond = marks_of_python()
    touching = rf"[^\W_{BY_CHARACTER}{_HANGUL}]|[{basic}{_INVISIBLE}{beyond}]"
    opening, closing = re.escape(OPENING), re.escape(CLOSING)
    return re.compile(
        rf"(?:{touching})[{opening}]|[{closing}](?:{touching})|[{opening}{closing}]{{2}}"
    )


_LETTER = (
    rf"[^\W_{BY_CHARACTER}{_HANGUL}{_NUMBER_SIGNS}{_DIVIDING_LETTERS}{_JAMO_LETTERS}"
    "\uff9e\uff9f]"
)


@cache
def unseparating_signs() -> re.Pattern[str]:
    """Return the pattern of what may stand between two pieces of one word, beside a bracket."""
    basic, beyond = marks_of_python()
    return re.compile(f"[{basic}{_INVISIBLE}{beyond}]+")


@cache
def piece_pattern() -> re.Pattern[str]:
    """Return the pattern of a word, or of a piece of one that the sign of a bracket ends.

    A piece may begin with the marks of a letter on the other side of the sign.
    """
    basic, beyond = marks_of_python()
    mark = f"[{basic}{beyond}]"
    signs = re.escape(OPENING + CLOSING)
    return re.compile(
        rf"(?<=[{signs}]){mark}+(?:{_LETTER}++(?:{mark}+{_LETTER}*+)*|(?=[{signs}]))"
        rf"|{word_pattern().pattern}"
    )


@cache
def word_pattern() -> re.Pattern[str]:
    """Return the pattern of a word."""
    basic, beyond = marks_of_python()
    mark = rf"(?:[{basic}{_INVISIBLE}]|(?=[\U00010000-\U0010ffff])[{beyond}])"
    marks = rf"(?:(?=[\xad-\U0010ffff]){mark}+)?"
    letter = _LETTER
    return re.compile(
        rf"[A-Za-z0-9]++(?:(?=[\xaa-\U0010ffff])(?:{letter}++|{mark}+)*)?"
        rf"|[{BY_CHARACTER}{_HANGUL}{_PRIVATE}]{marks}"
        rf"|{letter}++(?:{mark}+{letter}*+)*"
        rf"|{_JAMO}|[{_JAMO_LETTERS}]|[{_NUMBER_SIGNS}]"
    )


@cache
def _single() -> re.Pattern[str]:
    return re.compile(rf"[{BY_CHARACTER}{_PRIVATE}]")


@cache
def kind(word: str) -> str:
    """Return of which kind a folded word is.

    White space may stand between two characters of the same Han or kana word, as where a line
    ends; between two Hangul syllables it divides words; and words of letters are never written
    without something between.
    """
    if "\uac00" <= word[0] <= "\ud7a3":
        return HANGUL_TYPE
    return HAN_TYPE if _single().match(word) else WORD_TYPE


@cache
def _run_or_word() -> re.Pattern[str]:
    """Return a pattern whose first group is a run of characters that stay what they are."""
    basic, beyond = marks_of_python()
    same = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    return re.compile(f"([{same}]+(?![{basic}{beyond}]))|({word_pattern().pattern})")


def folded_words(text: str) -> str:
    """Return the words of ``text`` folded, with white space between them.

    They are those that `word_pattern` finds; without their places it is several times faster.
    """
    if text.isascii():
        return text.translate(_ASCII_WORDS)
    fold = FOLDING.__getitem__
    return " ".join(
        [" ".join(run) if run else fold(word) for run, word in _run_or_word().findall(text)]
    )


_ASCII_WORDS = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
