"""A table of the documents that are here, with what is said of them: to change and to fill in.

Handed back unchanged to `provrepo.accession.statements` it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provrepo.accession.statements import COLUMNS
from provrepo.accession.table import protected
from provrepo.accession.template import SUGGESTED, as_csv
from provrepo.metadata import TRANSLATION_ONLY, spelled
from provrepo.reading import lookup
from provrepo.reference import parse
from provrepo.store import objects, read, survey
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion

PAGE = 500
"""How many documents are read at once."""

Cells = dict[str, str]
"""A row: what is said, by column."""


class DocumentTemplate:
    """The rows for all documents, or for the one that ``reference`` names.

    A document has a row with what all its texts say. A text has one of its own where it says more:
    its language, its translator, and whatever its document's texts disagree about. ``columns`` are
    those of all rows. Raises what looking up the reference raises.
    """

    def __init__(self, database: Database, reference: str | None = None) -> None:
        self._database = database
        self._document = None
        if reference is not None:
            self._document = lookup.texts(database, parse(reference))[0].document
        fields = dict.fromkeys((*COLUMNS, *SUGGESTED))
        for row in self._rows():
            fields |= dict.fromkeys(row)
        self.columns = tuple(fields)

    def __iter__(self) -> Iterator[Cells]:
        empty = dict.fromkeys(self.columns, "")
        return (empty | row for row in self._rows())

    def as_csv(self) -> str:
        """Return the table as CSV, which a spreadsheet opens.

        Where it has other letters than English, a byte order mark is before it: without one Excel
        reads, and then saves, other letters.
        """
        written = as_csv(self, self.columns)
        return written if written.isascii() else f"\ufeff{written}"

    def _rows(self) -> Iterator[Cells]:
        for versions in self._by_document():
            items = [self._item(version) for version in versions]
            shared = _shared(items)
            yield {"document": versions[0].document} | _cells(shared)
            for version, item in zip(versions, items, strict=True):
                fields = {field: value for field, value in item.items() if field not in shared}
                if fields:
                    place = {"document": version.document, "text": str(version.record.text)}
                    yield place | _cells(fields)

    def _item(self, version: StoredVersion) -> dict[str, Any]:
        return objects.kept_citation(self._database, version.record.citation) or {}

    def _by_document(self) -> Iterator[list[StoredVersion]]:
        """Yield the newest versions of the texts of each document, withdrawn ones apart."""
        if self._document is not None:
            texts = read.texts(self._database, self._document)
            newest = [read.current(self._database, text.row) for text in texts]
            yield from _grouped([version for version in newest if version])
            return
        after = ""
        while keys := survey.keys_after(self._database, after, PAGE):
            yield from _grouped(survey.newest_of_all(self._database, keys[0], keys[-1]))
            after = keys[-1]


def _grouped(versions: list[StoredVersion]) -> Iterator[list[StoredVersion]]:
    by_document: dict[str, list[StoredVersion]] = {}
    for version in versions:
        if version.withdrawal is None:
            by_document.setdefault(version.document, []).append(version)
    yield from by_document.values()


def _shared(items: list[dict[str, Any]]) -> Mapping[str, Any]:
    """Return what is said of a document: what all its texts say, if it has several."""
    first, *more = items
    return {
        field: value
        for field, value in first.items()
        if all(item.get(field) == value for item in more)
        and not (more and field in TRANSLATION_ONLY)
    }


def _cells(item: Mapping[str, Any]) -> Cells:
    return {field: protected(spelled(field, value)) for field, value in item.items()}
