"""What a person edits outside of the repository: a part of the newest version, as bytes.

It may take hours, and others may write meanwhile: the copy knows the version that it was made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.publish.addresses import file_name
from provrepo.reading import lookup
from provrepo.store import objects, rules

if TYPE_CHECKING:
    from provrepo.editing.revising import Reviser
    from provrepo.metadata import Item
    from provrepo.store.database import Database
    from provrepo.store.records import Notes, VersionRecord

PARTS = ("text", "notes", "citation")
"""What can be edited of a version."""


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """A part of a version to be edited, as `Repository.working_copy` makes it.

    ``text`` names the text, ``reference`` the version of which it is a copy, with the id
    ``version``. ``part`` is ``text``, ``notes`` or ``citation``, and ``data`` are the bytes to be
    edited: the content in UTF-8, or the notes or the citation metadata in TOML. ``name`` is a name
    for a file of it.
    """

    text: str
    reference: str
    version: str
    part: str
    name: str
    data: bytes

    def __repr__(self) -> str:
        return f"<WorkingCopy {self.part} of {self.reference}, {len(self.data)} bytes>"

    def as_json(self) -> dict[str, Any]:
        """Return what it is a copy of, without the bytes."""
        names = ("text", "reference", "version", "part", "name")
        return {name: getattr(self, name) for name in names}


def working_copy(
    database: Database, reviser: Reviser, reference: str, part: str = "text"
) -> WorkingCopy:
    """Return a part of the newest version of a text, to be edited.

    Raises InvalidReference where ``reference`` names an older version, Purged, and InvalidValue.
    """
    rules.one_of("part", part, PARTS)
    text_key = reviser.newest(reference)
    stored = lookup.version(database, str(text_key))
    record = stored.record
    if part == "text":
        data = objects.content(database, record.content).encode()
    elif part == "notes":
        from provrepo.editing import notes_table

        content = objects.content(database, record.content)
        table = notes_table.write(_notes(database, record), content, stored.reference)
        data = table.encode()
    else:
        from provrepo.editing import citation_table

        data = citation_table.write(_citation(database, record), stored.reference).encode()
    name = file_name(".".join([text_key.document, *str(text_key.text).split(":")]))
    suffix = {"text": "txt", "notes": "notes.toml", "citation": "citation.toml"}[part]
    return WorkingCopy(str(text_key), stored.reference, stored.id, part, f"{name}.{suffix}", data)


def _notes(database: Database, record: VersionRecord) -> Notes:
    """Return the notes of a version. Raises Purged."""
    return objects.notes(database, record.notes)


def _citation(database: Database, record: VersionRecord) -> Item | None:
    """Return the citation metadata of a version. Raises Purged."""
    return objects.citation(database, record.citation) if record.citation else None
