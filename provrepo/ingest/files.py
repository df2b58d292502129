"""Reading a file's bytes, refusing what is no file, and writing its name into a record."""

from __future__ import annotations

import os
import stat
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote_from_bytes

from provrepo.errors import InputError

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """Return the bytes of a regular file.

    A file that changes while it is read is read once more. Raises InputError for one that goes on
    changing, for one that cannot be read, and for what is no file.
    """
    name = os.fspath(path)
    try:
        # Not to hang on a FIFO, it is opened without waiting for its other end.
        descriptor = os.open(name, _READ)
    except (OSError, ValueError) as error:
        raise InputError(name, _reason(error)) from None
    try:
        before = os.fstat(descriptor)
        if stat.S_ISDIR(before.st_mode):
            raise InputError(name, "is a folder; name the files in it, such as FOLDER/*.txt")
        if not stat.S_ISREG(before.st_mode):
            raise InputError(name, "is a device or a pipe, not a file; `-` reads standard input")
        for _ in range(2):
            data = _whole(descriptor, before.st_size)
            after = os.fstat(descriptor)
            if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
                return data
            before = after
            os.lseek(descriptor, 0, os.SEEK_SET)
        raise InputError(name, "is being changed while it is read; try again when that has ended")
    except OSError as error:
        raise InputError(name, _reason(error)) from None
    finally:
        os.close(descriptor)


def _whole(descriptor: int, size: int) -> bytes:
    """Return all bytes of an open file of which ``size`` are expected."""
    data = os.read(descriptor, size + 1)
    if len(data) == size:
        return data
    # Very long files come in parts, others have grown, or have no size that the system tells.
    parts = [data]
    while part := os.read(descriptor, 1 << 24):
        parts.append(part)
    return b"".join(parts)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror.lower()}"
    return f"cannot be read: {error}"


def base_name(path: str | os.PathLike[str]) -> str:
    """Return a file's base name as records keep it: undecodable bytes percent-encoded."""
    return _base_name(os.fspath(path))


@lru_cache(maxsize=1024)  # each file is asked about several times
def _base_name(path: str) -> str:
    name = os.path.basename(path.rstrip(os.sep))  # noqa: PTH119 - Path is slow
    if name.isascii():
        return name
    raw = os.fsencode(name)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return "".join(
            quote_from_bytes(os.fsencode(char)) if "\udc80" <= char <= "\udcff" else char
            for char in raw.decode("utf-8", "surrogateescape")
        )


def suffix(name: str) -> str:
    """Return the last suffix of a file's base name, in lower case and with its dot; or nothing."""
    before, dot, after = name.rpartition(".")
    return f".{after.lower()}" if before and dot and after else ""


def is_file_argument(argument: str) -> bool:
    """Tell whether an argument names a file: it exists, and has a separator or a suffix."""
    try:
        path = Path(argument)
        return (os.sep in argument or bool(path.suffix)) and path.is_file()
    except (OSError, ValueError):
        return False
