"""Many drafts into versions: in batches, each stored whole, with what became of every draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from provrepo.batch import Batch, Unsettled
from provrepo.clock import Clock
from provrepo.errors import ProvrepoError
from provrepo.ingest import planning
from provrepo.ingest.draft import Draft
from provrepo.ingest.planning import Changes
from provrepo.outcome import SOFTWARE, Outcome, outcome
from provrepo.store.database import Database
from provrepo.store.prepare import Own

Tag = TypeVar("Tag")

VERSIONS, BYTES = 1000, 16 << 20
"""A batch is stored when it has so many versions, or texts of so many bytes."""


@dataclass(frozen=True, slots=True)
class Source(Generic[Tag]):
    """The drafts of one file, or what is wrong with it, under a ``tag`` that says which it is.

    ``document`` and ``text`` are what the user said of it, and ``changes`` likewise.
    """

    tag: Tag
    drafts: Sequence[Draft] | ProvrepoError
    changes: Changes = field(default_factory=Changes)
    document: str | None = None
    text: str | None = None


class Bulk(Generic[Tag]):
    """A run over many sources. With ``dry_run`` nothing is stored."""

    def __init__(self, database: Database, clock: Clock, *, dry_run: bool = False) -> None:
        self._database, self._dry_run = database, dry_run
        self._batch = Batch(database, clock, SOFTWARE, dry_run=dry_run)
        self._siblings = planning.Siblings()
        self._waiting: list[tuple[Tag, _Planned | ProvrepoError]] = []

    def run(self, sources: Iterable[Source[Tag]]) -> Iterator[tuple[Tag, Outcome | ProvrepoError]]:
        """Make versions and yield, for each draft, what became of it once it is durable.

        What is wrong with one source is yielded in its place, and does not stop the others.
        """
        for source in sources:
            try:
                yield from self._add(source)
            except ProvrepoError as error:
                self._waiting.append((source.tag, error))
            if len(self._waiting) >= VERSIONS or self._batch.size >= BYTES:
                yield from self._settle()
        yield from self._settle()

    def _add(self, source: Source[Tag]) -> Iterator[tuple[Tag, Outcome | ProvrepoError]]:
        if isinstance(source.drafts, ProvrepoError):
            raise source.drafts
        drafts, text = source.drafts, source.text
        if len(drafts) > 1:
            drafts, text = planning.chosen(drafts, text, source.changes), None
        places = [planning.place(self._database, one, source.document, text) for one in drafts]
        for draft, own in zip(drafts, places, strict=True):
            changes = source.changes.over(draft)
            if not self._dry_run:
                if draft.source is not None and changes.based_on is None:
                    basis = "/".join(map(str, places[draft.source]))
                    changes = replace(changes, based_on=(basis,))
                changes = self._siblings.with_basis(self._batch, own, changes)
                self._siblings.remember(own)
            planned = _Planned(draft, changes, source.changes)
            try:
                planned.add_to(self._batch, self._database, own)
            except Unsettled:
                yield from self._settle()
                planned.add_to(self._batch, self._database, own)
            self._waiting.append((source.tag, planned))

    def _settle(self) -> Iterator[tuple[Tag, Outcome | ProvrepoError]]:
        """Store the batch; yield what became of all that waited for it."""
        waiting, self._waiting = self._waiting, []
        commits = iter(self._batch.commit())
        for tag, planned in waiting:
            if isinstance(planned, ProvrepoError):
                yield tag, planned
                continue
            commit = next(commits)
            if isinstance(commit, ProvrepoError):
                yield tag, commit
            else:
                yield tag, outcome(self._database, commit, planned.warnings, planned.said)


class _Planned:
    """One draft that is part of the batch; ``said`` is what the user said of it."""

    def __init__(self, draft: Draft, changes: Changes, said: Changes) -> None:
        self._draft, self._changes, self.said = draft, changes, said
        self.warnings = dict.fromkeys(draft.warnings)

    def add_to(self, batch: Batch, database: Database, own: Own) -> None:
        edit = planning.edit(self._changes, own, self._draft, self.warnings.setdefault)
        batch.add(*own, edit, planning.statement(database, self._changes))
