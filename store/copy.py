"""A whole repository into another database: every row as it is, in steps that can be resumed.

Rows go over unchanged, with the ids that name them within the database, so that nothing is
compressed again; at the end everything is hashed again and the ledgers are compared. Until then the
copy is marked as unfinished, and cannot be opened. To begin again is to compare what is there, and
to go on.

The copy always has the tables of today: what a source of an older schema lacks is made in the copy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from provrepo.store import check, event_rows, ledger, objects, rules, upgrade
from provrepo.store.checkpoint import Checkpoint
from provrepo.store.database import SCHEMA_VERSION, Collision, Database
from provrepo.store.engines import check_schema
from provrepo.store.errors import Damaged, OtherRepository
from provrepo.store.other_records import first_rows
from provrepo.store.records import Event

ROWS, BYTES = 20_000, 32 << 20
"""At most this many rows, or rows of this many bytes, are written in one transaction."""

NAMES: dict[str, tuple[str, ...]] = {
    "agent": ("digest",),
    "content": ("digest",),
    "object": ("kind", "digest"),
    "record": ("digest",),
    "text": ("document_id",),
}
"""By table: what of a row never changes, and so tells whether it is the same one."""

STATES: dict[str, tuple[str, ...]] = {
    "agent": ("name",),
    "content": ("codec",),
    "document": ("key",),
    "object": ("codec",),
    "text": ("kind", "language", "label"),
}
"""By table: what of a row tells whether a purge or a renaming changed it."""

NONSENSE = (TypeError, ValueError, AttributeError, LookupError, OverflowError, RecursionError)
"""What rows raise that hold what no column can hold which was written here."""

MADE_IN_THE_COPY = ("event_target", "event_agent", "former_text")
"""The tables that a source of schema 1 lacks."""


def refuse_misfits(source: Database) -> None:
    """Raise Damaged for what no copy should carry on, before an older, good copy is touched."""
    with source.snapshot():
        for finding in check.misfits(source):
            raise Damaged(
                f"{source.location} has what no copy may carry on ({finding.code}: "
                f"{finding.place}: {finding.message}); nothing was copied"
            )


class Copy:
    """A copy that is to be made of one repository; ``total`` is how much there is to do.

    With ``new_origin`` the copy begins with an ``init`` event of its own, made at ``recorded``, and
    is another repository from then on (docs/format.md).
    """

    def __init__(
        self, source: Database, target: Database, recorded: str, new_origin: str | None = None
    ) -> None:
        self._source, self._target, self._recorded = source, target, recorded
        self._new_origin = None if new_origin is None else rules.origin(new_origin)
        self._older = source.is_older
        self._tables = _tables(source)
        self.total = _rows(source) + sum(check.count(source).values())

    def make(self, tick: Callable[[int], object]) -> Checkpoint:
        """Copy what the target lacks, hash all of it, and return its checkpoint.

        ``tick`` is called with how much more was done. Raises OtherRepository where the target is
        no beginning of the source, Damaged where what was copied is not whole, Unavailable, Busy or
        NotWritable.
        """
        try:
            return self._make(tick)
        except (Collision, *NONSENSE) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> Damaged:
        """Return the error of rows that no repository has, or that the target's tables refuse."""
        reason = " ".join(str(error).split()) or type(error).__name__
        return Damaged(
            f"{self._source.location} has rows that no repository has, or {self._target.location} "
            f"has, so that it cannot be copied there ({reason})"
        )

    def _make(self, tick: Callable[[int], object]) -> Checkpoint:
        with self._source.snapshot():
            size = ledger.size(self._source)
            checkpoint = ledger.checkpoint(self._source, size)
            unfinished = self._begin(checkpoint)
            for table in self._tables:
                for page in _Pages(self._source, self._target, table):
                    if page.new or page.changed:
                        self._write(table, page, mark=not unfinished)
                        unfinished = True
                    tick(page.seen)
            if unfinished:
                self._edge()
                if self._older:
                    with self._target.transaction() as transaction:
                        event_rows.fill(transaction)
        if unfinished:
            with self._target.transaction() as transaction:
                self._target.ids_follow(transaction)
        self._verify(checkpoint, tick)
        if unfinished:
            with self._target.transaction() as transaction:
                self._target.set_schema_version(transaction, SCHEMA_VERSION)
        return ledger.checkpoint(self._target, size)

    def _begin(self, checkpoint: Checkpoint) -> bool:
        """Make the tables, or see that what stands there is a beginning of the source.

        Returns whether it is marked as unfinished. Raises OtherRepository.
        """
        target = self._target
        if target.is_empty():
            with target.transaction() as transaction:
                target.make_schema(transaction)
                target.set_schema_version(transaction, -SCHEMA_VERSION)
                first_rows(transaction, self._first(checkpoint))
            target.made()
            return True
        version = target.schema_version(target)
        if version >= 0:
            check_schema(target)
        elif version < -SCHEMA_VERSION:
            raise OtherRepository(
                target.location,
                f"{target.location} is an unfinished copy by a newer provrepo; copy to another "
                "place",
            )
        else:
            target.made()
        self._compare_first(checkpoint)
        self._compare_records()
        if target.schema not in (None, SCHEMA_VERSION):
            with target.transaction():  # which upgrades it
                pass
        if -SCHEMA_VERSION < version < 0:  # version 0.1 began it
            with target.transaction() as transaction:
                upgrade.make_tables_of_2(transaction)
                target.set_schema_version(transaction, -SCHEMA_VERSION)
        return version < 0

    def _first(self, checkpoint: Checkpoint) -> Event:
        """Return the event with which the copy is to begin."""
        init = objects.event(self._source, 0)
        assert init, "it has an origin"
        if self._new_origin is None:
            return init
        before = {"init": init.as_json(), "root": checkpoint.root.hex(), "size": checkpoint.size}
        data = {"origin": self._new_origin, "copied_from": before}
        return Event("init", data, "", self._recorded)

    def _compare_first(self, checkpoint: Checkpoint) -> None:
        """Raise OtherRepository unless the target begins as a copy of the source does."""
        expected, first = self._first(checkpoint), objects.event(self._target, 0)
        where = self._target.location
        origin = first.data.get("origin") if first else None
        fits = first == expected
        if first and self._new_origin is not None:  # size and root are those of when it was begun
            before = first.data.get("copied_from")
            init = before.get("init") if isinstance(before, dict) else None
            fits = origin == self._new_origin and init == expected.data["copied_from"]["init"]
        if not fits:
            raise OtherRepository(
                where,
                f"{where} holds another repository, {origin}; this would be "
                f"{expected.data['origin']}. Nothing was changed",
            )

    def _compare_records(self) -> None:
        """Raise OtherRepository unless the target's records are the source's first ones."""
        where = self._target.location
        query = "SELECT sequence, digest FROM record WHERE sequence BETWEEN ? AND ?"
        last = self._target.value("SELECT max(sequence) FROM record") or 0
        for start in range(0, last + 1, ROWS):
            bounds = (max(start, 0 if self._new_origin is None else 1), start + ROWS - 1)
            digests = dict(self._source.rows(query, bounds))
            for sequence, digest in sorted(self._target.rows(query, bounds)):
                if sequence not in digests:
                    raise OtherRepository(
                        where,
                        f"{where} is ahead: it has {last + 1} records, {self._source.location} "
                        f"has {sequence}. Nothing was changed; copy the other way",
                    )
                if digest != digests[sequence]:
                    raise OtherRepository(
                        where,
                        f"{where} has gone its own way: since record {sequence} it has others than "
                        f"{self._source.location}. Nothing was changed",
                    )

    def _write(self, table: str, page: _Page, *, mark: bool) -> None:
        """Store a page's rows, durable when this returns."""
        from provrepo.store.schema import column_names, key_names

        with self._target.transaction() as transaction:
            if mark:
                self._target.set_schema_version(transaction, -SCHEMA_VERSION)
            keys, names = key_names(table), column_names(table)
            for row in page.changed:  # before new rows that may take their names
                values = dict(zip(names, row, strict=True))
                transaction.run(
                    f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in names)} "
                    f"WHERE {' AND '.join(f'{key} = ?' for key in keys)}",
                    (*row, *(values[key] for key in keys)),
                )
            if page.new:
                transaction.insert_rows(table, names, page.new)

    def _edge(self) -> None:
        """Bring the right edge of the ledger over, which changes with every record."""
        edge = self._source.rows(
            "SELECT level, position, hash FROM ledger WHERE level < ?", (ledger.BLOCK,)
        )
        with self._target.transaction() as transaction:
            transaction.run("DELETE FROM ledger WHERE level < ?", (ledger.BLOCK,))
            if edge:
                transaction.insert_rows("ledger", ("level", "position", "hash"), edge)
            if self._new_origin is not None:
                ledger.renew_first(self._target, transaction)

    def _verify(self, checkpoint: Checkpoint, tick: Callable[[int], object]) -> None:
        """Hash everything that was copied, and compare the ledger with the source's."""
        findings = list(check.verify(self._target, checkpoint, void_reviews=False, tick=tick))
        if findings:
            first = findings[0]
            raise Damaged(
                f"the copy in {self._target.location} is not whole ({len(findings)} findings; "
                f"{first.code}: {first.place}: {first.message}); "
                f"perhaps {self._source.location} is not"
            )


class _Page(NamedTuple):
    """Some rows of a table: how many there are, those that the target lacks, those that changed."""

    seen: int
    new: Sequence[tuple[Any, ...]]
    changed: Sequence[tuple[Any, ...]]


class _Pages:
    """A table of the source, page by page, with what of it the target has not yet."""

    def __init__(self, source: Database, target: Database, table: str) -> None:
        self._source, self._target = source, target
        from provrepo.store.schema import column_names, key_names

        self._keys, self._columns, self._name = key_names(table), column_names(table), table
        self._of_name, self._of_state = NAMES.get(table, ()), STATES.get(table, ())
        self._where = _where(table)
        self._key = ", ".join(self._keys)
        self._marks = ", ".join("?" * len(self._keys))

    def __iter__(self) -> Iterator[_Page]:
        end = self._end()
        size = "size" if "size" in self._columns else "0"
        compared = ", ".join((*self._keys, *self._of_name, *self._of_state))
        after: tuple[Any, ...] | None = None
        seen: set[tuple[Any, ...]] = set()
        while True:
            beyond = f"AND ({self._key}) > ({self._marks})" if after is not None else ""
            page = self._source.rows(
                f"SELECT {size}, {compared} FROM {self._name} WHERE {self._where} {beyond} "
                f"ORDER BY {self._key} LIMIT {ROWS}",
                after or (),
            )
            if not page:
                break
            last = page[-1][1 : 1 + len(self._keys)]
            if last in seen:  # a damaged page leads back, and there would be no end
                raise Damaged(f"the rows of the table {self._name} are out of order")
            seen.add(last)
            copied: dict[tuple[Any, ...], tuple[Any, ...]] = {}
            if end is not None and (after is None or after < end):
                copied = self._copied(compared, beyond, (*(after or ()), *last))
            yield from self._compared(page, copied)
            after = last
        if end is not None and (after is None or after < end):
            raise self._foreign(end)

    def _end(self) -> tuple[Any, ...] | None:
        order = ", ".join(f"{key} DESC" for key in self._keys)
        return self._target.row(
            f"SELECT {self._key} FROM {self._name} WHERE {self._where} ORDER BY {order} LIMIT 1"
        )

    def _copied(
        self, compared: str, beyond: str, bounds: Sequence[Any]
    ) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        rows = self._target.rows(
            f"SELECT {compared} FROM {self._name} WHERE {self._where} {beyond} "
            f"AND ({self._key}) <= ({self._marks})",
            bounds,
        )
        width = len(self._keys)
        return {row[:width]: row[width:] for row in rows}

    def _compared(
        self, page: list[tuple[Any, ...]], copied: dict[tuple[Any, ...], tuple[Any, ...]]
    ) -> Iterator[_Page]:
        """Yield a page in parts that each fit into one transaction."""
        width, names = len(self._keys), len(self._of_name)
        part: list[tuple[Any, ...]] = []
        changed: set[tuple[Any, ...]] = set()
        new: set[tuple[Any, ...]] = set()
        weight = 0
        for size, *columns in page:
            key, values = tuple(columns[:width]), tuple(columns[width:])
            target = copied.pop(key, None)
            if target is None:
                new.add(key)
                weight += size
            elif key != (0,) and target[:names] != values[:names]:  # record 0 is compared elsewhere
                raise self._foreign(key)
            elif target[names:] != values[names:]:
                changed.add(key)
                weight += size
            part.append(key)
            if weight >= BYTES:
                yield self._part(part, new, changed)
                part, new, changed, weight = [], set(), set(), 0
        if part:
            yield self._part(part, new, changed)
        if copied:
            raise self._foreign(min(copied))

    def _part(
        self,
        part: list[tuple[Any, ...]],
        new: set[tuple[Any, ...]],
        changed: set[tuple[Any, ...]],
    ) -> _Page:
        if not new and not changed:
            return _Page(len(part), (), ())
        rows = self._source.rows(
            f"SELECT {', '.join(self._columns)} FROM {self._name} WHERE {self._where} "
            f"AND ({self._key}) >= ({self._marks}) AND ({self._key}) <= ({self._marks}) "
            f"ORDER BY {self._key}",
            (*part[0], *part[-1]),
        )
        if len(new) == len(rows):
            return _Page(len(part), rows, ())
        places = [self._columns.index(key) for key in self._keys]
        keyed = [(tuple(row[place] for place in places), row) for row in rows]
        return _Page(
            len(part),
            [row for key, row in keyed if key in new],
            [row for key, row in keyed if key in changed],
        )

    def _foreign(self, key: Sequence[Any]) -> OtherRepository:
        where = self._target.location
        return OtherRepository(
            where,
            f"{where} has rows that {self._source.location} has not ({self._name} "
            f"{', '.join(map(str, key))}); copy to another place",
        )


def _tables(database: Database) -> list[str]:
    """Return the names of the tables that are copied, each after those that it refers to."""
    from provrepo.store.schema import table_names

    lacking = MADE_IN_THE_COPY if database.is_older else ()
    return [name for name in table_names() if name not in lacking]


def _rows(database: Database) -> int:
    """Return how many rows there are to copy."""
    return sum(
        database.value(f"SELECT count(*) FROM {name} WHERE {_where(name)}")
        for name in _tables(database)
    )


def _where(name: str) -> str:
    """Return which rows of a table never change: of the ledger all but its right edge."""
    return f"level >= {ledger.BLOCK}" if name == "ledger" else "1 = 1"
