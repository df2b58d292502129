"""`provrepo revise` and `restore`: the commands that make versions without new files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import NAME_YOURSELF, Session, command
from provrepo.cli.options import (
    ChangeFlags,
    CreatedOption,
    DryRunOption,
    MakerFlags,
    OptionalReferenceArgument,
    ParentOption,
    ReferenceArgument,
    ReportOption,
)
from provrepo.errors import InputError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@dataclass(frozen=True)
class ManyFlags:
    """The options for many documents, and for a run as a whole."""

    manifest: Annotated[
        str | None,
        typer.Option(
            "--manifest",
            metavar="FILE",
            help="A table of documents and what to say of each (CSV).",
        ),
    ] = None
    items: Annotated[
        str | None,
        typer.Option(
            "--items",
            metavar="FILE",
            help="A reference manager's collection (CSL-JSON, BibTeX or RIS, as Zotero exports "
            "it), matched by key, call number or title.",
        ),
    ] = None
    manifest_template: Annotated[
        bool,
        typer.Option("--manifest-template", help="Print a table of what is here, to fill in."),
    ] = False
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding",
            metavar="NAME",
            help="The encoding of the table or collection, where that is not UTF-8.",
        ),
    ] = None
    report: ReportOption = None
    dry_run: DryRunOption = False


@command(
    app,
    examples=[
        'provrepo revise border-cable --set "archive=PRC Foreign Ministry Archives"',
        "provrepo revise border-cable/translation:en --based-on border-cable/transcription:zh@v2 "
        "--activity review",
        "provrepo revise --manifest-template > table.csv",
        "provrepo revise --manifest table.csv --dry-run",
        "provrepo revise --items zotero.json --dry-run",
    ],
)
def revise(
    session: Session,
    change: ChangeFlags,
    flags: ManyFlags,
    reference: OptionalReferenceArgument = None,
) -> int:
    """Make a new version without a new file.

    It has the newest version's content with other metadata, another basis or more notes. A version
    with --activity review is made even where nothing else changes: it says that somebody checked
    the text and found it right.

    Where REF names a document with several texts, --set and --citation are said of all of them, as
    a call number is the document's; a translator and a basis are those of its only translation.

    Many documents are described by a table, a row for each, or by what a reference manager exports.
    Each text gets one version; refused rows are named at the end and do not stop the others. Run it
    with --dry-run first: it shows what would become of each. The second run finds all unchanged.
    """
    if flags.manifest_template:
        return _print_template(session, reference)
    if flags.manifest is not None or flags.items is not None:
        return _revise_many(session, reference, change, flags)
    if reference is None:
        raise typer.BadParameter("name a REF, or --manifest FILE, or --items FILE")
    if reference.lower().endswith((".csv", ".tsv")):
        raise typer.BadParameter(f"{reference} is a table: write --manifest {reference}")
    if flags.encoding or flags.report:
        raise typer.BadParameter("--encoding and --report go with --manifest or --items")
    changes = change.changes()
    with session.open() as repository:
        outcome = repository.revise(reference, changes, dry_run=flags.dry_run)
    if not outcome.siblings:
        session.report(outcome, dry_run=flags.dry_run)
        return 0
    outcomes = (outcome, *outcome.siblings)
    if session.json:
        output.json([of_text.as_json() for of_text in outcomes])
        return 0
    for of_text in outcomes:
        identity = "(dry run)" if flags.dry_run else of_text.version.short_id
        output.line(output.escape(f"{of_text.status}: {of_text.version.reference} {identity}"))
        session.warn(of_text.warnings)
    document = outcome.version.document
    session.message(
        f"said of all {len(outcomes)} texts of {document}; {document}/TEXT says it of one"
    )
    new_versions = [of_text.version for of_text in outcomes if of_text.status != "unchanged"]
    if any(not version.contributions for version in new_versions):
        session.warn([f"they name nobody as their maker; {NAME_YOURSELF}"])
    return 0


def _revise_many(
    session: Session, reference: str | None, change: ChangeFlags, flags: ManyFlags
) -> int:
    """Revise what a table or a collection names; return the exit status."""
    from provrepo.cli.results import Results

    if reference is not None:
        raise typer.BadParameter("--manifest and --items name the documents: leave REF out")
    if flags.manifest is not None and flags.items is not None:
        raise typer.BadParameter("name one of --manifest and --items")
    if change.parent is not None or change.notes is not None or change.citation is not None:
        raise typer.BadParameter("--parent, --notes and --citation go with one REF only")
    results = Results(session, every=False, dry_run=flags.dry_run)
    with session.open() as repository:
        run = repository.revise_many(
            flags.manifest,
            change.changes(),
            items=flags.items,
            encoding=flags.encoding,
            dry_run=flags.dry_run,
        )
        if not run.total:
            path = flags.manifest or flags.items or ""
            raise InputError(path, f"there are no {run.counted} in it")
        results.make(
            run,
            flags.report,
            position=lambda: run.position,
            totals=lambda: {"total": run.total},
        )
    return results.finish(run)


def _print_template(session: Session, reference: str | None) -> int:
    """Print a table of the documents with what is said of them; of one where it is named."""
    with session.open() as repository:
        table = repository.metadata_table(reference)
        if session.json:
            output.json_list(table)
            return 0
        output.raw(table.as_csv().encode())
    session.message(
        "change what is wrong, fill in what is missing, add any CSL variable as a column, and: "
        "provrepo revise --manifest FILE --dry-run"
    )
    return 0


@command(app, examples=['provrepo restore border-cable@v2 -m "v3 was a mistake"'])
def restore(
    session: Session,
    reference: ReferenceArgument,
    maker: MakerFlags,
    created: CreatedOption = None,
    parent: ParentOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Make an older content the newest again.

    What it was based on comes back with it. Notes and citation metadata stay those of the newest
    version.
    """
    changes = maker.changes(created=created, parent=parent)
    with session.open() as repository:
        outcome = repository.restore(reference, changes, dry_run=dry_run)
    session.report(outcome, dry_run=dry_run)
