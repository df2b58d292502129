"""A manifest to fill in: a row a file, with what the file's name says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from provrepo.accession import manifest
from provrepo.accession.inputs import Input
from provrepo.accession.known import text_of
from provrepo.accession.table import FORMULA
from provrepo.accession.walking import Folders
from provrepo.errors import InvalidValue

SUGGESTED = ("title", "author", "issued", "archive", "archive_location")
"""The columns of citation metadata that a template has; any other variable may be added."""

COLUMNS = (*manifest.COLUMNS, *SUGGESTED)


def rows(paths: Sequence[str]) -> list[dict[str, str]]:
    """Return a row for each file in ``paths``: its path, and the text that its name tells.

    Raises InvalidValue for a name that is not UTF-8, which a manifest cannot hold.
    """
    folders = Folders(paths)
    return [
        _row(file)
        for rank in range(folders.ranks)
        for file in folders.of_rank(rank)
        if file.error is None
    ]


def _row(file: Input) -> dict[str, str]:
    try:
        file.name.encode()
    except UnicodeEncodeError:
        raise InvalidValue(
            "file name", file.name, "is not UTF-8, so no manifest can name it; rename the file"
        ) from None
    row = dict.fromkeys(COLUMNS, "") | {"file": _as_path(file.name)}
    text_key = text_of(file, None, None)
    if text_key is not None:
        row |= {"document": text_key.document, "text": str(text_key.text)}
    return row


def _as_path(name: str) -> str:
    """Return a file's name as a path that no spreadsheet takes for a formula.

    Whoever opens a table with ``=…`` in a cell runs it; the same file is ``./=…`` (see OWASP, “CSV
    Injection”).
    """
    return f"./{name}" if name[:1] in FORMULA else name


def as_csv(template: Iterable[dict[str, str]], columns: Sequence[str] = COLUMNS) -> str:
    """Return rows as CSV (RFC 4180), the names of the columns first."""
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, columns)
    writer.writeheader()
    writer.writerows(template)
    return table.getvalue()
