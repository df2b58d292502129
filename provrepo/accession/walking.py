"""Folders: the files in them in a stable order, and what is not looked at."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from provrepo.accession import names
from provrepo.accession.companions import NOTHING, PAGES, Beside, Companions, is_companion
from provrepo.accession.inputs import Input
from provrepo.errors import InputError, ProvrepoError
from provrepo.store import rules

if TYPE_CHECKING:
    from provrepo.accession.mapping import Pattern

LEFT_OVERS = frozenset(("thumbs.db", "desktop.ini", "__macosx"))
"""What systems leave behind in folders, in lower case."""

OWN_FILE = ".provrepo-"
"""How files begin that a run makes beside others while it goes on; they are not counted."""

KEPT = 20_000
"""Of fewer files a folder is gone through once, and kept in memory: some 500 bytes for each."""

ABOUT_THE_FOLDER = frozenset(
    "authors changelog changes code_of_conduct contributing contributors copying license licence "
    "notice readme security".split()
)
"""How files are called that tell of a folder and its files, in lower case and without suffix."""

_LATER = f".{rules.KINDS[1]}."


class _Entries(NamedTuple):
    """The names in a folder; ``others`` with what they are: link or other."""

    folders: list[str]
    files: list[str]
    others: list[tuple[str, str]]


class Folders:
    """Files and folders that were named, as inputs: translations after all others.

    Folders are gone through in the order of the names in them. Links are never followed out of a
    folder; one to a file within it is left out, as the file is read at its own place. ``skipped``
    counts what was left out, by what it is; ``ignored`` are files that are left out, such as the
    repository itself. With ``together`` all files are one input, pages of one text. A ``pattern``
    tells the texts of paths in a folder; what does not fit is left out.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        ignored: Iterable[str] = (),
        *,
        together: bool = False,
        pattern: Pattern | None = None,
    ) -> None:
        self._together, self._pattern = together, pattern
        files = [one for one in arguments if not os.path.isdir(one)]  # noqa: PTH112
        beside = {one for one in files if is_companion(one)} if len(arguments) > 1 else set()
        self._arguments = [one for one in arguments if one not in beside]
        self._beside = Companions(beside, [one for one in files if one not in beside])
        self._ignored = {place for path in ignored if (place := _place(path))}
        self._inodes = {inode for _, inode in self._ignored}
        self.skipped: Counter[str] = Counter()
        inputs = self._all()
        first = list(islice(inputs, KEPT))
        ranks = Counter(map(_rank, chain(first, inputs)))
        self.total, self.ranks = ranks.total(), max(ranks, default=0) + 1
        self._kept = first if self.total < KEPT else None

    def of_rank(self, rank: int) -> Iterator[Input]:
        """Yield the inputs of a rank: 0 for all but translations, 1 for those."""
        inputs: Iterable[Input] | None = self._kept
        if inputs is None:
            self.skipped.clear()
            inputs = self._all()
        return (one for one in inputs if _rank(one) == rank)

    def _all(self) -> Iterator[Input]:
        """Yield the inputs of all ranks."""
        if self._together:
            yield from self._one_text()
            return
        for argument in self._arguments:
            if os.path.isdir(argument):  # noqa: PTH112 - a name may be anything
                yield from self._walk(argument)
            else:
                yield Input(argument, (argument,), beside=self._beside.of(argument))
        yield from _lonely(self._beside)

    def _one_text(self) -> Iterator[Input]:
        """Yield all files as one input."""
        paths: list[str] = []
        for argument in self._arguments:
            if not os.path.isdir(argument):  # noqa: PTH112
                paths.append(argument)
                continue
            for found in self._walk(argument):
                if found.error is not None:
                    yield found
                paths += found.paths
        if paths:
            yield Input(paths[0] if len(paths) == 1 else f"{len(paths)} files", tuple(paths))

    def _walk(self, root: str) -> Iterator[Input]:
        inside = os.path.join(os.path.realpath(root), "")  # noqa: PTH118
        around: dict[str, Beside] = {}
        waiting = [root]
        while waiting:
            folder = waiting.pop()
            try:
                entries = self._entries(folder)
            except OSError as error:
                yield _refused(folder, f"cannot be read: {(error.strerror or '').lower()}")
                continue
            below = [os.path.join(folder, name) for name in entries.folders]  # noqa: PTH118
            waiting += reversed(below)
            for name, kind in entries.others:
                path = os.path.join(folder, name)  # noqa: PTH118
                yield from self._not_a_file(path, kind, inside)
            files = entries.files
            beside = _beside(folder, files, below)
            yield from _lonely(beside)
            around |= {
                path: found for path in below if (found := beside.of(path + PAGES)) != NOTHING
            }
            for one in _texts_in(folder, files, beside, around.pop(folder, NOTHING)):
                told = one if self._pattern is None else self._told(one, root)
                if told is not None:
                    yield told

    def _told(self, one: Input, root: str) -> Input | None:
        """Return an input with what the pattern tells of its path; None where it does not fit."""
        assert self._pattern is not None
        path = os.path.relpath(one.paths[0], root).replace(os.sep, "/")
        try:
            told = self._pattern.told(path)
        except ProvrepoError as error:
            return _refused(one.name, str(error))
        if told is None:
            self.skipped["not as --map wants it"] += 1
            return None
        text = None if told.text is None else str(told.text)
        return replace(one, document=told.document, text=text)

    def _entries(self, folder: str) -> _Entries:
        """Return what is in a folder, sorted by name, without what is never looked at."""
        skipped = self.skipped
        found = _Entries([], [], [])
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith((".", "~$")) or name.lower() in LEFT_OVERS:
                    skipped["hidden"] += not name.startswith(OWN_FILE)
                elif entry.is_symlink():
                    found.others.append((name, "link"))
                elif entry.is_dir(follow_symlinks=False):
                    found.folders.append(name)
                elif not entry.is_file(follow_symlinks=False):
                    found.others.append((name, "other"))
                elif name.partition(".")[0].lower() in ABOUT_THE_FOLDER and not names.split(name):
                    skipped["about the folder"] += 1
                elif self._is_ignored(entry):
                    skipped["the repository or a file of this run"] += 1
                else:
                    found.files.append(name)
        for some in found:
            some.sort()
        return found

    def _not_a_file(self, path: str, kind: str, inside: str) -> Iterator[Input]:
        """Yield the refusal of a link, a device or a pipe; count a link within the folder."""
        if kind == "other":
            yield _refused(path, "is a device, a pipe or a socket, not a file")
            return
        target = os.path.realpath(path)
        if not os.path.exists(target):  # noqa: PTH110
            yield _refused(path, "is a link that leads nowhere")
        elif os.path.join(target, "").startswith(inside):  # noqa: PTH118
            self.skipped["links within the folder"] += 1
        else:
            yield _refused(
                path, "is a link out of the folder, which is not followed; name the file itself"
            )

    def _is_ignored(self, entry: os.DirEntry[str]) -> bool:
        return entry.inode() in self._inodes and _place(entry.path) in self._ignored


def _beside(folder: str, files: list[str], below: Sequence[str]) -> Companions:
    """Return what stands beside the texts of a folder; it is taken out of ``files``."""
    companions = [name for name in files if is_companion(name)]
    if not companions:
        return Companions((), ())
    files[:] = [name for name in files if not is_companion(name)]
    pages = [path + PAGES for path in below if names.of_folder(path)]
    return Companions(_paths(folder, companions), [*_paths(folder, files), *pages])


def _paths(folder: str, some: Iterable[str]) -> Iterator[str]:
    inside = os.path.join(folder, "")  # noqa: PTH118
    return (inside + name for name in some)


def _lonely(beside: Companions) -> Iterator[Input]:
    return (Input(path, error=error) for path, error in beside.lonely())


def _texts_in(
    folder: str, files: list[str], beside: Companions, of_pages: Beside
) -> Iterator[Input]:
    """Yield the files in a folder as inputs; those in one named like a text are its pages."""
    pages: list[str] = []
    if names.of_folder(folder):
        pages = [path for path in _paths(folder, files) if names.of_file(path) is None]
    if pages:
        name = folder if len(pages) > 1 else pages[0]
        yield Input(name, tuple(pages), beside=of_pages, in_folder=True)
    among = set(pages)
    for path in _paths(folder, files):
        if path not in among:
            yield Input(path, (path,), beside=beside.of(path), in_folder=True)


def _rank(one: Input) -> int:
    """Return the rank of an input: 1 for a translation, as far as names tell, 0 for all others."""
    if one.text is not None:
        return int(one.text.startswith(rules.KINDS[1]))
    if len(one.paths) > 1:
        found = names.of_path(one.paths[0])
        return int(found is not None and found.kind == rules.KINDS[1])
    return rank_of(one.name)


def rank_of(path: str) -> int:
    """Return the rank of a file by its name: 1 for a translation, 0 for all others."""
    if "translation." not in path:
        return 0
    name = os.path.basename(path)  # noqa: PTH119
    return int(_LATER in name or name.startswith(_LATER[1:]))


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
