"""`provrepo copy`: a whole repository into another database."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.options import clock

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app,
    examples=[
        "provrepo copy provrepo.db backup/provrepo.db",
        "provrepo copy provrepo.db postgresql://editor@db.sample.example/cables",
        "provrepo copy provrepo.db mine.db --new-origin example.edu/cables-2",
    ],
)
def copy(
    session: Session,
    source: Annotated[str, typer.Argument(metavar="FROM", help="The repository: a path or a URL.")],
    target: Annotated[
        str, typer.Argument(metavar="TO", help="Where the copy is to be, or stands already.")
    ],
    new_origin: Annotated[
        str | None,
        typer.Option(
            "--new-origin",
            metavar="NAME",
            help="For a copy that will go its own way: what it is called in proofs.",
        ),
    ] = None,
) -> None:
    """Copy a whole repository into another database.

    Every id, every event and the ledger stay as they are, and the whole copy is verified. It is a
    copy of one moment, even while others write. The same command continues a copy that was broken
    off, and brings an older one up to date. URLs: postgresql://USER:PASSWORD@HOST:PORT/NAME.
    """
    from provrepo.repository import open as open_repository

    with ExitStack() as closing:
        repository = closing.enter_context(open_repository(source, clock=clock()))
        begin, tick = session.counting(closing, "rows")
        checkpoint = repository.copy_to(
            target,
            new_origin=new_origin,
            # How many rows there are is known only once the copy has begun.
            begin=begin,
            tick=tick,
        )
        location = repository.location
    if session.json:
        output.json({"from": location, **checkpoint.as_json()})
    else:
        session.message(f"copied and verified: records {checkpoint.size} of {checkpoint.origin}")
