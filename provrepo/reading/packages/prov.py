"""PROV-JSON (W3C): who made which version from what, and what was said of it since.

A version is an entity, made by an activity, with which its makers are associated. It is derived
from its parent, and from what it is based on. An event is an activity that used what it is about.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from provrepo.reading import versions
from provrepo.reading.packages import identifiers, layout
from provrepo.reading.packages.folder import PackageFolder
from provrepo.reading.packages.gathering import Gathering, Placed
from provrepo.reading.packages.tree import Tree
from provrepo.store.canonical import canonical_record, digest
from provrepo.store.records import Basis, Event, Responsibility, VersionRecord

FILE = "prov.json"

Relation = tuple[str, dict[str, Any]]
"""A statement of PROV-JSON: its name, and what it says."""

_TYPES = {"person": "Person", "organization": "Organization", "software": "SoftwareAgent"}


class _Happened(NamedTuple):
    """An event of the package: its place in the ledger, its id, and itself."""

    place: int
    id: str
    event: Event


def write(folder: PackageFolder, gathering: Gathering) -> None:
    """Write a package with ``prov.json``; see `provrepo.reading.packages.package.package`."""
    tree = Tree(folder)
    events: list[_Happened] = []
    for placed in gathering.records():
        if isinstance(placed.leaf.record, Event):
            events.append(_Happened(placed.leaf.place, placed.leaf.id, placed.leaf.record))
        for file in placed.files:
            tree.take(file)
    for file in (*gathering.named(), *gathering.ledger()):
        tree.take(file)
    gone = tree.gone()
    if tree.is_changed or not folder.has(FILE):
        folder.stage(FILE, _Document(gathering, events).lines())
    folder.finish(gone, last={FILE})


class _Document:
    """The PROV document of a package, a section after the other, a statement a line."""

    def __init__(self, gathering: Gathering, events: list[_Happened]) -> None:
        self._gathering, self._events = gathering, events
        self._ids = {happened.id for happened in events}

    def lines(self) -> Iterator[bytes]:
        """Yield the lines of the document."""
        sections: dict[str, Callable[[], Iterator[Relation]]] = {
            "entity": self._entities,
            "activity": self._activities,
            "agent": self._agents,
            "wasGeneratedBy": self._generated,
            "used": self._used,
            "wasAssociatedWith": self._associated,
            "wasDerivedFrom": self._derived,
            "specializationOf": self._specialized,
            "wasInvalidatedBy": self._invalidated,
        }
        urn = identifiers.repository(self._gathering.checkpoint.origin)
        prefixes = {
            "provrepo": "urn:provrepo:terms:",
            "document": f"{urn}/",
            "record": identifiers.hashed(""),
        }
        yield f'{{"prefix":{_json(prefixes)}'.encode()
        for name, section in sections.items():
            separator = f',\n"{name}":{{\n'
            for identity, statement in section():
                yield f"{separator}{_json(identity)}:{_json(statement)}".encode("utf-8", "replace")
                separator = ",\n"
            if separator == ",\n":
                yield b"}"
        yield b"}\n"

    def _versions(self) -> Iterator[tuple[Placed, VersionRecord]]:
        for key in sorted(self._gathering.documents):
            for placed in self._gathering.of_document(key):
                record = placed.leaf.record
                assert isinstance(record, VersionRecord), "a document has versions alone"
                yield placed, record

    def _entities(self) -> Iterator[Relation]:
        for key, first in sorted(self._gathering.documents.items()):
            yield f"document:{first}", {"prov:type": _type("provrepo:document"), "prov:label": key}
        sources: set[str] = set()
        for placed, record in self._versions():
            yield (
                f"record:{placed.leaf.id}",
                {
                    "prov:type": _type("provrepo:version"),
                    "prov:label": f"{record.document}/{record.text}@v{record.number}",
                    "prov:location": f"{layout.version_folder(record)}/",
                    "provrepo:language": record.text.language,
                    "provrepo:content": f"sha256:{record.content}",
                    "provrepo:leaf": placed.leaf.place,
                },
            )
            for basis in record.based_on:
                name = _source(basis)
                if basis.version is None and name not in sources:
                    sources.add(name)
                    yield name, _outside(basis)
                elif basis.version is not None and not self._is_here(basis.version):
                    other = f"record:{basis.version}"
                    if other not in sources:
                        sources.add(other)
                        yield other, {"prov:type": _type("provrepo:version")}

    def _is_here(self, identity: str) -> bool:
        return self._gathering.has(identity)

    def _activities(self) -> Iterator[Relation]:
        for placed, record in self._versions():
            yield (
                f"provrepo:making-{placed.leaf.place}",
                {
                    "prov:type": _type(f"provrepo:{record.activity}"),
                    "prov:label": record.message or record.activity,
                    "prov:endTime": record.recorded,
                    "provrepo:software": record.software,
                    **({"provrepo:created": record.created} if record.created else {}),
                },
            )
        for happened in self._events:
            event = happened.event
            yield (
                f"provrepo:event-{happened.place}",
                {
                    "prov:type": f"provrepo:{event.event}",
                    "prov:label": event.message or event.event,
                    "prov:endTime": event.recorded,
                    "prov:location": layout.event(happened.place),
                    "provrepo:record": f"sha256:{happened.id}",
                },
            )

    def _agents(self) -> Iterator[Relation]:
        seen: set[str] = set()
        for _, by in self._responsible():
            if by.agent in seen:
                continue
            seen.add(by.agent)
            (agent,) = versions.responsible(self._gathering.database, [by])
            statement: dict[str, Any] = {"prov:label": agent.name}
            if kind := _TYPES.get(agent.type):
                statement["prov:type"] = _type(f"prov:{kind}")
            if agent.identifier:
                statement["provrepo:identifier"] = identifiers.agent(agent.identifier, by.agent)
            yield f"record:{by.agent}", statement

    def _responsible(self) -> Iterator[tuple[str, Responsibility]]:
        """Yield who is named, with the activity."""
        for placed, record in self._versions():
            for by in record.agents:
                yield f"provrepo:making-{placed.leaf.place}", by
        for happened in self._events:
            for by in self._gathering.agents_of(happened.event):
                yield f"provrepo:event-{happened.place}", by

    def _generated(self) -> Iterator[Relation]:
        for placed, record in self._versions():
            yield (
                f"_:generated-{placed.leaf.place}",
                {
                    "prov:entity": f"record:{placed.leaf.id}",
                    "prov:activity": f"provrepo:making-{placed.leaf.place}",
                    "prov:time": record.recorded,
                },
            )

    def _used(self) -> Iterator[Relation]:
        for placed, record in self._versions():
            for number, name in enumerate(_used_by(record)):
                yield (
                    f"_:used-{placed.leaf.place}-{number}",
                    {
                        "prov:activity": f"provrepo:making-{placed.leaf.place}",
                        "prov:entity": name,
                    },
                )
        for happened in self._events:
            for number, target in enumerate(happened.event.targets):
                if self._is_here(target):
                    yield (
                        f"_:used-{happened.place}-{number}",
                        {
                            "prov:activity": f"provrepo:event-{happened.place}",
                            "prov:entity": f"record:{target}",
                        },
                    )

    def _associated(self) -> Iterator[Relation]:
        for number, (activity, by) in enumerate(self._responsible()):
            yield (
                f"_:associated-{number}",
                {
                    "prov:activity": activity,
                    "prov:agent": f"record:{by.agent}",
                    "prov:role": by.role,
                },
            )

    def _derived(self) -> Iterator[Relation]:
        for placed, record in self._versions():
            for number, name in enumerate(_used_by(record)):
                statement: dict[str, Any] = {
                    "prov:generatedEntity": f"record:{placed.leaf.id}",
                    "prov:usedEntity": name,
                    "prov:activity": f"provrepo:making-{placed.leaf.place}",
                }
                if name == f"record:{record.parent}":
                    statement["prov:type"] = _type("prov:Revision")
                yield f"_:derived-{placed.leaf.place}-{number}", statement

    def _specialized(self) -> Iterator[Relation]:
        for key, first in sorted(self._gathering.documents.items()):
            for placed in self._gathering.of_document(key):
                yield (
                    f"_:version-{placed.leaf.place}",
                    {
                        "prov:specificEntity": f"record:{placed.leaf.id}",
                        "prov:generalEntity": f"document:{first}",
                    },
                )

    def _invalidated(self) -> Iterator[Relation]:
        for happened in self._events:
            for target in happened.event.targets:
                if happened.event.event == "withdraw" and self._is_here(target):
                    yield (
                        f"_:withdrawn-{happened.place}",
                        {
                            "prov:entity": f"record:{target}",
                            "prov:activity": f"provrepo:event-{happened.place}",
                            "prov:time": happened.event.recorded,
                        },
                    )


def _used_by(record: VersionRecord) -> list[str]:
    """Return what a version was made from: its parent, then its bases."""
    names = [] if record.parent is None else [f"record:{record.parent}"]
    names += [
        f"record:{basis.version}" if basis.version else _source(basis) for basis in record.based_on
    ]
    return list(dict.fromkeys(names))


def _source(basis: Basis) -> str:
    """Return the name of a source outside: the same one wherever it is among the bases."""
    return f"provrepo:source-{digest(canonical_record(basis.as_json()))[:16]}"


def _outside(basis: Basis) -> dict[str, Any]:
    statement: dict[str, Any] = {"prov:type": _type("provrepo:source")}
    if basis.label:
        statement["prov:label"] = basis.label
    if basis.uri:
        statement["prov:location"] = basis.uri
    if basis.sha256:
        statement["provrepo:content"] = f"sha256:{basis.sha256}"
    return statement


def _type(name: str) -> dict[str, str]:
    """Return a type as PROV-JSON has it: a name with a prefix."""
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
