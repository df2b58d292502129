"""The readers that are fuzzed, each with real files of its format and words that it knows."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from provrepo.formats import readers, writers
from provrepo.formats.office import docx, odt
from provrepo.formats.pages import alto, hocr, joined, page_xml
from provrepo.formats.plain import text
from provrepo.formats.tei import reader
from tests.formats import test_alto, test_docx, test_hocr, test_odt, test_page, test_pages, versions
from tests.formats.office import flat, open_document, word, zipped
from tests.fuzz.mutation import FuzzedReader
from tests.shared import SHARED

LARGEST = 12_000
"""Larger files are left out: small ones make more inputs a minute."""

_EPIDOC = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt>
<title type="main">T</title><title type="short">t</title><author><persName><forename>A</forename>
<surname>B</surname></persName></author><editor xml:id="AB" ref="https://x.example/1">C</editor>
<respStmt><resp key="trl">translated</resp><name xml:id="CD">D</name></respStmt></titleStmt>
<publicationStmt><publisher>P</publisher><idno type="filename">a.1</idno><idno type="URI">http://x
</idno><date when="2014-01-02">2014</date></publicationStmt><sourceDesc><msDesc><msIdentifier>
<settlement>S</settlement><repository>R</repository><idno>1</idno></msIdentifier><history><origin>
<origDate notBefore="-0031" notAfter="0014" cert="low">x</origDate></origin></history></msDesc>
</sourceDesc></fileDesc><profileDesc><langUsage><language ident="grc">G</language></langUsage>
<correspDesc><correspAction type="sent"><persName>E</persName><date when="1961-05-03"/>
</correspAction></correspDesc></profileDesc><revisionDesc><change who="#AB" when="2015-01-01">c
</change></revisionDesc></teiHeader><text><body><div type="edition" xml:lang="grc"><div
type="textpart" n="1"><ab><lb n="1"/><gap reason="lost" quantity="3" unit="character"/>
<supplied reason="lost" cert="low">a<unclear>b</unclear></supplied> <expan>c<ex>d</ex></expan>
<lb n="2" break="no"/>e <choice><sic>f</sic><corr>g</corr></choice> <app><lem wit="#A">h</lem><rdg
wit="#B">i<note>x</note></rdg></app> <handShift new="#m2"/><space quantity="2" unit="line"/><g
type="chirho"/> <subst><del>j</del><add>k</add></subst><note resp="#AB" place="margin">n<note>m
</note></note> <seg xml:id="s">o</seg> <ref target="#n1">1</ref><pb n="2"/></ab></div></div>
<div type="translation" xml:lang="en" resp="#CD"><head>H</head><list><label>1</label><item><p>q</p>
</item></list><table><row><cell>r</cell><cell><p>s</p></cell></row></table><lg><l>t</l></lg>
<quote rend="block">u</quote><figure><figDesc>v</figDesc><graphic url="w"/></figure><opener>
<dateline>x</dateline></opener><eg>y
 z</eg></div><div type="commentary"><p>A<note xml:id="n1">B</note></p></div></body><back><note
target="#s" targetEnd="#s">C</note></back></text></TEI>"""

_TEXTS = (
    b'+++\ntitle = "A"\nagents = ["Li:translator"]\ncreated = 1961-05-03\n+++\nText [sic].\n',
    b"---\ntitle: A letter\nissued: 1961-05-03\nagents:\n  - Li:editor\nauthor: [A, 'B']\n---\nT\n",
    "\ufeff外交部来电\r\n[不清]\r\n".encode(),
    "Письмо".encode("utf-16"),
)


def _tei() -> Sequence[bytes]:
    files = (file.read_bytes() for file in sorted(SHARED.glob("corpora/frus-history/*/*.xml")))
    return [_EPIDOC.encode(), *(data for data in files if len(data) < LARGEST)]


def _rows(test: Callable[..., None]) -> list[str]:
    """Return the first value of each row that a test is parametrized with."""
    marks: list[Any] = getattr(test, "pytestmark", [])
    return [row[0] for mark in marks for row in mark.args[1]]


def _docx() -> Sequence[bytes]:
    parts = {
        "styles": test_docx.STYLES,
        "numbering": test_docx.NUMBERING,
        "footnotes": test_docx.note(1, test_docx.p("n")),
        "comments": test_docx.note(0, test_docx.p("c"), "comment", 'w:author="Li"'),
        "header1": test_docx.p("h"),
    }
    core = "<dc:title>T</dc:title><cp:lastModifiedBy>L</cp:lastModifiedBy>"
    commented = test_docx.p(
        '<w:commentRangeStart w:id="0"/>',
        "a",
        '<w:commentRangeEnd w:id="0"/>',
        test_docx.r('<w:footnoteReference w:id="1"/>'),
    )
    bodies = [
        *_rows(test_docx.test_what_stands_in_the_text),
        *_rows(test_docx.test_nothing_is_dropped_in_silence),
        *_rows(test_docx.test_numbers_that_word_shows_stand_in_the_text),
        *_rows(test_docx.test_tracked_changes_are_read_as_accepted),
    ]
    return [
        word(commented + "".join(bodies), core=core, **parts),
        *(word(commented + body, core=core, **parts) for body in bodies),
    ]


def _odt() -> Sequence[bytes]:
    noted = test_odt.p(
        test_odt.annotation(test_odt.p("c"), attributes='office:name="a"')
        + "b"
        + test_odt.note(test_odt.p("n"))
        + '<office:annotation-end office:name="a"/>'
    )
    bodies = [
        *_rows(test_odt.test_what_stands_in_the_text),
        *_rows(test_odt.test_nothing_is_dropped_in_silence),
    ]
    whole = noted + "".join(bodies)
    meta = "<dc:title>T</dc:title><dc:creator>L</dc:creator><dc:date>2001-01-01T00:00:00</dc:date>"
    return [
        open_document(whole, automatic=test_odt.STYLES, styles=test_odt.OUTLINE, meta=meta),
        flat(whole, automatic=test_odt.STYLES, styles=test_odt.OUTLINE, meta=meta).encode(),
        *(open_document(noted + body, automatic=test_odt.STYLES) for body in bodies),
    ]


def _page() -> Sequence[bytes]:
    head = (
        "<?xml version='1.0'?><PcGts><Metadata><Creator>Transkribus</Creator><Created>2016-01-01"
        "T00:00:00</Created></Metadata><Page imageFilename='x' primaryLanguage='German'>"
    )
    bodies = _rows(test_page.test_what_stands_in_the_text)
    return [f"{head}{body}</Page></PcGts>".encode() for body in [*bodies, "".join(bodies)]]


def _alto() -> Sequence[bytes]:
    head = (
        "<?xml version='1.0'?><alto><Description><Processing><processingDateTime>2020</processing"
        "DateTime><processingSoftware><softwareName>T</softwareName></processingSoftware>"
        "</Processing></Description><ReadingOrder><ElementRef REF='b'/></ReadingOrder><Layout>"
    )
    bodies = _rows(test_alto.test_what_stands_in_the_text)
    return [f"{head}{body}</Layout></alto>".encode() for body in [*bodies, "".join(bodies)]]


def _hocr() -> Sequence[bytes]:
    head = "<html lang='de'><head><meta name='ocr-system' content='t 5'/></head><body>"
    bodies = _rows(test_hocr.test_what_stands_in_the_text)
    return [f"{head}{body}</body></html>".encode() for body in [*bodies, "".join(bodies)]]


def _pages() -> Sequence[bytes]:
    pages = [test_pages.page("x", conf="1"), test_pages.page("y", image="y.jpg")]
    return [
        zipped({"p1.xml": pages[0], "p10.xml": pages[1], "y.jpg": b"\xff"}),
        *(
            zipped({"p1": first, "p2": second})
            for first, second in zip(_alto(), _alto()[1:], strict=False)
        ),
        *(zipped({"p1.hocr": page, "m.xml": "<mets/>"}) for page in _hocr()),
    ]


def _exported() -> Sequence[bytes]:
    """Return files that provrepo wrote, in every format that it reads again."""
    made = [versions.version(random.Random(seed)) for seed in range(8)]  # noqa: S311
    forms = ("docx", "odt", "tei", "markdown", "text")
    return [writers.write(version, form).data for version in made for form in forms]


_MARKUP = (b"&nbsp;", b"&#0;", b"<!DOCTYPE a [", b"]]>", b"99999999999", b"-1", b"<![x")

READERS = {
    "text": FuzzedReader(
        text.read, "a.md", lambda: _TEXTS, (b"+++\n", b"key: [", b"- ", b'"', b" = ")
    ),
    "tei": FuzzedReader(
        reader.read,
        "a.xml",
        _tei,
        (b"<note>x</note>", b"<lb/>", b"<gap/>", b"&nbsp;", b"&#0;", b"<!DOCTYPE a [", b"]]>"),
    ),
    "docx": FuzzedReader(docx.read, "a.docx", _docx, _MARKUP),
    "odt": FuzzedReader(odt.read, "a.odt", _odt, _MARKUP),
    "page": FuzzedReader(page_xml.read, "a.xml", _page, (*_MARKUP, b"readingOrder {index:1;}")),
    "alto": FuzzedReader(alto.read, "a.xml", _alto, _MARKUP),
    "hocr": FuzzedReader(
        hocr.read, "a.hocr", _hocr, (*_MARKUP, b"x_wconf 9e9", b"class='ocr_line'")
    ),
    "pages": FuzzedReader(joined.read, "a.zip", _pages, _MARKUP),
    "exported": FuzzedReader(
        readers.drafts_in,
        "a.md",
        _exported,
        (*_MARKUP, b"[^p1]", b'"start":9,', b"_provrepo_note_2", b"-- end of the text --\n"),
    ),
    "any": FuzzedReader(
        readers.drafts_in,
        "a.xml",
        lambda: [*_TEXTS, *_tei()],
        (b"<?xml version='1.0'?>", b"PK\x03\x04", b"<html>", b"%PDF-"),
    ),
}
"""One row a reader, by its name."""
