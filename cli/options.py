"""The options that several commands share, each declared once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli.complete import complete_reference

if TYPE_CHECKING:
    from provrepo.receipt import Checkpoint

RepoOption = Annotated[
    str | None,
    typer.Option(
        "--repo",
        metavar="PATH|URL",
        help="The repository (or PROVREPO; else the nearest provrepo.db at or above this folder).",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print data as JSON.")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="Print no messages, only data.")]

ReferenceArgument = Annotated[
    str,
    typer.Argument(
        metavar="REF",
        help="KEY[/TEXT][@SELECTOR], or 7 or more digits of a version id.",
        autocompletion=complete_reference,
    ),
]
OptionalReferenceArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="REF",
        help="KEY[/TEXT][@SELECTOR], or 7 or more digits of a version id.",
        autocompletion=complete_reference,
        show_default=False,
    ),
]
DocumentOption = Annotated[
    str | None, typer.Option("--document", metavar="KEY", help="The document the file belongs to.")
]
TextOption = Annotated[
    str | None,
    typer.Option(
        "--text",
        metavar="TEXT",
        help="The text it is a version of: transcription:zh, translation:en, translation:en:wang.",
    ),
]
EncodingOption = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="The file's encoding, where it is not UTF-8 and has no byte order mark.",
    ),
]
ConventionOption = Annotated[
    str | None,
    typer.Option(
        "--convention",
        metavar="NAME",
        help="How editorial markup is written: chicago (default), leiden or plain.",
    ),
]
BasedOnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--based-on",
        metavar="REF",
        help="What it was made from: a version, a URI, label:…, sha256:… or a file. Repeatable.",
    ),
]
AgentOption = Annotated[
    list[str] | None,
    typer.Option(
        "--agent",
        metavar='"NAME:ROLE"',
        help="Who made it: NAME:ROLE or NAME <IDENTIFIER>:ROLE (or PROVREPO_AGENT). Repeatable.",
    ),
]
ActivityOption = Annotated[
    str | None,
    typer.Option(
        "--activity",
        metavar="A",
        help="transcribe, translate, revise, correct, convert, review or restore.",
    ),
]
MessageOption = Annotated[
    str | None,
    typer.Option("-m", "--message", metavar="MESSAGE", help="Why. It stays for good."),
]
CreatedOption = Annotated[
    str | None,
    typer.Option(
        "--created",
        metavar="DATE",
        help="When it was made: 1998, 1998-03, 1998-03-14, an instant, or unknown (default: now).",
    ),
]
CitationOption = Annotated[
    str | None,
    typer.Option(
        "--citation", metavar="ITEM", help="Citation metadata: one item in CSL-JSON, BibTeX or RIS."
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="FIELD=VALUE",
        help='One field of it: title=…, issued=1961-05, author="Wang, Li; Ministry of Health"; '
        "FIELD= removes. Repeatable.",
    ),
]
NotesOption = Annotated[
    str | None,
    typer.Option("--notes", metavar="NOTES.json", help="Editorial notes to add."),
]
ParentOption = Annotated[
    str | None,
    typer.Option(
        "--parent", metavar="REF", help="Stop (exit 3) unless this is still the newest version."
    ),
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be done, and change nothing.")
]

MapOption = Annotated[
    str | None,
    typer.Option(
        "--map",
        metavar="PATTERN",
        help="Where a path has document and text: 'texts/{document}/{kind}.{language}.txt'.",
    ),
]

ReportOption = Annotated[
    str | None,
    typer.Option("--report", metavar="FILE.json", help="Write what became of every file, as JSON."),
]


def read_input(path: str) -> bytes:
    """Return the bytes of a file, ``-`` for standard input. Raises InputError."""
    from provrepo.reading.files import read_bytes

    if path == "-":
        import sys

        return sys.stdin.buffer.read()
    return read_bytes(path)


def read_checkpoint(path: str) -> Checkpoint:
    """Return the checkpoint in a file, ``-`` for standard input. Raises InputError."""
    from provrepo.receipt import read_checkpoint

    return read_checkpoint(read_input(path), path)
