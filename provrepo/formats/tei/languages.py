"""Tell in which language a text is: the one of most of its words, and what says otherwise.

Each letter is in the language of the nearest ``xml:lang`` around it (TEI P5, att.global), else in
the one that is stated for the document. A script that the language is not written in is a doubt.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from xml.etree.ElementTree import Element

from provrepo.formats.tei.tree import LANGUAGE, language

SAMPLE = 2000
"""How many characters at the beginning and amid a text tell its script."""

_PIECES = 100
"""How many pieces between tags tell the script of a text that says its language itself."""

_SCRIPTS = {
    "Latn": "LATIN",
    "Grek": "GREEK",
    "Cyrl": "CYRILLIC",
    "Syrc": "SYRIAC",
    "Hebr": "HEBREW",
    "Arab": "ARABIC",
    "Copt": "COPTIC",
    "Armn": "ARMENIAN",
    "Geor": "GEORGIAN",
    "Ethi": "ETHIOPIC",
    "Deva": "DEVANAGARI",
    "Tibt": "TIBETAN",
    "Hang": "HANGUL",
    "Hira": "HIRAGANA",
    "Kana": "KATAKANA",
    "Hani": "CJK",
}
_BY_NAME = {name: script for script, name in _SCRIPTS.items()}

# The scripts that languages are mostly written in; of others nothing is known here.
_OF_LANGUAGE = {
    **dict.fromkeys(
        "en de fr it es pt nl la da sv no fi is pl cs sk sl hr hu ro et lv lt tr ga cy".split(),
        ("Latn",),
    ),
    **dict.fromkeys(("grc", "el"), ("Grek",)),
    **dict.fromkeys("ru uk bg be mk cu".split(), ("Cyrl",)),
    **dict.fromkeys(("syr", "syc"), ("Syrc",)),
    **dict.fromkeys("he hbo yi jrb jpr lad".split(), ("Hebr",)),
    **dict.fromkeys("ar fa ur ps ota".split(), ("Arab",)),
    "cop": ("Copt", "Grek"),
    "hy": ("Armn",),
    "xcl": ("Armn",),
    "ka": ("Geor",),
    "gez": ("Ethi",),
    "am": ("Ethi",),
    "sa": ("Deva", "Latn"),
    "hi": ("Deva",),
    "bo": ("Tibt",),
    "ko": ("Hang", "Hani"),
    "ja": ("Hira", "Kana", "Hani"),
    "zh": ("Hani",),
    "lzh": ("Hani",),
}


class Told(NamedTuple):
    """The language of a text, None where nothing tells it, and what is to be said about that."""

    tag: str | None
    doubts: tuple[str, ...] = ()


def told(
    elements: Sequence[Element],
    stated: str | None,
    by_header: str | None,
    listed: Sequence[str] = (),
) -> Told:
    """Return the language that most letters of ``elements`` are in; notes are left out.

    ``stated`` is the tag of what around them has none of its own, ``by_header`` what the header
    says of the document, None where that says nothing about this text. Of the languages ``listed``
    there as in use the script tells one, where nothing else does.
    """
    if (plainly := _plainly_told(elements, stated or by_header, by_header, listed)) is not None:
        return plainly
    pieces: dict[str | None, list[str]] = {}
    for element in elements:
        _gather(element, stated or by_header, pieces)
    texts = {tag: "".join(parts) for tag, parts in pieces.items()}
    letters = {tag: _length(text) for tag, text in texts.items() if not text.isspace() and text}
    if not letters:
        return Told(next(filter(None, map(language, elements)), stated or by_header))
    tag = _most(letters)
    script = _script_of_most(texts[tag])
    doubts = []
    # Nothing is told by Latin letters where no language is.
    if script is not None and not _is_written(tag, script) and (tag or script != "Latn"):
        # Every header lists the language that it is written in itself, mostly in Latin letters.
        of_script = listed if script != "Latn" else ()
        fitting = _fitting(script, [*letters, stated, by_header, *of_script])
        # Latin letters may be a transliteration, unless another language would fit.
        if tag and (fitting or script != "Latn"):
            doubts.append(f"most of its letters are {_SCRIPTS[script].title()}, marked as {tag}")
        tag = fitting or tag
    if by_header and tag and _primary(by_header) != _primary(tag):
        doubts.append(f"its header says {by_header}, most of its words are {tag}")
    return Told(tag, tuple(doubts) if tag else ())


def _plainly_told(
    elements: Sequence[Element],
    around: str | None,
    by_header: str | None,
    listed: Sequence[str],
) -> Told | None:
    """Return the language of one element that says it alone; None where there may be a doubt.

    Most files are so, and need not be counted.
    """
    tagged = [inner for element in elements for inner in element.iter() if LANGUAGE in inner.attrib]
    if not tagged and around is None and not listed:
        return Told(None)
    tag = (language(tagged[0]) if tagged else None) or around
    if len(elements) != 1 or tagged not in ([], [elements[0]]) or tag is None:
        return None
    if by_header and _primary(by_header) != _primary(tag):
        return None
    script = _script_of_most("".join(islice(elements[0].itertext(), _PIECES)))
    return Told(tag) if script is None or _is_written(tag, script) else None


def _gather(element: Element, around: str | None, pieces: dict[str | None, list[str]]) -> None:
    """Gather the characters in an element by their language."""
    tag = (language(element) if LANGUAGE in element.attrib else None) or around
    of_tag = pieces.setdefault(tag, [])
    if element.text:
        of_tag.append(element.text)
    for child in element:
        if child.tag not in ("note", "teiHeader"):
            _gather(child, tag, pieces)
        if child.tail:
            of_tag.append(child.tail)


def _length(text: str) -> int:
    """Return how many signs a text has without white space."""
    return sum(map(len, text.split()))


def _script_of_most(text: str) -> str | None:
    """Return the script of most letters in samples of a text; None for one not known here."""
    middle = len(text) // 2
    counted = Counter(text[:SAMPLE] + text[max(middle, SAMPLE) : middle + SAMPLE])
    scripts: Counter[str | None] = Counter()
    for sign, count in counted.items():
        if sign.isalpha():
            scripts[_script(sign)] += count
    return scripts.most_common(1)[0][0] if scripts else None


@lru_cache(maxsize=4096)
def _script(letter: str) -> str | None:
    return _BY_NAME.get(unicodedata.name(letter, "").partition(" ")[0])


def _most(letters: Mapping[str | None, int]) -> str | None:
    """Return the tag of most letters, those of one language taken together."""
    languages: Counter[str | None] = Counter()
    for tag, count in letters.items():
        languages[tag and _primary(tag)] += count
    most = languages.most_common(1)[0][0]
    return max(
        (tag for tag in letters if (tag and _primary(tag)) == most), key=lambda tag: letters[tag]
    )


def _primary(tag: str) -> str:
    return tag.partition("-")[0]


def _is_written(tag: str | None, script: str) -> bool:
    """Return whether a language may be written in a script, as far as that is known."""
    if tag is None:
        return False
    if any(subtag in _SCRIPTS or len(subtag) == 4 for subtag in tag.split("-")[1:]):
        return True  # its own script is named: it will be meant
    scripts = _OF_LANGUAGE.get(_primary(tag))
    return scripts is None or script in scripts


def _fitting(script: str, tags: Iterable[str | None]) -> str | None:
    """Return the first of the tags whose language is mostly written in a script."""
    return next(
        (tag for tag in tags if tag and script in _OF_LANGUAGE.get(_primary(tag), ())), None
    )
