"""`provrepo import-git`: the history of an edition that was kept in git."""

from __future__ import annotations

from typing import Annotated

import typer

from provrepo.cli.command import Session, command
from provrepo.cli.options import (
    ActivityOption,
    AgentOption,
    DryRunOption,
    MapOption,
    MessageOption,
    ReadingFlags,
    ReportOption,
    SetOption,
    changes,
)
from provrepo.cli.results import Results
from provrepo.errors import InputError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app,
    name="import-git",
    examples=[
        "provrepo import-git ~/edition",
        "provrepo import-git ~/edition --path texts --dry-run",
        "provrepo import-git ~/edition --map 'texts/{document}/{kind}.{language}.txt'",
        "provrepo import-git ~/letters --path '*.md' --text translation:en",
    ],
)
def import_git(
    session: Session,
    reading: ReadingFlags,
    repository: Annotated[
        str, typer.Argument(metavar="REPOSITORY", help="The folder of a git repository.")
    ],
    path: Annotated[
        list[str] | None,
        typer.Option(metavar="GLOB", help="Only files like this: texts, '*.txt'. Repeatable."),
    ] = None,
    mapping: MapOption = None,
    ref: Annotated[
        str, typer.Option("--ref", "--branch", metavar="REF", help="The branch, tag or commit.")
    ] = "HEAD",
    as_text: Annotated[
        bool,
        typer.Option("--as-text", help="Take every file as plain text, with all that is in it."),
    ] = False,
    agent: AgentOption = None,
    activity: ActivityOption = None,
    message: MessageOption = None,
    fields: SetOption = None,
    report: ReportOption = None,
    dry_run: DryRunOption = False,
) -> int:
    """Make versions from a history in git.

    Every commit that changed a text makes a version of it, the oldest first, with its author,
    co-authors and committer, its date and its message; renames are followed. Which text a path is,
    its name tells as for ingest, or --map does; with --text every other file is a document of its
    own.

    The same command again takes only what is new. Deletions make no version; links, submodules and
    whatever is no text are left out and counted.
    """
    from provrepo.accession.git.run import History

    history = History(repository, ref, path or (), mapping, as_text)
    results = Results(session, every=False, dry_run=dry_run, of_history=True)
    with session.open() as opened:
        run = opened.import_git(
            history,
            changes(agent=agent, activity=activity, message=message, fields=fields),
            document=reading.document,
            text=reading.text,
            encoding=reading.encoding,
            convention=reading.convention,
            dry_run=dry_run,
        )
        results.make(
            run,
            report,
            position=lambda: run.commits,
            totals=lambda: {"commits": run.commits},
        )
    if run.shallow:
        session.message("warning: this clone is shallow; git fetch --unshallow gets what is before")
    for old, new in run.renamed.items():
        session.message(f"renamed: {old} is {new} now, as its files are")
    if not run.counts and not run.skipped:
        raise InputError(
            repository,
            f"none of the paths in its {run.total:,} commits tells a text; say which with --map or "
            "--text",
        )
    return results.finish(run)
