"""Words written in Latin letters whatever their script, so that both sides spell names alike.

It is no transliteration to be read: what differs between the systems, vowels first, is dropped.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўјљњћђџ",
        (
            "a b v g d e zh z i i k l m n o p r s t u f h ts ch sh sh  y  e yu ya "
            "e i i e g u j l n c d j"
        ).split(" "),
        strict=True,
    )
)
# Of Arabic, Hebrew and Syriac letters the consonants; names have no others that languages share.
_CONSONANTS = {
    sign: latin
    for signs, letters in (
        (
            "بتثجحخدذرزسشصضطظغفقكلمنهويىپچژگک",
            "b t th j h kh d d r z s sh s d t z gh f k k l m n h w y y p ch zh g k",
        ),
        ("בגדהוזחטיכךלמםנןספףצץקרשת", "b g d h w z h t y k k l m m n n s p p ts ts k r sh t"),
        ("ܒܓܕܗܘܙܚܛܝܟܠܡܢܣܦܨܩܪܫܬ", "b g d h w z h t y k l m n s p s k r sh t"),
    )
    for sign, latin in zip(signs, letters.split(), strict=True)
}
_ARTICLE = re.compile("\\A[وبفك]?ال(?=\\w{3})")
"""The Arabic article, and what is written before it as one word."""
# Revised Romanization of Korean (2000) in the order of the Unicode standard, section 3.12.
_INITIALS = "g kk n d tt r m b pp s ss  j jj ch k t p h".split(" ")
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ")
_FINALS = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ")
_HANGUL = range(0xAC00, 0xD7A4)


@cache
def romanised(word: str) -> str:
    """Return a word in small Latin letters without marks; what has no table is left out."""
    parts = []
    for sign in _ARTICLE.sub("", unicodedata.normalize("NFKC", word)).lower():
        code = ord(sign)
        if code in _HANGUL:
            initial, vowel, final = _jamo(code)
            parts.append(_INITIALS[initial] + _VOWELS[vowel] + _FINALS[final])
        elif sign in _CYRILLIC:
            parts.append(_CYRILLIC[sign])
        elif sign in _CONSONANTS:
            parts.append(_CONSONANTS[sign])
        else:
            parts.append(_base_letters(sign))
    return "".join(parts)


def _jamo(code: int) -> tuple[int, int, int]:
    """Return the numbers of initial, vowel and final of a Hangul syllable."""
    place = code - _HANGUL.start
    return place // 588, place % 588 // 28, place % 28


@cache
def _base_letters(sign: str) -> str:
    """Return the Latin letters of a sign: of ``ä`` it is ``a``, of ``か`` it is ``ka``."""
    if sign in "ßæœøłđþð":
        return {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"}.get(sign, "th")
    letters = "".join(part for part in unicodedata.normalize("NFD", sign) if "a" <= part <= "z")
    if letters:
        return letters
    name = unicodedata.name(sign, "")
    match = _LETTER.match(name)
    if match is None:
        return ""
    letter = match[1].lower()
    return _GREEK.get(letter, letter)


_LETTER = re.compile(r"(?:HIRAGANA|KATAKANA|GREEK) (?:SMALL )?LETTER (?:SMALL )?(\w+)")
_GREEK = {
    "alpha": "a", "beta": "b", "gamma": "g", "delta": "d", "epsilon": "e", "zeta": "z",
    "eta": "i", "theta": "th", "iota": "i", "kappa": "k", "lamda": "l", "mu": "m", "nu": "n",
    "xi": "x", "omicron": "o", "pi": "p", "rho": "r", "sigma": "s", "final": "s", "tau": "t",
    "upsilon": "y", "phi": "ph", "chi": "ch", "psi": "ps", "omega": "o",
}  # fmt: skip

_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ch|tsch|sh|sch|zh|tz|ts|j", "s"),
        (r"ph|f|v|w(?=[aeiou])|b", "p"),
        (r"th|d", "t"),
        (r"c(?=[eiy])|z|x", "s"),
        (r"ck|c|q|g|kh|gh", "k"),
        (r"l", "r"),
        (r"ng", "n"),
        (r"[aeiouyhw]", ""),
        (r"(.)\1+", r"\1"),
    )
]


@cache
def skeleton(word: str) -> str:
    """Return the consonants of a romanised word, those that languages confuse made one.

    *Galton* and *galteon*, which is how Korean writes it, are both ``krtn``.
    """
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word
