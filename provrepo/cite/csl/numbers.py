"""Numbers in fields: what is numeric, single or several, ordinals and roman numerals.

CSL 1.0.2: a content is numeric if it consists solely of numbers, which may have prefixes and
suffixes ("D2", "2b") and be divided by a comma, hyphen or ampersand ("2, 3", "2-4", "2 & 4").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provrepo.cite.csl.locale import Locale

GENDERS = ("", "feminine", "masculine")
"""The genders of a term, in the order in which they stand in for a missing one; "" is neuter."""

_SMALL_ROMAN = r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})(?!\w)"
"""Small roman numerals are numbers too; those with m and d are words too often ("mix", "mild")."""
_NUMBER = rf"(?:[^\W\d_]*\d+(?:\.\d+)*[^\W\d_]*|{_SMALL_ROMAN})"
_ROMAN = r"[ivxlcdmIVXLCDM]+"
_ROMANS = re.compile(r"\s*([IVXLC]+)\s*[-–]\s*([IVXLC]+)\s*")
_NUMERIC = re.compile(rf"\s*{_NUMBER}(?:\s*(?:[,&]|\\?[-–—])\s*{_NUMBER})*\s*")
_DIVIDER = re.compile(r"\s*(?:,|;|&amp;|&|\\?[-–—])\s*")
_BETWEEN = re.compile(r"(\s*(?:(?<!\d),|(?<=\d{4}),|,(?!\d{3}(?!\d))|&|\\?[-–—])\s*)")
"""What divides numbers; the commas of "1,244,567" are inside one."""
_LARGE = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,])")
_LIKE_NUMBER = re.compile(rf"\s*(?:{_NUMBER}|{_ROMAN})\s*")
_THOUSANDS = re.compile(r"(?<![\d,])(\d{1,3}(?:,\d{3})+)(?![\d,])")
"""One large number with commas in it, such as that of a patent: "1,244,567"."""
_VALUES = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


LONGEST = 18
"""How many digits a number has at most."""


@lru_cache(maxsize=4096)
def is_numeric(text: str) -> bool:
    """Return whether ``text`` is numeric in CSL's sense."""
    return _NUMERIC.fullmatch(text) is not None


def whole_number(text: str, otherwise: int) -> int:
    """Return the number that ``text`` is in digits; ``otherwise`` for any other text.

    Nothing that styles and items count has more than 18 digits; what has is a text.
    """
    # Of other digits than decimal ones, such as "²", Python knows no number.
    return int(text) if text.isdecimal() and len(text) <= LONGEST else otherwise


def joined_romans(text: str, range_delimiter: str) -> str:
    """Return a range of large roman numerals ("IV-V") with the delimiter, else the text."""
    match = _ROMANS.fullmatch(text)
    return f"{match[1]}{range_delimiter}{match[2]}" if match else text


@lru_cache(maxsize=4096)
def is_plural(text: str) -> bool:
    """Return whether ``text`` names several numbers (2–4; 2, 3; 2 & 4; ii–iv)."""
    if "\\-" in text:
        text = text.replace("\\-", "")
    parts = [part for part in _DIVIDER.split(text) if part]
    if len(parts) < 2:
        return False
    return sum(_LIKE_NUMBER.fullmatch(part) is not None for part in parts) >= 2 or (
        re.search(r"\d\S*\s*(?:[,;&–—-]|and)\s*\S*\d", text) is not None
    )


def without_thousands(text: str) -> str:
    """Return a text with its large numbers in digits alone: "1,244" as "1244"."""
    return _LARGE.sub(lambda match: match.group().replace(",", ""), text) if "," in text else text


def roman(number: int) -> str:
    """Return a lower-case roman numeral for 1–3999, else digits."""
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in _VALUES:
        while number >= value:
            text += letters
            number -= value
    return text


def from_roman(text: str) -> int:
    """Return the value of a roman numeral; 0 for any other text."""
    total, remaining = 0, text.lower()
    for value, letters in _VALUES:
        while remaining.startswith(letters):
            total += value
            remaining = remaining[len(letters) :]
    # Letters in an order that no number has ("iix") do not come out as they went in.
    return total if not remaining and roman(total) == text.lower() else 0


def ordinal(number: int, locale: Locale, gender: str = "") -> str:
    """Return "2nd" in the words of the locale (CSL 1.0.2, "Ordinal Suffixes")."""
    return str(number) + ordinal_suffix(number, locale, gender)


def ordinal_suffix(number: int, locale: Locale, gender: str = "") -> str:
    """Return the suffix that makes ``number`` an ordinal."""
    # The most specific rule wins: the whole number, its last two digits, its last digit.
    genders = dict.fromkeys((gender, *GENDERS))
    if not any(("ordinal", "long", form) in locale.terms for form in genders):
        return _suffix_of_four(number, locale, gender)
    rules = (
        (number, "whole-number"),
        (number % 100, "last-two-digits"),
        (number % 10, "last-digit"),
    )
    for form in genders:
        for digits, rule in rules:
            name = f"ordinal-{digits:02d}"
            term = locale.terms.get((name, "long", form))
            default = "last-two-digits" if digits >= 10 else "last-digit"
            if term is not None and locale.matches.get(name, default) == rule:
                return term[0]
        term = locale.terms.get(("ordinal", "long", form))
        if term is not None:
            return term[0]
    return ""


def _suffix_of_four(number: int, locale: Locale, gender: str) -> str:
    """Return the suffix by the scheme of CSL 1.0: four terms, the last for all other numbers."""
    digit = number % 10
    if not 1 <= digit <= 3 or number % 100 == 10 + digit:
        # 11, 12 and 13 are not "11st", "12nd", "13rd".
        digit = 4
    return locale.term(f"ordinal-{digit:02d}", gender=gender)


def long_ordinal(number: int, locale: Locale, gender: str = "") -> str:
    """Return "second" in the words of the locale, or "11th" beyond ten."""
    if 1 <= number <= 10:
        term = locale.find_term(f"long-ordinal-{number:02d}", gender=gender)
        if term:
            return term
    return ordinal(number, locale, gender)


def split_numbers(text: str, range_delimiter: str = "–") -> list[str]:
    """Cut a numeric text into numbers and, at the odd places, the dividers in their usual form.

    In a chain such as "118-01026-03" only the last hyphen can divide a range, and the commas of
    "1,244,567" divide nothing.
    """
    pieces = _BETWEEN.split(text.strip())
    usual = {",": ", ", "&": " & ", "\\-": "-"}
    for index in range(1, len(pieces), 2):
        divider = pieces[index].strip()
        chained = pieces[index + 2 : index + 3] and pieces[index + 2].strip() in ("-", "–", "—")
        pieces[index] = usual.get(divider) or (divider if chained else range_delimiter)
    return pieces
