"""A file that provrepo wrote, read again: the exact content and the notes, whoever edited the file.

A reader says what it found: the visible text, the notes with the numbers that they had in the
version, the places of their passages. This puts it together with the record of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from provrepo.formats.draft import FileNote, FileOrigin
from provrepo.formats.exported import LABELS, Record, labelled, unlabelled
from provrepo.formats.shown import REPLACEMENT, Restored, restored, shown
from provrepo.store.canonical import digest


@dataclass(frozen=True, slots=True)
class Returned:
    """What a file of ours says: its content, its notes, and whether its text is as it was."""

    content: str
    notes: tuple[FileNote, ...]
    origin: FileOrigin
    is_unedited: bool


def returned(
    version: str,
    record: Record | None,
    visible: str,
    notes: Iterable[FileNote],
    places: Mapping[int, tuple[int, int]],
    feeds: str = "anywhere",
) -> Returned:
    """Return what a file says that was written from ``version``, its id.

    ``visible`` is the text that people see, without what follows it; ``notes`` have their places
    there, ``places`` are those of the passages of notes by their numbers. ``record`` is None where
    a program has lost it. ``feeds`` says where the format has page breaks.
    """
    content = _content(record, visible, feeds)
    unedited = record is not None and _hashes_to(content.content, record.sha256)
    if not unedited and "\0" in content.content:  # which no file can bring, only a version had it
        content = content._replace(content=content.content.replace("\0", REPLACEMENT))
    result = [
        placed
        for note in _numbered(notes, record)
        if (placed := _note(note, record, content, places, unedited)).text.strip()
    ]
    origin = record.origin(is_unedited=unedited) if record else FileOrigin(version)
    return Returned(content.content, tuple(result), origin, unedited)


def _numbered(notes: Iterable[FileNote], record: Record | None) -> list[FileNote]:
    """Return the notes with the numbers that they had, each once: one that was copied is new.

    A note that has lost its mark is known by its words.
    """
    numbered: list[FileNote] = []
    taken: set[int] = set()
    for note in notes:
        number = note.number if note.number not in taken else 0
        taken.add(number)
        numbered.append(replace(note, number=number))
    by_words: dict[str, list[int]] = {}
    for before in reversed(record.notes if record else ()):
        if before.number not in taken:
            words = shown(before.text)
            for written in {_plain(words), _plain(labelled(before, words))}:
                by_words.setdefault(written, []).append(before.number)
    for place, note in enumerate(numbered):
        numbers = [] if note.number else by_words.get(_plain(note.text), [])
        while numbers and not numbered[place].number:
            number = numbers.pop()
            if number not in taken:
                taken.add(number)
                numbered[place] = replace(note, number=number)
    return numbered


def _hashes_to(content: str, sha256: str) -> bool:
    return digest(content.encode()) == sha256


def _content(record: Record | None, visible: str, feeds: str) -> Restored:
    """Return the content that a visible text stands for."""
    if record is None:
        text = visible.rstrip("\n")
        return restored(f"{text}\n" if text else "", "", feeds=feeds)
    if record.content is None:
        text = visible + record.tail
        if _hashes_to(text, record.sha256):
            return restored(text, "", feeds=feeds)
        return restored(visible.rstrip("\n") + record.tail, "", feeds=feeds)
    exact = record.content.removesuffix(record.tail) if record.tail else record.content
    if visible != shown(exact, feeds=feeds):
        visible = visible.rstrip("\n")
    content = restored(visible, exact, feeds=feeds)
    return content._replace(content=content.content + record.tail)


def _note(
    note: FileNote,
    record: Record | None,
    content: Restored,
    places: Mapping[int, tuple[int, int]],
    unedited: bool,
) -> FileNote:
    """Return a note with its own words, and its place in the content."""
    before = record.notes[note.number - 1] if record and _has(record, note.number) else None
    place = places.get(note.number, (note.start, note.end))
    start, end = (None if offset is None else content.place(offset) for offset in place)
    if before is not None and unedited and (before.end or 0) <= len(content.content):
        start, end = before.start, before.end
    elif not content.content[start:end].strip():  # its passage was deleted
        start = end = None
    if before is None:
        kind, text = unlabelled(note.text) if note.kind == "original" else (note.kind, note.text)
        return replace(note, text=text, kind=kind, start=start, end=end)
    return replace(before, text=_words(note.text, before), start=start, end=end, label=note.label)


def _has(record: Record, number: int) -> bool:
    return 0 < number <= len(record.notes)


def _words(written: str, before: FileNote) -> str:
    """Return the words of a note; those that it had before where nobody changed them.

    Programs drop a blank at the edge of a note, which nobody sees.
    """
    words = shown(before.text)
    visible = labelled(before, words)
    if same_words(written, visible) or same_words(written, words):
        return before.text
    label = LABELS[before.kind] if visible != words else ""
    return written.removeprefix(label).strip()


def same_words(first: str, second: str) -> bool:
    """Return whether two notes say the same to whoever reads them in a file."""
    return _plain(first) == _plain(second)


def _plain(text: str) -> str:
    return shown(text).replace("\f", "\ufffd").strip()
