"""The program that a person edits texts with: which it is, and waiting until it is closed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from provrepo.cli.programs import command_words
from provrepo.errors import InputError

_USUAL = {"nt": ("notepad",), "posix": ("sensible-editor", "editor", "nano", "vi")}
"""What is tried, at a terminal, where no variable names a program."""

_RETURNING = {"code", "codium", "code-insiders", "cursor", "zed", "subl", "atom", "mate", "gedit"}
"""Programs that return at once and go on in a window of their own, unless they are told to wait."""

_PATIENCE = 5.0
"""How many seconds an editor that is told to end has for it."""


def editor() -> list[str]:
    """Return the words of the command that edits a file: of VISUAL, else EDITOR, else the usual.

    Raises InputError where there is none, or the one that is named is not found.
    """
    for name in ("VISUAL", "EDITOR"):
        written = os.environ.get(name, "").strip()
        if written:
            words = command_words(written)
            if not words:
                raise InputError(
                    f"${name}", f"there is no program “{written}”; name one, such as {name}=nano"
                )
            return words
    if sys.stdin.isatty() and sys.stdout.isatty():
        for program in _USUAL[os.name]:
            if path := shutil.which(program):
                return [path]
    raise InputError("$EDITOR", "no editor is set; name one, such as EDITOR=nano")


def edit(words: Sequence[str], path: Path) -> None:
    """Let a person edit a file, and return when they have closed it.

    ``words`` are those of `editor`. Raises InputError where the program cannot be started, or ends
    with another status than 0: then the person gave it up, or it was killed.
    """
    name = os.path.basename(words[0])  # noqa: PTH119 - of the file system it is nothing
    with _interrupts_are_the_editors():
        try:
            process = subprocess.Popen([*words, os.fspath(path)])  # noqa: S603 - the person's own
        except OSError as error:
            raise InputError(name, f"cannot be started: {error.strerror or error}") from None
        try:
            status = process.wait()
        except BaseException:  # somebody ends provrepo: the editor is asked to save what it has
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
            raise
    if status == -signal.SIGINT:
        raise KeyboardInterrupt
    if status < 0:
        raise InputError(name, f"was killed ({_signal_name(-status)}), so nothing was changed")
    if status:
        raise InputError(name, f"ended with exit status {status}, so nothing was changed")


def advice(words: Sequence[str]) -> str:
    """Return what helps somebody whose program has perhaps not waited; empty for most."""
    program = Path(words[0]).stem.lower()
    if program not in _RETURNING or any(word in ("-w", "--wait") for word in words):
        return ""
    return f"; if {program} returned at once, tell it to wait: EDITOR='{program} --wait'"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


@contextmanager
def _interrupts_are_the_editors() -> Iterator[None]:
    """Let Ctrl-C be the editor's affair in a ``with`` statement.

    A terminal sends it to all programs in the foreground. A function that does nothing takes it
    here: what is ignored would be ignored by the editor too.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = [name for name in ("SIGINT", "SIGQUIT") if hasattr(signal, name)]
    before = {name: signal.getsignal(getattr(signal, name)) for name in names}
    for name, handler in before.items():
        if handler != signal.SIG_IGN:
            signal.signal(getattr(signal, name), lambda _number, _frame: None)
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
