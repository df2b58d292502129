"""Tags of languages: which the registry knows, and what was meant by one that it does not know.

The IANA Language Subtag Registry (RFC 5646 §3) has the languages, scripts and regions; those that
it has are listed in ``language_subtags.txt``. Variants and extensions are not looked up.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from provrepo.errors import InvalidValue

# ISO 639: the English name and the three-letter codes of a language, by its shortest tag (RFC 5646
# §2.2.1 wants the shortest). Names as in PAGE's LanguageSimpleType, codes also as in Tesseract's.
_LANGUAGES = """
af Afrikaans afr|am Amharic amh|ar Arabic ara|az Azerbaijani aze|be Belarusian bel|bg Bulgarian bul
bn Bengali ben|bo Tibetan bod tib|bs Bosnian bos|ca Catalan cat|cs Czech ces cze|cy Welsh cym wel
da Danish dan|de German deu ger|de Frankish deu-latf|de Fraktur frk|el Greek ell gre|en English eng
enm Middle-English enm|eo Esperanto epo|es Spanish spa|et Estonian est|eu Basque eus baq
fa Persian fas per|fi Finnish fin|fr French fra fre|frm Middle-French frm|ga Irish gle
gl Galician glg|grc Ancient-Greek grc|gu Gujarati guj|he Hebrew heb|hi Hindi hin|hr Croatian hrv
hu Hungarian hun|hy Armenian hye arm|id Indonesian ind|is Icelandic isl ice|it Italian ita
ja Japanese jpn|ka Georgian kat geo|kk Kazakh kaz|km Khmer khm|ko Korean kor|ky Kyrgyz kir
la Latin lat|lb Luxembourgish ltz|lo Lao lao|lt Lithuanian lit|lv Latvian lav|mk Macedonian mkd mac
mn Mongolian mon|ms Malay msa may|mt Maltese mlt|my Burmese mya bur|ne Nepali nep
nl Dutch nld dut|no Norwegian nor|nb Norwegian-Bokmål nob|nn Norwegian-Nynorsk nno|oc Occitan oci
pa Panjabi pan|pl Polish pol|ps Pashto pus|pt Portuguese por|ro Romanian ron rum|ru Russian rus
sa Sanskrit san|sk Slovak slk slo|sl Slovene slv|sl Slovenian slv|sq Albanian sqi alb
sr Serbian srp|sv Swedish swe|sw Swahili swa|syr Syriac syr|ta Tamil tam|te Telugu tel|tg Tajik tgk
th Thai tha|tk Turkmen tuk|tr Turkish tur|uk Ukrainian ukr|ur Urdu urd|uz Uzbek uzb
vi Vietnamese vie|yi Yiddish yid|zh Chinese zho chi|zh-Hans Chinese-Simplified chi_sim
zh-Hant Chinese-Traditional chi_tra
"""
BY_NAME = {
    name.lower(): tag
    for entry in re.split(r"[|\n]", _LANGUAGES.strip())
    for tag, *names in [entry.split()]
    for name in names
}
"""Tags by English names and three-letter codes, in lower case."""

# What people write who think of a country, of another registry or of their own language's name.
_MEANT = dict(
    pair.split("=")
    for pair in (
        "al=sq at=de au=en bd=bn cn=zh cz=cs dk=da eg=ar gb=en gr=el hk=zh-Hant il=he ir=fa jp=ja"
        " kh=km"
        " kr=ko kz=kk mm=my mx=es pk=ur rs=sr tj=tg ua=uk us=en uz=uz vn=vi"
        " zh-chs=zh-Hans zh-cht=zh-Hant zh-simplified=zh-Hans zh-traditional=zh-Hant"
        " deutsch=de español=es espanol=es français=fr francais=fr italiano=it 中文=zh 日本語=ja"
        " mandarin=cmn cantonese=yue farsi=fa uyghur=ug zhongwen=zh hangul=ko"
    ).split()
)
_TAKEN = {"kr": "kr is Kanuri, of which the varieties are knc, kby and krt"}
"""Tags that the registry has for a language which nobody means by them."""

_REGIONS = {"UK": "GB", "EN": "GB", "JA": "JP", "KO": "KR", "ZH": "CN"}


def check(tag: str) -> str:
    """Return a well-formed tag of BCP 47 whose language, script and region are registered.

    Raises InvalidValue, which proposes the right one, for any other; also for a tag by which people
    mean another language than the registry does.
    """
    language, *subtags = tag.split("-")
    if language in ("x", "i") or re.fullmatch("q[a-t][a-z]", language):  # for private use, or old
        return tag
    meant = _meant(tag)
    if meant is not None:
        explained = _TAKEN.get(language, f"the registry has no {tag}")
        raise InvalidValue("language", tag, f"{explained}; write {meant}")
    if language not in _registry()["language"]:
        raise InvalidValue(
            "language", tag, f"{language} is no registered language; write a tag such as en or zh"
        )
    for place, subtag in enumerate(subtags):
        if len(subtag) == 1:  # an extension, or private use
            break
        _check_subtag(tag, subtag, first=place == 0)
    return tag


def _meant(tag: str) -> str | None:
    """Return the tag that was meant by a wrong one; None where it seems to be meant as it is."""
    language, _, subtags = tag.partition("-")
    if tag.lower() in _MEANT:
        return _MEANT[tag.lower()]
    registered = _registry()["language"]
    right = _MEANT.get(language.lower())
    if right is None and language.lower() not in registered:
        close = get_close_matches(language.lower(), BY_NAME, 1, 0.85) if len(language) > 3 else ()
        right = BY_NAME.get(language.lower()) or next((BY_NAME[name] for name in close), None)
    if right is None or right == language:
        return None
    return f"{right}-{subtags}" if subtags and "-" not in right else right


def _check_subtag(tag: str, subtag: str, *, first: bool) -> None:
    registry = _registry()
    if len(subtag) == 4 and subtag.isalpha():
        if subtag not in registry["script"] and not re.fullmatch("Qa(a[a-z]|b[a-x])", subtag):
            close = get_close_matches(subtag, registry["script"], 1)
            raise _unknown(tag, subtag, "script", close)
    elif len(subtag) == 2:
        if subtag not in registry["region"] and not re.fullmatch("Q[M-Z]|X[A-Z]|AA|ZZ", subtag):
            raise _unknown(tag, subtag, "region", [_REGIONS[subtag]] if subtag in _REGIONS else [])
    elif len(subtag) == 3 and subtag.isalpha() and first and subtag not in registry["language"]:
        raise _unknown(tag, subtag, "language", [])


def _unknown(tag: str, subtag: str, kind: str, instead: list[str]) -> InvalidValue:
    proposal = f"; write {tag.replace(subtag, instead[0])}" if instead else ""
    return InvalidValue("language", tag, f"{subtag} is no registered {kind}{proposal}")


@cache
def _registry() -> dict[str, frozenset[str]]:
    """Return the registered subtags by what they stand for."""
    lines = Path(__file__).with_name("language_subtags.txt").read_text("ascii").splitlines()
    subtags: dict[str, list[str]] = {}
    for line in lines:
        if line in ("language", "script", "region"):
            current = subtags.setdefault(line, [])
        elif not line.startswith("#"):
            current += line.split()
    return {kind: frozenset(listed) for kind, listed in subtags.items()}
