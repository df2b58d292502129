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
aa Afar aar|ab Abkhazian abk|ae Avestan ave|af Afrikaans afr|ak Akan aka|am Amharic amh
an Aragonese arg|ar Arabic ara|as Assamese asm|av Avaric ava|ay Aymara aym|az Azerbaijani aze
ba Bashkir bak|be Belarusian bel|bg Bulgarian bul|bi Bislama bis|bm Bambara bam|bn Bengali ben
bo Tibetan bod tib|br Breton bre|bs Bosnian bos|ca Catalan cat|ce Chechen che|ch Chamorro cha
co Corsican cos|cr Cree cre|cs Czech ces cze|cu Church-Slavonic Old-Church-Slavonic chu
cv Chuvash chv|cy Welsh cym wel|da Danish dan|de German deu ger|de Frankish deu-latf
de Fraktur frk|dv Divehi Dhivehi div|dz Dzongkha dzo|ee Ewe|el Greek Modern-Greek ell gre
en English eng|eo Esperanto epo|es Spanish spa|et Estonian est|eu Basque eus baq
fa Persian fas per|ff Fulah ful|fi Finnish fin|fj Fijian fij|fo Faroese fao|fr French fra fre
fy Frisian fry|ga Irish gle|gd Gaelic Scottish-Gaelic gla|gl Galician glg|gn Guarani grn
gu Gujarati guj|gv Manx glv|ha Hausa hau|he Hebrew heb|hi Hindi hin|ho Hiri-Motu hmo
hr Croatian hrv scr|ht Haitian hat|hu Hungarian hun|hy Armenian hye arm|hz Herero her
ia Interlingua ina|id Indonesian ind|ie Interlingue ile|ig Igbo ibo|ii Sichuan-Yi iii
ik Inupiaq ipk|io Ido|is Icelandic isl ice|it Italian ita|iu Inuktitut iku|ja Japanese jpn
jv Javanese jav|ka Georgian kat geo|kg Kongo kon|ki Kikuyu kik|kj Kuanyama kua|kk Kazakh kaz
kl Greenlandic Kalaallisut kal|km Khmer khm|kn Kannada kan|ko Korean kor|ks Kashmiri kas
ku Kurdish kur|kv Komi kom|kw Cornish cor|ky Kyrgyz Kirghiz kir|la Latin lat
lb Luxembourgish ltz|lg Ganda lug|li Limburgish lim|ln Lingala lin|lo Lao|lt Lithuanian lit
lu Luba-Katanga lub|lv Latvian lav|mg Malagasy mlg|mh Marshallese mah|mi Maori mri mao
mk Macedonian mkd mac|ml Malayalam mal|mn Mongolian mon|mr Marathi mar|ms Malay msa may
mt Maltese mlt|my Burmese mya bur|na Nauru nau|nb Norwegian-Bokmål Bokmål nob
nd North-Ndebele nde|ne Nepali nep|ng Ndonga ndo|nl Dutch nld dut|nn Norwegian-Nynorsk Nynorsk nno
no Norwegian nor|nr South-Ndebele nbl|nv Navajo nav|ny Chichewa nya|oc Occitan oci|oj Ojibwa oji
om Oromo orm|or Oriya Odia ori|os Ossetian oss|pa Panjabi Punjabi pan|pi Pali pli|pl Polish pol
ps Pashto Pushto pus|pt Portuguese por|qu Quechua que|rm Romansh roh|rn Rundi run
ro Romanian Moldavian ron rum mol|ru Russian rus|rw Kinyarwanda kin|sa Sanskrit san
sc Sardinian srd|sd Sindhi snd|se Northern-Sami sme|sg Sango sag|si Sinhala sin|sk Slovak slk slo
sl Slovene slv|sl Slovenian slv|sm Samoan smo|sn Shona sna|so Somali som|sq Albanian sqi alb
sr Serbian srp scc|ss Swati ssw|st Sotho sot|su Sundanese sun|sv Swedish swe|sw Swahili swa
syc Classical-Syriac syc|syr Syriac syr|ta Tamil tam|te Telugu tel|tg Tajik tgk|th Thai tha
ti Tigrinya tir|tk Turkmen tuk|tl Tagalog tgl|tn Tswana tsn|to Tonga ton|tr Turkish tur
ts Tsonga tso|tt Tatar tat|tw Twi|ty Tahitian tah|ug Uyghur Uighur uig|uk Ukrainian ukr
ur Urdu urd|uz Uzbek uzb|ve Venda ven|vi Vietnamese vie|vo Volapük vol|wa Walloon wln
wo Wolof wol|xh Xhosa xho|yi Yiddish yid|yo Yoruba yor|za Zhuang zha|zh Chinese zho chi
zh-Hans Chinese-Simplified chi_sim|zh-Hant Chinese-Traditional chi_tra|zu Zulu zul
akk Akkadian akk|ang Old-English Anglo-Saxon ang|arc Aramaic arc|cop Coptic cop
egy Ancient-Egyptian egy|enm Middle-English enm|frm Middle-French frm|fro Old-French fro
gez Ethiopic Geez Ge'ez gez|gmh Middle-High-German gmh|goh Old-High-German goh|got Gothic got
grc Ancient-Greek Classical-Greek grc|hit Hittite hit|jpr Judeo-Persian jpr
jrb Judeo-Arabic Judaeo-Arabic jrb|lad Ladino Judeo-Spanish lad
lzh Classical-Chinese Literary-Chinese lzh|mnc Manchu mnc|non Old-Norse non
ota Ottoman Ottoman-Turkish ota|pal Pahlavi pal|peo Old-Persian peo|phn Phoenician phn
pro Old-Occitan pro|sga Old-Irish sga|sog Sogdian sog|sux Sumerian sux|uga Ugaritic uga
xcl Classical-Armenian xcl
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
        "al=sq at=de au=en bd=bn by=be cn=zh cz=cs dk=da eg=ar gb=en ge=ka gr=el hk=zh-Hant il=he"
        " iq=ar ir=fa jp=ja kh=km kr=ko kz=kk lk=si md=ro mm=my mx=es np=ne pk=ur rs=sr sy=ar tj=tg"
        " ua=uk us=en vn=vi"
        " zh-chs=zh-Hans zh-cht=zh-Hant zh-simplified=zh-Hans zh-traditional=zh-Hant"
        " zh-classical=lzh deutsch=de español=es espanol=es français=fr francais=fr italiano=it"
        " 中文=zh 汉语=zh 漢語=zh 文言=lzh 日本語=ja 日文=ja 한국어=ko 한문=lzh русский=ru"
        " українська=uk polski=pl čeština=cs türkçe=tr magyar=hu svenska=sv dansk=da norsk=no"
        " suomi=fi nederlands=nl português=pt română=ro ελληνικά=el العربية=ar عربي=ar עברית=he"
        " mandarin=cmn cantonese=yue farsi=fa dari=prs filipino=fil hangul=ko hanmun=lzh"
        " nihongo=ja wenyan=lzh zhongwen=zh"
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


def proposal(written: str) -> str | None:
    """Return the registered tag that was meant by what is not even well-formed; None without one.

    What programs write with an underscore, as in ``zh_CN``, and what a language calls itself.
    """
    from provrepo.store import rules

    named = _MEANT.get(written.lower()) or BY_NAME.get(written.lower().replace(" ", "-"))
    if named is not None:
        return named
    try:
        tag = rules.language(re.sub("[_ .@]+", "-", written.strip()))
        return _meant(tag) or check(tag)
    except InvalidValue:
        return None


def _meant(tag: str) -> str | None:
    """Return the tag that was meant by a wrong one; None where it seems to be meant as it is."""
    language, _, subtags = tag.partition("-")
    registered = _registry()["language"]
    if tag.lower() in _MEANT:
        return _MEANT[tag.lower()]
    if language.lower() not in registered and tag.lower() in BY_NAME:  # as in Ancient-Greek
        return BY_NAME[tag.lower()]
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
