"""What a package of a repository holds, in every format the same: files, read as they are needed.

Records come as their canonical bytes, each beside what it names; then the agents and signatures,
the tiles of the ledger and its checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from typing import NamedTuple

from provrepo.errors import Damaged, InvalidReference
from provrepo.reading import lookup
from provrepo.reading.packages import layout
from provrepo.reference import parse
from provrepo.store import event_rows, ledger, objects, read
from provrepo.store.checkpoint import Checkpoint
from provrepo.store.database import Database
from provrepo.store.leaves import Leaf, agents, has_agent, leaves, of_document, signatures
from provrepo.store.read import StoredVersion
from provrepo.store.records import NO_NOTES_ID, Event, Responsibility
from provrepo.store.tiles import tiles

ROWS = 200
"""How many records are read at once."""


class File(NamedTuple):
    """A file of a package: its path there, and how its bytes are read.

    ``changes`` says whether the same path can have other bytes in a later package. ``sha256`` is
    the digest of the bytes where that is known without reading them.
    """

    path: str
    read: Callable[[], bytes]
    sha256: str = ""
    changes: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents that a package is to hold: their keys of today; None for all.

    ``names`` are all keys that these documents ever had.
    """

    keys: frozenset[str] | None
    names: frozenset[str]

    @classmethod
    def of(cls, database: Database, keys: Sequence[str]) -> Selection:
        """Return the selection of documents by their keys. Raises NotFound."""
        if not keys:
            return cls(None, frozenset())
        chosen = {_key(database, key) for key in keys}
        names = {name for key in chosen for name in read.former_keys(database, key)}
        return cls(frozenset(chosen), frozenset(chosen | names))

    @property
    def is_whole(self) -> bool:
        """Whether it is all documents."""
        return self.keys is None

    def holds(self, version: StoredVersion) -> bool:
        """Return whether a version belongs to one of the documents."""
        return self.keys is None or version.document in self.keys


class Placed(NamedTuple):
    """A record of the package, and the files that go with it."""

    leaf: Leaf
    files: tuple[File, ...]


@dataclass(slots=True)
class Gathering:
    """The contents of a package of a repository at one moment, within a snapshot.

    ``tick`` is called with how many more records were looked at.
    ``newest`` is when the newest of the records was made, an instant; ``versions`` and
    ``documents`` are those that it has. These are known once `records` came to its end.
    """

    database: Database
    selection: Selection
    tick: Callable[[int], object]
    checkpoint: Checkpoint = field(init=False)
    newest: str = ""
    versions: int = 0
    _documents: dict[str, str] = field(default_factory=dict)
    _leaves: list[bytes] = field(default_factory=list)
    _agents: set[str] = field(default_factory=set)
    _signatures: set[str] = field(default_factory=set)
    _ids: set[str] = field(default_factory=set)
    _notes: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        size = ledger.size(self.database)
        self.checkpoint = ledger.checkpoint(self.database, size)

    @property
    def documents(self) -> dict[str, str]:
        """The documents of the package: by their keys of today those that they had first."""
        return self._documents

    def files(self) -> Iterator[File]:
        """Yield all files of the package. Raises Damaged."""
        for placed in self.records():
            yield from placed.files
        yield from self.named()
        yield from self.ledger()

    def records(self) -> Iterator[Placed]:
        """Yield the records of the package in the order of the ledger, each with its files.

        Raises Damaged where the ledger is not that of the records.
        """
        for leaf in leaves(self.database, self.checkpoint, ROWS):
            self._leaves.append(leaf.hash)
            if self._holds(leaf):
                yield Placed(leaf, tuple(self._files(leaf)))
            self.tick(1)

    def has(self, identity: str) -> bool:
        """Return whether the package holds the version with this id; asked after `records`."""
        return identity in self._ids

    def agents_of(self, event: Event) -> list[Responsibility]:
        """Return whom an event names, but for those who never were in the repository."""
        named = [by for _, by in event_rows.named(event.data, event.targets).agents]
        return [by for by in named if has_agent(self.database, by.agent)]

    def of_document(self, key: str) -> Iterator[Placed]:
        """Yield the versions of a document, by its key of today, in the order of the ledger."""
        for leaf in of_document(self.database, key, ROWS):
            if leaf.version is not None:
                yield Placed(leaf, tuple(self._of_version(leaf.version, leaf.data)))

    def _holds(self, leaf: Leaf) -> bool:
        """Return whether a record belongs to the package."""
        if leaf.version is not None:
            return self.selection.holds(leaf.version)
        if isinstance(leaf.record, Event):
            return self.selection.is_whole or self._concerns(leaf.record)
        return self.selection.is_whole

    def _files(self, leaf: Leaf) -> Iterator[File]:
        """Yield the files of a record, and take note of what it names."""
        record, data = leaf.record, leaf.data
        if leaf.version is not None:
            self._ids.add(leaf.id)
            self._documents.setdefault(leaf.version.document, leaf.version.record.document)
            self.versions += 1
            self.newest = max(self.newest, leaf.version.record.recorded)
            yield from self._of_version(leaf.version, data)
        elif isinstance(record, Event):
            self.newest = max(self.newest, record.recorded)
            named = event_rows.named(record.data, record.targets)
            self._agents |= {by.agent for _, by in named.agents}
            if isinstance(signature := record.data.get("signature"), str):
                self._signatures.add(signature)
            yield File(layout.event(leaf.place), lambda: data, leaf.id)
        else:
            yield File(layout.other_record(leaf.place), lambda: data, leaf.id)

    def _concerns(self, event: Event) -> bool:
        """Return whether an event says something of the documents, or of everything."""
        named = {event.data.get(field) for field in ("document", "from", "to")
                 if isinstance(event.data.get(field), str)}  # fmt: skip
        return (
            event.event in ("init", "policy")
            or not self._ids.isdisjoint(event.targets)
            or not self.selection.names.isdisjoint(named)
        )

    def _of_version(self, version: StoredVersion, data: bytes) -> Iterator[File]:
        record, database, gone = version.record, self.database, version.purged
        folder = layout.version_folder(record)
        index = f"{version.sequence}\n".encode()
        yield File(f"{folder}/{layout.RECORD}", lambda: data, version.id)
        yield File(f"{folder}/{layout.LEAF_INDEX}", lambda: index)
        if "content" not in gone:
            yield File(
                f"{folder}/{layout.TEXT}",
                lambda: objects.content_bytes(database, record.content),
                record.content,
            )
        if record.notes != NO_NOTES_ID and "notes" not in gone:
            self._named_in(record.notes)
            yield self._object(f"{folder}/{layout.NOTES}", "notes", record.notes)
        if record.citation is not None and "citation" not in gone:
            yield self._object(f"{folder}/{layout.CITATION}", "citation", record.citation)
        file = record.file
        if file is not None and file.sha256 != record.content and "file" not in gone:
            name = layout.ingested_file(file.name)
            yield self._object(f"{folder}/{name}", "file", file.sha256)
        self._agents |= {by.agent for by in record.agents}

    def _named_in(self, notes: str) -> None:
        """Take note of the agents of a notes object; a package of all has all of them anyway."""
        if self.selection.is_whole or notes in self._notes:
            return
        self._notes.add(notes)
        for note in objects.notes(self.database, notes).notes:
            self._agents |= {by.agent for by in note.agents}

    def _object(self, path: str, kind: str, name: str) -> File:
        return File(path, lambda: objects.object_bytes(self.database, kind, name), name)

    def named(self) -> Iterator[File]:
        """Yield the agents and signatures that the records name; to be asked after `records`."""
        for name in agents(self.database):
            if self.selection.is_whole or name in self._agents:
                yield File(layout.agent(name), partial(self._agent, name), name)
        for name in signatures(self.database):
            if name in self._signatures:
                yield self._object(layout.signature(name), "signature", name)

    def _agent(self, name: str) -> bytes:
        agent = objects.agent(self.database, name)
        if agent.id != name:
            what = f"agent {name[:12]} is not what was stored"
            raise Damaged(what, expected=name, got=agent.id)
        return agent.canonical()

    def ledger(self) -> Iterator[File]:
        """Yield the page, the tiles and the checkpoint; to be asked after `records`."""
        yield File(layout.README, page, changes=True)
        for path, data in tiles(self._leaves):
            yield File(f"{layout.LEDGER}/{path}", partial(bytes, data))
        written = str(self.checkpoint).encode()
        yield File(layout.CHECKPOINT, lambda: written, changes=True)


def _key(database: Database, key: str) -> str:
    """Return the key of today of a document. Raises NotFound and InvalidReference."""
    reference = parse(key)
    if reference.text or str(reference) != reference.document:
        raise InvalidReference(key, "a package holds whole documents; name their keys")
    return lookup.texts(database, reference)[0].document


def page() -> bytes:
    """Return the page that tells what a package holds."""
    return (files("provrepo.reading.packages") / "README.md").read_bytes()
