"""`provrepo cite`."""

from __future__ import annotations

from typing import Annotated

import typer

from provrepo.cli import output, render
from provrepo.cli.command import Session, command
from provrepo.cli.complete import complete_reference

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app,
    examples=[
        "provrepo cite border-cable@v1",
        'provrepo cite border-cable@v1 --quote "1,843 ethnic Korean households"',
        "provrepo cite border-cable/translation:en --format csl-json",
    ],
)
def cite(
    session: Session,
    references: Annotated[
        list[str],
        typer.Argument(
            metavar="REF", help="The versions to cite.", autocompletion=complete_reference
        ),
    ],
    style: Annotated[
        str, typer.Option("--style", metavar="S", help="A style's name, or a CSL file.")
    ] = "chicago-notes",
    form: Annotated[
        str,
        typer.Option("--format", metavar="F", help="text, html, markdown, latex, rtf or csl-json."),
    ] = "text",
    quote: Annotated[
        str | None,
        typer.Option(
            "--quote",
            metavar="TEXT",
            help="Check that these words stand there, and give their paragraph.",
        ),
    ] = None,
) -> None:
    """Cite exact versions.

    Each citation has the version's number and the first digits of its id, by which `provrepo show`
    finds it again. A version that is no longer the newest is cited all the same, with a warning.
    """
    with session.open() as repository:
        found = repository.cite(references, style=style, form=form, quote=quote)
    if session.json:
        output.json([one.as_json() for one in found])
    elif form == "csl-json":
        output.json([one.item for one in found])
    else:
        for one in found:
            if form == "text":
                render.write(one.spans)
            else:
                output.line(output.escape(one.text, lines=True))
    for one in found:
        for warning in one.warnings:
            session.message(f"warning: {warning}")
