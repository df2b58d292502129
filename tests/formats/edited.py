"""An office file as a colleague sends it back: its parts changed and put together again."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def edited(data: bytes, changes: Mapping[str, Callable[[str], str]]) -> bytes:
    """Return an office file with parts changed: each by the function for its name."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(written, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name in changes:
                part = changes[name](part.decode()).encode()
            after.writestr(name, part)
        for name in changes.keys() - set(before.namelist()):
            after.writestr(name, changes[name](""))
    return written.getvalue()


def with_words(old: str, new: str) -> Callable[[str], str]:
    """Return a change of words, which must stand there once."""

    def change(part: str) -> str:
        assert part.count(old) == 1, f"{old!r} stands there {part.count(old)} times"
        return part.replace(old, new)

    return change


def split_runs(part: str) -> str:
    """Split every run of words into one for each three characters, as Word does with its ids."""

    def pieces(match: re.Match[str]) -> str:
        text = match[2]
        cut = [text[start : start + 3] for start in range(0, len(text), 3)]
        if "&" in text:
            return match[0]
        return "".join(
            f'<w:r w:rsidR="00A1">{match[1]}<w:t xml:space="preserve">{piece}</w:t></w:r>'
            for piece in cut
        )

    return re.sub(
        "<w:r>((?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?)"
        '<w:t xml:space="preserve">([^<]*)</w:t></w:r>',
        pieces,
        part,
    )


def saved_by(name: str) -> Callable[[str], str]:
    """Return a change of the core properties: who saved the file last, and when."""

    def change(part: str) -> str:
        part = re.sub("(<dcterms:modified[^>]*>)[^<]*", r"\g<1>2026-12-01T10:00:00Z", part)
        by = f"<cp:lastModifiedBy>{name}</cp:lastModifiedBy><cp:revision>7</cp:revision>"
        return part.replace("</cp:coreProperties>", by + "</cp:coreProperties>")

    return change


def comments(author: str, words: str) -> dict[str, Callable[[str], str]]:
    """Return what adds a part with one comment; its range has the id 0."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="comments.xml"/></Relationships>'
    override = f'<Override PartName="/word/comments.xml" ContentType="{content_type}"/></Types>'
    part = (
        f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="{author}"><w:p><w:r>'
        f"<w:annotationRef/></w:r><w:r><w:t>{words}</w:t></w:r></w:p></w:comment></w:comments>"
    )
    return {
        "word/comments.xml": lambda _: part,
        "word/_rels/document.xml.rels": lambda rels: rels.replace("</Relationships>", relation),
        "[Content_Types].xml": lambda types: types.replace("</Types>", override),
    }
