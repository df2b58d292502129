"""`provrepo diff` and `collate`: comparing two versions, or more."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli import output, render
from provrepo.cli.command import Session, command
from provrepo.cli.options import complete_reference
from provrepo.spans import Span
from provrepo.store.rules import one_of

if TYPE_CHECKING:
    from provrepo.compare import Collation
    from provrepo.reading.comparison import Comparison

app = typer.Typer(add_completion=False, rich_markup_mode=None)

FORMATS = ("inline", "side-by-side", "unified", "json", "html", "tei")
WORDS, LINES = 12, 3
"""What is shown around a change: words in the inline view, lines in the others."""


@command(
    app,
    examples=[
        "provrepo diff border-cable@v1..v2",
        "provrepo diff border-cable/translation:en@2024-05-01 border-cable/translation:en",
        "provrepo diff border-cable",
        "provrepo diff border-cable/translation:en corrected.txt",
        "provrepo diff --since-based-on border-cable/translation:en",
        "provrepo diff border-cable@v1..v2 --format html > changes.html",
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
    form: Annotated[
        str, typer.Option("--format", metavar="F", help=f"{', '.join(FORMATS)}.")
    ] = "inline",
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="CLASS",
            help="A class of change that does not count: white space, punctuation, case, width, "
            "normal form, brackets, intervention or text. Repeatable.",
        ),
    ] = None,
    since_based_on: Annotated[
        bool,
        typer.Option(
            "--since-based-on", help="What became of the versions that A is based on since."
        ),
    ] = False,
    context: Annotated[
        int | None,
        typer.Option(
            "--context",
            min=0,
            metavar="N",
            help=f"Words (side by side and unified: lines) around a change, {WORDS} ({LINES}).",
        ),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="The whole text, not only changes.")] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where there are changes.")
    ] = False,
) -> int:
    """Compare two versions word by word.

    Without colours what went is [-so-] and what came is {+so+}; a passage that moved is [<so<]
    where it was and {>so>} where it is.
    """
    one_of("format", form, FORMATS)
    ignored = [kind.replace("-", " ") for kind in ignore or ()]
    if since_based_on and after is not None:
        raise typer.BadParameter("--since-based-on goes with one version")
    with session.open() as repository:
        found = (
            repository.since_based_on(before, ignore=ignored)
            if since_based_on
            else [repository.diff(before, after, ignore=ignored)]
        )
    if session.json or form == "json":
        values = [{"before": one.before, "after": one.after, **one.diff.as_json()} for one in found]
        output.json(values if since_based_on else values[0])
    else:
        for one in found:
            _show(session, one, form, context, full=full)
    changed = any(one.diff.changes or one.diff.moves for one in found)
    return 1 if exit_code and changed else 0


def _language(name: str) -> str:
    """Return the language of a text that is named in full; nothing for a file."""
    found = re.search(r"/(?:transcription|translation):([A-Za-z0-9-]+)(?=[:@]|$)", name)
    return found[1] if found else ""


def _show(session: Session, one: Comparison, form: str, context: int | None, *, full: bool) -> None:
    if form == "html":
        from provrepo.compare import as_html

        title = f"{one.before} → {one.after}"
        page = as_html(
            one.diff,
            title=title,
            before_label=one.before,
            after_label=one.after,
            languages=(_language(one.before), _language(one.after)),
        )
        output.raw(page.encode())
    elif form == "tei":
        from provrepo.compare import as_tei, collation_of

        collation = collation_of(one.diff, one.before, one.after)
        output.xml(as_tei(collation, title=f"{one.before} → {one.after}"))
    elif form == "unified":
        from provrepo.compare import as_patch

        lines = LINES if context is None else context
        patch = as_patch(one.diff, before_name=one.before, after_name=one.after, context=lines)
        output.raw(patch.encode())
    elif not one.diff.changes and not one.diff.moves:
        session.message(f"{one.before} and {one.after} have the same text")
    elif form == "side-by-side":
        from provrepo.compare import side_by_side

        columns = shutil.get_terminal_size((100, 24)).columns
        lines = LINES if context is None else context
        marks = {} if output.colour() else render.MARKS
        for row in side_by_side(
            one.diff, width=columns, context=None if full else lines, marks=marks
        ):
            render.write_cells(row)
    else:
        from provrepo.compare import inline

        words = WORDS if context is None else context
        heading = f"--- {output.escape(one.before)}\n+++ {output.escape(one.after)}\n"
        spans = inline(one.diff, context=None if full else words)
        render.write([Span(heading, "heading"), *spans])


@command(
    app,
    examples=[
        "provrepo collate border-cable@v1 border-cable@v2 border-cable@v3",
        "provrepo collate cable/translation:en cable/translation:en:wang --format tei > app.xml",
    ],
)
def collate(
    session: Session,
    references: Annotated[
        list[str],
        typer.Argument(
            metavar="REF", help="Versions, texts or files.", autocompletion=complete_reference
        ),
    ],
    form: Annotated[
        str, typer.Option("--format", metavar="F", help="table, json, html or tei.")
    ] = "table",
) -> None:
    """Compare two or more versions in one apparatus.

    It tells where they differ, and who reads what.
    """
    one_of("format", form, ("table", "json", "html", "tei"))
    with session.open() as repository:
        found = repository.collate(references)
    title = " · ".join(found.witnesses)
    if session.json or form == "json":
        readings = [list(segment.readings) for segment in found.segments]
        output.json({"witnesses": list(found.witnesses), "segments": readings})
    elif form == "html":
        from provrepo.compare import collation_as_html

        output.raw(collation_as_html(found, title=title).encode())
    elif form == "tei":
        from provrepo.compare import as_tei

        output.xml(as_tei(found, title=title))
    else:
        _apparatus(session, found)


def _apparatus(session: Session, found: Collation) -> None:
    """Print each place where the witnesses differ, with a few words before it."""
    before = ""
    for segment in found.segments:
        if segment.agreed:
            before = " ".join(segment.readings[0].split())[-30:]
            continue
        output.line(output.escape(f"…{before}"))
        for reading, witnesses in segment.groups():
            names = ", ".join(found.witnesses[number] for number in witnesses)
            output.line(f"    {output.escape(reading) or '(nothing)'}  — {output.escape(names)}")
    if all(segment.agreed for segment in found.segments):
        session.message("all have the same text")
