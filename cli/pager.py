"""What does not fit on the screen goes through the program that PAGER names, else `less`."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from provrepo.cli.programs import command_words


class _Screen(io.TextIOBase):
    """A terminal of which the first screenful is held back; with more, all goes to a pager."""

    def __init__(self, terminal: TextIO, words: list[str]) -> None:
        self._terminal, self._words = terminal, words
        self._held: list[str] = []
        self._columns, self._left = shutil.get_terminal_size((100, 24))
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def has_begun(self) -> bool:
        """Whether something was printed: held back, or passed on to a pager."""
        return bool(self._held)

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """That of the terminal."""
        return self._terminal.encoding

    def isatty(self) -> bool:
        """Return that colours are wanted, as on the terminal that it will come to."""
        return True

    def write(self, text: str) -> int:
        """Hold a text back, or pass it on; raises BrokenPipeError where the pager was left."""
        if self.process is not None:
            self._send(text)
            return len(text)
        self._held.append(text)
        # A line that is longer than the screen is wide takes several.
        self._left -= sum(1 + len(line) // self._columns for line in text.split("\n")[1:])
        if self._left <= 1:
            self._begin()
        return len(text)

    def flush(self) -> None:
        """Pass on what the pager has not got yet."""
        if self.process is None or self.process.stdin is None:
            return
        if not self.process.stdin.closed:  # it is asked for once more when the stream goes away
            self.process.stdin.flush()

    def _begin(self) -> None:
        environment = {"LESS": "FRX", **os.environ}
        self._terminal.flush()
        self.process = subprocess.Popen(  # noqa: S603 - the person's own
            self._words, stdin=subprocess.PIPE, env=environment
        )
        self._send("".join(self._held))

    def _send(self, text: str) -> None:
        assert self.process is not None, "it was begun"
        assert self.process.stdin is not None, "it reads a pipe"
        self.process.stdin.write(text.encode(errors="backslashreplace"))

    def end(self) -> None:
        """Print what was held back, or wait until the person has left the pager."""
        if self.process is None:
            self._terminal.write("".join(self._held))
            return
        assert self.process.stdin is not None, "it reads a pipe"
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        while self.process.returncode is None:
            with suppress(KeyboardInterrupt):  # that is the pager's
                self.process.wait()


class _Messages(io.TextIOBase):
    """Messages, of which none is written into the pager's screen, or before what is held back."""

    def __init__(self, terminal: TextIO, screen: _Screen) -> None:
        self._terminal, self._screen = terminal, screen
        self._held: list[str] = []

    def isatty(self) -> bool:
        """Return what is true of the stream below."""
        return self._terminal.isatty()

    def write(self, text: str) -> int:
        """Write a message, or hold it back where what was printed is to come before it."""
        if not self._screen.has_begun:
            return self._terminal.write(text)
        self._held.append(text)
        return len(text)

    def flush(self) -> None:
        """Let what is not held back be seen."""
        self._terminal.flush()

    def end(self) -> None:
        """Write what was held back."""
        self._terminal.write("".join(self._held))


@contextmanager
def paged() -> Iterator[None]:
    """Page what a ``with`` statement prints, where it is longer than the screen.

    On a terminal only. PAGER names the program, without it `less` is used if there is one; an empty
    PAGER means none. A pager that cannot be found loses nothing. `less` is told to show colours,
    unless LESS says how it is to be run.
    """
    words = command_words(os.environ.get("PAGER", "less"))
    if not words or not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    terminal, error_stream = sys.stdout, sys.stderr
    screen = _Screen(terminal, words)
    messages = _Messages(error_stream, screen)
    sys.stdout, sys.stderr = screen, messages
    try:
        yield
    except BrokenPipeError:  # the pager was left before all was printed
        if screen.process is None:
            raise
    finally:
        try:
            screen.end()
        finally:
            sys.stdout, sys.stderr = terminal, error_stream
            messages.end()
