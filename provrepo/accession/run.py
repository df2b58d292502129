"""Many files into versions in one run: in the right order, in batches, with what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from provrepo.accession.bulk import AHEAD, Bulk, Source
from provrepo.accession.inputs import Input, Inputs, drafts_of
from provrepo.accession.known import Known, text_of
from provrepo.clock import Clock
from provrepo.editing.outcome import Outcome
from provrepo.editing.planning import Changes
from provrepo.errors import InputError, NoText, ProvrepoError
from provrepo.formats.draft import Draft, Reading
from provrepo.formats.readers import drafts_in
from provrepo.reading.files import read_bytes
from provrepo.store.contents import Rebuilt
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion
from provrepo.store.records import TextKey


@dataclass(frozen=True, slots=True)
class Said:
    """What the user says of all files of a run; it counts before what a manifest or a file says.

    ``pattern`` tells document and text of the files in a folder (`provrepo.accession.mapping`).
    """

    changes: Changes = field(default_factory=Changes)
    document: str | None = None
    text: str | None = None
    encoding: str | None = None
    convention: str | None = None
    pattern: str | None = None

    def reading(self, one: Input) -> Reading:
        """Return how an input is to be read. Raises InvalidValue."""
        row = one.reading
        if row is None:
            return self.reading_alone()
        return Reading(self.encoding or row.encoding, self.convention or row.convention)

    def reading_alone(self) -> Reading:
        """Return how a file is to be read of which nothing more is said. Raises InvalidValue."""
        return _reading(self.encoding, self.convention)


@lru_cache(maxsize=8)
def _reading(encoding: str | None, convention: str | None) -> Reading:
    return Reading(encoding) if convention is None else Reading(encoding, convention)


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one text of a file, or why the file was refused.

    ``row`` is its row in the manifest; ``result`` is an error where it was refused. ``found`` is
    whether a folder had the file, and nobody named it: it may be no text, and is left out then.
    """

    file: str
    result: Outcome | ProvrepoError
    row: int | None = None
    found: bool = False

    @property
    def status(self) -> str:
        """``new``, ``changed``, ``unchanged``, ``refused`` or ``left out``."""
        if not isinstance(self.result, ProvrepoError):
            return self.result.status
        return "left out" if self.found and isinstance(self.result, NoText) else "refused"

    @property
    def error(self) -> str | None:
        """Why the file was refused, with its row; None where it was not."""
        if not isinstance(self.result, ProvrepoError):
            return None
        return str(self.result) if self.row is None else f"row {self.row}: {self.result}"


class Ingestion:
    """A run over many files; to iterate over it makes the versions.

    It yields for each text what became of it once it is durable, and each refusal. ``total`` is how
    many files there are; ``counts`` are the results by status and ``skipped`` what was left out by
    what it is, both so far.
    """

    counted = "files"

    def __init__(
        self,
        database: Database,
        clock: Clock,
        inputs: Sequence[Inputs],
        said: Said,
        *,
        dry_run: bool = False,
    ) -> None:
        self._database, self._said, self._inputs = database, said, inputs
        self._bulk = Bulk[Input](database, clock, dry_run=dry_run, once=True)
        self.total = sum(one.total for one in inputs)
        self.counts: Counter[str] = Counter()
        self._left: Counter[str] = Counter()

    @property
    def skipped(self) -> Counter[str]:
        """What was left out in folders, by what it is."""
        found = self._left.copy()
        for one in self._inputs:
            found.update(getattr(one, "skipped", {}))
        return found

    def __iter__(self) -> Iterator[Ingested]:
        # Each text is looked at once, so that keeping what was read of it is of no use.
        self._database.rebuilt = Rebuilt(1 << 20)
        for one, result in self._bulk.run(self._sources()):
            done = Ingested(one.name, result, one.row, one.found)
            status = done.status
            if status == "left out" and isinstance(result, NoText):
                self._left[result.kind] += 1
            else:
                self.counts[status] += 1
            yield done

    def _sources(self) -> Iterator[Source[Input]]:
        waiting = iter(self._in_order())
        while some := list(islice(waiting, AHEAD)):
            owns = [text_of(one, self._said.document, self._said.text) for one in some]
            known = Known(self._database, owns)
            for one, own in zip(some, owns, strict=True):
                yield self._source(one, own, known)

    def _in_order(self) -> Iterable[Input]:
        for rank in range(max((one.ranks for one in self._inputs), default=0)):
            for inputs in self._inputs:
                yield from inputs.of_rank(rank)

    def _source(self, one: Input, own: TextKey | None, known: Known) -> Source[Input]:
        changes = self._said.changes.over(one.changes)
        drafts: Sequence[Draft] | ProvrepoError | StoredVersion
        try:
            changes = one.beside.under(changes)
            drafts = self._drafts(one, own if changes.say_nothing_of_the_text else None, known)
        except ProvrepoError as error:
            drafts = InputError(one.name, f"is not taken without what stands beside it: {error}")
        return Source(
            one,
            drafts,
            changes,
            self._said.document or one.document,
            self._said.text or one.text,
            one.paths[0] if one.paths else None,
        )

    def _drafts(
        self, one: Input, own: TextKey | None, known: Known
    ) -> Sequence[Draft] | ProvrepoError | StoredVersion:
        try:
            reading = self._said.reading(one)
            if own is None or own not in known or one.error is not None:
                return drafts_of(one, reading)
            (path,) = one.paths
            data = read_bytes(path)
            return known.version(own, data, path, reading) or drafts_in(data, path, reading)
        except ProvrepoError as error:
            return error


class Files:
    """Files that were named one by one, as inputs: translations after all others."""

    ranks = 2

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = list(paths)
        self.total = len(self._paths)

    def of_rank(self, rank: int) -> Iterator[Input]:
        """Yield the inputs of a rank: 0 for all but translations, 1 for those."""
        from provrepo.accession.walking import rank_of

        return (Input(path, (path,)) for path in self._paths if rank_of(path) == rank)
