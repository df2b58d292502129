"""What a table, or a collection of a reference manager, says of documents that are here already.

=============================  ==================================================================
column                         is
=============================  ==================================================================
``document``                   the document's key
``text``                       one of its texts; without it the row is about the document
``based_on``, ``agent``        as the options; several are separated by ``; `` or ``|``, or a list
                               in JSON
``activity, message, created`` as the options
any CSL variable               as ``--set``
=============================  ==================================================================

How a table is written: `provrepo.accession.table`. The columns of a manifest of files (``file``,
``encoding``, ``convention``) may be there and say nothing.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from provrepo.accession import table
from provrepo.accession.manifest import COLUMNS as COLUMNS_OF_FILES
from provrepo.accession.manifest import LISTS
from provrepo.editing.changes import NO_CHANGES, Changes
from provrepo.errors import InputError, InvalidValue, ProvrepoError, on_one_line
from provrepo.reading.items import read_items
from provrepo.reading.matching import ELSEWHERE, Documents, Match
from provrepo.reference import checked_key
from provrepo.store.database import Database

COLUMNS = ("document", "text", "based_on", "agent", "activity", "message", "created")
"""The columns of a table that are no citation metadata."""

_COLUMNS = table.Columns(
    (*COLUMNS, *(name for name in COLUMNS_OF_FILES if name not in COLUMNS)),
    "document",
    "`provrepo revise --manifest-template` prints a table of what is here, to fill in",
    ", or name its encoding: --encoding windows-1252",
)

_OF_A_VERSION = ("version", "custom")
"""The fields of an item exported here that say which version it was."""

SHOWN = 3
"""How many of the documents that an item may be are named."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is to be said of a document, or of one of its texts.

    ``name`` is how messages call it: the document, or an item's title. ``row`` is its row in a
    table; ``item`` an item's key, and ``matched`` how that was found to be the document. ``error``
    says why nothing can be done, and ``left_out`` in a word why nobody is to blame: ``unmatched``
    or ``ambiguous``.
    """

    name: str
    document: str = ""
    text: str | None = None
    changes: Changes = NO_CHANGES
    row: int | None = None
    item: str | None = None
    matched: str = ""
    error: ProvrepoError | None = None
    left_out: str = ""


class Statements(Protocol):
    """A number of statements that can be gone through: all about one document together.

    ``total`` counts them, ``counted`` is what they are.
    """

    total: int
    counted: str

    def __iter__(self) -> Iterator[Sequence[Statement]]:
        """Yield the statements about one document after those about another."""


class Table:
    """The rows of a table. Raises InputError where the file is no table, and InvalidValue.

    It is read twice, so that only rows about documents that have several are kept in memory.
    """

    counted = "rows"

    def __init__(self, path: str | os.PathLike[str], encoding: str | None = None) -> None:
        self._path, self._encoding = os.fspath(path), encoding
        self._rows_of: Counter[str] = Counter(
            statement.document for statement in self._statements() if not statement.error
        )
        self.total = sum(1 for _ in self._rows())

    def __iter__(self) -> Iterator[Sequence[Statement]]:
        incomplete: dict[str, list[Statement]] = {}
        rows_of = self._rows_of
        for statement in self._statements():
            if statement.error is not None or rows_of[statement.document] <= 1:
                yield [statement]
                continue
            group = incomplete.setdefault(statement.document, [])
            group.append(statement)
            if len(group) == rows_of[statement.document]:
                yield incomplete.pop(statement.document)
        yield from incomplete.values()  # somebody takes rows out while the run goes on

    def _rows(self) -> Iterator[table.Row]:
        return table.rows(self._path, _COLUMNS, self._encoding)

    def _statements(self) -> Iterator[Statement]:
        for row, values in self._rows():
            name = self._path
            try:
                if isinstance(values, ProvrepoError):
                    raise values
                name = str(values.get("document") or name)
                yield self._statement(row, values)
            except ProvrepoError as error:
                yield Statement(name, row=row, error=error)

    def _statement(self, row: int, values: Mapping[str, Any]) -> Statement:
        """Return what a row says. Raises InvalidValue or InputError."""
        cells = table.texts(values, _COLUMNS, LISTS)
        written = cells.get("document", "").strip()
        if not written:
            raise InputError(self._path, "this row names no document")
        # A reference in the column says the same as two columns.
        key, _, text = written.partition("/")
        text = cells.get("text", "").strip() or text
        bases = table.several("based_on", cells.get("based_on"))
        changes = Changes(
            based_on=() if bases == (table.NOTHING,) else bases or None,
            agents=table.several("agent", cells.get("agent")),
            activity=cells.get("activity"),
            message=cells.get("message"),
            created=cells.get("created"),
            fields=table.fields(values, _COLUMNS),
        )
        return Statement(written, checked_key(key), text or None, changes, row)


class Collection:
    """The items of a reference manager's file, each with the document that it describes.

    Raises InputError or ItemError for a file that cannot be read.
    """

    counted = "items"

    def __init__(
        self, database: Database, path: str | os.PathLike[str], encoding: str | None = None
    ) -> None:
        self._path = os.fspath(path)
        items = read_items(path, encoding=encoding)
        self.total = len(items)
        documents = Documents(database)
        self._matches = [(item, documents.match(item)) for item in items]

    def __iter__(self) -> Iterator[Sequence[Statement]]:
        times = Counter(match.reference for _, match in self._matches)
        for item, match in self._matches:
            statement = self._statement(item, match)
            if match.reference is not None and times[match.reference] > 1:
                reason = f"is one of {times[match.reference]} items that match {match.reference}"
                yield [self._without(statement, "ambiguous", reason)]
            elif match.candidates:
                yield [self._without(statement, "ambiguous", _may_be(match))]
            elif match.reference is None:
                reason = "matches no document by key, call number or title"
                yield [self._without(statement, "unmatched", reason)]
            else:
                yield [statement]

    def _statement(self, item: Mapping[str, Any], match: Match) -> Statement:
        key, _, text = (match.reference or "").partition("/")
        exported = match.how == "reference"
        fields = {
            field: value
            for field, value in item.items()
            if field != "id"
            and value not in ("", [], None)
            and not (exported and field in _OF_A_VERSION)
        }
        title = item.get("title")
        named = f"“{on_one_line(title, 60)}”" if isinstance(title, str) else ""
        # Zotero's keys are addresses, of which only the end differs.
        name = f"{str(item['id']).rpartition('/items/')[2]} {named}".strip()
        return Statement(
            name,
            key,
            text or None,
            Changes(fields=fields),
            item=str(item["id"]),
            matched=match.how and f"{match.how} “{on_one_line(match.value, 40)}”",
        )

    def _without(self, statement: Statement, left_out: str, reason: str) -> Statement:
        error = InputError(statement.name, reason)
        return replace(statement, error=error, left_out=left_out)


def _may_be(match: Match) -> str:
    listed = ", ".join(match.candidates[:SHOWN])
    if len(match.candidates) > SHOWN:
        listed += f" and {len(match.candidates) - SHOWN} more"
    value = on_one_line(match.value, 40)
    if match.how == ELSEWHERE:
        return f"has the call number “{value}”, as {listed} in another archive"
    return f"fits several by {match.how} “{value}”: {listed}"


def statements(
    database: Database,
    manifest: str | os.PathLike[str] | None,
    items: str | os.PathLike[str] | None,
    encoding: str | None,
) -> Statements:
    """Return what a table or a collection says; just one of the two is named.

    Raises InputError, ItemError or InvalidValue.
    """
    if items is not None and manifest is None:
        return Collection(database, items, encoding)
    if manifest is None or items is not None:
        raise InvalidValue("manifest", manifest, "name either a table or a collection of items")
    return Table(manifest, encoding)
