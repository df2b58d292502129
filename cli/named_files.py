"""What a file holds that an option or argument names, ``-`` for standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from provrepo.errors import InputError

if TYPE_CHECKING:
    from provrepo.receipt import Checkpoint


def read_input(path: str) -> bytes:
    """Return the bytes of a file, ``-`` for standard input. Raises InputError."""
    if path == "-":
        return sys.stdin.buffer.read()
    from provrepo.reading.files import read_bytes

    return read_bytes(path)


def argument_or_input(argument: str) -> str | bytes:
    """Return an argument, or for ``-`` what standard input holds."""
    return read_input(argument) if argument == "-" else argument


def read_text(path: str) -> str:
    """Return the text in a UTF-8 file, ``-`` for standard input. Raises InputError."""
    from provrepo.formats.draft import decode

    return decode(read_input(path), path)


def read_checkpoint(path: str) -> Checkpoint:
    """Return the checkpoint in a file, ``-`` for standard input. Raises InputError."""
    from provrepo.receipt import read_checkpoint

    return read_checkpoint(read_input(path), path)


_NAMED_LIKE_FILES = (".html", ".htm", ".zip", ".tar", ".gz", ".tgz", ".7z", ".rar")


def check_folder(name: str, example: str) -> None:
    """Raise InputError where somebody names a file though a folder is written.

    A folder that is there may be called anything.
    """
    path = Path(name)
    if path.suffix.lower() in _NAMED_LIKE_FILES and not path.is_dir():
        raise InputError(
            name, f"is named like a file, and a folder is written; name a folder, such as {example}"
        )
