"""Numbers in digits, in words and in Chinese numerals, as one value whatever the language."""

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

# The words for 0 to 19, for 20, 30 … 90, and those that multiply.
_WORDS = {
    "en": (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen",
        "twenty thirty forty fifty sixty seventy eighty ninety",
        "hundred thousand million billion",
    ),
    "de": (
        "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
        "fünfzehn sechzehn siebzehn achtzehn neunzehn",
        "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
        "hundert tausend million milliarde",
    ),
    "fr": (
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
        "seize dix-sept dix-huit dix-neuf",
        "vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix",
        "cent mille million milliard",
    ),
    "es": (
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
        "dieciséis diecisiete dieciocho diecinueve",
        "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
        "cien mil millón",
    ),
    "it": (
        "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici "
        "quattordici quindici sedici diciassette diciotto diciannove",
        "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
        "cento mille milione miliardo",
    ),
    "ru": (
        "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать "
        "тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
        "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
        "сто тысяч миллион миллиард",
    ),
    "la": (
        "nihil unus duo tres quattuor quinque sex septem octo novem decem undecim duodecim "
        "tredecim quattuordecim quindecim sedecim septendecim duodeviginti undeviginti",
        "viginti triginta quadraginta quinquaginta sexaginta septuaginta octoginta nonaginta",
        "centum mille",
    ),
    "ko": (
        "영 하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열 열하나 열둘 열셋 열넷 열다섯 열여섯 "
        "열일곱 열여덟 열아홉",
        "스물 서른 마흔 쉰 예순 일흔 여든 아흔",
        "백 천",
    ),
}
_SHORT_FORMS = {
    "ko": {"한": 1, "두": 2, "세": 3, "네": 4, "스무": 20},
    "en": {
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
        "eighth": 8, "ninth": 9, "tenth": 10, "twelfth": 12, "once": 1, "twice": 2, "both": 2,
        "dozen": 12, "hundreds": 100, "thousands": 1000,
    },
    "de": {"ein": 1, "eine": 1, "einen": 1, "einem": 1, "beide": 2, "beiden": 2},
    "fr": {"une": 1, "première": 1, "premier": 1, "deuxième": 2, "troisième": 3},
}  # fmt: skip

_FIGURES = re.compile(
    r"(\d{1,3}(?:[,.\u00a0\u202f’]\d{3})+(?![\d])|\d+)(?:[.,](\d{1,2})(?!\d))?"
    r"(?:\s?([万萬亿億만억])|\s(thousand|million|billion|Millionen|millions)\b)?"
)
_SCALES = {
    "thousand": 1000, "million": 10**6, "millions": 10**6, "Millionen": 10**6, "billion": 10**9,
}  # fmt: skip
_HAN = re.compile(f"[{HAN_NUMERALS}]+")


def in_figures(text: str) -> Iterator[int]:
    """Yield the numbers that ``text`` writes in digits, whole ones; ``3.5 million`` is one."""
    for match in _FIGURES.finditer(text):
        value = int("".join(sign for sign in match[1] if sign.isdecimal())[:15])
        scale = _MYRIADS.get(match[3] or "", 0) or _SCALES.get(match[4] or "", 1)
        if scale > 1 and match[2]:
            yield value * scale + int(match[2]) * scale // 10 ** len(match[2])
        else:
            yield value * scale


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


@cache
def _values(language: str) -> dict[str, int]:
    units, tens, scales = (words.split() for words in _WORDS.get(language, ("", "", "")))
    values = dict(zip(units, range(20), strict=False))
    values |= dict(zip(tens, range(20, 100, 10), strict=False))
    values |= dict(zip(scales, (100, 1000, 10**6, 10**9), strict=False))
    return values | _SHORT_FORMS.get(language, {})


def in_words(words: list[str], language: str) -> Iterator[int]:
    """Yield the numbers that ``words``, in small letters, tell in a language.

    *four hundred thirty-five* is one number. Of what is not known nothing is yielded.
    """
    values = _values(language)
    if not values:
        return
    whole, section, is_open = 0, 0, False
    for word in words:
        value = values.get(word)
        if value is None:
            if is_open and word not in ("and", "und", "et", "y"):
                yield whole + section
                whole, section, is_open = 0, 0, False
            continue
        if value == 100 and is_open:
            section = (section or 1) * 100
        elif value >= 1000 and is_open:
            whole, section = whole + (section or 1) * value, 0
        elif is_open and ((whole and not section) or _adds(section, value)):
            section += value
        else:
            if is_open:
                yield whole + section
            whole, section = 0, value
        is_open = True
    if is_open:
        yield whole + section


def _adds(number: int, value: int) -> bool:
    """Return whether a number word goes on with a number: *thirty* *five*, *hundred* *thirty*."""
    if number % 100 == 0:
        return number >= 100 and value < 100
    return number % 100 >= 20 and number % 10 == 0 and value < 10


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
