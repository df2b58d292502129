"""The readers that are fuzzed, each with real files of its format and words that it knows."""

from __future__ import annotations

from collections.abc import Sequence

from provrepo.ingest import formats, tei, text
from tests.fuzz.mutation import Reader
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
    found = (file.read_bytes() for file in sorted(SHARED.glob("corpora/frus-history/*/*.xml")))
    return [_EPIDOC.encode(), *(one for one in found if len(one) < LARGEST)]


READERS = {
    "text": Reader(text.read, "a.md", lambda: _TEXTS, (b"+++\n", b"key: [", b"- ", b'"', b" = ")),
    "tei": Reader(
        tei.read,
        "a.xml",
        _tei,
        (b"<note>x</note>", b"<lb/>", b"<gap/>", b"&nbsp;", b"&#0;", b"<!DOCTYPE a [", b"]]>"),
    ),
    "any": Reader(
        lambda data, path, reading: formats.reader(data, path)(data, path, reading),
        "a.xml",
        lambda: [*_TEXTS, *_tei()],
        (b"<?xml version='1.0'?>", b"PK\x03\x04", b"<html>", b"%PDF-"),
    ),
}
"""One row a reader, by its name."""
