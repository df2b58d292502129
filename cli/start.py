"""`provrepo init`."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.options import DEFAULT_NAME, clock

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app,
    examples=[
        "provrepo init",
        "provrepo init archive/cables.db --origin example.edu/cables",
        "provrepo init restored.db --from-package deposit",
    ],
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
    from_package: Annotated[
        str | None,
        typer.Option(
            "--from-package",
            metavar="FOLDER",
            help="Make it of a package of all documents, as it was: a bag, or a store of OCFL.",
        ),
    ] = None,
) -> None:
    """Make a repository.

    A repository is one file, which holds every version of every text; or one PostgreSQL database,
    named as postgresql://USER:PASSWORD@HOST:PORT/NAME. One that is made of a package has the
    origin, the ids, the order and the ledger that it had; a damaged package is refused.
    """
    from provrepo.repository import create

    chosen = path or session.repo or os.environ.get("PROVREPO") or DEFAULT_NAME
    if "://" not in chosen and Path(chosen).is_dir():
        chosen = os.fspath(Path(chosen) / DEFAULT_NAME)
    if from_package is not None:
        if origin is not None:
            raise typer.BadParameter("a package has its origin: leave --origin out")
        _restore(session, chosen, Path(from_package))
        return
    with create(chosen, origin=origin, clock=clock()) as repository:
        location, repository_origin = repository.location, repository.origin
    if session.json:
        output.json({"repository": location, "origin": repository_origin})
    else:
        session.message(f"made the repository {location} (origin {repository_origin})")


def _restore(session: Session, path: str, package: Path) -> None:
    """Make a repository of a package, and say what it came to."""
    from provrepo.repository import create

    with ExitStack() as closing:
        begin, tick = session.counting(closing, "files")
        repository = closing.enter_context(
            create(
                path,
                from_package=package,
                clock=clock(),
                begin=begin,
                tick=tick,
            )
        )
        location, checkpoint = repository.location, repository.checkpoint()
    if session.json:
        output.json({"repository": location, **checkpoint.as_json()})
    else:
        session.message(
            f"restored and verified: {location}, records {checkpoint.size} of {checkpoint.origin}"
        )
