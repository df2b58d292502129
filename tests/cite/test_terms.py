"""The terms of our own locales: none is missing that a language has."""

from __future__ import annotations

import pytest

from provrepo.cite.csl.locale import find_layer

WESTERN = ["de-DE", "es-ES", "fr-FR", "it-IT", "la", "pt-PT", "ru-RU"]
EASTERN = ["ja-JP", "ko-KR", "zh-CN"]
NOT_WORDS = {"colon", "comma", "semicolon", "page-range-delimiter", "ordinal", "sub verbo"}
"""Signs, and an old spelling, of which every language has the new one."""
ABBREVIATED = (
    "appendix article-locator book chapter column equation figure folio line note opus page "
    "paragraph part rule section sub-verbo supplement table verse volume "
    "editor translator illustrator narrator performer circa edition manuscript report review"
).split()
"""Short forms that a style asks for most: of locators and numbers, of roles, of archival types."""


@pytest.mark.parametrize("language", [*WESTERN, *EASTERN])
def test_every_term_of_english(language: str) -> None:
    """A term that English has in its long form, every other language has too."""
    english, layer = find_layer("en-US"), find_layer(language)
    assert english is not None
    assert layer is not None
    expected = {
        name for (name, form, _), (single, _) in english.terms.items() if form == "long" and single
    }
    present = {name for name, form, _ in layer.terms if form == "long"}
    missing = {name for name in expected - present if not name.startswith("ordinal-")} - NOT_WORDS
    assert sorted(missing) == []


@pytest.mark.parametrize("language", WESTERN)
def test_abbreviations(language: str) -> None:
    """Languages that abbreviate have the short forms that styles ask for."""
    layer = find_layer(language)
    assert layer is not None
    short = {name for name, form, _ in layer.terms if form == "short"}
    assert sorted(set(ABBREVIATED) - short) == []


@pytest.mark.parametrize("language", ["en-US", *WESTERN])
def test_verbs_of_roles(language: str) -> None:
    """Every role that has a verb has a short one."""
    layer = find_layer(language)
    assert layer is not None
    short = {name for name, form, _ in layer.terms if form == "verb-short"}
    for role in "editor translator illustrator narrator performer".split():
        assert role in short, (language, role)
