"""What is printed of an error: one line that says what is wrong, or with --json an object."""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Sequence
from typing import Any

import typer

from provrepo.cli import output
from provrepo.errors import ProvrepoError
from provrepo.passwords import without_passwords


def fail(error: Exception, message: str, status: int, typed: Sequence[str]) -> None:
    """Print an error on stderr, without the passwords that somebody typed, in a wrong place too.

    ``message`` says in words what is wrong, ``status`` is the exit status, ``typed`` are the
    arguments of the command. An error that nobody expected has no message: it is a mistake of ours.
    """

    def printable(text: str) -> str:
        return without_passwords(text, [*typed, os.environ.get("PROVREPO", "")])

    debugging = bool(os.environ.get("PROVREPO_DEBUG"))
    # Of a file at which we fail it is what was raised there.
    if debugging and (not message or (isinstance(error, ProvrepoError) and error.__cause__)):
        output.message(printable("".join(traceback.format_exception(error))), lines=True)
        if not message:
            return
    if not message:
        message = (
            f"a mistake in provrepo itself ({type(error).__name__}: {error}); please report it, "
            "with what PROVREPO_DEBUG=1 prints"
        )
    if isinstance(error, typer.TyperException):
        from provrepo.cli.usage import usage

        message = usage(error, message, typed)
    elif typed[-1:] in (["help"], ["?"], ["/?"]) and "--help" not in message:
        message += f"; help is an option: `provrepo {' '.join([*typed[:-1], '--help'])}`"
    notes = [printable(note) for note in getattr(error, "__notes__", ())]
    if "--json" in typed[: typed.index("--") if "--" in typed else None]:
        value = {
            "error": type(error).__name__,
            "message": printable(message),
            "exit_status": status,
            "fields": _fields(error, printable, typed),
            "notes": notes,
        }
        output.message(json.dumps(value, ensure_ascii=False))
        return
    output.error(printable(message))
    for note in notes:
        output.message(note)


def _fields(
    error: Exception,
    printable: Any,  # noqa: ANN401 - a function
    typed: Sequence[str],
) -> dict[str, Any]:
    """Return what an error carries besides its message, as JSON has it."""
    if isinstance(error, OSError):
        return {"filename": _value(error.filename, printable), "errno": error.errno}
    if isinstance(error, typer.TyperException):
        from provrepo.cli.usage import command_path

        return {"command": command_path(error, typed)}
    return {
        name: _value(value, printable)
        for name, value in vars(error).items()
        if not name.startswith("_")
    }


def _value(value: Any, printable: Any) -> Any:  # noqa: ANN401
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple):
        return [_value(part, printable) for part in value]
    return printable(str(value))
