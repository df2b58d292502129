"""What a person edits outside of the repository: a part of the newest version, and its way back.

It may take hours, and others may write meanwhile. The copy knows the version that it was made from:
it is saved on top of whatever has come since, unless that changed the same part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from provrepo.editing import saved_text
from provrepo.editing.knowledge import StoredContent
from provrepo.editing.planning import ingested, named_makers, revised
from provrepo.editing.revising import Reviser
from provrepo.errors import Conflict
from provrepo.formats.draft import Draft
from provrepo.reading import lookup
from provrepo.store import objects, rules
from provrepo.store.canonical import canonical, digest
from provrepo.store.records import NO_NOTES_ID

if TYPE_CHECKING:
    from provrepo.clock import Clock
    from provrepo.editing.changes import Changes
    from provrepo.editing.commit import Outcome
    from provrepo.editing.knowledge import Knowledge, State
    from provrepo.editing.planning import Edit
    from provrepo.metadata import Item
    from provrepo.store.database import Database
    from provrepo.store.records import Notes, TextKey, VersionRecord

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
    file_name = ".".join([text_key.document, *str(text_key.text).split(":")])
    suffix = {"text": "txt", "notes": "notes.toml", "citation": "citation.toml"}[part]
    return WorkingCopy(
        str(text_key), stored.reference, stored.id, part, f"{file_name}.{suffix}", data
    )


def _notes(database: Database, record: VersionRecord) -> Notes:
    """Return the notes of a version. Raises Purged."""
    return objects.notes(database, record.notes)


def _citation(database: Database, record: VersionRecord) -> Item | None:
    """Return the citation metadata of a version. Raises Purged."""
    return objects.citation(database, record.citation) if record.citation else None


def save(
    database: Database,
    clock: Clock,
    copy: WorkingCopy,
    data: bytes,
    changes: Changes,
    *,
    dry_run: bool = False,
) -> Outcome:
    """Make what became of a working copy the next version. See `Repository.save`."""
    reviser = Reviser(database, clock, dry_run=dry_run)
    if data == copy.data:
        return reviser.revise(copy.text, changes)
    origin = lookup.version(database, copy.version)
    text_key = origin.text_key
    warnings: dict[str, None] = {}
    if copy.part == "text":
        edit = _text_edit(copy, data, changes, text_key, warnings.setdefault)
    elif copy.part == "notes":
        edit = _notes_edit(copy, data, changes, text_key)
    else:
        edit = _citation_edit(copy, data, changes, text_key, warnings.setdefault)

    def unless_conflicting(before: State | None, knowledge: Knowledge) -> State:
        assert before is not None, "a copy is one of a version"
        newest = knowledge.newest(knowledge.current(text_key))
        if _is_changed(copy.part, origin.record, before) and not _says_it(copy, data, before):
            raise Conflict(str(text_key), origin.id, newest.id, newest.number)
        return edit(before, knowledge)

    return reviser.commit(text_key, unless_conflicting, changes, warnings)


def _is_changed(part: str, record: VersionRecord, now: State) -> bool:
    """Return whether a part is another one than in the version with this record.

    Notes have their places in a text: they change with it.
    """
    if part == "citation":
        present = None if now.citation is None else digest(canonical(now.citation))
        return present != record.citation
    if now.content.digest != record.content:
        return True
    present_notes = now.notes.id if now.notes.notes else NO_NOTES_ID
    return part == "notes" and present_notes != record.notes


def _says_it(copy: WorkingCopy, data: bytes, before: State) -> bool:
    """Return whether somebody else has saved the very same text meanwhile."""
    return copy.part == "text" and before.content.digest == digest(data)


def _text_edit(
    copy: WorkingCopy,
    data: bytes,
    changes: Changes,
    text_key: TextKey,
    warn: Callable[[str], object],
) -> Edit:
    """Return the edit that makes ``data`` the content."""
    original = copy.data.decode()
    content = saved_text.saved_text(data, original, copy.name)
    for doubt in saved_text.doubts(original, content):
        warn(f"{doubt}; if that was not meant: provrepo restore {copy.reference}")
    follow = ingested(Draft(content), changes, text_key, warn)

    def edit(before: State | None, knowledge: Knowledge) -> State:
        if before is not None and isinstance(before.content, StoredContent):
            before.content.check_readable()  # what was purged meanwhile comes back in no new text
        return follow(before, knowledge)

    return edit


def _notes_edit(copy: WorkingCopy, data: bytes, changes: Changes, text_key: TextKey) -> Edit:
    """Return the edit that makes the table in ``data`` the notes."""
    from provrepo.editing import notes_table

    table = _table(copy, data)

    def edit(before: State | None, knowledge: Knowledge) -> State:
        assert before is not None, "a copy is one of a version"
        makers = knowledge.responsibilities(named_makers(changes))
        used = knowledge.used_note_ids(text_key)
        notes = notes_table.read(
            table, before.notes, before.content.text, str(text_key), makers, used
        )
        return replace(before, notes=notes)

    return edit


def _citation_edit(
    copy: WorkingCopy,
    data: bytes,
    changes: Changes,
    text_key: TextKey,
    warn: Callable[[str], object],
) -> Edit:
    """Return the edit that makes the table in ``data`` the citation metadata."""
    from provrepo.editing import citation_table

    table = _table(copy, data)
    revise = revised(changes, text_key, warn)

    def edit(before: State | None, knowledge: Knowledge) -> State:
        state = revise(before, knowledge)
        state.citation = citation_table.read(table, state.citation, warn)
        return state

    return edit


def _table(copy: WorkingCopy, data: bytes) -> Mapping[str, Any]:
    """Return the table that ``data`` is. Raises InputError."""
    from provrepo.formats.plain import toml_table

    text = saved_text.saved_text(data, copy.data.decode(), copy.name)
    return toml_table.read(text.removeprefix("\ufeff"), copy.name)
