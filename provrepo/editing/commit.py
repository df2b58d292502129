"""Committing plans: stored together in one transaction, or planned again after another writer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from provrepo.clock import Clock, instant
from provrepo.editing.knowledge import Knowledge
from provrepo.editing.planning import Plan, plan
from provrepo.errors import Conflict, ProvrepoError
from provrepo.store import write
from provrepo.store.database import Collision, Database
from provrepo.store.prepare import Preparation

if TYPE_CHECKING:
    from provrepo.store.prepare import Packer
    from provrepo.store.records import TextKey

ATTEMPTS = 100
"""How often a batch is planned again because another process was faster each time."""


class Batch:
    """Plans that are stored together; ``moment`` is when all their versions are recorded."""

    def __init__(self, preparation: Preparation) -> None:
        self.preparation = preparation
        self.plans: list[Plan] = []
        self.moment: str | None = None
        self.size = 0

    def text_keys(self) -> Iterator[TextKey]:
        """Yield the texts that get new versions."""
        return (plan.version.text_key for plan in self.plans if plan.addition is not None)


class Committer:
    """Stores plans in batches; in a dry run it only lets them build on each other.

    Plan with its `knowledge` and its `moment`, `add` the plan, and `commit` when there are enough.
    ``packer`` compresses the contents, perhaps in another process: while it does, `turn` lets the
    next batch be planned on top of this one.
    """

    def __init__(
        self, database: Database, clock: Clock, packer: Packer, *, dry_run: bool = False
    ) -> None:
        self._database, self._clock = database, clock
        self._packer, self._dry_run = packer, dry_run
        self._leaving: Batch | None = None
        self._begin()

    def _begin(self, knowledge: Knowledge | None = None, after: Batch | None = None) -> None:
        """Begin a batch: with the knowledge of the one ``after`` which it comes, or with none."""
        self._knowledge = knowledge
        follows = after.preparation if after else None
        self._batch = Batch(Preparation(self._database, self._packer, follows))

    @property
    def knowledge(self) -> Knowledge:
        """What the plans of this batch are made with."""
        if self._knowledge is None:
            self._knowledge = Knowledge(self._database, dry_run=self._dry_run)
        return self._knowledge

    @property
    def moment(self) -> str:
        """The UTC instant at which the versions of this batch are recorded, all the same."""
        if self._batch.moment is None:
            self._batch.moment = instant(self._clock)
        return self._batch.moment

    @property
    def size(self) -> int:
        """How many bytes of contents and ingested files the batch holds by now."""
        return self._batch.size

    def add(self, plan: Plan) -> None:
        """Add a plan that was made with `knowledge` just now."""
        batch = self._batch
        if plan.addition is not None:
            if not self._dry_run:
                batch.preparation.add(plan.addition)
            batch.size += len(plan.addition.objects.content.data)
            batch.size += len(plan.after.file_bytes or b"")
        batch.plans.append(plan)

    def commit(self) -> list[Plan | ProvrepoError]:
        """Store all that was added; it is durable when this returns.

        Returns what became of each plan of which `turn` did not tell yet, in their order. Where
        another process wrote meanwhile it was planned again, and may be an error now.
        """
        leaving, batch = self._leaving, self._batch
        if self._dry_run:
            self._begin(self.knowledge.successor((), ()))
            return [*batch.plans]
        results: list[Plan | ProvrepoError] = []
        as_planned = True
        if leaving is not None:
            results, as_planned = self._store(leaving)
            self._leaving = None
        results += self._store(batch, again=not as_planned)[0]
        self._begin()
        return results

    def turn(self) -> list[Plan | ProvrepoError]:
        """Begin the next batch, which is planned while this one is packed; store the one before.

        Returns what became of that one, as `commit` does.
        """
        if self._dry_run:
            return self.commit()
        leaving, batch = self._leaving, self._batch
        self._leaving = batch
        batch.preparation.complete()
        agents = batch.preparation.agents
        self._begin(self.knowledge.successor(batch.text_keys(), agents), batch)
        if leaving is None:
            return []
        results, as_planned = self._store(leaving)
        if not as_planned:
            # This batch was planned on top of what the other one was to be: again with it.
            results += self._store(batch, again=True)[0]
            self._leaving = None
            self._begin()
        return results

    def _store(
        self, batch: Batch, *, again: bool = False
    ) -> tuple[list[Plan | ProvrepoError], bool]:
        """Store a batch; return what became of its plans, and whether they went in as planned.

        With ``again`` they are to be planned again in any case.
        """
        planned: list[Plan | ProvrepoError] = [*batch.plans]
        for attempt in range(ATTEMPTS):
            try:
                if not again:
                    write.append(self._database, batch.preparation)
                    return planned, attempt == 0
                planned = self._store_anew(batch)
            except (Conflict, Collision):
                # Another process was faster. Who named a parent is told in the next round.
                again = True
                if attempt + 1 == ATTEMPTS:
                    raise
            else:
                return planned, False
        raise AssertionError("the last attempt returns or raises")

    def _store_anew(self, batch: Batch) -> list[Plan | ProvrepoError]:
        """Plan a batch again and store it, while nobody else may write to its texts."""
        knowledge = Knowledge(self._database)
        rows = {
            row
            for planned in batch.plans
            if (row := knowledge.newest(knowledge.current(planned.text_key)).row) is not None
        }
        results: list[Plan | ProvrepoError] = []

        def plan_again() -> Preparation:
            results.clear()
            self._begin()
            for planned in batch.plans:
                try:
                    renewed = plan(
                        planned.text_key,
                        planned.edit,
                        planned.changes,
                        self.knowledge,
                        self.moment,
                    )
                    self.add(renewed)
                except ProvrepoError as error:
                    results.append(error)
                else:
                    results.append(renewed)
            return self._batch.preparation

        write.append_held(self._database, rows, plan_again)
        return results
