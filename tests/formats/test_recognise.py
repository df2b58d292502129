"""Which reader a file gets: by what its bytes say, whatever its name; and what is refused how."""

from __future__ import annotations

import io
import zipfile

import pytest

from provrepo.errors import InputError
from provrepo.formats.readers import recognise

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><p>x</p></text></TEI>'
PAGE = '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"/>'
ALTO = '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"/>'
HOCR = '<!DOCTYPE html><html><body><div class="ocr_page" title="x">x</div></body></html>'


def archive(**files: str) -> bytes:
    """Return a zip file; two underscores in a name stand for a slash, one for a dot."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as opened:
        for name, text in files.items():
            opened.writestr(name.replace("__", "/").replace("_", "."), text)
    return written.getvalue()


def office(folder: str) -> bytes:
    """Return the outline of a document of Microsoft's office programs."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as opened:
        opened.writestr("[Content_Types].xml", "<Types/>")
        opened.writestr(f"{folder}/document.xml", "<x/>")
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "format_name"),
    [
        ("a.xml", TEI, "tei"),
        ("a.txt", TEI, "tei"),
        ("-", TEI, "tei"),
        ("a.xml", f"\ufeff\n <?xml version='1.0'?>\n<!-- c -->{TEI}".lstrip("\n"), "tei"),
        ("a.xml", "<!DOCTYPE TEI.2 SYSTEM 'x.dtd'><TEI.2/>", "tei"),
        ("a.xml", "<!DOCTYPE TEI [<!ENTITY a 'b'>]><TEI/>", "tei"),
        ("a.xml", "<teiCorpus/>", "tei"),
        ("a.xml", '<div xmlns="http://www.tei-c.org/ns/1.0"/>', "tei"),
        ("a.xml", PAGE, "page"),
        ("a.txt", f"<?xml version='1.0'?>{ALTO}", "alto"),
        ("a.html", HOCR, "hocr"),
        ("a.hocr", "<?xml version='1.0'?>\n<html><meta name='ocr-system' content='x'/>", "hocr"),
        ("a.md", "<b>bold</b> words", "text"),
        ("a.md", "<div align='center'>\n\n# A", "text"),
        ("a.txt", "< less than", "text"),
        ("a.txt", "MZ and RIFF and ID3 and BZh are letters", "text"),
        ("a.txt", "", "text"),
        ("a.txt", "外交部", "text"),
    ],
)
def test_a_format_is_recognised_by_its_content(name: str, data: str, format_name: str) -> None:
    """A TEI file is one under any name; a text that begins with a tag is no XML for that."""
    assert recognise(data.encode(), name) == format_name
    if data.strip():
        assert recognise(data.lstrip("\ufeff").encode("utf-16"), name) == format_name


@pytest.mark.parametrize(
    ("data", "format_name"),
    [
        (office("word"), "docx"),
        (archive(mimetype="application/vnd.oasis.opendocument.text", content_xml="<x/>"), "odt"),
        (archive(page__0001_xml=PAGE, page__0002_xml=PAGE), "pages"),
        (archive(readme_txt="x", a_hocr=HOCR), "pages"),
        (archive(a_xml=ALTO), "pages"),
    ],
)
def test_archives_are_recognised_by_what_is_in_them(data: bytes, format_name: str) -> None:
    """Office documents, and pages of one text."""
    assert recognise(data, "a.zip") == format_name


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"%PDF-1.7", "pdftotext"),
        (b"{\\rtf1\\ansi", "LibreOffice"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "LibreOffice"),
        (b"\x89PNG\r\n", "transcribe"),
        (b"\xff\xd8\xff\xe0", "transcribe"),
        (b"GIF89a", "transcribe"),
        (b"II*\0", "transcribe"),
        (b"MM\0*", "transcribe"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "transcribe"),
        (b"ID3\x04\0", "transcribe"),
        (b"OggS\0", "transcribe"),
        (b"\0\0\0\x20ftypM4A ", "transcribe"),
        (b"AT&TFORM", "djvutxt"),
        (b"SQLite format 3\0", "--repo"),
        (b"7z\xbc\xaf\x27\x1c", "unpack"),
        (b"Rar!\x1a\x07\0", "unpack"),
        (b"a.txt".ljust(257, b"\0") + b"ustar\0", "unpack"),
        (b"\x1f\x8b\x08", "gunzip"),
        (b"BZh91AY&SY", "bunzip2"),
        (b"\xfd7zXZ\0", "unxz"),
        (b"\x28\xb5\x2f\xfd", "unzstd"),
        (b"PK\x05\x06" + b"\0" * 18, "empty zip"),
        (b"PK\x03\x04", "damaged or incomplete zip"),
        (archive(a_txt="x"), "unpack"),
        (archive(mimetype="application/epub+zip"), "e-book"),
        (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "no text"),
        (office("xl"), "spreadsheet"),
        (office("ppt"), "presentation"),
        (archive(a_xml="<svg/>"), "unpack"),
        (archive(a_xml=TEI), "unpack"),
        (office("visio"), "unpack"),
        (b"\x7fELF\x02", "program"),
        (b"MZ\x90\0\x03", "program"),
        (b"<html><body>x</body></html>", "pandoc"),
        (b"<!DOCTYPE html>\n<p>x", "pandoc"),
        (b"<?xml version='1.0'?><svg/>", "root element <svg>"),
        (b"<a xmlns='urn:a'/>", "root element <a>"),
        (b"<?xml version='1.0'?><TEI", "not well-formed XML"),
        (b"<?xml version='1.0'?>", "not well-formed XML"),
    ],
)
@pytest.mark.parametrize("name", ["letter.txt", "letter.docx", "-"])
def test_what_no_reader_reads_is_refused_with_advice(data: bytes, advice: str, name: str) -> None:
    """By content and not by name, with what to do."""
    with pytest.raises(InputError, match=advice):
        recognise(data, name)


def test_a_long_prolog_is_no_trap() -> None:
    """However often a declaration is repeated, the format is found at once."""
    with pytest.raises(InputError, match="not well-formed"):
        recognise(b"<?xml version='1.0'?>?>" * 10_000, "a.xml")
    assert recognise(b"<!-- --> -->\n" * 10_000, "a.txt") == "text"
    assert recognise(b"<?a?>\n<!-- b -->" * 50 + HOCR.encode(), "a.html") == "hocr"


def test_xml_of_another_kind_is_refused_where_its_name_says_xml() -> None:
    """Without a declaration only the suffix tells that it is not meant as a text."""
    with pytest.raises(InputError, match="root element <note>"):
        recognise(b"<note>x</note>", "a.xml")
    with pytest.raises(InputError, match="not well-formed"):
        recognise(b"<note", "a.xml")
    assert recognise(b"<note>x</note>", "a.txt") == "text"
