"""Versions on their way into the store: planned one after the other, stored together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from provrepo.agents import Contribution
from provrepo.clock import Clock, instant
from provrepo.editing.knowledge import Knowledge, Newest
from provrepo.editing.revision import Attributions, Commit, Edit, Statement
from provrepo.errors import Conflict, ProvrepoError
from provrepo.reading import lookup
from provrepo.reference import LATEST, Reference, parse
from provrepo.store import objects, rules, write
from provrepo.store.canonical import canonical, digest
from provrepo.store.contents import Content
from provrepo.store.database import Collision, Database
from provrepo.store.packing import Packer
from provrepo.store.prepare import Addition, Objects, Preparation
from provrepo.store.read import StoredText, StoredVersion
from provrepo.store.records import Agent, Responsibility, Text, TextKey, VersionRecord

ATTEMPTS = 100
"""How often a writer who named no parent starts again after another one was faster."""


class Unsettled(Exception):
    """The answer depends on versions of this batch: commit it, then ask again."""


@dataclass(slots=True)
class _Entry:
    """One version that is wanted."""

    document: str
    text: Text
    edit: Edit
    statement: Statement


class _Group:
    """Versions that are stored together, and what becomes of each."""

    def __init__(self, preparation: Preparation) -> None:
        self.preparation = preparation
        self.entries: list[_Entry] = []
        self.commits: list[Commit | ProvrepoError] = []
        self.changed: dict[str, set[Text]] = {}
        self.now: str | None = None
        self.size = 0

    def owns(self) -> Iterator[TextKey]:
        """Yield the texts that get versions."""
        for document, texts in self.changed.items():
            for text in texts:
                yield TextKey(document, text)


class Batch:
    """Versions that are to be stored in one transaction; each may follow one before it.

    With ``dry_run`` they are planned, and nothing is stored. ``packer`` packs their contents. While
    it does, the next batch can be planned (`turn`); what is planned then follows this one.
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
        self._imagined: dict[str, dict[Text, Newest]] = {}
        self._leaving: _Group | None = None
        self._forget()

    def _forget(self) -> None:
        """Know nothing of the repository, as it may have changed; begin a group."""
        self._knowledge = Knowledge(self._database, self._imagined)
        self._group = _Group(Preparation(self._database, self._packer))

    @property
    def size(self) -> int:
        """How many characters and bytes are to be stored, without those that `turn` let go."""
        return self._group.size

    def add(self, document: str, text: Text, edit: Edit, statement: Statement) -> Commit:
        """Plan the version that ``edit`` makes, unless it would say nothing new.

        A version with the activity ``review`` is always made: it states that the text was checked.
        Raises Conflict where the statement's parent is no longer the newest version, Unsettled,
        and what ``edit`` raises; the batch is then as it was.
        """
        rules.key(document)
        entry = _Entry(document, text, edit, statement)
        commit = self._plan(entry)
        self._group.entries.append(entry)
        self._group.commits.append(commit)
        return commit

    def commit(self) -> list[Commit | ProvrepoError]:
        """Store the versions, durable when this returns, and begin anew.

        Returns what became of each `add` of which `turn` did not tell, in their order: where
        another process wrote meanwhile they were planned again, and one of them may no longer be
        possible.
        """
        commits = [*self.turn(), *self.turn()]
        self._forget()
        return commits

    def turn(self) -> list[Commit | ProvrepoError]:
        """Begin the next batch, while this one is packed; store the one before this.

        Returns what became of that one, as `commit` does.
        """
        if self._dry_run:
            return self._imagine()
        leaving = self._leaving
        self._leaving = self._let_go() if self._group.entries else None
        if leaving is None:
            return []
        if self._store(leaving):
            return leaving.commits
        # All that was planned on top of it is to be planned again.
        commits = leaving.commits
        if self._leaving is not None:
            self._store(self._leaving, again=True)
            commits += self._leaving.commits
            self._leaving = None
        self._forget()
        return commits

    def _let_go(self) -> _Group:
        """Return the group that is complete, and begin one that follows it."""
        group = self._group
        group.preparation.complete()
        self._knowledge = self._knowledge.of(group.owns(), group.preparation.agents)
        self._group = _Group(Preparation(self._database, self._packer, group.preparation))
        return group

    def _store(self, group: _Group, *, again: bool = False) -> bool:
        """Store a group; return whether it went in as it was planned.

        With ``again`` it is to be planned again in any case.
        """
        for attempt in range(ATTEMPTS):
            try:
                if attempt or again:
                    plan = partial(self._plan_again, group)
                    write.append_held(self._database, self._rows(group), plan)
                else:
                    write.append(self._database, group.preparation)
                break
            except (Conflict, Collision):
                # Another process was faster. Who named a parent is answered in the next round.
                if attempt + 1 == ATTEMPTS:
                    raise
        return not attempt and not again

    def _imagine(self) -> list[Commit | ProvrepoError]:
        """Remember of the versions planned in a dry run that they would be there now."""
        group = self._group
        for document, text in group.owns():
            known = self._knowledge.newest(TextKey(document, text))
            slim = Newest(known.number, known.id, row=known.row)
            self._imagined.setdefault(document, {})[text] = slim
        self._forget()
        return group.commits

    def _rows(self, group: _Group) -> set[int]:
        """Return the rows of the texts that a group goes to, as far as they are there."""
        known = Knowledge(self._database)
        documents = [(known.key(one.document), one.text) for one in group.entries]
        own = {TextKey(key, known.text(key, text)) for key, text in documents}
        return {row for one in own if (row := known.newest(one).row) is not None}

    def _plan_again(self, group: _Group) -> Preparation:
        self._forget()
        group.commits = [self._planned_again(entry) for entry in group.entries]
        return self._group.preparation

    def _planned_again(self, entry: _Entry) -> Commit | ProvrepoError:
        try:
            return self._plan(entry)
        except ProvrepoError as error:
            return error

    def _plan(self, entry: _Entry) -> Commit:
        group = self._group
        document = self.key(entry.document)
        own = TextKey(document, self._knowledge.text(document, entry.text))
        newest = self.newest(own)
        statement = entry.statement
        current = newest.current
        if statement.parent not in (None, newest.id, current.id if current else None):
            parent = statement.parent or ""
            raise Conflict(str(own), parent, newest.id, newest.number)
        occasion = _Occasion(self, own, newest, statement.agents)
        after = entry.edit(occasion)
        if current and current.sequence >= 0 and not after.content:
            # It has the content of a version that was purged, or that of an empty file.
            objects.content(self._database, current.record.content)
        same = newest.state is not None and after.says_the_same(newest.state)
        if current and not current.withdrawal and same and statement.activity != "review":
            return Commit("unchanged", current, newest.state, after, statement.agents)
        # All versions of a transaction enter the repository at one moment.
        now = group.now = group.now or instant(self._clock)
        created = {None: now, "unknown": None}.get(statement.created, statement.created)
        content = after.hashed
        if content is None or content.text is not after.content:
            content = Content(after.content)
        record = VersionRecord(
            document=document,
            text=own.text,
            number=newest.number + 1,
            parent=newest.id,
            activity=statement.activity
            or ("revise" if newest.number else rules.FIRST_ACTIVITY[own.text.kind]),
            content=content.digest,
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
        named = Objects(content, after.notes, after.citation, occasion.agents, after.file_bytes)
        before = current.record.content if current else None
        addition = Addition.of(record, named, before, newest.row)
        if not self._dry_run:
            group.preparation.add(addition)
        made = StoredVersion(addition.id, -1, record, document)
        group.size += len(after.content) + len(after.file_bytes or b"")
        note_ids = newest.note_ids | {note.id for note in after.notes.notes}
        planned = Newest(record.number, made.id, made, after, newest.row, note_ids)
        self._knowledge.plan(own, planned)
        group.changed.setdefault(document, set()).add(own.text)
        if after.citation is not None:
            self._knowledge.cite(document, after.citation)
        outcome = "changed" if newest.number else "new"
        return Commit(outcome, made, newest.state, after, statement.agents)

    def newest(self, own: TextKey) -> Newest:
        """Return what is known of a text, with the versions that are not stored yet."""
        return self._knowledge.newest(own)

    def key(self, document: str) -> str:
        """Return the key, today, of the document that has or had a key, itself for a new one."""
        return self._knowledge.key(document)

    def foresee(self, documents: Iterable[str]) -> None:
        """Look up in one query which of the ``documents`` are not there yet."""
        self._knowledge.foresee(documents)

    def texts(self, document: str) -> list[StoredText]:
        """Return the texts of a document. Raises Unsettled where one may be added."""
        if not self._is_changed(document) or self._dry_run:
            return self._texts_of(document)
        raise Unsettled

    def text(self, reference: Reference) -> Text:
        """Return the stored text that a reference names. Raises NotFound or Ambiguous."""
        return lookup.text(self._database, reference).text

    def _is_changed(self, document: str) -> bool:
        """Tell whether a document gets versions that are not stored yet."""
        leaving = self._leaving is not None and document in self._leaving.changed
        return leaving or document in self._group.changed

    def _texts_of(self, document: str) -> list[StoredText]:
        stored = self._knowledge.stored_texts(document)
        if not self._dry_run:
            return stored
        planned = self._group.changed.get(document, set()) | set(self._imagined.get(document, ()))
        planned.difference_update(one.text for one in stored)
        return [*stored, *(StoredText(-1, document, text) for text in sorted(planned, key=str))]

    def used_note_ids(self, own: TextKey) -> set[str]:
        """Return every id that a note of the text has or had."""
        return self._knowledge.used_note_ids(own)

    def document_citation(self, document: str) -> dict[str, Any] | None:
        """Return the citation metadata that any text of the document was given last."""
        return self._knowledge.citation(document)

    def attributions(self) -> Attributions:
        """Return who is known, for one version."""
        return self._knowledge.attributions()

    def find(self, reference: str) -> tuple[str, TextKey]:
        """Return the id of the version that a reference names, and its text.

        Raises Unsettled where it may be one of this batch, and what looking one up raises.
        """
        wanted = parse(reference)
        key = wanted.document or ""
        if wanted.selector == LATEST:
            own = self._knowledge.named(key, wanted.text or "")
            known = self.newest(own) if own else None
            if own and known and known.id and not _withdrawn(known):
                return known.id, own
        if self._dry_run:
            planned = self._planned(wanted)
            if planned:
                return planned
        elif self._is_changed(key):
            raise Unsettled
        stored = lookup.version(self._database, wanted)
        return stored.id, stored.text_key

    def _planned(self, wanted: Reference) -> tuple[str, TextKey] | None:
        """Return what `find` is to return in a dry run for a version that is planned only."""
        key = wanted.document or ""
        here = self._group.changed.get(key, set()) | set(self._imagined.get(key, ()))
        if not here or wanted.selector != LATEST:
            return None
        chosen = lookup.among(self._texts_of(key), wanted)
        known = self.newest(chosen.text_key)
        return (known.id, chosen.text_key) if chosen.text in here and known.id else None


def _withdrawn(known: Newest) -> bool:
    return known.current is not None and known.current.withdrawal is not None


class _Occasion:
    """The occasion on which one version is made (see `provrepo.editing.revision.Occasion`)."""

    def __init__(
        self, batch: Batch, own: TextKey, newest: Newest, makers: Iterable[Contribution]
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

    def find(self, reference: str) -> tuple[str, TextKey]:
        return self._batch.find(reference)
