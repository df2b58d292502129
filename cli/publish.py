"""`provrepo publish`: a web site of the repository in a folder."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.named_files import check_folder, read_input

if TYPE_CHECKING:
    from provrepo.reading.site.options import SiteOptions

app = typer.Typer(add_completion=False, rich_markup_mode=None)

BASE_URL = typer.Option("--base-url", metavar="URL", help="Where the site will stand on the web.")
TITLE = typer.Option("--title", metavar="TITLE", help="The name of the site (default: the origin).")
DOCUMENTS = typer.Option(
    "--document", metavar="GLOB", help="Only documents whose key fits, such as cable-*. Repeatable."
)
VERSIONS = typer.Option("--versions", metavar="WHICH", help="all, newest or approved.")
WITHDRAWN = typer.Option("--withdrawn", metavar="HOW", help="mark or hide withdrawn versions.")
LANGUAGE = typer.Option(
    "--language", metavar="TAG", help="Of the site's own words: de, en, fr, ko, ru or zh."
)
CSS = typer.Option("--css", metavar="FILE", help="CSS of your own, after the site's.")
PAGES = typer.Option(
    "--pages", metavar="FOLDER", help="Pages of your own: files in Markdown, such as about.md."
)
LABELS = typer.Option("--labels", metavar="FILE", help="A TOML file with words of your own.")


@command(
    app,
    examples=[
        "provrepo publish site",
        'provrepo publish site --base-url https://cables.example.edu/ --title "Border Cables"',
        "provrepo publish stick --versions newest --document 'cable-*' --language zh",
    ],
)
def publish(
    session: Session,
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="The folder for the site.")],
    base_url: Annotated[str, BASE_URL] = "",
    title: Annotated[str, TITLE] = "",
    documents: Annotated[list[str] | None, DOCUMENTS] = None,
    versions: Annotated[str, VERSIONS] = "all",
    withdrawn: Annotated[str, WITHDRAWN] = "mark",
    language: Annotated[str, LANGUAGE] = "en",
    css: Annotated[str | None, CSS] = None,
    labels: Annotated[str | None, LABELS] = None,
    pages: Annotated[str | None, PAGES] = None,
) -> None:
    """Write a web site of the repository into a folder.

    It has all texts, facing, with every version, in plain files: it can be read from a disk or a
    stick, or put on any web server. The same command again writes only what has changed, and
    removes what is gone.
    """
    check_folder(folder, "site")
    options = site_options(
        base_url=base_url,
        title=title,
        documents=documents,
        versions=versions,
        withdrawn=withdrawn,
        language=language,
        css=css,
        labels=labels,
        pages=pages,
    )
    with ExitStack() as closing:
        repository = closing.enter_context(session.open())
        begin, tick = session.counting(closing, "documents")
        publication = repository.publish(
            folder,
            options,
            begin=begin,
            tick=tick,
        )
    session.warn(publication.warnings)
    if session.json:
        output.json(publication.as_json())
        return
    output.line(
        output.escape(
            f"{publication.folder}: {output.counted(publication.documents, 'document')}, "
            f"{output.counted(publication.written, 'file')} written, "
            f"{publication.removed:,} removed"
        )
    )


def site_options(
    *,
    base_url: str = "",
    title: str = "",
    documents: list[str] | None = None,
    versions: str = "all",
    withdrawn: str = "mark",
    language: str = "en",
    css: str | None = None,
    labels: str | None = None,
    pages: str | None = None,
) -> SiteOptions:
    """Return what the flags say of a site. Raises InvalidValue or InputError."""
    from provrepo.reading.site.options import SiteOptions
    from provrepo.reading.site.own_files import read_pages

    return SiteOptions(
        title=title,
        base_url=base_url,
        documents=documents or (),
        versions=versions,
        withdrawn=withdrawn,
        language=language,
        style=read_input(css) if css else None,
        labels=read_input(labels) if labels else None,
        pages=read_pages(Path(pages)) if pages else {},
    )
