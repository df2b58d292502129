"""What a package holds, wherever its format puts it: records by place, all else by digest."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from provrepo.errors import InputError
from provrepo.reading.packages import layout


@dataclass(slots=True)
class Holdings:
    """The files of a package that a history is made of, after each was checked by its manifest.

    ``paths`` has the path of what has a SHA-256, ``records`` that of a record by its place in the
    ledger, ``tiles`` that of a tile by its name; ``beside`` has the digests of the files that stand
    beside records. All paths are within ``root``.
    """

    root: Path
    tick: Callable[[int], object]
    paths: dict[bytes, str] = field(default_factory=dict)
    records: dict[int, str] = field(default_factory=dict)
    beside: dict[str, bytes] = field(default_factory=dict)
    agents: list[str] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    tiles: dict[str, str] = field(default_factory=dict)
    checkpoint: str = ""

    def read(self, path: str) -> bytes:
        """Return the bytes of a file. Raises InputError."""
        try:
            return (self.root / path).read_bytes()
        except OSError as error:
            raise self.wrong(path, f"cannot be read: {error.strerror or error}") from None

    def find(self, digest: str) -> bytes | None:
        """Return what has a digest, None where the package has nothing with it."""
        path = self.paths.get(bytes.fromhex(digest))
        return None if path is None else self.read(path)

    def wrong(self, path: str, message: str) -> InputError:
        """Return the error of a file of the package."""
        return InputError(f"{self.root}/{path}" if path else str(self.root), message)

    def take(self, name: str, path: str, digest: bytes) -> None:
        """Take a file by the name that it has in every package. Raises InputError."""
        self.paths[digest] = path
        folder, base = posixpath.split(name)
        index = layout.index_of(name)
        if index is not None:
            self._record(index, path)
        elif match := re.fullmatch(r"(agents|signatures)/([0-9a-f]{64})\.json", name):
            (self.agents if match[1] == layout.AGENTS else self.signatures).append(match[2])
        elif name == layout.CHECKPOINT:
            self.checkpoint = path
        elif name.startswith(layout.TILES):
            self.tiles[name.removeprefix(f"{layout.LEDGER}/")] = path
        elif folder.startswith(f"{layout.DOCUMENTS}/"):
            if base == layout.RECORD:
                beside = f"{path.removesuffix(layout.RECORD)}{layout.LEAF_INDEX}"
                self.place(path, beside)
            elif base != layout.LEAF_INDEX:
                self.beside[path] = digest

    def place(self, record: str, leaf_index: str) -> None:
        """Take the record of a version, with the file that tells its place in the ledger."""
        written = self.read(leaf_index)
        if not re.fullmatch(rb"(0|[1-9][0-9]{0,17})\n?", written):
            raise self.wrong(leaf_index, "is no place in the ledger, a number from 0")
        self._record(int(written), record)

    def _record(self, index: int, path: str) -> None:
        if self.records.setdefault(index, path) != path:
            raise self.wrong(
                path, f"has the place {index} in the ledger, and so has {self.records[index]}"
            )


def check_file(holdings: Holdings, path: str, expected: Mapping[str, str]) -> None:
    """Raise InputError where a file has not the digests expected, by their algorithms."""
    check_path(holdings, path)
    digests = {name: hashlib.new(name, usedforsecurity=False) for name in expected}
    try:
        with (holdings.root / path).open("rb") as file:
            while part := file.read(1 << 20):
                for digest in digests.values():
                    digest.update(part)
    except OSError as error:
        reason = "is missing" if isinstance(error, FileNotFoundError) else error.strerror
        raise holdings.wrong(path, str(reason)) from None
    for name, digest in digests.items():
        if digest.hexdigest() != expected[name]:
            raise holdings.wrong(path, f"is not what was packed: its {name} is another one")


def check_path(holdings: Holdings, path: str) -> None:
    """Raise InputError for a path that leads out of the package."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or "\0" in path:
        raise holdings.wrong("", f"lists {path!r}, which is no path within it")
    target = holdings.root / path
    if target.is_symlink() or not target.resolve().is_relative_to(holdings.root.resolve()):
        raise holdings.wrong(path, "leads out of the package")
