"""What the headers of translations say: their translators, their titles, and what stands beside."""

from __future__ import annotations

import pytest

from provrepo.formats.draft import Draft, Reading
from provrepo.formats.tei.reader import read


def document(titles: str, body: str = "<p>Words</p>", around: str = "") -> bytes:
    """Return a TEI file with these titles and authors, a body, and what stands around it."""
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>'
        f"{titles}</titleStmt><publicationStmt><p/></publicationStmt></fileDesc></teiHeader>"
        f'<text xml:lang="en">{around}<body>{body}</body></text></TEI>'
    ).encode()


def draft(data: bytes, language: str | None = None) -> Draft:
    """Read a file of one text."""
    (read_draft,) = read(data, "a.xml", Reading(language=language))
    return read_draft


def test_an_author_who_translated_is_a_translator() -> None:
    """Not cited as author; a line that begins within the name is a blank."""
    titles = (
        '<title>T</title><author role="translatorMain">Translated by the Committee<lb/>under the '
        'patronage of X</author><author role="translatorEng">Rebecca Roe</author>'
        "<author>Asanga</author>"
    )
    body = '<div type="translation"><p>Thus.</p></div>'
    read_draft = draft(document(titles, body))
    assert read_draft.agents == (
        "the Committee under the patronage of X:translator",
        "Rebecca Roe:translator",
    )
    assert read_draft.fields["author"] == ["Asanga"]
    assert not any("author" in warning for warning in read_draft.warnings)


@pytest.mark.parametrize(
    ("titles", "language", "title"),
    [
        (
            '<title type="mainTitle" xml:lang="bo">bdud rtsi</title>'
            '<title type="mainTitle" xml:lang="en">The Nectar</title>',
            "en",
            "The Nectar",
        ),
        (
            '<title type="mainTitle" xml:lang="bo">bdud rtsi</title>'
            '<title type="mainTitle" xml:lang="en-GB">The Nectar</title>',
            "bo",
            "bdud rtsi",
        ),
        (
            '<title type="volume">Vol. 3</title><title type="content">A Cable</title>',
            "en",
            "A Cable",
        ),
        ('<title level="m">Vol. 3</title><title type="main">A Cable</title>', "en", "A Cable"),
        ('<title level="s">Series</title><title level="a">A Cable</title>', "en", "A Cable"),
        ('<title>A</title><title type="content">B</title>', "en", "B"),
        ('<title type="volume">Vol. 3</title>', "en", "Vol. 3"),
        ('<title>A<lb/>B</title><title type="sub">C</title>', "en", "A B: C"),
        ('<title>Half<lb break="no"/>way</title>', "en", "Halfway"),
    ],
)
def test_the_title_is_the_one_of_the_text(titles: str, language: str, title: str) -> None:
    """In its language, of the document before the volume."""
    data = document(titles).replace(b'<text xml:lang="en">', b"<text>")
    assert draft(data, language).fields["title"] == title


def test_titles_that_no_text_has_are_counted() -> None:
    """So that nothing is lost in silence."""
    read_draft = draft(document('<title xml:lang="bo">x</title><title xml:lang="en">y</title>'))
    assert read_draft.fields["title"] == "y"
    assert "left out of the header: title (1)" in read_draft.warnings


def test_each_text_has_the_title_in_its_language() -> None:
    """Of an edition and its translation."""
    titles = '<title xml:lang="la">Epistula</title><title xml:lang="en">A Letter</title>'
    body = (
        '<div type="edition" xml:lang="la"><p>Salve</p></div>'
        '<div type="translation" xml:lang="en"><p>Hail</p></div>'
    )
    found = [each.fields["title"] for each in read(document(titles, body), "a.xml", Reading())]
    assert found == ["Epistula", "A Letter"]


def test_notes_of_what_is_left_out_are_left_out_with_it() -> None:
    """An introduction's and a glossary's are about neither text nor translation."""
    around = (
        '<front><div type="introduction"><p>Intro<note place="end">Of the introduction.</note></p>'
        "</div></front>"
    )
    glossary = (
        '<div type="glossary"><list><item><gloss><term>bhiksu</term><note type="definition">A monk.'
        "</note></gloss></item></list></div>"
    )
    data = document(
        "<title>T</title>", '<div type="translation"><p>Thus.</p></div>' + glossary, around
    )
    read_draft = draft(data)
    assert read_draft.notes == ()
    (left_out,) = (warning for warning in read_draft.warnings if "beside the texts" in warning)
    assert left_out == (
        "left out beside the texts: div type=glossary (1), front (1), "
        "note in div type=glossary (1), note in front (1)"
    )


@pytest.mark.parametrize("kind", [' type="notes"', ' type="endnotes"', ""])
def test_sections_of_notes_are_kept(kind: str) -> None:
    """They are about the text, with their heading or without."""
    notes = f"<div{kind}><head>Notes</head><note>On the seal.</note></div>"
    body = f'<div type="edition"><p>Thus.</p></div>{notes}'
    assert [note.text for note in draft(document("<title>T</title>", body)).notes or ()] == [
        "On the seal."
    ]


def test_both_readings_of_a_doubtful_word_are_kept() -> None:
    """The first stands in the text, the others are notes on it."""
    body = "<p>to <choice><unclear>Lavrov</unclear><unclear>Lvov</unclear></choice> now</p>"
    read_draft = draft(document("<title>T</title>", body))
    assert read_draft.content == "to [Lavrov?] now\n"
    (note,) = read_draft.notes or ()
    assert (note.text, note.kind) == ("or Lvov", "textual")
    assert read_draft.content[note.start : note.end] == "[Lavrov?]"


@pytest.mark.parametrize(
    ("title", "plain", "counted"),
    [
        ("The Committee<lb/>under X", "The Committee under X", None),
        ("of <choice><sic>teh</sic><corr>the</corr></choice> sky", "of the sky", "sic (1)"),
        (
            "<choice>\n <abbr>St.</abbr>\n <expan>Saint</expan>\n</choice> Denis",
            "Saint Denis",
            "abbr",
        ),
        (
            "Val<choice><unclear>jean</unclear><unclear>gean</unclear></choice>",
            "Valjean",
            "unclear",
        ),
        ("A Letter<note>Not sent.</note>", "A Letter", "note (1)"),
    ],
)
def test_a_title_and_a_name_have_one_of_two_readings(
    title: str, plain: str, counted: str | None
) -> None:
    """As they are cited: without notes, nothing put together that stands for the same."""
    read_draft = draft(
        document(f'<title>{title}</title><author role="translator">{title}</author>')
    )
    assert read_draft.fields["title"] == plain
    assert read_draft.agents == (f"{plain}:translator",)
    if counted is not None:
        assert any(counted[:-3] in warning for warning in read_draft.warnings)


def test_a_subtitle_goes_with_a_title_of_its_language() -> None:
    """The Greek title has none."""
    titles = (
        '<title type="main" xml:lang="grc">Ἰλιάς</title>'
        '<title type="main" xml:lang="en">Iliad</title>'
        '<title type="sub" xml:lang="en">A Poem</title>'
    )
    assert draft(document(titles), "grc").fields["title"] == "Iliad: A Poem"
    greek = document(titles).replace(b'<text xml:lang="en">', b'<text xml:lang="grc">')
    assert draft(greek).fields["title"] == "Ἰλιάς"


@pytest.mark.parametrize(
    "resp",
    "trad.|Transl.|Tr. by|Trans. by|vertaling|Översättning|oversættelse|tłumaczenie|překlad|ترجمة"
    "|μετάφραση|翻訳|译者|Übertragung aus dem Griechischen|traduit par|Переклад|fordította".split(
        "|"
    ),
)
def test_who_translated_is_told_in_many_languages(resp: str) -> None:
    """By a ``resp``, whatever the edition is written in."""
    titles = f"<title>T</title><respStmt><resp>{resp}</resp><name>Ann Roe</name></respStmt>"
    assert draft(document(titles)).agents == ("Ann Roe:translator",)
