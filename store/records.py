"""The records and objects of the format provrepo/1: frozen values and their canonical bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from provrepo.store.canonical import (
    canonical,
    canonical_record,
    digest,
    encoded,
    quoted,
    quoted_or_null,
    written,
)

FORMAT = "provrepo/1"
AGENT_FORMAT = "provrepo-agent/1"
NOTES_FORMAT = "provrepo-notes/1"
EVENT_FORMAT = "provrepo-event/1"
SIGNATURE_FORMAT = "provrepo-signature/1"


# Most versions have no notes.
NO_NOTES = canonical({"format": NOTES_FORMAT, "notes": []})
NO_NOTES_ID = digest(NO_NOTES)


class Hashed:
    """What is named by the SHA-256 of its canonical JSON."""

    __slots__ = ()

    def as_json(self) -> dict[str, Any]:
        """Return the JSON object that is hashed (docs/format.md)."""
        raise NotImplementedError

    def canonical(self) -> bytes:
        """Return the bytes that are hashed."""
        return canonical_record(self.as_json())

    @property
    def id(self) -> str:
        """The SHA-256 of the canonical bytes, 64 hex digits."""
        return digest(self.canonical())


@dataclass(frozen=True, slots=True)
class Text:
    """One representation of a document: its kind, its language (BCP 47) and perhaps a label."""

    kind: str
    language: str
    label: str | None = None

    def __str__(self) -> str:
        name = f"{self.kind}:{self.language}"
        return name if self.label is None else f"{name}:{self.label}"

    def as_json(self) -> dict[str, Any]:
        """Return the object as it stands in records."""
        return {"kind": self.kind, "label": self.label, "language": self.language}


class TextKey(NamedTuple):
    """A text by the key of its document and its own name: ``border-cable/translation:en``."""

    document: str
    text: Text

    def __str__(self) -> str:
        return f"{self.document}/{self.text}"


@dataclass(frozen=True, slots=True)
class Responsibility:
    """An agent, named by the digest of its object, and its role (a MARC relator term)."""

    agent: str
    role: str

    def as_json(self) -> dict[str, Any]:
        """Return the object as it stands in records and notes."""
        return {"agent": self.agent, "role": self.role}


@dataclass(frozen=True, slots=True)
class Basis:
    """What a version was made from: a version here by its id, or a source outside.

    At least one of the four is set; ``label`` describes a source, ``sha256`` is a digest of it.
    """

    version: str | None = None
    label: str | None = None
    uri: str | None = None
    sha256: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the object as it stands in a version record."""
        return {
            "label": self.label,
            "sha256": self.sha256,
            "uri": self.uri,
            "version": self.version,
        }


@dataclass(frozen=True, slots=True)
class IngestedFile:
    """The file that a version's content was read from; ``name`` is its base name."""

    name: str
    media_type: str
    reader: str
    sha256: str

    def written(self) -> str:
        """Return the text of `as_json`, as canonical JSON."""
        return (
            f'{{"media_type":{quoted(self.media_type)},"name":{quoted(self.name)},'
            f'"reader":{quoted(self.reader)},"sha256":{quoted(self.sha256)}}}'
        )

    def as_json(self) -> dict[str, Any]:
        """Return the object as it stands in a version record."""
        return {
            "media_type": self.media_type,
            "name": self.name,
            "reader": self.reader,
            "sha256": self.sha256,
        }


@dataclass(frozen=True, slots=True)
class VersionRecord(Hashed):
    """One immutable version; everything its id commits to. Digests are 64 hex digits."""

    document: str
    text: Text
    number: int
    parent: str | None
    activity: str
    content: str
    notes: str
    citation: str | None
    agents: tuple[Responsibility, ...]
    based_on: tuple[Basis, ...]
    created: str | None
    recorded: str
    message: str
    file: IngestedFile | None
    software: str

    def canonical(self) -> bytes:
        """Return the bytes that are hashed: what `canonical_record` makes of `as_json`, sooner."""
        text = self.text
        file = self.file.written() if self.file else "null"
        agents = written([by.as_json() for by in self.agents]) if self.agents else "[]"
        based_on = written([basis.as_json() for basis in self.based_on]) if self.based_on else "[]"
        return encoded(
            f'{{"activity":{quoted(self.activity)},"agents":{agents},"based_on":{based_on},'
            f'"citation":{quoted_or_null(self.citation)},"content":{quoted(self.content)},'
            f'"created":{quoted_or_null(self.created)},"document":{quoted(self.document)},"file":{file},'
            f'"format":"{FORMAT}","message":{quoted(self.message)},"notes":{quoted(self.notes)},'
            f'"number":{self.number},"parent":{quoted_or_null(self.parent)},'
            f'"recorded":{quoted(self.recorded)},"software":{quoted(self.software)},'
            f'"text":{{"kind":{quoted(text.kind)},"label":{quoted_or_null(text.label)},'
            f'"language":{quoted(text.language)}}}}}'
        )

    def as_json(self) -> dict[str, Any]:
        """Return the record as a JSON object (docs/format.md)."""
        return {
            "activity": self.activity,
            "agents": [by.as_json() for by in self.agents],
            "based_on": [basis.as_json() for basis in self.based_on],
            "citation": self.citation,
            "content": self.content,
            "created": self.created,
            "document": self.document,
            "file": self.file.as_json() if self.file else None,
            "format": FORMAT,
            "message": self.message,
            "notes": self.notes,
            "number": self.number,
            "parent": self.parent,
            "recorded": self.recorded,
            "software": self.software,
            "text": self.text.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Agent(Hashed):
    """A person, organization or software; the nonce lets a name be purged for good."""

    name: str
    identifier: str | None
    type: str
    nonce: str
    id: str = field(init=False, repr=False, compare=False)
    """As of whatever is hashed, but computed once: an agent is named by all that they made."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", digest(self.canonical()))

    def as_json(self) -> dict[str, Any]:
        """Return the agent object (docs/format.md)."""
        return {
            "format": AGENT_FORMAT,
            "identifier": self.identifier,
            "name": self.name,
            "nonce": self.nonce,
            "type": self.type,
        }


@dataclass(frozen=True, slots=True)
class Anchor:
    """The passage a note stands at: its exact words, some words around, and its place.

    ``start`` and ``end`` are Unicode code points of the content, half-open; both are None where
    the note could not be carried over to this version.
    """

    exact: str
    prefix: str
    suffix: str
    start: int | None
    end: int | None

    def as_json(self) -> dict[str, Any]:
        """Return the object as it stands in a note."""
        return {
            "end": self.end,
            "exact": self.exact,
            "prefix": self.prefix,
            "start": self.start,
            "suffix": self.suffix,
        }


@dataclass(frozen=True, slots=True)
class Note:
    """An editorial note: on the whole version (no anchor) or on a passage."""

    id: str
    text: str
    kind: str
    language: str
    origin: str
    agents: tuple[Responsibility, ...] = ()
    anchor: Anchor | None = None

    @property
    def unanchored(self) -> bool:
        """Whether the note belongs to a passage that is no longer found."""
        return self.anchor is not None and self.anchor.start is None

    def as_json(self) -> dict[str, Any]:
        """Return the object as it stands in a notes object."""
        return {
            "agents": [by.as_json() for by in self.agents],
            "anchor": self.anchor.as_json() if self.anchor else None,
            "id": self.id,
            "kind": self.kind,
            "language": self.language,
            "origin": self.origin,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Notes(Hashed):
    """All notes of a version, in the format's order: see `Notes.of`."""

    notes: tuple[Note, ...] = ()
    _hashed: tuple[bytes, str] | None = field(default=None, init=False, compare=False, repr=False)
    """Its canonical bytes and its id, once they were asked for: many notes take their time."""

    @classmethod
    def of(cls, notes: list[Note] | tuple[Note, ...]) -> Notes:
        """Order notes: on the whole version, then by start, end and id; unanchored last."""

        def place(note: Note) -> tuple[int, int, int, str]:
            if note.anchor is None:
                return 0, 0, 0, note.id
            if note.anchor.start is None or note.anchor.end is None:
                return 2, 0, 0, note.id
            return 1, note.anchor.start, note.anchor.end, note.id

        return cls(tuple(sorted(notes, key=place)))

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Notes:
        """Read a notes object that `as_json` made."""
        return cls(
            tuple(
                Note(
                    id=note["id"],
                    text=note["text"],
                    kind=note["kind"],
                    language=note["language"],
                    origin=note["origin"],
                    agents=tuple(Responsibility(**by) for by in note["agents"]),
                    anchor=Anchor(**note["anchor"]) if note["anchor"] else None,
                )
                for note in value["notes"]
            )
        )

    def canonical(self) -> bytes:
        """Return the bytes that are hashed."""
        return self._bytes_and_id()[0] if self.notes else NO_NOTES

    @property
    def id(self) -> str:
        """The SHA-256 of the canonical bytes, 64 hex digits."""
        return self._bytes_and_id()[1] if self.notes else NO_NOTES_ID

    def _bytes_and_id(self) -> tuple[bytes, str]:
        if self._hashed is None:
            data = canonical_record(self.as_json())
            object.__setattr__(self, "_hashed", (data, digest(data)))
        assert self._hashed is not None
        return self._hashed

    def as_json(self) -> dict[str, Any]:
        """Return the notes object (docs/format.md)."""
        return {"format": NOTES_FORMAT, "notes": [note.as_json() for note in self.notes]}


@dataclass(frozen=True, slots=True)
class Signature(Hashed):
    """An SSH signature of a review (``ssh-keygen -Y sign -n provrepo``), as its armoured text."""

    sshsig: str

    def as_json(self) -> dict[str, Any]:
        """Return the signature object (docs/format.md)."""
        return {"format": SIGNATURE_FORMAT, "sshsig": self.sshsig}


@dataclass(frozen=True, slots=True)
class Opaque(Hashed):
    """A record of a format that this provrepo does not know, kept as the bytes that are hashed."""

    data: bytes

    def canonical(self) -> bytes:
        """Return the bytes that are hashed."""
        return self.data

    @property
    def format(self) -> str:
        """What the record says of its own format; nothing where it is no such JSON."""
        try:
            value = json.loads(self.data)
        except (ValueError, RecursionError):
            return ""
        name = value.get("format") if isinstance(value, dict) else None
        return name if isinstance(name, str) else ""


@dataclass(frozen=True, slots=True)
class Event(Hashed):
    """A record about records; ``init`` is the first of every repository."""

    event: str
    data: dict[str, Any]
    message: str
    recorded: str
    targets: tuple[str, ...] = ()

    def canonical(self) -> bytes:
        """Return the bytes that are hashed; ``data`` may hold any keys."""
        return canonical(self.as_json())

    def as_json(self) -> dict[str, Any]:
        """Return the event as a JSON object (docs/format.md)."""
        return {
            "data": self.data,
            "event": self.event,
            "format": EVENT_FORMAT,
            "message": self.message,
            "recorded": self.recorded,
            "targets": list(self.targets),
        }
