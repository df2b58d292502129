"""`provrepo ingest`, `revise` and `restore`: the commands that make versions."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.options import (
    ActivityOption,
    AgentOption,
    BasedOnOption,
    CitationOption,
    ConventionOption,
    CreatedOption,
    DocumentOption,
    DryRunOption,
    EncodingOption,
    MapOption,
    MessageOption,
    NotesOption,
    ParentOption,
    ReferenceArgument,
    ReportOption,
    SetOption,
    TextOption,
)

if TYPE_CHECKING:
    from provrepo.editing.editor import Outcome

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app,
    examples=[
        'provrepo ingest border-cable.translation.en.txt --agent "Jeffrey Wang:translator"',
        "provrepo ingest old.txt --document border-cable --text transcription:zh --encoding big5",
        "provrepo ingest fixed.txt --document border-cable --text translation --activity correct",
        "pandoc cable.docx -t plain | provrepo ingest - --document cable --text translation:en",
        "provrepo ingest archive/ --dry-run",
        "provrepo ingest archive/ --report report.json",
        "provrepo ingest letters/ --text transcription:de",
        "provrepo ingest scans/letter-5/ --document letter-5 --text transcription:de",
        "provrepo ingest --manifest-template archive/ > manifest.csv",
        "provrepo ingest --manifest manifest.csv",
    ],
)
def ingest(
    session: Session,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE|FOLDER", help="Files and folders; - is standard input."),
    ] = None,
    document: DocumentOption = None,
    text: TextOption = None,
    based_on: BasedOnOption = None,
    agent: AgentOption = None,
    activity: ActivityOption = None,
    message: MessageOption = None,
    created: CreatedOption = None,
    citation: CitationOption = None,
    fields: SetOption = None,
    notes: NotesOption = None,
    encoding: EncodingOption = None,
    convention: ConventionOption = None,
    parent: ParentOption = None,
    manifest: Annotated[
        str | None,
        typer.Option(
            "--manifest", metavar="FILE", help="A table of files and what to say of each (CSV)."
        ),
    ] = None,
    manifest_template: Annotated[
        bool,
        typer.Option("--manifest-template", help="Print a manifest of the files, to fill in."),
    ] = False,
    mapping: MapOption = None,
    report: ReportOption = None,
    dry_run: DryRunOption = False,
) -> int:
    """Make new versions from files.

    A file called KEY.KIND.LANGUAGE[.LABEL].txt, or KEY/KIND.LANGUAGE[.LABEL].txt, tells by its name
    where it belongs. For another one say the text with --text; its document is called as the file,
    or as --document says. TEI, PAGE, ALTO and hOCR are transcriptions where nobody says otherwise.
    Nothing is made where a file says what the newest version says already. A TEI file may hold a
    transcription and translations of it: each is a text. Text files may begin with metadata in
    TOML between two +++ lines.

    A folder is gone through with all below it; a manifest tells of each file what its name does
    not. Citation metadata and notes are taken from KEY.citation.json and KEY.notes.json beside the
    texts. What is refused is named at the end and does not stop the others, and the same command
    again goes on where one was stopped. Several page files (PAGE, ALTO, hOCR) with one --document
    and --text, or in a folder named like a text, are the pages of that text.

    Texts must be UTF-8 or have a byte order mark, unless --encoding names another encoding. The
    document's key and the message stay for good.
    """
    from provrepo.cli.flags import changes, standard_input

    paths = files or []
    if manifest_template:
        return _print_template(session, paths)
    if not paths and manifest is None:
        raise typer.BadParameter("name a FILE or a FOLDER, or --manifest FILE")
    said = changes(
        based_on=based_on,
        agents=agent,
        activity=activity,
        message=message,
        created=created,
        citation=citation,
        fields=fields,
        notes=notes,
        parent=parent,
    )
    folders = any(map(os.path.isdir, paths))
    if len(paths) != 1 or manifest or folders or report or mapping:
        from provrepo.accession.run import Said
        from provrepo.cli.many import ingest_many

        if parent is not None or "-" in paths:
            raise typer.BadParameter("--parent and - go with one file only")
        if manifest and text is not None:
            raise typer.BadParameter("--text goes with files, not with a manifest")
        if mapping is not None and not folders:
            raise typer.BadParameter("--map tells the texts of paths in a folder; name a folder")
        return ingest_many(
            session,
            paths,
            Said(said, document, text, encoding, convention, mapping),
            manifest=manifest,
            report=report,
            every=not (manifest or folders),
            dry_run=dry_run,
        )
    with session.open() as repository:
        outcomes = repository.ingest_texts(
            standard_input() if paths == ["-"] else paths[0],
            said,
            document=document,
            text=text,
            encoding=encoding,
            convention=convention,
            dry_run=dry_run,
        )
    if session.json and len(outcomes) > 1:
        output.json([{"file": paths[0], **outcome.as_json()} for outcome in outcomes])
        return 0
    for outcome in outcomes:
        report_one(session, outcome, dry_run=dry_run)
    return 0


def _print_template(session: Session, paths: list[str]) -> int:
    """Print a manifest of the files in ``paths``, or one with its column names only."""
    from provrepo.accession.template import as_csv, rows

    found = rows(paths)
    if session.json:
        output.json(found)
        return 0
    output.raw(as_csv(found).encode())
    session.message(
        "fill in what the files do not say, add any CSL variable as a column, save it here (paths "
        "are relative to it), and: provrepo ingest --manifest FILE --dry-run"
    )
    return 0


@command(
    app,
    examples=[
        'provrepo revise border-cable --set "archive=PRC Foreign Ministry Archives"',
        "provrepo revise border-cable/translation:en --based-on border-cable/transcription:zh@v2 "
        "--activity review",
    ],
)
def revise(
    session: Session,
    reference: ReferenceArgument,
    based_on: BasedOnOption = None,
    agent: AgentOption = None,
    activity: ActivityOption = None,
    message: MessageOption = None,
    created: CreatedOption = None,
    citation: CitationOption = None,
    fields: SetOption = None,
    notes: NotesOption = None,
    parent: ParentOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Make a new version without a new file.

    It has the newest version's content, and other metadata, another basis or more notes. A version
    with --activity review is made even where nothing else changes: it says that somebody checked
    the text and found it right.
    """
    from provrepo.cli.flags import changes

    said = changes(
        based_on=based_on,
        agents=agent,
        activity=activity,
        message=message,
        created=created,
        citation=citation,
        fields=fields,
        notes=notes,
        parent=parent,
    )
    with session.open() as repository:
        outcome = repository.revise(reference, said, dry_run=dry_run)
    report_one(session, outcome, dry_run=dry_run)


@command(app, examples=['provrepo restore border-cable@v2 -m "v3 was a mistake"'])
def restore(
    session: Session,
    reference: ReferenceArgument,
    agent: AgentOption = None,
    message: MessageOption = None,
    created: CreatedOption = None,
    parent: ParentOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Make an older content the newest again.

    What it was based on comes back with it. Notes and citation metadata stay the newest ones.
    """
    from provrepo.cli.flags import changes

    said = changes(agents=agent, message=message, created=created, parent=parent)
    with session.open() as repository:
        outcome = repository.restore(reference, said, dry_run=dry_run)
    report_one(session, outcome, dry_run=dry_run)


def report_one(session: Session, outcome: Outcome, *, dry_run: bool = False) -> None:
    """Print what became of a change: one line of data, and the warnings."""
    if session.json:
        output.json(outcome.as_json())
    else:
        version = outcome.version
        # The id of a version to be depends on the moment when it is made.
        identity = "(dry run)" if dry_run else version.short_id
        output.line(output.escape(f"{outcome.status}: {version.reference} {identity}"))
        for warning in outcome.warnings:
            session.message(f"warning: {warning}")
