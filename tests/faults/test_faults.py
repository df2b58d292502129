"""Real faults: two writers, killed processes, Ctrl-C, read-only folders, full disks."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import provrepo
from provrepo import errors
from provrepo.cli.main import run as run_command_line
from provrepo.editing.changes import Changes
from tests.conftest import command_line
from tests.faults.children import Child

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of os.fork

WRITER = """
import sys, provrepo
name = sys.argv[2]
with provrepo.open(sys.argv[1]) as repository:
    for number in range(int(sys.argv[3])):
        text = f"{name} {number} " * 200
        outcome = repository.ingest(text.encode(), document="a", text="transcription:en")
        print(outcome.version.id, flush=True)
"""


def writer(path: Path, name: str, count: int) -> subprocess.Popen[bytes]:
    """Start a process that writes versions to one text and prints the id of each."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, path, name, str(count)], stdout=subprocess.PIPE
    )


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Four processes write to one text; every version is there, in one chain without a gap."""
    path = tmp_path / "provrepo.db"
    provrepo.create(path).close()
    processes = [writer(path, name, 15) for name in "abcd"]
    printed = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    with provrepo.open(path) as repository:
        history = repository.history("a")
        assert [one.record.number for one in history] == list(range(60, 0, -1))
        assert {one.id for one in history} == set(b"".join(printed).decode().split())
        assert list(repository.verify()) == []


def test_a_writer_who_named_the_parent_gets_the_conflict(tmp_path: Path) -> None:
    """Of two who both start from v1 with --parent one wins, the other is told which version."""
    path = tmp_path / "provrepo.db"
    with provrepo.create(path) as one, provrepo.open(path) as two:
        one.ingest(b"x", document="a", text="transcription:en")
        parent = Changes(parent="a@v1")
        won = one.ingest(b"y", parent, document="a", text="transcription:en").version
        with pytest.raises(errors.Conflict) as caught:
            two.ingest(b"z", parent, document="a", text="transcription:en")
        assert caught.value.newest == won.id


def test_waiting_for_another_writer_ends_with_one_clear_error(tmp_path: Path) -> None:
    """While another process holds the write lock, writing waits and then raises Busy."""
    path = tmp_path / "provrepo.db"
    with provrepo.create(path, wait=0.2) as repository:
        blocker = sqlite3.connect(path, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        with pytest.raises(errors.Busy, match="another process"):
            repository.ingest(b"x", document="a", text="transcription:en")
        assert list(repository.documents()) == []  # reading does not wait
        blocker.execute("ROLLBACK")
        blocker.close()
        assert repository.ingest(b"x", document="a", text="transcription:en").status == "new"


@pytest.mark.slow
def test_the_command_waits_and_exits_with_3(tmp_path: Path) -> None:
    """At the shell the wait ends with one line and exit status 3."""
    run = command_line(tmp_path)
    run("init")
    blocker = sqlite3.connect(tmp_path / "provrepo.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    done = run("ingest", "-", "--document", "a", "--text", "transcription:en", stdin=b"x")
    blocker.close()
    assert done.returncode == 3
    assert done.stderr.count(b"\n") == 1
    assert b"is being written by another process" in done.stderr


def test_ctrl_c_exits_with_130_and_says_nothing(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A command that waits for standard input ends quietly on SIGINT."""
    # Shells let what they start in the background ignore it, and it inherits that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    run = command_line(tmp_path)
    run("init")
    process = subprocess.Popen(
        [sys.executable, "-m", "provrepo", "ingest", "-", "--document", "a", "--text",
         "transcription:en"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    process.stdin.write(b"begun" * 100_000)  # returns only when the command reads
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    _, messages = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in messages
    assert run("list", "--json").stdout == b"[]\n"


def as_nobody(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run a command in ``folder`` as a user who may not write; return its status and stderr."""
    from provrepo.cli.main import COMMANDS, run

    for command in COMMANDS.values():
        __import__(f"provrepo.cli.{command[0]}")
    import provrepo.store.schema
    import provrepo.store.write  # noqa: F401

    reader, other = os.pipe()
    child = os.fork()
    if child == 0:
        status = 99
        try:
            os.chdir(folder)
            os.dup2(other, 2)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            status = run(arguments)
            sys.stderr.flush()
        finally:
            os._exit(status)
    os.close(other)
    result = os.waitpid(child, 0)[1]
    with os.fdopen(reader) as messages:
        return os.waitstatus_to_exitcode(result), messages.read()


@pytest.fixture
def locked() -> Iterator[Path]:
    """Return a folder with a repository in which nobody may write."""
    # Not in pytest's own folder, which another user may not enter.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with provrepo.create(folder / "provrepo.db") as repository:
            said = Changes(fields={"title": "A"})
            repository.ingest(b"text", said, document="a", text="transcription:en")
        (folder / "provrepo.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["show", "a"],
        ["log", "a"],
        ["cite", "a"],
        ["status"],
        ["verify"],
        ["checkpoint"],
        ["prove", "a"],
    ],
    ids=" ".join,
)
def test_a_folder_that_cannot_be_written_can_be_read(locked: Path, arguments: list[str]) -> None:
    """Reading a repository needs no right to write beside it."""
    status, message = as_nobody(locked, *arguments)
    assert (status, "provrepo:" in message) == (0, False)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_writing_there_is_one_clear_line(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change, and a new repository, are refused with the reason; no editor is opened before."""
    monkeypatch.setenv("EDITOR", "false")
    revise = ["revise", "a", "--set", "title=B"]
    for arguments in (revise, ["init", "new.db"], ["edit", "a"]):
        status, message = as_nobody(locked, *arguments)
        assert status == 2
        assert message.count("\n") == 1
        assert "provrepo: " in message
        assert "read-only" in message or "denied" in message.lower()


def _with_little_room(folder: Path, limit: int, arguments: tuple[str, ...]) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    os.chdir(folder)
    sys.exit(run_command_line(arguments))


def on_a_full_disk(folder: Path, limit: int, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command where no file may grow beyond ``limit`` bytes."""
    with Child(_with_little_room, folder, limit, arguments) as child:
        return subprocess.CompletedProcess(arguments, *child.wait())


def test_a_full_disk_is_one_clear_error_and_changes_nothing(tmp_path: Path) -> None:
    """Where the file may not grow, nothing is stored and the repository stays whole."""
    run = command_line(tmp_path)
    run("init")
    run("ingest", "-", "--document", "a", "--text", "transcription:en", stdin=b"x")
    (tmp_path / "big.transcription.en.txt").write_bytes(os.urandom(2_000_000).hex().encode())
    limit = (tmp_path / "provrepo.db").stat().st_size + 100_000
    done = on_a_full_disk(tmp_path, limit, "ingest", "big.transcription.en.txt")
    assert done.returncode == 2, done.stderr
    assert done.stderr.count(b"\n") == 1
    assert b"nothing was changed" in done.stderr
    assert run("list", "big").returncode == 2
    assert run("verify").returncode == 0


def test_a_copy_to_a_full_disk_is_one_clear_error_and_goes_on_later(tmp_path: Path) -> None:
    """The repository is as it was, the copy cannot be opened, and is completed with more room."""
    with provrepo.create(tmp_path / "provrepo.db") as repository:
        for number in range(30):
            text = os.urandom(20_000).hex().encode()
            repository.ingest(text, document=f"d{number}", text="transcription:en")
        kept = repository.checkpoint()
    run = command_line(tmp_path)
    for limit in (0, 4096, 100_000, 400_000):
        done = on_a_full_disk(tmp_path, limit, "copy", "provrepo.db", "copy.db")
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), done.stderr
        assert b"Make room" in done.stderr
        assert run("list", "--repo", "copy.db").returncode == 2
    assert run("copy", "provrepo.db", "copy.db").returncode == 0
    for name in ("provrepo.db", "copy.db"):
        with provrepo.open(tmp_path / name) as repository:
            assert list(repository.verify(kept)) == []
            assert repository.checkpoint() == kept


def test_a_purge_on_a_full_disk_removes_all_or_nothing(tmp_path: Path) -> None:
    """Where the file cannot be written anew, it is said that bytes may be left in it."""
    run = command_line(tmp_path)
    with provrepo.create(tmp_path / "provrepo.db") as repository:
        for number in range(30):
            text = os.urandom(20_000).hex().encode()
            repository.ingest(text, document=f"d{number}", text="transcription:en")
    purge = ("purge", "d3", "--reason", "no permission")
    for limit in (0, 50_000, 500_000):
        done = on_a_full_disk(tmp_path, limit, *purge)
        with provrepo.open(tmp_path / "provrepo.db") as repository:
            assert list(repository.verify()) == []
            try:
                repository.content("d3")
                assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), done.stderr
            except errors.Purged:
                assert done.returncode == 0
                assert b"may still hold the bytes" in done.stderr
    assert run(*purge).returncode == 0
    with provrepo.open(tmp_path / "provrepo.db") as repository, pytest.raises(errors.Purged):
        repository.content("d3")
