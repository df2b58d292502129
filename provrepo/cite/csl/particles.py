"""Particles of personal names: "van der" in "Ludwig van der Berg".

CSL-JSON has fields for particles, but most data carry them inside the family or given name. A
family name that begins with lower-case words has a non-dropping particle; a given name that ends
in them, a dropping one. Capitalised particles ("De", "Van") stay part of the family name.
"""

from __future__ import annotations

import re

_APOSTROPHES = ("'", "’", "‘", "ʼ")
_VOWELS = "aeiouàèéìòù"
_SUFFIX = re.compile(r"(?P<given>.+?)\s*,(?P<force>!)?\s*(?P<suffix>\S.*)")


def joins_next(text: str) -> bool:
    """Return whether nothing stands between a particle and what follows: "d’Arc", "al-Asad".

    An apostrophe behind a vowel stands for what was cut off a word of its own: "de’ Medici".
    """
    if text.endswith(("-", "‐", "–")):
        return True
    if not text.endswith(_APOSTROPHES):
        return False
    return text[-2:-1].lower() not in _VOWELS or len(text) == 1


def split_family(family: str) -> tuple[str, str]:
    """Return the particle at the head of a family name, or an empty text, and the name itself.

    The name must begin with a capital, else the whole is a name such as "bell hooks".
    """
    first = family[0]
    if not (first.islower() or first in _APOSTROPHES):
        return "", family
    # An apostrophe ends a word too ("d'Arc", but not "a'Beckett"), and so does a hyphen before a
    # capital ("al-Asad").
    words = re.findall(r"\S+?(?:(?<=[^\Waeiouàèéìòù])['’ʼ‘](?=\S)|[-‐](?=[A-ZÀ-Þ])|\s+|$)", family)
    particle = ""
    for index, word in enumerate(words):
        head = word.lstrip("'’‘ʼ")[:1]
        if index == len(words) - 1 or not head or not head.islower():
            break
        particle += word
    name = family[len(particle) :]
    if not particle or not name or name[0].islower():
        return "", family
    return particle.strip(), name


def split_given(given_name: str) -> tuple[str, str]:
    """Return a given name without the particle at its end, and that particle or an empty text."""
    words = given_name.split()
    index = len(words)
    # An initial in small letters ("j.") is part of the given name.
    while index > 1 and words[index - 1][0].islower() and words[index - 1][-1] != ".":
        index -= 1
    if index == len(words):
        return given_name, ""
    if index == 1 and words[0][0].islower():
        return given_name, ""
    return " ".join(words[:index]), " ".join(words[index:])


def split_suffix(given_name: str) -> tuple[str, str, bool]:
    """Return a given name, the suffix after its comma, and whether "!" asks to keep the comma."""
    match = _SUFFIX.fullmatch(given_name)
    if match is None:
        return given_name, "", False
    return match["given"], match["suffix"], match["force"] is not None
