"""One run at a time for each folder of a site: two would remove each other's new files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from provrepo.errors import FolderInUse

try:
    import fcntl
except ImportError:  # Windows, which refuses to replace a file that another run has open
    fcntl = None  # type: ignore[assignment]


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold a folder, which is made where there is none. Raises FolderInUse where another run does.

    The lock is on the folder itself and ends with the process, so that nothing is left behind.
    """
    if fcntl is None or (folder.exists() and not folder.is_dir()):
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FolderInUse(str(folder)) from None
        except OSError:  # some file systems of networks have no locks
            pass
        yield
    finally:
        os.close(descriptor)
