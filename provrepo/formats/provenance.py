"""What follows the text in a file that provrepo writes: notes on the whole, and where it is from.

It is the same in every format that people read: lines of words, some of them notes by number.
"""

from __future__ import annotations

from typing import NamedTuple

from provrepo.directions import runs_to_left
from provrepo.formats.exported import ExportedVersion, labelled, on_the_whole
from provrepo.metadata import written

ARCHIVAL = ("archive", "archive-place", "archive_collection", "archive_location")


class EndLine(NamedTuple):
    """A line after the text; ``number`` is that of the note that it is, 0 for any other line.

    ``to_left`` says whether it runs from right to left.
    """

    text: str
    number: int = 0
    to_left: bool = False


def end_lines(version: ExportedVersion) -> list[EndLine]:
    """Return the lines after the text of a version: its notes, then its provenance.

    The last one is its pin, the full reference and the id, by which it can be looked up again.
    """
    notes = [
        EndLine(
            labelled(noted.note, noted.note.text),
            number,
            runs_to_left(noted.note.text, noted.note.language),
        )
        for number, noted in on_the_whole(version.notes)
    ]
    lines = (EndLine(line, to_left=runs_to_left(line, "und")) for line in provenance(version))
    return [*notes, *lines]


def provenance(version: ExportedVersion) -> list[str]:
    """Return where a version is from, a line each; the last one is its pin."""
    item = version.citation or {}
    archive = [written(field, item[field]) for field in ARCHIVAL if item.get(field)]
    lines = [
        version.title,
        ", ".join(archive),
        "; ".join(map(str, version.makers)),
        f"Based on {'; '.join(version.based_on)}" if version.based_on else "",
        *version.cautions,
        version.message,
        f"{pin(version)}, {version.created or version.recorded}",
    ]
    return [" ".join(line.split()) for line in lines if line.strip()]


def pin(version: ExportedVersion) -> str:
    """Return the pin of a version: its full reference with its whole id."""
    return f"{version.reference} ({version.id})"
