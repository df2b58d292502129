"""Our own locales: every language has its terms, and no English stands among them."""

from __future__ import annotations

import pytest

from provrepo.cite.csl.locale import build_locale, find_layer

LANGUAGES = ("de-DE", "fr-FR", "es-ES", "it-IT", "pt-PT", "ru-RU", "zh-CN", "ja-JP", "ko-KR", "la")
ALIKE = {"et-al", "ibid", "loc-cit", "op-cit", "in", "internet", "online"}
"""Spelled alike in English and another language, or Latin."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["long", "short", "verb", "verb-short"])
def test_roles_are_in_the_language(language: str, form: str) -> None:
    """Where a language lacks a form it takes its own longer one, not the English form."""
    english, locale = build_locale("en-US", []), build_locale(language, [])
    layer = find_layer(language)
    assert layer is not None
    names = {name for name, kind, _ in layer.terms if kind == "long"} - ALIKE
    for name in names:
        allowed = {term for key, terms in layer.terms.items() if key[0] == name for term in terms}
        assert locale.term(name, form) in allowed
        assert locale.term(name, form, plural=True) in allowed
    assert english.term("translator", form) != locale.term("translator", form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_archives_need(language: str) -> None:
    """Kinds of records, parts of works and people of archival citations have a term."""
    layer = find_layer(language)
    assert layer is not None
    names = {name for name, _, _ in layer.terms}
    assert names >= {"letter", "document", "manuscript", "map", "recipient", "folio", "translator"}


@pytest.mark.parametrize(
    ("language", "feminine", "masculine"),
    [("it-IT", "prima", "primo"), ("pt-PT", "primeira", "primeiro"), ("ru-RU", "первая", "первый")],
)
def test_ordinals_have_a_gender(language: str, feminine: str, masculine: str) -> None:
    """CSL 1.0.2, Gender-specific Ordinals."""
    locale = build_locale(language, [])
    assert locale.term("long-ordinal-01", gender="feminine") == feminine
    assert locale.term("long-ordinal-01", gender="masculine") == masculine
