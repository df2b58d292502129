"""Walking folders: which files in them are inputs, in a stable order, and what is passed over."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from provrepo.accession import placing
from provrepo.accession.companions import NOTHING, PAGES, Beside, Companions, is_companion
from provrepo.accession.inputs import Input
from provrepo.errors import InputError, ProvrepoError
from provrepo.store import rules

if TYPE_CHECKING:
    from provrepo.accession.mapping import Pattern
    from provrepo.store.records import Text

# Paths go through os.path as they were written: pathlib would rewrite ``./a``, and making a Path of
# each of a hundred thousand names takes longer than listing them.

SYSTEM_FILES = frozenset(("thumbs.db", "desktop.ini", "__macosx"))
"""What operating systems leave behind in folders, in lower case."""

BACKUPS = ("~", ".bak", ".orig", ".old", ".tmp")
"""How the names end of what editors and other programs leave beside a file: what it was before.

A page of a text in XML, which is known by its bytes, would be there twice.
"""

TEMPORARY = ".provrepo-"
"""How the names begin of files that a run itself makes meanwhile; they are not even counted."""

KEPT = 20_000
"""How many inputs may be kept in memory, at some 500 bytes each.

Where there are fewer, the folders are walked once. Where there are more, they are walked again for
each rank, so that memory stays flat.
"""

ABOUT_THE_FOLDER = frozenset(
    "authors changelog changes code_of_conduct contributing contributors copying license licence "
    "notice readme security".split()
)
"""Names of files that describe a folder and are no texts, in lower case and without suffix."""

_TRANSLATION = f".{rules.KINDS[1]}."


class _Entries(NamedTuple):
    """The names in a folder; ``specials`` each with what it is: ``link`` or ``other``."""

    folders: list[str]
    files: list[str]
    specials: list[tuple[str, str]]


class Folders:
    """The files and folders that were named, as inputs: translations after all others.

    Folders are walked in the order of the names in them. A link out of a folder is refused and
    never followed; one to a file within the folder is left out, as that file is read at its own
    place. ``skipped`` counts what was left out, by what it is. ``ignored`` are the paths of files
    to leave out, such as the repository itself. With ``together`` all files are one input: the
    pages of one text. A ``pattern`` tells the texts of paths in a folder, and ``texts`` what it
    leaves open; a path that it does not match is left out.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        ignored: Iterable[str] = (),
        *,
        together: bool = False,
        pattern: Pattern | None = None,
        texts: Sequence[Text] = (),
    ) -> None:
        self._together, self._pattern, self._texts = together, pattern, texts
        files = [argument for argument in arguments if not os.path.isdir(argument)]  # noqa: PTH112
        # Named alone, a companion is read as a text, and refused as what it is.
        companions = set(filter(is_companion, files)) if len(arguments) > 1 else set()
        self._arguments = [argument for argument in arguments if argument not in companions]
        read_as_texts = [path for path in files if path not in companions]
        self._companions = Companions(companions, read_as_texts)
        self._ignored = {identity for path in ignored if (identity := _identity(path))}
        self._ignored_inodes = {inode for _, inode in self._ignored}
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
            self.skipped.clear()  # each walk counts anew
            inputs = self._all()
        return (file for file in inputs if _rank(file) == rank)

    def _all(self) -> Iterator[Input]:
        """Yield the inputs of all ranks."""
        if self._together:
            yield from self._one_text()
            return
        for argument in self._arguments:
            if os.path.isdir(argument):  # noqa: PTH112 - a name may be anything
                yield from self._walk(argument)
            else:
                yield Input(argument, (argument,), beside=self._companions.beside(argument))
        yield from _strays(self._companions)

    def _one_text(self) -> Iterator[Input]:
        """Yield all files as one input, after what is refused in the folders."""
        paths: list[str] = []
        for argument in self._arguments:
            if not os.path.isdir(argument):  # noqa: PTH112
                paths.append(argument)
                continue
            for file in self._walk(argument):
                if file.error is not None:
                    yield file
                paths += file.paths
        if paths:
            yield Input(paths[0] if len(paths) == 1 else f"{len(paths)} files", tuple(paths))

    def _walk(self, root: str) -> Iterator[Input]:
        """Yield what is in a folder and below as inputs, depth first."""
        inside = os.path.join(os.path.realpath(root), "")  # noqa: PTH118
        # A folder of pages has its companions beside it, so they are found one folder earlier.
        beside_pages: dict[str, Beside] = {}
        stack = [root]  # no recursion, which a deep tree would exhaust
        while stack:
            folder = stack.pop()
            try:
                entries = self._entries(folder)
            except OSError as error:
                yield _refused(folder, f"cannot be read: {(error.strerror or '').lower()}")
                continue
            below = [os.path.join(folder, name) for name in entries.folders]  # noqa: PTH118
            stack += reversed(below)
            for name, kind in entries.specials:
                path = os.path.join(folder, name)  # noqa: PTH118
                yield from self._not_a_file(path, kind, inside)
            files = entries.files
            companions = _companions(folder, files, below)
            yield from _strays(companions)
            for path in below:
                if (beside := companions.beside(path + PAGES)) != NOTHING:
                    beside_pages[path] = beside
            for file in _texts_in(folder, files, companions, beside_pages.pop(folder, NOTHING)):
                matched = file if self._pattern is None else self._matched(file, root)
                if matched is not None:
                    yield matched

    def _matched(self, file: Input, root: str) -> Input | None:
        """Return an input with what the pattern tells of its path; None where it does not match."""
        assert self._pattern is not None
        path = os.path.relpath(file.paths[0], root).replace(os.sep, "/")
        try:
            match = self._pattern.match(path)
        except ProvrepoError as error:
            return _refused(file.name, str(error))
        if match is None:
            self.skipped["not matched by --map"] += 1
            return None
        text = match.text(self._texts)
        return replace(file, document=match.document, text=None if text is None else str(text))

    def _entries(self, folder: str) -> _Entries:
        """Return what is in a folder, sorted by name, without what is never looked at."""
        skipped = self.skipped
        folders: list[str] = []
        files: list[str] = []
        specials: list[tuple[str, str]] = []
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith((".", "~$")) or name.lower() in SYSTEM_FILES:
                    skipped["hidden"] += not name.startswith(TEMPORARY)
                elif entry.is_symlink():
                    specials.append((name, "link"))
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(name)
                elif not entry.is_file(follow_symlinks=False):
                    specials.append((name, "other"))
                elif name.partition(".")[0].lower() in ABOUT_THE_FOLDER and not placing.split(name):
                    skipped["about the folder"] += 1
                elif name.lower().endswith(BACKUPS):
                    skipped["backups of files"] += 1
                elif self._is_ignored(entry):
                    skipped["the repository or a file of this run"] += 1
                else:
                    files.append(name)
        return _Entries(sorted(folders), sorted(files), sorted(specials))

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
        # The inode comes with the listing; only where it fits is the file itself asked about.
        return entry.inode() in self._ignored_inodes and _identity(entry.path) in self._ignored


def _companions(folder: str, files: list[str], below: Sequence[str]) -> Companions:
    """Return the companions in a folder, matched with its texts; take them out of ``files``."""
    companions = [name for name in files if is_companion(name)]
    if not companions:
        return Companions((), ())
    files[:] = [name for name in files if not is_companion(name)]
    pages = [path + PAGES for path in below if placing.of_folder(path)]
    return Companions(_paths(folder, companions), [*_paths(folder, files), *pages])


def _paths(folder: str, file_names: Iterable[str]) -> Iterator[str]:
    inside = os.path.join(folder, "")  # noqa: PTH118
    return (inside + name for name in file_names)


def _strays(companions: Companions) -> Iterator[Input]:
    return (Input(path, error=error) for path, error in companions.strays())


def _texts_in(
    folder: str, files: list[str], companions: Companions, beside_pages: Beside
) -> Iterator[Input]:
    """Yield the files in a folder as inputs; those in one named like a text are its pages."""
    pages: list[str] = []
    if placing.of_folder(folder):
        pages = [path for path in _paths(folder, files) if placing.of_file(path) is None]
    if pages:
        name = folder if len(pages) > 1 else pages[0]
        yield Input(name, tuple(pages), beside=beside_pages, in_folder=True)
    taken = set(pages)
    for path in _paths(folder, files):
        if path not in taken:
            yield Input(path, (path,), beside=companions.beside(path), in_folder=True)


def _rank(file: Input) -> int:
    """Return the rank of an input: 1 for a translation, as far as names tell, 0 for all others."""
    if file.text is not None:
        return int(file.text.startswith(rules.KINDS[1]))
    if len(file.paths) > 1:
        file_name = placing.of_path(file.paths[0])
        return int(file_name is not None and file_name.kind == rules.KINDS[1])
    return rank_of(file.name)


def rank_of(path: str) -> int:
    """Return the rank of a file by its name: 1 for a translation, 0 for all others."""
    if "translation." not in path:  # which is most, and quicker than taking paths apart
        return 0
    name = os.path.basename(path)  # noqa: PTH119
    return int(_TRANSLATION in name or name.startswith(_TRANSLATION[1:]))


def _refused(path: str, reason: str) -> Input:
    error: ProvrepoError = InputError(path, reason)
    return Input(path, error=error)


def _identity(path: str) -> tuple[int, int] | None:
    """Return the device and the inode of a file; None where there is no such file."""
    try:
        state = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return (state.st_dev, state.st_ino) if stat.S_ISREG(state.st_mode) else None
