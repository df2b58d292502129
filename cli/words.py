"""`provrepo blame` and `brackets`: where each word comes from, and what the editors added."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.options import ReferenceArgument, check_format

if TYPE_CHECKING:
    from provrepo.reading.blame import Blame, Established

AGENTS, TEXT = 28, 30
"""Cells of a terminal: the most that the makers take, and the least that the text does."""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app,
    examples=[
        "provrepo blame border-cable",
        "provrepo blame border-cable --format html > who.html",
    ],
    pages=True,
)
def blame(
    session: Session,
    reference: ReferenceArgument,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table, json or html.")
    ] = "table",
) -> None:
    """Show who established each word, and in which version.

    A word belongs to the version in which it was first written, also where it was moved since, or
    deleted and restored.
    """
    check_format(form, ("table", "json", "html"))
    with session.open() as repository:
        blamed = repository.blame(reference)
    session.warn(blamed.cautions)
    if session.json or form == "json":
        output.json(blamed.as_json())
        return
    if form == "html":
        from provrepo.compare import blame_as_html

        stretches = [
            (stretch.text, f"v{stretch.version.record.number}", _described(stretch))
            for stretch in blamed
        ]
        output.raw(blame_as_html(stretches, title=blamed.version.reference).encode())
        return
    from provrepo.cli.pager import paged

    with paged():
        _print_table(blamed)


def _print_table(blamed: Blame) -> None:
    """Print each stretch beside its version, date and makers, as wide as the terminal."""
    from provrepo.compare.views.wrapping import cells, wrapped
    from provrepo.spans import Span

    heads = [_head(stretch) for stretch in blamed]
    widths = [max(map(cells, column)) for column in zip(*heads, strict=True)]
    widths[2] = min(widths[2], AGENTS)
    columns = output.terminal_columns() - sum(widths) - 2 * len(widths)
    for head, stretch in zip(heads, blamed, strict=True):
        texts = (*head, output.escape(stretch.text.removesuffix("\n"), lines=True))
        parts = [
            wrapped([Span(text)], width)
            for text, width in zip(texts, (*widths, max(columns, TEXT)), strict=True)
        ]
        for row in zip_longest(*parts, fillvalue=[]):
            words = ["".join(span.text for span in spans) for spans in row]
            *first, text = words
            padded = (
                word + " " * (width - cells(word))
                for word, width in zip(first, widths, strict=True)
            )
            output.line("  ".join([*padded, text]).rstrip())


def _head(stretch: Established) -> tuple[str, str, str]:
    """Return a stretch's version, date and makers, by their names alone."""
    version = stretch.version
    mark = " (withdrawn)" if version.withdrawn is not None else ""
    makers = ", ".join(f"{maker.name} ({maker.role})" for maker in version.contributions)
    return f"v{version.record.number}{mark}", version.date[:10], output.escape(makers)


def _described(stretch: Established) -> str:
    version = stretch.version
    agents = ", ".join(map(str, version.contributions))
    marks = (f"{mark}: {reason}" for mark, reason in version.marks.items())
    return " ".join(filter(None, (version.date, agents, version.record.message, *marks)))


@command(
    app,
    examples=["provrepo brackets border-cable", "provrepo brackets border-cable --json"],
    pages=True,
)
def brackets(session: Session, reference: ReferenceArgument) -> None:
    """List the editor's brackets and what they say.

    Each with its line, its most probable kind (supplied, completion, gloss, note, sic, uncertain,
    illegible, lacuna, footnote, unbalanced), how sure that is, and the bracket.
    """
    with session.open() as repository:
        version = repository.version(reference)
        content = repository.content(version.id)
        listed = repository.brackets(version.id)
    session.warn(version.cautions)
    if session.json:
        output.json([bracket.as_json() for bracket in listed])
        return
    output.table(
        [
            (
                str(content.count("\n", 0, bracket.start) + 1),  # its line
                bracket.kind,
                f"{bracket.confidence:.0%}",
                bracket.text,
            )
            for bracket in listed
        ]
    )
    if not listed:
        session.message("no brackets")
