"""Tables that say something of files or documents, a row each: CSV or JSON Lines.

CSV is UTF-8 or what its byte order mark says, with commas, semicolons or tabs as its first row has
them (or as a line ``sep=;`` says, which Excel reads as well); the names of its columns may have
capitals and blanks. In JSON Lines each line is an object with the same names. An empty cell says
nothing. Rows are counted as a spreadsheet counts them, so the first one under the names is row 2;
in JSON Lines they are the lines.

A cell with ``-`` alone takes away what was said before. One that a spreadsheet would calculate is
no value, so it is refused, as is ``#REF!``; a text that begins so is written with an apostrophe
before it, ``'=``, as in a spreadsheet.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from provrepo import metadata
from provrepo.errors import InputError, InvalidValue, ProvrepoError
from provrepo.formats.draft import marked_encoding, text_encoding
from provrepo.store import canonical

Row: TypeAlias = tuple[int, Mapping[str, Any] | ProvrepoError]
"""The number of a row, and its values by column or what is wrong with it."""

FORMULA = frozenset("=+-@\t\r\n＝＋－＠|%")
"""With what a cell begins that a spreadsheet calculates (see OWASP, “CSV Injection”)."""

NOTHING = "-"
"""The cell that takes away what was said before."""

_DELIMITERS = ",;\t"
_SEPARATOR = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_ESCAPED = re.compile(rf"'+(?:[{re.escape(''.join(FORMULA))}]|\s*#|\s*-\s*$)")
"""A cell with an apostrophe that is not its own."""
_SPREADSHEET_ERROR = re.compile(
    r"#(REF|NAME|VALUE|NUM|NULL|DIV/0|SPILL|CALC|FIELD|GETTING_DATA)[!?]|#N/A|#NV|#{3,}"
)
_STRUCTURED = metadata.NAMES | metadata.DATES | {"categories", "custom"}
"""The variables whose values may be JSON."""


class Columns(NamedTuple):
    """What the columns of a table may be, besides any CSL variable.

    ``required`` is the one without which a row is about nothing; ``advice`` says what to do where
    it is missing, and ``other_encoding`` where the table is not in UTF-8.
    """

    names: Sequence[str]
    required: str
    advice: str
    other_encoding: str = ""


def rows(path: str, columns: Columns, encoding: str | None = None) -> Iterator[Row]:
    """Yield the rows of a table that say something.

    ``encoding`` is any that Python knows. Raises InputError where it is no table: no file, none of
    text, or one with an unknown column; and InvalidValue for an unknown encoding.
    """
    chosen = None if encoding is None else text_encoding(encoding)
    try:
        # Only a file can be read once for each rank; a pipe would also let the run hang.
        if not Path(path).is_file():
            reason = "is no file" if Path(path).exists() else "there is no such file"
            raise InputError(path, reason)
        with Path(path).open("rb") as file:
            marked = marked_encoding(file.read(4))
        chosen = chosen or {"utf-8": "utf-8-sig"}.get(marked, marked)
        with Path(path).open(encoding=chosen, newline="") as file:
            while (start := file.read(1)).isspace() or start == "\ufeff":
                pass
            file.seek(0)
            yield from (_json_lines if start == "{" else _csv)(file, path, columns)
    except OSError as error:
        raise InputError(path, f"cannot be read: {(error.strerror or '').lower()}") from None
    except UnicodeError as error:
        raise _undecodable(path, chosen or "", error, columns) from None


def _undecodable(path: str, encoding: str, error: UnicodeError, columns: Columns) -> InputError:
    """Return what to say of a table whose bytes are not in its encoding."""
    name = encoding.removesuffix("-sig").upper()
    place = _first_wrong_byte(path) if name == "UTF-8" else f": {error}"
    return InputError(path, f"is not {name}{place}; save it as CSV UTF-8{columns.other_encoding}")


def _first_wrong_byte(path: str) -> str:
    """Return where the first byte stands that is not UTF-8, and what it is on most computers."""
    with Path(path).open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                byte = line[error.start : error.start + 1]
                western = byte.decode("cp1252", errors="ignore")
                read = f", which Windows-1252 reads as “{western}”" if western else ""
                return f" on line {number}: byte 0x{byte.hex().upper()}{read}"
    return ""


def _json_lines(lines: Iterable[str], path: str, columns: Columns) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        if not line.strip("\ufeff \t\r\n"):
            continue
        try:
            value = canonical.parse(line.removeprefix("\ufeff"), path)
            if not isinstance(value, dict):
                raise InputError(path, "each line is to be an object in JSON")
            names = _checked(value, path, columns)
            values = {
                name: cell
                for name, cell in zip(names, value.values(), strict=True)
                if cell not in (None, "", [])
            }
        except ProvrepoError as error:
            yield number, error
            continue
        yield number, values


def _csv(lines: Iterable[str], path: str, columns: Columns) -> Iterator[Row]:
    lines = iter(lines)
    number = 1
    # Back at the start of the file, its byte order mark comes as a character.
    first = next(lines, "").removeprefix("\ufeff")
    if (separator := _SEPARATOR.fullmatch(first)) is not None:
        number, first = 2, next(lines, "")
    delimiter = separator[1] if separator else max(_DELIMITERS, key=first.count)
    try:
        written = next(csv.reader([first], delimiter=delimiter), [])
    except csv.Error as error:  # such as a line of a megabyte in a file of another kind
        raise InputError(path, f"is no CSV: {error}") from None
    names = _checked([column.strip() for column in written], path, columns)
    if columns.required not in names:
        raise InputError(
            path, f"its first row has no column “{columns.required}”; {columns.advice}"
        )
    table = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        number += 1
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as error:  # the reader goes on with the row after it
            yield number, InputError(path, f"is no CSV there: {error}")
            continue
        if len(cells) > len(names) and any(cells[len(names) :]):
            yield number, InputError(path, f"has more cells than the {len(names)} columns")
            continue
        values = {
            name: cell for name, cell in zip(names, cells, strict=False) if name and cell.strip()
        }
        if values:
            yield number, values


def _checked(written: Iterable[str], path: str, columns: Columns) -> list[str]:
    """Return the names of columns as they are spelled here; an empty one stays empty.

    Raises InputError for a column that is there twice, or that is unknown.
    """
    known_columns = {_plain(name): name for name in (*metadata.VARIABLES, *columns.names)}
    names: list[str] = []
    for column in written:
        name = known_columns.get(_plain(column), column)
        if name and name in names:
            raise InputError(path, f"has the column “{name}” twice")
        names.append(name)
        if not name or name in columns.names or name in metadata.VARIABLES:
            continue
        similar = get_close_matches(_plain(column), known_columns, n=3, cutoff=0.6)
        close = " or ".join(known_columns[key] for key in similar)
        question = f"; did you mean {close}?" if close else ""
        raise InputError(
            path,
            f"has a column “{column}”, which is neither one of {', '.join(columns.names)} nor a "
            f"CSL variable{question}",
        )
    return names


def _plain(column: str) -> str:
    return re.sub("[ _]", "-", column.lower())


def fields(values: Mapping[str, Any], columns: Columns) -> dict[str, Any]:
    """Return the citation metadata among the values of a row, as `metadata.assign` takes them.

    Raises InvalidValue for what a spreadsheet was to calculate.
    """
    return {
        column: _value(column, cell)
        for column, cell in values.items()
        if column not in columns.names
    }


def _value(column: str, cell: Any) -> Any:  # noqa: ANN401 - a value of JSON Lines may be anything
    if not isinstance(cell, str):
        return cell
    if cell.strip() == NOTHING:
        return ""
    text = checked_cell(column, cell)
    if column in _STRUCTURED and text[:1] in ("[", "{"):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text  # an editor's bracket
    return text


def checked_cell(column: str, cell: str) -> str:
    """Return what a cell says, without the apostrophe of `protected`. Raises InvalidValue."""
    if _ESCAPED.match(cell):
        return cell[1:]
    if cell[:1] in ("=", "＝"):
        raise InvalidValue(
            column,
            cell,
            "is a spreadsheet's formula, not what it shows; save the table with its values, or "
            "write '= where a text begins so",
        )
    if _SPREADSHEET_ERROR.fullmatch(cell.strip()):
        raise InvalidValue(column, cell, "is what a spreadsheet writes for a value it cannot show")
    return cell


def protected(text: str) -> str:
    """Return a text as a cell that says just this, and that no spreadsheet takes for a formula."""
    is_special = (
        text[:1] in FORMULA
        or text.strip() == NOTHING
        or _ESCAPED.match(text)
        or _SPREADSHEET_ERROR.fullmatch(text.strip())
    )
    return f"'{text}" if is_special else text


def several(column: str, value: object) -> tuple[str, ...]:
    """Return the values of a cell that may have more than one. Raises InvalidValue."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):  # or nested without end
            raise InvalidValue(
                column, value, "begins like a list in JSON, but is not one"
            ) from None
    if isinstance(value, str):
        parts = checked_cell(column, value).replace("|", "; ").split("; ")
        value = [part.strip().removesuffix(";") for part in parts]
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise InvalidValue(column, value, "write a text, or a list of texts")
    return tuple(filter(None, value))


def texts(values: Mapping[str, Any], columns: Columns, lists: Sequence[str]) -> dict[str, Any]:
    """Return the values of a row that are no citation metadata.

    Raises InvalidValue where one that is not among ``lists`` is no text.
    """
    cells = {column: values[column] for column in columns.names if column in values}
    for column, value in cells.items():
        if column not in lists and not isinstance(value, str):
            raise InvalidValue(column, value, "write a text")
    return cells


def base_folder(path: str | os.PathLike[str]) -> str:
    """Return the folder that paths in a table are relative to."""
    return os.path.dirname(os.fspath(path))  # noqa: PTH120 - a name may be anything
