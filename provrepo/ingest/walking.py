"""Folders: the files in them in a stable order, and what is not looked at."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from provrepo.errors import InputError, ProvrepoError
from provrepo.ingest import names
from provrepo.ingest.inputs import Input
from provrepo.store import rules

LEFT_OVERS = frozenset(("thumbs.db", "desktop.ini", "__macosx"))
"""What systems leave behind in folders, in lower case."""

_LATER = f".{rules.KINDS[1]}."


class _Entry(NamedTuple):
    name: str
    kind: str  # folder, file, link or other


class Folders:
    """Files and folders that were named, as inputs: translations after all others.

    Folders are gone through in the order of the names in them. Links are never followed out of a
    folder; one to a file within it is left out, as the file is read at its own place. ``skipped``
    counts what was left out, by what it is; ``ignored`` are files that are left out, such as the
    repository itself. With ``together`` all files are one input, pages of one text.
    """

    ranks = 2

    def __init__(
        self, arguments: Sequence[str], ignored: Iterable[str] = (), *, together: bool = False
    ) -> None:
        self._arguments, self._together = arguments, together
        self._ignored = {place for path in ignored if (place := _place(path))}
        self.skipped: Counter[str] = Counter()
        self.total = sum(1 for rank in range(self.ranks) for _ in self._found(rank, Counter()))

    def of_rank(self, rank: int) -> Iterator[Input]:
        """Yield the inputs of a rank: 0 for all but translations, 1 for those."""
        if rank == 0:
            self.skipped.clear()
        return self._found(rank, self.skipped if rank == 0 else Counter())

    def _found(self, rank: int, skipped: Counter[str]) -> Iterator[Input]:
        if self._together:
            if rank == 0:
                yield from self._one_text(skipped)
            return
        for argument in self._arguments:
            if os.path.isdir(argument):  # noqa: PTH112 - a name may be anything
                yield from self._walk(argument, rank, skipped)
            elif rank_of(argument) == rank:
                yield Input(argument, (argument,))

    def _one_text(self, skipped: Counter[str]) -> Iterator[Input]:
        """Yield all files as one input."""
        paths: list[str] = []
        for argument in self._arguments:
            if not os.path.isdir(argument):  # noqa: PTH112
                paths.append(argument)
                continue
            for rank in range(self.ranks):
                for found in self._walk(argument, rank, skipped if rank == 0 else Counter()):
                    if found.error is not None:
                        yield found
                    paths += found.paths
        if paths:
            yield Input(paths[0] if len(paths) == 1 else f"{len(paths)} files", tuple(paths))

    def _walk(self, root: str, rank: int, skipped: Counter[str]) -> Iterator[Input]:
        inside = os.path.join(os.path.realpath(root), "")  # noqa: PTH118
        waiting = [root]
        while waiting:
            folder = waiting.pop()
            try:
                entries = self._entries(folder, skipped)
            except OSError as error:
                if rank == 0:
                    yield _refused(folder, f"cannot be read: {(error.strerror or '').lower()}")
                continue
            below = [_join(folder, entry) for entry in entries if entry.kind == "folder"]
            waiting += reversed(below)
            if rank == 0:
                for entry in entries:
                    if entry.kind in ("link", "other"):
                        yield from _not_a_file(_join(folder, entry), entry.kind, inside, skipped)
            files = [_join(folder, entry) for entry in entries if entry.kind == "file"]
            yield from _texts_in(folder, files, rank)

    def _entries(self, folder: str, skipped: Counter[str]) -> list[_Entry]:
        """Return what is in a folder, sorted by name, without what is never looked at."""
        found: list[_Entry] = []
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith((".", "~$")) or name.lower() in LEFT_OVERS:
                    skipped["hidden"] += 1
                elif entry.is_symlink():
                    found.append(_Entry(name, "link"))
                elif entry.is_dir(follow_symlinks=False):
                    found.append(_Entry(name, "folder"))
                elif not entry.is_file(follow_symlinks=False):
                    found.append(_Entry(name, "other"))
                elif self._ignored and self._is_ignored(entry):
                    skipped["the repository or a file of this run"] += 1
                else:
                    found.append(_Entry(name, "file"))
        found.sort()
        return found

    def _is_ignored(self, entry: os.DirEntry[str]) -> bool:
        return entry.inode() in {inode for _, inode in self._ignored} and (
            _place(entry.path) in self._ignored
        )


def _join(folder: str, entry: _Entry) -> str:
    return os.path.join(folder, entry.name)  # noqa: PTH118


def _texts_in(folder: str, files: list[str], rank: int) -> Iterator[Input]:
    """Yield the files in a folder as inputs; those in one named like a text are its pages."""
    as_text = names.of_folder(folder)
    pages = [path for path in files if names.of_file(path) is None] if as_text else []
    if as_text and pages and (as_text.kind == rules.KINDS[1]) == bool(rank):
        yield Input(folder if len(pages) > 1 else pages[0], tuple(pages))
    among = set(pages)
    for path in files:
        if path not in among and rank_of(path) == rank:
            yield Input(path, (path,))


def rank_of(path: str) -> int:
    """Return the rank of a file by its name: 1 for a translation, 0 for all others."""
    name = os.path.basename(path)  # noqa: PTH119
    return int(_LATER in name or name.startswith(_LATER[1:]))


def _not_a_file(path: str, kind: str, inside: str, skipped: Counter[str]) -> Iterator[Input]:
    """Yield the refusal of a link, a device or a pipe; count a link within the folder."""
    if kind == "other":
        yield _refused(path, "is a device, a pipe or a socket, not a file")
        return
    target = os.path.realpath(path)
    if not os.path.exists(target):  # noqa: PTH110
        yield _refused(path, "is a link that leads nowhere")
    elif os.path.join(target, "").startswith(inside):  # noqa: PTH118
        skipped["links within the folder"] += 1
    else:
        yield _refused(
            path, "is a link out of the folder, which is not followed; name the file itself"
        )


def _refused(path: str, why: str) -> Input:
    error: ProvrepoError = InputError(path, why)
    return Input(path, error=error)


def _place(path: str) -> tuple[int, int] | None:
    """Return the device and the inode of a file, None where there is none."""
    try:
        state = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return (state.st_dev, state.st_ino) if stat.S_ISREG(state.st_mode) else None
