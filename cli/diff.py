"""`provrepo diff` and `collate`: comparing two versions, or more."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli import output, render
from provrepo.cli.command import Session, command
from provrepo.cli.options import check_format
from provrepo.errors import InvalidValue
from provrepo.spans import Span

if TYPE_CHECKING:
    from provrepo.compare import Collation, Diff
    from provrepo.reading.comparing.comparison import Comparison
    from provrepo.repository import Repository

app = typer.Typer(add_completion=False, rich_markup_mode=None)

FORMATS = ("inline", "side-by-side", "unified", "json", "html", "tei")
COLLATION_FORMATS = ("table", "json", "html", "tei", "collatex", "graphml")
WORDS, LINES = 12, 3
"""How much is shown around a change: words in the inline view, lines in the others."""


@command(
    app,
    examples=[
        "provrepo diff border-cable@v1..v2",
        "provrepo diff border-cable/translation:en@2024-05-01 border-cable/translation:en",
        "provrepo diff border-cable",
        "provrepo diff border-cable/translation:en from-a-colleague.docx",
        "provrepo diff before.txt after.txt",
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
            help="A version, a file (- for standard input), or a pair A..B; alone: against its "
            "parent.",
        ),
    ],
    after: Annotated[
        str | None,
        typer.Argument(metavar="B", help="A version or a file."),
    ] = None,
    form: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help=f"{output.either(FORMATS)}."),
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
            "--since-based-on", help="Show how the versions that A is based on have changed since."
        ),
    ] = False,
    context: Annotated[
        int | None,
        typer.Option(
            "--context",
            min=0,
            metavar="N",
            help=f"How many words around a change (default: {WORDS}), or lines with side-by-side "
            f"and unified ({LINES}).",
        ),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="The whole text, not only changes.")] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where the texts differ.")
    ] = False,
) -> int:
    """Compare two versions word by word, and what they say besides.

    Without colours, deleted words look [-like this-] and inserted ones {+like this+}; a passage
    that moved looks [<like this<] where it was and {>like this>} where it is now. Below the text
    stand the citation metadata, notes, bases and people that differ.
    """
    check_format(form, FORMATS)
    ignored = [kind.replace("-", " ") for kind in ignore or ()]
    if since_based_on and after is not None:
        raise typer.BadParameter("--since-based-on goes with one version")
    if since_based_on:
        with session.open() as repository:
            comparisons = repository.since_based_on(before, ignore=ignored)
    else:
        comparisons = [_compared(session, before, after, ignored)]
    session.warn(caution for comparison in comparisons for caution in comparison.cautions)
    if session.json or form == "json":
        values = [comparison.as_json() for comparison in comparisons]
        output.json(values if since_based_on else values[0])
    else:
        from provrepo.cli.pager import paged

        with paged() if form in ("inline", "side-by-side") else nullcontext():
            for comparison in comparisons:
                _print(session, comparison, form, context, full=full)
    differ = any(_has_changes(each) or _is_purged(each) for each in comparisons)
    return 1 if exit_code and differ else 0


def _compared(session: Session, before: str, after: str | None, ignored: list[str]) -> Comparison:
    """Compare what the arguments name; two files need no repository."""
    from provrepo.cli.named_files import argument_or_input
    from provrepo.reading.comparing.sides import all_files

    if before == "-" and after in ("-", None):
        raise typer.BadParameter("`-` is standard input: name what it is to be compared with")
    old = argument_or_input(before)
    new = argument_or_input(after) if after is not None else None
    if new is not None and all_files((old, new)):
        from provrepo.reading.comparing.comparison import compare_files

        return compare_files(old, new, ignore=ignored)
    with _opened(session, old, new) as repository:
        return repository.diff(old, new, ignore=ignored)


def _opened(session: Session, *arguments: str | bytes | None) -> Repository:
    """Open the repository; where there is none, what is no file beside a file was meant as one."""
    from provrepo.errors import NotFound, RepositoryNotFound
    from provrepo.reading.files import is_file_argument

    try:
        return session.open()
    except RepositoryNotFound:
        named = [argument for argument in arguments if argument is not None]
        missing = [
            argument
            for argument in named
            if not isinstance(argument, bytes) and not is_file_argument(argument)
        ]
        if len(missing) < len(named) > 1:
            raise NotFound("file, and no repository with a version,", missing[0]) from None
        raise


def _is_purged(comparison: Comparison) -> bool:
    """Return whether the texts differ, and cannot be shown."""
    return comparison.record is not None and "text" in comparison.record.not_compared


def _has_changes(comparison: Comparison) -> bool:
    return bool(comparison.diff.changes or comparison.diff.moves)


def _print(
    session: Session, comparison: Comparison, form: str, context: int | None, *, full: bool
) -> None:
    """Print a comparison in a form other than JSON.

    Whoever asks for a page, a document or a patch gets one even of equal texts; to somebody who
    reads a screen it is said that they are equal.
    """
    lines = LINES if context is None else context
    if form == "html":
        output.raw(comparison.as_html().encode())
    elif form in ("tei", "unified") and _is_purged(comparison):
        raise InvalidValue("format", form, "has the text alone, which was purged; leave it out")
    elif form in ("tei", "unified"):
        _print_text_alone(session, comparison, form, lines)
    else:
        words = None if full else WORDS if context is None else context
        shown = comparison.diff if full else _without_wraps(session, comparison)
        if not _has_changes(comparison):
            session.message(_equal(comparison))
        elif not shown.changes and not shown.moves:
            pass  # lines end elsewhere and that is all, which was said
        elif form == "side-by-side":
            _print_columns(comparison, shown, None if full else lines)
        else:
            _print_inline(comparison, shown, words)
        _print_record(comparison, words)
        for reason in comparison.record.reasons if comparison.record is not None else ():
            session.message(f"note: {reason}")


def _without_wraps(session: Session, comparison: Comparison) -> Diff:
    """Return the texts' comparison without changes of where lines end; say how many these are."""
    from provrepo.compare import without_wraps

    shown = without_wraps(comparison.diff)
    count = len(comparison.diff.changes) - len(shown.changes)
    if count:
        places = "1 line end" if count == 1 else f"{count:,} line ends"
        alone = "" if shown.changes or shown.moves else " and nothing else"
        session.message(f"note: {places} changed{alone}; --full marks them")
    return shown


def _equal(comparison: Comparison) -> str:
    """Return what is said of equal texts, and whether the versions are equal in all else."""
    sides = f"{comparison.before} and {comparison.after}"
    if _is_purged(comparison):
        return f"the texts of {sides} cannot be compared"
    if comparison.versions is None or comparison.record is None or comparison.record:
        return f"{sides} have the same text"
    if comparison.record.not_compared:
        return f"{sides} have the same text"
    return f"{sides} have the same text, notes, metadata, basis and people"


def _print_text_alone(session: Session, comparison: Comparison, form: str, lines: int) -> None:
    """Print what programs read about the text alone, and say what it leaves out."""
    if form == "tei":
        _print_tei(comparison)
    else:
        _print_patch(comparison, lines)
    if comparison.record:
        counts = comparison.record.statistics().items()
        listed = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts)
        session.message(f"other changes, which this form has no place for: {listed}")


def _print_tei(comparison: Comparison) -> None:
    from provrepo.compare import as_tei, collation_of

    collation = collation_of(comparison.diff, comparison.before, comparison.after)
    if comparison.versions is not None:
        withdrawn = tuple(version.withdrawn for version in comparison.versions)
        collation = replace(collation, withdrawn=withdrawn)
    output.xml(as_tei(collation, title=f"{comparison.before} → {comparison.after}"))


def _print_patch(comparison: Comparison, lines: int) -> None:
    from provrepo.compare import as_patch

    patch = as_patch(
        comparison.diff,
        before_name=comparison.before,
        after_name=comparison.after,
        context=lines,
    )
    output.raw(patch.encode())


def _print_columns(comparison: Comparison, shown: Diff, lines: int | None) -> None:
    """Print two columns as wide as the terminal, with ``lines`` around a change, or all of them."""
    from provrepo.compare import side_by_side

    columns = output.terminal_columns()
    marks = {} if output.colour() else render.MARKS
    labels = comparison.before, comparison.after
    for row in side_by_side(shown, width=columns, context=lines, labels=labels, marks=marks):
        render.write_cells(row)


def _print_inline(comparison: Comparison, shown: Diff, words: int | None) -> None:
    """Print one text with ``words`` around each change, or the whole text."""
    from provrepo.compare import inline

    render.write([_heading(comparison), *inline(shown, context=words)])


def _heading(comparison: Comparison) -> Span:
    sides = output.escape(comparison.before), output.escape(comparison.after)
    return Span("--- {}\n+++ {}\n".format(*sides), "heading")


def _print_record(comparison: Comparison, words: int | None) -> None:
    """Print what two versions say differently besides their texts, below these."""
    from provrepo.compare import record_lines

    record = comparison.record
    if record is None:
        return
    after = comparison.versions[1] if comparison.versions is not None else None
    lines = record_lines(record, document=after.document if after else "", context=words)
    if after and after.record.message:
        lines.append([Span("message:", "heading")])
        lines.append([Span(f"    {after.record.message}")])
    if lines and _has_changes(comparison):
        output.line("")
    elif lines:
        render.write([_heading(comparison)])
    for line in lines:
        render.write(line, lines=False)


@command(
    app,
    examples=[
        "provrepo collate border-cable@v1 border-cable@v2 border-cable@v3",
        "provrepo collate cable/translation:en cable/translation:en:wang --format tei > app.xml",
    ],
    pages=True,
)
def collate(
    session: Session,
    references: Annotated[
        list[str],
        typer.Argument(metavar="REF", help="Versions, texts or files."),
    ],
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"{output.either(COLLATION_FORMATS)}.",
        ),
    ] = "table",
) -> None:
    """Compare two or more versions in one apparatus.

    It shows where they differ, and which of them read what.
    """
    check_format(form, COLLATION_FORMATS)
    collation = _collated(session, references)
    session.warn(collation.cautions)
    title = " · ".join(collation.labels)
    if session.json or form == "json":
        readings = [list(segment.readings) for segment in collation.segments]
        output.json({**collation.as_json(), "segments": readings})
    elif form == "collatex":
        from provrepo.compare import as_collatex

        output.json(as_collatex(collation))
    elif form == "graphml":
        from provrepo.compare import as_graphml

        output.xml(as_graphml(collation))
    elif form == "html":
        from provrepo.compare import collation_as_html

        output.raw(collation_as_html(collation, title=title).encode())
    elif form == "tei":
        from provrepo.compare import as_tei

        output.xml(as_tei(collation, title=title))
    else:
        from provrepo.cli.apparatus import print_apparatus

        if not print_apparatus(collation):
            session.message("all have the same text")


def _collated(session: Session, references: list[str]) -> Collation:
    """Collate what the arguments name; files need no repository."""
    from provrepo.reading.comparing.sides import all_files

    if len(references) > 1 and all_files(references):
        from provrepo.reading.comparing.comparison import collate_files

        return collate_files(references)
    with _opened(session, *references) as repository:
        return repository.collate(references)
