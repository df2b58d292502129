"""A version as a file: everything that the file will say is read here, the writer is handed it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from provrepo.bases import BasedOn
from provrepo.errors import InvalidReference, InvalidValue, Purged
from provrepo.formats import writers
from provrepo.formats.draft import FileNote
from provrepo.formats.exported import Column, ExportedNote, ExportedVersion
from provrepo.reading import lookup, versions
from provrepo.reading.aligning.alignments import Alignments
from provrepo.reading.aligning.facing import elsewhere, paired
from provrepo.reading.bases import bases
from provrepo.reading.versions import Version
from provrepo.reference import parse_pair, selector
from provrepo.store import objects, read, rules
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.records import Note, Notes, Responsibility


def export(
    database: Database,
    reference: str | None,
    form: str,
    *,
    track_changes: str | None,
    facing: bool,
    warn: Callable[[str], object],
) -> bytes:
    """Return a version as a file. See `ReadOnlyRepository.export`."""
    rules.one_of("format", form, writers.FORMATS)
    if track_changes is not None:
        if facing:
            raise InvalidValue("export", track_changes, "no changes are marked in two columns")
        before, stored = _pair(database, reference, track_changes)
        content = objects.content(database, before.record.content)
        written = writers.write(exported(database, stored, warn), form, content)
    elif reference is None:
        raise InvalidReference("", "name the version to export")
    elif facing:
        written = writers.write_facing(_columns(database, reference, warn), form)
    else:
        version = exported(database, lookup.version(database, reference), warn)
        written = writers.write(version, form)
    for warning in written.warnings:
        warn(warning)
    return written.data


def _pair(
    database: Database, reference: str | None, pair: str
) -> tuple[StoredVersion, StoredVersion]:
    """Return the two versions of a pair; bare selectors are those of the text of ``reference``.

    Raises InvalidReference where they are not versions of one text.
    """
    first, dots, second = pair.partition("..")
    if dots and reference is not None and selector(first.removeprefix("@")):
        text = lookup.version(database, reference).text_key
        pair = f"{text}@{first.removeprefix('@')}..{second}"
    before, after = (lookup.version(database, each) for each in parse_pair(pair))
    if before.text_key != after.text_key:
        raise InvalidReference(pair, "name two versions of one text")
    return before, after


def _columns(
    database: Database, reference: str, warn: Callable[[str], object]
) -> tuple[Column, Column]:
    """Return a translation and what it was made from, paired passage by passage."""
    translation = lookup.version(database, reference)
    bases_here = (basis.version for basis in translation.record.based_on if basis.version)
    source = next(filter(None, (read.by_id(database, each) for each in bases_here)), None)
    if source is None:
        raise InvalidReference(
            translation.reference,
            "is based on no version here that could stand beside it; name a translation, or say "
            "what it was made from: provrepo revise … --based-on",
        )
    alignment = Alignments(database).of(source, translation)
    rows = paired(alignment)
    moved = elsewhere(alignment, rows)
    return (
        Column(exported(database, source, warn), [left for left, _ in rows], moved),
        Column(exported(database, translation, warn), [right for _, right in rows], moved),
    )


def exported(
    database: Database, stored: StoredVersion, warn: Callable[[str], object]
) -> ExportedVersion:
    """Return all of a stored version that a file can hold; ``warn`` says what was purged of it.

    Raises Purged where its content was removed, or Damaged.
    """
    based_on = bases(database, [stored]).get(stored.id, ())
    record = stored.record
    content, item = objects.content(database, record.content), None
    try:
        item = objects.citation(database, record.citation) if record.citation else None
    except Purged as error:
        warn(f"without its citation metadata: {error}")
    view = versions.view(database, stored)
    return exported_view(database, view, content, item, based_on, warn)


def exported_view(
    database: Database,
    view: Version,
    content: str,
    item: Mapping[str, Any] | None,
    based_on: tuple[BasedOn, ...],
    warn: Callable[[str], object],
) -> ExportedVersion:
    """Return what `exported` does of a version of which these are known already. Raises Damaged."""
    record = view.record
    notes = Notes()
    try:
        notes = objects.notes(database, record.notes)
    except Purged as error:
        warn(f"without its notes: {error}")
    for caution in view.cautions:
        warn(caution)
    return ExportedVersion(
        id=view.id,
        document=view.document,
        text=view.text_name,
        number=record.number,
        content=content,
        sha256=record.content,
        recorded=record.recorded,
        created=record.created,
        activity=record.activity,
        message=record.message,
        notes=tuple(_note(database, note) for note in notes.notes),
        citation=item,
        makers=tuple(by for by in view.contributions if by.name != versions.PURGED),
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
