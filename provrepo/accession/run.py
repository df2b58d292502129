"""A run over many files: in the right order, in batches, with what became of each."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from provrepo.accession.inputs import Input, Inputs, drafts_of
from provrepo.accession.intake import AHEAD, Ingested, Intake, Source
from provrepo.accession.known import NewestVersions, text_of
from provrepo.accession.siblings import Siblings
from provrepo.errors import InputError, ProvrepoError, ReaderFault
from provrepo.formats.readers import drafts_in
from provrepo.reading.files import read_bytes

if TYPE_CHECKING:
    from provrepo.accession.intake import Instructions
    from provrepo.clock import Clock
    from provrepo.formats.draft import Draft
    from provrepo.store.database import Database
    from provrepo.store.read import StoredVersion
    from provrepo.store.records import TextKey

KEPT_BYTES = 1 << 20
"""How much of what was read from the store a run keeps: it looks at each text only once."""


class Ingestion:
    """A run over files, folders and a manifest; to iterate over it makes the versions.

    It yields for each text what became of it once it is durable, and each refusal. ``total`` is the
    number of files. So far, ``counts`` are the results by status, and ``skipped`` what was left
    out, by what it is.
    """

    counted = "files"

    def __init__(
        self,
        database: Database,
        clock: Clock,
        inputs: Sequence[Inputs],
        instructions: Instructions,
        *,
        dry_run: bool = False,
        parallel: bool = True,
    ) -> None:
        self._database, self._instructions, self._inputs = database, instructions, inputs
        self._intake = Intake(
            database,
            clock,
            Siblings(),
            dry_run=dry_run,
            once=True,
            parallel=parallel,
            of_many=True,
        )
        self.total = sum(part.total for part in inputs)
        self.counts: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()

    @property
    def skipped(self) -> Counter[str]:
        """What was left out in folders, by what it is."""
        skipped = self._left_out.copy()
        for part in self._inputs:
            skipped.update(part.skipped)
        return skipped

    def __iter__(self) -> Iterator[Ingested]:
        with self._database.rebuilt.limited_to(KEPT_BYTES):
            for ingested in self._intake.run(self._sources()):
                if ingested.status == "left out":
                    self._left_out[ingested.kind] += 1
                else:
                    self.counts[ingested.status] += 1
                yield ingested

    def _sources(self) -> Iterator[Source]:
        inputs = self._in_order()
        document = self._instructions.document
        while group := list(islice(inputs, AHEAD)):
            text_keys = [text_of(file, document, self._text(file)) for file in group]
            newest = NewestVersions(self._database, text_keys, self._intake.purged)
            for file, text_key in zip(group, text_keys, strict=True):
                yield self._source(file, text_key, newest)

    def _in_order(self) -> Iterator[Input]:
        """Yield the inputs of all parts, rank by rank."""
        # A translation in a folder may be that of a transcription which the manifest names.
        for rank in range(max((part.ranks for part in self._inputs), default=0)):
            for part in self._inputs:
                yield from part.of_rank(rank)

    def _source(self, file: Input, text_key: TextKey | None, newest: NewestVersions) -> Source:
        changes = self._instructions.changes.over(file.changes)
        drafts: Sequence[Draft] | ProvrepoError | StoredVersion
        try:
            changes = file.beside.under(changes)
        except ProvrepoError as error:
            drafts = InputError(file.name, f"is not taken without what stands beside it: {error}")
        else:
            drafts = self._drafts(file, None if changes.need_a_version else text_key, newest)
        many = file.in_folder or file.row is not None
        return Source(
            file.name,
            drafts,
            changes,
            self._instructions.document or file.document,
            self._text(file),
            file.paths[0] if file.paths else None,
            file.row,
            file.in_folder,
            older="refuse" if many and not self._instructions.allow_older else "warn",
        )

    def _text(self, file: Input) -> str | None:
        """Return which text the editor says that a file is: --text fills what --map leaves open."""
        if self._instructions.pattern is not None and file.row is None and file.text is not None:
            return file.text
        return self._instructions.text or file.text

    def _drafts(
        self, file: Input, text_key: TextKey | None, newest: NewestVersions
    ) -> Sequence[Draft] | ProvrepoError | StoredVersion:
        """Read a file, unless it is known to be what the newest version was read from."""
        try:
            reading = self._instructions.reading(file.reading)
            if text_key is None or text_key not in newest or file.error is not None:
                return drafts_of(file, reading)
            # Its bytes are hashed first: most files of a second run need no more than that.
            (path,) = file.paths
            data = read_bytes(path)
            version = newest.read_from(text_key, data, path, reading)
            return version or drafts_in(data, path, reading)
        except ProvrepoError as error:
            return error
        except Exception as error:  # noqa: BLE001 - of joining pages, of which each was read
            return ReaderFault(file.name, error)


def inputs(
    paths: Sequence[str],
    manifest: str | os.PathLike[str] | None,
    instructions: Instructions,
    left_out: Sequence[str | os.PathLike[str]],
) -> list[Inputs]:
    """Return the inputs that ``paths`` and ``manifest`` name, without those ``left_out``.

    Raises InputError for an unusable manifest, InvalidValue for an impossible pattern.
    """
    parts: list[Inputs] = []
    ignored = [os.fspath(path) for path in left_out]
    if manifest is not None:
        from provrepo.accession.manifest import Manifest

        parts.append(Manifest(manifest))
        ignored.append(os.fspath(manifest))
    if paths:
        from provrepo.accession.walking import Folders

        pattern, texts = None, []
        if instructions.pattern is not None:
            from provrepo.accession.mapping import Pattern
            from provrepo.accession.placing import full_name

            pattern = Pattern(instructions.pattern)
            texts = [text] if (text := full_name(instructions.text)) else []
        is_one_text = instructions.text is not None and instructions.document is not None
        parts.append(Folders(paths, ignored, together=is_one_text, pattern=pattern, texts=texts))
    return parts
