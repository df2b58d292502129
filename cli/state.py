"""`provrepo status` and `verify`: the commands that look after a repository."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.named_files import read_checkpoint, read_text
from provrepo.cli.options import check_format
from provrepo.errors import ProvrepoError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provrepo import Finding, SignatureCheck
    from provrepo.receipt import Checkpoint
    from provrepo.repository import Repository

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app,
    examples=[
        "provrepo status",
        "provrepo status border-cable",
        "provrepo status --only metadata --all",
        "provrepo status border-cable --passages",
        "provrepo status --check && make book",
    ],
    pages=True,
)
def status(
    session: Session,
    reference: Annotated[
        str | None,
        typer.Argument(
            metavar="KEY[/TEXT]",
            help="A document, or one of its texts.",
            show_default=False,
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="KIND",
            help="stale, basis, metadata, notes, form, nobody or review. Repeatable.",
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Print all, not ten of each kind.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with 1 where anything needs work.")
    ] = False,
    passages: Annotated[
        bool,
        typer.Option(
            "--passages", help="Which passages of each stale text translate what changed, and how."
        ),
    ] = False,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="With --passages: text or html.")
    ] = "text",
) -> int:
    """List what needs work, such as stale translations.

    A text is stale when the words of what it was made from have changed since. Each finding is
    followed by the command that clears it, once somebody has looked. What differs in form alone,
    such as a blank line more, is listed apart, and versions that name nobody are counted (--only
    nobody lists them); neither counts for --check.
    """
    kinds = [name.strip() for names in only or () for name in names.split(",")]
    check_format(form, ("text", "html"))
    if passages:
        if kinds:
            raise typer.BadParameter("--passages is about stale texts: leave --only out")
        return _print_passages(session, reference, form, check=check)
    if form != "text":
        raise typer.BadParameter("--format goes with --passages")
    from provrepo.cli.findings import SHOWN, print_findings

    with session.open() as repository:
        limit = None if every or session.json else SHOWN
        state = repository.status(reference, only=kinds, limit=limit)
        unknown = _unknown(repository)
    status = 1 if check and not state.clean else 0
    if session.json:
        output.json({**state.as_json(), "clean": state.clean, **unknown})
        return status
    print_findings(state, kinds, every=every)
    _print_unknown(unknown)
    if state.clean:
        session.message(f"nothing needs work (documents: {state.documents}, texts: {state.texts})")
    return status


def _print_passages(session: Session, reference: str | None, form: str, *, check: bool) -> int:
    """Print what is to be done in each stale text."""
    from provrepo.cli.worklist import print_page, print_worklists

    with session.open() as repository, contextlib.ExitStack() as closing:
        begin, tick = session.counting(closing, "texts")
        worklists = repository.stale_passages(reference, begin=begin, tick=tick)
    if session.json:
        output.json([worklist.as_json() for worklist in worklists])
    elif form == "html":
        print_page(worklists)
    else:
        print_worklists(worklists)
        if not worklists:
            session.message("nothing is stale")
    return 1 if check and worklists else 0


@command(
    app,
    examples=[
        "provrepo verify",
        "provrepo verify --checkpoint 2026-11.checkpoint",
        "provrepo verify --checkpoint 2026-11.checkpoint --allowed-signers signers",
        "provrepo verify --quick",
    ],
)
def verify(
    session: Session,
    checkpoint: Annotated[
        str | None,
        typer.Option(
            "--checkpoint",
            metavar="FILE",
            help="Also prove that nothing before it was changed, removed or reordered.",
        ),
    ] = None,
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Check the records and the ledger only, not the contents."),
    ] = False,
    allowed_signers: Annotated[
        str | None,
        typer.Option(
            "--allowed-signers",
            metavar="FILE",
            help="Also check the signatures of reviews, and that of the checkpoint, against these "
            "keys: a file as ssh-keygen wants it, PRINCIPAL KEY a line.",
        ),
    ] = None,
    revoked: Annotated[
        str | None,
        typer.Option(
            "--revoked",
            metavar="FILE",
            help="With --allowed-signers: keys that no longer count, a list or a revocation list.",
        ),
    ] = None,
) -> int:
    """Prove that everything is still what was stored.

    Every content, note, citation, agent, file and record is hashed again and compared with the
    digest it is named by, and the tables are compared with what they should be. Exits with 1 where
    anything is damaged, with 3 where something was in the way of looking.
    """
    if revoked is not None and allowed_signers is None:
        raise typer.BadParameter("--revoked goes with --allowed-signers")
    earlier = None if checkpoint is None else read_checkpoint(checkpoint)
    signed = "" if checkpoint is None or allowed_signers is None else read_text(checkpoint)
    with session.open() as repository:
        counts: dict[str, int] = {}
        with contextlib.suppress(ProvrepoError):  # damage is for verify to name
            counts = repository.counts()
        if quick and counts:
            counts = {"records": counts["records"]}
        findings: list[Finding] = []
        warnings: list[Finding] = []
        try:
            with session.progress("things", sum(counts.values()) or None) as advance:
                findings.extend(
                    repository.verify(earlier, quick=quick, tick=advance, warn=warnings.append)
                )
        except ProvrepoError:  # something was in the way of looking further
            if not session.json:
                _print_findings(findings)
            raise
        signatures = _Signatures(repository, allowed_signers, revoked, signed)
        unknown = _unknown(None if findings else repository)
    if session.json:
        damaged = [finding.as_json() for finding in findings]
        counts = {} if findings else counts
        listed = [warning.as_json() for warning in warnings]
        output.json(
            {"damaged": damaged, "warnings": listed, **counts, **unknown, **signatures.as_json()}
        )
        return 1 if findings or signatures.wrong else 0
    for warning in warnings:
        session.message(f"warning: {warning.place}: {warning.message}")
    _print_findings(findings)
    if findings:
        output.error(f"{len(findings)} damaged; a backup from before has what is lost")
    else:
        _print_sound(counts, unknown, earlier)
    signatures.print()
    return 1 if findings or signatures.wrong else 0


class _Signatures:
    """The signatures that are to be checked as well: none where no signers were named.

    ``wrong`` are lines that say what is wrong with some.
    """

    def __init__(
        self, repository: Repository, allowed: str | None, revoked: str | None, checkpoint: str
    ) -> None:
        self.checks: list[SignatureCheck] = []
        self.wrong: list[str] = []
        self._wanted = allowed is not None
        if allowed is None:
            return
        from provrepo.cli.signatures import wrong_ones

        self.checks = repository.signatures(allowed, revoked=revoked, checkpoint=checkpoint or None)
        self.wrong = wrong_ones(self.checks, of_checkpoint=bool(checkpoint))

    def as_json(self) -> dict[str, object]:
        """Return them as JSON output shows them."""
        return {"signatures": [check.as_json() for check in self.checks]} if self._wanted else {}

    def print(self) -> None:
        """Print what is wrong, or whose they are."""
        for line in self.wrong:
            output.line(output.escape(line))
        if self.wrong:
            count = len(self.wrong)
            holds = "signature does not hold" if count == 1 else "signatures do not hold"
            output.error(f"{count} {holds}")
        elif self._wanted:
            from provrepo.cli.signatures import print_signers

            print_signers(self.checks)


def _print_findings(findings: Iterable[Finding]) -> None:
    for finding in findings:
        output.line(output.escape(f"{finding.code}: {finding.place}: {finding.message}"))


def _print_sound(
    counts: dict[str, int], unknown: dict[str, dict[str, int]], earlier: Checkpoint | None
) -> None:
    """Print what was found to be as it was stored."""
    listed = ", ".join(f"{name} {number}" for name, number in counts.items())
    output.line(f"all is as it was stored: {listed}")
    _print_unknown(unknown)
    if earlier is not None:
        output.line(
            output.escape(
                f"nothing was changed before the checkpoint: records {earlier.size} of "
                f"{earlier.origin}"
            )
        )


def _unknown(repository: Repository | None) -> dict[str, dict[str, int]]:
    """Return how many records there are that a newer provrepo wrote, by format and by event."""
    return {
        "unknown_formats": repository.unknown_formats() if repository else {},
        "unknown_events": repository.unknown_events() if repository else {},
    }


def _print_unknown(unknown: dict[str, dict[str, int]]) -> None:
    for kind, counts in (
        ("records of the format", unknown["unknown_formats"]),
        ("events named", unknown["unknown_events"]),
    ):
        for name, number in counts.items():
            output.line(
                output.escape(
                    f"{kind} “{name}”, which this provrepo does not know: {number}; they are kept "
                    "as they are"
                )
            )
