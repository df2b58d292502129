"""The notes of a version as a table in TOML that a person changes, and back.

======================  ==========================================================================
in the table            in the next version
======================  ==========================================================================
a note as it was        the same note at the same place
one with other words    the same note, by its ``id``, with its authors
one with another quote  the same note there
one without ``id``      a new note of whoever saves it
one that is gone        removed; older versions keep it
======================  ==========================================================================
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from provrepo.errors import InputError, InvalidValue, NotFound
from provrepo.formats.plain import toml_table
from provrepo.notes import UNDETERMINED, NoteDraft, checked, ids
from provrepo.quotes import anchored, occurrences, standing_once
from provrepo.store.records import Anchor, Note, Notes, Responsibility

KEYS = ("id", "kind", "language", "quote", "occurrence", "lost", "text")

_HEAD = """\
# The notes of {name}, a [[note]] each. Delete one to remove it; a new one needs no id.
# quote is its passage, word for word (occurrence: which place of several, from 1);
# without one the note is on the whole text. lost is a passage that is no longer there.
# kind is editorial, textual, source or original; language is that of the note.
"""
_NEW = """\

# [[note]]
# quote = "some words of the text"
# text = "What there is to say of them."
"""


def write(notes: Notes, content: str, name: str) -> str:
    """Return the table of ``notes``, which are on ``content``; ``name`` is the version's."""
    parts = [_HEAD.format(name=name)]
    for entry in _entries(notes.notes, content):
        parts.append("\n[[note]]\n")
        parts += [toml_table.pair(key, value) for key, value in entry.items()]
    return "".join(parts if notes.notes else [*parts, _NEW])


def read(
    table: Mapping[str, Any],
    notes: Notes,
    content: str,
    where: str,
    makers: tuple[Responsibility, ...],
    used: Collection[str],
) -> Notes:
    """Return ``notes``, which are on ``content``, as a table in the form of `write` has them now.

    ``where`` names the text in errors. New notes are by ``makers``, and get no id that is among
    ``used``. Raises InputError for another table, NotFound for an id that no note has, QuoteError
    where a quote does not stand in the content exactly once, and InvalidValue.
    """
    entries = _checked_entries(table, where)
    present = {note.id: note for note in notes.notes}
    drawn = dict(zip(present, _entries(notes.notes, content), strict=True))
    next_id = ids({*used, *present})
    places = standing_once(content, {entry["quote"] for entry in entries if entry.get("quote")})
    result: dict[str, Note] = {}
    for entry in entries:
        identity = entry.get("id")
        before = None if identity is None else present.get(identity)
        if identity is not None and before is None:
            there_are = ", ".join(present) or "none"
            hint = f"the notes here: {there_are}; leave the id of a new note out"
            raise NotFound("note", identity, hint=hint)
        if identity in result:
            raise InvalidValue("note id", identity, "stands there twice")
        draft = checked(
            NoteDraft(
                text=entry["text"],
                quote=entry.get("quote") or None,
                kind=entry.get("kind", "editorial"),
                language=entry.get("language", UNDETERMINED),
                occurrence=entry.get("occurrence"),
            )
        )
        if before is None:
            place = anchored(content, draft.quote, where, draft.occurrence, places)
            note = Note(
                next_id(None), draft.text, draft.kind, draft.language, "editor", makers, place
            )
        else:
            place = _place(entry, drawn[before.id], before, draft, content, where, places)
            note = replace(
                before, text=draft.text, kind=draft.kind, language=draft.language, anchor=place
            )
        result[note.id] = note
    same = [*result.values()] == [*notes.notes]
    return notes if same else Notes.of([*result.values()])


def _entries(notes: Sequence[Note], content: str) -> Iterator[dict[str, Any]]:
    """Yield what the table says of each note."""
    exact = {note.anchor.exact for note in notes if note.anchor and not note.unanchored}
    once = standing_once(content, exact)
    several = {quote: occurrences(content, quote) for quote in exact if quote not in once}
    for note in notes:
        entry: dict[str, Any] = {"id": note.id, "kind": note.kind}
        if note.language != UNDETERMINED:
            entry["language"] = note.language
        if note.anchor is not None and note.unanchored:
            entry["lost"] = note.anchor.exact
        elif note.anchor is not None:
            entry["quote"] = note.anchor.exact
            places = several.get(note.anchor.exact, [])
            if note.anchor.start in places:
                entry["occurrence"] = places.index(note.anchor.start) + 1
        yield {**entry, "text": note.text}


def _place(
    entry: Mapping[str, Any],
    drawn: Mapping[str, Any],
    before: Note,
    draft: NoteDraft,
    content: str,
    where: str,
    places: Mapping[str, int],
) -> Anchor | None:
    """Return the place of a note that was there: its own where nobody changed what tells it."""
    if all(entry.get(key) == drawn.get(key) for key in ("quote", "occurrence", "lost")):
        return before.anchor
    if "lost" in entry and entry["lost"] != drawn.get("lost"):
        rule = f"note {before.id} did not lose this passage; write quote for the one that it is on"
        raise InvalidValue("lost", entry["lost"], rule)
    return anchored(content, draft.quote, where, draft.occurrence, places)


def _checked_entries(table: Mapping[str, Any], where: str) -> list[Mapping[str, Any]]:
    """Return the notes of a table. Raises InputError where it says anything else."""
    path = f"the notes of {where}"
    unknown = [key for key in table if key != "note"]
    entries = table.get("note", [])
    if unknown or not isinstance(entries, list):
        key = unknown[0] if unknown else "note"
        raise InputError(path, f"“{key}” has no place in it; write each note below a line [[note]]")
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            raise InputError(path, f"note {number} is no table; write it below a line [[note]]")
        name = f"note {entry.get('id', f'number {number}')}"
        for key, value in entry.items():
            kind = int if key == "occurrence" else str
            if key not in KEYS:
                raise InputError(path, f"{name} has “{key}”; use {', '.join(KEYS)}")
            if type(value) is not kind:
                form = "a whole number" if kind is int else "a text in quotation marks"
                raise InputError(path, f"{name}: {key} must be {form}")
        if not entry.get("text", "").strip():
            raise InputError(path, f"{name} has no text")
    return entries
