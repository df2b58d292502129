"""`provrepo ingest`: the command that makes versions from files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.named_files import read_input
from provrepo.cli.options import (
    DryRunOption,
    IngestFlags,
    MapOption,
    ReadingFlags,
    ReportOption,
)
from provrepo.errors import InputError

if TYPE_CHECKING:
    pass

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@dataclass(frozen=True)
class RunFlags:
    """The options for many files, and for a run as a whole."""

    manifest: Annotated[
        str | None,
        typer.Option(
            "--manifest", metavar="FILE", help="A table of files and what to say of each (CSV)."
        ),
    ] = None
    manifest_template: Annotated[
        bool,
        typer.Option("--manifest-template", help="Print a manifest of the files, to fill in."),
    ] = False
    mapping: MapOption = None
    allow_older: Annotated[
        bool,
        typer.Option(
            "--allow-older",
            help="Take files of a folder or manifest back to a text that was replaced since.",
        ),
    ] = False
    report: ReportOption = None
    follows: Annotated[
        bool,
        typer.Option(
            "--follows",
            help="The new versions of stale translations follow the correction: the passages that "
            "they changed are right.",
        ),
    ] = False
    dry_run: DryRunOption = False


@command(
    app,
    examples=[
        'provrepo ingest border-cable.translation.en.txt --agent "Jeffrey Wang:translator"',
        "provrepo ingest old.txt --document border-cable --text transcription:zh --encoding big5",
        "provrepo ingest fixed.txt --document border-cable --text translation --activity correct",
        'provrepo ingest border-cable.transcription.zh.txt --same-sense -m "a stroke"',
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
    reading: ReadingFlags,
    change: IngestFlags,
    flags: RunFlags,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE|FOLDER", help="Files and folders; - is standard input."),
    ] = None,
) -> int:
    """Make new versions from files.

    A file called KEY.KIND.LANGUAGE[.LABEL].txt, or KEY/KIND.LANGUAGE[.LABEL].txt, tells by its name
    where it belongs. For any other file, name the text with --text; its document is called like the
    file, or as --document says. TEI, PAGE, ALTO and hOCR are transcriptions unless you say
    otherwise. No version is made where a file says what the newest version already says. A TEI file
    may hold a transcription and translations of it: each is a text. Text files may begin with
    metadata in TOML between two +++ lines.

    A folder is read with all folders below it; a manifest says of each file what its name does not.
    Citation metadata and notes are taken from KEY.citation.json and KEY.notes.json beside the
    texts. Refused files are named at the end and do not stop the others, and the same command
    continues a run that was stopped. Held back is a file with the text of an older version, which
    would take later corrections back; --allow-older lets it in. Several page files (PAGE, ALTO,
    hOCR) with one --document and --text, or in a folder named like a text, are the pages of that
    text.

    Texts must be UTF-8 or have a byte order mark, unless --encoding names another encoding. The
    document's key and the message stay for good.
    """
    paths = files or []
    if flags.manifest_template:
        return _print_template(session, paths)
    if not paths and flags.manifest is None:
        raise typer.BadParameter("name a FILE or a FOLDER, or --manifest FILE")
    folders = any(map(os.path.isdir, paths))
    if len(paths) != 1 or flags.manifest or folders or flags.report or flags.mapping:
        return _ingest_many(session, paths, reading, change, flags, folders=folders)
    return _ingest_one(session, paths[0], reading, change, flags)


def _ingest_one(
    session: Session, path: str, reading: ReadingFlags, change: IngestFlags, flags: RunFlags
) -> int:
    """Ingest one file, or standard input, with all texts that it holds; return the exit status."""
    changes = change.changes()
    with session.open() as repository:
        outcome = repository.ingest(
            read_input("-") if path == "-" else path,
            changes,
            document=reading.document,
            text=reading.text,
            encoding=reading.encoding,
            convention=reading.convention,
            all_texts=True,
            dry_run=flags.dry_run,
        )
        outcomes = (outcome, *outcome.siblings)
        if session.json and outcome.siblings:
            output.json([{"file": path, **text_outcome.as_json()} for text_outcome in outcomes])
        else:
            for text_outcome in outcomes:
                session.report(text_outcome, dry_run=flags.dry_run)
        if not flags.follows or flags.dry_run:
            return 0
        from provrepo.cli.follows import follow

        references = [text_outcome.version.reference for text_outcome in outcomes]
        return follow(session, repository, references, changes)


def _ingest_many(
    session: Session,
    paths: list[str],
    reading: ReadingFlags,
    change: IngestFlags,
    flags: RunFlags,
    *,
    folders: bool,
) -> int:
    """Ingest files, folders and a manifest, where the flags go with that; return the exit status.

    ``folders`` tells whether any of the ``paths`` is a folder.
    """
    from provrepo.cli.results import Results

    if change.parent is not None or "-" in paths:
        raise typer.BadParameter("--parent and - go with one file only")
    if flags.manifest and reading.text is not None:
        raise typer.BadParameter("--text goes with files, not with a manifest")
    if flags.mapping is not None and not folders:
        raise typer.BadParameter("--map tells the texts of paths in a folder; name a folder")
    every = not (flags.manifest or folders)
    results = Results(session, every=every, dry_run=flags.dry_run)
    changes = change.changes()
    with session.open() as repository:
        run = repository.ingest_files(
            paths,
            changes,
            manifest=flags.manifest,
            document=reading.document,
            text=reading.text,
            pattern=flags.mapping,
            encoding=reading.encoding,
            convention=reading.convention,
            ignored=[flags.report] if flags.report else [],
            allow_older=flags.allow_older,
            dry_run=flags.dry_run,
        )
        if not run.total:
            raise InputError(
                flags.manifest or paths[0], "there is no file in this folder or manifest"
            )
        try:
            results.make(run, flags.report, totals=lambda: {"total": run.total})
        finally:
            # A run that is stopped, too: the same command again finds what came in unchanged.
            status = 0
            if flags.follows and not flags.dry_run:
                from provrepo.cli.follows import follow

                status = follow(session, repository, results.changed.values(), changes)
    return max(results.finish(run), status)


def _print_template(session: Session, paths: list[str]) -> int:
    """Print a manifest of the files in ``paths``; without any, one that is to be filled in."""
    from provrepo.accession.template import as_csv, rows

    template = rows(paths)
    if session.json:
        output.json(template)
        return 0
    output.raw(as_csv(template).encode())
    session.message(
        "fill in what the files do not say, add any CSL variable as a column, save it here (paths "
        "are relative to it), and: provrepo ingest --manifest FILE --dry-run"
    )
    return 0
