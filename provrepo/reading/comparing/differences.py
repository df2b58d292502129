"""How two versions differ besides their texts, read from the repository."""

from __future__ import annotations

from collections.abc import Sequence

from provrepo.bases import BasedOn
from provrepo.compare import Diff
from provrepo.compare.records import (
    FieldChange,
    NoteChange,
    RecordDiff,
    basis_changes,
    metadata_changes,
    note_changes,
    role_changes,
)
from provrepo.reading.versions import Version
from provrepo.store import objects
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion


def record_diff(
    database: Database,
    stored: tuple[StoredVersion, StoredVersion],
    views: tuple[Version, Version],
    based_on: tuple[Sequence[BasedOn], Sequence[BasedOn]],
    texts: Diff,
) -> RecordDiff:
    """Return what two versions say differently besides their ``texts``.

    ``based_on`` is what each of them is based on, looked up (`provrepo.reading.bases`).
    """
    before, after = (version.record for version in stored)
    metadata: tuple[FieldChange, ...] = ()
    notes: tuple[NoteChange, ...] = ()
    not_compared = [
        name
        for name, part in (("metadata", "citation"), ("notes", "notes"))
        if getattr(before, part) != getattr(after, part)
        and any(part in version.purged for version in stored)
    ]
    if before.content != after.content and any("content" in version.purged for version in stored):
        not_compared.insert(0, "text")
    if stored[0].text_key != stored[1].text_key:
        not_compared.append("texts")
    if before.citation != after.citation and "metadata" not in not_compared:
        metadata = metadata_changes(
            objects.kept_citation(database, before.citation),
            objects.kept_citation(database, after.citation),
        )
    if before.notes != after.notes and not {"notes", "texts"} & set(not_compared):
        notes = note_changes(
            objects.notes(database, before.notes),
            objects.notes(database, after.notes),
            None if "text" in not_compared else texts,
        )
    return RecordDiff(
        metadata,
        notes,
        basis_changes(*based_on),
        role_changes(views[0].contributions, views[1].contributions),
        tuple(not_compared),
    )
