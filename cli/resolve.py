"""`provrepo resolve`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.options import read_text
from provrepo.errors import NotFound, shortened

if TYPE_CHECKING:
    from provrepo.formats.draft import FileNote
    from provrepo.reading.pins import Pin

_MANUSCRIPTS = (".docx", ".md", ".odt", ".txt")
"""How the names of manuscripts end; no citation ends like this."""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app,
    examples=[
        "provrepo resolve chapter-3.md",
        'provrepo resolve "Ministry, “Cable,” May 1961, version 1 (3f2a91c0d4e5)."',
        "provrepo resolve 3f2a91c0d4e5",
    ],
)
def resolve(
    session: Session,
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT|FILE",
            help="A citation, an id, an ni: URI or a manuscript (.txt, .md, .docx); "
            "- for standard input.",
        ),
    ],
) -> int:
    """Look the pinned citations of a text up again.

    Each is exact (the newest text is the one cited), superseded (a newer version has another text)
    or unknown here. Quotations beside a citation are compared with the version cited and with the
    newest; in a Word document, citations in footnotes go with the paragraph that they stand on.
    Exits with 1 where any citation needs attention, so that an author can check a book before it
    goes to press.
    """
    from provrepo.reading.files import is_file_argument, read_draft

    notes: tuple[FileNote, ...] = ()
    if text == "-":
        manuscript, where = read_text("-"), "standard input"
    elif is_file_argument(text) or _names_a_manuscript(text):
        draft = read_draft(text)
        manuscript, where, notes = draft.content, Path(text).name, draft.notes or ()
    else:
        manuscript, where = text, ""
    with session.open() as repository:
        pins = repository.find_pins(manuscript, notes)
    if not pins:
        raise NotFound("pinned citation in", where or f"“{shortened(text)}”")
    if session.json:
        output.json([pin.as_json() for pin in pins])
    else:
        for pin in pins:
            _print(pin, where)
        attention = sum(pin.needs_attention for pin in pins)
        session.message(f"pinned citations: {len(pins)}, to look at: {attention}")
    return 1 if any(pin.needs_attention for pin in pins) else 0


def _names_a_manuscript(text: str) -> bool:
    """Return whether a text can only be a file's name, even where there is no such file."""
    return "\n" not in text and text.lower().endswith(_MANUSCRIPTS)


def _print(pin: Pin, where: str) -> None:
    place = f"{where}:{pin.line}: " if where else ""
    named = f" {pin.version.reference}" if pin.version else ""
    output.line(output.escape(f"{place}{pin.status}: {pin.written}{named}"))
    if pin.status == "superseded" and pin.version and pin.newest:
        pair = f"{pin.version.reference}..v{pin.newest.record.number}"
        output.line(output.escape(f"    what changed: provrepo diff {pair}"))
    for quotation in pin.quotations:
        fate = "unchanged" if quotation.unchanged else "no longer stands in the newest version"
        output.line(output.escape(f"    “{shortened(quotation.text)}”: {fate}"))
