"""The words of a site in its reader's language, from TOML files; an edition may have its own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from string import Formatter

from provrepo.errors import InputError, InvalidValue

LANGUAGES = ("de", "en", "fr", "ko", "ru", "zh")
"""The languages whose words come with provrepo."""
NAMED = ("role", "activities", "state", "changed", "change", "record")
"""The tables of what records say: of roles, activities, reviews, and of what was changed."""


class Labels:
    """The words of one site; ``labels["versions"]`` is what a heading says."""

    def __init__(self, language: str, words: Mapping[str, str]) -> None:
        self.language, self.words = language, words

    def __getitem__(self, name: str) -> str:
        return self.words[name]

    def variable(self, name: str) -> str:
        """Return what a variable of the citation metadata is called, such as ``archive_location``.

        Where nobody named it, its own name with blanks.
        """
        fallback = name.replace("_", " ").replace("-", " ")
        return self.words.get(f"item.{name}", fallback[:1].upper() + fallback[1:])

    def kind(self, kind: str) -> str:
        """Return what a kind of text is called: ``transcription``, ``translation``."""
        return self.words.get(f"kind.{kind}", kind)

    def word(self, table: str, name: str) -> str:
        """Return what something that records say is called: ``role``, ``translator``.

        ``table`` is one of `NAMED`. What nobody named is called as the records call it.
        """
        return self.words.get(f"{table}.{name}", name)

    def maker(self, named: str, role: str) -> str:
        """Return who made something, and as what: ``Wang Li (translator)``."""
        return self["named"].format(name=named, particulars=self.word("role", role))

    def listed(self, parts: Iterable[str]) -> str:
        """Return parts one behind the other, as the language divides them: ``a, b``."""
        return self["comma"].join(filter(None, parts))

    def titled(self, whole: str, *parts: str) -> str:
        """Return the title of a page that shows parts of a whole: ``Cable: Version 2``."""
        return f"{whole}{self['colon']}{self.listed(parts)}"

    def numbered(self, number: int) -> str:
        """Return what a version is called: ``Version 2``."""
        return self["numbered"].format(number=number)

    def language_name(self, tag: str) -> str:
        """Return what a language is called, by its tag: ``zh-Hant``; else the tag itself.

        Of a tag whose language alone has a name, the rest stands behind it: ``Korean, KP``.
        """
        primary, _, subtags = tag.partition("-")
        name = self.words.get(f"languages.{tag}")
        if name is not None or not subtags:
            return name or tag
        name = self.words.get(f"languages.{primary}")
        return f"{name}, {subtags}" if name else tag

    def text_name(self, name: str) -> str:
        """Return what a text is called on the pages: ``Translation (English)``.

        ``name`` is its name in the repository, ``translation:en``, perhaps with a label.
        """
        kind, language, label = (*name.split(":"), "", "")[:3]
        particulars = self.listed((language and self.language_name(language), label))
        if not particulars:
            return self.kind(kind)
        return self["named"].format(name=self.kind(kind), particulars=particulars)

    def version_name(self, name: str, number: int) -> str:
        """Return what a version of a text is called: ``Translation (English), Version 2``."""
        return self.listed((self.text_name(name), self.numbered(number)))


def built_in(language: str) -> Labels:
    """Return the words that come with provrepo, by language tag. Raises InvalidValue."""
    primary = language.partition("-")[0].lower()
    if primary not in LANGUAGES:
        raise InvalidValue("language", language, f"use one of {', '.join(LANGUAGES)}")
    return Labels(language, {**_words("en"), **_words(primary)})


def with_own(labels: Labels, data: bytes, path: str) -> Labels:
    """Return ``labels`` with those that a TOML file has instead. Raises InputError."""
    try:
        table = tomllib.loads(data.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(path, f"is no TOML: {error}") from None
    words = _flat(table)
    known_names = _words("en")
    for name, value in words.items():
        is_named = name in known_names or name.startswith(("item.", "languages.", "role."))
        if not is_named or not isinstance(value, str):
            raise InputError(path, f"has “{name}”, which is no text of a site")
        _check_places(name, value, known_names.get(name, ""), path)
    return Labels(labels.language, {**labels.words, **words})


def _check_places(name: str, word: str, own_word: str, path: str) -> None:
    """Raise InputError where a word has other places to be filled in than the site's own has."""
    may_have = {place for _, place, _, _ in Formatter().parse(own_word) if place}
    if not may_have:  # nothing is filled in
        return
    try:
        places = [place for place in Formatter().parse(word) if place[1] is not None]
    except ValueError:
        places = [("", "", "", None)]
    if any(place not in may_have or form or how for _, place, form, how in places):
        shown_places = ", ".join(f"{{{place}}}" for place in sorted(may_have))
        raise InputError(path, f"has “{name}”, in which braces may hold {shown_places} alone")


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    words: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            words |= _flat(value, f"{prefix}{name}.")
        else:
            words[f"{prefix}{name}"] = value  # type: ignore[assignment]
    return words


@cache
def _words(language: str) -> dict[str, str]:
    text = (files("provrepo.publish") / "labels" / f"{language}.toml").read_text("utf-8")
    return _flat(tomllib.loads(text))
