"""The writer of plain text: the content to the last character, and after it what else there is.

=========================  ====================================================================
in the version             in the file
=========================  ====================================================================
the content                as it is, up to the line ``-- end of the text --``
notes                      after it, each with the passage that it is on
metadata, provenance       after them, a line each
the version's id           the last line
=========================  ====================================================================
"""

from __future__ import annotations

from provrepo.errors import shortened
from provrepo.formats.exported import ExportedNote, ExportedVersion, labelled
from provrepo.formats.plain.fences import TEXT_FENCE
from provrepo.formats.provenance import provenance

_LONGEST = 80


def write(version: ExportedVersion) -> bytes:
    """Return a version as a text file in UTF-8."""
    notes = [
        f"  {number}. {_on(version, noted)}{_indented(labelled(noted.note, noted.note.text))}\n"
        for number, noted in enumerate(version.notes, 1)
    ]
    lines = [f"  {line}\n" for line in provenance(version)]
    parts = ["".join(notes), "".join(lines), f"provrepo {version.reference} {version.id}\n"]
    return (version.content + TEXT_FENCE + "\n" + "\n".join(filter(None, parts))).encode()


def _on(version: ExportedVersion, noted: ExportedNote) -> str:
    """Return the passage that a note is on, shortened, for the beginning of its line."""
    note = noted.note
    passage = noted.lost if note.start is None else version.content[note.start : note.end]
    return "" if passage is None else f"“{shortened(' '.join(passage.split()), _LONGEST)}”: "


def _indented(text: str) -> str:
    return text.replace("\n", "\n     ")
