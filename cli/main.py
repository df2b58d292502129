"""The app: commands that load when they are needed, and the one map from errors to exit status."""

from __future__ import annotations

import errno
import importlib
import os
import signal
import sys
import threading
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import suppress
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from provrepo.cli import output
from provrepo.cli.command import HELP_OPTIONS, Session, keep_texts
from provrepo.cli.commands import COMMANDS
from provrepo.cli.options import JsonOption, QuietOption, RepoOption
from provrepo.errors import ProvrepoError

__all__ = ["COMMANDS", "app", "run"]


class _Commands(MutableMapping[str, Any]):
    """The commands by name; each module is imported when its command is asked for.

    Typer would build every command of the app before it runs one, which takes longer than most
    commands themselves.
    """

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a command of Typer's private class
        module = importlib.import_module(f"provrepo.cli.{COMMANDS[name][0]}")
        command: Any = typer.main.get_command(module.app)
        # Of a module with several commands it is the group of them.
        return keep_texts(getattr(command, "commands", {name: command})[name])

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)

    def __setitem__(self, name: str, command: Any) -> None:  # noqa: ANN401
        raise TypeError("commands are listed in COMMANDS")

    __delitem__ = __setitem__  # type: ignore[assignment]


class _LazyGroup(TyperGroup):
    """A group that imports only the command that is run, and none to list them."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - Typer's
        super().__init__(**settings)
        self.commands = _Commands()

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - Typer's
        """Return the command that is named, unless the words are no command of ours."""
        if args[0] not in COMMANDS or not "".join(args).isascii():
            from provrepo.cli.attempts import refuse

            refuse(self, ctx, args)
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - Typer's context
        """Return the page of help, its list of commands from the table alone."""
        from provrepo.cli.help_page import help_page

        return help_page(self, ctx, [(name, line) for name, (_, line) in COMMANDS.items()])


app = typer.Typer(
    cls=_LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": HELP_OPTIONS},
)


@app.callback(invoke_without_command=True)
def provrepo(
    context: typer.Context,
    repo: RepoOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Keep, compare and cite every version of an archival document's transcription and translation.

    A version, REF, is named KEY[/TEXT][@SELECTOR]. KEY is the document's key. TEXT is one of its
    texts: translation:en, or as much of that as is needed, such as en. SELECTOR is v2, latest (the
    default), approved, published or a date. So border-cable, border-cable/translation:en@v2 and
    border-cable@2024-05-01 are names of versions, and so are 7 or more digits of a version's id.
    """
    if version:
        from provrepo import __version__

        if json:
            output.json({"version": __version__})
        else:
            output.line(f"provrepo {__version__}")
        raise typer.Exit
    if repo == "":
        raise typer.BadParameter("--repo is empty: “”")
    context.obj = Session(repo, json=json, quiet=quiet)
    if context.invoked_subcommand is None:
        from provrepo.cli.greeting import greet

        greet(repo, as_json=json)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line, print an error in one line, and return the exit status."""
    _open_closed_streams()
    received, before = _let_signals_stop()
    try:
        status = _run(arguments)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 128 + received[0] if received else status


def _open_closed_streams() -> None:
    """Give a process that was started without one of its standard streams an empty one.

    Otherwise the next file that is opened, such as the repository, would take its place, and what
    some library prints would go there.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)
            if descriptor != number and descriptor < 3:  # an earlier one is closed as well
                os.dup2(descriptor, number)
                descriptor = number
            stream = os.fdopen(descriptor, "w" if number else "r", encoding="utf-8")
            setattr(sys, name, stream)


def _let_signals_stop() -> tuple[list[int], dict[int, Any]]:
    """Let `kill` and a closed terminal stop a command as Ctrl-C does.

    Returns a list that gets the signals received, and the handlers to be put back. Without this
    Python would end at once, and leave behind the processes that it started.
    """
    received: list[int] = []

    def stop(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_IGN)  # once is enough: what follows is putting away
        received.append(number)
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        return received, {}  # an application's, which has signals of its own
    names = ("SIGTERM", "SIGHUP", "SIGBREAK")  # the last is the Ctrl-Break of Windows
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    # One that the caller ignores stays ignored: nohup.
    before = {number: signal.getsignal(number) for number in numbers}
    caught = {number: then for number, then in before.items() if then == signal.SIG_DFL}
    for number in caught:
        signal.signal(number, stop)
    return received, caught


def _run(arguments: Sequence[str] | None) -> int:
    typed = _typed(arguments)
    try:
        if any(word.endswith("-completion") for word in typed):
            from provrepo.cli.completion_scripts import provide

            provide()
        group = typer.main.get_command(app)
        output.prepare()
        command = keep_texts(group)
        status = command.main(typed, prog_name="provrepo", standalone_mode=False)
        sys.stdout.flush()
    except ProvrepoError as error:
        return _fail(typed, error, str(error), error.exit_status)
    except typer.TyperException as error:
        return _fail(typed, error, error.format_message(), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:
        output.abandon()
        return 0
    except OSError as error:
        if isinstance(error, FileNotFoundError) and error.filename is None:
            rule = "the folder that you are in is gone; go to another one"
            return _fail(typed, error, rule, 2)
        if os.name == "nt" and error.errno == errno.EINVAL and error.filename is None:
            output.abandon()  # what Windows says of a pipe that nobody reads any more
            return 0
        message = f"{error.filename or 'output'}: {error.strerror or error}"
        return _fail(typed, error, message, 2)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told in one line
        return _fail(typed, error, "", 70)
    return status if isinstance(status, int) else 0


def _typed(arguments: Sequence[str] | None) -> Sequence[str]:
    """Return the words of the command line, as a shell hands them over."""
    words = sys.argv[1:] if arguments is None else arguments
    if os.name != "nt":
        return words
    from provrepo.cli.windows import expanded

    return expanded(words)


def _fail(typed: Sequence[str], error: Exception, message: str, status: int) -> int:
    """Print what went wrong, and return the exit status."""
    if _comes_of_an_interruption(error):
        return 130
    from provrepo.cli.failing import fail

    with suppress(OSError):  # where nothing can be printed, the status alone tells of it
        fail(error, message, status, typed)
    return status


def _comes_of_an_interruption(error: BaseException) -> bool:
    """Return whether an error was raised while Ctrl-C was being dealt with: by putting away."""
    cause = error.__context__
    while cause is not None and not isinstance(cause, KeyboardInterrupt):
        cause = cause.__context__
    return cause is not None
