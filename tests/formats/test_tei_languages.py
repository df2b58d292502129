"""The language of a TEI text is that of most of its words, whatever comes first in the file."""

from __future__ import annotations

import pytest

from provrepo.formats.draft import Draft, Reading
from provrepo.formats.tei.reader import read

SYRIAC = "ܐܒܐ ܪܚܡܢܐ ܕܦܪܩܢ ܒܕܡܗ ܕܝܚܝܕܝܗ"
GREEK = "Μαρκος ανεθηκεν"


def document(body: str, header: str = "", root: str = "", text: str = "") -> str:
    """Return a TEI file; the arguments are its parts, and attributes of ``TEI`` and ``text``."""
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" {root}><teiHeader><fileDesc><titleStmt>'
        "<title>T</title></titleStmt></fileDesc><profileDesc><langUsage>"
        f"{header}</langUsage></profileDesc></teiHeader>"
        f"<text {text}><body>{body}</body></text></TEI>"
    )


def drafts(written: str) -> tuple[Draft, ...]:
    """Read a file."""
    return read(written.encode(), "a.xml", Reading())


@pytest.mark.parametrize(
    ("written", "language"),
    [
        # The first div is a heading in English, as in the cases; the words are Syriac.
        (
            document(
                '<div xml:lang="en"><head>Chapter one</head></div>'
                f'<div xml:lang="syr"><p>{SYRIAC}</p></div>'
            ),
            "syr",
        ),
        # What the text says of itself holds for what says nothing else.
        (document(f"<p>{GREEK}</p>", text='xml:lang="grc"'), "grc"),
        (
            document(f'<p>{GREEK} <foreign xml:lang="la">et</foreign></p>', text='xml:lang="el"'),
            "el",
        ),
        # The header's only language, and none of several.
        (document("<p>Words</p>", '<language ident="fr">French</language>'), "fr"),
        (document("<p>Words</p>", '<language ident="fr"/><language ident="en"/>'), None),
        # Notes in another language are no words of the text.
        (
            document(
                f'<p>{GREEK}<note xml:lang="en">{"A long note. " * 9}</note></p>',
                text='xml:lang="grc"',
            ),
            "grc",
        ),
        # Most of the words, not most of the elements; a script in the tag is part of it.
        (
            document(
                '<p xml:lang="en">a</p><p xml:lang="en">b</p><p xml:lang="zh-Hant">漢字漢字</p>'
            ),
            "zh-Hant",
        ),
        # Tags of one language are taken together.
        (
            document(
                f'<p xml:lang="grc">{GREEK}</p><p xml:lang="grc-x-a">{GREEK} ab</p>'
                f'<p xml:lang="la">{"et cetera " * 3}</p>'
            ),
            "grc-x-a",
        ),
        # Few foreign words do not make a text of unknown language one of theirs.
        (document('<p>Many words, <foreign xml:lang="la">et</foreign> more of them</p>'), None),
        # What the root says is a last resort: it is mostly that of the header.
        (document("<p>Words</p>", root='xml:lang="de"'), "de"),
        (document(f"<p>{SYRIAC}</p>", '<language ident="syr"/>', root='xml:lang="en"'), "syr"),
        # Of several that the header lists the script tells one; Latin letters tell none.
        (
            document(
                f"<p>{SYRIAC}</p>",
                '<language ident="en"/><language ident="syr"/>',
                root='xml:lang="en"',
            ),
            "syr",
        ),
        (document(f"<p>{GREEK}</p>", '<language ident="en"/><language ident="grc"/>'), "grc"),
        (document("<p>Words</p>", '<language ident="la"/><language ident="en"/>'), None),
        (
            document(
                "<p>Markos anetheken</p>",
                '<language ident="en"/><language ident="grc"/>',
                text='xml:lang="grc"',
            ),
            "grc",
        ),
    ],
)
def test_the_language_is_that_of_most_words(written: str, language: str | None) -> None:
    """Told by xml:lang, the header's only language, and the script."""
    (draft,) = drafts(written)
    assert draft.language == language


def test_a_header_that_says_something_else_is_named() -> None:
    """The words count, and the editor is told."""
    body = f'<div xml:lang="syr"><p>{SYRIAC}</p></div>'
    (draft,) = drafts(document(body, '<language ident="en"/>'))
    assert draft.language == "syr"
    assert "its header says en, most of its words are syr" in draft.warnings


def test_a_script_that_does_not_fit_is_named() -> None:
    """Where a language of the file fits, it is that; a transliteration is no doubt."""
    (draft,) = drafts(document(f'<p>{SYRIAC}</p><p xml:lang="syr">ܐ</p>', text='xml:lang="en"'))
    assert draft.language == "syr"
    assert "most of its letters are Syriac, marked as en" in draft.warnings
    (draft,) = drafts(document("<p>Markos anetheken</p>", text='xml:lang="grc"'))
    assert (draft.language, draft.warnings) == ("grc", ())


def test_a_tag_that_is_none_is_named_with_the_right_one() -> None:
    """Kanuri is nobody's language of a cable from Seoul."""
    (draft,) = drafts(document("<p>서울</p>", text='xml:lang="kr"'))
    assert any("write ko" in warning for warning in draft.warnings)


def test_a_translation_is_not_in_the_language_of_the_original() -> None:
    """What the header says is about that."""
    edition = f'<div type="edition" xml:lang="grc"><ab>{GREEK}</ab></div>'
    body = f'{edition}<div type="translation"><p>M</p></div>'
    _, translation = drafts(document(body, '<language ident="grc"/>'))
    assert (translation.text, translation.language) == ("translation:und", None)


@pytest.mark.parametrize(
    ("edition", "header", "language"),
    [
        (' xml:lang="grc"', "", "en"),
        ("", "", None),
        (' xml:lang="grc"', '<language ident="en"/>', None),
    ],
)
def test_a_translation_takes_what_stands_around_it_where_that_is_not_the_original_s(
    edition: str, header: str, language: str | None
) -> None:
    """An edition that takes it over, or a header that says the same: then it is the original's."""
    body = (
        f'<div type="edition"{edition}><ab>{GREEK}</ab></div>'
        '<div type="translation"><p>Markos set this up.</p></div>'
    )
    _, translation = drafts(document(body, header, text='xml:lang="en"'))
    assert translation.language == language
