"""Taking drafts in: each finds its text, is planned, and is stored in batches with the others.

Whoever has drafts (one file, a folder, a git history, an application's memory) hands them over as
sources and is told what became of each, in the same order.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from provrepo.accession.placing import expected_key, place, selected
from provrepo.editing.changes import NO_CHANGES, Changes
from provrepo.editing.commit import Committer, Outcome, outcome
from provrepo.editing.knowledge import NotStoredYet
from provrepo.editing.planning import Plan, ingested, plan
from provrepo.errors import Busy, InputError, NoText, ProvrepoError, RepositoryError
from provrepo.formats.draft import CONVENTIONS, Draft, Reading
from provrepo.reading import versions
from provrepo.reading.files import read_drafts
from provrepo.store.collecting import collection_put_off
from provrepo.store.read import StoredVersion

if TYPE_CHECKING:
    from provrepo.accession.siblings import Siblings
    from provrepo.clock import Clock
    from provrepo.store.database import Database
    from provrepo.store.records import TextKey

VERSIONS, BYTES, SECONDS = 1500, 10 << 20, 1.0
"""A batch is stored when it has this many versions or bytes of content, or is this old."""

AHEAD = 250
"""How many sources are fetched before they are planned: one query tells which documents are new."""

MANY = 16
"""From how many sources on the collector of cyclic garbage is put off while they are planned.

A batch makes tens of thousands of objects that are all needed until it is stored; without this, to
go through them again and again takes a quarter of the time. Few make too few to matter.
"""


@dataclass(frozen=True, slots=True)
class Instructions:
    """What the editor says of all files; it counts before what a manifest or a file says.

    ``document`` is a key and ``text`` a text's name. ``encoding`` and ``convention`` say how files
    are read (`provrepo.formats.draft.Reading`); ``pattern`` tells the documents and texts of paths
    in a folder (`provrepo.accession.mapping`).
    """

    changes: Changes = NO_CHANGES
    document: str | None = None
    text: str | None = None
    encoding: str | None = None
    convention: str | None = None
    pattern: str | None = None

    def reading(self, from_manifest: Reading | None = None) -> Reading:
        """Return how a file is to be read. Raises InvalidValue for an unknown convention."""
        if from_manifest is None:
            return _reading(self.encoding, self.convention)
        return Reading(
            self.encoding or from_manifest.encoding, self.convention or from_manifest.convention
        )


@lru_cache(maxsize=8)
def _reading(encoding: str | None, convention: str | None) -> Reading:
    return Reading(encoding, convention or CONVENTIONS[0])


@dataclass(slots=True)
class Source:
    """The drafts of one file, or why it has none, with what the editor said of it.

    ``name`` is how messages and reports call it. ``drafts`` is a version where the file is known
    to be what that version, its text's newest, was read from; an error where it cannot be read.
    ``document`` and ``text`` say where it belongs, ``path`` whose folders may tell the same.
    ``row`` is its row in a manifest; ``in_folder`` is set where a folder had it, and nobody named
    it.
    """

    name: str
    drafts: Sequence[Draft] | StoredVersion | ProvrepoError
    changes: Changes = NO_CHANGES
    document: str | None = None
    text: str | None = None
    path: str | None = None
    row: int | None = None
    in_folder: bool = False


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one text of a file, or why the file was refused.

    ``file`` is its name, ``row`` its row in the manifest. ``result`` is an error where it was
    refused. ``in_folder`` is set where a folder had it and nobody named it: if it is no text at
    all, it is left out and not refused.
    """

    file: str
    result: Outcome | ProvrepoError
    row: int | None = None
    in_folder: bool = False
    status: str = field(init=False)
    """``new``, ``changed``, ``unchanged``, ``refused`` or ``left out``."""

    def __post_init__(self) -> None:
        if not isinstance(self.result, ProvrepoError):
            status = self.result.status
        else:
            no_text = self.in_folder and isinstance(self.result, NoText)
            status = "left out" if no_text else "refused"
        object.__setattr__(self, "status", status)

    @property
    def error(self) -> str | None:
        """Why the file was refused, with its row; None where it was not."""
        if not isinstance(self.result, ProvrepoError):
            return None
        return str(self.result) if self.row is None else f"row {self.row}: {self.result}"


class _Pending(NamedTuple):
    """A draft that was planned, a version that is there already, or a refusal, not yet reported."""

    source: Source
    result: Plan | StoredVersion | ProvrepoError
    warnings: Iterable[str] = ()


class Intake:
    """Takes sources in, as a stream.

    ``siblings`` remembers the texts that went in together, among which a new translation finds its
    transcription; without it there is only one file. With ``once`` each text is taken from one
    source only: if two files were the same text, every run would make new versions of it, one
    file's after the other's. With ``parallel`` the contents of a large batch may be compressed in a
    second process. ``dry_run`` stores nothing.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        siblings: Siblings | None = None,
        *,
        dry_run: bool = False,
        once: bool = False,
        parallel: bool = True,
    ) -> None:
        self._database = database
        self._committer = Committer(database, clock, dry_run=dry_run, parallel=parallel)
        self._siblings = siblings
        self._once = once
        self._pending: deque[_Pending] = deque()
        self._count = 0
        self._settled = monotonic()

    def run(self, sources: Iterable[Source]) -> Iterator[Ingested]:
        """Make versions and yield, for each draft, what became of it once it is durable.

        What is wrong with one source is yielded in its place, and does not stop the others.
        """
        try:
            for group in _groups(sources):
                yield from self._take(group)
                if monotonic() - self._settled > SECONDS:
                    yield from self._settle(self._committer.commit())
            yield from self._settle(self._committer.commit())
        finally:
            if self._committer.packer is not None:
                self._committer.packer.close()

    def _take(self, group: Sequence[Source]) -> list[Ingested]:
        """Plan the drafts of some sources, and store the batch whenever it is full."""
        results: list[Ingested] = []
        # Nothing is yielded meanwhile, so that an application never sees its own setting changed.
        with collection_put_off() if len(group) >= MANY else nullcontext():
            if len(group) > 1:
                self._committer.knowledge.expect(
                    expected_key(draft, source.document, source.path)
                    for source in group
                    if not isinstance(source.drafts, ProvrepoError | StoredVersion)
                    for draft in source.drafts
                )
            for source in group:
                results += self._add(source)
        return results

    def _add(self, source: Source) -> Iterator[Ingested]:
        """Plan the drafts of a source; store the batch where they depend on it, or it is full."""
        text_keys: list[TextKey] = []
        while True:
            try:
                if isinstance(source.drafts, StoredVersion):
                    self._check_free(source.drafts.text_key, source)
                    self._remember(source.drafts.text_key)
                    self._pending.append(_Pending(source, source.drafts))
                else:
                    text, drafts = _wanted(source)
                    for draft in drafts[len(text_keys) :]:
                        text_keys.append(self._plan(source, draft, text, text_keys))
            except NotStoredYet:
                yield from self._settle(self._committer.commit())
                continue
            except (Busy, RepositoryError):  # is no fault of this file, nor of the next ones
                raise
            except ProvrepoError as error:
                self._pending.append(_Pending(source, error))
            break
        self._count += 1
        if self._count >= VERSIONS or self._committer.size >= BYTES:
            yield from self._settle(self._committer.turn())

    def _plan(
        self, source: Source, draft: Draft, text: str | None, before: Sequence[TextKey]
    ) -> TextKey:
        """Plan one draft; ``before`` are the texts of the earlier drafts of the same file."""
        knowledge, moment = self._committer.knowledge, self._committer.moment
        # All texts of one file belong to one document.
        document = before[0].document if before else source.document
        text_key = place(knowledge, draft, document, text, source.path)
        warnings = dict.fromkeys(draft.warnings)
        if document is None and draft.document is not None and self._is_taken(text_key):
            nameless = replace(draft, document=None)
            text_key = place(knowledge, nameless, None, text, source.path)
            warnings[f"{draft.document}, as it calls itself, is another file of this run"] = None
        self._check_free(text_key, source)
        if text_key.text.language == "und" and draft.language is None and text is None:
            kind = text_key.text.kind
            warnings[f"its language is not told; to name it: --text {kind}:LANGUAGE"] = None
        changes = source.changes.over(draft)
        if draft.source is not None and changes.based_on is None:
            changes = replace(changes, based_on=(str(before[draft.source]),))
        if self._siblings is not None:
            changes = self._siblings.with_basis(text_key, changes, knowledge)
        edit = ingested(draft, changes, text_key, warnings.setdefault)
        planned = plan(text_key, edit, changes, knowledge, moment)
        self._committer.add(planned)
        self._remember(text_key)
        self._pending.append(_Pending(source, planned, warnings))
        return text_key

    def _remember(self, text_key: TextKey) -> None:
        if self._siblings is not None:
            self._siblings.remember(text_key)

    def _is_taken(self, text_key: TextKey) -> bool:
        return self._once and self._siblings is not None and text_key in self._siblings

    def _check_free(self, text_key: TextKey, source: Source) -> None:
        """Raise InputError where another source of this run is the same text."""
        if not self._is_taken(text_key):
            return
        version = self._committer.knowledge.newest(text_key).current
        file = version.record.file if version else None
        rival = f"{file.name}, another file of this run" if file else "another file of this run"
        raise InputError(
            source.path or "this text",
            f"is {text_key}, as is {rival}; name its document (--document, --map or a manifest), "
            "or ingest the two one after the other",
        )

    def _settle(self, committed: Sequence[Plan | ProvrepoError]) -> Iterator[Ingested]:
        """Yield what became of all sources up to the last of the plans that were committed."""
        self._settled, self._count = monotonic(), 0
        plans = iter(committed)
        while self._pending:
            source, result, warnings = self._pending[0]
            if isinstance(result, Plan):
                committed_plan = next(plans, None)
                if committed_plan is None:
                    return  # this batch is not stored yet
                result = committed_plan
            if isinstance(result, Plan):
                became: Outcome | ProvrepoError = outcome(
                    self._database, result, warnings, source.changes
                )
            elif isinstance(result, StoredVersion):
                became = Outcome("unchanged", versions.view(self._database, result))
            else:
                became = result
            self._pending.popleft()
            yield Ingested(source.name, became, source.row, source.in_folder)


def _groups(sources: Iterable[Source]) -> Iterator[Sequence[Source]]:
    """Yield the sources in groups that are not too large, and do not let anybody wait."""
    group: list[Source] = []
    size = 0
    begun = monotonic()
    for source in sources:
        group.append(source)
        if not isinstance(source.drafts, ProvrepoError | StoredVersion):
            size += sum(len(draft.content) for draft in source.drafts)
        late = monotonic() - begun > SECONDS  # office files take their time
        if len(group) >= AHEAD or size >= BYTES // 4 or late:
            yield group
            group, size, begun = [], 0, monotonic()
    if group:
        yield group


def _wanted(source: Source) -> tuple[str | None, Sequence[Draft]]:
    """Return the drafts of a source that go in, and the text that they are, if one is named.

    Raises what is wrong with the file, or InputError where it has no such text.
    """
    if isinstance(source.drafts, ProvrepoError):
        raise source.drafts
    assert not isinstance(source.drafts, StoredVersion), "a version has no drafts"
    if len(source.drafts) == 1:
        return source.text, source.drafts
    return None, selected(source.drafts, source.text, source.changes)


def ingest_file(
    database: Database,
    clock: Clock,
    source: str | os.PathLike[str] | bytes,
    changes: Changes,
    *,
    document: str | None,
    text: str | None,
    encoding: str | None,
    convention: str | None,
    all_texts: bool,
    dry_run: bool,
) -> Outcome:
    """Make a version of each text in a file. See `Repository.ingest`."""
    drafts = read_drafts(source, Reading(encoding, convention or CONVENTIONS[0]))
    if len(drafts) > 1 and text is None and not all_texts:
        names = ", ".join(str(draft.text) for draft in drafts)
        raise InputError(drafts[0].name, f"holds {len(drafts)} texts ({names}), not one")
    path = None if isinstance(source, bytes) else os.fspath(source)
    intake = Intake(database, clock, dry_run=dry_run)
    outcomes: list[Outcome] = []
    file = Source(path or "", drafts, changes, document, text, path)
    for ingested_text in intake.run([file]):
        if isinstance(ingested_text.result, ProvrepoError):
            raise ingested_text.result
        outcomes.append(ingested_text.result)
    first, *siblings = outcomes
    return replace(first, siblings=tuple(siblings)) if siblings else first
