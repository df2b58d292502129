"""Numbers in words, as one value whatever the language: *einundzwanzig*, *quatre-vingt-dix*."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from provrepo.align import scaled_numerals
from provrepo.align.scaled_numerals import Part

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
        "vingt trente quarante cinquante soixante septante octante nonante",
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
}
_OTHER_FORMS = {
    "en": {
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
        "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "twentieth": 20,
        "once": 1, "twice": 2, "both": 2, "dozen": 12, "hundreds": 100, "thousands": 1000,
        "millions": 10**6,
    },
    "de": {
        "ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "beide": 2, "beiden": 2, "zwo": 2,
        "zweier": 2, "dreier": 3, "dutzend": 12, "hunderte": 100, "tausende": 1000,
        "millionen": 10**6, "milliarden": 10**9, "dreissig": 30,
    },
    "fr": {
        "une": 1, "premier": 1, "première": 1, "second": 2, "seconde": 2, "deuxième": 2,
        "troisième": 3, "quatrième": 4, "cinquième": 5, "sixième": 6, "septième": 7,
        "huitième": 8, "neuvième": 9, "dixième": 10, "douzaine": 12, "quinzaine": 15,
        "vingtaine": 20, "vingts": 20, "cents": 100, "centaines": 100, "milliers": 1000,
        "mil": 1000, "millions": 10**6, "milliards": 10**9,
    },
    "ru": {
        "одна": 1, "одного": 1, "одной": 1, "первый": 1, "две": 2, "двух": 2, "двумя": 2,
        "второй": 2, "трёх": 3, "трех": 3, "тремя": 3, "третий": 3, "четырёх": 4, "четырех": 4,
        "пяти": 5, "шести": 6, "семи": 7, "восьми": 8, "девяти": 9, "десяти": 10, "двадцати": 20,
        "тридцати": 30, "сорока": 40, "двести": 200, "триста": 300, "четыреста": 400,
        "пятьсот": 500, "шестьсот": 600, "семьсот": 700, "восемьсот": 800, "девятьсот": 900,
        "тысяча": 1000, "тысячи": 1000, "миллиона": 10**6, "миллионов": 10**6,
    },
    "la": {
        "una": 1, "unum": 1, "primus": 1, "prima": 1, "duae": 2, "duas": 2, "duos": 2, "duobus": 2,
        "duabus": 2, "secundus": 2, "tria": 3, "trium": 3, "tribus": 3, "tertius": 3, "tertia": 3,
        "quartus": 4, "quarta": 4, "quintus": 5, "quinta": 5, "sextus": 6, "decimus": 10,
        "decima": 10, "ducenti": 200, "trecenti": 300, "milia": 1000, "milium": 1000,
        "milibus": 1000,
    },
}  # fmt: skip
_SCALES = (1000, 10**6, 10**9)
_AND = frozenset("and und et y e".split())


def in_words(words: Sequence[str], language: str) -> Iterator[int]:
    """Yield the numbers that ``words``, in small letters, tell in a language.

    Hyphens have parted them: *four hundred thirty-five* is one number, and so are *einundvierzig*
    and *quatre-vingt-dix*. Of what is not known nothing is yielded.
    """
    if language == "ko":
        yield from (value for value in map(_korean, words) if value is not None)
        return
    values = _values(language)
    if not values:
        return
    value_of: Callable[[str], int | None] = _german if language == "de" else values.get
    count: _Count | None = None
    for word in words:
        value = value_of(word)
        if value is None and (count is None or word in _AND):
            continue
        longer = None
        if count and value is not None:
            longer = _longer(count, value, language, scales=value in _SCALES and word in values)
        if count and longer is None:
            yield sum(count)
        count = longer or (None if value is None else _begun(value))
    if count:
        yield sum(count)


_Count = tuple[int, int]
"""What was counted of a number: the thousands, and what may still be multiplied."""


def _begun(value: int) -> _Count:
    return (value, 0) if value >= 1000 else (0, value)


def _longer(count: _Count, value: int, language: str, *, scales: bool) -> _Count | None:
    """Return a number with which a word goes on, None where it begins another one."""
    whole, section = count
    if value == 100:
        return whole, (section or 1) * 100
    if value == 20 and section % 100 == 4 and language == "fr":
        return whole, section + 76  # quatre-vingts
    if scales:
        return whole + (section or 1) * value, 0
    if (whole and not section) or _adds(section, value, language):
        return whole, section + value
    return None


@cache
def _values(language: str) -> dict[str, int]:
    units, tens, scales = (words.split() for words in _WORDS.get(language, ("", "", "")))
    values = dict(zip(units, range(20), strict=False))
    values |= dict(zip(tens, range(20, 100, 10), strict=False))
    values |= dict(zip(scales, (100, 1000, 10**6, 10**9), strict=False))
    return values | _OTHER_FORMS.get(language, {})


def _adds(number: int, value: int, language: str) -> bool:
    """Return whether a number word goes on with a number: *thirty* *five*, *hundred* *thirty*."""
    if number % 100 == 0:
        return number >= 100 and value < 100
    if language == "fr" and (number % 100 in (60, 80) or number % 20 == 10):
        # soixante-dix, quatre-vingt-onze, and what was counted on from dix: dix-sept
        limit = 20 if number % 100 in (60, 80) else 10
        return value < limit and (number % 100 != 10 or value >= 7)
    return number % 100 >= 20 and number % 10 == 0 and value < 10


_GERMAN = re.compile(
    r"(?:(?P<thousands>\w*?)(?P<thousand>tausend))?(?:(?P<hundreds>\w*?)(?P<hundred>hundert))?"
    r"(?:und)?(?:(?P<unit>\w+?)und(?=\w+[zß]ig|dreissig))?(?P<last>\w*)"
)


@cache
def _german(word: str) -> int | None:
    """Return the value of a German number that is one word: *hundertvierzigtausend*."""
    values = _values("de")
    if word in values:
        return values[word]
    match = _GERMAN.fullmatch(word)
    if not match or not (match["thousand"] or match["hundred"] or match["unit"]):
        return None
    total = 0
    for scale, count in (("thousand", "thousands"), ("hundred", "hundreds")):
        if match[scale]:
            times = _german(match[count]) if match[count] else 1
            if times is None:
                return None
            total += times * values[match[scale]]
    for part in ("unit", "last"):
        value = values.get(match[part]) if match[part] else 0
        if value is None:
            return None
        total += value
    return total


_SINO_UNITS = dict(zip("일이삼사오륙육칠팔구", (1, 2, 3, 4, 5, 6, 6, 7, 8, 9), strict=True))
_SINO_SCALES = {"십": 10, "백": 100, "천": 1000, "만": 10**4, "억": 10**8}
_NATIVE = {
    "열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70,
    "여든": 80, "아흔": 90, "하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "넷": 4,
    "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "여덜": 8, "아홉": 9,
}  # fmt: skip
_SINO = "".join((*_SINO_UNITS, *_SINO_SCALES))
_TENS = "열|스물|서른|마흔|쉰|예순|일흔|여든|아흔"
_ONES = "하나|한|둘|두|셋|세|넷|네|다섯|여섯|일곱|여덟|여덜|아홉"
_KOREAN = re.compile(
    rf"(?P<sino>(?:(?!일곱|일흔)[{_SINO}])*)(?P<tens>{_TENS}|스무)?(?P<ones>{_ONES})?(?P<following>\w*)"
)
# What is counted, where one syllable alone is too little to be taken for a number.
_COUNTED = re.compile(
    "개|명|사람|시간|시|달|번|척|채|그루|가지|마리|권|대|살|주일|해|차례|줌|자루|배|나라|곳|세대|째|여|"
    "년|발|톤|프로|리|원|전|호|장|집"
)
# Words that begin like a number.
_NO_NUMBER = frozenset(
    "만일 이만 만이 만사 만구 사천 오만 구만 천만 천사 천구 천일 백사 백일".split()
)


_LONGEST_COUNTER = 5


@cache
def _korean(word: str) -> int | None:
    """Return the value of the number with which a Korean word begins: *스물다섯명*, *삼십전*."""
    match = _KOREAN.fullmatch(word)
    if match is None:
        return None
    sino, tens, ones, following = match.group("sino", "tens", "ones", "following")
    signs = len(sino) + len(tens or "") + len(ones or "")
    counted = _COUNTED.match(following) is not None
    if (tens and (tens != "열" or ones or counted)) or (ones and len(ones) > 1):
        certain = len(following) <= _LONGEST_COUNTER
    else:
        scaled = any(sign in _SINO_SCALES for sign in sino)
        certain = counted and (not sino or scaled)
        if len(sino) > 1 and not ones and scaled and sino not in _NO_NUMBER:
            certain = certain or len(following) <= _LONGEST_COUNTER
    if not signs or not certain:
        return None
    return (
        scaled_numerals.value(_sino_parts(sino))
        + _NATIVE.get(tens or "", 0)
        + _NATIVE.get(ones or "", 0)
    )


def _sino_parts(numeral: str) -> Iterator[Part]:
    for sign in numeral:
        scale = _SINO_SCALES.get(sign)
        yield Part(_SINO_UNITS[sign]) if scale is None else Part(scale, scales=True)
