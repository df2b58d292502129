"""Numbers in digits, in Chinese and in Roman numerals, as one value whatever the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from provrepo.align import scaled_numerals
from provrepo.align.scaled_numerals import Part

_PLAIN = dict(zip("〇零一二三四五六七八九两兩", (0, *range(10), 2, 2), strict=True))
_FORMAL = {
    sign: number
    for number, signs in enumerate(
        ("壹壱弌", "贰貳弐弍", "叁參叄参弎", "肆", "伍", "陆陸", "柒漆", "捌", "玖"), start=1
    )
    for sign in signs
}
"""The signs of bills and contracts, against forgery; by themselves they are common words."""
_DIGITS = {**_PLAIN, **_FORMAL}
_TWENTIES = {"廿": 20, "卄": 20, "卅": 30, "卌": 40}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_KOREAN = {"만": 10**4, "억": 10**8, "천": 1000, "백": 100, "십": 10}
_SCALES = {**_TENS, **_MYRIADS}
_HAN = re.compile("[" + "".join((*_DIGITS, *_TWENTIES, *_SCALES)) + "]+")
_LONGEST = 24
_YEAR = 4

_ANY_SCALE = "".join((*_SCALES, *_KOREAN))
_FIGURES = re.compile(
    rf"(?P<scaled>\d[\d,]*(?:\.\d+)?\s?[{_ANY_SCALE}]+(?:\s?\d[\d,]*\s?[{_ANY_SCALE}]*)*)"
    r"|(?P<whole>\d{1,3}(?:[,.\u0020\u00a0\u202f’']\d{3})+(?!\d)|\d+)(?:[.,](?P<part>\d{1,2})(?!\d))?"
    r"(?:\s(?P<scale>thousand|tausend|mille|millions?|billions?|Millionen|milliards?|Milliarden)\b)?"
)
_WORDS = {
    "thousand": 1000, "tausend": 1000, "mille": 1000, "million": 10**6, "millions": 10**6,
    "Millionen": 10**6, "billion": 10**9, "billions": 10**9, "milliard": 10**9,
    "milliards": 10**9, "Milliarden": 10**9,
}  # fmt: skip
_SCALED_PART = re.compile(rf"(?P<number>\d[\d,]*(?:\.\d+)?)|[{_ANY_SCALE}]")


def in_figures(text: str) -> Iterator[int]:
    """Yield the numbers that ``text`` writes in digits, whole ones; ``3.5 million`` is one."""
    for match in _FIGURES.finditer(text):
        if match["scaled"]:
            yield scaled_numerals.value(_parts(match["scaled"]))
            continue
        value = int("".join(sign for sign in match["whole"] if sign.isdecimal())[:15])
        scale = _WORDS.get(match["scale"] or "", 1)
        if scale > 1 and match["part"]:
            yield value * scale + int(match["part"]) * scale // 10 ** len(match["part"])
        else:
            yield value * scale


def _parts(numeral: str) -> Iterator[Part]:
    """Yield the parts of figures with signs for ten thousand and the like: 1만 5천, 3万5千."""
    for match in _SCALED_PART.finditer(numeral):
        if match["number"]:
            figures, _, part = match["number"].replace(",", "").partition(".")
            yield Part(int(figures[:15]) + Fraction(int(part[:6] or 0), 10 ** len(part[:6])))
        else:
            yield Part(_SCALES.get(match[0]) or _KOREAN[match[0]], scales=True)


def in_han(text: str) -> Iterator[int]:
    """Yield the numbers that ``text`` writes in Chinese numerals: 二十八, 一九六一, 三万, 廿五."""
    for match in _HAN.finditer(text):
        value = _han_value(match[0])
        if value is not None:
            yield value


@cache
def _han_value(numeral: str) -> int | None:
    if len(numeral) > _LONGEST:
        return None
    if all(sign in _DIGITS for sign in numeral):
        if len(numeral) == 1:
            return _PLAIN.get(numeral)  # 陸 is land, and 參 takes part
        return _said_by_digits(numeral)
    return scaled_numerals.value(_han_parts(numeral))


def _said_by_digits(numeral: str) -> int | None:
    """Return the value of digits after each other: of a year, or where a zero is among them."""
    if len(numeral) == _YEAR or any(not _DIGITS[sign] for sign in numeral):
        return int("".join(str(_DIGITS[sign]) for sign in numeral))
    return None  # 三四 is "three or four"


def _han_parts(numeral: str) -> Iterator[Part]:
    for digits, sign in _HAN_PART.findall(numeral):
        if digits:
            spelled = _said_by_digits(digits) if len(digits) > 1 else None
            # 一千〇五 has a zero because there are no tens.
            last = digits.lstrip("〇零")[-1:] or "〇"
            yield Part(_DIGITS[last] if spelled is None or digits[0] in "〇零" else spelled)
        elif sign in _TWENTIES:
            yield Part(_TWENTIES[sign])
        else:
            yield Part(_SCALES[sign], scales=True)


_HAN_PART = re.compile("([" + "".join(_DIGITS) + "]+)|(.)")


_ROMAN = re.compile(
    r"\b(?=[MDCLXVI]{2,})M{0,3}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})\b"
)
_ROMAN_VALUES = {"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}


def in_roman(text: str) -> Iterator[int]:
    """Yield the numbers of two letters or more that ``text`` writes in Roman capitals."""
    for match in _ROMAN.finditer(text):
        values = [_ROMAN_VALUES[sign] for sign in match[0]]
        yield sum(
            -value if value < following else value
            for value, following in zip(values, [*values[1:], 0], strict=True)
        )
