"""The index of a SQLite repository: a SQLite file of its own beside it, with FTS5 tables.

Words come here ready made, so that FTS5 cuts them at blanks alone. The tables keep no texts.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from provrepo.store.database import VALUES
from provrepo.store.search_index import (
    EMPTY,
    FORMAT,
    Answers,
    Condition,
    Entry,
    Extent,
    Holder,
    IndexBusy,
    IndexDamaged,
    IndexTrouble,
    SearchIndex,
    Words,
)
from provrepo.store.search_sum import sum_of

SUFFIX = "-search"
"""What the index's file has behind the name of the repository's."""

APPLICATION_ID = 0x70725273
WAIT = 2.0
"""Seconds to wait for another process that writes to the index; what is new is read meanwhile."""

# Code points that are no characters, and in no word: between stretches, and in dense texts.
_BETWEEN, _DENSE = "\ufdd0", "\ufdd1"

_TABLES = (
    "CREATE TABLE extent (size INTEGER NOT NULL, digest BLOB NOT NULL, purges INTEGER NOT NULL, "
    "format INTEGER NOT NULL, sum INTEGER)",
    *(
        statement
        for kind in SearchIndex.kinds
        for statement in (
            f"CREATE VIRTUAL TABLE {kind}_words USING fts5 "
            "(words, content = '', columnsize = 0, tokenize = 'ascii')",
            # Fewer and larger segments, which are merged less often: a megabyte by default.
            f"INSERT INTO {kind}_words ({kind}_words, rank) VALUES ('hashsize', {16 * 2**20})",
            f"CREATE TABLE {kind}_holder (row INTEGER NOT NULL, sequence INTEGER NOT NULL, "
            "PRIMARY KEY (row, sequence)) WITHOUT ROWID",
        )
    ),
)


def path_beside(repository: Path) -> Path:
    """Return the path of the index of the repository in a file."""
    return repository.with_name(f"{repository.name}{SUFFIX}")


class SQLiteIndex(SearchIndex):
    """An index in a file. ``connection`` may be one that cannot write."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self._connection = path, connection
        self._identity = _identity(path)
        self._is_checked = False

    @property
    def is_there(self) -> bool:
        """Whether the file is still the one that was opened."""
        return _identity(self.path) == self._identity

    def extent(self) -> Extent:
        """Return how far the index goes."""
        rows = self._rows("SELECT 1 FROM sqlite_schema WHERE name = 'extent'")
        if not rows:
            return EMPTY
        rows = self._rows("SELECT size, digest, purges, format FROM extent")
        if len(rows) != 1 or not isinstance(rows[0][0], int) or not isinstance(rows[0][1], bytes):
            raise IndexDamaged("it is damaged")
        return Extent(*rows[0])

    def begin(self) -> Extent:
        """Begin to write, alone, and return how far the index goes now.

        Raises IndexBusy, and IndexDamaged where it is not any more what was written.
        """
        with _trouble():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            if not self._rows("SELECT 1 FROM sqlite_schema LIMIT 1"):
                with _trouble():
                    for statement in _TABLES:
                        self._connection.execute(statement)
                    self._connection.execute("INSERT INTO extent VALUES (?, ?, ?, ?, NULL)", EMPTY)
            extent = self.extent()
            if extent.format == FORMAT:
                # The sum that is noted at the end would be that of what is damaged now.
                self._check_sum()
            return extent
        except BaseException:
            self.abandon()
            raise

    def indexed(self, kind: str, rows: Iterable[int]) -> set[int]:
        """Return those of the rows of a kind that are indexed."""
        listed = list(rows)
        indexed: set[int] = set()
        for start in range(0, len(listed), VALUES):
            chunk = listed[start : start + VALUES]
            marks = ", ".join(["(?)"] * len(chunk))
            sql = (
                f"WITH asked (row) AS (VALUES {marks}) SELECT row FROM asked a WHERE EXISTS "
                f"(SELECT 1 FROM {kind}_holder h WHERE h.row = a.row)"
            )
            indexed |= {row for (row,) in self._rows(sql, chunk)}
        return indexed

    def add(self, kind: str, entries: Sequence[Entry]) -> None:
        """Index contents or objects, after `begin`."""
        with _trouble():
            self._connection.executemany(
                f"INSERT INTO {kind}_words (rowid, words) VALUES (?, ?)",
                [(entry.row, _indexed(entry)) for entry in entries],
            )

    def hold(self, holders: Sequence[Holder]) -> None:
        """Note which versions have what, after `begin`."""
        contents = [(holder.content, holder.sequence) for holder in holders]
        objects = [
            (row, holder.sequence)
            for holder in holders
            for row in (holder.notes, holder.citation)
            if row is not None
        ]
        with _trouble():
            for kind, rows in zip(self.kinds, (contents, objects), strict=True):
                self._connection.executemany(
                    f"INSERT OR IGNORE INTO {kind}_holder VALUES (?, ?)", rows
                )

    def end(self, extent: Extent) -> None:
        """Keep what was added since `begin`."""
        with _trouble():
            self._connection.execute(
                "UPDATE extent SET size = ?, digest = ?, purges = ?, format = ?, sum = NULL",
                extent,
            )
            self._connection.execute("COMMIT")
        self._keep_sum()

    def _keep_sum(self) -> None:
        """Note the sum of what is there now, unless another process writes more."""
        with contextlib.suppress(IndexBusy), _trouble():
            # FTS5 has written all of it only now.
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                total = sum_of(self._connection, self.kinds)
                self._connection.execute("UPDATE extent SET sum = ?", (total,))
                self._connection.execute("COMMIT")
            finally:
                self.abandon()

    def _check_sum(self) -> None:
        """Raise IndexDamaged where an index is not any more what was written."""
        if self._is_checked:
            return
        with _trouble():
            (noted,) = self._connection.execute("SELECT sum FROM extent").fetchone()
            if noted is not None and sum_of(self._connection, self.kinds) != noted:
                raise IndexDamaged("it is damaged")
        self._is_checked = True

    def abandon(self) -> None:
        """Forget what was added since `begin`."""
        if self._connection.in_transaction:
            with _trouble():
                self._connection.execute("ROLLBACK")

    def answers(self, kinds: Sequence[str], condition: Condition) -> Answers:
        """Return the versions that have something for which a condition may hold."""
        self._rows("BEGIN")  # what is read from here on is of one moment
        try:
            extent = self.extent()
            is_known = extent.size > 0 and extent.format == FORMAT
            if is_known:
                self._check_sum()
            sequences = {
                kind: self._sequences(kind, condition) if is_known else [] for kind in kinds
            }
        finally:
            self.abandon()
        return Answers(extent, sequences)

    def _sequences(self, kind: str, condition: Condition) -> list[int]:
        sql = (
            f"SELECT h.sequence FROM {kind}_words w JOIN {kind}_holder h ON h.row = w.rowid "
            f"WHERE {kind}_words MATCH ?"
        )
        expression = f'"{_DENSE}" OR ({_expression(condition)})'
        return [sequence for (sequence,) in self._rows(sql, (expression,))]

    def empty(self) -> str:
        """Remove all words for good; return what kept it from that, or nothing."""
        try:
            with _trouble():
                self._connection.execute("PRAGMA secure_delete = ON")
                self._connection.execute("BEGIN IMMEDIATE")
                for (name,) in self._rows(
                    "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'"
                ):
                    self._connection.execute(f"DROP TABLE {name}")
                for (name,) in self._rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
                    self._connection.execute(f"DROP TABLE {name}")
                self._connection.execute("COMMIT")
                self._connection.execute("VACUUM")
                busy, *_ = self._rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]
        except IndexDamaged:
            raise
        except IndexTrouble as trouble:
            self.abandon()
            return str(trouble)
        return "another process uses it" if busy else ""

    def tidy(self) -> None:
        """Merge what many additions left behind, and give its pages back."""
        with contextlib.suppress(IndexTrouble), _trouble():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.execute("UPDATE extent SET sum = NULL")
                for kind in self.kinds:
                    self._connection.execute(
                        f"INSERT INTO {kind}_words ({kind}_words) VALUES ('optimize')"
                    )
                self._connection.execute("COMMIT")
            finally:
                self.abandon()
            self._connection.execute("VACUUM")
            self._keep_sum()

    def size(self) -> int:
        """Return how many bytes the index takes."""
        pages, size = self._rows("PRAGMA page_count")[0][0], self._rows("PRAGMA page_size")[0][0]
        return int(pages * size)

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with _trouble():
            return self._connection.execute(sql, parameters).fetchall()


def open_index(repository: Path) -> SQLiteIndex:
    """Open the index of the repository in a file, or make an empty one. Raises IndexTrouble."""
    path = path_beside(repository)
    with _trouble():
        try:
            connection = _connection(path, "mode=rwc")
        except sqlite3.OperationalError as error:
            log = path.with_name(f"{path.name}-wal")
            if error.sqlite_errorcode & 0xFF not in (
                sqlite3.SQLITE_CANTOPEN,
                sqlite3.SQLITE_READONLY,
            ) or (log.exists() and log.stat().st_size):
                raise
            connection = _connection(path, "immutable=1")
    return SQLiteIndex(path, connection)


def _connection(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"file:{quote(os.fsencode(path))}?{mode}"
    connection = sqlite3.connect(uri, timeout=WAIT, isolation_level=None, uri=True)
    try:
        (number,) = connection.execute("PRAGMA application_id").fetchone()
        if number != APPLICATION_ID:
            if connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
                raise IndexTrouble(f"{path} is a database of another program; move it away")
            connection.execute("CREATE VIRTUAL TABLE temp.probe USING fts5 (words)")
            connection.execute("DROP TABLE temp.probe")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        # What a power cut takes of the index is indexed again.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def empty_if_any(repository: Path) -> str:
    """Empty the index of the repository in a file, where there is one; remove it if damaged.

    Returns what kept it from that, or nothing.
    """
    path = path_beside(repository)
    if not path.exists():
        return ""
    try:
        index = open_index(repository)
        try:
            hindrance = index.empty()
        finally:
            index.close()
    except IndexDamaged:
        hindrance = _removed(path)
    except IndexTrouble as trouble:
        hindrance = str(trouble)
    return f"{path}: {hindrance}" if hindrance else ""


def _removed(path: Path) -> str:
    """Remove a damaged index with its log; return what kept it from that, or nothing."""
    try:
        for suffix in ("-wal", "-shm", ""):
            path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)
    except OSError as error:
        return str(error.strerror)
    return ""


def _identity(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_dev, status.st_ino


def _indexed(entry: Entry) -> str:
    parts = (entry.words, *entry.beside, *((_DENSE,) if entry.is_dense else ()))
    return f" {_BETWEEN} ".join(parts)


def _expression(condition: Condition) -> str:
    """Return a condition in the language of FTS5, in which words stand between quotation marks."""
    return " AND ".join(
        "(" + " OR ".join(
            "(" + " AND ".join(map(_quoted, alternative)) + ")" for alternative in alternatives
        ) + ")"
        for alternatives in condition
    )  # fmt: skip


def _quoted(words: Words) -> str:
    text = " ".join(words.words).replace('"', "")
    return f'"{text}" *' if words.is_prefix else f'"{text}"'


@contextlib.contextmanager
def _trouble() -> Iterator[None]:
    """Raise what the driver raises as IndexTrouble, in words."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise IndexBusy("another process is writing to it") from error
        if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
            raise IndexTrouble("its file or folder cannot be written") from error
        if code == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR:
            raise IndexTrouble(f"the disk has no room, or does not answer ({error})") from error
        if "no such module" in str(error):
            raise IndexTrouble("this SQLite was built without FTS5") from error
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
            raise IndexDamaged("it is damaged") from error
        raise IndexTrouble(" ".join(str(error).split())) from error
