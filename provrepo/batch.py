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
from provrepo.store import objects, read, rules, write
from provrepo.store.canonical import canonical, digest
from provrepo.store.database import Collision, Database
from provrepo.store.packing import Packer
from provrepo.store.prepare import Addition, Objects, Own, Preparation
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


@dataclass(slots=True)
class _Entry:
    """One version that is wanted."""

    document: str
    text: Text
    edit: Edit
    statement: Statement


class Batch:
    """Versions that are to be stored in one transaction; each may follow one before it.

    With ``dry_run`` they are planned, and nothing is stored. ``packer`` packs their contents.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        software: str,
        packer: Packer,
        *,
        dry_run: bool = False,
    ) -> None:
        self._database, self._clock, self._software = database, clock, software
        self._packer = packer
        self._dry_run = dry_run
        self._imagined: dict[str, dict[Text, _Newest]] = {}
        self._entries: list[_Entry] = []
        self._commits: list[Commit | ProvrepoError] = []
        self._forget()

    def _forget(self) -> None:
        """Know nothing of the repository, as it may have changed."""
        self._preparation = Preparation(self._database, self._packer)
        self._changed: dict[str, set[Text]] = {}
        self._seen: dict[str, dict[str, Own]] = {}
        self._keys: dict[str, str] = {}
        self._stored_texts: dict[str, list[StoredText]] = {}
        self._texts: dict[Own, _Newest] = {}
        self._citations: dict[str, dict[str, Any] | None] = {}
        self._agents: dict[tuple[str, str | None], Agent] = {}
        self._now: str | None = None
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
                if attempt:
                    write.append_held(self._database, self._rows(), self._plan_again)
                elif not self._dry_run:
                    write.append(self._database, self._preparation)
                break
            except (Conflict, Collision):
                # Another process was faster. Who named a parent is answered in the next round.
                if attempt + 1 == ATTEMPTS:
                    raise
        commits, self._entries, self._commits = self._commits, [], []
        if self._dry_run:
            self._imagine()
        self._forget()
        return commits

    def _imagine(self) -> None:
        """Remember of the versions planned in a dry run that they would be there now."""
        for document, texts in self._changed.items():
            for text in texts:
                known = self._texts[document, text]
                slim = _Newest(known.number, known.id, row=known.row)
                self._imagined.setdefault(document, {})[text] = slim

    def _rows(self) -> set[int]:
        """Return the rows of the texts that the batch goes to, as far as they are there."""
        own = {(self.key(one.document), one.text) for one in self._entries}
        self._forget()
        return {row for one in own if (row := self.newest(one).row) is not None}

    def _plan_again(self) -> Preparation:
        self._forget()
        self._commits = [self._planned_again(entry) for entry in self._entries]
        return self._preparation

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
        if current and current.sequence >= 0 and not after.content:
            # It has the content of a version that was purged, or that of an empty file.
            objects.content(self._database, current.record.content)
        same = newest.state is not None and after.says_the_same(newest.state)
        if current and not current.withdrawal and same and statement.activity != "review":
            return Commit("unchanged", current, newest.state, after, statement.agents)
        # All versions of a transaction enter the repository at one moment.
        now = self._now = self._now or instant(self._clock)
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
        named = Objects(
            after.content, after.notes, after.citation, occasion.agents, after.file_bytes
        )
        before = current.record.content if current else None
        addition = Addition.of(record, named, before, newest.row)
        if not self._dry_run:
            self._preparation.add(addition)
        made = StoredVersion(addition.id, -1, record, document)
        self.size += len(after.content) + len(after.file_bytes or b"")
        note_ids = newest.note_ids | {note.id for note in after.notes.notes}
        self._texts[own] = _Newest(record.number, made.id, made, after, newest.row, note_ids)
        self._changed.setdefault(document, set()).add(entry.text)
        if after.citation is not None:
            self._citations[document] = after.citation
        outcome = "changed" if newest.number else "new"
        return Commit(outcome, made, newest.state, after, statement.agents)

    def newest(self, own: Own) -> _Newest:
        """Return what is known of a text, with the versions of this batch."""
        if own not in self._texts:
            self._texts[own] = self._stored(own)
            self._seen.setdefault(own[0], {})[str(own[1])] = own
        return self._texts[own]

    def key(self, document: str) -> str:
        """Return the key, today, of the document that has or had a key, itself for a new one."""
        if document not in self._keys:
            self._keys[document] = read.current_key(self._database, document) or document
        return self._keys[document]

    def foresee(self, documents: Iterable[str]) -> None:
        """Look up in one query which of the ``documents`` are not there yet."""
        wanted = {key for key in documents if key not in self._keys}
        for key in wanted - read.known_keys(self._database, wanted):
            self._keys[key], self._stored_texts[key], self._citations[key] = key, [], None

    def texts(self, document: str) -> list[StoredText]:
        """Return the texts of a document. Raises Unsettled where this batch may add one."""
        if document not in self._changed or self._dry_run:
            return self._texts_of(document)
        raise Unsettled

    def text(self, reference: Reference) -> Text:
        """Return the stored text that a reference names. Raises NotFound or Ambiguous."""
        return resolve.text(self._database, reference).text

    def _texts_of(self, document: str) -> list[StoredText]:
        if document not in self._stored_texts:
            self._stored_texts[document] = read.texts(self._database, document)
        stored = self._stored_texts[document]
        if not self._dry_run:
            return stored
        planned = self._changed.get(document, set()) | set(self._imagined.get(document, ()))
        planned.difference_update(one.text for one in stored)
        return [*stored, *(StoredText(-1, document, text) for text in sorted(planned, key=str))]

    def _stored(self, own: Own) -> _Newest:
        document, text = own
        if text in self._imagined.get(document, ()):
            return self._imagined[document][text]
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
        key = wanted.document or ""
        if wanted.selector == LATEST:
            own = self._seen.get(key, {}).get(wanted.text or "")
            known = self._texts[own] if own else None
            if own and known and known.id and not _withdrawn(known):
                return known.id, own
        if self._dry_run:
            planned = self._planned(wanted)
            if planned:
                return planned
        elif key in self._changed:
            raise Unsettled
        stored = resolve.version(self._database, wanted)
        return stored.id, (stored.document, stored.record.text)

    def _planned(self, wanted: Reference) -> tuple[str, Own] | None:
        """Return what `find` is to return in a dry run for a version that is planned only."""
        key = wanted.document or ""
        here = self._changed.get(key, set()) | set(self._imagined.get(key, ()))
        if not here or wanted.selector != LATEST:
            return None
        chosen = resolve.among(self._texts_of(key), wanted)
        known = self.newest((key, chosen.text))
        return (known.id, (key, chosen.text)) if chosen.text in here and known.id else None


def _withdrawn(known: _Newest) -> bool:
    return known.current is not None and known.current.withdrawal is not None


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
