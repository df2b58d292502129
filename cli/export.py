"""`provrepo export`: one version as a file."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.options import OptionalReferenceArgument

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app,
    examples=[
        "provrepo export border-cable border-cable.docx",
        "provrepo export border-cable@v1 --format tei > border-cable.xml",
        "provrepo export border-cable/translation:en changes.docx --track-changes v1..v2",
        "provrepo export border-cable/translation:en both.docx --facing",
    ],
)
def export(
    session: Session,
    reference: OptionalReferenceArgument = None,
    file: Annotated[
        str | None,
        typer.Argument(metavar="FILE", help="The file to write (default: standard output)."),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="docx, odt, tei, markdown, html or text (default: as FILE ends).",
        ),
    ] = None,
    track_changes: Annotated[
        str | None,
        typer.Option(
            "--track-changes",
            metavar="A..B",
            help="A .docx of version B with what was changed since A as tracked changes.",
        ),
    ] = None,
    facing: Annotated[
        bool,
        typer.Option(
            "--facing", help="A translation beside what it was made from, in two columns."
        ),
    ] = False,
) -> None:
    """Write one version as a file: Word, TEI, Markdown and others.

    It holds the text, its notes, metadata and pin. Ingested again, the file makes no new version.
    If somebody has edited it in Word or LibreOffice, what they changed becomes the next one, their
    comments its notes. A file that is there already is replaced.
    """
    from provrepo.formats.writers import BINARY

    if track_changes is not None and file is None and _is_file_name(reference):
        reference, file = None, reference  # a whole pair needs no REF
    if reference is None and track_changes is None:
        raise typer.BadParameter("name the version to export: provrepo export REF FILE")
    to_file = file is not None and file != "-"
    if form is None and track_changes is not None and not to_file:
        form = "docx"
    if form is None:
        if file is None or not to_file:
            raise typer.BadParameter("say in which format: --format docx, or name a FILE")
        form = _format_of(file, reference)
    if session.json and not to_file:
        raise typer.BadParameter("--json says what was written; name a FILE to write to")
    if not to_file and form in BINARY and sys.stdout.isatty():
        raise typer.BadParameter(f"a terminal cannot show {form}; name a FILE")
    warnings: list[str] = []
    with session.open() as repository:
        data = repository.export(
            reference, form, track_changes=track_changes, facing=facing, warn=warnings.append
        )
    if file is None or not to_file:
        output.raw(data)
    else:
        from provrepo.cli.writing import write_whole

        write_whole(file, data)
    if session.json:
        output.json({"file": file, "format": form, "bytes": len(data), "warnings": warnings})
    else:
        session.warn(warnings)


def _format_of(file: str, reference: str | None) -> str:
    """Return the format that a file's name tells, in which a version is to be written."""
    from provrepo.formats.writers import format_of

    if _is_file_name(reference) and not _is_file_name(file):
        raise typer.BadParameter(f"write the version first: provrepo export {file} {reference}")
    return format_of(file)


def _is_file_name(argument: str | None) -> bool:
    """Return whether the only argument is the file: no key of a document ends like that."""
    return argument is not None and "@" not in argument and argument.lower().endswith(".docx")
