"""Versions on their way into the store: planned one after the other, stored together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from provrepo import resolve
from provrepo.agents import Contribution
from provrepo.clock import Clock, instant
from provrepo.errors import Conflict, ProvrepoError
from provrepo.reference import LATEST, Reference, parse
from provrepo.revision import Attributions, Commit, Edit, State, Statement, state_of
from provrepo.store import read, rules, write
from provrepo.store.canonical import canonical, digest
from provrepo.store.database import Database
from provrepo.store.prepare import Addition, Objects, Own
from provrepo.store.read import StoredText, StoredVersion
from provrepo.store.records import Agent, Responsibility, Text, VersionRecord

ATTEMPTS = 100
"""How often a writer who named no parent starts again after another one was faster."""


class Unsettled(Exception):
    """The answer depends on versions of this batch: commit it, then ask again."""


@dataclass(slots=True)
class _Newest:
    """What is known of a text: its newest version (no. 0: none) and what counts as current."""

    number: int = 0
    id: str | None = None
    current: StoredVersion | None = None
    state: State | None = None
    row: int | None = None
    note_ids: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One version that is wanted."""

    document: str
    text: Text
    edit: Edit
    statement: Statement


class Batch:
    """Versions that are to be stored in one transaction; each may follow one before it.

    With ``dry_run`` they are planned, and nothing is stored.
    """

    def __init__(
        self, database: Database, clock: Clock, software: str, *, dry_run: bool = False
    ) -> None:
        self._database, self._clock, self._software = database, clock, software
        self._dry_run = dry_run
        self._entries: list[_Entry] = []
        self._commits: list[Commit | ProvrepoError] = []
        self._forget()

    def _forget(self) -> None:
        """Know nothing of the repository, as it may have changed."""
        self._additions: list[Addition] = []
        self._keys: dict[str, str] = {}
        self._stored_texts: dict[str, list[StoredText]] = {}
        self._texts: dict[Own, _Newest] = {}
        self._citations: dict[str, dict[str, Any] | None] = {}
        self._agents: dict[tuple[str, str | None], Agent] = {}
        self.size = 0

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, document: str, text: Text, edit: Edit, statement: Statement) -> Commit:
        """Plan the version that ``edit`` makes, unless it would say nothing new.

        A version with the activity ``review`` is always made: it states that the text was checked.
        Raises Conflict where the statement's parent is no longer the newest version, Unsettled,
        and what ``edit`` raises; the batch is then as it was.
        """
        rules.key(document)
        entry = _Entry(document, text, edit, statement)
        commit = self._plan(entry)
        self._entries.append(entry)
        self._commits.append(commit)
        return commit

    def commit(self) -> list[Commit | ProvrepoError]:
        """Store the versions, durable when this returns, and begin anew.

        Returns what became of each `add`, in their order: where another process wrote meanwhile
        they were planned again, and one of them may no longer be possible.
        """
        for attempt in range(ATTEMPTS):
            try:
                if not self._dry_run:
                    write.append(self._database, self._additions)
                break
            except Conflict:
                # Another process was faster. Who named a parent is answered in the next round.
                if attempt + 1 == ATTEMPTS:
                    raise
                self._forget()
                self._commits = [self._planned_again(entry) for entry in self._entries]
        commits, self._entries, self._commits = self._commits, [], []
        self._forget()
        return commits

    def _planned_again(self, entry: _Entry) -> Commit | ProvrepoError:
        try:
            return self._plan(entry)
        except ProvrepoError as error:
            return error

    def _plan(self, entry: _Entry) -> Commit:
        document = self.key(entry.document)
        own = (document, entry.text)
        newest = self.newest(own)
        statement = entry.statement
        current = newest.current
        if statement.parent not in (None, newest.id, current.id if current else None):
            parent = statement.parent or ""
            raise Conflict(f"{document}/{entry.text}", parent, newest.id, newest.number)
        occasion = _Occasion(self, own, newest, statement.agents)
        after = entry.edit(occasion)
        if current and not after.content:  # it has the content of a version that was purged
            read.content(self._database, current.record.content)
        same = newest.state is not None and after.says_the_same(newest.state)
        if current and not current.withdrawal and same and statement.activity != "review":
            return Commit("unchanged", current, newest.state, after, statement.agents)
        now = instant(self._clock)
        created = {None: now, "unknown": None}.get(statement.created, statement.created)
        record = VersionRecord(
            document=document,
            text=entry.text,
            number=newest.number + 1,
            parent=newest.id,
            activity=statement.activity
            or ("revise" if newest.number else rules.FIRST_ACTIVITY[entry.text.kind]),
            content=digest(after.content.encode()),
            notes=after.notes.id,
            citation=None if after.citation is None else digest(canonical(after.citation)),
            agents=occasion.makers,
            based_on=after.based_on,
            created=created,
            recorded=now,
            message=statement.message,
            file=after.file,
            software=self._software,
        )
        objects = Objects(
            after.content, after.notes, after.citation, occasion.agents, after.file_bytes
        )
        before = current.record.content if current else None
        addition = Addition.of(record, objects, before, newest.row)
        made = StoredVersion(addition.id, -1, record, document)
        self._additions.append(addition)
        self.size += len(after.content) + len(after.file_bytes or b"")
        note_ids = newest.note_ids | {note.id for note in after.notes.notes}
        self._texts[own] = _Newest(record.number, made.id, made, after, newest.row, note_ids)
        if after.citation is not None:
            self._citations[document] = after.citation
        outcome = "changed" if newest.number else "new"
        return Commit(outcome, made, newest.state, after, statement.agents)

    def newest(self, own: Own) -> _Newest:
        """Return what is known of a text, with the versions of this batch."""
        if own not in self._texts:
            self._texts[own] = self._stored(own)
        return self._texts[own]

    def key(self, document: str) -> str:
        """Return the key, today, of the document that has or had a key, itself for a new one."""
        if document not in self._keys:
            self._keys[document] = read.current_key(self._database, document) or document
        return self._keys[document]

    def texts(self, document: str) -> list[StoredText]:
        """Return the stored texts of a document. Raises Unsettled where this batch may add one."""
        if any(addition.record.document == document for addition in self._additions):
            raise Unsettled
        return self._texts_of(document)

    def text(self, reference: Reference) -> Text:
        """Return the stored text that a reference names. Raises NotFound or Ambiguous."""
        return resolve.text(self._database, reference).text

    def _texts_of(self, document: str) -> list[StoredText]:
        if document not in self._stored_texts:
            self._stored_texts[document] = read.texts(self._database, document)
        return self._stored_texts[document]

    def _stored(self, own: Own) -> _Newest:
        document, text = own
        found = next((one for one in self._texts_of(document) if one.text == text), None)
        newest = read.newest(self._database, found.row) if found else None
        if found is None or newest is None:
            return _Newest()
        # A new version follows the newest in number, and says what the latest not withdrawn says.
        current = newest
        if newest.withdrawal is not None:
            current = read.current(self._database, found.row) or newest
        return _Newest(
            newest.record.number, newest.id, current, state_of(self._database, current), found.row
        )

    def used_note_ids(self, own: Own) -> set[str]:
        """Return every id that a note of the text has or had."""
        known = self.newest(own)
        stored = read.note_ids(self._database, known.row) if known.row is not None else set()
        return stored | known.note_ids

    def document_citation(self, document: str) -> dict[str, Any] | None:
        """Return the citation metadata that any text of the document was given last."""
        if document not in self._citations:
            self._citations[document] = read.newest_citation(self._database, document)
        return self._citations[document]

    def attributions(self) -> Attributions:
        """Return who is known, for one version."""
        return Attributions(self._database, self._agents)

    def find(self, reference: str) -> tuple[str, Own]:
        """Return the id of the version that a reference names, and its text.

        Raises Unsettled where it may be one of this batch, and what looking one up raises.
        """
        wanted = parse(reference)
        for own, known in self._texts.items():
            whole = wanted._replace(selector=LATEST) == (own[0], str(own[1]), LATEST)
            if whole and known.id and wanted.selector == LATEST and not _withdrawn(known):
                return known.id, own
        here = {addition.record.document for addition in self._additions}
        if wanted.document in here and not self._dry_run:
            raise Unsettled
        stored = resolve.version(self._database, wanted)
        return stored.id, (stored.document, stored.record.text)


def _withdrawn(known: _Newest) -> bool:
    return known.current is None or known.current.withdrawal is not None


class _Occasion:
    """The occasion on which one version is made (see `provrepo.revision.Occasion`)."""

    def __init__(
        self, batch: Batch, own: Own, newest: _Newest, makers: Iterable[Contribution]
    ) -> None:
        self._batch, self._own = batch, own
        self._attributions = batch.attributions()
        self.before = newest.state
        self.makers = self.attributed(makers)

    @property
    def agents(self) -> tuple[Agent, ...]:
        """The objects of all agents that were asked for."""
        return self._attributions.agents

    def attributed(self, contributions: Iterable[Contribution]) -> tuple[Responsibility, ...]:
        return self._attributions.of(contributions)

    def used_note_ids(self) -> set[str]:
        return self._batch.used_note_ids(self._own)

    def document_citation(self) -> dict[str, Any] | None:
        return self._batch.document_citation(self._own[0])

    def find(self, reference: str) -> tuple[str, Own]:
        return self._batch.find(reference)
