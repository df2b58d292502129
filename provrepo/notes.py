"""Editorial notes: adding and changing them, and carrying them over to a new content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from provrepo.errors import InvalidJSON, InvalidValue, NotFound
from provrepo.formats.draft import FileNote
from provrepo.passages import anchor, locate, occurrences
from provrepo.store import rules
from provrepo.store.canonical import parse
from provrepo.store.records import Anchor, Note, Notes, Responsibility

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
    identity = draft.id or _next_id(used)
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


def replace_file_notes(
    notes: Notes,
    found: Sequence[tuple[FileNote, tuple[Responsibility, ...]]],
    content: str,
    used: Iterable[str],
) -> Notes:
    """Return ``notes`` with those of origin ``file`` replaced by those that a file has now.

    A note of the same words and kind keeps its id, first where it stands at the same passage too;
    another one gets an id that is not among ``used``. Editors' notes stay.
    """
    earlier = [note for note in notes.notes if note.origin == "file"]
    kept = [note for note in notes.notes if note.origin != "file"]
    made = [_from_file(note, agents, content) for note, agents in found]
    identities = _identities(made, earlier)
    taken = {*used, *(note.id for note in notes.notes)}
    for place, note in enumerate(made):
        identity = identities.get(place) or _next_id(taken)
        taken.add(identity)
        kept.append(replace(note, id=identity))
    return Notes.of(kept)


def _from_file(note: FileNote, agents: tuple[Responsibility, ...], content: str) -> Note:
    placed = None
    if note.start is not None and note.end is not None:
        placed = anchor(content, note.start, note.end - note.start)
    return Note(
        id="",
        text=note.text,
        kind=note.kind,
        language=rules.language(note.language),
        origin="file",
        agents=agents,
        anchor=placed,
    )


def _identities(made: Sequence[Note], earlier: Sequence[Note]) -> dict[int, str]:
    """Return the ids of earlier notes by the place of the note that has the same words."""

    def key(note: Note, *, exactly: bool) -> tuple[str, str, tuple[str, str, str] | None]:
        found = note.anchor if exactly else None
        return note.text, note.kind, (found.exact, found.prefix, found.suffix) if found else None

    identities: dict[int, str] = {}
    left = {note.id: note for note in earlier}
    for exactly in (True, False):
        waiting: dict[object, list[str]] = {}
        for note in left.values():
            waiting.setdefault(key(note, exactly=exactly), []).append(note.id)
        for place, note in enumerate(made):
            same = waiting.get(key(note, exactly=exactly))
            if same and place not in identities:
                identities[place] = same.pop(0)
                del left[identities[place]]
    return identities


def _same(note: Note, other: Note) -> bool:
    return replace(note, id="", agents=()) == replace(other, id="", agents=(), origin="editor")


def _next_id(used: Iterable[str]) -> str:
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


def carry(notes: Notes, before: str, after: str) -> Notes:
    """Return ``notes`` of the content ``before`` as they stand at the content ``after``.

    A note keeps its passage only where that cannot be wrong: its quote lies in what both contents
    have in common at their beginning or their end, or stands exactly once in each. Otherwise it
    stays, with its old quote, but without a place (docs/format.md).
    """
    if before == after or not notes.notes:
        return notes
    head, tail = _common(before, after)
    moved = len(after) - len(before)

    def carried(found: Anchor) -> Anchor:
        if found.start is None or found.end is None:
            return found
        if found.end <= head:
            start = found.start
        elif found.start >= len(before) - tail:
            start = found.start + moved
        elif len(occurrences(before, found.exact)) == 1 == len(occurrences(after, found.exact)):
            start = after.index(found.exact)
        else:
            return replace(found, start=None, end=None)
        return anchor(after, start, len(found.exact))

    return Notes.of(
        [
            replace(note, anchor=carried(note.anchor)) if note.anchor else note
            for note in notes.notes
        ]
    )


def _common(before: str, after: str) -> tuple[int, int]:
    """Return how many code points both have in common at the beginning, and then at the end."""
    limit = min(len(before), len(after))
    head = _agreement(limit, lambda length: before[:length] == after[:length])
    limit -= head
    tail = _agreement(
        limit, lambda length: before[len(before) - length :] == after[len(after) - length :]
    )
    return head, tail


def _agreement(limit: int, agree: Callable[[int], bool]) -> int:
    """Return the largest length up to ``limit`` for which ``agree`` holds, by bisection."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if agree(middle):
            low = middle
        else:
            high = middle - 1
    return low


def restored(notes: Notes, earlier: Iterable[Note]) -> Notes:
    """Return ``notes``, each back at its passage where it had one among the ``earlier`` notes.

    Those stood at the very content that is restored, so their places are right again.
    """
    places = {
        (note.id, note.anchor.exact): note.anchor
        for note in earlier
        if note.anchor and not note.unanchored
    }
    return Notes.of(
        [
            replace(note, anchor=places.get((note.id, note.anchor.exact), note.anchor))
            if note.anchor
            else note
            for note in notes.notes
        ]
    )
