"""Many pages that are one text: their order, their notes, the zip that is kept."""

from __future__ import annotations

import io
import zipfile

import pytest

from provrepo.errors import InputError
from provrepo.formats.draft import Draft, FileNote
from provrepo.formats.pages.joined import joined
from provrepo.formats.zip_members import ZipMembers
from provrepo.reading.files import read_draft
from provrepo.store.canonical import digest
from provrepo.store.records import IngestedFile
from tests.formats.office import zipped


def page(text: str, *, image: str = "", conf: str = "") -> str:
    """Return a PAGE file of one line."""
    line = f'<TextEquiv conf="{conf}"><Unicode>{text}</Unicode></TextEquiv>'
    picture = "<ImageRegion/>" if image else ""
    return (
        "<?xml version='1.0'?><PcGts><Metadata><Creator>Transkribus</Creator>"
        "<LastChange>2020-01-02T03:04:05</LastChange></Metadata>"
        f'<Page imageFilename="{image}" primaryLanguage="German"><TextRegion>'
        f"<TextLine><Word>{line}</Word></TextLine></TextRegion>{picture}</Page></PcGts>"
    )


def draft(name: str, content: str, **more: object) -> Draft:
    """Return the draft of a page that was read from a file."""
    data = f"<{content}>".encode()
    file = IngestedFile(name, "text/xml", "page", digest(data))
    return Draft(content=content, file=file, file_bytes=data, **more)  # type: ignore[arg-type]


def test_a_zip_of_pages_is_one_text() -> None:
    """In the order of the numbers in the names; a form feed stands before each next page."""
    data = zipped(
        {
            "a/mets.xml": "<mets/>",
            "page10.xml": page("ten", conf="0.5"),
            "page2.xml": page("two", image="2.jpg", conf="1"),
            "page3.xml": page(""),
            "2.jpg": b"\xff\xd8",
        }
    )
    read = read_draft(data)
    assert read.content == "two\n\f\ften\n"
    assert (read.ingested.media_type, read.ingested.reader) == ("application/zip", "page pages=3")
    assert (read.file_bytes, read.ingested.sha256) == (data, digest(data))
    assert read.agents == ("Transkribus:transcriber:software",)
    assert (read.language, read.created) == ("de", "2020-01-02T03:04:05Z")
    assert read.message == "mean word confidence 0.75 over 2 words"
    assert (read.page, read.notes) == (None, ())
    assert read.warnings == (
        "left out: .jpg files (1), .xml files (1), images (1), lines without text (1)",
        "this page has no text (on page3.xml)",
    )


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"a.xml": page("x"), "b.hocr": "<html><p class='ocr_page'>x</p></html>"}, "hocr and page"),
        ({"a.xml": page("x"), "b.xml": page("<")}, "b.xml: is not well-formed"),
        ({"a.txt": "x"}, "zip archive"),
        ({"a.html": "<html><meta name='ocr-system' content='x'/></html>"}, "without a page"),
        ({"a.xml": page(""), "b.xml": page("")}, "no text on any of its 2 pages"),
    ],
)
def test_a_zip_that_is_no_text_is_refused(members: dict[str, str], words: str) -> None:
    """Formats are not mixed; a page that cannot be read is named."""
    with pytest.raises(InputError, match=words):
        read_draft(zipped(members))


def test_members_with_unsafe_names_are_counted() -> None:
    """They are not read as pages."""
    data = zipped({"a.xml": page("x"), "xxxb.xml": page("y")}).replace(b"xxxb.xml", b"../b.xml")
    read = read_draft(data)
    assert (read.content, read.warnings) == ("x\n", ("left out: members with unsafe names (1)",))


def test_pages_are_joined_in_order_with_their_notes() -> None:
    """Notes stay on their words; what all pages say is said once."""
    note = FileNote("n", start=0, end=3)
    letter = joined(
        [
            draft("p10.xml", "ten\n", notes=(note,), warnings=("left out: images (2)", "odd")),
            draft("p2.xml", "two\n", notes=(note, FileNote("whole")), agents=("A:editor",),
                  warnings=("left out: images (1), music (1)",)),
        ],
        "letter.zip",
    )  # fmt: skip
    assert letter.content == "two\n\ften\n"
    assert [letter.content[n.start : n.end] for n in letter.notes or () if n.start is not None] == [
        "two",
        "ten",
    ]
    assert letter.agents == ("A:editor",)
    assert letter.warnings == ("left out: images (3), music (1)", "odd (on p10.xml)")
    assert (letter.ingested.name, letter.ingested.reader) == ("letter.zip", "page pages=2")


def test_the_zip_is_the_same_whatever_the_order() -> None:
    """One digest for the same pages; the files come back byte for byte."""
    pages = [draft(f"p{number}.xml", f"{number}\n") for number in (3, 20, 1)]
    first, second = joined(pages, "x.zip"), joined(pages[::-1], "x.zip")
    assert first == second
    assert first.file_bytes is not None
    assert first.ingested.sha256 == digest(first.file_bytes)
    members = ZipMembers(first.file_bytes, "x.zip")
    assert members.names == ("p1.xml", "p3.xml", "p20.xml")
    assert members.read("p20.xml") == pages[1].file_bytes
    with zipfile.ZipFile(io.BytesIO(first.file_bytes)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_files_of_one_name_are_both_kept() -> None:
    """Pages from two folders may be called the same."""
    letter = joined([draft("p.xml", "a\n"), draft("p.xml", "b\n")], "x.zip")
    assert letter.file_bytes is not None
    assert ZipMembers(letter.file_bytes, "x.zip").names == ("p.xml", "p-2.xml")


def test_languages_that_differ_are_left_unsaid() -> None:
    """A text has one language; pages that contradict one another do not tell it."""
    pages = [draft("1", "a\n", language="de"), draft("2", "b\n", language="fr")]
    assert joined(pages, "x.zip").language is None
    assert joined(pages[:1], "x.zip").language == "de"
