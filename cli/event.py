"""`provrepo withdraw`, `purge`, `rename`, `retext`, `same-as`: events about what is here."""

from __future__ import annotations

from typing import Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.options import (
    ActorFlags,
    ActorOption,
    OptionalReferenceArgument,
    ReferenceArgument,
    makers,
)

app = typer.Typer(add_completion=False, rich_markup_mode=None)

ReasonOption = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why. It stays for good.")
]


@command(
    app,
    examples=[
        'provrepo withdraw border-cable/translation:en@v2 --reason "the wrong cable" '
        '--agent "Jeffrey Wang:editor"'
    ],
)
def withdraw(
    session: Session,
    reference: ReferenceArgument,
    reason: ReasonOption,
    agent: ActorOption = None,
) -> None:
    """Withdraw a version, which stays readable.

    @latest skips it, no text is stale because of it, the log shows the reason, and citing it warns.
    It cannot be taken back, but provrepo restore makes its content the newest again.
    """
    with session.open() as repository:
        version = repository.withdraw(reference, reason, agents=makers(agent))
    if session.json:
        output.json(version.as_json())
    else:
        session.message(f"withdrawn: {version.reference} {version.short_id}")


@command(
    app,
    examples=[
        'provrepo purge border-cable@v1 --reason "the owner withdrew the permission" '
        '--agent "Jeffrey Wang:editor"',
        'provrepo purge --agent "Wang Li" --reason "asked for it"',
    ],
)
def purge(
    session: Session,
    reason: ReasonOption,
    reference: OptionalReferenceArgument = None,
    notes: Annotated[bool, typer.Option("--notes", help="Remove its notes instead.")] = False,
    citation: Annotated[
        bool, typer.Option("--citation", help="Remove its citation metadata instead.")
    ] = False,
    file: Annotated[
        bool, typer.Option("--file", help="Remove its ingested file only, not the content.")
    ] = False,
    signature: Annotated[
        bool,
        typer.Option(
            "--signature",
            help="Remove the signatures of its reviews, and the keys in them, instead.",
        ),
    ] = False,
    agent: Annotated[
        list[str] | None,
        typer.Option(
            "--agent",
            metavar="NAME[:ROLE]",
            help="With a role, who removes it. Without one, NAME or NAME <IDENTIFIER>, the agent "
            "whose name is removed from the repository instead; NAME <> is the one without an "
            "identifier. With REF one who is named there. Repeatable.",
        ),
    ] = None,
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="Remove it even where several versions share it.")
    ] = False,
) -> None:
    """Remove a content for good, and keep its record.

    The bytes of the content and of the ingested file are gone from the database; its hash and the
    reason stay. This cannot be undone. Keys, messages, reasons and file names belong to the records
    and can never be removed; backups and other copies are not touched.
    """
    parts = {"notes": notes, "citation": citation, "file": file, "signature": signature}
    chosen = [part for part, is_chosen in parts.items() if is_chosen]
    by, names = _makers_and_names(agent or [])
    if len(chosen) + len(names) > 1:
        raise typer.BadParameter(
            "one thing at a time: --notes, --citation, --file, --signature, or an --agent without "
            "a role"
        )
    if reference is None and not names:
        raise typer.BadParameter("name a version, or an agent with --agent")
    with session.open() as repository:
        removal = repository.purge(
            reference,
            reason,
            part=chosen[0] if chosen else "content",
            agent=names[0] if names else None,
            everywhere=everywhere,
            agents=makers(by),
        )
    if session.json:
        output.json(removal.as_json())
    else:
        place = removal.reference or "the repository"
        for purged in removal.purged:
            session.message(f"purged: {purged.kind} {purged.digest[:12]} of {place}")
    for warning in removal.warnings:
        session.message(f"warning: {warning}")


def _makers_and_names(agents: list[str]) -> tuple[list[str], list[str]]:
    """Return who removes something, each written with a role, and whose names are removed."""
    from provrepo.agents import parse
    from provrepo.errors import InvalidValue

    by, names = [], []
    for agent in agents:
        try:
            parse(agent)
        except InvalidValue:
            names.append(agent)
        else:
            by.append(agent)
    return by, names


@command(app, examples=["provrepo rename bordr-cable border-cable"])
def rename(
    session: Session,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The document's key.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its key from now on.")],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why. It stays for good.")
    ] = "",
    agent: ActorOption = None,
) -> None:
    """Give a document another key.

    The old key goes on resolving, and no other document can have it. The records written so far
    keep it, because their ids commit to it.
    """
    with session.open() as repository:
        document = repository.rename(old, new, reason, agents=makers(agent))
    if session.json:
        output.json(document.as_json())
    else:
        session.message(f"renamed: {old} is {document.key} now")


@command(
    app,
    examples=[
        "provrepo retext p.oxy.1/translation:und translation:en",
        "provrepo retext border-cable/zh transcription:zh-Hant --reason 'traditional characters'",
    ],
)
def retext(
    session: Session,
    reference: Annotated[str, typer.Argument(metavar="REF", help="The text: KEY/TEXT.")],
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="Its name from now on: KIND:LANGUAGE[:LABEL].")
    ],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why. It stays for good.")
    ] = "",
    agent: ActorOption = None,
) -> None:
    """Give a text another kind, language or label.

    The old name goes on resolving, also for files that are called by it, and no other text of the
    document can have it. The records written so far keep it, because their ids commit to it.
    """
    with session.open() as repository:
        version = repository.retext(reference, text, reason, agents=makers(agent))
    if session.json:
        output.json(version.as_json())
    else:
        session.message(f"retexted: {reference} is {version.text} now")


@command(
    app,
    name="same-as",
    examples=[
        'provrepo same-as border-cable/zh@v1..v2 -m "a stroke of one character"',
        "provrepo same-as border-cable/zh@v1..v2 --undo",
    ],
)
def same_as(
    session: Session,
    pair: Annotated[
        str, typer.Argument(metavar="A..B", help="Two versions of a text: KEY/TEXT@v1..v2.")
    ],
    maker: ActorFlags,
    undo: Annotated[bool, typer.Option("--undo", help="Take it back.")] = False,
) -> None:
    """Say that no translation needs to follow a correction.

    What was translated from A holds for B then, and what is based on A is not stale because of B.
    That goes on: with v1..v2 and v2..v3, from v1 to v3. The last word about a pair counts.
    """
    with session.open() as repository:
        same_sense = repository.same_as(pair, None, maker.changes(), undo=undo)
    if session.json:
        output.json(same_sense.as_json())
        return
    first, second = same_sense.versions
    what = (
        "the same for translations" if same_sense.holds else "no longer the same for translations"
    )
    session.message(f"{what}: {first.reference} and v{second.record.number}")
    for warning in same_sense.warnings:
        session.message(f"warning: {warning}")
