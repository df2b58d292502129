"""Manifests: a table of files with what is to be said of each, as CSV or JSON Lines.

=============================  ==================================================================
column                         is
=============================  ==================================================================
``file``                       the path, relative to the manifest; a folder holds pages of a text
``document``, ``text``         the document's key and the text's name
``based_on``, ``agent``        as the options; several are parted by ``; `` or ``|``, or a list in
                               JSON
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
from typing import Any

from provrepo import metadata
from provrepo.accession.inputs import Input
from provrepo.accession.ranks import Ranks
from provrepo.editing.changes import Changes
from provrepo.errors import InputError, InvalidValue, ProvrepoError
from provrepo.formats.draft import CONVENTIONS, Reading
from provrepo.store import canonical

OWN = (
    *("file", "document", "text", "based_on", "agent", "activity", "message", "created"),
    *("encoding", "convention"),
)
"""The columns that are no citation metadata."""

LISTS = ("based_on", "agent")
_DELIMITERS = ",;\t"


class Manifest:
    """The files that a manifest names, as inputs, each after those that it is based on.

    It is read anew for each rank, so that memory does not grow with it. Raises InputError where it
    is none: no file, no table, a column that nothing is known of.
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
        for one in self._inputs():
            ranks.add(one)
        return ranks

    def of_rank(self, rank: int) -> Iterator[Input]:
        """Yield the inputs of a rank, in the order of the rows."""
        for place, one in enumerate(self._inputs()):
            if place < self.total and self._ranks[place] == rank:
                yield one

    def _inputs(self) -> Iterator[Input]:
        for row, values in _rows(self.path):
            try:
                if isinstance(values, ProvrepoError):
                    raise values
                yield self._input(row, values)
            except ProvrepoError as error:
                yield Input(self.path, row=row, error=error)

    def _input(self, row: int, values: Mapping[str, Any]) -> Input:
        said = {column: values[column] for column in OWN if column in values}
        for column, value in said.items():
            if column not in LISTS and not isinstance(value, str):
                raise InvalidValue(column, value, "write a text")
        file = said.get("file")
        if not file:
            raise InputError(self.path, "this row names no file")
        path = os.path.join(self._folder, file)  # noqa: PTH118
        bases = _several("based_on", said.get("based_on"))
        reading = None
        if "encoding" in said or "convention" in said:
            reading = Reading(said.get("encoding"), said.get("convention", CONVENTIONS[0]))
        changes = Changes(
            based_on=tuple(self._basis(one) for one in bases) or None,
            agents=_several("agent", said.get("agent")),
            activity=said.get("activity"),
            message=said.get("message"),
            created=said.get("created"),
            fields={column: value for column, value in values.items() if column not in OWN},
        )
        return Input(
            path, _paths(path), row, said.get("document"), said.get("text"), changes, reading
        )

    def _basis(self, written: str) -> str:
        """Return what a text is based on; a file's path is relative to the manifest."""
        path = os.path.join(self._folder, written)  # noqa: PTH118
        named = os.sep in written or "." in written
        return path if named and os.path.isfile(path) else written  # noqa: PTH113


def _paths(path: str) -> tuple[str, ...]:
    """Return a file, or the files in a folder, which are pages."""
    if not os.path.isdir(path):  # noqa: PTH112
        return (path,)
    try:
        found = sorted(one for one in os.listdir(path) if not one.startswith("."))  # noqa: PTH208
    except OSError as error:
        raise InputError(path, f"cannot be read: {(error.strerror or '').lower()}") from None
    if not found:
        raise InputError(path, "is an empty folder")
    return tuple(os.path.join(path, one) for one in found)  # noqa: PTH118


def _several(column: str, value: object) -> tuple[str, ...]:
    """Return the values of a cell that may have more than one."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            raise InvalidValue(column, value, "begins like a list in JSON, but is none") from None
    if isinstance(value, str):
        found = value.replace("|", "; ").split("; ")
        value = [one.strip().removesuffix(";") for one in found]
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise InvalidValue(column, value, "write a text, or a list of texts")
    return tuple(one for one in value if one)


def _rows(path: str) -> Iterator[tuple[int, Mapping[str, Any] | ProvrepoError]]:
    """Yield the rows that say something, each with its number. Raises InputError."""
    try:
        # Not to hang on a pipe, and as each rank reads it again.
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
    except ValueError as error:
        if isinstance(error, UnicodeDecodeError):
            raise InputError(path, f"is not UTF-8: {error.reason}; save it as CSV UTF-8") from None
        raise


def _json_lines(
    lines: Iterable[str], path: str
) -> Iterator[tuple[int, Mapping[str, Any] | ProvrepoError]]:
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
        yield number, {name: one for name, one in value.items() if one not in (None, "", [])}


def _table(
    lines: Iterable[str], path: str
) -> Iterator[tuple[int, Mapping[str, Any] | ProvrepoError]]:
    lines = iter(lines)
    first = next(lines, "").removeprefix("\ufeff")
    delimiter = max(_DELIMITERS, key=first.count)
    columns = [one.strip() for one in next(csv.reader([first], delimiter=delimiter), [])]
    _check_columns([one for one in columns if one], path)
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
        except csv.Error as error:
            yield number, InputError(path, f"is no CSV there: {error}")
            continue
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            yield number, InputError(path, f"has more cells than the {len(columns)} columns")
            continue
        said = {
            column: cell
            for column, cell in zip(columns, cells, strict=False)
            if column and cell.strip()
        }
        if said:
            yield number, said


def _check_columns(columns: Iterable[str], path: str) -> None:
    """Raise InputError for a column that is there twice, or of which nothing is known."""
    seen: set[str] = set()
    known = {one.lower(): one for one in (*metadata.VARIABLES, *OWN)}
    for column in columns:
        if column in seen:
            raise InputError(path, f"has the column “{column}” twice")
        seen.add(column)
        if column not in OWN and column not in metadata.VARIABLES:
            near = get_close_matches(column.lower(), known, n=3, cutoff=0.6)
            meant = f"; did you mean {' or '.join(known[one] for one in near)}?" if near else ""
            raise InputError(
                path,
                f"has a column “{column}”, which is neither one of {', '.join(OWN)} nor a CSL "
                f"variable{meant}",
            )
