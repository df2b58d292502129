"""`provrepo ingest` of folders, manifests and many files: what became of each, and the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from provrepo.cli import output
from provrepo.cli.command import Session
from provrepo.cli.options import clock
from provrepo.cli.progress import Advance, progress
from provrepo.errors import InputError, ProvrepoError

if TYPE_CHECKING:
    from provrepo.accession.intake import Ingested
    from provrepo.accession.report import Report
    from provrepo.cli.options import ReadingFlags
    from provrepo.editing.changes import Changes
    from provrepo.reading.versions import Version

WARNINGS = 20
"""So many warnings about files in folders are printed; the report has all."""

LINES, MOMENT = 200, 0.1
"""So many lines are written at once, or those of so many seconds."""

_PAGES = ("page", "alto", "hocr")
"""The readers of single pages."""

ROWS = 1000
"""How many rows of the table of a dry run are printed at once, in columns as wide as they need."""


def ingest_many(
    session: Session,
    paths: Sequence[str],
    changes: Changes,
    reading: ReadingFlags,
    *,
    pattern: str | None,
    manifest: str | None,
    report: str | None,
    every: bool,
    dry_run: bool,
) -> int:
    """Ingest files, folders and what a manifest names; return the exit status.

    With ``every`` what is unchanged is named, otherwise only counted.
    """
    from provrepo.accession.report import Report

    with ExitStack() as closing:
        repository = closing.enter_context(session.open())
        run = repository.ingest_files(
            paths,
            changes,
            manifest=manifest,
            document=reading.document,
            text=reading.text,
            pattern=pattern,
            encoding=reading.encoding,
            convention=reading.convention,
            ignored=[report] if report else [],
            dry_run=dry_run,
        )
        if not run.total:
            raise InputError(manifest or paths[0], "there is no file in this folder or manifest")
        written = closing.enter_context(Report(report, clock())) if report else None
        show = Shown(session, every=every, dry_run=dry_run)
        try:
            with progress(session, "files", run.total) as advance:
                show.all(each(run, written, advance))
        except BaseException as error:
            stopped(run, error)
            raise
        finally:
            if written is not None:
                written.totals(run.counts, run.skipped, dry_run=dry_run, total=run.total)
    return end(session, run, show.refused, dry_run=dry_run)


def each(
    run: Run,
    written: Report | None,
    advance: Advance,
    place: Callable[[], int] | None = None,
) -> Iterator[Ingested]:
    """Yield the results of a run, each written into the report; ``place`` is how far it came.

    Without it every result is a step.
    """
    last = 0
    for one in run:
        if written is not None:
            written.add(one)
        now = place() if place else last + 1
        advance(now - last)
        last = now
        yield one


class Run(Protocol):
    """A run over many texts, as the library has it."""

    total: int
    counts: Counter[str]
    counted: str

    @property
    def skipped(self) -> Counter[str]:
        """What was left out, by what it is."""

    def __iter__(self) -> Iterator[Ingested]:
        """Make the versions."""


class Shown:
    """Prints what became of each text, and keeps the refusals for the end."""

    def __init__(
        self, session: Session, *, every: bool, dry_run: bool, of_history: bool = False
    ) -> None:
        self._session, self._every, self._dry_run = session, every, dry_run
        self._of_history = of_history
        self._refused: dict[tuple[str, str], tuple[str, int]] = {}
        self._warned = self._pages = 0
        self._lines: list[str] = []
        self._written = 0.0

    def all(self, results: Iterable[Ingested]) -> None:
        """Print all results in the form that is wanted."""
        if self._session.json:
            output.json_list(self._as_json(one) for one in results)
        elif self._dry_run:
            self._table(results)
        else:
            try:
                for one in results:
                    self._line(one)
            finally:
                self._write()
        if self._warned > WARNINGS and not self._every:
            self._session.message(
                f"{self._warned - WARNINGS:,} more warnings; --report FILE.json has them all"
            )
        if self._pages > 1:
            self._session.message(
                f"{self._pages:,} files are pages, each a document of its own; to make them the "
                "pages of one text: --document KEY --text TEXT"
            )

    def _as_json(self, one: Ingested) -> dict[str, Any]:
        row = {} if one.row is None else {"row": one.row}
        if isinstance(one.result, ProvrepoError):
            self._refuse(one)
            return {"file": one.file, **row, "status": one.status, "error": str(one.result)}
        return {"file": one.file, **row, **one.result.as_json()}

    def _refuse(self, one: Ingested) -> None:
        """Keep a refusal; of a history the same for later commits of a file is only counted."""
        if one.status == "left out" or one.error is None:
            return
        path = one.file.partition("@")[0] if self._of_history else one.file
        reason = one.error.removeprefix(one.file)
        first, count = self._refused.get((path, reason), (one.error, 0))
        self._refused[path, reason] = first, count + 1

    @property
    def refused(self) -> list[str]:
        """What was refused and why, a line each."""
        return [
            first + (f" (and in {count - 1:,} later commit{'s' * (count > 2)})" * (count > 1))
            for first, count in self._refused.values()
        ]

    def _table(self, results: Iterable[Ingested]) -> None:
        results = (one for one in results if one.status != "left out")
        while some := list(islice(results, ROWS)):
            rows = [self._row(one) for one in some if self._every or one.status != "unchanged"]
            if rows:
                output.table(rows)

    def _row(self, one: Ingested) -> tuple[str, str, str]:
        if isinstance(one.result, ProvrepoError):
            self._refuse(one)
            return one.status, "", one.error or ""
        self._count(one.status, one.result.version)
        return one.status, one.result.version.reference, one.file

    def _count(self, status: str, version: Version) -> None:
        """Count new texts that are a single page, as text recognition leaves them."""
        file = version.record.file
        self._pages += status == "new" and file is not None and file.reader in _PAGES

    def _line(self, one: Ingested) -> None:
        if isinstance(one.result, ProvrepoError):
            self._refuse(one)
            return
        if one.status == "unchanged" and not self._every:
            return  # what its reader leaves out was said when it came in, and is in the report
        version = one.result.version
        self._count(one.status, version)
        # A terminal draws the bar again for each piece, so they are not too small.
        self._lines.append(output.escape(f"{one.status}: {version.reference} {version.short_id}"))
        if len(self._lines) >= LINES or monotonic() - self._written > MOMENT:
            self._write()
        for warning in one.result.warnings:
            self._warned += 1
            if self._every or self._warned <= WARNINGS:
                where = "" if version.text in warning else f"{version.text}: "
                self._write()
                self._session.message(f"warning: {where}{warning}")

    def _write(self) -> None:
        lines, self._lines = self._lines, []  # before, so that Ctrl-C prints none twice
        if lines:
            output.line("\n".join(lines))
        self._written = monotonic()


def stopped(run: Run, error: BaseException) -> None:
    """Say how far a run came that does not come to its end."""
    done = sum(run.counts[status] for status in ("new", "changed", "unchanged"))
    if isinstance(error, KeyboardInterrupt | ProvrepoError):
        output.error(f"stopped: {done:,} are in and stay in; the same command again goes on")


def end(session: Session, run: Run, refused: Sequence[str], *, dry_run: bool) -> int:
    """Name the refused files, count, and return the exit status."""
    for error in refused:
        output.error(error)
    counted = [f"{count:,} {status}" for status, count in sorted(run.counts.items())]
    if run.skipped:
        left = ", ".join(f"{what} ({count:,})" for what, count in sorted(run.skipped.items()))
        counted.append(f"left out: {left}")
    session.message("; ".join(counted) or "there is no file to ingest")
    if refused:
        rest = "nothing was stored" if dry_run else "the others are in"
        if run.counted == "files":
            output.error(f"{len(refused):,} of {run.total:,} files were refused; {rest}")
        else:
            output.error(f"{run.counts['refused']:,} versions were refused; {rest}")
    return 1 if refused else 0
