"""What is printed of an error: one line that says what is wrong, or with --json an object."""

from __future__ import annotations

import json
import os
import re
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
        message = _usage(error, message, typed)
    notes = [printable(note) for note in getattr(error, "__notes__", ())]
    if "--json" in typed[: typed.index("--") if "--" in typed else None]:
        value = {
            "error": type(error).__name__,
            "message": printable(message),
            "exit_status": status,
            "fields": _fields(error, printable),
            "notes": notes,
        }
        output.message(json.dumps(value, ensure_ascii=False))
        return
    output.error(printable(message))
    for note in notes:
        output.message(note)


_NUMBER = re.compile(
    r"Invalid value for '(?P<name>[^']+)': Input should be "
    r"(?:(?P<bound>greater|less) than or equal to (?P<limit>\d+)|a valid integer.*)"
)
"""What the library that converts numbers says of one that is none, or too large or small."""


def _usage(error: typer.TyperException, message: str, typed: Sequence[str]) -> str:
    """Return what is wrong with a command line, and where its help is."""
    context = getattr(error, "ctx", None)
    command_path = context.command_path if context else "provrepo"
    sentence = " ".join(message.rstrip(".").split())
    if number := _NUMBER.fullmatch(sentence):
        bound = {"greater": f" from {number['limit']}", "less": f" up to {number['limit']}"}
        sentence = f"{number['name']}: write a whole number{bound.get(number['bound'], '')}"
    sentence = sentence.removeprefix("Invalid value: ")
    if sentence.startswith("No such option"):
        sentence += _named_like_an_option(typed)
    return f"{sentence}; see `{command_path} --help`"


def _named_like_an_option(typed: Sequence[str]) -> str:
    """Return what helps somebody whose file is called like an option; empty without one."""
    for word in typed:
        if word.startswith("-") and os.path.isfile(word):  # noqa: PTH113 - quick
            return f"; the file of this name is ./{word}"
    return ""


def _fields(error: Exception, printable: Any) -> dict[str, Any]:  # noqa: ANN401 - a function
    """Return what an error carries besides its message, as JSON has it."""
    if isinstance(error, OSError):
        return {"filename": _value(error.filename, printable), "errno": error.errno}
    if isinstance(error, typer.TyperException):
        context = getattr(error, "ctx", None)
        return {"command": context.command_path if context else "provrepo"}
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
