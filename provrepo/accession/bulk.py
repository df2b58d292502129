"""Many drafts into versions: in batches, each stored whole, with what became of every draft."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Generic, NamedTuple, TypeVar

from provrepo.accession.siblings import Siblings
from provrepo.clock import Clock
from provrepo.editing import planning
from provrepo.editing.batch import Batch, Unsettled
from provrepo.editing.outcome import SOFTWARE, Outcome, outcome
from provrepo.editing.planning import Changes
from provrepo.editing.revision import Commit, Statement
from provrepo.errors import InputError, ProvrepoError
from provrepo.formats.draft import Draft
from provrepo.reading import versions
from provrepo.store.collecting import collection_put_off
from provrepo.store.database import Database
from provrepo.store.packing import Packer
from provrepo.store.read import StoredVersion
from provrepo.store.records import TextKey

Tag = TypeVar("Tag")

VERSIONS, BYTES, SECONDS = 1500, 10 << 20, 1.0
"""A batch is stored when it has so many versions, texts of so many bytes, or took so long."""

AHEAD = 250
"""So many sources are looked at together before they are planned one by one."""


@dataclass(slots=True)
class Source(Generic[Tag]):
    """The drafts of one file, or what is wrong with it, under a ``tag`` that says which it is.

    Where the file is known to be what a text's newest version was read from, it is that version.
    ``document`` and ``text`` are what the user said of it, and ``changes`` likewise. ``path`` is
    the file's, whose folder may tell what its name does not.
    """

    tag: Tag
    drafts: Sequence[Draft] | ProvrepoError | StoredVersion
    changes: Changes = field(default_factory=Changes)
    document: str | None = None
    text: str | None = None
    path: str | None = None

    def wanted(self) -> tuple[str | None, Sequence[Draft]]:
        """Return the drafts that are to go in, and the text to which they belong, if one is named.

        Raises what is wrong with the file, or InputError where it has no such text.
        """
        if isinstance(self.drafts, ProvrepoError):
            raise self.drafts
        assert not isinstance(self.drafts, StoredVersion), "it has no drafts"
        if len(self.drafts) == 1:
            return self.text, self.drafts
        return None, planning.chosen(self.drafts, self.text, self.changes)


class Bulk(Generic[Tag]):
    """A run over many sources. With ``dry_run`` nothing is stored.

    With ``once`` a text is taken from one source only: of two, each run would make new versions,
    one after the other.
    """

    def __init__(
        self, database: Database, clock: Clock, *, dry_run: bool = False, once: bool = False
    ) -> None:
        self._database = database
        self._packer = Packer()
        self._batch = Batch(database, clock, SOFTWARE, self._packer, dry_run=dry_run)
        self._siblings = Siblings()
        self._once = once
        self._waiting: deque[tuple[Tag, _Planned | StoredVersion | ProvrepoError]] = deque()
        self._unsettled = 0
        self._settled = monotonic()
        self._stated: tuple[Changes, Statement] | None = None

    def run(self, sources: Iterable[Source[Tag]]) -> Iterator[tuple[Tag, Outcome | ProvrepoError]]:
        """Make versions and yield, for each draft, what became of it once it is durable.

        What is wrong with one source is yielded in its place, and does not stop the others.
        """
        with self._packer, collection_put_off():
            for some in self._ahead(sources):
                for source in some:
                    yield from self._add(source)
                if monotonic() - self._settled > SECONDS:
                    yield from self._settle(self._batch.commit())
            yield from self._settle(self._batch.commit())

    def _ahead(self, sources: Iterable[Source[Tag]]) -> Iterator[Sequence[Source[Tag]]]:
        """Yield the sources in groups; of each, one query has told which documents are new."""
        some: list[Source[Tag]] = []
        size = 0
        begun = monotonic()
        for source in sources:
            some.append(source)
            if not isinstance(source.drafts, ProvrepoError | StoredVersion):
                size += sum(len(draft.content) for draft in source.drafts)
            late = monotonic() - begun > SECONDS  # office files take their time
            if len(some) >= AHEAD or size >= BYTES // 4 or late:
                self._foresee(some)
                yield some
                some, size, begun = [], 0, monotonic()
        self._foresee(some)
        yield some

    def _foresee(self, some: Sequence[Source[Tag]]) -> None:
        if len(some) == 1:
            return
        keys = set()
        for source in some:
            if not isinstance(source.drafts, ProvrepoError | StoredVersion):
                keys |= {_key(source, draft) for draft in source.drafts}
        self._batch.foresee(keys)

    def _add(self, source: Source[Tag]) -> Iterator[tuple[Tag, Outcome | ProvrepoError]]:
        """Plan the drafts of a source; store the batch where they depend on it, or it is full."""
        places: list[TextKey] = []
        while True:
            try:
                if isinstance(source.drafts, StoredVersion):
                    own = source.drafts.text_key
                    self._check_free(own, source)
                    self._siblings.remember(own)
                    self._waiting.append((source.tag, source.drafts))
                    break
                text, drafts = source.wanted()
                for draft in drafts[len(places) :]:
                    places.append(self._plan(source, draft, text, places))
            except Unsettled:
                yield from self._settle(self._batch.commit())
            except ProvrepoError as error:
                self._waiting.append((source.tag, error))
                break
            else:
                break
        self._unsettled += 1
        if self._unsettled >= VERSIONS or self._batch.size >= BYTES:
            yield from self._settle(self._batch.turn())

    def _plan(
        self, source: Source[Tag], draft: Draft, text: str | None, before: Sequence[TextKey]
    ) -> TextKey:
        """Add one draft to the batch; ``before`` are the texts of the source's earlier drafts."""
        # All texts of one file are of one document.
        document = before[0][0] if before else source.document
        own = planning.place(self._batch, draft, document, text, source.path)
        warnings = dict.fromkeys(draft.warnings)
        if self._is_taken(own) and document is None and draft.document is not None:
            nameless = replace(draft, document=None)
            own = planning.place(self._batch, nameless, None, text, source.path)
            warnings[f"{draft.document}, as it calls itself, is another file of this run"] = None
        self._check_free(own, source)
        if own[1].language == "und" and draft.language is None and text is None:
            told = f"its language is not told; to name it: --text {own[1].kind}:LANGUAGE"
            warnings[told] = None
        changes = source.changes.over(draft)
        if draft.source is not None and changes.based_on is None:
            changes = replace(changes, based_on=("/".join(map(str, before[draft.source])),))
        changes = self._siblings.with_basis(self._batch, own, changes)
        edit = planning.edit(changes, own, draft, warnings.setdefault)
        self._batch.add(*own, edit, self._statement(changes))
        self._siblings.remember(own)
        self._waiting.append((source.tag, _Planned(warnings, source.changes)))
        return own

    def _statement(self, changes: Changes) -> Statement:
        """Return what is said of the making; most often the same is said of one after the other."""
        if self._stated is None or self._stated[0] is not changes:
            self._stated = changes, planning.statement(self._database, changes)
        return self._stated[1]

    def _is_taken(self, own: TextKey) -> bool:
        return self._once and own in self._siblings

    def _check_free(self, own: TextKey, source: Source[Tag]) -> None:
        """Raise InputError where another source of this run is that text."""
        if not self._is_taken(own):
            return
        record = self._batch.newest(own).current
        file = record.record.file if record else None
        other = f"{file.name}, another file of this run" if file else "another file of this run"
        raise InputError(
            source.path or "this text",
            f"is {own[0]}/{own[1]}, as is {other}; name its document (--document, --map or a "
            "manifest), or ingest the two one after the other",
        )

    def _settle(
        self, commits: Iterable[Commit | ProvrepoError]
    ) -> Iterator[tuple[Tag, Outcome | ProvrepoError]]:
        """Yield what became of all that waited for the batch which these commits came of."""
        self._settled, self._unsettled = monotonic(), 0
        following = iter(commits)
        while self._waiting:
            tag, planned = self._waiting[0]
            if isinstance(planned, ProvrepoError):
                result: Outcome | ProvrepoError = planned
            elif isinstance(planned, StoredVersion):
                result = Outcome("unchanged", versions.view(self._database, planned))
            else:
                commit = next(following, None)
                if commit is None:
                    return  # it is not stored yet
                if isinstance(commit, ProvrepoError):
                    result = commit
                else:
                    result = outcome(self._database, commit, planned.warnings, planned.said)
            self._waiting.popleft()
            yield tag, result


class _Planned(NamedTuple):
    """What is to be told of a draft in the batch; ``said`` is what the user said of it."""

    warnings: dict[str, None]
    said: Changes


def _key(source: Source[Tag], draft: Draft) -> str:
    """Return the key that a draft will most likely have; it is not checked."""
    written = source.document or draft.document
    if written is not None:
        return written
    found = planning.named(source.path, draft)
    return found.key if found else ""
