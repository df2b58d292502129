"""Reading a store of OCFL objects: complete and valid by its inventories, or refused."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from provrepo.accession.packages.holdings import Holdings, check_file
from provrepo.reading.packages import layout, ocfl

MALFORMED = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
_OBJECT = "0=ocfl_object_"
"""How the file is called that declares an object; what follows is the version of OCFL."""


def read(holdings: Holdings) -> None:
    """Check all objects of a storage root, and take their files. Raises InputError."""
    _check_declared(holdings, ocfl.DECLARED)
    for declared in _objects(holdings.root):
        _check_declared(holdings, declared)
        place = declared.rpartition("/")[0]
        try:
            _Object(holdings, place).take()
        except MALFORMED:
            raise holdings.wrong(f"{place}/{ocfl.INVENTORY}", "is no inventory of OCFL") from None


def _check_declared(holdings: Holdings, path: str) -> None:
    """Check that the file that declares what a folder is says what its name does."""
    declaration = path.rpartition("/")[2].removeprefix("0=")
    if holdings.read(path).decode("ascii", "replace") not in (f"{declaration}\n", declaration):
        raise holdings.wrong(path, f"does not say {declaration}")


def _objects(root: Path) -> Iterator[str]:
    """Yield the files that declare the objects, one in the folder of each."""
    for parent, folders, files in os.walk(root):
        folders.sort()
        declared = next((name for name in sorted(files) if name.startswith(_OBJECT)), None)
        if declared is not None:
            folders.clear()
            yield (Path(parent) / declared).relative_to(root).as_posix()


class _Object:
    """An object of a storage root."""

    def __init__(self, holdings: Holdings, place: str) -> None:
        self._holdings, self._place = holdings, place
        self._check_sidecar("")
        self._inventory: dict[str, Any] = json.loads(holdings.read(f"{place}/{ocfl.INVENTORY}"))
        self._paths: dict[str, str] = {}
        """The first content path of what has a SHA-512."""
        self._sha256: dict[str, bytes] = {}
        """The SHA-256 of each content path."""

    def _check_sidecar(self, folder: str) -> None:
        """Check an inventory by the digest beside it."""
        at = f"{self._place}/{folder}"
        sidecar = self._holdings.read(f"{at}{ocfl.SIDECAR}").decode("ascii", "replace")
        match = re.fullmatch(r"([0-9a-f]{128})[ \t]+inventory\.json\n?", sidecar)
        if match is None:
            raise self._holdings.wrong(f"{at}{ocfl.SIDECAR}", "is no digest of an inventory")
        check_file(self._holdings, f"{at}{ocfl.INVENTORY}", {"sha512": match[1]})

    def take(self) -> None:
        """Check all files of the object, and take them. Raises InputError."""
        holdings, inventory = self._holdings, self._inventory
        head = int(inventory["head"].removeprefix("v"))
        if len(inventory["versions"]) != head:
            raise holdings.wrong(f"{self._place}/{ocfl.INVENTORY}", "lacks some of its versions")
        self._check_content()
        self._check_others(head)
        states = [inventory["versions"][f"v{number}"]["state"] for number in range(1, head + 1)]
        logical = [{path: name for name, paths in state.items() for path in paths}
                   for state in states]  # fmt: skip
        if layout.CHECKPOINT in logical[-1]:
            for path, name in sorted(logical[-1].items()):
                content = self._paths[name]
                holdings.take(path, content, self._sha256[content])
            return
        for state in logical:
            self._take_versions(state)

    def _take_versions(self, state: dict[str, str]) -> None:
        """Take what a version of the object of a document has."""
        for path, name in state.items():
            content = self._paths[name]
            digest = self._sha256[content]
            folder, _, base = path.rpartition("/")
            self._holdings.paths[digest] = content
            if base == layout.RECORD:
                beside = self._paths[state[f"{folder}/{layout.LEAF_INDEX}"]]
                self._holdings.place(content, beside)
            elif base != layout.LEAF_INDEX:
                self._holdings.beside[content] = digest

    def _check_content(self) -> None:
        """Check the content by the digests of manifest and fixity."""
        sha256 = {
            path: name for name, paths in self._inventory["fixity"]["sha256"].items()
            for path in paths
        }  # fmt: skip
        for name, paths in self._inventory["manifest"].items():
            for path in paths:
                content = f"{self._place}/{path}"
                check_file(self._holdings, content, {"sha512": name, "sha256": sha256[path]})
                self._paths.setdefault(name, content)
                self._sha256[content] = bytes.fromhex(sha256[path])
                self._holdings.tick(1)

    def _check_others(self, head: int) -> None:
        """Check the inventories of the versions, and that nothing else stands here."""
        holdings, place = self._holdings, self._place
        names = (ocfl.INVENTORY, ocfl.SIDECAR)
        newest = holdings.read(f"{place}/{ocfl.INVENTORY}")
        for number in range(1, head + 1):
            # A version SHOULD have one (OCFL 1.1, section 3.7); that of the object says all.
            folder = f"v{number}/"
            if not any((holdings.root / place / folder / name).exists() for name in names):
                continue
            self._check_sidecar(folder)
            if number == head and holdings.read(f"{place}/{folder}{ocfl.INVENTORY}") != newest:
                raise holdings.wrong(f"{place}/{ocfl.INVENTORY}", f"is not that of version v{head}")
        of_object = {f"{place}/{ocfl.OBJECT_DECLARED}", *(f"{place}/{name}" for name in names)}
        of_object |= {f"{place}/v{n}/{name}" for n in range(1, head + 1) for name in names}
        for parent, _, files in os.walk(holdings.root / place):
            for name in sorted(files):
                path = (Path(parent) / name).relative_to(holdings.root).as_posix()
                if path not in of_object and path not in self._sha256:
                    raise holdings.wrong(path, "stands in no inventory")
