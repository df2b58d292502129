"""`provrepo import-git`: the history of an edition that was kept in git."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli.command import Session, command
from provrepo.cli.options import (
    ActivityOption,
    AgentOption,
    ConventionOption,
    DocumentOption,
    DryRunOption,
    EncodingOption,
    MapOption,
    MessageOption,
    ReportOption,
    SetOption,
    changes,
)
from provrepo.cli.results import Results
from provrepo.errors import InputError

if TYPE_CHECKING:
    from provrepo.accession.git.run import GitImport

SHOWN = 10
"""How many paths that became documents of their own are named."""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app,
    name="import-git",
    examples=[
        "provrepo import-git ~/edition",
        "provrepo import-git ~/edition --path texts --dry-run",
        "provrepo import-git ~/edition --map 'texts/{document}/{kind}.{language}.txt'",
        "provrepo import-git ~/letters --path '*.md' --text translation:en",
        "provrepo import-git ~/geniza --map '{document}_{label}_{kind}.txt' "
        "--text transcription:jrb --text translation:en",
    ],
)
def import_git(
    session: Session,
    repository: Annotated[
        str, typer.Argument(metavar="REPOSITORY", help="The folder of a git repository.")
    ],
    path: Annotated[
        list[str] | None,
        typer.Option(metavar="GLOB", help="Only files like this: texts, '*.txt'. Repeatable."),
    ] = None,
    mapping: MapOption = None,
    document: DocumentOption = None,
    text: Annotated[
        list[str] | None,
        typer.Option(
            "--text",
            metavar="TEXT",
            help="What paths leave open of a text: translation:en. Repeatable, one for each kind.",
        ),
    ] = None,
    encoding: EncodingOption = None,
    convention: ConventionOption = None,
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
            document=document,
            text=text or (),
            encoding=encoding,
            convention=convention,
            dry_run=dry_run,
        )
        results.make(
            run,
            report,
            position=lambda: run.commits,
            totals=lambda: {
                "commits": run.commits,
                "without_basis": {str(text): why for text, why in run.reasons.items()},
                "apart": sorted(run.apart),
                "missed": dict(run.missed),
            },
        )
    if run.shallow:
        session.message("warning: this clone is shallow; git fetch --unshallow gets what is before")
    for old, new in run.renamed.items():
        session.message(f"renamed: {old} is {new} now, as its files are")
    if run.apart:
        _tell_apart(session, run)
    if run.reasons:
        _tell_missing_bases(session, run)
    if run.missed and run.counts:
        session.message(
            f"left out: files whose paths --map does not match ({run.missed.total():,})"
        )
    if not run.counts and not run.skipped:
        raise InputError(
            repository,
            f"none of the paths in its {run.total:,} commits tells a text; say which with --map or "
            "--text",
        )
    return results.finish(run)


def _tell_apart(session: Session, run: GitImport) -> None:
    """Say which paths became documents of their own, and how they become texts of one."""
    for path, (text_key, rival) in islice(run.apart.items(), SHOWN):
        session.message(f"warning: {path} is a document of its own, as {rival} is {text_key}")
    are = "paths are documents of their" if len(run.apart) > 1 else "path is a document of its"
    session.message(
        f"{len(run.apart):,} {are} own for want of a label; --map with {{label}} makes such "
        "paths texts of one document"
    )


def _tell_missing_bases(session: Session, run: GitImport) -> None:
    """Say how many translations have no basis, and why."""
    counted = Counter(run.reasons.values())
    counts = ", ".join(f"{reason} ({count:,})" for reason, count in sorted(counted.items()))
    session.message(
        f"translations without a basis: {counts}; provrepo status --only basis names them"
    )
