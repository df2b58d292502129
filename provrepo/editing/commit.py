"""Committing plans: stored together in one transaction, and what became of each.

Where another process was faster, they are planned again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provrepo.clock import Clock
from provrepo.editing.knowledge import Knowledge
from provrepo.editing.planning import Plan, plan
from provrepo.errors import (
    Busy,
    Conflict,
    ProvrepoError,
    Purged,
    RepositoryError,
    shortened,
)
from provrepo.reading import versions
from provrepo.reading.versions import Version
from provrepo.store import objects, rules, write
from provrepo.store.database import Collision, Database
from provrepo.store.prepare import Packer, Preparation

if TYPE_CHECKING:
    from provrepo.editing.changes import Changes
    from provrepo.editing.knowledge import State
    from provrepo.store.prepare import Prepared
    from provrepo.store.read import StoredVersion
    from provrepo.store.records import TextKey

ATTEMPTS = 100
"""How often a batch is planned again because another process was faster each time."""


class Batch:
    """Plans that are stored together; ``moment`` is when all their versions are recorded.

    ``preparation`` is None while nothing of it is to be stored.
    """

    def __init__(self) -> None:
        self.preparation: Preparation | None = None
        self.plans: list[Plan] = []
        self.moment: str | None = None

    def text_keys(self) -> Iterator[TextKey]:
        """Yield the texts that get new versions."""
        return (plan.version.text_key for plan in self.plans if plan.addition is not None)


class Committer:
    """Stores plans in batches; in a dry run it only lets them build on each other.

    Plan with its `knowledge` and its `moment`, `add` the plan, and `commit` when there are enough.
    With ``parallel`` the contents of a large batch may be compressed in another process: while it
    does that, `turn` lets the next batch be planned on top of this one. Close the `packer` at the
    end. With ``of_many`` it is asked at once what was purged, and not only where that comes again.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        dry_run: bool = False,
        parallel: bool = True,
        of_many: bool = False,
    ) -> None:
        self._database, self._clock = database, clock
        self._dry_run, self._parallel = dry_run, parallel
        self.packer: Packer | None = None
        """What compresses, from the first version on that is to be stored."""
        self._leaving: Batch | None = None
        self._begin()
        # Of a single version the store says so, where it is to keep anything of that again.
        self.purged = objects.all_purged(database) if dry_run or of_many else {}
        """What was removed for good, as far as it was asked for; see `Knowledge`."""

    def _begin(self, knowledge: Knowledge | None = None, after: Batch | None = None) -> None:
        """Begin a batch: with the knowledge of the one ``after`` which it comes, or with none."""
        self._knowledge = knowledge
        self._follows = after.preparation if after else None
        self._batch = Batch()
        self.size = 0
        """How many bytes of contents and ingested files the batch holds by now."""

    @property
    def knowledge(self) -> Knowledge:
        """What the plans of this batch are made with."""
        if self._knowledge is None:
            self._knowledge = Knowledge(self._database, dry_run=self._dry_run, purged=self.purged)
        return self._knowledge

    @property
    def moment(self) -> str:
        """The UTC instant at which the versions of this batch are recorded, all the same."""
        if self._batch.moment is None:
            self._batch.moment = rules.instant(self._clock())
        return self._batch.moment

    def add(self, plan: Plan) -> None:
        """Add a plan that was made with `knowledge` just now."""
        batch = self._batch
        if plan.addition is not None:
            if not self._dry_run:
                if batch.preparation is None:
                    after = self.knowledge.looked_up_after
                    self.packer = self.packer or Packer(alone=not self._parallel)
                    batch.preparation = Preparation(
                        self._database, self.packer, self._follows, after
                    )
                batch.preparation.add(plan.addition)
            content = plan.addition.objects.content
            self.size += len(content.data) if content else 0
            self.size += len(plan.after.file_bytes or b"")
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
        if batch.plans:
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
        agents: Collection[str] = ()
        if batch.preparation is not None:
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
                    if batch.preparation is not None:
                        write.append(self._database, batch.preparation.finish())
                    return planned, attempt == 0
                planned = self._store_anew(batch)
            except (Conflict, Collision, Purged) as error:
                # Another process was faster. Who named a parent is told in the next round, and so
                # is whoever brings what was purged: the others of the batch go in.
                again = True
                if isinstance(error, Purged):
                    self.purged = objects.all_purged(self._database)
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

        def plan_again() -> Prepared | None:
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
                        repeats=planned.repeats,
                    )
                    self.add(renewed)
                except (Busy, RepositoryError):
                    raise
                except ProvrepoError as error:
                    results.append(error)
                else:
                    results.append(renewed)
            preparation = self._batch.preparation
            return None if preparation is None else preparation.finish()

        write.append_held(self._database, rows, plan_again)
        return results


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an ingest or another change.

    ``status`` is ``new`` (a text's first version), ``changed`` or ``unchanged``; ``version`` is
    the newest version now (after a dry run: what it would be). ``siblings`` are the outcomes of the
    further texts of a file that held several. ``is_review_alone`` tells that the version says
    nothing but that somebody checked the text, and beside which basis.
    """

    status: str
    version: Version
    warnings: tuple[str, ...] = ()
    siblings: tuple[Outcome, ...] = ()
    is_review_alone: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the outcome as JSON output shows it (docs/cli.md)."""
        return {
            "status": self.status,
            "warnings": list(self.warnings),
            "version": self.version.as_json(),
        }


def outcome(
    database: Database,
    plan: Plan,
    warnings: Iterable[str],
    changes: Changes,
    *,
    asked: bool = True,
) -> Outcome:
    """Return the outcome of a plan that was committed.

    ``warnings`` are those of reading and planning, ``changes`` what the editor said. Without
    ``asked`` nobody is asked for a basis that is missing or old.
    """
    if plan.status == "unchanged":
        version = versions.view(database, plan.version)
    else:  # its agents are known, and after a dry run they may not be stored
        stored = plan.version
        version = Version(
            stored.id, stored.record, plan.makers, stored.document, retexted=stored.retexted
        )
    return Outcome(
        plan.status,
        version,
        (*warnings, *_warnings(database, plan, changes, asked=asked)),
        is_review_alone=plan.is_review_alone,
    )


def _warnings(database: Database, plan: Plan, changes: Changes, *, asked: bool) -> Iterator[str]:
    """Yield what the maker of a version should be told about it."""
    if changes.same_sense and (plan.addition is None or plan.addition.same_as is None):
        yield (
            "nothing was said of the sense, as the text is that of the version before; of two "
            "versions say it with provrepo same-as"
        )
    if plan.status == "unchanged":
        if changes.activity == "restore":
            yield "it is the newest version already; name the one that is to come back: REF@v1"
        elif changes.activity == "review":
            yield "no version was made, as the newest one states this review already"
        elif changes.agents or changes.message or changes.activity or changes.created:
            yield (
                "no version was made, as nothing is new in text, notes, metadata and basis; "
                "--activity review records who checked it, when and why"
            )
        return
    notes, based_on = plan.after.notes.notes, plan.after.based_on
    lacks_basis = plan.version.record.text.kind == "translation" and not based_on
    if not notes and not based_on and not lacks_basis:
        return
    text_key = plan.text_key
    if asked and based_on and changes.based_on is None and plan.has_new_content:
        yield from _old_bases(database, plan.version)
    if lacks_basis and asked:
        from provrepo.reading.transcriptions import missing_bases

        (missing,) = missing_bases(database, [plan.version]).values()
        yield f"{text_key} {missing.message}; say it: {missing.command}"
    if plan.before and any(note.unanchored for note in notes):
        yield from _lost_passages(plan.before, plan.after, text_key)


def _old_bases(database: Database, version: StoredVersion) -> Iterator[str]:
    """Yield what is to be said where a new text is still based on what was corrected since."""
    from provrepo.reading.status.staleness import stale_from_now_on

    stale = stale_from_now_on(database, version)
    if stale is None:
        return
    causes = [f"{cause.superseded} ({cause.newer} has another text)" for cause in stale.causes]
    yield (
        f"{version.text_key} is still based on {', '.join(causes)}; if it follows that text now, "
        f"say so: {stale.command}"
    )


def _lost_passages(before: State, after: State, text_key: TextKey) -> Iterator[str]:
    """Yield what is to be said of each note that has just lost its passage."""
    from provrepo.reading.proposals import Proposals, edit_command

    placed = {note.id: note.anchor for note in before.notes.notes if not note.unanchored}
    proposals: Proposals | None = None
    for note in after.notes.notes:
        passage = placed.get(note.id)
        if not (note.unanchored and note.anchor and passage):
            continue
        proposals = proposals or Proposals(before.content.text, after.content.text, text_key)
        proposal = proposals.make(note.id, passage.start or 0, passage.end or 0)
        advice = "give it one: " + edit_command(text_key, note.id)
        if proposal:
            advice = f"it is probably {proposal} now; if so: {proposal.command}"
        yield (
            f"note {note.id} no longer finds its passage “{shortened(note.anchor.exact)}” and is "
            f"kept without a place; {advice}"
        )
