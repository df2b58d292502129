"""Before a write: all that needs no lock, so that the transaction itself is short.

Records are checked and hashed, contents and objects hashed and compressed, those of many texts on
all cores (zlib and hashlib let other threads run meanwhile).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from provrepo.store import contents, read, rules
from provrepo.store.canonical import canonical, digest
from provrepo.store.contents import Chain, Packed, Stored
from provrepo.store.database import Database
from provrepo.store.errors import Damaged, InvalidValue, Purged
from provrepo.store.records import Agent, Notes, Text, VersionRecord

ENOUGH_FOR_THREADS = 16
"""How many texts a batch has to have before starting threads pays."""

Own = tuple[str, Text]
"""The document key and the text that a version belongs to."""

Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Objects:
    """What a version record names by digest, and what has to be stored with it.

    ``file`` is the ingested file's bytes where they are not the content's UTF-8; ``agents`` are
    those of the record and of the notes.
    """

    content: str
    notes: Notes
    citation: dict[str, Any] | None
    agents: tuple[Agent, ...]
    file: bytes | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """A version to be appended, with all it names; ``data`` are its record's canonical bytes.

    ``before`` is the digest of a content of the same text that it is probably like.
    """

    record: VersionRecord
    objects: Objects
    before: str | None
    data: bytes
    id: str

    @classmethod
    def of(cls, record: VersionRecord, objects: Objects, before: str | None = None) -> Addition:
        """Return the addition of ``record``, hashed."""
        data = record.canonical()
        return cls(record, objects, before, data, digest(data))


class Name(NamedTuple):
    """What names an object: ``notes``, ``citation`` or ``file``, and its digest."""

    kind: str
    digest: str


class Object(NamedTuple):
    """An object as it is to be stored: the number of its bytes, and their stored form."""

    size: int
    packed: Packed


@dataclass(slots=True)
class Prepared:
    """A batch that is ready to be stored: what its records name, each thing once, by its name.

    ``contents`` and ``objects`` hold only what was not stored yet when they were prepared;
    ``named`` are the names of all objects.
    """

    additions: Sequence[Addition]
    contents: dict[str, Stored] = field(default_factory=dict)
    named: Sequence[Name] = ()
    objects: dict[Name, Object] = field(default_factory=dict)
    agents: dict[str, Agent] = field(default_factory=dict)


def prepare(database: Database, additions: Sequence[Addition]) -> Prepared:
    """Check, hash and compress ``additions``. Raises InvalidValue for what breaks a rule."""
    prepared = Prepared(additions)
    named: dict[Name, tuple[object, bytes]] = {}
    texts: dict[Own, list[Addition]] = {}
    for addition in additions:
        _check_record(addition.record)
        for agent in addition.objects.agents:
            prepared.agents.setdefault(agent.id, agent)
        _collect(addition, named)
        texts.setdefault((addition.record.document, addition.record.text), []).append(addition)

    here = _chains_here(database, additions)
    jobs = [(_chain(database, group[0].before), group, here) for group in texts.values()]
    for found in _map(_pack_text, jobs):
        prepared.contents.update((stored.digest, stored) for stored in found)
    prepared.named = tuple(named)
    known = read.known_objects(database, {name.digest for name in named})
    missing = [name for name in named if name not in known]
    packed = _map(lambda name: Object(len(named[name][1]), contents.pack(named[name][1])), missing)
    prepared.objects.update(zip(missing, packed, strict=True))
    return prepared


def _check_record(record: VersionRecord) -> None:
    """Raise InvalidValue unless ``record`` follows the format."""
    rules.key(record.document)
    rules.kind(record.text.kind)
    rules.one_of("activity", record.activity, rules.ACTIVITIES)
    rules.recorded(record.recorded)
    if rules.language(record.text.language) != record.text.language:
        raise InvalidValue("language", record.text.language, "set its case as RFC 5646 §2.1.1 says")
    if record.text.label is not None:
        rules.label(record.text.label)
    if record.created is not None:
        rules.created(record.created)
    for basis in record.based_on:
        if not (basis.version or basis.label or basis.uri or basis.sha256):
            raise InvalidValue("based_on", basis, "name a version, a label, a URI or a digest")


def _collect(addition: Addition, named: dict[Name, tuple[object, bytes]]) -> None:
    """Add the objects that a record names to ``named``, each with its bytes.

    Raises InvalidValue where they are not what the record names.
    """
    record, objects = addition.record, addition.objects
    given: list[tuple[str, str | None, Any, Callable[[], bytes]]] = [
        ("notes", record.notes, objects.notes, objects.notes.canonical),
    ]
    if objects.citation is not None or record.citation is not None:
        citation = objects.citation
        given.append(("citation", record.citation, citation, lambda: canonical(citation)))
    if objects.file is not None:
        file = objects.file
        given.append(("file", record.file.sha256 if record.file else None, file, lambda: file))
    for kind, name, value, as_bytes in given:
        seen = named.get(Name(kind, name or ""))
        if seen is not None and seen[0] == value:
            continue  # the notes of most versions are the same: none
        data = as_bytes()
        if name != (got := digest(data)):
            raise InvalidValue(kind, name, f"the object given has the digest {got}")
        named[Name(kind, got)] = (value, data)


def _chains_here(database: Database, additions: Sequence[Addition]) -> dict[str, Chain]:
    """Return the chains of those contents that are stored already, by digest."""
    wanted = {addition.record.content for addition in additions}
    return {name: _chain(database, name) for name in read.known_contents(database, wanted)}


def _chain(database: Database, name: str | None) -> Chain:
    try:
        return read.chain(database, name) if name else ()
    except (Damaged, Purged):  # nothing new is to depend on it
        return ()


def _pack_text(job: tuple[Chain, Sequence[Addition], dict[str, Chain]]) -> list[Stored]:
    """Pack the new contents of one text, each against those before it."""
    chain, additions, here = job
    packed = []
    for addition in additions:
        name, data = addition.record.content, addition.objects.content.encode()
        if name != (got := digest(data)):
            raise InvalidValue("content", name, f"the object given has the digest {got}")
        if name in here:
            chain = here[name]
        elif not chain or chain[-1].digest != name:
            stored, chain = contents.extend(chain, data, name)
            packed.append(stored)
    return packed


def _map(work: Callable[[Given], Made], items: Sequence[Given]) -> list[Made]:
    """Return what ``work`` makes of each item, in their order; of many, on all cores."""
    if len(items) < ENOUGH_FOR_THREADS or (cores := os.cpu_count() or 1) == 1:
        return [work(item) for item in items]
    from concurrent.futures import ThreadPoolExecutor

    # A few long shares: handing over each item takes as long as the work on it.
    share = -(-len(items) // (4 * cores))
    shares = [items[start : start + share] for start in range(0, len(items), share)]
    with ThreadPoolExecutor(cores) as threads:
        done = threads.map(lambda some: [work(item) for item in some], shares)
        return [made for some in done for made in some]
