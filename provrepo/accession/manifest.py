"""Manifests: a table of files with what is to be said of each, as CSV or JSON Lines.

=============================  ==================================================================
column                         is
=============================  ==================================================================
``file``                       the path, relative to the manifest; a folder holds pages of a text
``document``, ``text``         the document's key and the text's name
``based_on``, ``agent``        as the options; several are separated by ``; `` or ``|``, or a list
                               in JSON
``activity, message, created`` as the options
``encoding``, ``convention``   as the options
any CSL variable               as ``--set``
=============================  ==================================================================

How it is written: `provrepo.accession.table`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from provrepo.accession import placing, table
from provrepo.accession.inputs import Input
from provrepo.accession.ranks import Ranks
from provrepo.editing.changes import Changes
from provrepo.errors import InputError, ProvrepoError, ReaderFault
from provrepo.formats.draft import CONVENTIONS, Reading

COLUMNS = (
    *("file", "document", "text", "based_on", "agent", "activity", "message", "created"),
    *("encoding", "convention"),
)
"""The columns that are no citation metadata."""

LISTS = ("based_on", "agent")
"""The columns that may have several values."""

_COLUMNS = table.Columns(
    COLUMNS, "file", "`provrepo ingest --manifest-template` prints a manifest to fill in"
)


class Manifest:
    """The files that a manifest names, as inputs, each after those that it is based on.

    It is read anew for each rank, so that memory does not grow with it. Raises InputError where it
    is no manifest: no file, no table, or a table with an unknown column.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self.skipped: Counter[str] = Counter()  # a manifest leaves nothing out
        self._folder = table.base_folder(path)
        ranks = self._in_ranks(Ranks())
        if ranks.late:
            ranks = self._in_ranks(Ranks(ranks.late))
        self._ranks = ranks.settled()
        self.total, self.ranks = len(self._ranks), max(self._ranks, default=0) + 1

    def _in_ranks(self, ranks: Ranks) -> Ranks:
        for file in self._inputs():
            ranks.add(file)
        return ranks

    def of_rank(self, rank: int) -> Iterator[Input]:
        """Yield the inputs of a rank, in the order of the rows."""
        # Rows that somebody adds while the run goes on have no rank, and wait for the next one.
        for rank_of_row, file in zip(self._ranks, self._inputs(), strict=False):
            if rank_of_row == rank:
                yield file

    def _inputs(self) -> Iterator[Input]:
        for row, values in table.rows(self.path, _COLUMNS):
            try:
                if isinstance(values, ProvrepoError):
                    raise values
                yield self._input(row, values)
            except ProvrepoError as error:
                yield Input(self.path, row=row, error=error)
            except Exception as error:  # noqa: BLE001 - a bad row is its own affair
                yield Input(self.path, row=row, error=ReaderFault(self.path, error))

    def _input(self, row: int, values: Mapping[str, Any]) -> Input:
        """Return a row as an input. Raises InvalidValue or InputError."""
        cells = table.texts(values, _COLUMNS, LISTS)
        file = cells.get("file")
        if not file:
            raise InputError(self.path, "this row names no file")
        path = os.path.join(self._folder, file)  # noqa: PTH118
        bases = table.several("based_on", cells.get("based_on"))
        reading = None
        if cells.keys() & {"encoding", "convention", "text"}:
            named = placing.full_name(cells.get("text"))
            reading = Reading(
                cells.get("encoding"),
                cells.get("convention", CONVENTIONS[0]),
                named.language if named else None,
            )
        changes = Changes(
            based_on=tuple(map(self._basis, bases)) or None,
            agents=table.several("agent", cells.get("agent")),
            activity=cells.get("activity"),
            message=cells.get("message"),
            created=cells.get("created"),
            fields=table.fields(values, _COLUMNS),
        )
        return Input(
            path, _paths(path), row, cells.get("document"), cells.get("text"), changes, reading
        )

    def _basis(self, written: str) -> str:
        """Return what a text is based on; a file's path is relative to the manifest."""
        path = os.path.join(self._folder, written)  # noqa: PTH118
        may_be_a_file = os.sep in written or "." in written
        return path if may_be_a_file and os.path.isfile(path) else written  # noqa: PTH113


def _paths(path: str) -> tuple[str, ...]:
    """Return a file, or the files in a folder, which are pages."""
    if not os.path.isdir(path):  # noqa: PTH112
        return (path,)
    try:
        file_names = sorted(os.listdir(path))  # noqa: PTH208
    except OSError as error:
        raise InputError(path, f"cannot be read: {(error.strerror or '').lower()}") from None
    pages = tuple(
        os.path.join(path, name)  # noqa: PTH118
        for name in file_names
        if not name.startswith(".")
    )
    if not pages:
        raise InputError(path, "is an empty folder")
    return pages
