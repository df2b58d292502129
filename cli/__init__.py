"""The command line: parse, call one library function, print."""

from __future__ import annotations

import gc
import os


def main() -> None:
    """Run the command line and leave with its exit status."""
    # A command is short: looking for garbage while it imports costs more than it frees.
    gc.set_threshold(100_000)
    try:
        if "_PROVREPO_COMPLETE" in os.environ:  # a shell asks how a word goes on
            from provrepo.cli.completion import answer

            if answer():
                return
        # Loaded only here, so that Ctrl-C is caught while Python is still importing.
        from provrepo.cli.main import run

        status = run()
    except KeyboardInterrupt:
        status = 130
    raise SystemExit(status)
