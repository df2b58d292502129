"""Our own locales: every language has its terms, and no English stands among them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provrepo.cite import Style, StyleError
from provrepo.cite.csl.locale import build_locale, find_layer, normal_tag

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


LOCALE = """<locale xml:lang="{0}"><style-options punctuation-in-quote="true"/><info/>
<date form="text"><date-part name="year"/></date><terms>{1}</terms></locale>"""


def printed(folder: Path, terms: str, layout: str, item: dict[str, Any], tag: str = "en-US") -> str:
    """Return a cite in a locale that a file of the folder defines."""
    (folder / f"locales-{tag}.xml").write_text(LOCALE.format(tag, terms), encoding="utf-8")
    source = f'<style class="note"><citation><layout>{layout}</layout></citation></style>'
    style = Style.read(source, locale=tag, folders=[folder])
    return style.citations([[{"id": "a"}]], {"a": item})[0].text


def test_official_locales_come_before_ours(tmp_path: Path) -> None:
    """A locale file in a folder of the user's defines terms, dates and options."""
    layout = '<text term="editor"/><date variable="issued" form="text" prefix=" "/>'
    item = {"issued": {"date-parts": [[1961, 5]]}}
    assert printed(tmp_path, '<term name="editor">ours</term>', layout, item) == "Ours 1961"


def test_a_short_form_is_never_borrowed_from_another_language(tmp_path: Path) -> None:
    """A file of a language that has a term in its long form only answers for all of its forms."""
    layout = '<text variable="title" suffix=" "/><text term="from" form="short"/>'
    item = {"title": "T"}
    assert printed(tmp_path, '<term name="from">a partir de</term>', layout, item, "es-ES") == (
        "T a partir de"
    )


def test_an_old_locale_names_both_roles_in_one_word(tmp_path: Path) -> None:
    """Locales of today have the term editortranslator for the variable editor-translator."""
    terms = '<term name="editortranslator"><single>ed. and tr.</single></term>'
    layout = '<names variable="editor-translator"><name/><label prefix=", "/></names>'
    item = {"editor-translator": [{"family": "Doe", "given": "J."}]}
    assert printed(tmp_path, terms, layout, item) == "J. Doe, ed. and tr."


@pytest.mark.parametrize(
    ("terms", "message"), [("<term/>", "has no name"), ("<term>", "not well-formed")]
)
def test_a_malformed_locale(tmp_path: Path, terms: str, message: str) -> None:
    """What is wrong with a locale file is said with its name."""
    with pytest.raises(StyleError, match=message) as caught:
        printed(tmp_path, terms, '<text value="a"/>', {}, "xx")
    assert caught.value.file.endswith("locales-xx.xml")


def test_a_file_that_is_no_locale(tmp_path: Path) -> None:
    """A style under a locale's name is refused."""
    (tmp_path / "locales-xy.xml").write_text("<style/>", encoding="utf-8")
    with pytest.raises(StyleError, match="is not a CSL locale"):
        Style.load("apa", locale="xy", folders=[tmp_path])


@pytest.mark.parametrize(
    ("terms", "plural", "expected"),
    [
        ("<single>one</single><multiple>many</multiple>", "true", "Many"),
        ("<single>one</single>", "true", "One"),
        ("<multiple>many</multiple>", "false", "."),
        ("it's", "false", "It’s"),
    ],
)
def test_terms_in_one_and_many(tmp_path: Path, terms: str, plural: str, expected: str) -> None:
    """A term without a plural has one form; a straight apostrophe becomes a typographic one."""
    layout = f'<text term="x" plural="{plural}"/><text value="."/>'
    text = printed(tmp_path, f'<term name="x">{terms}</term><other/>', layout, {})
    assert text.removesuffix(".") == expected.removesuffix(".")


@pytest.mark.parametrize(("tag", "expected"), [("de_at", "de-AT"), ("SR-latn-rs", "sr-Latn-RS")])
def test_tags_are_read_in_any_case(tag: str, expected: str) -> None:
    """A language tag as people write it finds its locale."""
    assert normal_tag(tag) == expected
