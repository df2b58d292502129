"""Editorial notes: read from JSON, added to a version's notes, edited, removed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from provrepo.arguments import check_strings, string
from provrepo.errors import InvalidJSON, InvalidValue, NotFound, ProvrepoError, ReaderFault
from provrepo.passages import anchor, locate
from provrepo.store import rules
from provrepo.store.canonical import parse
from provrepo.store.records import Anchor, Note, Notes, Responsibility

UNDETERMINED = "und"
"""The BCP 47 tag of a note whose language nobody stated."""


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note as its editor gives it.

    - ``text``: its words.
    - ``quote``: the passage that it is on, word for word; None for a note on the whole version.
    - ``kind``: ``editorial``, ``textual``, ``source`` or ``original`` (docs/format.md).
    - ``language``: the BCP 47 tag of its own language, not of the text that it is on.
    - ``id``: such as ``n1``, to replace the note that has it; None for a new note.

    Raises InvalidValue for a value of another type.
    """

    text: str
    quote: str | None = None
    kind: str = "editorial"
    language: str = UNDETERMINED
    id: str | None = None

    def __post_init__(self) -> None:
        check_strings({"note": self.text, "note kind": self.kind, "language": self.language})
        check_strings({"quote": self.quote, "note id": self.id}, optional=True)


def read_notes(text: str, source: str) -> list[NoteDraft]:
    """Read notes from JSON; ``source`` names the file in errors.

    ``text`` is an array of objects with ``text`` and perhaps ``quote``, ``kind``, ``language`` and
    ``id``; or what `provrepo note list --json` prints; or a notes object. Raises InvalidJSON or
    InvalidValue; ReaderFault where provrepo itself fails at it.
    """
    try:
        return _drafts(text, source)
    except ProvrepoError:
        raise
    except Exception as error:
        raise ReaderFault(source, error) from error


def _drafts(text: str, source: str) -> list[NoteDraft]:
    value = parse(text, source)
    if isinstance(value, dict):
        value = value.get("notes")
    if not isinstance(value, list):
        raise InvalidJSON(
            source, 'an array of notes is wanted, such as [{"text": "…", "quote": "…"}]'
        )
    return [_draft(note, f"{source}, note {number}") for number, note in enumerate(value, 1)]


def _draft(value: Any, where: str) -> NoteDraft:  # noqa: ANN401 - any JSON value
    if not isinstance(value, dict):
        raise InvalidJSON(where, 'a note is an object such as {"text": "…"}')
    anchored = value.get("anchor")
    quote = value.get("quote", anchored.get("exact") if isinstance(anchored, dict) else None)
    fields = {
        "text": value.get("text"),
        "quote": quote,
        "kind": value.get("kind", "editorial"),
        "language": value.get("language", UNDETERMINED),
        "id": value.get("id"),
    }
    for field, text in fields.items():
        optional = field in ("quote", "id") and text is None
        if not optional and (not isinstance(text, str) or not text.strip()):
            raise InvalidJSON(where, f"“{field}” must be a text that is not empty")
    return checked(NoteDraft(**fields))


def checked(draft: NoteDraft) -> NoteDraft:
    """Return ``draft`` with its language tag in its usual case. Raises InvalidValue."""
    if not draft.text.strip():
        raise InvalidValue("note", draft.text, "write some words")
    if draft.id is not None and not draft.id.strip():
        raise InvalidValue("note id", draft.id, "write an id such as n1, or leave it out")
    rules.one_of("note kind", draft.kind, rules.NOTE_KINDS)
    language = rules.language(draft.language)
    return draft if language == draft.language else replace(draft, language=language)


def add(
    notes: Notes,
    draft: NoteDraft,
    content: str,
    where: str,
    agents: tuple[Responsibility, ...],
    used: Iterable[str],
) -> Notes:
    """Return ``notes`` with the note of ``draft`` added, or replaced where one has its id.

    ``content`` is that of the version, which ``where`` names in errors; ``used`` are the ids that
    notes of this text have or had, so that none is given out again. A note that is there already,
    word for word and at the same passage, is not added twice. Raises InvalidValue, or QuoteError
    where the quote does not stand in ``content`` exactly once.
    """
    draft = checked(draft)
    identity = draft.id or next_id(used)
    note = Note(
        id=identity,
        text=draft.text,
        kind=draft.kind,
        language=draft.language,
        origin="editor",
        agents=agents,
        anchor=None if draft.quote is None else _passage(content, draft.quote, where),
    )
    for present in notes.notes:
        if draft.id in (None, present.id) and _says_the_same(note, present):
            return notes
    return Notes.of([*(present for present in notes.notes if present.id != identity), note])


def _passage(content: str, quote: str, where: str) -> Anchor:
    return anchor(content, locate(content, quote, where), len(quote))


def _says_the_same(note: Note, present: Note) -> bool:
    """Return whether two notes differ in nothing but id, authors and where they came from."""
    return replace(note, id="", agents=()) == replace(present, id="", agents=(), origin="editor")


def next_id(used: Iterable[str]) -> str:
    """Return the id ``n1``, ``n2`` … that follows the largest one of this form in ``used``."""
    # At most 15 digits: Python refuses to read numbers of more than 4,300 of them.
    numbers = [int(name[1:]) for name in used if re.fullmatch("n[0-9]{1,15}", name)]
    return f"n{max(numbers, default=0) + 1}"


@dataclass(frozen=True, slots=True)
class NoteEdit:
    """What is to change in a note; the fields are those of `NoteDraft`.

    None leaves a field as it is. An empty quote takes the note off its passage, so that it is on
    the whole version. Raises InvalidValue for a value of another type.
    """

    text: str | None = None
    quote: str | None = None
    kind: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        fields = {"note": self.text, "quote": self.quote, "note kind": self.kind}
        check_strings({**fields, "language": self.language}, optional=True)


def edit(notes: Notes, identity: str, edited: NoteEdit, content: str, where: str) -> Notes:
    """Return ``notes`` with the note ``identity`` changed in what ``edited`` says.

    ``content`` is that of the version, which ``where`` names in errors. Raises NotFound, QuoteError
    or InvalidValue.
    """
    note = get(notes, identity)
    draft = checked(
        NoteDraft(
            text=note.text if edited.text is None else edited.text,
            kind=note.kind if edited.kind is None else edited.kind,
            language=note.language if edited.language is None else edited.language,
        )
    )
    passage = note.anchor
    if edited.quote is not None:
        passage = _passage(content, edited.quote, where) if edited.quote else None
    changed = replace(
        note, text=draft.text, kind=draft.kind, language=draft.language, anchor=passage
    )
    return Notes.of([changed if present is note else present for present in notes.notes])


def remove(notes: Notes, identity: str) -> Notes:
    """Return ``notes`` without the note ``identity``. Raises NotFound."""
    removed = get(notes, identity)
    return Notes.of([note for note in notes.notes if note is not removed])


def get(notes: Notes, identity: str) -> Note:
    """Return the note ``identity``. Raises NotFound, which lists the ids that there are."""
    string("note id", identity)
    for note in notes.notes:
        if note.id == identity:
            return note
    identities = ", ".join(note.id for note in notes.notes) or "none"
    raise NotFound("note", identity, hint=f"the notes here: {identities}")
