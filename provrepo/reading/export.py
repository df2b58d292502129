"""A version as a file: everything that the file will say is read here, the writer is handed it."""

from __future__ import annotations

from collections.abc import Callable

from provrepo.errors import InvalidReference, InvalidValue, Purged
from provrepo.formats import writers
from provrepo.formats.draft import FileNote
from provrepo.formats.exported import ExportedNote, ExportedVersion
from provrepo.reading import lookup, versions
from provrepo.reading.bases import bases
from provrepo.store import objects, rules
from provrepo.store.canonical import digest
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.records import Note, Notes, Responsibility


def export(
    database: Database,
    reference: str,
    form: str,
    *,
    track_changes: str | None,
    facing: bool,
    warn: Callable[[str], object],
) -> bytes:
    """Return a version as a file. See `ReadOnlyRepository.export`."""
    rules.one_of("format", form, writers.FORMATS)
    if track_changes is not None and facing:
        raise InvalidValue("export", reference, "changes and two columns do not go together")
    stored = lookup.version(database, reference)
    version = exported(database, stored, warn)
    written = writers.write(version, form)
    for warning in written.warnings:
        warn(warning)
    return written.data


def exported(
    database: Database, stored: StoredVersion, warn: Callable[[str], object]
) -> ExportedVersion:
    """Return all of a stored version that a file can hold; ``warn`` says what was purged of it.

    Raises Purged where its content was removed, or Damaged.
    """
    record, view = stored.record, versions.view(database, stored)
    content = objects.content(database, record.content)
    notes, citation = Notes(), None
    try:
        notes = objects.notes(database, record.notes)
    except Purged as error:
        warn(f"without its notes: {error}")
    try:
        citation = objects.citation(database, record.citation) if record.citation else None
    except Purged as error:
        warn(f"without its citation metadata: {error}")
    for caution in view.cautions:
        warn(caution)
    based_on = bases(database, [stored]).get(stored.id, ())
    return ExportedVersion(
        id=stored.id,
        document=stored.document,
        text=view.text_name,
        number=record.number,
        content=content,
        sha256=record.content,
        recorded=record.recorded,
        created=record.created,
        activity=record.activity,
        message=record.message,
        notes=tuple(_note(database, note) for note in notes.notes),
        citation=citation,
        makers=view.contributions,
        based_on=tuple(basis.within("") for basis in based_on),
        cautions=view.cautions,
    )


def _note(database: Database, note: Note) -> ExportedNote:
    """Return a note with the names of its authors."""
    passage = note.anchor
    has_place = passage is not None and passage.start is not None
    return ExportedNote(
        FileNote(
            text=note.text,
            kind=note.kind,
            language=note.language,
            agents=tuple(
                name for by in note.agents if (name := _written(database, by)) is not None
            ),
            start=passage.start if passage and has_place else None,
            end=passage.end if passage and has_place else None,
        ),
        lost=None if passage is None or has_place else passage.exact,
    )


def _written(database: Database, by: Responsibility) -> str | None:
    """Return an agent as `provrepo.agents.parse` reads it; None where its name was purged."""
    try:
        agent = objects.agent(database, by.agent)
    except Purged:
        return None
    identifier = f" <{agent.identifier}>" if agent.identifier else ""
    kind = "" if agent.type == "person" else f":{agent.type}"
    return f"{agent.name}{identifier}:{by.role}{kind}"
