"""What a unit says that needs no dictionary: its keys.

A key begins with a letter that tells its kind: ``n`` a number, ``p`` a class of punctuation, ``c``
a concept of `provrepo.align.concepts`, ``w`` how a word in Latin or Cyrillic letters begins, ``s``
how a name sounds, ``y`` two Chinese syllables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from sys import intern

from provrepo.align import concepts, number_words, numerals
from provrepo.align.pinyin import reading, syllables
from provrepo.align.romanised import romanised, skeleton

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_HAN_RUN = re.compile("[\u3400-\u9fff\uf900-\ufaff]{2,}")
_KATAKANA_RUN = re.compile(r"[\u30a1-\u30fa\u30fc]{2,}")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HYPHENS = re.compile(r"['’\-]")
_APOSTROPHE = re.compile(r"['’]")
_POSSESSIVE = re.compile(r"['’]s\Z")
_ELIDING = frozenset(("fr", "it", "ca"))
"""Languages that write an article and a noun as one word: *l'accord*."""
_MARKS = {
    "?": "?？؟⸮", "!": "!！", '"': "\"“”„«»「」『』〝〞《》", "(": "(（", "[": "[［【〔",
    ":": ":：", ";": ";；", "—": "—–―", "…": "…", "%": "%％", "§": "§",
}  # fmt: skip
_CLASSES = {sign: f"p{mark}" for mark, signs in _MARKS.items() for sign in signs}
_ANY_MARK = re.compile("[" + re.escape("".join(_CLASSES)) + "]")
_STEM = 5
_LAST_LATIN = "\u024f"


def keys(text: str, language: str) -> Counter[str]:
    """Return the keys of a text in a language (a BCP 47 tag), each with how often it has it."""
    tag = language.split("-")[0].lower()
    repeated = [f"n{number}" for number in numerals.in_figures(text)]
    repeated += [_CLASSES[sign] for sign in _ANY_MARK.findall(text)]
    if _HAN_RUN.search(text):
        repeated += _of_signs(text, "ja" if tag == "ja" else "zh")
    words = _WORD.findall(text)
    if tag in _ELIDING:
        words = [part for word in words for part in _APOSTROPHE.split(word) if part]
    repeated += _of_words(words, tag)
    if tag == "la":
        repeated += [f"n{number}" for number in numerals.in_roman(text)]
    # Each key is one string, however many sentences have it.
    return Counter(map(intern, repeated))


def _of_signs(text: str, language: str) -> Iterator[str]:
    yield from (f"n{number}" for number in numerals.in_han(text))
    yield from (f"c{concept}" for concept in concepts.in_signs(text, language))
    for run in _HAN_RUN.findall(text):
        yield from _pairs([reading(sign) for sign in run])
    for run in _KATAKANA_RUN.findall(text):
        yield from _sounds(romanised(run))


def _of_words(words: Sequence[str], language: str) -> Iterator[str]:
    parts = [part for word in words for part in _HYPHENS.split(word.lower())]
    yield from (f"n{number}" for number in number_words.in_words(parts, language))
    yield from (f"c{concept}" for concept in concepts.in_words(parts, language))
    previous = ""
    for word in words:
        latin = romanised(_POSSESSIVE.sub("", word))
        is_latin = word[0] <= _LAST_LATIN
        if len(latin) >= 3:
            if not _HANGUL.match(word):
                yield f"w{latin[:_STEM]}"
            if word[0].isupper() or not is_latin:
                yield from _sounds(latin)
        name = syllables(latin) if is_latin and word[0].isupper() else ()
        yield from _pairs([previous, *name])
        previous = name[-1] if name else ""


def _sounds(latin: str) -> Iterator[str]:
    """Yield how a name sounds at its beginning, more and less exactly."""
    sound = skeleton(latin)
    yield from (f"s{sound[:length]}" for length in (3, 4) if len(sound) >= length)


def _pairs(sounds: Sequence[str]) -> Iterator[str]:
    """Yield each two Chinese syllables that follow each other."""
    for first, second in pairwise(sounds):
        if first and second:
            yield f"y{first} {second}"
