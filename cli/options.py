"""The options that commands share, each declared once, and what they tell the library."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provrepo.errors import InvalidValue, RepositoryNotFound

if TYPE_CHECKING:
    from provrepo.clock import Clock
    from provrepo.editing.changes import Changes

DEFAULT_NAME = "provrepo.db"

RepoOption = Annotated[
    str | None,
    typer.Option(
        "--repo",
        metavar="PATH|URL",
        help="The repository (or PROVREPO; else the nearest provrepo.db at or above this folder).",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print data as JSON.")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="Print data only, no messages.")]

REF_HELP = (
    "A version: border-cable, border-cable/en@v2, or 7 or more digits of its id (all forms: "
    "provrepo --help)."
)

ReferenceArgument = Annotated[
    str,
    typer.Argument(
        metavar="REF",
        help=REF_HELP,
    ),
]
OptionalReferenceArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="REF",
        help=REF_HELP,
        show_default=False,
    ),
]
DocumentOption = Annotated[
    str | None,
    typer.Option("--document", metavar="KEY", help="The document that the file belongs to."),
]
TextOption = Annotated[
    str | None,
    typer.Option(
        "--text",
        metavar="TEXT",
        help="The text it is a version of: transcription:zh, translation:en, translation:en:wang.",
    ),
]
EncodingOption = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="The file's encoding, where it is not UTF-8 and has no byte order mark.",
    ),
]
ConventionOption = Annotated[
    str | None,
    typer.Option(
        "--convention",
        metavar="NAME",
        help="How editorial markup is written: chicago (default), leiden or plain.",
    ),
]
BasedOnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--based-on",
        metavar="REF",
        help="What it was made from: a version, a URI, label:…, sha256:… or a file. Repeatable.",
    ),
]


def _agent_option(who: str) -> Any:  # noqa: ANN401 - Typer's
    """Return the option that names agents; ``who`` says what they did."""
    return typer.Option(
        "--agent",
        metavar='"NAME:ROLE"',
        help=f"{who}: NAME:ROLE or NAME <IDENTIFIER>:ROLE (or PROVREPO_AGENT, or what "
        "provrepo config agent says). Repeatable.",
    )


AgentOption = Annotated[list[str] | None, _agent_option("Who made it")]
ActorOption = Annotated[list[str] | None, _agent_option("Who does this")]
ActivityOption = Annotated[
    str | None,
    typer.Option(
        "--activity",
        metavar="ACTIVITY",
        help="What was done: transcribe, translate, revise, correct, convert, review or restore.",
    ),
]
MessageOption = Annotated[
    str | None,
    typer.Option("-m", "--message", metavar="MESSAGE", help="Why. It stays for good."),
]
CreatedOption = Annotated[
    str | None,
    typer.Option(
        "--created",
        metavar="DATE",
        help="When it was made: 1998, 1998-03, 1998-03-14, an instant, or unknown (default: now).",
    ),
]
CitationOption = Annotated[
    str | None,
    typer.Option(
        "--citation", metavar="ITEM", help="Citation metadata: one item in CSL-JSON, BibTeX or RIS."
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="FIELD=VALUE",
        help="One field of the citation metadata: title=…, issued=1961-05, "
        'author="Wang, Li; Ministry of Health"; FIELD= removes it. Repeatable.',
    ),
]
NotesOption = Annotated[
    str | None,
    typer.Option("--notes", metavar="NOTES.json", help="Editorial notes to add."),
]
ParentOption = Annotated[
    str | None,
    typer.Option(
        "--parent",
        metavar="REF",
        help="Stop (exit status 3) unless this is still the newest version.",
    ),
]
SignOption = Annotated[
    str | None,
    typer.Option(
        "--sign",
        metavar="KEY",
        help="Sign it with this SSH key: ssh-keygen does, and asks for what the key needs.",
    ),
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Print what would be done, and change nothing.")
]

SameSenseOption = Annotated[
    bool,
    typer.Option(
        "--same-sense",
        help="The correction concerns no translation: none is stale because of it.",
    ),
]

MapOption = Annotated[
    str | None,
    typer.Option(
        "--map",
        metavar="PATTERN",
        help="Which part of a path is what: 'texts/{document}/{kind}.{language}.txt'.",
    ),
]

ReportOption = Annotated[
    str | None,
    typer.Option("--report", metavar="FILE.json", help="Write what became of every file, as JSON."),
]


@dataclass(eq=False, repr=False)  # quick to make: each command starts with it
class MakerFlags:
    """Who makes a version, and why."""

    agent: AgentOption = None
    message: MessageOption = None

    def changes(self, *, created: str | None = None, parent: str | None = None) -> Changes:
        """Return what the flags say. Raises InvalidValue."""
        return changes(agent=self.agent, message=self.message, created=created, parent=parent)


@dataclass(eq=False, repr=False)  # quick to make: each command starts with it
class ActorFlags(MakerFlags):
    """Who does something that makes no version, and why."""

    agent: ActorOption = None


@dataclass(eq=False, repr=False)  # quick to make: each command starts with it
class ChangeFlags:
    """What a version is to have."""

    based_on: BasedOnOption = None
    agent: AgentOption = None
    activity: ActivityOption = None
    message: MessageOption = None
    created: CreatedOption = None
    citation: CitationOption = None
    fields: SetOption = None
    notes: NotesOption = None
    parent: ParentOption = None

    def changes(self) -> Changes:
        """Return what the flags say, their files read. Raises what `changes` raises."""
        return changes(**vars(self))


@dataclass(eq=False, repr=False)  # quick to make: each command starts with it
class IngestFlags(ChangeFlags):
    """What a version is to have that is made of a file."""

    same_sense: SameSenseOption = False


@dataclass(eq=False, repr=False)  # quick to make: each command starts with it
class ReadingFlags:
    """Where files belong, and how they are to be read."""

    document: DocumentOption = None
    text: TextOption = None
    encoding: EncodingOption = None
    convention: ConventionOption = None


def check_format(name: str, formats: Sequence[str]) -> None:
    """Raise InvalidValue where ``name``, the value of ``--format``, is not among ``formats``."""
    if name not in formats:
        raise InvalidValue("format", name, f"use one of {', '.join(formats)}")


def count(written: str | None) -> int | None:
    """Return the number of ``--limit``, None without it."""
    # Converted here: a number that Typer converts needs pydantic, which takes as long to import as
    # the rest of the command takes.
    if written is None:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,8}", written):
        raise typer.BadParameter(f"--limit {written}: write a number from 1")
    return int(written)


def find_repository(repo: str | None) -> str:
    """Return the repository's path or URL: as named, else the nearest at or above this folder."""
    chosen = repo or os.environ.get("PROVREPO")
    if chosen:
        return chosen
    folder = Path.cwd()
    for parent in (folder, *folder.parents):
        if (parent / DEFAULT_NAME).exists():
            return os.fspath(parent / DEFAULT_NAME)
    raise RepositoryNotFound(
        DEFAULT_NAME,
        f"no {DEFAULT_NAME} here or in a folder above; `provrepo init` makes one, "
        "`--repo PATH` names another",
    )


def clock() -> Clock:
    """Return the computer's clock, or the one that SOURCE_DATE_EPOCH sets."""
    from provrepo.clock import fixed_clock, system_clock

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return system_clock
    try:
        return fixed_clock(int(epoch))
    except (ValueError, OverflowError, OSError):
        raise InvalidValue("SOURCE_DATE_EPOCH", epoch, "write whole seconds after 1970") from None


def changes(
    *,
    based_on: Sequence[str] | None = None,
    agent: Sequence[str] | None = None,
    activity: str | None = None,
    message: str | None = None,
    created: str | None = None,
    citation: str | None = None,
    fields: Sequence[str] | None = None,
    notes: str | None = None,
    parent: str | None = None,
    same_sense: bool = False,
) -> Changes:
    """Return what the flags say, their files read.

    Where they name no agent, and the file names none, it is the user's `default_agent`. Raises
    InvalidValue, InvalidJSON or InputError.
    """
    default = None if agent else default_agent()
    from provrepo.editing.changes import Changes

    return Changes(
        based_on=tuple(based_on) if based_on else None,
        agents=tuple(agent or ()),
        default_agents=(default,) if default else (),
        activity=activity,
        message=message,
        created=created,
        citation=None if citation is None else _item(citation),
        fields=_assignments(fields) if fields else {},
        notes=() if notes is None else _notes(notes),
        parent=parent,
        same_sense=same_sense,
    )


def default_agent() -> str | None:
    """Return who the user is: as PROVREPO_AGENT says, else their own settings, else None."""
    named = os.environ.get("PROVREPO_AGENT")
    if named:
        return named
    return setting("agent")


def setting(name: str) -> str | None:
    """Return one of the user's own settings; None where it is not set. Raises InputError."""
    if not os.path.lexists(settings_path()):  # most people have none, and nothing is loaded
        return None
    from provrepo.cli.settings import read

    return read(settings_path()).get(name)


def settings_path() -> str:
    """Return the path of the file with the user's own settings, which need not be there.

    It is empty where nobody has a home: what `~` stands for then would lie in this folder.
    """
    folder = typer.get_app_dir("provrepo")
    return os.path.join(folder, "config.toml") if os.path.isabs(folder) else ""  # noqa: PTH117, PTH118


def makers(agent: Sequence[str] | None) -> list[str]:
    """Return who does something, as the flags say, else the user's `default_agent`, if any."""
    default = None if agent else default_agent()
    return [*(agent or ()), *([default] if default else [])]


def _item(path: str) -> dict[str, Any]:
    from provrepo.cli.named_files import read_text
    from provrepo.reading.items import read_item

    return read_item(read_text(path), os.path.basename(path))  # noqa: PTH119


def _notes(path: str) -> tuple[Any, ...]:
    from provrepo.cli.named_files import read_text
    from provrepo.notes import read_notes

    return tuple(read_notes(read_text(path), os.path.basename(path)))  # noqa: PTH119


def _assignments(assignments: Sequence[str]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for assignment in assignments:
        field, equals, value = assignment.partition("=")
        if not equals or not field.strip():
            raise InvalidValue(
                "--set", assignment, 'write FIELD=VALUE, such as --set "title=A letter"'
            )
        if field in fields:
            raise InvalidValue(
                "--set", field, 'is given twice; several names are one value: "author=A, B; C, D"'
            )
        fields[field] = value
    return fields
