"""The folder of a package on a disk: new files are put beside it first, and moved in at the end.

Until the first of them is moved, the package from before is whole, whatever happens. From then on
until the last one is in its place a file says that the run is to be made again. A new package gets
its name when all of it is there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from provrepo.errors import InputError

UNFINISHED = "UNFINISHED.txt"
"""Stands in a package that is being changed, or was when a run was broken off."""

_UNFINISHED_TEXT = """This package is being brought up to date by provrepo, or a run was broken off.
It is not whole. If no provrepo is running, run the same `provrepo package` again.
"""


class PackageFolder:
    """A folder in which a package stands, or is to stand. Raises InputError."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._stage = self.path.absolute().parent / f".{self.path.absolute().name}.provrepo-part"
        self._staged: list[str] = []
        self.written = self.removed = 0
        """How many files were written and removed."""
        if self.path.exists() and not self.path.is_dir():
            raise InputError(str(path), "is a file; name a folder for the package")
        with _errors(self.path):
            self.is_new = not self.path.exists() or not any(self.path.iterdir())

    @property
    def is_unfinished(self) -> bool:
        """Whether a run was broken off while it moved files."""
        return (self.path / UNFINISHED).exists()

    def has(self, path: str) -> bool:
        """Return whether a file is there."""
        return (self.path / path).is_file()

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, None where there is none."""
        with _errors(self.path / path), suppress(FileNotFoundError, NotADirectoryError):
            return (self.path / path).read_bytes()
        return None

    def lines(self, path: str, count: int) -> list[bytes]:
        """Return the first lines of a file, none where there is none."""
        try:
            with (self.path / path).open("rb") as file:
                return list(islice(file, count))
        except OSError:
            return []

    def size(self, path: str) -> int:
        """Return how many bytes a file has, staged or there."""
        with _errors(self.path / path):
            staged = self._stage / path
            return (staged if staged.is_file() else self.path / path).stat().st_size

    def files(self, *folders: str) -> Iterator[str]:
        """Yield the paths of all files in these folders, of all files without any."""
        for folder in folders or ("",):
            for parent, names, files in os.walk(self.path / folder):
                names.sort()
                relative = Path(parent).relative_to(self.path)
                for name in sorted(files):
                    yield (relative / name).as_posix()

    def stage(self, path: str, data: bytes | Iterable[bytes]) -> None:
        """Put a new file beside the package, which gets its place when the package is finished."""
        with _errors(self._stage / path):
            if not self._staged:
                shutil.rmtree(self._stage, ignore_errors=True)  # of a run that was broken off
            target = self._stage / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                file.writelines([data] if isinstance(data, bytes) else data)
            self._staged.append(path)

    def put(self, path: str, data: bytes) -> None:
        """Stage a file, unless the same bytes stand there."""
        if self.read(path) != data:
            self.stage(path, data)

    def finish(self, gone: Collection[str], last: Collection[str]) -> None:
        """Move the staged files into the package, ``last`` ones at the end; remove what is gone.

        ``gone`` may name folders; what was purged is removed before all else.
        """
        if not self._staged and not gone and not self.is_unfinished:
            return
        if not (self.is_new and self._finish_new()):
            self._finish_old(gone, last)
        self.written = len(self._staged)

    def _finish_new(self) -> bool:
        """Give a new package its name; return whether that is possible in one step."""
        try:
            if self.path.exists():
                self.path.rmdir()
            self._stage.replace(self.path)
        except OSError:  # a folder that is another file system, or cannot be made anew
            return False
        return True

    def _finish_old(self, gone: Collection[str], last: Collection[str]) -> None:
        marker = self.path / UNFINISHED
        with _errors(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            marker.write_text(_UNFINISHED_TEXT, "utf-8")
        try:
            for path in sorted(gone):
                self._remove(path)
                self.removed += 1
            for path in sorted(self._staged, key=lambda path: (path in last, path)):
                target = self.path / path
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(self._stage / path, target)
            shutil.rmtree(self._stage, ignore_errors=True)
            marker.unlink()
        except OSError as error:
            raise InputError(
                str(self.path),
                f"is not whole now ({error.strerror or error}); run the same command again",
            ) from None

    def _remove(self, path: str) -> None:
        target = self.path / path
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)
        folder = target.parent
        with suppress(OSError):
            while folder != self.path:
                folder.rmdir()
                folder = folder.parent

    def abandon(self) -> None:
        """Remove what was put beside the package."""
        shutil.rmtree(self._stage, ignore_errors=True)


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    """Raise InputError for what the file system refuses in a ``with`` statement."""
    try:
        yield
    except OSError as error:
        raise InputError(str(path), f"cannot be used: {error.strerror or error}") from None
