"""A locale: its terms, date formats and options (CSL 1.0.2, "Locale Fallback").

A `Locale` is built from layers, the weakest first: en-US, the language's main dialect, the dialect
asked for, and then what the style itself says. A layer comes from our own compact files, from
an official ``locales-*.xml`` file or from a ``cs:locale`` element.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from provrepo.cite.csl.flatten import QuoteMarks
from provrepo.cite.csl.xml_tree import Element, parse, read_xml
from provrepo.errors import StyleError

PRIMARY_DIALECTS = {
    "af": "af-ZA", "bg": "bg-BG", "ca": "ca-AD", "cs": "cs-CZ", "cy": "cy-GB", "da": "da-DK",
    "de": "de-DE", "el": "el-GR", "en": "en-US", "es": "es-ES", "et": "et-EE", "fa": "fa-IR",
    "fi": "fi-FI", "fr": "fr-FR", "gl": "gl-ES", "he": "he-IL", "hi": "hi-IN", "hr": "hr-HR",
    "hu": "hu-HU", "hy": "hy-AM", "id": "id-ID", "is": "is-IS", "it": "it-IT", "ja": "ja-JP",
    "km": "km-KH", "ko": "ko-KR", "lij": "lij-IT", "lt": "lt-LT", "lv": "lv-LV", "mn": "mn-MN",
    "ms": "ms-MY", "nb": "nb-NO", "nl": "nl-NL", "nn": "nn-NO", "pa": "pa-PK", "pl": "pl-PL",
    "pt": "pt-PT", "ro": "ro-RO", "ru": "ru-RU", "sk": "sk-SK", "sl": "sl-SI", "sr": "sr-Cyrl-RS",
    "sv": "sv-SE", "th": "th-TH", "tr": "tr-TR", "uk": "uk-UA", "vi": "vi-VN", "zh": "zh-CN",
}  # fmt: skip
"""The dialect that each language falls back to (CSL 1.0.2, "Locale Fallback")."""
_FALLBACK_FORMS = {
    "verb-short": "verb",
    "symbol": "short",
    "verb": "long",
    "short": "long",
}
MOST_PARTS = 12
"""How many parts a date may have: it has three, and some styles say one of them twice."""
_DATA = Path(__file__).parents[1] / "locales"

_TAG = re.compile(r"[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8}){0,6}")

TermKey = tuple[str, str, str]  # name, form, gender-form
Term = tuple[str, str]  # single, multiple
DatePart = dict[str, str]


class Layer:
    """What one source says of a locale."""

    __slots__ = ("dates", "foreign", "genders", "matches", "options", "terms")

    def __init__(self) -> None:
        self.foreign = False  # a language of its own: no form of its terms is taken from English
        self.terms: dict[TermKey, Term] = {}
        self.genders: dict[str, str] = {}
        self.matches: dict[str, str] = {}
        self.dates: dict[str, tuple[dict[str, str], list[DatePart]]] = {}
        self.options: dict[str, str] = {}


class Locale:
    """Terms, dates and options of one language, merged from layers."""

    def __init__(self, language: str, layers: Sequence[Layer]) -> None:
        self.language = language
        self.terms: dict[TermKey, Term] = {}
        self.genders: dict[str, str] = {}
        self.matches: dict[str, str] = {}
        self.dates: dict[str, tuple[dict[str, str], list[DatePart]]] = {}
        self.options: dict[str, str] = {}
        for layer in layers:
            # Ordinals belong together, since their rules exclude one another: a layer that has one
            # replaces them all ("Ordinal Suffixes").
            if any(name.startswith("ordinal") for name, _, _ in layer.terms):
                self.terms = {
                    key: term
                    for key, term in self.terms.items()
                    if not key[0].startswith("ordinal")
                }
                self.matches = {}
            if layer.foreign:
                # Else a short form that the language lacks would come from English.
                names = {name for name, form, _ in layer.terms if form == "long"}
                self.terms = {key: term for key, term in self.terms.items() if key[0] not in names}
            # A term of two genders replaces the neuter that a weaker layer has for it: "1st" must
            # not stand in for "1re" and "1er".
            for name, form, gender in layer.terms:
                if gender and (name, form, "") not in layer.terms:
                    self.terms.pop((name, form, ""), None)
            self.terms.update(layer.terms)
            self.genders.update(layer.genders)
            self.matches.update(layer.matches)
            self.dates.update(layer.dates)
            self.options.update(layer.options)
        self.english = language.lower().startswith("en")
        self.quotes = QuoteMarks(
            self.term("open-quote") or "“",
            self.term("close-quote") or "”",
            self.term("open-inner-quote") or "‘",
            self.term("close-inner-quote") or "’",
            self.options.get("punctuation-in-quote") == "true",
        )
        self.quote_key = "\t".join(self.quotes[:4])

    def term(self, name: str, form: str = "long", *, plural: bool = False, gender: str = "") -> str:
        """Return a term, in the next longer form where ``form`` is not defined; else empty."""
        return self.find_term(name, form, plural=plural, gender=gender) or ""

    def find_term(
        self, name: str, form: str = "long", *, plural: bool = False, gender: str = ""
    ) -> str | None:
        """Return a term, or None where no form of it is defined."""
        while True:
            term = self.terms.get((name, form, gender)) if gender else None
            if term is None:
                term = self.terms.get((name, form, ""))
            if term is None and name.startswith("long-ordinal"):
                # Languages with two genders may have no neuter to fall back to.
                term = self.terms.get((name, form, "feminine"))
                term = term or self.terms.get((name, form, "masculine"))
            if term is not None:
                return term[1] if plural else term[0]
            if form not in _FALLBACK_FORMS:
                return None
            form = _FALLBACK_FORMS[form]


def layer_from_element(element: Element) -> Layer:
    """Read a ``cs:locale`` element."""
    layer = Layer()
    for child in element.children:
        if child.tag == "style-options":
            layer.options.update(child.attributes)
        elif child.tag == "date":
            parts = [dict(part.attributes) for part in child.children if part.tag == "date-part"]
            if len(parts) > MOST_PARTS:
                raise child.error("has more parts than any date")
            layer.dates[child.get("form", "text")] = (dict(child.attributes), parts)
        elif child.tag == "terms":
            for term in child.children:
                if term.tag == "term":
                    _read_term(term, layer)
    return layer


def _read_term(element: Element, layer: Layer) -> None:
    name = element.get("name")
    if not name:
        raise element.error("has no name")
    form = element.get("form", "long")
    single, multiple = element.find("single"), element.find("multiple")
    if single is None and multiple is None:
        term = (element.text, element.text)
        if element.children or not element.text.strip():
            term = (element.text.strip(), element.text.strip())
    else:
        singular = single.text if single is not None else ""
        plural = multiple.text if multiple is not None else singular
        term = (singular, plural)
    if "quote" not in name:
        term = (term[0].replace("'", "’"), term[1].replace("'", "’"))
    layer.terms[name, form, element.get("gender-form")] = term
    if element.get("gender") and form == "long":
        layer.genders[name] = element.get("gender")
    if element.get("match"):
        layer.matches[name] = element.get("match")


def layer_from_data(text: str) -> Layer:
    """Read one of our own locale files.

    Each line has fields divided by ``|``: ``option|NAME|VALUE``; ``date|FORM|DELIMITER``, followed
    by ``date-part|NAME|FORM|PREFIX|SUFFIX`` lines; ``gender|TERM|GENDER``; ``match|TERM|RULE``;
    anything else is a term, ``NAME|FORM|SINGLE|MULTIPLE|GENDER-FORM``, where the form may be empty
    (long) and trailing fields may be left out. A line that starts with ``#`` is a comment.
    """
    layer = Layer()
    parts: list[DatePart] = []
    for line in text.split("\n"):
        if not line or line[0] == "#":
            continue
        fields = line.split("|")
        kind = fields[0]
        if kind == "option":
            layer.options[fields[1]] = fields[2]
        elif kind == "date":
            parts = []
            layer.dates[fields[1]] = ({"delimiter": fields[2]}, parts)
        elif kind == "date-part":
            names = ("name", "form", "prefix", "suffix")
            pairs = zip(names, fields[1:], strict=False)
            parts.append({name: value for name, value in pairs if value})
        elif kind == "gender":
            layer.genders[fields[1]] = fields[2]
        elif kind == "match":
            layer.matches[fields[1]] = fields[2]
        else:
            single = fields[2]
            multiple = fields[3] if len(fields) > 3 and fields[3] else single
            gender = fields[4] if len(fields) > 4 else ""
            layer.terms[kind, fields[1] or "long", gender] = (single, multiple)
    return layer


# Reading a locale takes milliseconds, and a layer never changes once it is read.
_layers: dict[tuple[str, tuple[str, ...]], Layer | None] = {}


def find_layer(language: str, folders: tuple[str, ...] = ()) -> Layer | None:
    """Return the layer of exactly this language, or None where nobody defines one.

    ``folders`` are searched for ``locales-LANGUAGE.xml`` first; then our own files.

    Raises StyleError where a locale file is malformed.
    """
    key = (language, folders)
    if key not in _layers:
        _layers[key] = _load_layer(language, folders)
    return _layers[key]


def _load_layer(language: str, folders: tuple[str, ...]) -> Layer | None:
    for folder in folders:
        path = Path(folder) / f"locales-{language}.xml"
        if path.is_file():
            root = parse(read_xml(path), str(path))
            if root.tag != "locale":
                raise StyleError("is not a CSL locale", file=str(path), element=root.tag)
            layer = layer_from_element(root)
            layer.foreign = not language.startswith("en")
            return layer
    path = _DATA / f"{language}.txt"
    if path.is_file():
        layer = layer_from_data(path.read_text("utf-8"))
        layer.foreign = not language.startswith("en")
        return layer
    return None


def fallback_languages(language: str) -> list[str]:
    """Return the languages to look in, the weakest first."""
    chain = ["en-US"]
    if _TAG.fullmatch(language) is None:
        return chain  # also what is a path: a locale is the file of that language, and no other
    base = language.split("-")[0].lower()
    primary = PRIMARY_DIALECTS.get(base, base)
    for tag in (primary, normal_tag(language)):
        if tag not in chain:
            chain.append(tag)
    return chain


def check_locale(language: str, folders: Sequence[str] = ()) -> None:
    """Raise StyleError where nobody defines the language, so that English would be written.

    ``folders`` are those in which styles and locales are looked for.
    """
    tags = [tag for tag in fallback_languages(language) if tag != "en-US"]
    if language.lower().startswith("en") and _TAG.fullmatch(language):
        return
    if any(find_layer(tag, tuple(folders)) is not None for tag in tags):
        return
    from difflib import get_close_matches

    built_in = sorted(path.stem for path in _DATA.glob("*.txt"))
    close = get_close_matches(normal_tag(language)[:20], built_in, n=1)
    meant = f"; did you mean {close[0]}?" if close else ""
    raise StyleError(
        f"no such locale; built in are {', '.join(built_in)}, others are files called "
        f"locales-{language if _TAG.fullmatch(language) else 'TAG'}.xml in PROVREPO_CSL_PATH"
        f"{meant}",
        file=language,
    )


def normal_tag(language: str) -> str:
    """Return a language tag in the usual case: ``de-AT``, ``sr-Latn-RS``."""
    subtags = language.replace("_", "-").split("-")
    for index, subtag in enumerate(subtags[1:], 1):
        subtags[index] = subtag.upper() if len(subtag) == 2 else subtag.capitalize()
    subtags[0] = subtags[0].lower()
    return "-".join(subtags)


def build_locale(
    language: str, style_layers: list[tuple[str, Layer]], folders: tuple[str, ...] = ()
) -> Locale:
    """Merge the layers of ``language`` and its fallbacks, then what the style itself says.

    ``style_layers`` are the style's own ``cs:locale`` elements with their ``xml:lang``.
    """
    layers: list[Layer] = []
    for tag in fallback_languages(language):
        layer = find_layer(tag, folders)
        if layer is not None:
            layers.append(layer)
    full = normal_tag(language)
    for level in dict.fromkeys(("", full.split("-")[0], full)):
        layers.extend(layer for tag, layer in style_layers if normal_tag(tag) == level)
    return Locale(full, layers)


def built_in_locales() -> list[str]:
    """Return the languages of our own locale files, sorted."""
    return sorted(path.stem for path in _DATA.glob("*.txt"))
