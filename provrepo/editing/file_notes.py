"""The notes of a file: they replace those that an earlier file of the same text brought."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from provrepo import agents
from provrepo.notes import ids
from provrepo.quotes import anchor
from provrepo.store import rules
from provrepo.store.records import Note, Notes, Responsibility

if TYPE_CHECKING:
    from provrepo.editing.knowledge import Knowledge
    from provrepo.formats.draft import Draft, FileNote
    from provrepo.store.records import TextKey


def with_file_notes(notes: Notes, draft: Draft, text_key: TextKey, knowledge: Knowledge) -> Notes:
    """Return ``notes`` with those that ``draft`` brings in place of an earlier file's.

    ``notes`` are those of the version before, carried over to the draft's content.
    """
    if not draft.notes and not any(note.origin == "file" for note in notes.notes):
        return notes
    brought = [
        (note, knowledge.responsibilities(map(agents.parse, note.agents)))
        for note in draft.notes or ()
    ]
    return replace_file_notes(notes, brought, draft.content, knowledge.used_note_ids(text_key))


def replace_file_notes(
    notes: Notes,
    brought: Sequence[tuple[FileNote, tuple[Responsibility, ...]]],
    content: str,
    used: Iterable[str],
) -> Notes:
    """Return ``notes`` with those of origin ``file`` replaced by those that a file ``brought``.

    ``brought`` has each note with its authors, ``content`` is the text in which the notes have
    their places. A note with the words and kind of an earlier one keeps its id, so that citations
    of the note stay right; any other gets an id that is not among ``used``. Editors' notes stay.
    """
    earlier = [note for note in notes.notes if note.origin == "file"]
    result = [note for note in notes.notes if note.origin != "file"]
    new = [_note(file_note, authors, content) for file_note, authors in brought]
    identities = _identities(new, earlier)
    # Also the ids of notes that were removed: a citation of such a note must not name another one.
    next_id = ids({*used, *(note.id for note in notes.notes)})
    for position, note in enumerate(new):
        result.append(replace(note, id=next_id(identities.get(position))))
    return Notes.of(result)


def _note(file_note: FileNote, authors: tuple[Responsibility, ...], content: str) -> Note:
    passage = None
    if file_note.start is not None and file_note.end is not None:
        passage = anchor(content, file_note.start, file_note.end - file_note.start)
    return Note(
        id="",
        text=file_note.text,
        kind=file_note.kind,
        language=rules.language(file_note.language),
        origin="file",
        agents=authors,
        anchor=passage,
    )


def _identities(new: Sequence[Note], earlier: Sequence[Note]) -> dict[int, str]:
    """Return, by the position of a new note, the id of the earlier note with the same words.

    Notes that say the same of the same passage by the same agents are matched first, then those at
    the same passage, then those of the same agents, and at last those that remain. Otherwise, of a
    hundred notes that all say “Ibid.”, each would take the id of the one before it as soon as a
    new one comes in; and two editors who both say “sic” at one word would exchange their notes.
    """
    identities: dict[int, str] = {}
    left = {note.id: note for note in earlier}
    for same_passage, same_agents in _ROUNDS:
        if not left or len(identities) == len(new):
            break
        candidates: dict[object, deque[str]] = {}
        for note in left.values():
            key = _key(note, passage=same_passage, agents=same_agents)
            candidates.setdefault(key, deque()).append(note.id)
        for position, note in enumerate(new):
            if position in identities:
                continue
            same = candidates.get(_key(note, passage=same_passage, agents=same_agents))
            if same:
                identities[position] = same.popleft()
                del left[identities[position]]
    return identities


_ROUNDS = ((True, True), (True, False), (False, True), (False, False))
"""Whether the passages, and whether the agents, must be the same in each round of matching."""


def _key(note: Note, *, passage: bool, agents: bool) -> tuple[object, ...]:
    """Return what two notes must have in common to be the same one."""
    anchored = note.anchor if passage else None
    place = (anchored.exact, anchored.prefix, anchored.suffix) if anchored else None
    return note.text, note.kind, place, (note.language, note.agents) if agents else None
