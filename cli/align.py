"""`provrepo align`: which passage of a translation translates which, and pairs made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.options import ActorFlags, ReferenceArgument, check_format

if TYPE_CHECKING:
    from provrepo import VersionAlignment

app = typer.Typer(add_completion=False, rich_markup_mode=None)

FORMATS = ("text", "html", "json", "tmx", "xliff")


@command(
    app,
    examples=[
        "provrepo align border-cable/en",
        "provrepo align border-cable/en --format html > facing.html",
        'provrepo align border-cable/en --pair 3=2,3 --agent "Jeffrey Wang:translator"',
        "provrepo align border-cable/en --unpin 3",
    ],
    pages=True,
)
def align(
    session: Session,
    reference: ReferenceArgument,
    maker: ActorFlags,
    pair: Annotated[
        list[str] | None,
        typer.Option(
            "--pair",
            metavar="N=M",
            help="Unit N of the basis is translated by unit M (by 2,3 or 2-4; by none: 3=). "
            "Repeatable.",
        ),
    ] = None,
    unpin: Annotated[
        list[str] | None,
        typer.Option(
            "--unpin",
            metavar="N",
            help="Take back the pair of unit N of the basis, or of unit M of the translation: =M. "
            "Repeatable.",
        ),
    ] = None,
    basis: Annotated[
        str | None,
        typer.Option(
            "--basis",
            metavar="REF",
            help="Align it with this version (default: the one that it was made from).",
        ),
    ] = None,
    sentences: Annotated[
        bool, typer.Option("--sentences", help="Sentence by sentence, not paragraph by paragraph.")
    ] = False,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, html, json, tmx or xliff.")
    ] = "text",
) -> None:
    """Show a translation facing what it was made from.

    Each pair says how sure it is. One that is wrong is mended with --pair, which counts before
    everything else and goes along to newer versions of both texts, as notes do.
    """
    check_format(form, FORMATS)
    with session.open() as repository:
        if pair or unpin:
            from provrepo.editing.pinning import read_pairs, read_units

            aligned = repository.pin(
                reference,
                read_pairs(pair or ()),
                maker.changes(),
                unpinned=read_units(unpin or ()),
                basis=basis,
            )
            pinned = sum(pair.pinned for pair in aligned.alignment.pairs)
            session.message(f"pairs made by hand: {pinned}")
        else:
            aligned = repository.alignment(reference, basis)
    session.warn(
        f"a pair made by hand is lost, as one of its passages changed: “{left}” = “{right}”"
        for left, right in aligned.lost
    )
    if session.json or form == "json":
        output.json(aligned.as_json())
    elif not (pair or unpin) or form != "text":
        _print(aligned, form, sentences=sentences)


def _print(aligned: VersionAlignment, form: str, *, sentences: bool) -> None:
    if form == "html":
        output.raw(aligned.as_html(sentences=sentences).encode())
    elif form == "tmx":
        output.raw(aligned.as_tmx(sentences=sentences).encode())
    elif form == "xliff":
        output.raw(aligned.as_xliff().encode())
    else:
        from provrepo.align.views.columns import columns
        from provrepo.cli import render

        width = output.terminal_columns()
        output.line(output.escape(f"{aligned.basis} = {aligned.translation}"))
        for line in columns(aligned.alignment, width=width, sentences=sentences):
            render.write_cells(line)
