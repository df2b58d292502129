"""A manifest to fill in: a row a file, with what the file's name says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from provrepo.accession.inputs import Input
from provrepo.accession.known import text_of
from provrepo.accession.manifest import OWN
from provrepo.accession.walking import Folders
from provrepo.errors import InvalidValue

SUGGESTED = ("title", "author", "issued", "archive", "archive_location")
"""The columns of citation metadata that a template has; any other variable may be added."""

COLUMNS = (*OWN, *SUGGESTED)


def rows(paths: Sequence[str]) -> list[dict[str, str]]:
    """Return a row for each file in ``paths``: its path, and the text that its name tells.

    Raises InvalidValue for a name that is not UTF-8, which a manifest cannot hold.
    """
    folders = Folders(paths)
    return [
        _row(one)
        for rank in range(folders.ranks)
        for one in folders.of_rank(rank)
        if one.error is None
    ]


def _row(one: Input) -> dict[str, str]:
    try:
        one.name.encode()
    except UnicodeEncodeError:
        raise InvalidValue(
            "file name", one.name, "is not UTF-8, so no manifest can name it; rename the file"
        ) from None
    own = text_of(one, None, None)
    said = {"file": one.name}
    if own is not None:
        said |= {"document": own[0], "text": str(own[1])}
    return {column: said.get(column, "") for column in COLUMNS}


def as_csv(found: Iterable[dict[str, str]]) -> str:
    """Return rows as CSV (RFC 4180), the names of the columns first."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, COLUMNS)
    writer.writeheader()
    writer.writerows(found)
    return written.getvalue()
