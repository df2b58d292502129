"""Editorial notes: read from JSON, added to a version's notes, edited, removed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from provrepo.errors import InvalidJSON, InvalidValue, NotFound
from provrepo.passages import anchor, locate
from provrepo.store import rules
from provrepo.store.canonical import parse
from provrepo.store.records import Note, Notes, Responsibility

UNDETERMINED = "und"
"""The BCP 47 tag of a note whose language nobody stated."""


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note as its editor gives it: the words, perhaps a passage quoted exactly, and its kind."""

    text: str
    quote: str | None = None
    kind: str = "editorial"
    language: str = UNDETERMINED
    id: str | None = None


def read_notes(text: str, source: str) -> list[NoteDraft]:
    """Read notes from JSON; ``source`` names the file in errors.

    An array of objects with ``text`` and perhaps ``quote``, ``kind``, ``language`` and ``id``, or
    what ``note list --json`` prints, or a notes object. Raises InvalidJSON or InvalidValue.
    """
    value = parse(text, source)
    if isinstance(value, dict):
        value = value.get("notes")
    if not isinstance(value, list):
        raise InvalidJSON(
            source, 'an array of notes is wanted, such as [{"text": "…", "quote": "…"}]'
        )
    return [_draft(one, f"{source}, note {number}") for number, one in enumerate(value, 1)]


def _draft(value: Any, where: str) -> NoteDraft:  # noqa: ANN401 - any JSON value
    if not isinstance(value, dict):
        raise InvalidJSON(where, 'a note is an object such as {"text": "…"}')
    quoted = value.get("anchor")
    quote = value.get("quote", quoted.get("exact") if isinstance(quoted, dict) else None)
    given = {
        "text": value.get("text"),
        "quote": quote,
        "kind": value.get("kind", "editorial"),
        "language": value.get("language", UNDETERMINED),
        "id": value.get("id"),
    }
    for field, text in given.items():
        optional = field in ("quote", "id") and text is None
        if not optional and (not isinstance(text, str) or not text.strip()):
            raise InvalidJSON(where, f"“{field}” must be a text that is not empty")
    return checked(NoteDraft(**given))


def checked(draft: NoteDraft) -> NoteDraft:
    """Return ``draft`` with its language tag in its usual case. Raises InvalidValue."""
    if not draft.text.strip():
        raise InvalidValue("note", draft.text, "write some words")
    rules.one_of("note kind", draft.kind, rules.NOTE_KINDS)
    return replace(draft, language=rules.language(draft.language))


def add(
    notes: Notes,
    draft: NoteDraft,
    content: str,
    where: str,
    agents: tuple[Responsibility, ...],
    used: Iterable[str],
) -> Notes:
    """Return ``notes`` with one more, or with the note of the same id replaced.

    ``used`` are the ids that this text's notes ever had: none is given out again. A note that
    stands there already, word for word, is not added twice. Raises QuoteError where the quote does
    not stand in ``content`` exactly once.
    """
    placed = None
    if draft.quote is not None:
        placed = anchor(content, locate(content, draft.quote, where), len(draft.quote))
    identity = draft.id or next_id(used)
    note = Note(
        id=identity,
        text=draft.text,
        kind=draft.kind,
        language=draft.language,
        origin="editor",
        agents=agents,
        anchor=placed,
    )
    for other in notes.notes:
        if draft.id in (None, other.id) and _same(note, other):
            return notes
    return Notes.of([*(other for other in notes.notes if other.id != identity), note])


def _same(note: Note, other: Note) -> bool:
    return replace(note, id="", agents=()) == replace(other, id="", agents=(), origin="editor")


def next_id(used: Iterable[str]) -> str:
    """Return the first of ``n1``, ``n2`` … that is larger than all ids in ``used``."""
    numbers = [int(one[1:]) for one in used if one[:1] == "n" and one[1:].isdecimal()]
    return f"n{max(numbers, default=0) + 1}"


@dataclass(frozen=True, slots=True)
class NoteEdit:
    """What is to change in a note; None leaves it. An empty quote puts it on the whole version."""

    text: str | None = None
    quote: str | None = None
    kind: str | None = None
    language: str | None = None


def edit(notes: Notes, identity: str, edited: NoteEdit, content: str, where: str) -> Notes:
    """Return ``notes`` with the note ``identity`` changed. Raises NotFound or QuoteError."""
    note = get(notes, identity)
    draft = checked(
        NoteDraft(
            text=note.text if edited.text is None else edited.text,
            kind=note.kind if edited.kind is None else edited.kind,
            language=note.language if edited.language is None else edited.language,
        )
    )
    placed = note.anchor
    if edited.quote == "":
        placed = None
    elif edited.quote is not None:
        start = locate(content, edited.quote, where)
        placed = anchor(content, start, len(edited.quote))
    changed = replace(
        note, text=draft.text, kind=draft.kind, language=draft.language, anchor=placed
    )
    return Notes.of([changed if other.id == identity else other for other in notes.notes])


def remove(notes: Notes, identity: str) -> Notes:
    """Return ``notes`` without the note ``identity``. Raises NotFound."""
    gone = get(notes, identity)
    return Notes.of([note for note in notes.notes if note is not gone])


def get(notes: Notes, identity: str) -> Note:
    """Return the note ``identity``. Raises NotFound, which names the notes that there are."""
    for note in notes.notes:
        if note.id == identity:
            return note
    there = ", ".join(note.id for note in notes.notes) or "none"
    raise NotFound("note", identity, hint=f"the notes here: {there}")
