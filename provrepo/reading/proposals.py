"""Proposals for notes that lost their passage: what it probably became, and how to accept that."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from provrepo.compare.likely import Likeness
from provrepo.errors import Purged, shortened
from provrepo.quotes import occurrences
from provrepo.reading import lookup
from provrepo.store import objects, read
from provrepo.store.records import NO_NOTES_ID

if TYPE_CHECKING:
    from provrepo.store.database import Database
    from provrepo.store.read import StoredVersion
    from provrepo.store.records import Note, TextKey


@dataclass(frozen=True, slots=True)
class Proposal:
    """The passage that a lost one probably became.

    ``quote`` are its words, ``start`` and ``end`` its place in the newest content (code points,
    half-open), ``line`` the line on which it begins, from 1, ``occurrence`` which place of
    these words it is, from 1; None where they stand there once. ``command`` accepts it.
    """

    quote: str
    start: int
    end: int
    line: int
    occurrence: int | None
    command: str

    def __str__(self) -> str:
        return f"“{shortened(self.quote)}” on line {self.line}"

    def as_json(self) -> dict[str, Any]:
        """Return the proposal as JSON output shows it (docs/cli.md)."""
        return asdict(self)


@dataclass(frozen=True, slots=True, repr=False)
class LostNote:
    """A note of the newest version of a text, ``reference``, that lost its passage.

    ``note`` is its id, ``quote`` the words that it was on. ``proposal`` is the passage that these
    probably became, None where nothing is like them. ``command`` gives the note a place.
    ``cautions`` are sentences that say whether the version was purged.
    """

    reference: str
    note: str
    quote: str
    message: str
    command: str
    proposal: Proposal | None
    cautions: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<LostNote {self.note} of {self.reference}>"

    def as_json(self) -> dict[str, Any]:
        """Return the note as JSON output shows it (docs/cli.md)."""
        return asdict(self)


def lost_notes(database: Database, newest: StoredVersion) -> list[LostNote]:
    """Return the notes of the newest version of a text that lost their passages. Raises Damaged."""
    notes = objects.kept_notes(database, newest.record.notes).notes
    lost = [note for note in notes if note.unanchored]
    proposals = propose(database, newest, lost)
    return [
        _lost(newest, note.id, note.anchor.exact, proposals.get(note.id))
        for note in lost
        if note.anchor
    ]


def _lost(newest: StoredVersion, identity: str, quote: str, proposal: Proposal | None) -> LostNote:
    message = f"has lost the passage of note {identity} “{shortened(quote)}”"
    if proposal is None:
        command = edit_command(newest.text_key, identity)
    else:
        message += f", which is probably {proposal} now"
        command = proposal.command
    return LostNote(newest.reference, identity, quote, message, command, proposal)


def edit_command(
    text_key: TextKey, identity: str, quote: str | None = None, occurrence: int | None = None
) -> str:
    """Return the command that puts a note on a quote, as it can be pasted into a shell.

    Where the quote is not known, it has an ellipsis for it.
    """
    which = "" if occurrence is None else f" --occurrence {occurrence}"
    options = '--quote "…"' if quote is None else f"--quote {shell_word(quote)}{which}"
    if identity.startswith("-"):  # it would be taken for an option
        return f"provrepo note edit {options} -- {text_key} {shell_word(identity)}"
    return f"provrepo note edit {text_key} {shell_word(identity)} {options}"


def shell_word(text: str) -> str:
    """Return ``text`` quoted for a shell, control characters by their escapes.

    Those would not come through a terminal as they are: `$'…'` is in POSIX.1-2024, in bash and zsh.
    """
    if text.isprintable():
        return shlex.quote(text)
    return "$'" + "".join(map(_escaped, text)) + "'"


def _escaped(character: str) -> str:
    named = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "'": r"\'", "\\": r"\\"}
    if character in named or character.isprintable():
        return named.get(character, character)
    code = ord(character)
    return (
        f"\\x{code:02x}"
        if code < 0x80
        else f"\\u{code:04x}"
        if code < 0x10000
        else f"\\U{code:08x}"
    )


class Proposals:
    """Makes proposals for notes that one text lost on its way from one content to another."""

    def __init__(self, before: str, after: str, text_key: TextKey) -> None:
        self._likeness = Likeness(before, after)
        self._after, self._text_key = after, text_key

    def make(self, identity: str, start: int, end: int) -> Proposal | None:
        """Return the proposal for the note ``identity``, which was on this range of ``before``."""
        passage = self._likeness.find(start, end)
        if passage is None:
            return None
        quote = self._after[slice(*passage)]
        places = occurrences(self._after, quote)
        occurrence = None if len(places) == 1 else places.index(passage[0]) + 1
        command = edit_command(self._text_key, identity, quote, occurrence)
        line = self._after.count("\n", 0, passage[0]) + 1
        return Proposal(quote, *passage, line, occurrence, command)


def propose(database: Database, newest: StoredVersion, lost: Iterable[Note]) -> dict[str, Proposal]:
    """Return proposals, by their ids, for the ``lost`` notes of the newest version of a text.

    Each is made from the last content in which the note had its place. Raises Damaged.
    """
    lost_by_id = {note.id: note for note in lost if note.anchor}
    after = _content(database, newest) if lost_by_id else None
    proposals: dict[str, Proposal] = {}
    if after is None:
        return proposals
    for version, placed in _last_places(database, newest, lost_by_id):
        before = _content(database, version)
        if before is None:
            continue
        maker = Proposals(before, after, newest.text_key)
        for note in placed:
            assert note.anchor, "it has a place"
            proposal = maker.make(note.id, note.anchor.start or 0, note.anchor.end or 0)
            if proposal:
                proposals[note.id] = proposal
    return proposals


def _content(database: Database, version: StoredVersion) -> str | None:
    try:
        return objects.content(database, version.record.content)
    except Purged:
        return None


def _last_places(
    database: Database, newest: StoredVersion, lost_by_id: dict[str, Note]
) -> Iterator[tuple[StoredVersion, list[Note]]]:
    """Yield the versions in which notes had their place for the last time, with these notes."""
    seen = {NO_NOTES_ID, newest.record.notes}
    for version in read.history(database, lookup.text(database, str(newest.text_key)).row):
        if not lost_by_id:
            return
        if version.record.notes in seen:
            continue
        seen.add(version.record.notes)
        if placed := _placed(database, version, lost_by_id):
            placed_ids = {note.id for note in placed}
            lost_by_id = {key: note for key, note in lost_by_id.items() if key not in placed_ids}
            yield version, placed


def _placed(database: Database, version: StoredVersion, lost_by_id: dict[str, Note]) -> list[Note]:
    """Return those of the lost notes that have their place in a version, on the same words."""
    return [
        note
        for note in objects.kept_notes(database, version.record.notes).notes
        if note.id in lost_by_id
        and note.anchor
        and not note.unanchored
        and note.anchor.exact == getattr(lost_by_id[note.id].anchor, "exact", None)
    ]
