"""`provrepo diff`."""

from __future__ import annotations

from typing import Annotated

import typer

from provrepo.cli import output, render
from provrepo.cli.command import Session, command
from provrepo.cli.complete import complete_reference
from provrepo.spans import Span

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app,
    examples=[
        "provrepo diff border-cable@v1..v2",
        "provrepo diff border-cable/translation:en@2024-05-01 border-cable/translation:en",
        "provrepo diff border-cable",
        "provrepo diff border-cable/translation:en corrected.txt",
    ],
)
def diff(
    session: Session,
    before: Annotated[
        str,
        typer.Argument(
            metavar="A",
            help="A version, a file, or a pair A..B; alone: against its parent.",
            autocompletion=complete_reference,
        ),
    ],
    after: Annotated[
        str | None,
        typer.Argument(metavar="B", help="A version or a file.", autocompletion=complete_reference),
    ] = None,
    context: Annotated[
        int, typer.Option("--context", min=0, metavar="WORDS", help="Words around each change.")
    ] = 12,
    full: Annotated[bool, typer.Option("--full", help="The whole text, not only changes.")] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where there are changes.")
    ] = False,
) -> int:
    """Compare two versions word by word.

    Without colours what went is [-so-] and what came is {+so+}.
    """
    with session.open() as repository:
        old, new, found = repository.diff(before, after)
    if session.json:
        from provrepo.compare.views.as_json import as_json

        output.json({"before": old, "after": new, **as_json(found)})
    elif found.changes:
        from provrepo.compare.views.inline import inline

        render.write(
            [
                Span(f"--- {output.escape(old)}\n+++ {output.escape(new)}\n", "heading"),
                *inline(found, context=None if full else context),
            ]
        )
    else:
        session.message(f"{old} and {new} have the same text")
    return 1 if exit_code and found.changes else 0
