"""Numbers in digits, in Chinese and in Roman numerals, as one value whatever the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_DIGITS = dict(
    zip(
        "〇零一二三四五六七八九两兩壹贰叁肆伍陆柒捌玖",
        (0, *range(10), 2, 2, *range(1, 10)),
        strict=True,
    )
)
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "만": 10**4, "억": 10**8}
HAN_NUMERALS = "".join((*_DIGITS, *_TENS, "万萬亿億"))

_FIGURES = re.compile(
    r"(?P<scaled>\d[\d,]*(?:\.\d+)?\s?[万萬亿億만억천백](?:\s?\d[\d,]*\s?[万萬만천千백百십十]?)*)"
    r"|(?P<whole>\d{1,3}(?:[,.\u0020\u00a0\u202f’']\d{3})+(?!\d)|\d+)(?:[.,](?P<part>\d{1,2})(?!\d))?"
    r"(?:\s(?P<scale>thousand|tausend|mille|millions?|billions?|Millionen|milliards?|Milliarden)\b)?"
)
_SCALES = {
    "thousand": 1000, "tausend": 1000, "mille": 1000, "million": 10**6, "millions": 10**6,
    "Millionen": 10**6, "billion": 10**9, "billions": 10**9, "milliard": 10**9,
    "milliards": 10**9, "Milliarden": 10**9,
}  # fmt: skip
_SCALED_PART = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?([万萬亿億만억천千백百십十]?)")
_SMALL_SCALES = {"천": 1000, "千": 1000, "백": 100, "百": 100, "십": 10, "十": 10}
_HAN = re.compile(f"[{HAN_NUMERALS}]+")


def in_figures(text: str) -> Iterator[int]:
    """Yield the numbers that ``text`` writes in digits, whole ones; ``3.5 million`` is one."""
    for match in _FIGURES.finditer(text):
        if match["scaled"]:
            yield _scaled_value(match["scaled"])
            continue
        value = int("".join(sign for sign in match["whole"] if sign.isdecimal())[:15])
        scale = _SCALES.get(match["scale"] or "", 1)
        if scale > 1 and match["part"]:
            yield value * scale + int(match["part"]) * scale // 10 ** len(match["part"])
        else:
            yield value * scale


def _scaled_value(numeral: str) -> int:
    """Return the value of figures with signs for ten thousand and the like: 1만 5천, 3万5千."""
    whole, section = 0, 0
    for digits, scale in _SCALED_PART.findall(numeral):
        figures, _, part = digits.replace(",", "").partition(".")
        number = int(figures[:15])
        if scale in _MYRIADS:
            part = part[:6]
            whole += (section + number) * _MYRIADS[scale]
            whole += int(part or 0) * _MYRIADS[scale] // 10 ** len(part)
            section = 0
        else:
            section += number * _SMALL_SCALES.get(scale, 1)
    return whole + section


def in_han(text: str) -> Iterator[int]:
    """Yield the numbers that ``text`` writes in Chinese numerals: 二十八, 一九六一, 三万."""
    for match in _HAN.finditer(text):
        value = _han_value(match[0])
        if value is not None:
            yield value


@cache
def _han_value(numeral: str) -> int | None:
    if len(numeral) > 12:
        return None
    if all(sign in _DIGITS for sign in numeral):
        if len(numeral) == 1 or len(numeral) == 4:  # a year, said sign by sign
            return int("".join(str(_DIGITS[sign]) for sign in numeral))
        return None  # 三四 is "three or four"
    whole, section, digit = 0, 0, 0
    for sign in numeral:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _TENS:
            section += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            whole = (whole + section + digit or 1) * _MYRIADS[sign]
            section = digit = 0
    return whole + section + digit


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
