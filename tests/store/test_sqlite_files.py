"""A file that goes away while it is open, and a log that does: nothing is lost in silence."""

from __future__ import annotations

import os
import shutil
import signal
import struct
import sys
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest

import provrepo
from provrepo import Finding, errors
from provrepo.store.engines import connect
from tests.conftest import CommandLine
from tests.faults.children import Child

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of os.fork


def ingest(repository: provrepo.Repository, content: bytes) -> None:
    """Write one version."""
    repository.ingest(content, document="a", text="transcription:en")


def made(path: Path) -> Path:
    """Make a repository with one version."""
    with provrepo.create(path) as repository:
        ingest(repository, b"one")
    return path


def remove(path: Path) -> None:
    """Remove it."""
    path.unlink()


def move(path: Path) -> None:
    """Give it another name."""
    path.rename(path.with_name("moved.db"))


def replace(path: Path) -> None:
    """Put an older one into its place."""
    shutil.copy(path, path.with_name("older.db"))
    path.with_name("older.db").replace(path)


def remove_the_log(path: Path) -> None:
    """Remove the log alone."""
    path.with_name(f"{path.name}-wal").unlink()


def move_the_folder(path: Path) -> None:
    """Give the folder another name."""
    path.parent.rename(path.parent.with_name("moved"))


@pytest.mark.parametrize("change", [remove, move, replace, remove_the_log, move_the_folder])
def test_an_open_repository_whose_file_goes_away(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    """What writes raises, and so does a verification; the file that was open is not written to."""
    folder = tmp_path / "here"
    folder.mkdir()
    path = made(folder / "x.db")
    with provrepo.open(path) as repository:
        ingest(repository, b"two")
        change(path)
        for attempt in (
            lambda: ingest(repository, b"lost"),
            lambda: repository.withdraw("a", "x"),
            lambda: repository.purge("a@v1", "x"),
            lambda: list(repository.verify()),
            repository.checkpoint,
        ):
            with pytest.raises(errors.Unavailable, match="removed or replaced") as caught:
                attempt()
            assert caught.value.exit_status == 3
        assert [version.record.number for version in repository.history("a")] == [2, 1]


def test_a_link_that_leads_elsewhere(tmp_path: Path) -> None:
    """The file that was open is still there, and is not what the name means any more."""
    link = tmp_path / "link.db"
    for name in ("a.db", "b.db"):
        made(tmp_path / name)
    link.symlink_to("a.db")
    with provrepo.open(link) as repository:
        ingest(repository, b"two")
        link.unlink()
        link.symlink_to("b.db")
        with pytest.raises(errors.Unavailable, match="removed or replaced"):
            ingest(repository, b"three")


def test_another_folder_is_no_other_file(tmp_path: Path) -> None:
    """A path that is relative stays right where the process goes elsewhere, to verify as well."""
    made(tmp_path / "x.db")
    with chdir(tmp_path), provrepo.open("x.db") as repository:
        (tmp_path / "sub").mkdir()
        os.chdir(tmp_path / "sub")
        ingest(repository, b"two")
        assert list(repository.verify()) == []


def test_other_files_of_the_folder_come_and_go(tmp_path: Path) -> None:
    """They are nobody's business."""
    path = made(tmp_path / "x.db")
    with provrepo.open(path) as repository:
        for number in range(20):
            (tmp_path / f"{number}").touch()
            ingest(repository, b"%d" % number)
        assert list(repository.verify()) == []


def read_elsewhere(path: Path) -> None:
    """Open and close it, as the last one does who believes to be alone."""
    with provrepo.open(path) as repository:
        assert repository.keys() == ["a"]


def write_beside_others(path: Path) -> None:
    """Keep a repository open while it is opened again here, and elsewhere; be killed at the end."""
    repository = provrepo.open(path)
    provrepo.open(path).close()
    with Child(read_elsewhere, path) as other:
        assert other.wait()[0] == 0
    ingest(repository, b"two")
    print("acknowledged", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def test_two_open_handles_keep_their_log(tmp_path: Path) -> None:
    """A process that opened it twice keeps its locks: nobody takes its log for left over."""
    path = made(tmp_path / "x.db")
    with Child(write_beside_others, path) as child:
        assert child.wait()[1] == b"acknowledged\n"
    with provrepo.open(path) as repository:
        assert repository.content("a") == "two"
        assert list(repository.verify()) == []


# A log that was left behind


def write_and_be_killed(path: Path) -> None:
    """Write what only the log holds then."""
    repository = provrepo.open(path)
    ingest(repository, b"two")
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """Return a repository whose last version only the log has."""
    path = made(tmp_path / "x.db")
    with Child(write_and_be_killed, path) as child:
        child.wait()
    assert (tmp_path / "x.db-wal").stat().st_size
    return path


def warned(path: Path) -> tuple[list[Finding], list[Finding]]:
    """Return what verification finds, and what it warns of."""
    warnings: list[Finding] = []
    with provrepo.open(path) as repository:
        return list(repository.verify(warn=warnings.append)), warnings


def test_a_log_that_was_left_behind_is_read(left: Path) -> None:
    """As it is the file's own, nothing is odd."""
    assert warned(left) == ([], [])
    with provrepo.open(left) as repository:
        assert repository.content("a") == "two"


@pytest.mark.parametrize("size", [None, 0, 20, 5000])
def test_a_log_that_was_removed_or_cut_short(
    left: Path, run: CommandLine, size: int | None
) -> None:
    """It is said before anything is opened; put back, all is there."""
    log, kept = left.with_name("x.db-wal"), left.with_name("kept")
    shutil.copy(log, kept)
    if size is None:
        log.unlink()
    else:
        os.truncate(log, size)
    for command in ("verify", "list"):
        done = run(command, "--repo", str(left))
        assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)
        assert b"its log x.db-wal was" in done.stderr
        assert b"remove x.db-shm" in done.stderr
    shutil.copy(kept, log)
    with provrepo.open(left) as repository:
        assert repository.content("a") == "two"


def test_without_its_log_the_file_is_what_it_was(left: Path) -> None:
    """Who does as the message says goes on with what the file has; a checkpoint tells the rest."""
    copied = left.with_name("y.db")
    for end in ("", "-wal"):
        shutil.copy(f"{left}{end}", f"{copied}{end}")
    with provrepo.open(copied) as repository:
        kept = repository.checkpoint()
    left.with_name("x.db-wal").unlink()
    left.with_name("x.db-shm").unlink()
    assert warned(left) == ([], [])  # nothing here tells
    with provrepo.open(left) as repository:
        assert repository.content("a") == "one"
        assert [finding.code for finding in repository.verify(kept)] == ["checkpoint"]


@pytest.mark.parametrize("index", [True, False], ids=["index", "no index"])
def test_a_log_that_is_none_is_a_warning(left: Path, run: CommandLine, index: bool) -> None:
    """What it stands in the place of may have held anything."""
    if not index:
        left.with_name("x.db-shm").unlink()
    log = left.with_name("x.db-wal")
    log.write_bytes(b"noise" * (log.stat().st_size // 4))
    done = run("verify", "--repo", str(left))
    assert done.returncode == 0
    assert b"is no log of SQLite" in done.stderr


def test_a_log_of_another_time_is_a_warning(left: Path) -> None:
    """One with other salts than those under which the file was last used."""
    log = left.with_name("x.db-wal")
    data = bytearray(log.read_bytes())
    data[16:24] = struct.pack(">II", 1, 2)
    log.write_bytes(data)
    findings, warnings = warned(left)
    assert findings == []
    assert [(one.code, one.place) for one in warnings] == [("log", str(log))]
    assert "another log" in warnings[0].message


def test_a_log_that_goes_away_while_it_is_open_is_found(tmp_path: Path) -> None:
    """By a verification as well, which cannot say that all is well."""
    path = made(tmp_path / "x.db")
    with provrepo.open(path) as repository:
        ingest(repository, b"two")
        remove_the_log(path)
        with pytest.raises(errors.Unavailable, match="its log"):
            list(repository.verify())


def test_a_live_copy_by_the_file_manager_without_the_log_is_refused(tmp_path: Path) -> None:
    """Its last versions are in the log."""
    path = made(tmp_path / "x.db")
    copied = tmp_path / "copied.db"
    with provrepo.open(path) as repository:
        ingest(repository, b"two")
        for end in ("", "-shm"):
            shutil.copy(f"{path}{end}", f"{copied}{end}")
        with pytest.raises(errors.Damaged, match=r"its log copied\.db-wal was removed"):
            provrepo.open(copied)


@pytest.mark.parametrize("content", [b"", b"text", b"x" * 5000, b"SQLite format 3\0"])
def test_what_is_no_database_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    """One clear line; not a byte is changed."""
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(errors.ProvrepoError) as caught:
        provrepo.open(path)
    assert caught.value.exit_status in (1, 2)
    assert path.read_bytes() == content
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.db"]


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    """A folder, and a FIFO at whose other end is nobody."""
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path, tmp_path / "fifo"):
        with pytest.raises(errors.NotARepository, match="is no file"):
            provrepo.open(path)


def open_again(path: Path) -> None:
    """Print which of its files Python itself opens where SQLite has them open already."""
    closed = connect(str(path))
    closed.close()
    closed.close()  # once is as good as twice
    first, opened = connect(str(path)), []
    sys.addaudithook(
        lambda event, arguments: opened.append(arguments[0]) if event == "open" else None
    )
    connect(str(path)).close()
    print([name for name in opened if str(path) in str(name)], flush=True)
    first.close()


def test_no_file_of_an_open_repository_is_opened_by_us(tmp_path: Path) -> None:
    """To close it again would give up SQLite's locks on it, which belong to the process."""
    with Child(open_again, made(tmp_path / "x.db")) as child:
        assert child.wait() == (0, b"[]\n", b"")
