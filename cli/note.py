"""`provrepo note add`, `edit`, `remove` and `list`."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.options import MakerFlags, ReferenceArgument
from provrepo.errors import shortened


class _Notes(TyperGroup):
    """The commands about notes."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - Typer's context
        """Return the page of help, which lists each command with the first line of its own."""
        from provrepo.cli.help_page import help_page

        rows = [(name, each.help or "") for name, each in self.commands.items()]
        return help_page(self, ctx, [(name, about.splitlines()[0]) for name, about in rows])


app = typer.Typer(add_completion=False, rich_markup_mode=None)
notes_app = typer.Typer(
    cls=_Notes, rich_markup_mode=None, help="Add, edit, remove and list editorial notes."
)
app.add_typer(notes_app, name="note")

KindOption = Annotated[
    str | None,
    typer.Option(
        "--kind", metavar="KIND", help="editorial (default), textual, source or original."
    ),
]
OccurrenceOption = Annotated[
    int | None,
    typer.Option(
        "--occurrence", metavar="N", help="Which place of the quote, from 1, if it has several."
    ),
]
LanguageOption = Annotated[
    str | None, typer.Option("--language", metavar="TAG", help="The note's language, such as en.")
]
IdentityArgument = Annotated[str, typer.Argument(metavar="NOTE", help="The note's id, such as n1.")]


@command(
    notes_app,
    examples=[
        'provrepo note add border-cable "The cable is not signed."',
        'provrepo note add border-cable "Now Dandong." --quote "Andong [Dandong]" --kind editorial',
    ],
)
def add(
    session: Session,
    maker: MakerFlags,
    reference: ReferenceArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The words of the note.")],
    quote: Annotated[
        str | None,
        typer.Option(
            "--quote",
            metavar="TEXT",
            help="The passage that the note is on, exactly as it stands (default: the whole text).",
        ),
    ] = None,
    occurrence: OccurrenceOption = None,
    kind: KindOption = None,
    language: LanguageOption = None,
) -> None:
    """Add a note to the newest version of a text, which makes a new version."""
    from provrepo.notes import UNDETERMINED, NoteDraft

    draft = NoteDraft(
        text, quote, kind or "editorial", language or UNDETERMINED, occurrence=occurrence
    )
    with session.open() as repository:
        outcome = repository.add_note(reference, draft, maker.changes())
    session.report(outcome)


@command(
    notes_app,
    examples=[
        'provrepo note edit border-cable n1 "Dandong since 1965."',
        'provrepo note edit border-cable n1 --quote "Andong"',
    ],
)
def edit(
    session: Session,
    maker: MakerFlags,
    reference: ReferenceArgument,
    identity: IdentityArgument,
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="The new words of the note.")
    ] = None,
    quote: Annotated[
        str | None,
        typer.Option("--quote", metavar="TEXT", help='Its passage; "" puts it on the whole text.'),
    ] = None,
    occurrence: OccurrenceOption = None,
    kind: KindOption = None,
    language: LanguageOption = None,
) -> None:
    """Change a note of the newest version, or the passage that it is on."""
    from provrepo.notes import NoteEdit

    edited = NoteEdit(text, quote, kind, language, occurrence)
    with session.open() as repository:
        outcome = repository.edit_note(reference, identity, edited, maker.changes())
    session.report(outcome)


@command(notes_app, examples=["provrepo note remove border-cable n1"])
def remove(
    session: Session,
    maker: MakerFlags,
    reference: ReferenceArgument,
    identity: IdentityArgument,
) -> None:
    """Remove a note from the newest version; the older ones keep it."""
    with session.open() as repository:
        outcome = repository.remove_note(reference, identity, maker.changes())
    session.report(outcome)


@command(notes_app, name="list", examples=["provrepo note list border-cable@v2"], pages=True)
def list_notes(session: Session, reference: ReferenceArgument) -> None:
    """List the notes of a version with their passages."""
    with session.open() as repository:
        version = repository.version(reference)
        notes = repository.notes(version.id).notes
    session.warn(version.cautions)
    if session.json:
        output.json([note.as_json() for note in notes])
        return
    for note in notes:
        if note.anchor is None:
            place = "on the whole text"
        elif note.unanchored:
            place = f"lost its passage “{shortened(note.anchor.exact)}”"
        else:
            place = f"on “{shortened(note.anchor.exact)}”"
        output.line(output.escape(f"{note.id}  {note.kind}  {place}"))
        output.line(f"    {output.escape(note.text)}")
    if not notes:
        session.message("no notes")
