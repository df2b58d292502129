"""Word and OpenDocument files that other programs made: every word, and where it belongs."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import zlib
from collections import Counter
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from provrepo.formats.draft import Draft
from provrepo.reading.files import read_drafts
from tests.programs import needs_office, needs_pandoc, read_by_pandoc, saved_by_office

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
}
BOX = """<w:r {spaces}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>
<wp:extent cx="9" cy="9"/><wp:docPr id="7" name="Box"/><a:graphic><a:graphicData uri="{wps}">
<wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData>
</a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape alt="Box"><v:textbox>
<w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>
</mc:AlternateContent></w:r>"""
MARKDOWN = """\
---
title: Report of the consul
---

# Heading

A paragraph.[^one] The comment is on [Who?]{.comment-start id="1" author="Ann"}these words[]{
.comment-end id="1"}.

[^one]: First *footnote*.

    Its second paragraph.

Term
:   Definition.
:   Another definition.

> Quotation.
>
> > Quotation within.[^two]

[^two]: Second footnote.

1. First item
   a. Below it
      i. Deeper
2. Second item

    goes on.

- Bullet
  - Within

| Left | Right |
|:-----|------:|
| cell | 1912  |

+-----------+----------+
| Several   | - list   |
|           | - cell   |
| lines     |          |
+-----------+----------+

中文段落：關於一九五八年的電報。[^three]

[^three]: 中文注释。

::: {dir=rtl}
هذا نص عربي.[^four]
:::

[^four]: حاشية.

| Line block
|   indented

Formula $E=mc$ and ![Alternative words](picture.png).
"""


def png() -> bytes:
    """Return a grey picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    size = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", size)
        + chunk(b"IDAT", zlib.compress(b"\0\x80"))
        + chunk(b"IEND", b"")
    )


def words(text: str) -> Counter[str]:
    """Return the words of a text but for numbers and single letters, as lists are labelled by."""
    found = re.findall(r"\w+", text)
    return Counter(word for word in found if not re.fullmatch(r"\d+|[a-z]", word))


def passages(draft: Draft, label: str = "") -> list[tuple[str, str]]:
    """Return the passage and the words of each note whose label begins so."""
    return [
        (draft.content[note.start : note.end], note.text)
        for note in draft.notes or ()
        if note.label.startswith(label)
    ]


def test_a_box_and_a_picture_of_python_docx() -> None:
    """The words of a text box stand once, after its paragraph; what describes a picture counts."""
    document = docx.Document()
    paragraph = document.add_paragraph("Before the box ")
    inner = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("In it.", "Still."))
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
    paragraph._p.append(parse_xml(BOX.format(spaces=spaces, wps=SPACES["wps"], inner=inner)))  # noqa: SLF001
    paragraph.add_run("and after it.")
    commented = document.add_paragraph("Read by Ann.")
    document.add_comment(commented.runs, "All of it?", author="Ann")
    picture = document.add_picture(io.BytesIO(png()))
    picture._inline.docPr.set("descr", "A seal")  # noqa: SLF001
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "outer"
    outer.cell(0, 1).add_table(1, 1).cell(0, 0).text = "within"
    data = io.BytesIO()
    document.save(data)
    (draft,) = read_drafts(data.getvalue())
    assert draft.content == (
        "Before the box and after it.\n\nIn it.\n\nStill.\n\nRead by Ann.\n\nouter\n\nwithin\n"
    )
    assert passages(draft) == [("Read by Ann.", "All of it?")]
    assert draft.warnings == (
        "left out: alternative texts (1), pictures (1)",
        "written plainly: table rows cell by cell (1)",
    )


def made_by_pandoc(folder: Path, suffix: str) -> Path:
    """Return a file that Pandoc has made of a text with everything in it."""
    (folder / "picture.png").write_bytes(png())
    (folder / "source.md").write_text(MARKDOWN, encoding="utf-8")
    path = folder / f"source.{suffix}"
    command = ["pandoc", "source.md", "--output", path.name]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    return path


@pytest.mark.slow
@needs_pandoc
@needs_office
@pytest.mark.parametrize("office", [False, True], ids=["Pandoc", "LibreOffice"])
@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_no_word_of_another_program_is_lost(tmp_path: Path, suffix: str, office: bool) -> None:
    """Against what Pandoc reads in the same file; each note stands on the word before its sign.

    LibreOffice saves a file of the other kind again, so that both of its writers are read.
    """
    path = made_by_pandoc(tmp_path, suffix)
    if office:
        (tmp_path / "saved").mkdir()
        path = saved_by_office(path, {"docx": "odt", "odt": "docx"}[suffix], tmp_path / "saved")
    (draft,) = read_drafts(path.read_bytes())
    found = words(draft.content) + words(" ".join(text for _, text in passages(draft)))
    expected = words(read_by_pandoc(path, path.suffix[1:]))
    assert expected - found in (Counter(), words("Alternative words"))
    if expected - found:
        assert any("alternative texts (1)" in warning for warning in draft.warnings)
    footnotes = passages(draft, "footnote")
    assert [passage for passage, _ in footnotes[:2]] == ["paragraph.", "within."]
    assert footnotes[2][0].endswith("報。")
    assert footnotes[3][0] == "عربي."
    # LibreOffice 7.4 puts the words of one footnote into another when it reads Pandoc's .docx.
    if not (office and suffix == "docx"):
        beginnings = [text.partition("\n")[0] for _, text in footnotes]
        assert beginnings == ["First footnote.", "Second footnote.", "中文注释。", "حاشية."]
    # Pandoc writes no comments into OpenDocument.
    comments = [("these words", "Who?")] if suffix == "docx" else []
    assert passages(draft, "comment") == comments
    lines = draft.content.splitlines()
    first = lines.index("1. First item")
    assert lines[first : first + 3] == ["1. First item", "a. Below it", "i. Deeper"]
    assert "goes on." in lines
