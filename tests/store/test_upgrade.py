"""A repository that version 0.1 wrote: read as it is, upgraded by the first write, whole always."""

from __future__ import annotations

import os
import signal
import sqlite3
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from provrepo.receipt import check, read
from provrepo.store import database as databases
from provrepo.store import event_queries, events, upgrade
from provrepo.store.database import SCHEMA_VERSION, Transaction
from provrepo.store.engines import connect
from provrepo.store.records import Text
from tests.conftest import also_postgres, another, only_sqlite
from tests.faults.test_faults import as_nobody, on_a_full_disk
from tests.postgres import Server
from tests.store import old

LATER = "2026-11-26T12:00:00Z"


@pytest.fixture(params=["sqlite", also_postgres])
def engine(request: pytest.FixtureRequest) -> str:
    """Return the name of one engine after the other."""
    return str(request.param)


@pytest.fixture
def url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the path or URL of the repository that version 0.1 wrote."""
    return old.place(another(engine, request, tmp_path / "old.db"))


def assert_whole(repository: provrepo.Repository) -> None:
    """Assert that all is there that version 0.1 stored, under the same ids and roots."""
    assert list(repository.verify(old.CHECKPOINT)) == []
    for reference, identity in old.VERSIONS.items():
        version = repository.version(reference)
        assert (version.id, version.reference) == (identity, reference)
    assert repository.content("cable/zh-Hant@v1") == "外交部致駐[朝鮮]使館電\n"
    assert [note.text for note in repository.notes("cable/zh-Hant@v2").notes] == [
        "Supplied by the editor."
    ]
    assert repository.version("lettre@v2").document == "letter"
    with pytest.raises(errors.Purged, match="no permission"):
        repository.content("letter@v3")
    assert [by.name for by in repository.version("letter@v2").contributions] == ["[purged]"]
    assert repository.version("cable/en@v2").withdrawn == "a slip"
    assert repository.unknown_formats() == {"provrepo/2": 1}
    assert check(read(old.RECEIPT, "old")).id == old.VERSIONS["cable/translation:en@v1"]


def test_reading_changes_nothing(url: str) -> None:
    """Everything can be read, proved and verified; the tables stay those of version 0.1."""
    before = Path(url).read_bytes() if "://" not in url else b""
    with provrepo.open(url) as repository:
        assert repository.checkpoint() == old.CHECKPOINT
        assert_whole(repository)
        assert str(repository.prove("cable/translation:en@v1", old.CHECKPOINT))
        assert {one.key for one in repository.documents()} == {"cable", "letter"}
        assert repository.cite(["cable/en"])
        assert repository.status().texts == 3
        assert repository.diff("cable/en@v1..v3")
    assert old.schema(url) == 1
    if before:
        assert Path(url).read_bytes() == before


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_it_is_read_where_nobody_may_write() -> None:
    """In a folder that cannot be written; a write there is refused as for any repository."""
    with tempfile.TemporaryDirectory() as name:  # not in pytest's own, where nobody else enters
        folder = Path(name)
        path = Path(old.place(str(folder / "provrepo.db")))
        path.chmod(0o444)
        folder.chmod(0o555)
        try:
            for command in (
                ["list", "--quiet"],
                ["log", "cable/en"],
                ["verify"],
                ["status"],
                ["prove", "letter"],
            ):
                assert as_nobody(folder, *command) == (0, ""), command
            status, message = as_nobody(folder, "withdraw", "letter", "--reason", "x")
            assert (status, message.count("\n")) == (2, 1)
            assert "read-only" in message
        finally:
            folder.chmod(0o755)
        assert old.schema(str(path)) == 1


def _same_as(repository: provrepo.Repository) -> object:
    versions = [old.VERSIONS[f"cable/translation:en@v{number}"] for number in (1, 2)]
    return events.same_as(repository._database, versions[0], versions[1], LATER)  # noqa: SLF001


WRITES: dict[str, Callable[[provrepo.Repository], object]] = {
    "a version": lambda repository: repository.ingest(
        b"New\n", document="cable", text="translation:en"
    ),
    "a new text": lambda repository: repository.ingest(b"A\n", document="a", text="translation:en"),
    "a note": lambda repository: repository.add_note("letter", NoteDraft("x")),
    "a withdrawal": lambda repository: repository.withdraw("cable/en@v1", "another slip"),
    "a renaming": lambda repository: repository.rename("letter", "epistle"),
    "a purge": lambda repository: repository.purge("letter@v2", "no permission"),
    "a name": lambda repository: repository.purge(
        "cable/en@v1", "asked for it", agent="Kim Yong <kim@example.org>"
    ),
    "an event of schema 2": _same_as,
}


@pytest.mark.parametrize("write", WRITES)
def test_the_first_write_upgrades(url: str, write: str) -> None:
    """Whatever it is; all ids and the old root stay, and the new rows are those of the events."""
    with provrepo.open(url) as repository:
        WRITES[write](repository)
        assert repository.checkpoint().size > old.CHECKPOINT.size
        assert list(repository.verify(old.CHECKPOINT)) == []
    assert old.schema(url) == SCHEMA_VERSION
    with provrepo.open(url) as repository:
        assert list(repository.verify(old.CHECKPOINT)) == []
        for reference, identity in old.VERSIONS.items():
            assert repository.version(identity).record.number == int(reference.rpartition("v")[2])
        database = repository._database  # noqa: SLF001
        stored = event_queries.about(database, old.VERSIONS["cable/translation:en@v2"], "withdraw")
        assert [one.event.message for one in stored] == ["a slip"]


def test_a_write_that_is_refused_upgrades_nothing(url: str) -> None:
    """The tables and all rows are as they were, and the next write goes in."""
    with provrepo.open(url) as repository:
        with pytest.raises(errors.Conflict):
            repository.ingest(b"x", Changes(parent="letter@v1"), document="letter",
                              text="transcription:fr")  # fmt: skip
        with pytest.raises(errors.InvalidValue, match="withdrawn before"):
            repository.withdraw("cable/en@v2", "again")
        assert old.schema(url) == 1
        assert_whole(repository)
        repository.withdraw("cable/en@v1", "a slip, too")
        assert old.schema(url) == 2
        assert list(repository.verify(old.CHECKPOINT)) == []


def test_a_step_that_fails_half_way_changes_nothing(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even tables are left, and the same write can be repeated."""

    def broken(transaction: Transaction) -> None:
        upgrade.make_tables_of_2(transaction)
        raise RuntimeError("half-way")

    with provrepo.open(url) as repository:
        with monkeypatch.context() as patch:
            patch.setitem(upgrade.STEPS, 1, broken)
            with pytest.raises(RuntimeError, match="half-way"):
                repository.withdraw("letter", "x")
        assert old.schema(url) == 1
        assert_whole(repository)
        repository.withdraw("letter", "x")
        assert list(repository.verify(old.CHECKPOINT)) == []


def test_version_0_1_refuses_it_afterwards(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It knows schema 1 only, and says which one it found, whether it opens or goes on writing."""
    with provrepo.open(url) as repository:
        repository.withdraw("letter", "x")
    monkeypatch.setattr("provrepo.store.engines.SCHEMA_VERSION", 1)
    with pytest.raises(errors.NewerSchema, match="has schema 2; this provrepo knows schemas up to"):
        provrepo.open(url)


def test_an_open_repository_is_not_written_once_a_newer_provrepo_upgraded_it(url: str) -> None:
    """The rows of a schema that is not known here would be missing."""
    with provrepo.open(url) as repository:
        repository.withdraw("letter", "x")
        with provrepo.open(url) as newer:
            database = newer._database  # noqa: SLF001
            with database.transaction() as transaction:
                database.set_schema_version(transaction, SCHEMA_VERSION + 1)
        for write in ("a version", "a withdrawal"):
            with pytest.raises(errors.NewerSchema):
                WRITES[write](repository)


def tables(url: str) -> set[tuple[object, ...]]:
    """Return how the database describes its tables, columns and indexes."""
    database = connect(url)
    if "://" not in url:
        rows = database.rows("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        spaced = {(kind, name, "".join(sql.split())) for kind, name, sql in rows}
        database.close()
        return set(spaced)
    rows = database.rows(
        "SELECT 'column', table_name::text, column_name::text, data_type::text, "
        "is_nullable::text, collation_name::text FROM information_schema.columns "
        "WHERE table_schema = current_schema()"
    )
    rows += database.rows(
        "SELECT 'constraint', conrelid::regclass::text, conname::text, "
        "pg_get_constraintdef(oid)::text, '', '' FROM pg_constraint "
        "WHERE connamespace = current_schema()::regnamespace"
    )
    rows += database.rows(
        "SELECT 'index', tablename::text, indexname::text, "
        "replace(indexdef, current_schema(), '')::text, '', '' FROM pg_indexes "
        "WHERE schemaname = current_schema()"
    )
    database.close()
    return set(rows)


def test_the_tables_are_those_of_a_new_repository(
    engine: str, url: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Column by column, with types, keys and indexes."""
    new = another(engine, request, tmp_path / "new.db")
    provrepo.create(new).close()
    with provrepo.open(url) as repository:
        repository.withdraw("letter", "x")
    assert tables(url) == tables(new)


def test_who_may_read_the_old_tables_may_read_the_new_ones(server: Server) -> None:
    """The rights that were given to roles are given for the new tables, too."""
    if server.data is None:
        pytest.skip("the server that PROVREPO_TEST_POSTGRES names asks for passwords")
    url = old.place(server.schema())
    with psycopg.connect(url, autocommit=True) as connection:
        schema = (connection.execute("SELECT current_schema()").fetchone() or ("",))[0]
        role = f"reader_{schema}"
        connection.execute(f'CREATE ROLE "{role}" LOGIN'.encode())
        try:
            for grant in ("USAGE ON SCHEMA", "SELECT ON ALL TABLES IN SCHEMA"):
                connection.execute(f'GRANT {grant} {schema} TO "{role}"'.encode())
            with provrepo.open(url) as repository:
                repository.withdraw("letter", "x")
            with provrepo.open(url.replace("provrepo@", f"{role}@")) as repository:
                assert list(repository.verify(old.CHECKPOINT)) == []
        finally:
            connection.execute(f'DROP OWNED BY "{role}"'.encode())
            connection.execute(f'DROP ROLE "{role}"'.encode())


# Killed, and out of room


def killed_in(url: str, statement: int) -> bool:
    """Write in a process that is killed at its ``statement``-th one; return whether it was."""
    child = os.fork()
    if child == 0:
        try:
            count = 0

            def dying(kind: str) -> None:
                original = getattr(transaction, kind)

                def run(self: object, *arguments: object) -> object:
                    nonlocal count
                    count += 1
                    if count == statement:
                        os.kill(os.getpid(), signal.SIGKILL)
                    return original(self, *arguments)

                setattr(transaction, kind, run)

            from provrepo.store import postgres_transaction, sqlite

            transaction: type = (
                postgres_transaction.PostgresTransaction
                if "://" in url
                else sqlite.SQLiteTransaction
            )
            for kind in ("run", "rows", "insert_rows"):
                dying(kind)
            database = connect(url)
            version = old.VERSIONS["letter/transcription:fr@v13"]
            events.withdraw(database, version, "x", LATER)
            os._exit(0)
        finally:
            os._exit(99)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_killed_at_any_statement_it_is_whole(engine: str, url: str) -> None:
    """SIGKILL at each statement of upgrade and write in turn: it is of schema 1, and as it was."""
    statement = 1
    while killed_in(url, statement):
        assert old.schema(url) == 1
        statement += 1 if engine == "sqlite" else 3
    assert statement > 15
    with provrepo.open(url) as repository:
        assert repository.version("letter@v13").withdrawn == "x"
        assert list(repository.verify(old.CHECKPOINT)) == []
    assert old.schema(url) == 2


def killed_at_random(place: Callable[[], str], kills: int) -> None:
    """Kill a writing process ``kills`` times, each time later, by an uneven step."""
    import random
    import time

    from tests.seeds import seed

    chance = random.Random(seed())  # noqa: S311 - replays with its seed
    versions = set()
    for _ in range(kills):
        url = place()
        child = os.fork()
        if child == 0:
            try:
                database = connect(url)
                events.withdraw(database, old.VERSIONS["letter/transcription:fr@v13"], "x", LATER)
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0, 0.03))  # no synchronisation: any moment is right
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        versions.add(old.schema(url))
        with provrepo.open(url) as repository:
            assert list(repository.verify(old.CHECKPOINT)) == []
            withdrawn = repository.version("letter@v13").withdrawn
        assert (withdrawn is not None) == (old.schema(url) == 2)
    assert versions <= {1, 2}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_killed_at_some_moments_it_is_whole(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """SIGKILL while it runs: the write is there with the new schema, or neither is."""
    numbers = iter(range(10**6))
    killed_at_random(
        lambda: old.place(another(engine, request, tmp_path / f"{next(numbers)}.db")), 4
    )


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_killed_at_many_moments_it_is_whole(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """The same, often."""
    numbers = iter(range(10**6))
    killed_at_random(
        lambda: old.place(another(engine, request, tmp_path / f"{next(numbers)}.db")), 150
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@only_sqlite
def test_a_full_disk_leaves_schema_1(url: str, tmp_path: Path) -> None:
    """Where there is no room for the new tables, nothing is changed, and more room is enough."""
    withdraw = ("--repo", "old.db", "withdraw", "letter", "--reason", "x")
    size = Path(url).stat().st_size
    for room in (0, 8192, 20_000):
        done = on_a_full_disk(tmp_path, size + room - size // 4096 * 4096, *withdraw)
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), done.stderr
        assert b"nothing was changed" in done.stderr
        assert old.schema(url) == 1
        with provrepo.open(url) as repository:
            assert_whole(repository)
    assert on_a_full_disk(tmp_path, 10 * size, *withdraw).returncode == 0
    assert old.schema(url) == 2


# Beside others


def test_two_who_write_first_upgrade_once(url: str) -> None:
    """Each opened it before the other wrote; both writes are there."""
    with provrepo.open(url) as first, provrepo.open(url) as second:
        first.withdraw("letter@v1", "x")
        second.withdraw("letter@v2", "x")
        assert list(first.verify(old.CHECKPOINT)) == []
        assert first.checkpoint() == second.checkpoint()
        assert first.checkpoint().size == old.CHECKPOINT.size + 2


def test_many_who_write_at_once_upgrade_once(url: str) -> None:
    """Whoever is not the first waits, and then writes to the new tables."""
    start, failures = threading.Barrier(4), []

    def withdraw(number: int) -> None:
        with provrepo.open(url) as repository:
            start.wait()
            try:
                repository.withdraw(f"letter@v{number}", "x")
            except Exception as error:  # noqa: BLE001 - whatever it is, it is shown below
                failures.append(error)

    threads = [threading.Thread(target=withdraw, args=(number,)) for number in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with provrepo.open(url) as repository:
        assert list(repository.verify(old.CHECKPOINT)) == []
        assert repository.checkpoint().size == old.CHECKPOINT.size + 4


def test_a_reader_who_opened_it_before_sees_what_the_upgrade_made_possible(url: str) -> None:
    """It was opened as schema 1; a text is renamed by somebody else; records keep their ids."""
    with provrepo.open(url) as reader:
        assert_whole(reader)
        database = connect(url)
        events.retext(database, "letter", Text("transcription", "fr"),
                      Text("transcription", "de"), LATER)  # fmt: skip
        database.close()
        assert reader.version("letter@v2").id == old.VERSIONS["letter/transcription:fr@v2"]
        assert list(reader.verify(old.CHECKPOINT)) == []
        assert reader.ingest(b"Neu\n", document="letter", text="transcription:de")


def test_the_schemas_that_can_be_read_are_those_that_were() -> None:
    """There is a step from each version of the schema to the next."""
    assert sorted(upgrade.STEPS) == list(range(1, databases.SCHEMA_VERSION))


def test_a_schema_that_never_was_is_damage(tmp_path: Path) -> None:
    """Nothing is read into it."""
    path = old.place(str(tmp_path / "old.db"))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 0")
    with pytest.raises(errors.Damaged, match="unknown schema version 0"):
        provrepo.open(path)
