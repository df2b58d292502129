"""The writers, over versions made by chance: anything stored can be exported, and comes back.

What is fuzzed here are no broken files: the bytes that are broken are the content of a version, and
they decide what else it says.
"""

from __future__ import annotations

import random
import zlib

from provrepo.formats import readers, writers
from provrepo.formats.draft import Draft, Reading
from provrepo.formats.exported import Column, ExportedVersion
from provrepo.passages import paragraphs
from tests.formats.versions import PIECES, version
from tests.fuzz.mutation import FuzzedReader

_NAMES = {
    "docx": "a.docx",
    "odt": "a.odt",
    "tei": "a.xml",
    "markdown": "a.md",
    "text": "a.txt",
}
"""The formats that come back, with a name for a file of each."""

_CHANGED = 0.2
"""How many versions are also written with changes, and beside another text."""

_WORDS = tuple(piece.encode() for piece in PIECES)
_TEXTS = [
    b"Border cable\n\nFirst [North] paragraph.\nIts second line.\n",
    "第一段〔北〕。\n\n第二段。\n".encode(),
    "שלום [a] עולם\r\n\r\nx\ty  z \r\n".encode(),
    b"one line",
    b"\n\n\n",
]


def write_and_read(data: bytes, _path: str, _reading: Reading) -> tuple[Draft, ...]:
    """Write a version with this content and read it again: it must say the same."""
    content = data.decode(errors="replace")
    if not content:
        return ()
    chance = random.Random(zlib.crc32(data))  # noqa: S311 - chance, no secret
    form = chance.choice(writers.FORMATS)
    if form in ("markdown", "text"):  # with a NUL character a file is no text
        content = content.replace("\0", "0")
    made = version(chance, content)
    written = writers.write(made, form).data
    if form in writers.OF_CHANGES and chance.random() < _CHANGED:
        check(made, writers.write(made, form, content[::2]).data, form)
    if form in writers.OF_TWO and chance.random() < _CHANGED:
        passages = list(paragraphs(content))
        half = [passage if number % 2 else None for number, passage in enumerate(passages)]
        assert writers.write_facing((Column(made, passages), Column(made, half)), form).data
    if form in _NAMES:
        check(made, written, form)
    return ()


def check(made: ExportedVersion, written: bytes, form: str) -> None:
    """Assert that a file that was written from a version says the same as the version."""
    if form == "text" and not _is_text(written, _NAMES[form]):
        return  # a text that begins as a PDF does is taken for one
    (draft,) = readers.drafts_in(written, _NAMES[form], Reading())
    assert draft.content == made.content
    assert draft.origin is not None
    assert draft.origin.version == made.id
    assert draft.document == made.document
    assert draft.text == str(made.text)
    if form == "text":
        return
    assert draft.origin.citation == made.citation
    assert not draft.warnings
    notes = {note.number: note for note in draft.notes or ()}
    assert len(notes) == len(draft.notes or ()) == len(made.notes)
    for number, noted in enumerate(made.notes, 1):
        assert notes[number] == noted.note


def _is_text(written: bytes, path: str) -> bool:
    from provrepo.errors import InputError

    try:
        return readers.recognise(written, path) == "text"
    except InputError:
        return False


WRITERS = {"writers": FuzzedReader(write_and_read, "a", lambda: _TEXTS, _WORDS)}
"""One row for all formats: which one a version is written in is up to chance, too."""
