"""`provrepo package`: a package for an archive's store."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.named_files import check_folder

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app,
    examples=[
        "provrepo package deposit",
        "provrepo package deposit --format bagit --bagit-profile aptrust "
        '--bag-info "Source-Organization=Sample University"',
        "provrepo package cable-only harbor-cable --format ro-crate",
    ],
)
def package(
    session: Session,
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="The folder for the package.")],
    documents: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="KEY",
            help="The documents that it is to hold (default: all).",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="bagit, ocfl, ro-crate or prov (default: as the package that is there, or bagit).",
        ),
    ] = None,
    bag_info: Annotated[
        list[str] | None,
        typer.Option(
            "--bag-info",
            metavar="NAME=VALUE",
            help="A tag of bag-info.txt, such as Source-Organization. Repeatable.",
        ),
    ] = None,
    bagit_profile: Annotated[
        str, typer.Option("--bagit-profile", metavar="NAME", help="A profile of bags: aptrust.")
    ] = "",
    license_: Annotated[
        str,
        typer.Option("--license", metavar="URL", help="The address of the licence of a crate."),
    ] = "",
    publisher: Annotated[
        str,
        typer.Option(
            "--publisher", metavar='"NAME <URL>"', help="Who publishes a crate, best with its ROR."
        ),
    ] = "",
    contact: Annotated[
        str,
        typer.Option("--contact", metavar="MAIL", help="A mail address of a crate's publisher."),
    ] = "",
) -> None:
    """Write a package for an archive's store.

    It holds every version with its record, and the ledger, from which anybody makes and checks a
    proof without provrepo. The same command again adds what is new, removes what was purged, and
    leaves all else alone. From a bag or a store of OCFL objects that holds all documents,
    `provrepo init --from-package FOLDER` makes the repository again.
    """
    from provrepo.reading.packages.package import PackageOptions

    check_folder(folder, "deposit")
    options = PackageOptions(
        documents or (),
        _tags(bag_info or ()),
        bagit_profile,
        license_,
        publisher,
        contact,
    )
    with ExitStack() as closing:
        repository = closing.enter_context(session.open())
        begin, tick = session.counting(closing, "records")
        report = repository.package(
            folder,
            form,
            options,
            begin=begin,
            tick=tick,
        )
    if session.json:
        output.json(report.as_json())
        return
    output.line(
        output.escape(
            f"{report.folder}: {report.format}, documents {report.documents}, versions "
            f"{report.versions}; {output.counted(report.written, 'file')} written, "
            f"{report.removed:,} removed"
        )
    )


def _tags(arguments: list[str] | tuple[str, ...]) -> dict[str, str]:
    """Return tags by their names. Raises typer.BadParameter."""
    tags = {}
    for tag in arguments:
        name, separator, value = tag.partition("=")
        if not separator:
            raise typer.BadParameter(f"--bag-info {tag}: write NAME=VALUE")
        tags[name.strip()] = value.strip()
    return tags
