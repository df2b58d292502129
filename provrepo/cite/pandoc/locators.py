"""The locator in the words behind a key: ``, pp. 33-35 and passim`` cites the pages 33–35.

By the rules of the Pandoc User's Guide, “Citation syntax”: braces say where it begins and ends,
``{pp. iv, vi-xi}``; without them it is a term and numbers, or numbers alone, which are pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

_ENGLISH = {
    "act": "act acts",
    "appendix": "appendix appendices app. apps.",
    "article-locator": "article articles art. arts.",
    "book": "book books bk. bks.",
    "canon": "canon canons can. cans.",
    "chapter": "chapter chapters chap. chaps. ch. chs.",
    "column": "column columns col. cols.",
    "elocation": "location locations loc. locs.",
    "equation": "equation equations eq. eqs.",
    "figure": "figure figures fig. figs.",
    "folio": "folio folios fol. fols. f. ff.",
    "issue": "issue issues no. nos. number numbers",
    "line": "line lines l. ll.",
    "note": "note notes n. nn.",
    "opus": "opus opera op. opp.",
    "page": "page pages p. pp.",
    "paragraph": "paragraph paragraphs para. paras. par. pars. ¶ ¶¶",
    "part": "part parts pt. pts.",
    "rule": "rule rules r. rr.",
    "scene": "scene scenes sc. scs.",
    "section": "section sections sec. secs. § §§",
    "sub-verbo": "s.v. s.vv.",
    "supplement": "supplement supplements supp. supps.",
    "table": "table tables tbl. tbls.",
    "timestamp": "timestamp timestamps",
    "title-locator": "title titles tit. tits.",
    "verse": "verse verses v. vv.",
    "version": "version versions",
    "volume": "volume volumes vol. vols.",
}
LABELS = tuple(_ENGLISH)
"""The locators of CSL that have a term."""

_UNIT = r"(?:[^\W_]|[-–—‑:/′″°*])+"
_PIECE = rf"(?:{_UNIT}(?:\.{_UNIT})*|\({_UNIT}\)|\[{_UNIT}\])+"
_FIRST = re.compile(_PIECE)
_NEXT = re.compile(rf"[,;]?[ \t\n\xa0]*({_PIECE})")
_ROMAN = re.compile(r"m{0,4}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})", re.IGNORECASE)


class Locator(NamedTuple):
    """A locator, its label as CSL names it, and the words behind it."""

    label: str
    locator: str
    suffix: str


def locator_terms(term: Callable[[str, str, bool], str]) -> dict[str, str]:
    """Return the terms that begin a locator, in small letters, with the labels that they mean.

    ``term`` gives a term of the manuscript's language by its name, its form and whether it is the
    plural; those of English are always known.
    """
    terms = {word: label for label, words in _ENGLISH.items() for word in words.split()}
    for label in LABELS:
        for form in ("long", "short", "symbol"):
            for plural in (False, True):
                word = term(label, form, plural).strip().casefold()
                if word:
                    terms[word] = label
    return terms


def split_locator(suffix: str, terms: Mapping[str, str]) -> Locator:
    """Take the locator from the beginning of a suffix; it is empty where there is none."""
    start = len(suffix) - len(suffix.lstrip(", \t\n\xa0")) if suffix[:1] in ", \t\n\xa0{" else 0
    if suffix[:start].count(",") > 1:
        return Locator("page", "", suffix)
    if suffix[start : start + 1] == "{":
        return _delimited(suffix, start, terms)
    label, begin = _label(suffix, start, terms)
    end = _end(suffix, begin, is_labelled=begin > start)
    if end is None:
        return Locator("page", "", suffix)
    return Locator(label, suffix[begin:end].strip(), suffix[end:])


def _delimited(suffix: str, start: int, terms: Mapping[str, str]) -> Locator:
    depth = 0
    for match in re.compile(r"[{}]").finditer(suffix, start):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            inside = suffix[start + 1 : match.start()].strip()
            label, begin = _label(inside, 0, terms)
            return Locator(label, inside[begin:].strip(), suffix[match.end() :])
    return Locator("page", "", suffix)


_LONGEST_TERM = 40


def _label(text: str, start: int, terms: Mapping[str, str]) -> tuple[str, int]:
    """Return the label that the longest term at ``start`` means, and where the numbers begin."""
    folded = text[start : start + _LONGEST_TERM]
    for length in range(len(folded), 0, -1):
        word = folded[:length].casefold()
        if word not in terms:
            continue
        behind = text[start + length : start + length + 1]
        if word[-1].isalpha() and behind.isalpha():
            continue  # the beginning of another word
        begin = start + length
        blanks = len(text[begin:]) - len(text[begin:].lstrip(" \t\n\xa0"))
        return terms[word], begin + blanks
    return "page", start


def _end(text: str, start: int, *, is_labelled: bool) -> int | None:
    """Return where the numbers at ``start`` end; None where there are none."""
    match = _FIRST.match(text, start)
    if match is None or not _counts(match[0], roman=is_labelled):
        return None
    end = match.end()
    while (match := _NEXT.match(text, end)) and _counts(match[1], roman=is_labelled):
        end = match.end()
    return end


def _counts(piece: str, *, roman: bool) -> bool:
    """Return whether a word is a number of some kind; with ``roman`` also ``iv`` or ``(xv)``."""
    if any(character.isdigit() for character in piece):
        return True
    letters = re.findall(r"[^\W_]+", piece)
    return roman and bool(letters) and all(_ROMAN.fullmatch(word) for word in letters)
