"""A stand-in for Typer while a shell asks for completion: it keeps what commands declare.

To import Typer takes as long as all the rest of an answer. Completion runs no command: it wants the
names, types and helps of options and arguments, which the declarations hold. Nothing else of Typer
may be used while its stand-in is there; the process ends with the answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any


class Declaration:
    """An option or an argument, as `typer.Option` and `typer.Argument` have it."""

    def __init__(self, *names: Any, **settings: Any) -> None:  # noqa: ANN401
        self.default, self.param_decls = (names[0] if names else None), names[1:]
        self.metavar: str | None = settings.get("metavar")
        self.help: str | None = settings.get("help")
        self.hidden: bool = settings.get("hidden", False)


class Option(Declaration):
    """An option."""


class Argument(Declaration):
    """An argument."""


class Registered:
    """A command, or a group of them, of an app."""

    def __init__(self, name: str | None, callback: Any = None, app: Any = None) -> None:  # noqa: ANN401
        self.name, self.callback, self.typer_instance = name, callback, app


class Typer:
    """An app."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401, ARG002
        self.registered_commands: list[Registered] = []
        self.registered_groups: list[Registered] = []

    def command(
        self,
        name: str | None = None,
        **settings: Any,  # noqa: ANN401, ARG002
    ) -> Callable[[Any], Any]:
        """Return a decorator that keeps a command."""

        def register(function: Any) -> Any:  # noqa: ANN401
            self.registered_commands.append(Registered(name, function))
            return function

        return register

    def callback(self, **settings: Any) -> Callable[[Any], Any]:  # noqa: ANN401, ARG002
        """Return a decorator that does nothing."""
        return lambda function: function

    def add_typer(self, app: Any, name: str | None = None, **settings: Any) -> None:  # noqa: ANN401, ARG002
        """Keep a group."""
        self.registered_groups.append(Registered(name, app=app))


def stand_in() -> None:
    """Let ``import typer`` give the stand-in, unless Typer is loaded already."""
    if "typer" in sys.modules:
        return
    typer, core = ModuleType("typer"), ModuleType("typer.core")
    names: dict[str, Any] = {
        "Typer": Typer,
        "Option": Option,
        "Argument": Argument,
        "Context": type("Context", (), {}),
        "core": core,
    }
    names |= {
        name: type(name, (Exception,), {})
        for name in ("Abort", "BadParameter", "Exit", "TyperException")
    }
    typer.__dict__.update(names)
    core.__dict__.update({name: type(name, (), {}) for name in ("TyperCommand", "TyperGroup")})
    sys.modules.update({"typer": typer, "typer.core": core})
