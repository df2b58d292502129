"""The file of a SQLite repository and its log: where they are, and whether they still are there.

A process gives up all its locks on a file as soon as it closes any descriptor of that file (POSIX,
``fcntl``), those of SQLite included; another process then takes the log for left over, and removes
it with what is written to it. So nothing here opens a repository's file, nor the index of its log
while SQLite has it open in this process.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

from provrepo.store.errors import (
    NotARepository,
    RepositoryError,
    RepositoryNotFound,
    Unavailable,
)

Identity = tuple[int, int]
"""The device and the number of a file on it."""

OPENING = threading.Lock()
"""Held while a repository is looked at and opened, by one thread after the other."""

QUIET = 3 * 10**9
"""Nanoseconds after which a folder that changes again surely has another time of change."""

_opened: Counter[Identity] = Counter()


def path_of(url: str) -> Path:
    """Return the path that a path or ``sqlite:///`` URL names. Raises RepositoryError."""
    if "://" not in url:
        return Path(url)
    parts = urlsplit(url)
    if parts.netloc or len(parts.path) < 2:
        raise RepositoryError("sqlite:", "write sqlite:///PATH, or the path alone")
    return Path(unquote(parts.path[1:]))


def check(path: Path) -> None:
    """Raise RepositoryNotFound or NotARepository unless a file that can be read is at ``path``."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise NotARepository(str(path), f"{path} is no file, so it is no repository")
        if not os.access(path, os.R_OK):
            raise PermissionError(None, "Permission denied")
    except FileNotFoundError:
        raise RepositoryNotFound(
            str(path), f"no repository at {path}; `provrepo init {path}` makes one"
        ) from None
    except (OSError, ValueError) as error:
        raise NotARepository(str(path), f"cannot open {path}: {reason(error)}") from None


def reason(error: OSError | ValueError) -> str:
    """Return what the system says of a path that cannot be used."""
    return getattr(error, "strerror", None) or str(error)


def log_of(path: Path) -> Path:
    """Return the path of the write-ahead log of the file at ``path``."""
    return path.with_name(path.name + "-wal")


def identity(path: Path) -> Identity | None:
    """Return which file stands at a path, None where none does."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def is_open_here(path: Path) -> bool:
    """Return whether this process has the repository at ``path`` open."""
    return _opened[identity(path) or (0, 0)] > 0


class OpenFile:
    """The file of a repository that is being opened, and its log as soon as there is one.

    ``path`` is absolute, so that it stays right where the process goes to another folder, and that
    of the file itself, where it was named by a link.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self._folder_path = self.path.parent
        self._given, self._absolute = str(path), path.absolute()
        self._is_link = self._absolute.parent.resolve() / path.name != self.path
        self._identity = identity(self.path)
        self._log: Identity | None = None
        self._seen: tuple[Identity, int] | None = None
        self._registered = self._identity
        if self._registered:
            _opened[self._registered] += 1

    def look(self) -> None:
        """Raise Unavailable where the file or its log was removed or replaced meanwhile.

        It is one question to the system, as long as nothing in the folder is made or removed.
        """
        folder = self._folder()
        if folder is not None and folder == self._seen:
            return
        self._compare()
        is_quiet = folder is not None and time.time_ns() - folder[1] > QUIET and not self._is_link
        self._seen = folder if is_quiet else None

    def _folder(self) -> tuple[Identity, int] | None:
        try:
            status = self._folder_path.stat()
        except OSError:
            return None
        return (status.st_dev, status.st_ino), status.st_mtime_ns

    def _compare(self) -> None:
        if identity(self._absolute) != self._identity:
            raise Unavailable(
                self._given,
                f"{self._given} was removed or replaced while it was open; nothing was changed. "
                "Open it again to use what stands there now",
            )
        if self.lost_log:
            raise Unavailable(
                self._given,
                f"{self._given}-wal, its log, was removed or replaced while it was open; nothing "
                "was changed. End all programs that use it, then look what is there",
            )

    @property
    def lost_log(self) -> bool:
        """Whether the log that it had is not there any more."""
        log = identity(log_of(self.path))
        if self._log is None:
            self._log = log
        return log != self._log

    def close(self) -> None:
        """Forget it. To be called when SQLite has closed it."""
        if self._registered:
            _opened[self._registered] -= 1
            self._registered = None
