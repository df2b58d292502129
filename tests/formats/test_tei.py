"""TEI files: every row of the reader's tables, with the text that an editor would write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from provrepo.errors import InputError
from provrepo.formats.draft import CONVENTIONS, Draft, FileNote, Reading
from provrepo.formats.tei import elements
from provrepo.reading.files import read_drafts

NAMESPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'


def drafts(text: str, header: str = "", convention: str = "chicago") -> tuple[Draft, ...]:
    """Return the drafts of a TEI document with that `text` and that header."""
    document = f"<TEI {NAMESPACE}><teiHeader>{header}</teiHeader>{text}</TEI>"
    return read_drafts(document.encode(), Reading(convention=convention))


def draft(body: str, header: str = "", convention: str = "chicago") -> Draft:
    """Return the only draft of a document with that body."""
    (only,) = drafts(f"<text><body>{body}</body></text>", header, convention)
    return only


def content(body: str, convention: str = "chicago") -> str:
    """Return the text of a body, without its last line end."""
    return draft(body, "", convention).content.removesuffix("\n")


def noted(body: str, header: str = "", convention: str = "chicago") -> list[tuple[str, str]]:
    """Return for each note of a body the passage it is on, and its words."""
    read = draft(body, header, convention)
    return [(on(read, note), note.text) for note in read.notes or ()]


def on(read: Draft, note: FileNote) -> str:
    """Return the passage that a note is on; nothing where it is on the whole."""
    return "" if note.start is None else read.content[note.start : note.end]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One\n      two   <hi>three</hi>\n   four</p>", "One two three four"),
        ("<p> One </p>\n<p>Two</p>", "One\n\nTwo"),
        ("<head>Title</head><p>One</p><trailer>End</trailer>", "Title\n\nOne\n\nEnd"),
        ("<div><head>A</head><div><ab>b</ab></div></div>", "A\n\nb"),
        ("<p>One<lb/>two <lb n='2'/> three</p>", "One\ntwo\nthree"),
        ("<p>im\n <lb break='no'/> possible</p>", "impossible"),
        ("<p>im<pb n='2' break='no'/>possible</p>", "impossible"),
        ("<p>im <lb n='2' type='worddiv'/>possible</p>", "impossible"),
        ("<p>one <pb n='2'/> two<cb/>three</p>", "one two three"),
        ("<p>a</p><pb n='2'/><p>b</p>", "a\n\nb"),
        ("<p>One <!-- not this -->two<?nor this?> three</p>", "One two three"),
        ("<p>one<hi> two</hi><hi>three </hi>four</p>", "one twothree four"),
        (
            "<p>We want:</p><list><head>Things</head><item>bread</item> <item>salt</item></list>",
            "We want:\n\nThings\nbread\nsalt",
        ),
        ("<p>We want: <list><item>bread</item></list> soon.</p>", "We want:\nbread\nsoon."),
        (
            "<list><label>a)</label> <item>bread</item><label>b)</label>"
            "<item><p>salt</p></item></list>",
            "a) bread\nb) salt",
        ),
        ("<list><item><label>1.</label> A<list><item>B</item></list></item></list>", "1. A\nB"),
        ("<list><item><p>One</p><p>two</p></item><item>three</item></list>", "One\ntwo\nthree"),
        (
            "<table><head>T</head><row><cell>a</cell><cell> b\n<lb/>c </cell></row>\n<row>"
            "<cell/><cell><p>d</p><p>e</p></cell><cell/></row></table><p>f</p>",
            "T\na\tb c\n\td e\t\n\nf",
        ),
        (
            "<list><headLabel>Sum</headLabel><headItem>For</headItem><label>2 s.</label>"
            "<item>bread</item></list>",
            "Sum For\n2 s. bread",
        ),
        ("<listBibl><bibl>A</bibl><bibl>B, <title>C</title></bibl></listBibl>", "A\nB, C"),
        ("<p>See <bibl>A</bibl>.</p>", "See A."),
        (
            "<p>as <cit><quote>No one</quote> (<bibl>A</bibl>)</cit>, and <cit><quote>x</quote>"
            "<bibl>B</bibl></cit> say</p>",
            "as No one (A), and x B say",
        ),
        (
            "<p>as <cit><quote><l>x</l></quote><bibl>B</bibl></cit> says</p>",
            "as\n\nx\n\nB\n\nsays",
        ),
        ("<cit><quote>x</quote><bibl>B</bibl></cit>", "x\n\nB"),
        (
            "<p>in <imprint><pubPlace>Rome</pubPlace><date>1961</date></imprint>.</p>",
            "in Rome 1961.",
        ),
        ("<lg><l>One</l><l>two</l></lg><lg><l>three</l></lg>", "One\ntwo\n\nthree"),
        ("<sp><speaker>Ham.</speaker><l>To be</l></sp>", "Ham.\nTo be"),
        (
            "<opener><dateline>Paris, <date>3 May</date></dateline><salute>Sir,</salute></opener>"
            "<p>Text.</p><closer><salute>Yours,</salute> "
            "<signed>A. B.<lb/>Consul</signed></closer>",
            "Paris, 3 May\nSir,\n\nText.\n\nYours,\nA. B.\nConsul",
        ),
        (
            "<address><addrLine>The Minister</addrLine><addrLine>London</addrLine></address>",
            "The Minister\nLondon",
        ),
        ("<dateline>Paris</dateline><p>Text</p>", "Paris\n\nText"),
        ("<p>He said <quote>no</quote> and <q>yes</q>.</p>", "He said no and yes."),
        (
            "<p>As follows: <quote rend='blockquote'>No.</quote> Then</p>",
            "As follows:\n\nNo.\n\nThen",
        ),
        ("<quote><p>One</p><p>two</p></quote>", "One\n\ntwo"),
        ("<p>By <formula>E=mc^2</formula></p>", "By E=mc^2"),
        ("<eg>\n a  b\n   c\n</eg>", " a  b\n   c"),
        ("<p>x<note>n</note> y <graphic url='a'/> z<fw>p. 2</fw></p>", "x y z"),
        ("<p><w>Two</w> <w>words</w><pc>.</pc> <num value='6'>six</num></p>", "Two words. six"),
        ("<p><persName><forename>A</forename> <surname>B</surname></persName></p>", "A B"),
        ("<p><w>two</w><w>words</w><pc>,</pc><w>l'</w><w>un</w></p>", "two words,l'un"),
        ("<p><w part='I'>wo</w><lb break='no'/><w part='F'>rd</w><w>x</w></p>", "word x"),
        ("<p><w>a</w><lb/><w>b</w> <w>c</w></p>", "a\nb c"),
        ("<p>a<unheardOf>b</unheardOf>c</p>", "abc"),
        ("<p>外交部\n来电</p>", "外交部 来电"),
        (
            "<p>a <note>n</note>, b<name>\n B\n</name>. C <note>n</note>. . . d</p>",
            "a, b B. C . . . d",
        ),
        ("<p>no\u00a0break</p>", "no\u00a0break"),
    ],
)
def test_layout(body: str, text: str) -> None:
    """Paragraphs, lines, lists, tables, verse, letters: with no blank lost and none doubled."""
    assert content(body) == text


@pytest.mark.parametrize("name", sorted(elements.APART))
def test_words_of_their_own_are_parted(name: str) -> None:
    """In what holds other elements alone, also in a file without white space between these."""
    words = content(f"<p>x <{name}><name>one</name><date>two</date></{name}> y</p>").split()
    assert words == ["x", "one", "two", "y"]


@pytest.mark.parametrize(
    ("body", "chicago", "leiden", "plain"),
    [
        ("a <supplied reason='lost'>b</supplied> c", "a [b] c", "a [b] c", "a b c"),
        ("a<supplied reason='omitted'>b</supplied>", "a[b]", "a<b>", "ab"),
        ("<supplied reason='subaudible'>b</supplied>", "[b]", "(b)", "b"),
        ("<supplied reason='explanation'>b</supplied>", "[b]", "(b)", "b"),
        ("<supplied reason='lost' cert='low'>b</supplied>", "[b?]", "[b(?)]", "b"),
        ("a<supplied> b</supplied> c", "a [b] c", "a [b] c", "a b c"),
        ("a <supplied>b </supplied>c", "a [b] c", "a [b] c", "a b c"),
        ("wo<unclear>rd.</unclear>", "wo[rd.?]", "wor\u0323d\u0323.", "word."),
        ("<expan>Gen<ex>era</ex>l</expan>", "Gen[era]l", "Gen(era)l", "General"),
        ("<expan>l<ex cert='low'>ibram</ex></expan>", "l[ibram?]", "l(ibram(?))", "libram"),
        ("<expan>Aug<am>g</am><ex>ustis</ex></expan>", "Augg[ustis]", "Augg(ustis)", "Augustis"),
        ("a <sic>teh</sic> b", "a teh [sic] b", "a teh (!) b", "a teh b"),
        ("a <corr>the</corr> b", "a [the] b", "a <the> b", "a the b"),
        ("the <surplus>the</surplus> end", "the the [sic] end", "the {the} end", "the end"),
        ("a<del>b</del> c", "a[deleted: b] c", "a⟦b⟧ c", "a c"),
        ("a<add>b</add> c", "a[inserted: b] c", "a`b´ c", "ab c"),
        ("<subst><del>a</del><add>b</add></subst>", "[deleted: a][inserted: b]", "⟦a⟧`b´", "b"),
        ("<abbr>Gen.</abbr> A", "Gen. A", "Gen.(- - -) A", "Gen. A"),
        ("<choice><sic>teh</sic> <corr>the</corr></choice>", "teh [the]", "<the>", "the"),
        ("<choice><orig>olde</orig><reg>old</reg></choice>", "olde [old]", "olde", "old"),
        (
            "<choice><abbr>Gen.</abbr><expan>General</expan></choice> A",
            "Gen. [General] A",
            "General A",
            "General A",
        ),
        (
            "<choice><abbr>Gen.</abbr><expan>Gen<ex>eral</ex></expan></choice>",
            "Gen[eral]",
            "Gen(eral)",
            "General",
        ),
        ("<choice><unclear>a</unclear><unclear>b</unclear></choice>", "[a?]", "a\u0323", "a"),
        ("a<certainty match='..'/>", "a[?]", "a(?)", "a"),
        ("a <handShift new='#m2'/>b", "a [hand 2] b", "a (hand 2) b", "a b"),
        ("a<handShift/>b", "a [another hand] b", "a (another hand) b", "ab"),
        ("a <g type='chirho'/>", "a [chirho]", "a ((chirho))", "a"),
        ("a<g type='interpunct'/>b", "a·b", "a·b", "a·b"),
        ("a<g type='x'>☧</g>", "a☧", "a☧", "a☧"),
        ("a <space quantity='3' unit='character'/> b", "a [blank] b", "a (vac. 3) b", "a b"),
        ("a<space unit='line' extent='unknown'/>b", "a [blank] b", "a (vac. lines) b", "a b"),
        ("a<space unit='line' quantity='2'/>b", "a [2 lines blank] b", "a (vac. 2 lines) b", "a b"),
        ("<figure><figDesc>A seal</figDesc></figure>", "[figure: A seal]", "((A seal))", None),
        ("<restore>a</restore><damage>b</damage>", "ab", "ab", "ab"),
        ("a<supplied reason='lost'/>b", "a[…]b", "a[- - -]b", "a…b"),
        ("a <unclear/> b", "a [illegible] b", "a - - - b", "a … b"),
        (
            "<supplied reason='lost'>a<gap reason='lost' quantity='2' unit='character'/></supplied>"
            "<gap reason='lost' extent='unknown' unit='character'/> b",
            "[a…][…] b",
            "[a..- - -] b",
            "a…… b",
        ),
        (
            "<supplied reason='lost'>a<supplied reason='lost'>b</supplied></supplied>",
            "[ab]",
            "[ab]",
            "ab",
        ),
    ],
)
def test_editorial_markup(body: str, chicago: str, leiden: str, plain: str | None) -> None:
    """Each convention writes what its readers know; `plain` what is to be read aloud."""
    for convention, text in zip(CONVENTIONS, (chicago, leiden, plain), strict=True):
        if text is not None:
            assert content(f"<p>{body}</p>", convention) == text


GAPS = [
    ("reason='lost' quantity='3' unit='character'", "[…]", "[...]"),
    ("reason='lost' quantity='12' unit='character'", "[…]", "[- 12 -]"),
    ("reason='lost' quantity='12' unit='character' precision='low'", "[…]", "[- ca. 12 -]"),
    ("reason='lost' atLeast='2' atMost='4' unit='character'", "[…]", "[- 2-4 -]"),
    ("reason='lost' extent='unknown' unit='character'", "[…]", "[- - -]"),
    ("reason='lost' extent='5 characters'", "[…]", "[.....]"),
    ("", "[…]", "[- - -]"),
    ("reason='lost' quantity='2' unit='line'", "[2 lines lost]", "[- 2 lines -]"),
    ("reason='lost' quantity='1' unit='word'", "[1 word lost]", "[- 1 word -]"),
    ("reason='lost' quantity='2' unit='foot'", "[2 feet lost]", "[- 2 feet -]"),
    ("reason='lost' extent='unknown' unit='cm'", "[…]", "[- - -]"),
    ("reason='lost' extent='unknown' unit='line'", "[lines lost]", "[- - - - - -]"),
    ("reason='illegible' quantity='3' unit='character'", "[illegible]", "..."),
    ("reason='illegible' extent='unknown'", "[illegible]", "- - -"),
    ("reason='illegible' quantity='2' unit='words'", "[2 words illegible]", "- 2 words -"),
    ("reason='omitted' quantity='3' unit='character'", "[…]", "<...>"),
    ("reason='ellipsis'", "[…]", "(...)"),
    ("reason='sampling'", "[…]", "(...)"),
    ("reason='redacted'", "[redacted]", "[- - -]"),
]


@pytest.mark.parametrize(("attributes", "chicago", "leiden"), GAPS)
def test_gaps(attributes: str, chicago: str, leiden: str) -> None:
    """What is missing is shown, with its extent where the convention has a way to say it."""
    body = f"<p>a <gap {attributes}/> b</p>"
    assert content(body) == f"a {chicago} b"
    assert content(body, "leiden") == f"a {leiden} b"
    assert content(body, "plain") == "a … b"


def test_a_gap_in_its_own_words() -> None:
    """A `desc` says it better, for readers of prose."""
    body = "<p><gap reason='redacted'><desc>[1 line not declassified]</desc></gap></p>"
    assert content(body) == "[1 line not declassified]"
    assert content(body, "leiden") == "[- - -]"


def test_brackets_end_with_their_paragraph() -> None:
    """A mark over several paragraphs is set in each, so that no bracket spans an empty line."""
    body = "<add><p>One</p><p>two</p></add><del><p>three</p></del>"
    assert content(body) == "[inserted: One]\n\n[inserted: two]\n\n[deleted: three]"


def test_quotation_marks_that_were_taken_out_come_back() -> None:
    """Only where the header says that the marks are not in the text."""
    header = "<encodingDesc><editorialDecl><quotation marks='none'/></editorialDecl></encodingDesc>"
    assert draft("<p>He said <q>no</q>.</p>", header).content == "He said “no”.\n"


def test_what_is_left_out_is_counted_by_name() -> None:
    """Nothing is dropped in silence."""
    read = draft(
        "<p>a<pb/><graphic url='x'/><graphic url='y'/><odd>b</odd>"
        "<m:math xmlns:m='urn:m'><m:i>x</m:i></m:math></p>",
        "<fileDesc><titleStmt><title>T</title><sponsor>S</sponsor></titleStmt>"
        "<extent>3 pages</extent></fileDesc>",
    )
    assert read.content == "a bx\n"
    assert read.warnings == (
        "left out: graphic (2), pb (1)",
        "left out of the header: extent (1), sponsor (1)",
        "read as plain words, meaning unknown: odd (1), {urn:m}math (1)",
    )
    plain = draft("<p>a<del>b</del><handShift/></p>", "", "plain")
    assert plain.warnings == ("left out: del (1), handShift (1)",)


# Notes


@pytest.mark.parametrize(
    ("body", "notes"),
    [
        ("<p>One two.<note>N</note> Three</p>", [("two.", "N")]),
        ("<p>One</p><p><note>N</note>Two three</p>", [("Two", "N")]),
        ("<head>Title<note>N</note></head><p>Two</p>", [("Title", "N")]),
        ("<table><row><cell>a</cell><cell><note>N</note>b</cell></row></table>", [("b", "N")]),
        ("<p>外交部来电<note>N</note></p>", [("电", "N")]),
        ("<p>来电。<note>N</note></p>", [("电。", "N")]),
        ("<p>外交部abc<note>N</note></p>", [("abc", "N")]),
        ("<p>a —<note>N</note> b</p>", [("—", "N")]),
        ("<p>One<note><p>A</p> <p>B<note>C</note></p></note></p>", [("One", "A\nB"), ("One", "C")]),
        ("<p>One<note> a <hi>b</hi>\n c<lb/>d</note></p>", [("One", "a b c\nd")]),
        (
            "<p>One<ref target='#n1'>1</ref> two</p><note xml:id='n1'>N</note>",
            [("One", "N")],
        ),
        ("<p>One<ptr target='#n1'/> two</p><div><note xml:id='n1'>N</note></div>", [("One", "N")]),
        (
            "<p><seg xml:id='s'>One two</seg> three</p><note target='#s'>N</note>",
            [("One two", "N")],
        ),
        ("<p>One <anchor xml:id='a'/>two</p><note target='#a'>N</note>", [("One", "N")]),
        (
            "<p>a <seg xml:id='s'>b</seg> c <seg xml:id='t'>d</seg> e</p>"
            "<note target='#s' targetEnd='#t'>N</note>",
            [("b c d", "N")],
        ),
        ("<p>One<del>x<note>N</note></del></p>", [("x", "N")]),
        ("<p><choice><sic>a<note>N</note></sic><corr>b</corr></choice></p>", [("a", "N")]),
        (
            "<p>One <app><lem wit='#A'>two</lem><rdg wit='#B #C'>too</rdg>"
            "<rdg wit='#D'/></app></p>",
            [("two", "B C: too"), ("two", "D: (omitted)")],
        ),
        ("<p><app><rdg>one</rdg><rdg>two</rdg></app></p>", [("one", "two")]),
        ("<p>One<note/></p>", []),
        ("<p>a <gap reason='lost'/><note>N</note> b</p>", [("[…]", "N")]),
        ("<p>a <supplied>b <note>N</note></supplied>, c</p>", [("[b]", "N")]),
        ("<p><corr>x</corr><seg xml:id='s'>y</seg></p><note target='#s'>N</note>", [("y", "N")]),
        (
            "<table><row><cell>a</cell><cell xml:id='c'>two words</cell></row></table>"
            "<note target='#c'>N</note>",
            [("two words", "N")],
        ),
        (
            "<p>a<ref target='#n'>1</ref> b<ref target='#n'>1</ref></p><note xml:id='n'>N</note>",
            [("a", "N")],
        ),
        # Words that point to a note are text; they have the note where nothing else says its place.
        (
            "<p>a Mr. <ref target='#n'>Black Dog</ref> b</p><div><note xml:id='n'>N</note></div>",
            [("Black Dog", "N")],
        ),
        (
            "<p>a<note xml:id='n'>N</note> b, see <ref target='#n'>footnote 1</ref></p>",
            [("a", "N")],
        ),
        (
            "<p>see <ref target='#n'>the note</ref> on a<ref target='#n'>[xiv]</ref></p>"
            "<note xml:id='n'>N</note>",
            [("a", "N")],
        ),
        ("<p>a<ref target='#n'>注1</ref></p><note xml:id='n'>N</note>", [("a", "N")]),
        ("<p>a<ref target='#n'>nota A</ref></p><note n='nota A' xml:id='n'>N</note>", [("a", "N")]),
        ("<p>One<note><list><item>x</item></list></note></p>", [("One", "x")]),
        ("<eg>one <note>N</note></eg>", [("one", "N")]),
        ("<p><choice><sic>a</sic><corr>b</corr><note>N</note></choice></p>", [("[b]", "N")]),
        ("<p>x <app><lem/><rdg wit='#B'>b</rdg></app> y</p>", [("x", "B: b")]),
        (
            "<p><app><lem>a</lem><rdgGrp><rdg wit='#B'>b<note>M</note></rdg></rdgGrp>"
            "<note>N</note></app></p>",
            [("a", "B: b"), ("a", "M"), ("a", "N")],
        ),
    ],
)
def test_notes_stand_where_they_belong(body: str, notes: list[tuple[str, str]]) -> None:
    """On the word before, on the passage pointed to; nested notes and variants are kept."""
    closed = (
        body if body.endswith(">") and body.count("<p>") == body.count("</p>") else f"{body}</p>"
    )
    assert noted(closed) == notes


@pytest.mark.parametrize(
    ("body", "text", "warning"),
    [
        ("<p>a<ptr target='#x'/>b</p>", "ab", "left out: ptr (1)"),
        ("<p xml:id='s'>a <ref target='#s'>b</ref></p>", "a b", ""),
        (
            "<p>a<note xml:id='n'>N</note> b, see <ref target='#n'>footnote 1</ref>, c</p>",
            "a b, see footnote 1, c",
            "",
        ),
        (
            "<p>a <ref target='#n'>civil</ref> b<ref target='#m'>*</ref></p>"
            "<div><note xml:id='n'>N</note><note xml:id='m'>M</note></div>",
            "a civil b",
            "",
        ),
        ("<p>a <space>b</space> c</p>", "a [blank] c", "left out: words in space (1)"),
        ("<p>a<figure><graphic/></figure>b</p>", "ab", "left out: graphic (1)"),
        ("<p>a<listApp><app><lem>z</lem></app></listApp></p>", "a", "left out: listApp (1)"),
        (
            "<p><app>x<lem>a</lem><rdgGrp>y<rdg>b</rdg></rdgGrp><witDetail>z</witDetail></app></p>",
            "a",
            "left out: witDetail (1), words directly in app (1), words directly in rdgGrp (1)",
        ),
    ],
)
def test_what_is_no_text_is_counted(body: str, text: str, warning: str) -> None:
    """Words where TEI has none, pictures, pointers to elsewhere."""
    read = draft(body)
    assert (read.content.removesuffix("\n"), "; ".join(read.warnings)) == (text, warning)


def test_a_note_on_a_reading_that_is_noted_is_kept() -> None:
    """In the Leiden conventions both are notes on the word."""
    body = "<p><choice><orig>x</orig><reg>y<note>N</note></reg></choice></p>"
    assert noted(body, "", "leiden") == [("x", "l. y"), ("x", "N")]


def test_notes_of_left_out_words_are_kept() -> None:
    """What a convention leaves out takes no note away."""
    body = (
        "<p>One <del>x<note>N</note></del> "
        "<choice><sic>a<note>M</note></sic><corr>b</corr></choice></p>"
    )
    assert noted(body, "", "plain") == [("One", "N"), ("b", "M")]


def test_notes_outside_the_text_are_on_the_whole_or_where_they_point() -> None:
    """`standOff` and `back` hold notes too."""
    (read,) = drafts(
        "<standOff><note target='#s'>N</note><note>M</note></standOff>"
        "<text><body><p>a <seg xml:id='s'>b</seg></p></body>"
        "<back><div type='notes'><note target='#gone'>L</note></div></back></text>"
    )
    assert [(on(read, note), note.text) for note in read.notes or ()] == [
        ("b", "N"),
        ("b", "L"),
        ("", "M"),
    ]
    assert read.content == "a b\n"


@pytest.mark.parametrize(
    ("attributes", "kind"),
    [
        ("", "editorial"),
        ("place='foot'", "editorial"),
        ("place='end' n='1'", "editorial"),
        ("type='source'", "source"),
        ("type='sourceNote' rend='inline'", "source"),
        ("type='textual'", "textual"),
        ("type='variant'", "textual"),
        ("type='original'", "original"),
        ("type='authorial'", "original"),
        ("resp='#author'", "original"),
        ("resp='author'", "original"),
        ("place='margin-left'", "original"),
        ("place='margin' resp='#AB'", "editorial"),
        ("place='margin' type='editorial'", "editorial"),
    ],
)
def test_kinds_of_notes(attributes: str, kind: str) -> None:
    """By type, by who is responsible, by the place on the page; otherwise the editor's."""
    (note,) = draft(f"<p>One<note {attributes}>N</note></p>").notes or ()
    assert note.kind == kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Source: National Archives, RG 59.", "source"),
        ("The source: unknown.", "editorial"),
        ("See the annex. (Footnote in original.)", "original"),
        ("See footnote in original, p. 3.", "editorial"),
        ("See. [Footnote in the original.]", "original"),
    ],
)
def test_kinds_of_notes_by_their_words(words: str, kind: str) -> None:
    """Documentary editions write them so, and say no type."""
    (note,) = draft(f"<p>One<note>{words}</note></p>").notes or ()
    assert note.kind == kind


def test_who_wrote_a_note_and_in_which_language() -> None:
    """`resp` leads to the header; a language is stated, or that of the edition."""
    header = (
        "<fileDesc><titleStmt><title>T</title>"
        "<editor xml:id='AB'>Anna Brown</editor></titleStmt></fileDesc>"
    )
    document = (
        f"<TEI {NAMESPACE} xml:lang='en'><teiHeader>{header}</teiHeader>"
        "<text xml:lang='ru'><body><p>"
        "a<note resp='#AB'>1</note> b<note xml:lang='de'>2</note> c<note type='original'>3</note>"
        " d<note resp='#nobody'>4</note></p></body></text></TEI>"
    )
    (read,) = read_drafts(document.encode())
    assert read.language == "ru"
    assert [(note.language, note.agents) for note in read.notes or ()] == [
        ("en", ("Anna Brown:editor",)),
        ("de", ()),
        ("ru", ()),
        ("en", ()),
    ]
    assert "resp that names nobody in the header: 1" in read.warnings


# The header


HEADER = """
<fileDesc>
  <titleStmt>
    <title type="main">Letter to the <hi>Minister</hi></title><title type="sub">A draft</title>
    <title type="short">Letter</title>
    <author>Somebody Else</author>
    <editor ref="https://orcid.org/0000-0002-1825-0097">Anna Brown</editor>
    <respStmt><resp>Transcribed and encoded by</resp><persName>Carl Dee</persName></respStmt>
    <respStmt><resp ref="http://id.loc.gov/vocabulary/relators/trl">X</resp>
      <name>Eva Fox</name><orgName>The Office</orgName></respStmt>
    <respStmt><resp>made the tea</resp><name>Guy Hall</name></respStmt>
  </titleStmt>
  <publicationStmt>
    <publisher>Sample Press</publisher><pubPlace>Samplestad</pubPlace>
    <date when="2014">2014</date>
    <idno type="DOI">https://doi.org/10.1234/abc</idno>
    <idno type="URI">https://sample.example/letter</idno>
    <idno type="filename">letter.1</idno>
    <availability><p>Free.</p></availability>
  </publicationStmt>
  <sourceDesc><msDesc><msIdentifier>
    <settlement>Samplestad</settlement><institution>Ministry</institution>
    <repository>State Archive</repository><collection>Railway Files</collection>
    <idno>box 3, folder 12</idno>
  </msIdentifier><history><origin><origDate when="1961-05">May 1961</origDate></origin></history>
  </msDesc></sourceDesc>
</fileDesc>
<profileDesc>
  <langUsage><language ident="ru">Russian</language></langUsage>
  <correspDesc>
    <correspAction type="sent"><persName><surname>Wang</surname><forename>Li</forename></persName>
      <placeName>Paris</placeName><date when="1961-05-03">3 May</date></correspAction>
    <correspAction type="received"><orgName>Ministry</orgName></correspAction>
  </correspDesc>
</profileDesc>
<revisionDesc>
  <change when="2013-01-01" who="#x">Old.</change>
  <change when="2015-02-03T10:00:00Z" who="#CD">Proofs <hi>read</hi>.</change>
</revisionDesc>
"""


def test_the_header_fills_metadata_people_and_dates() -> None:
    """A letter is cited by its sender, date and shelf mark; who made the file are its agents."""
    header = HEADER.replace("<persName>Carl", "<persName xml:id='CD'>Carl")
    read = draft("<p>Text</p>", header)
    assert read.fields == {
        "title": "Letter to the Minister: A draft",
        "title-short": "Letter",
        "author": [{"family": "Wang", "given": "Li"}],
        "recipient": ["Ministry"],
        "event-place": "Paris",
        "issued": "1961-05-03",
        "archive": "State Archive, Ministry",
        "archive-place": "Samplestad",
        "archive_collection": "Railway Files",
        "archive_location": "box 3, folder 12",
        "publisher": "Sample Press",
        "publisher-place": "Samplestad",
        "DOI": "10.1234/abc",
        "URL": "https://sample.example/letter",
    }
    assert read.agents == (
        "Carl Dee:transcriber",
        "Carl Dee:encoder",
        "Eva Fox:translator",
        "The Office:translator:organization",
        "Guy Hall:contributor",
        "Anna Brown <https://orcid.org/0000-0002-1825-0097>:editor",
        "Carl Dee:editor",
    )
    assert (read.document, read.language) == ("letter.1", "ru")
    assert (read.created, read.message) == ("2015-02-03", "Proofs read.")
    assert read.warnings == (
        "left out of the header: author (1), availability (1), change (1), date (1), history (1), "
        "resp (1)",
    )


@pytest.mark.parametrize(
    ("date", "issued"),
    [
        ("<date when='1961-05-03'>x</date>", "1961-05-03"),
        ("<date when='1961-05-03T10:00:00+01:00'/>", "1961-05-03"),
        ("<date from='1960' to='1961-02'/>", "1960/1961-02"),
        ("<date notBefore='0101' notAfter='0200'>2nd c.</date>", "0101/0200"),
        ("<date notBefore='-0031' notAfter='-0031'/>", "-0031"),
        ("<date when='1961' cert='low'/>", "1961~"),
        ("<date when='1961-13'>spring 1961</date>", "spring 1961"),
        ("<date>spring 1961</date>", "spring 1961"),
    ],
)
def test_dates_of_the_document(date: str, issued: str) -> None:
    """Normalised attributes before words, a range, doubt, years before Christ."""
    header = f"<profileDesc><creation>{date}</creation></profileDesc>"
    assert draft("<p>Text</p>", header).fields["issued"] == issued


@pytest.mark.parametrize(
    ("resp", "roles"),
    [
        ("transcriber", ["transcriber"]),
        ("Transcription", ["transcriber"]),
        ("Übersetzung", ["translator"]),
        ("traduction", ["translator"]),
        ("XML encoding", ["encoder"]),
        ("EpiDoc markup", ["encoder"]),
        ("edited by", ["editor"]),
        ("reviewed", ["reviewer"]),
        ("annotator", ["annotator"]),
        ("Photography", ["photographer"]),
        ("перевод", ["translator"]),
        ("翻译", ["translator"]),
    ],
)
def test_roles_by_their_words(resp: str, roles: list[str]) -> None:
    """In the languages that editors write."""
    header = (
        "<fileDesc><titleStmt><title>T</title><respStmt>"
        f"<resp>{resp}</resp><name>A</name></respStmt></titleStmt></fileDesc>"
    )
    assert [agent.removeprefix("A:") for agent in draft("<p>x</p>", header).agents] == roles


NAMES = """<fileDesc><titleStmt><title/>
  <author><persName><forename>Ludwig</forename><nameLink>van</nameLink><surname>B</surname>
  </persName></author>
  <editor><persName xml:id="AB"><forename>Anna</forename><forename>M.</forename>
    <nameLink>von</nameLink><surname>Brown</surname><idno>0000-0002-1825-0097</idno></persName></editor>
  <editor/>
  <respStmt><resp ref="https://roles.example/#data_manager">kept</resp><name ref="#AB"/></respStmt>
  <respStmt><resp>transcriber</resp><name>Carl Dee <idno>12</idno>, <hi>Jr.</hi></name></respStmt>
  <respStmt><resp>translator</resp><name ref="#nobody"/></respStmt>
</titleStmt></fileDesc>
<profileDesc><creation><date/><origDate when="1961">x</origDate></creation></profileDesc>
<encodingDesc><p><persName xml:id="ZZ"/></p></encodingDesc>"""


def test_names_are_put_together_out_of_their_parts() -> None:
    """Particles, two forenames, identifiers beside the name; a name that only points."""
    read = draft("<p>Text</p>", NAMES)
    assert read.agents == (
        "Anna M. von Brown <https://orcid.org/0000-0002-1825-0097>:data manager",
        "Carl Dee, Jr.:transcriber",
        "Anna M. von Brown <https://orcid.org/0000-0002-1825-0097>:editor",
    )
    assert read.fields == {
        "author": [{"family": "B", "given": "Ludwig", "non-dropping-particle": "van"}],
        "issued": "1961",
    }


@pytest.mark.parametrize(
    ("changes", "created", "agents"),
    [
        ("<change><date>1999-05-01</date><name>Li</name>Typed.</change>", "1999-05-01", "encoder"),
        ("<change><date>1999</date><respStmt/><name>Li</name>x</change>", "1999", "editor"),
        ("<change when='soon'>x</change><change when='1999-13-01'>y</change>", None, None),
    ],
)
def test_the_newest_change_as_older_files_write_it(
    changes: str, created: str | None, agents: str | None
) -> None:
    """TEI P4 has the date and the name as elements; what is no date counts for nothing."""
    read = draft("<p>Text</p>", f"<revisionDesc>{changes}</revisionDesc>")
    assert read.created == created
    assert read.agents == ((f"Li:{agents}",) if agents else ())


def test_the_language_of_a_manuscript_is_that_of_its_text() -> None:
    """`textLang`, where the text itself states none."""
    header = "<fileDesc><sourceDesc><msDesc><msContents><textLang mainLang='{}'/></msContents>"
    header += "</msDesc></sourceDesc></fileDesc>"
    assert draft("<p>x</p>", header.format("grc")).language == "grc"
    assert draft("<p>x</p>", header.format("?")).language is None


def test_an_edition_without_words_leaves_the_words_beside_it() -> None:
    """Where only the running title stands in the edition, the whole document is the text."""
    read = draft("<div type='edition'><p><fw>Title</fw></p></div><p>Words</p>")
    assert (read.text, read.content) == (None, "Words\n")


# Several texts, and other dialects


def test_a_transcription_and_its_translations_are_texts_of_their_own() -> None:
    """Transcription first, translations based on it, the editors' divisions as notes."""
    header = (
        "<fileDesc><titleStmt><title>T</title><respStmt><resp>translator</resp>"
        "<persName xml:id='CD'>Carl Dee</persName></respStmt></titleStmt></fileDesc>"
    )
    texts = drafts(
        "<text><body>"
        "<div type='translation' xml:lang='en' resp='#CD'><p>Letter<note>N</note></p></div>"
        "<div type='edition' xml:lang='ru'><p>Письмо</p></div>"
        "<div type='translation'><div xml:lang='de'><p>Brief</p></div>"
        "<div xml:lang='fr'><p>Lettre</p></div></div>"
        "<div type='commentary'><p>Found<note>M</note> here.</p></div>"
        "<div type='apparatus'><p>1 x</p></div><div type='bibliography'><p>B</p></div>"
        "</body></text>",
        header,
    )
    assert [(draft.text, draft.content, draft.source) for draft in texts] == [
        ("transcription:ru", "Письмо\n", None),
        ("translation:en", "Letter\n", 0),
        ("translation:de", "Brief\n", 0),
        ("translation:fr", "Lettre\n", 0),
    ]
    assert [draft.agents for draft in texts] == [(), *[("Carl Dee:translator",)] * 3]
    assert [(note.kind, note.text, note.start) for note in texts[0].notes or ()] == [
        ("editorial", "Found here.", None),
        ("editorial", "M", None),
        ("textual", "1 x", None),
    ]
    assert [note.text for note in texts[1].notes or ()] == ["N"]
    assert texts[0].warnings == ("left out beside the texts: div type=bibliography (1)",)


def test_a_group_of_texts_is_told_apart_by_type() -> None:
    """Facing editions put whole texts beside each other."""
    texts = drafts(
        "<text><group><text type='transcription' xml:lang='zh'><body><p>电</p></body></text>"
        "<text type='translation' xml:lang='en'><body><p>Cable</p></body></text></group></text>"
    )
    assert [(draft.text, draft.content) for draft in texts] == [
        ("transcription:zh", "电\n"),
        ("translation:en", "Cable\n"),
    ]


def test_several_editions_in_one_language_have_labels() -> None:
    """The subtype names them; the interpretive one goes without."""
    texts = drafts(
        "<text><body><div type='edition' subtype='diplomatic' xml:lang='la'><ab>AB</ab></div>"
        "<div type='edition' subtype='interpretive' xml:lang='la'><ab>ab</ab></div>"
        "<div type='edition' xml:lang='grc'><ab>α</ab></div></body></text>"
    )
    assert [draft.text for draft in texts] == [
        "transcription:la:diplomatic",
        "transcription:la",
        "transcription:grc",
    ]


def test_a_text_of_unknown_kind_is_left_to_the_editor() -> None:
    """Its language is known, its kind the name of the file or a flag will tell."""
    (read,) = drafts("<text xml:lang='en_us'><body><p>x</p></body></text>")
    assert (read.text, read.language, read.source) == (None, "en-US", None)
    (odd,) = drafts("<text xml:lang='not a tag'><body><p>x</p></body></text>")
    assert odd.language is None


@pytest.mark.parametrize(
    "document",
    [
        "<TEI.2><text lang='en'><body><div1><p>One<lb/>two</p></div1></body></text></TEI.2>",
        "<TEI><text xml:lang='en'><body><p>One<lb/>two</p></body></text></TEI>",
        "<t:TEI xmlns:t='http://www.tei-c.org/ns/1.0'><t:text xml:lang='en'>"
        "<t:p>One<t:lb/>two</t:p></t:text></t:TEI>",
        f"<teiCorpus {NAMESPACE}><teiHeader/><TEI xml:lang='en'><text>"
        "<p>One<lb/>two</p></text></TEI></teiCorpus>",
        f"<div {NAMESPACE} type='fragment' xml:lang='en'><ab>One<lb/>two</ab></div>",
        f"<TEI {NAMESPACE} xml:lang='en'><sourceDoc><surface><zone><line>One</line><line>two</line>"
        "</zone></surface></sourceDoc></TEI>",
    ],
)
def test_dialects_are_read_alike(document: str) -> None:
    """P4, no namespace, a prefix, a corpus of one, a fragment, a genetic edition."""
    (read,) = read_drafts(document.encode())
    assert (read.content, read.language) == ("One\ntwo\n", "en")


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (f"<TEI {NAMESPACE}><text><body><p> </p></body></text></TEI>", "no words"),
        (f"<TEI {NAMESPACE}><teiHeader/></TEI>", "no words"),
        (f"<teiCorpus {NAMESPACE}><TEI/><TEI/></teiCorpus>", "corpus of 2 documents"),
        (f"<TEI {NAMESPACE}><text>", "not well-formed XML"),
    ],
)
def test_what_holds_no_text_is_refused(document: str, words: str) -> None:
    """One clear line, whatever is wrong."""
    with pytest.raises(InputError, match=words):
        read_drafts(document.encode())


def test_the_file_is_kept() -> None:
    """Its bytes, its type, and how it was read."""
    data = f"<TEI {NAMESPACE}><text><p>x</p></text></TEI>".encode()
    (read,) = read_drafts(data, Reading(convention="leiden"))
    assert read.file_bytes == data
    assert read.file is not None
    assert read.ingested.media_type == "application/tei+xml"
    assert read.ingested.reader == "tei convention=leiden"
    assert (read.ingested.name, read.notes) == ("stdin", ())


def test_nothing_of_the_header_is_dropped_in_silence() -> None:
    """A title in another language, a second address, no key, notes on people, loose words."""
    read = draft(
        "<p>x</p>",
        "<fileDesc><titleStmt><title xml:lang='en'>A</title><title xml:lang='it'>B</title><author>C"
        "<note>born 1900</note></author></titleStmt><publicationStmt><idno type='filename'>P;1"
        "</idno><idno>https://a.example/</idno><idno>https://b.example/</idno></publicationStmt>"
        "</fileDesc><profileDesc><creation>In <date when='1961'>spring</date></creation>"
        "</profileDesc>",
    )
    assert read.fields == {
        "title": "A",
        "author": ["C"],
        "URL": "https://a.example/",
        "issued": "1961",
    }
    assert read.document is None
    assert read.warnings == ("left out of the header: creation (1), idno (2), note (1), title (1)",)


def test_a_full_title_is_read_by_its_parts() -> None:
    """As the Guidelines nest them and FromThePage writes them; else a title is a word of one."""
    head = "<fileDesc><titleStmt>{}</titleStmt></fileDesc>"
    nested = (
        "<title type='full'>\n<title type='main'>The Letter</title>\n"
        "<title type='{}'>Two pages</title>\n</title>"
    )
    subtitle = draft("<p>x</p>", head.format(nested.format("sub")))
    assert (subtitle.fields["title"], subtitle.warnings) == ("The Letter: Two pages", ())
    description = draft("<p>x</p>", head.format(nested.format("desc")))
    assert description.fields["title"] == "The Letter"
    assert description.warnings == ("left out of the header: title (1)",)
    play = draft("<p>x</p>", head.format("<title>On <title>Hamlet</title></title>"))
    assert play.fields["title"] == "On Hamlet"


@pytest.mark.parametrize(
    ("written", "tag"), [("lat", "la"), ("eng", "en"), ("grc", "grc"), ("heb-Latn", "he-Latn")]
)
def test_languages_have_their_shortest_code(written: str, tag: str) -> None:
    """RFC 5646 §2.2.1: ``la``, where a file writes ``lat``; there are not two texts of one."""
    (read,) = drafts(f"<text><body xml:lang='{written}'><p>x</p></body></text>")
    assert read.language == tag


PAGE = (Path(__file__).resolve().parents[2] / "docs" / "readers.md").read_text("utf-8")
ROWS = re.findall(r"^\| `(.*<.*)` \| (.*?) \| (.*?) \| (.*?) ?\|$", PAGE, re.MULTILINE)


def test_the_page_about_readers_has_its_table() -> None:
    """So that the next test tests something."""
    assert len(ROWS) == 37


@pytest.mark.parametrize(("body", "chicago", "leiden", "plain"), ROWS)
def test_the_page_about_readers_tells_the_truth(
    body: str, chicago: str, leiden: str, plain: str
) -> None:
    """Each row of its table of editorial markup is read as it says."""
    for convention, shown in zip(CONVENTIONS, (chicago, leiden, plain), strict=True):
        text = shown.strip()
        text = text[3:-3] if text.startswith("`` ") else text[1:-1]
        if text:
            assert content(f"<p>{body}</p>", convention) == text
        else:
            with pytest.raises(InputError, match="no words"):
                content(f"<p>{body}</p>", convention)


def test_what_another_file_holds_is_counted_and_never_fetched() -> None:
    """A chapter that is missing here is no secret; what the encoder wrote for that case is read."""
    body = (
        '<p>a</p><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hosts">'
        "<xi:fallback><p>Chapter two is not here.</p></xi:fallback></xi:include>"
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="three.xml"/>'
    )
    read = draft(body)
    assert read.content == "a\n\nChapter two is not here.\n"
    assert read.warnings == ("left out: xi:include (2)",)


def test_a_ruby_reading_stands_in_parentheses() -> None:
    """After its base, as in office files."""
    assert content("<p><ruby><rb>漢</rb><rt>かん</rt></ruby>字</p>") == "漢(かん)字"
