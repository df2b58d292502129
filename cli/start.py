"""`provrepo init`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.options import DEFAULT_NAME, clock

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app, examples=["provrepo init", "provrepo init archive/cables.db --origin example.edu/cables"]
)
def init(
    session: Session,
    path: Annotated[
        str | None,
        typer.Argument(metavar="PATH", help="A file, or a database's URL (default: provrepo.db)."),
    ] = None,
    origin: Annotated[
        str | None,
        typer.Option(
            "--origin",
            metavar="NAME",
            help="What the repository is called in proofs, for good: example.edu/cables.",
        ),
    ] = None,
) -> None:
    """Make a repository.

    A repository is one file, which holds every version of every text; or one PostgreSQL database,
    named as postgresql://USER:PASSWORD@HOST:PORT/NAME.
    """
    from provrepo.repository import create

    chosen = path or session.repo or os.environ.get("PROVREPO") or DEFAULT_NAME
    if "://" not in chosen and Path(chosen).is_dir():
        chosen = os.fspath(Path(chosen) / DEFAULT_NAME)
    with create(chosen, origin=origin, clock=clock()) as repository:
        location, repository_origin = repository.location, repository.origin
    if session.json:
        output.json({"repository": location, "origin": repository_origin})
    else:
        session.message(f"made the repository {location} (origin {repository_origin})")
