"""The law of the readers of office files, on made-up bodies: no words are lost, none doubled."""

from __future__ import annotations

import io
import re
import zipfile
from random import Random

import pytest

from provrepo.errors import InputError
from provrepo.formats.draft import Draft, Reading
from provrepo.formats.office import docx, odt
from tests.formats.office import open_document, word, zipped
from tests.formats.test_nothing_is_lost import DOCUMENTS
from tests.seeds import seed


class _Writer:
    """Writes bodies of any elements that may stand in each other; every word is given once."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.words, self.notes = chance, 0, list[str]()
        self.written = ""

    def word(self) -> str:
        self.words += 1
        return f"word{self.words}x"

    def some(self, most: int) -> range:
        return range(self.chance.randint(0, most))


class _Word(_Writer):
    def body(self) -> bytes:
        body = self.written = "".join(self.block(2) for _ in range(3))
        notes = (f'<w:footnote w:id="{n}">{note}</w:footnote>' for n, note in enumerate(self.notes))
        return word(body, footnotes="".join(notes))

    def block(self, depth: int) -> str:
        kind = self.chance.choice(("w:p", "w:p", "w:p", "w:tbl", "w:sdt")) if depth else "w:p"
        if kind == "w:p":
            return self.paragraph(depth)
        if kind == "w:sdt":
            inside = self.block(depth - 1) + self.block(depth - 1)
            return f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
        inner = [self.block(depth - 1) for _ in range(4)]
        cells = [f"<w:tc>{block}</w:tc>" for block in inner]
        return f"<w:tbl><w:tr>{''.join(cells[:2])}</w:tr><w:tr>{''.join(cells[2:])}</w:tr></w:tbl>"

    def paragraph(self, depth: int) -> str:
        joined = '<w:pPr><w:rPr><w:del w:author="A"/></w:rPr></w:pPr>'
        properties = self.chance.choice(("", "", "<w:pPr><w:pageBreakBefore/></w:pPr>", joined))
        return f"<w:p>{properties}{''.join(self.run(depth) for _ in self.some(3))}</w:p>"

    def run(self, depth: int) -> str:
        around = (
            *("<w:r><w:tab/></w:r>{}", '<w:ins w:author="A">{}</w:ins>', "<w:bdo>{}</w:bdo>"),
            *('<w:hyperlink w:anchor="a">{}</w:hyperlink>', "<w:smartTag>{}</w:smartTag>"),
            *("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:fldSimple>{}</w:fldSimple>"),
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r><w:r>'
            '<w:fldChar w:fldCharType="separate"/></w:r>{}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            '<w:moveTo w:author="B">{}</w:moveTo>',
            '<w:del w:author="B"><w:r><w:delText>deleted</w:delText></w:r></w:del>{}',
        )
        kind = self.chance.choice(("plain", "around", "around", "note", "box"))
        if kind == "plain" or not depth:
            return f'<w:r><w:t xml:space="preserve">{self.word()} </w:t></w:r>'
        if kind == "around":
            return self.chance.choice(around).format(self.run(depth - 1))
        if kind == "note":
            place = len(self.notes)
            self.notes.append("")
            self.notes[place] = self.paragraph(depth - 1)
            return f'<w:r><w:footnoteReference w:id="{place}"/></w:r>'
        inner = self.paragraph(depth - 1) + self.paragraph(depth - 1)
        return (
            f"<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{inner}</w:txbxContent>"
            "</mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>deleted</w:t></w:r></w:p>"
            "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
        )


class _OpenDocument(_Writer):
    def body(self) -> bytes:
        self.written = "".join(self.block(2) for _ in range(3))
        return open_document(self.written)

    def block(self, depth: int) -> str:
        kinds = ("text:p", "text:p", "text:list", "table:table", "text:section", "draw:frame")
        kind = self.chance.choice(kinds) if depth else "text:p"
        if kind == "text:p":
            return self.paragraph(depth)
        inner = "".join(self.block(depth - 1) for _ in self.some(2))
        if kind == "text:list":
            return f"<text:list><text:list-item>{inner}</text:list-item></text:list>"
        if kind == "draw:frame":
            return f"<draw:frame><draw:text-box>{inner}</draw:text-box></draw:frame>"
        if kind == "text:section":
            return f"<text:section>{inner}</text:section>"
        cell = f"<table:table-cell>{inner}</table:table-cell>"
        filled = f"<table:table-cell>{self.block(depth - 1)}</table:table-cell>"
        row = f"<table:table-row>{cell}{filled}</table:table-row>"
        return f"<table:table>{row}</table:table>"

    def paragraph(self, depth: int) -> str:
        name = self.chance.choice(("text:p", "text:h"))
        return f"<{name}>{''.join(self.span(depth) for _ in self.some(3))}</{name}>"

    def span(self, depth: int) -> str:
        kinds = ("plain", "around", "text:note", "text:ruby", "office:annotation", "draw:frame")
        kind = self.chance.choice(kinds) if depth else "plain"
        if kind == "plain":
            sign = self.chance.choice((" ", "<text:s/>", "<text:tab/>", "<text:line-break/>"))
            return f"{self.word()}{sign}"
        around = ("<text:span>{}</text:span>", '<text:a xlink:href="#a">{}</text:a>',
                  "<text:meta>{}</text:meta>", "<text:bookmark/>{}")  # fmt: skip
        if kind == "around":
            return self.chance.choice(around).format(self.span(depth - 1))
        if kind == "text:ruby":
            base = f"<text:ruby-base>{self.word()}</text:ruby-base>"
            return f"<text:ruby>{base}<text:ruby-text>{self.word()}</text:ruby-text></text:ruby>"
        inner = self.paragraph(depth - 1)
        if kind == "text:note":
            body = f"<text:note-body>{inner}</text:note-body>"
            return f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"
        if kind == "draw:frame":
            return f"<draw:frame><draw:text-box>{inner}</draw:text-box></draw:frame>"
        return f"<office:annotation><dc:creator>Li</dc:creator>{inner}</office:annotation>"


def _written(draft: Draft) -> str:
    return "\0".join([draft.content, *(note.text for note in draft.notes or ())])


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_every_word_stands_once(kind: str) -> None:
    """In the content or in a note, also from boxes in notes, notes in tables, comments in notes."""
    chance = Random(seed())  # noqa: S311 - chance, no secret
    read = docx.read if kind == "docx" else odt.read
    for _ in range(DOCUMENTS):
        writer = _Word(chance) if kind == "docx" else _OpenDocument(chance)
        try:
            (draft,) = read(writer.body(), "a", Reading())
        except InputError as error:
            assert "holds no text" in str(error)  # noqa: PT017 - one of two outcomes
            continue
        words = re.findall(r"word\d+x", _written(draft))
        every = [f"word{number}x" for number in range(1, writer.words + 1)]
        assert sorted(words) == sorted(every), writer.written
        assert "deleted" not in _written(draft), writer.written


def test_footnotes_that_nothing_refers_to_are_counted() -> None:
    """They are in the file, and no one sees them."""
    note = '<w:footnote w:id="7"><w:p><w:r><w:t>unseen</w:t></w:r></w:p></w:footnote>'
    (draft,) = docx.read(word("<w:p><w:r><w:t>x</w:t></w:r></w:p>", footnotes=note), "a", Reading())
    assert draft.warnings == ("left out: notes that nothing refers to (1)",)


def test_a_field_that_ends_in_a_deletion_swallows_nothing() -> None:
    """What follows it is text."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    text = "<w:r><w:t>seen</w:t></w:r>"
    deleted = f'<w:del w:author="A">{begin}{separate}</w:del>'
    for body in (deleted + text + end, f'<w:del w:author="A">{begin}{separate}{end}</w:del>{text}'):
        (draft,) = docx.read(word(f"<w:p>{body}</w:p>"), "a", Reading())
        assert draft.content == "seen\n"


def test_a_part_that_is_named_often_is_read_once() -> None:
    """However many relations lead to it: a small file makes no large work."""
    package = word(
        "<w:p><w:r><w:t>x</w:t></w:r></w:p>", header1="<w:p><w:r><w:t>h</w:t></w:r></w:p>"
    )
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "word/_rels/document.xml.rels"
    (relation,) = re.findall(rb"<Relationship [^>]*header1.xml\"/>", members[name])
    members[name] = members[name].replace(relation, relation * 20_000)
    (draft,) = docx.read(zipped(members), "a", Reading())
    assert draft.warnings == ("left out: headers (1)",)


def test_a_part_that_is_named_and_missing_is_passed_over() -> None:
    """A damaged package is read as far as its text is there."""
    package = word(
        "<w:p><w:r><w:t>x</w:t></w:r></w:p>", header1="<w:p><w:r><w:t>h</w:t></w:r></w:p>"
    )
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if "header" not in name}
    (draft,) = docx.read(zipped(members), "a", Reading())
    assert (draft.content, draft.warnings) == ("x\n", ())
