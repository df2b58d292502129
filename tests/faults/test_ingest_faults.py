"""Runs over many files that do not come to their end, and files that are no easy ones."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import provrepo
from provrepo.errors import InputError
from provrepo.reading import files
from provrepo.reading.files import read_bytes
from tests.conftest import command_line
from tests.fresh import PEAK


def texts(folder: Path, count: int, size: int = 300) -> Path:
    """Fill a folder with texts."""
    folder.mkdir()
    for number in range(count):
        path = folder / f"t{number:06}.transcription.la.txt"
        path.write_bytes(b"text %d\n" % number + b"x" * size)
    return folder


def started(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start the real command."""
    return subprocess.Popen(
        [sys.executable, "-m", "provrepo", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_what_was_acknowledged_is_there_and_the_next_run_goes_on(
    tmp_path: Path, stop: signal.Signals
) -> None:
    """Ctrl-C, a kill: each line that was printed is a version; the rest comes with the next run."""
    texts(tmp_path / "in", 1200)
    provrepo.create(tmp_path / "provrepo.db").close()
    process = started(tmp_path, "ingest", "in", "--report", "r.json")
    assert process.stdout is not None
    assert process.stderr is not None
    lines = [process.stdout.readline()]
    process.send_signal(stop)
    lines += process.stdout.readlines()
    said = process.stderr.read().decode()
    process.wait(60)
    process.stdout.close()
    process.stderr.close()
    whole = [line for line in lines if line.endswith(b"\n")]
    assert len(whole) > 0
    with provrepo.open(tmp_path / "provrepo.db") as repository:
        for line in whole:
            _, reference, identity = line.decode().split()
            assert repository.version(reference).short_id == identity
        there = len(repository.keys())
        assert there >= len(whole)
    if stop == signal.SIGINT and process.returncode:
        assert process.returncode == 130
        assert "are in and stay in; the same command again goes on" in said
        assert "Traceback" not in said
        report = json.loads((tmp_path / "r.json").read_text())
        assert report["complete"] is False
        assert len(report["files"]) >= len(whole)
    rows = json.loads(command_line(tmp_path)("ingest", "in", "--json").stdout)
    statuses = [row["status"] for row in rows]
    assert statuses.count("unchanged") == there
    assert statuses.count("new") == 1200 - there
    with provrepo.open(tmp_path / "provrepo.db") as repository:
        assert len(repository.keys()) == 1200
        assert all(one.texts[0].record.number == 1 for one in repository.documents())
        assert list(repository.verify()) == []


def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read again; one that never rests is refused. No mixture of two states comes out."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    states = [b"new and longer", b"newer"]
    whole = files._whole  # noqa: SLF001 - between reading and looking again

    def changing(descriptor: int, size: int) -> bytes:
        data = whole(descriptor, size)
        if states:
            path.write_bytes(states.pop(0))
            os.utime(path, ns=(1, len(states) + 1))
        return data

    monkeypatch.setattr(files, "_whole", changing)
    with pytest.raises(InputError, match="is being changed while it is read"):
        read_bytes(path)
    path.write_bytes(b"at rest")
    assert read_bytes(path) == b"at rest"
    states.append(b"changed once")
    assert read_bytes(path) == b"changed once"


def test_a_file_that_goes_away_is_refused(tmp_path: Path) -> None:
    """Between the plan and the reading; the others are in."""
    folder = texts(tmp_path / "in", 3)
    with provrepo.create(tmp_path / "provrepo.db") as repository:
        run = repository.ingest_files([folder])
        next(folder.iterdir()).unlink()
        statuses = sorted(one.status for one in run)
    assert statuses in (["new", "new"], ["new", "new", "refused"])


def test_a_report_that_cannot_be_written_is_refused_first(tmp_path: Path) -> None:
    """Before anything is ingested, with status 2."""
    texts(tmp_path / "in", 1)
    provrepo.create(tmp_path / "provrepo.db").close()
    for report in ("nowhere/r.json", "in"):
        process = started(tmp_path, "ingest", "in", "--report", report)
        printed, said = process.communicate(timeout=60)
        assert (process.returncode, printed, said.count(b"\n")) == (2, b"", 1), said
    assert not list(tmp_path.glob("in/.*"))


def test_two_runs_at_once_make_each_version_once(tmp_path: Path) -> None:
    """Both end well; every text has one version."""
    folder = texts(tmp_path / "in", 400)
    path = tmp_path / "provrepo.db"
    provrepo.create(path).close()
    failed: list[BaseException] = []

    def ingest() -> None:
        try:
            with provrepo.open(path) as repository:
                for one in repository.ingest_files([folder]):
                    assert one.status in ("new", "unchanged")
        except BaseException as error:  # noqa: BLE001 - told by the test
            failed.append(error)

    runs = [threading.Thread(target=ingest) for _ in range(2)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    assert not failed
    with provrepo.open(path) as repository:
        assert all(one.texts[0].record.number == 1 for one in repository.documents())
        repository.verify()


PRINTED = """
import sys
from provrepo.cli import main
sys.argv = ["provrepo", *sys.argv[1:]]
try:
    main()
finally:
    print("peak", peak() >> 10, file=sys.stderr)
"""


def peak(folder: Path, *arguments: str) -> tuple[bytes, int]:
    """Run the command in a process of its own; return what it prints, and its peak in MB."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK + PRINTED, *arguments],
        cwd=folder,
        capture_output=True,
        timeout=900,
        check=True,
    )
    return done.stdout, int(done.stderr.split()[-1])


@pytest.mark.slow
def test_a_hundred_thousand_small_files(tmp_path: Path) -> None:
    """All are in, in memory that hardly grows with them; again, nothing is made."""
    peaks = []
    for count in (10_000, 100_000):
        folder = tmp_path / str(count)
        folder.mkdir()
        texts(folder / "in", count, 20)
        provrepo.create(folder / "provrepo.db").close()
        printed, used = peak(folder, "ingest", "in")
        assert printed.count(b"new: ") == count
        peaks.append(used)
    assert peaks[1] < 200
    # 200 bytes a file: its name, as those in one folder are sorted, and that its text went in.
    assert peaks[1] - peaks[0] < 20
    printed, _ = peak(tmp_path / "100000", "ingest", "in")
    assert printed == b""


@pytest.mark.slow
def test_a_text_of_200_megabytes(tmp_path: Path) -> None:
    """It goes in, comes out byte for byte, and once more says nothing new."""
    line = "第一行 The first line of many. Строка.\n".encode()
    data = line * (200_000_000 // len(line))
    (tmp_path / "a.transcription.zh.txt").write_bytes(data)
    provrepo.create(tmp_path / "provrepo.db").close()
    printed, used = peak(tmp_path, "ingest", "a.transcription.zh.txt")
    assert printed.startswith(b"new: a/transcription:zh@v1")
    assert used < 3000
    shown, _ = peak(tmp_path, "show", "a")
    assert shown == data
    printed, _ = peak(tmp_path, "ingest", "a.transcription.zh.txt")
    assert printed.startswith(b"unchanged")
