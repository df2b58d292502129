"""Trouble on the way to a database is no damage: verification ends with what it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

import provrepo
from provrepo import Finding, errors
from provrepo.formats.draft import Draft
from provrepo.store import check, shape
from provrepo.store.database import Database
from provrepo.store.engines import connect
from tests.conftest import CommandLine, another
from tests.postgres import Server

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
only_postgres = pytest.mark.parametrize("engine", ["postgres"], indirect=True)


@pytest.fixture
def stored(url: str) -> str:
    """Return the URL of a repository with a few of everything."""
    with provrepo.create(url) as repository:
        for number in range(3):
            said = Draft(
                content=f"text {number}",
                document=f"d{number}",
                text="transcription:en",
                agents=(f"Agent {number}:editor",),
                fields={"title": str(number)},
            )
            list(repository.ingest_drafts([said]))
        repository.rename("d1", "e1")
    return url


# Whatever the driver of SQLite may say, at each query


class _Failing:
    """A connection whose query of a number fails, and those after it."""

    def __init__(self, connection: sqlite3.Connection, code: int, good: int) -> None:
        self._connection, self._code, self._good = connection, code, good

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._connection, name)

    def execute(self, *arguments: Any) -> Any:  # noqa: ANN401
        """Run a statement, or fail."""
        self._good -= 1
        if self._good < 0 and arguments[0] != "COMMIT":
            error = sqlite3.OperationalError("as the disk has it")
            error.sqlite_errorcode = self._code
            raise error
        return self._connection.execute(*arguments)


def queries_of_a_verification(url: str) -> int:
    """Return how many statements it takes."""
    database = connect(url)
    failing = _Failing(database.connection, 0, 10**6)  # type: ignore[attr-defined]
    database.connection = failing  # type: ignore[attr-defined]
    assert list(check.verify(database)) == []
    database.close()
    return 10**6 - failing._good - 1  # noqa: SLF001 - without the last COMMIT


@only_sqlite
@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY, errors.Busy),
        (sqlite3.SQLITE_BUSY_RECOVERY, errors.Busy),
        (sqlite3.SQLITE_FULL, errors.NotWritable),
        (sqlite3.SQLITE_IOERR_WRITE, errors.NotWritable),
        (sqlite3.SQLITE_READONLY_CANTINIT, errors.NotWritable),
        (sqlite3.SQLITE_IOERR_READ, errors.Unavailable),
        (sqlite3.SQLITE_PROTOCOL, errors.Unavailable),
    ],
)
@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.slow)])
def test_trouble_with_a_file_is_no_finding(
    stored: str, code: int, kind: type[Exception], step: int
) -> None:
    """At whichever of its queries it begins, verification raises, and has found nothing."""
    for good in range(code % step, queries_of_a_verification(stored), step):
        database = connect(stored)
        connection = database.connection  # type: ignore[attr-defined]
        database.connection = _Failing(connection, code, good)  # type: ignore[attr-defined]
        findings: list[Finding] = []
        with pytest.raises(kind):
            findings.extend(check.verify(database))
        assert findings == [], good
        database.close()


@only_sqlite
@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_a_page_that_is_none_is_a_finding_at_every_query(stored: str, step: int) -> None:
    """The reverse: what says something about the file is damage, wherever it is met."""
    for good in range(0, queries_of_a_verification(stored), step):
        database = connect(stored)
        connection = database.connection  # type: ignore[attr-defined]
        failing = _Failing(connection, sqlite3.SQLITE_CORRUPT, good)
        database.connection = failing  # type: ignore[attr-defined]
        assert list(check.verify(database)), good
        database.close()


# What a server may say


def refused(run: CommandLine, url: str, *said: str, command: tuple[str, ...] = ("verify",)) -> None:
    """See that a command ends with exit status 3 and one line that says so, and nothing else."""
    done = run(*command, "--repo", url)
    message = done.stderr.decode()
    assert (done.returncode, done.stdout, message.count("\n")) == (3, b"", 1), message
    for part in said:
        assert part in message
    assert "damaged;" not in message
    assert "damage:" not in message


@contextmanager
def locked(url: str, table: str) -> Iterator[None]:
    """Keep a table from everybody else."""
    with psycopg.connect(url) as connection:
        connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE".encode())
        yield
        connection.rollback()


@only_postgres
@pytest.mark.parametrize("table", ["content", "object", "agent", "former_key", "ledger"])
def test_a_time_limit_is_told_as_one(stored: str, run: CommandLine, table: str) -> None:
    """With what lifts it."""
    with locked(stored, table):
        limited = f"{stored}%20-cstatement_timeout%3D200"
        refused(run, limited, "statement timeout", "options=-cstatement_timeout%3D0")
    assert run("verify", "--repo", f"{stored}%20-cstatement_timeout%3D0").returncode == 0


@only_postgres
def test_waiting_for_a_lock_is_told_as_that(stored: str) -> None:
    """Somebody else has the table."""
    with locked(stored, "object"), provrepo.open(stored, wait=0.2) as repository:
        with pytest.raises(errors.Busy, match=r"waited 0\.2 s"):
            list(repository.verify())
        with pytest.raises(errors.Busy):
            repository.notes("d0")


def rows_of_a_verification(url: str) -> int:
    """Return how many queries a verification asks of a server."""
    asked = 0
    database = connect(url)
    rows = database.rows

    def counted(sql: str, parameters: Any = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401
        nonlocal asked
        asked += 1
        return rows(sql, parameters)

    database.rows = counted  # type: ignore[method-assign]
    assert list(check.verify(database)) == []
    database.close()
    return asked


def at_query(database: Database, number: int, trouble: Callable[[], object]) -> None:
    """Let ``trouble`` happen before the query with this number."""
    rows, asked = database.rows, 0

    def troubled(sql: str, parameters: Any = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401
        nonlocal asked
        asked += 1
        if asked == number:
            trouble()
        return rows(sql, parameters)

    database.rows = troubled  # type: ignore[method-assign]


@only_postgres
def test_a_lost_connection_ends_a_verification_wherever_it_is(stored: str) -> None:
    """At the beginning, in between, at the end; never as damage."""
    last = rows_of_a_verification(stored)
    for number in (1, 2, last // 4, last // 2, 3 * last // 4, last):
        database = connect(stored)
        with psycopg.connect(stored, autocommit=True) as other:
            process = database.value("SELECT pg_backend_pid()")

            def end(process: int = process, other: Any = other) -> None:  # noqa: ANN401
                other.execute("SELECT pg_terminate_backend(%s, 5000)", (process,))

            at_query(database, number, end)
            findings: list[Finding] = []
            with pytest.raises(errors.Unavailable, match="lost the connection") as caught:
                findings.extend(check.verify(database))
        assert findings == []
        assert caught.value.exit_status == 3
        database.close()


@only_postgres
def test_a_lost_connection_is_no_fault_of_a_file(stored: str) -> None:
    """A run over many texts ends; it does not refuse one file after the other."""
    with provrepo.open(stored) as repository:
        process = repository._database.value("SELECT pg_backend_pid()")  # noqa: SLF001
        with psycopg.connect(stored, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (process,))
        drafts = [
            Draft(content="x", document=f"n{number}", text="transcription:en")
            for number in range(3)
        ]
        with pytest.raises(errors.Unavailable):
            list(repository.ingest_drafts(drafts))


@only_postgres
def test_a_repository_that_was_replaced_on_a_server(
    stored: str,
    request: pytest.FixtureRequest,
    tmp_path: Any,  # noqa: ANN401
) -> None:
    """As with a file: what is written through the open handle would be lost in another one."""
    backup = another("sqlite", request, tmp_path / "backup.db")
    with provrepo.open(stored) as repository:
        repository.copy_to(backup)
        with psycopg.connect(stored) as other:
            names = [*reversed(list(shape.expected())), "provrepo"]
            other.execute(f"DROP TABLE {', '.join(names)} CASCADE".encode())
        with provrepo.open(backup) as older:
            older.copy_to(stored)
        with pytest.raises(errors.Unavailable, match="removed or replaced"):
            repository.ingest(b"lost", document="d0", text="transcription:en")
    with provrepo.open(stored) as repository:
        assert repository.content("d0") == "text 0"
        assert list(repository.verify()) == []


@pytest.fixture
def role(server: Server, stored: str) -> Iterator[str]:
    """Return a role of the server that may read and write, but owns nothing."""
    if server.data is None:
        pytest.skip("the server that PROVREPO_TEST_POSTGRES names asks for passwords")
    with psycopg.connect(stored, autocommit=True) as connection:
        row = connection.execute("SELECT current_schema()").fetchone()
        assert row
        name = f"writer_{row[0]}"
        for statement in (
            f"CREATE ROLE {name} LOGIN",
            f"GRANT USAGE ON SCHEMA {row[0]} TO {name}",
            f"GRANT ALL ON ALL TABLES IN SCHEMA {row[0]} TO {name}",
            f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {row[0]} TO {name}",
        ):
            connection.execute(statement.encode())
        yield name
        connection.execute(f"DROP OWNED BY {name}; DROP ROLE {name}".encode())


@only_postgres
def test_a_missing_right_is_told_as_one(stored: str, run: CommandLine, role: str) -> None:
    """Whichever table it is, verification names it and says what to ask for."""
    theirs = stored.replace("provrepo@", f"{role}@")
    assert run("verify", "--repo", theirs).returncode == 0
    for table in ("record", "content", "object", "agent", "former_text", "ledger", "event_agent"):
        with psycopg.connect(stored, autocommit=True) as owner:
            owner.execute(f"REVOKE SELECT ON {table} FROM {role}".encode())
            refused(run, theirs, f"permission denied for table {table}", "GRANT SELECT")
            owner.execute(f"GRANT SELECT ON {table} TO {role}".encode())


@only_postgres
def test_who_may_not_maintain_does_not_purge(stored: str, run: CommandLine, role: str) -> None:
    """Nothing is removed by half; with the right, or by the owner, all of it is."""
    theirs = stored.replace("provrepo@", f"{role}@")
    purge = ("purge", "d0", "--reason", "no permission")
    with psycopg.connect(stored, autocommit=True) as owner:
        newer = owner.info.server_version >= 170000
        if newer:
            owner.execute(f"REVOKE MAINTAIN ON content FROM {role}".encode())
        refused(run, theirs, "MAINTAIN", f"the role {role}", "othing was changed", command=purge)
        assert run("show", "d0", "--repo", theirs).stdout == b"text 0"
        if newer:
            owner.execute(f"GRANT MAINTAIN ON content TO {role}".encode())
            assert run(*purge, "--repo", theirs).returncode == 0
    assert run(*purge, "--repo", stored).returncode == 0
    assert run("show", "d0", "--repo", theirs).returncode == 2
    assert run("verify", "--repo", theirs).returncode == 0


@only_postgres
def test_a_purge_that_a_time_limit_ends_says_so(stored: str) -> None:
    """The bytes are gone from the rows; that the tables could not be written anew is told."""
    with provrepo.open(f"{stored}%20-cstatement_timeout%3D300") as repository:
        database = repository._database  # noqa: SLF001
        scrub = database.scrub

        def while_somebody_reads() -> str:
            with locked(stored, "agent"):
                return scrub()

        database.scrub = while_somebody_reads  # type: ignore[method-assign]
        removal = repository.purge("d0", "no permission")
        assert not removal.complete
        assert "statement timeout" in removal.warnings[0]
        assert "give the same command again later" in removal.warnings[0]
        with pytest.raises(errors.Purged):
            repository.content("d0")
    with provrepo.open(stored) as repository:
        assert repository.purge("d0", "no permission").complete


@only_postgres
def test_a_closed_repository_is_told_as_closed(stored: str) -> None:
    """And not as a connection that was lost."""
    repository = provrepo.open(stored)
    repository.close()
    with pytest.raises(errors.RepositoryClosed):
        repository.content("d0")


def test_a_server_that_does_not_answer(run: CommandLine) -> None:
    """It is in the way; a wrong address is a mistake."""
    refused(run, "postgresql://nobody@127.0.0.1:1/x", "cannot open", command=("list",))
    assert run("list", "--repo", "postgresql://nobody@127.0.0.1:x/y").returncode == 2
