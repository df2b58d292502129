"""`provrepo checkpoint`, `prove`, `receipt` and `dump`: for those who keep proofs elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.named_files import read_checkpoint, read_input
from provrepo.cli.options import (
    OptionalReferenceArgument,
    SignOption,
)
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
        "provrepo checkpoint --sign ~/.ssh/id_ed25519 > 2026-11.checkpoint",
    ],
)
def checkpoint(session: Session, sign: SignOption = None) -> None:
    """Print the size and the root of the ledger, to be kept elsewhere.

    Three lines: the repository's origin, the number of records, and the root of the tree over
    them. Whoever keeps them can prove later that nothing before was changed: verify --checkpoint.
    With --sign a line with the signature follows: verify --checkpoint FILE --allowed-signers FILE.
    """
    with session.open() as repository:
        if sign is not None:
            _print_signed(session, repository.signed_checkpoint(sign, tell=session.message))
            return
        newest = repository.checkpoint()
    if session.json:
        output.json(newest.as_json())
    else:
        output.raw(str(newest).encode())


def _print_signed(session: Session, note: str) -> None:
    from provrepo.receipt import read_checkpoint as read_note

    if session.json:
        output.json({**read_note(note.encode(), "checkpoint").as_json(), "signed": note})
    else:
        output.raw(note.encode())


@command(
    app,
    examples=[
        "provrepo prove border-cable@v1 > border-cable.tlog-proof",
        "provrepo prove border-cable@v1 --checkpoint 2026-11.checkpoint > old.tlog-proof",
        "provrepo prove border-cable@v1 --event withdraw > withdrawal.tlog-proof",
        "provrepo prove border-cable@v1 --reviews > reviews.tlog-proof",
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
    reviews: Annotated[
        bool,
        typer.Option("--reviews", help="Not the version, but all its reviews, one by one."),
    ] = False,
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
    if reviews and (event is not None or isinstance(record, int)):
        raise typer.BadParameter("--reviews goes with REF alone")
    earlier = None if checkpoint_file is None else read_checkpoint(checkpoint_file)
    with session.open() as repository:
        if reviews:
            proofs = repository.prove_reviews(str(record), earlier)
        else:
            proofs = [repository.prove(record, earlier, event=event)]
        values = [
            {"reference": _name(repository, proof), **proof.as_json(), "receipt": str(proof)}
            for proof in proofs
        ]
    if session.json:
        output.json(values if reviews else values[0])
    else:
        output.raw("".join(map(str, proofs)).encode())


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
        str,
        typer.Argument(
            metavar="RECEIPT", help="What provrepo prove printed; - for standard input."
        ),
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
    from provrepo.receipt import check, read_all

    receipts = read_all(read_input(path), path)
    if file is not None and len(receipts) > 1:
        raise typer.BadParameter(f"{path} holds {len(receipts)} receipts; a FILE goes with one")
    earlier = None if checkpoint_file is None else read_checkpoint(checkpoint_file)
    content = None if file is None else read_input(file)
    results = [check(one_receipt, content, checkpoint=earlier) for one_receipt in receipts]
    if session.json:
        values = [proved.as_json() for proved in results]
        output.json(values[0] if len(values) == 1 else values)
        return
    for proved in results:
        ledger = proved.checkpoint
        place = f"record {proved.index} of the {ledger.size} of {ledger.origin}"
        output.line(output.escape(f"proved: {proved.reference} ({proved.id}) is {place}"))
        if proved.statement:
            output.line(output.escape(f"    it says: {proved.statement}"))
        if proved.file:
            output.line(output.escape(f"proved: {file} is its {proved.file}"))
    if checkpoint_file is None:
        session.message("compare its checkpoint with one kept elsewhere: --checkpoint FILE")
