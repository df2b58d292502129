"""What commands declare: their options and arguments, read without building them."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple, get_args

from provrepo.cli.commands import COMMANDS


class Parameter(NamedTuple):
    """An option, with its spellings, or an argument, which has none.

    ``metavar`` is what the help calls a value; a flag has none, and ``repeats`` tells that there
    may be several.
    """

    name: str
    spellings: tuple[str, ...]
    metavar: str
    help: str
    is_flag: bool
    repeats: bool


Parameters = tuple[Parameter, ...]


def parameters(command: str) -> Parameters | Mapping[str, Parameters] | None:
    """Return the parameters of a command; of a group those of each of its commands, by name.

    None where there is no such command.
    """
    if command not in COMMANDS:
        return None
    app = import_module(f"provrepo.cli.{COMMANDS[command][0]}").app
    for group in app.registered_groups:
        if group.name == command:
            return _commands(group.typer_instance)
    commands = _commands(app)
    return commands.get(command) or next(iter(commands.values()))


def _commands(app: Any) -> dict[str, Parameters]:  # noqa: ANN401 - Typer's, or its stand-in's
    return {
        registered.name or registered.callback.__name__.replace("_", "-"): _parameters(
            registered.callback
        )
        for registered in app.registered_commands
    }


def _parameters(callback: Any) -> Parameters:  # noqa: ANN401
    signature = inspect.signature(callback)
    return tuple(
        parameter(each.name, each.annotation)
        for each in signature.parameters.values()
        if hasattr(each.annotation, "__metadata__")
    )


def parameter(name: str, annotation: Any) -> Parameter:  # noqa: ANN401
    """Return what is declared as ``Annotated[TYPE, Option(…)]``."""
    kind, declared = get_args(annotation)[:2]
    kinds = {kind, *get_args(kind)}
    written = (declared.default, *(declared.param_decls or ()))
    spellings = tuple(word for word in written if isinstance(word, str) and word.startswith("-"))
    if not spellings and declared.__class__.__name__.startswith("Option"):
        spellings = (f"--{name.replace('_', '-')}",)
    return Parameter(
        name,
        spellings,
        declared.metavar or "",
        declared.help or "",
        bool in kinds,
        any(getattr(each, "__origin__", None) is list for each in kinds),
    )
