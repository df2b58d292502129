"""What docs/format.md says that no digest shows: each rule, tried on a repository."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import provrepo
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.formats.readers import MODULES
from provrepo.notes import NoteDraft, NoteEdit
from tests.conftest import NOON
from tests.formats.office import flat, open_document, word, zipped

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "format.md").read_text("utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[provrepo.Repository]:
    """Return an empty repository in a file; the rules are the same on a server."""
    with provrepo.create(tmp_path / "x.db", clock=fixed_clock(NOON)) as made:
        yield made


# Readers and media types

TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><p>words</p></body></text>'
    "</TEI>"
)
PAGE_XML = (
    "<?xml version='1.0'?><PcGts><Metadata/><Page><TextRegion><TextLine><TextEquiv>"
    "<Unicode>words</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>"
)
ALTO = (
    '<?xml version="1.0"?><alto><Layout><Page><PrintSpace><TextBlock><TextLine>'
    '<String CONTENT="words"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>'
)
HOCR = (
    '<!DOCTYPE html><html><body><div class="ocr_page" title="x"><p class="ocr_par">'
    '<span class="ocr_line">words</span></p></div></body></html>'
)
ODT_BODY = "<text:p>words</text:p>"
FILES = {
    "a.txt": b"words",
    "a.md": b"words",
    "a.xml": TEI.encode(),
    "a.docx": word("<w:p><w:r><w:t>words</w:t></w:r></w:p>"),
    "a.odt": open_document(ODT_BODY),
    "a.fodt": flat(ODT_BODY).encode(),
    "page.xml": PAGE_XML.encode(),
    "alto.xml": ALTO.encode(),
    "a.hocr": HOCR.encode(),
    "page.zip": zipped({"1.xml": PAGE_XML, "2.xml": PAGE_XML}),
    "alto.zip": zipped({"1.xml": ALTO, "2.xml": ALTO}),
    "hocr.zip": zipped({"1.hocr": HOCR, "2.hocr": HOCR}),
}


def readers_of_the_page() -> set[tuple[str, str]]:
    """Return the readers of the table with their media types."""
    (table,) = re.findall(r"(?m)^\| `reader` \| `media_type` .*\n.*\n((?:\|.*\n)+)", PAGE)
    pairs = set()
    for row in table.splitlines():
        _, readers, media_types, *_ = row.split("|")
        names, types = (re.findall(r"`([^`]+)`", cell) for cell in (readers, media_types))
        pairs |= {(name, media_type) for name in names for media_type in types}
    return pairs


def test_each_reader_stands_on_the_page_with_its_media_type(
    tmp_path: Path, repository: provrepo.Repository
) -> None:
    """A file of every format is ingested; what its record says is a row of the table."""
    seen = set()
    for number, (name, data) in enumerate(FILES.items()):
        file = tmp_path / name
        file.write_bytes(data)
        made = repository.ingest(file, document=f"d{number}", text="transcription:en").version
        assert made.record.file is not None
        reader = made.record.file.reader
        reader = re.sub(
            r"convention=\w+", "convention=NAME", re.sub(r"pages=\d+", "pages=N", reader)
        )
        seen.add((reader, made.record.file.media_type))
    assert seen == readers_of_the_page()
    formats = {reader.partition(" ")[0] for reader, _ in seen} | {"pages"}
    assert set(MODULES) <= formats | {"text"}


def test_a_reader_names_the_encoding_and_the_convention(
    tmp_path: Path, repository: provrepo.Repository
) -> None:
    """What the reader was told stands after its name."""
    (tmp_path / "a.txt").write_bytes("外".encode("gb18030"))
    made = repository.ingest(
        tmp_path / "a.txt", document="a", text="transcription:zh", encoding="gb18030"
    )
    assert made.version.record.file is not None
    assert made.version.record.file.reader == "text encoding=gb18030"
    assert repository.file("a") == "外".encode("gb18030")


# What a new version takes over


def test_a_version_takes_over_from_the_newest_that_was_not_withdrawn(
    repository: provrepo.Repository,
) -> None:
    """But its parent and its number count the withdrawn one."""
    kept = Changes(notes=(NoteDraft("kept"),), fields={"title": "kept"})
    repository.ingest(b"one", kept, document="a", text="transcription:en")
    wrong = Changes(notes=(NoteDraft("wrong"),), fields={"title": "wrong"})
    second = repository.ingest(b"two", wrong, document="a", text="transcription:en").version
    repository.withdraw("a@v2", "wrong")
    third = repository.ingest(b"three", document="a", text="transcription:en").version
    assert (third.record.parent, third.record.number) == (second.id, 3)
    assert [note.text for note in repository.notes("a").notes] == ["kept"]
    assert repository.citation("a") == {"title": "kept", "type": "document"}


def test_where_all_were_withdrawn_it_takes_over_from_the_newest(
    repository: provrepo.Repository,
) -> None:
    """And is made even where it says the same."""
    for content, title in ((b"one", "first"), (b"two", "second")):
        said = Changes(fields={"title": title})
        repository.ingest(content, said, document="a", text="transcription:en")
    for number in (1, 2):
        repository.withdraw(f"a@v{number}", "wrong")
    third = repository.ingest(b"two", document="a", text="transcription:en")
    assert (third.status, third.version.record.number) == ("changed", 3)
    assert repository.citation("a") == {"title": "second", "type": "document"}


def test_no_version_is_made_where_the_newest_not_withdrawn_says_the_same(
    repository: provrepo.Repository,
) -> None:
    """A withdrawn one is no newest; an older one makes a version."""
    for content in (b"one", b"two"):
        repository.ingest(content, document="a", text="transcription:en")
    repository.withdraw("a@v2", "wrong")
    assert repository.ingest(b"one", document="a", text="transcription:en").status == "unchanged"
    repository.ingest(b"three", document="a", text="transcription:en")
    assert repository.ingest(b"one", document="a", text="transcription:en").status == "changed"


def test_a_version_without_a_file_has_that_of_the_one_before(
    repository: provrepo.Repository,
) -> None:
    """A new note is no new file."""
    first = repository.ingest(b"one", document="a", text="transcription:en").version
    second = repository.add_note("a", NoteDraft("a note")).version
    assert second.record.file == first.record.file is not None


# Notes


def test_ids_are_sorted_by_their_characters(repository: provrepo.Repository) -> None:
    """n10 comes before n2, on the whole text, at one place, and among the lost ones."""
    for quote in (None, "one"):
        notes = tuple(NoteDraft(f"{number}", quote) for number in range(12))
        document = "whole" if quote is None else "placed"
        repository.ingest(b"one", Changes(notes=notes), document=document, text="transcription:en")
        ids = [note.id for note in repository.notes(document).notes]
        assert ids == sorted(ids) != sorted(ids, key=lambda name: int(name[1:]))
    repository.ingest(b"two", document="placed", text="transcription:en")
    lost = repository.notes("placed").notes
    assert all(note.unanchored for note in lost)
    assert [note.id for note in lost] == ids


def with_notes(*texts: str) -> bytes:
    """Return a TEI file with these notes at its end."""
    notes = "".join(f"<note>{text}</note>" for text in texts)
    return TEI.replace("words", f"words{notes}").encode()


def test_notes_of_a_file_give_way_to_those_of_the_next_one(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Also where it has none; an editor's stay, and a file that cannot carry notes takes none."""
    file = tmp_path / "a.transcription.en.xml"
    for texts, expected in (
        (("first", "second"), {"first": "file", "second": "file", "mine": "editor"}),
        (("third",), {"third": "file", "mine": "editor"}),
        ((), {"mine": "editor"}),
    ):
        file.write_bytes(with_notes(*texts))
        repository.ingest(file)
        if "first" in texts:
            repository.add_note("a", NoteDraft("mine"))
        assert {note.text: note.origin for note in repository.notes("a").notes} == expected
    file.write_bytes(with_notes("fourth"))
    repository.ingest(file)
    repository.ingest(b"words, more of them\n", document="a", text="transcription:en")
    assert {note.text for note in repository.notes("a").notes} == {"fourth", "mine"}


def test_restoring_matches_a_note_by_id_and_exact(repository: provrepo.Repository) -> None:
    """With another text it is the same note; on other words it is not, whatever its text."""
    notes = (NoteDraft("on one", "one"), NoteDraft("on three", "three"))
    repository.ingest(b"one two three", Changes(notes=notes), document="a", text="transcription:en")
    repository.ingest(b"quite another text", document="a", text="transcription:en")
    assert all(note.unanchored for note in repository.notes("a").notes)
    repository.edit_note("a", "n1", NoteEdit(text="said otherwise"))
    repository.edit_note("a", "n2", NoteEdit(quote="another"))
    repository.restore("a@v1")
    first, second = sorted(repository.notes("a").notes, key=lambda note: note.id)
    assert (first.text, first.unanchored) == ("said otherwise", False)
    assert first.anchor is not None
    assert (first.anchor.start, first.anchor.end) == (0, 3)
    assert second.anchor is not None
    assert (second.anchor.exact, second.unanchored) == ("another", True)


def test_places_may_overlap_and_crlf_counts_twice(repository: provrepo.Repository) -> None:
    """*aa* stands twice in *aaa*, so it names no passage; offsets are code points."""
    repository.ingest("a\r\n📄 b aaa".encode(), document="a", text="transcription:en")
    with pytest.raises(provrepo.QuoteError):
        repository.add_note("a", NoteDraft("where?", "aa"))
    repository.add_note("a", NoteDraft("here", "b"))
    (note,) = repository.notes("a").notes
    assert note.anchor is not None
    assert (note.anchor.start, note.anchor.end) == (5, 6)
