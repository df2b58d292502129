"""A working copy comes back: what was saved is the next version, unless that would undo another's.

It is saved on top of whatever has come since it was made, if that did not change the same part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from provrepo.editing import saved_text
from provrepo.editing.knowledge import StoredContent
from provrepo.editing.planning import ingested, named_makers, revised
from provrepo.editing.revising import Reviser
from provrepo.errors import Conflict
from provrepo.formats.draft import Draft
from provrepo.reading import lookup
from provrepo.store.canonical import canonical, digest
from provrepo.store.records import NO_NOTES_ID

if TYPE_CHECKING:
    from provrepo.clock import Clock
    from provrepo.editing.changes import Changes
    from provrepo.editing.commit import Outcome
    from provrepo.editing.knowledge import Knowledge, State
    from provrepo.editing.planning import Edit
    from provrepo.editing.working_copy import WorkingCopy
    from provrepo.store.database import Database
    from provrepo.store.records import TextKey, VersionRecord


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
