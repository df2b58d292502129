"""A .docx with tracked changes: who accepts all has the later text, who rejects all the earlier."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.xmlchemy import BaseOxmlElement

from provrepo.formats import readers, writers
from provrepo.formats.draft import FileNote, Reading
from provrepo.formats.exported import ExportedNote, ExportedVersion
from provrepo.formats.pieces import visible_text
from provrepo.store.canonical import digest
from provrepo.store.records import Text
from tests.formats import versions

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SIGNS = {"br": "\n", "tab": "\t", "softHyphen": "\xad", "noBreakHyphen": "\u2011"}


def version(content: str, *passages: tuple[int, int]) -> ExportedVersion:
    """Return a version with that content, and a note on each of the passages."""
    return ExportedVersion(
        id=digest(content.encode()),
        document="cable",
        text=Text("translation", "en"),
        number=2,
        content=content,
        sha256=digest(content.encode()),
        recorded="2026-11-24T12:00:05Z",
        notes=tuple(ExportedNote(FileNote("x", start=start, end=end)) for start, end in passages),
    )


def paragraphs(path: Path, without: str) -> list[str]:
    """Return the paragraphs of a file, each as Word shows it, with one kind of change left out.

    ``without`` is ``del`` where all is accepted and ``ins`` where all is rejected. A paragraph
    whose end goes is one with the next (ECMA-376 part 1 §17.13.5.15, §17.13.5.19).
    """
    shown: list[str] = []
    text = ""
    for paragraph in docx.Document(str(path)).element.body.iterchildren(f"{W}p"):
        if paragraph.xpath("./w:bookmarkStart[@w:name='_provrepo_end']"):
            return [*shown, text] if text else shown
        begins_page = paragraph.find(f"{W}pPr/{W}pageBreakBefore") is not None
        text += "\f" * begins_page
        for run in paragraph.iter(f"{W}r"):
            if run.getparent().tag != f"{W}{without}":
                text += "".join(map(_written, run))
        if paragraph.find(f"{W}pPr/{W}rPr/{W}{without}") is None:
            shown.append(text)
            text = ""
    raise AssertionError("no paragraph after the text")


def _written(sign: BaseOxmlElement) -> str:
    name = str(sign.tag).removeprefix(W)
    if name == "br" and sign.get(f"{W}type") == "page":
        return "\f"
    return str(sign.text) if name in ("t", "delText") else SIGNS.get(name, "")


def both(folder: Path, before: str, after: ExportedVersion) -> tuple[list[str], list[str]]:
    """Return the paragraphs of the changes between two texts, rejected and accepted."""
    path = folder / "changes.docx"
    path.write_bytes(writers.write(after, "docx", before).data)
    return paragraphs(path, "ins"), paragraphs(path, "del")


A, B, C, D = (
    "The harbor was closed in April.",
    "Nobody was hurt [sic] by the ice.",
    "Three boats left\tat once for the North.",
    "关于渔船的电报已经收到。",
)


@pytest.mark.parametrize("separator", ["\n\n", "\n"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([A, B, C], [A, C]),
        ([A, B, C], [B, C]),
        ([A, B, C], [A, B]),
        ([A, C], [A, B, C]),
        ([A], [A, D]),
        ([B], [A, B]),
        ([A, B, C, D], [D, A, B, C]),
        ([A, B, C, D], [B, C, D, A]),
        ([A, B, C, D], [A, C, B.replace("Nobody", "No one"), D]),
        ([A, B, C, D], [C, D, A]),
        ([A, f"{B} {C}"], [A, B, C]),
        ([A, B, C], [f"{A} {B}", C]),
        ([A, B], [C, D]),
        ([A, B], [A, f"[{B}]"]),
    ],
)
def test_every_shape_of_change(
    tmp_path: Path, before: list[str], after: list[str], separator: str
) -> None:
    """Paragraphs added, deleted, moved, parted and joined, whatever parts them."""
    made = version(separator.join(after) + "\n")
    rejected, accepted = both(tmp_path, separator.join(before) + "\n", made)
    assert rejected == before
    assert accepted == after


def changes(path: Path) -> list[tuple[str, str, bool]]:
    """Return each change of words: its kind, its words, whether the paragraph's end is changed."""
    return [
        (
            change.tag.removeprefix(W),
            "".join(map(_written, change.iter(f"{W}t", f"{W}delText", f"{W}tab"))),
            change.getparent().find(f"{W}pPr/{W}rPr/{change.tag}") is not None,
        )
        for change in docx.Document(str(path)).element.body.iter(f"{W}ins", f"{W}del")
        if change.getparent().tag == f"{W}p"
    ]


def test_a_moved_paragraph_goes_from_one_place_and_comes_to_the_other(tmp_path: Path) -> None:
    """Whole, with its end: what stands beside it has no change at all."""
    path = tmp_path / "changes.docx"
    made = version(f"{C}\n\n{A}\n\n{B}\n")
    path.write_bytes(writers.write(made, "docx", f"{A}\n\n{B}\n\n{C}\n").data)
    assert changes(path) == [("ins", C, True), ("del", C, True)]


@pytest.mark.parametrize(("before", "after"), [([A], [A, C]), ([A, B], [A, C, B])])
def test_a_new_paragraph_is_one_change_with_its_own_end(
    tmp_path: Path, before: list[str], after: list[str]
) -> None:
    """The paragraph before it is not touched, and all keep being paragraphs, none an empty one."""
    path = tmp_path / "changes.docx"
    written = writers.write(version("\n\n".join(after) + "\n"), "docx", "\n\n".join(before)).data
    path.write_bytes(written)
    assert changes(path) == [("ins", C, True)]
    assert paragraphs(path, "del") == after


def test_any_two_texts(tmp_path: Path) -> None:
    """Both are there, line by line, whatever they are made of; and the later one is read again."""
    chance = random.Random(15)  # noqa: S311 - chance, no secret
    for _ in range(150):
        parts = [versions.text(chance, 12) for _ in range(4)]
        before = "".join(parts)
        chance.shuffle(parts)
        made = versions.version(chance, "".join(parts[: chance.randint(2, 4)]))
        made = replace(made, content=made.content.replace("\f", ""), notes=())
        made = replace(made, sha256=digest(made.content.encode()))
        before = before.replace("\f", "")
        rejected, accepted = both(tmp_path, before, made)
        for texts, content in ((rejected, before), (accepted, made.content)):
            lines = "\n".join("\n".join(texts).split("\n\n")).split("\n")
            expected = [line for line in visible_text(content).split("\n") if line]
            assert [line for line in lines if line] == expected
        (draft,) = readers.drafts_in((tmp_path / "changes.docx").read_bytes(), "a", Reading())
        assert draft.content == made.content


def test_a_page_break_that_was_added_goes_where_the_change_is_rejected(tmp_path: Path) -> None:
    """It is a change as the words around it are, and no property that stays."""
    rejected, accepted = both(tmp_path, f"{A}\n\n{B}\n", version(f"{A}\n\n\f{B}\n"))
    assert (rejected, accepted) == ([A, B], [A, f"\f{B}"])
    data = (tmp_path / "changes.docx").read_bytes()
    (draft,) = readers.drafts_in(data, "a.docx", Reading())
    assert draft.content == f"{A}\n\n\f{B}\n"
