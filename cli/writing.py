"""Writing a file that somebody named: whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile

from provrepo.errors import unwritable
from provrepo.reading.files import is_stream, rights_of_new_files


def write_whole(path: str, data: bytes) -> None:
    """Write a file, or leave it as it is. Raises InputError where it cannot be written.

    A link goes on leading where it led, and that file is written. A device or a pipe, such as
    /dev/stdout, is written into and never replaced.
    """
    try:
        if is_stream(path):
            with open(path, "wb") as stream:  # noqa: PTH123 - what is there
                stream.write(data)
            return
        _replace(os.path.realpath(path), data)
    except OSError as error:
        raise unwritable(path, error) from None


def _replace(path: str, data: bytes) -> None:
    """Put a new file in the place of another one, with the rights that this one has."""
    folder, name = os.path.split(path)
    descriptor, beside = tempfile.mkstemp(prefix=f".{name[:40]}.", suffix=".part", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(beside, _rights(path))  # noqa: PTH101 - mkstemp's are the owner's alone
        os.replace(beside, path)  # noqa: PTH105
    except BaseException:
        os.unlink(beside)  # noqa: PTH108
        raise


def _rights(path: str) -> int:
    """Return the rights of a file, or those that a new one gets."""
    try:
        return stat.S_IMODE(os.stat(path).st_mode)  # noqa: PTH116
    except FileNotFoundError:
        return rights_of_new_files()
