"""PostgreSQL servers that are killed, and standbys: nothing that was acknowledged is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import provrepo
import provrepo.store.schema  # loaded here, so that no kill strikes an import
from provrepo import errors
from tests.clusters import Cluster, alone, primary_and_standby
from tests.conftest import CommandLine
from tests.faults.children import Child

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of os.fork
]
LOADED = provrepo.store.schema
WRITERS, ACKNOWLEDGED = 3, 8


def write(url: str, name: str) -> None:
    """Write versions and print each that was acknowledged, until the server is gone."""
    with provrepo.open(url) as repository:
        number = 0
        while True:
            text = f"{name} {number} " * 300
            try:
                made = repository.ingest(text.encode(), document=name, text="transcription:en")
            except errors.Unavailable as error:
                print("ended", error.exit_status, str(error).splitlines(), flush=True)
                return
            print(made.version.id, flush=True)
            number += 1


def acknowledged_until_killed(server: Cluster, names: list[str]) -> set[str]:
    """Let processes write until each got some answers, kill the server, return all answers."""
    children = [Child(write, server.url, name) for name in names]
    printed = [[child.stdout.readline() for _ in range(ACKNOWLEDGED)] for child in children]
    server.kill()
    identities: set[str] = set()
    for child, lines in zip(children, printed, strict=True):
        with child:
            status, rest, failed = child.wait()
        assert (status, failed.decode()) == (0, "")
        *more, ended = rest.decode().splitlines()
        assert ended.startswith("ended 3 ['lost the connection")
        identities |= {line.decode().strip() for line in lines} | set(more)
    assert len(identities) >= WRITERS * ACKNOWLEDGED
    return identities


def check_all(url: str, identities: set[str]) -> None:
    """See that all is whole, and that every version that was acknowledged is there."""
    with provrepo.open(url) as repository:
        assert list(repository.verify()) == []
        for identity in identities:
            version = repository.version(identity)
            assert version.id == identity
            assert repository.content(identity)  # raises where it has another hash


def test_a_server_killed_in_the_middle_of_writes_loses_nothing() -> None:
    """Three times over, on the same files; what was not acknowledged may be there, whole."""
    with alone() as server:
        provrepo.create(server.url).close()
        identities: set[str] = set()
        for part in range(3):
            names = [f"w{part}-{number}" for number in range(WRITERS)]
            identities |= acknowledged_until_killed(server, names)
            server.start()
            check_all(server.url, identities)
        with provrepo.open(server.url) as repository:
            kept = repository.checkpoint()
            assert repository.ingest(b"on", document="on", text="transcription:en")
            assert list(repository.verify(kept)) == []


@pytest.fixture
def pair() -> Iterator[tuple[Cluster, Cluster]]:
    """Return a primary server with a repository, and its synchronous standby."""
    with primary_and_standby() as (primary, standby):
        provrepo.create(primary.url).close()
        yield primary, standby


def test_a_standby_can_be_read_and_promoted(
    pair: tuple[Cluster, Cluster], run: CommandLine, tmp_path: Path
) -> None:
    """It shows all that was acknowledged, takes no writes, and then goes on for the first one."""
    primary, standby = pair
    with provrepo.open(primary.url) as repository:
        made = repository.ingest("外交部".encode(), document="a", text="transcription:zh")
        kept = repository.checkpoint()

    with provrepo.open(standby.url) as repository:
        assert repository.content("a") == "外交部"
        assert list(repository.verify(kept)) == []
        assert repository.checkpoint() == kept
        assert repository.copy_to(str(tmp_path / "backup.db")) == kept
        for change in (
            lambda: repository.ingest(b"x", document="b", text="transcription:en"),
            lambda: repository.rename("a", "b"),
            lambda: repository.withdraw("a", "x"),
            lambda: repository.purge("a", "x"),
        ):
            with pytest.raises(errors.ServerReadOnly):
                change()
    source = ("--document", "b", "--text", "transcription:en", "--repo", standby.url)
    done = run("ingest", "-", *source, stdin=b"x")
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (3, b"", 1)
    assert b"is a standby" in done.stderr
    assert b"write to the primary" in done.stderr
    assert run("verify", "--repo", standby.url).returncode == 0

    identities = acknowledged_until_killed(primary, [f"w{number}" for number in range(WRITERS)])
    assert standby.value("SELECT pg_promote(true, 60)") is True
    check_all(standby.url, {*identities, made.version.id})
    with provrepo.open(standby.url) as repository:
        assert repository.ingest(b"on", document="on", text="transcription:en").status == "new"
        assert list(repository.verify(kept)) == []


def test_a_change_that_no_standby_has_is_not_acknowledged(pair: tuple[Cluster, Cluster]) -> None:
    """Where an administrator ends the wait for it, the server itself says that all is well."""
    primary, standby = pair
    standby.kill()
    raised: list[BaseException] = []

    def ingest() -> None:
        try:
            with provrepo.open(primary.url) as repository:
                repository.ingest(b"x", document="a", text="transcription:en")
        except errors.ProvrepoError as error:
            raised.append(error)

    writer = threading.Thread(target=ingest)
    writer.start()
    waiting = "FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    while not primary.value(f"SELECT count(*) {waiting}"):
        assert writer.is_alive()
    primary.value(f"SELECT pg_cancel_backend(pid) {waiting}")
    writer.join(60)
    (error,) = raised
    assert isinstance(error, errors.Unavailable)
    assert "did not wait for its standby" in str(error)
    with provrepo.open(primary.url) as repository:  # it is stored, and not to be repeated
        assert repository.content("a") == "x"
