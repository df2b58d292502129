"""Taking drafts in: each finds its text, is planned, and is stored in batches with the others.

Whoever has drafts (one file, a folder, a git history, an application's memory) hands them over as
sources and is told what became of each, in the same order.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from provrepo.accession.placing import (
    expected_key,
    full_name,
    is_of_kind,
    place,
    selected,
    without_language,
)
from provrepo.editing.changes import NO_CHANGES, Changes
from provrepo.editing.commit import Committer, Outcome, outcome
from provrepo.editing.knowledge import NotStoredYet
from provrepo.editing.planning import Plan, ingested, plan
from provrepo.errors import (
    Busy,
    InputError,
    NoText,
    ProvrepoError,
    Purged,
    ReaderFault,
    RepositoryError,
)
from provrepo.formats.draft import CONVENTIONS, Draft, Reading
from provrepo.reading import versions
from provrepo.reading.files import read_drafts
from provrepo.store.collecting import collection_put_off
from provrepo.store.read import StoredVersion

if TYPE_CHECKING:
    from provrepo.accession.siblings import Siblings
    from provrepo.clock import Clock
    from provrepo.editing.planning import FindBasis, Older
    from provrepo.store.database import Database
    from provrepo.store.records import Text, TextKey

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
    allow_older: bool = False

    def reading(self, from_manifest: Reading | None = None) -> Reading:
        """Return how a file is to be read. Raises InvalidValue for an unknown convention."""
        if from_manifest is None:
            return _reading(self.encoding, self.convention, self.text)
        return Reading(
            self.encoding or from_manifest.encoding,
            self.convention or from_manifest.convention,
            _reading(None, None, self.text).language or from_manifest.language,
        )


@lru_cache(maxsize=8)
def _reading(encoding: str | None, convention: str | None, text: str | None) -> Reading:
    named = full_name(text) if text else None
    return Reading(encoding, convention or CONVENTIONS[0], named.language if named else None)


@dataclass(slots=True)
class Source:
    """The drafts of one file, or why it has none, with what the editor said of it.

    ``name`` is how messages and reports call it. ``drafts`` is a version where the file is known
    to be what that version, its text's newest, was read from; an error where it cannot be read.
    ``document`` and ``text`` say where it belongs, the text in words or itself; ``path`` is a file
    whose folders may tell the same.
    ``row`` is its row in a manifest; ``in_folder`` is set where a folder had it, and nobody named
    it, ``of_history`` where it is a commit's. ``older`` says what becomes of it if its text is that
    of an older version, ``find_basis`` what a translation of a history is based on.
    """

    name: str
    drafts: Sequence[Draft] | StoredVersion | ProvrepoError
    changes: Changes = NO_CHANGES
    document: str | None = None
    text: str | Text | None = None
    path: str | None = None
    row: int | None = None
    in_folder: bool = False
    of_history: bool = False
    older: Older = "warn"
    find_basis: FindBasis | None = None


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one text of a file, or why the file was refused.

    ``file`` is its name, ``row`` its row in the manifest. ``result`` is an error where it was
    refused, or ``left out``: what a folder has, and nobody named, need not be a text; and what was
    purged here comes again in a folder or a history. ``status`` is ``new``, ``changed``,
    ``unchanged``, ``refused`` or ``left out``.
    """

    file: str
    result: Outcome | ProvrepoError
    status: str
    row: int | None = None

    @property
    def about(self) -> str:
        """What a plan says of it: the file's name."""
        return self.file

    @property
    def place(self) -> dict[str, Any]:
        """Where it comes from, as JSON output shows it (docs/cli.md)."""
        return {"file": self.file} if self.row is None else {"file": self.file, "row": self.row}

    @property
    def name(self) -> str:
        """How messages call it: its file's name."""
        return self.file

    @property
    def kind(self) -> str:
        """What was left out, in a word for counts: ``images``, ``purged``; empty otherwise."""
        if self.status != "left out":
            return ""
        return self.result.kind if isinstance(self.result, NoText) else "purged"

    @property
    def error(self) -> str | None:
        """Why the file was refused, with its row and its name; None where it was not."""
        if not isinstance(self.result, ProvrepoError):
            return None
        reason = str(self.result)
        # What is wrong with a value is said without the file that has it.
        if self.file and not isinstance(self.result, InputError):
            reason = f"{self.file}: {reason}"
        return reason if self.row is None else f"row {self.row}: {reason}"


class _Pending(NamedTuple):
    """A draft that was planned, a version that is there already, or a refusal, not yet reported."""

    source: Source
    result: Plan | StoredVersion | ProvrepoError
    warnings: Iterable[str] = ()


class Intake:
    """Takes sources in, as a stream.

    ``siblings`` remembers the texts that went in together, among which a new translation finds its
    transcription; in a history the sources find it. ``of_many`` says that there are many, of which
    some may have been purged here: that is asked at once. With ``once`` each text is taken from one
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
        of_many: bool = False,
    ) -> None:
        self._database = database
        self._committer = Committer(
            database, clock, dry_run=dry_run, parallel=parallel, of_many=of_many
        )
        self._siblings = siblings
        self._once = once
        self._pending: deque[_Pending] = deque()
        self._count = 0
        self._settled = monotonic()

    @property
    def purged(self) -> Mapping[tuple[str, str], Purged]:
        """What was removed for good, by kind and digest, as far as that has been asked for."""
        return self._committer.purged

    def run(self, sources: Iterable[Source]) -> Iterator[Ingested]:
        """Make versions and yield, for each draft, what became of it once it is durable.

        What is wrong with one source is yielded in its place, and does not stop the others. When
        all are stored, it can be called again with more.
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
                self._committer.packer = None

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
                    if self._siblings is not None:
                        self._siblings.remember(source.drafts.text_key)
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
        self, source: Source, draft: Draft, text: str | Text | None, before: Sequence[TextKey]
    ) -> TextKey:
        """Plan one draft; ``before`` are the texts of the earlier drafts of the same file.

        What a reader makes may be more than planning can bear: that is its file's affair, too.
        """
        warnings = dict.fromkeys(draft.warnings)
        try:
            planned = self._planned(source, draft, text, before, warnings)
        except (ProvrepoError, NotStoredYet):
            raise
        except Exception as error:
            raise ReaderFault(source.name or draft.name, error) from error
        self._committer.add(planned)
        text_key = planned.text_key
        if self._siblings is not None:
            self._siblings.remember(text_key)
        self._pending.append(_Pending(source, planned, warnings))
        return text_key

    def _planned(
        self,
        source: Source,
        draft: Draft,
        text: str | Text | None,
        before: Sequence[TextKey],
        warnings: dict[str, None],
    ) -> Plan:
        """Return the plan of one draft; what the editor should know is added to ``warnings``."""
        knowledge, moment = self._committer.knowledge, self._committer.moment
        # All texts of one file belong to one document.
        document = before[0].document if before else source.document
        text_key = place(knowledge, draft, document, text, source.path)
        if document is None and draft.document is not None and self._is_taken(text_key):
            nameless = replace(draft, document=None)
            text_key = place(knowledge, nameless, None, text, source.path)
            warnings[f"{draft.document}, as it calls itself, is another file of this run"] = None
        if self._once:
            self._check_free(text_key, source)
        if draft.language is None and text is None and text_key.text.language == "und":
            is_new = not knowledge.newest(text_key).number
            warnings[without_language(text_key, is_new=is_new)] = None
        if draft.origin is not None:
            from provrepo.editing.returned import as_made

            draft = as_made(draft, knowledge)
        changes = source.changes.over(draft)
        if draft.source is not None and changes.based_on is None:
            changes = replace(changes, based_on=(str(before[draft.source]),))
        is_translation = text_key.text.kind == "translation"
        if self._siblings is not None and is_translation and changes.based_on is None:
            changes = self._siblings.with_basis(text_key, changes, knowledge)
        find_basis = source.find_basis if changes.based_on is None else None
        edit = ingested(
            draft, changes, text_key, warnings.setdefault, source.older, find_basis=find_basis
        )
        return plan(text_key, edit, changes, knowledge, moment, repeats=False)

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
            self._pending.popleft()
            if isinstance(result, ProvrepoError):
                status = "left out" if _is_left_out(source, result) else "refused"
                yield Ingested(source.name, result, status, source.row)
                continue
            if isinstance(result, Plan):
                asked = source.find_basis is None
                became = outcome(self._database, result, warnings, source.changes, asked=asked)
            else:
                became = Outcome("unchanged", versions.view(self._database, result))
            yield Ingested(source.name, became, became.status, source.row)


def _is_left_out(source: Source, error: ProvrepoError) -> bool:
    """Return whether nobody asked for what is refused: no text at all, or purged and come again."""
    if isinstance(error, NoText):
        return source.in_folder
    return isinstance(error, Purged) and (source.in_folder or source.of_history)


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


def _wanted(source: Source) -> tuple[str | Text | None, Sequence[Draft]]:
    """Return the drafts of a source that go in, and the text that they are, if one is named.

    Raises what is wrong with the file, or InputError where it has no such text.
    """
    if isinstance(source.drafts, ProvrepoError):
        raise source.drafts
    assert not isinstance(source.drafts, StoredVersion), "a version has no drafts"
    if len(source.drafts) == 1:
        text, stated = source.text, source.drafts[0].text
        # What a file in a folder says of itself is not made something else by the way.
        if source.in_folder and stated and isinstance(text, str):
            return text if is_of_kind(stated, text) else None, source.drafts
        return source.text, source.drafts
    name = None if source.text is None else str(source.text)
    return None, selected(source.drafts, name, source.changes, in_folder=source.in_folder)


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
    drafts = read_drafts(source, _reading(encoding, convention, text))
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
