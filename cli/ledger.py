"""`provrepo checkpoint`, `prove`, `receipt` and `dump`: for those who keep proofs elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.options import OptionalReferenceArgument, read_checkpoint, read_input
from provrepo.errors import NotFound

if TYPE_CHECKING:
    from provrepo.receipt import Receipt
    from provrepo.repository import Repository

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
        "provrepo prove border-cable@v1 --event withdraw > withdrawal.tlog-proof",
        "provrepo prove --place 12 > renaming.tlog-proof",
    ],
)
def prove(
    session: Session,
    reference: OptionalReferenceArgument = None,
    checkpoint_file: CheckpointOption = None,
    place: Annotated[
        int | None,
        typer.Option(
            "--place",
            metavar="N",
            min=0,
            help="Instead of REF: the record at this place of the ledger, from 0.",
        ),
    ] = None,
    event: Annotated[
        str | None,
        typer.Option(
            "--event",
            metavar="NAME",
            help="Not the version, but the event of this name about it: withdraw, purge, review …",
        ),
    ] = None,
) -> None:
    """Print a receipt: the proof that a record is in the ledger.

    The record is that of a version, or an event: a withdrawal, a purge, a renaming. An event is
    named by the version that it is about with --event, by its id, or by its place in the ledger.
    The receipt leads to the present checkpoint, or with --checkpoint to that one. Anybody can check
    it without this repository: provrepo receipt.
    """
    record = _named_record(reference, place)
    if event is not None and isinstance(record, int):
        raise typer.BadParameter("--place names the event already; leave --event out")
    earlier = None if checkpoint_file is None else read_checkpoint(checkpoint_file)
    with session.open() as repository:
        proof = repository.prove(record, earlier, event=event)
        name = _name(repository, proof)
    if session.json:
        output.json({"reference": name, **proof.as_json(), "receipt": str(proof)})
    else:
        output.raw(str(proof).encode())


def _named_record(reference: str | None, place: int | None) -> str | int:
    """Return what names the record: a reference or a place, and not both."""
    if reference is not None and place is None:
        return reference
    if place is None or reference is not None:
        raise typer.BadParameter("name a version or an event, or give its --place; one of the two")
    return place


def _name(repository: Repository, proof: Receipt) -> str:
    """Return how the record is called today; of one that is no version, what a receipt says."""
    from provrepo.receipt import check

    checked = check(proof)
    try:
        return repository.version(checked.id).reference
    except NotFound:
        return checked.reference


@command(
    app,
    examples=[
        "provrepo dump > records.jsonl",
        "provrepo dump --named | gzip > cables.jsonl.gz",
        "provrepo dump | grep -n withdraw",
    ],
)
def dump(
    session: Session,
    named: Annotated[
        bool,
        typer.Option(
            "--named",
            help="Also all that the records name: contents, notes, metadata, agents, files.",
        ),
    ] = False,
) -> None:
    """Print the canonical bytes of all records, a line each.

    The lines stand in the order of the ledger, so that the first is record 0, and the SHA-256 of a
    line without its line feed is the record's id. With --named follows all that records name, from
    which other programs can make the whole history again, and check it.
    """
    with session.open() as repository:
        if sys.stdout.isatty():  # where the lines themselves show how it goes on
            repository.dump(output.raw, named=named)
            return
        counts = repository.counts()
        total = sum(counts.values()) if named else counts["records"]
        with session.progress("lines", total) as advance:

            def write(line: bytes) -> None:
                output.raw(line)
                advance(1)

            repository.dump(write, named=named)


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
