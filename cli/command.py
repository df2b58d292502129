"""Declaring commands: what all of them share, and what makes a short one start quickly."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

import typer
from typer.core import TyperCommand

from provrepo.cli import output
from provrepo.cli.options import JsonOption, QuietOption, RepoOption, clock, find_repository

if TYPE_CHECKING:
    from contextlib import ExitStack

    from provrepo import Outcome
    from provrepo.cli.progress import Advance
    from provrepo.repository import Repository

HELP_OPTIONS = ["-h", "--help"]

NAME_YOURSELF = (
    'say who made it: --agent "NAME:ROLE", or for all that you make: '
    'provrepo config agent "NAME:ROLE"'
)
"""What to do where a version names nobody."""

_TEXTS = (str, bool, list[str])
"""The types of parameters that need no conversion."""

_SHARED = {"repo": (RepoOption, None), "json": (JsonOption, False), "quiet": (QuietOption, False)}
"""The options that every command has, with their defaults."""

R = TypeVar("R")


class Command(TyperCommand):
    """A command, whose help is a page of ours."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - Typer's context
        """Return the page of help."""
        from provrepo.cli.help_page import help_page

        return help_page(self, ctx)


class Session:
    """One run of a command: where the repository is and how to print."""

    def __init__(self, repo: str | None, *, json: bool, quiet: bool) -> None:
        self.repo, self.json, self.quiet = repo, json, quiet

    def open(self) -> Repository:
        """Open the repository that ``--repo``, PROVREPO or this folder names."""
        path, now = find_repository(self.repo), clock()
        from provrepo.repository import open as open_repository

        return open_repository(path, clock=now)

    def message(self, text: str) -> None:
        """Print something that is not data: on stderr, and not with ``--quiet``."""
        if not self.quiet:
            output.message(text)

    def warn(self, warnings: Iterable[str]) -> None:
        """Print warnings, each once and on a line of its own, and not with ``--quiet``."""
        if not self.quiet:
            output.warn(warnings)

    def progress(self, what: str, total: int | None) -> AbstractContextManager[Advance]:
        """Show a bar on stderr in a ``with`` statement: on a terminal, if messages are wanted.

        ``what`` is a plural, such as ``files``, and ``total`` how many there are of them, None
        where that is not known.
        """
        if self.quiet or self.json or not sys.stderr.isatty():
            return nullcontext(lambda steps=1: None)  # noqa: ARG005 - an Advance that shows nothing
        from provrepo.cli.progress import bar

        return bar(what, total)

    def counting(
        self, closing: ExitStack, what: str
    ) -> tuple[Callable[[int], None], Callable[[int], None]]:
        """Return what begins a bar once the total is known, and what moves it on.

        The bar goes away with ``closing``; where a second one begins, that moves on.
        """
        bars: list[Advance] = []

        def begin(total: int) -> None:
            bars.append(closing.enter_context(self.progress(what, total)))

        def tick(steps: int) -> None:
            bars[-1](steps)

        return begin, tick

    def report(self, outcome: Outcome, *, dry_run: bool = False) -> None:
        """Print what became of a change: one line of data, and the warnings."""
        if self.json:
            output.json(outcome.as_json())
            return
        version = outcome.version
        # The id of a version depends on the moment when it is made, so it has none yet.
        identity = "(dry run)" if dry_run else version.short_id
        status = "reviewed" if outcome.is_review_alone else outcome.status
        output.line(output.escape(f"{status}: {version.reference} {identity}"))
        warnings = outcome.warnings
        if outcome.status != "unchanged" and not version.contributions:
            warnings = (*warnings, f"it names nobody as its maker; {NAME_YOURSELF}")
        if warnings and not self.quiet:
            output.warn(warnings)


def command(
    app: typer.Typer,
    *,
    name: str | None = None,
    examples: Sequence[str],
    cls: type[Command] = Command,
    pages: bool = False,
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Return a decorator that adds a function to ``app`` as a command.

    The function's first parameter is the session; the command has ``--repo``, ``--json`` and
    ``--quiet`` besides the function's own. A parameter whose type is a dataclass of options
    (`provrepo.cli.options`) stands for all of them. Docstring and ``examples`` are the help;
    ``cls`` is a class of commands that parses its arguments in its own way. With ``pages`` what it
    prints on a terminal is paged where it is longer than the screen.
    """

    def register(function: Callable[..., R]) -> Callable[..., R]:
        groups, parameters = _parameters(function)

        @functools.wraps(function)
        def run(typer_context: typer.Context, **values: Any) -> R:  # noqa: ANN401 - Typer's values
            _refuse_empty(typer_context, values)
            shared: Session = typer_context.find_root().obj
            session = Session(
                values.pop("repo") or shared.repo,
                json=values.pop("json") or shared.json,
                quiet=values.pop("quiet") or shared.quiet,
            )
            for parameter, group in groups.items():
                values[parameter] = group(**{f.name: values.pop(f.name) for f in fields(group)})
            try:
                with _paged(session) if pages else nullcontext():
                    result = function(session, **values)
                    sys.stdout.flush()
            except BrokenPipeError:  # as `| head` leaves it behind
                output.abandon()
                raise typer.Exit from None
            return result

        run.__annotations__ = {"typer_context": typer.Context} | {
            parameter.name: parameter.annotation for parameter in parameters
        }
        context = inspect.Parameter(
            "typer_context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context
        )
        run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [context, *parameters]
        )
        description = inspect.cleandoc(function.__doc__ or "")
        listed = "\n".join(f"  {example}" for example in examples)
        # Click, and so Typer, leaves the lines of a paragraph after \b as they are.
        app.command(name, cls=cls, help=f"{description}\n\n\b\nExamples:\n{listed}")(run)
        return run

    return register


_MAY_BE_EMPTY = frozenset({"message"})
"""Parameters of which nothing, in quotation marks, is something: `edit -m ""`."""


def _refuse_empty(context: typer.Context, values: Mapping[str, Any]) -> None:
    """Raise BadParameter where an option or argument is empty, as of a shell's unset variable.

    To leave it out would mean another document, another folder or all of them.
    """
    empty = {
        name
        for name, value in values.items()
        if value == "" or (isinstance(value, list | tuple) and "" in value)
    }
    for parameter in context.command.params if empty - _MAY_BE_EMPTY else ():
        if parameter.name in empty - _MAY_BE_EMPTY and parameter.default != "":
            option = next((each for each in parameter.opts if each.startswith("--")), None)
            raise typer.BadParameter(f"{option or parameter.metavar} is empty: “”")


def shared_parameters() -> Iterator[tuple[str, Any]]:
    """Yield the options that every command has: their names, and how they are declared."""
    return ((name, annotation) for name, (annotation, _) in _SHARED.items())


def _paged(session: Session) -> AbstractContextManager[None]:
    """Page what a ``with`` statement prints, where a person reads it."""
    if session.json or not sys.stdout.isatty():
        return nullcontext()
    from provrepo.cli.pager import paged

    return paged()


def _parameters(
    function: Callable[..., Any],
) -> tuple[dict[str, Any], list[inspect.Parameter]]:
    """Return the groups of options by parameter, and the parameters that Typer is to see."""
    hints = get_type_hints(function, include_extras=True)
    _, *declared = inspect.signature(function).parameters.values()  # without the session
    groups: dict[str, Any] = {}
    parameters: list[inspect.Parameter] = []
    for parameter in declared:
        annotation = hints[parameter.name]
        if is_dataclass(annotation):
            groups[parameter.name] = annotation
            parameters += _options(annotation)
        else:
            parameters.append(_keyword(parameter.name, annotation, parameter.default))
    parameters += [_keyword(option, *declaration) for option, declaration in _SHARED.items()]
    return groups, parameters


def _options(group: Any) -> Iterator[inspect.Parameter]:  # noqa: ANN401 - any dataclass
    """Yield the options of a group as parameters."""
    hints = get_type_hints(group, include_extras=True)
    for option in fields(group):
        yield _keyword(option.name, hints[option.name], option.default)


def _keyword(name: str, annotation: Any, default: Any) -> inspect.Parameter:  # noqa: ANN401
    keyword = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, keyword, default=default, annotation=annotation)


def keep_texts(command: Any) -> Any:  # noqa: ANN401 - a command of Typer's private class
    """Pass the texts among a command's parameters on as they are, without pydantic; return it.

    Typer converts every argument with a pydantic adapter, texts too, and importing pydantic takes
    longer than all the rest of a command like `show`. A text needs no conversion. Where a later
    Typer has no such hook, nothing is changed and everything works, only slower.
    """
    try:
        from typer._coercion import RuntimeParam

        class Unconverted(RuntimeParam):
            def _coerce_value(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401, ARG002
                return value

        # The command makes its --help option when first asked, and keeps it.
        context = typer.Context(command, help_option_names=HELP_OPTIONS)
        for parameter in command.get_params(context):
            descriptor = parameter.type_descriptor
            if descriptor.annotation in _TEXTS:
                parameter._runtime_param = Unconverted(  # noqa: SLF001
                    parameter_info=descriptor.parameter_info, annotation=descriptor.annotation
                )
    except (ImportError, AttributeError, TypeError):
        return command
    return command
