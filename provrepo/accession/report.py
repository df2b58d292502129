"""The report of a run: a JSON file with what became of every file, written during the run."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from provrepo.accession.walking import TEMPORARY
from provrepo.clock import Clock
from provrepo.errors import InputError, ProvrepoError, unwritable
from provrepo.reading.files import is_stream, rights_of_new_files
from provrepo.software import SOFTWARE
from provrepo.store import rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provrepo.accession.intake import Ingested
    from provrepo.accession.revisions import Revised


class Report:
    """A report under way; a context manager that puts it in its place, whole, also after Ctrl-C.

    It is written to a temporary file beside ``path`` during the run, so that memory stays flat and
    an older report is there until this one is complete. Raises InputError where it cannot be
    written.
    """

    def __init__(self, path: str | os.PathLike[str], clock: Clock) -> None:
        self._clock = clock
        self._totals: dict[str, Any] = {}
        self._begun = False
        try:
            # A link goes on leading where it led; a device or a pipe, as /dev/stdout, is written
            # into.
            self._is_stream = is_stream(path)
            self._path = Path(path) if self._is_stream else Path(os.path.realpath(path))
            if self._path.is_dir():
                raise InputError(os.fspath(path), "is a folder; name a file for the report")
            descriptor, self._temporary = tempfile.mkstemp(
                prefix=TEMPORARY, dir=None if self._is_stream else self._path.parent
            )
        except OSError as error:
            raise unwritable(os.fspath(path), error) from None
        self._file = os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace")
        self._file.write('{"files": [')
        self._started = rules.instant(clock())

    def add(self, ingested: Ingested | Revised) -> None:
        """Write what became of one text, or why a file was refused."""
        entry = json.dumps(as_json(ingested), ensure_ascii=False)
        # In one piece, so that Ctrl-C leaves no half of it.
        self._file.write(f",\n{entry}" if self._begun else f"\n{entry}")
        self._begun = True

    def totals(self, counts: Mapping[str, int], skipped: Mapping[str, int], **more: object) -> None:
        """Set what stands at the end: the counts, and any values more, by name."""
        self._totals = {"counts": dict(counts), "skipped": dict(skipped), **more}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        end = {
            **self._totals,
            "complete": error is None,
            "started": self._started,
            "finished": rules.instant(self._clock()),
            "software": SOFTWARE,
        }
        with self._file as file:
            file.write("\n]")
            file.write("".join(f",\n{json.dumps(name)}: {json.dumps(end[name])}" for name in end))
            file.write("}\n")
            file.flush()
            os.fsync(file.fileno())
        if self._is_stream:
            self._pour()
            return
        # Temporary files are for their owner's eyes only; a report is to be like any new file.
        Path(self._temporary).chmod(rights_of_new_files())
        Path(self._temporary).replace(self._path)

    def _pour(self) -> None:
        """Write the report into a device or a pipe. Raises InputError."""
        try:
            with Path(self._temporary).open("rb") as report, self._path.open("wb") as stream:
                shutil.copyfileobj(report, stream)
        except OSError as error:
            raise unwritable(os.fspath(self._path), error) from None
        finally:
            Path(self._temporary).unlink()


def as_json(ingested: Ingested | Revised) -> dict[str, Any]:
    """Return what became of a text as reports have it: status, reference, id, warnings, error."""
    result = ingested.result
    entry: dict[str, Any] = {**ingested.place, "status": ingested.status}
    if isinstance(result, ProvrepoError):
        return {**entry, "error": str(result)}
    version = result.version
    warnings = list(result.warnings)
    return {**entry, "reference": version.reference, "id": version.id, "warnings": warnings}
