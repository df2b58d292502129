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

CSV is UTF-8, with commas, semicolons or tabs as its first row has them; an empty cell says nothing.
In JSON Lines each line is an object with the same names. Rows are counted as a spreadsheet counts
them, so the first one with a file is row 2; in JSON Lines they are the lines.
"""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

from provrepo import metadata
from provrepo.accession import placing
from provrepo.accession.inputs import Input
from provrepo.accession.ranks import Ranks
from provrepo.editing.changes import Changes
from provrepo.errors import InputError, InvalidValue, ProvrepoError, ReaderFault
from provrepo.formats.draft import CONVENTIONS, Reading
from provrepo.store import canonical

COLUMNS = (
    *("file", "document", "text", "based_on", "agent", "activity", "message", "created"),
    *("encoding", "convention"),
)
"""The columns that are no citation metadata."""

LISTS = ("based_on", "agent")
"""The columns that may have several values."""

_DELIMITERS = ",;\t"

_Row: TypeAlias = tuple[int, Mapping[str, Any] | ProvrepoError]
"""The number of a row, and its values by column or what is wrong with it."""


class Manifest:
    """The files that a manifest names, as inputs, each after those that it is based on.

    It is read anew for each rank, so that memory does not grow with it. Raises InputError where it
    is no manifest: no file, no table, or a table with an unknown column.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self.skipped: Counter[str] = Counter()  # a manifest leaves nothing out
        self._folder = os.path.dirname(self.path)  # noqa: PTH120 - a name may be anything
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
        for row, values in _rows(self.path):
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
        cells = {column: values[column] for column in COLUMNS if column in values}
        for column, value in cells.items():
            if column not in LISTS and not isinstance(value, str):
                raise InvalidValue(column, value, "write a text")
        file = cells.get("file")
        if not file:
            raise InputError(self.path, "this row names no file")
        path = os.path.join(self._folder, file)  # noqa: PTH118
        bases = _several("based_on", cells.get("based_on"))
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
            agents=_several("agent", cells.get("agent")),
            activity=cells.get("activity"),
            message=cells.get("message"),
            created=cells.get("created"),
            fields={column: value for column, value in values.items() if column not in COLUMNS},
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


def _several(column: str, value: object) -> tuple[str, ...]:
    """Return the values of a cell that may have more than one."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):  # or nested without end
            raise InvalidValue(
                column, value, "begins like a list in JSON, but is not one"
            ) from None
    if isinstance(value, str):
        parts = value.replace("|", "; ").split("; ")
        value = [part.strip().removesuffix(";") for part in parts]
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise InvalidValue(column, value, "write a text, or a list of texts")
    return tuple(filter(None, value))


def _rows(path: str) -> Iterator[_Row]:
    """Yield the rows that say something. Raises InputError."""
    try:
        # Only a file can be read once for each rank; a pipe would also let the run hang.
        if not Path(path).is_file():
            reason = "is no file" if Path(path).exists() else "there is no such file"
            raise InputError(path, reason)
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            while (start := file.read(1)).isspace():
                pass
            file.seek(0)
            yield from (_json_lines if start == "{" else _table)(file, path)
    except OSError as error:
        raise InputError(path, f"cannot be read: {(error.strerror or '').lower()}") from None
    except UnicodeDecodeError as error:
        raise InputError(path, f"is not UTF-8: {error.reason}; save it as CSV UTF-8") from None


def _json_lines(lines: Iterable[str], path: str) -> Iterator[_Row]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = canonical.parse(line, path)
            if not isinstance(value, dict):
                raise InputError(path, "each line is to be an object in JSON")
            _check_columns(value, path)
        except ProvrepoError as error:
            yield number, error
            continue
        yield number, {column: cell for column, cell in value.items() if cell not in (None, "", [])}


def _table(lines: Iterable[str], path: str) -> Iterator[_Row]:
    lines = iter(lines)
    # Back at the start of the file, its byte order mark comes as a character.
    first = next(lines, "").removeprefix("\ufeff")
    delimiter = max(_DELIMITERS, key=first.count)
    columns = [column.strip() for column in next(csv.reader([first], delimiter=delimiter), [])]
    _check_columns(filter(None, columns), path)
    if "file" not in columns:
        raise InputError(
            path,
            "its first row has no column “file”; `provrepo ingest --manifest-template` prints a "
            "manifest to fill in",
        )
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 1
    while True:
        number += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:  # the reader goes on with the row after it
            yield number, InputError(path, f"is no CSV there: {error}")
            continue
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            yield number, InputError(path, f"has more cells than the {len(columns)} columns")
            continue
        values = {
            column: cell
            for column, cell in zip(columns, cells, strict=False)
            if column and cell.strip()
        }
        if values:
            yield number, values


def _check_columns(columns: Iterable[str], path: str) -> None:
    """Raise InputError for a column that is there twice, or that is unknown."""
    seen: set[str] = set()
    known_columns = {name.lower(): name for name in (*metadata.VARIABLES, *COLUMNS)}
    for column in columns:
        if column in seen:
            raise InputError(path, f"has the column “{column}” twice")
        seen.add(column)
        if column not in COLUMNS and column not in metadata.VARIABLES:
            similar = get_close_matches(column.lower(), known_columns, n=3, cutoff=0.6)
            names = " or ".join(known_columns[name] for name in similar)
            question = f"; did you mean {names}?" if names else ""
            raise InputError(
                path,
                f"has a column “{column}”, which is neither one of {', '.join(COLUMNS)} nor a CSL "
                f"variable{question}",
            )
