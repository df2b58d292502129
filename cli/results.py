"""What a run over many texts prints: what became of each as it comes, and the refusals at the end.

`provrepo ingest` of folders, manifests and several files, `provrepo import-git` and `provrepo
revise` of many documents share it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from provrepo.cli import output
from provrepo.cli.command import NAME_YOURSELF, Session
from provrepo.cli.options import clock
from provrepo.errors import ProvrepoError

if TYPE_CHECKING:
    from provrepo import Version
    from provrepo.accession.intake import Ingested
    from provrepo.accession.revisions import Revised

    Result: TypeAlias = Ingested | Revised
    from provrepo.accession.report import Report
    from provrepo.cli.progress import Advance

WARNINGS = 20
"""How many warnings about files in folders are printed; the report has all of them."""

LINES, SECONDS = 200, 0.1
"""Lines are written together: this many, or those of this time.

A terminal draws the progress bar again after each piece.
"""

ROWS = 1000
"""How many rows of the table of a dry run are printed at once, in columns as wide as they need."""

NAMED = ("", "purged", "unmatched", "ambiguous")
"""The kinds of what was left out that is named; all else is only counted."""

_PAGE_READERS = ("page", "alto", "hocr")
"""The readers of files that are single pages."""


class Run(Protocol):
    """A run over many texts, as the library has it; ``counted`` is what ``total`` counts."""

    total: int
    counts: Counter[str]
    counted: str

    @property
    def skipped(self) -> Counter[str]:
        """What was left out, by what it is."""

    def __iter__(self) -> Iterator[Result]:
        """Make the versions."""


class Results:
    """Prints what became of each text of a run, and keeps the refusals for the end.

    With ``every`` the files were named one by one: then those that are unchanged are named too, and
    no warning is left out. ``of_history`` is set where the files are those of a git history.
    """

    def __init__(
        self, session: Session, *, every: bool, dry_run: bool, of_history: bool = False
    ) -> None:
        self._session, self._every, self._dry_run = session, every, dry_run
        self._of_history = of_history
        self.changed: dict[str, str] = {}
        """The newest version of each translation that the run changed."""
        self._refusals: dict[tuple[str, str], tuple[str, int]] = {}
        self._left_out: dict[tuple[str, str], tuple[str, int]] = {}
        self._warnings = self._single_pages = self._nobodys = 0
        self._lines: list[str] = []
        self._written = monotonic()

    def make(
        self,
        run: Run,
        report_path: str | None,
        *,
        position: Callable[[], int] | None = None,
        totals: Callable[[], dict[str, object]],
    ) -> None:
        """Let a run make its versions: print each, draw the bar, and write the report.

        ``position`` tells how far the run came, of its ``total``; without it each result is a step.
        ``totals`` are what the report says at its end besides the counts.
        """
        with _report(report_path) as report:
            try:
                with self._session.progress(run.counted, run.total) as advance:
                    self._print(_followed(run, report, advance, position))
            except (KeyboardInterrupt, ProvrepoError):
                stored = sum(run.counts[status] for status in ("new", "changed", "unchanged"))
                output.error(
                    f"stopped: {stored:,} are in and stay in; the same command again goes on"
                )
                raise
            finally:
                if report is not None:
                    report.totals(run.counts, run.skipped, dry_run=self._dry_run, **totals())

    def _print(self, results: Iterable[Result]) -> None:
        """Print all results in the form that is wanted."""
        if self._session.json:
            output.json_list(map(self._as_json, results))
        elif self._dry_run:
            self._print_table(results)
        else:
            try:
                for ingested in results:
                    self._print_line(ingested)
            finally:
                self._write_lines()
        if self._warnings > WARNINGS and not self._every:
            self._session.message(
                f"{self._warnings - WARNINGS:,} more warnings; --report FILE.json has them all"
            )
        if self._nobodys:
            name = "version names" if self._nobodys == 1 else "versions name"
            self._session.message(
                f"warning: {self._nobodys:,} {name} nobody as maker; {NAME_YOURSELF}"
            )
        if self._single_pages > 1:
            self._session.message(
                f"{self._single_pages:,} files are pages, each a document of its own; to make them "
                "the pages of one text: --document KEY --text TEXT"
            )

    def _as_json(self, ingested: Result) -> dict[str, Any]:
        value = ingested.place
        if isinstance(ingested.result, ProvrepoError):
            self._refuse(ingested)
            return {**value, "status": ingested.status, "error": str(ingested.result)}
        self._count(ingested.status, ingested.result.version)
        return {**value, **ingested.result.as_json()}

    def _print_table(self, results: Iterable[Result]) -> None:
        """Print what a dry run would do, a row a text."""
        results = (ingested for ingested in results if ingested.kind in NAMED)
        while group := list(islice(results, ROWS)):
            rows = [
                self._row(ingested)
                for ingested in group
                if self._every or ingested.status != "unchanged"
            ]
            if rows:
                output.table(rows)

    def _row(self, ingested: Result) -> tuple[str, str, str]:
        if isinstance(ingested.result, ProvrepoError):
            self._refuse(ingested)
            return ingested.status, "", ingested.error or ""
        self._count(ingested.status, ingested.result.version)
        return ingested.status, ingested.result.version.reference, ingested.about

    def _print_line(self, ingested: Result) -> None:
        """Print a line for a new version, with its warnings."""
        if isinstance(ingested.result, ProvrepoError):
            self._refuse(ingested)
            return
        status, version = ingested.status, ingested.result.version
        if status == "unchanged" and not self._every:
            return  # what its reader leaves out was said when it came in, and is in the report
        self._count(status, version)
        identity = version.short_id
        self._lines.append(f"{status}: {version.reference} {identity}")
        if len(self._lines) >= LINES or monotonic() - self._written > SECONDS:
            self._write_lines()
        for warning in ingested.result.warnings:
            self._warnings += 1
            if self._every or self._warnings <= WARNINGS:
                text = "" if version.text in warning else f"{version.text}: "
                self._write_lines()  # those before the warning
                self._session.message(f"warning: {text}{warning}")

    def _write_lines(self) -> None:
        lines, self._lines = self._lines, []  # before, so that Ctrl-C prints none twice
        if lines:
            output.line("\n".join(map(output.escape, lines)))
        self._written = monotonic()

    def _count(self, status: str, version: Version) -> None:
        """Count what is said at the end: versions that name nobody, texts of a single page.

        Text recognition leaves a file for each page. Translations that changed are kept.
        """
        if status == "changed" and version.record.text.kind == "translation":
            self.changed[version.text] = version.reference
        self._nobodys += status != "unchanged" and not version.contributions
        file = version.record.file
        self._single_pages += status == "new" and file is not None and file.reader in _PAGE_READERS

    def _refuse(self, ingested: Result) -> None:
        """Keep a refusal; of a history the same for later commits of a file is only counted.

        What was purged and comes again is left out, and kept to be named; images are only counted.
        """
        if ingested.error is None or ingested.kind not in NAMED:
            return
        refusals = self._left_out if ingested.kind else self._refusals
        path = ingested.name.partition("@")[0] if self._of_history else ingested.name
        reason = ingested.error.removeprefix(ingested.name)
        first, count = refusals.get((path, reason), (ingested.error, 0))
        refusals[path, reason] = first, count + 1

    def finish(self, run: Run) -> int:
        """Name what was refused, print the counts, and return the exit status."""
        for error, count in islice(self._left_out.values(), WARNINGS):
            self._session.message(f"left out: {error}{_later(count)}")
        if len(self._left_out) > WARNINGS:
            more = len(self._left_out) - WARNINGS
            self._session.message(f"{more:,} more left out; --report FILE.json names them all")
        for error, count in self._refusals.values():
            output.error(f"{error}{_later(count) if self._of_history else ''}")
        counts = [f"{count:,} {status}" for status, count in sorted(run.counts.items())]
        if run.skipped:
            kinds = ", ".join(f"{kind} ({count:,})" for kind, count in sorted(run.skipped.items()))
            counts.append(f"left out: {kinds}")
        self._session.message("; ".join(counts) or f"there are no {run.counted}")
        if not self._refusals:
            return 0
        are_in = any(run.counts[status] for status in ("new", "changed", "unchanged"))
        fate = "the others are in" if are_in and not self._dry_run else "nothing was stored"
        if run.counted in ("files", "rows", "items"):
            count = len(self._refusals)
            refused = f"{count:,} of {run.total:,} {run.counted}"
        else:
            count = run.counts["refused"]
            refused = f"{count:,} version{'s' * (count > 1)}"
        output.error(f"{refused} {'was' if count == 1 else 'were'} refused; {fate}")
        return 1


def _later(count: int) -> str:
    """Return how often the same came again in a history, for the end of a message."""
    return f" (and in {count - 1:,} later commit{'s' * (count > 2)})" if count > 1 else ""


def _report(path: str | None) -> AbstractContextManager[Report | None]:
    """Begin the report, where one is wanted."""
    if path is None:
        return nullcontext()
    from provrepo.accession.report import Report

    return Report(path, clock())


def _followed(
    run: Run, report: Report | None, advance: Advance, position: Callable[[], int] | None
) -> Iterator[Result]:
    """Yield the results of a run, each after it went into the report and moved the bar."""
    before = 0
    for ingested in run:
        if report is not None:
            report.add(ingested)
        now = position() if position else before + 1
        advance(now - before)
        before = now
        yield ingested
