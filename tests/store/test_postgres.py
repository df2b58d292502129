"""What only PostgreSQL has: URLs and passwords, roles and locks, what errors of a server mean."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import provrepo
from provrepo import errors
from provrepo.editing.changes import Changes
from provrepo.store import postgres as engine
from provrepo.store.postgres_errors import shown
from provrepo.store.postgres_transaction import PostgresTransaction, placeholders
from tests.conftest import CommandLine
from tests.fresh import check_that_reading_loads_none
from tests.postgres import PASSWORD, Server, quoted


@pytest.fixture
def url(server: Server) -> str:
    """Return the URL of an empty schema."""
    return server.schema()


def ingest(repository: provrepo.Repository, content: bytes = b"text") -> provrepo.Outcome:
    """Write one version."""
    return repository.ingest(content, document="a", text="transcription:en")


# Passwords


def test_a_password_is_needed_and_never_printed(server: Server, run: CommandLine) -> None:
    """No command shows it, whether it goes well or not, neither as text nor as JSON."""
    if not server.port:
        pytest.skip("the server that PROVREPO_TEST_POSTGRES names has a user of its own")
    database = server.database()
    url = server.loopback(database)
    source = ("--document", "a", "--text", "transcription:en")
    printed = [
        run("init", url),
        run("init", url),
        run("init", url, "--json"),
        run("list", "--json", "--repo", url),
        run("ingest", "-", *source, "--repo", url, stdin=b"x"),
        run("verify", "--repo", url),
        run("copy", url, url),
        run("copy", url, "copy.db", "--json"),
        run("show", "b", "--repo", url),
    ]
    assert [one.returncode for one in printed] == [0, 2, 2, 0, 0, 0, 2, 0, 2]
    wrong = [
        run("list", "--repo", server.loopback(database, "wr0ng")),
        run("list", "--repo", f"{url}-nowhere"),
        run("list", "--repo", url.replace("127.0.0.1", "127.0.0.1:1x")),
        run("list", "--repo", f"{url}?nonsense=1"),
        run("list", "--repo", f"{url}?connect_timeout=x"),
        run("list", "--repo", url.replace(quoted(PASSWORD), PASSWORD)),
        run("init", url.replace("://", ":/")),
    ]
    for done in (*printed, *wrong):
        said = (done.stdout + done.stderr).decode()
        for secret in (PASSWORD, quoted(PASSWORD), "s3cret", "wr0ng"):
            assert secret not in said
    for done in wrong:
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), done.stderr
    assert b"password authentication failed" in wrong[0].stderr
    assert b"does not exist" in wrong[1].stderr


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://u:secret@host/db", "postgresql://u@host/db"),
        ("postgres://u:secret@host:5433/db", "postgres://u@host:5433/db"),
        ("postgresql://u:se%40cret@[::1]:5/db?user=b", "postgresql://u@[::1]:5/db?user=b"),
        ("postgresql://u@%2Frun%2Fpg/db", "postgresql://u@%2Frun%2Fpg/db"),
        ("postgresql:///db", "postgresql:///db"),
        ("postgresql://one:1,two:2/db", "postgresql://one:1,two:2/db"),
        ("postgresql://h/db?user=u&password=secret", "postgresql://h/db?user=u"),
        ("postgresql://h/db?sslpassword=secret&sslmode=require", "postgresql://h/db?sslmode=require"),
        ("postgresql://u:sec@ret@host/db", "postgresql://…"),
        ("postgresql://u:sec/ret@host/db", "postgresql://…"),
        ("postgresql://u:sec?ret@host/db", "postgresql://…"),
        ("postgresql://u:secret", "postgresql://…"),
        ("postgresql://u:0@/secret@", "postgresql://…"),
        ("postgresql:///u:secret@h", "postgresql://…"),
        ("postgresql://u:0@h/d?x=secret@h", "postgresql://…"),
        ("postgresql://h/db?a=b;password=secret", "postgresql://…"),
        ("postgresql://h/db?a=b%26PassWord=secret", "postgresql://…"),
        ("postgresql://h/db?pass%77ord=secret&user=b", "postgresql://h/db?user=b"),
        ("postgresql://h/db?pasword=secret&user=b", "postgresql://h/db?user=b"),
        ("postgresql://h/db?user=u:secret", "postgresql://h/db"),
        ("postgresql://h/db;password=secret", "postgresql://…"),
        ("postgresql://h/u:secret", "postgresql://…"),
        ("postgresql://h/u%3Asecret%40h", "postgresql://…"),
        ("postgresql://u%3Asecret@h/db", "postgresql://…"),
        ("postgresql://u;secret@h/db", "postgresql://…"),
        ("postgresql://u secret@h/db", "postgresql://…"),
        ("postgresql://u;secret;h/db", "postgresql://…"),
        ("postgresql://h:secret/db", "postgresql://…"),
        ("postgresql://h/db?options=-c search_path=a", "postgresql://h/db?options=-c%20search_path%3Da"),
    ],
)  # fmt: skip
def test_a_url_is_shown_without_its_password(url: str, expected: str) -> None:
    """Where it is not written as it should be, nothing of it is shown."""
    assert shown(url) == expected


@pytest.mark.parametrize(
    "written",
    [
        "u:secret@h/db",
        "u:secret@h",
        "postgres:secret",
        "host=h password=secret",
        "password = secret",
        "postgresql:/u:secret@h/db",
    ],
)
def test_an_address_without_its_scheme_is_not_taken_for_a_file(
    written: str, run: CommandLine
) -> None:
    """The error shows how it is to be written, and nothing of it."""
    for command in ("init", "list"):
        where = [written] if command == "init" else ["--repo", written]
        done = run(command, *where)
        assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
        assert b"write postgresql://USER:PASSWORD@HOST:PORT/NAME" in done.stderr
        assert b"secret" not in done.stderr


@example("0@/", "")
@given(st.text(min_size=3), st.sampled_from(["", "@host/db", ":5@host:5/db", "?password=x"]))
def test_no_password_is_shown_whatever_it_is(password: str, rest: str) -> None:
    """Also where it was not encoded."""
    marked = f"begin{password}end"
    said = shown(f"postgresql://user:{marked}@{rest}")
    assert "begin" not in said
    assert "end" not in said


def test_without_the_driver_one_line_says_what_to_install(
    process: CommandLine, tmp_path: Path
) -> None:
    """The extra is named; files do without it."""
    (tmp_path / "psycopg.py").write_text("raise ImportError('none')")
    here = str(tmp_path)
    done = process("list", "--repo", "postgresql://u:secret@host/db", PYTHONPATH=here)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"pip install 'provrepo[postgres]'" in done.stderr
    assert process("init", PYTHONPATH=here).returncode == 0


# What stands at a URL


def test_what_is_no_repository_is_told_apart(server: Server, url: str) -> None:
    """No database, an empty one, one with other tables, one with a repository."""
    with pytest.raises(errors.RepositoryNotFound, match="does not exist"):
        provrepo.open(server.named("no_such_database"))
    with pytest.raises(errors.RepositoryNotFound, match="provrepo init"):
        provrepo.open(url)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE other (a int)")
    with pytest.raises(errors.NotARepository, match="no provrepo repository"):
        provrepo.open(url)
    provrepo.create(url).close()  # beside it
    with pytest.raises(errors.RepositoryExists, match="already"):
        provrepo.create(url)
    with pytest.raises(errors.RepositoryError, match="cannot open"):
        provrepo.open("postgresql://nobody@127.0.0.1:1/x")


def test_tables_of_the_same_names_are_not_touched(url: str) -> None:
    """Where another program's table is in the way, nothing is made."""
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE version (a int)")
    with pytest.raises(errors.RepositoryExists, match="version"):
        provrepo.create(url)
    with pytest.raises(errors.NotARepository):
        provrepo.open(url)


def test_a_newer_schema_is_refused(url: str) -> None:
    """As in a file."""
    provrepo.create(url).close()
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE provrepo SET schema_version = 99")
    with pytest.raises(errors.NewerSchema):
        provrepo.open(url)


def test_two_who_make_the_same_repository_make_one(url: str) -> None:
    """The second one is told that it exists."""
    results: list[str] = []

    def make() -> None:
        try:
            provrepo.create(url).close()
            results.append("made")
        except errors.RepositoryExists:
            results.append("exists")

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["exists", "exists", "exists", "made"]


def test_another_encoding_is_refused(server: Server) -> None:
    """A database that cannot hold every character cannot hold a repository."""
    database = server.database(encoding="LATIN1")
    with pytest.raises(errors.RepositoryError, match="encoding LATIN1"):
        provrepo.create(database)


def test_keys_sort_by_their_characters(server: Server, url: str) -> None:
    """Whatever the server's own order is."""
    with provrepo.create(url) as repository:
        keys = ["a-b", "a.b", "a0", "a_b", "aa", "ab", "b"]
        for key in reversed(keys):
            repository.ingest(b"x", document=key, text="transcription:en")
        assert repository.keys() == sorted(keys)
        assert repository.keys("a_") == ["a_b"]
        assert [one.key for one in repository.documents(after="a0")] == ["a_b", "aa", "ab", "b"]
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT count(*) FROM information_schema.columns WHERE data_type = 'text' "
            "AND table_schema = current_schema() AND collation_name IS DISTINCT FROM 'C'"
        ).fetchone()
    assert rows == (0,)
    assert server


# Others at work


@pytest.fixture
def held(url: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Return a connection that holds the end of the ledger."""
    with provrepo.create(url) as repository:
        ingest(repository)
    with psycopg.connect(url) as blocker:
        blocker.execute("SELECT * FROM provrepo FOR UPDATE")
        yield blocker
        blocker.rollback()


def test_waiting_for_another_writer_ends(
    url: str, held: psycopg.Connection[tuple[object, ...]]
) -> None:
    """While another process holds what is needed, writing waits and then raises Busy."""
    with provrepo.open(url, wait=0.1) as repository:
        with pytest.raises(errors.Busy, match="being written by another process") as caught:
            ingest(repository, b"new")
        assert caught.value.exit_status == 3
        with pytest.raises(errors.Busy):
            repository.withdraw("a", "x")
        assert repository.content("a") == "text"  # reading does not wait
        held.rollback()
        assert ingest(repository, b"new").status == "changed"


def test_a_lost_connection_is_one_clear_line(url: str) -> None:
    """The server ends it in the middle of reading, and in the middle of a write."""
    with provrepo.create(url) as repository:
        ingest(repository)
        end_others(url)
        with pytest.raises(errors.RepositoryError, match="lost the connection"):
            repository.content("a")
        with pytest.raises(errors.RepositoryError, match="lost the connection"):
            repository.content("a")
    with provrepo.open(url) as repository:
        append = PostgresTransaction.hold_ledger

        def ending(self: PostgresTransaction) -> None:
            end_others(url)
            append(self)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(PostgresTransaction, "hold_ledger", ending)
            with pytest.raises(errors.RepositoryError, match="look before you repeat it"):
                ingest(repository, b"new")
    with provrepo.open(url) as repository:
        assert repository.content("a") == "text"
        assert list(repository.verify()) == []


def end_others(url: str) -> None:
    """End every other connection to the database."""
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE application_name = 'provrepo' AND datname = current_database()"
        )


def test_a_role_that_may_only_read_reads(server: Server, url: str) -> None:
    """Writing is refused with the reason; so is reading without the right."""
    with provrepo.create(url) as repository:
        ingest(repository)
    with psycopg.connect(url, autocommit=True) as connection:
        schema = connection.execute("SELECT current_schema()").fetchone()
        assert schema
        role = f"reader_{schema[0]}"
        connection.execute(f"CREATE ROLE {role} LOGIN".encode())
        try:
            reading = url.replace("provrepo@", f"{role}@")
            if server.data is None:
                pytest.skip("the server that PROVREPO_TEST_POSTGRES names asks for passwords")
            connection.execute(f"GRANT USAGE ON SCHEMA {schema[0]} TO {role}".encode())
            with pytest.raises(errors.RepositoryError, match="permission denied"):
                provrepo.open(reading)
            connection.execute(
                f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema[0]} TO {role}".encode()
            )
            with provrepo.open(reading) as repository:
                assert repository.content("a") == "text"
                assert list(repository.verify()) == []
                assert repository.checkpoint().size == 2
                for write in (
                    lambda: ingest(repository, b"new"),
                    lambda: repository.purge("a", "x"),
                    lambda: repository.rename("a", "b"),
                ):
                    with pytest.raises(errors.NotPermitted, match="cannot be written") as caught:
                        write()
                    assert caught.value.exit_status == 3
        finally:
            connection.execute(f"DROP OWNED BY {role}".encode())
            connection.execute(f"DROP ROLE {role}".encode())


def test_a_read_only_server_is_read(url: str) -> None:
    """As a standby is: default_transaction_read_only."""
    with provrepo.create(url) as repository:
        ingest(repository)
    with provrepo.open(f"{url}%20-cdefault_transaction_read_only%3Don") as repository:
        assert repository.content("a") == "text"
        with pytest.raises(errors.ServerReadOnly, match="write to the primary server") as caught:
            ingest(repository, b"new")
        assert caught.value.exit_status == 3


def test_commits_are_durable_even_where_the_server_is_not_asked_to_be(url: str) -> None:
    """synchronous_commit is on, also where the database's owner turned it off."""
    with provrepo.create(url) as repository:
        database = repository._database  # noqa: SLF001
        assert database.value("SHOW synchronous_commit") == "on"
        assert database.value("SHOW lock_timeout") == "10s"


# What a purge leaves


def test_purged_bytes_are_gone_from_the_tables(server: Server) -> None:
    """From tables, indexes and the planner's samples; what is out of reach is said."""
    if server.data is None:
        pytest.skip("the files of the server that PROVREPO_TEST_POSTGRES names are not here")
    url = server.database()
    words = "Hong Gildong lives in Andong"
    with provrepo.create(url) as repository:
        said = Changes(agents=("Wang Secretly <w@example.org>:transcriber",))
        for number in range(50):
            repository.ingest(b"%d" % number, document=f"d{number}", text="translation:en")
        repository.ingest(words.encode(), said, document="a", text="transcription:en")
        repository.ingest(b"harmless", document="a", text="transcription:en")
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("ANALYZE")
            other.execute("CHECKPOINT")
        assert words.encode() in on_disk(server, url)
        assert b"Wang Secretly" in on_disk(server, url)
        removal = repository.purge("a@v1", "no permission")
        assert removal.complete
        assert "write-ahead log" in removal.warnings[-1]
        assert repository.purge("a@v1", "no permission", agent="Wang Secretly <w@example.org>")
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("CHECKPOINT")
        for left in (words.encode(), b"Wang Secretly", b"w@example.org"):
            assert left not in on_disk(server, url)
        assert list(repository.verify()) == []


def test_a_purge_beside_a_reader_is_incomplete_and_says_so(url: str) -> None:
    """An open snapshot still needs the old rows; the same command again removes them."""
    with provrepo.create(url, wait=0.2) as repository:
        ingest(repository)
        with psycopg.connect(url) as reader:
            reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            reader.execute("SELECT count(*) FROM provrepo")
            removal = repository.purge("a", "no permission")
            assert not removal.complete
            assert any("give the same command again" in one for one in removal.warnings)
        assert repository.purge("a", "no permission").complete


def on_disk(server: Server, url: str) -> bytes:
    """Return all bytes of the files of a database."""
    assert server.data
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT oid FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row
    folder = server.data / "base" / str(row[0])
    return b"".join(one.read_bytes() for one in folder.iterdir())


# The rest


def test_placeholders_are_found_outside_of_quotes_only() -> None:
    """A question mark or a per cent sign in a literal is what it is."""
    assert placeholders("SELECT '?%', \"a?\" WHERE x = ? AND y LIKE '%''?' AND z % ?") == (
        b"SELECT '?%%', \"a?\" WHERE x = %s AND y LIKE '%%''?' AND z %% %s"
    )


@pytest.mark.parametrize(
    "said",
    [
        Changes(based_on=("label:a\0b",)),
        Changes(agents=("".join(chr(0x4E00 + number) for number in range(9000)) + ":editor",)),
    ],
    ids=["NUL", "too long for an index"],
)
def test_what_postgresql_cannot_keep_is_refused_in_one_line(url: str, said: Changes) -> None:
    """And nothing is changed."""
    with provrepo.create(url) as repository:
        with pytest.raises(errors.InvalidValue, match=r"^[^\n]*cannot keep[^\n]*$"):
            repository.ingest(b"x", said, document="a", text="transcription:en")
        assert repository.keys() == []
        assert list(repository.verify()) == []


def test_long_messages_and_odd_metadata_are_kept(url: str) -> None:
    """What is not in an index may be long; JSON may hold any character."""
    said = Changes(message="x" * 20_000, fields={"title": "a\x01b"})
    with provrepo.create(url) as repository:
        repository.ingest(b"x", said, document="a", text="transcription:en")
        assert repository.citation("a") == {"title": "a\x01b", "type": "document"}
        assert list(repository.verify()) == []


def test_reading_loads_no_orm(url: str) -> None:
    """The driver alone is enough for `show`, `log` and `list`."""
    with provrepo.create(url) as repository:
        ingest(repository)
    check_that_reading_loads_none(url, ("sqlmodel", "sqlalchemy", "pydantic", "rich", "sqlite3"))


def test_the_server_is_of_an_age_that_is_known(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older server is refused with both numbers."""
    monkeypatch.setattr(engine, "OLDEST_SERVER", 99)
    with pytest.raises(errors.RepositoryError, match="provrepo needs 99 or newer"):
        provrepo.create(url)
