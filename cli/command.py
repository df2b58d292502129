"""What every command has: the session (repository, output, clock) and the shared options."""

from __future__ import annotations

import functools
import inspect
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

import typer

from provrepo.cli import output
from provrepo.cli.options import JsonOption, QuietOption, RepoOption
from provrepo.errors import InvalidValue, RepositoryNotFound

if TYPE_CHECKING:
    from provrepo.clock import Clock
    from provrepo.repository import Repository

DEFAULT_NAME = "provrepo.db"

R = TypeVar("R")


class Session:
    """One run of a command: where the repository is and how to print."""

    def __init__(self, repo: str | None, *, json: bool, quiet: bool) -> None:
        self.repo, self.json, self.quiet = repo, json, quiet

    def open(self) -> Repository:
        """Open the repository that ``--repo``, PROVREPO or this folder names."""
        from provrepo.repository import open as open_repository

        return open_repository(find_repository(self.repo), clock=clock())

    def message(self, text: str) -> None:
        """Say something that is no data: on stderr, and not with ``--quiet``."""
        if not self.quiet:
            output.message(text)


def find_repository(named: str | None) -> str:
    """Return the repository's path or URL: as named, or the nearest one at or above this folder."""
    chosen = named or os.environ.get("PROVREPO")
    if chosen:
        return chosen
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / DEFAULT_NAME).exists():
            return os.fspath(folder / DEFAULT_NAME)
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


def command(
    app: typer.Typer, *, name: str | None = None, examples: Sequence[str]
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Return a decorator that adds a function to ``app`` as a command.

    The function's first parameter is the session; the command has ``--repo``, ``--json`` and
    ``--quiet`` besides the function's own. Its docstring and ``examples`` are the help.
    """

    def register(function: Callable[..., R]) -> Callable[..., R]:
        @functools.wraps(function)
        def run(typer_context: typer.Context, **given: Any) -> R:  # noqa: ANN401 - Typer's values
            shared: Session = typer_context.find_root().obj
            session = Session(
                given.pop("repo") or shared.repo,
                json=given.pop("json") or shared.json,
                quiet=given.pop("quiet") or shared.quiet,
            )
            try:
                result = function(session, **given)
                sys.stdout.flush()
            except BrokenPipeError:  # `| head` has seen enough
                output.abandon()
                raise typer.Exit from None
            return result

        hints = get_type_hints(function, include_extras=True)
        _, *own = inspect.signature(function).parameters.values()
        parameters = [
            inspect.Parameter("typer_context", inspect.Parameter.KEYWORD_ONLY),
            *(one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own),
            *(
                inspect.Parameter(option, inspect.Parameter.KEYWORD_ONLY, default=default)
                for option, default in (("repo", None), ("json", False), ("quiet", False))
            ),
        ]
        run.__annotations__ = hints | {
            "typer_context": typer.Context,
            "repo": RepoOption,
            "json": JsonOption,
            "quiet": QuietOption,
        }
        run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [one.replace(annotation=run.__annotations__[one.name]) for one in parameters]
        )
        shown = "\n".join(f"  {example}" for example in examples)
        described = inspect.cleandoc(function.__doc__ or "")
        app.command(name, help=f"{described}\n\n\b\nExamples:\n{shown}")(run)
        return run

    return register
