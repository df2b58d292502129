"""What is known of documents, texts and people while versions of them are planned.

Looked up in the repository once, then remembered, together with the versions that are planned but
not stored yet: each plan can build on those before it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from provrepo.errors import Purged
from provrepo.store import objects, read, survey
from provrepo.store.contents import Content
from provrepo.store.read import StoredText, StoredVersion
from provrepo.store.records import (
    NO_NOTES_ID,
    Agent,
    Basis,
    IngestedFile,
    Notes,
    Responsibility,
    Text,
    TextKey,
)

if TYPE_CHECKING:
    from provrepo.agents import Contribution
    from provrepo.reference import Reference
    from provrepo.store.database import Database


COMMIT_MARK = "commit="
"""What stands before a commit's id in the reader of an ingested file that came from it."""


def commit_of(file: IngestedFile | None) -> str | None:
    """Return the id of the commit in git that a file was ingested from; None for another file."""
    if file is None:
        return None
    _, mark, end = f" {file.reader}".partition(f" {COMMIT_MARK}")
    return end.partition(" ")[0] if mark else None


class NotStoredYet(Exception):
    """A reference may name a version that is planned only: store the batch, then ask again."""


class StoredContent:
    """A content in the store, read only if its text is asked for; that of a purged one is empty."""

    __slots__ = ("_database", "_text", "digest")

    def __init__(self, database: Database, digest: str) -> None:
        self._database, self.digest = database, digest
        self._text: str | None = None

    @property
    def text(self) -> str:
        """The text. Raises Damaged."""
        if self._text is None:
            try:
                self._text = objects.recent_content(self._database, self.digest)
            except Purged:
                self._text = ""
        return self._text

    def check_readable(self) -> None:
        """Raise Purged where the content was removed, or Damaged."""
        if not self._text:
            self._text = objects.recent_content(self._database, self.digest)


@dataclass(slots=True)
class State:
    """What a version says: all that the next one may change, or take over.

    ``file_bytes`` are the ingested file's, where they differ from the content's UTF-8 and are not
    in the store yet.
    """

    content: Content | StoredContent
    notes: Notes = field(default_factory=Notes)
    citation: dict[str, Any] | None = None
    based_on: tuple[Basis, ...] = ()
    file: IngestedFile | None = None
    file_bytes: bytes | None = None


def state_of(database: Database, version: StoredVersion) -> State:
    """Return what a stored version says; a part that was purged is empty. Raises Damaged."""
    record = version.record
    has_no_notes = record.notes == NO_NOTES_ID
    return State(
        content=StoredContent(database, record.content),
        notes=Notes() if has_no_notes else objects.kept_notes(database, record.notes),
        citation=objects.kept_citation(database, record.citation) if record.citation else None,
        based_on=record.based_on,
        file=record.file,
    )


@dataclass(slots=True)
class Newest:
    """The newest version of a text, stored or planned; number 0 where there is none.

    ``number`` and ``id`` are those of the version that the next one follows. ``current`` is the
    newest that was not withdrawn, and ``state`` what it says: the next version starts from there.
    ``row`` is the text's in the store. ``note_ids`` are those of notes that are not stored yet,
    ``contents`` the numbers of such versions by the digests of their contents.
    """

    number: int = 0
    id: str | None = None
    current: StoredVersion | None = None
    state: State | None = None
    row: int | None = None
    note_ids: set[str] = field(default_factory=set)
    contents: dict[str, int] = field(default_factory=dict)

    @property
    def is_withdrawn(self) -> bool:
        """Whether every version was withdrawn, so that there is none to follow but the newest."""
        return self.current is not None and self.current.withdrawal is not None


@dataclass(slots=True)
class _OfCommits:
    """Planned versions that commits in git made: their ids, and the texts of these ids."""

    versions: dict[tuple[TextKey, str], str] = field(default_factory=dict)
    texts: dict[str, TextKey] = field(default_factory=dict)


class Knowledge:
    """What the repository holds, as far as it was asked for, and what is planned on top of it.

    In a dry run nothing planned is ever stored, so that planned versions answer every question
    that they can; otherwise a question that only the store can answer raises NotStoredYet.
    ``purged`` is what was removed for good, as far as it has been asked for: by kind and digest,
    the error that says when and why.
    """

    def __init__(
        self,
        database: Database,
        *,
        dry_run: bool = False,
        purged: Mapping[tuple[str, str], Purged] = MappingProxyType({}),
    ) -> None:
        self._database, self._dry_run = database, dry_run
        self.purged = purged
        self.looked_up_after = database.writes
        """The database's number of writes before anything was looked up."""
        self._texts: dict[str, list[StoredText]] = {}
        self._newest: dict[TextKey, Newest] = {}
        self._planned: dict[str, set[Text]] = {}
        self._citations: dict[str, dict[str, Any] | None] = {}
        self._agents: dict[tuple[str, str | None], Agent] = {}
        self._of_commits = _OfCommits()
        self._of_commits_before = _OfCommits()  # of the batch that is not stored yet

    def expect(self, documents: Iterable[str]) -> None:
        """Find out by one query which of the ``documents`` (keys) are new.

        Asking about each of a thousand new documents takes longer than planning their versions.
        """
        keys = {key for key in documents if key not in self._texts}
        for key in keys - survey.known_keys(self._database, keys):
            self._texts[key], self._citations[key] = [], None

    def current_key(self, document: str) -> str:
        """Return today's key of the document that has or had this key; itself for a new one."""
        texts = self._stored_texts(document)
        return texts[0].document if texts else document

    def texts(self, document: str) -> list[StoredText]:
        """Return the texts of the document that has or had this key, planned ones at the end."""
        stored = self._stored_texts(document)
        planned = self._planned.get(stored[0].document if stored else document)
        if not planned:
            return stored
        new = planned.difference(text.text for text in stored)
        return [*stored, *(StoredText(-1, document, text) for text in sorted(new, key=str))]

    def _stored_texts(self, document: str) -> list[StoredText]:
        texts = self._texts.get(document)
        if texts is None:
            texts = self._texts[document] = read.texts(self._database, document)
        return texts

    def current(self, text_key: TextKey) -> TextKey:
        """Return today's name of the text that is or was called this; itself for a new one."""
        stored = self._stored_texts(text_key.document)
        if not stored:
            return text_key
        document, name = stored[0].document, text_key.text
        text_key = TextKey(document, name)
        if text_key in self._newest or any(text.text == name for text in stored):
            return text_key
        row = read.former_texts(self._database, document).get(name)
        return next((text.text_key for text in stored if text.row == row), text_key)

    def newest(self, text_key: TextKey) -> Newest:
        """Return the newest version of a text, planned ones included."""
        newest = self._newest.get(text_key)
        if newest is None:
            newest = self._newest[text_key] = self._stored_newest(text_key)
        return newest

    def _stored_newest(self, text_key: TextKey) -> Newest:
        for text in self._stored_texts(text_key.document):
            if text.text == text_key.text:
                break
        else:
            return Newest()
        newest = read.newest(self._database, text.row)
        if newest is None:
            return Newest(row=text.row)
        current = newest
        if newest.withdrawal is not None:
            current = read.current(self._database, text.row) or newest
        state = state_of(self._database, current)
        return Newest(newest.record.number, newest.id, current, state, text.row)

    def find(self, reference: Reference | str) -> tuple[str, TextKey]:
        """Return the id of the version that a reference names, and the text it is a version of.

        Raises NotStoredYet, InvalidReference, NotFound or Ambiguous.
        """
        from provrepo.reading import lookup
        from provrepo.reference import LATEST, Reference, parse

        parsed = reference if isinstance(reference, Reference) else parse(reference)
        document = self.current_key(parsed.document)
        texts = self.texts(document)
        if texts and parsed.selector == LATEST:
            text = lookup.among(self._database, texts, parsed)
            text_key = TextKey(text.document, text.text)
            newest = self.newest(text_key)
            # In a dry run what was planned long ago is known by its id alone.
            identity = newest.id if newest.current is None else newest.current.id
            if identity and not newest.is_withdrawn:
                return identity, text_key
        if self._planned.get(document) and parsed.selector.kind == "number":
            # A manifest may name the first version of a text that goes in with it.
            text = lookup.among(self._database, texts, parsed)
            text_key = TextKey(text.document, text.text)
            newest = self.newest(text_key)
            if newest.id and str(newest.number) == parsed.selector.value:
                return newest.id, text_key
        if self._planned.get(document) and not self._dry_run:
            raise NotStoredYet
        stored = lookup.version(self._database, parsed)
        return stored.id, stored.text_key

    def stored_id(self, reference: str) -> str:
        """Return the id of the stored version that a reference names. Raises as `find` does."""
        from provrepo.reading import lookup

        return lookup.version(self._database, reference).id

    def stored_version(self, identity: str) -> StoredVersion | None:
        """Return the stored version of that id; None where it is not here."""
        return read.by_id(self._database, identity)

    def state_of(self, version: StoredVersion) -> State:
        """Return what a stored version says."""
        return state_of(self._database, version)

    def made_from(self, text_key: TextKey, commits: Iterable[str]) -> str | None:
        """Return the id of the version that the first of these commits in git made of a text.

        A commit that made none leaves it to the next one; None where none did.
        """
        text_key = self.current(text_key)
        texts = self._stored_texts(text_key.document)
        row = next((text.row for text in texts if text.text_key == text_key), None)
        for commit in commits:
            of_commit = text_key, commit
            version = self._of_commits.versions.get(of_commit)
            version = version or self._of_commits_before.versions.get(of_commit)
            if version is None and row is not None:
                version = survey.made_from(self._database, row, f"{COMMIT_MARK}{commit}")
            if version is not None:
                return version
        return None

    def text_of(self, version: str) -> TextKey | None:
        """Return the text of the version with this id; None where there is no such version."""
        planned = self._of_commits.texts.get(version) or self._of_commits_before.texts.get(version)
        if planned is not None:
            return planned
        stored = self.stored_version(version)
        return stored.text_key if stored else None

    def history(self, text: StoredText) -> list[StoredVersion]:
        """Return the stored versions of a text, newest first."""
        return read.history(self._database, text.row)

    def used_note_ids(self, text_key: TextKey) -> set[str]:
        """Return every id that a note of the text has or had, so that none is given out again."""
        newest = self.newest(text_key)
        stored = objects.note_ids(self._database, newest.row) if newest.row is not None else set()
        return stored | newest.note_ids

    def number_of_content(self, text_key: TextKey, digest: str) -> int | None:
        """Return the number of the text's newest version with this content; None: it is new."""
        newest = self.newest(text_key)
        number = newest.contents.get(digest)
        if number is None and newest.row is not None:
            number = read.number_of_content(self._database, newest.row, digest)
        return number

    def citation(self, document: str) -> dict[str, Any] | None:
        """Return the citation metadata that any text of the document was given last."""
        if document not in self._citations:
            is_new = not self._stored_texts(document)
            citation = None if is_new else survey.newest_citation(self._database, document)
            self._citations[document] = citation
        return self._citations[document]

    def responsibilities(self, contributions: Iterable[Contribution]) -> tuple[Responsibility, ...]:
        """Return contributions as records name them; an agent not known yet gets an object."""
        return tuple(
            Responsibility(self._agent(contribution).id, contribution.role)
            for contribution in contributions
        )

    def _agent(self, contribution: Contribution) -> Agent:
        name = contribution.name, contribution.identifier
        agent = self._agents.get(name)
        if agent is None:
            agent = objects.find_agent(self._database, *name)
            # The nonce keeps the digest from telling the name once that is purged.
            agent = agent or Agent(*name, contribution.type, os.urandom(16).hex())
            self._agents[name] = agent
        return agent

    def agents(self, responsibilities: Iterable[Responsibility]) -> tuple[Agent, ...]:
        """Return the objects of the agents named, as far as `responsibilities` gave them out.

        The others stand in notes that were carried over: their agents are stored.
        """
        digests = {responsibility.agent for responsibility in responsibilities}
        if not digests:
            return ()
        return tuple(agent for agent in self._agents.values() if agent.id in digests)

    def plan(self, text_key: TextKey, version: StoredVersion, state: State, newest: Newest) -> None:
        """Take note of the version that is to follow ``newest``, and of what it says."""
        number = version.record.number
        note_ids = newest.note_ids | {note.id for note in state.notes.notes}
        contents = newest.contents  # one for all that are planned, not a copy for each
        contents[version.record.content] = number
        self._newest[text_key] = Newest(
            number, version.id, version, state, newest.row, note_ids, contents
        )
        self._planned.setdefault(text_key.document, set()).add(text_key.text)
        if state.citation is not None:
            self._citations[text_key.document] = state.citation
        if (commit := commit_of(version.record.file)) is not None:
            self._of_commits.versions.setdefault((text_key, commit), version.id)
            self._of_commits.texts[version.id] = text_key

    def successor(self, text_keys: Iterable[TextKey], agents: Collection[str]) -> Knowledge:
        """Return what a batch needs to know that follows one with these texts and agents.

        All else may have changed in the repository meanwhile. In a dry run everything planned is
        kept, but only by its number and id, so that memory does not grow with the contents.
        """
        successor = Knowledge(self._database, dry_run=self._dry_run, purged=self.purged)
        successor.looked_up_after = self.looked_up_after
        if self._dry_run:
            successor._planned = self._planned
            successor._of_commits = self._of_commits
            successor._newest = {
                text_key: Newest(newest.number, newest.id, row=newest.row)
                for text_key, newest in self._newest.items()
                if text_key.text in self._planned.get(text_key.document, ())
            }
            return successor
        for text_key in text_keys:
            document = text_key.document
            successor._newest[text_key] = self._newest[text_key]
            successor._planned.setdefault(document, set()).add(text_key.text)
            if (citation := self._citations.get(document)) is not None:
                successor._citations[document] = citation
        successor._of_commits_before = self._of_commits
        successor._agents = {
            name: agent for name, agent in self._agents.items() if agent.id in agents
        }
        return successor
