"""Files on disk: their bytes read once and whole, devices and folders refused; what one is."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from provrepo.errors import InputError, InvalidValue
from provrepo.formats.draft import STANDARD_INPUT, Draft, Reading
from provrepo.formats.readers import drafts_in

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """Return the bytes of a regular file.

    A file that changes while it is read is read once more: half an old and half a new text is a
    text that nobody wrote. Raises InputError for a file that goes on changing, for one that cannot
    be read, and for a folder, device or pipe.
    """
    name = os.fspath(path)
    try:
        # O_NONBLOCK: to open a FIFO would otherwise wait for somebody to write into it.
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
    except (MemoryError, OverflowError):
        raise InputError(name, f"has {before.st_size:,} bytes, more than the memory has") from None
    finally:
        os.close(descriptor)


def _whole(descriptor: int, size: int) -> bytes:
    """Return all bytes of an open file, which are expected to be ``size``."""
    data = os.read(descriptor, size + 1)
    if len(data) == size:
        return data
    # One read returns 2 GiB at most; other files have grown, or the system gives their size as 0.
    parts = [data]
    while part := os.read(descriptor, 1 << 24):
        parts.append(part)
    return b"".join(parts)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror.lower()}"
    return "cannot be read: no file can be called so"  # a NUL character, in Python's own words


def is_file_argument(argument: str) -> bool:
    """Return whether an argument names a file: it exists, and has a separator or a suffix."""
    if not isinstance(argument, str):
        return False
    try:
        path = Path(argument)
        # On Windows both `\\` and `/` stand between folders.
        is_path = os.sep in argument or (os.altsep or os.sep) in argument
        return (is_path or bool(path.suffix)) and path.is_file()
    except (OSError, ValueError):
        return False


def read_drafts(
    source: str | os.PathLike[str] | bytes, reading: Reading | None = None
) -> tuple[Draft, ...]:
    """Read a file, or bytes without a name, into a draft for each text in it. Raises InputError."""
    if isinstance(source, bytes):
        return drafts_in(source, STANDARD_INPUT, reading or Reading())
    if not isinstance(source, str | os.PathLike):
        raise InvalidValue("source", repr(source), "a path, or the bytes of a file, are expected")
    drafts = drafts_in(read_bytes(source), os.fspath(source), reading or Reading())
    if len(drafts) == 1 and drafts[0].page is not None and drafts[0].based_on:
        return (_with_images(drafts[0], os.fspath(source)),)
    return drafts


def _with_images(draft: Draft, path: str) -> Draft:
    """Return the draft of a page, the digest of its image named where that lies beside it.

    Transkribus puts the files of pages into a folder ``page`` below their images.
    """
    folder = os.path.dirname(path)  # noqa: PTH120 - a name may be anything
    folders = [folder]
    if os.path.basename(folder) == "page":  # noqa: PTH119
        folders.append(os.path.dirname(folder))  # noqa: PTH120
    return replace(
        draft, based_on=tuple(_with_digest(basis, folders) for basis in draft.based_on or ())
    )


def _with_digest(basis: str, folders: Iterable[str]) -> str:
    """Return a basis, with its digest where it names a file in a folder that can be read."""
    import hashlib

    name = basis.removeprefix("label:")
    if name == basis:
        return basis
    for folder in folders:
        image = os.path.join(folder, name)  # noqa: PTH118
        if os.path.isfile(image):  # noqa: PTH113
            try:
                with open(image, "rb") as file:  # noqa: PTH123
                    return f"{basis} sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
            except OSError:
                return basis  # an image that cannot be read is named all the same
    return basis


def read_draft(source: str | os.PathLike[str] | bytes, reading: Reading | None = None) -> Draft:
    """Read a file that is to hold one text. Raises InputError, also where it holds several."""
    drafts = read_drafts(source, reading)
    if len(drafts) > 1:
        names = ", ".join(str(draft.text) for draft in drafts)
        raise InputError(drafts[0].name, f"holds {len(drafts)} texts ({names}), not one")
    return drafts[0]


def is_stream(path: str | os.PathLike[str]) -> bool:
    """Return whether there is something that is neither file nor folder: a device or a pipe.

    Raises OSError where the system does not tell.
    """
    try:
        mode = Path(path).stat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def rights_of_new_files() -> int:
    """Return the rights that this process gives a new file, where those of `tempfile` are fewer."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
