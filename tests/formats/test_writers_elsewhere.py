"""What is written is read by the programs of others, and what they save is taken back."""

from __future__ import annotations

import io
import random
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import etree  # type: ignore[import-untyped]

from provrepo.formats import readers, writers
from provrepo.formats.draft import FileNote, Reading
from provrepo.formats.exported import Column, ExportedNote, ExportedVersion
from provrepo.passages import paragraphs as passages
from provrepo.store.canonical import digest
from provrepo.store.records import Text
from tests.formats import versions
from tests.formats.edited import comments, edited, split_runs, with_words
from tests.programs import needs_office, needs_pandoc, read_by_pandoc, saved_by_office
from tests.shared import SHARED, needs

CONTENT = (
    "关于渔船的电报\n\nThe [North] harbor  was\tclosed in April. \nNobody was hurt.\n\n"
    "\fشكرا 12 (Three boats).\n\nEnd. [sic]\n"
)


def note(text: str, passage: str, kind: str = "editorial") -> ExportedNote:
    """Return a note on a passage of the content."""
    start = CONTENT.index(passage)
    placed = FileNote(text, kind=kind, language="de", start=start, end=start + len(passage))
    return ExportedNote(placed)


CABLE = ExportedVersion(
    id=digest(b"cable"),
    document="cable",
    text=Text("translation", "en"),
    number=2,
    content=CONTENT,
    sha256=digest(CONTENT.encode()),
    recorded="2026-11-24T12:00:05Z",
    notes=(
        ExportedNote(FileNote("On the whole.\nSecond line.", kind="source")),
        note("Closed by the ice.", "harbor  was\tclosed"),
        note("Of wood.", "boats", "original"),
        note("All of it.", "The [North] harbor  was\tclosed in April. \nNobody", "textual"),
    ),
    citation={"type": "document", "title": "A [b] cable", "author": [{"literal": "Ministry"}]},
)


def written(folder: Path, form: str, suffix: str) -> Path:
    """Write the cable into a file of that format."""
    path = folder / f"cable.{suffix}"
    path.write_bytes(writers.write(CABLE, form).data)
    return path


def assert_same(path: Path) -> None:
    """Assert that a file says what the cable does, and that nobody edited it."""
    (draft,) = readers.drafts_in(path.read_bytes(), path.name, Reading())
    assert draft.content == CONTENT
    notes = {note.number: note for note in draft.notes or ()}
    assert [notes.get(number + 1) for number in range(4)] == [n.note for n in CABLE.notes]
    assert draft.warnings == ()


def footnotes_and_their_signs(data: bytes) -> tuple[list[str], list[str]]:
    """Return the ids of the footnotes of a .docx in their order, and those of the signs."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        notes = package.read("word/footnotes.xml").decode()
        body = package.read("word/document.xml").decode()
    return (
        re.findall(r'<w:footnote w:id="(\d+)"', notes),
        re.findall(r'<w:footnoteReference w:id="(\d+)"', body),
    )


def test_a_page_break_that_was_deleted_comes_back_when_the_change_is_rejected() -> None:
    """It stands in the deletion as a break, and not as a character that nobody wrote."""
    made = replace(CABLE, content="a\n\nx\n", notes=())
    written = writers.write(made, "docx", "a\n\n\fd\n\nx\n").data
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        body = package.read("word/document.xml").decode()
    deleted = "".join(re.findall("<w:del [^/>]*>(.*?)</w:del>", body))
    assert (
        deleted == '<w:r><w:br w:type="page"/><w:delText xml:space="preserve">d</w:delText></w:r>'
    )
    (draft,) = readers.drafts_in(written, "a.docx", Reading())
    assert draft.content == made.content


def test_footnotes_stand_in_the_order_of_their_signs() -> None:
    """Numbered so: LibreOffice goes by the numbers; also those on line ends that nothing shows."""
    placed = [(2, 4), (3, 4), (4, 6), (5, 6), (6, 7), (0, 7)]
    notes = tuple(ExportedNote(FileNote(f"{at}", start=at[0], end=at[1])) for at in placed)
    made = replace(CABLE, content="One.\n\n\n", notes=notes)
    ids, signs = footnotes_and_their_signs(writers.write(made, "docx").data)
    assert ids == signs == ["1", "2", "3", "4", "5", "6"]
    chance = random.Random(24)  # noqa: S311 - chance, no secret
    for _ in range(50):
        ids, signs = footnotes_and_their_signs(writers.write(versions.version(chance), "docx").data)
        assert ids == signs == [str(number + 1) for number in range(len(signs))]


def test_footnotes_of_two_columns_stand_in_the_order_of_their_signs() -> None:
    """Row by row: the first row has notes of both columns."""
    content = "One.\n\nTwo.\n"
    placed = [(0, 3), (6, 9)]
    notes = tuple(ExportedNote(FileNote(f"{at}", start=at[0], end=at[1])) for at in placed)
    column = Column(replace(CABLE, content=content, notes=notes), list(passages(content)))
    ids, signs = footnotes_and_their_signs(writers.write_facing((column, column), "docx").data)
    assert ids == signs == ["1", "2", "3", "4"]


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize(
    ("form", "again"),
    [("docx", "docx"), ("odt", "odt"), ("odt", "docx"), ("odt", "fodt")],
)
def test_what_libreoffice_saves_is_still_the_version(tmp_path: Path, form: str, again: str) -> None:
    """Opened and saved again, in the same format or the other one: nothing was edited."""
    saved = tmp_path / "saved"
    saved.mkdir()
    assert_same(saved_by_office(written(tmp_path, form, form), again, saved))


@pytest.mark.slow
@needs_office
def test_a_file_that_lost_its_record_still_knows_its_version(tmp_path: Path) -> None:
    """A .docx saved as .odt: text, the numbers and words of the notes; the repository has more."""
    saved = tmp_path / "saved"
    saved.mkdir()
    path = saved_by_office(written(tmp_path, "docx", "docx"), "odt", saved)
    (draft,) = readers.drafts_in(path.read_bytes(), path.name, Reading())
    assert draft.content == CONTENT
    assert (draft.document, draft.text) == ("cable", "translation:en")
    assert draft.origin is not None
    assert draft.origin.version == CABLE.id
    notes = {note.number: note for note in draft.notes or ()}
    for number, noted in enumerate(CABLE.notes, 1):
        words = notes[number].text
        assert words == noted.note.text
        assert (notes[number].start, notes[number].end) == (noted.note.start, noted.note.end)


@pytest.mark.parametrize("content", ["one\ntwo [sic]\nthree\n", "a\n\nb\nc\n", "a\n\nb\n\fc\n"])
def test_lines_and_paragraphs_are_known_without_the_record(content: str) -> None:
    """As where LibreOffice saves a .docx as .odt: it keeps the properties, and not the record."""
    made = replace(CABLE, content=content, notes=())
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(writers.write(made, "docx").data)) as package,
        zipfile.ZipFile(kept, "w") as without,
    ):
        for name in package.namelist():
            if not name.startswith("customXml/"):
                without.writestr(name, package.read(name))
    (draft,) = readers.drafts_in(kept.getvalue(), "a.docx", Reading())
    assert draft.content == content
    assert draft.origin is not None
    assert draft.origin.version == made.id


@pytest.mark.slow
@needs_office
def test_what_a_colleague_edited_and_libreoffice_saved(tmp_path: Path) -> None:
    """Words in many runs, a comment, and saved by another program: that and nothing else."""
    path = written(tmp_path, "docx", "docx")

    def text(part: str) -> str:
        word = '<w:t xml:space="preserve">End. [sic]</w:t></w:r>'
        part = with_words(
            word,
            '<w:t xml:space="preserve">The </w:t></w:r><w:commentRangeStart w:id="0"/><w:r>'
            '<w:t xml:space="preserve">end</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r>'
            '<w:commentReference w:id="0"/></w:r>',
        )(part)
        return split_runs(part)

    changes = {"word/document.xml": text, **comments("Mei Chen", "Really?")}
    path.write_bytes(edited(path.read_bytes(), changes))
    saved = tmp_path / "saved"
    saved.mkdir()
    data = saved_by_office(path, "docx", saved).read_bytes()
    (draft,) = readers.drafts_in(data, "back.docx", Reading())
    assert draft.content == CONTENT.replace("End. [sic]", "The end")
    passages = {
        note.text: draft.content[note.start : note.end] if note.end is not None else None
        for note in draft.notes or ()
    }
    assert passages == {
        "On the whole.\nSecond line.": None,
        "Closed by the ice.": "harbor  was\tclosed",
        "Of wood.": "boats",
        "All of it.": "The [North] harbor  was\tclosed in April. \nNobody",
        "Really?": "end",
    }


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("form", ["docx", "odt"])
def test_libreoffice_lays_it_out(tmp_path: Path, form: str) -> None:
    """It makes a PDF of it, with a second page for the form feed."""
    pages = saved_by_office(written(tmp_path, form, form), "pdf", tmp_path).read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", pages)) == 2


@needs_pandoc
@pytest.mark.parametrize(("form", "suffix"), [("docx", "docx"), ("odt", "odt"), ("html", "html")])
def test_pandoc_reads_the_text_and_its_notes(tmp_path: Path, form: str, suffix: str) -> None:
    """The words, the notes, and the pin."""
    text = read_by_pandoc(written(tmp_path, form, suffix), form)
    for words in ("关于渔船的电报", "The [North] harbor", "شكرا 12", "End. [sic]"):
        assert words in text
    for words in ("note: Closed by the ice.", "Of wood.", "On the whole.", CABLE.id):
        assert words in text


@needs_pandoc
def test_pandoc_reads_the_footnotes_of_markdown(tmp_path: Path) -> None:
    """They are footnotes to it, and the record is no text."""
    text = read_by_pandoc(written(tmp_path, "markdown", "md"), "markdown")
    assert re.search(r"closed\[\d\] in April", text)
    assert "provrepo-export" not in text
    assert "provrepo:" not in text


def test_python_docx_reads_it(tmp_path: Path) -> None:
    """Paragraphs, properties, and a footnote's sign where the passage ends."""
    document = docx.Document(str(written(tmp_path, "docx", "docx")))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[:2] == [
        "关于渔船的电报",
        "The [North] harbor  was\tclosed in April. \nNobody was hurt.",
    ]
    assert document.core_properties.title == "A [b] cable"
    assert document.core_properties.author == "Ministry"
    assert document.core_properties.language == "en"
    assert document.core_properties.identifier == CABLE.id
    signs = document.element.body.xpath(".//w:p[2]//w:footnoteReference")
    assert len(signs) == 2


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("form", ["docx", "odt"])
def test_libreoffice_gives_each_sign_of_two_columns_its_note(tmp_path: Path, form: str) -> None:
    """Row by row, the notes of one column among those of the other; the first column stands left.

    That holds also where its first words run from right to left.
    """
    texts = ("שלום.\n\nTwo.\n\nThree.\n", "Hello.\n\nZwei.\n\nDrei.\n")
    columns = []
    for place, content in enumerate(texts):
        spans = list(passages(content))
        notes = tuple(
            ExportedNote(FileNote(f"note {row} in {place}", start=start, end=end))
            for row, (start, end) in enumerate(spans)
        )
        language = ("he", "en")[place]
        made = replace(
            CABLE, content=content, notes=notes, text=Text("translation", language, None)
        )
        columns.append(Column(made, spans))
    path = tmp_path / f"two.{form}"
    path.write_bytes(writers.write_facing(columns, form).data)
    saved = saved_by_office(path, "fodt", tmp_path).read_text("utf-8")
    notes_in_order = re.findall(r"note (\d) in (\d)", saved)
    assert notes_in_order == [(str(row), str(place)) for row in range(3) for place in (0, 1)]
    assert saved.index("שלום") < saved.index("Hello")
    table = re.search(r"<style:table-properties [^>]*>", saved)
    assert table is not None
    assert 'style:writing-mode="rl-tb"' not in table[0]


def test_an_open_document_begins_with_its_media_type(tmp_path: Path) -> None:
    """Uncompressed and first, so that programs know the file by its first bytes (§2.2.4)."""
    with zipfile.ZipFile(written(tmp_path, "odt", "odt")) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


@pytest.mark.slow
@needs("suites", "tei", "tei_all.rng")
def test_tei_is_valid() -> None:
    """By TEI's own schema, whatever the version says."""
    schema = etree.RelaxNG(etree.parse(str(SHARED / "suites" / "tei" / "tei_all.rng")))
    chance = random.Random(4)  # noqa: S311 - chance, no secret
    for version in [CABLE, *(versions.version(chance) for _ in range(200))]:
        document = etree.fromstring(writers.write(version, "tei").data)
        assert schema.validate(document), schema.error_log
