"""Reading a file's bytes, refusing what is no file, and writing its name into a record."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from provrepo.errors import InputError
from provrepo.formats.draft import Draft, Reading
from provrepo.formats.filename import STANDARD_INPUT
from provrepo.formats.readers import drafts_in

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


def is_file_argument(argument: str) -> bool:
    """Tell whether an argument names a file: it exists, and has a separator or a suffix."""
    try:
        path = Path(argument)
        return (os.sep in argument or bool(path.suffix)) and path.is_file()
    except (OSError, ValueError):
        return False


def read_drafts(
    source: str | os.PathLike[str] | bytes, reading: Reading | None = None
) -> tuple[Draft, ...]:
    """Read a file, or bytes that have no name, into one draft for each text in it.

    Raises InputError.
    """
    if isinstance(source, bytes):
        return drafts_in(source, STANDARD_INPUT, reading or Reading())
    return drafts_in(read_bytes(source), os.fspath(source), reading or Reading())


def read_draft(source: str | os.PathLike[str] | bytes, reading: Reading | None = None) -> Draft:
    """Read a file of which one text is wanted. Raises InputError, also where it holds several."""
    drafts = read_drafts(source, reading)
    if len(drafts) > 1:
        from provrepo.errors import InputError

        held = ", ".join(str(one.text) for one in drafts)
        raise InputError(drafts[0].name, f"holds {len(drafts)} texts ({held}), not one")
    return drafts[0]
