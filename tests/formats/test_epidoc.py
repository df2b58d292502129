"""EpiDoc as the great corpora write it: inscriptions and papyri, in the Leiden conventions."""

from __future__ import annotations

import re
import unicodedata

import pytest

from provrepo.formats.draft import CONVENTIONS, Draft, Reading
from provrepo.reading.files import read_drafts

DOCTYPE = '<!DOCTYPE TEI SYSTEM "http://www.stoa.org/epidoc/dtd/6/tei-epidoc.dtd">'


def read(body: str, convention: str = "leiden", language: str = "en") -> tuple[Draft, ...]:
    """Return the drafts of an EpiDoc file with that body."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<?xml-model href="x.rng"?>\n{DOCTYPE}\n'
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}"><teiHeader><fileDesc>'
        "<titleStmt><title>T</title></titleStmt></fileDesc></teiHeader>"
        f"<text><body>{body}</body></text></TEI>"
    )
    return read_drafts(unicodedata.normalize("NFC", document).encode(), Reading(None, convention))


FILES = [
    pytest.param(
        """
        <head n="1" xml:lang="en"><date>II</date></head>
        <div xml:lang="grc" type="edition" xml:space="preserve"><div n="r" type="textpart"><ab>
<lb n="1"/><gap reason="lost" quantity="5" unit="character"/> <unclear>Αὐ</unclear>ρηλίῳ
<lb n="2"/><expan>στρ<ex>ατηγῷ</ex></expan> <num value="2">β</num> <supplied
reason="lost">παρὰ</supplied> Διονυ
<lb n="3" break="no"/>σίου <gap reason="illegible" quantity="2" unit="character"/><gap
reason="lost" extent="unknown" unit="character"/>
<lb n="4"/><gap reason="lost" extent="unknown" unit="line"/>
</ab></div></div>""",
        "grc",
        "[.....] Α\u0323ὐ\u0323ρηλίῳ\nστρ(ατηγῷ) β [παρὰ] Διονυσίου ..[- - -]\n[- - - - - -]\n",
        id="papyri.info",
    ),
    pytest.param(
        """
        <div type="edition" xml:lang="grc"><ab><lb n="1"/><handShift new="m2"/>ἔρρωσο
        <lb n="2"/><expan>(ἔτους)</expan> <hi rend="supraline">ιβ</hi>
        <app type="editorial"><lem resp="Smith">Τῦβι</lem><rdg>Τῦβ</rdg></app>
        <choice><reg>τιμήν</reg><orig>τειμήν</orig></choice>
        <choice><corr>ἔδωκα</corr><sic>ἔδωκεα</sic></choice>
        <subst><add place="inline">α</add><del rend="corrected">β</del></subst>
        <add place="above">καὶ</add> <del rend="erasure">νῦν</del> <surplus>καὶ</surplus>
        <supplied reason="omitted">τὸν</supplied></ab></div>""",
        "grc",
        "(hand 2) ἔρρωσο\n(ἔτους) ιβ Τῦβι τειμήν <ἔδωκα> `α´⟦β⟧ `καὶ´ ⟦νῦν⟧ {καὶ} <τὸν>\n",
        id="papyri.info corrections",
    ),
    pytest.param(
        """
        <div type="edition" subtype="diplomatic" ana="b1"><p/></div>
        <div type="edition" subtype="transcription" ana="b1" xml:lang="grc"><p>
          <supplied reason="undefined" evidence="previouseditor">Μνῆμα</supplied><lb/>
          Ἰωά<lb break="no"/>ννου <gap reason="lost" extent="unknown" unit="character"/></p></div>
        <div type="translation"><p>Tomb of Ioannes</p></div>
        <div type="commentary"><p/></div><div type="bibliography"><listBibl><bibl>X</bibl>
        </listBibl></div>""",
        "grc",
        "[Μνῆμα]\nἸωάννου [- - -]\n",
        id="IIP",
    ),
    pytest.param(
        """
        <div type="edition" xml:space="preserve" xml:lang="la" resp="#JP">
          <ab>
            <lb n="1" xml:id="AAaa"/><expan xml:id="b"><abbr>D</abbr><ex>is</ex></expan>
            <g ref="#interpunct">·</g> <expan><abbr>M</abbr><ex>anibus</ex></expan>
            <lb n="2"/><persName type="attested"><name type="praenomen"><w>C</w></name>
            <name type="gentile"><w>Iu
            <lb n="3" break="no"/>lius</w></name></persName>
            <lb n="4"/><w>uixit</w> <orig>AN</orig> <space/> <num value="20">XX</num>
          </ab>
        </div>
        <div type="apparatus"><p>l. 1: nothing</p></div>""",
        "la",
        "D(is) · M(anibus)\nC Iulius\nuixit AN (vac.) XX\n",
        id="I.Sicily",
    ),
    pytest.param(
        """
        <div type="edition" xml:lang="grc"><div type="textpart" n="a"><ab>
        <lb n="1"/><orig>ΘΕΟΣ</orig> <supplied reason="lost" cert="low">τύχα</supplied></ab></div>
        <div type="textpart" n="b"><lg><l n="1">μῆνιν</l><l n="2">ἄειδε</l></lg></div></div>""",
        "grc",
        "ΘΕΟΣ [τύχα(?)]\n\nμῆνιν\nἄειδε\n",
        id="IGCyr",
    ),
    pytest.param(
        """
        <div type="edition"><ab xml:lang="la"><lb n="1"/><supplied
        reason="lost">Imp</supplied><supplied
        reason="lost"><expan><ex>eratori</ex></expan></supplied>
        <lb n="2"/><hi rend="ligature">ae</hi>
        <unclear cert="low">m<gap reason="lost" quantity="1" unit="character"/></unclear>
        <seg><foreign xml:lang="grc">καί</foreign></seg><milestone unit="block" n="2"/>
        <gap reason="ellipsis"/> <gap reason="lost" quantity="3" unit="line" precision="low"/>
        </ab></div>""",
        "la",
        "[Imp(eratori)]\nae m\u0323[.] καί (...)\n[- ca. 3 lines -]\n",
        id="nested",
    ),
    pytest.param(
        """
        <div type="edition" xml:lang="xpu-Latn"><ab><cb n="1"/><lb n="1"/>a b<cb n="2"/><lb n="1"/>c
        <note>!</note></ab></div>""",
        "xpu-Latn",
        "a b\nc\n",
        id="columns",
    ),
]


@pytest.mark.parametrize(("body", "language", "text"), FILES)
def test_an_edition_is_written_as_epigraphers_do(body: str, language: str, text: str) -> None:
    """Lines, restorations, dots below, expansions: as printed in the Leiden conventions."""
    first, *_ = read(body)
    assert unicodedata.normalize("NFC", first.content) == unicodedata.normalize("NFC", text)
    assert first.text == f"transcription:{language}"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<w part="I">ab</w> <w part="M">c</w>\n<w part="F">d</w> <w>e</w>', "abcd e\n"),
        ('<w part="I">ab</w> x <w part="F">cd</w>', "ab x cd\n"),
        ('<w part="I">ab</w><lb n="2" break="no"/><w part="F">cd</w>', "abcd\n"),
        ('<w part="I">ab</w><lb n="2"/><w part="F">cd</w>', "ab\ncd\n"),
        (
            '<gap reason="lost" quantity="2"><certainty match="../@quantity"/></gap>',
            "[- ca. 2 -]\n",
        ),
        (
            '<gap reason="lost" quantity="2"><precision match="../@quantity"/></gap>',
            "[- ca. 2 -]\n",
        ),
        (
            '<gap reason="illegible" extent="unknown"><certainty match=".." locus="name"/></gap>',
            "- - -(?)\n",
        ),
    ],
)
def test_what_is_in_parts_or_in_doubt(body: str, text: str) -> None:
    """White space between the parts of a word is layout; doubt is of a gap, or of its extent."""
    (only,) = read(f'<div type="edition" xml:lang="la"><ab>{body}</ab></div>')
    assert only.content == text


def test_an_inscription_with_its_translation() -> None:
    """The language of a translation that states none is that of the edition's own prose."""
    drafts = read(FILES[2].values[0])  # type: ignore[arg-type]
    assert [(draft.text, draft.source) for draft in drafts] == [
        ("transcription:grc", None),
        ("translation:en", 0),
    ]


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize(("body", "language", "text"), FILES)
def test_every_bracket_has_its_partner(
    body: str, language: str, text: str, convention: str
) -> None:
    """In every convention: readers and programs find the editor's brackets by their pairs."""
    assert language
    assert text
    for draft in read(body, convention):
        depth: list[str] = []
        for sign in re.findall(r"[\[\](){}<>⟦⟧]", draft.content):
            if sign in "[({<⟦":
                depth.append(sign)
            else:
                assert depth.pop() + sign in ("[]", "()", "{}", "<>", "⟦⟧")
        assert not depth


def test_literature_is_not_the_text_of_an_edition_without_words() -> None:
    """What stands beside it is counted; the text is empty, and that is said."""
    (only,) = read('<div type="edition"><p/></div><div type="bibliography"><p>IG I</p></div>')
    assert (only.text, only.content) == ("transcription:en", "")
    assert "left out beside the texts: div type=bibliography (1)" in only.warnings
    assert any("no words yet" in words for words in only.warnings)


APPARATUS = """
<div type="edition" subtype="diplomatic" xml:lang="grc"><ab>ΘΕΟΙΣ</ab></div>
<div type="edition" subtype="interpretive" xml:lang="grc"><ab>θεοῖς</ab></div>
<div type="apparatus"><listApp>
  <app loc="1"><lem>θεοῖς</lem><rdg resp="#Smith">θεοί</rdg><rdg wit="#A #B"/></app>
  <app loc="2-3"><note>Hardly to be read.</note></app>
</listApp><p>Line 4: so Jones.</p></div>
<div type="translation" xml:lang="en"><p>To the gods</p></div>"""


def test_an_apparatus_reads_as_printed_and_belongs_to_the_edition() -> None:
    """An entry a line: where, lemma, who reads what; on the interpretive text, not the diplomatic.

    It is that text, too, which the translation is based on.
    """
    diplomatic, edition, translation = read(APPARATUS)
    assert (diplomatic.text, diplomatic.notes) == ("transcription:grc:diplomatic", ())
    assert [(note.kind, note.text) for note in edition.notes or ()] == [
        (
            "textual",
            "1: θεοῖς] Smith: θεοί; A B: (omitted)\n2-3: Hardly to be read.\n\nLine 4: so Jones.",
        )
    ]
    assert (edition.text, translation.source) == ("transcription:grc", 1)
    assert not edition.warnings


def test_an_entry_may_group_its_readings_and_name_its_line_otherwise() -> None:
    """Whatever else stands in an entry is counted."""
    (only,) = read(
        '<div type="edition" xml:lang="la"><ab>a</ab></div><div type="apparatus"><app from="#l3">'
        '<lem>a</lem><rdgGrp><rdg wit="#B">b</rdg></rdgGrp><witDetail>w</witDetail></app>'
        '<app><lem>c</lem><rdg source="#D">d</rdg></app></div>'
    )
    assert [note.text for note in only.notes or ()] == ["l3: a] B: b\nc] D: d"]
    assert only.warnings == ("left out of notes and wordless texts: witDetail (1)",)


def test_a_note_on_a_gap_is_on_all_of_it() -> None:
    """Not on its last stroke."""
    (only,) = read(
        '<div type="edition" xml:lang="la"><ab>a <gap reason="lost" extent="unknown" '
        'unit="character"/><note>N</note> b</ab></div>'
    )
    (note,) = only.notes or ()
    assert only.content[note.start : note.end] == "[- - -]"


def test_what_a_word_is_to_be_read_as_is_noted_on_it() -> None:
    """As an apparatus has it: *l.*, lege; the other conventions write both, or count the other."""
    body = (
        '<div type="edition" xml:lang="grc"><ab>a <choice><orig>τειμήν</orig><reg>τιμήν</reg>'
        "</choice> <choice><corr>ἔδωκα</corr><sic>ἔδωκεα</sic></choice> <choice><corr>b</corr>"
        "<sic/></choice></ab></div>"
    )
    (leiden,) = read(body)
    assert leiden.content == "a τειμήν <ἔδωκα> <b>\n"
    assert [
        (note.kind, note.text, leiden.content[note.start : note.end]) for note in leiden.notes or ()
    ] == [("textual", "l. τιμήν", "τειμήν"), ("textual", "ἔδωκεα (!)", "<ἔδωκα>")]
    assert leiden.warnings == ("left out: sic (1)",)
    (plain,) = read(body, "plain")
    assert (plain.content, plain.notes) == ("a τιμήν ἔδωκα b\n", ())
    assert plain.warnings == ("left out: orig (1), sic (2)",)


def test_the_text_that_a_translation_stands_beside_is_no_less_a_text() -> None:
    """Where only the translation has a type."""
    original, translation = read(
        "<head>To N.</head><p>My dear sir</p><div><p>Yours</p></div>"
        '<div type="bibliography"><p>B</p></div>'
        '<div type="translation" xml:lang="fr"><p>Mon cher</p></div>'
    )
    assert (original.text, original.content) == (
        "transcription:en",
        "To N.\n\nMy dear sir\n\nYours\n",
    )
    assert (translation.text, translation.source) == ("translation:fr", 0)
    assert original.warnings == ("left out beside the texts: div type=bibliography (1)",)


def test_what_stands_beside_an_edition_is_counted() -> None:
    """A heading before it, a bare word, a facsimile with words, the header of a corpus."""
    document = (
        '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>All'
        "</title></titleStmt></fileDesc></teiHeader><TEI><facsimile><surface><zone>z</zone>"
        "</surface></facsimile><text><front><p>Preface</p></front><body><head>II AD</head>loose"
        '<div type="edition" xml:lang="grc"><ab>θεοῖς</ab></div></body></text></TEI></teiCorpus>'
    )
    (only,) = read_drafts(document.encode())
    assert only.warnings == (
        "left out beside the texts: facsimile (1), front (1), head (1), header of the corpus (1), "
        "words directly in body (1)",
    )


def test_what_holds_but_notes_is_not_left_out() -> None:
    """The notes are kept; what is around them has no words of its own."""
    document = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div type="edition" xml:lang="la">'
        '<ab>ab<anchor xml:id="a"/></ab></div></body></text><standOff><listAnnotation>'
        '<note target="#a">N</note></listAnnotation></standOff></TEI>'
    )
    (only,) = read_drafts(document.encode())
    assert ([note.text for note in only.notes or ()], only.warnings) == (["N"], ())


HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><idno "
    'type="filename">12345</idno></publicationStmt></fileDesc><profileDesc><langUsage>'
    '<language ident="grc">G</language></langUsage></profileDesc></teiHeader>'
)


@pytest.mark.parametrize(
    ("body", "notes"),
    [
        ('<div type="edition"><ab/></div><div type="translation"><p/></div>', []),
        ('<div type="edition"><ab/></div><div type="commentary"><p>Unread.</p></div>', ["Unread."]),
        (
            '<div type="bibliography"><p>P.Ryl. 1</p></div><div type="commentary"><p>Libellus</p>'
            "</div>",
            ["Libellus"],
        ),
        ("", []),
    ],
)
def test_what_is_described_and_not_yet_transcribed(body: str, notes: list[str]) -> None:
    """Its header goes in, commentary as a note; neither commentary nor literature is the text."""
    data = (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{HEADER}<text><body>{body}</body></text></TEI>'
    )
    (read_one,) = read_drafts(data.encode())
    assert (read_one.content, read_one.document) == ("", "12345")
    assert (read_one.text or f"{read_one.kind}:{read_one.language}") == "transcription:grc"
    assert [note.text for note in read_one.notes or ()] == notes
    assert read_one.fields["title"] == "T"
    assert any("no words yet" in words for words in read_one.warnings)


def test_a_translation_alone_is_a_translation() -> None:
    """Beside an edition that is still empty."""
    (only,) = read(
        '<div type="edition" xml:lang="grc"><ab/></div><div type="translation" xml:lang="en">'
        "<p>May she rest</p></div>"
    )
    assert (only.text, only.content, only.source) == ("translation:en", "May she rest\n", None)
