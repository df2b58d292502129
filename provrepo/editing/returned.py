"""The notes of a file that provrepo wrote and that comes back: they are the version's own notes.

=====================================  ===========================================================
in the file                            in the next version
=====================================  ===========================================================
a note of the version, as it was       as it is now: id, origin, kind, language, authors, words
one with other words                   the same note with the new words
one on another passage                 the same note there; without a place where that was deleted
one that is not in the file any more   gone if a file brought it, kept if an editor wrote it
a note that somebody added, a comment  a new note, of origin ``file``
a note that the repository has added   stays
or changed since the file was written
=====================================  ===========================================================
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from provrepo import agents, metadata
from provrepo.editing.file_notes import replace_file_notes
from provrepo.editing.knowledge import State
from provrepo.formats.returned import same_words
from provrepo.quotes import anchor
from provrepo.store.records import Note, Notes

if TYPE_CHECKING:
    from provrepo.editing.knowledge import Knowledge
    from provrepo.formats.draft import Draft, FileNote
    from provrepo.store.records import TextKey


def as_made(draft: Draft, knowledge: Knowledge) -> Draft:
    """Return the draft of a file, with who made it if its version is not here to tell that."""
    origin = draft.origin
    if origin is None or not origin.activity or knowledge.stored_version(origin.version):
        return draft
    # A review is a statement about a version that is there: it would be made anew each time.
    return replace(
        draft,
        agents=origin.agents,
        activity=None if origin.activity == "review" else origin.activity,
        message=origin.message,
        created=origin.created,
    )


def take_back(
    state: State,
    before: State | None,
    draft: Draft,
    text_key: TextKey,
    knowledge: Knowledge,
    warn: Callable[[str], object],
) -> bool:
    """Give ``state`` the notes of a file that was written from a version of this text.

    ``before`` is what the newest version says. Returns False where the version is not one of this
    text here: then ``state`` gets the metadata that the file has for that case, and the notes are
    to be read as those of any file.
    """
    assert draft.origin is not None, "the file names its version"
    stored = knowledge.stored_version(draft.origin.version)
    if stored is None or before is None or knowledge.current(stored.text_key) != text_key:
        if draft.origin.citation is not None:
            state.citation = metadata.normal_item(draft.origin.citation)
        return False
    source = knowledge.state_of(stored)
    is_edited = source.content.digest != state.content.digest
    if is_edited and before.content.digest not in (source.content.digest, state.content.digest):
        warn(
            f"it was written from {stored.reference}, and the text has been changed since: what "
            f"it does not have is taken back; see provrepo diff {stored.reference}..{text_key}"
        )
    state.notes = _notes(state, source.notes.notes, draft, is_edited=is_edited, warn=warn)
    state.notes = _with_new(state, source.notes.notes, draft, text_key, knowledge)
    return True


def _notes(
    state: State,
    source: Sequence[Note],
    draft: Draft,
    *,
    is_edited: bool,
    warn: Callable[[str], object],
) -> Notes:
    """Return the notes of ``state`` with what the file changed of those of its ``source``."""
    present = {note.id: note for note in state.notes.notes}
    returned = {note.number: note for note in draft.notes or () if note.number}
    for number, note in enumerate(source, 1):
        current, file_note = present.get(note.id), returned.get(number)
        if file_note is None:
            if current is not None and current.origin == "editor":
                warn(
                    f"note {note.id} is not in the file any more and is kept, as an editor wrote "
                    f"it; to remove it: provrepo note remove"
                )
            else:
                present.pop(note.id, None)
        elif current is not None:
            present[note.id] = _changed(current, note, file_note, state.content.text, is_edited)
    notes = list(present.values())
    return state.notes if notes == [*state.notes.notes] else Notes.of(notes)


def _changed(
    current: Note,
    note: Note,
    file_note: FileNote,
    content: str,
    is_edited: bool,
) -> Note:
    """Return a note as it is now, with what the file changed of what it was."""
    if not same_words(file_note.text, note.text):
        current = replace(current, text=file_note.text)
    place = current.anchor.end if current.anchor else None
    # Where both agree on the end of the passage, the words around it have told its beginning.
    if is_edited and file_note.end not in (None, place) and file_note.start is not None:
        assert file_note.end is not None, "a place has a beginning and an end"
        passage = anchor(content, file_note.start, file_note.end - file_note.start)
        current = replace(current, anchor=passage)
    return current


def _with_new(
    state: State,
    source: Sequence[Note],
    draft: Draft,
    text_key: TextKey,
    knowledge: Knowledge,
) -> Notes:
    """Return the notes of ``state`` with those that somebody put into the file.

    They replace those that an earlier copy of the file brought, as the notes of any file do.
    """
    ids = {note.id for note in source}
    new = [note for note in draft.notes or () if not 0 < note.number <= len(source)]
    earlier = [note for note in state.notes.notes if note.id not in ids and note.origin == "file"]
    if not new and not earlier:
        return state.notes
    staying = [note for note in state.notes.notes if note not in earlier]
    brought = [(note, knowledge.responsibilities(map(agents.parse, note.agents))) for note in new]
    used = {*knowledge.used_note_ids(text_key), *(note.id for note in staying)}
    replaced = replace_file_notes(Notes.of(earlier), brought, state.content.text, used)
    # What the repository has got since, from another file, is no affair of this one.
    words = {(note.text, note.kind) for note in replaced.notes}
    elsewhere = [note for note in earlier if (note.text, note.kind) not in words]
    return Notes.of([*staying, *replaced.notes, *elsewhere])
