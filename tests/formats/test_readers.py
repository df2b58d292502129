"""The table of readers: every format has one, and no reader knows of the table."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import provrepo.formats
from provrepo.formats.draft import Reading
from provrepo.formats.plain import text
from provrepo.formats.readers import MODULES, drafts_in, reader_of
from tests.formats.office import open_document, word, zipped

PAGE = (
    b"<?xml version='1.0'?><PcGts><Page><TextRegion><TextEquiv><Unicode>words</Unicode></TextEquiv>"
    b"</TextRegion></Page></PcGts>"
)
FILES = {
    "text": b"words\n",
    "tei": b"<TEI><text><p>words</p></text></TEI>",
    "docx": word("<w:p><w:r><w:t>words</w:t></w:r></w:p>"),
    "odt": open_document("<text:p>words</text:p>"),
    "page": PAGE,
    "alto": b"<alto><Layout><Page><PrintSpace><TextBlock><TextLine><String CONTENT='words'/>"
    b"</TextLine></TextBlock></PrintSpace></Page></Layout></alto>",
    "hocr": b"<html><div class='ocr_page'><span class='ocr_line'>words</span></div></html>",
    "pages": zipped({"1.xml": PAGE}),
}


@pytest.mark.parametrize("format_name", MODULES)
def test_a_file_of_each_format_finds_its_reader(format_name: str) -> None:
    """The smallest file of the format is recognised and read, whatever its name."""
    (draft,) = drafts_in(FILES[format_name], "-", Reading())
    assert draft.content == "words\n"
    assert [draft] == list(reader_of(format_name)(FILES[format_name], "-", Reading()))


def test_readers_know_nothing_of_one_another_nor_of_the_table() -> None:
    """A format is added or taken away in one place."""
    room = Path(provrepo.formats.__file__).parent
    for path in room.rglob("*.py"):
        names = {
            node.module
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.ImportFrom)
        }
        if path.name != "readers.py":
            assert "provrepo.formats.readers" not in names, path
            assert "provrepo.formats.readers" not in names, path
        if path.name != "joined.py":  # many pages are read by the readers of one
            assert not names & set(MODULES.values()), path


@pytest.mark.parametrize(
    ("name", "is_text"),
    [("a.txt", True), ("x/README", True), ("a.MD", True), ("-", True), ("a.xml", False)],
)
def test_names_of_texts_are_known(name: str, is_text: bool) -> None:
    """A git history is searched for them."""
    assert text.is_text_name(name) == is_text
