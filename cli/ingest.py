"""`provrepo ingest`, `revise` and `restore`: the commands that make versions."""

from __future__ import annotations

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
    MessageOption,
    NotesOption,
    ParentOption,
    ReferenceArgument,
    SetOption,
    TextOption,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provrepo.editor import Outcome
    from provrepo.errors import ProvrepoError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app,
    examples=[
        'provrepo ingest border-cable.translation.en.txt --agent "Jeffrey Wang:translator"',
        "provrepo ingest old.txt --document border-cable --text transcription:zh --encoding big5",
        "provrepo ingest fixed.txt --document border-cable --text translation --activity correct",
        "pandoc cable.docx -t plain | provrepo ingest - --document cable --text translation:en",
    ],
)
def ingest(
    session: Session,
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Text, Markdown or TEI files; - is standard input."),
    ],
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
    dry_run: DryRunOption = False,
) -> int:
    """Make new versions from files.

    A file called KEY.KIND.LANGUAGE[.LABEL].txt tells by its name where it belongs; another one
    needs --document and --text. Nothing is made where a file says what the newest version says
    already. A TEI file may hold a transcription and translations of it: each is a text. Text files
    may begin with metadata in TOML between two +++ lines.

    Texts must be UTF-8 or have a byte order mark, unless --encoding names another encoding. The
    document's key and the message stay for good.
    """
    from provrepo.cli.flags import changes, standard_input

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
    if len(files) > 1:
        if text is not None or parent is not None or "-" in files:
            raise typer.BadParameter("--text, --parent and - go with one file only")
        with session.open() as repository:
            results = repository.ingest_all(
                files,
                said,
                document=document,
                encoding=encoding,
                convention=convention,
                dry_run=dry_run,
            )
            return _report_all(session, results, len(files), dry_run=dry_run)
    with session.open() as repository:
        outcomes = repository.ingest_texts(
            standard_input() if files == ["-"] else files[0],
            said,
            document=document,
            text=text,
            encoding=encoding,
            convention=convention,
            dry_run=dry_run,
        )
    if session.json and len(outcomes) > 1:
        output.json([{"file": files[0], **outcome.as_json()} for outcome in outcomes])
        return 0
    for outcome in outcomes:
        report(session, outcome, dry_run=dry_run)
    return 0


def _report_all(
    session: Session,
    results: Iterable[tuple[str, Outcome | ProvrepoError]],
    count: int,
    *,
    dry_run: bool,
) -> int:
    """Print what became of ``count`` files, and return the exit status."""
    from provrepo.errors import ProvrepoError

    done, refused = [], []
    for file, result in results:
        if isinstance(result, ProvrepoError):
            refused.append((file, str(result)))
            continue
        done.append((file, result))
        if not session.json:
            report(session, result, dry_run=dry_run)
    if session.json:
        output.json(
            [{"file": file, **outcome.as_json()} for file, outcome in done]
            + [{"file": file, "status": "refused", "error": error} for file, error in refused]
        )
    for _, error in refused:
        output.error(error)
    if refused:
        output.error(f"{len(refused)} of {count} files were refused; the others are in")
    return 1 if refused else 0


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
    report(session, outcome, dry_run=dry_run)


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
    report(session, outcome, dry_run=dry_run)


def report(session: Session, outcome: Outcome, *, dry_run: bool = False) -> None:
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
