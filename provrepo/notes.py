"""Editorial notes: read from JSON, added to a version's notes, edited, removed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from provrepo.errors import InvalidJSON, InvalidValue, NotFound, as_fault_of
from provrepo.store import rules
from provrepo.store.canonical import parse
from provrepo.store.records import Anchor, Note, Notes, Responsibility
from provrepo.store.rules import string

UNDETERMINED = "und"
"""The BCP 47 tag of a note whose language nobody stated."""


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note as its editor gives it.

    - ``text``: its words.
    - ``quote``: the passage that it is on, word for word; None for a note on the whole version.
    - ``occurrence``: which place of the quote is meant, from 1; None where it stands there once.
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
    occurrence: int | None = None

    def __post_init__(self) -> None:
        _check_occurrence(self.quote, self.occurrence)
        fields = {"note": self.text, "note kind": self.kind, "language": self.language}
        optional = {"quote": self.quote, "note id": self.id}
        _check_strings({**fields, **optional}, optional=optional)


def read_notes(text: str, source: str) -> list[NoteDraft]:
    """Read notes from JSON; ``source`` names the file in errors.

    ``text`` is an array of objects with ``text`` and perhaps ``quote``, ``occurrence``, ``kind``,
    ``language`` and ``id``; or what `provrepo note list --json` prints; or a notes object. Raises
    InvalidJSON or InvalidValue; ReaderFault where provrepo itself fails at it.
    """
    with as_fault_of(source):
        return _drafts(text, source)


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
    occurrence = value.get("occurrence")
    if occurrence is not None and type(occurrence) is not int:
        raise InvalidJSON(where, "“occurrence” must be a number")
    return checked(NoteDraft(**fields, occurrence=occurrence))


def checked(draft: NoteDraft) -> NoteDraft:
    """Return ``draft`` with its language tag in its usual case. Raises InvalidValue."""
    if not draft.text.strip():
        raise InvalidValue("note", draft.text, "write some words")
    if draft.id is not None and not draft.id.strip():
        raise InvalidValue("note id", draft.id, "write an id such as n1, or leave it out")
    rules.one_of("note kind", draft.kind, rules.NOTE_KINDS)
    language = rules.language(draft.language)
    return draft if language == draft.language else replace(draft, language=language)


def _check_strings(fields: Mapping[str, object], *, optional: Collection[str] = ()) -> None:
    """Raise InvalidValue where one is no string; those of ``optional`` may be None."""
    for field, value in fields.items():
        if value is not None or field not in optional:
            string(field, value)


def _check_occurrence(quote: str | None, occurrence: int | None) -> None:
    if occurrence is None:
        return
    if type(occurrence) is not int or occurrence < 1:
        raise InvalidValue("occurrence", repr(occurrence), "write a number from 1 on")
    if not quote:
        raise InvalidValue("occurrence", str(occurrence), "say of which quote, or leave it out")


def add(
    notes: Notes,
    drafts: Sequence[NoteDraft],
    content: str,
    where: object,
    agents: tuple[Responsibility, ...],
    used: Iterable[str],
) -> Notes:
    """Return ``notes`` with those of ``drafts`` added, or replaced where one has the same id.

    ``content`` is that of the version, which ``where`` names in errors; ``used`` are the ids that
    notes of this text have or had, so that none is given out again. A note that is there already,
    word for word and at the same passage, is not added twice. Raises InvalidValue, or QuoteError
    where a quote does not stand in ``content`` exactly once.
    """
    present = {note.id: note for note in notes.notes}
    sayings = Counter(map(_saying, notes.notes))
    next_id = ids({*used, *present})
    drafts = [*map(checked, drafts)]
    anchors = _anchors(drafts, content, where)
    for draft, anchor in zip(drafts, anchors, strict=True):
        note = Note(
            id=draft.id or "",
            text=draft.text,
            kind=draft.kind,
            language=draft.language,
            origin="editor",
            agents=agents,
            anchor=anchor,
        )
        saying = _saying(note)
        replaced = present.get(note.id)
        if (draft.id is None and sayings[saying]) or (replaced and _saying(replaced) == saying):
            continue
        if replaced:
            sayings[_saying(replaced)] -= 1
        identity = next_id(draft.id)
        sayings[saying] += 1
        present[identity] = replace(note, id=identity)
    return notes if [*present.values()] == [*notes.notes] else Notes.of([*present.values()])


def _anchors(drafts: Sequence[NoteDraft], content: str, where: object) -> list[Anchor | None]:
    """Return the places of new notes; None for a note on the whole version."""
    quotes = {draft.quote for draft in drafts if draft.quote is not None}
    if not quotes:
        return [None] * len(drafts)
    from provrepo.quotes import anchored, standing_once

    places = standing_once(content, quotes)
    return [anchored(content, draft.quote, where, draft.occurrence, places) for draft in drafts]


def _saying(note: Note) -> Note:
    """Return what a note says: all but its id, its authors, and where it came from."""
    return replace(note, id="", agents=(), origin="editor")


def ids(used: Iterable[str]) -> Callable[[str | None], str]:
    """Return a function that gives out ids, none of them twice, and none of those ``used``.

    An id is ``n1``, ``n2`` …: it follows the largest one of this form. Asked with an id, it gives
    that one out, so that those after it are larger.
    """
    largest = max((_number(identity) for identity in used), default=0)

    def next_id(requested: str | None = None) -> str:
        nonlocal largest
        identity = requested or f"n{largest + 1}"
        largest = max(largest, _number(identity))
        return identity

    return next_id


def _number(identity: str) -> int:
    """Return the number of an id such as ``n12``, 0 for one of another form."""
    # At most 15 digits: Python refuses to read numbers of more than 4,300 of them.
    return int(identity[1:]) if re.fullmatch("n[0-9]{1,15}", identity) else 0


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
    occurrence: int | None = None

    def __post_init__(self) -> None:
        _check_occurrence(self.quote, self.occurrence)
        fields = {"note": self.text, "quote": self.quote, "note kind": self.kind}
        fields["language"] = self.language
        _check_strings(fields, optional=fields)


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
        from provrepo.quotes import anchored

        passage = anchored(content, edited.quote or None, where, edited.occurrence)
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
