"""OCFL 1.1 (Oxford Common File Layout): an object for each document, a version for each version.

A version of an object has, for each text, the files of the version that was its newest then. The
records that belong to no document, and the ledger, are an object of their own, which gets a version
with each run that has something new.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256, sha512
from itertools import chain
from typing import Any, NamedTuple

from provrepo.errors import InputError
from provrepo.reading import versions
from provrepo.reading.packages import identifiers, layout
from provrepo.reading.packages.folder import PackageFolder
from provrepo.reading.packages.gathering import File, Gathering
from provrepo.software import SOFTWARE
from provrepo.store.database import Database
from provrepo.store.records import VersionRecord

DECLARED, OBJECT_DECLARED = "0=ocfl_1.1", "0=ocfl_object_1.1"
INVENTORY, SIDECAR = "inventory.json", "inventory.json.sha512"
TYPE = "https://ocfl.io/1.1/spec/#inventory"
_LAYOUT = "0003-hash-and-id-n-tuple-storage-layout"

LARGEST = 2 << 20
"""Bytes of the largest inventory that stands in the folder of its version as well.

Each lists all versions before it, so that together they grow with the square of the versions: to
some 100 GB for 10,000 versions, which the last one lists in 20 MB. OCFL 1.1 (section 3.7) says that
a version SHOULD have one, the object MUST. So where inventories have grown larger than this, only
the object has one.
"""


class Logical(NamedTuple):
    """A file in a version of an object: its path there, its SHA-256, and how it is read."""

    path: str
    sha256: str
    file: File


class Step(NamedTuple):
    """What a version of an object is to be: when and by whom it was made, and the files it has."""

    created: str
    message: str
    user: tuple[str, str]
    state: tuple[Logical, ...]


def write(folder: PackageFolder, gathering: Gathering) -> None:
    """Write a storage root; see `provrepo.reading.packages.package.package`."""
    origin = gathering.checkpoint.origin
    own_files: list[File] = []
    for placed in gathering.records():
        if not isinstance(placed.leaf.record, VersionRecord):
            own_files += placed.files
    for path, data in _root_files():
        folder.put(path, data)
    paths: set[str] = set()
    for key, first in sorted(gathering.documents.items()):
        written = _Object(folder, identifiers.document(origin, first))
        written.follow(_Document(gathering, key))
        paths |= written.paths
    files = [*own_files, *gathering.named(), *gathering.ledger()]
    whole = _Object(folder, identifiers.repository(origin))
    whole.follow_to(_ledger_step(gathering, files))
    paths |= whole.paths
    files_before = set(folder.files()) - {path for path, _ in _root_files()} - {"UNFINISHED.txt"}
    gone = files_before - paths
    objects = {_object_of(path) for path in gone}
    for path in gone:
        if _object_of(path) is None and not folder.is_unfinished:
            raise InputError(str(folder.path / path), "is not of this package; move it away")
    last = {path for path in paths if re.search(r"/inventory\.json(\.sha512)?$", path)}
    folder.finish(gone if objects else set(), last)


def _object_of(path: str) -> str | None:
    """Return the folder of the object that a path of the storage root belongs to."""
    match = re.match(r"(?:[0-9a-f]{3}/){3}urn%3aprovrepo%3a[^/]+", path)
    return match[0] if match else None


def _root_files() -> Iterator[tuple[str, bytes]]:
    yield DECLARED, b"ocfl_1.1\n"
    description = "An object's folder is named by its id, below three by the id's SHA-256."
    yield "ocfl_layout.json", _json({"description": description, "extension": _LAYOUT})
    yield (
        f"extensions/{_LAYOUT}/config.json",
        _json(
            {
                "extensionName": _LAYOUT,
                "digestAlgorithm": "sha256",
                "tupleSize": 3,
                "numberOfTuples": 3,
            }
        ),
    )


def object_folder(identity: str) -> str:
    """Return where an object stands in the storage root (OCFL extension 0003)."""
    digest = sha256(identity.encode()).hexdigest()
    encoded = "".join(
        sign if re.fullmatch("[A-Za-z0-9_-]", sign) else "".join(f"%{b:02x}" for b in sign.encode())
        for sign in identity
    )
    name = encoded if len(encoded) <= 100 else f"{encoded[:100]}-{digest}"
    return f"{digest[:3]}/{digest[3:6]}/{digest[6:9]}/{name}"


def checkpoint_path(folder: PackageFolder, origin: str) -> str | None:
    """Return where the storage root has the checkpoint of a repository, None where it has none."""
    place = object_folder(identifiers.repository(origin))
    data = folder.read(f"{place}/{INVENTORY}")
    if data is None:
        return None
    try:
        inventory = json.loads(data)
        state = inventory["versions"][inventory["head"]]["state"]
        digest = next(name for name, paths in state.items() if layout.CHECKPOINT in paths)
        return f"{place}/{inventory['manifest'][digest][0]}"
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, StopIteration):
        raise InputError(str(folder.path / place), "is no object of provrepo") from None


# What the versions of an object are to be


class _Document:
    """The versions of a document, as steps of its object."""

    def __init__(self, gathering: Gathering, key: str) -> None:
        self._gathering, self._key = gathering, key

    def steps(self) -> Iterator[Step]:
        """Yield a step for each version."""
        newest: dict[str, tuple[Logical, ...]] = {}
        for placed in self._gathering.of_document(self._key):
            version = placed.leaf.version
            assert version is not None, "these are versions"
            record = version.record
            folder = layout.text_folder(record).rpartition("/")[2]
            newest[str(version.text)] = tuple(
                _logical(f"{folder}/{file.path.rpartition('/')[2]}", file) for file in placed.files
            )
            state = tuple(chain.from_iterable(newest.values()))
            message = f"{record.text} v{record.number}: {record.message or record.activity}"
            yield Step(record.recorded, message, _user(self._gathering.database, record), state)


def _user(database: Database, record: VersionRecord) -> tuple[str, str]:
    """Return who made a version and an address of the first of them; else the program."""
    makers = versions.responsible(database, record.agents)
    if not makers:
        return f"{record.software}; nobody is named", "urn:provrepo:nobody"
    first = identifiers.agent(makers[0].identifier, record.agents[0].agent)
    return "; ".join(map(str, makers)), first


def _logical(path: str, file: File) -> Logical:
    return Logical(path, file.sha256 or sha256(file.read()).hexdigest(), file)


def _ledger_step(gathering: Gathering, files: list[File]) -> Step:
    size, origin = gathering.checkpoint.size, gathering.checkpoint.origin
    message = f"The ledger at {size} records"
    state = tuple(_logical(file.path, file) for file in files)
    return Step(gathering.newest, message, (SOFTWARE, identifiers.repository(origin)), state)


# An object


@dataclass(slots=True)
class _Written:
    """An inventory as it grows: its content paths by their digests, its versions written."""

    manifest: _Lines = field(default_factory=lambda: _Lines())
    fixity: _Lines = field(default_factory=lambda: _Lines())
    digests: dict[str, str] = field(default_factory=dict)
    """The SHA-512 of what has a SHA-256."""
    versions: list[str] = field(default_factory=list)

    def take(self, sha256: str, name: str, content: str) -> None:
        """Take a content path of what has these digests."""
        self.digests[sha256] = name
        self.manifest.add(name, content)
        self.fixity.add(sha256, content)

    def written(self, identity: str) -> bytes:
        """Return the inventory of the object with the versions written so far."""
        parts = [
            '{\n"digestAlgorithm":"sha512",\n"fixity":{"sha256":{\n',
            str(self.fixity),
            f'}}}},\n"head":"v{len(self.versions)}",\n"id":{_quoted(identity)},\n"manifest":{{\n',
            str(self.manifest),
            f'}},\n"type":{_quoted(TYPE)},\n"versions":{{\n',
            ",\n".join(self.versions),
            "}\n}\n",
        ]
        return "".join(parts).encode()


class _Lines:
    """Paths by digests as lines of JSON, each written once, as it is in all inventories to come."""

    def __init__(self) -> None:
        self._lines: dict[str, str] = {}

    def add(self, digest: str, path: str) -> None:
        """Add a path of what has this digest."""
        before = self._lines.get(digest)
        start = f"{_quoted(digest)}:[" if before is None else f"{before[:-1]}, "
        self._lines[digest] = f"{start}{json.dumps(path)}]"

    def __str__(self) -> str:
        return ",\n".join(self._lines.values())


class _Object:
    """An object in a storage root, which is brought up to date. ``paths`` are all its files."""

    def __init__(self, folder: PackageFolder, identity: str) -> None:
        self._folder, self._identity = folder, identity
        self._place = object_folder(identity)
        self.paths: set[str] = {f"{self._place}/{OBJECT_DECLARED}"}
        self._before = self._inventory()
        self._now = _Written()

    def _inventory(self) -> dict[str, Any]:
        try:
            inventory = json.loads(self._folder.read(f"{self._place}/{INVENTORY}") or b"{}")
            _Sums(inventory)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            return {}
        return inventory if isinstance(inventory, dict) else {}

    def follow(self, document: _Document) -> None:
        """Bring the object of a document up to date.

        Where something that it has was purged since, all of it is made anew.
        """
        sums = _Sums(self._before)
        if not sums.agree(document.steps()):
            sums = _Sums({})
        self._write(document.steps(), sums)

    def follow_to(self, step: Step) -> None:
        """Give the object one more version, unless its newest one is that; it has its purged files.

        What an older version has and is gone now was purged: then all that was before goes.
        """
        sums = _Sums(self._before)
        state = {file.path: file.sha256 for file in step.state}
        if sums.states and sums.states[-1] == state:
            self._write(sums.as_steps(), sums)
        elif sums.states and not sums.lacks(state):
            self._write(chain(sums.as_steps(), [step]), sums)
        else:
            self._write([step], _Sums({}))

    def _write(self, steps: Iterable[Step], sums: _Sums) -> None:
        """Write the versions that are not there; those that are there are as ``steps`` say."""
        folder, place = self._folder, self._place
        folder.put(f"{place}/{OBJECT_DECLARED}", b"ocfl_object_1.1\n")
        is_changed = is_large = False
        for number, step in enumerate(steps, 1):
            is_old = number <= len(sums.states)
            self._version(number, step, sums if is_old else None)
            is_changed = not is_old or folder.is_unfinished
            for name in (INVENTORY, SIDECAR):
                self.paths.add(f"{place}/v{number}/{name}")
            if is_changed and not is_large:
                data = self._now.written(self._identity)
                is_large = len(data) > LARGEST
                if not is_large:
                    self._put_inventory(f"{place}/v{number}", data)
        for name in (INVENTORY, SIDECAR):
            self.paths.add(f"{place}/{name}")
        if is_changed:
            self._put_inventory(place, self._now.written(self._identity))

    def _put_inventory(self, place: str, data: bytes) -> None:
        self._folder.put(f"{place}/{INVENTORY}", data)
        sidecar = f"{sha512(data).hexdigest()} {INVENTORY}\n"
        self._folder.put(f"{place}/{SIDECAR}", sidecar.encode())

    def _version(self, number: int, step: Step, sums: _Sums | None) -> None:
        """Take a version into the inventory, and write its content where it is not there yet.

        ``sums`` are those of the inventory that has the version already, None of a new one.
        """
        state: dict[str, list[str]] = {}
        for logical in step.state:
            content = f"v{number}/content/{logical.path}"
            name = self._now.digests.get(logical.sha256)
            # The ledger stands in one folder of each version: so a proof can be made of it.
            is_new = name is None or logical.path.startswith(f"{layout.LEDGER}/")
            if sums is not None:
                name = sums.names[logical.sha256]
                is_new = content in sums.paths
            elif is_new:
                data = logical.file.read()
                name = sha512(data).hexdigest()
                self._folder.put(f"{self._place}/{content}", data)
            assert name is not None, "it is known or was read"
            if is_new:
                self._now.take(logical.sha256, name, content)
                self.paths.add(f"{self._place}/{content}")
            state.setdefault(name, []).append(logical.path)
        name, address = step.user
        block = {
            "created": step.created,
            "message": step.message,
            "state": {digest: sorted(paths) for digest, paths in sorted(state.items())},
            "user": {"address": address, "name": name},
        }
        self._now.versions.append(f'"v{number}":{json.dumps(block, ensure_ascii=False)}')


class _Sums:
    """What an inventory says of its versions, by SHA-256."""

    def __init__(self, inventory: dict[str, Any]) -> None:
        by_path = {
            path: name
            for name, paths in inventory.get("fixity", {}).get("sha256", {}).items()
            for path in paths
        }
        manifest = inventory.get("manifest", {})
        self.paths = {path for paths in manifest.values() for path in paths}
        self.names = {by_path[path]: name for name, paths in manifest.items() for path in paths}
        names = {name: digest for digest, name in self.names.items()}
        count = len(inventory.get("versions", {}))
        blocks = [inventory["versions"][f"v{number}"] for number in range(1, count + 1)]
        self.blocks = blocks
        self.states = [
            {path: names[name] for name, paths in block["state"].items() for path in paths}
            for block in blocks
        ]

    def agree(self, steps: Iterator[Step]) -> bool:
        """Return whether the first of these steps are the versions that there are."""
        for state, block in zip(self.states, self.blocks, strict=True):
            step = next(steps, None)
            if step is None or state != {file.path: file.sha256 for file in step.state}:
                return False
            name, address = step.user
            expected = (step.created, step.message, {"name": name, "address": address})
            if (block.get("created"), block.get("message"), block.get("user")) != expected:
                return False
        return True

    def lacks(self, state: dict[str, str]) -> bool:
        """Return whether an older version has something that was purged since."""
        people = (f"{layout.AGENTS}/", f"{layout.SIGNATURES}/")
        return any(
            path.startswith(people) and path not in state for old in self.states for path in old
        )

    def as_steps(self) -> Iterator[Step]:
        """Yield the versions that there are as steps, of which nothing is read."""
        for state, block in zip(self.states, self.blocks, strict=True):
            person = block["user"]
            files = tuple(Logical(path, name, _THERE) for path, name in sorted(state.items()))
            yield Step(block["created"], block["message"],
                       (person["name"], person["address"]), files)  # fmt: skip


def _nothing() -> bytes:
    raise AssertionError("what is there is not read")


_THERE = File("", _nothing)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
