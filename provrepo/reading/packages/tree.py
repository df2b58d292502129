"""The files of a package as plain folders, for formats that describe files wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provrepo.errors import InputError
from provrepo.reading.packages import layout
from provrepo.reading.packages.folder import PackageFolder
from provrepo.reading.packages.gathering import File

_OURS = re.compile(
    rf"{layout.DOCUMENTS}/[^/]+/[^/]+/v\d+/({layout.RECORD}|{layout.LEAF_INDEX}|{layout.TEXT}"
    rf"|{layout.NOTES}|{layout.CITATION}|{layout.INGESTED_FILE}(\.\w+)?)"
    r"|(agents|signatures)/[0-9a-f]{64}\.json|events/\d+\.json|other-records/\d+"
)
"""What stands in the folders of a package, but for the ledger."""


class Tree:
    """The files of a package in a folder: what stands there is not read again, nor written."""

    def __init__(self, folder: PackageFolder) -> None:
        self._folder = folder
        self._paths: set[str] = set()
        self.is_changed = folder.is_new or folder.is_unfinished
        """Whether any file is new or gone."""

    def take(self, file: File) -> None:
        """Put a file where it belongs, unless it is there."""
        self._paths.add(file.path)
        is_there = self._folder.has(file.path) and not self._folder.is_unfinished
        if is_there and not file.changes:
            return
        data = file.read()
        if self._folder.read(file.path) != data:
            self._folder.stage(file.path, data)
            self.is_changed = True

    def gone(self) -> set[str]:
        """Return what is there and no longer belongs to the package. Raises InputError."""
        gone = set()
        for path in self._folder.files(*layout.FOLDERS):
            if path in self._paths or path.startswith(layout.TILES):
                continue  # tiles of before prove an earlier checkpoint
            if not _OURS.fullmatch(path):
                raise InputError(
                    str(self._folder.path / path), "is not of this package; move it away"
                )
            gone.add(path)
        self.is_changed = self.is_changed or bool(gone)
        return gone

    def tiles(self) -> Iterator[str]:
        """Yield the paths of tiles that only earlier checkpoints have."""
        for path in self._folder.files(layout.LEDGER):
            if path.startswith(layout.TILES) and path not in self._paths:
                yield path
