"""Initials of given names: ``initialize-with`` (CSL 1.0.2, "Name")."""

from __future__ import annotations

import re
import unicodedata

_HEAD = re.compile(r"([^\W\d_])([^\W\d_]*)", re.UNICODE)


def initialize(given_name: str, mark: str, *, every: bool, hyphenate: bool) -> str:
    """Return a given name as initials, each followed by ``mark``.

    With ``every`` false only the initials that are there already are rewritten (``initialize=
    "false"``). ``hyphenate`` keeps the hyphen of "Jean-Luc". Names in scripts without capitals
    stay as they are.
    """
    if "<" in given_name:
        return _around_tags(given_name, mark, every=every, hyphenate=hyphenate)
    if not given_name or not _begins_with_cased_letter(given_name):
        return given_name
    if every:
        given_name = given_name.replace("\u2010", "-").replace("\u2011", "-")
    if not hyphenate:
        given_name = given_name.replace("-", " ")
    given_name = re.sub(r"\s*-\s*", "-", given_name)
    # A hyphen before a small letter belongs to the word ("Guo-ping"); it is put aside.
    given_name = re.sub(r"-(?=[a-zà-öø-ÿ])", "\N{EN DASH}", given_name)
    given_name = re.sub(r"\.(?=[^\s-])", ". ", given_name)
    words = re.split(r"(-|\s+)", given_name.strip())
    text = _all_initials(words, mark) if every else _existing_initials(words, mark)
    text = re.sub(r"\s*-\s*", "-", text.strip())
    return re.sub(r"[ ]+", " ", text).replace("\N{EN DASH}", "-")


def _around_tags(given_name: str, mark: str, *, every: bool, hyphenate: bool) -> str:
    """Initialize what stands between the tags of a marked-up name."""
    pieces = re.split(r"(<[^<>]*>)", given_name)
    for index in range(0, len(pieces), 2):
        text = pieces[index].lstrip(" -")
        lead = pieces[index][: len(pieces[index]) - len(text)]
        text = text.replace("<", "")
        pieces[index] = lead + initialize(text, mark, every=every, hyphenate=hyphenate).rstrip()
    return "".join(pieces)


def _begins_with_cased_letter(text: str) -> bool:
    letter = text.lstrip("\"'’“‘ ")[:1]
    return letter.lower() != letter.upper()


def _all_initials(words: list[str], mark: str) -> str:
    for index in range(0, len(words), 2):
        word = words[index]
        match = _HEAD.match(word)
        if len(word) > 2 and word.endswith("."):
            # An abbreviation already: "Ph." keeps its letters.
            words[index] = word[:-1]
            words[index + 1 : index + 2] = [mark + ("-" if words[index + 1 :][:1] == ["-"] else "")]
        elif match and match[1] == match[1].upper() and match[1].lower() != match[1]:
            # "PHilippe" is how data says that the initial has two letters: "Ph."
            capitals = len(match[2]) - len(
                match[2].lstrip("".join(set(filter(str.isupper, match[2]))))
            )
            extra = match[2][:capitals].lower() if 0 < capitals < len(match[2]) else ""
            words[index] = unicodedata.normalize("NFC", match[1]) + extra
            if index + 1 < len(words):
                words[index + 1] = mark + ("-" if words[index + 1] == "-" else "")
            else:
                words.append(mark)
        elif word:
            words[index] = " " + word
            if index + 1 < len(words) and words[index + 1] != "-":
                words[index + 1] = " "
    return "".join(words)


def _existing_initials(words: list[str], mark: str) -> str:
    short = []
    for index in range(0, len(words), 2):
        word = words[index]
        if len(word) > 1 and word.endswith("."):
            words[index] = word[:-1]
            short.append(True)
        else:
            short.append(len(word) == 1 and word.upper() == word)
    for place, index in enumerate(range(0, len(words), 2)):
        if not short[place]:
            continue
        if index + 1 < len(words):
            next_short = short[place + 1]
            if words[index + 1] == "-":
                words[index] += mark
                continue
            words[index + 1] = "" if next_short else " "
            words[index] += mark
        else:
            words[index] += mark
    return "".join(words)
