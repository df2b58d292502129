"""What does not fit on the screen goes through the program that PAGER names."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from provrepo.cli.programs import command_words


class _Held(io.StringIO):
    """Output that is held back, of a stream that is a terminal."""

    def isatty(self) -> bool:
        """Return that colours are wanted, as on the terminal that it will come to."""
        return True


@contextmanager
def paged() -> Iterator[None]:
    """Hold back what a ``with`` statement prints; page it where it is longer than the screen.

    On a terminal only, and where PAGER is set. A pager that cannot be started loses nothing. `less`
    is told to show colours, unless LESS says how it is to be run.
    """
    words = command_words(os.environ.get("PAGER", ""))
    if not words or not sys.stdout.isatty():
        yield
        return
    terminal, held = sys.stdout, _Held()
    sys.stdout = held
    try:
        yield
    finally:
        sys.stdout = terminal
        text = held.getvalue()
        if text.count("\n") < shutil.get_terminal_size((100, 24)).lines:
            terminal.write(text)
        else:
            _page(words, text)


def _page(words: list[str], text: str) -> None:
    environment = {"LESS": "FRX", **os.environ}
    sys.stdout.flush()
    with subprocess.Popen(words, stdin=subprocess.PIPE, env=environment) as process:  # noqa: S603
        try:
            process.communicate(text.encode(errors="backslashreplace"))
        except (BrokenPipeError, KeyboardInterrupt):
            process.wait()
