"""`provrepo cite`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli import output, render
from provrepo.cli.command import Session, command
from provrepo.cli.options import EncodingOption, setting, settings_path

if TYPE_CHECKING:
    from provrepo import Manner

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app,
    examples=[
        "provrepo cite border-cable@v1",
        'provrepo cite border-cable@v1 --quote "1,843 ethnic Korean households"',
        "provrepo cite border-cable letter --style apa --bibliography",
        "provrepo cite border-cable/translation:en --format bibtex",
        "provrepo cite --document chapter.md -o chapter-cited.md",
    ],
)
def cite(
    session: Session,
    references: Annotated[
        list[str] | None,
        typer.Argument(metavar="REF", help="The versions to cite."),
    ] = None,
    style: Annotated[
        str | None,
        typer.Option(
            "--style",
            metavar="STYLE",
            help="A style's name (--list-styles), or the path of a .csl file (default: as "
            "provrepo config style says, else chicago-notes).",
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="text (default), html, markdown, latex, rtf; or for other programs csl-json, "
            "bibtex, biblatex, ris, endnote, mods, tei, dublin-core, datacite, schema.org, coins.",
        ),
    ] = None,
    locale: Annotated[
        str | None,
        typer.Option("--locale", metavar="TAG", help="The citation's language, such as de-DE."),
    ] = None,
    pin: Annotated[
        str,
        typer.Option(
            "--pin", metavar="FORM", help="How much of the version's id: short, full or none."
        ),
    ] = "short",
    quote: Annotated[
        str | None,
        typer.Option(
            "--quote",
            metavar="TEXT",
            help="Check that these words stand in it, and add the number of their paragraph.",
        ),
    ] = None,
    bibliography: Annotated[
        bool, typer.Option("--bibliography", help="The entries of a bibliography instead of notes.")
    ] = False,
    document: Annotated[
        str | None,
        typer.Option(
            "--document",
            metavar="FILE",
            help="A manuscript (.md or .docx) with citations such as [@KEY@v1, p. 3], to be "
            "written anew with notes and a bibliography in their place; - for standard input.",
        ),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="With --document, the file to write (default: standard output).",
        ),
    ] = None,
    encoding: EncodingOption = None,
    list_styles: Annotated[
        bool, typer.Option("--list-styles", help="List the styles that can be named.")
    ] = False,
) -> int:
    """Cite exact versions.

    Each citation has the version's number and the first digits of its id, by which `provrepo show`
    finds it again. A version that is no longer the newest is cited all the same, with a warning.
    Several versions are cited as the notes of one work, with ibid. and the like.

    With --document the citations of a whole manuscript are put in, in the syntax of Pandoc. Exits
    with 1 where one of them names nothing; it is left as it was.
    """
    from provrepo import Manner
    from provrepo.cite import built_in_styles
    from provrepo.cli.style_folders import own_folders, style_folders

    folders = style_folders()
    if list_styles:
        _list_styles(session, folders)
        return 0
    own_style = None if style else setting("style")
    own_locale = None if locale else setting("locale")
    style = style or own_style or "chicago-notes"
    if style in built_in_styles():
        # A style of the same name that happens to be installed does not change what is cited.
        folders = own_folders()
    manner = Manner(style, form or "text", locale or own_locale, pin, quote, folders)
    if document is not None:
        if references or form or quote is not None or bibliography:
            raise typer.BadParameter(
                "--document cites what the manuscript names, in its own format; leave out REF, "
                "--format, --quote and --bibliography"
            )
        with _told_where_it_was_set(own_style, own_locale):
            return _cite_manuscript(session, document, target, manner, encoding)
    if not references or target is not None or encoding is not None:
        raise typer.BadParameter(
            "-o and --encoding go with --document; what is printed can be kept: `> FILE`"
            if references
            else "name the versions to cite, a manuscript (--document), or --list-styles"
        )
    with _told_where_it_was_set(own_style, own_locale):
        return _cite_versions(session, references, manner, bibliography=bibliography)


@contextmanager
def _told_where_it_was_set(*values: str | None) -> Iterator[None]:
    """Let an error about a style or locale of the user's settings name their file, too."""
    from provrepo.errors import InputError, StyleError

    try:
        yield
    except StyleError as error:
        if error.file in values:
            raise InputError(settings_path(), str(error)) from None
        raise


def _cite_versions(
    session: Session, references: list[str], manner: Manner, *, bibliography: bool
) -> int:
    """Print the citations of versions, or their bibliography; return the exit status."""
    with session.open() as repository:
        citations = repository.cite(references, manner)
        entries = repository.bibliography(references, manner) if bibliography else []
    if session.json:
        texts = [entry.text for entry in entries]
        output.json(texts if bibliography else [citation.as_json() for citation in citations])
    elif manner.form == "csl-json":
        output.json([citation.item for citation in citations])
    else:
        for entry in entries if bibliography else citations:
            if manner.form == "text":
                render.write(entry.spans)
            else:
                output.line(output.escape(entry.text, lines=True))
    for citation in citations:
        for warning in citation.warnings:
            session.message(f"warning: {warning}")
    return 0


def _cite_manuscript(
    session: Session, path: str, target: str | None, manner: Manner, encoding: str | None
) -> int:
    """Write a manuscript with its citations put in; return the exit status."""
    from provrepo.cli.named_files import read_input

    data = read_input(path)
    target = None if target == "-" else target
    _check_target(path, target, data)
    with session.open() as repository:
        source = data if path == "-" else path
        cited = repository.cite_manuscript(source, manner, encoding=encoding)
    if target is not None:
        from provrepo.cli.writing import write_whole

        write_whole(target, cited.data)
    if session.json:
        output.json([citation.as_json() for citation in cited.citations])
    elif target is None:
        output.raw(cited.data)
    for warning in cited.warnings:
        session.message(f"warning: {warning}")
    for problem in cited.problems:
        output.error(problem)
    failed = sum(bool(citation.problems) for citation in cited.citations)
    session.message(f"citations: {len(cited.citations)}, left as they were: {failed}")
    return 1 if cited.problems else 0


def _check_target(path: str, target: str | None, data: bytes) -> None:
    """Refuse to write over the manuscript, and to send a Word file to a terminal."""
    import sys

    from provrepo.errors import InputError

    if target is None:
        if data.startswith(b"PK") and sys.stdout.isatty():
            raise typer.BadParameter("a Word document is no text: name a file to write, -o FILE")
        return
    if path != "-" and Path(target).exists() and Path(target).samefile(path):
        raise InputError(
            target, "is the manuscript itself, which is not written over; name another file"
        )


def _list_styles(session: Session, folders: tuple[str, ...]) -> None:
    from provrepo.cite import built_in_styles

    styles = dict.fromkeys(built_in_styles(), "built in")
    for folder in folders:
        for path in sorted(Path(folder).glob("*.csl")):
            styles.setdefault(path.stem, folder)
    if session.json:
        output.json([{"name": name, "from": place} for name, place in styles.items()])
    else:
        output.table(list(styles.items()))
