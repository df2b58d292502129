"""`provrepo review` and `policy`: who has approved exactly what, and what that needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.options import ActorFlags, ReferenceArgument, SignOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provrepo import Reviewed, ReviewEntry, ReviewPolicy

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app,
    examples=[
        'provrepo review border-cable/en --submit --agent "Jeffrey Wang:translator"',
        'provrepo review border-cable/en@v3 --return -m "a line is missing" --quote "Ever since"',
        'provrepo review border-cable/en@v4 --approve --agent "Ada Sample:reviewer"',
        'provrepo review border-cable/en --check 3 --agent "Ada Sample:reviewer"',
        "provrepo review border-cable/en",
    ],
)
def review(
    session: Session,
    reference: ReferenceArgument,
    maker: ActorFlags,
    submit: Annotated[
        bool, typer.Option("--submit", help="Somebody should look at this version.")
    ] = False,
    return_it: Annotated[
        bool,
        typer.Option("--return", help="It needs more work: -m says which, --quote where."),
    ] = False,
    approve: Annotated[
        bool, typer.Option("--approve", help="It is right, exactly as it is.")
    ] = False,
    release: Annotated[bool, typer.Option("--release", help="It may be published.")] = False,
    check: Annotated[
        list[str] | None,
        typer.Option(
            "--check",
            metavar="N",
            help="Unit N of status --passages is right beside the newest basis; or all. "
            "Repeatable.",
        ),
    ] = None,
    quote: Annotated[
        list[str] | None,
        typer.Option(
            "--quote",
            metavar="TEXT",
            help="With --return: a passage that is meant, as it stands there. Repeatable.",
        ),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="REF",
            help="The version of its basis that it was read beside (default: the one that it was "
            "made from).",
        ),
    ] = None,
    sign: SignOption = None,
) -> None:
    """Submit, return, approve or release a version; list its reviews.

    It holds for this version and never passes to another one. Without one of these, what was said
    is listed: of one version (REF@v3), or of all versions of a text. With --check, passages of a
    stale translation are right as they stand.
    """
    chosen = {"submitted": submit, "returned": return_it, "approved": approve, "published": release}
    states = [state for state, is_chosen in chosen.items() if is_chosen]
    if len(states) + bool(check) > 1:
        rule = "one at a time: --submit, --return, --approve, --release or --check"
        raise typer.BadParameter(rule)
    if check:
        if quote or against or sign:
            raise typer.BadParameter("--quote, --against and --sign do not go with --check")
        _check(session, reference, check, maker)
        return
    with session.open() as repository:
        if not states:
            if quote or against or sign:
                raise typer.BadParameter("say what of it: --submit, --return, --approve, --release")
            _print_reviews(session, repository.reviews(reference), reference)
            return
        reviewed = repository.review(
            reference,
            states[0],
            maker.changes(),
            quotes=quote or (),
            against=against,
            sign=sign,
            tell=session.message,
        )
    _print_reviewed(session, reviewed)


def _check(session: Session, reference: str, units: list[str], maker: ActorFlags) -> None:
    """Record that passages are right, and print what is left to be done."""
    from provrepo.editing.checking import read_units

    with session.open() as repository:
        worklist = repository.check(reference, read_units(units), maker.changes())
    if session.json:
        output.json(worklist.as_json())
        return
    left = ", ".join(str(passage.unit) for passage in worklist.open)
    session.message(f"checked; left in {worklist.reference}: {left or 'nothing'}")
    if worklist.untranslated:
        session.message(f"not translated yet: {len(worklist.untranslated)}")
    if worklist.cleared:
        output.line(output.escape(worklist.command))


def _print_reviewed(session: Session, reviewed: Reviewed) -> None:
    """Print what was said of a version, and where that leaves it."""
    if session.json:
        output.json(reviewed.as_json())
        return
    entry, standing = reviewed.review, reviewed.state
    beside = f", read beside {entry.against}" if entry.against else ""
    signed = ", signed" if entry.signature else ""
    session.message(f"{entry.state}: {entry.reference} {standing.id[:12]}{beside}{signed}")
    if standing.own_words not in ("", entry.state):
        session.message(f"it is now {standing.own_words}")
    for line in reviewed.complaint.in_words if reviewed.complaint else ():
        session.message(line)
    session.warn(reviewed.warnings)


def _print_reviews(session: Session, entries: Sequence[ReviewEntry], reference: str) -> None:
    if session.json:
        output.json([entry.as_json() for entry in entries])
        return
    for entry in entries:
        output.line(output.escape(f"{entry.reference} {entry.in_words}"))
        for passage in entry.passages:
            words = "[purged]" if passage.text is None else passage.text
            output.line(f"    “{output.escape(words)}”")
    if not entries:
        session.message(f"nobody reviewed {reference}")


@command(
    app,
    examples=[
        "provrepo policy",
        "provrepo policy approvals=2 independent=yes publish=approved "
        '-m "as the board decided" --agent "Ada Sample:editor"',
    ],
)
def policy(
    session: Session,
    maker: ActorFlags,
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME=VALUE",
            help="approvals=N, independent=yes|no, publish=any|approved.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show or set what reviews need.

    approvals is how many people must approve a version; with independent=yes nobody approves a
    version that names them; with publish=approved nothing is released without these approvals. What
    was reviewed before keeps its state: a policy is part of the history.
    """
    from provrepo.editing.reviewing import read_policy

    chosen = read_policy(values or ())
    with session.open() as repository:
        if not chosen:
            _print_policy(session, repository.policy())
            return
        before = repository.policy()
        after = repository.set_policy(maker.changes(), **chosen)
    if session.json:
        output.json(after.as_json())
    elif before.event == after.event:
        session.message(f"unchanged: {after}")
    else:
        session.message(f"from here on: {after}")


def _print_policy(session: Session, in_force: ReviewPolicy) -> None:
    if session.json:
        output.json(in_force.as_json())
        return
    output.line(output.escape(str(in_force)))
    if in_force.recorded is None:
        session.message("nobody set a policy: one approval is enough")
        return
    who = ", ".join(map(str, in_force.by)) or "nobody who is named"
    why = f": {in_force.message}" if in_force.message else ""
    session.message(f"set by {who}, {in_force.recorded}{why}")
