"""`provrepo checkpoint`, `prove` and `receipt`: proofs for those who keep them elsewhere."""

from __future__ import annotations

from typing import Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.options import ReferenceArgument, read_checkpoint, read_input
from provrepo.errors import NotFound

app = typer.Typer(add_completion=False, rich_markup_mode=None)

CheckpointOption = Annotated[
    str | None,
    typer.Option("--checkpoint", metavar="FILE", help="A checkpoint that was kept elsewhere."),
]


@command(
    app,
    examples=[
        "provrepo checkpoint > 2026-11.checkpoint",
        "provrepo checkpoint | mail -s checkpoint registrar@sample.example",
    ],
)
def checkpoint(session: Session) -> None:
    """Print the size and the root of the ledger, to be kept elsewhere.

    Three lines: the repository's origin, the number of records, and the root of the tree over
    them. Whoever keeps them can prove later that nothing before was changed: verify --checkpoint.
    """
    with session.open() as repository:
        newest = repository.checkpoint()
    if session.json:
        output.json(newest.as_json())
    else:
        output.raw(str(newest).encode())


@command(
    app,
    examples=[
        "provrepo prove border-cable@v1 > border-cable.tlog-proof",
        "provrepo prove border-cable@v1 --checkpoint 2026-11.checkpoint > old.tlog-proof",
    ],
)
def prove(
    session: Session, reference: ReferenceArgument, checkpoint_file: CheckpointOption = None
) -> None:
    """Print a receipt: the proof that a record is in the ledger.

    The record is that of a version, or an event named by its id. The receipt leads to the present
    checkpoint, or with --checkpoint to that one. Anybody can check it without this repository:
    provrepo receipt.
    """
    from provrepo.receipt import check

    earlier = None if checkpoint_file is None else read_checkpoint(checkpoint_file)
    with session.open() as repository:
        proof = repository.prove(reference, earlier)
        try:
            name = repository.version(reference).reference
        except NotFound:  # it is no version, but an event
            name = check(proof).reference
    if session.json:
        output.json({"reference": name, **proof.as_json(), "receipt": str(proof)})
    else:
        output.raw(str(proof).encode())


@command(
    app,
    examples=[
        "provrepo receipt border-cable.tlog-proof",
        "provrepo receipt border-cable.tlog-proof border-cable.txt --checkpoint 2026-11.checkpoint",
    ],
)
def receipt(
    session: Session,
    path: Annotated[
        str, typer.Argument(metavar="RECEIPT", help="What provrepo prove printed; - for stdin.")
    ],
    file: Annotated[
        str | None,
        typer.Argument(metavar="FILE", help="The version's content, or the file it came from."),
    ] = None,
    checkpoint_file: CheckpointOption = None,
) -> None:
    """Check a receipt, and a file with it, without any repository.

    The file must be the version's content, or the file it was read from. Exits with 1 where the
    receipt does not prove it. A receipt brings its own checkpoint along: only --checkpoint shows
    that it is the archive's, and no later invention.
    """
    from provrepo.receipt import check, read

    proved = check(
        read(read_input(path), path),
        None if file is None else read_input(file),
        checkpoint=None if checkpoint_file is None else read_checkpoint(checkpoint_file),
    )
    if session.json:
        output.json(proved.as_json())
        return
    ledger = proved.checkpoint
    place = f"record {proved.index} of the {ledger.size} of {ledger.origin}"
    output.line(output.escape(f"proved: {proved.reference} ({proved.id}) is {place}"))
    if proved.file:
        output.line(output.escape(f"proved: {file} is its {proved.file}"))
    if checkpoint_file is None:
        session.message("compare its checkpoint with one kept elsewhere: --checkpoint FILE")
