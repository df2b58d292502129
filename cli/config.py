"""`provrepo config`: showing and changing the user's own defaults."""

from __future__ import annotations

from typing import Annotated

import typer

from provrepo.cli import output, settings
from provrepo.cli.command import Session, command
from provrepo.cli.options import setting, settings_path

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@command(
    app,
    examples=[
        "provrepo config",
        'provrepo config agent "Jeffrey Wang <https://orcid.org/0000-0002-1825-0097>:translator"',
        "provrepo config style apa",
        "provrepo config style --unset",
    ],
)
def config(
    session: Session,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help=f"One of {', '.join(settings.SETTINGS)}.")
    ] = None,
    value: Annotated[str | None, typer.Argument(metavar="VALUE", help="Its new value.")] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Take the setting away.")] = False,
) -> int:
    """Show or set your own defaults, for every repository.

    agent is who makes new versions where neither --agent nor PROVREPO_AGENT names anybody; style
    and locale are for citations. They are kept in a file of yours, never beside a repository.
    Without VALUE the setting is printed, without NAME all of them.
    """
    if name is None:
        _list(session)
        return 0
    if value is not None or unset:
        if value is not None and unset:
            raise typer.BadParameter("--unset goes without a value")
        kept = settings.change(settings_path(), name, value)
        session.message(f"{name} is {'not set now' if unset else kept}, in {settings_path()}")
        return 0
    settings.check(name, None)
    present = setting(name)
    if session.json:
        output.json({name: present})
    elif present is not None:
        output.line(output.escape(present))
    else:
        session.message(f"{name} is not set; it is {settings.SETTINGS[name]}")
    return 0 if present is not None else 1


def _list(session: Session) -> None:
    values = settings.read(settings_path())
    if session.json:
        output.json({name: values.get(name) for name in settings.SETTINGS})
        return
    output.table(
        [
            (name, values.get(name, "(not set)"), meaning)
            for name, meaning in settings.SETTINGS.items()
        ]
    )
    if settings_path():
        session.message(f"kept in {settings_path()}")
