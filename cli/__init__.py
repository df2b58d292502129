"""The command line: parse, call one library function, print."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence


def main() -> None:
    """Run the command line and leave with its exit status."""
    # A command is short: looking for garbage while it imports costs more than it frees.
    gc.set_threshold(100_000)
    try:
        status = run()
    except KeyboardInterrupt:
        status = 130
    _let_nothing_interrupt_the_end()
    raise SystemExit(status)


def _let_nothing_interrupt_the_end() -> None:
    """Let Ctrl-C do nothing more: all is done, and while Python ends it would print a traceback."""
    import signal

    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:  # between the end of the command and this line
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def run(arguments: Sequence[str] | None = None) -> int:
    """Answer a shell that completes a word, or run a command line; return the exit status."""
    if "_PROVREPO_COMPLETE" in os.environ:  # a shell asks how a word goes on
        from provrepo.cli.completion import answer

        if answer():
            return 0
    # Loaded only here, so that Ctrl-C is caught while Python is still importing.
    from provrepo.cli.main import run as run_command

    return run_command(arguments)
