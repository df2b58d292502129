"""`provrepo withdraw` and `rename`: what is recorded about versions and documents."""

from __future__ import annotations

from typing import Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.options import ReferenceArgument
from provrepo.store import rules

app = typer.Typer(add_completion=False, rich_markup_mode=None)

ReasonOption = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why. It stays for good.")
]


@command(
    app, examples=['provrepo withdraw border-cable/translation:en@v2 --reason "the wrong cable"']
)
def withdraw(session: Session, reference: ReferenceArgument, reason: ReasonOption) -> None:
    """Withdraw a version, which stays readable.

    @latest skips it, no text is stale for its sake, the log says so, and citing it warns. It cannot
    be taken back; provrepo restore makes its content the newest again.
    """
    with session.open() as repository:
        version = repository.withdraw(reference, rules.reason(reason))
    if session.json:
        output.json(version.as_json())
    else:
        session.message(f"withdrawn: {version.reference} {version.short_id}")


@command(app, examples=["provrepo rename bordr-cable border-cable"])
def rename(
    session: Session,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The document's key.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its key from now on.")],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why. It stays for good.")
    ] = "",
) -> None:
    """Give a document another key.

    The old key goes on resolving, and no other document can have it. The records written so far
    keep it, as their ids commit to it.
    """
    with session.open() as repository:
        document = repository.rename(old, new, reason)
    if session.json:
        output.json(document.as_json())
    else:
        session.message(f"renamed: {old} is {document.key} now")
